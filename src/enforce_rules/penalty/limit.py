"""A limit found in the law: a day, an amount or an answer, with the provisions it rests on; and the days the law changed.

A period of a party (当事人) that ends on a rest day ends on the next working day (:func:`party_period`). A period of the
authority (行政机关) is not lengthened so: to be early harms nobody (:func:`.periods.authority_until`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

from ..errors import CalendarError, FactsError
from .calendar import days_after

T_co = TypeVar("T_co", covariant=True)

PENALTY_LAW_2021 = date(2021, 7, 15)
"""行政处罚法(2021) in force; before it, 行政处罚法(2017)."""
SAFETY_LAW_2021 = date(2021, 9, 1)
"""安全生产法(2021) in force; before it, 安全生产法(2014)."""
HENAN_HEARING = date(2021, 12, 1)
"""河南省行政处罚听证办法(2021) in force."""
REVIEW_LAW_2023 = date(2024, 1, 1)
"""行政复议法(2023) in force; before it, 行政复议法(2017). 安全生产行政处罚自由裁量适用规则（试行）(2010) ended the day before."""
MEASURES_2026 = date(2026, 2, 1)
"""应急管理部令第18号 in force; before it, 安全生产违法行为行政处罚办法(2015)."""
CHEMICALS_LAW_2025 = date(2026, 5, 1)
"""危险化学品安全法(2025) in force."""

NEW_MEASURES = "安全生产违法行为行政处罚办法(2026)"
"""应急管理部令第18号, as a whole: its text was not obtained."""
NEW_MEASURES_UNREAD = "2026年2月1日起适用应急管理部令第18号，文本未取得，待核"
_HOLIDAYS_UNKNOWN = "该年节假日安排未收录，期限最后一日如为休息日应顺延"


@dataclass(frozen=True, slots=True)
class Limit(Generic[T_co]):
    """``value`` with its ``basis``, citations with the edition's year; ``note`` says in Chinese what a person must know."""

    value: T_co
    basis: tuple[str, ...]
    note: str = ""


def note(*parts: str) -> str:
    """The parts that are not empty, joined to one note."""
    return "；".join(part for part in parts if part)


def unread(*basis: str) -> Limit[None]:
    """No value since 2026-02-01, because the text of 应急管理部令第18号 was not obtained."""
    return Limit(None, (*basis, NEW_MEASURES), NEW_MEASURES_UNREAD)


def party_period(start: date, days: int, basis: tuple[str, ...], remark: str = "") -> Limit[date]:
    """The last of ``days`` plain days for a party, the start day not counted, moved on to a working day."""
    try:
        return Limit(days_after(start, days), basis, remark)
    except CalendarError:
        return Limit(start + timedelta(days=days), basis, note(remark, _HOLIDAYS_UNKNOWN))


def party_day(day: date, basis: tuple[str, ...], remark: str = "") -> Limit[date]:
    """The last day of a party's period that ends on ``day``, moved on to a working day."""
    return party_period(day, 0, basis, remark)


def require(holds: bool, otherwise: str) -> None:
    """Raise :class:`FactsError` with the words ``otherwise`` unless it ``holds``."""
    if not holds:
        raise FactsError(otherwise)
