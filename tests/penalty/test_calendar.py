"""Working days and the ends of periods: known weeks as a table, and laws that hold on every day of the known years."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforce_rules.errors import CalendarError
from enforce_rules.penalty.calendar import days_after, is_workday, known_years, workdays_after, workdays_before

D = date.fromisoformat
DAYS = st.dates(date(2005, 1, 1), date(2025, 6, 30))
COUNTS = st.integers(0, 60)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2020-12-31", True),
        ("2021-01-01", False),  # 元旦
        ("2021-02-07", True),  # 周日，调休上班
        ("2021-02-11", False),  # 除夕
        ("2021-07-17", False),  # 周六
        ("2024-09-29", True),  # 周日，调休上班
        ("2024-10-07", False),  # 国庆
    ],
)
def test_workday(day: str, works: bool) -> None:
    assert is_workday(D(day)) is works


@pytest.mark.parametrize(
    ("start", "count", "last"),
    [
        ("2021-07-15", 0, "2021-07-15"),
        ("2021-07-15", 1, "2021-07-16"),
        ("2021-07-15", 2, "2021-07-19"),  # 越过周末
        ("2021-09-30", 5, "2021-10-13"),  # 国庆七天，10月9日上班
        ("2021-02-06", 1, "2021-02-07"),  # 周日上班
    ],
)
def test_workdays_after(start: str, count: int, last: str) -> None:
    assert workdays_after(D(start), count) == D(last)


@pytest.mark.parametrize(
    ("end", "count", "first"),
    [("2021-07-19", 1, "2021-07-16"), ("2021-10-13", 5, "2021-09-30"), ("2021-07-19", 0, "2021-07-19")],
)
def test_workdays_before(end: str, count: int, first: str) -> None:
    assert workdays_before(D(end), count) == D(first)


@pytest.mark.parametrize(
    ("start", "count", "last"),
    [
        ("2021-07-01", 15, "2021-07-16"),
        ("2021-07-02", 15, "2021-07-19"),  # 17日是周六
        ("2021-09-16", 15, "2021-10-08"),  # 10月1日起放假
        ("2021-01-24", 14, "2021-02-07"),  # 周日，但是上班
    ],
)
def test_days_after(start: str, count: int, last: str) -> None:
    assert days_after(D(start), count) == D(last)


@given(start=DAYS, count=COUNTS)
def test_a_count_lands_on_a_workday_and_counts_right(start: date, count: int) -> None:
    last = workdays_after(start, count)
    counted = [start + timedelta(days=n) for n in range(1, (last - start).days + 1)]
    assert sum(map(is_workday, counted)) == count
    assert is_workday(last) or count == 0


@given(start=DAYS, count=COUNTS)
def test_counting_back_undoes_counting_on(start: date, count: int) -> None:
    if is_workday(start):
        assert workdays_before(workdays_after(start, count), count) == start


@given(start=DAYS, count=COUNTS)
def test_plain_days_end_on_the_first_workday(start: date, count: int) -> None:
    last, plain = days_after(start, count), start + timedelta(days=count)
    assert is_workday(last)
    assert last >= plain
    assert not any(is_workday(plain + timedelta(days=n)) for n in range((last - plain).days))


@pytest.mark.parametrize("day", [date(1999, 1, 4), date(known_years()[1] + 1, 1, 4), date(2190, 1, 4)])
def test_an_unknown_year_says_so(day: date) -> None:
    first, last = known_years()
    for compute in (is_workday, lambda day: workdays_after(day, 1), lambda day: days_after(day, 3)):
        with pytest.raises(CalendarError) as caught:
            compute(day)
        assert all(str(year) in str(caught.value) for year in (day.year, first, last))
        assert "更新 chinesecalendar" in str(caught.value)


def test_a_count_that_runs_into_an_unknown_year() -> None:
    last = known_years()[1]
    with pytest.raises(CalendarError):
        workdays_after(date(last, 12, 28), 10)
