"""The lengths of periods as tables, on both sides of each day the law changed; and that the last days agree with them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforce_rules import Manual
from enforce_rules.penalty import execution, limits, oversight, periods, remedies, thresholds
from enforce_rules.penalty.calendar import is_workday
from enforce_rules.penalty.limit import MEASURES_2026, NEW_MEASURES_UNREAD, Limit
from enforce_rules.penalty.periods import Length, Period

D = date.fromisoformat
MEASURES, UNREAD = "安全生产违法行为行政处罚办法(2015)", "安全生产违法行为行政处罚办法(2026)"
FINE, MINES = "安全生产法(2021)第九十七条第（一）项", "矿山安全法(2009)第四十条第（一）项"
COUNTY = f"{MEASURES}第六十三条"

Law = Callable[[date], Length]
BY_DAY: dict[str, Law] = {
    "陈述申辩": periods.statement_period,
    "听证申请": periods.hearing_request_period,
    "听证通知": periods.hearing_notice_period,
    "听证举行": periods.hearing_held_period,
    "办案": periods.decision_period,
    "补办立案": periods.late_filing_period,
    "登记保存": periods.preservation_period,
    "延期申请": periods.extension_request_period,
    "延期答复": periods.extension_answer_period,
    "复查": periods.reinspection_period,
    "暂时措施": periods.temporary_period,
    "查封扣押": periods.seizure_period,
    "查封扣押延长": periods.seizure_extension,
    "恢复生产审查": periods.supervised_review_period,
    "当场处罚报备": periods.spot_record_period,
    "送达": periods.service_period,
    "公告送达": periods.announcement_period,
    "缴款": periods.payment_period,
    "公开": periods.publication_period,
    "撤回公开": periods.withdrawal_period,
    "复议": periods.review_period,
    "起诉": periods.suit_period,
    "矿山起诉": lambda on: periods.suit_period(on, MINES),
    "复议后起诉": periods.suit_after_review_period,
    "催告": periods.urging_period,
    "申请执行": periods.execution_period,
    "报上级备案": lambda on: periods.superior_filing_period(on, COUNTY),
}

OLD_2021 = "2021-07-14"
TABLE = [
    # 期限, 日期, 长度, 依据
    ("陈述申辩", "2019-01-01", "3日", f"{MEASURES}第十八条"),
    ("陈述申辩", "2026-01-31", "3日", f"{MEASURES}第十八条"),
    ("陈述申辩", "2026-02-01", None, f"行政处罚法(2021)第四十四条 行政处罚法(2021)第四十五条第一款 {UNREAD}"),
    ("听证申请", OLD_2021, "3日", f"行政处罚法(2017)第四十二条 {MEASURES}第三十四条"),
    ("听证申请", "2021-07-15", "5个工作日", "行政处罚法(2021)第六十四条第（一）项 行政处罚法(2021)第八十五条"),
    ("听证通知", OLD_2021, "7日", f"行政处罚法(2017)第四十二条 {MEASURES}第三十五条第一款"),
    ("听证通知", "2021-07-15", "7个工作日", "行政处罚法(2021)第六十四条第（二）项 行政处罚法(2021)第八十五条"),
    ("听证举行", "2026-01-31", "15日", f"{MEASURES}第三十五条第一款"),
    ("听证举行", "2026-02-01", None, UNREAD),
    ("办案", OLD_2021, "30日", f"{MEASURES}第三十二条"),
    ("办案", "2021-07-15", "30日", f"{MEASURES}第三十二条 行政处罚法(2021)第六十条"),
    ("办案", "2026-02-01", "90日", f"行政处罚法(2021)第六十条 {UNREAD}"),
    ("补办立案", "2026-01-31", "5日", f"{MEASURES}第二十三条"),
    ("补办立案", "2026-02-01", None, UNREAD),
    ("登记保存", OLD_2021, "7日", f"行政处罚法(2017)第三十七条 {MEASURES}第二十七条"),
    ("登记保存", "2021-07-15", "7个工作日", "行政处罚法(2021)第五十六条 行政处罚法(2021)第八十五条"),
    ("延期申请", "2026-01-31", "10日", f"{MEASURES}第十七条第一款"),
    ("延期申请", "2026-02-01", None, UNREAD),
    ("延期答复", "2026-01-31", "5日", f"{MEASURES}第十七条第一款"),
    ("延期答复", "2026-02-01", None, UNREAD),
    ("复查", "2026-01-31", "10日", f"{MEASURES}第十七条第二款"),
    ("复查", "2026-02-01", None, UNREAD),
    ("暂时措施", "2026-01-31", "6个月", f"{MEASURES}第十四条第三款"),
    ("暂时措施", "2026-02-01", None, UNREAD),
    ("查封扣押", "2026-01-31", "30日", f"行政强制法(2011)第二十五条第一款 {MEASURES}第十五条第一款"),
    ("查封扣押", "2026-02-01", "30日", "行政强制法(2011)第二十五条第一款"),
    ("查封扣押延长", "2020-12-01", "30日", f"行政强制法(2011)第二十五条第一款 {MEASURES}第十五条第一款"),
    ("恢复生产审查", "2020-12-01", "10日", "安全生产事故隐患排查治理暂行规定(2007)第二十三条"),
    ("当场处罚报备", "2026-01-31", "5日", f"{MEASURES}第二十二条第二款"),
    ("当场处罚报备", "2026-02-01", None, UNREAD),
    ("送达", OLD_2021, "7日", f"行政处罚法(2017)第四十条 {MEASURES}第三十一条第一款"),
    ("送达", "2021-07-15", "7个工作日", "行政处罚法(2021)第六十一条第一款 行政处罚法(2021)第八十五条"),
    ("公告送达", "2026-01-31", "60日", f"{MEASURES}第三十一条第一款第（七）项"),
    ("公告送达", "2026-02-01", None, UNREAD),
    ("缴款", OLD_2021, "15日", "行政处罚法(2017)第四十六条"),
    ("缴款", "2021-07-15", "15日", "行政处罚法(2021)第六十七条第三款"),
    ("公开", "2021-08-31", None, ""),
    ("公开", "2021-09-01", "7个工作日", "安全生产法(2021)第七十八条第二款"),
    ("撤回公开", OLD_2021, None, ""),
    ("撤回公开", "2021-07-15", "3个工作日", "行政处罚法(2021)第四十八条第二款 行政处罚法(2021)第八十五条"),
    ("复议", "2023-12-31", "60日", "行政复议法(2017)第九条第一款"),
    ("复议", "2024-01-01", "60日", "行政复议法(2023)第二十条第一款"),
    ("起诉", "2020-12-01", "6个月", "行政诉讼法(2017)第四十六条第一款"),
    ("矿山起诉", "2020-12-01", "15日", "矿山安全法(2009)第四十五条第一款 行政诉讼法(2017)第四十六条第一款"),
    ("复议后起诉", "2020-12-01", "15日", "行政诉讼法(2017)第四十五条"),
    ("催告", "2020-12-01", "10个工作日", "行政强制法(2011)第五十四条 行政强制法(2011)第六十九条"),
    ("申请执行", "2020-12-01", "3个月", "行政强制法(2011)第五十三条"),
    ("报上级备案", "2026-01-31", "10日", COUNTY),
    ("报上级备案", "2026-02-01", None, UNREAD),
]


@pytest.mark.parametrize(("name", "on", "length", "basis"), TABLE)
def test_lengths(name: str, on: str, length: str | None, basis: str) -> None:
    found = BY_DAY[name](D(on))
    assert (None if found.value is None else str(found.value)) == length
    assert found.basis == tuple(basis.split())
    assert found.value is not None or found.note


def test_every_period_has_a_row() -> None:
    assert {name for name, *_ in TABLE} == set(BY_DAY)


@pytest.mark.parametrize(("extension", "length"), [("none", "30日"), ("approved", "90日"), ("superior", "180日")])
def test_the_time_for_deciding_is_lengthened(extension: periods.Extension, length: str) -> None:
    assert str(periods.decision_period(D("2024-06-01"), extension).value) == length
    assert str(periods.decision_period(MEASURES_2026, extension).value) == "90日"


@pytest.mark.parametrize(
    ("on", "basis"),
    [
        (OLD_2021, f"行政处罚法(2017)第五十一条 {MEASURES}第五十九条第一款第（一）项"),
        ("2021-07-15", f"行政处罚法(2021)第七十二条第一款第（一）项 {MEASURES}第五十九条第一款第（一）项"),
        ("2026-02-01", "行政处罚法(2021)第七十二条第一款第（一）项"),
    ],
)
def test_surcharge_rate(on: str, basis: str) -> None:
    assert periods.surcharge_rate(D(on)) == Limit(3, tuple(basis.split()))


@pytest.mark.parametrize(
    ("on", "amount", "basis"),
    [(OLD_2021, 20, "行政处罚法(2017)第四十七条"), ("2021-07-15", 100, "行政处罚法(2021)第六十八条第（一）项")],
)
def test_collected_on_the_spot(on: str, amount: int, basis: str) -> None:
    assert thresholds.collected_on_the_spot(D(on)) == Limit(amount, (basis,))


@pytest.mark.parametrize(
    "cite",
    ["矿山安全法实施条例(1996)第五十二条", "矿山安全法实施条例(1996)第五十三条", MINES],
)
def test_what_is_penalised_under_the_mine_law(cite: str) -> None:
    assert str(periods.suit_period(D("2024-06-01"), cite).value) == "15日"
    assert str(periods.suit_period(D("2024-06-01"), "矿山安全法实施条例(1996)第五十四条").value) == "6个月"


# 期限与届满日一致

DAYS = st.dates(date(2019, 1, 1), date(2026, 3, 31))
PARTY: list[tuple[Law, Callable[[date], Limit[date] | Limit[None]]]] = [
    (periods.statement_period, limits.statement_until),
    (periods.hearing_request_period, limits.hearing_request_until),
    (periods.payment_period, execution.payment_due),
    (periods.review_period, remedies.review_until),
    (periods.suit_period, lambda day: remedies.suit_until(day, FINE)),
    (BY_DAY["矿山起诉"], lambda day: remedies.suit_until(day, MINES)),
    (periods.suit_after_review_period, remedies.suit_after_review_until),
    (periods.urging_period, remedies.urged_until),
]
AUTHORITY: list[tuple[Law, Callable[[date], Limit[date] | Limit[None]]]] = [
    (periods.hearing_held_period, limits.hearing_held_by),
    (periods.decision_period, limits.decision_due),
    (periods.extension_answer_period, limits.extension_answer_by),
    (periods.reinspection_period, limits.reinspection_by),
    (periods.publication_period, execution.publish_by),
    (periods.withdrawal_period, execution.withdraw_by),
    (lambda on: oversight.filing_period(on, "county"), lambda on: _filed(on)),
]


def _filed(on: date) -> Limit[date] | Limit[None]:
    found = oversight.filing_with_superior(on, "county", 50_000)
    assert found is not None
    return found


def _spans(start: date, length: Period, last: date) -> bool:
    """Whether ``last`` ends the period as one counts on a wall calendar, day by day, the start day left out."""
    if length.unit == "个月":
        months = (last.year - start.year) * 12 + last.month - start.month
        tomorrow = last + timedelta(days=1)
        return months == length.count and (last.day == start.day or (last.day < start.day and tomorrow.day == 1))
    days = [start + timedelta(days=n) for n in range(1, (last - start).days + 1)]
    if length.unit == "日":
        return len(days) == length.count
    return sum(map(is_workday, days)) == length.count and is_workday(last)


@given(start=DAYS, pair=st.sampled_from(PARTY))
def test_a_party_has_its_whole_period_and_ends_on_a_workday(
    start: date, pair: tuple[Law, Callable[[date], Limit[date] | Limit[None]]]
) -> None:
    length, last = pair[0](start), pair[1](start)
    if length.value is None or last.value is None:
        assert (length.value, last.value) == (None, None)
        assert NEW_MEASURES_UNREAD in last.note
        return
    assert last.basis == length.basis
    assert is_workday(last.value)
    rest = last.value
    while not _spans(start, length.value, rest):
        rest -= timedelta(days=1)
        assert not is_workday(rest)


@given(start=DAYS, pair=st.sampled_from(AUTHORITY))
def test_an_authority_has_its_period_and_no_day_more(
    start: date, pair: tuple[Law, Callable[[date], Limit[date] | Limit[None]]]
) -> None:
    length, last = pair[0](start), pair[1](start)
    if length.value is None or last.value is None:
        assert (length.value, last.value) == (None, None)
        return
    assert set(length.basis) <= set(last.basis)
    assert _spans(start, length.value, last.value)


@given(hearing=DAYS)
def test_a_hearing_is_told_its_period_before(hearing: date) -> None:
    length, told = periods.hearing_notice_period(hearing), limits.hearing_notice_by(hearing)
    days = [told.value + timedelta(days=n) for n in range((hearing - told.value).days)]
    assert told.basis == length.basis
    assert length.value.count == (len(days) if length.value.unit == "日" else sum(map(is_workday, days)))


@given(due=DAYS)
def test_more_time_is_asked_for_within_its_period(due: date) -> None:
    length, window = periods.extension_request_period(due), limits.extension_request_window(due)
    if length.value is None or window.value is None:
        assert (length.value, window.value) == (None, None)
    else:
        assert (window.value[1], (due - window.value[0]).days) == (due, length.value.count)


@given(received=DAYS)
def test_the_court_is_asked_within_its_period(received: date) -> None:
    first, last = remedies.execution_window(received, FINE).value
    length = periods.execution_period(received).value
    assert _spans(first - timedelta(days=1), length, last)


@given(on=DAYS, name=st.sampled_from(sorted(BY_DAY)))
def test_what_a_period_rests_on_is_held_and_in_force(manual: Manual, on: date, name: str) -> None:
    for cite in BY_DAY[name](on).basis:
        assert manual.holds_in_force(cite, on), cite


@given(start=DAYS, count=st.integers(0, 40), unit=st.sampled_from(["日", "个工作日"]))
def test_before_undoes_after(start: date, count: int, unit: periods.Unit) -> None:
    length = Period(count, unit)
    if unit == "日" or is_workday(start):
        assert length.before(length.after(start)) == start


def test_months_before() -> None:
    assert Period(6, "个月").before(D("2024-08-31")) == D("2024-02-29")
