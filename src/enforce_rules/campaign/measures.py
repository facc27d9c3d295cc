"""What a ranking is made from: the figures of each group, and beside them members, days, and daily reports due and sent in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import select

from .campaign import Campaign, Group, Member
from .cube import Counted, Slice
from .figures import FIGURES
from .ranking.figure import Figures
from .records.content import current, versions_of
from .records.kinds import DailyReport
from .snapshot import Snapshot

MEASURES = ("reports_due", "reports_on_time", "members", "inspectors", "days")
"""What is counted beside the figures, by group."""


def measures_of(snapshot: Snapshot) -> Figures:
    """The figures of each group by number; None is not known: the members of a group of which none are named."""
    campaign, cube = snapshot.campaign, snapshot.figures
    in_time = reports_in_time(snapshot)
    due = len(days_due(campaign, snapshot.until))
    return {
        group.number: {
            **{name: cube.sum(name, Slice(group=group.number)) for name in FIGURES},
            "reports_due": due,
            "reports_on_time": sum(report.group == group.number for report in in_time),
            "members": len(group.members) or None,
            "inspectors": len(_officers(group)) if group.members else None,
            "days": len(cube.by("visits", "day", Slice(group=group.number))),
        }
        for group in campaign.groups
    }


def reports_in_time(snapshot: Snapshot) -> list[DailyReport]:
    """The daily reports that were sent in by the hour of their day, one for each group and day."""
    view, due = snapshot.view, snapshot.campaign.due_time
    report = view.happened("daily_report")
    with snapshot.store.database.reading() as connection:
        ids = list(connection.scalars(select(report.c.record)))
        versions = versions_of(connection, "daily_report", ids)
    standing = current(version for version in versions if version.entry <= view.position)
    found = {
        (one.group, one.date): one
        for version in standing.values()
        if isinstance(one := version.record, DailyReport) and one.reported_at <= datetime.combine(one.date, due)
    }
    return [found[key] for key in sorted(found)]


def days_due(campaign: Campaign, until: date) -> list[date]:
    """The days of all phases up to a day: for each a report is due."""
    return [day for day in campaign.days if day <= until]


def behind(snapshot: Snapshot, name: str, part: Slice) -> list[Counted]:
    """The records that a number of a report counts: of a figure, or of one of the :data:`MEASURES`.

    Members and days on which a report is due stand in the campaign's file. Raises :class:`CampaignError` for a name that there is not.
    """
    if name not in MEASURES:
        return snapshot.which(name, part)
    return [one for one in _measured(snapshot, name) if part.holds(one)]


def _measured(snapshot: Snapshot, name: str) -> Iterator[Counted]:
    campaign = snapshot.campaign
    if name == "reports_on_time":
        for report in reports_in_time(snapshot):
            yield _counted(campaign, "daily_report", report.key, report.date, report.group, report.reporter)
    elif name == "days":
        first = {(one.group, one.day): one for one in reversed(snapshot.which("visits"))}
        yield from (one._replace(amount=1) for _, one in sorted(first.items()))
    else:
        for group in campaign.groups:
            if name == "reports_due":
                for day in days_due(campaign, snapshot.until):
                    yield _counted(campaign, "campaign", "campaign", day, group.number, group.name)
            else:
                for member in group.members if name == "members" else _officers(group):
                    yield _counted(campaign, "campaign", "campaign", campaign.first_day, group.number, member.name)


def _counted(campaign: Campaign, kind: str, key: str, day: date, group: int, told: str) -> Counted:
    phase = campaign.phase_on(day)
    return Counted(kind, key, day, 1, group, phase.number if phase else 0, "", None, told)


def _officers(group: Group) -> list[Member]:
    """The members with a certificate who are not experts."""
    return [member for member in group.members if member.role != "expert" and member.certificate is not None]
