"""Constants and columns of truth under Kleene's tables: what is the same for every enterprise never becomes a column.

A column is an expression of Polars or, for any other engine, of narwhals. narwhals has the words of Polars, so all that is written
with columns is written once, in the words of the engine; Polars itself needs no translation, which would take longer than judging a
hundred thousand rows.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from functools import reduce
from types import ModuleType
from typing import TYPE_CHECKING

import narwhals.stable.v2 as nw
import polars as pl

from ...language import Truth

if TYPE_CHECKING:
    from typing_extensions import TypeIs

Column = pl.Expr
"""An expression over the columns of a table; narwhals' have the same methods."""

Plane = Column | Truth
"""The truth of a condition for all enterprises: a column of booleans in which null is unknown, or one truth for all."""


def is_column(value: object) -> TypeIs[Column]:
    """Whether it differs from row to row; else it is the same for all."""
    return isinstance(value, pl.Expr | nw.Expr)


def words_of(column: Column) -> ModuleType:
    """The module with the words in which a column is written."""
    return pl if isinstance(column, pl.Expr) else nw


def integers(column: Column) -> Column:
    """A column of truths or numbers as whole numbers of 64 bits."""
    return column.cast(words_of(column).Int64)


def not_(plane: Plane) -> Plane:
    """Negation."""
    if is_column(plane):
        return ~plane
    return None if plane is None else not plane


def and_(planes: Iterable[Plane]) -> Plane:
    """Conjunction."""
    return _joined(planes, operator.and_, neutral=True)


def or_(planes: Iterable[Plane]) -> Plane:
    """Disjunction."""
    return _joined(planes, operator.or_, neutral=False)


def _joined(planes: Iterable[Plane], join: Callable[[Column, Column], Column], neutral: bool) -> Plane:
    columns: list[Column] = []
    constant: Truth = neutral
    for plane in planes:
        if is_column(plane):
            columns.append(plane)
        elif plane is None:
            constant = None
        elif plane is not neutral:
            return plane
    if not columns:
        return constant
    if constant is None:
        columns.append(column(None, words_of(columns[0])))
    return reduce(join, columns)


def where(guard: Plane, plane: Plane) -> Plane:
    """The plane where the guard is true, unknown elsewhere."""
    if not is_column(guard):
        return plane if guard is True else None
    if plane is None:
        return None
    words = words_of(guard)
    chosen: Column = words.when(guard).then(column(plane, words))
    return chosen


def column(plane: Plane, words: ModuleType) -> Column:
    """The plane as a column, in the words of an engine."""
    if is_column(plane):
        return plane
    constant: Column = words.lit(plane, words.Boolean)
    return constant
