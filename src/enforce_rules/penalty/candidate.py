"""The candidates for an act under the law of a day: the provisions in force that sanction a party for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..evaluate import Inspection
from ..language import Truth
from ..language.kleene import and_, or_, truth_of
from ..manual import Breach, Item, ProvisionAt
from ..manual.statute import PARTIES, Party
from .act import Act, key_of
from .outcome import Income, Outcome, outcome


@dataclass(frozen=True)
class Candidate:
    """One provision that sanctions one party for an act. ``applies`` is None where that depends on facts not recorded."""

    citation: str
    provision: ProvisionAt
    party: Party
    outcome: Outcome
    applies: Truth
    breaches: frozenset[str]

    @property
    def certain(self) -> bool:
        """Whether it surely applies and its band is known."""
        return self.applies is True


def committed(item: Item, breach: Breach, inspection: Inspection, law: date) -> Truth:
    """Whether a breach is committed on the facts as inspected, under the law of a day; None where the facts leave it open."""
    if not (item.covers(law) and breach.covers(law)):
        return False
    return and_([_truth(inspection, item.applies, law), _truth(inspection, breach.violated, law)])


def _truth(inspection: Inspection, condition: str, law: date) -> Truth:
    """A condition on the facts as they were inspected, under the law of a day."""
    return truth_of(inspection.compiled.under_law(condition, law), inspection.facts.values, inspection.on)


def illegal(act: Act, inspection: Inspection, law: date) -> Truth:
    """Whether an act is illegal under the law of a day; None where the rules of that day do not say.

    Asked of the breaches found, and of those of the same act that the rules of the inspection's day do not have: what came before
    them or after. Before its first day a breach was no breach; after its last one it may have gone into another that the rules do
    not name as the same act.
    """
    found = set(act.keys)
    asked = [
        (item, breach)
        for item, name, breach in act.kin
        if f"{item.id}.{name}" in found or not (breach.covers(inspection.on) and item.covers(inspection.on))
    ]
    existing = [(item, breach) for item, breach in asked if item.covers(law) and breach.covers(law)]
    if existing:
        return or_(committed(item, breach, inspection, law) for item, breach in existing)
    return False if all(breach.since is not None and law < breach.since for _, breach in asked) else None


def candidates(act: Act, inspection: Inspection, law: date) -> dict[Party, tuple[Candidate, ...]]:
    """For each party the provisions in force on the day ``law`` that sanction the act, in the order of the rules."""
    found: dict[Party, dict[str, Candidate]] = {}
    for item, name, breach in act.kin:
        if committed(item, breach, inspection, law) is not True:
            continue
        for candidate in _of_breach(act, f"{item.id}.{name}", breach, inspection, law):
            known = found.setdefault(candidate.party, {})
            known[candidate.citation] = _joined(known.get(candidate.citation), candidate)
    return {party: tuple(found[party].values()) for party in PARTIES if party in found}


def _of_breach(act: Act, key: str, breach: Breach, inspection: Inspection, law: date) -> Iterator[Candidate]:
    incomes = {person.party: person.annual_income for person in inspection.facts.case.persons}
    for basis, provision in inspection.book.in_force(breach.penalties, law):
        applies = _truth(inspection, basis.when or "true", law)
        if applies is False:
            continue
        for party in PARTIES:
            income = Income(act.illegal_income, incomes.get(party))
            sanction = outcome(provision.sanctions, party, act.stage, act.serious is True, income)
            if sanction is not None:
                yield Candidate(basis.cite, provision, party, sanction, applies, frozenset({key}))


def _joined(one: Candidate | None, other: Candidate) -> Candidate:
    if one is None:
        return other
    applies = True if True in (one.applies, other.applies) else None
    return Candidate(one.citation, one.provision, one.party, one.outcome, applies, one.breaches | other.breaches)


def duties(act: Act, inspection: Inspection, law: date) -> dict[str, tuple[str, ...]]:
    """For each breach found the provisions in force on the day ``law`` that impose the duty it broke."""
    book = inspection.book
    return {
        key_of(breach): tuple(
            basis.cite
            for basis, _ in book.in_force(breach.breach.duties, law)
            if _truth(inspection, basis.when or "true", law) is True
        )
        for breach in act.breaches
    }


def unknown_sanctions(act: Act, inspection: Inspection, law: date) -> tuple[str, ...]:
    """The provisions in force that punish the act but whose sanctions are not known here, because their text is not."""
    cited = {
        basis.cite: None
        for item, _, breach in act.kin
        if committed(item, breach, inspection, law) is True
        for basis, provision in inspection.book.in_force(breach.penalties, law)
        if not provision.sanctions and _truth(inspection, basis.when or "true", law) is not False
    }
    return tuple(cited)
