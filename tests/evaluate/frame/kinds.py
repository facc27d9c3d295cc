"""Kinds of tables, and enterprises to put into them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from enforce_rules import Facts, Inspection, Manual
from enforce_rules.evaluate.conditions import VERDICTS
from enforce_rules.language import Value
from tests.evaluate.real import DAYS, enterprise
from tests.small import ON, small_manual

Known = dict[str, Value]

SMALL = small_manual(
    {
        "TT-01": ("b1 or i1 > 2", {"x": "b2 and i2 < 3", "y": 'e1 == "甲"'}),
        "TT-02": ("true", {"x": 'overlaps(s1, {"子", "丑"})', "y": "n1 > 0.5", "z": "on > months_after(d1, 6)"}),
        "TT-03": ('e1 in {"乙", "丙"}', {"x": "count(s1) >= 2", "y": "not b3"}),
        "TT-04": ("i1 + i2 > 3", {"x": 'not includes(s1, {"子"})', "y": "i1 > i2 and n1 < 1.25"}),
    }
)
"""Every kind of fact, some of them in several items."""

DAY = date(2024, 4, 2)


def inspections(manual: Manual, enterprises: Sequence[Known], days: Sequence[date]) -> list[Inspection]:
    return [manual.inspect(Facts(facts), on) for facts, on in zip(enterprises, days, strict=True)]


def codes(found: Sequence[Inspection]) -> list[tuple[int, ...]]:
    return [tuple(VERDICTS.index(item.verdict) for item in inspection.verdicts) for inspection in found]


def drawn(manual: Manual, count: int, seed: int, on: date | None = None) -> tuple[list[Known], list[date]]:
    """Enterprises of the shipped manual near its thresholds, and a day for each."""
    chance = Random(seed)
    days = [on or chance.choice(DAYS) for _ in range(count)]
    return [enterprise(manual, day, chance) for day in days], days


SOME: list[Known] = [
    {"b1": True, "i1": 3, "b2": True, "i2": 0, "e1": "甲", "s1": frozenset({"子"}), "n1": Decimal("0.5")},
    {"b1": False, "i1": 0, "i2": 4, "e1": "乙", "b3": True, "s1": frozenset(), "d1": ON},
    {},
    {"i1": 4, "i2": 0, "n1": Decimal("1.25"), "d1": date(2021, 2, 28), "s1": frozenset({"丑", "寅"}), "e1": "丙"},
]


def _numpy(frame: pl.DataFrame) -> pd.DataFrame:
    """pandas as it has always been: whole numbers with gaps are floats, days are times, choices are categories."""
    made = {}
    for column, values in frame.to_dict(as_series=False).items():
        match frame.schema[column]:
            case pl.Int64 | pl.Float64:
                made[column] = pd.Series(values, dtype="float64")
            case pl.Date:
                made[column] = pd.Series(pd.to_datetime(pd.Series(values, dtype=object)), dtype="datetime64[ns]")
            case pl.String if column == "e1":
                made[column] = pd.Series(pd.Categorical(values, categories=["丙", "甲", "乙"]))
            case pl.Boolean if None not in values:
                made[column] = pd.Series(values, dtype="bool")
            case _:
                made[column] = pd.Series(values, dtype=object)
    return pd.DataFrame(made)


def _objects(gap: Any) -> Callable[[pl.DataFrame], pd.DataFrame]:
    """pandas with Python objects in every column."""

    def made(frame: pl.DataFrame) -> pd.DataFrame:
        columns = frame.to_dict(as_series=False)
        return pd.DataFrame(
            {
                column: pd.Series([gap if value is None else value for value in values], dtype=object)
                for column, values in columns.items()
            }
        )

    return made


def _nullable(frame: pl.DataFrame) -> pd.DataFrame:
    dtypes = {pl.Int64: "Int64", pl.Boolean: "boolean", pl.String: "string", pl.Float64: "Float64", pl.Date: "object"}
    return pd.DataFrame(
        {
            column: pd.Series(values, dtype=dtypes[type(frame.schema[column])])
            for column, values in frame.to_dict(as_series=False).items()
        }
    )


KINDS: dict[str, tuple[Callable[[pl.DataFrame], Any], type]] = {
    "polars": (lambda frame: frame, pl.DataFrame),
    "polars lazy": (lambda frame: frame.lazy(), pl.LazyFrame),
    "duckdb": (lambda frame: duckdb.from_arrow(frame.to_arrow()), duckdb.DuckDBPyRelation),
    "pyarrow": (lambda frame: frame.to_arrow(), pa.Table),
    "pandas with arrow": (lambda frame: frame.to_pandas(use_pyarrow_extension_array=True), pd.DataFrame),
    "pandas by default": (lambda frame: frame.to_pandas(), pd.DataFrame),
    "pandas with numpy": (_numpy, pd.DataFrame),
    "pandas with nullable": (_nullable, pd.DataFrame),
    "pandas with objects and None": (_objects(None), pd.DataFrame),
    "pandas with objects and NaN": (_objects(np.nan), pd.DataFrame),
}
kinds = pytest.mark.parametrize("kind", KINDS)


def members_of(facts: Known) -> list[str] | None:
    chosen = facts.get("s1")
    return sorted(chosen) if isinstance(chosen, frozenset) else None
