"""The explaining evaluator: why a condition is true, false or unknown, part by part, in Chinese."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..language import Expression, Phrasebook, Truth, Value, facts_of, render, show
from ..language.expression import And, Not, Or, TermRef
from ..language.kleene import and_, not_, or_, truth_of

TRUTHS = {True: "是", False: "否", None: "未知"}


@dataclass(frozen=True)
class Trace:
    """One condition: how it reads, its truth (None is unknown), the facts a leaf looked at, and its parts.

    ``found`` maps the facts of a leaf to their values as printed; a fact that is not recorded is mapped to None.
    """

    text: str
    value: Truth
    found: Mapping[str, str | None]
    parts: tuple[Trace, ...] = ()

    def lines(self, depth: int = 0) -> Iterator[tuple[int, str]]:
        """The trace as lines to read, each with its depth: the truth, the condition, the facts found."""
        seen = "；".join(f"{label}：{value if value is not None else '未查'}" for label, value in self.found.items())
        yield depth, f"{TRUTHS[self.value]}　{self.text}{f'　［{seen}］' if seen else ''}"
        for part in self.parts:
            yield from part.lines(depth + 1)

    def as_dict(self) -> dict[str, Any]:
        """The trace as plain data for JSON; ``value`` is true, false or null."""
        told: dict[str, Any] = {"text": self.text, "value": self.value}
        if self.found:
            told["found"] = dict(self.found)
        if self.parts:
            told["parts"] = [part.as_dict() for part in self.parts]
        return told


@dataclass(frozen=True)
class Reading:
    """How a condition reads, whatever the facts: worked out once, and filled in for each enterprise.

    ``combine`` joins the truths of the ``parts``; without it the condition is a leaf, and ``facts`` are those it looks at, each
    with its label, list of values and unit.
    """

    condition: Expression
    text: str
    parts: tuple[Reading, ...] = ()
    combine: Callable[[Iterable[Truth]], Truth] | None = None
    facts: tuple[tuple[str, str, tuple[str, ...], str], ...] = ()

    def trace(self, facts: Mapping[str, Value], on: date) -> Trace:
        """The trace for the known ``facts`` on the day ``on``."""
        if self.combine is None:
            found = {
                label: show(facts[name], order) + unit if name in facts else None
                for name, label, order, unit in self.facts
            }
            return Trace(self.text, truth_of(self.condition, facts, on), found)
        parts = tuple([part.trace(facts, on) for part in self.parts])
        return Trace(self.text, self.combine(part.value for part in parts), {}, parts)


def reading(condition: Expression, words: Phrasebook) -> Reading:
    """How a condition reads, part by part."""
    text = render(condition, words)
    match condition:
        case Or(operands=operands):
            return Reading(condition, text, tuple(reading(operand, words) for operand in operands), or_)
        case And(operands=operands):
            return Reading(condition, text, tuple(reading(operand, words) for operand in operands), and_)
        case Not(operand=Or() | And() | TermRef() as operand):
            return Reading(condition, text, (reading(operand, words),), _denied)
        case TermRef(body=body):
            return Reading(condition, text, (reading(body, words),), or_)
        case _:
            looked_at = tuple(
                (name, words.label(name), type_.values, words.unit(name)) for name, type_ in facts_of(condition).items()
            )
            return Reading(condition, text, facts=looked_at)


def _denied(values: Iterable[Truth]) -> Truth:
    (value,) = values
    return not_(value)


def explain(condition: Expression, facts: Mapping[str, Value], on: date, words: Phrasebook) -> Trace:
    """The trace of a condition for the known ``facts`` on the day ``on``."""
    return reading(condition, words).trace(facts, on)
