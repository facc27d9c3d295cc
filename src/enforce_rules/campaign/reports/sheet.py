"""One sheet of a workbook: a table in the layout of an official statistical table, and cells with their lines."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from itertools import groupby, product
from typing import TYPE_CHECKING, Any

from ...errors import CampaignError, Problem
from ...language.chinese import day
from ..campaign import Campaign
from .column import Column, Value
from .table import Row, Table

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

HEAD_ROW = 3
"""The first of the two rows of headings; above them the title and what the table is about."""
A3, A4 = 8, 9
"""The sizes of paper, as Excel numbers them."""


def new_book() -> Any:
    """An empty workbook. Raises :class:`CampaignError` without openpyxl."""
    try:
        import openpyxl
    except ImportError:
        raise CampaignError(
            Problem("没有 openpyxl，不能写 xlsx", hint="pip install 'enforce-rules[campaign]'")
        ) from None
    book: Any = openpyxl.Workbook()
    book.remove(book.active)
    return book


def saved(book: Any) -> bytes:
    """A workbook as a file."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def write_table(sheet: Worksheet, title: str, campaign: Campaign, until: date, table: Table) -> None:
    """Write a table whole: title, what it is about, two rows of headings, the rows, the total, who filled it in."""
    columns = table.columns
    width = len(columns) + 1
    merged(sheet, 1, 1, 1, width, f"{campaign.region}{campaign.title}{title}", size=18)
    note = f"（{campaign.note}）" if campaign.note else ""
    units = "、".join(dict.fromkeys(column.unit for column in columns))
    merged(sheet, 2, 1, 2, width, f"统计截止日期：{day(until)}{note}　　　　单位：{units}", size=11)
    _write_heading(sheet, table)
    for number, row in enumerate((*table.rows, table.total), HEAD_ROW + 2):
        _write_row(sheet, number, row, columns, bold=row is table.total)
    last = HEAD_ROW + 2 + len(table.rows) + 1
    merged(
        sheet,
        last,
        1,
        last,
        width,
        "填报人：　　　　　　审核人：　　　　　　联系电话：　　　　　　填报日期：　　　　",
        size=11,
    )
    sheet.column_dimensions["A"].width = 4 + max(width_of(row.label) for row in (*table.rows, table.total))
    for number, height in ((1, 34), (2, 22), (HEAD_ROW, 22), (HEAD_ROW + 1, 46), (last, 26)):
        sheet.row_dimensions[number].height = height
    for number in range(HEAD_ROW + 2, last):
        sheet.row_dimensions[number].height = 19
    page(sheet, HEAD_ROW + 1)


def _write_heading(sheet: Worksheet, table: Table) -> None:
    """Two rows: columns that belong together under one heading, the others over both rows."""
    merged(sheet, HEAD_ROW, 1, HEAD_ROW + 1, 1, table.heading, boxed=True)
    at = 2
    for heading, group in groupby(table.columns, key=lambda column: column.heading or column.name):
        members = list(group)
        if len(members) > 1:
            merged(sheet, HEAD_ROW, at, HEAD_ROW, at + len(members) - 1, heading, boxed=True)
        for offset, column in enumerate(members):
            top = HEAD_ROW + (len(members) > 1)
            merged(
                sheet,
                top,
                at + offset,
                HEAD_ROW + 1,
                at + offset,
                f"{column.printed}\n（{column.unit}）",
                boxed=True,
            )
        at += len(members)


def _write_row(sheet: Worksheet, number: int, row: Row, columns: Sequence[Column], bold: bool) -> None:
    from openpyxl.styles import Alignment

    boxed(sheet.cell(number, 1, row.label), bold)
    for at, column in enumerate(columns, 2):
        cell = sheet.cell(number, at, _written(column, row.values[column.name]))
        boxed(cell, bold)
        cell.alignment = Alignment(horizontal="right", vertical="center")
        cell.number_format = "0.0%" if column.over else "General" if column.unit == "万元" else "0"


def _written(column: Column, value: Value) -> float | int | str:
    """A number as Excel holds it; a rate rounded as it is printed, so that no other rounding shows."""
    if value is None:
        return column.shown(None)
    if column.over:
        return round(float(column.shown(value).removesuffix("%")) / 100, 3)
    return int(value) / 10_000 if column.unit == "万元" else int(value)


# Cells


def merged(
    sheet: Worksheet, top: int, left: int, bottom: int, right: int, text: str, *, size: int = 10, boxed: bool = False
) -> None:
    """A heading over some cells."""
    from openpyxl.styles import Alignment, Font

    cell = sheet.cell(top, left, text)
    cell.data_type = "s"  # a title that begins with = is no formula
    cell.font = Font(name="黑体" if boxed or size > 12 else "宋体", size=size)
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    if boxed:
        for row, column in product(range(top, bottom + 1), range(left, right + 1)):
            sheet.cell(row, column).border = _border()
    if (top, left) != (bottom, right):
        sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)


def boxed(cell: Any, bold: bool, wrap: bool = False) -> None:
    """A cell of a table, with its lines."""
    from openpyxl.styles import Alignment, Font

    if isinstance(cell.value, str):
        cell.data_type = "s"  # a name that begins with = is no formula
    cell.font = Font(name="宋体", size=10, bold=bold)
    cell.border = _border()
    cell.alignment = Alignment(vertical="center", wrap_text=wrap)


def _border() -> Any:
    from openpyxl.styles import Border, Side

    side = Side(style="thin")
    return Border(left=side, right=side, top=side, bottom=side)


def page(sheet: Worksheet, heading_rows: int, paper: int = A4) -> None:
    """Across, one page wide, the headings again on every page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = paper
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = _fit()
    sheet.print_title_rows = f"1:{heading_rows}"
    sheet.freeze_panes = f"B{heading_rows + 1}"


def _fit() -> Any:
    from openpyxl.worksheet.properties import PageSetupProperties

    return PageSetupProperties(fitToPage=True)


def width_of(text: str) -> int:
    """How many columns of characters a text takes."""
    return sum(2 if ord(char) > 0x2E80 else 1 for char in text)
