"""The calendar as z3 formulas: a day is the number of days since the first of the year 1, as ``date.toordinal`` counts."""

from __future__ import annotations

import itertools
from typing import Any

import z3

_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_BEFORE = tuple(itertools.accumulate((0, *_LENGTHS[:-1])))
_NUMBERS = itertools.count()


def months_later(day: Any, months: Any) -> tuple[Any, list[Any]]:
    """The day ``months`` calendar months after ``day`` (language.functions.months_after), and what defines its parts.

    The definitions hold for exactly one month and day of the month, so they restrict nothing.
    """
    number = next(_NUMBERS)
    month, within = z3.Int(f"month {number}"), z3.Int(f"day of month {number}")
    defined = [within >= 1, within <= _length(month), day == _ordinal(month, within)]
    later = month + months
    last = _length(later)
    return _ordinal(later, z3.If(within < last, within, last)), defined


def _ordinal(month: Any, within: Any) -> Any:
    """The day ``within`` the month, months being counted from January of the year 0."""
    year, of_year = month / 12, month % 12
    past = year - 1
    leap_day = z3.If(z3.And(of_year >= 2, _leap(year)), 1, 0)
    return 365 * past + past / 4 - past / 100 + past / 400 + _choice(of_year, _BEFORE) + leap_day + within


def _length(month: Any) -> Any:
    of_year = month % 12
    return z3.If(z3.And(of_year == 1, _leap(month / 12)), 29, _choice(of_year, _LENGTHS))


def _leap(year: Any) -> Any:
    return z3.And(year % 4 == 0, z3.Or(year % 100 != 0, year % 400 == 0))


def _choice(index: Any, values: tuple[int, ...]) -> Any:
    chosen: Any = z3.IntVal(values[-1])
    for position in range(len(values) - 2, -1, -1):
        chosen = z3.If(index == position, values[position], chosen)
    return chosen
