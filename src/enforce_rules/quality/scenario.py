"""Scenarios: each states facts and a day and what must come out; each item must have those that show it in every way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from ..evaluate import WORDS, CompiledRulebook, Inspection, ItemVerdict, Trace
from ..facts import Facts
from ..language import Value
from ..language.chinese import day
from ..language.values import fit
from ..manual import Item, Rulebook, Scenario

FARTHEST = 2
"""In how many facts a boundary may differ from what it bounds: a count and the total it is part of."""


@dataclass(frozen=True)
class Case:
    """A scenario made ready: the baseline with its change, typed, and the day."""

    item: Item
    number: int
    scenario: Scenario
    facts: dict[str, Value]
    on: date


@dataclass(frozen=True)
class Difference:
    """One thing that came out otherwise than the scenario says."""

    what: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.what}：应为{self.expected}，实为{self.found}"


@dataclass(frozen=True)
class Result:
    """A scenario that was run. ``traces`` say why, for the breaches in which it came out otherwise."""

    case: Case
    differences: tuple[Difference, ...]
    traces: tuple[tuple[str, Trace], ...]

    @property
    def passed(self) -> bool:
        """Whether all came out as the scenario says."""
        return not self.differences

    def lines(self) -> Iterator[str]:
        """How a failed scenario reads: what was expected, what came out, and why."""
        yield f"{self.case.item.id} 场景“{self.case.scenario.name}”（{day(self.case.on)}）"
        for difference in self.differences:
            yield f"  {difference}"
        for breach, trace in self.traces:
            yield f"  {breach} 的判断："
            yield from (f"{'  ' * depth}{line}" for depth, line in trace.lines(2))

    def as_dict(self) -> dict[str, Any]:
        """The result as plain data for JSON."""
        return {
            "item": self.case.item.id,
            "scenario": self.case.scenario.name,
            "on": self.case.on.isoformat(),
            "differences": [
                {"what": one.what, "expected": one.expected, "found": one.found} for one in self.differences
            ],
            "traces": {name: trace.as_dict() for name, trace in self.traces},
        }


def baseline_of(book: Rulebook, item: Item) -> Case:
    """The baseline of an item as a case: nothing changed, found to comply. An item without one has no facts recorded."""
    raw = item.baseline.facts if item.baseline else {}
    facts = {name: _typed(book, name, value) for name, value in raw.items()}
    scenario = Scenario(name="baseline", verdict="compliant")
    return Case(item, -1, scenario, facts, item.baseline.on if item.baseline else book.info.in_force_from)


def cases_of(book: Rulebook, item: Item) -> tuple[Case, ...]:
    """The scenarios of an item, ready to run; none where the item has no baseline."""
    if item.baseline is None:
        return ()
    baseline = baseline_of(book, item)
    return tuple(_case(book, number, baseline) for number in range(len(item.scenarios)))


def _case(book: Rulebook, number: int, baseline: Case) -> Case:
    scenario = baseline.item.scenarios[number]
    facts = {**baseline.facts, **{name: _typed(book, name, raw) for name, raw in scenario.facts.items()}}
    known = {name: value for name, value in facts.items() if name not in scenario.unknown}
    return Case(baseline.item, number, scenario, known, scenario.on or baseline.on)


def _typed(book: Rulebook, name: str, raw: Any) -> Value:
    return fit(list(raw) if isinstance(raw, tuple) else raw, book.types[name])


class Scenarios:
    """Runs the scenarios of a manual."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book

    @cached_property
    def _compiled(self) -> CompiledRulebook:
        return CompiledRulebook(self.book)

    def run(self, item: Item) -> Iterator[Result]:
        """Run the scenarios of one item, in order."""
        for case in cases_of(self.book, item):
            yield self.run_case(case)

    def look_at(self, case: Case) -> ItemVerdict:
        """What the manual says of the item in a scenario."""
        return Inspection(self._compiled, Facts(case.facts), case.on).look_at(case.item)

    def run_case(self, case: Case) -> Result:
        """Run one scenario."""
        found = self.look_at(case)
        differences = tuple(differences_of(case.scenario, found))
        odd = {*case.scenario.breaches} ^ {breach.name for breach in found.violations} if differences else set()
        traces = tuple((breach.name, breach.trace) for breach in found.breaches if breach.name in odd)
        return Result(case, differences, traces)


def differences_of(scenario: Scenario, found: ItemVerdict) -> Iterator[Difference]:
    """What came out otherwise than the scenario says; only what it states is compared."""
    if found.verdict != scenario.verdict:
        yield Difference("结论", WORDS[scenario.verdict], WORDS[found.verdict])
    violated = [breach.name for breach in found.violations]
    if set(violated) != set(scenario.breaches):
        yield Difference("违法行为", _names(scenario.breaches), _names(violated))
    if scenario.major is not None and found.major is not scenario.major:
        yield Difference("重大事故隐患", _TOLD[scenario.major], _TOLD[found.major])
    if scenario.needed is not None and set(found.needed) != set(scenario.needed):
        yield Difference("待查的事实", _names(scenario.needed), _names(found.needed))
    for kind, what in _BASES.items():
        stated = getattr(scenario, kind)
        if stated is None:
            continue
        bases = [basis for breach in found.violations for basis in getattr(breach, kind)]
        standing = list(dict.fromkeys(basis.citation for basis in bases if basis.applies))
        if set(standing) != set(stated):
            yield Difference(what, _names(stated), _names(standing))


_BASES = {"duties": "违反的条款", "penalties": "罚则", "criteria": "判定标准"}
_TOLD = {True: "是", False: "否", None: "待查"}


def _names(names: Any) -> str:
    return "、".join(names) or "无"


def gaps_of(book: Rulebook, item: Item) -> Iterator[str]:
    """The scenarios that an item must have and has not, each in a sentence."""
    if item.baseline is None:
        yield "没有 baseline：从哪个完整、合规的企业出发"
        return
    cases = cases_of(book, item)
    for name, breach in item.breaches.items():
        violating = [case for case in cases if name in case.scenario.breaches]
        bounding = [case for case in cases if case.scenario.boundary == name]
        if not violating:
            yield f"没有构成 {name} 的场景"
        if not bounding:
            yield f"没有刚好不构成 {name} 的场景（boundary）"
        elif violating and min(_distance(a, b) for a in violating for b in bounding) > FARTHEST:
            yield f"{name} 的 boundary 场景与构成的场景相差超过{FARTHEST}个事实，不是边界"
        if breach.major and any(case.scenario.major is None for case in violating):
            yield f"构成 {name} 的场景没有写明是不是重大事故隐患（major）"
    verdicts = {case.scenario.verdict for case in cases}
    for verdict in ("compliant", "undetermined", *(["not_applicable"] if item.applies != "true" else [])):
        if verdict not in verdicts:
            yield f"没有结论为{WORDS[verdict]}的场景"
    for case in cases:
        if case.scenario.boundary in case.scenario.breaches:
            yield f"场景“{case.scenario.name}”既构成又刚好不构成 {case.scenario.boundary}"


def _distance(here: Case, there: Case) -> int:
    return sum(here.facts.get(name) != there.facts.get(name) for name in {*here.facts, *there.facts})
