"""How many verdicts of each kind, by table, item, county or whatever else the rows have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import polars as pl

from ...errors import FactsError, Place, Problem, did_you_mean, shorten
from ...language import Kind
from ..conditions import VERDICTS
from .columns import member_column
from .native import Frame
from .planes import Column, and_, column, integers, is_column, or_
from .table import BreachColumns, Table, of_rows

OF_ITEMS = ("table", "item")
"""By what verdicts can be counted beside what the rows have in common."""

NUMBERS = ("enterprises", *reversed(VERDICTS), "major")
"""What is counted."""

Row = dict[str, Any]


def counts(frame: Frame, table: Table, by: Iterable[str] = ("table",)) -> list[Row]:
    """One row for each combination of what is counted by: the enterprises, the verdicts of each kind, and the major hazards.

    ``by`` may be ``table``, ``item``, a column of the table that is carried along, or a fact with few values (bool, enum, set); an
    enterprise counts for every member that a set-valued fact has. Raises :class:`FactsError` for anything else.
    """
    by = tuple(by)
    countable(by, table)
    rows = [name for name in by if name not in OF_ITEMS]
    sets = _sets(rows, table)
    plain = [name for name in rows if name not in sets]
    judged = _judged(frame, table, rows, sets)
    counted: dict[tuple[Any, ...], Counter[str]] = {}
    for member, part in _parts(judged, table, sets):
        for found in _grouped(part, table, plain):
            shared = {**dict(zip(plain, found, strict=False)), **dict.fromkeys(sets, member)}
            _add(counted, table, by, shared, found[len(plain) :])
    ordered = (
        sorted(counted.items(), key=lambda entry: [_ordered(part) for part in entry[0]]) if rows else counted.items()
    )
    return [{**dict(zip(by, key, strict=True)), **{name: number[name] for name in NUMBERS}} for key, number in ordered]


def _ordered(part: Any) -> tuple[bool, str]:
    return part is None, str(part)


def countable(by: Iterable[str], table: Table) -> None:
    """Raise :class:`FactsError` for what verdicts cannot be counted by."""
    rows = [name for name in by if name not in OF_ITEMS]
    for name in rows:
        _countable(name, table)
    sets = _sets(rows, table)
    if len(sets) > 1:
        raise FactsError(Problem("至多按一个多选的事实统计", Place(path="、".join(sets))))


def _sets(names: Iterable[str], table: Table) -> list[str]:
    types = table.columns.types
    return [name for name in names if name in types and name not in table.columns.keys and types[name].kind is Kind.SET]


def _countable(name: str, table: Table) -> None:
    columns = table.columns
    if name in columns.keys:
        return
    type_ = columns.types.get(name)
    if type_ is None:
        known = [*OF_ITEMS, *columns.keys, *columns.types]
        hint = (
            did_you_mean(name, known) or f"可用：{'、'.join([*OF_ITEMS, *columns.keys])}，或者单选、多选、是否类的事实"
        )
        raise FactsError(Problem(f"不能按 {shorten(name, 40)} 统计", Place(path=name), hint))
    if type_.kind not in (Kind.BOOL, Kind.ENUM, Kind.SET):
        raise FactsError(Problem(f"不能按 {name} 统计", Place(path=name), "只能按单选、多选、是否类的事实统计"))
    if type_.kind is not Kind.SET and not columns.has(name):
        raise FactsError(Problem(f"表中没有 {name} 这一列", Place(path=name)))


def _parts(frame: Frame, table: Table, sets: list[str]) -> Iterator[tuple[str | None, Frame]]:
    if not sets:
        yield None, frame
    for name in sets:
        for member in table.columns.types[name].values:
            if table.columns.of_member(name, member) is not None:
                yield member, frame.filter(table.columns.column(member_column(name, member)))


def _judged(frame: Frame, table: Table, rows: list[str], sets: list[str]) -> Frame:
    """Every row with what it is counted by, its verdicts, and whether an item finds a major hazard."""
    members = {
        member_column(name, member): has
        for name in sets
        for member in table.columns.types[name].values
        if (has := table.columns.of_member(name, member)) is not None
    }
    majors = {f"{item} major": found for item, found in _majors(table).items()}
    kept = [name for name in rows if name not in sets]
    return of_rows(frame, table, {**members, **table.verdicts, **majors}, kept)


def _grouped(judged: Frame, table: Table, by: list[str]) -> Iterator[tuple[Any, ...]]:
    """For each group its values, how many rows, and for each item how many verdicts of each kind and major hazards."""
    ids = [item.id for item in table.items]
    majors = _majors(table)
    of = table.columns.column
    asked = [table.columns.words.len().alias("rows")]
    for item in ids:
        asked += [integers(of(item) == code).sum().alias(f"{item} {name}") for code, name in enumerate(VERDICTS)]
        if item in majors:
            asked.append(integers(of(f"{item} major")).sum().alias(f"{item} majors"))
    grouped = judged.group_by(by).agg(*asked) if by else judged.select(*asked)
    eager = grouped if isinstance(grouped, pl.DataFrame) else grouped.collect()
    for row in eager.iter_rows(named=True):
        yield (
            *(row[name] for name in by),
            row["rows"],
            *(
                (item, [int(row[f"{item} {name}"] or 0) for name in VERDICTS], int(row.get(f"{item} majors") or 0))
                for item in ids
            ),
        )


def _majors(table: Table) -> dict[str, Column]:
    """For each item that can be one, whether a major hazard is found."""
    of_item: dict[str, list[BreachColumns]] = {}
    for breach in table.breaches:
        of_item.setdefault(breach.item, []).append(breach)
    found = {}
    for item, breaches in of_item.items():
        planes = [and_((breach.violated, breach.major)) for breach in breaches]
        major = [plane for plane in planes if is_column(plane) or plane]
        if major:
            found[item] = column(or_(major), table.columns.words)
    return found


def _add(
    counted: dict[tuple[Any, ...], Counter[str]], table: Table, by: tuple[str, ...], shared: Row, found: tuple[Any, ...]
) -> None:
    rows, *items = found
    seen = set()
    for item, numbers, majors in items:
        own = {**shared, "table": table.table_of[item], "item": item}
        key = tuple(own[name] for name in by)
        total = counted.setdefault(key, Counter())
        if key not in seen:
            total["enterprises"] += rows
            seen.add(key)
        total.update(dict(zip(VERDICTS, numbers, strict=True)))
        total["major"] += majors
