"""Enough values to stand for all: for facts that are not recorded, points such that every way the atoms over them can come
out is taken by some point.

A bool, an enum and a set have all their values (of a set's members only those that a condition can tell apart). An int, a
number and a date have the values on both sides of every place where a comparison turns, found by solving the comparison
for the fact, also with the other facts at their own turning places.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from ..language import Kind, Type, Value
from ..language.expression import Arithmetic, Call, Compare, Expression, FactRef, Literal, walk
from ..language.functions import months_after
from ..language.kleene import value_of
from ..language.partial import Atom
from ..language.values import EARLIEST, LATEST, PLACES

GRAIN = Decimal(1).scaleb(-PLACES)
"""The smallest difference between two numbers that a facts file can hold."""

MOST_VALUES = 400
"""The most values of one fact that are looked at."""

Point = dict[str, Value]


def values_of(facts: Mapping[str, Type], atoms: Iterable[Atom], on: date) -> dict[str, list[Value]]:
    """For facts that atoms tie together, the values of each that can make a difference, at most ``MOST_VALUES``."""
    atoms = tuple(atoms)
    values = {name: list(_alone(name, type_, atoms, on)) for name, type_ in facts.items()}
    if len(facts) > 1:
        for _ in range(2):  # once with the others at their own turning places, once with what that found
            for name, type_ in facts.items():
                if type_.numeric:
                    others = {other: values[other] for other in facts if other != name}
                    values[name] = sorted({*values[name], *_solved(name, type_, atoms, others, on)})[:MOST_VALUES]
    return values


def _alone(name: str, type_: Type, atoms: tuple[Atom, ...], on: date) -> Iterable[Value]:
    match type_.kind:
        case Kind.BOOL:
            return (True, False)
        case Kind.ENUM:
            return type_.values
        case Kind.SET:
            return _subsets(name, type_, atoms)
        case Kind.DATE:
            return sorted(_days(atoms, on))
        case _:
            return sorted(_solved(name, type_, atoms, {}, on))


def _subsets(name: str, type_: Type, atoms: tuple[Atom, ...]) -> Iterator[frozenset[str]]:
    nodes = [node for atom in atoms for node in walk(atom)]
    told = {member for node in nodes if isinstance(node, Literal) for member in _members(node.value)} & set(
        type_.values
    )
    if any(isinstance(node, Arithmetic) and node.type.kind is Kind.SET for node in nodes):
        told = set(type_.values)
    others = [value for value in type_.values if value not in told]
    counted = any(isinstance(node, Call) and node.function.name in ("count", "includes") for node in nodes)
    fills = range(len(others) + 1) if counted else (0,)
    ordered = [value for value in type_.values if value in told]
    for size in range(len(ordered) + 1):
        for chosen in itertools.combinations(ordered, size):
            for fill in fills:
                yield frozenset((*chosen, *others[:fill]))


def _members(value: Value) -> Iterable[str]:
    if isinstance(value, frozenset):
        return value
    return (value,) if isinstance(value, str) else ()


def _days(atoms: tuple[Atom, ...], on: date) -> set[date]:
    nodes = [node for atom in atoms for node in walk(atom)]
    bases = {on, *(node.value for node in nodes if isinstance(node, Literal) and isinstance(node.value, date))}
    shifts = {node.value for node in nodes if isinstance(node, Literal) and type(node.value) is int}
    by_month = {
        node.arguments[1].value
        for node in nodes
        if isinstance(node, Call) and node.function.name == "months_after" and isinstance(node.arguments[1], Literal)
    }
    moved = set(bases)
    for base in bases:
        for shift in shifts:
            assert isinstance(shift, int)
            moved.update(base + timedelta(days=sign * shift) for sign in (1, -1) if abs(shift) < 40_000)
            if shift in by_month:
                moved.update(months_after(base, sign * shift) for sign in (1, -1))
    near = {day + timedelta(days=step) for day in moved for step in range(-3, 4)}
    return {day for day in near | {EARLIEST, LATEST} if EARLIEST <= day <= LATEST}


def _solved(name: str, type_: Type, atoms: tuple[Atom, ...], others: Mapping[str, list[Value]], on: date) -> set[Value]:
    """The values of a numeric fact on both sides of every turning place of the atoms, within its bounds."""
    found: set[Value] = {bound for bound in (type_.low, type_.high) if bound is not None}
    for atom in atoms:
        if not isinstance(atom, Compare) or not _names(atom, name):
            continue
        tied = [other for other in others if _names(atom, other)]
        for combination in itertools.islice(itertools.product(*(others[other] for other in tied)), 2_000):
            root = _root(atom, name, dict(zip(tied, combination, strict=True)), on)
            if root is not None:
                found.update(_around(root, type_))
        if _bends(atom):
            for node in walk(atom):
                if isinstance(node, Literal) and node.type.numeric and isinstance(node.value, int | Decimal):
                    found.update(_around(Fraction(node.value), type_))
    return found or {0}  # nothing bounds it and no constant is compared with it: the others are solved from here


def _names(atom: Expression, name: str) -> bool:
    return any(isinstance(node, FactRef) and node.name == name for node in walk(atom))


def _bends(atom: Atom) -> bool:
    return any(isinstance(node, Call) for node in walk(atom))


def _root(atom: Compare, name: str, others: Point, on: date) -> Fraction | None:
    """Where the two sides are equal, as both are linear in the fact; None when they never are, or cannot be computed."""
    low, high = (_difference(atom, {**others, name: at}, on) for at in (0, 1))
    if low is None or high is None or low == high:
        return None
    return -low / (high - low)


def _difference(atom: Compare, facts: Point, on: date) -> Fraction | None:
    left, right = value_of(atom.left, facts, on), value_of(atom.right, facts, on)
    if isinstance(left, int | Decimal) and isinstance(right, int | Decimal):
        return Fraction(left) - Fraction(right)
    return None


def _around(root: Fraction, type_: Type) -> Iterator[Value]:
    whole = root.numerator // root.denominator
    if type_.kind is Kind.INT:
        near: list[int | Decimal] = [whole - 1, whole, whole + 1, whole + 2]
    else:
        exact = (Decimal(root.numerator) / Decimal(root.denominator)).quantize(GRAIN)
        near = [exact - GRAIN, exact, exact + GRAIN]
    low, high = type_.low, type_.high
    yield from (value for value in near if (low is None or value >= low) and (high is None or value <= high))
