"""The caller's table, whatever library it is of: opened as a frame, and the result given back in its own kind.

Tables in memory (Polars, PyArrow, pandas) are judged by Polars, which reads Arrow as it is; lazy ones (Polars, DuckDB, PySpark) keep
their own engine, those that are not of Polars behind narwhals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...errors import EnforceRulesError, FactsError, Place, Problem, Problems, shorten
from ...language import Kind, Type
from ...language.types import DATE

if TYPE_CHECKING:
    import pandas

try:
    import narwhals.stable.v2 as nw
    import polars
except ImportError:
    raise EnforceRulesError(
        Problem("检查数据表需要 narwhals 和 polars", hint="pip install 'enforce-rules[frame]'")
    ) from None

Frame = polars.DataFrame | polars.LazyFrame
"""A table of Polars; of another engine narwhals' LazyFrame, which has the same methods."""


@dataclass(frozen=True)
class Opened:
    """The caller's table as a frame, and how results of it are given back: one row for each of its rows, or others."""

    frame: Frame
    give_back: Callable[[Frame], Any]
    give_rows: Callable[[Frame], Any]

    def like(self, rows: list[dict[str, Any]]) -> Any:
        """A few rows as a table of the caller's kind."""
        table = polars.DataFrame(rows, infer_schema_length=None)
        match self.frame:
            case polars.DataFrame():
                return self.give_back(table)
            case polars.LazyFrame():
                return table.lazy()
            case _:
                import duckdb

                return duckdb.from_arrow(table.to_arrow())

    @property
    def spark(self) -> bool:
        """Whether Spark judges it."""
        spark = (nw.Implementation.PYSPARK, nw.Implementation.PYSPARK_CONNECT)
        return getattr(self.frame, "implementation", None) in spark


def of_polars(frame: Frame) -> bool:
    """Whether it is a table of Polars."""
    return isinstance(frame, polars.DataFrame | polars.LazyFrame)


def schema_of(frame: Frame) -> Mapping[str, nw.dtypes.DType]:
    """The columns with their types, as narwhals names them."""
    named: nw.LazyFrame[Any] = nw.from_native(frame).lazy()
    return named.collect_schema()


def open_frame(native: Any, types: Mapping[str, Type], day: str | None = None) -> Opened:
    """The frame of a native table; ``day`` is the column of the days. Raises :class:`FactsError` for what is no table, or whose
    columns cannot be read.
    """
    if isinstance(native, nw.DataFrame | nw.LazyFrame):
        native = native.to_native()
    try:
        frame = nw.from_native(native)
    except nw.exceptions.DuplicateError:
        names = Counter(str(name) for name in native.columns)
        raise FactsError(
            Problem("有重名的列", Place(path=shorten(name, 40))) for name, number in names.items() if number > 1
        ) from None
    except TypeError:
        raise FactsError(
            Problem(
                f"{shorten(type(native).__name__, 40)} 不是数据表",
                hint="可用：Polars（DataFrame、LazyFrame）、DuckDB、PyArrow、pandas、PySpark",
            )
        ) from None
    match frame.implementation:
        case nw.Implementation.PANDAS:
            return _of_pandas(native, types if day is None else {**types, day: DATE})
        case nw.Implementation.PYARROW:
            return _of_arrow(native)
        case nw.Implementation.POLARS:
            return Opened(native, _as_it_is, _as_it_is)
        case _:
            return Opened(frame, _native, _native)


def _as_it_is(result: Frame) -> Any:
    return result


def _native(result: Any) -> Any:
    return result.to_native()


def _of_arrow(table: Any) -> Opened:
    read = polars.from_arrow(table)
    assert isinstance(read, polars.DataFrame)

    def back(result: Any) -> Any:
        return result.to_arrow()

    return Opened(read, back, back)


def _of_pandas(table: pandas.DataFrame, types: Mapping[str, Type]) -> Opened:
    problems = Problems()
    columns: dict[str, polars.Series] = {}
    for name in table.columns:
        if not isinstance(name, str):
            problems.add("列名应为文字", Place(path=shorten(str(name), 40)))
            continue
        try:
            columns[name] = _series(table[name], types.get(name))
        except (ValueError, TypeError, polars.exceptions.PolarsError) as failure:
            problems.add(
                f"列中的值不是同一种类型：{shorten(str(failure), 80)}",
                Place(path=shorten(name, 40)),
                "同一列的值用同一种类型，没有记录的留空（None）",
            )
    problems.raise_as(FactsError)
    if len(table) and not columns:
        raise FactsError(Problem("表中没有列", hint="至少要有随结果带出的一列，如 enterprise"))

    def back(result: Any) -> pandas.DataFrame:
        frame: pandas.DataFrame = result.to_pandas(use_pyarrow_extension_array=True)
        return frame

    def rows(result: Any) -> pandas.DataFrame:
        return back(result).set_axis(table.index)

    return Opened(polars.DataFrame(columns), back, rows)


def _series(series: pandas.Series[Any], type_: Type | None) -> polars.Series:
    """One column of pandas, strictly: what pandas had to bend (whole numbers with gaps, days as times) is bent back."""
    import pyarrow

    array = pyarrow.Array.from_pandas(series)
    if isinstance(array, pyarrow.ChunkedArray):
        array = array.combine_chunks()
    column = polars.Series(series.name, polars.from_arrow(array))
    bent = not hasattr(series.dtype, "pyarrow_dtype")
    if not bent:
        return column
    if column.null_count() == len(column):  # of a column in which nothing was recorded pandas makes numbers or times
        return column.cast(polars.Null)
    if type_ is None:
        return column
    if type_.kind is Kind.INT and column.dtype == polars.Float64 and (column.drop_nulls() % 1 == 0).all():
        return column.cast(polars.Int64)
    if (
        type_.kind is Kind.DATE
        and column.dtype == polars.Datetime
        and (column.drop_nulls().dt.date() == column.drop_nulls()).all()
    ):
        return column.cast(polars.Date)
    return column
