"""Tables that were sent in, as a workbook in our layout or as JSON, read to be checked: do they add up?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import CampaignError, Place, Problem, Problems, shorten
from ...manual.yamlfile import read_file
from .column import COLUMNS, Column
from .reconcile import Numbers, Reconciled, reconcile
from .sheet import HEAD_ROW
from .table import TOTAL
from .workbook import DEFINITIONS, LEDGER

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MOST_ROWS, MOST_COLUMNS = 20_000, 100


@dataclass(frozen=True)
class SentTable:
    """The numbers of one table; of money in yuan, without the rates, which follow from them."""

    name: str
    rows: tuple[Numbers, ...]
    total: Numbers


def check_file(path: str | Path) -> Reconciled:
    """Whether the tables of a file add up. Raises :class:`CampaignError` for a file that holds no such table."""
    tables = read_tables(Path(path))
    labels = {name: f"{column.heading}{column.label}" for name, column in COLUMNS.items()}
    found = [reconcile(table.rows, table.total, labels, table.name) for table in tables]
    return Reconciled(
        tuple(problem for one in found for problem in one.wrong),
        tuple(problem for one in found[:1] for problem in one.unusual),
    )


def read_tables(path: Path) -> list[SentTable]:
    """The tables of a ``.xlsx`` or ``.json`` file. Raises :class:`CampaignError` with every problem and its place."""
    problems = Problems()
    tables = list(_from_workbook(path, problems) if path.suffix == ".xlsx" else _from_json(path, problems))
    problems.raise_as(CampaignError)
    if not tables:
        raise CampaignError(Problem("没有找到统计表", Place(str(path)), "用 campaign report 制作的 xlsx 或者 json"))
    return tables


def _from_json(path: Path, problems: Problems) -> Iterator[SentTable]:
    source = read_file(path, CampaignError)
    tables = source.data.get("tables") if isinstance(source.data, dict) else None
    for name, table in (tables if isinstance(tables, dict) else {}).items():
        try:
            rows = [_told(row) for row in table["rows"]]
            total = _told(table["total"])
        except (KeyError, TypeError, AttributeError):
            problems.add("不是统计表", source.place(("tables", name)), "每一行有 label 和 values")
            continue
        yield SentTable(str(name), tuple(rows), total)


def _told(row: Any) -> Numbers:
    values = {
        name: value if isinstance(value, int) and not isinstance(value, bool) else None
        for name, value in row["values"].items()
        if name in COLUMNS and not COLUMNS[name].over
    }
    return Numbers(str(row["label"]), values)


def _from_workbook(path: Path, problems: Problems) -> Iterator[SentTable]:
    try:
        import openpyxl

        book = openpyxl.load_workbook(path, data_only=True)
    except ImportError:
        raise CampaignError(
            Problem("没有 openpyxl，不能读 xlsx", hint="pip install 'enforce-rules[campaign]'")
        ) from None
    except OSError as failure:
        raise CampaignError(Problem(f"读不了文件：{failure.strerror or failure}", Place(str(path)))) from None
    except Exception as failure:  # openpyxl raises whatever a broken archive makes it stumble over
        raise CampaignError(Problem(f"不是 Excel 文件：{type(failure).__name__}", Place(str(path)))) from None
    for sheet in book.worksheets:
        if sheet.title in (DEFINITIONS, LEDGER):
            continue
        if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
            problems.add("表过大", Place(str(path), path=sheet.title), f"至多{MOST_ROWS}行、{MOST_COLUMNS}列")
        elif (columns := _columns(sheet)) is not None:
            table = _table(sheet, columns, str(path), problems)
            if table is not None:
                yield table


def _columns(sheet: Worksheet) -> dict[int, Column] | None:
    """Which column of a sheet is which; None for a sheet that is no such table."""
    known = {(column.heading, column.label): column for column in COLUMNS.values()}
    found: dict[int, Column] = {}
    heading = ""
    for at in range(2, sheet.max_column + 1):
        upper, lower = (str(sheet.cell(row, at).value or "").partition("\n")[0] for row in (HEAD_ROW, HEAD_ROW + 1))
        heading = upper or heading
        column = known.get((heading, lower)) or next(
            (c for c in COLUMNS.values() if c.label == upper and not lower), None
        )
        if column is not None:
            found[at] = column
    return found or None


def _table(sheet: Worksheet, columns: dict[int, Column], file: str, problems: Problems) -> SentTable | None:
    rows: list[Numbers] = []
    for number in range(HEAD_ROW + 2, sheet.max_row + 1):
        label = str(sheet.cell(number, 1).value or "")
        if label:
            rows.append(_row(sheet, number, label, columns, file, problems))
        if label == TOTAL:
            return SentTable(sheet.title, tuple(rows[:-1]), rows[-1])
    problems.add(f"没有“{TOTAL}”行", Place(file, path=sheet.title))
    return None


def _row(
    sheet: Worksheet, number: int, label: str, columns: dict[int, Column], file: str, problems: Problems
) -> Numbers:
    values: dict[str, int | None] = {}
    for at, column in columns.items():
        if column.over:
            continue
        value = sheet.cell(number, at).value
        yuan = column.unit == "万元"
        if value is None:
            values[column.name] = None
        elif isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
            place = Place(file, number, path=f"{sheet.title} {column.heading}{column.label}")
            problems.add(f"应为数，写的是“{shorten(str(value), 30)}”", place)
        elif not yuan and value != int(value):
            place = Place(file, number, path=f"{sheet.title} {column.heading}{column.label}")
            problems.add(f"应为整数，写的是{value}", place)
        else:
            values[column.name] = round(value * 10_000) if yuan else int(value)
    return Numbers(label, values)
