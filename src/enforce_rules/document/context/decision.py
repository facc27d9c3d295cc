"""What is decided, or meant to be decided: each act with what it broke, its basis, its weight and its sanction."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from ...errors import CitationError, Problems
from ...evaluate import Inspection
from ...manual import Rulebook, parse_citation
from ...penalty import DECISIONS, Penalties, Proposal
from ...penalty.heavy import asks_another
from ...penalty.kinds import kind_of
from ...penalty.proposal import Requirement
from .findings import cited, findings
from .models import Act, Decision, Finding
from .money import money
from .parties import Subject


def decision(
    proposals: Iterable[Proposal], subject: Subject, penalties: Penalties, issued: date, problems: Problems
) -> Decision:
    """The decision that the proposals amount to. What cannot be stated yet is among the problems."""
    book = penalties.inspection.book
    proposals = tuple(proposals)
    acts, first = [], 1
    for number, one in enumerate(proposals, 1):
        breaches = [breach for act in one.acts for breach in act.breaches]
        stated = [_under(finding, one, book) for finding in findings(breaches, issued, {}, problems)]
        for finding in stated:
            finding.number, first = first, first + 1
        acts.append(_act(number, one, stated, penalties.inspection))
    fines = [one.amount for one in proposals if one.decision == "fine" and one.amount is not None]
    joint = penalties.joint.get(subject.capacity, ())
    hearing = [need for one in proposals for need in one.needs if need.step == "hearing"]
    hearing += [need for need in joint if need.step == "hearing"]
    return Decision(
        acts,
        money(sum(fines)) if fines else None,
        list(dict.fromkeys(words for act in acts for words in act.other)),
        _evidence(finding for act in acts for finding in act.findings),
        "|".join(dict.fromkeys(cite for act in acts for cite in act.sources.split("|") if cite)),
        bool(hearing),
        [_step(need, book) for need in hearing],
    )


def _under(finding: Finding, one: Proposal, book: Rulebook) -> Finding:
    """The finding with the duties of the edition that the penalty applies, not of the day of the inspection."""
    duties = one.duties.get(f"{finding.item}.{finding.breach}", ())
    finding.duties, finding.duty_sources = cited(duties, book), "|".join(duties)
    return finding


def _act(number: int, one: Proposal, stated: list[Finding], inspection: Inspection) -> Act:
    book = inspection.book
    duties = tuple(dict.fromkeys(cite for breach in one.breaches for cite in one.duties.get(breach, ())))
    basis = () if one.provision is None else (*one.narrowed_by, one.provision)
    return Act(
        number,
        stated,
        cited(duties, book),
        "|".join(duties),
        cited(reversed(basis), book),
        "|".join(reversed(basis)),
        _band(one),
        one.tier or "",
        [officially(ground, book) for ground in one.grounds],
        one.decided,
        [officially(reason, book) for reason in one.reasons],
        money(one.amount) if one.decision == "fine" and one.amount is not None else None,
        _ours(one) if one.decision in ("fine", "penalty") else [],
        one.on_whom,
        "|".join((*reversed(basis), *duties)),
        [officially(reason, book) for reason in one.review],
        [_step(need, book) for need in one.needs],
        DECISIONS[one.decision],
        _STAGES.get(one.stage, ""),
    )


_STAGES = {"overdue": "经责令限期改正，逾期未改正", "refused": "经责令改正，拒不改正"}
"""What an act has come to, where the provision asks for that."""


def _ours(one: Proposal) -> list[str]:
    """What stands beside the fine and is a penalty that the authority itself imposes."""
    return [
        words
        for words in one.other
        if (kind := kind_of(words)) is not None and kind.penalty and not asks_another(words)
    ]


def _band(one: Proposal) -> str:
    if one.band is None:
        return ""
    low, high = one.band
    return f"{low}元以上{high}元以下" if 0 < low < high else f"{high}元以下" if low == 0 else f"{low}元"


def _step(need: Requirement, book: Rulebook) -> str:
    basis = cited(need.basis, book)
    return f"{officially(need.what, book)}（{basis}）" if basis else officially(need.what, book)


def _evidence(stated: Iterable[Finding]) -> list[str]:
    records = (finding.evidence.partition("证据：")[2] for finding in stated)
    return list(dict.fromkeys(name for record in records for name in record.split("、") if name))


_INTERNAL = re.compile(
    r"[^\s（）、，。；：“”《》()]{2,40}(?:（试行）)?\([0-9]{4}\)(?:第[^\s，。；：“”]*?(?:条(?:之[一二三])?|款|项))*"
)


def officially(sentence: str, book: Rulebook) -> str:
    """A sentence with its citations as documents write them: 《中华人民共和国行政处罚法》第三十二条第（一）项."""
    return _INTERNAL.sub(lambda match: _official(match[0], book), sentence)


def _official(text: str, book: Rulebook) -> str:
    try:
        parse_citation(text)
        return book.provision(text).official
    except (CitationError, KeyError):
        return text
