"""Which facts to collect next, for every enterprise: those that matter to an item that is still open, exactly as for one enterprise.

Most enterprises are open in the same few ways. So for each item the rows are grouped by how its conditions come out as far as they
are known; what the missing facts can still change is worked out once for each group and kept.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from ...language import Expression, Kind, Type, Value, facts_of
from ...language.expression import FALSE, TRUE
from ...language.partial import Atom, atoms_of, fold
from ..completions import completions_of
from .columns import member_column
from .long import beside
from .planes import column
from .rules import LastingItem
from .table import UNDETERMINED, Table

NEEDED = {"fact": pl.String, "items": pl.UInt32, "settles": pl.UInt32}
"""The columns that a list of needed facts has beside the keys."""

PIECE = 50_000
"""How many rows are looked at together."""

_Key = tuple[str, date, Expression, Expression, frozenset[tuple[str, Value]]]


class Needs:
    """What is needed, by item and by what is known; kept while a table is gone through."""

    def __init__(self) -> None:
        self._kept: dict[_Key, tuple[str, ...]] = {}

    def of(
        self, item: LastingItem, applies: Expression, violated: Expression, facts: Mapping[str, Value], on: date
    ) -> tuple[str, ...]:
        """The facts that matter to an item of which these conditions are left, some facts of them being known."""
        key = (item.id, on, applies, violated, frozenset(facts.items()))
        if key not in self._kept:
            self._kept[key] = completions_of(applies, violated, facts, on).needed
        return self._kept[key]


def needed(frame: pl.DataFrame, table: Table, needs: Needs, top: int | None = None) -> pl.DataFrame:
    """One row for an enterprise and a fact that matters: to how many open items (``items``), and how many of those it settles
    alone, whichever its value (``settles``). An enterprise's facts come in the order in which to collect them.
    """
    pieces = [
        _of_piece(frame.slice(start, PIECE), table, needs, top) for start in range(0, max(frame.height, 1), PIECE)
    ]
    return pl.concat(pieces)


def _of_piece(frame: pl.DataFrame, table: Table, needs: Needs, top: int | None) -> pl.DataFrame:
    asked = [found for item in table.items if (found := _of_item(frame, table, item, needs)) is not None]
    keys = frame.select(table.columns.keys)
    if not asked:
        return keys.clear().with_columns(pl.lit(None, dtype).alias(name) for name, dtype in NEEDED.items())
    order = {name: number for number, name in enumerate(table.columns.types)}
    ranked = (
        pl.concat(asked)
        .group_by("row", "fact")
        .agg(items=pl.len().cast(pl.UInt32), settles=pl.col("alone").sum().cast(pl.UInt32))
        .with_columns(order=pl.col("fact").replace_strict(order, return_dtype=pl.UInt32))
        .sort("row", "settles", "items", "order", descending=[False, True, True, False])
    )
    if top is not None:
        ranked = ranked.group_by("row", maintain_order=True).head(top)
    return beside(keys, ranked["row"], ranked.select(list(NEEDED)))


def _of_item(frame: pl.DataFrame, table: Table, item: LastingItem, needs: Needs) -> pl.DataFrame | None:
    """For the rows in which an item is open, the facts that matter, and whether a fact is the only one."""
    single, tied = _atoms(item)
    tied_columns = table.columns.used(tied)
    days = [table.day] if isinstance(table.day, str) else []
    # a whole row is asked for, so that a column that is the same for all has as many rows as the others
    open_ = (
        frame.with_row_index(" row")
        .with_columns(
            table.code(item).alias(" verdict"),
            *(column(table.writer.truth(atom), pl).alias(f" atom{n}") for n, atom in enumerate(single)),
        )
        .filter(pl.col(" verdict") == UNDETERMINED)
        .select(
            pl.col(" row").alias("row"),
            *(f" atom{n}" for n in range(len(single))),
            *dict.fromkeys((*tied_columns, *days)),
        )
    )
    if not open_.height:
        return None
    told = [name for name in open_.columns if name != "row"]
    groups = open_.group_by(told).agg("row") if told else pl.DataFrame({"row": [open_["row"].to_list()]})
    facts = [_of_group(group, item, table, single, tied, needs) for group in groups.iter_rows(named=True)]
    found = groups.select("row").with_columns(fact=pl.Series(facts, dtype=pl.List(pl.String)))
    return found.with_columns(alone=pl.col("fact").list.len() == 1).explode("row").explode("fact").drop_nulls("fact")


def _atoms(item: LastingItem) -> tuple[list[Atom], dict[str, Type]]:
    """The atoms of an item that stand alone, and the facts of those that are tied to others by an atom of several facts."""
    atoms = {**atoms_of(item.applies), **atoms_of(item.violated)}
    tied = {name: type_ for atom in atoms if len(facts_of(atom)) > 1 for name, type_ in facts_of(atom).items()}
    return [atom for atom in atoms if facts_of(atom) and not facts_of(atom).keys() & tied.keys()], tied


def _of_group(
    group: Mapping[str, Any],
    item: LastingItem,
    table: Table,
    single: list[Atom],
    tied: Mapping[str, Type],
    needs: Needs,
) -> list[str]:
    truths = {atom: group[f" atom{number}"] for number, atom in enumerate(single)}

    def decide(atom: Atom) -> Expression:
        truth = truths.get(atom)
        return atom if truth is None else TRUE if truth else FALSE

    on = group[table.day] if isinstance(table.day, str) else table.day
    known = dict(_known(group, tied, table.columns.lists))
    return list(needs.of(item, fold(item.applies, decide), fold(item.violated, decide), known, on))


def _known(group: Mapping[str, Any], tied: Mapping[str, Type], lists: Container[str]) -> Iterator[tuple[str, Value]]:
    """The values of tied facts that are recorded; of a set, when every member is."""
    for name, type_ in tied.items():
        if name in lists:
            if group[name] is not None:
                yield name, frozenset(group[name])
        elif type_.kind is Kind.SET:
            members = {value: group.get(member_column(name, value)) for value in type_.values}
            if None not in members.values():
                yield name, frozenset(value for value, member in members.items() if member)
        elif group.get(name) is not None:
            value = group[name]
            yield name, Decimal(repr(value)) if isinstance(value, float) else value
