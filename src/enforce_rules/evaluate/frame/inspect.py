"""All enterprises of a table judged at once: the front of this package."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, Literal, get_args

import narwhals.stable.v2 as nw
import polars as pl

from ...errors import EnforceRulesError, FactsError, Place, Problem, did_you_mean
from ...manual import Rulebook
from .columns import Columns
from .counts import counts
from .long import FOUND, violations, violations_unpivoted
from .native import Frame, Opened, open_frame
from .needed import NEEDED, Needs, needed
from .rules import LastingRules
from .table import Table
from .values import check_values

Output = Literal["verdicts", "violations", "needed", "counts"]
OUTPUTS: tuple[Output, ...] = get_args(Output)

USUAL_KEYS = ("enterprise", "credit_code", "province", "city", "county", "industry", "sector", "address")
"""The columns that are carried along where none are named."""


class FrameRulebook:
    """Judges tables by a manual."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.rules = LastingRules(book)

    def inspect(
        self,
        native: Any,
        on: date | str,
        output: str = "verdicts",
        *,
        keys: Sequence[str] | None = None,
        by: Iterable[str] = ("table",),
        top: int | None = None,
        check: bool = True,
    ) -> Any:
        """See :meth:`enforce_rules.Manual.inspect_frame`."""
        if output not in OUTPUTS:
            hint = did_you_mean(output, OUTPUTS) or f"可用：{'、'.join(OUTPUTS)}"
            raise EnforceRulesError(Problem(f"没有 {output} 这种结果", hint=hint))
        opened = open_frame(native, self.book.types)
        table = self.table(opened.frame, on, keys)
        if check:
            self.check(opened.frame, table)
        return _OUTPUTS[output](opened, table, tuple(by), top)

    def table(self, frame: Frame, on: date | str, keys: Sequence[str] | None = None) -> Table:
        """The columns of the manual over those of a frame. Raises :class:`FactsError` for columns that do not fit."""
        schema = frame.collect_schema()
        carried = [key for key in USUAL_KEYS if key in schema] if keys is None else list(keys)
        if isinstance(on, str):
            if on in schema and schema[on] != nw.Date:
                raise FactsError(Problem(f"检查日期应为日期列，实为 {schema[on]}", Place(path=on), "先转换为日期类型"))
            carried += [] if on in carried else [on]
        elif on < self.book.info.earliest:
            raise FactsError(self._too_early(on))
        columns = Columns(schema, self.book.types, carried)
        clash = [key for key in carried if key in self.book.items]
        if clash:
            raise FactsError(Problem("随结果带出的列不能与检查事项同名", Place(path="、".join(clash)), "先改列名"))
        return Table(self.rules.on(None if isinstance(on, str) else on), columns, on)

    def check(self, frame: Frame, table: Table) -> None:
        """Raise :class:`FactsError` for values that do not fit, and for days without one or before the law that is held."""
        check_values(frame, table.columns, table.facts)
        if isinstance(table.day, str):
            day = nw.col(table.day)
            asked = frame.select(day.is_null().sum().alias("open"), day.min().alias("first"))
            open_, first = (asked.collect() if isinstance(asked, nw.LazyFrame) else asked).row(0)
            if open_:
                raise FactsError(
                    Problem(f"有{int(open_)}行没有检查日期", Place(path=table.day), "每一行都要写检查日期")
                )
            if first is not None and first < self.book.info.earliest:
                raise FactsError(self._too_early(first))

    def _too_early(self, day: date) -> Problem:
        return Problem(f"检查日期{day}早于{self.book.info.earliest}，本手册没有收录此前的法律")


def verdict_frame(frame: Frame, table: Table) -> Frame:
    """The keys and one column of codes for each item, one row a row."""
    # Beside the whole row, so that an item that is the same for all has as many rows as the others.
    judged = frame.with_columns(*table.verdicts)
    return judged.select(*table.columns.keys, *table.table_of)


def _verdicts(opened: Opened, table: Table, by: tuple[str, ...], top: int | None) -> Any:
    return opened.give_rows(verdict_frame(opened.frame, table))


def _violations(opened: Opened, table: Table, by: tuple[str, ...], top: int | None) -> Any:
    if not opened.polars:
        return opened.give_back(violations_unpivoted(opened.frame, table))
    return opened.give_back(by_pieces(opened.frame, table, FOUND, lambda frame: violations(frame, table)))


def _needed(opened: Opened, table: Table, by: tuple[str, ...], top: int | None) -> Any:
    if not opened.polars:
        raise EnforceRulesError(
            Problem(
                "缺少哪些事实只能在 Polars、PyArrow、pandas 的表上逐组推算",
                hint="先取出有待查事项的行，如 relation.pl()",
            )
        )
    needs = Needs()
    return opened.give_back(by_pieces(opened.frame, table, NEEDED, lambda frame: needed(frame, table, needs, top)))


def _counts(opened: Opened, table: Table, by: tuple[str, ...], top: int | None) -> Any:
    found = counts(opened.frame, table, by)
    return opened.like(found)


def by_pieces(
    frame: Frame, table: Table, shape: dict[str, Any], judge: Callable[[pl.DataFrame], pl.DataFrame]
) -> Frame:
    """What ``judge`` makes of a Polars frame; of a lazy one piece by piece when it is run."""
    native = frame.to_native()
    if isinstance(native, pl.DataFrame):
        return nw.from_native(judge(native))
    used = [*table.columns.keys, *table.columns.used(table.facts)]
    keys = native.select(table.columns.keys).collect_schema()
    return nw.from_native(native.select(used).map_batches(judge, schema={**keys, **shape}, streamable=True))


_OUTPUTS: dict[str, Callable[[Opened, Table, tuple[str, ...], int | None], Any]] = {
    "verdicts": _verdicts,
    "violations": _violations,
    "needed": _needed,
    "counts": _counts,
}
