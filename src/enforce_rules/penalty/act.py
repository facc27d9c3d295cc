"""The acts of a case: breaches that are one act in law, grouped, with when it ended, its stage and its circumstances."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..errors import FactsError, Place, Problem
from ..evaluate import BreachVerdict, Inspection
from ..facts import CaseRecord
from ..facts.case import ActRecord, Circumstances
from ..manual import Breach, Item
from ..manual.statute import Party, Stage


@dataclass(frozen=True)
class Act:
    """One act in law (一个违法行为): the breaches that make it up, and what is known of it.

    ``circumstances`` holds those whose presence or absence was established; what it does not hold is not known.
    """

    id: str
    breaches: tuple[BreachVerdict, ...]
    kin: tuple[tuple[Item, str, Breach], ...]  # every breach of the manual that is this act, found or not
    ended: date
    discovered: date
    stage: Stage
    serious: bool | None
    harmful: bool | None = None
    circumstances: Mapping[str, bool] | None = None
    reduce: bool = False
    illegal_income: int | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """Its breaches by item and name."""
        return tuple(key_of(breach) for breach in self.breaches)


def key_of(breach: BreachVerdict) -> str:
    """A breach by its item and name: ``MR-06.no_safety_manager_at_all``."""
    return f"{breach.item.id}.{breach.name}"


def acts_of(inspection: Inspection, stage: Stage | None = None) -> tuple[Act, ...]:
    """The acts found by an inspection, in the order of the manual. ``stage`` overrides that of the case.

    Breaches with the same ``same_act`` are one act; those that another authority is competent for are kept apart, for they
    are not ours to weigh. Raises :class:`FactsError` where the breaches of one act are told in ways that differ.
    """
    groups: dict[tuple[str, str | None], list[BreachVerdict]] = {}
    for breach in inspection.violations:
        groups.setdefault((breach.breach.same_act or key_of(breach), breach.transfer), []).append(breach)
    case, problems = inspection.facts.case, list[Problem]()
    kin = _kin(inspection)
    acts = [
        _act((id, tuple(breaches), kin[id, transfer]), inspection, case, stage, problems)
        for (id, transfer), breaches in groups.items()
    ]
    problems += _strangers(case, acts, inspection)
    if problems:
        raise FactsError(problems)
    return tuple(acts)


def _kin(inspection: Inspection) -> dict[tuple[str, str | None], tuple[tuple[Item, str, Breach], ...]]:
    """For each act of the manual, by its id and the authority competent for it, its breaches."""
    kin: dict[tuple[str, str | None], tuple[tuple[Item, str, Breach], ...]] = {}
    for item, name, breach in inspection.book.breaches():
        key = breach.same_act or f"{item.id}.{name}", breach.transfer
        kin[key] = (*kin.get(key, ()), (item, name, breach))
    return kin


def _act(
    what: tuple[str, tuple[BreachVerdict, ...], tuple[tuple[Item, str, Breach], ...]],
    inspection: Inspection,
    case: CaseRecord,
    stage: Stage | None,
    problems: list[Problem],
) -> Act:
    records = {key: case.acts[key] for key in map(key_of, what[1]) if key in case.acts}

    def told(field: str, otherwise: Any = None) -> Any:
        values = {getattr(record, field) for record in records.values()} - {None}
        if len(values) > 1:
            place = Place(inspection.facts.source, path=f"case.acts.{next(iter(records))}.{field}")
            problems.append(Problem(f"{'、'.join(records)}是同一行为，{field} 写得不一样", place))
        return next(iter(values), otherwise)

    return Act(
        *what,
        told("ended", inspection.on),
        told("discovered", inspection.on),
        stage or told("stage", case.stage or "found"),
        told("serious", case.serious),
        told("harmful"),
        _circumstances(records.values(), case.circumstances, inspection),
        any(record.reduce for record in records.values()),
        told("illegal_income", case.illegal_income),
    )


def _circumstances(
    records: Iterable[ActRecord], whole: Circumstances | None, inspection: Inspection
) -> dict[str, bool]:
    """The circumstances established of an act: those of the case, with what its own records say in their place."""
    found = _established(whole, inspection)
    for record in records:
        found.update(_established(record.circumstances, inspection))
    return found


def _established(told: Circumstances | None, inspection: Inspection) -> dict[str, bool]:
    if told is None:
        return {}
    if isinstance(told, dict):
        return {name: value for name, value in told.items() if value is not None}
    return {name: name in told for name in inspection.book.circumstances}


def _strangers(case: CaseRecord, acts: list[Act], inspection: Inspection) -> list[Problem]:
    """What the case says of breaches that were not found: said in vain, and so perhaps a mistake."""
    found = {key for act in acts for key in act.keys}
    return [
        Problem("案件写到的违法行为没有查到", Place(inspection.facts.source, path=f"case.acts.{key}"), "核对事实")
        for key in case.acts
        if key not in found
    ]


def persons_of(case: CaseRecord, party: Party) -> tuple[str, ...]:
    """The names of the persons recorded in one capacity."""
    return tuple(person.name or "（未写姓名）" for person in case.persons if person.party == party)
