"""Files of enterprises: Parquet, CSV, or a folder of them, each opened without being read.

The text of a CSV file is read by the type of the fact, as strictly as a facts file: ``true`` and ``false``, whole numbers, numbers, days
as ``2020-12-01``; nothing between two commas is not recorded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from ...errors import FactsError, Place, Problem, Problems, shorten
from ...language import Kind, Type
from .columns import columns_of
from .values import SHOWN

SUFFIXES = (".parquet", ".csv")

_FORMS: dict[Kind, tuple[str, str]] = {
    Kind.BOOL: (r"^(?i:true|false)$", "写 true 或者 false"),
    Kind.SET: (r"^(?i:true|false)$", "写 true 或者 false"),
    Kind.INT: (r"^-?[0-9]{1,18}$", "写整数"),
    Kind.NUMBER: (r"^-?[0-9]{1,15}(\.[0-9]{1,9})?$", "写数，整数部分至多15位，小数至多9位"),
    Kind.DATE: (r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "写成 2020-12-01"),
}


@dataclass(frozen=True)
class File:
    """One file of enterprises."""

    path: Path

    @property
    def place(self) -> Place:
        """Where it is, for messages."""
        return Place(str(self.path))

    def open(self, types: Mapping[str, Type], day: str | None, check: bool = False) -> pl.LazyFrame:
        """The rows with typed columns. Raises :class:`FactsError` for a file that cannot be read; with ``check`` also for text
        that does not fit, which is read through once for it.
        """
        try:
            if self.path.suffix == ".parquet":
                frame = pl.scan_parquet(self.path, glob=False)
                frame.collect_schema()
                return frame
            return self._typed(pl.scan_csv(self.path, infer_schema=False, glob=False), types, day, check)
        except FactsError:
            raise
        except OSError as failure:
            raise FactsError(Problem(f"读不了文件：{failure.strerror or failure}", self.place)) from None
        except pl.exceptions.PolarsError as failure:
            known = "不是可读的 Parquet 文件" if self.path.suffix == ".parquet" else "不是可读的 CSV 文件"
            hint = (
                "CSV 文件用 UTF-8 编码保存"
                if "utf" in str(failure).lower()
                else shorten(str(failure).splitlines()[0], 80)
            )
            raise FactsError(Problem(known, self.place, hint)) from None

    def _typed(self, text: pl.LazyFrame, types: Mapping[str, Type], day: str | None, check: bool) -> pl.LazyFrame:
        kinds = {column: type_.kind for column, _, type_ in columns_of(types)}
        if day is not None:
            kinds[day] = Kind.DATE
        read = [
            (column, kinds[column]) for column in text.collect_schema() if kinds.get(column, Kind.ENUM) is not Kind.ENUM
        ]
        if check:
            self._readable(text, read)
        return text.with_columns(_cast(column, kind) for column, kind in read)

    def _readable(self, text: pl.LazyFrame, columns: Sequence[tuple[str, Kind]]) -> None:
        """Every value has the form of its type; else every column with wrong values is told, with the lines."""
        wrong = {column: _wrong(column, kind) for column, kind in columns}
        if not wrong:
            return
        rules = {column: _FORMS[kind][1] for column, kind in columns}
        counted = text.select(expression.sum().alias(column) for column, expression in wrong.items()).collect(
            engine="streaming"
        )
        problems = Problems()
        for column, number in counted.row(0, named=True).items():
            if number:
                rows = (
                    text.with_row_index("line of file").filter(wrong[column]).select("line of file", column).head(SHOWN)
                )
                shown = "、".join(
                    f"“{shorten(value, 30)}”（第{line + 2}行）" for line, value in rows.collect().iter_rows()
                )
                problems.add(f"有{number}个值不对：{shown}", Place(str(self.path), path=column), rules[column])
        problems.raise_as(FactsError)


def _wrong(column: str, kind: Kind) -> pl.Expr:
    form = ~pl.col(column).str.contains(_FORMS[kind][0])
    if kind is Kind.DATE:
        return form | (_cast(column, kind).is_null() & pl.col(column).is_not_null())
    return form


def _cast(column: str, kind: Kind) -> pl.Expr:
    text = pl.col(column)
    match kind:
        case Kind.BOOL | Kind.SET:
            return text.str.to_lowercase() == "true"
        case Kind.INT:
            return text.cast(pl.Int64, strict=False)
        case Kind.NUMBER:
            return text.cast(pl.Float64, strict=False)
        case _:
            return text.str.to_date("%Y-%m-%d", strict=False)


def files_of(path: Path) -> list[File]:
    """The file, or the files of a folder in the order of their names. Raises :class:`FactsError` where there is none."""
    if path.is_dir():
        found = [File(inner) for inner in sorted(path.iterdir()) if inner.suffix in SUFFIXES and inner.is_file()]
        if not found:
            raise FactsError(Problem("文件夹里没有 .parquet 或者 .csv 文件", Place(str(path))))
        return found
    if not path.exists():
        raise FactsError(Problem("没有这个文件", Place(str(path))))
    if path.suffix not in SUFFIXES:
        raise FactsError(
            Problem(
                f"读不了 {path.suffix or '没有后缀'} 的文件", Place(str(path)), "可用：.parquet、.csv，或者它们的文件夹"
            )
        )
    return [File(path)]
