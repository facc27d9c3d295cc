"""The typed expression: what a condition is once it is parsed and checked. Every evaluator starts from these nodes.

Nodes are frozen and compare by what they say, so they can be keys. They carry no positions: an expression that exists
is well-typed, and errors were raised with their places when it was parsed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .functions import Function
from .types import BOOL, DATE, Type, Value


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written in the condition."""

    value: Value
    type: Type


@dataclass(frozen=True, slots=True)
class FactRef:
    """A fact by name; unknown when it is not recorded."""

    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class TermRef:
    """A named condition; ``body`` is what it stands for."""

    name: str
    body: Expression
    type: Type = field(default=BOOL)


@dataclass(frozen=True, slots=True)
class Day:
    """``on``: the day the law is asked about (the inspection date). Always known."""

    type: Type = field(default=DATE)


@dataclass(frozen=True, slots=True)
class Not:
    """Negation."""

    operand: Expression
    type: Type = field(default=BOOL)


@dataclass(frozen=True, slots=True)
class And:
    """Conjunction of two or more conditions."""

    operands: tuple[Expression, ...]
    type: Type = field(default=BOOL)


@dataclass(frozen=True, slots=True)
class Or:
    """Disjunction of two or more conditions."""

    operands: tuple[Expression, ...]
    type: Type = field(default=BOOL)


@dataclass(frozen=True, slots=True)
class Compare:
    """``left op right`` with op one of ``== != < <= > >=``."""

    op: str
    left: Expression
    right: Expression
    type: Type = field(default=BOOL)


@dataclass(frozen=True, slots=True)
class Member:
    """``item in container``: an enum in a written set, or a written value in a set fact."""

    item: Expression
    container: Expression
    type: Type = field(default=BOOL)


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """``left op right``: ``+ - *`` on numbers, ``- | &`` on sets."""

    op: str
    left: Expression
    right: Expression
    type: Type


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the language applied to its arguments."""

    function: Function
    arguments: tuple[Expression, ...]
    type: Type


Expression = Literal | FactRef | TermRef | Day | Not | And | Or | Compare | Member | Arithmetic | Call

TRUE = Literal(True, BOOL)
FALSE = Literal(False, BOOL)


def children(expression: Expression) -> tuple[Expression, ...]:
    """The direct parts of an expression, left to right; a term's part is its body."""
    match expression:
        case TermRef(body=body):
            return (body,)
        case Not(operand=operand):
            return (operand,)
        case And(operands=operands) | Or(operands=operands):
            return operands
        case Compare(left=left, right=right) | Arithmetic(left=left, right=right):
            return (left, right)
        case Member(item=item, container=container):
            return (item, container)
        case Call(arguments=arguments):
            return arguments
        case _:
            return ()


def with_children(expression: Expression, parts: tuple[Expression, ...]) -> Expression:
    """The same expression over other parts, in the order of :func:`children`; a term stands for its new body."""
    match expression:
        case TermRef(name=name):
            return TermRef(name, parts[0])
        case Not():
            return Not(parts[0])
        case And():
            return And(parts)
        case Or():
            return Or(parts)
        case Compare(op=op):
            return Compare(op, parts[0], parts[1])
        case Member():
            return Member(parts[0], parts[1])
        case Arithmetic(op=op, type=type_):
            return Arithmetic(op, parts[0], parts[1], type_)
        case Call(function=function, type=type_):
            return Call(function, parts, type_)
        case _:
            return expression


def walk(expression: Expression) -> Iterator[Expression]:
    """The expression and all its parts, depth first, left to right, through the bodies of terms."""
    yield expression
    for child in children(expression):
        yield from walk(child)


def facts_of(*expressions: Expression) -> dict[str, Type]:
    """The facts that the expressions use, by name with their types, in order of appearance, terms looked into."""
    return {
        node.name: node.type for expression in expressions for node in walk(expression) if isinstance(node, FactRef)
    }
