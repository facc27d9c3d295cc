"""What changes between two manuals, or two days of one: in words, and an enterprise that is truly judged otherwise."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enforce_rules import EnforceRulesError, Facts, Manual, load_manual
from enforce_rules.quality.diff import NO_EFFECT, ONLY_TIME, ItemChange, JudgedOtherwise, Side, diff, lines
from tests.quality.planted import CRITERIA, FACTS, ITEM, LAW, MANUAL, OTHER, SOUND, TERMS
from tests.small import DOMAINS, FINITE, conditions, small_manual

ON = date(2024, 4, 2)
Outcome = tuple[str, set[str], set[str], set[str], set[str]]
"""Verdict, breaches, duties, penalties, criteria."""


def manual_of(folder: Path, *changes: tuple[str, str, str], without: tuple[str, ...] = ()) -> Manual:
    """The small manual with changes, each a file and what is written there otherwise."""
    files = {name: text for name, text in SOUND.items() if name not in without}
    for file, old, new in changes:
        assert old in files[file]
        files[file] = files[file].replace(old, new)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return load_manual(folder)


@pytest.fixture
def old(tmp_path: Path) -> Manual:
    return manual_of(tmp_path / "old")


def changes(old: Manual, new: Manual, on: date | None = None, and_on: date | None = None) -> list[ItemChange]:
    found = list(diff(Side(old, on), Side(new, and_on or on)))
    for change in found:
        if change.witness is not None:
            assert_judged_so(change, old, new)
    return found


def only(found: list[ItemChange]) -> ItemChange:
    (change,) = found
    return change


def witness_of(change: ItemChange) -> JudgedOtherwise:
    assert change.witness is not None, change.why_none
    return change.witness


def assert_judged_so(change: ItemChange, old: Manual, new: Manual) -> None:
    """The outcomes are those of an inspection by each manual, from the facts as the JSON output has them; and they differ."""
    told = change.as_dict()["witness"]
    found = []
    for manual, side in ((old, told["before"]), (new, told["after"])):
        facts = {name: raw for name, raw in told["facts"].items() if name in manual.types}
        outcome = inspected(manual, manual.facts_from({"facts": facts}), date.fromisoformat(side["on"]), change.item)
        assert outcome == (
            side["verdict"],
            *(set(side[kind]) for kind in ("breaches", "duties", "penalties", "criteria")),
        )
        found.append(outcome)
    assert found[0] != found[1]


def inspected(manual: Manual, facts: Facts, on: date, item: str) -> Outcome:
    verdict = manual.inspect(facts, on)[item]
    bases = [
        {basis.citation for breach in verdict.violations for basis in getattr(breach, kind) if basis.applies}
        for kind in ("duties", "penalties", "criteria")
    ]
    return verdict.verdict, {breach.name for breach in verdict.violations}, bases[0], bases[1], bases[2]


# Between two manuals.


def test_a_term_whose_threshold_moves_by_one(old: Manual, tmp_path: Path) -> None:
    new = manual_of(tmp_path / "new", (TERMS, "employees >= 100", "employees >= 101"))
    change = only(changes(old, new))
    assert (change.item, change.title) == ("TT-01", "锁气卸灰装置")
    assert change.words == ("术语 large_unit 的条件由“从业人员 ≥ 100 人”改为“从业人员 ≥ 101 人”",)
    witness = witness_of(change)
    assert witness.facts["employees"] == 100
    assert (witness.before.verdict, witness.after.verdict) == ("compliant", "not_applicable")
    assert change.why_none is None


def test_a_breach_whose_threshold_moves_by_one(old: Manual, tmp_path: Path) -> None:
    new = manual_of(tmp_path / "new", (ITEM, "meters < 2", "meters < 3"))
    change = only(changes(old, new))
    assert len(change.words) == 1
    assert change.words[0].startswith("meters_missing：条件由“")
    assert "< 2" in change.words[0].partition("改为")[0]
    assert "< 3" in change.words[0].partition("改为")[2]
    witness = witness_of(change)
    assert (witness.facts["meters"], witness.before.verdict, witness.after.verdict) == (2, "compliant", "violation")


def test_the_enterprise_stays_as_near_to_the_baseline_as_it_can(old: Manual, tmp_path: Path) -> None:
    new = manual_of(tmp_path / "new", (ITEM, 'airlock == "未设置"', 'airlock != "正常"'))
    witness = witness_of(only(changes(old, new)))
    assert {name: witness.facts[name] for name in ("employees", "mining", "airlock", "meters")} == {
        "employees": 120,
        "mining": False,
        "airlock": "失效",
        "meters": 2,
    }
    assert witness.before_on == witness.after_on == ON


def test_a_breach_that_is_new_or_gone(old: Manual, tmp_path: Path) -> None:
    more = "  airlock_broken:\n    violated: airlock == '失效'\n    statement: 失效\n    remedy: {text: 修, days: 1}\n"
    new = manual_of(tmp_path / "new", (ITEM, "baseline:", f"{more}baseline:"))
    added, removed = only(changes(old, new)), only(changes(new, old))
    assert added.words == ("新增违法行为 airlock_broken",)
    assert removed.words == ("删除违法行为 airlock_broken",)
    assert witness_of(added).after.breaches == {"airlock_broken"} == witness_of(removed).before.breaches
    assert witness_of(added).before.breaches == set()


def test_an_item_that_is_new_or_gone(old: Manual, tmp_path: Path) -> None:
    new = manual_of(tmp_path / "new", without=(OTHER,))
    gone, more = only(changes(old, new)), only(changes(new, old))
    assert (gone.item, gone.title, gone.words) == ("TT-02", "警示标志", ("删除事项",))
    assert (more.item, more.title, more.words) == ("TT-02", "警示标志", ("新增事项",))
    assert [part for change in (gone, more) for part in (change.witness, change.why_none) if part is not None] == []


@pytest.mark.parametrize(
    ("file", "was", "is_", "word"),
    [
        (OTHER, "title: 警示标志", "title: 标志", "名称由“警示标志”改为“标志”"),
        (OTHER, "content: 是否设置", "content: 有没有", "检查内容由“是否设置警示标志”改为“有没有警示标志”"),
        (
            OTHER,
            "查看标志",
            "看标志",
            "检查方式由“现场核查：查看标志”改为“现场核查：看标志”",
        ),
        (
            OTHER,
            "statement: 未设置",
            "statement: 没有",
            "signs_missing：陈述由“未设置警示标志”改为“没有警示标志”",
        ),
        (OTHER, "days: 3", "days: 5", "整改要求由“设置警示标志（3日）”改为“设置警示标志（5日）”"),
        (OTHER, "ask: 是否设置", "ask: 有没有设置", "事实 signs 的 ask 改变"),
        (OTHER, "no_penalty: 没有罚则", "no_penalty: 不罚", "没有罚则的原因由“没有罚则”改为“不罚”"),
        (OTHER, "violated: not signs", "violated: not (signs and signs)", "signs_missing：条件由“"),
        (FACTS, "ask: 是否从事采矿？", "ask: 采不采矿？", "事实 mining 的 ask 改变"),
        (TERMS, "label: 一百人以上的单位", "label: 大单位", "术语 large_unit 的 label 改变"),
        (LAW, "fine: [0, 100000]", "fine: [0, 200000]", "安全生产法(2021)第九十七条第（一）项 的处罚改变"),
        (CRITERIA, "verified: true", "verified: false, source: 网页", "测试判定标准(2023)第三条 未对照原文"),
        (ITEM, "applies: large_unit", "applies: employees >= 100", "适用由“"),
    ],
)
def test_where_no_enterprise_is_judged_otherwise_that_is_said(
    old: Manual, tmp_path: Path, file: str, was: str, is_: str, word: str
) -> None:
    change = only(changes(old, manual_of(tmp_path / "new", (file, was, is_))))
    assert any(word in told for told in change.words), change.words
    assert (change.witness, change.why_none) == (None, NO_EFFECT)


def test_tests_and_comments_are_no_change(old: Manual, tmp_path: Path) -> None:
    new = manual_of(
        tmp_path / "new", (ITEM, "name: 一块风压表", "name: 只有一块"), (OTHER, "baseline:", "# 基准\nbaseline:")
    )
    assert changes(old, new) == []


def test_a_basis_that_is_added_shows_in_the_bases_alone(old: Manual, tmp_path: Path) -> None:
    new = manual_of(
        tmp_path / "new",
        (OTHER, "安全生产法(2021)第二十四条]", "安全生产法(2021)第二十四条, 安全生产法(2021)第三十三条第一款]"),
    )
    change = only(changes(old, new))
    assert change.words == ("signs_missing：增加安全生产法(2021)第三十三条第一款为义务",)
    witness = witness_of(change)
    assert witness.before.verdict == witness.after.verdict == "violation"
    assert witness.before.breaches == witness.after.breaches == {"signs_missing"}
    assert witness.after.duties - witness.before.duties == {"安全生产法(2021)第三十三条第一款"}
    assert only(changes(new, old)).words == ("signs_missing：不再以安全生产法(2021)第三十三条第一款为义务",)


def test_a_basis_whose_condition_changes(old: Manual, tmp_path: Path) -> None:
    new = manual_of(tmp_path / "new", (ITEM, "第九十四条, when: mining}", "第九十四条, when: not mining}"))
    change = only(changes(old, new))
    assert [word.partition("安全生产法")[0] for word in change.words] == [
        "meters_missing：不再以",
        "meters_missing：增加",
    ]
    witness = witness_of(change)
    assert witness.before_on <= date(2021, 8, 31), "the edition of 2014 is a basis until then"
    assert witness.before.penalties ^ witness.after.penalties == {"安全生产法(2014)第九十四条"}


@pytest.mark.parametrize(
    ("change", "fact"),
    [
        ((FACTS, "[未设置, 正常, 失效]", "[未设置, 正常, 失效, 未知]"), "airlock"),
        ((FACTS, "employees: {type: int, unit: 人,", "employees: {type: number, unit: 人,"), "employees"),
    ],
)
def test_a_fact_of_another_type_or_list_is_said_to_be_beyond_comparison(
    old: Manual, tmp_path: Path, change: tuple[str, str, str], fact: str
) -> None:
    """Wherever it is declared."""
    found = only(changes(old, manual_of(tmp_path / "new", change)))
    assert found.words
    assert all(word.startswith(f"事实 {fact} 的 ") for word in found.words)
    assert found.witness is None
    assert found.why_none is not None
    assert f"事实 {fact} 的类型或者选项表改变" in found.why_none


def test_a_fact_that_is_renamed(old: Manual, tmp_path: Path) -> None:
    change = only(changes(old, manual_of(tmp_path / "new", (OTHER, "signs", "boards"))))
    assert {"新增事实 boards", "删除事实 signs"} <= set(change.words)
    assert set(witness_of(change).facts) == {"signs", "boards"}


def test_a_fact_that_moves_to_another_file_is_no_change(old: Manual, tmp_path: Path) -> None:
    line = next(line for line in SOUND[OTHER].splitlines(keepends=True) if "signs: {type" in line)
    new = manual_of(tmp_path / "new", (OTHER, f"facts:\n{line}", ""), (FACTS, "  employees:", f"{line}  employees:"))
    assert changes(old, new) == []


def test_the_numbers_of_an_enterprise_fit_the_bounds_of_both_manuals(tmp_path: Path) -> None:
    """Below three meters the manuals differ, but only three and more may be recorded under the new one."""
    wide = manual_of(tmp_path / "wide", (ITEM, "{type: int, min: 0,", "{type: int, min: 0, max: 5,"))
    narrow = manual_of(
        tmp_path / "narrow",
        (ITEM, "{type: int, min: 0,", "{type: int, min: 3, max: 9,"),
        (ITEM, "meters < 2", "meters < 1"),
        (ITEM, "meters: 2}", "meters: 7}"),
        (ITEM, "{meters: 1,", "{meters: 3,"),
    )
    for before, after in ((wide, narrow), (narrow, wide)):
        assert only(changes(before, after)).why_none == NO_EFFECT
    lower = manual_of(
        tmp_path / "lower",
        (ITEM, "{type: int, min: 0,", "{type: int, min: 1, max: 4,"),
        (ITEM, "meters < 2", "meters < 6"),
    )
    witness = witness_of(only(changes(wide, lower)))
    assert witness.facts["meters"] in (2, 3, 4)


def test_an_edition_whose_days_move(old: Manual, tmp_path: Path) -> None:
    new = manual_of(
        tmp_path / "new",
        (LAW, "in_force_until: 2021-08-31", "in_force_until: 2021-09-30"),
        (LAW, "in_force_from: 2021-09-01", "in_force_from: 2021-10-01"),
    )
    found = changes(old, new)
    assert [change.item for change in found] == ["TT-01", "TT-02"]
    for change in found:
        assert "安全生产法(2021)第二十四条 的施行期间由“自2021年9月1日起”改为“自2021年10月1日起”" in change.words
        witness = witness_of(change)
        assert witness.before_on == witness.after_on
        assert date(2021, 9, 1) <= witness.before_on <= date(2021, 9, 30)
        assert (witness.before.verdict, witness.before.breaches) == (witness.after.verdict, witness.after.breaches)
        assert witness.before.duties.isdisjoint(witness.after.duties)


def test_periods_of_items_and_breaches(old: Manual, tmp_path: Path) -> None:
    new = manual_of(
        tmp_path / "new",
        (OTHER, "table: TT", "table: TT\nuntil: 2023-12-31"),
        (ITEM, "  airlock_missing:\n", "  airlock_missing:\n    from: 2021-09-01\n"),
    )
    first, second = changes(old, new)
    assert first.words == ("airlock_missing：期间由“不限”改为“自2021年9月1日起”",)
    assert witness_of(first).before_on < date(2021, 9, 1)
    assert second.words == ("施行期间由“不限”改为“至2023年12月31日止”",)
    assert witness_of(second).after.verdict == "not_applicable"


def test_only_days_of_both_manuals_are_compared(old: Manual, tmp_path: Path) -> None:
    """The older law is a basis no more, but on its last day neither manual, or only one, was in use."""
    gone = (OTHER, "duties: [安全生产法(2014)第二十一条, ", "duties: [")
    later = (MANUAL, "in_force_from: 2020-11-01", "in_force_from: 2021-09-01")
    assert witness_of(only(changes(old, manual_of(tmp_path / "new", gone)))).before_on < date(2021, 9, 1)
    late_old, late_new = manual_of(tmp_path / "late old", later), manual_of(tmp_path / "late new", later, gone)
    without = manual_of(tmp_path / "without", gone)
    for before, after in ((late_old, late_new), (late_old, without), (old, late_new)):
        assert only(changes(before, after)).why_none == NO_EFFECT


def test_on_a_day_only_that_day_is_asked(old: Manual, tmp_path: Path) -> None:
    new = manual_of(tmp_path / "new", (OTHER, "duties: [安全生产法(2014)第二十一条, ", "duties: ["))
    assert only(changes(old, new, date(2024, 1, 1))).why_none == NO_EFFECT
    witness = witness_of(only(changes(old, new, date(2021, 1, 1))))
    assert witness.before_on == witness.after_on == date(2021, 1, 1)


def test_numbers_and_days_of_an_enterprise_are_told_as_a_facts_file_holds_them(old: Manual, tmp_path: Path) -> None:
    new = manual_of(tmp_path / "new", (ITEM, "area > 50", "area > 50.5"))
    change = only(changes(old, new))
    area = change.as_dict()["witness"]["facts"]["area"]
    assert isinstance(area, int | float)
    assert 50 < area <= 50.5


# Two days.


def test_what_a_new_edition_changes_from_one_day_to_the_next(old: Manual) -> None:
    first, second = changes(old, old, date(2021, 8, 31), date(2021, 9, 1))
    assert second.item == "TT-02"
    assert second.words == (
        "signs_missing：不再以安全生产法(2014)第二十一条为义务",
        "signs_missing：增加安全生产法(2021)第二十四条为义务",
    )
    witness = witness_of(second)
    assert (witness.before_on, witness.after_on) == (date(2021, 8, 31), date(2021, 9, 1))
    assert (witness.before.duties, witness.after.duties) == (
        frozenset({"安全生产法(2014)第二十一条"}),
        frozenset({"安全生产法(2021)第二十四条"}),
    )
    assert "meters_missing：不再以安全生产法(2014)第九十四条（限从事采矿）为罚则" in first.words


def test_nothing_changes_between_days_of_the_same_law(old: Manual) -> None:
    assert changes(old, old, date(2024, 1, 1), date(2024, 1, 2)) == []
    assert changes(old, old, ON, ON) == []


def test_breaches_and_items_that_come_and_go_on_a_day(tmp_path: Path) -> None:
    manual = manual_of(
        tmp_path / "one",
        (OTHER, "table: TT", "table: TT\nuntil: 2023-12-31"),
        (ITEM, "  airlock_missing:\n", "  airlock_missing:\n    from: 2024-01-01\n"),
        (TERMS, "employees >= 100", 'employees >= 100 or on >= date("2024-01-01")'),
    )
    first, second = changes(manual, manual, date(2023, 12, 31), date(2024, 1, 1))
    assert "新增违法行为 airlock_missing" in first.words
    assert "适用由“从业人员 ≥ 100 人”改为“恒成立”" in first.words
    assert second.words[0] == "本事项停止适用"
    assert witness_of(second).after.verdict == "not_applicable"


def test_an_interval_that_runs_out_is_told_from_a_change_of_the_law() -> None:
    manual = small_manual({"TT-01": ("true", {"x": "on > months_after(d1, 12)"})})
    change = only(changes(manual, manual, date(2024, 1, 1), date(2024, 1, 2)))
    assert change.words == (ONLY_TIME,)
    witness = witness_of(change)
    assert (witness.facts, witness.after.verdict) == ({"d1": date(2023, 1, 1)}, "violation")


def test_two_manuals_each_on_its_day(old: Manual, tmp_path: Path) -> None:
    """What is written otherwise, and what the later day changes."""
    new = manual_of(tmp_path / "new", (OTHER, "title: 警示标志", "title: 标志"))
    change = changes(old, new, date(2021, 8, 31), date(2021, 9, 1))[-1]
    assert change.words == (
        "名称由“警示标志”改为“标志”",
        "signs_missing：不再以安全生产法(2014)第二十一条为义务",
        "signs_missing：增加安全生产法(2021)第二十四条为义务",
    )
    assert witness_of(change).after.duties == {"安全生产法(2021)第二十四条"}


@pytest.mark.parametrize("on", [date(2020, 10, 31), date(2201, 1, 1)])
def test_a_day_on_which_the_manual_does_not_judge_is_an_error(old: Manual, on: date) -> None:
    with pytest.raises(EnforceRulesError, match=f"{on}不是本手册可以检查的日期"):
        Side(old, on)


def test_a_day_for_one_side_alone_is_an_error(old: Manual) -> None:
    with pytest.raises(EnforceRulesError, match="只写了一边的日期"):
        list(diff(Side(old, ON), Side(old)))


def test_the_shipped_manual_on_the_day_the_law_of_2021_came_into_force(manual: Manual) -> None:
    found = {change.item: change for change in changes(manual, manual, date(2021, 8, 31), date(2021, 9, 1))}
    change = found["DP-02"]
    assert any(word.startswith("适用由“") and word.endswith("改为“恒成立”") for word in change.words)
    assert "risk_control_system_not_established：增加安全生产法(2021)第四十一条第一款为义务" in change.words
    witness = witness_of(change)
    assert witness.before.verdict == "not_applicable"
    assert witness.after.verdict != "not_applicable"


# How it reads.


def test_a_change_in_lines(old: Manual, tmp_path: Path) -> None:
    new = manual_of(tmp_path / "new", (ITEM, 'airlock == "未设置"', 'airlock != "正常"'), (OTHER, "days: 3", "days: 4"))
    first, second = ([*lines(change, new)] for change in changes(old, new))
    assert first[0] == "TT-01 锁气卸灰装置"
    assert first[1].startswith("  airlock_missing：条件由“")
    assert first[2].startswith("  例如：")
    assert {"employees=120", "mining=否", "airlock=失效", "meters=2"} <= set(
        first[2].removeprefix("  例如：").split("，")
    )
    assert first[3] == "  原来（2024年4月2日）：符合"
    assert first[4] == (
        "  现在（2024年4月2日）：违法（airlock_missing），违反安全生产法(2021)第二十四条；"
        "罚则安全生产法(2021)第九十七条第（一）项；判定标准测试判定标准(2023)第三条"
    )
    assert second == [
        "TT-02 警示标志",
        "  signs_missing：整改要求由“设置警示标志（3日）”改为“设置警示标志（4日）”",
        f"  {NO_EFFECT}",
    ]


# Whatever the rules are.

NAMES = ("b1", "i1", "e1", "s1")


def manuals() -> st.SearchStrategy[Manual]:
    condition = conditions(NAMES, tied=False)
    return st.builds(
        lambda applies, x, y: small_manual({"TT-01": (applies, {"x": x, "y": y})}),
        st.one_of(st.just("true"), condition),
        condition,
        condition,
    )


def enterprises() -> Iterator[Mapping[str, Any]]:
    for values in itertools.product(*(DOMAINS[name] for name in NAMES)):
        yield dict(zip(NAMES, values, strict=True))


@settings(max_examples=30)
@given(manuals(), manuals())
def test_an_enterprise_is_found_exactly_when_there_is_one(before: Manual, after: Manual) -> None:
    assert set(NAMES) <= set(FINITE)
    on = before.info.in_force_from
    differ = any(
        inspected(before, Facts(dict(facts)), on, "TT-01") != inspected(after, Facts(dict(facts)), on, "TT-01")
        for facts in enterprises()
    )
    found = changes(before, after)
    assert any(change.witness is not None for change in found) == differ
    assert all((change.witness is None) == (change.why_none == NO_EFFECT) for change in found)


@settings(max_examples=30)
@given(st.builds(lambda applies, x: {"TT-01": (applies, {"x": x})}, conditions(), conditions()))
def test_a_manual_does_not_differ_from_itself(items: dict[str, tuple[str, dict[str, str]]]) -> None:
    manual = small_manual(items)
    assert changes(manual, manual) == []
    assert changes(manual, small_manual(items)) == []
    assert changes(manual, manual, ON, ON) == []
