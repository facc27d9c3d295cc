"""What is decided, or meant to be decided: each act with what it broke, its basis, its weight and its sanction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ...errors import Problems
from ...evaluate import Inspection
from ...facts.procedure import Procedure
from ...manual.statute import Stage
from ...penalty import DECISIONS, Penalties, Proposal
from ...penalty.execution import days_late, payment_due, surcharge
from ...penalty.proposal import Requirement
from ...penalty.readiness import penalty_of_ours, together_needs
from ..citing import cited, cited_in, officially, readable
from .findings import findings
from .models import Act, Decision, Finding, Money, Overdue, Total
from .money import money
from .parties import Subject

STAGES: dict[Stage | None, str] = {
    "overdue": "经责令限期改正，逾期未改正",
    "refused": "经责令改正，拒不改正或者拒不执行",
    "serious": "情节严重",
}
"""What an act has come to, where the sanction asks for that."""
SPARED = ("exempt", "barred")
"""What is decided without a penalty, for the reasons that the document states."""


def decision(
    proposals: Iterable[Proposal], subject: Subject, penalties: Penalties, issued: date, problems: Problems
) -> Decision:
    """The decision that the proposals amount to. What cannot be stated yet is among the problems."""
    proposals = tuple(proposals)
    writer = _Writer(penalties.inspection, issued, problems)
    acts = [writer.act(number, one) for number, one in enumerate(proposals, 1)]
    hearing = [need for one in proposals for need in one.needs if need.step == "hearing"]
    parties = dict.fromkeys(one.party for one in proposals)
    for party in parties:
        of_party = [one for one in proposals if one.party == party]
        hearing += [need for need in together_needs(penalties, party, of_party) if need.step == "hearing"]
    totals = [_total(who, acts, proposals) for who in dict.fromkeys(act.party for act in acts)]
    return Decision(
        acts,
        totals[0].fine if len(totals) == 1 else None,
        totals[0].confiscated if len(totals) == 1 else None,
        totals,
        list(dict.fromkeys(words for act in acts for words in act.other)),
        _evidence(finding for act in acts for finding in act.findings),
        "|".join(dict.fromkeys(cite for act in acts for cite in act.sources.split("|") if cite)),
        bool(hearing),
        [writer.step(need) for need in hearing],
    )


def _total(who: str, acts: Iterable[Act], proposals: Iterable[Proposal]) -> Total:
    fines = [
        one.amount for one in proposals if one.on_whom == who and one.decision == "fine" and one.amount is not None
    ]
    other = dict.fromkeys(words for act in acts if act.party == who for words in act.other)
    return Total(who, _sum(fines), _sum(_income(one) for one in proposals if one.on_whom == who), list(other))


def _sum(sums: Iterable[int | None]) -> Money | None:
    known = [one for one in sums if one is not None]
    return money(sum(known)) if known else None


class _Writer:
    """Writes acts as the documents of one day state them, numbering the findings through."""

    def __init__(self, inspection: Inspection, issued: date, problems: Problems) -> None:
        self.inspection = inspection
        self.book = inspection.book
        self.issued = issued
        self.problems = problems
        self.stated = 0

    def act(self, number: int, one: Proposal) -> Act:
        """One proposal as an act with its sanction."""
        basis = () if one.provision is None else (one.provision, *one.narrowed_by)
        duties = self._read(dict.fromkeys(cite for breach in one.breaches for cite in one.duties.get(breach, ())))
        stated = cited_in((*one.grounds, *(one.reasons if one.decision in SPARED else ())), self.book)
        return Act(
            number,
            [self._under(finding, one) for finding in self._findings(one)],
            self._cited(duties),
            "|".join(duties),
            self._cited(basis),
            "|".join(basis),
            _band(one),
            one.tier or "",
            [self._officially(ground) for ground in one.grounds],
            one.decided,
            [self._officially(reason) for reason in one.reasons],
            money(one.amount) if one.decision == "fine" and one.amount is not None else None,
            _ours(one) if one.decision in ("fine", "penalty") else [],
            one.on_whom,
            "|".join(dict.fromkeys((*basis, *duties, *stated))),
            [self._officially(reason) for reason in one.review],
            [self.step(need) for need in one.needs],
            DECISIONS[one.decision],
            STAGES.get(one.sanction_stage, ""),
            "、".join(dict.fromkeys(act.order for act in one.acts if act.order)),
            _confiscated(one),
        )

    def step(self, need: Requirement) -> str:
        """A step of procedure with its basis."""
        basis = self._cited(need.basis)
        return f"{self._officially(need.what)}（{basis}）" if basis else self._officially(need.what)

    def _findings(self, one: Proposal) -> list[Finding]:
        breaches = [breach for act in one.acts for breach in act.breaches]
        found = findings(breaches, self.issued, {}, self.problems)
        for finding in found:
            self.stated += 1
            finding.number = self.stated
        return found

    def _under(self, finding: Finding, one: Proposal) -> Finding:
        """The finding with the duties of the edition that the penalty applies, not of the day of the inspection."""
        duties = self._read(one.duties.get(f"{finding.item}.{finding.breach}", ()))
        finding.duties, finding.duty_sources = self._cited(duties), "|".join(duties)
        return finding

    def _read(self, cites: Iterable[str]) -> tuple[str, ...]:
        return tuple(str(one.citation) for one in readable([self.book.provision(cite) for cite in cites]))

    def _cited(self, cites: Iterable[str]) -> str:
        return cited(cites, self.book, self.issued)

    def _officially(self, sentence: str) -> str:
        return officially(sentence, self.book, self.issued)


def _ours(one: Proposal) -> list[str]:
    """What stands beside the fine and is a penalty that the authority itself imposes."""
    return [words for words in one.other if penalty_of_ours(words)]


def _confiscated(one: Proposal) -> Money | None:
    """The illegal income to be confiscated, where it is known."""
    return _sum([_income(one)])


def _income(one: Proposal) -> int | None:
    known = [act.illegal_income for act in one.acts if act.illegal_income is not None]
    return sum(known) if known and any(takes_income(words) for words in one.other) else None


def takes_income(words: str) -> bool:
    """Whether a sanction takes the illegal income (没收违法所得)."""
    return "没收" in words and "违法所得" in words


def _band(one: Proposal) -> str:
    if one.band is None:
        return ""
    low, high = one.band
    return f"{low}元以上{high}元以下" if 0 < low < high else f"{high}元以下" if low == 0 else f"{low}元"


def _evidence(stated: Iterable[Finding]) -> list[str]:
    records = (finding.evidence.partition("证据：")[2] for finding in stated)
    return list(dict.fromkeys(name for record in records for name in record.split("、") if name))


def overdue(fine: int, procedure: Procedure, issued: date) -> Overdue | None:
    """What is owed on a day of a fine that was served and not paid in time; None where nothing is, or that is not known."""
    if procedure.decision_served is None:
        return None
    due = payment_due(procedure.decision_served).value
    unpaid, late = fine - (procedure.paid or 0), days_late(due, issued)
    if unpaid <= 0 or late <= 0:
        return None
    more = surcharge(unpaid, late, issued).value
    paid = money(procedure.paid) if procedure.paid else None
    return Overdue(due, late, paid, money(unpaid), money(more), money(unpaid + more))
