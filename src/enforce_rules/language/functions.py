"""The functions a condition may call. Each is total on known values of its types; on unknown the call is unknown."""

from __future__ import annotations

import calendar
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from .types import BOOL, DATE, INT, Kind, Type

MOST_DAYS = 40_000
"""The longest span, in days or months, that date arithmetic takes; keeps every result inside the calendar."""

Number = int | Decimal


@dataclass(frozen=True, slots=True)
class Function:
    """One function: its name, the kinds of its parameters, the type of its result, and how it is computed.

    ``result`` is None where the result has the wider type of the arguments. ``spoken`` is its reading in Chinese, with
    ``{0}``, ``{1}`` for the arguments. ``needs_day`` says that the inspection date is passed first.
    """

    name: str
    parameters: tuple[tuple[Kind, ...], ...]
    result: Type | None
    compute: Callable[..., object] = field(compare=False)
    spoken: str = ""
    needs_day: bool = False


def days_since(on: date, day: date) -> int:
    """Whole days from ``day`` to ``on``; the day itself does not count; negative when ``day`` is still to come."""
    return (on - day).days


def days_until(on: date, day: date) -> int:
    """Whole days from ``on`` to ``day``; negative when ``day`` is past."""
    return (day - on).days


def days_after(day: date, days: int) -> date:
    """The day ``days`` calendar days after ``day``."""
    return day + timedelta(days=days)


def months_after(day: date, months: int) -> date:
    """The day ``months`` calendar months after ``day``, or the month's last day where it has no such day.

    That is how 民法典第二百零二条 counts; unverified, its text was not at hand.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def count(members: frozenset[str]) -> int:
    """How many members a set has."""
    return len(members)


def overlaps(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether the two sets have at least one member in common."""
    return not left.isdisjoint(right)


def includes(whole: frozenset[str], part: frozenset[str]) -> bool:
    """Whether every member of ``part`` is in ``whole``."""
    return part <= whole


def ceil(number: Number) -> int:
    """The least whole number not below ``number``."""
    return math.ceil(number)


def floor(number: Number) -> int:
    """The greatest whole number not above ``number``."""
    return math.floor(number)


def least(left: Number, right: Number) -> Number:
    """The smaller of two numbers."""
    return right if right < left else left


def greatest(left: Number, right: Number) -> Number:
    """The greater of two numbers."""
    return right if right > left else left


_NUMERIC = (Kind.INT, Kind.NUMBER)
_SETS = ((Kind.SET,), (Kind.SET,))

FUNCTIONS = {
    function.name: function
    for function in (
        Function("days_since", ((Kind.DATE,),), INT, days_since, "自{0}至检查日的天数", needs_day=True),
        Function("days_until", ((Kind.DATE,),), INT, days_until, "自检查日至{0}的天数", needs_day=True),
        Function("days_after", ((Kind.DATE,), (Kind.INT,)), DATE, days_after, "{0}后{1}日"),
        Function("months_after", ((Kind.DATE,), (Kind.INT,)), DATE, months_after, "{0}后{1}个月"),
        Function("count", ((Kind.SET,),), INT, count, "{0}的项数"),
        Function("overlaps", _SETS, BOOL, overlaps, "{0}包括{1}之一"),
        Function("includes", _SETS, BOOL, includes, "{0}包括{1}全部"),
        Function("ceil", (_NUMERIC,), INT, ceil, "{0}（进一取整）"),
        Function("floor", (_NUMERIC,), INT, floor, "{0}（去尾取整）"),
        Function("min", (_NUMERIC, _NUMERIC), None, least, "{0}与{1}中的较小者"),
        Function("max", (_NUMERIC, _NUMERIC), None, greatest, "{0}与{1}中的较大者"),
    )
}
"""All functions by name; ``date("2021-09-01")`` is a literal and not among them."""
