"""Limits in time before a penalty is decided: limitation, statement, hearing, decision, rectification.

Days of the party end on a working day, days of the authority are never lengthened (:mod:`.limit`).
"""

from __future__ import annotations

from datetime import date

from ..language.functions import months_after
from .limit import (
    MEASURES_2026,
    NEW_MEASURES,
    PENALTY_LAW_2021,
    REVIEW_LAW_2023,
    Limit,
    note,
    require,
)
from .periods import (
    Extension,
    authority_until,
    decision_period,
    extension_answer_period,
    extension_request_period,
    hearing_held_period,
    hearing_notice_period,
    hearing_request_period,
    party_until,
    reinspection_period,
    statement_period,
)

__all__ = [
    "Extension",
    "decision_due",
    "extension_answer_by",
    "extension_request_window",
    "hearing_held_by",
    "hearing_notice_by",
    "hearing_request_until",
    "reinspection_by",
    "statement_until",
    "time_barred",
]

_SINCE_2021 = (
    "行政处罚法(2021)第三十六条第一款",
    "行政处罚法(2021)第三十六条第二款",
)
_BEFORE_2021 = "行政处罚法(2017)第二十九条"
_RULES_2010 = (
    "安全生产行政处罚自由裁量适用规则（试行）(2010)第十六条第一款第（五）项",
    "安全生产行政处罚自由裁量适用规则（试行）(2010)第十六条第二款",
)
_OLD_ACT = "行为终了在2021年7月15日以前，依行为发生时的规定适用二年期限，五年期限不溯及"
_LAST_DAY = "恰在期限届满当日发现，起算之日是否计入法律没有写明，由人判断"


def time_barred(ended: date, discovered: date, decided: date, harmful: bool | None) -> Limit[bool | None]:
    """Whether an act may no longer be punished, since it was not discovered in time; None where that is open.

    ``ended`` is the day of the act or, for a continuing act, of its end. ``harmful`` says that the act concerned the life or
    health of citizens *and* had harmful consequences; None if not known. Two years, five for a harmful act that ended
    since 2021-07-15: 行政处罚法(2021)第三十六条; before: 行政处罚法(2017)第二十九条, 安全生产行政处罚自由裁量适用规则（试行）(2010)
    第十六条. An act that ended before keeps its two years: 行政处罚法(2021)第三十七条.
    """
    require(discovered <= decided, "发现违法行为的日期晚于作出决定的日期")
    old = ended < PENALTY_LAW_2021
    two, five = (_undiscovered(ended, discovered, years) for years in (2, 5))
    answer = two if old or harmful is False else five if harmful else two if two == five else None
    remarks = (
        _OLD_ACT if old and harmful is not False and two and decided >= PENALTY_LAW_2021 else "",
        _LAST_DAY if answer is None and (two is None or five is None) else "",
        "是否涉及公民生命健康安全且有危害后果未查明" if answer is None and not old and harmful is None else "",
    )
    return Limit(answer, _basis_of_limitation(old, decided), note(*remarks))


def _undiscovered(ended: date, discovered: date, years: int) -> bool | None:
    """Whether so many years passed undiscovered; None on the very day, as no text says whether the first day counts."""
    last = months_after(ended, 12 * years)
    return None if discovered == last else discovered > last


def _basis_of_limitation(old: bool, decided: date) -> tuple[str, ...]:
    rules = _RULES_2010 if decided < REVIEW_LAW_2023 else ()
    if not old:
        return (*_SINCE_2021, *rules)
    later = ("行政处罚法(2021)第三十七条",) if decided >= PENALTY_LAW_2021 else ()
    return (_BEFORE_2021, *later, *rules)


def statement_until(notified: date) -> Limit[date] | Limit[None]:
    """The last day for stating and defending (陈述、申辩), by the day the notice was received.

    Three days, which that rule does not call working days: 安全生产违法行为行政处罚办法(2015)第十八条. Not known since 2026-02-01:
    行政处罚法(2021)第四十四条、第四十五条 set no period.
    """
    return party_until(notified, statement_period(notified))


def hearing_request_until(notified: date) -> Limit[date]:
    """The last day for asking for a hearing, by the day the notice was received.

    Three days: 安全生产违法行为行政处罚办法(2015)第三十四条. Since 2021-07-15 five working days:
    行政处罚法(2021)第六十四条第（一）项、第八十五条.
    """
    return party_until(notified, hearing_request_period(notified))


def hearing_notice_by(hearing: date) -> Limit[date]:
    """The last day for telling the party when and where the ``hearing`` is held.

    Seven days before: 安全生产违法行为行政处罚办法(2015)第三十五条第一款. Since 2021-07-15 seven working days before:
    行政处罚法(2021)第六十四条第（二）项、第八十五条.
    """
    length = hearing_notice_period(hearing)
    remark = "听证当日不计入；通知当日也不计入的算法要早一日，宜提前通知"
    return Limit(length.value.before(hearing), length.basis, remark)


def hearing_held_by(requested: date) -> Limit[date] | Limit[None]:
    """The last day for holding the hearing, by the day the written request was received.

    Fifteen days: 安全生产违法行为行政处罚办法(2015)第三十五条第一款. Not known since 2026-02-01: 行政处罚法(2021)第六十四条 sets none.
    """
    return authority_until(requested, hearing_held_period(requested))


def decision_due(filed: date, extension: Extension = "none") -> Limit[date]:
    """The last day for deciding a case, by the day it was filed (立案).

    30 days, 90 with the consent of the head, 180 with that of the authority above:
    安全生产违法行为行政处罚办法(2015)第三十二条, to which 行政处罚法(2021)第六十条 yields. Filed since 2026-02-01: 90 days.
    """
    due = authority_until(filed, decision_period(filed, extension))
    if filed >= MEASURES_2026 or due.value < MEASURES_2026:
        return due
    return Limit(due.value, (*due.basis, NEW_MEASURES), "届满在2026年2月1日以后，在办案件适用何种期限待核")


def extension_request_window(due: date) -> Limit[tuple[date, date]] | Limit[None]:
    """The first and the last day for asking that the time for mending, which ends on ``due``, be lengthened.

    Within ten days before it ends, in writing, for force majeure, while mending goes on:
    安全生产违法行为行政处罚办法(2015)第十七条第一款.
    """
    length = extension_request_period(due)
    if length.value is None:
        return Limit(None, length.basis, length.note)
    remark = "限因不可抗力无法按期完成，并须在整改、治理的同时提出；期限不足十日的，自收到指令即可提出"
    return Limit((length.value.before(due), due), length.basis, remark)


def extension_answer_by(applied: date) -> Limit[date] | Limit[None]:
    """The last day for answering such a request, five days after it was received: 安全生产违法行为行政处罚办法(2015)第十七条第一款."""
    return authority_until(applied, extension_answer_period(applied))


def reinspection_by(due: date, applied: date | None = None) -> Limit[date] | Limit[None]:
    """The last day for inspecting again: ten days after the enterprise asked for it, or after the time for mending ended.

    The earlier of the two: 安全生产违法行为行政处罚办法(2015)第十七条第二款.
    """
    since = due if applied is None else min(due, applied)
    return authority_until(since, reinspection_period(since))
