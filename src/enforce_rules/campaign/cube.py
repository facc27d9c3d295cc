"""All figures counted at once, by group, phase, industry, day and part; and for any number of it the records behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, FromClause, Row, Select, case, func, null, select

from ..errors import CampaignError, Problem, did_you_mean
from .events import EVENTS
from .figures import FIGURES, KNOWN, Figure
from .records.database import Database
from .records.tables import records
from .view import View


@dataclass(frozen=True)
class Slice:
    """A part of a figure; None leaves it whole. ``since`` and ``until`` are days, both included.

    The industry of governments and departments is empty.
    """

    group: int | None = None
    phase: int | None = None
    industry: str | None = None
    part: str | None = None
    since: date | None = None
    until: date | None = None

    def holds(self, cell: Cell) -> bool:
        """Whether a cell lies in it."""
        return (
            self.group in (None, cell.group)
            and self.phase in (None, cell.phase)
            and self.industry in (None, cell.industry)
            and self.part in (None, cell.part)
            and (self.since is None or self.since <= cell.day)
            and (self.until is None or cell.day <= self.until)
        )

    def __str__(self) -> str:
        told = {field.name: getattr(self, field.name) for field in fields(self)}
        return "&".join(f"{name}={value}" for name, value in told.items() if value is not None)


WHOLE = Slice()


class Cell(NamedTuple):
    """One amount of a figure."""

    group: int
    phase: int
    industry: str
    day: date
    part: str | None
    amount: int


class Counted(NamedTuple):
    """A record that a number counts, and how much of the number it is."""

    kind: str
    key: str
    day: date
    amount: int
    group: int
    phase: int
    industry: str
    part: str | None
    unit: str


class Cube:
    """The figures of a view, counted."""

    def __init__(self, until: date, cells: Mapping[str, list[Cell]]) -> None:
        self.until = until
        self.cells = cells

    @classmethod
    def count(cls, database: Database, view: View, names: Iterable[str] = FIGURES, *, by_day: bool = True) -> Cube:
        """Count figures, all of them unless some are named; each sort of events once.

        Without ``by_day`` those before the last day may all stand on the day before it, which is faster.
        """
        figures = [figure_of(name) for name in names]
        sorts = dict.fromkeys(figure.sort for figure in figures)
        with database.reading() as connection:
            rows = {
                sort: (_last_day if EVENTS[sort].spread and not by_day else _by_day)(connection, view, sort)
                for sort in sorts
            }
        return cls(view.until, {figure.name: _cells(figure, rows[figure.sort]) for figure in figures})

    def sum(self, name: str, part: Slice = WHOLE) -> int:
        """A figure, or a part of it."""
        return sum(cell.amount for cell in self._within(name, part))

    def by(self, name: str, dimension: str, part: Slice = WHOLE) -> dict[Any, int]:
        """A figure by ``group``, ``phase``, ``industry``, ``day`` or ``part``."""
        found: dict[Any, int] = {}
        for cell in self._within(name, part):
            key = getattr(cell, dimension)
            found[key] = found.get(key, 0) + cell.amount
        return found

    def _within(self, name: str, part: Slice) -> Iterable[Cell]:
        wanted = (part.group, part.phase, part.industry)
        here = (
            cells
            for place, cells in self._placed[name].items()
            if all(one is None or one == other for one, other in zip(wanted, place, strict=True))
        )
        until = None if part.until is None or part.until >= self.until else part.until
        if part.part is None and part.since is None and until is None:
            return chain.from_iterable(here)
        return (cell for cells in here for cell in cells if part.holds(cell))

    @cached_property
    def _placed(self) -> dict[str, dict[tuple[int, int, str], list[Cell]]]:
        """The cells of each figure by group, phase and industry, so that a row of a table looks at its own only."""
        placed: dict[str, dict[tuple[int, int, str], list[Cell]]] = {name: {} for name in self.cells}
        for name, cells in self.cells.items():
            for cell in cells:
                placed[name].setdefault((cell.group, cell.phase, cell.industry), []).append(cell)
        return placed

    @cached_property
    def days(self) -> list[date]:
        """The days on which anything happened."""
        return sorted({cell.day for cells in self.cells.values() for cell in cells})


def figure_of(name: str) -> Figure:
    """A figure by its name. Raises :class:`CampaignError` for one that there is not."""
    if name not in FIGURES:
        hint = did_you_mean(name, FIGURES) or f"可用：{'、'.join(FIGURES)}"
        raise CampaignError(Problem(f"没有 {name} 这项指标", hint=hint))
    return FIGURES[name]


class _Amount(NamedTuple):
    """An amount of a sort of events, with their marks."""

    group: int
    phase: int
    industry: str
    day: date
    amount: int
    marks: Mapping[str, object]


def _by_day(connection: Connection, view: View, sort: str) -> list[_Amount]:
    event = EVENTS[sort].rows(view).subquery("event")
    rows = _counted(connection, view, sort, event, {"day": event.c.day}, {"amount": func.sum(event.c.amount)})
    return [_amount(sort, row, row.day, row.amount) for row in rows]


def _last_day(connection: Connection, view: View, sort: str) -> list[_Amount]:
    """What was before the last day stands on the day before it."""
    event = EVENTS[sort].rows(view).subquery("event")
    today = func.sum(case((event.c.day == view.until, event.c.amount), else_=0))
    rows = _counted(connection, view, sort, event, {}, {"today": today, "amount": func.sum(event.c.amount)})
    before = view.until - timedelta(days=1)
    return [
        _amount(sort, row, day, amount)
        for row in rows
        for day, amount in ((view.until, row.today), (before, row.amount - row.today))
        if amount
    ]


def _counted(
    connection: Connection,
    view: View,
    sort: str,
    event: FromClause,
    days: Mapping[str, ColumnElement[date]],
    sums: Mapping[str, ColumnElement[int]],
) -> Sequence[Row[Any]]:
    """Events counted for each visit first, then joined with what the visit says: far fewer rows are joined."""
    visit, marks = view.now("visit"), EVENTS[sort].marks
    keys = [event.c.visit, *(column.label(name) for name, column in days.items()), *(event.c[mark] for mark in marks)]
    counts = select(*keys, *(column.label(name) for name, column in sums.items()))
    each = counts.group_by(*(keys[0], *days.values(), *keys[1 + len(days) :])).subquery("each_visit")
    industry = func.coalesce(visit.c.industry, "").label("industry")
    dimensions = (visit.c.group, visit.c.phase, industry, *(each.c[name] for name in (*days, *marks)))
    query: Select[Any] = select(*dimensions, *(func.sum(each.c[name]).label(name) for name in sums))
    joined = each.join(visit, visit.c.record == each.c.visit)
    return connection.execute(query.select_from(joined).group_by(*dimensions)).all()


def _amount(sort: str, row: Row[Any], day: date, amount: int) -> _Amount:
    marks = {mark: getattr(row, mark) for mark in EVENTS[sort].marks}
    return _Amount(row.group, row.phase, row.industry, day, int(amount), marks)


def _cells(figure: Figure, amounts: Iterable[_Amount]) -> list[Cell]:
    return [
        Cell(one.group, one.phase, one.industry, one.day, _part(figure, one.marks), one.amount)
        for one in amounts
        if all(_is(one.marks[mark], value) for mark, value in figure.where.items())
    ]


def _part(figure: Figure, marks: Mapping[str, object]) -> str | None:
    return None if figure.parts is None else str(marks[figure.parts])


def _is(mark: object, value: object) -> bool:
    return mark is not None if value is KNOWN else mark == value


def counted(database: Database, view: View, name: str, part: Slice = WHOLE) -> list[Counted]:
    """The records that a number counts, in the order of their days. Raises :class:`CampaignError` for an unknown figure."""
    figure = figure_of(name)
    event, visit = figure.events.rows(view).subquery("event"), view.now("visit")
    joined = event.join(visit, visit.c.record == event.c.visit).join(records, records.c.id == event.c.record)
    dimensions: dict[str, ColumnElement[Any]] = {
        "group": visit.c.group,
        "phase": visit.c.phase,
        "industry": func.coalesce(visit.c.industry, ""),
        "part": event.c[figure.parts] if figure.parts else null(),
    }
    columns = [column.label(name) for name, column in dimensions.items()]
    query: Select[Any] = select(records.c.key, event.c.day, event.c.amount, *columns, visit.c.name.label("unit"))
    query = query.select_from(joined).where(*_marked(event, figure), *_within(event, dimensions, part))
    with database.reading() as connection:
        rows = connection.execute(query.order_by(event.c.day, records.c.id)).all()
    return [Counted(figure.events.kind, *row) for row in rows]


def _marked(event: FromClause, figure: Figure) -> Iterator[ColumnElement[bool]]:
    for mark, value in figure.where.items():
        column = event.c[mark]
        yield column.is_not(None) if value is KNOWN else column.is_(None) if value is None else column == value


def _within(
    event: FromClause, dimensions: Mapping[str, ColumnElement[Any]], part: Slice
) -> Iterator[ColumnElement[bool]]:
    for name, column in dimensions.items():
        if (wanted := getattr(part, name)) is not None:
            yield column == wanted
    if part.since is not None:
        yield event.c.day >= part.since
    if part.until is not None:
        yield event.c.day <= part.until
