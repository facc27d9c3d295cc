"""The manual against the text of the law: invented laws with one fault each, and the shipped manual with its texts.

The texts of the shipped manual are not part of this project; where a folder of them is at hand (``ENFORCE_STATUTES``, by
default ``../shared/statutes``), everything is compared, and faults planted into every sanction are found.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from enforce_rules import EnforceRulesError, load_manual
from enforce_rules.manual import Rulebook, Statute, Survey, survey
from enforce_rules.quality.amounts import Amount, Kind, read, written
from enforce_rules.quality.lawtext import LawTextError, read_lawtext
from enforce_rules.quality.verify import Verification, verify
from tests.conftest import ROOT

TEXTS = Path(os.environ.get("ENFORCE_STATUTES", ROOT.parent / "shared" / "statutes"))

LAW = """\
# 试验安全法
## 第一章 总则
第一条　生产经营单位应当设置安全员。
安全员应当每日巡查：
（一）设备；
（二）通道。
## 第二章 罚则
第二条　生产经营单位有下列行为之一的，责令限期改正，可以处五万元以下的罚款，对其直接负责的主管人员可以处一万元以下的罚款；逾期未改正的，责令停产停业整顿，并处五万元以上十万元以下的罚款；情节严重的，吊销许可证：
（一）未设置安全员的；
（二）未巡查的。
第三条　生产经营单位违法发包的，没收违法所得；违法所得十万元以上的，并处违法所得二倍以上五倍以下的罚款；没有违法所得或者违法所得不足十万元的，单处或者并处10万元以上20万元以下的罚款。
生产经营单位有前款规定情形，拒不改正的，依照前款规定处罚。
第四条　安全员失职，导致发生生产安全事故的，处上一年年收入百分之二十以上百分之五十以下的罚款；对逃匿的处十五日以下拘留。
第五条　有下列情形之一的，按照下列规定处罚：
（一）未报告的，处二千元的罚款；
（二）未登记的，可以处1千元以上1.5万元以下罚款。
第六条　违反规定的，由有关部门责令改正，可以并处罚款。
第七条　依照《试验安全法》第六条规定处以罚款的，处３万元以下的罚款。
"""

RULES = """\
law: 试验安全法
title: 中华人民共和国试验安全法
rank: 法律
editions:
  2020:
    adopted: 2020-01-01
    in_force_from: 2020-02-01
    text: 试验安全法(2020-01-01)
    verified: true
    provisions:
      第一条: {paragraphs: [{}, {items: 2}]}
      第二条:
        items: 2
        sanctions:
          - {party: unit, stage: found, mandatory: false, fine: [0, 50000], other: [责令限期改正]}
          - {party: responsible, stage: found, mandatory: false, fine: [0, 10000]}
          - {party: unit, stage: overdue, mandatory: true, fine: [50000, 100000], other: [责令停产停业整顿]}
          - {party: unit, stage: serious, mandatory: true, other: [吊销许可证]}
      第三条:
        paragraphs:
          - sanctions:
              - {party: unit, stage: found, mandatory: true, multiple: [2, 5], illegal_income: {min: 100000}}
              - {party: unit, stage: found, mandatory: true, fine: [100000, 200000], illegal_income: {below: 100000}}
          - not_modelled: [有前款规定情形，拒不改正的，依照前款规定处罚]
      第四条:
        sanctions:
          - {party: manager, stage: accident, mandatory: true, income_percent: [20, 50]}
      第五条:
        items:
          - sanctions: [{party: unit, stage: found, mandatory: true, fine: [2000, 2000]}]
          - sanctions: [{party: unit, stage: found, mandatory: false, fine: [1000, 15000]}]
      第六条:
        sanctions:
          - {party: unit, stage: found, mandatory: true, other: [责令改正]}
        not_modelled: [可以并处罚款，数额见第七条]
      第七条:
        sanctions:
          - {party: unit, stage: found, mandatory: false, fine: [0, 30000]}
"""

ITEM = """\
id: AA-01
table: AA
title: 安全员
content: 是否设置安全员
methods: [{现场核查: 查看}]
facts:
  officer: {type: bool, label: 设置安全员, ask: 设置了吗？, method: 现场核查}
breaches:
  none:
    violated: not officer
    statement: 未设置安全员
    remedy: {text: 设置安全员, days: 5}
    duties: [试验安全法(2020)第一条第一款]
    penalties: [试验安全法(2020)第二条第（一）项, 试验安全法(2020)第三条第二款]
"""

MANUAL = """\
id: trial
title: 试验手册
edition: '1'
in_force_from: 2020-11-01
statement: 测试用
source: 测试
tables: {AA: 试验}
"""

Check = Callable[..., Verification]
Change = tuple[str, str]
SAME: Change = ("", "")


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Verify the small manual after one change of its rules, of the law or of the item."""

    def run(rules: Change = SAME, law: Change = SAME, item: Change = SAME) -> Verification:
        texts, folder = tmp_path / "texts", tmp_path / "rules"
        for made in (texts, folder / "statutes", folder / "items" / "AA"):
            made.mkdir(parents=True, exist_ok=True)
        for text, change, path in (
            (LAW, law, texts / "试验安全法(2020-01-01).md"),
            (RULES, rules, folder / "statutes" / "trial.yaml"),
            (ITEM, item, folder / "items" / "AA" / "AA-01.yaml"),
            (MANUAL, SAME, folder / "manual.yaml"),
        ):
            assert change[0] in text, f"{change[0]!r} is not there"
            path.write_text(text.replace(*change, 1), encoding="utf-8")
        surveyed: Survey[Rulebook] = survey(folder)
        return verify(surveyed.sound, texts, surveyed.sources)

    return run


def ids(found: Verification) -> set[str]:
    return {problem.id for problem in found.problems}


def test_what_agrees_gives_nothing(check: Check) -> None:
    found = check()
    assert found.problems == ()
    assert found.ok
    assert (found.citations, found.found, found.amounts_checked) == (10, 10, 11)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        # structure and citations
        (("第一条: {paragraphs: [{}, {items: 2}]}", "第一条: {paragraphs: [{}, {items: 3}]}"), {"structure-differs"}),
        (("第一条: {paragraphs: [{}, {items: 2}]}", "第一条: {paragraphs: 3}"), {"structure-differs"}),
        (("        items: 2\n", "        items: 3\n"), {"structure-differs"}),
        (("      第六条:", "      第十六条:"), {"citation-missing"}),
        # amounts
        (("fine: [50000, 100000]", "fine: [500000, 1000000]"), {"amount-wrong", "amount-missing"}),
        (("fine: [2000, 2000]", "fine: [0, 2000]"), {"amount-wrong", "amount-missing"}),
        (("multiple: [2, 5]", "multiple: [1, 5]"), {"amount-wrong", "amount-missing"}),
        (("income_percent: [20, 50]", "income_percent: [20, 60]"), {"amount-wrong", "amount-missing"}),
        (("{min: 100000}", "{min: 10000}"), {"amount-wrong", "amount-missing"}),
        (("{below: 100000}", "{min: 100000}"), {"amount-missing"}),
        (
            ("          - {party: responsible, stage: found, mandatory: false, fine: [0, 10000]}\n", ""),
            {"amount-missing"},
        ),
        (
            ("          - not_modelled: [有前款规定情形，拒不改正的，依照前款规定处罚]\n", "          - {}\n"),
            {"amount-missing", "stage-differs"},
        ),
        (("[可以并处罚款，数额见第七条]", "[可以并处三万元以下的罚款]"), {"amount-wrong", "discretion-differs"}),
        # discretion
        (("mandatory: false, fine: [0, 10000]", "mandatory: true, fine: [0, 10000]"), {"discretion-differs"}),
        (("mandatory: true, fine: [50000, 100000]", "mandatory: false, fine: [50000, 100000]"), {"discretion-differs"}),
        (("mandatory: false, fine: [0, 30000]", "mandatory: true, fine: [0, 30000]"), {"discretion-differs"}),
        (("        not_modelled: [可以并处罚款，数额见第七条]\n", ""), {"discretion-differs"}),
        (("mandatory: true, other: [吊销许可证]", "mandatory: false, other: [吊销许可证]"), {"discretion-differs"}),
        # stages
        (("stage: overdue", "stage: found"), {"stage-differs"}),
        (("stage: overdue", "stage: refused"), {"stage-differs"}),
        (("stage: accident", "stage: serious"), {"stage-differs"}),
        (("stage: serious", "stage: accident"), {"stage-differs"}),
        (("          - {party: unit, stage: serious, mandatory: true, other: [吊销许可证]}\n", ""), {"stage-differs"}),
        # texts
        (("text: 试验安全法(2020-01-01)", "text: 试验安全法(2020)"), {"text-missing"}),
        (("    text: 试验安全法(2020-01-01)\n", ""), {"text-missing"}),
    ],
)
def test_a_fault_in_the_rules_is_found(check: Check, change: Change, expected: set[str]) -> None:
    found = check(rules=change)
    assert expected <= ids(found)
    assert ids(found) <= expected | {"stage-differs"}
    line = RULES[: RULES.index(change[0])].count("\n") + 1
    articles = [n for n, text in enumerate(RULES.splitlines(), 1) if text.startswith("      第") and n <= line]
    near = set(range(articles[-1] if articles else line, line + 2))  # the sanction, its paragraph or its article
    assert {problem.place.line for problem in found.problems} & near
    assert all(problem.place.file.endswith("trial.yaml") for problem in found.problems)
    assert not found.ok


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("可以处五万元以下", "处五万元以下"), {"discretion-differs"}),
        (("逾期未改正的", "拒不改正的"), {"stage-differs"}),
        (("并处五万元以上十万元以下的罚款", "并处5万元以上15万元以下的罚款"), {"amount-wrong", "amount-missing"}),
        (("处二千元的罚款", "处三千元的罚款"), {"amount-wrong", "amount-missing"}),
        (("（二）未巡查的。\n", "（二）未巡查的。\n（三）未记录的。\n"), {"structure-differs"}),
        (("（二）通道。\n", "（二）通道。\n巡查应当记录。\n"), {"structure-differs"}),
        (("第四条　", "第四十条　"), {"citation-missing"}),
    ],
)
def test_a_change_of_the_law_is_found(check: Check, change: Change, expected: set[str]) -> None:
    assert ids(check(law=change)) == expected


@pytest.mark.parametrize(
    "change",
    [
        ("五万元以上十万元以下", "５万元以上１０万元以下"),
        (
            "可以处五万元以下的罚款，对其直接负责的主管人员可以处",
            "可以对单位处五万元以下的罚款，对其直接负责的主管人员处",
        ),
        ("百分之二十以上百分之五十以下", "20%至50%"),
        ("逾期未改正的", "逾期仍不改正的"),
        ("情节严重的", "情节特别严重的"),
        ("导致发生生产安全事故的", "造成重大事故的"),
        ("；逾期未改正的，责令", ";逾期未改正的,责令"),
        ("第四条　安全员失职", "**第四条** 安全员失职"),
        ("# 试验安全法\n", "\ufeff# 试验安全法\r\n> 说明\r\n"),
        ("（一）设备；\n", "（一）设备：\n1.锅炉；\n2.电梯；\n"),
    ],
)
def test_another_way_of_writing_the_same_is_no_fault(check: Check, change: Change) -> None:
    assert check(law=change).problems == ()


@pytest.mark.parametrize(
    ("rules", "cite", "what"),
    [
        (("        items: 2\n", "        items: 9\n"), "第二条第（九）项", "此处只有2项"),
        (("第一条: {paragraphs: [{}, {items: 2}]}", "第一条: {paragraphs: 4}"), "第一条第四款", "第一条只有2款"),
        (("第一条: {paragraphs: [{}, {items: 2}]}", "第一条: {items: 2}"), "第一条第（二）项", "引用项时要写明第几款"),
        (("第六条:", "第六条: {paragraphs: 2}\n      第六条之一:"), "第六条第二款", "第六条只有一款"),
        (("第六条:", "第八十条: {}\n      第六条:"), "第八十条", "没有第八十条"),
    ],
)
def test_a_citation_that_the_law_does_not_have_is_found(check: Check, rules: Change, cite: str, what: str) -> None:
    item = ("duties: [试验安全法(2020)第一条第一款]", f"duties: [试验安全法(2020){cite}]")
    found = check(rules=rules, item=item)
    [missing] = [problem for problem in found.missing if problem.place.file.endswith("AA-01.yaml")]
    assert missing.id == "citation-missing"
    assert missing.citation == f"试验安全法(2020){cite}"
    assert what in missing.what
    assert missing.place.line == 13
    assert found.found < found.citations


def test_an_article_that_only_states_a_duty_may_have_amounts(check: Check) -> None:
    """Its amounts are demanded as soon as a breach cites it as the penalty."""
    law = ("第五条　", "第八条　有关部门处三万元以下的罚款。\n第五条　")
    rules = ("      第六条:", "      第八条: {}\n      第六条:")
    assert check(law=law, rules=rules).ok
    item = ("试验安全法(2020)第三条第二款", "试验安全法(2020)第八条")
    assert ids(check(law=law, rules=rules, item=item)) == {"amount-missing"}


def test_an_edition_without_a_text_is_unchecked_or_a_finding(check: Check) -> None:
    unverified = ("    text: 试验安全法(2020-01-01)\n    verified: true\n", "    verified: false\n    source: 转引\n")
    found = check(rules=unverified)
    assert found.ok
    assert [unchecked.citation for unchecked in found.unchecked] == ["试验安全法(2020)"]
    assert (found.citations, found.found) == (0, 0)


def test_the_index_finds_a_text_by_title_and_day(check: Check, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "INDEX.tsv").write_text(
        "law name\tedition\tcompleteness\n中华人民共和国试验安全法\t2020-01-01\tcomplete\n", encoding="utf-8"
    )
    (texts / "中华人民共和国试验安全法(2020-01-01).txt").write_text(LAW, encoding="utf-8")
    assert check(rules=("    text: 试验安全法(2020-01-01)\n", "")).citations == 10


def test_an_excerpt_does_not_deny_what_it_leaves_out(check: Check, tmp_path: Path) -> None:
    """In ``partial`` an article that is not there is unchecked; one that is there has its amounts compared."""
    (tmp_path / "texts" / "partial").mkdir(parents=True)
    excerpt = tmp_path / "texts" / "partial" / "节选.md"
    excerpt.write_text("第四条　安全员失职，导致发生生产安全事故的，处上一年年收入30%的罚款。\n", encoding="utf-8")
    found = check(rules=("text: 试验安全法(2020-01-01)", "text: partial/节选"))
    assert ids(found) == {"amount-wrong", "amount-missing"}
    assert {unchecked.citation for unchecked in found.unchecked} >= {"试验安全法(2020)第一条", "试验安全法(2020)第二条"}
    assert (found.citations, found.found, found.amounts_checked) == (1, 1, 1)


def test_the_result_as_data(check: Check) -> None:
    told = check(rules=("fine: [2000, 2000]", "fine: [2000, 3000]")).as_dict()
    assert list(told)[:5] == ["citations", "found", "missing", "amounts_checked", "amounts_wrong"]
    assert list(told)[5:] == ["structure", "discretion", "stages", "unchecked"]
    wrong = told["amounts_wrong"][0]
    assert wrong["id"] == "amount-wrong"
    assert wrong["citation"] == "试验安全法(2020)第五条第（一）项"
    assert wrong["what"] == "条文没有“二千元以上三千元以下的罚款”"
    assert wrong["hint"] == "条文写的是：二千元的罚款"
    assert RULES.splitlines()[wrong["place"]["line"] - 1].endswith("fine: [2000, 2000]}]")
    assert json.loads(json.dumps(told, ensure_ascii=False)) == told


@pytest.mark.parametrize(
    ("content", "says", "line"),
    [
        (b"\xb5\xda\xd2\xbb", "不是UTF-8编码的文本", 1),
        ("第一条　甲。\n".encode() + b"\xff\xfe", "不是UTF-8编码的文本", 2),
        (b"", "文件里没有条文", 1),
        ("前言\n没有条文\n".encode(), "文件里没有条文", 1),
        ("第一条　甲。\n第二条　乙。\n第一条　丙。\n".encode(), "第一条出现了两次", 3),
        ("第一条　甲。\n".encode() + "处五元以下罚款，".encode() * 9000, "这一行太长", 2),
        (b"a" * (4 * 1024 * 1024 + 1), "文件太大", None),
    ],
)
def test_a_broken_text_is_told_with_its_line(tmp_path: Path, content: bytes, says: str, line: int | None) -> None:
    path = tmp_path / "坏.md"
    path.write_bytes(content)
    with pytest.raises(LawTextError) as caught:
        read_lawtext(path)
    [problem] = caught.value.problems
    assert says in problem.what
    assert problem.place.line == line
    assert isinstance(caught.value, EnforceRulesError)


def test_a_folder_that_is_not_there_or_has_a_broken_index(check: Check, tmp_path: Path) -> None:
    book = load_manual()
    with pytest.raises(LawTextError, match="没有这个法律文本文件夹"):
        verify(book, tmp_path / "none")
    (tmp_path / "INDEX.tsv").write_text("name\tedition\n", encoding="utf-8")
    with pytest.raises(LawTextError, match="没有“law name”这一列"):
        verify(book, tmp_path)


def test_all_broken_texts_are_told_together(tmp_path: Path) -> None:
    book = load_manual()
    stems = [
        edition.text for statute in book.statutes.values() for edition in statute.editions.values() if edition.text
    ]
    for stem in stems[:3]:
        (tmp_path / f"{stem}.txt").write_text("没有条文", encoding="utf-8")
    with pytest.raises(LawTextError) as caught:
        verify(book, tmp_path)
    assert len(caught.value.problems) == 3


@given(st.text(alphabet="第一二十百条款项之（）、。，；：　\n1.元万以上下处可的罚款逾期未改正倍分%>#*", max_size=80))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.md"
    path.write_text(text, encoding="utf-8")
    read(text)
    with contextlib.suppress(LawTextError):
        read_lawtext(path)


def test_outlines_have_parts_sections_and_points(tmp_path: Path) -> None:
    path = tmp_path / "标准.md"
    path.write_text(
        "# 标准\n前言\n一、专项\n（一）粉尘\n1.甲\n2.乙\n（二）液氨\n## 二、行业\n1.丙\n三、其他\n", encoding="utf-8"
    )
    outline = read_lawtext(path).outline
    assert outline["一、（一）"] == 2
    assert outline["一、（二）"] == 0
    assert outline["二、"] == 1
    assert outline["第三项"] == 0
    assert "四、" not in outline


# Amounts: printed in Chinese and read back.


@st.composite
def amounts(draw: st.DrawFn) -> Amount:
    kind: Kind = draw(st.sampled_from(["fine", "multiple", "percent", "permille", "illegal_income"]))
    if kind == "illegal_income":
        bound = draw(st.integers(1, 9_999)) * draw(st.sampled_from([100, 1_000, 10_000]))
        return draw(st.sampled_from([Amount(kind, bound, None), Amount(kind, 0, bound)]))
    largest = {"fine": 99_999_999, "multiple": 20, "percent": 100, "permille": 1000}[kind]
    low, high = draw(st.integers(0, largest)), draw(st.integers(1, largest))
    assume(low <= high)
    base = draw(st.sampled_from(["", "货值金额"])) if kind in ("multiple", "percent") else ""
    return Amount(kind, low, high, base or ("合同价款" if kind == "permille" else ""))


@given(
    amounts(), st.sampled_from(["责令改正，处{}。", "逾期未改正的，并处{}；情节严重的，吊销许可证。", "可以对其处{}"])
)
def test_an_amount_printed_and_read_back_is_the_same(amount: Amount, sentence: str) -> None:
    if amount.kind == "illegal_income":
        sentence = "没有违法所得或者{}的，处罚。" if amount.high else "{}的，处罚。"
    [back] = read(sentence.format(written(amount))).amounts
    assert back.key == amount.key
    assert back.stage == ("overdue" if sentence.startswith("逾期") else "found")
    assert back.may is sentence.startswith("可以")


def test_a_band_named_as_such_is_an_amount() -> None:
    (amount,) = read("依照某法第四十三条规定处以罚款的，罚款幅度为5万元以上10万元以下。").amounts
    assert amount.key == ("fine", "", 50_000, 100_000)


def test_the_serious_case_ends_where_another_party_is_named() -> None:
    text = "对矿山企业给予警告，处3万元的罚款；情节严重的，责令停产整顿；对企业领导并处1万元的罚款。"
    assert [(amount.low, amount.stage) for amount in read(text).amounts] == [(30_000, "found"), (10_000, "found")]
    text = "情节严重的，责令停产整顿，对企业领导并处1万元的罚款。"
    assert [(amount.low, amount.stage) for amount in read(text).amounts] == [(10_000, "serious")]


@given(st.integers(1, 99_999_999), st.sampled_from([(1, ""), (1000, "千"), (10_000, "万")]))
def test_an_amount_in_digits_is_the_same(count: int, unit: tuple[int, str]) -> None:
    [amount] = read(f"处{count}{unit[1]}元以下罚款").amounts
    assert amount.key == ("fine", "", 0, count * unit[0])


# The shipped manual.

needs_texts = pytest.mark.skipif(not TEXTS.is_dir(), reason=f"no folder of statute texts at {TEXTS}")


@needs_texts
def test_the_shipped_manual_is_what_the_law_says() -> None:
    found = verify(load_manual(), TEXTS)
    assert found.ok, "\n".join(str(problem) for problem in found.problems)
    assert found.found == found.citations
    assert found.citations > 700
    assert found.amounts_checked > 150


def faults(statute: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The statute as JSON with one fault: a sanction changed or left out, an item or paragraph too many."""
    for year, edition in statute["editions"].items():
        for key, provision in edition["provisions"].items():
            one = {**statute, "editions": {year: {**edition, "provisions": {key: provision}}}}
            for holder in _holders(provision):
                for index, sanction in enumerate(list(holder["sanctions"])):
                    for name, changed in _changes(sanction):
                        holder["sanctions"][index] = changed
                        yield f"{year} {key} {name} {sanction}", json.dumps(one)
                    holder["sanctions"][index] = sanction
            for holder in (
                (provision, *provision["paragraphs"]) if isinstance(provision["paragraphs"], list) else [provision]
            ):
                if isinstance(holder["items"], int) and "points" not in holder:
                    holder["items"] += 1
                    yield f"{year} {key} items", json.dumps(one)
                    holder["items"] -= 1


def _holders(provision: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for holder in (provision, *(provision["paragraphs"] if isinstance(provision["paragraphs"], list) else ())):
        yield holder
        yield from holder["items"] if isinstance(holder["items"], list) else ()


def _changes(sanction: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for band in ("fine", "multiple", "income_percent"):
        if sanction[band]:
            low, high = sanction[band]
            yield f"{band} times ten", {**sanction, band: [low * 10, high * 10]}
            yield "mandatory", {**sanction, "mandatory": not sanction["mandatory"]}
            for stage in ("found", "overdue", "refused", "serious", "accident"):
                if stage != sanction["stage"]:
                    yield stage, {**sanction, "stage": stage}


@needs_texts
def test_a_fault_planted_into_any_sanction_of_the_shipped_manual_is_found() -> None:
    book = load_manual()
    planted = 0
    for law, statute in book.statutes.items():
        alone = Rulebook(book.info, {}, {}, {law: statute}, {}, "")
        others = {} if verify(alone, TEXTS).ok else book.statutes  # one law takes its 可以 from another
        for name, faulty in faults(json.loads(statute.model_dump_json(by_alias=True))):
            changed = Statute.model_validate_json(faulty)
            if all(edition.text for edition in changed.editions.values()):
                one = Rulebook(book.info, {}, {}, {**others, law: changed}, {}, "")
                assert not verify(one, TEXTS).ok, f"{law} {name}"
                planted += 1
    assert planted > 600
