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

Kin = tuple[Item, str, Breach]
"""A breach of the manual with its item and name."""


@dataclass(frozen=True)
class Act:
    """One act in law (一个违法行为): the breaches that make it up, and what is known of it.

    ``circumstances`` holds those whose presence or absence was established; what it does not hold is not known.
    """

    id: str
    breaches: tuple[BreachVerdict, ...]
    kin: tuple[Kin, ...]  # every breach of the manual that is this act, found or not
    ended: date
    discovered: date
    stage: Stage
    serious: bool | None
    harmful: bool | None = None
    circumstances: Mapping[str, bool] | None = None
    reduce: bool = False
    illegal_income: int | None = None
    order: str | None = None  # the document that ordered to mend it

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
    kin, reader = _kin(inspection), _Reader(inspection, stage)
    acts = tuple(reader.act(id, breaches, kin[id, transfer]) for (id, transfer), breaches in groups.items())
    reader.strangers(acts)
    if reader.problems:
        raise FactsError(reader.problems)
    return acts


def _kin(inspection: Inspection) -> dict[tuple[str, str | None], tuple[Kin, ...]]:
    """For each act of the manual, by its id and the authority competent for it, its breaches."""
    kin: dict[tuple[str, str | None], list[Kin]] = {}
    for item, name, breach in inspection.book.breaches():
        kin.setdefault((breach.same_act or f"{item.id}.{name}", breach.transfer), []).append((item, name, breach))
    return {key: tuple(breaches) for key, breaches in kin.items()}


class _Reader:
    """Reads what the case says of each act; what is wrong is collected."""

    def __init__(self, inspection: Inspection, stage: Stage | None) -> None:
        self.inspection = inspection
        self.case = inspection.facts.case
        self.stage = stage
        self.problems: list[Problem] = []

    def act(self, id: str, breaches: list[BreachVerdict], kin: tuple[Kin, ...]) -> Act:
        """One act with what its breaches' records say, and else what the case says."""
        records = {key: self.case.acts[key] for key in map(key_of, breaches) if key in self.case.acts}
        on = self.inspection.on
        return Act(
            id,
            tuple(breaches),
            kin,
            ended=self._told(records, "ended", on),
            discovered=self._told(records, "discovered", on),
            stage=self.stage or self._told(records, "stage", self.case.stage or "found"),
            serious=self._told(records, "serious", self.case.serious),
            harmful=self._told(records, "harmful", None),
            circumstances=self._circumstances(records.values()),
            reduce=any(record.reduce for record in records.values()),
            illegal_income=self._told(records, "illegal_income", self.case.illegal_income),
            order=self._told(records, "order", None),
        )

    def _told(self, records: Mapping[str, ActRecord], field: str, otherwise: Any) -> Any:
        """What the records say of a field, or ``otherwise``; that they say the same is required."""
        values = {getattr(record, field) for record in records.values()} - {None}
        if len(values) > 1:
            self._problem(f"{'、'.join(records)}是同一行为，{field} 写得不一样", f"{next(iter(records))}.{field}")
        return next(iter(values), otherwise)

    def _circumstances(self, records: Iterable[ActRecord]) -> dict[str, bool]:
        """The circumstances established: those of the case, with what the act's own records say in their place."""
        found = self._established(self.case.circumstances)
        for record in records:
            found.update(self._established(record.circumstances))
        return found

    def _established(self, told: Circumstances | None) -> dict[str, bool]:
        if told is None:
            return {}
        if isinstance(told, dict):
            return {name: value for name, value in told.items() if value is not None}
        return {name: name in told for name in self.inspection.book.circumstances}

    def strangers(self, acts: Iterable[Act]) -> None:
        """What the case says of breaches that were not found is said in vain, and so perhaps a mistake."""
        found = {key for act in acts for key in act.keys}
        for key in self.case.acts:
            if key not in found:
                self._problem("案件写到的违法行为没有查到", key, "核对事实")

    def _problem(self, what: str, path: str, hint: str = "") -> None:
        self.problems.append(Problem(what, Place(self.inspection.facts.source, path=f"case.acts.{path}"), hint))


def persons_of(case: CaseRecord, party: Party) -> tuple[str, ...]:
    """The names of the persons recorded in one capacity."""
    return tuple(person.name or "（未写姓名）" for person in case.persons if person.party == party)
