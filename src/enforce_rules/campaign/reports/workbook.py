"""The tables as an Excel workbook in the layout of an official statistical table.

The first sheets hold one table each; 口径 says how every column is counted; 台账 lists the major hazards. Needs openpyxl.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ...errors import Problem
from ..cube import Slice
from ..hazard import STATES
from ..ledger import Ledger, ledger_of
from .column import Column
from .sheet import A3, boxed, merged, new_book, page, saved, width_of, write_table
from .tables import Statistics

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from .daily import Daily

DEFINITIONS, LEDGER = "口径", "台账"
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
    book = new_book()
    for heading, table in statistics.tables.items():
        sheet = book.create_sheet(f"按{heading.replace('、', '')}")
        write_table(sheet, statistics.title, statistics.campaign, statistics.until, table)
    if statistics.ledger is not None:
        _write_ledger(book.create_sheet(LEDGER), statistics.ledger)
    columns = [column for table in statistics.tables.values() for column in table.columns]
    _write_definitions(
        book.create_sheet(DEFINITIONS), columns, statistics.first.total.part, statistics.position, statistics.unusual
    )
    return saved(book)


def daily_workbook(daily: Daily) -> bytes:
    """The workbook of the daily report: the table, what the groups say beside it, what is overdue. Raises :class:`CampaignError`."""
    book = new_book()
    write_table(book.create_sheet("日报告"), "简要情况日报告", daily.campaign, daily.until, daily.table)
    _write_said(book.create_sheet("报送情况"), daily)
    group = daily.group.number if daily.group else None
    _write_ledger(book.create_sheet("逾期"), ledger_of(daily.snapshot, late=True, group=group))
    _write_definitions(
        book.create_sheet(DEFINITIONS), daily.table.columns, daily.part, daily.snapshot.view.position, daily.unusual
    )
    return saved(book)


# The ledger, and what the columns mean


def _write_ledger(sheet: Worksheet, ledger: Ledger) -> None:
    from openpyxl.utils import get_column_letter

    for at, (title, width) in enumerate(LEDGER_COLUMNS.values(), 1):
        merged(sheet, 1, at, 1, at, title, boxed=True)
        sheet.column_dimensions[get_column_letter(at)].width = width
    for number, row in enumerate(ledger.as_dicts(), 2):
        for at, name in enumerate(LEDGER_COLUMNS, 1):
            cell = sheet.cell(number, at, _listed(name, row[name]))
            boxed(cell, False, wrap=True)
        sheet.row_dimensions[number].height = _height(_listed(name, row[name]) for name in LEDGER_COLUMNS)
    sheet.row_dimensions[1].height = 30
    page(sheet, 1, paper=A3)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(LEDGER_COLUMNS))}{len(ledger.hazards) + 1}"


def _listed(name: str, value: Any) -> Any:
    if name == "state":
        return STATES[value]
    if name == "stage_three":
        return _OUTCOMES.get(value, "")
    return "、".join(value) if isinstance(value, list) else value


def _height(values: Iterable[Any]) -> float:
    """High enough for the text that takes the most lines in its column."""
    lines = (
        -(-width_of(str(value)) // (width - 1))
        for value, (_, width) in zip(values, LEDGER_COLUMNS.values(), strict=True)
    )
    return 6 + 14 * max(1, *lines)


def _write_said(sheet: Worksheet, daily: Daily) -> None:
    """What each group says, and when it sent it in; the groups that did not are named too."""
    columns = {"检查组": 10, "报告人": 18, "报送时间": 18, "好的做法": 50, "存在的问题": 50, "次日安排": 50}
    for at, (title, width) in enumerate(columns.items(), 1):
        merged(sheet, 1, at, 1, at, title, boxed=True)
        sheet.column_dimensions["ABCDEF"[at - 1]].width = width
    rows = [
        (
            f"第{one.group}组",
            one.reporter,
            f"{one.reported_at:%Y-%m-%d %H:%M}",
            one.good_practice,
            one.problems,
            one.next_day_plan,
        )
        for one in daily.sent_in
    ]
    for number, row in enumerate([*rows, *((f"第{group.number}组", "没有报送") for group in daily.silent)], 2):
        for at, text in enumerate(row, 1):
            boxed(sheet.cell(number, at, text), False, wrap=True)
    page(sheet, 1)


def _write_definitions(
    sheet: Worksheet, told: Iterable[Column], part: Slice, position: int, unusual: Iterable[Problem]
) -> None:
    columns = {column.name: column for column in told}
    for at, (title, width) in enumerate((("栏目", 24), ("单位", 8), ("口径", 90), ("查所计记录的问法", 60)), 1):
        merged(sheet, 1, at, 1, at, title, boxed=True)
        sheet.column_dimensions["ABCD"[at - 1]].width = width
    for number, column in enumerate(columns.values(), 2):
        asks = " ".join(column.asks(part))
        for at, text in enumerate((f"{column.heading}{column.printed}", column.unit, column.definition, asks), 1):
            boxed(sheet.cell(number, at, text), False, wrap=True)
    end = len(columns) + 3
    made = f"统计到记录日志第{position}条。表式是重建的，不是通报所用的原表。"
    for number, text in enumerate((made, *(f"请核对：{one}" for one in unusual)), end):
        sheet.cell(number, 1).value = text
    page(sheet, 1)
