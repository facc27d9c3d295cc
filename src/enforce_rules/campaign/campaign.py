"""A campaign: its phases with their dates, its groups with their members, and which city inspects which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from ..errors import CampaignError, Problems, did_you_mean
from ..facts.text import Line
from ..manual.model import Day, Model
from ..manual.validation import validate
from ..manual.yamlfile import Source, read_file

Role = Literal["leader", "deputy", "provincial_contact", "liaison", "staff", "expert"]

ROLES: dict[Role, str] = {
    "leader": "组长",
    "deputy": "副组长",
    "provincial_contact": "省厅联络员",
    "liaison": "联络员",
    "staff": "工作人员",
    "expert": "专家",
}
"""What a member of a group is there for; the leader is the director of the city's bureau."""

SINGLE: tuple[Role, ...] = ("leader", "provincial_contact")
"""The roles that one person of a group has."""

Arrangement = Literal["ring", "free"]
Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class Phase(Model):
    """One phase: a number, a name, its first and its last day. A phase may begin on the last day of the one before."""

    number: int = Field(ge=1, le=9, description="第几阶段")
    name: Line = Field(description="阶段名称")
    since: Day = Field(alias="from", description="开始之日")
    until: Day = Field(description="结束之日")

    def covers(self, on: date) -> bool:
        """Whether ``on`` is a day of the phase."""
        return self.since <= on <= self.until


class Member(Model):
    """A member of a group."""

    name: Line = Field(description="姓名")
    role: Role = Field(
        description="leader 组长、deputy 副组长、provincial_contact 省厅联络员、liaison 联络员、staff 工作人员、expert 专家"
    )
    post: Line | None = Field(default=None, description="单位、职务")
    phone: Line | None = Field(default=None, description="电话")
    certificate: Line | None = Field(default=None, description="执法证号")


class Group(Model):
    """One city's group and the city that it inspects."""

    number: int = Field(ge=1, le=999, description="第几组")
    city: Line = Field(description="派出检查组的市")
    inspects: Line = Field(description="被检查的市")
    members: tuple[Member, ...] = Field(default=(), max_length=500, description="成员")

    def having(self, role: Role) -> tuple[Member, ...]:
        """The members with a role."""
        return tuple(member for member in self.members if member.role == role)

    @property
    def name(self) -> str:
        """第7组（平顶山市）."""
        return f"第{self.number}组（{self.city}）"


class Campaign(Model):
    """A campaign as its file says it. ``due`` is the hour by which a group sends its daily report."""

    id: Line = Field(description="编号")
    title: Line = Field(description="名称")
    region: Line = Field(description="省（自治区、直辖市）")
    authority: Line | None = Field(default=None, description="组织实施的机关")
    note: Line | None = Field(default=None, description="说明，如 模拟数据；印在各种报表上")
    due: Clock = Field(default="20:00", description="日报告报送时限，时:分")
    arrangement: Arrangement = Field(default="ring", description="ring 推磨式：各市围成一圈；free 不限")
    phases: tuple[Phase, ...] = Field(max_length=9, description="各阶段")
    groups: tuple[Group, ...] = Field(max_length=999, description="各检查组")

    @cached_property
    def by_number(self) -> dict[int, Group]:
        """The groups by number."""
        return {group.number: group for group in self.groups}

    @cached_property
    def phase_by_number(self) -> dict[int, Phase]:
        """The phases by number."""
        return {phase.number: phase for phase in self.phases}

    @property
    def due_time(self) -> time:
        """The hour by which the report of a day is due."""
        return time.fromisoformat(self.due)

    def phase_on(self, on: date) -> Phase | None:
        """The phase of a day; on a day that two share, the one that ends. None outside all of them."""
        return next((phase for phase in self.phases if phase.covers(on)), None)

    def days_of(self, phase: Phase) -> list[date]:
        """The days of a phase; one that two phases share is of the one that ends."""
        return [day for day in every_day(phase.since, phase.until) if self.phase_on(day) is phase]

    @property
    def days(self) -> list[date]:
        """The days of all phases, each once."""
        return [day for day in every_day(self.first_day, self.last_day) if self.phase_on(day) is not None]

    @property
    def first_day(self) -> date:
        """The first day of the first phase."""
        return min(phase.since for phase in self.phases)

    @property
    def last_day(self) -> date:
        """The last day of the last phase."""
        return max(phase.until for phase in self.phases)

    @property
    def vacancies(self) -> tuple[str, ...]:
        """The groups that lack a leader, a contact of the province or a liaison, one sentence each."""
        wanted: tuple[Role, ...] = ("leader", "provincial_contact", "liaison")
        return tuple(
            f"{group.name}没有{ROLES[role]}" for group in self.groups for role in wanted if not group.having(role)
        )


def every_day(first: date, last: date) -> list[date]:
    """Every day from the first to the last, both included; none where the last is earlier."""
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]


def read_campaign(path: str | Path) -> Campaign:
    """The campaign of a YAML or JSON file. Raises :class:`CampaignError` with every problem and its place."""
    return _campaign(read_file(Path(path), CampaignError))


def campaign_from(data: Mapping[str, Any], source: str = "") -> Campaign:
    """The campaign of a mapping of the shape of its file. Raises :class:`CampaignError`."""
    return _campaign(Source(source, dict(data)))


def _campaign(source: Source) -> Campaign:
    problems = Problems()
    campaign = validate(source, Campaign, problems)
    if campaign is not None:
        _phases(campaign, source, problems)
        _groups(campaign, source, problems)
    problems.raise_as(CampaignError)
    assert campaign is not None
    return campaign


def _phases(campaign: Campaign, source: Source, problems: Problems) -> None:
    if not campaign.phases:
        problems.add("没有写阶段", source.place(("phases",)))
    before: Phase | None = None
    for index, phase in enumerate(campaign.phases):
        place = source.place(("phases", index))
        if phase.number != index + 1:
            problems.add(f"第{index + 1}个阶段的 number 是{phase.number}", place, "按1、2、3的次序写")
        if phase.until < phase.since:
            problems.add(f"阶段的结束之日{phase.until}早于开始之日{phase.since}", place)
        if before is not None and phase.since < before.until:
            problems.add(f"阶段开始之日{phase.since}早于前一阶段结束之日{before.until}", place, "前后阶段至多共用一天")
        before = phase


def _groups(campaign: Campaign, source: Source, problems: Problems) -> None:
    if not campaign.groups:
        problems.add("没有写检查组", source.place(("groups",)))
    for name, told in (("number", "组号"), ("city", "市"), ("inspects", "被检查的市")):
        counted = Counter(getattr(group, name) for group in campaign.groups)
        for index, group in enumerate(campaign.groups):
            value = getattr(group, name)
            if counted[value] > 1:
                problems.add(f"{told} {value} 写了{counted[value]}次", source.place(("groups", index, name)))
    for index, group in enumerate(campaign.groups):
        for role in SINGLE:
            if len(group.having(role)) > 1:
                problems.add(
                    f"{group.name}有{len(group.having(role))}名{ROLES[role]}",
                    source.place(("groups", index, "members")),
                )
    if campaign.groups and campaign.arrangement == "ring":
        _ring(campaign, source, problems)


def _ring(campaign: Campaign, source: Source, problems: Problems) -> None:
    """Nobody inspects itself or its inspector back, and following who inspects whom leads through every city."""
    next_of = {group.city: group.inspects for group in campaign.groups}
    sound = len(next_of) == len(campaign.groups)
    for index, group in enumerate(campaign.groups):
        place = source.place(("groups", index, "inspects"))
        if group.inspects not in next_of:
            problems.add(
                f"{group.inspects}没有派出检查组，不在圈内",
                place,
                did_you_mean(group.inspects, next_of) or "不是推磨式的写 arrangement: free",
            )
            sound = False
        elif group.inspects == group.city:
            problems.add(f"{group.city}不能检查自己", place)
            sound = False
        elif next_of[group.inspects] == group.city:
            problems.add(f"{group.city}和{group.inspects}互相检查", place, "推磨式检查不得互查")
            sound = False
    if sound and (walked := list(_walk(next_of))) and len(walked) < len(next_of):
        rest = [city for city in next_of if city not in walked]
        problems.add(
            f"各市没有围成一圈：{'→'.join([*walked, walked[0]])} 之外还有{'、'.join(rest)}", source.place(("groups",))
        )


def _walk(next_of: Mapping[str, str]) -> Iterator[str]:
    """The cities in the order of the ring, from the first on."""
    seen: set[str] = set()
    city = next(iter(next_of))
    while city not in seen:
        seen.add(city)
        yield city
        city = next_of[city]
