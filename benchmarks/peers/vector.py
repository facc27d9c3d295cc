"""Conditions as the text of vectorised Python over known facts: what a numpy user, and so an OpenFisca author, writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from benchmarks.peers.rules import member
from enforce_rules.language import Expression, Kind, facts_of
from enforce_rules.language.expression import (
    And,
    Arithmetic,
    Call,
    Compare,
    Day,
    FactRef,
    Literal,
    Member,
    Not,
    Or,
    TermRef,
)
from enforce_rules.language.functions import months_after


def first_not_past(on: date, months: int) -> date:
    """The first day that leads, some calendar months later, to ``on`` or beyond: what was written before it is overdue."""
    day = months_after(on, -months)
    while months_after(day, months) < on:
        day += timedelta(days=1)
    while months_after(day - timedelta(days=1), months) >= on:
        day -= timedelta(days=1)
    return day


@dataclass(frozen=True)
class Text:
    """How a fact, a value of an enum, a term and the day are written."""

    column: Callable[[str], str]
    choice: Callable[[FactRef, str], str]
    term: Callable[[str], str]
    on: date

    def condition(self, node: Expression) -> str:
        """A condition, or a number in one."""
        match node:
            case Literal(value=value):
                return str(value)
            case FactRef(name=name):
                return self.column(name)
            case TermRef(name=name):
                return self.term(name)
            case Not(operand=operand):
                return f"~{self.condition(operand)}"
            case And(operands=operands):
                return "(" + " & ".join(map(self.condition, operands)) + ")"
            case Or(operands=operands):
                return "(" + " | ".join(map(self.condition, operands)) + ")"
            case Compare(op=op, left=FactRef() as left, right=Literal(value=str() as value)):
                return f"({self.column(left.name)} {op} {self.choice(left, value)})"
            case Compare(
                op=">",
                left=Day(),
                right=Call(arguments=(FactRef(name=name), Literal(value=int() as months))) as call,
            ) if call.function.name == "months_after":
                return f"({self.column(name)} < np.datetime64('{first_not_past(self.on, months)}'))"
            case Compare(op=op, left=Call() as left, right=Literal(value=0)) if left.function.name == "count" and (
                op in (">", "==")
            ):
                some = self.some(self.members(left.arguments[0]))
                return some if op == ">" else f"~{some}"
            case Compare(op=op, left=left, right=right) | Arithmetic(op=op, left=left, right=right):
                return f"({self.condition(left)} {op} {self.condition(right)})"
            case Member(item=FactRef() as item, container=Literal(value=frozenset() as values)):
                chosen = [value for value in item.type.values if value in values]
                return self.some(f"({self.column(item.name)} == {self.choice(item, value)})" for value in chosen)
            case Member(item=Literal(value=str() as value), container=FactRef(name=name)):
                return self.column(member(name, value))
            case Call(function=function, arguments=arguments):
                return self.call(function.name, arguments)
            case _:
                raise NotImplementedError(node)

    def call(self, name: str, arguments: tuple[Expression, ...]) -> str:
        """A function of the language."""
        first = arguments[0]
        match name:
            case "count":
                return "(" + " + ".join(f"{column}.astype(np.int8)" for column in self.members(first)) + ")"
            case "overlaps":
                return self.some(self.members(first, _values(arguments[1])))
            case "includes":
                return "(" + " & ".join(self.members(first, _values(arguments[1]))) + ")"
            case _:
                raise NotImplementedError(f"{name} has no counterpart here; add it when a rule uses it")

    def members(self, node: Expression, wanted: frozenset[str] | None = None) -> list[str]:
        """The member columns of a set, or of what is left of it."""
        return [self.column(column) for column in members_of(node, wanted)]

    def some(self, parts: Iterable[str]) -> str:
        """Whether any of them is true."""
        listed = list(parts)
        return "(" + " | ".join(listed) + ")" if len(listed) > 1 else listed[0]


def members_of(node: Expression, wanted: frozenset[str] | None = None) -> list[str]:
    """The names of the member columns of a set fact, or of one without some members; with ``wanted`` those of them only."""
    match node:
        case FactRef(name=name, type=type_) if type_.kind is Kind.SET:
            return [member(name, value) for value in type_.values if wanted is None or value in wanted]
        case Arithmetic(op="-", left=FactRef(name=name) as left, right=right):
            left_over = frozenset(left.type.values) - _values(right)
            return members_of(left, left_over if wanted is None else left_over & wanted)
        case _:
            raise NotImplementedError(node)


def written(value: object) -> Any:
    """A written number as plain Python."""
    return float(value) if isinstance(value, Decimal) else value


def positions(item: FactRef, value: str) -> str:
    """An enum's value as its position."""
    return str(item.type.values.index(value))


def known(node: Expression) -> list[str]:
    """The facts that must be known for an atom to be."""
    return list(facts_of(node))


def _values(node: Expression) -> frozenset[str]:
    assert isinstance(node, Literal)
    assert isinstance(node.value, frozenset)
    return node.value
