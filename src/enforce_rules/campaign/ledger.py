"""The ledger of major hazards (重大隐患台账): each with its rectification, which are overdue on which day, which stage three still owes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, FromClause, Select, func, literal, select, tuple_

from .campaign import every_day
from .cube import Cell, Slice
from .events import stands_rectified
from .hazard import STATES, Hazard, State
from .records.content import current, ids_of, versions_of
from .records.kinds import (
    Closing,
    Document,
    Event,
    Filing,
    Finding,
    Notice,
    RectificationPlan,
    Review,
    Step,
    Suggestion,
    Supervision,
    Visit,
)
from .records.tables import records
from .snapshot import Snapshot
from .view import View

E = TypeVar("E", bound=Event)
S = TypeVar("S", bound=Step)


@dataclass(frozen=True)
class Ledger:
    """All major hazards found by a day, in the order in which they were found."""

    hazards: tuple[Hazard, ...]
    day: date

    def within(self, part: Slice) -> Ledger:
        """The hazards of a part of the campaign."""
        return Ledger(tuple(hazard for hazard in self.hazards if part.holds(_cell(hazard))), self.day)

    def having(self, state: State) -> tuple[Hazard, ...]:
        """The hazards that stand so on the day."""
        return tuple(hazard for hazard in self.hazards if hazard.state_on(self.day) == state)

    @property
    def counts(self) -> dict[State, int]:
        """How many hazards stand where on the day."""
        states = [hazard.state_on(self.day) for hazard in self.hazards]
        return {state: states.count(state) for state in STATES}

    @property
    def overdue(self) -> tuple[Hazard, ...]:
        """The hazards overdue on the day, the longest overdue first."""
        late = [hazard for hazard in self.hazards if hazard.overdue_on(self.day)]
        return tuple(sorted(late, key=lambda hazard: (self._deadline(hazard), hazard.finding.key)))

    def overdue_by_day(self, since: date) -> dict[date, tuple[Hazard, ...]]:
        """For each day from ``since`` to the day of the ledger, the hazards overdue on it."""
        days = every_day(since, self.day)
        return {day: tuple(hazard for hazard in self.hazards if hazard.overdue_on(day)) for day in days}

    def days_overdue(self, hazard: Hazard) -> int:
        """How many days past its deadline a hazard is on the day, 0 when it is not overdue."""
        return (self.day - self._deadline(hazard)).days if hazard.overdue_on(self.day) else 0

    @property
    def unchecked(self) -> tuple[Hazard, ...]:
        """The hazards that stage three has not checked yet; it checks each one."""
        return tuple(hazard for hazard in self.hazards if hazard.checked_by(self.day) is None)

    def as_dicts(self) -> list[dict[str, Any]]:
        """The rows of the ledger as plain data for JSON."""
        return [{**hazard.as_dict(self.day), "days_overdue": self.days_overdue(hazard)} for hazard in self.hazards]

    def _deadline(self, hazard: Hazard) -> date:
        plan = hazard.plan_on(self.day)
        assert plan is not None
        return plan.deadline


def _cell(hazard: Hazard) -> Cell:
    visit = hazard.visit
    return Cell(visit.group, visit.phase, visit.industry or "", hazard.finding.date, None, 1)


def ledger_of(snapshot: Snapshot, *, late: bool = False, group: int | None = None, most: int | None = None) -> Ledger:
    """The ledger of a campaign on the day of a snapshot, as recorded up to its position.

    ``late``: only of what is overdue; ``group``: only of what a group found; ``most``: of these the first, by their deadlines where
    they are ``late``.
    """
    view = snapshot.view
    with snapshot.store.database.reading() as connection:
        ids = list(connection.scalars((_overdue if late else _major)(view, group).limit(most)))
        findings = _standing(connection, view, Finding, ids)
        visits = _visits(connection, view, findings)
        plans = _steps(connection, view, RectificationPlan, ids)
        supervisions = _steps(connection, view, Supervision, ids)
        reviews = _steps(connection, view, Review, ids)
        notices = _steps(connection, view, Notice, ids)
        closings = _steps(connection, view, Closing, ids)
        cases, documents = _cases(connection, view, visits), _documents(connection, view, visits)
    hazards = (
        Hazard(
            finding,
            visits[finding.visit],
            plans[finding.key],
            supervisions[finding.key],
            reviews[finding.key],
            notices[finding.key],
            closings[finding.key],
            tuple(dict.fromkeys(cases[finding.visit, f"{finding.item}.{finding.breach}"])),
            tuple(dict.fromkeys(documents[finding.visit])),
        )
        for finding in findings
    )
    return Ledger(tuple(hazards), view.until)


def count_overdue(snapshot: Snapshot, group: int | None = None) -> int:
    """How many major hazards are overdue on the day of a snapshot."""
    late = _overdue(snapshot.view, group).order_by(None).subquery()
    with snapshot.store.database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(late)) or 0


def _major(view: View, group: int | None) -> Select[Any]:
    """The ids of the major hazards, in the order in which they were found."""
    finding = view.happened("finding")
    wanted = select(finding.c.record).where(finding.c.major.is_(True)).order_by(finding.c.date, finding.c.record)
    return wanted if group is None else wanted.where(_found_by(view, finding, group))


def _overdue(view: View, group: int | None) -> Select[Any]:
    """The ids of the major hazards whose last plan has a deadline that is past, and that are not rectified, the longest overdue first."""
    finding, plan, other = view.happened("finding"), view.happened("plan"), view.happened("plan").alias("other")
    replaced = select(literal(1)).where(
        other.c.finding == plan.c.finding, tuple_(other.c.date, other.c.record) > tuple_(plan.c.date, plan.c.record)
    )
    joined = finding.join(plan, plan.c.finding == finding.c.record).join(records, records.c.id == finding.c.record)
    wanted = select(finding.c.record).select_from(joined).where(finding.c.major.is_(True), plan.c.deadline < view.until)
    wanted = wanted.where(~replaced.exists(), ~stands_rectified(view, finding))
    wanted = wanted.order_by(plan.c.deadline, records.c.key)
    return wanted if group is None else wanted.where(_found_by(view, finding, group))


def _found_by(view: View, finding: FromClause, group: int) -> ColumnElement[bool]:
    visit = view.now("visit")
    return finding.c.visit.in_(select(visit.c.record).where(visit.c.group == group))


def _standing(connection: Connection, view: View, model: type[E], ids: Sequence[int], by: str = "record") -> list[E]:
    """What stands at the position of the view and had happened by its day, in the order of the days, then as recorded."""
    versions = versions_of(connection, model.kind, ids, by=by)
    written = current(version for version in versions if version.entry <= view.position)
    standing = [
        (version.record.date, id, version.record)
        for id, version in written.items()
        if isinstance(version.record, model) and not version.withdrawn and version.record.date <= view.until
    ]
    return [record for _, _, record in sorted(standing, key=lambda one: one[:2])]


def _steps(connection: Connection, view: View, model: type[S], ids: Sequence[int]) -> dict[str, tuple[S, ...]]:
    """The steps of one kind, by the key of the finding."""
    steps: dict[str, tuple[S, ...]] = defaultdict(tuple)
    for step in _standing(connection, view, model, ids, by="finding"):
        steps[step.finding] += (step,)
    return steps


def _visits(connection: Connection, view: View, findings: Iterable[Finding]) -> dict[str, Visit]:
    ids = ids_of(connection, [("visit", finding.visit) for finding in findings])
    return {visit.key: visit for visit in _standing(connection, view, Visit, list(ids.values()))}


def _of_visits(connection: Connection, view: View, model: type[E], visits: Iterable[str]) -> list[E]:
    ids = ids_of(connection, [("visit", key) for key in visits])
    return _standing(connection, view, model, list(ids.values()), by="visit")


def _cases(connection: Connection, view: View, visits: Iterable[str]) -> dict[tuple[str, str], list[str]]:
    """The numbers of the cases that the local authority filed on a suggestion, by visit and act."""
    suggestions = {suggestion.key: suggestion for suggestion in _of_visits(connection, view, Suggestion, visits)}
    cases: dict[tuple[str, str], list[str]] = defaultdict(list)
    for filing in _of_visits(connection, view, Filing, visits):
        suggestion = suggestions.get(filing.suggestion or "")
        for act in suggestion.acts if suggestion else ():
            cases[filing.visit, act].append(filing.number or filing.key)
    return cases


def _documents(connection: Connection, view: View, visits: Iterable[str]) -> dict[str, list[str]]:
    documents: dict[str, list[str]] = defaultdict(list)
    for document in _of_visits(connection, view, Document, visits):
        if document.number is not None:
            documents[document.visit].append(document.number)
    return documents
