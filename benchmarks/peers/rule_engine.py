"""The rules for rule-engine: each item one expression that gives its code. Two-valued: a comparison with null is an error.

A span of calendar months has no counterpart, so the day that it leads to is put among the facts.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import rule_engine

from benchmarks.peers.rules import Rules
from enforce_rules.language import Expression, Kind, Type, Value
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
    walk,
)
from enforce_rules.language.functions import months_after


class Engine:
    """The compiled rules of all items."""

    def __init__(self, rules: Rules) -> None:
        types = {name: _type(type_) for name, type_ in rules.facts.items()}
        self.due = due_days(rules)
        types |= dict.fromkeys(self.due, rule_engine.DataType.DATETIME)
        context = rule_engine.Context(type_resolver=rule_engine.type_resolver_from_dict(types))
        self.rules = []
        for item in rules.items:
            text = f"({source(item.violated, rules.on)}) ? 1 : 2"
            if not item.always:
                text = f"({source(item.applies, rules.on)}) ? ({text}) : 0"
            self.rules.append(rule_engine.Rule(text, context=context))

    def codes(self, thing: dict[str, Any]) -> list[int]:
        """The code of every item."""
        return [rule.evaluate(thing) for rule in self.rules]

    def thing(self, facts: dict[str, Value]) -> dict[str, Any]:
        """Facts as rule-engine takes them."""
        thing: dict[str, Any] = {
            name: datetime(value.year, value.month, value.day)
            if isinstance(value, date)
            else set(value)
            if isinstance(value, frozenset)
            else value
            for name, value in facts.items()
        }
        for key, (name, months) in self.due.items():
            day = facts[name]
            assert isinstance(day, date)
            due = months_after(day, months)
            thing[key] = datetime(due.year, due.month, due.day)
        return thing


def due_days(rules: Rules) -> dict[str, tuple[str, int]]:
    """The days some months after a fact that the rules ask for: their names, the fact, the months."""
    found: dict[str, tuple[str, int]] = {}
    for node in (node for item in rules.items for part in (item.applies, item.violated) for node in walk(part)):
        if isinstance(node, Call) and node.function.name == "months_after":
            day, months = node.arguments
            assert isinstance(day, FactRef)
            assert isinstance(months, Literal)
            assert isinstance(months.value, int)
            found[due_name(day.name, months.value)] = day.name, months.value
    return found


def due_name(fact: str, months: int | Decimal) -> str:
    """The name of the day some months after a fact."""
    return f"{fact}_plus_{months}_months"


def source(node: Expression, on: date) -> str:
    """A condition in rule-engine's language."""
    match node:
        case Literal(value=value):
            return _literal(value)
        case FactRef(name=name):
            return name
        case TermRef(body=body):
            return source(body, on)
        case Day():
            return _literal(on)
        case Not(operand=operand):
            return f"not ({source(operand, on)})"
        case And(operands=operands):
            return "(" + " and ".join(source(operand, on) for operand in operands) + ")"
        case Or(operands=operands):
            return "(" + " or ".join(source(operand, on) for operand in operands) + ")"
        case Compare(op=op, left=left, right=right):
            return f"({source(left, on)} {op} {source(right, on)})"
        case Arithmetic(op=op, left=left, right=right):
            return f"({source(left, on)} {op} {source(right, on)})"
        case Member(item=item, container=container):
            return f"({source(item, on)} in {source(container, on)})"
        case Call(function=function, arguments=arguments):
            return _call(function.name, arguments, on)


def _call(name: str, arguments: tuple[Expression, ...], on: date) -> str:
    first, *others = arguments
    match name, first, others:
        case "count", FactRef(name=fact), _:
            return f"{fact}.length"
        case "count", Arithmetic(
            op="-", left=FactRef(name=fact, type=type_), right=Literal(value=frozenset() as values)
        ), _:
            return f"({fact} & {_literal(frozenset(type_.values) - values)}).length"
        case "overlaps", _, [other]:
            return f"(({source(first, on)} & {source(other, on)}).length > 0)"
        case "includes", FactRef(name=fact), [Literal(value=frozenset() as values)]:
            return "(" + " and ".join(f"{_literal(value)} in {fact}" for value in sorted(values)) + ")"
        case "months_after", FactRef(name=fact), [Literal(value=int() as months)]:
            return due_name(fact, months)
        case _:
            raise NotImplementedError(f"{name} has no counterpart here; add it when a rule uses it")


def _literal(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return f'd"{value.isoformat()}"'
    if isinstance(value, frozenset):
        return "{" + ", ".join(map(_literal, sorted(value))) + "}"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _type(type_: Type) -> Any:
    kinds = rule_engine.DataType
    match type_.kind:
        case Kind.BOOL:
            return kinds.BOOLEAN
        case Kind.DATE:
            return kinds.DATETIME
        case Kind.ENUM:
            return kinds.STRING
        case Kind.SET:
            return kinds.SET(kinds.STRING)
        case _:
            return kinds.FLOAT
