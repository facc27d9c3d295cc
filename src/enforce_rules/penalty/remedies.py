"""Remedies of the party, and what the authority may do once they have lapsed: review, lawsuit, compulsory execution."""

from __future__ import annotations

from datetime import date, timedelta

from .limit import PENALTY_LAW_2021, REVIEW_LAW_2023, Limit, note
from .periods import (
    execution_period,
    party_until,
    review_period,
    suit_after_review_period,
    suit_period,
    urging_period,
)


def review_until(received: date) -> Limit[date]:
    """The last day for applying for review (行政复议), by the day the decision was received.

    Sixty days: 行政复议法(2023)第二十条第一款; before 2024-01-01 行政复议法(2017)第九条第一款. The fifteen days of
    矿山安全法(2009)第四十五条第一款 give way, since both let only longer periods stand.
    """
    return party_until(received, review_period(received))


def review_first(decided: date, on_the_spot: bool) -> Limit[bool]:
    """Whether review must come before a lawsuit: for a decision on the spot, since 2024-01-01.

    行政复议法(2023)第二十三条第一款第（一）项; the authority must say so: 第二款.
    """
    if decided < REVIEW_LAW_2023:
        return Limit(False, ("行政诉讼法(2017)第四十四条第一款",))
    if not on_the_spot:
        return Limit(False, ("行政诉讼法(2017)第四十四条第一款",), "法律、行政法规另有复议前置规定的除外")
    basis = ("行政复议法(2023)第二十三条第一款第（一）项", "行政复议法(2023)第二十三条第二款")
    return Limit(True, basis, "作出决定时应当告知先申请行政复议；可以通过作出决定的机关提交申请")


def suit_until(received: date, penalised_under: str) -> Limit[date]:
    """The last day for going to court without review, by the day the decision was received.

    Six months: 行政诉讼法(2017)第四十六条第一款; fifteen days when ``penalised_under`` cites 矿山安全法:
    矿山安全法(2009)第四十五条第一款, which that law lets stand.
    """
    return party_until(received, suit_period(received, penalised_under))


def suit_after_review_until(received: date) -> Limit[date]:
    """The last day for going to court after review, by the day the review decision was received.

    Fifteen days: 行政诉讼法(2017)第四十五条.
    """
    return party_until(received, suit_after_review_period(received))


def execution_window(
    received: date, penalised_under: str, instalments_until: date | None = None
) -> Limit[tuple[date, date]]:
    """The first and the last day for applying to the court for compulsory execution, where the party took no remedy.

    From the end of the periods for review and lawsuit, the later of both, for three months: 行政强制法(2011)第五十三条. Where payment
    was put off or split, from the end of that time: 行政处罚法(2021)第七十二条第二款. Urging must come before (:func:`urged_until`).
    """
    review, suit = review_until(received), suit_until(received, penalised_under)
    end = max(review, suit, key=lambda limit: limit.value)
    length = execution_period(end.value)
    basis = tuple(dict.fromkeys((*length.basis, *review.basis, *suit.basis)))
    since = end.value
    if instalments_until is not None and instalments_until >= PENALTY_LAW_2021:
        since, basis = max(since, instalments_until), (*basis, "行政处罚法(2021)第七十二条第二款")
    remark = note("限当事人未申请复议、未起诉又不履行的；申请前须催告", end.note)
    return Limit((since + timedelta(days=1), length.value.after(since)), basis, remark)


def urged_until(served: date) -> Limit[date]:
    """The last day left to a party that was urged (催告), by the day the letter was served; from the next the authority may apply.

    Ten working days: 行政强制法(2011)第五十四条、第六十九条.
    """
    return party_until(served, urging_period(served))
