"""The lengths of periods as the law states them on a day, each written once: 3日, 5个工作日, 6个月.

The last day of each is counted elsewhere (:mod:`.limits`, :mod:`.remedies`, :mod:`.execution`), by :func:`party_until` and
:func:`authority_until`. ``on`` is the day a period starts, unless said otherwise. Which periods are working days:
:mod:`.calendar`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, overload

from ..language.functions import months_after
from ..manual.citation import parse_citation
from .calendar import workdays_after, workdays_before
from .limit import (
    MEASURES_2026,
    NEW_MEASURES,
    NEW_MEASURES_UNREAD,
    PENALTY_LAW_2021,
    REVIEW_LAW_2023,
    SAFETY_LAW_2021,
    Limit,
    note,
    party_day,
    party_period,
    unread,
)

Unit = Literal["日", "个工作日", "个月"]
Extension = Literal["none", "approved", "superior"]
"""How far the time for deciding a case was lengthened: not, by the head of the authority, by the authority above."""

_WORKDAYS_2021 = "行政处罚法(2021)第八十五条"
_WORKDAYS_2011 = "行政强制法(2011)第六十九条"
_MINE_LAW = "矿山安全法"
_MINE_SUIT = "矿山安全法(2009)第四十五条第一款"
_SUIT = "行政诉讼法(2017)第四十六条第一款"
_DECIDE_WITHIN: dict[Extension, int] = {"none": 30, "approved": 90, "superior": 180}


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time as the law writes it. Prints as a document does: ``60日``, ``5个工作日``, ``6个月``."""

    count: int
    unit: Unit = "日"

    def __str__(self) -> str:
        return f"{self.count}{self.unit}"

    def after(self, start: date) -> date:
        """Its last day as the calendar has it; the start day is not counted, nor is a rest day at the end passed over."""
        if self.unit == "个工作日":
            return workdays_after(start, self.count)
        return months_after(start, self.count) if self.unit == "个月" else start + timedelta(days=self.count)

    def before(self, end: date) -> date:
        """The day that lies so long before ``end``; the end day is not counted."""
        if self.unit == "个工作日":
            return workdays_before(end, self.count)
        return months_after(end, -self.count) if self.unit == "个月" else end - timedelta(days=self.count)


Length = Limit[Period] | Limit[None]
"""A period with its basis, or without a value where the law states none that was read."""


@overload
def party_until(start: date, length: Limit[Period], remark: str = "") -> Limit[date]: ...
@overload
def party_until(start: date, length: Length, remark: str = "") -> Limit[date] | Limit[None]: ...
def party_until(start: date, length: Length, remark: str = "") -> Limit[date] | Limit[None]:
    """The last day of a period of a party (当事人), which ends on a working day."""
    if length.value is None:
        return Limit(None, length.basis, length.note)
    told = note(length.note, remark)
    if length.value.unit == "日":
        return party_period(start, length.value.count, length.basis, told)
    if length.value.unit == "个月":
        return party_day(length.value.after(start), length.basis, told)
    return Limit(length.value.after(start), length.basis, told)


@overload
def authority_until(start: date, length: Limit[Period], remark: str = "") -> Limit[date]: ...
@overload
def authority_until(start: date, length: Length, remark: str = "") -> Limit[date] | Limit[None]: ...
def authority_until(start: date, length: Length, remark: str = "") -> Limit[date] | Limit[None]:
    """The last day of a period of the authority (行政机关), which is never moved on."""
    if length.value is None:
        return Limit(None, length.basis, length.note)
    return Limit(length.value.after(start), length.basis, note(length.note, remark))


# Before the decision


def statement_period(on: date) -> Length:
    """For stating and defending (陈述、申辩): 3日, 安全生产违法行为行政处罚办法(2015)第十八条; since 2026-02-01 not known."""
    if on >= MEASURES_2026:
        return unread("行政处罚法(2021)第四十四条", "行政处罚法(2021)第四十五条第一款")
    return Limit(Period(3), ("安全生产违法行为行政处罚办法(2015)第十八条",))


def hearing_request_period(on: date) -> Limit[Period]:
    """For asking for a hearing: 3日, since 2021-07-15 5个工作日: 行政处罚法(2021)第六十四条第（一）项、第八十五条."""
    if on < PENALTY_LAW_2021:
        return Limit(Period(3), ("行政处罚法(2017)第四十二条", "安全生产违法行为行政处罚办法(2015)第三十四条"))
    return Limit(Period(5, "个工作日"), ("行政处罚法(2021)第六十四条第（一）项", _WORKDAYS_2021))


def hearing_notice_period(on: date) -> Limit[Period]:
    """How long before the hearing, held ``on``, its time and place are told: 7日, since 2021-07-15 7个工作日.

    行政处罚法(2021)第六十四条第（二）项、第八十五条; 安全生产违法行为行政处罚办法(2015)第三十五条第一款.
    """
    if on < PENALTY_LAW_2021:
        return Limit(Period(7), ("行政处罚法(2017)第四十二条", "安全生产违法行为行政处罚办法(2015)第三十五条第一款"))
    return Limit(Period(7, "个工作日"), ("行政处罚法(2021)第六十四条第（二）项", _WORKDAYS_2021))


def hearing_held_period(on: date) -> Length:
    """For holding the hearing, from the written request: 15日, 安全生产违法行为行政处罚办法(2015)第三十五条第一款."""
    return (
        unread() if on >= MEASURES_2026 else Limit(Period(15), ("安全生产违法行为行政处罚办法(2015)第三十五条第一款",))
    )


def decision_period(on: date, extension: Extension = "none") -> Limit[Period]:
    """For deciding a case, from its filing (立案): 30日, lengthened 90日 or 180日; filed since 2026-02-01 90日.

    安全生产违法行为行政处罚办法(2015)第三十二条, to which 行政处罚法(2021)第六十条 yields.
    """
    if on >= MEASURES_2026:
        told = note(NEW_MEASURES_UNREAD, "令第18号另有规定的，从其规定")
        return Limit(Period(90), ("行政处罚法(2021)第六十条", NEW_MEASURES), told)
    law = ("行政处罚法(2021)第六十条",) if on >= PENALTY_LAW_2021 else ()
    return Limit(Period(_DECIDE_WITHIN[extension]), ("安全生产违法行为行政处罚办法(2015)第三十二条", *law))


def late_filing_period(on: date) -> Length:
    """For filing a case after the inquiry had begun: 5日, 安全生产违法行为行政处罚办法(2015)第二十三条."""
    return unread() if on >= MEASURES_2026 else Limit(Period(5), ("安全生产违法行为行政处罚办法(2015)第二十三条",))


def preservation_period(on: date) -> Limit[Period]:
    """For deciding on evidence preserved (先行登记保存): 7日, since 2021-07-15 7个工作日.

    行政处罚法(2021)第五十六条、第八十五条; 安全生产违法行为行政处罚办法(2015)第二十七条.
    """
    if on < PENALTY_LAW_2021:
        return Limit(Period(7), ("行政处罚法(2017)第三十七条", "安全生产违法行为行政处罚办法(2015)第二十七条"))
    return Limit(Period(7, "个工作日"), ("行政处罚法(2021)第五十六条", _WORKDAYS_2021))


# Mending and measures


def extension_request_period(on: date) -> Length:
    """How long before the time for mending ends, ``on``, more time may be asked for: 10日.

    安全生产违法行为行政处罚办法(2015)第十七条第一款; since 2026-02-01 not known.
    """
    return unread() if on >= MEASURES_2026 else Limit(Period(10), ("安全生产违法行为行政处罚办法(2015)第十七条第一款",))


def extension_answer_period(on: date) -> Length:
    """For answering a request for more time: 5日, 安全生产违法行为行政处罚办法(2015)第十七条第一款."""
    return unread() if on >= MEASURES_2026 else Limit(Period(5), ("安全生产违法行为行政处罚办法(2015)第十七条第一款",))


def reinspection_period(on: date) -> Length:
    """For inspecting again: 10日, 安全生产违法行为行政处罚办法(2015)第十七条第二款."""
    return unread() if on >= MEASURES_2026 else Limit(Period(10), ("安全生产违法行为行政处罚办法(2015)第十七条第二款",))


def temporary_period(on: date) -> Length:
    """How long work may be stopped for a major hazard, in general: 6个月, 安全生产违法行为行政处罚办法(2015)第十四条第三款."""
    return (
        unread()
        if on >= MEASURES_2026
        else Limit(Period(6, "个月"), ("安全生产违法行为行政处罚办法(2015)第十四条第三款",))
    )


def seizure_period(on: date) -> Limit[Period]:
    """How long things may be sealed or seized (查封、扣押): 30日, 行政强制法(2011)第二十五条第一款."""
    return Limit(Period(30), _seizing(on))


def seizure_extension(on: date) -> Limit[Period]:
    """By how much that may be lengthened with the consent of the head: 30日, 行政强制法(2011)第二十五条第一款."""
    return Limit(Period(30), _seizing(on), "限情况复杂的，经行政机关负责人批准，并书面告知当事人、说明理由")


def _seizing(on: date) -> tuple[str, ...]:
    measures = ("安全生产违法行为行政处罚办法(2015)第十五条第一款",) if on < MEASURES_2026 else ()
    return ("行政强制法(2011)第二十五条第一款", *measures)


def supervised_review_period(on: date) -> Limit[Period]:
    """For the review on the spot before a supervised (挂牌督办) enterprise starts again, from its request: 10日.

    安全生产事故隐患排查治理暂行规定(2007)第二十三条.
    """
    return Limit(Period(10), ("安全生产事故隐患排查治理暂行规定(2007)第二十三条",))


# The decision and what follows


def spot_record_period(on: date) -> Length:
    """For handing in a decision made on the spot (备案): 5日, 安全生产违法行为行政处罚办法(2015)第二十二条第二款."""
    return (
        unread() if on >= MEASURES_2026 else Limit(Period(5), ("安全生产违法行为行政处罚办法(2015)第二十二条第二款",))
    )


def service_period(on: date) -> Limit[Period]:
    """For serving the decision on a party that was not there: 7日, since 2021-07-15 7个工作日.

    行政处罚法(2021)第六十一条第一款、第八十五条; 安全生产违法行为行政处罚办法(2015)第三十一条第一款.
    """
    if on < PENALTY_LAW_2021:
        return Limit(Period(7), ("行政处罚法(2017)第四十条", "安全生产违法行为行政处罚办法(2015)第三十一条第一款"))
    return Limit(Period(7, "个工作日"), ("行政处罚法(2021)第六十一条第一款", _WORKDAYS_2021))


def announcement_period(on: date) -> Length:
    """After which service by announcement (公告送达) has taken place: 60日.

    安全生产违法行为行政处罚办法(2015)第三十一条第一款第（七）项; since 2026-02-01 not known.
    """
    if on >= MEASURES_2026:
        return unread()
    remark = "民事诉讼法的公告送达期限没有核对原文；两者不一致的，取较长者"
    return Limit(Period(60), ("安全生产违法行为行政处罚办法(2015)第三十一条第一款第（七）项",), remark)


def payment_period(on: date) -> Limit[Period]:
    """For paying a fine: 15日, 行政处罚法(2021)第六十七条第三款, before it 行政处罚法(2017)第四十六条."""
    new = on >= PENALTY_LAW_2021
    return Limit(Period(15), ("行政处罚法(2021)第六十七条第三款" if new else "行政处罚法(2017)第四十六条",))


def surcharge_rate(on: date) -> Limit[int]:
    """The surcharge (加处罚款) for each day, in percent of the fine: 3.

    行政处罚法(2021)第七十二条第一款第（一）项, before it 行政处罚法(2017)第五十一条;
    安全生产违法行为行政处罚办法(2015)第五十九条第一款第（一）项.
    """
    new = on >= PENALTY_LAW_2021
    law = "行政处罚法(2021)第七十二条第一款第（一）项" if new else "行政处罚法(2017)第五十一条"
    measures = ("安全生产违法行为行政处罚办法(2015)第五十九条第一款第（一）项",) if on < MEASURES_2026 else ()
    return Limit(3, (law, *measures))


def superior_filing_period(on: date, basis: str) -> Length:
    """For filing the decision with the authority above, by the provision for its level: 10日; since 2026-02-01 not known.

    安全生产违法行为行政处罚办法(2015)第六十三条至第六十五条.
    """
    return unread() if on >= MEASURES_2026 else Limit(Period(10), (basis,))


def publication_period(on: date) -> Length:
    """For publishing a decision against an enterprise: 7个工作日, 安全生产法(2021)第七十八条第二款, since 2021-09-01."""
    if on < SAFETY_LAW_2021:
        return Limit(None, (), "2021年9月1日以前法律没有规定公开期限，依当时的行政执法公示制度，待核")
    return Limit(Period(7, "个工作日"), ("安全生产法(2021)第七十八条第二款",), "限对生产经营单位的处罚决定")


def withdrawal_period(on: date) -> Length:
    """For withdrawing what was published: 3个工作日, 行政处罚法(2021)第四十八条第二款、第八十五条, since 2021-07-15."""
    if on < PENALTY_LAW_2021:
        return Limit(None, (), "2021年7月15日以前法律没有规定撤回期限，待核")
    return Limit(Period(3, "个工作日"), ("行政处罚法(2021)第四十八条第二款", _WORKDAYS_2021), "并公开说明理由")


def review_period(on: date) -> Limit[Period]:
    """For applying for review (行政复议): 60日, 行政复议法(2023)第二十条第一款, before it 行政复议法(2017)第九条第一款.

    The fifteen days of 矿山安全法(2009)第四十五条第一款 give way, since both let only longer periods stand.
    """
    new = on >= REVIEW_LAW_2023
    return Limit(Period(60), ("行政复议法(2023)第二十条第一款" if new else "行政复议法(2017)第九条第一款",))


def suit_period(on: date, penalised_under: str | None = None) -> Limit[Period]:
    """For going to court without review: 6个月, 行政诉讼法(2017)第四十六条第一款; under 矿山安全法 15日.

    矿山安全法(2009)第四十五条第一款, which that law lets stand.
    """
    if penalised_under is not None and _is_of_mine_law(penalised_under):
        return Limit(Period(15), (_MINE_SUIT, _SUIT), "依矿山安全法处罚的，起诉期限为十五日")
    return Limit(Period(6, "个月"), (_SUIT,))


def _is_of_mine_law(citation: str) -> bool:
    """矿山安全法, and 矿山安全法实施条例(1996) 第五十二条 and 第五十三条, which only set the sum of its fines."""
    cited = parse_citation(citation)
    return cited.law == _MINE_LAW or (cited.law == f"{_MINE_LAW}实施条例" and cited.article in (52, 53))


def suit_after_review_period(on: date) -> Limit[Period]:
    """For going to court after review: 15日, 行政诉讼法(2017)第四十五条."""
    return Limit(Period(15), ("行政诉讼法(2017)第四十五条",))


def urging_period(on: date) -> Limit[Period]:
    """What is left to a party that was urged (催告): 10个工作日, 行政强制法(2011)第五十四条、第六十九条."""
    return Limit(Period(10, "个工作日"), ("行政强制法(2011)第五十四条", _WORKDAYS_2011))


def execution_period(on: date) -> Limit[Period]:
    """For applying to the court for execution, from the end of the periods for review and suit: 3个月.

    行政强制法(2011)第五十三条.
    """
    return Limit(Period(3, "个月"), ("行政强制法(2011)第五十三条",))
