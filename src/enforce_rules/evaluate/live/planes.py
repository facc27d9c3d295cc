"""The conditions of an item as rules of durable-rules: one for each verdict but 待查, without negation.

An expression is written in two planes, "is true" and "is false". A rule engine compares the properties of one wide fact an
item; a property that is missing matches no comparison, so what is in neither plane is unknown, as Kleene has it. The rules hold
no text of the manual: properties are numbered names, options are numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import prod
from typing import Any

from ...language import Expression, Kind, Type, Value, truth_of
from ...language.expression import FALSE, TRUE, And, Compare, FactRef, Literal, Member, Not, Or
from ...language.partial import substitute
from ...manual import Item, Rulebook
from ..conditions import Verdict, conditions_on

Condition = dict[str, Any]
"""A condition as durable-rules writes it."""

Property = bool | int
"""What a property of a wide fact may be; both are exact in durable-rules."""

ITEM = "i"
"""The property that tells the items of a rule set apart."""

_MOST_PATHS, _MOST_JOINTS, _MOST_PROPERTIES = 16, 10, 200
"""What a rule may be: durable-rules keeps at most 64 alternatives in hand and fires once for each that holds, joins at most 15
times, and takes facts of at most 255 properties; beyond that it refuses rules, facts, or loses matches."""

_MOST_NATIVE = 2**31 - 1
"""The greatest constant that durable-rules compares exactly on every platform: it reads constants as a C long."""

_OPERATORS = {"!=": "$neq", "<": "$lt", "<=": "$lte", ">": "$gt", ">=": "$gte"}
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


@dataclass(frozen=True)
class WideFact:
    """How an item is asked of durable-rules: the properties of its wide fact, and the condition of each verdict.

    A property stands for the value of a fact, or for the truth of a condition that durable-rules cannot compare itself.
    """

    item: str
    properties: Mapping[str, Expression]
    rules: Mapping[Verdict, Condition | None]  # None always holds; a verdict that cannot be has no rule


def property_of(expression: Expression, facts: Mapping[str, Value], on: date) -> Property | None:
    """The value of a property; None, and to be left out, while it is unknown."""
    if isinstance(expression, FactRef) and expression.type.kind is not Kind.BOOL:
        value = facts.get(expression.name)
        return None if value is None else _number(value, expression.type)
    return truth_of(expression, facts, on)


def wide_fact(book: Rulebook, item: Item, on: date) -> WideFact:
    """An item under the law of a day."""
    conditions = conditions_on(book, item, on)
    applies = substitute(conditions.applies, {}, on)
    violated = substitute(conditions.violated, {}, on)
    found = _written(item.id, applies, violated, _Writer())
    if len(found.properties) > _MOST_PROPERTIES:
        return _written(item.id, applies, violated, _Writer(native=False))
    return found


def _written(item: str, applies: Expression, violated: Expression, writer: _Writer) -> WideFact:
    wanted: dict[Verdict, tuple[_Side, ...]] = {
        "not_applicable": ((applies, False),),
        "violation": ((applies, True), (violated, True)),
        "compliant": ((applies, True), (violated, False)),
    }
    rules: dict[Verdict, Condition | None] = {}
    used: set[str] = set()
    for verdict, sides in wanted.items():
        constant = [side for side in sides if isinstance(side[0], Literal)]
        if any(expression != (TRUE if plane else FALSE) for expression, plane in constant):
            continue
        written = [side for side in sides if side not in constant]
        if not written:
            rules[verdict] = None
            continue
        rule = writer.all_of(written)
        rules[verdict] = rule.condition
        used |= rule.names
    properties = {name: expression for expression, name in writer.names.items() if name in used}
    return WideFact(item, properties, rules)


_Side = tuple[Expression, bool]
"""An expression and a plane."""


@dataclass(frozen=True)
class _Part:
    """A written condition: by how many ways it may hold at once, how often it joins, which properties it names."""

    condition: Condition
    paths: int = 1
    joints: int = 0
    names: frozenset[str] = frozenset()


class _Writer:
    """Writes expressions in a plane over numbered properties. Without ``native`` a whole condition is one property."""

    def __init__(self, native: bool = True) -> None:
        self.native = native
        self.names: dict[Expression, str] = {}

    def write(self, node: Expression, plane: bool) -> _Part:
        """The condition that ``node`` is true, or with ``plane`` false that it is false."""
        match node:
            case Not(operand=operand):
                return self.write(operand, not plane)
            case _ if not self.native:
                return self.computed(node, plane)
            case And(operands=operands) | Or(operands=operands):
                sides = [(operand, plane) for operand in operands]
                joined = self.all_of(sides) if isinstance(node, And) is plane else self.any_of(sides)
                return joined or self.computed(node, plane)
            case Compare(op=op, left=FactRef() as left, right=Literal() as right) if _comparable(left.type, right):
                return self.compare(op if plane else _OPPOSITE[op], left, right.value)
            case Member(item=FactRef() as item, container=Literal(value=frozenset() as options)) if options:
                return self.options(item, options, plane)
            case _:
                return self.computed(node, plane)

    def all_of(self, sides: Sequence[_Side]) -> _Part:
        """All of the sides hold: the ways multiply."""
        parts = self.narrowed(sides, prod)
        assert parts is not None
        return _join("$and", parts, prod(part.paths for part in parts))

    def any_of(self, sides: Sequence[_Side]) -> _Part | None:
        """One of the sides holds: the ways add up. None where there are too many."""
        parts = self.narrowed(sides, sum)
        return None if parts is None else _join("$or", parts, sum(part.paths for part in parts))

    def narrowed(self, sides: Sequence[_Side], count: Callable[[Iterable[int]], int]) -> list[_Part] | None:
        """The sides written, the widest of them as a property of its own as long as durable-rules could not take them all."""
        parts = [self.write(*side) for side in sides]
        while count(part.paths for part in parts) > _MOST_PATHS or sum(part.joints for part in parts) >= _MOST_JOINTS:
            widest = max(range(len(parts)), key=lambda index: (parts[index].paths, parts[index].joints))
            if not parts[widest].joints:
                return None
            parts[widest] = self.computed(*sides[widest])
        return parts

    def compare(self, op: str, fact: FactRef, value: Value) -> _Part:
        """A comparison that durable-rules makes itself."""
        name = self.name(fact)
        equal = {name: _number(value, fact.type)}
        return _Part(equal if op == "==" else {_OPERATORS[op]: equal}, names=frozenset({name}))

    def options(self, fact: FactRef, options: frozenset[str], plane: bool) -> _Part:
        """An enum is one of the options, or none of them."""
        parts = [self.compare("==" if plane else "!=", fact, option) for option in sorted(options)]
        return _join("$or" if plane else "$and", parts, 1)  # it has one value, so it is one of them in one way only

    def computed(self, node: Expression, plane: bool) -> _Part:
        """A condition whose truth we work out ourselves, as a property of its own."""
        if isinstance(node, Not):
            return self.computed(node.operand, not plane)
        name = self.name(node)
        return _Part({name: plane}, names=frozenset({name}))

    def name(self, node: Expression) -> str:
        """The numbered name of a property."""
        return self.names.setdefault(node, f"p{len(self.names)}")


def _join(operator: str, parts: Sequence[_Part], paths: int) -> _Part:
    names = frozenset(name for part in parts for name in part.names)
    if len(parts) == 1:
        return replace(parts[0], paths=paths)
    joints = 1 + sum(part.joints for part in parts)
    return _Part({operator: [part.condition for part in parts]}, paths, joints, names)


def _comparable(type_: Type, constant: Literal) -> bool:
    """Whether durable-rules compares facts of the type with the constant exactly: whole numbers, options, days.

    Numbers with decimals are not: it would make binary fractions of them.
    """
    match type_.kind:
        case Kind.INT:
            return isinstance(constant.value, int) and abs(constant.value) <= _MOST_NATIVE
        case Kind.DATE:
            return isinstance(constant.value, date)
        case Kind.ENUM:
            return isinstance(constant.value, str)
        case _:
            return False


def _number(value: Value, type_: Type) -> int:
    """A whole number, an option or a day as the number that stands for it."""
    if isinstance(value, str):
        return type_.values.index(value)
    if isinstance(value, date):
        return value.toordinal()
    assert isinstance(value, int)
    return value
