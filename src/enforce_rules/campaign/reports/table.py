"""A table of figures: rows of groups, phases or industries, a total, and for every number the question for its records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ..campaign import Campaign
from ..cube import WHOLE, Cube, Slice
from ..records.kinds import INDUSTRIES
from .column import COLUMNS, Column, Value, of_the_day

NO_INDUSTRY = "政府和部门"
"""The row of what belongs to no enterprise."""
TOTAL = "合计"


@dataclass(frozen=True)
class Row:
    """A row: what it is about, the part of the campaign, and its values by column."""

    label: str
    part: Slice
    values: Mapping[str, Value]


@dataclass(frozen=True)
class Table:
    """Rows and their total. ``heading`` names what the rows are."""

    heading: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row

    def as_dict(self) -> dict[str, Any]:
        """The table as plain data for JSON; rates as exact fractions and as printed; with the questions for the records."""
        return {
            "heading": self.heading,
            "columns": [
                {
                    "name": column.name,
                    "label": column.label,
                    "unit": "元" if column.unit == "万元" else column.unit,
                    "heading": column.heading,
                    "definition": column.definition,
                }
                for column in self.columns
            ],
            "rows": [self._row(row) for row in self.rows],
            "total": self._row(self.total),
        }

    def _row(self, row: Row) -> dict[str, Any]:
        return {
            "label": row.label,
            "values": {
                column.name: str(value) if column.over and value is not None else value
                for column in self.columns
                for value in (row.values[column.name],)
            },
            "shown": {column.name: column.shown(row.values[column.name]) for column in self.columns},
            "which": {column.name: list(column.asks(row.part)) for column in self.columns},
        }


def columns_named(names: Iterable[str], today: Iterable[str] = ()) -> tuple[Column, ...]:
    """Columns by their names, each that is in ``today`` after one for the day of the report."""
    of_day = set(today)
    return tuple(
        column
        for name in names
        for column in ((of_the_day(name), COLUMNS[name]) if name in of_day else (COLUMNS[name],))
    )


def figures_of(columns: Iterable[Column]) -> tuple[str, ...]:
    """The figures that columns are made of."""
    return tuple(dict.fromkeys(name for column in columns for name in (*column.figures, *column.over)))


def table_of(
    cube: Cube, heading: str, columns: Sequence[Column], parts: Mapping[str, Slice], until: date, whole: Slice = WHOLE
) -> Table:
    """A table with one row for each of the ``parts``; the total counts the ``whole``, it does not add up the rows."""

    def row(label: str, part: Slice) -> Row:
        total = replace(part, until=until)
        day = replace(total, since=until)
        return Row(
            label, total, {column.name: column.value(cube, day if column.today else total) for column in columns}
        )

    return Table(heading, tuple(columns), tuple(row(label, part) for label, part in parts.items()), row(TOTAL, whole))


def by_group(campaign: Campaign, whole: Slice = WHOLE) -> dict[str, Slice]:
    """A row for each group, with the city that it inspects."""
    return {
        f"第{group.number}组　{group.city}→{group.inspects}": replace(whole, group=group.number)
        for group in campaign.groups
        if whole.group in (None, group.number)
    }


def by_phase(campaign: Campaign, whole: Slice = WHOLE) -> dict[str, Slice]:
    """A row for each phase."""
    return {
        f"第{phase.number}阶段　{phase.name}": replace(whole, phase=phase.number)
        for phase in campaign.phases
        if whole.phase in (None, phase.number)
    }


def by_industry(whole: Slice = WHOLE) -> dict[str, Slice]:
    """A row for each industry, and one for governments and departments."""
    named: dict[str, str] = {**{name: name for name in INDUSTRIES}, NO_INDUSTRY: ""}
    return {
        label: replace(whole, industry=industry)
        for label, industry in named.items()
        if whole.industry in (None, industry)
    }


def cross(campaign: Campaign, whole: Slice = WHOLE) -> dict[str, Slice]:
    """A row for each group, phase and industry."""
    return {
        f"{group}｜{phase}｜{industry}": i
        for group, g in by_group(campaign, whole).items()
        for phase, p in by_phase(campaign, g).items()
        for industry, i in by_industry(p).items()
    }
