"""Enterprises as a table, drawn with numpy: one row an enterprise, one column a fact, one Boolean column a member of a set.

Numbers lie at and beside the thresholds that the rules compare them with. ``missing`` is the share of facts not recorded.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl

from benchmarks.peers.rules import Rules, columns_of, member
from enforce_rules.language import Kind, Type, Value
from enforce_rules.language.expression import Arithmetic, Compare, FactRef, Literal, walk

SEED = 123
KEYS = ("enterprise", "county")
COUNTIES = tuple(f"虚构县{number:02}" for number in range(1, 89))
Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]


def table(rules: Rules, rows: int, missing: float = 0.0, seed: int = SEED) -> pl.DataFrame:
    """Enterprises with all facts that the rules use, and who and where they are."""
    chance = np.random.default_rng(seed)
    near = thresholds(rules)
    columns: list[pl.Series] = [
        pl.Series("enterprise", np.arange(rows)).cast(pl.String).str.zfill(8),
        pl.Series("county", np.array(COUNTIES)[chance.integers(0, len(COUNTIES), rows)], dtype=pl.String),
    ]
    for name, type_ in rules.facts.items():
        unknown = chance.random(rows, np.float32) < missing if missing else None
        columns += _columns(name, type_, rows, rules.on, near.get(name, ()), unknown, chance)
    return pl.DataFrame(columns)


def thresholds(rules: Rules) -> dict[str, tuple[float, ...]]:
    """For each int or number what the rules compare it with, and its neighbours."""
    found: dict[str, set[float]] = {}
    for node in (node for item in rules.items for part in (item.applies, item.violated) for node in walk(part)):
        if isinstance(node, Compare | Arithmetic):
            for one, other in ((node.left, node.right), (node.right, node.left)):
                if isinstance(one, FactRef) and isinstance(other, Literal) and isinstance(other.value, int | Decimal):
                    step = 1.0 if one.type.kind is Kind.INT else 0.5
                    value = float(other.value)
                    found.setdefault(one.name, set()).update((value - step, value, value + step))
    return {name: tuple(sorted(values)) for name, values in found.items()}


def _columns(
    name: str,
    type_: Type,
    rows: int,
    on: date,
    near: tuple[float, ...],
    unknown: Mask | None,
    chance: np.random.Generator,
) -> list[pl.Series]:
    match type_.kind:
        case Kind.BOOL:
            drawn = [pl.Series(name, chance.random(rows, np.float32) < 0.5)]
        case Kind.ENUM:
            codes = chance.integers(0, len(type_.values), rows, dtype=np.uint8)
            drawn = [pl.Series(name, type_.values, pl.Enum(type_.values)).gather(codes)]
        case Kind.SET:
            share = min(0.5, 1 / len(type_.values))
            drawn = [pl.Series(member(name, v), chance.random(rows, np.float32) < share) for v in type_.values]
        case Kind.DATE:
            days = np.datetime64(on, "D") - chance.integers(1, 800, rows).astype("timedelta64[D]")
            drawn = [pl.Series(name, days)]
        case _:
            low = float(type_.low) if type_.low is not None else 0.0
            high = float(type_.high) if type_.high is not None else np.inf
            choices = np.clip(np.array([0, 0, 0, 1, 2, *near]), low, high)
            integral = type_.kind is Kind.INT
            drawn = [
                pl.Series(
                    name, choices.astype(np.int32 if integral else np.float64)[chance.integers(0, len(choices), rows)]
                )
            ]
    if unknown is None:
        return drawn
    hidden = pl.Series("hidden", unknown)
    return [pl.select(pl.when(~hidden).then(one).alias(one.name)).to_series() for one in drawn]


def facts(row: Mapping[str, Any], types: Mapping[str, Type]) -> dict[str, Value]:
    """The known facts of a row, as the compiled evaluator takes them."""
    known: dict[str, Value] = {}
    for name, type_ in types.items():
        if type_.kind is Kind.SET:
            flags = {value: row[member(name, value)] for value in type_.values}
            if None not in flags.values():
                known[name] = frozenset(value for value, held in flags.items() if held)
        elif row[name] is not None:
            known[name] = Decimal(str(row[name])) if type_.kind is Kind.NUMBER else row[name]
    return known


def arrays(frame: pl.DataFrame, rules: Rules) -> dict[str, Any]:
    """The columns of complete enterprises as numpy users hold them: an enum as its position, a day as datetime64."""
    found: dict[str, Any] = {}
    for name, type_ in rules.facts.items():
        for column in columns_of(name, type_):
            series = frame[column]
            if type_.kind is Kind.ENUM:
                series = series.to_physical()
            found[column] = series.to_numpy()
    return found


def masked(frame: pl.DataFrame, rules: Rules) -> tuple[dict[str, Any], dict[str, Any]]:
    """The columns with something in the place of what is unknown, and for each fact where it is known."""
    known: dict[str, Any] = {}
    for name, type_ in rules.facts.items():
        known[name] = frame[columns_of(name, type_)[0]].is_not_null().to_numpy()
    filled = frame.with_columns(
        pl.col(column).fill_null(_filler(type_, rules.on))
        for name, type_ in rules.facts.items()
        for column in columns_of(name, type_)
    )
    return arrays(filled, rules), known


def _filler(type_: Type, on: date) -> Any:
    match type_.kind:
        case Kind.BOOL | Kind.SET:
            return False
        case Kind.ENUM:
            return pl.lit(type_.values[0], dtype=pl.Enum(type_.values))
        case Kind.DATE:
            return on - timedelta(days=1)
        case _:
            return 0
