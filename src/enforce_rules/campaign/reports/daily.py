"""异地督导执法检查简要情况日报告: of one group, or of all, what the day brought and where the campaign stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import select

from ...document.document import Rendered, render
from ...document.kinds import kinds
from ...errors import CampaignError, Problem
from ...language.chinese import day
from ..campaign import Campaign, Group
from ..cube import Cube, Slice
from ..figures import FIGURES
from ..hazard import Hazard
from ..ledger import Ledger, count_overdue, ledger_of
from ..records.content import current, versions_of
from ..records.kinds import DailyReport
from ..snapshot import Snapshot
from . import pictures
from .column import COLUMNS, STATISTICS, Column, of_the_day
from .table import Table, figures_of
from .tables import daily_table

TEMPLATE = "campaign/daily.html.j2"
TITLE = "异地督导执法检查简要情况日报告"
TOLD = tuple(name for name in STATISTICS if name not in ("units_online", "online_rate", "dual_prevention_ok"))
"""The numbers that the sentences of the report tell."""


LISTED = 50
"""How many overdue hazards a daily report names at most, the longest overdue first; it says how many more there are."""


@dataclass(frozen=True)
class Daily:
    """The daily report; of all groups where ``group`` is None. ``overdue`` are the first of ``overdue_count`` hazards overdue."""

    snapshot: Snapshot
    group: Group | None
    cube: Cube
    table: Table
    sent_in: tuple[DailyReport, ...]
    overdue: Ledger
    overdue_count: int
    unusual: tuple[Problem, ...]

    @property
    def campaign(self) -> Campaign:
        """The campaign."""
        return self.snapshot.campaign

    @property
    def until(self) -> date:
        """The day of the report."""
        return self.snapshot.until

    @property
    def part(self) -> Slice:
        """The part of the campaign that it is about."""
        return Slice(group=self.group.number if self.group else None, until=self.until)

    def as_dict(self) -> dict[str, Any]:
        """The report as plain data for JSON; every number with the question for its records."""
        return {
            "title": TITLE,
            "campaign": self.campaign.title,
            "note": self.campaign.note,
            "day": self.until,
            "position": self.snapshot.view.position,
            "group": self.group.number if self.group else None,
            "today": {name: self._told(of_the_day(name)) for name in TOLD if not COLUMNS[name].over},
            "total": {name: self._told(COLUMNS[name]) for name in TOLD},
            "documents": self.cube.by("documents", "part", self.part),
            "table": self.table.as_dict(),
            "overdue_count": self.overdue_count,
            "overdue": self.overdue.as_dicts(),
            "sent_in": [report.model_dump(mode="json", exclude_none=True) for report in self.sent_in],
            "not_sent_in": [group.number for group in self.silent],
            "unusual": [str(problem) for problem in self.unusual],
        }

    def _told(self, column: Column) -> dict[str, Any]:
        value = self._value(column)
        plain = str(value) if column.over and value is not None else value
        return {"value": plain, "shown": column.shown(value), "which": list(column.asks(self.part))}

    def _value(self, column: Column) -> Any:
        part = Slice(self.part.group, since=self.until, until=self.until) if column.today else self.part
        return column.value(self.cube, part)

    def _shown(self, column: Column) -> str:
        return column.shown(self._value(column))

    @property
    def silent(self) -> list[Group]:
        """The groups that have not sent in their report of the day."""
        sent = {report.group for report in self.sent_in}
        return [group for group in self._groups if group.number not in sent]

    @property
    def _groups(self) -> tuple[Group, ...]:
        return (self.group,) if self.group else self.campaign.groups

    @cached_property
    def document(self) -> Rendered:
        """The report in sentences and tables, without pictures: for text, Word and PDF."""
        return self._rendered([])

    @property
    def workbook(self) -> bytes:
        """The report as an Excel workbook. Raises :class:`CampaignError` without openpyxl."""
        from .workbook import daily_workbook

        return daily_workbook(self)

    @property
    def page(self) -> str:
        """The report as a page with pictures. Raises :class:`CampaignError` without the extra ``campaign``."""
        cube, forms = self.snapshot.cube(pictures.USED), {id: kind.name for id, kind in kinds().items()}
        drawn = [
            pictures.trend(cube, self.until, self.part),
            *([] if self.group else [pictures.by_group(cube, self.campaign, self.until)]),
            pictures.by_industry(cube, self.until, self.part),
            pictures.funnel(cube, self.until, self.part),
            pictures.documents(cube, forms, self.until, self.part),
        ]
        return self._rendered(drawn).html

    def _rendered(self, drawn: list[str]) -> Rendered:
        from markupsafe import Markup

        names = {id: kind.name for id, kind in kinds().items()}
        forms = sorted(self.cube.by("documents", "part", self.part).items(), key=lambda one: (-one[1], one[0]))
        return render(
            TEMPLATE,
            TITLE,
            campaign=self.campaign.title,
            note=self.campaign.note or "",
            day=day(self.until),
            whose=self.group.name if self.group else f"全省{len(self.campaign.groups)}个检查组",
            group=self.group.number if self.group else 0,
            inspects=self.group.inspects if self.group else "",
            phase=self._phase,
            today={name: self._shown(of_the_day(name)) for name in TOLD if not COLUMNS[name].over},
            total={name: self._shown(COLUMNS[name]) for name in TOLD},
            which={name: " ".join(COLUMNS[name].asks(self.part)) for name in TOLD},
            which_today={name: " ".join(of_the_day(name).asks(self.part)) for name in TOLD if not COLUMNS[name].over},
            forms=[
                {"name": names.get(form, form), "count": count, "which": f"documents?{replace(self.part, part=form)}"}
                for form, count in forms
            ],
            rows=self._rows,
            overdue=[self._overdue(hazard) for hazard in self.overdue.overdue],
            more=self.overdue_count - len(self.overdue.hazards),
            sent_in=[_sent(report) for report in self.sent_in],
            silent="、".join(f"第{group.number}组" for group in self.silent),
            unusual=[problem.what for problem in self.unusual],
            definitions=[{"label": FIGURES[name].label, "says": FIGURES[name].definition} for name in _used()],
            position=self.snapshot.view.position,
            pictures=[Markup(picture) for picture in drawn],
        )

    @property
    def _phase(self) -> str:
        phase = self.campaign.phase_on(self.until)
        return f"第{phase.number}阶段（{phase.name}）" if phase else ""

    @property
    def _rows(self) -> list[dict[str, Any]]:
        columns = {column.name: column for column in self.table.columns}
        return [
            {
                "label": row.label.partition("　")[0],
                "total": row is self.table.total,
                "values": {name: columns[name].shown(value) for name, value in row.values.items()},
                "which": {name: " ".join(columns[name].asks(row.part)) for name in row.values},
            }
            for row in (*self.table.rows, self.table.total)
        ]

    def _overdue(self, hazard: Hazard) -> dict[str, Any]:
        plan = hazard.plan_on(self.until)
        assert plan is not None
        return {
            "key": hazard.finding.key,
            "unit": hazard.visit.name,
            "description": hazard.finding.description.rstrip("。"),
            "deadline": day(plan.deadline),
            "responsible": plan.responsible,
            "days": self.overdue.days_overdue(hazard),
        }


def daily_of(snapshot: Snapshot, group: int | None = None) -> Daily:
    """The daily report of a group, or of all, on the day of a snapshot.

    Raises :class:`CampaignError` for a group that there is not, and for rows that do not add up.
    """
    campaign = snapshot.campaign
    if group is not None and group not in campaign.by_number:
        raise CampaignError(Problem(f"没有第{group}组", hint=f"共{len(campaign.groups)}组"))
    whole = Slice(group=group)
    cube = snapshot.cube(_used(), by_day=False)
    table, found = daily_table(snapshot, cube, whole)
    return Daily(
        snapshot,
        campaign.by_number[group] if group is not None else None,
        cube,
        table,
        tuple(report for report in _sent_in(snapshot) if group in (None, report.group)),
        ledger_of(snapshot, late=True, group=group, most=LISTED),
        count_overdue(snapshot, group),
        found.unusual,
    )


def _used() -> tuple[str, ...]:
    return figures_of(COLUMNS[name] for name in TOLD)


def _sent_in(snapshot: Snapshot) -> list[DailyReport]:
    """The reports of the day that the groups sent in, by group."""
    view = snapshot.view
    report = view.happened("daily_report")
    with snapshot.store.database.reading() as connection:
        ids = list(connection.scalars(select(report.c.record).where(report.c.date == view.until)))
        versions = [v for v in versions_of(connection, "daily_report", ids) if v.entry <= view.position]
    found = [version.record for version in current(versions).values()]
    return sorted((one for one in found if isinstance(one, DailyReport)), key=lambda one: one.group)


def _sent(report: DailyReport) -> dict[str, Any]:
    return {
        "group": report.group,
        "reporter": report.reporter,
        "at": report.reported_at.strftime("%H:%M"),
        "good_practice": (report.good_practice or "").rstrip("。"),
        "problems": (report.problems or "").rstrip("。"),
        "next_day_plan": (report.next_day_plan or "").rstrip("。"),
    }
