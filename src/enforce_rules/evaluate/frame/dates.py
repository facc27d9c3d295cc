"""Days as numbers, with whole-number arithmetic alone, so that every engine computes the same.

The number of a day is Python's ordinal (1 is 1 January of the year 1).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ...language.values import EARLIEST, LATEST
from .planes import integers

Number = Any  # a whole number, or a column of them: the arithmetic is the same


@dataclass(frozen=True)
class Day:
    """Year, month and day of the month."""

    year: Number
    month: Number
    day: Number

    @property
    def number(self) -> Number:
        """The ordinal. The year is counted from March, so that the leap day is its last."""
        before_march = (14 - self.month) // 12
        year = self.year - before_march
        month = self.month + before_march * 12 - 3
        return self.day + (month * 153 + 2) // 5 + year * 365 + year // 4 - year // 100 + year // 400 - 306

    @property
    def key(self) -> Number:
        """A number that grows with the day, though not by one a day: much shorter to write than the ordinal."""
        return (self.year * 12 + self.month) * 32 + self.day

    def later(self, months: Number, least: Callable[[Number, Number], Number]) -> Day:
        """The same day some months later, or the last of that month (as ``months_after`` of the language)."""
        counted = self.year * 12 + self.month - 1 + months
        year = counted // 12
        month = counted % 12 + 1
        return Day(year, month, least(self.day, _length(year, month)))


def day_of_number(number: Number) -> Day:
    """Year, month and day of an ordinal: cycles of 400, 100, 4 years and one, each from 1 March."""
    number = number + 305  # from 1 March of the year 0
    cycle = number // 146_097
    rest = number - cycle * 146_097
    years = (rest - rest // 1_460 + rest // 36_524 - rest // 146_096) // 365
    of_year = rest - (years * 365 + years // 4 - years // 100)
    month = (of_year * 5 + 2) // 153
    after_december = month // 10
    day = of_year - (month * 153 + 2) // 5 + 1
    return Day(cycle * 400 + years + after_december, month + 3 - after_december * 12, day)


def _length(year: Number, month: Number) -> Number:
    """How many days a month has. January to July and August to December have 31 and 30 in turn, February fewer."""
    leap = _one(year % 4 == 0) - _one(year % 100 == 0) + _one(year % 400 == 0)
    return 31 - (month - 1) % 7 % 2 - _one(month == 2) * (2 - leap)


def _one(truth: Any) -> Number:
    """A truth, or a column of them, as 1 and 0."""
    return int(truth) if isinstance(truth, bool) else integers(truth)


def turning_day(truth: Callable[[date], bool]) -> date | bool:
    """For a condition that turns at most once as the day goes on: the first day with the truth of the last one, or that
    truth itself when it is the same throughout.
    """
    last = truth(LATEST)
    if truth(EARLIEST) is last:
        return last
    low, high = EARLIEST, LATEST
    while (high - low).days > 1:
        middle = low + timedelta(days=(high - low).days // 2)
        low, high = (low, middle) if truth(middle) is last else (middle, high)
    return high
