"""The visits of a simulated phase: which group is where on which day, and what it finds there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from ...errors import CampaignError, Problem
from ...evaluate import Inspection
from ..campaign import Campaign, Group, Phase
from ..recording import judged
from ..records.kinds import Document, Finding, Industry, Measure, Record, Suspension, Visit
from .chance import chosen, split, uneven
from .enterprises import Enterprises
from .totals import PhaseTotals

SEEN = (
    "灭火器压力不足，没有及时更换",
    "配电箱前堆放杂物",
    "临时用电线路没有穿管保护",
    "安全出口指示灯不亮",
    "气瓶没有防倾倒措施",
    "作业现场安全操作规程没有上墙",
    "应急照明灯损坏",
    "安全培训记录填写不全",
    "设备防护罩缺失一处",
    "物料堆放超高",
    "消防通道标线不清",
    "劳动防护用品发放台账登记不全",
)
"""Problems that a person sees beyond the manual's items."""

WEIGHTS: dict[Industry, int] = {
    "非煤矿山": 6,
    "危险化学品": 20,
    "钢铁": 4,
    "粉尘涉爆": 16,
    "铝加工": 4,
    "有限空间": 14,
    "其他": 36,
}
"""How the enterprises are spread over the industries. Invented."""

LESSER: tuple[Measure, ...] = ("停止使用", "停产停业整顿", "停止建设")
"""What may be ordered where there is no major hazard."""

RECORD, ORDER, MEASURES, REVIEW = ("inspection-record", "rectification-order", "on-site-measures", "reinspection")
BUREAUS = ("应急管理局", "工业和信息化局", "自然资源局", "住房和城乡建设局", "交通运输局", "市场监督管理局")


@dataclass(eq=False)
class Unit:
    """A simulated enterprise with what was found in it."""

    visit: Visit
    group: Group
    inspection: Inspection
    findings: list[Finding] = field(default_factory=list)

    @property
    def major(self) -> Finding | None:
        """Its major hazard, if it has one."""
        return next((finding for finding in self.findings if finding.major), None)


def days_of(campaign: Campaign, phase: Phase, until: date) -> list[date]:
    """The days of a phase up to ``until``."""
    return [day for day in campaign.days_of(phase) if day <= until]


class Visits:
    """Draws the visits of one phase so that they add up to its totals."""

    def __init__(
        self, chance: Random, campaign: Campaign, phase: Phase, totals: PhaseTotals, enterprises: Enterprises
    ) -> None:
        self.chance = chance
        self.campaign = campaign
        self.phase = phase
        self.totals = totals
        self.enterprises = enterprises
        self.days = days_of(campaign, phase, totals.as_of)
        self.units: list[Unit] = []

    def records(self) -> Iterator[Record]:
        """All records of the visits themselves, the units kept for what follows."""
        yield from self._supervised("government", self.totals.governments)
        yield from self._supervised("department", self.totals.departments)
        groups = self._groups(self.totals.units)
        hazards, major = self._hazards(len(groups))
        for number, (group, found, grave) in enumerate(zip(groups, hazards, major, strict=True), 1):
            unit, records = self._unit(number, group, found, grave)
            self.units.append(unit)
            yield from records
        yield from self._documents()
        yield from self._suspensions()

    def _groups(self, number: int) -> list[Group]:
        """For each visit its group: all groups have about as many."""
        groups = self.campaign.groups
        shares = split(number, uneven(self.chance, len(groups), spread=40.0))
        return [group for group, share in zip(groups, shares, strict=True) for _ in range(share)]

    def _hazards(self, units: int) -> tuple[list[int], list[bool]]:
        grave = set(chosen(self.chance, range(units), self.totals.major))
        weights = uneven(self.chance, units)
        parts = split(self.totals.hazards - len(grave), weights) if units else []
        return [part + (index in grave) for index, part in enumerate(parts)], [index in grave for index in range(units)]

    def _supervised(self, target: str, number: int) -> Iterator[Visit]:
        for index, group in enumerate(self._groups(number), 1):
            body = "人民政府" if target == "government" else BUREAUS[index % len(BUREAUS)]
            yield Visit(
                key=f"{group.number:02d}-{self.phase.number}-{target[0].upper()}{index:04d}",
                group=group.number,
                phase=self.phase.number,
                date=self.chance.choice(self.days),
                target="government" if target == "government" else "department",
                name=f"{group.inspects}模拟第{index}单位（{body}）",
            )

    def _unit(self, number: int, group: Group, hazards: int, major: bool) -> tuple[Unit, list[Record]]:
        industry = self.chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        key = f"{group.number:02d}-{self.phase.number}-{number:04d}"
        day = self.chance.choice(self.days)
        name, code = f"{group.inspects}模拟企业{key}（{industry}）", f"MN{key}"
        header = {
            "enterprise": {"name": name, "credit_code": code},
            "inspection": {"date": day, "authority": f"{group.city}应急管理局"},
        }
        inspection = self.enterprises.draw(self.chance, industry, hazards, major, header)
        visit = Visit(
            key=key,
            group=group.number,
            phase=self.phase.number,
            date=day,
            name=name,
            code=code,
            county=f"{group.inspects}第{1 + number % 8}县",
            industry=industry,
            online=self.chance.choices((True, False, None), (86, 11, 3))[0],
        )
        records = judged(visit, inspection)
        seen = [self._seen(visit, index) for index in range(hazards - len(inspection.violations))]
        findings = [record for record in (*records, *seen) if isinstance(record, Finding)]
        return Unit(visit, group, inspection, findings), [*records, *seen]

    def _seen(self, visit: Visit, index: int) -> Finding:
        return Finding(
            key=f"{visit.key}/F{index + 1}",
            visit=visit.key,
            date=visit.date,
            description=self.chance.choice(SEEN),
            major=False,
        )

    def _documents(self) -> Iterator[Document]:
        """A record for each unit, an order where something was found, measures for a major hazard, then opinions on review."""
        wanted = [
            *((unit, RECORD) for unit in self.units),
            *((unit, ORDER) for unit in self.units if unit.findings),
            *((unit, MEASURES) for unit in self.units if unit.major),
            *((unit, REVIEW) for unit in self.units if unit.findings),
        ]
        if len(wanted) < self.totals.documents:
            told = f"第{self.phase.number}阶段的{self.totals.documents}份文书模拟不出，至多{len(wanted)}份"
            raise CampaignError(Problem(told))
        for number, (unit, form) in enumerate(wanted[: self.totals.documents], 1):
            yield Document(
                key=f"{unit.visit.key}/D/{form}",
                visit=unit.visit.key,
                date=min(unit.visit.date + timedelta(days=5 if form == REVIEW else 0), self.totals.as_of),
                form=form,
                number=None if form == RECORD else f"（模拟）应急{self.phase.number}〔2020〕{number}号",
            )

    def _suspensions(self) -> Iterator[Suspension]:
        """Of enterprises with a major hazard first."""
        shuffled = self._shuffled(self.units)
        first = sorted(shuffled, key=lambda unit: unit.major is None)[: self.totals.suspensions]
        for unit in first:
            measure: Measure = "暂时停产停业" if unit.major else self.chance.choice(LESSER)
            yield Suspension(
                key=f"{unit.visit.key}/T",
                visit=unit.visit.key,
                date=unit.visit.date,
                measure=measure,
            )

    def _shuffled(self, units: Sequence[Unit]) -> list[Unit]:
        return self.chance.sample(units, len(units))
