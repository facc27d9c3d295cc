"""How many enterprises of a file come out otherwise under another manual or on another day (extra ``frame``)."""

from __future__ import annotations

from ..evaluate.frame import USUAL_KEYS, FrameRulebook  # first: it says what to install where the extra is missing

# isort: split
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import polars as pl

from ..errors import EnforceRulesError, FactsError, Place, Problem, shorten
from ..evaluate.frame.columns import columns_of
from ..evaluate.frame.source import SUFFIXES, File
from ..language import Kind, Type
from ..manual import Rulebook
from .diff import Side

_Side = TypeVar("_Side")
_Done = TypeVar("_Done")


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
    """Judge every row of a file by both sides, each on its day and by the columns that it knows; the file is read once.

    Raises :class:`FactsError` with every column whose type or values do not fit a side, and :class:`EnforceRulesError`
    when a side has no day.
    """
    if old.on is None or new.on is None:
        raise EnforceRulesError(Problem("统计要写明按哪一天的法律", hint="加 --on 2021-09-01"))
    file = _opened(path, _types(old.book.types, new.book.types))
    columns = file.collect_schema().names()
    facts = _columns(old.book.types) | _columns(new.book.types)
    keys = [key for key in USUAL_KEYS if key in columns and key not in facts]  # they tell where a wrong value is
    both = [(old.book, old.on), (new.book, new.on)]
    before, after = _both(path, lambda side: _Judged(file, *side, keys), both)
    was, is_ = before.table.verdicts, after.table.verdicts
    changed = {item: f"{item} changed" for item in was if item in is_}
    checks = [*before.check.expressions, *after.check.expressions]
    query = (
        file.with_columns((was[item] != is_[item]).alias(name) for item, name in changed.items())  # constants get rows
        .with_columns(pl.any_horizontal(pl.lit(False), *changed.values()).alias("any changed"))
        .select(
            pl.len().alias("rows"),
            *(pl.col(name).sum() for name in ("any changed", *changed.values())),
            *(check.alias(f"check {number}") for number, check in enumerate(checks)),
        )
    )
    rows, enterprises, *found = _run(path, query)
    wrong = iter(found[len(changed) :])
    _both(path, lambda side: side.judge(wrong), [before, after])
    by_item = {item: number for item, number in zip(changed, found, strict=False) if number}
    return Counted(rows, by_item, enterprises, tuple(name for name in columns if name not in facts))


class _Judged:
    """A file as one side judges it: the columns that the side knows, and some that tell the rows apart."""

    def __init__(self, file: pl.LazyFrame, book: Rulebook, on: date, keys: list[str]) -> None:
        known = _columns(book.types) | set(keys)
        self.rows = file.select(name for name in file.collect_schema() if name in known)
        frames = FrameRulebook(book)
        self.table = frames.table(self.rows, on, keys)
        self.check = self.table.check

    def judge(self, found: Iterator[int]) -> None:
        """Take the answers to the side's checks. Raises :class:`FactsError` for wrong values."""
        self.check.judge([next(found) for _ in self.check.expressions], self.rows)


def _columns(types: Mapping[str, Type]) -> set[str]:
    """Every column that is a fact, or would be if it were written rightly."""
    return types.keys() | {column for column, _, _ in columns_of(types)}


def _types(old: Mapping[str, Type], new: Mapping[str, Type]) -> dict[str, Type]:
    """How text is read so that both sides can take it."""
    types = {**old, **new}
    for name in old.keys() & new.keys():
        values = tuple(dict.fromkeys(old[name].values + new[name].values))
        types[name] = Type(old[name].kind if new[name].kind is Kind.NUMBER else new[name].kind, values)
    return types


def _opened(path: Path, types: Mapping[str, Type]) -> pl.LazyFrame:
    try:
        path.open("rb").close()  # a folder is not taken for the files in it
    except OSError as failure:
        raise FactsError(Problem(f"读不了文件：{failure.strerror or failure}", Place(str(path)))) from None
    if path.suffix not in SUFFIXES:
        what = f"读不了 {path.suffix or '没有后缀'} 的文件"
        raise FactsError(Problem(what, Place(str(path)), f"可用：{'、'.join(SUFFIXES)}"))
    return File(path).open(types, day=None, check=True)


def _run(path: Path, query: pl.LazyFrame) -> tuple[Any, ...]:
    try:
        return query.collect(engine="streaming").row(0)
    except (OSError, pl.exceptions.PolarsError) as failure:
        what = "不是可读的 CSV 文件" if path.suffix == ".csv" else "不是可读的 Parquet 文件"
        raise FactsError(Problem(what, Place(str(path)), shorten(str(failure).splitlines()[0], 80))) from None


def _both(path: Path, do: Callable[[_Side], _Done], sides: Sequence[_Side]) -> list[_Done]:
    """What is done for both sides. Raises :class:`FactsError` with what is wrong on either, each problem once, in the file."""
    done: list[_Done] = []
    wrong: dict[Problem, None] = {}
    for side in sides:
        try:
            done.append(do(side))
        except FactsError as error:
            wrong |= {replace(told, place=Place(str(path), path=told.place.path)): None for told in error.problems}
    if wrong:
        raise FactsError(wrong)
    return done
