"""The plan of the inspection of one enterprise (现场检查方案): who goes, what is known, what to find out, which items to look at.

The plan is the document ``inspection-plan`` of the facts with what the group adds: :attr:`Plan.facts`, written to a file, give the
same document again. It is a draft for a person to examine and approve (审核、审批).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from ..api import Manual
from ..document import Document
from ..document.context import PLAN, needs_of, undecided
from ..errors import CampaignError, did_you_mean
from ..evaluate import Inspection, ItemVerdict
from ..facts import DocumentDetails, Facts, Inspector, Meeting, Team, day_of
from ..facts.record import Attendee, InspectionRecord
from .campaign import ROLES, Campaign, Group, Member

ATTEND = ("主要负责人", "安全生产管理人员", "被检查岗位的操作人员")
"""Who of the enterprise attends, unless it is told."""

QUESTIONS = 12
"""How many of the facts to find out stand in a plan, unless it is told; the work list has all."""

MOST_INSPECTORS, MOST_EXPERTS = 20, 50


@dataclass(frozen=True)
class Task:
    """One item to look at: whether it applies (适用) or may apply (可能适用), and what to find out about it."""

    item: str
    title: str
    applies: bool
    verdict: str
    methods: tuple[str, ...]
    undecided: tuple[str, ...]
    """The facts that decide whether it applies; none where it does."""
    find_out: tuple[str, ...]
    """All facts that matter to its verdict, in the order to ask for them."""

    def as_dict(self) -> dict[str, Any]:
        """The task as plain data."""
        return {
            "item": self.item,
            "title": self.title,
            "status": "适用" if self.applies else "可能适用",
            "verdict": self.verdict,
            "methods": list(self.methods),
            "undecided": list(self.undecided),
            "find_out": list(self.find_out),
        }


@dataclass(frozen=True)
class Plan:
    """A plan as a document, the facts it was made from, and its work list. ``notes`` say what a person should look at."""

    document: Document
    facts: Facts
    inspection: Inspection
    tasks: tuple[Task, ...]
    notes: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The work list as plain data: the items, and each fact to find out once with its question, those of most items first."""
        facts = self.inspection.book.facts
        return {
            "enterprise": self.facts.enterprise.name,
            "on": self.inspection.on.isoformat(),
            "items": [task.as_dict() for task in self.tasks],
            "questions": {
                name: {"ask": facts[name].ask, "method": facts[name].method, "items": items, "settles": settles}
                for name, (items, settles) in needs_of(self.inspection).items()
            },
            "notes": list(self.notes),
        }


def plan_for(
    manual: Manual,
    facts: Facts | Mapping[str, Any] | str | Path,
    campaign: Campaign | None = None,
    group: Group | int | None = None,
    on: date | None = None,
    *,
    place: str | None = None,
    method: str | None = None,
    opening: Meeting | None = None,
    closing: Meeting | None = None,
    attend: Sequence[str] | None = None,
    questions: int = QUESTIONS,
    draft: bool = True,
) -> Plan:
    """The plan of the inspection of one enterprise by a group of a campaign.

    What is given here goes before what the facts file says under ``inspection``, and that before what is worked out: the officers are
    the members of the group with a certificate, the experts its experts, the method all ways of its items, the known facts those
    that are recorded, those to find out the ``questions`` that matter to the most items. ``on`` is the day of the inspection, whose law is
    applied; by default that of the facts. Meetings that nobody told of are blanks to fill in.

    Raises :class:`CampaignError` for a group that the campaign does not have, :class:`FactsError` for wrong facts, and, unless it is a
    ``draft``, :class:`DocumentError` for what is missing.
    """
    recorded = _recorded(manual, facts)
    team = _group(campaign, group)
    day = day_of(recorded, on)
    first = manual.inspect(recorded, on=day)
    told = recorded.inspection.documents.get(PLAN, DocumentDetails())
    details = told.model_copy(
        update={
            "team": told.team or _team(team),
            "method": method or told.method or _ways(first, told),
            "opening": opening or told.opening or Meeting(),
            "closing": closing or told.closing or Meeting(),
            "attend": tuple(attend) if attend is not None else told.attend or ATTEND,
            "known": told.known or tuple(recorded.values),
            "ask": told.ask or tuple(needs_of(first))[: max(questions, 0)],
        }
    )
    record = _record(recorded.inspection, day, campaign, team, details, place)
    checked = manual.facts_from(
        replace(recorded, inspection=record).as_dict()
    )  # what is added is bounded as the rest is
    planned = manual.inspect(replace(checked, source=recorded.source), on=day)
    document = manual.document(PLAN, planned, draft=draft)
    tasks = tuple(_task(verdict) for verdict in _looked_at(planned, details))
    return Plan(document, planned.facts, planned, tasks, tuple(_notes(campaign, team, day)))


def _recorded(manual: Manual, facts: Facts | Mapping[str, Any] | str | Path) -> Facts:
    if isinstance(facts, Facts):
        return facts
    return manual.read_facts(facts) if isinstance(facts, str | Path) else manual.facts_from(facts)


def _group(campaign: Campaign | None, group: Group | int | None) -> Group | None:
    if not isinstance(group, int):
        return group
    known = campaign.by_number if campaign is not None else {}
    if group not in known:
        hint = did_you_mean(str(group), map(str, known)) or "有campaign才能写组号"
        raise CampaignError(f"没有第{group}组（{hint}）")
    return known[group]


def _team(group: Group | None) -> Team | None:
    if group is None:
        return None
    return Team(name=group.name, leader=next((one.name for one in group.having("leader")), None))


def _ways(inspection: Inspection, told: DocumentDetails) -> str | None:
    """All ways of inspecting that the items have, the most usual first."""
    counted = Counter(
        way for verdict in _looked_at(inspection, told) for method in verdict.item.methods for way in method
    )
    return "、".join(way for way, _ in counted.most_common()) or None


def _record(
    record: InspectionRecord,
    day: date,
    campaign: Campaign | None,
    group: Group | None,
    details: DocumentDetails,
    place: str | None,
) -> InspectionRecord:
    """The inspection as the plan knows it."""
    members = group.members if group is not None else ()
    return record.model_copy(
        update={
            "date": day,
            "place": place or record.place,
            "authority": record.authority or (campaign.authority if campaign is not None else None),
            "inspectors": record.inspectors or tuple(map(_inspector, _officers(members)))[:MOST_INSPECTORS],
            "experts": record.experts or tuple(map(_expert, _experts(members)))[:MOST_EXPERTS],
            "documents": {**record.documents, PLAN: details},
        }
    )


def _officers(members: Sequence[Member]) -> list[Member]:
    """The members who may enforce: those with a certificate; an expert helps and does not enforce."""
    return [one for one in members if one.role != "expert" and one.certificate]


def _experts(members: Sequence[Member]) -> list[Member]:
    return [one for one in members if one.role == "expert"]


def _inspector(member: Member) -> Inspector:
    return Inspector(name=member.name, certificate=member.certificate)


def _expert(member: Member) -> Attendee:
    return Attendee(name=member.name, post=member.post)


def _looked_at(inspection: Inspection, details: DocumentDetails) -> Iterator[ItemVerdict]:
    """The items of the plan: those named, else all that apply or may apply."""
    for verdict in inspection.verdicts:
        if verdict.item.id in details.items if details.items else verdict.verdict != "not_applicable":
            yield verdict


def _task(verdict: ItemVerdict) -> Task:
    item = verdict.item
    return Task(
        item.id,
        item.title,
        verdict.applies is True,
        verdict.verdict,
        tuple(f"{way}：{what}" for method in item.methods for way, what in method.items()),
        undecided(verdict),
        verdict.needed,
    )


def _notes(campaign: Campaign | None, group: Group | None, day: date) -> Iterator[str]:
    """What a person should look at before the plan goes on."""
    if campaign is not None and campaign.phase_on(day) is None:
        yield f"检查日期{day}不在{campaign.title}的任何阶段之内"
    if group is not None:
        if not group.having("leader"):
            yield f"{group.name}没有组长"
        without = [one for one in group.members if one.role != "expert" and not one.certificate]
        for one in without:
            yield f"{group.name}{ROLES[one.role]}{one.name}没有写执法证号，没有列为执法人员"
