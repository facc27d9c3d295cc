"""The ledger of major hazards (重大隐患台账): each with its rectification, which are overdue on which day, which stage three still owes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from sqlalchemy import Connection, select

from .cube import Cell, Slice
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
        days = [since + timedelta(days=offset) for offset in range((self.day - since).days + 1)]
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


def ledger_of(snapshot: Snapshot, *, late: bool = False) -> Ledger:
    """The ledger of a campaign on the day of a snapshot, as recorded up to its position; ``late``: only of what is overdue."""
    view = snapshot.view
    found, plan = view.happened("finding"), view.happened("plan")
    wanted = select(found.c.record).where(found.c.major.is_(True)).order_by(found.c.date, found.c.record)
    if late:
        wanted = wanted.where(found.c.record.in_(select(plan.c.finding).where(plan.c.deadline < view.until)))
    with snapshot.store.database.reading() as connection:
        ids = list(connection.scalars(wanted))
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
    kept = (hazard for hazard in hazards if not late or hazard.overdue_on(view.until))
    return Ledger(tuple(kept), view.until)


def _standing(connection: Connection, view: View, model: type[E], ids: Sequence[int], by: str = "record") -> list[E]:
    """What stands at the position of the view and had happened by its day, in the order of the days, then as recorded."""
    versions = versions_of(connection, model.kind, ids, by=by)
    if by != "record":  # a correction may have let one name something else
        versions = versions_of(connection, model.kind, list({version.id for version in versions}))
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
