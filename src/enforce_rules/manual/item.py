"""An inspection item (检查事项): what is checked and how, the ways to fail it, and the scenarios that prove it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from .fact import Fact
from .model import Day, ItemId, Model, Name, Period, Text

Verdict = Literal["violation", "compliant", "undetermined", "not_applicable"]
Measure = Literal["反馈", "督办", "移交线索"]
Method = Literal["查阅资料", "现场核查", "询问", "检测", "抽查"]


class Basis(Model):
    """A citation as the basis of a duty, a penalty or a major hazard, with the condition under which it is one."""

    cite: Text
    when: Text | None = Field(default=None, description="除违法事实以外，还要满足的条件")
    note: Text | None = None


def _as_basis(value: Any) -> Any:
    return {"cite": value} if isinstance(value, str) else value


BasisEntry = Annotated[Basis, BeforeValidator(_as_basis, json_schema_input_type=Text | Basis)]
"""A basis, or just its citation."""


class Remedy(Model):
    """What must be done, and the ordinary time limit in days; 0 is at once (立即)."""

    text: Text
    days: int = Field(ge=0, le=180)


class Breach(Period):
    """One way to fail an item: one act, with its words, duty and penalty. Outside its period it is never violated."""

    violated: Text
    statement: Text
    remedy: Remedy
    duties: tuple[BasisEntry, ...] = ()
    penalties: tuple[BasisEntry, ...] = ()
    major: tuple[BasisEntry, ...] = ()
    supposes_major: bool = Field(default=False, description="该行为以存在重大事故隐患为前提")
    crimes: tuple[BasisEntry, ...] = Field(default=(), description="可能涉嫌的犯罪")
    same_act: Name | None = Field(default=None, description="与哪个行为是法律上的同一行为")
    transfer: Text | None = Field(default=None, description="有权机关不是本部门的，写移送给谁")
    measure: Measure | None = Field(default=None, description="不是责令改正和处罚，而是怎样处理")
    no_duty: Text | None = None
    no_penalty: Text | None = None
    note: Text | None = None


FactValue = bool | int | float | str | tuple[str, ...]


class Baseline(Model):
    """A complete, compliant enterprise on a day; every scenario starts from it."""

    on: Day
    facts: dict[Name, FactValue]


class Scenario(Model):
    """A change of the baseline, and what must come out."""

    name: Text
    on: Day | None = None
    facts: dict[Name, FactValue] = {}
    unknown: tuple[Name, ...] = ()
    boundary: Name | None = Field(default=None, description="刚好不构成的是哪个违法行为")
    verdict: Verdict
    breaches: tuple[Name, ...] = ()
    major: bool | None = None
    needed: tuple[Name, ...] | None = None
    duties: tuple[Text, ...] | None = None
    penalties: tuple[Text, ...] | None = None
    criteria: tuple[Text, ...] | None = Field(default=None, description="构成重大事故隐患所依据的判定标准")
    note: Text | None = None


class Item(Period):
    """One inspection item, whole."""

    id: ItemId
    table: Text
    title: Text
    content: Text
    methods: tuple[dict[Method, Text], ...] = Field(min_length=1)
    applies: Text = "true"
    facts: dict[Name, Fact] = {}
    breaches: dict[Name, Breach] = Field(min_length=1)
    note: Text | None = None
    baseline: Baseline | None = None
    scenarios: Annotated[Sequence[Scenario], AfterValidator(tuple)] = ()

    @property
    def conditions(self) -> tuple[str, ...]:
        """Every condition that the item writes: when it applies, its breaches, and the conditions of their bases."""
        texts = [self.applies]
        for breach in self.breaches.values():
            bases = (*breach.duties, *breach.penalties, *breach.major, *breach.crimes)
            texts += [breach.violated, *(basis.when for basis in bases if basis.when is not None)]
        return tuple(texts)

    def breaches_on(self, on: date) -> dict[str, Breach]:
        """The breaches that exist in law on a day."""
        return {name: breach for name, breach in self.breaches.items() if breach.covers(on)}
