"""How many enterprises of a table are judged otherwise: one row an enterprise, one column a fact, empty for not recorded."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import EnforceRulesError, FactsError, Place, Problem
from ..evaluate import CompiledRulebook
from ..language import Type, Value
from ..language.values import Misfit, fit
from .diff import Side

MOST_PROBLEMS = 50
"""How many wrong values are told before reading is given up."""


@dataclass(frozen=True)
class Counted:
    """How many rows were read, for how many each item comes out otherwise, and the columns that are no facts."""

    rows: int
    by_item: Mapping[str, int]
    enterprises: int
    ignored: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The figures as plain data for JSON."""
        return {
            "rows": self.rows,
            "enterprises": self.enterprises,
            "items": dict(self.by_item),
            "ignored_columns": list(self.ignored),
        }


def count(old: Side, new: Side, path: Path) -> Counted:
    """Judge every row of a Parquet file by both sides, each on its day.

    Raises :class:`FactsError` with the row and column of every value that does not fit, and :class:`EnforceRulesError`
    when a side has no day or polars (the extra ``frame``) is not installed.
    """
    if old.on is None or new.on is None:
        raise EnforceRulesError(Problem("统计要写明按哪一天的法律", hint="加 --on 2021-09-01"))
    known = {**old.book.types, **new.book.types}
    table = _read(path, known)
    before, after = CompiledRulebook(old.book), CompiledRulebook(new.book)
    shared = [item for item in old.book.items if item in new.book.items]
    by_item = dict.fromkeys(shared, 0)
    enterprises = 0
    for here, there in _rows(table, old.book.types, new.book.types, Place(str(path))):
        was, is_ = before.verdicts(here, old.on), after.verdicts(there, new.on)
        changed = [item for item in shared if was[item] != is_[item]]
        enterprises += bool(changed)
        for item in changed:
            by_item[item] += 1
    changed_items = {item: number for item, number in by_item.items() if number}
    return Counted(table.rows, changed_items, enterprises, table.ignored)


@dataclass(frozen=True)
class _Table:
    rows: int
    columns: Mapping[str, list[Any]]
    ignored: tuple[str, ...]


def _read(path: Path, known: Container[str]) -> _Table:
    """The columns that are facts, and the names of the others."""
    try:
        import polars
    except ImportError:
        raise EnforceRulesError(
            Problem("读取 Parquet 需要 polars", hint="pip install 'enforce-rules[frame]'")
        ) from None
    try:
        with path.open("rb") as stream:  # polars itself would take the name for a pattern, or for a folder of files
            frame = polars.read_parquet(stream)
    except OSError as failure:
        raise FactsError(Problem(f"读不了文件：{failure.strerror or failure}", Place(str(path)))) from None
    except polars.exceptions.PolarsError:
        raise FactsError(Problem("不是可读的 Parquet 文件", Place(str(path)))) from None
    facts = [name for name in frame.columns if name in known]
    ignored = tuple(name for name in frame.columns if name not in known)
    return _Table(frame.height, {name: frame[name].to_list() for name in facts}, ignored)


def _rows(
    table: _Table, old: Mapping[str, Type], new: Mapping[str, Type], place: Place
) -> Iterator[tuple[dict[str, Value], dict[str, Value]]]:
    """The facts of each row as each side types them. Raises :class:`FactsError` after the last, with all that is wrong."""
    wrong: dict[Problem, None] = {}  # what fits neither side is said once
    for number in range(table.rows):
        if len(wrong) >= MOST_PROBLEMS:
            wrong[Problem(f"第{number + 1}行起没有再查", place, "先改正以上各处")] = None
            break
        raw = {name: values[number] for name, values in table.columns.items() if values[number] is not None}
        yield _fitted(raw, old, number, place, wrong), _fitted(raw, new, number, place, wrong)
    if wrong:
        raise FactsError(wrong)


def _fitted(
    raw: Mapping[str, Any], types: Mapping[str, Type], number: int, place: Place, wrong: dict[Problem, None]
) -> dict[str, Value]:
    facts: dict[str, Value] = {}
    for name, value in raw.items():
        if name not in types:
            continue
        try:
            facts[name] = fit(value, types[name])
        except Misfit as misfit:
            wrong[Problem(f"第{number + 1}行 {name} {misfit.what}", place, misfit.hint)] = None
    return facts
