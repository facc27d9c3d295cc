"""The calendar as z3 formulas: a day as month and day of the month, as its number, or as both where a condition needs both.

Comparing days and counting in months wants the pair, counting in days wants the number; tying the two together is hard
work for z3, so a day gets its second form only when it is asked for.
"""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

import z3

from ..language.values import EARLIEST, LATEST

_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_BEFORE = tuple(itertools.accumulate((0, *_LENGTHS[:-1])))
_NAMES = itertools.count()

Pair = tuple[Any, Any]
"""A month, counted from January of the year 0, and the day of the month from 1."""


class Moment:
    """One day. ``definitions`` collects what holds of it, to be asserted with every formula that speaks of it."""

    def __init__(self, definitions: list[Any], pair: Pair | None = None, number: Any = None) -> None:
        self._definitions = definitions
        self._pair = pair
        self._number = number

    @classmethod
    def of(cls, day: date, definitions: list[Any]) -> Moment:
        """A written day."""
        pair = (z3.IntVal(day.year * 12 + day.month - 1), z3.IntVal(day.day))
        return cls(definitions, pair, z3.IntVal(day.toordinal()))

    @classmethod
    def variable(cls, name: str, definitions: list[Any]) -> Moment:
        """Any day that a fact may have."""
        month, day = z3.Int(f"{name} month"), z3.Int(f"{name} day")
        moment = cls(definitions, (month, day))
        definitions += [day >= 1, day <= _length(month)]
        definitions += [month >= EARLIEST.year * 12, month <= LATEST.year * 12 + 11]
        return moment

    @property
    def _counted(self) -> bool:
        """Whether it is only known by its number; finding the month of a number is what z3 is worst at."""
        return self._pair is None

    @property
    def pair(self) -> Pair:
        """Its month and day of the month."""
        if self._pair is None:
            name = next(_NAMES)
            self._pair = month, day = z3.Int(f"month {name}"), z3.Int(f"day {name}")
            self._definitions += [day >= 1, day <= _length(month), self._number == _number(self._pair)]
        return self._pair

    @property
    def number(self) -> Any:
        """The number of days since the beginning of the year 1, as ``date.toordinal`` counts."""
        if self._number is None:
            assert self._pair is not None
            self._number = z3.Int(f"number {next(_NAMES)}")
            self._definitions.append(self._number == _number(self._pair))
        return self._number

    def later(self, months: Any) -> Moment:
        """The day so many calendar months later (language.functions.months_after)."""
        month, day = self.pair
        last = _length(month + months)
        return Moment(self._definitions, (month + months, z3.If(day < last, day, last)))

    def before(self, other: Moment) -> Any:
        """That it is an earlier day than another."""
        if self._counted or other._counted:
            return self.number < other.number
        (month, day), (other_month, other_day) = self.pair, other.pair
        return z3.Or(month < other_month, z3.And(month == other_month, day < other_day))

    def same(self, other: Moment) -> Any:
        """That it is the same day as another."""
        if self._counted or other._counted:
            return self.number == other.number
        (month, day), (other_month, other_day) = self.pair, other.pair
        return z3.And(month == other_month, day == other_day)

    def read(self, model: Any) -> date:
        """The day it is in a model."""
        month, day = (model.eval(part, model_completion=True).as_long() for part in self.pair)
        return date(month // 12, month % 12 + 1, day)


def _number(pair: Pair) -> Any:
    month, day = pair
    year, of_year = month / 12, month % 12
    past = year - 1
    leap_day = z3.If(z3.And(of_year >= 2, _leap(year)), 1, 0)
    return 365 * past + past / 4 - past / 100 + past / 400 + _choice(of_year, _BEFORE) + leap_day + day


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
