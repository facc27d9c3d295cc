"""Whether the values of a table are values of its facts: a table is read as strictly as a facts file."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl

from ...errors import FactsError, Place, Problems, shorten
from ...language import Kind, Type
from ...language.values import EARLIEST, LARGEST, LATEST
from .columns import MOST_DIGITS, Columns
from .native import Frame
from .planes import Column, integers, words_of

SHOWN = 3
"""How many of the wrong values of a column are shown."""

_NARROW = (nw.Int8, nw.Int16, nw.Int32, nw.UInt8, nw.UInt16, nw.UInt32)


@dataclass(frozen=True)
class Limit:
    """One thing that every value of a column must be: ``wrong`` is true where it is not, ``some`` where it is so in any row;
    ``rule`` says what would be right.
    """

    column: str
    wrong: Column
    some: Column
    rule: str


def _each(column: str, wrong: Column, rule: str) -> Limit:
    """A limit that is asked of every value."""
    return Limit(column, wrong, wrong.any(), rule)


def limits_of(columns: Columns, facts: Iterable[str]) -> Iterator[Limit]:
    """What is to be asked of the columns of some facts."""
    for name in columns.used(facts):
        if name in columns.lists:
            chosen = columns.column(name)
            listed = reduce(
                operator.add, (integers(chosen.list.contains(member)) for member in columns.lists[name].values)
            )
            rule = f"不重复，可选：{'、'.join(columns.lists[name].values)}"
            yield _each(name, integers(chosen.list.len()) != listed, rule)
            continue
        type_ = columns.known[name][1]
        dtype, column = columns.schema[name], columns.column(name)
        match type_.kind:
            case Kind.INT | Kind.NUMBER:
                yield from _numbers(name, column, dtype, type_)
            case Kind.DATE:
                outside = (column < EARLIEST) | (column > LATEST)
                some = (column.min() < EARLIEST) | (column.max() > LATEST)
                yield Limit(name, outside, some, f"{EARLIEST}至{LATEST}")
            case Kind.ENUM if not (isinstance(dtype, nw.Enum) and set(dtype.categories) <= set(type_.values)):
                text = column if dtype == nw.String else column.cast(columns.words.String)
                listed = text.is_in(type_.values)
                yield _each(name, ~listed & ~column.is_null(), f"可选：{'、'.join(type_.values)}")
            case _:
                pass
    for name, dtype in columns.schema.items():
        if dtype == nw.Unknown and name not in columns.keys:
            yield _each(name, ~columns.column(name).is_null(), "列的类型不明")


def _numbers(name: str, column: Column, dtype: nw.dtypes.DType, type_: Type) -> Iterator[Limit]:
    """Within the bounds, which are asked of the least and the greatest value alone."""
    low, high = _bounds(type_)
    wrong, some = [], []
    if type_.low is not None or dtype not in _NARROW:
        wrong.append(column < _plain(low))
        some.append(column.min() < _plain(low))
    if type_.high is not None or dtype not in _NARROW:
        wrong.append(column > _plain(high))
        some.append(column.max() > _plain(high))
    if dtype.is_float():  # of which no least and no greatest value tells
        wrong.append(column.is_nan())
        some.append(column.is_nan().any())
    if wrong:
        unwritten = "；没有记录的留空，不写 NaN" if dtype.is_float() else ""
        yield Limit(name, reduce(operator.or_, wrong), reduce(operator.or_, some), f"{_between(low, high)}{unwritten}")
    if dtype.is_decimal():
        digits = column.cast(words_of(column).String)
        digits = digits.str.replace_all("[-.]", "").str.strip_chars("0").str.len_chars()
        yield _each(name, digits > MOST_DIGITS, f"至多{MOST_DIGITS}位有效数字")


class Check:
    """What is asked of a whole table, in one query beside others: ``expressions``; and what the answer says is wrong.

    With ``day``, the column of the days, every row must have one, not before ``earliest``.
    """

    def __init__(self, columns: Columns, facts: Iterable[str], day: str | None, earliest: date) -> None:
        self.columns = columns
        self.limits = list(limits_of(columns, facts))
        if day is not None:
            self.limits.append(_each(day, columns.column(day).is_null(), "每一行都要写检查日期"))
            self.limits.append(
                _each(day, columns.column(day) < earliest, f"不早于{earliest}：本手册没有收录此前的法律")
            )

    @property
    def expressions(self) -> list[Column]:
        """Whether any value is wrong, limit by limit; never empty."""
        some = [limit.some.alias(f"limit{number}") for number, limit in enumerate(self.limits)]
        return some or [self.columns.words.len().alias("rows")]

    def run(self, frame: Frame) -> None:
        """Ask a frame. Raises :class:`FactsError` as :meth:`judge` does."""
        self.judge(_row(frame, self.expressions), frame)

    def judge(self, found: Sequence[Any], frame: Frame) -> None:
        """Raise :class:`FactsError` with every column that holds wrong values, how many, and some of them."""
        broken = [limit for limit, wrong in zip(self.limits, found, strict=False) if wrong]
        if not broken:
            return
        counted = [integers(limit.wrong).sum().alias(f"limit{number}") for number, limit in enumerate(broken)]
        problems = Problems()
        for limit, number in zip(broken, _row(frame, counted), strict=True):
            shown = "、".join(_examples(frame, self.columns, limit))
            problems.add(f"有{int(number)}个值不对：{shown}", Place(path=limit.column), limit.rule)
        problems.raise_as(FactsError)


def _row(frame: Frame, asked: Iterable[Column]) -> tuple[Any, ...]:
    """The answers to questions about all rows."""
    answered = frame.select(*asked)
    return (answered if isinstance(answered, pl.DataFrame) else answered.collect()).row(0)


def _examples(frame: Frame, columns: Columns, limit: Limit) -> Iterator[str]:
    wanted = [limit.column, *columns.keys[:1]]
    eager = isinstance(frame, pl.DataFrame)
    if isinstance(frame, pl.DataFrame):
        table = frame.with_row_index(" row number").filter(limit.wrong).select(*wanted, " row number").head(SHOWN)
    else:
        table = frame.filter(limit.wrong).select(*wanted).head(SHOWN).collect()
    for value, *where in table.iter_rows():
        row = f"第{where[-1] + 1}行" if eager else ""
        key = f"{columns.keys[0]}={shorten(str(where[0]), 40)}" if columns.keys else ""
        place = " ".join(part for part in (row, key) if part)
        yield f"{shorten(str(value), 40)}（{place}）" if place else shorten(str(value), 40)


def _bounds(type_: Type) -> tuple[int | Decimal, int | Decimal]:
    return (-LARGEST if type_.low is None else type_.low, LARGEST if type_.high is None else type_.high)


def _between(low: int | Decimal, high: int | Decimal) -> str:
    return f"不小于{low}" if high == LARGEST else f"不大于{high}" if low == -LARGEST else f"{low}至{high}"


def _plain(bound: int | Decimal) -> int | float:
    return bound if isinstance(bound, int) else float(bound)
