"""All enterprises of a table judged at once: the front of this package."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from types import ModuleType
from typing import Any, Literal, get_args

import narwhals.stable.v2 as nw
import polars as pl

from ...errors import EnforceRulesError, FactsError, Place, Problem, did_you_mean, shorten
from ...manual import Rulebook
from .columns import Columns
from .counts import NUMBERS, countable, counts
from .long import FOUND
from .native import Frame, of_polars, open_frame, schema_of
from .needed import NEEDED
from .output import output_frame
from .rules import LastingRules
from .table import Table

Output = Literal["verdicts", "violations", "needed", "counts"]
OUTPUTS: tuple[Output, ...] = get_args(Output)

USUAL_KEYS = ("enterprise", "credit_code", "province", "city", "county", "industry", "sector", "address")
"""The columns that are carried along where none are named."""


class FrameRulebook:
    """Judges tables by a manual."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.rules = LastingRules(book)
        self._last: tuple[Any, Table] | None = None

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
        by = _asked(on, output, keys, by, top)
        opened = open_frame(native, self.book.types, on if isinstance(on, str) else None)
        table = self.table(opened.frame, on, keys)
        if opened.spark:
            return self._on_spark(native, table, output, by, top, check)
        if check:
            table.check.run(opened.frame)
        if output == "counts":
            return opened.like(counts(opened.frame, table, by))
        result = output_frame(opened.frame, table, output, top)
        return opened.give_rows(result) if output == "verdicts" else opened.give_back(result)

    def _on_spark(
        self, native: Any, table: Table, output: str, by: tuple[str, ...], top: int | None, check: bool
    ) -> Any:
        from .spark import Work, judged

        if output == "counts":
            countable(by, table)
        columns = table.columns
        work = Work(table.items, columns.types, columns.keys, table.day, table.earliest, output, by, top, check)
        return judged(native, table, work)

    def table(self, frame: Frame, on: date | str, keys: Sequence[str] | None = None) -> Table:
        """The columns of the manual over those of a frame. Raises :class:`FactsError` for columns that do not fit.

        The last one is kept: tables often come in parts, or one after another with the same columns.
        """
        schema, words = schema_of(frame), pl if of_polars(frame) else nw
        asked = (list(schema.items()), on, keys if keys is None else list(keys), words)
        last = self._last
        if last is None or last[0] != asked:
            last = self._last = asked, self._table(schema, on, keys, words)
        return last[1]

    def _table(
        self, schema: Mapping[str, nw.dtypes.DType], on: date | str, keys: Sequence[str] | None, words: ModuleType
    ) -> Table:
        carried = [key for key in USUAL_KEYS if key in schema] if keys is None else list(keys)
        if isinstance(on, str):
            if on in schema and schema[on] != nw.Date:
                raise FactsError(Problem(f"检查日期应为日期列，实为 {schema[on]}", Place(path=on), "先转换为日期类型"))
            carried += [] if on in carried else [on]
        elif on < self.book.info.earliest:
            raise FactsError(self._too_early(on))
        columns = Columns(schema, self.book.types, carried, words)
        clash = [key for key in carried if key in self.book.items]
        if clash:
            raise FactsError(Problem("随结果带出的列不能与检查事项同名", Place(path="、".join(clash)), "先改列名"))
        return Table(self.rules.on(None if isinstance(on, str) else on), columns, on, self.book.info.earliest)

    def _too_early(self, day: date) -> Problem:
        return Problem(f"检查日期{day}早于{self.book.info.earliest}，本手册没有收录此前的法律")


_COLUMNS: dict[str, tuple[str, ...]] = {"violations": tuple(FOUND), "needed": tuple(NEEDED), "counts": NUMBERS}
"""What the rows of an output hold beside the keys."""


def _asked(on: Any, output: str, keys: Sequence[str] | None, by: Iterable[str], top: int | None) -> tuple[str, ...]:
    """What to count by. Raises :class:`EnforceRulesError` for arguments that are not what they should be."""
    if not isinstance(on, str) and (not isinstance(on, date) or isinstance(on, datetime)):
        raise EnforceRulesError(Problem("检查日期 on 应为日期，或者日期列的列名"))
    if isinstance(keys, str) or isinstance(by, str):
        name = "keys" if isinstance(keys, str) else "by"
        raise EnforceRulesError(Problem(f"{name} 应为列名的列表", hint='如 ["enterprise"]'))
    if top is not None and top < 1:
        raise EnforceRulesError(Problem(f"top 应为正整数，写的是{top}"))
    by = tuple(by)
    shown = by if output == "counts" else tuple(keys or ())
    for name in shown:
        if shown.count(name) > 1:
            raise FactsError(Problem(f"{shorten(name, 40)} 写了不止一次", Place(path=shorten(name, 40))))
        if name in _COLUMNS.get(output, ()):
            raise FactsError(Problem("随结果带出的列不能与结果的列同名", Place(path=name), "先改列名"))
    return by
