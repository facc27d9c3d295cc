"""A new item: it loads, its own scenarios pass, and lint does not pass until it is filled in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from enforce_rules import EnforceRulesError
from enforce_rules.manual import Rulebook, load, survey
from enforce_rules.quality.lint import UNFILLED, lint
from enforce_rules.quality.report import examine
from enforce_rules.quality.scaffold import scaffold, write_item
from tests.quality.planted import MANUAL, SOUND

FILLED = {
    f"content: {UNFILLED}（是否……）": "content: 是否配备灭火器",
    f"  - 查阅资料: {UNFILLED}\n": "",
    f"    judgement: {UNFILLED}（须由人判断的，写判断的标准；不须判断的删去本行）\n": "",
    f"    no_duty: {UNFILLED}（写了 duties 就删去本行）\n": "",
    f"    no_penalty: {UNFILLED}（写了 penalties 就删去本行）": "    no_penalty: 没有罚则",
    "duties: []": "duties: [安全生产法(2014)第二十一条, 安全生产法(2021)第二十四条]",
    f"ask: {UNFILLED}？": "ask: 是否配备灭火器？",
    f"method: {UNFILLED}": "method: 现场核查",
    f"label: {UNFILLED}": "label: 配备灭火器",
    f"statement: {UNFILLED}": "statement: 未配备灭火器",
    f"text: {UNFILLED}": "text: 配备灭火器",
    f"title: {UNFILLED}": "title: 灭火器",
    f"现场核查: {UNFILLED}": "现场核查: 查看灭火器",
}
"""How a drafter fills the new item in."""


def write(folder: Path, files: Mapping[str, str] = SOUND) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return write(tmp_path / "rules")


def with_tables(rules: Path, tables: str) -> Rulebook:
    write(rules, {MANUAL: SOUND[MANUAL].replace("tables: {TT: 测试", f"tables: {{TT: 测试, {tables}")})
    return load(rules)


def told(book: Rulebook, item: str, table: str) -> list[tuple[str, str]]:
    with pytest.raises(EnforceRulesError) as caught:
        scaffold(book, item, table)
    return [(problem.what, problem.hint) for problem in caught.value.problems]


def test_a_new_item_loads_and_passes_everything_but_lint(rules: Path) -> None:
    path = write_item(load(rules), rules, "TT-07", "TT")
    assert path == rules / "items" / "TT" / "TT-07.yaml"
    report = examine(load(rules), ["TT-07"])
    assert report.passed
    assert report.scenarios == 4
    assert report.mutants > 0
    assert report.proved > 0


def test_lint_finds_each_place_that_is_left_to_fill_and_nothing_else(rules: Path) -> None:
    path = write_item(load(rules), rules, "TT-07", "TT")
    found = lint(survey(rules))
    assert {(finding.id, finding.place.file) for finding in found} == {("unfilled", str(path))}
    lines = path.read_text(encoding="utf-8").splitlines()
    to_fill = [number for number, line in enumerate(lines, 1) if UNFILLED in line and not line.startswith("#")]
    assert [finding.place.line for finding in found] == to_fill


def test_filled_in_it_passes_everything(rules: Path) -> None:
    path = write_item(load(rules), rules, "TT-07", "TT")
    text = path.read_text(encoding="utf-8")
    for blank, words in FILLED.items():
        assert text.count(blank) == 1, blank
        text = text.replace(blank, words)
    assert UNFILLED not in text.partition("\n")[2], "the first line tells what to do"
    path.write_text(text, encoding="utf-8")
    assert [str(finding) for finding in lint(survey(rules))] == []
    report = examine(load(rules), ["TT-07"], ["scenarios", "proofs"])
    assert ([str(failure) for failure in report.failures], report.gaps, report.failed) == ([], {}, [])


def test_two_new_items_do_not_get_in_the_way_of_each_other(rules: Path) -> None:
    for item in ("TT-07", "TT-08"):
        write_item(load(rules), rules, item, "TT")
    assert {"TT-07", "TT-08"} <= set(load(rules).items)


def test_a_new_item_starts_from_the_last_day_whose_law_was_checked(rules: Path) -> None:
    book: Rulebook = load(rules)
    assert "  on: 2020-11-01\n" in scaffold(book, "TT-07", "TT")
    write(rules, {MANUAL: f"{SOUND[MANUAL]}law_checked_until: 2024-06-30\n"})
    assert "  on: 2024-06-30\n" in scaffold(load(rules), "TT-07", "TT")


@pytest.mark.parametrize("item", ["NM-OP-01", "NM-OP-99"])
def test_a_table_of_two_parts(rules: Path, item: str) -> None:
    path = write_item(with_tables(rules, "NM-OP: 露天矿山"), rules, item, "NM-OP")
    assert path == rules / "items" / "NM-OP" / f"{item}.yaml"
    assert load(rules).items[item].table == "NM-OP"


def test_a_table_whose_name_no_id_can_begin_with_takes_any_id(rules: Path) -> None:
    write_item(with_tables(rules, "粉尘: 粉尘涉爆"), rules, "FC-01", "粉尘")
    assert load(rules).items["FC-01"].table == "粉尘"


# What is not done.


def test_a_file_is_never_overwritten(rules: Path) -> None:
    book: Rulebook = load(rules)
    path = write_item(book, rules, "TT-07", "TT")
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(EnforceRulesError, match=r"TT-07\.yaml 已经存在"):
        write_item(book, rules, "TT-07", "TT")
    assert path.read_text(encoding="utf-8") == "mine"


def test_where_nothing_can_be_written_that_is_said(rules: Path) -> None:
    book = with_tables(rules, "UU: 另一个")
    (rules / "items" / "UU").write_text("not a folder", encoding="utf-8")
    with pytest.raises(EnforceRulesError, match=r"写不了 .*UU-01\.yaml："):
        write_item(book, rules, "UU-01", "UU")


@pytest.mark.parametrize(
    ("item", "table", "whats"),
    [
        ("tt-07", "TT", ["“tt-07”不是事项编号"]),
        ("TT-7", "TT", ["“TT-7”不是事项编号"]),
        ("", "TT", ["“”不是事项编号"]),
        ("TT-07\n", "TT", ["“TT-07�”不是事项编号"]),
        ("../TT-07", "TT", ["“../TT-07”不是事项编号"]),
        ("MR-7", "TT", ["“MR-7”不是事项编号"]),
        ("TT-01", "TT", ["TT-01 已经存在"]),
        ("TT-07", "XX", ["没有 XX 这个检查表"]),
        ("TT-07", "../TT", ["没有 ../TT 这个检查表"]),
        ("MR-07", "TT", ["编号 MR-07 与检查表 TT 不一致"]),
        ("TT-XX-07", "TT", ["编号 TT-XX-07 与检查表 TT 不一致"]),
        ("TT-01", "XX", ["没有 XX 这个检查表", "TT-01 已经存在"]),
        ("tt1", "XX", ["没有 XX 这个检查表", "“tt1”不是事项编号"]),
    ],
)
def test_each_thing_wrong_with_a_request_is_told_once_and_all_together(
    rules: Path, item: str, table: str, whats: list[str]
) -> None:
    book: Rulebook = load(rules)
    assert [what for what, _ in told(book, item, table)] == whats
    before = sorted(rules.rglob("*"))
    with pytest.raises(EnforceRulesError):
        write_item(book, rules, item, table)
    assert sorted(rules.rglob("*")) == before


def test_what_would_be_right_is_said(rules: Path) -> None:
    book = with_tables(rules, "MR: 管理")
    assert told(book, "TT-01", "TT") == [("TT-01 已经存在", "TT 的下一个编号是 TT-03")]
    assert told(book, "TT-07", "MR") == [("编号 TT-07 与检查表 MR 不一致", "MR 的下一个编号是 MR-01")]
    assert told(book, "TT7", "TT") == [("“TT7”不是事项编号", "如 TT-03")]
    assert told(book, "MR-01", "MRR") == [("没有 MRR 这个检查表", "是否为 MR？")]
    assert told(book, "MR-01", "粉尘") == [("没有 粉尘 这个检查表", "可用：TT、MR")]


def test_the_number_of_an_item_between_others_is_not_offered_again(rules: Path) -> None:
    book: Rulebook = load(rules)
    write_item(book, rules, "TT-98", "TT")
    assert told(load(rules), "TT-01", "TT") == [("TT-01 已经存在", "TT 的下一个编号是 TT-99")]
    write_item(book, rules, "TT-99", "TT")
    assert told(load(rules), "TT-01", "TT") == [("TT-01 已经存在", "")]
    assert told(with_tables(rules, "MR: 管理"), "MR-01", "TT") == [("编号 MR-01 与检查表 TT 不一致", "")]


def test_the_files_that_were_there_are_left_as_they_are(rules: Path) -> None:
    write_item(load(rules), rules, "TT-07", "TT")
    for name, text in SOUND.items():
        assert (rules / name).read_text(encoding="utf-8") == text
