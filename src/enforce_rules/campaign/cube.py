"""All figures counted at once, by group, phase, industry, day and part; and for any number of it the records behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cached_property, partial
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, FromClause, Label, Row, Select, case, func, null, select

from ..errors import CampaignError, Problem, did_you_mean
from .events import EVENTS, Events
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

    def holds(self, cell: Cell | Counted) -> bool:
        """Whether a cell, or a record, lies in it."""
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
        return "&".join(f"{name}={_escaped(value)}" for name, value in told.items() if value is not None)


def _escaped(value: object) -> str:
    """A value as a question holds it: & parts conditions, % escapes."""
    return str(value).replace("%", "%25").replace("&", "%26")


WHOLE = Slice()
AT_ONCE = 2
"""How many counts run at the same time; one takes about as long as all the others."""

Sum = Label[Any]


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
        """Count figures, all of them unless some are named; each sort of events once, the longest beside the others.

        Whatever is written meanwhile, all counts see the same: what stood at the position of the view. Without ``by_day`` those
        before the last day may all stand on the day before it, which is faster.
        """
        figures = [figure_of(name) for name in names]
        sorts = sorted(dict.fromkeys(figure.sort for figure in figures), key=lambda sort: not EVENTS[sort].spread)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            counted = pool.map(partial(_count, database, view, by_day), sorts)
            amounts = dict(zip(sorts, counted, strict=True))
        return cls(view.until, {figure.name: _cells(figure, amounts[figure.sort]) for figure in figures})

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


def _count(database: Database, view: View, by_day: bool, sort: str) -> list[_Amount]:
    with database.reading() as connection:
        return (_by_day if by_day else _last_day)(connection, view, EVENTS[sort])


class _Amount(NamedTuple):
    """An amount of a sort of events, with their marks."""

    group: int
    phase: int
    industry: str
    day: date
    amount: int
    marks: Mapping[str, object]


def _by_day(connection: Connection, view: View, events: Events) -> list[_Amount]:
    event, visit = events.rows(view).subquery("event"), view.now("visit")
    each = _each_visit(event, events, (event.c.day,), func.sum(event.c.amount).label("amount"))
    rows = _summed(
        connection, each, visit, (each.c.day, *_marks(each, events)), func.sum(each.c.amount).label("amount")
    )
    return [_amount(events, row, row.day, row.amount) for row in rows]


def _last_day(connection: Connection, view: View, events: Events) -> list[_Amount]:
    """What was before the last day stands on the day before it. Where days are few they are told apart late, else at once."""
    event, visit = events.rows(view).subquery("event"), view.now("visit")
    if events.spread:
        each = _each_visit(event, events, (), *_two_sums(event, view))
        sums = (func.sum(each.c.today).label("today"), func.sum(each.c.amount).label("amount"))
    else:
        each = _each_visit(event, events, (event.c.day,), func.sum(event.c.amount).label("amount"))
        sums = _two_sums(each, view)
    before = view.until - timedelta(days=1)
    return [
        _amount(events, row, day, amount)
        for row in _summed(connection, each, visit, _marks(each, events), *sums)
        for day, amount in ((view.until, row.today), (before, row.amount - row.today))
        if amount
    ]


def _two_sums(source: FromClause, view: View) -> tuple[Sum, Sum]:
    today = case((source.c.day == view.until, source.c.amount), else_=0)
    return func.sum(today).label("today"), func.sum(source.c.amount).label("amount")


def _marks(source: FromClause, events: Events) -> list[ColumnElement[Any]]:
    return [source.c[mark] for mark in events.marks]


def _each_visit(event: FromClause, events: Events, days: Sequence[ColumnElement[date]], *sums: Sum) -> FromClause:
    """Events counted for each visit first: far fewer rows are then joined with what the visit says."""
    keys = (event.c.visit, *days, *_marks(event, events))
    return select(*keys, *sums).group_by(*keys).subquery("each_visit")


def _summed(
    connection: Connection, each: FromClause, visit: FromClause, keys: Sequence[ColumnElement[Any]], *sums: Sum
) -> Sequence[Row[Any]]:
    industry = func.coalesce(visit.c.industry, "").label("industry")
    dimensions = (visit.c.group, visit.c.phase, industry, *keys)
    query: Select[Any] = select(*dimensions, *sums).select_from(each.join(visit, visit.c.record == each.c.visit))
    return connection.execute(query.group_by(*dimensions)).all()


def _amount(events: Events, row: Row[Any], day: date, amount: int) -> _Amount:
    marks = {mark: getattr(row, mark) for mark in events.marks}
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
