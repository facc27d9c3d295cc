"""The penalties proposed as a report to check line by line: facts, duty, provision, band, weight, amount, procedure."""

from __future__ import annotations

from typing import Any

from ..evaluate import BreachVerdict
from ..evaluate.inspection import BLANK
from ..language.chinese import day
from ..manual.discretion import Band
from ..manual.statute import PARTIES
from ..penalty import DECISIONS, Penalties, Proposal
from ..penalty.act import key_of
from ..penalty.measures import crime_words
from .document import Rendered, render

TEMPLATE = "penalty-report.html.j2"


def penalty_report(penalties: Penalties) -> Rendered:
    """The report on what is proposed, as ``txt`` or ``html``."""
    inspection = penalties.inspection
    return render(
        TEMPLATE,
        "行政处罚建议",
        enterprise=inspection.facts.enterprise.name or BLANK,
        on=day(inspection.on),
        decided=day(penalties.decided),
        statement=inspection.book.info.statement,
        caveat=inspection.book.info.caveat(penalties.decided),
        proposals=[_proposal(number, one) for number, one in enumerate(penalties.proposals, 1)],
        totals=[f"{PARTIES[party]}{_yuan(amount)}" for party, amount in penalties.totals.items()],
        measures=[
            {"breach": one.breach, "statement": one.statement, "words": "；".join(one.words), "basis": list(one.basis)}
            for one in penalties.measures
        ],
        joint=[
            _with_basis(f"{PARTIES[party]}的罚款合并作出一个决定的，按合计数额：{need.what}", need.basis)
            for party, needs in penalties.joint.items()
            for need in needs
        ],
        blocking=list(penalties.blocking),
    )


def _proposal(number: int, one: Proposal) -> dict[str, Any]:
    return {
        "number": number,
        "party": one.on_whom,
        "decision": DECISIONS[one.decision],
        "stage": one.at_stage,
        "findings": [_finding(breach, one) for act in one.acts for breach in act.breaches],
        "provision": one.provision,
        "edition_reason": one.edition_reason,
        "narrowed_by": list(one.narrowed_by),
        "others": [_with_basis(f"{other.citation}：{other.reason}", other.basis) for other in one.others],
        "band": _band(one),
        "other": "、".join(one.other),
        "tier": one.tier,
        "suggestion": _suggestion(one),
        "decided": bool(one.decided),
        "reasons": list(one.reasons),
        "needs": [_with_basis(need.what, need.basis) for need in one.needs],
        "review": list(one.review),
        "unverified": list(one.unverified),
        "transfer": one.transfer,
        "crimes": list(one.crimes),
        "crime_words": crime_words(one.crimes),
    }


def _finding(breach: BreachVerdict, one: Proposal) -> dict[str, Any]:
    evidence = [
        "，".join(part for part in (found.place, found.record) if part)
        for name in breach.facts_used
        if (found := breach.recorded(name)) is not None
    ]
    return {
        "item": breach.item.id,
        "name": breach.name,
        "statement": breach.statement,
        "evidence": "；".join(dict.fromkeys(filter(None, evidence))),
        "duties": list(one.duties[key_of(breach)]),
        "facts": " ".join(breach.facts_used),
    }


def _with_basis(words: str, basis: tuple[str, ...]) -> str:
    return f"{words}（{'、'.join(basis)}）" if basis else words


def _band(one: Proposal) -> str:
    if one.band is None:
        return ""
    low, high = one.band
    words = f"{_yuan(high)}以下" if low == 0 else _yuan(low) if low == high else f"{_yuan(low)}以上{_yuan(high)}以下"
    how = "处" if one.mandatory else "可以处"
    return f"{how}{words}罚款{'（单处或者并处）' if one.alternative else ''}"


def _suggestion(one: Proposal) -> str:
    if one.amount is None or one.interval is None:
        return ""
    return f"{_interval(one.interval)}，数额{_yuan(one.amount)}"


def _interval(interval: Band) -> str:
    low, high = interval
    return f"{_yuan(low)}至{_yuan(high)}" if low != high else _yuan(low)


def _yuan(amount: int) -> str:
    return f"{amount}元"
