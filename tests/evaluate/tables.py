"""Enterprises as a table: one row each, one column a fact, a set as one column of booleans a member."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

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
            plain = (
                [float(value) if value is not None else None for value in values]
                if type_.kind is Kind.NUMBER
                else values
            )  # type: ignore[arg-type]
            columns.append(pl.Series(name, plain, dtype=DTYPES[type_.kind]))
    return pl.DataFrame(columns)
