"""From a raw value, as a file or a dict holds it, to a value of a type; what does not fit is said, never bent.

``true`` is not 1 and 1 is not ``true``; text is not a number; NaN is nothing at all.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ..errors import did_you_mean, shorten
from .types import Kind, Type, Value

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)
"""The days a fact may have."""


LARGEST = 10**12
"""The greatest absolute value a recorded int or number may have, where the fact declares no bounds of its own."""


PLACES = 9
"""The most decimal places a recorded number may have."""


class Misfit(ValueError):
    """A raw value that is not a value of the type; ``hint`` says what would be."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


def plain_value(value: Value) -> Any:
    """The value as JSON and YAML hold it; reading that back gives the same value."""
    if isinstance(value, frozenset):
        return sorted(value)
    return value.isoformat() if isinstance(value, date) else value


def fit(raw: Any, type_: Type) -> Value:
    """The value of ``raw`` in ``type_``. Raises :class:`Misfit`."""
    return _FITTERS[type_.kind](raw, type_)


def _bool(raw: Any, type_: Type) -> bool:
    if raw is True or raw is False:
        return bool(raw)
    raise Misfit(f"应为 true 或者 false，写的是{_shown(raw)}")


def _int(raw: Any, type_: Type) -> int | Decimal:
    if isinstance(raw, int) and not isinstance(raw, bool):
        return _bounded(raw, type_)
    raise Misfit(f"应为整数，写的是{_shown(raw)}")


def _enum(raw: Any, type_: Type) -> str:
    if isinstance(raw, str):
        return _listed(raw, type_)
    raise Misfit(f"应为选项表中的一项，写的是{_shown(raw)}", f"可选：{'、'.join(type_.values)}")


def _shown(raw: Any) -> str:
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, str):
        return f"文字“{shorten(raw, 30)}”"
    if isinstance(raw, list | tuple | set | frozenset):
        return "一个列表"
    if isinstance(raw, dict):
        return "一组键和值"
    return shorten(str(raw), 30)


def _number(raw: Any, type_: Type) -> int | Decimal:
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        raise Misfit(f"应为数，写的是{_shown(raw)}")
    number = raw if isinstance(raw, int) else Decimal(repr(raw)) if isinstance(raw, float) else raw
    if isinstance(number, Decimal):
        if not number.is_finite():
            raise Misfit(f"应为数，写的是{_shown(raw)}")
        exponent = number.as_tuple().exponent
        if not isinstance(exponent, int) or exponent < -PLACES or number.adjusted() > 14:
            raise Misfit(f"数{_shown(raw)}的位数过多", f"整数部分至多15位，小数至多{PLACES}位")
    return _bounded(number, type_)


def _bounded(number: int | Decimal, type_: Type) -> int | Decimal:
    if not -LARGEST <= number <= LARGEST:
        raise Misfit(f"{shorten(str(number), 30)}的绝对值大于{LARGEST}")
    if type_.low is not None and number < type_.low:
        raise Misfit(f"{shorten(str(number), 30)}小于最小值{type_.low}")
    if type_.high is not None and number > type_.high:
        raise Misfit(f"{shorten(str(number), 30)}大于最大值{type_.high}")
    return number


def _day(raw: Any, type_: Type) -> date:
    hint = "写成 2020-12-01"
    if isinstance(raw, str):
        try:
            day = date.fromisoformat(raw) if len(raw) == 10 else None
        except ValueError:
            day = None
        if day is None:
            raise Misfit(f"应为日期，写的是{_shown(raw)}", hint)
    elif isinstance(raw, date) and not isinstance(raw, datetime):
        day = raw
    else:
        raise Misfit(f"应为日期，写的是{_shown(raw)}", hint)
    if not EARLIEST <= day <= LATEST:
        raise Misfit(f"日期{day}不在{EARLIEST}至{LATEST}之间")
    return day


def _listed(raw: str, type_: Type) -> str:
    if raw in type_.values:
        return raw
    near = did_you_mean(raw, type_.values)
    raise Misfit(f"选项表里没有{_shown(raw)}", near or f"可选：{'、'.join(type_.values)}")


def _set(raw: Any, type_: Type) -> frozenset[str]:
    if not isinstance(raw, list | tuple | set | frozenset):
        raise Misfit(f"应为选项的列表，写的是{_shown(raw)}", f"如 [{', '.join(type_.values[:2])}]；一项也没有的写 []")
    members: list[str] = []
    for member in raw:
        if not isinstance(member, str):
            raise Misfit(f"列表中应为文字，写的是{_shown(member)}")
        members.append(_listed(member, type_))
    if len(set(members)) < len(members):
        raise Misfit("列表中有重复的项")
    return frozenset(members)


_FITTERS: dict[Kind, Callable[[Any, Type], Value]] = {
    Kind.BOOL: _bool,
    Kind.INT: _int,
    Kind.NUMBER: _number,
    Kind.DATE: _day,
    Kind.ENUM: _enum,
    Kind.SET: _set,
}
