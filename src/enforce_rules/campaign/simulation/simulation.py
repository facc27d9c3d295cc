"""A whole campaign simulated: drawn, judged by the manual, written to a store a group and a day at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING

from ...errors import CampaignError, Problem
from ..campaign import Campaign
from ..records.kinds import DailyReport, Event, Record, Visit
from ..records.store import Store
from .aftermath import Aftermath
from .enterprises import Enterprises
from .totals import Totals
from .visits import Visits, days_of

if TYPE_CHECKING:
    from ...api import Manual

Told = Callable[[int, int], None]
Batch = tuple[date, int, list[Record]]


@dataclass
class Simulation:
    """A drawn campaign: the records of each day and group, in the order in which they happened."""

    campaign: Campaign
    batches: list[Batch]

    @classmethod
    def draw(cls, manual: Manual, campaign: Campaign, totals: Totals, seed: int | str) -> Simulation:
        """Draw a campaign; the same seed gives the same. Raises :class:`CampaignError` for phases that the campaign lacks."""
        _phases(campaign, totals)
        chance = Random(f"enforce-rules {seed}")
        records: list[Record] = []
        for number, phase_totals in totals.phases.items():
            phase = campaign.phase_by_number[number]
            visits = Visits(chance, campaign, phase, phase_totals, Enterprises(manual, phase.since))
            records += visits.records()
            last = campaign.phases[-1] if campaign.phases[-1].since >= phase_totals.as_of else None
            records += Aftermath(chance, visits.units, phase_totals, last).records()
        records += _reports(chance, campaign)
        return cls(campaign, _batches(records))

    def write(self, store: Store, told: Told = lambda done, whole: None) -> None:
        """Write it, one group's day at a time, as the groups would send it in."""
        for number, (day, group, records) in enumerate(self.batches, 1):
            store.append(records, by=f"模拟第{group}组", source=f"模拟 {day}")
            told(number, len(self.batches))


def simulate(
    store: Store,
    manual: Manual,
    totals: Totals,
    seed: int | str,
    told: Told = lambda done, whole: None,
) -> Simulation:
    """Draw a campaign that adds up to ``totals`` and write it to ``store``. Raises :class:`CampaignError`."""
    simulation = Simulation.draw(manual, store.campaign, totals, seed)
    simulation.write(store, told)
    return simulation


def _phases(campaign: Campaign, totals: Totals) -> None:
    problems = []
    for number, phase_totals in totals.phases.items():
        phase = campaign.phase_by_number.get(number)
        if phase is None:
            problems.append(Problem(f"没有第{number}阶段", hint=f"共{len(campaign.phases)}个阶段"))
        elif not days_of(campaign, phase, phase_totals.as_of):
            told = f"第{number}阶段到统计截止日期{phase_totals.as_of}没有检查的日子"
            problems.append(Problem(told, hint=f"{phase.since}至{phase.until}，与前一阶段共用的一日不计"))
    if problems:
        raise CampaignError(problems)


def _reports(chance: Random, campaign: Campaign) -> Iterator[DailyReport]:
    """A report for each day and group; some late, some not sent."""
    for day in campaign.days:
        for group in campaign.groups:
            sent = chance.choices(("in time", "late", "never"), (94, 5, 1))[0]
            if sent != "never":
                moment = datetime.combine(day, time(chance.randrange(16, 19), chance.randrange(60)))
                yield DailyReport(
                    key=f"{group.number}/{day}",
                    group=group.number,
                    date=day,
                    reporter=f"第{group.number}组联络员",
                    reported_at=moment + timedelta(hours=5 if sent == "late" else 0),
                    next_day_plan="继续检查",
                )


def _batches(records: list[Record]) -> list[Batch]:
    """The records by day and group; what belongs to a visit goes with its group, what has no day with its visit."""
    visits = {record.key: record for record in records if isinstance(record, Visit)}
    days: dict[tuple[date, int], list[Record]] = defaultdict(list)
    for record in sorted(records, key=lambda record: not isinstance(record, Visit)):
        if isinstance(record, DailyReport):
            days[record.date, record.group].append(record)
            continue
        home = record if isinstance(record, Visit) else visits[record.key.partition("/")[0]]
        day = record.date if isinstance(record, Event) else home.date
        days[day, home.group].append(record)
    return [(day, group, batch) for (day, group), batch in sorted(days.items(), key=lambda one: one[0])]
