"""A manual over a table: for every item, breach and major hazard one column, written once for the columns a table has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import narwhals.stable.v2 as nw

from ...language import facts_of
from .columns import Columns
from .expressions import Writer
from .native import Frame
from .planes import Plane, and_, column
from .rules import LastingItem

NOT_APPLICABLE, VIOLATION, COMPLIANT, UNDETERMINED = range(4)  # positions in ``conditions.VERDICTS``


@dataclass(frozen=True)
class BreachColumns:
    """One breach: the column that says whether it is committed (the item applying), and whether it is then a major hazard."""

    item: str
    name: str
    violated: Plane
    major: Plane

    @property
    def violated_column(self) -> nw.Expr:
        """Whether the breach is committed."""
        return column(self.violated)

    @property
    def major_column(self) -> nw.Expr:
        """Whether a committed breach is a major hazard; null where that is open."""
        return column(self.major)

    @property
    def found(self) -> nw.Expr:
        """0 not committed or open, 1 committed, 2 committed and a major hazard, 3 committed and open whether it is one."""
        committed = column(self.violated).cast(nw.Int8).fill_null(0)
        return (committed * (1 + column(self.major).cast(nw.Int8)).fill_null(3)).cast(nw.Int8)


class Table:
    """The columns of a manual over the columns of a table, on one day or on the day that each row has."""

    def __init__(self, items: tuple[LastingItem, ...], columns: Columns, day: date | str) -> None:
        self.items = items
        self.columns = columns
        self.day = day
        self.writer = Writer(columns, nw.col(day) if isinstance(day, str) else day)

    @cached_property
    def table_of(self) -> dict[str, str]:
        """For each item the inspection table it stands in."""
        return {item.id: item.table for item in self.items}

    @cached_property
    def facts(self) -> list[str]:
        """The facts that some condition uses."""
        conditions = [
            part
            for item in self.items
            for part in (item.applies, item.violated, *(breach.major for breach in item.breaches))
        ]
        return list(facts_of(*conditions))

    @cached_property
    def verdicts(self) -> dict[str, nw.Expr]:
        """For each item the column with the code of the verdict."""
        return {item.id: code(self.writer.truth(item.applies), self.writer.truth(item.violated)) for item in self.items}

    @cached_property
    def breaches(self) -> tuple[BreachColumns, ...]:
        """All breaches of all items that may be committed by some row."""
        return tuple(self._breaches())

    def _breaches(self) -> Iterator[BreachColumns]:
        for item in self.items:
            applies = self.writer.truth(item.applies)
            for breach in item.breaches:
                violated = and_((applies, self.writer.truth(breach.violated)))
                if isinstance(violated, nw.Expr) or violated:
                    yield BreachColumns(item.id, breach.name, violated, self.writer.truth(breach.major))


def of_rows(frame: Frame, table: Table, made: Mapping[str, nw.Expr], kept: Sequence[str] = ()) -> Frame:
    """New columns, after some that are kept, one row for a row: also where what is new is the same for all rows."""
    if kept:
        return frame.select(*kept, **made)
    return frame.with_columns(**made).select(*made)


def code(applies: Plane, violated: Plane) -> nw.Expr:
    """The verdict's position in ``VERDICTS``, by arithmetic on the truths as 0 and 1: half the time of asking case by case.

    Where the item applies, 2 less one for a violation; 0 where it does not; what is unknown stays so and becomes 3.
    """
    if applies is False:
        return nw.lit(NOT_APPLICABLE, nw.Int8)
    verdict = 2 - column(and_((applies, violated))).cast(nw.Int8)
    if applies is not True:
        verdict = verdict * column(applies).cast(nw.Int8)
    return verdict.fill_null(UNDETERMINED).cast(nw.Int8)
