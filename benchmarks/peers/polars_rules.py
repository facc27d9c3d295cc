"""The rules written by hand with Polars: null is unknown, every shared term is named once, one select for all items."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from functools import reduce

import polars as pl

from benchmarks.peers.rules import Rule, Rules, member
from benchmarks.peers.vector import first_not_past, members_of, written
from enforce_rules.language import Expression
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

OPERATORS: dict[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}


def judged(frame: pl.LazyFrame, rules: Rules, keys: tuple[str, ...] = (), complete: bool = False) -> pl.LazyFrame:
    """The keys and one Int8 column of codes an item; with ``complete`` no fact may be null."""
    for level in rules.levels:
        frame = frame.with_columns(_expr(body, rules).alias(_term(name)) for name, body in level.items())
    verdict = _two_valued if complete else _three_valued
    return frame.select(*keys, *(verdict(item, rules).alias(item.id) for item in rules.items))


def _two_valued(item: Rule, rules: Rules) -> pl.Expr:
    violated = pl.when(_expr(item.violated, rules)).then(_code(1)).otherwise(_code(2))
    return violated if item.always else pl.when(_expr(item.applies, rules)).then(violated).otherwise(_code(0))


def _three_valued(item: Rule, rules: Rules) -> pl.Expr:
    violated = _expr(item.violated, rules)
    verdict = pl.when(violated).then(_code(1)).when(~violated).then(_code(2)).otherwise(_code(3))
    if item.always:
        return verdict
    applies = _expr(item.applies, rules)
    return pl.when(applies).then(verdict).when(~applies).then(_code(0)).otherwise(_code(3))


def _code(code: int) -> pl.Expr:
    return pl.lit(code, pl.Int8)


def _expr(node: Expression, rules: Rules) -> pl.Expr:
    match node:
        case Literal(value=value):
            return pl.lit(written(value))
        case FactRef(name=name):
            return pl.col(name)
        case TermRef(name=name):
            return pl.col(_term(name))
        case Not(operand=operand):
            return ~_expr(operand, rules)
        case And(operands=operands):
            return reduce(operator.and_, (_expr(operand, rules) for operand in operands))
        case Or(operands=operands):
            return _some(_expr(operand, rules) for operand in operands)
        case Compare(
            op=">", left=Day(), right=Call(arguments=(FactRef(name=name), Literal(value=int() as months))) as call
        ) if call.function.name == "months_after":
            return pl.col(name) < first_not_past(rules.on, months)
        case Compare(op=op, left=Call() as left, right=Literal(value=0)) if left.function.name == "count" and (
            op in (">", "==")
        ):
            some = _some(map(pl.col, members_of(left.arguments[0])))
            return some if op == ">" else ~some
        case Compare(op=op, left=left, right=right) | Arithmetic(op=op, left=left, right=right):
            return OPERATORS[op](_expr(left, rules), _expr(right, rules))
        case Member(item=FactRef(name=name, type=type_), container=Literal(value=frozenset() as values)):
            return pl.col(name).is_in(pl.Series(sorted(values), dtype=pl.Enum(type_.values)).implode())
        case Member(item=Literal(value=str() as value), container=FactRef(name=name)):
            return pl.col(member(name, value))
        case Call(function=function, arguments=arguments):
            return _call(function.name, arguments)
        case _:
            raise NotImplementedError(node)


def _call(name: str, arguments: tuple[Expression, ...]) -> pl.Expr:
    match name, arguments:
        case "count", (counted,):
            return reduce(operator.add, (pl.col(column).cast(pl.Int8) for column in members_of(counted)))
        case "overlaps", (left, Literal(value=frozenset() as values)):
            return _some(map(pl.col, members_of(left, values)))
        case "includes", (left, Literal(value=frozenset() as values)):
            return reduce(operator.and_, map(pl.col, members_of(left, values)))
        case _:
            raise NotImplementedError(f"{name} has no counterpart here; add it when a rule uses it")


def _some(parts: Iterable[pl.Expr]) -> pl.Expr:
    return reduce(operator.or_, parts)


def _term(name: str) -> str:
    """Terms and facts share one space of names here."""
    return f"term_{name}"
