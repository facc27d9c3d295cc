"""Which column of a table holds which fact, and whether its type fits.

One row is an enterprise, one column a fact under the fact's name. A set-valued fact is one column of booleans for each member of
its list, ``fact__member``, or one column of lists of members. What a column leaves empty is not recorded; a fact without a
column is recorded for nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import ModuleType

import narwhals.stable.v2 as nw
import polars as pl

from ...errors import FactsError, Place, Problem, Problems, did_you_mean, shorten
from ...language import Kind, Type
from ...language.types import KIND_NAMES
from .planes import Column

MOST_DIGITS = 15
"""Numbers of up to this many significant digits are told apart exactly by the engines' floating point."""

JOINT = "__"
"""What stands between a set-valued fact and a member in the name of a column."""

_WHOLE = {
    Kind.BOOL: "布尔",
    Kind.INT: "整数",
    Kind.NUMBER: "数",
    Kind.DATE: "日期",
    Kind.ENUM: "文字",
    Kind.SET: "布尔",
}


def member_column(fact: str, member: str) -> str:
    """The column that says whether a set-valued fact has a member."""
    return f"{fact}{JOINT}{member}"


def columns_of(types: Mapping[str, Type]) -> Iterator[tuple[str, str, Type]]:
    """Every column that a table of these facts may have: its name, its fact, and the type of the fact."""
    for fact, type_ in types.items():
        if type_.kind is Kind.SET:
            for member in type_.values:
                yield member_column(fact, member), fact, type_
        else:
            yield fact, fact, type_


class Columns:
    """The columns of one table: those that are facts, those that are carried along (``keys``), and what each holds; ``words`` are
    those of its engine.

    Raises :class:`FactsError` with every column that is neither or whose type does not fit.
    """

    def __init__(
        self,
        schema: Mapping[str, nw.dtypes.DType],
        types: Mapping[str, Type],
        keys: Iterable[str] = (),
        words: ModuleType = pl,
    ) -> None:
        self.schema = dict(schema)
        self.types = types
        self.keys = tuple(keys)
        self.words = words
        self.known = {column: (fact, type_) for column, fact, type_ in columns_of(types)}
        self.lists = {
            column: types[column]
            for column, dtype in self.schema.items()
            if column in types and types[column].kind is Kind.SET and _is_list(dtype)
        }
        problems = Problems()
        for key in self.keys:
            if key not in self.schema:
                problems.add(f"没有 {shorten(key, 60)} 这一列", Place(path=key), did_you_mean(key, self.schema))
        for column, dtype in self.schema.items():
            if column not in self.keys or column in self.known or column in types:
                problems.extend(self._misfits(column, dtype))
        problems.raise_as(FactsError)

    def _misfits(self, column: str, dtype: nw.dtypes.DType) -> Iterator[Problem]:
        place = Place(path=shorten(column, 60))
        if column in self.lists:
            twice = [
                name for member in self.lists[column].values if (name := member_column(column, member)) in self.schema
            ]
            if twice:
                yield Problem(f"既有列表列，又有 {twice[0]} 这样的列", place, "用一种写法")
            return
        if column not in self.known:
            type_ = self.types.get(column)
            if type_ is not None and dtype == nw.Unknown:  # a set-valued fact that is recorded for nobody
                return
            if type_ is not None:  # a set-valued fact
                example = member_column(column, type_.values[0])
                hint = f"如 {example}，值为 true 或者 false；或者用文字的列表列"
                yield Problem("多选的事实每个选项一列", place, hint)
            else:
                hint = did_you_mean(column, self.known)
                yield Problem("不是事实的名称", place, hint or "不是事实、只是随结果带出的列，列在 keys 中")
            return
        type_ = self.known[column][1]
        if not fits(dtype, type_.kind):
            what = f"{column}（{KIND_NAMES[type_.kind]}）应为{_WHOLE[type_.kind]}列，实为 {dtype}"
            yield Problem(what, place, _advice(dtype, type_.kind))

    def has(self, column: str) -> bool:
        """Whether a fact's column is there, with anything in it."""
        return column in self.schema and self.schema[column] != nw.Unknown

    def column(self, name: str) -> Column:
        """A column by its name."""
        named: Column = self.words.col(name)
        return named

    def of_fact(self, fact: str) -> Column | None:
        """The column of a fact that is no set; None where the table has none."""
        if not self.has(fact):
            return None
        column, dtype = self.column(fact), self.schema[fact]
        if isinstance(dtype, nw.Decimal):
            return column.cast(self.words.Float64)  # exact up to MOST_DIGITS
        if self.types[fact].kind is Kind.ENUM and not plain_text(dtype, self.types[fact]):
            return column.cast(self.words.String)
        return column

    def of_member(self, fact: str, member: str) -> Column | None:
        """Whether a set-valued fact has a member; None where the table has no column for it."""
        if fact in self.lists:
            return self.column(fact).list.contains(member)
        column = member_column(fact, member)
        return self.column(column) if self.has(column) else None

    def used(self, facts: Iterable[str]) -> list[str]:
        """The columns of some facts that the table has."""
        wanted = {column for column, _, _ in columns_of({fact: self.types[fact] for fact in facts})}
        wanted |= self.lists.keys() & set(facts)
        return [column for column in self.schema if column in wanted and self.has(column)]


def _is_list(dtype: nw.dtypes.DType) -> bool:
    return isinstance(dtype, nw.List) and dtype.inner in (nw.String, nw.Categorical, nw.Enum, nw.Unknown)


def plain_text(dtype: nw.dtypes.DType, type_: Type) -> bool:
    """Whether a column can be compared with every value of an enum as it is."""
    return dtype == nw.String or (isinstance(dtype, nw.Enum) and set(type_.values) <= set(dtype.categories))


def fits(dtype: nw.dtypes.DType, kind: Kind) -> bool:
    """Whether a column of this type can hold facts of this kind. A column in which nothing was ever recorded fits all."""
    if dtype == nw.Unknown:
        return True
    match kind:
        case Kind.BOOL | Kind.SET:
            return dtype == nw.Boolean
        case Kind.INT:
            return dtype.is_integer()
        case Kind.NUMBER:  # a single-precision 0.3 is above 0.3
            return dtype.is_integer() or dtype == nw.Float64 or dtype.is_decimal()
        case Kind.DATE:
            return dtype == nw.Date
        case Kind.ENUM:
            return dtype in (nw.String, nw.Categorical, nw.Enum)


def _advice(dtype: nw.dtypes.DType, kind: Kind) -> str:
    if kind in (Kind.BOOL, Kind.SET):
        return "值写 true、false，没有记录的留空；1 和 0 不能当作 true 和 false"
    if kind is Kind.INT and dtype.is_float():
        return "整数列中有空值的，用可空的整数类型（如 Int64）"
    if kind is Kind.NUMBER and dtype == nw.Float32:
        return "单精度的小数不准确，用 Float64 或者 Decimal"
    if kind is Kind.DATE:
        return "先转换为日期类型"
    return "先转换类型"
