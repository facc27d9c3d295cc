"""What a ranking is made from: the figures of each group, and beside them members, days, and daily reports due and sent in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import select

from .campaign import Campaign, Group
from .cube import Slice
from .figures import FIGURES
from .ranking.figure import Figures
from .records.content import current, versions_of
from .records.kinds import DailyReport
from .snapshot import Snapshot


def measures_of(snapshot: Snapshot) -> Figures:
    """The figures of each group by number; None is not known: the members of a group of which none are named."""
    campaign, cube = snapshot.campaign, snapshot.figures
    in_time = reports_in_time(snapshot)
    due = len(list(days_due(campaign, snapshot.until)))
    return {
        group.number: {
            **{name: cube.sum(name, Slice(group=group.number)) for name in FIGURES},
            "reports_due": due,
            "reports_on_time": sum(report.group == group.number for report in in_time),
            "members": len(group.members) or None,
            "inspectors": _inspectors(group),
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


def days_due(campaign: Campaign, until: date) -> Iterator[date]:
    """The days of all phases up to a day: for each a report is due."""
    for offset in range((min(until, campaign.last_day) - campaign.first_day).days + 1):
        day = campaign.first_day + timedelta(days=offset)
        if campaign.phase_on(day) is not None:
            yield day


def _inspectors(group: Group) -> int | None:
    """The members with a certificate who are not experts; not known where no members are named."""
    return (
        sum(member.role != "expert" and member.certificate is not None for member in group.members)
        if group.members
        else None
    )
