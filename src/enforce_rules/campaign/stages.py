"""The work plan of a campaign (工作方案): its stages with their days, who inspects whom, and which enterprise is visited on which day.

A draft for a person to approve. Visits fall on the days of the stages named, by default on all of them; working days are those of
the official holiday arrangement of the year.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from ..document.document import Rendered, render
from ..errors import CampaignError, Problems, did_you_mean
from ..language.chinese import day
from ..penalty.calendar import is_workday
from .campaign import ROLES, Campaign, Group, Phase
from .sampling import Chosen, Sample
from .units import RISKS

TEMPLATE = "campaign/plan.html.j2"
TITLE = "异地督导执法检查工作方案"
CAPACITY = 4
"""How many enterprises a group can visit on a day, unless it is told."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A phase with the days on which is worked. A day that two phases share belongs to the one that ends."""

    phase: Phase
    days: tuple[date, ...]
    visits: bool

    def as_dict(self) -> dict[str, Any]:
        """The stage as plain data."""
        return {
            "number": self.phase.number,
            "name": self.phase.name,
            "from": self.phase.since.isoformat(),
            "until": self.phase.until.isoformat(),
            "days": [one.isoformat() for one in self.days],
            "visits": self.visits,
        }


@dataclass(frozen=True, slots=True)
class Visiting:
    """The enterprises that a group visits on a day."""

    on: date
    units: tuple[Chosen, ...]


@dataclass(frozen=True)
class Itinerary:
    """One group's visits, day by day, and the draw that they come from."""

    group: Group
    sample: Sample
    visits: tuple[Visiting, ...]

    @property
    def units(self) -> int:
        """How many enterprises it visits."""
        return sum(len(one.units) for one in self.visits)

    @property
    def most(self) -> int:
        """How many enterprises it must visit a day, on the fullest day."""
        return max((len(one.units) for one in self.visits), default=0)

    @property
    def days(self) -> int:
        """The days on which it visits any."""
        return sum(bool(one.units) for one in self.visits)

    def as_dict(self) -> dict[str, Any]:
        """The visits as plain data, with the record of the draw."""
        return {
            "group": self.group.number,
            "city": self.group.city,
            "inspects": self.group.inspects,
            "units": self.units,
            "most_a_day": self.most,
            "draw": self.sample.record.as_dict(),
            "visits": [
                {"on": one.on.isoformat(), "units": [unit.as_dict() for unit in one.units]} for one in self.visits
            ],
        }


@dataclass(frozen=True)
class WorkPlan:
    """A campaign's stages and every group's visits. A draft: a person approves it."""

    campaign: Campaign
    stages: tuple[Stage, ...]
    itineraries: tuple[Itinerary, ...]
    capacity: int
    workdays: bool

    def as_dict(self) -> dict[str, Any]:
        """The plan as plain data for JSON."""
        return {
            "campaign": self.campaign.id,
            "title": self.campaign.title,
            "draft": True,
            "workdays": self.workdays,
            "capacity": self.capacity,
            "stages": [stage.as_dict() for stage in self.stages],
            "groups": [one.as_dict() for one in self.itineraries],
        }

    @cached_property
    def document(self) -> Rendered:
        """The plan as a paper: ``html``, ``text``, ``docx``, ``pdf()``. Says that it is a draft."""
        made = render(
            TEMPLATE,
            TITLE,
            campaign=self.campaign,
            span=f"{day(self.campaign.first_day)}至{day(self.campaign.last_day)}",
            workdays=self.workdays,
            capacity=self.capacity,
            stages=[_told_stage(stage) for stage in self.stages],
            groups=[_told_group(group) for group in self.campaign.groups],
            vacancies=list(self.campaign.vacancies),
            itineraries=[_told_itinerary(one) for one in self.itineraries],
            total=sum(one.units for one in self.itineraries),
        )
        return replace(made, draft=True)


def stages_of(campaign: Campaign, *, workdays: bool = True, visits: Iterable[int] | None = None) -> tuple[Stage, ...]:
    """The phases with their days: working days, or all; ``visits`` are the numbers of those with visits, by default all.

    Raises :class:`CampaignError` for a phase that there is not, or one without any day, and :class:`CalendarError` for working days
    of a year whose holidays are not known.
    """
    visited = set(campaign.phase_by_number) if visits is None else set(visits)
    problems = Problems()
    for number in sorted(visited - set(campaign.phase_by_number)):
        problems.add(f"没有第{number}阶段", hint=did_you_mean(str(number), map(str, campaign.phase_by_number)))
    found = tuple(
        Stage(phase, tuple(_days(campaign, phase, workdays)), phase.number in visited) for phase in campaign.phases
    )
    for stage in found:
        if stage.visits and not stage.days:
            problems.add(f"第{stage.phase.number}阶段（{stage.phase.name}）没有可以检查的日子")
    problems.raise_as(CampaignError)
    return found


def _days(campaign: Campaign, phase: Phase, workdays: bool) -> Iterator[date]:
    return (on for on in campaign.days_of(phase) if not workdays or is_workday(on))


def work_plan(
    campaign: Campaign,
    samples: Mapping[int, Sample],
    *,
    visits: Iterable[int] | None = None,
    workdays: bool = True,
    capacity: int = CAPACITY,
) -> WorkPlan:
    """The plan of a campaign for the ``samples``, by the number of the group.

    A group goes through its enterprises county by county, in a county those of the highest risk first, as many on each day, up to one;
    never more than ``capacity``. Raises :class:`CampaignError` for a group that there is not and for every group that cannot
    visit so many, and as :func:`stages_of` does.
    """
    stages = stages_of(campaign, workdays=workdays, visits=visits)
    days = [on for stage in stages if stage.visits for on in stage.days]
    problems = Problems()
    if capacity < 1:
        problems.add(f"每组每日检查{capacity}户，至少1户")
    for number, sample in samples.items():
        if number not in campaign.by_number:
            problems.add(f"没有第{number}组", hint=did_you_mean(str(number), map(str, campaign.by_number)))
        elif len(sample.chosen) > len(days) * capacity:
            problems.add(
                f"{campaign.by_number[number].name}要检查{len(sample.chosen)}户，{len(days)}日每日至多{capacity}户，"
                f"只能检查{len(days) * capacity}户",
                hint=f"每日{-(-len(sample.chosen) // max(len(days), 1))}户，或者减少户数、延长时间",
            )
    problems.raise_as(CampaignError)
    itineraries = tuple(
        Itinerary(group, samples[group.number], tuple(scheduled(samples[group.number].chosen, days)))
        for group in campaign.groups
        if group.number in samples
    )
    return WorkPlan(campaign, stages, itineraries, capacity, workdays)


def scheduled(chosen: Iterable[Chosen], days: Sequence[date]) -> Iterator[Visiting]:
    """Who is visited on which day: county by county, the highest risk first, spread evenly, the fuller days first."""
    route = sorted(chosen, key=_route)
    each, more = divmod(len(route), max(len(days), 1))
    start = 0
    for number, on in enumerate(days):
        end = start + each + (number < more)
        yield Visiting(on, tuple(route[start:end]))
        start = end


def _route(one: Chosen) -> tuple[str, int, int, str]:
    """County, risk, place in the draw; the credit code where all that is equal."""
    return one.unit.county, RISKS.index(one.unit.risk), one.place or 0, one.unit.credit_code


# In words


def _told_stage(stage: Stage) -> dict[str, Any]:
    return {
        "number": stage.phase.number,
        "name": stage.phase.name,
        "since": day(stage.phase.since),
        "until": day(stage.phase.until),
        "days": len(stage.days),
        "visits": stage.visits,
    }


def _told_group(group: Group) -> dict[str, Any]:
    return {
        "number": group.number,
        "city": group.city,
        "inspects": group.inspects,
        "roles": [
            {
                "role": words,
                "members": [f"{one.name}（{one.post}）" if one.post else one.name for one in group.having(role)],
            }
            for role, words in ROLES.items()
        ],
    }


def _told_itinerary(one: Itinerary) -> dict[str, Any]:
    record = one.sample.record
    counted = Counter(chosen.unit.risk for visit in one.visits for chosen in visit.units)
    return {
        "group": one.group.name,
        "inspects": one.group.inspects,
        "units": one.units,
        "listed": record.units,
        "most": one.most,
        "days": one.days,
        "risks": "、".join(f"{risk}{counted[risk]}户" for risk in RISKS if counted[risk]),
        "seed": record.seed,
        "table": record.table,
        "scheme": record.scheme,
        "reserve": [f"{spare.unit.name}（序号{spare.place}）" for spare in one.sample.reserve[:5]],
        "visits": [{"on": _weekday(visit.on), "units": list(visit.units)} for visit in one.visits if visit.units],
    }


def _weekday(on: date) -> str:
    """10月19日（周一）."""
    return f"{on.month}月{on.day}日（周{'一二三四五六日'[on.weekday()]}）"
