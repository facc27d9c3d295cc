"""After the decision: payment, surcharge (加处罚款), the daily fine (按日连续处罚), publication."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from ..language.chinese import day
from ..manual.citation import parse_citation
from .limit import PENALTY_LAW_2021, SAFETY_LAW_2021, Limit, note, require
from .periods import (
    authority_until,
    party_until,
    payment_period,
    publication_period,
    surcharge_rate,
    withdrawal_period,
)

_CAP = "行政强制法(2011)第四十五条第二款"
_DAILY = ("安全生产法(2021)第一百一十二条",)
_CENT = Decimal("0.01")

Days = tuple[date, date]
"""The first and the last day of a span, both included."""


def payment_due(received: date) -> Limit[date]:
    """The last day for paying a fine, by the day the decision was received.

    Fifteen days: 行政处罚法(2021)第六十七条第三款; before 2021-07-15 行政处罚法(2017)第四十六条.
    """
    return party_until(received, payment_period(received), "批准延期、分期缴纳的，以批准的期限为准")


def days_late(due: date, until: date, suspended: Iterable[Days] = ()) -> int:
    """How many days a payment was late: those after ``due`` up to and with ``until``, less the days of review and litigation.

    Only suspended days since 2021-07-15 are left out: 行政处罚法(2021)第七十三条第三款.
    """
    late = _days(due + timedelta(days=1), until)
    for first, last in suspended:
        late -= _days(max(first, PENALTY_LAW_2021), last)
    return len(late)


def _days(first: date, last: date) -> set[date]:
    return {first + timedelta(days=offset) for offset in range((last - first).days + 1)}


def surcharge(fine: int, late: int, on: date, days_suspended: int = 0) -> Limit[Decimal]:
    """The surcharge on a ``fine`` of whole yuan that is ``late`` days late on a day; in yuan, exact to the cent.

    Three percent of the fine a day, never more than the fine: the 34th day reaches it. Three percent of whole yuan is whole
    cents, so nothing is rounded. ``days_suspended``, among the late ones, are those of review and litigation; they count
    neither since 2021-07-15 (行政处罚法(2021)第七十三条第三款), while before that day no such rule was written, and they do.
    行政处罚法(2021)第七十二条第一款第（一）项; 安全生产违法行为行政处罚办法(2015)第五十九条第一款第（一）项; 行政强制法(2011)第四十五条.
    """
    require(fine >= 0 and late >= 0 and days_suspended >= 0, "罚款数额和天数不能是负数")
    new = on >= PENALTY_LAW_2021
    days = max(late - days_suspended, 0) if new else late
    uncapped = Decimal(surcharge_rate(on).value * fine * days) / 100
    value = min(uncapped, Decimal(fine)).quantize(_CENT)
    cap = "已达到罚款数额，不再增加" if fine and uncapped >= fine else ""
    return Limit(value, _surcharge_basis(on, days_suspended), note("加处罚款的标准须已告知当事人", cap))


def _surcharge_basis(on: date, suspended: int) -> tuple[str, ...]:
    pause = ("行政处罚法(2021)第七十三条第三款",) if on >= PENALTY_LAW_2021 and suspended else ()
    return (*surcharge_rate(on).basis, "行政强制法(2011)第四十五条第一款", _CAP, *pause)


def daily_fine(
    base: int,
    ordered: date,
    until: date,
    penalised_under: str,
    *,
    refused: bool,
    is_unit: bool = True,
    overdue_band: bool = False,
) -> Limit[int] | Limit[None]:
    """What may be fined by the day in addition to the first fine ``base``, in yuan; without a value, ``note`` says why not.

    Only where a unit breached 安全生产法(2021), was ordered to mend on ``ordered``, was fined ``base`` under a provision of it
    (``penalised_under``) and ``refused`` to mend. ``base`` for each day from the day after the order. The last day is not written
    in the law: a person gives it as ``until``. Days before 2021-09-01 do not count. ``overdue_band`` says that the same time was
    already met with the heavier fine for being overdue. Discretionary (可以): 安全生产法(2021)第一百一十二条.
    """
    require(base > 0, "原处罚数额应当是正数")
    first = max(ordered + timedelta(days=1), SAFETY_LAW_2021)
    days = (until - first).days + 1
    obstacle = _no_daily_fine(penalised_under, refused, is_unit, overdue_band) or (
        "" if days > 0 else "没有可以计算的日期：自责令改正之日的次日、且不早于2021年9月1日起算"
    )
    if obstacle:
        return Limit(None, _DAILY, obstacle)
    remark = f"可以（裁量），由人决定；自{day(first)}至{day(until)}计{days}日，截止日法律没有写明，由人确定；不含原罚款"
    return Limit(base * days, _DAILY, remark)


def _no_daily_fine(penalised_under: str, refused: bool, is_unit: bool, overdue_band: bool) -> str:
    cited = parse_citation(penalised_under)
    if cited.law != "安全生产法" or cited.edition < SAFETY_LAW_2021.year:
        return "按日连续处罚限违反安全生产法(2021)并依该法受到罚款的行为"
    if not is_unit:
        return "按日连续处罚限于生产经营单位，不及于个人"
    if not refused:
        return "没有拒不改正"
    return "同一期间已按逾期未改正的档次处罚，不得重复计算" if overdue_band else ""


def publish_by(decided: date) -> Limit[date] | Limit[None]:
    """The last day for publishing a decision against an enterprise, by the day it was made.

    Seven working days, since 2021-09-01: 安全生产法(2021)第七十八条第二款.
    """
    return authority_until(decided, publication_period(decided))


def withdraw_by(changed: date) -> Limit[date] | Limit[None]:
    """The last day for withdrawing what was published, by the day the decision was changed or annulled.

    Three working days, since 2021-07-15: 行政处罚法(2021)第四十八条第二款、第八十五条.
    """
    return authority_until(changed, withdrawal_period(changed))
