"""What comes out of a table: verdicts, violations, needed facts; of a lazy table when it is run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

from ...errors import EnforceRulesError, Problem
from .long import FOUND, violations, violations_unpivoted
from .native import Frame, of_polars
from .needed import NEEDED, Needs, needed
from .table import Table, of_rows


def verdict_frame(frame: Frame, table: Table) -> Frame:
    """The keys and one column of codes for each item, one row a row."""
    return of_rows(frame, table, table.verdicts, table.columns.keys)


def output_frame(frame: Frame, table: Table, output: str, top: int | None = None) -> Frame:
    """The verdicts, violations or needed facts of a frame; of a lazy one when it is run."""
    match output:
        case "verdicts":
            return verdict_frame(frame, table)
        case "violations" if not of_polars(frame):
            found: Frame = violations_unpivoted(frame, table)
            return found
        case "violations":
            return by_pieces(frame, table, FOUND, lambda piece: violations(piece, table))
        case _ if not of_polars(frame):
            hint = "先取出要看的行，如 relation.pl()"
            raise EnforceRulesError(Problem("缺少哪些事实只能在 Polars、PyArrow、pandas 的表上推算", hint=hint))
        case _:
            needs = Needs()
            return by_pieces(frame, table, NEEDED, lambda piece: needed(piece, table, needs, top))


def by_pieces(
    frame: Frame, table: Table, shape: dict[str, Any], judge: Callable[[pl.DataFrame], pl.DataFrame]
) -> Frame:
    """What ``judge`` makes of a Polars frame; of a lazy one piece by piece when it is run."""
    if isinstance(frame, pl.DataFrame):
        return judge(frame)
    used = list(dict.fromkeys((*table.columns.keys, *table.columns.used(table.facts))))
    keys = frame.select(table.columns.keys).collect_schema()
    read = frame.select(used) if used else frame
    return read.map_batches(judge, schema={**keys, **shape}, streamable=True)
