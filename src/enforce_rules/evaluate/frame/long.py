"""What was found, one row a breach; computed for a piece of a table at a time."""

from __future__ import annotations

from typing import Any

import narwhals.stable.v2 as nw
import polars as pl

from .table import Table, of_rows

FOUND = {"item": pl.String, "breach": pl.String, "major": pl.Boolean}
"""The columns that a list of violations has beside the keys."""

_NOTHING = {"item": nw.lit(None, nw.String()), "breach": nw.lit(None, nw.String()), "major": nw.lit(None, nw.Boolean())}


def violations(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """One row for every breach that an enterprise commits; ``major`` is empty where it is open whether it is a major hazard."""
    breaches = table.breaches
    made = {f"v{number}": breach.violated_column for number, breach in enumerate(breaches)}
    made |= {f"m{number}": breach.major_column for number, breach in enumerate(breaches)}
    asked = of_rows(frame, table, made)
    assert isinstance(asked, pl.DataFrame)
    pieces = []
    for number in range(len(breaches)):
        rows = asked[f"v{number}"].arg_true()
        if len(rows):
            major = asked[f"m{number}"].gather(rows)
            pieces.append(
                pl.DataFrame(
                    {
                        "row": rows,
                        "breach": pl.Series([number], dtype=pl.UInt32).new_from_index(0, len(rows)),
                        "major": major,
                    }
                )
            )
    if not pieces:
        return (
            frame.select(table.columns.keys)
            .clear()
            .with_columns(pl.lit(None, dtype).alias(name) for name, dtype in FOUND.items())
        )
    found = pl.concat(pieces).sort("row", "breach")
    named = pl.DataFrame(
        {
            "item": pl.Series([breach.item for breach in breaches]).gather(found["breach"]),
            "breach": pl.Series([breach.name for breach in breaches]).gather(found["breach"]),
            "major": found["major"],
        }
    )
    return beside(frame.select(table.columns.keys), found["row"], named)


def beside(keys: pl.DataFrame, rows: pl.Series, found: pl.DataFrame) -> pl.DataFrame:
    """What was found in some rows, with the keys of the rows before it."""
    return keys[rows].hstack(found) if keys.width else found


def violations_unpivoted(frame: Any, table: Table) -> Any:
    """The same for an engine of its own (DuckDB, Spark): every breach as a column, the columns turned into rows."""
    keys = table.columns.keys
    breaches = {f"{breach.item}.{breach.name}": breach for breach in table.breaches}
    if not breaches:
        return frame.head(0).with_columns(**_NOTHING).select(*keys, *_NOTHING)
    asked = frame.select(*keys, *(breach.found.alias(name) for name, breach in breaches.items()))
    rows = asked.unpivot(list(breaches), index=list(keys), variable_name="breach", value_name="found")
    return rows.filter(nw.col("found") > 0).select(
        *keys,
        nw.col("breach").str.replace_all(r"\..*", "").alias("item"),
        nw.col("breach").str.replace_all(r".*\.", "").alias("breach"),
        nw.when(nw.col("found") < 3).then(nw.col("found") == 2).alias("major"),
    )
