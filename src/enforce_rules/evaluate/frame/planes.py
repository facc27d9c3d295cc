"""Constants and columns of truth under Kleene's tables: what is the same for every enterprise never becomes a column."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from functools import reduce

import narwhals.stable.v2 as nw

from ...language import Truth

Plane = nw.Expr | Truth
"""The truth of a condition for all enterprises: a column of booleans in which null is unknown, or one truth for all."""


def unknown() -> nw.Expr:
    """A column in which all is unknown."""
    return nw.lit(None, nw.Boolean)


def not_(plane: Plane) -> Plane:
    """Negation."""
    if isinstance(plane, nw.Expr):
        return ~plane
    return None if plane is None else not plane


def and_(planes: Iterable[Plane]) -> Plane:
    """Conjunction."""
    return _joined(planes, operator.and_, neutral=True)


def or_(planes: Iterable[Plane]) -> Plane:
    """Disjunction."""
    return _joined(planes, operator.or_, neutral=False)


def _joined(planes: Iterable[Plane], join: Callable[[nw.Expr, nw.Expr], nw.Expr], neutral: bool) -> Plane:
    columns: list[nw.Expr] = []
    constant: Truth = neutral
    for plane in planes:
        if isinstance(plane, nw.Expr):
            columns.append(plane)
        elif plane is None:
            constant = None
        elif plane is not neutral:
            return plane
    if not columns:
        return constant
    if constant is None:
        columns.append(unknown())
    return reduce(join, columns)


def where(guard: Plane, plane: Plane) -> Plane:
    """The plane where the guard is true, unknown elsewhere."""
    if not isinstance(guard, nw.Expr):
        return plane if guard is True else None
    if plane is None:
        return None
    return nw.when(guard).then(column(plane))


def column(plane: Plane) -> nw.Expr:
    """The plane as a column."""
    return plane if isinstance(plane, nw.Expr) else nw.lit(plane, nw.Boolean)
