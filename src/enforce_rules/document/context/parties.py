"""Whom a document can be about: the unit, each person who may be punished, each authority that something is handed to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...errors import DocumentError, Problem, did_you_mean
from ...evaluate import Inspection
from ...facts import Enterprise, Person
from ...manual.statute import PARTIES
from ...manual.statute import Party as Capacity
from ...penalty import Penalties, Proposal
from ..kinds import DocumentKind
from .models import Party

UNIT = "unit"
PENALISED = ("fine", "penalty")
SPARED = ("exempt", "barred")


@dataclass(frozen=True)
class Subject:
    """Whom one document is about. ``name`` is ``unit``, the name of a person, or the name of an authority."""

    name: str
    capacity: Capacity = "unit"
    person: Person | None = None
    number: int | None = None  # which of case.persons

    @property
    def is_unit(self) -> bool:
        """Whether it is the enterprise."""
        return self.capacity == "unit"

    @property
    def path(self) -> str:
        """Where the facts file describes it."""
        return "enterprise" if self.number is None else f"case.persons.{self.number}"


def subjects(kind: DocumentKind, inspection: Inspection, penalties: Penalties | None) -> tuple[Subject, ...]:
    """Everybody a kind of document is due to in this case."""
    if kind.about == "transfer":
        names = dict.fromkeys(breach.transfer for breach in inspection.violations if breach.transfer)
        return tuple(Subject(name) for name in names)
    if kind.about not in ("penalty", "exempt") or penalties is None:
        return (Subject(UNIT),)
    wanted = PENALISED if kind.about == "penalty" else SPARED
    parties = {one.party for one in penalties.proposals if one.decision in wanted}
    found = [Subject(UNIT)] if "unit" in parties and kind.to != "person" else []
    if kind.to != "unit":
        found += [
            Subject(person.name or "", person.party, person, number)
            for number, person in enumerate(inspection.facts.case.persons)
            if person.party in parties
        ]
    return tuple(found)


def chosen(kind: DocumentKind, found: tuple[Subject, ...], name: str | None) -> Subject:
    """The one named, or the only one. Raises :class:`DocumentError` where there is none, or several and none is named."""
    if not found:
        raise DocumentError(f"没有可以写进{kind.name}的内容：{_NOTHING.get(kind.about, '')}")
    names = [one.name for one in found]
    if name is None and len(found) == 1:
        return found[0]
    if name is None:
        raise DocumentError(Problem(f"{kind.name}要分别制作，须指明写给谁", hint=f"可用：{'、'.join(names)}"))
    if name not in names:
        hint = did_you_mean(name, names) or f"可用：{'、'.join(names)}"
        raise DocumentError(Problem(f"{kind.name}不能写给“{name}”", hint=hint))
    return found[names.index(name)]


_NOTHING = {
    "penalty": "没有对这类当事人的处罚建议；个人要在 case.persons 写明",
    "exempt": "没有不予处罚的建议",
    "transfer": "没有属于其他部门职责的违法行为",
}


def proposals_for(subject: Subject, kind: DocumentKind, penalties: Penalties) -> tuple[Proposal, ...]:
    """The proposals that a document to somebody rests on; all that may be decided, for a document about the whole case."""
    if kind.about == "case":
        return tuple(one for one in penalties.proposals if one.decision in (*PENALISED, *SPARED, "undecided"))
    wanted = PENALISED if kind.about == "penalty" else SPARED
    return tuple(one for one in penalties.proposals if one.party == subject.capacity and one.decision in wanted)


def enterprise_party(enterprise: Enterprise) -> Party:
    """The enterprise as a document names it."""
    told = {name: value or "" for name, value in enterprise.model_dump().items()}
    return Party(unit=True, capacity=PARTIES["unit"], **told)


def party_of(subject: Subject, enterprise: Enterprise) -> Party:
    """Somebody as a document names them."""
    if subject.person is not None:
        person = subject.person
        return Party(
            name=person.name or "",
            unit=False,
            capacity=PARTIES[person.party],
            post=person.post or "",
            id_number=person.id_number or "",
            address=person.address or "",
            phone=person.phone or "",
        )
    return enterprise_party(enterprise) if subject.name == UNIT else Party(name=subject.name)


def unnamed(proposals: Iterable[Proposal]) -> list[str]:
    """The capacities in which persons may be punished while nobody is named: no document can be written for them."""
    return list(dict.fromkeys(PARTIES[one.party] for one in proposals if one.party != "unit" and not one.persons))
