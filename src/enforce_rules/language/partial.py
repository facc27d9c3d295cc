"""Partial evaluation: an expression with what is known put in, and folded as far as that decides it.

A term is replaced by its body, a known fact by its value; Kleene's tables are respected, so a folded condition has the
same truth on every completion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from .expression import (
    FALSE,
    TRUE,
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
    facts_of,
    walk,
)
from .kleene import value_of
from .types import Value

Atom = FactRef | Compare | Member | Call
"""A condition without and, or, not inside: a bool fact, a comparison, a membership, a bool function."""


def substitute(expression: Expression, facts: Mapping[str, Value], on: date | None) -> Expression:
    """The condition with the known ``facts`` put in; with ``on``, its comparisons too. Without ``on`` the day stays open."""
    return fold(expression, lambda atom: _atom(atom, facts, on))


def fold(expression: Expression, decide: Callable[[Atom], Expression]) -> Expression:
    """The condition with every atom replaced by what ``decide`` says, and and, or, not folded over the results."""
    match expression:
        case TermRef(body=body):
            return fold(body, decide)
        case Not(operand=operand):
            return _negate(fold(operand, decide))
        case And(operands=operands):
            return _join(And, TRUE, FALSE, (fold(operand, decide) for operand in operands))
        case Or(operands=operands):
            return _join(Or, FALSE, TRUE, (fold(operand, decide) for operand in operands))
        case FactRef() | Compare() | Member() | Call():
            return decide(expression)
        case _:
            return expression


def _atom(atom: Atom, facts: Mapping[str, Value], on: date | None) -> Expression:
    open_facts = any(name not in facts for name in facts_of(atom))
    open_day = on is None and any(
        isinstance(node, Day) or (isinstance(node, Call) and node.function.needs_day) for node in walk(atom)
    )
    if not open_facts and not open_day:
        truth = value_of(atom, facts, on or date.min)
        assert isinstance(truth, bool)
        return TRUE if truth else FALSE
    return _put(atom, facts)


def _put(expression: Expression, facts: Mapping[str, Value]) -> Expression:
    match expression:
        case FactRef(name=name, type=type_) if name in facts:
            return Literal(facts[name], type_)
        case Compare(op=op, left=left, right=right):
            return Compare(op, _put(left, facts), _put(right, facts))
        case Member(item=item, container=container):
            return Member(_put(item, facts), _put(container, facts))
        case Arithmetic(op=op, left=left, right=right, type=type_):
            return Arithmetic(op, _put(left, facts), _put(right, facts), type_)
        case Call(function=function, arguments=arguments, type=type_):
            return Call(function, tuple(_put(argument, facts) for argument in arguments), type_)
        case _:
            return expression


def _negate(operand: Expression) -> Expression:
    if isinstance(operand, Literal):
        return FALSE if operand.value is True else TRUE
    return operand.operand if isinstance(operand, Not) else Not(operand)


def _join(kind: type[And] | type[Or], neutral: Literal, absorbing: Literal, parts: Iterable[Expression]) -> Expression:
    kept: dict[Expression, None] = {}
    for part in parts:
        if part == absorbing:
            return absorbing
        for inner in part.operands if isinstance(part, kind) else (part,):
            if inner != neutral:
                kept[inner] = None
    if not kept:
        return neutral
    return next(iter(kept)) if len(kept) == 1 else kind(tuple(kept))


def atoms_of(expression: Expression) -> dict[Atom, None]:
    """The atoms of a condition, each once, in order of appearance."""
    found: dict[Atom, None] = {}

    def note(atom: Atom) -> Expression:
        found[atom] = None
        return atom

    fold(expression, note)
    return found
