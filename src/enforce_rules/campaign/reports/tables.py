"""The tables of a campaign: 执法检查情况统计表 and 重大隐患统计表, by group, phase and industry, checked before they are given out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from ...document.document import Rendered
from ...errors import Problem
from ..campaign import Campaign
from ..cube import WHOLE, Cube, Slice
from ..ledger import Ledger, ledger_of
from ..snapshot import Snapshot
from .column import DAILY, DAILY_TABLE, HAZARDS, STATISTICS, Column
from .reconcile import Numbers, Reconciled, reconcile
from .table import Row, Table, by_group, by_industry, by_phase, columns_named, cross, figures_of, table_of


@dataclass(frozen=True)
class Statistics:
    """Tables of one title, on one day, with what is unusual in them. ``position`` is the last entry of the journal they count."""

    title: str
    campaign: Campaign
    until: date
    position: int
    tables: dict[str, Table]
    cube: Cube
    unusual: tuple[Problem, ...]
    ledger: Ledger | None = None

    def as_dict(self) -> dict[str, Any]:
        """All of it as plain data for JSON."""
        told = {
            "title": self.title,
            "campaign": self.campaign.title,
            "note": self.campaign.note,
            "until": self.until,
            "position": self.position,
            "tables": {name: table.as_dict() for name, table in self.tables.items()},
            "unusual": [str(problem) for problem in self.unusual],
        }
        return told if self.ledger is None else {**told, "hazards": self.ledger.as_dicts()}

    @property
    def document(self) -> Rendered:
        """The tables without pictures: for text, Word and PDF."""
        from .page import statistics_document

        return statistics_document(self)

    @property
    def page(self) -> str:
        """The tables as a page with pictures. Raises :class:`CampaignError` without the extra ``campaign``."""
        from .page import statistics_page

        return statistics_page(self)

    @property
    def workbook(self) -> bytes:
        """The tables as an Excel workbook. Raises :class:`CampaignError` without openpyxl."""
        from .workbook import workbook_of

        return workbook_of(self)

    @cached_property
    def first(self) -> Table:
        """The table by groups."""
        return next(iter(self.tables.values()))


def statistics_of(snapshot: Snapshot, whole: Slice = WHOLE, *, crossed: bool = False) -> Statistics:
    """执法检查情况统计表: by group, phase and industry; ``crossed`` adds the table of all three together.

    Raises :class:`CampaignError` that names every row that does not add up.
    """
    return _statistics(snapshot, "执法检查情况统计表", columns_named(STATISTICS), whole, crossed)


def hazards_of(snapshot: Snapshot, whole: Slice = WHOLE) -> Statistics:
    """重大隐患统计表 with the ledger of each hazard. Raises :class:`CampaignError` that names every row that does not add up."""
    ledger = ledger_of(snapshot).within(whole)
    return _statistics(snapshot, "重大隐患统计表", columns_named(HAZARDS), whole, False, ledger)


def daily_table(snapshot: Snapshot, cube: Cube, whole: Slice = WHOLE) -> tuple[Table, Reconciled]:
    """The table of the daily report: for each group the day beside the total."""
    columns = columns_named(DAILY_TABLE, DAILY)
    table = table_of(cube, "检查组", columns, by_group(snapshot.campaign, whole), snapshot.until, whole)
    return table, checked({"日报告": table})


def _statistics(
    snapshot: Snapshot,
    title: str,
    columns: Sequence[Column],
    whole: Slice,
    crossed: bool,
    ledger: Ledger | None = None,
) -> Statistics:
    campaign, cube = snapshot.campaign, snapshot.cube(figures_of(columns))
    parts = {
        "检查组": by_group(campaign, whole),
        "阶段": by_phase(campaign, whole),
        "行业": by_industry(whole),
        **({"检查组、阶段、行业": cross(campaign, whole)} if crossed else {}),
    }
    tables = {heading: table_of(cube, heading, columns, rows, snapshot.until, whole) for heading, rows in parts.items()}
    found = checked(tables)
    return Statistics(title, campaign, snapshot.until, snapshot.view.position, tables, cube, found.unusual, ledger)


def checked(tables: dict[str, Table]) -> Reconciled:
    """Tables that add up, with what is unusual in the first. Raises :class:`CampaignError` for those that do not."""
    found = {
        name: reconcile(
            [_numbers(row, table.columns) for row in table.rows],
            _numbers(table.total, table.columns),
            {column.name: _name(column) for column in table.columns},
            f"按{name}",
        )
        for name, table in tables.items()
    }
    wrong = tuple(problem for one in found.values() for problem in one.wrong)
    Reconciled(wrong, ()).raise_if_wrong()
    return Reconciled((), next(iter(found.values())).unusual)


def _numbers(row: Row, columns: Iterable[Column]) -> Numbers:
    values = {column.name: row.values[column.name] for column in columns if not column.over}
    return Numbers(row.label, {name: None if value is None else int(value) for name, value in values.items()})


def _name(column: Column) -> str:
    return f"{column.heading}{column.label}{'（当日）' if column.today else ''}"
