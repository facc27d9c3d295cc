"""The rules of a day as the peers translate them: for each item when it applies and when it is violated, terms kept by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from enforce_rules.evaluate import conditions_on
from enforce_rules.evaluate.conditions import under_law_of
from enforce_rules.language import Expression, Kind, Type, facts_of
from enforce_rules.language.expression import And, Literal, Not, Or, TermRef, children
from enforce_rules.manual import Rulebook

Columns = Mapping[str, Any]
"""The columns of a table by name: numpy arrays."""


@dataclass(frozen=True)
class Rule:
    """An item on a day. The law of the day is decided; what is left depends on facts."""

    id: str
    applies: Expression
    violated: Expression

    @property
    def always(self) -> bool:
        """Whether the item applies to every enterprise."""
        return isinstance(self.applies, Literal) and self.applies.value is True


@dataclass(frozen=True)
class Rules:
    """All items on a day."""

    on: date
    items: tuple[Rule, ...]

    @cached_property
    def facts(self) -> dict[str, Type]:
        """The facts that are used."""
        return facts_of(*(part for item in self.items for part in (item.applies, item.violated)))

    @cached_property
    def terms(self) -> dict[str, Expression]:
        """The terms that are used; each after those that it uses."""
        found: dict[str, Expression] = {}
        for item in self.items:
            _terms(item.applies, found)
            _terms(item.violated, found)
        return found

    @cached_property
    def levels(self) -> list[dict[str, Expression]]:
        """The terms in layers: those of a layer use terms of earlier layers only."""
        depth: dict[str, int] = {}
        for name, body in self.terms.items():
            used: dict[str, Expression] = {}
            _terms(body, used)
            depth[name] = max((depth[inner] + 1 for inner in used), default=0)
        return [
            {name: self.terms[name] for name, level in depth.items() if level == wanted}
            for wanted in range(max(depth.values(), default=-1) + 1)
        ]

    @cached_property
    def columns(self) -> list[str]:
        """The columns of the facts in a table: one a fact, one a member for a set."""
        return [column for name, type_ in self.facts.items() for column in columns_of(name, type_)]


def member(fact: str, value: str) -> str:
    """The column that says whether a set has a member."""
    return f"{fact}__{value}"


def columns_of(name: str, type_: Type) -> list[str]:
    """The columns of a fact."""
    return [member(name, value) for value in type_.values] if type_.kind is Kind.SET else [name]


def rules_on(book: Rulebook, on: date) -> Rules:
    """The rules of a manual on a day."""
    items = []
    for item in book.items.values():
        wanted = conditions_on(book, item, on)
        items.append(Rule(item.id, _law(wanted.applies, on), _law(wanted.violated, on)))
    return Rules(on, tuple(items))


def _law(node: Expression, on: date) -> Expression:
    """A condition under the law of a day, with its terms still named where the law does not decide them."""
    match node:
        case TermRef(name=name, body=body):
            inner = _law(body, on)
            return inner if isinstance(inner, Literal) else TermRef(name, inner)
        case Not(operand=operand):
            inner = _law(operand, on)
            return under_law_of(Not(inner), on) if isinstance(inner, Literal) else Not(inner)
        case And(operands=operands) | Or(operands=operands):
            absorbing = isinstance(node, Or)
            kept: list[Expression] = []
            for part in (_law(operand, on) for operand in operands):
                if not isinstance(part, Literal):
                    kept.append(part)
                elif part.value is absorbing:
                    return part
            if not kept:
                return Literal(not absorbing, node.type)
            return kept[0] if len(kept) == 1 else type(node)(tuple(kept))
        case _:
            return under_law_of(node, on)


def _terms(node: Expression, found: dict[str, Expression]) -> None:
    if isinstance(node, TermRef):
        if node.name in found:
            return
        _terms(node.body, found)
        found[node.name] = node.body
        return
    for child in children(node):
        _terms(child, found)
