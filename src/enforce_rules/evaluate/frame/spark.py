"""Spark, for tables too large for one machine: every worker judges its rows with the same evaluator as one machine does.

Rows go to the workers' Python as Arrow and are judged by Polars there. The same rules as expressions of Spark take longer in planning and
in running (benchmarks/spark.py), and would be a second translation that could differ. The workers need this library with the extra
``frame``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from ...language import Type
from .columns import Columns
from .counts import NUMBERS, counts
from .long import FOUND
from .native import schema_of
from .needed import NEEDED
from .output import output_frame
from .rules import LastingItem
from .table import Table

if TYPE_CHECKING:
    import pyarrow

PIECE = 50_000
"""How many rows a worker judges together: Spark hands out a few thousand at a time."""


@dataclass(frozen=True)
class Work:
    """What a worker is told: the conditions and what is asked of them. It holds no manual and no statute."""

    items: tuple[LastingItem, ...]
    types: Mapping[str, Type]
    keys: tuple[str, ...]
    day: date | str
    earliest: date
    output: str
    by: tuple[str, ...] = ()
    top: int | None = None
    check: bool = True
    _table: dict[str, Table] = field(default_factory=dict, repr=False, compare=False)

    @property
    def shape(self) -> dict[str, Any]:
        """The columns of the result beside the keys."""
        match self.output:
            case "verdicts":
                return {item.id: pl.Int8 for item in self.items}
            case "violations":
                return FOUND
            case "needed":
                return NEEDED
            case _:
                return dict.fromkeys(NUMBERS, pl.Int64)

    def __call__(self, batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        """Judge the rows of a partition."""
        import pyarrow

        for rows in gathered(batches):
            found = self.judge(pl.from_arrow(rows)).to_arrow()  # type: ignore[arg-type]
            named = {name: rows.schema.field(name).type for name in found.column_names if name in rows.schema.names}
            results = {name: _arrow_type(dtype) for name, dtype in self.shape.items()}
            types = {name: named.get(name, results.get(name, pyarrow.string())) for name in found.column_names}
            yield from found.cast(pyarrow.schema(list(types.items()))).to_batches()

    def judge(self, piece: pl.DataFrame) -> pl.DataFrame:
        """The result for some rows. Raises :class:`FactsError` for values that do not fit."""
        if "table" not in self._table:
            columns = Columns(schema_of(piece), self.types, self.keys)
            self._table["table"] = Table(self.items, columns, self.day, self.earliest)
        table = self._table["table"]
        if self.check:
            table.check.run(piece.lazy())  # lazily: the number of a row within the piece says nothing
        if self.output == "counts":
            shape = {name: piece.schema.get(name, pl.String()) for name in self.by}
            return pl.DataFrame(counts(piece, table, self.by), schema={**shape, **self.shape})
        found = output_frame(piece, table, self.output, self.top)
        assert isinstance(found, pl.DataFrame)
        return found


def gathered(batches: Iterable[pyarrow.RecordBatch], rows: int = PIECE) -> Iterator[pyarrow.Table]:
    """The batches, put together until they have some number of rows."""
    import pyarrow

    kept: list[pyarrow.RecordBatch] = []
    for batch in batches:
        kept.append(batch)
        if sum(one.num_rows for one in kept) >= rows:
            yield pyarrow.Table.from_batches(kept)
            kept = []
    if kept:
        yield pyarrow.Table.from_batches(kept)


def judged(native: Any, table: Table, work: Work) -> Any:
    """The result as a DataFrame of Spark; worked out when it is used, and wrong values end the job that uses it."""
    from pyspark.sql import functions
    from pyspark.sql.types import StringType, StructField, StructType

    used = [
        name
        for name in table.columns.schema
        if name in {*work.keys, *table.columns.used([*table.facts, *_facts(work)])}
    ]
    rows = native.select(*(_quoted(name) for name in used))
    shown = work.by if work.output == "counts" else work.keys
    given = {one.name: one for one in rows.schema.fields}
    fields = [given.get(name, StructField(name, StringType())) for name in shown]
    fields += [StructField(name, _spark_type(dtype)) for name, dtype in work.shape.items()]
    found = rows.mapInArrow(work, StructType(fields))
    if work.output != "counts":
        return found
    added = [functions.sum(name).alias(name) for name in NUMBERS]
    return found.groupBy(*(_quoted(name) for name in work.by)).agg(*added)


def _facts(work: Work) -> list[str]:
    return [name for name in work.by if name in work.types]


def _quoted(name: str) -> str:
    return f"`{name.replace('`', '``')}`"


def _arrow_type(dtype: Any) -> Any:
    import pyarrow

    return {
        pl.String: pyarrow.string,
        pl.Boolean: pyarrow.bool_,
        pl.Int8: pyarrow.int8,
        pl.UInt32: pyarrow.int64,
        pl.Int64: pyarrow.int64,
    }[dtype]()


def _spark_type(dtype: Any) -> Any:
    from pyspark.sql import types

    return {
        pl.String: types.StringType,
        pl.Boolean: types.BooleanType,
        pl.Int8: types.ByteType,
        pl.UInt32: types.LongType,
        pl.Int64: types.LongType,
    }[dtype]()
