"""Enterprises with facts: sound ones made from the baselines of the items, and breaches put into them from the items' scenarios."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from random import Random
from typing import TYPE_CHECKING, Any

from ...errors import CampaignError, Problem
from ...evaluate import Inspection
from ...language import Kind, facts_of

if TYPE_CHECKING:
    from ...api import Manual

TABLES = {
    "非煤矿山": "NM",
    "危险化学品": "HC",
    "钢铁": "ST",
    "粉尘涉爆": "DE",
    "铝加工": "AL",
    "有限空间": "CS",
}
"""The table of the items made for an industry."""

COMMON = ("MR", "DP")
BRANCHES = {
    "非煤矿山": ["矿山"],
    "危险化学品": ["其他危险物品生产经营储存"],
    "钢铁": ["金属冶炼", "冶金有色"],
    "粉尘涉爆": ["木制品加工"],
    "铝加工": ["冶金有色"],
}
"""What an enterprise of an industry answers to the question for its branches; the others belong to none of them."""

TRIES = 60

FOREIGN = {"烟花爆竹": "", "矿": "非煤矿山", "危险化学品": "危险化学品", "冶炼": "钢铁", "熔融": "钢铁", "建筑施工": ""}
"""Words in the statement of a breach that would be odd for enterprises outside one industry, or for all."""


@dataclass(frozen=True)
class Fault:
    """Facts that break a sound enterprise: which breaches they make of it, and how many of these are major hazards."""

    facts: Mapping[str, Any]
    breaches: int
    major: int


class Enterprises:
    """Draws enterprises of each industry. What can be wrong with them is worked out by the law of the day ``on``."""

    def __init__(self, manual: Manual, on: date) -> None:
        self.manual = manual
        self.on = on
        self.sound = cache(self._sound)
        self.faults = cache(self._faults)

    def draw(self, chance: Random, industry: str, most: int, major: bool, header: Mapping[str, Any]) -> Inspection:
        """An enterprise with at most ``most`` breaches, of which exactly one is a major hazard where ``major``, else none.

        ``header`` is the facts file without its facts; its inspection has a date.
        """
        for wanted in range(min(most, 4), -1, -1):
            for _ in range(TRIES):
                inspection = self._drawn(chance, industry, max(wanted, int(major)), major, header)
                found = inspection.violations
                if len(found) <= most and sum(breach.major is True for breach in found) == int(major):
                    return inspection
        wanted_words = f"{'有一项重大隐患、' if major else ''}至多{most}项违法行为"
        raise CampaignError(
            Problem(f"用这本手册模拟不出{wanted_words}的{industry}企业", hint="换一个种子，或者减少合计")
        )

    def _drawn(self, chance: Random, industry: str, faults: int, major: bool, header: Mapping[str, Any]) -> Inspection:
        facts = dict(self.sound(industry))
        pool = self.faults(industry)
        touched: set[str] = set()
        for number in range(faults):
            grave = major and number == 0
            fitting = [one for one in pool if bool(one.major) == grave and one.breaches]
            fault = chance.choice(fitting) if fitting else None
            if fault is not None and touched.isdisjoint(fault.facts):
                facts.update(fault.facts)
                touched.update(fault.facts)
        return self.manual.inspect({**header, "facts": facts})

    def _sound(self, industry: str) -> Mapping[str, Any]:
        """The facts of an enterprise that breaks nothing: the baselines of its items, and no to what would make others apply."""
        own = TABLES.get(industry)
        facts: dict[str, Any] = {"industries": BRANCHES.get(industry, [])}
        for table in (own, *COMMON):
            for item in self.manual.items.values():
                if item.table == table and item.baseline is not None:
                    for name, value in item.baseline.facts.items():
                        facts.setdefault(name, value)
        for name in self._gates(own):
            facts.setdefault(name, False)
        while broken := self.manual.inspect({"facts": facts}, on=self.on).violations:
            for name in {name for breach in broken for name in breach.facts_used} - {"industries"}:
                facts.pop(name, None)  # baselines of two items that do not go together: left open
        return facts

    def _gates(self, own: str | None) -> Iterator[str]:
        """The yes-or-no facts on which it hangs whether the items of other industries apply."""
        for item in self.manual.items.values():
            if item.table not in (own, *COMMON):
                for name, type_ in facts_of(self.manual.condition(item.applies)).items():
                    if type_.kind is Kind.BOOL:
                        yield name

    @cached_property
    def _nature(self) -> frozenset[str]:
        """The facts that say what kind of enterprise it is: a fault leaves them as they are."""
        applies = [item.applies for item in self.manual.items.values()]
        terms = [term.condition for term in self.manual.terms.values()]
        return frozenset(facts_of(*map(self.manual.condition, (*applies, *terms))))

    def _faults(self, industry: str) -> tuple[Fault, ...]:
        """What can be wrong with an enterprise of the industry, from the scenarios of its items."""
        sound, found = self.sound(industry), []
        for item in self.manual.items.values():
            if item.table not in (TABLES.get(industry), *COMMON):
                continue
            for scenario in item.scenarios:
                if scenario.verdict != "violation" or scenario.on is not None or scenario.unknown:
                    continue
                if not self._nature.isdisjoint(scenario.facts):
                    continue
                judged = self.manual.inspect({"facts": {**sound, **scenario.facts}}, on=self.on)
                major = sum(breach.major is True for breach in judged.violations)
                open_ = any(breach.major is None for breach in judged.violations)
                odd = any(_odd(breach.statement, industry) for breach in judged.violations)
                if judged.violations and not open_ and not odd and major <= 1:
                    found.append(Fault(scenario.facts, len(judged.violations), major))
        return tuple(found)


def _odd(statement: str, industry: str) -> bool:
    return any(word in statement and industry != at_home for word, at_home in FOREIGN.items())
