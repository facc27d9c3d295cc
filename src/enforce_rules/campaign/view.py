"""What is looked at: the records as the journal stood at one entry, and what had happened by one day.

So a report can be made again as it was printed, whatever was recorded or corrected since.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import ColumnElement, FromClause, and_, func, literal_column, or_, select

from .records.tables import tables

ONE: ColumnElement[int] = literal_column("1")
"""Written out, so that the database knows which of its indexes fit."""


@dataclass(frozen=True)
class View:
    """The records at a ``position`` of the journal; events after the day ``until`` have not happened yet."""

    position: int
    until: date

    def now(self, kind: str) -> FromClause:
        """The rows of a kind as they stand: of each record its last version, unless that withdraws it."""
        table = tables[kind]
        row = table.alias(kind)
        return select(row).where(self._stands(table, row), row.c.withdrawn.is_(False)).subquery(f"{kind}_now")

    def happened(self, kind: str) -> FromClause:
        """The rows of a kind as they stand, of what had happened by the day."""
        table = tables[kind]
        row = table.alias(kind)
        conditions = (self._stands(table, row), row.c.withdrawn.is_(False), row.c.date <= self.until)
        return select(row).where(*conditions).subquery(f"{kind}_happened")

    def _stands(self, table: FromClause, row: FromClause) -> ColumnElement[bool]:
        """Few records are ever corrected: the others are told apart by one look into a short list."""
        revised, version = _versions(table)
        corrected = select(revised.c.record).where(revised.c.revision > ONE, self._written(revised))
        last = select(func.max(version.c.revision)).where(version.c.record == row.c.record, self._written(version))
        first = and_(row.c.revision == ONE, row.c.record.not_in(corrected))
        later = and_(row.c.record.in_(corrected), row.c.revision == last.scalar_subquery())
        return and_(self._written(row), or_(first, later))

    def _written(self, row: FromClause) -> ColumnElement[bool]:
        """Nearly all rows were: the sum keeps the database from looking for them by their entry."""
        return row.c.entry + 0 <= self.position


@cache
def _versions(table: FromClause) -> tuple[FromClause, FromClause]:
    """The other versions of a record, once for each table: every count asks for them."""
    return table.alias("revised"), table.alias("version")
