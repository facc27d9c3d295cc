"""The rules written by hand with numpy: two-valued on complete facts, and three-valued as two planes with a mask a fact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.peers.rules import Columns, Rule, Rules
from benchmarks.peers.vector import Text, known, positions
from enforce_rules.language import Expression
from enforce_rules.language.expression import And, Not, Or, TermRef

Codes = dict[str, Any]
"""For each item an int8 array of codes."""


def two_valued(rules: Rules) -> Callable[[Columns], Codes]:
    """A function of complete columns."""
    text = Text(lambda name: f"c[{name!r}]", positions, lambda name: name, rules.on)
    lines = [f"{name} = {text.condition(body)}" for name, body in rules.terms.items()]
    for item in rules.items:
        verdict = f"np.int8(2) - {text.condition(item.violated)}"
        if not item.always:
            verdict = f"{text.condition(item.applies)} * ({verdict})"
        lines.append(f"out[{item.id!r}] = {verdict}")
    judge = _function("c", lines)
    return lambda columns: judge(columns)


def three_valued(rules: Rules) -> Callable[[Columns, Columns], Codes]:
    """A function of filled columns and of the masks of the known facts."""
    text = Text(lambda name: f"c[{name!r}]", positions, lambda name: name, rules.on)
    lines = [f"{name} = {_planes(body, text)}" for name, body in rules.terms.items()]
    lines += [f"out[{item.id!r}] = {_code(item, text)}" for item in rules.items]
    return _function("c, k", lines)


Planes = tuple[Any, Any]
"""Where a condition is true, and where it is false."""


def atom(value: Any, mask: Any) -> Planes:
    """A comparison where its facts are known."""
    true = value & mask
    return true, mask ^ true


def both(*parts: Planes) -> Planes:
    """Conjunction."""
    true, false = parts[0]
    for one, other in parts[1:]:
        true, false = true & one, false | other
    return true, false


def either(*parts: Planes) -> Planes:
    """Disjunction."""
    true, false = parts[0]
    for one, other in parts[1:]:
        true, false = true | one, false & other
    return true, false


def opposite(part: Planes) -> Planes:
    """Negation."""
    return part[1], part[0]


def code(applies: Planes, violated: Planes) -> Any:
    """The codes of an item."""
    true, false = applies
    return np.int8(3) - np.int8(3) * false - np.int8(2) * (true & violated[0]) - (true & violated[1])


def code_always(violated: Planes) -> Any:
    """The codes of an item that always applies."""
    return np.int8(3) - np.int8(2) * violated[0] - violated[1]


def _code(item: Rule, text: Text) -> str:
    violated = _planes(item.violated, text)
    return f"code_always({violated})" if item.always else f"code({_planes(item.applies, text)}, {violated})"


def _planes(node: Expression, text: Text) -> str:
    match node:
        case TermRef(name=name):
            return name
        case Not(operand=operand):
            return f"opposite({_planes(operand, text)})"
        case And(operands=operands):
            return f"both({', '.join(_planes(operand, text) for operand in operands)})"
        case Or(operands=operands):
            return f"either({', '.join(_planes(operand, text) for operand in operands)})"
        case _:
            return f"atom({text.condition(node)}, {' & '.join(f'k[{name!r}]' for name in known(node))})"


def _function(arguments: str, lines: list[str]) -> Callable[..., Codes]:
    body = "".join(f"    {line}\n" for line in ["out = {}", *lines, "return out"])
    names: dict[str, Any] = {
        "np": np,
        "atom": atom,
        "both": both,
        "either": either,
        "opposite": opposite,
        "code": code,
        "code_always": code_always,
    }
    exec(f"def judge({arguments}):\n{body}", names)
    judge: Callable[..., Codes] = names["judge"]
    return judge
