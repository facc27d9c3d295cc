"""The statistical tables as text, Word, PDF, and as a page with pictures, all from one template."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from ...document.document import Rendered, render
from ...language.chinese import day
from ..hazard import STATES, Hazard
from . import pictures
from .column import Column
from .table import Row, Table
from .tables import Statistics

TEMPLATE = "campaign/statistics.html.j2"


def statistics_document(statistics: Statistics, drawn: Sequence[str] = ()) -> Rendered:
    """The tables without pictures: for text, Word and PDF."""
    from markupsafe import Markup

    columns = {column.name: column for table in statistics.tables.values() for column in table.columns}
    return render(
        TEMPLATE,
        statistics.title,
        region=statistics.campaign.region,
        campaign=statistics.campaign.title,
        name=statistics.title,
        note=statistics.campaign.note or "",
        day=day(statistics.until),
        tables=[_table(table) for table in statistics.tables.values()],
        hazards=[_hazard(hazard, statistics) for hazard in statistics.ledger.hazards] if statistics.ledger else [],
        unusual=[problem.what for problem in statistics.unusual],
        definitions=[{"label": f"{c.heading}{c.label}", "says": c.definition} for c in columns.values()],
        position=statistics.position,
        pictures=[Markup(picture) for picture in drawn],
    )


def statistics_page(statistics: Statistics) -> str:
    """The tables as a page with pictures. Raises :class:`CampaignError` without the extra ``campaign``."""
    cube, until, part = statistics.cube, statistics.until, statistics.first.total.part
    if statistics.ledger is not None:
        drawn = [pictures.funnel(cube, until, part)]
    else:
        drawn = [
            pictures.trend(cube, until, part),
            *([] if part.group else [pictures.by_group(cube, statistics.campaign, until, part)]),
            pictures.by_industry(cube, until, part),
        ]
    return statistics_document(statistics, drawn).html


def _table(table: Table) -> dict[str, Any]:
    heads = [list(group) for _, group in groupby(table.columns, key=lambda column: column.heading or column.name)]
    return {
        "heading": table.heading,
        "widths": " ".join(["6", *("3" for _ in table.columns)]),
        "heads": [
            {"label": group[0].heading if len(group) > 1 else _titled(group[0]), "columns": len(group)}
            for group in heads
        ],
        "lower": [_titled(column) for group in heads if len(group) > 1 for column in group],
        "rows": [_row(row, table.columns, row is table.total) for row in (*table.rows, table.total)],
    }


def _titled(column: Column) -> str:
    return f"{column.label}（{column.unit}）"


def _row(row: Row, columns: Sequence[Column], total: bool) -> dict[str, Any]:
    cells = [
        {"shown": column.shown(row.values[column.name]), "which": " ".join(column.asks(row.part))} for column in columns
    ]
    return {"label": row.label, "total": total, "cells": cells}


def _hazard(hazard: Hazard, statistics: Statistics) -> dict[str, Any]:
    row = hazard.as_dict(statistics.until)
    supervision = "，".join(filter(None, (row["supervising_department"], row["supervising_person"])))
    return {
        "key": row["hazard"],
        "group": row["group"],
        "unit": row["unit"],
        "description": row["description"],
        "content": row["content"],
        "deadline": day(row["deadline"]) if row["deadline"] else "",
        "responsible": row["responsible"],
        "supervision": supervision,
        "notice": day(row["notice_date"]) if row["notice_date"] else "",
        "state": STATES[hazard.state_on(statistics.until)],
    }
