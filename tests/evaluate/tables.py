"""Enterprises as a table: one row each, one column a fact, a set as one column of booleans a member."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa

from enforce_rules import Manual
from enforce_rules.evaluate.frame import member_column
from enforce_rules.language import Kind, Type, Value

DTYPES = {
    Kind.BOOL: pl.Boolean(),
    Kind.INT: pl.Int64(),
    Kind.NUMBER: pl.Float64(),
    Kind.DATE: pl.Date(),
    Kind.ENUM: pl.String(),
}


def table_of(
    enterprises: Sequence[Mapping[str, Value]], types: Mapping[str, Type], days: Sequence[date] | None = None
) -> pl.DataFrame:
    """The facts of enterprises as a table; with ``days`` a column ``on``."""
    columns = [pl.Series("enterprise", [f"企业{number}" for number in range(len(enterprises))], dtype=pl.String)]
    if days is not None:
        columns.append(pl.Series("on", days, dtype=pl.Date))
    for name, type_ in types.items():
        values = [facts.get(name) for facts in enterprises]
        if type_.kind is Kind.SET:
            for member in type_.values:
                has = [None if value is None else member in value for value in values]  # type: ignore[operator]
                columns.append(pl.Series(member_column(name, member), has, dtype=pl.Boolean))
        else:
            exact = type_.kind is not Kind.NUMBER
            plain = [value if exact or value is None else float(value) for value in values]  # type: ignore[arg-type]
            columns.append(pl.Series(name, plain, dtype=DTYPES[type_.kind]))
    return pl.DataFrame(columns)


def as_polars(table: Any) -> pl.DataFrame:
    """A result of any kind as a Polars table."""
    match table:
        case pl.DataFrame():
            return table
        case pl.LazyFrame():
            return table.collect()
        case pd.DataFrame():
            return pl.DataFrame({name: pl.Series(name, pa.Array.from_pandas(table[name])) for name in table.columns})
        case pa.Table():
            return pl.DataFrame(table)
        case _:  # a DuckDB relation
            return pl.DataFrame(table.to_arrow_table())


def codes_of(verdicts: Any, manual: Manual) -> list[tuple[int, ...]]:
    """The codes of all items, row by row."""
    return as_polars(verdicts).select(list(manual.items)).rows()
