"""A manual over a table: for every item, breach and major hazard one column, written once for the columns a table has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import ModuleType

from ...language import facts_of
from .columns import Columns
from .expressions import Writer
from .native import Frame
from .planes import Column, Plane, and_, column, is_column
from .rules import LastingItem
from .values import Check

NOT_APPLICABLE, VIOLATION, COMPLIANT, UNDETERMINED = range(4)  # positions in ``conditions.VERDICTS``


@dataclass(frozen=True)
class BreachColumns:
    """One breach: the column that says whether it is committed (the item applying), and whether it is then a major hazard."""

    item: str
    name: str
    violated: Plane
    major: Plane
    words: ModuleType

    @property
    def violated_column(self) -> Column:
        """Whether the breach is committed."""
        return column(self.violated, self.words)

    @property
    def major_column(self) -> Column:
        """Whether a committed breach is a major hazard; null where that is open."""
        return column(self.major, self.words)

    @property
    def found(self) -> Column:
        """0 not committed or open, 1 committed, 2 committed and a major hazard, 3 committed and open whether it is one."""
        short = self.words.Int8
        committed = self.violated_column.cast(short).fill_null(0)
        return (committed * (1 + self.major_column.cast(short)).fill_null(3)).cast(short)


class Table:
    """The columns of a manual over the columns of a table, on one day or on the day that each row has, not before ``earliest``."""

    def __init__(self, items: tuple[LastingItem, ...], columns: Columns, day: date | str, earliest: date) -> None:
        self.items = items
        self.columns = columns
        self.day = day
        self.earliest = earliest
        self.writer = Writer(columns, columns.column(day) if isinstance(day, str) else day)

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
    def check(self) -> Check:
        """What is to be asked of the values."""
        return Check(self.columns, self.facts, self.day if isinstance(self.day, str) else None, self.earliest)

    @cached_property
    def verdicts(self) -> dict[str, Column]:
        """For each item the column with the code of the verdict."""
        return {item.id: self.code(item) for item in self.items}

    def code(self, item: LastingItem) -> Column:
        """The verdict's position in ``VERDICTS``, by arithmetic on the truths as 0 and 1: half the time of asking case by case.

        Where the item applies, 2 less one for a violation; 0 where it does not; what is unknown stays so and becomes 3.
        """
        words, applies, violated = self.columns.words, self.writer.truth(item.applies), self.writer.truth(item.violated)
        if applies is False:
            never: Column = words.lit(NOT_APPLICABLE, words.Int8)
            return never
        verdict = 2 - column(and_((applies, violated)), words).cast(words.Int8)
        if applies is not True:
            verdict = verdict * column(applies, words).cast(words.Int8)
        return verdict.fill_null(UNDETERMINED).cast(words.Int8)

    @cached_property
    def breaches(self) -> tuple[BreachColumns, ...]:
        """All breaches of all items that may be committed by some row."""
        return tuple(self._breaches())

    def _breaches(self) -> Iterator[BreachColumns]:
        for item in self.items:
            applies = self.writer.truth(item.applies)
            for breach in item.breaches:
                violated = and_((applies, self.writer.truth(breach.violated)))
                if is_column(violated) or violated:
                    major = self.writer.truth(breach.major)
                    yield BreachColumns(item.id, breach.name, violated, major, self.columns.words)


def of_rows(frame: Frame, table: Table, made: Mapping[str, Column], kept: Sequence[str] = ()) -> Frame:
    """New columns, after some that are kept, one row for a row: also where what is new is the same for all rows."""
    if kept:
        return frame.select(*kept, **made)
    return frame.with_columns(**made).select(*made)
