"""Limits and thresholds as tables: each on both sides of each day the law changed; and laws that always hold."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import enforce_rules.penalty
from enforce_rules import Manual
from enforce_rules.errors import CitationError, FactsError
from enforce_rules.manual.citation import parse_citation
from enforce_rules.penalty import execution, limits, oversight, remedies, thresholds
from enforce_rules.penalty.limit import Limit

D = date.fromisoformat
OLD, NEW = "安全生产违法行为行政处罚办法(2015)", "安全生产违法行为行政处罚办法(2026)"
LAW_2014, LAW_2021 = "安全生产法(2014)第九十四条第（一）项", "安全生产法(2021)第九十七条第（一）项"
MINES = "矿山安全法(2009)第四十条第（一）项"
HALT, LICENCE = ("责令停产停业整顿",), ("吊销安全生产许可证",)
YES, NO, OPEN = True, False, None


# 追责时效


@pytest.mark.parametrize(
    ("ended", "discovered", "harmful", "barred"),
    [
        # 二年
        ("2021-07-15", "2023-07-14", NO, NO),
        ("2021-07-15", "2023-07-15", NO, OPEN),  # 届满当日
        ("2021-07-15", "2023-07-16", NO, YES),
        # 五年
        ("2021-07-15", "2023-07-16", YES, NO),
        ("2021-07-15", "2026-07-14", YES, NO),
        ("2021-07-15", "2026-07-15", YES, OPEN),
        ("2021-07-15", "2026-07-16", YES, YES),
        # 后果不明
        ("2021-07-15", "2023-07-14", OPEN, NO),
        ("2021-07-15", "2023-07-16", OPEN, OPEN),
        ("2021-07-15", "2026-07-16", OPEN, YES),
        # 行为终了在新法施行以前：没有五年
        ("2021-07-14", "2023-07-13", YES, NO),
        ("2021-07-14", "2023-07-15", YES, YES),
        ("2021-07-14", "2023-07-15", OPEN, YES),
        ("2020-02-29", "2022-03-01", NO, YES),
    ],
)
def test_limitation(ended: str, discovered: str, harmful: bool | None, barred: bool | None) -> None:
    found = limits.time_barred(D(ended), D(discovered), D("2026-08-01"), harmful)
    assert found.value is barred
    assert ("五年期限不溯及" in found.note) == (ended < "2021-07-15" and barred is YES and harmful is not NO)


@pytest.mark.parametrize(
    ("ended", "decided", "first", "rules"),
    [
        ("2020-11-20", "2021-07-14", "行政处罚法(2017)第二十九条", True),
        ("2021-07-15", "2023-12-31", "行政处罚法(2021)第三十六条第一款", True),
        ("2021-07-15", "2024-01-01", "行政处罚法(2021)第三十六条第一款", False),
    ],
)
def test_limitation_basis(ended: str, decided: str, first: str, rules: bool) -> None:
    basis = limits.time_barred(D(ended), D(ended), D(decided), None).basis
    assert basis[0] == first
    assert any("自由裁量" in cite for cite in basis) == rules


def test_what_is_discovered_after_the_decision_is_refused() -> None:
    with pytest.raises(FactsError, match="晚于"):
        limits.time_barred(D("2020-01-01"), D("2022-01-02"), D("2022-01-01"), None)


@given(
    ended=st.dates(date(2015, 1, 1), date(2025, 1, 1)),
    days=st.integers(-100, 2500),
    more=st.integers(0, 800),
    harmful=st.sampled_from([YES, NO, OPEN]),
)
def test_limitation_only_grows(ended: date, days: int, more: int, harmful: bool | None) -> None:
    order = [NO, OPEN, YES]
    sooner, later = (
        limits.time_barred(ended, ended + timedelta(days=n), date(2040, 1, 1), harmful).value
        for n in (days, days + more)
    )
    assert order.index(sooner) <= order.index(later)


@given(ended=st.dates(date(2015, 1, 1), date(2025, 1, 1)), days=st.integers(0, 2500))
def test_unknown_harm_lies_between(ended: date, days: int) -> None:
    def barred(harmful: bool | None) -> bool | None:
        return limits.time_barred(ended, ended + timedelta(days=days), date(2040, 1, 1), harmful).value

    assert barred(None) in (None, barred(True))
    if barred(True) is barred(False):
        assert barred(None) is barred(True)


# 听证

PERSON, UNIT = False, True


@pytest.mark.parametrize(
    ("decided", "region", "is_unit", "amount", "noted"),
    [
        ("2020-11-20", "河南省", PERSON, 20_000, "未取得"),
        ("2020-11-20", "河南省", UNIT, 50_000, "未取得"),
        ("2021-11-30", "河南", PERSON, 20_000, "2021年12月1日以前"),
        ("2021-12-01", "河南", PERSON, 5_000, "取数额低者"),
        ("2021-12-01", "河南", UNIT, 50_000, "取数额低者"),
        ("2026-01-31", "河南", PERSON, 5_000, "取数额低者"),
        ("2026-02-01", "河南", PERSON, 5_000, "第18号"),
        ("2026-01-31", None, PERSON, 20_000, "未指明地区"),
        ("2026-02-01", None, UNIT, 50_000, "第18号"),
        ("2021-12-01", "山西省", PERSON, 20_000, "山西省的省定数额没有收录"),
    ],
)
def test_hearing_threshold(decided: str, region: str | None, is_unit: bool, amount: int, noted: str) -> None:
    found = thresholds.hearing_threshold(D(decided), region, is_unit)
    assert found.value == amount
    assert noted in found.note


@pytest.mark.parametrize(
    ("decided", "law", "measures"),
    [
        ("2021-07-14", "行政处罚法(2017)第四十二条", f"{OLD}第三十三条第二款"),
        ("2021-07-15", "行政处罚法(2021)第六十三条第一款第（一）项", f"{OLD}第三十三条第二款"),
        ("2026-01-31", "行政处罚法(2021)第六十三条第一款第（一）项", f"{OLD}第三十三条第二款"),
        ("2026-02-01", "行政处罚法(2021)第六十三条第一款第（一）项", NEW),
    ],
)
def test_hearing_threshold_basis(decided: str, law: str, measures: str) -> None:
    assert thresholds.hearing_threshold(D(decided), None, UNIT).basis == (law, measures)


@pytest.mark.parametrize(
    ("decided", "fine", "other", "confiscated", "grounds"),
    [
        ("2020-11-20", 49_999, (), None, []),
        ("2020-11-20", 50_000, (), None, ["罚款50000元"]),
        ("2020-11-20", None, HALT, None, ["责令停产停业整顿"]),
        ("2020-11-20", 50_000, HALT, None, ["罚款", "停产"]),
        ("2020-11-20", None, LICENCE, None, ["吊销"]),
        ("2020-11-20", None, ("暂扣安全生产许可证",), None, []),
        ("2020-11-20", None, ("暂停或者撤销与安全生产有关的资格",), None, ["撤销"]),
        ("2020-11-20", None, ("责令限期改正", "警告"), None, []),
        ("2020-11-20", None, ("责令停止建设或者停产停业整顿",), None, ["停产"]),
        # 新法增加的情形
        ("2021-07-14", None, ("责令停止施工",), None, []),
        ("2021-07-15", None, ("责令停止施工",), None, ["停止施工"]),
        ("2021-07-14", None, ("没收违法所得",), 60_000, []),
        ("2021-07-15", None, ("没收违法所得",), 60_000, ["没收60000元"]),
        ("2021-07-15", None, ("没收违法所得",), 49_999, []),
        ("2021-07-15", None, ("没收违法所得",), None, ["未查明"]),
        ("2021-07-14", None, ("提请地方人民政府予以关闭",), None, []),
        ("2021-07-15", None, ("提请地方人民政府予以关闭",), None, ["关闭"]),
        ("2021-07-15", None, ("五年内不得担任任何生产经营单位的主要负责人",), None, ["五年内"]),
        ("2021-07-15", None, ("暂扣安全生产许可证",), None, []),
        ("2021-07-15", None, ("撤职处分",), None, []),
    ],
)
def test_hearing_grounds(
    decided: str, fine: int | None, other: tuple[str, ...], confiscated: int | None, grounds: list[str]
) -> None:
    found = thresholds.hearing_grounds(D(decided), "河南省", UNIT, fine, other, confiscated)
    assert [words in ground.value for words, ground in zip(grounds, found, strict=True)] == [True] * len(grounds)


def test_stopping_construction_is_only_a_possible_ground() -> None:
    (ground,) = thresholds.hearing_grounds(D("2021-07-15"), None, UNIT, None, ("责令停止施工",))
    assert ground.basis == ("行政处罚法(2021)第六十三条第一款第（五）项",)
    assert "由人判断" in ground.note


def test_a_manager_fined_in_henan() -> None:
    def told(decided: str) -> bool:
        return bool(thresholds.hearing_grounds(D(decided), "河南省", PERSON, 5_000))

    assert not told("2021-11-30")
    assert told("2021-12-01")


@pytest.mark.parametrize(
    ("notified", "until", "basis"),
    [
        ("2021-07-12", "2021-07-15", f"{OLD}第三十四条"),
        ("2021-07-14", "2021-07-19", f"{OLD}第三十四条"),  # 17日是周六
        ("2021-07-15", "2021-07-22", "行政处罚法(2021)第八十五条"),
        ("2021-09-30", "2021-10-13", "行政处罚法(2021)第八十五条"),
        ("2026-02-02", "2026-02-09", "行政处罚法(2021)第八十五条"),
    ],
)
def test_hearing_request(notified: str, until: str, basis: str) -> None:
    found = limits.hearing_request_until(D(notified))
    assert (found.value, found.basis[-1]) == (D(until), basis)


@pytest.mark.parametrize(
    ("hearing", "notice"),
    [("2021-07-14", "2021-07-07"), ("2021-07-15", "2021-07-06"), ("2021-10-13", "2021-09-28")],
)
def test_hearing_notice(hearing: str, notice: str) -> None:
    assert limits.hearing_notice_by(D(hearing)).value == D(notice)


# 期限：每一行在切换日的一侧

Dated = Callable[[date], Limit[date] | Limit[None]]


@pytest.mark.parametrize(
    ("limit", "start", "value"),
    [
        (limits.statement_until, "2021-07-14", "2021-07-19"),
        (limits.statement_until, "2026-01-27", "2026-01-30"),
        (limits.statement_until, "2026-01-31", "2026-02-03"),
        (limits.statement_until, "2026-02-01", None),
        (limits.hearing_held_by, "2026-01-31", "2026-02-15"),
        (limits.hearing_held_by, "2026-02-01", None),
        (limits.decision_due, "2020-11-20", "2020-12-20"),
        (limits.decision_due, "2021-07-15", "2021-08-14"),
        (limits.decision_due, "2026-01-31", "2026-03-02"),
        (limits.decision_due, "2026-02-01", "2026-05-02"),
        (limits.extension_answer_by, "2026-01-31", "2026-02-05"),
        (limits.extension_answer_by, "2026-02-01", None),
        (limits.reinspection_by, "2020-11-30", "2020-12-10"),
        (limits.reinspection_by, "2026-02-01", None),
        (execution.payment_due, "2020-12-01", "2020-12-16"),
        (execution.payment_due, "2021-07-02", "2021-07-19"),  # 17日是周六
        (execution.publish_by, "2021-08-31", None),
        (execution.publish_by, "2021-09-01", "2021-09-10"),
        (execution.withdraw_by, "2021-07-14", None),
        (execution.withdraw_by, "2021-07-15", "2021-07-20"),
        (remedies.review_until, "2023-12-31", "2024-02-29"),
        (remedies.review_until, "2024-01-02", "2024-03-04"),  # 3月2日是周六
        (remedies.suit_after_review_until, "2024-01-02", "2024-01-17"),
        (remedies.urged_until, "2024-01-02", "2024-01-16"),
    ],
)
def test_last_days(limit: Dated, start: str, value: str | None) -> None:
    found = limit(D(start))
    assert found.value == (D(value) if value else None)
    assert found.basis or found.note
    assert value or "待核" in found.note


@pytest.mark.parametrize(("extension", "days"), [("none", 30), ("approved", 90), ("superior", 180)])
def test_deciding_may_take_longer_with_consent(extension: limits.Extension, days: int) -> None:
    for filed in (D("2021-07-14"), D("2021-07-15")):
        assert limits.decision_due(filed, extension).value == filed + timedelta(days=days)


def test_since_2021_the_law_that_yields_is_cited_too() -> None:
    rule = f"{OLD}第三十二条"
    assert limits.decision_due(D("2021-07-14")).basis == (rule,)
    assert limits.decision_due(D("2021-07-15")).basis == (rule, "行政处罚法(2021)第六十条")
    assert limits.decision_due(D("2026-02-01")).basis == ("行政处罚法(2021)第六十条", NEW)


def test_rectification() -> None:
    assert limits.extension_request_window(D("2020-12-20")).value == (D("2020-12-10"), D("2020-12-20"))
    assert limits.extension_request_window(D("2026-02-01")).value is None
    assert limits.reinspection_by(D("2020-12-20"), D("2020-12-01")).value == D("2020-12-11")


@pytest.mark.parametrize(
    ("decided", "is_unit", "amount"),
    [
        ("2021-07-14", PERSON, 50),
        ("2021-07-14", UNIT, 1_000),
        ("2021-07-15", PERSON, 200),
        ("2021-07-15", UNIT, 3_000),
    ],
)
def test_simple_procedure(decided: str, is_unit: bool, amount: int) -> None:
    assert thresholds.simple_procedure_maximum(D(decided), is_unit).value == amount


# 加处罚款


@pytest.mark.parametrize(
    ("fine", "late", "value"),
    [
        (30_000, 0, "0.00"),
        (30_000, 1, "900.00"),
        (30_000, 33, "29700.00"),
        (30_000, 34, "30000.00"),  # 封顶
        (30_000, 40, "30000.00"),
        (1, 1, "0.03"),
        (999, 7, "209.79"),
    ],
)
def test_surcharge(fine: int, late: int, value: str) -> None:
    assert execution.surcharge(fine, late, D("2021-01-01")).value == Decimal(value)


def test_surcharge_stands_still_during_review_since_2021() -> None:
    assert execution.surcharge(10_000, 20, D("2021-07-14"), 10).value == 6_000
    assert execution.surcharge(10_000, 20, D("2021-07-15"), 10).value == 3_000
    assert "行政处罚法(2021)第七十三条第三款" in execution.surcharge(10_000, 20, D("2021-07-15"), 10).basis


@pytest.mark.parametrize(
    ("suspended", "days"),
    [
        ([], 30),
        ([("2021-07-01", "2021-07-14")], 30),  # 新法施行以前的不扣除
        ([("2021-07-10", "2021-07-19")], 25),
        ([("2021-07-16", "2021-07-20"), ("2021-07-18", "2021-07-21")], 24),  # 重叠的只扣一次
        ([("2021-07-29", "2021-12-31")], 28),
    ],
)
def test_days_late(suspended: list[tuple[str, str]], days: int) -> None:
    spans = [(D(first), D(last)) for first, last in suspended]
    assert execution.days_late(D("2021-06-30"), D("2021-07-30"), spans) == days


@given(fine=st.integers(0, 20_000_000), late=st.integers(0, 400), more=st.integers(0, 400), off=st.integers(0, 400))
def test_surcharge_never_exceeds_the_fine_and_only_grows(fine: int, late: int, more: int, off: int) -> None:
    on = date(2022, 1, 1)
    value = execution.surcharge(fine, late, on, off).value
    assert 0 <= value <= fine
    assert value <= execution.surcharge(fine, late + more, on, off).value
    assert value >= execution.surcharge(fine, late, on, off + more).value
    assert value == Decimal(3 * fine * max(late - off, 0)) / 100 or value == fine


def test_amounts_and_days_are_not_negative() -> None:
    for fine, late, off in ((-1, 1, 0), (1, -1, 0), (1, 1, -1)):
        with pytest.raises(FactsError):
            execution.surcharge(fine, late, date(2022, 1, 1), off)


# 按日连续处罚


@pytest.mark.parametrize(
    ("ordered", "until", "value"),
    [
        ("2021-09-01", "2021-09-02", 20_000),
        ("2021-09-01", "2021-09-11", 200_000),
        ("2021-08-20", "2021-09-01", 20_000),  # 施行以前的日子不计
        ("2021-08-20", "2021-08-31", None),
        ("2021-09-10", "2021-09-10", None),  # 次日起算
    ],
)
def test_daily_fine(ordered: str, until: str, value: int | None) -> None:
    found = execution.daily_fine(20_000, D(ordered), D(until), LAW_2021, refused=True)
    assert found.value == value
    assert ("裁量" in found.note) == (value is not None)


@pytest.mark.parametrize(
    ("under", "refused", "is_unit", "overdue", "why"),
    [
        (LAW_2014, True, UNIT, False, "限违反安全生产法(2021)"),
        ("河南省安全生产条例(2019)第五十五条第（一）项", True, UNIT, False, "限违反安全生产法(2021)"),
        (LAW_2021, False, UNIT, False, "没有拒不改正"),
        (LAW_2021, True, PERSON, False, "不及于个人"),
        (LAW_2021, True, UNIT, True, "不得重复计算"),
    ],
)
def test_no_daily_fine(under: str, refused: bool, is_unit: bool, overdue: bool, why: str) -> None:
    found = execution.daily_fine(
        20_000, D("2021-09-01"), D("2021-09-11"), under, refused=refused, is_unit=is_unit, overdue_band=overdue
    )
    assert found.value is None
    assert why in found.note


# 复议、诉讼、强制执行


@pytest.mark.parametrize(
    ("received", "under", "until"),
    [
        ("2024-01-02", LAW_2021, "2024-07-02"),
        ("2024-01-02", MINES, "2024-01-17"),
        ("2023-08-31", LAW_2021, "2024-02-29"),
        ("2024-01-06", LAW_2021, "2024-07-08"),  # 7月6日是周六
    ],
)
def test_lawsuit(received: str, under: str, until: str) -> None:
    assert remedies.suit_until(D(received), under).value == D(until)


@pytest.mark.parametrize(
    ("decided", "on_the_spot", "first"),
    [("2023-12-31", True, False), ("2024-01-01", True, True), ("2024-01-01", False, False)],
)
def test_review_first(decided: str, on_the_spot: bool, first: bool) -> None:
    assert remedies.review_first(D(decided), on_the_spot).value is first


@pytest.mark.parametrize(
    ("under", "instalments", "window"),
    [
        (LAW_2021, None, ("2024-07-03", "2024-10-02")),
        (MINES, None, ("2024-03-05", "2024-06-04")),  # 复议六十日较长
        (LAW_2021, "2024-12-31", ("2025-01-01", "2025-03-31")),
    ],
)
def test_execution(under: str, instalments: str | None, window: tuple[str, str]) -> None:
    found = remedies.execution_window(D("2024-01-02"), under, D(instalments) if instalments else None)
    assert found.value == (D(window[0]), D(window[1]))


def test_a_period_into_an_unknown_year_says_that_its_end_may_move() -> None:
    found = remedies.suit_until(date(2098, 1, 4), LAW_2021)
    assert found.value == date(2098, 7, 4)
    assert "顺延" in found.note


# 集体讨论、法制审核、备案、管辖


@pytest.mark.parametrize(
    ("decided", "fine", "other", "changed", "grave", "reasons"),
    [
        ("2020-11-20", 49_999, (), False, False, []),
        ("2020-11-20", 50_000, (), False, False, [f"{OLD}第二十九条第三款"]),
        ("2020-11-20", None, ("责令停止施工",), False, False, [f"{OLD}第二十九条第三款"]),
        ("2020-11-20", None, ("暂扣安全生产许可证",), False, False, []),
        ("2020-11-20", None, ("没收违法所得",), False, False, [f"{OLD}第二十九条第三款"]),
        ("2026-01-31", 50_000, (), False, False, [f"{OLD}第二十九条第三款"]),
        ("2026-02-01", 50_000, (), False, False, [NEW]),
        ("2026-02-01", 49_999, (), False, False, []),
        ("2023-12-31", None, (), True, False, ["安全生产行政处罚自由裁量适用规则（试行）(2010)第十八条第三款"]),
        ("2024-01-01", None, (), True, False, []),
        ("2021-07-14", None, (), False, True, ["行政处罚法(2017)第三十八条"]),
        ("2021-07-15", None, (), False, True, ["行政处罚法(2021)第五十七条第二款"]),
    ],
)
def test_collective_discussion(
    decided: str, fine: int | None, other: tuple[str, ...], changed: bool, grave: bool, reasons: list[str]
) -> None:
    found = oversight.collective_discussion(D(decided), fine, other, lighter_or_heavier=changed, complex_or_grave=grave)
    assert [basis for reason in found for basis in reason.basis] == reasons


def test_legal_review() -> None:
    assert oversight.legal_review(D("2021-07-14"), hearing_held=True, public_interest=True) == []
    found = oversight.legal_review(D("2021-07-15"), hearing_held=True, public_interest=True)
    assert [reason.basis[0][-4:] for reason in found] == ["（一）项", "（二）项"]


@pytest.mark.parametrize(
    ("level", "fine", "other", "article"),
    [
        ("county", 49_999, (), None),
        ("county", 50_000, (), "第六十三条"),
        ("city", 99_999, (), None),
        ("city", 100_000, (), "第六十四条"),
        ("province", 499_999, (), None),
        ("province", 500_000, (), "第六十五条第一款"),
        ("province", None, HALT, "第六十五条第一款"),
        ("city", 1_000, LICENCE, "第六十四条"),
    ],
)
def test_filing(level: oversight.Level, fine: int | None, other: tuple[str, ...], article: str | None) -> None:
    for decided in (D("2020-11-20"), D("2026-01-31")):
        found = oversight.filing_with_superior(decided, level, fine, other)
        expected = (decided + timedelta(days=10), (f"{OLD}{article}",)) if article else None
        assert (found and (found.value, found.basis)) == expected
    later = oversight.filing_with_superior(D("2026-02-01"), level, fine, other)
    assert (later and later.basis) == ((NEW,) if article else None)


def test_an_assigned_case_is_filed_whatever_the_amount() -> None:
    found = oversight.filing_with_superior(D("2020-11-20"), "county", 1_000, assigned=True)
    assert found is not None
    assert found.basis == (f"{OLD}第六十五条第二款",)


@pytest.mark.parametrize(
    ("decided", "central", "other", "basis"),
    [
        ("2026-01-31", True, (), [f"{OLD}第六条第二款"]),
        ("2026-02-01", True, (), [NEW]),
        ("2020-11-20", False, ("暂扣安全生产许可证",), [f"{OLD}第六条第三款"]),
        ("2021-08-31", False, ("提请责令关闭",), ["安全生产法(2014)第一百一十条", f"{OLD}第六条第四款"]),
        ("2021-09-01", False, ("提请责令关闭",), ["安全生产法(2021)第一百一十五条", f"{OLD}第六条第四款"]),
        ("2020-11-20", False, HALT, []),
    ],
)
def test_competence(decided: str, central: bool, other: tuple[str, ...], basis: list[str]) -> None:
    found = oversight.competence_notes(D(decided), central, other)
    assert [cite for one in found for cite in one.basis] == basis


# 引用

SOURCES = sorted(Path(enforce_rules.penalty.__file__).parent.glob("*.py"))
N = "[一二三四五六七八九十百零]+"
PLACE = rf"\([0-9]{{4}}\)第{N}条(?:之{N})?(?:第{N}款)?(?:第（{N}）项)?"


def _cited(source: Path, laws: Iterable[str]) -> Iterator[str]:
    """Every string that is a citation, and every citation of an article of a known law within words."""
    within = re.compile(f"(?:{'|'.join(map(re.escape, laws))}){PLACE}")
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from [node.value] if _is_citation(node.value) else within.findall(node.value)


def _is_citation(text: str) -> bool:
    try:
        return bool(parse_citation(text))
    except CitationError:
        return False


def _missing(manual: Manual, cite: str) -> bool:
    try:
        return not manual.provision(cite)
    except CitationError:
        return True


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_what_is_cited_is_held(manual: Manual, source: Path) -> None:
    assert [cite for cite in _cited(source, manual.statutes) if _missing(manual, cite)] == []


def test_many_citations_are_found(manual: Manual) -> None:
    assert len({cite for source in SOURCES for cite in _cited(source, manual.statutes)}) > 60
