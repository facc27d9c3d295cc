"""Days as numbers."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforce_rules.evaluate.conditions import VERDICTS
from enforce_rules.evaluate.frame.dates import Day, day_of_number, turning_day
from enforce_rules.language.functions import months_after
from enforce_rules.language.values import EARLIEST, LATEST
from tests.evaluate.frame.kinds import KINDS, Known, codes, inspections
from tests.evaluate.tables import codes_of, table_of
from tests.small import ON, small_manual

_ANY_DAY = st.dates(EARLIEST, LATEST)


@given(_ANY_DAY)
def test_the_number_of_a_day(day: date) -> None:
    assert Day(day.year, day.month, day.day).number == day.toordinal()
    assert day_of_number(day.toordinal()) == Day(day.year, day.month, day.day)


def test_every_day_has_its_number() -> None:
    """All of them, once: the hundred thousand days that a fact may have."""
    day = EARLIEST
    while day <= LATEST:
        here = Day(day.year, day.month, day.day)
        assert here.number == day.toordinal()
        assert day_of_number(here.number) == here
        day += timedelta(days=1)


@given(_ANY_DAY, _ANY_DAY)
def test_the_key_of_a_day_grows_with_it(a: date, b: date) -> None:
    keys = [Day(day.year, day.month, day.day).key for day in (a, b)]
    assert (keys[0] < keys[1]) is (a < b)
    assert (keys[0] == keys[1]) is (a == b)


@given(_ANY_DAY, st.integers(-1_200, 1_200))
def test_months_later(day: date, months: int) -> None:
    later = Day(day.year, day.month, day.day).later(months, min)
    expected = months_after(day, months)
    assert later == Day(expected.year, expected.month, expected.day)


def test_the_last_day_of_every_month() -> None:
    for year, month in product(range(1900, 2201), range(1, 13)):
        start = Day(year - 1, 12, 31)
        assert start.later(month, min) == Day(year, month, calendar.monthrange(year, month)[1])


@given(_ANY_DAY, st.booleans())
def test_the_day_on_which_a_condition_turns(turn: date, after: bool) -> None:
    found = turning_day(lambda day: (day >= turn) is after)
    assert found == (after if turn == EARLIEST else turn)


@pytest.mark.parametrize("truth", [True, False])
def test_a_condition_that_does_not_turn(truth: bool) -> None:
    assert turning_day(lambda day: truth) is truth


def test_a_date_column_is_counted_as_python_counts() -> None:
    """The same arithmetic over a column: leap days, ends of months, the first and the last day."""
    days = [
        EARLIEST,
        date(1900, 2, 28),
        date(1900, 3, 1),
        date(2000, 2, 29),
        date(2100, 2, 28),
        date(2100, 3, 1),
        LATEST,
    ]
    enterprises: list[Known] = [{"d1": day} for day in days]
    small = small_manual(
        {
            f"TT-{n:02}": ("true", {"x": text})
            for n, text in enumerate(
                f"{left} == {right}"
                for left, right in [
                    ("days_since(d1)", (ON - date(2000, 2, 29)).days),
                    ("days_until(d1)", (EARLIEST - ON).days),
                    ("days_after(d1, 1)", 'date("1900-03-01")'),
                    ("days_after(d1, -1)", 'date("2100-02-28")'),
                    ("months_after(d1, 12)", 'date("2001-02-28")'),
                    ("months_after(d1, 1)", 'date("2100-03-28")'),
                ]
            )
        }
    )
    table_ = table_of(enterprises, small.types, [ON] * len(days))
    expected = codes(inspections(small, enterprises, [ON] * len(days)))
    assert any(VERDICTS.index("violation") in row for row in expected)
    for engine in ("polars", "duckdb"):
        assert codes_of(small.inspect_frame(KINDS[engine][0](table_), "on"), small) == expected
