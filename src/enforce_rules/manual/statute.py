"""A law: its editions with the days they are in force, and the provisions cited, each sanction written once."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from .citation import Citation
from .model import Day, Model, Text

Party = Literal["unit", "principal", "manager", "responsible", "worker", "investor"]
Stage = Literal["found", "overdue", "refused", "serious", "accident"]

PARTIES: dict[Party, str] = {
    "unit": "生产经营单位",
    "principal": "主要负责人",
    "manager": "其他负责人和安全生产管理人员",
    "responsible": "直接负责的主管人员和其他直接责任人员",
    "worker": "从业人员",
    "investor": "个人经营的投资人",
}
STAGES: dict[Stage, str] = {
    "found": "发现时",
    "overdue": "逾期未改正",
    "refused": "拒不改正或者拒不执行",
    "serious": "情节严重",
    "accident": "导致发生事故",
}
Rank = Literal["法律", "行政法规", "地方性法规", "部门规章", "地方政府规章", "判定标准", "规范性文件"]


class IllegalIncome(Model):
    """The condition on illegal income, in whole yuan: ``min`` is included (以上), ``below`` is not (不足)."""

    min: int | None = Field(default=None, ge=0)
    below: int | None = Field(default=None, gt=0)

    def holds(self, income: int | None) -> bool | None:
        """Whether it holds of an illegal income in whole yuan; None when the income is not known."""
        if income is None:
            return None
        return (self.min is None or income >= self.min) and (
            income == 0 if self.min is None and self.below is None else self.below is None or income < self.below
        )

    @property
    def words(self) -> str:
        """The condition in words: ``违法所得100000元以上的``."""
        if self.min == 1 and self.below is None:
            return "有违法所得的"
        if self.min is None and self.below == 1:
            return "没有违法所得的"
        if self.min is None:
            return "没有违法所得" if self.below is None else f"没有违法所得或者违法所得不足{self.below}元的"
        return f"违法所得{self.min}元以上{'' if self.below is None else f'不足{self.below}元'}的"


class Sanction(Model):
    """What a provision does to one party at one stage. Amounts are whole yuan, bands closed at both ends."""

    party: Party
    stage: Stage
    mandatory: bool = Field(description="false 表示“可以”")
    fine: tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(gt=0)]] | None = Field(
        default=None, description="罚款幅度 [下限, 上限]，元，两端都含"
    )
    multiple: tuple[int, int] | None = Field(default=None, description="违法所得的倍数 [下限, 上限]")
    income_percent: tuple[int, int] | None = Field(default=None, description="上一年年收入的百分比 [下限, 上限]")
    illegal_income: IllegalIncome | None = None
    cap: int | None = Field(default=None, gt=0, description="按倍数计算的罚款最高不超过多少元")
    alternative: bool = Field(default=False, description="true 表示“单处或者并处”")
    other: tuple[Text, ...] = Field(default=(), description="罚款以外的：责令限期改正、没收违法所得……")

    @property
    def words(self) -> str:
        """What it does, as an official would say it: ``责令限期改正，可以处50000元以下罚款``."""
        may = "" if self.mandatory else "可以"
        parts = [self.illegal_income.words] if self.illegal_income else []
        parts += self.other
        if self.fine:
            low, high = self.fine
            parts.append(f"{may}处{f'{high}元以下' if low == 0 else _band(low, high, '元')}罚款")
        if self.multiple:
            most = f"，最高不超过{self.cap}元" if self.cap else ""
            parts.append(f"{may}处违法所得{_band(*self.multiple, '倍')}罚款{most}")
        if self.income_percent:
            parts.append(f"{may}处上一年年收入{_band(*self.income_percent, '%')}罚款")
        return "，".join(parts) + ("（单处或者并处）" if self.alternative else "")

    @property
    def on_whom_and_when(self) -> tuple[str, str]:
        """The party it falls on and the stage at which, in words."""
        return PARTIES[self.party], STAGES[self.stage]


def _band(low: int, high: int, unit: str) -> str:
    return f"{low}{unit}" if low == high else f"{low}{unit}以上{high}{unit}以下"


class Point(Model):
    """One item (项) that has sanctions of its own."""

    sanctions: tuple[Sanction, ...] = ()
    general: bool = Field(default=False, description="兜底的规定：有具体规定的，从具体规定")
    note: Text | None = None


Items = Annotated[int, Field(ge=0, le=60)] | tuple[Point, ...]
"""How many items there are, or each of them."""


class Paragraph(Model):
    """One paragraph (款) of an article: its items (项), and its sanctions."""

    items: Items = 0
    sanctions: tuple[Sanction, ...] = ()
    not_modelled: tuple[Text, ...] = ()
    general: bool = Field(default=False, description="兜底的规定：有具体规定的，从具体规定")
    note: Text | None = None

    @property
    def count(self) -> int:
        """How many items it has."""
        return self.items if isinstance(self.items, int) else len(self.items)

    def sanctions_of(self, item: int | None) -> tuple[Sanction, ...]:
        """The sanctions that hold at one of its items: the item's own, else the paragraph's. All of them for no item."""
        if isinstance(self.items, int):
            return self.sanctions
        own = [point.sanctions for point in self.items]
        if item is None:
            return (*self.sanctions, *(sanction for sanctions in own for sanction in sanctions))
        return own[item - 1] or self.sanctions


class Provision(Model):
    """One article, or one place in an outline: its structure, so that a citation can be checked, and its sanctions."""

    items: Items = Field(default=0, description="只有一款时的项数，或者逐项列出")
    paragraphs: Annotated[int, Field(ge=1, le=30)] | tuple[Paragraph, ...] = Field(
        default=1, description="款数，或者逐款列出"
    )
    points: int = Field(default=0, ge=0, le=60, description="提纲式编号下的条数")
    sanctions: tuple[Sanction, ...] = ()
    not_modelled: tuple[Text, ...] = Field(default=(), description="这里没有表达出来的处罚")
    general: bool = Field(default=False, description="兜底的规定：有具体规定的，从具体规定")
    note: Text | None = None
    verified: bool | None = Field(default=None, description="缺省随版本")
    source: Text | None = None

    @property
    def structure(self) -> tuple[Paragraph, ...]:
        """The paragraphs in order; a single one carries the items and sanctions of the article."""
        if isinstance(self.paragraphs, tuple):
            return self.paragraphs
        if self.paragraphs == 1:
            return (Paragraph(items=self.items, sanctions=self.sanctions),)
        return (Paragraph(),) * self.paragraphs

    def sanctions_at(self, citation: Citation) -> tuple[Sanction, ...]:
        """The sanctions that hold at a citation of this provision: its item's or paragraph's, else the whole article's."""
        if citation.paragraph is not None or citation.item is not None:
            paragraph = self.structure[(citation.paragraph or 1) - 1]
            return paragraph.sanctions_of(citation.item) or self.sanctions
        return self.sanctions or self.all_sanctions

    def general_at(self, citation: Citation) -> bool:
        """Whether a citation of this provision leads to a rule that yields to any specific one."""
        paragraph = self.structure[(citation.paragraph or 1) - 1]
        points = paragraph.items if isinstance(paragraph.items, tuple) else ()
        item = points[citation.item - 1].general if citation.item is not None and points else False
        return self.general or item or (citation.paragraph is not None and paragraph.general)

    @property
    def says_more(self) -> bool:
        """Whether the provision punishes in ways that are not expressed here."""
        return bool(self.not_modelled) or any(paragraph.not_modelled for paragraph in self.structure)

    @property
    def all_sanctions(self) -> tuple[Sanction, ...]:
        """Every sanction written anywhere in the provision, once."""
        inner = [sanction for paragraph in self.structure for sanction in paragraph.sanctions_of(None)]
        return tuple(dict.fromkeys([*self.sanctions, *inner]))

    def misfit(self, citation: Citation) -> str | None:
        """What is wrong when ``citation`` names a paragraph, item or point that this provision does not have; else None."""
        paragraphs = self.structure
        if citation.paragraph is not None:
            if len(paragraphs) == 1:
                return "该条只有一款，引用时不写第一款"
            if citation.paragraph > len(paragraphs):
                return f"该条只有{len(paragraphs)}款"
        if citation.item is not None:
            if citation.paragraph is None and len(paragraphs) > 1:
                return "该条有数款，引用项时要写明第几款"
            items = paragraphs[(citation.paragraph or 1) - 1].count
            if citation.item > items:
                return f"此处只有{items}项" if items else "此处没有分项"
        if citation.point is not None and citation.point > self.points:
            return f"此处只有{self.points}项"
        return None


class Edition(Model):
    """One edition of a law, in force from ``in_force_from`` until ``in_force_until``, both days included."""

    adopted: Day | None = None
    number: Text | None = Field(default=None, description="文号")
    in_force_from: Day
    in_force_until: Day | None = None
    text: Text | None = Field(default=None, description="核对所用文本的名称")
    verified: bool = Field(description="所引条款是否已对照原文")
    source: Text | None = Field(default=None, description="未核时，条款和数额从何而来")
    note: Text | None = None
    provisions: dict[str, Provision] = {}

    def in_force(self, on: date) -> bool:
        """Whether the edition is in force on a day."""
        return self.in_force_from <= on and (self.in_force_until is None or on <= self.in_force_until)


class Statute(Model):
    """One law with its editions, by the year of their adoption."""

    law: Text = Field(description="引用时的名称")
    title: Text = Field(description="全称")
    rank: Rank
    issuer: Text | None = None
    region: Text | None = Field(default=None, description="只在该地区适用")
    general: bool = Field(default=False, description="一般法：同一位阶的特别法优先")
    note: Text | None = None
    editions: dict[str, Edition] = Field(min_length=1)
