"""Three-valued semantics, written once as the definition: and, or, not by Kleene's strong tables, all else unknown on
unknown. The other evaluators are compiled for speed and held equal to this one by tests.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from .expression import (
    And,
    Arithmetic,
    Call,
    Compare,
    Day,
    Expression,
    FactRef,
    Literal,
    Member,
    Not,
    Or,
    TermRef,
)
from .types import Truth, Value

COMPARISONS = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
ARITHMETIC = {"+": operator.add, "-": operator.sub, "*": operator.mul, "|": operator.or_, "&": operator.and_}


def not_(truth: Truth) -> Truth:
    """Negation: unknown stays unknown."""
    return None if truth is None else not truth


def and_(truths: Iterable[Truth]) -> Truth:
    """Conjunction: false if any is false, else unknown if any is unknown, else true."""
    unknown = False
    for truth in truths:
        if truth is False:
            return False
        unknown = unknown or truth is None
    return None if unknown else True


def or_(truths: Iterable[Truth]) -> Truth:
    """Disjunction: true if any is true, else unknown if any is unknown, else false."""
    unknown = False
    for truth in truths:
        if truth is True:
            return True
        unknown = unknown or truth is None
    return None if unknown else False


def value_of(expression: Expression, facts: Mapping[str, Value], on: date) -> Value | None:
    """The value of ``expression`` for ``facts`` on the day ``on``; None is unknown. ``facts`` holds the known ones only."""
    match expression:  # the commonest first
        case FactRef(name=name):
            return facts.get(name)
        case Literal(value=value):
            return value
        case Compare(op=op, left=left, right=right):
            return _both(COMPARISONS[op], value_of(left, facts, on), value_of(right, facts, on))
        case And(operands=operands):
            return and_(truth_of(operand, facts, on) for operand in operands)
        case Or(operands=operands):
            return or_(truth_of(operand, facts, on) for operand in operands)
        case Not(operand=operand):
            return not_(truth_of(operand, facts, on))
        case TermRef(body=body):
            return value_of(body, facts, on)
        case Member(item=item, container=container):
            return _both(_contains, value_of(item, facts, on), value_of(container, facts, on))
        case Day():
            return on
        case Arithmetic(op=op, left=left, right=right):
            return _both(ARITHMETIC[op], value_of(left, facts, on), value_of(right, facts, on))
        case Call(function=function, arguments=arguments):
            values: list[Any] = [value_of(argument, facts, on) for argument in arguments]
            if None in values:
                return None
            compute: Callable[..., Any] = function.compute
            result: Value = compute(on, *values) if function.needs_day else compute(*values)
            return result


def truth_of(expression: Expression, facts: Mapping[str, Value], on: date) -> Truth:
    """The truth of a condition for ``facts`` on the day ``on``."""
    truth = value_of(expression, facts, on)
    assert truth is None or truth is True or truth is False
    return truth


def _both(function: Callable[[Any, Any], Any], left: Value | None, right: Value | None) -> Value | None:
    """A function of two values, unknown where either is."""
    if left is None or right is None:
        return None
    result: Value = function(left, right)
    return result


def _contains(item: str, container: frozenset[str]) -> bool:
    return item in container
