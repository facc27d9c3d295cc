"""The explaining evaluator: why a condition is true, false or unknown, part by part, in Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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


def explain(condition: Expression, facts: Mapping[str, Value], on: date, words: Phrasebook) -> Trace:
    """The trace of a condition for the known ``facts`` on the day ``on``."""
    text = render(condition, words)
    match condition:
        case Or(operands=operands):
            parts = tuple(explain(operand, facts, on, words) for operand in operands)
            return Trace(text, or_(part.value for part in parts), {}, parts)
        case And(operands=operands):
            parts = tuple(explain(operand, facts, on, words) for operand in operands)
            return Trace(text, and_(part.value for part in parts), {}, parts)
        case Not(operand=Or() | And() | TermRef() as operand):
            inner = explain(operand, facts, on, words)
            return Trace(text, not_(inner.value), {}, (inner,))
        case TermRef(body=body):
            inner = explain(body, facts, on, words)
            return Trace(text, inner.value, {}, (inner,))
        case _:
            found = {
                words.label(name): show(facts[name], type_.values) + words.unit(name) if name in facts else None
                for name, type_ in facts_of(condition).items()
            }
            return Trace(text, truth_of(condition, facts, on), found)
