"""The tables as an Excel workbook in the layout of an official statistical table.

The first sheets hold one table each; 口径 says how every column is counted; 台账 lists the major hazards. Needs openpyxl.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from itertools import groupby, product
from typing import TYPE_CHECKING, Any

from ...errors import CampaignError, Problem
from ...language.chinese import day
from ..hazard import STATES
from ..ledger import Ledger
from .column import Column, Value
from .table import Row, Table
from .tables import Statistics

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

DEFINITIONS, LEDGER = "口径", "台账"
A3, A4 = 8, 9
"""The sizes of paper, as Excel numbers them."""
HEAD_ROW = 3
"""The first of the two rows of headings; above them the title and what the table is about."""

LEDGER_COLUMNS = {
    "hazard": ("隐患编号", 24),
    "group": ("检查组", 8),
    "unit": ("企业名称", 24),
    "credit_code": ("统一社会信用代码", 20),
    "county": ("县（市、区）", 12),
    "industry": ("行业", 10),
    "description": ("隐患内容", 40),
    "criteria": ("判定标准", 28),
    "found": ("发现日期", 12),
    "content": ("整改内容", 32),
    "deadline": ("整改时限", 12),
    "responsible": ("整改责任人", 16),
    "measures": ("整改期间的措施", 20),
    "supervising_department": ("督办部门", 18),
    "supervising_person": ("督办责任人", 14),
    "rectified_date": ("整改复查日期", 12),
    "reviewed_by": ("复查人", 16),
    "notice_date": ("公示日期", 12),
    "closed": ("销号日期", 12),
    "stage_three": ("第三阶段核查", 12),
    "case_numbers": ("案号", 20),
    "documents": ("文书", 28),
    "state": ("状态", 14),
    "days_overdue": ("逾期日数", 10),
}
"""The columns of the ledger: their titles and widths."""

_OUTCOMES = {"rectified": "已整改", "partly": "部分整改", "not_rectified": "未整改"}


def workbook_of(statistics: Statistics) -> bytes:
    """The workbook of 执法检查情况统计表 or 重大隐患统计表. Raises :class:`CampaignError` without openpyxl."""
    openpyxl = _openpyxl()
    book = openpyxl.Workbook()
    book.remove(book.active)
    for heading, table in statistics.tables.items():
        _write_table(book.create_sheet(f"按{heading.replace('、', '')}"), statistics, table)
    if statistics.ledger is not None:
        _write_ledger(book.create_sheet(LEDGER), statistics.ledger)
    _write_definitions(book.create_sheet(DEFINITIONS), statistics)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _openpyxl() -> Any:
    try:
        import openpyxl
    except ImportError:
        raise CampaignError(
            Problem("没有 openpyxl，不能写 xlsx", hint="pip install 'enforce-rules[campaign]'")
        ) from None
    return openpyxl


# One table


def _write_table(sheet: Worksheet, statistics: Statistics, table: Table) -> None:
    columns = table.columns
    width = len(columns) + 1
    _merged(
        sheet, 1, 1, 1, width, f"{statistics.campaign.region}{statistics.campaign.title}{statistics.title}", size=18
    )
    note = f"（{statistics.campaign.note}）" if statistics.campaign.note else ""
    units = "、".join(dict.fromkeys(column.unit for column in columns))
    _merged(sheet, 2, 1, 2, width, f"统计截止日期：{day(statistics.until)}{note}　　　　单位：{units}", size=11)
    _write_heading(sheet, table)
    for number, row in enumerate((*table.rows, table.total), HEAD_ROW + 2):
        _write_row(sheet, number, row, columns, bold=row is table.total)
    last = HEAD_ROW + 2 + len(table.rows) + 1
    _merged(
        sheet,
        last,
        1,
        last,
        width,
        "填报人：　　　　　　审核人：　　　　　　联系电话：　　　　　　填报日期：　　　　",
        size=11,
    )
    sheet.column_dimensions["A"].width = 4 + max(_width(row.label) for row in (*table.rows, table.total))
    for number, height in ((1, 34), (2, 22), (HEAD_ROW, 22), (HEAD_ROW + 1, 46), (last, 26)):
        sheet.row_dimensions[number].height = height
    for number in range(HEAD_ROW + 2, last):
        sheet.row_dimensions[number].height = 19
    _page(sheet, HEAD_ROW + 1)


def _write_heading(sheet: Worksheet, table: Table) -> None:
    """Two rows: columns that belong together under one heading, the others over both rows."""
    _merged(sheet, HEAD_ROW, 1, HEAD_ROW + 1, 1, table.heading, boxed=True)
    at = 2
    for heading, group in groupby(table.columns, key=lambda column: column.heading or column.name):
        members = list(group)
        if len(members) > 1:
            _merged(sheet, HEAD_ROW, at, HEAD_ROW, at + len(members) - 1, heading, boxed=True)
        for offset, column in enumerate(members):
            top = HEAD_ROW + (len(members) > 1)
            _merged(
                sheet, top, at + offset, HEAD_ROW + 1, at + offset, f"{column.label}\n（{column.unit}）", boxed=True
            )
        at += len(members)


def _write_row(sheet: Worksheet, number: int, row: Row, columns: Sequence[Column], bold: bool) -> None:
    from openpyxl.styles import Alignment

    _boxed(sheet.cell(number, 1, row.label), bold)
    for at, column in enumerate(columns, 2):
        cell = sheet.cell(number, at, _written(column, row.values[column.name]))
        _boxed(cell, bold)
        cell.alignment = Alignment(horizontal="right", vertical="center")
        cell.number_format = "0.0%" if column.over else "General" if column.unit == "万元" else "0"


def _written(column: Column, value: Value) -> float | int | str:
    """A number as Excel holds it; a rate rounded as it is printed, so that no other rounding shows."""
    if value is None:
        return column.shown(None)
    if column.over:
        return round(float(column.shown(value).removesuffix("%")) / 100, 3)
    return int(value) / 10_000 if column.unit == "万元" else int(value)


# The ledger, and what the columns mean


def _write_ledger(sheet: Worksheet, ledger: Ledger) -> None:
    from openpyxl.utils import get_column_letter

    for at, (title, width) in enumerate(LEDGER_COLUMNS.values(), 1):
        _merged(sheet, 1, at, 1, at, title, boxed=True)
        sheet.column_dimensions[get_column_letter(at)].width = width
    for number, row in enumerate(ledger.as_dicts(), 2):
        for at, name in enumerate(LEDGER_COLUMNS, 1):
            cell = sheet.cell(number, at, _listed(name, row[name]))
            _boxed(cell, False, wrap=True)
        sheet.row_dimensions[number].height = _height(_listed(name, row[name]) for name in LEDGER_COLUMNS)
    sheet.row_dimensions[1].height = 30
    _page(sheet, 1, paper=A3)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(LEDGER_COLUMNS))}{len(ledger.hazards) + 1}"


def _listed(name: str, value: Any) -> Any:
    if name == "state":
        return STATES[value]
    if name == "stage_three":
        return _OUTCOMES.get(value, "")
    return "、".join(value) if isinstance(value, list) else value


def _write_definitions(sheet: Worksheet, statistics: Statistics) -> None:
    columns = {column.name: column for table in statistics.tables.values() for column in table.columns}
    for at, (title, width) in enumerate((("栏目", 24), ("单位", 8), ("口径", 90), ("查所计记录的问法", 60)), 1):
        _merged(sheet, 1, at, 1, at, title, boxed=True)
        sheet.column_dimensions["ABCD"[at - 1]].width = width
    for number, column in enumerate(columns.values(), 2):
        asks = " ".join(column.asks(statistics.first.total.part))
        for at, text in enumerate((f"{column.heading}{column.label}", column.unit, column.definition, asks), 1):
            _boxed(sheet.cell(number, at, text), False, wrap=True)
    end = len(columns) + 3
    told = f"统计到记录日志第{statistics.position}条。表式是重建的，不是通报所用的原表。"
    for number, text in enumerate((told, *(f"请核对：{one}" for one in statistics.unusual)), end):
        sheet.cell(number, 1).value = text
    _page(sheet, 1)


# Cells


def _merged(
    sheet: Worksheet, top: int, left: int, bottom: int, right: int, text: str, *, size: int = 10, boxed: bool = False
) -> None:
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


def _boxed(cell: Any, bold: bool, wrap: bool = False) -> None:
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


def _height(values: Iterable[Any]) -> float:
    """High enough for the text that takes the most lines in its column."""
    lines = (
        -(-_width(str(value)) // (width - 1)) for value, (_, width) in zip(values, LEDGER_COLUMNS.values(), strict=True)
    )
    return 6 + 14 * max(1, *lines)


def _page(sheet: Worksheet, heading_rows: int, paper: int = A4) -> None:
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


def _width(text: str) -> int:
    return sum(2 if ord(char) > 0x2E80 else 1 for char in text)
