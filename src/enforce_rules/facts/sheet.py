"""A checklist as an Excel workbook: written blank for a kind of enterprise, and read back, filled in, as a facts file.

Two sheets: 企业 with the enterprise and the inspection, 事实 with one row a fact. A cell left blank is not recorded. A formula is not a
record of anything and is refused. Needs openpyxl (``enforce-rules[excel]``).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import FactsError, Place, Problem, Problems, shorten
from ..language import Kind, Type
from ..manual import Rulebook
from ..manual.yamlfile import LARGEST, Path_, Source
from .questions import Question, questions_for
from .record import Enterprise, InspectionRecord, Inspector

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

HEADER, FACTS, CHOICES = "企业", "事实", "选项"
INSPECTORS = 4  # rows for officers on a blank sheet; a filled-in one may have more
LARGEST_UNPACKED = 16 * LARGEST
MOST_ROWS, MOST_COLUMNS = 20_000, 100
"""One cell far out makes a sheet of thousands of millions; nobody fills in that many."""

NAME, ASK, METHOD, FILL, VALUE = "事实", "问题", "检查方式", "填法", "填写"
EVIDENCE = {"place": "部位", "method": "实际检查方式", "record": "证据", "note": "说明"}
COLUMNS = {"事项": 11, NAME: 24, ASK: 52, METHOD: 30, FILL: 22, VALUE: 18, **dict.fromkeys(EVIDENCE.values(), 14)}
FIELDS = {
    **{f"enterprise.{name}": field.description for name, field in Enterprise.model_fields.items()},
    **{
        f"inspection.{name}": InspectionRecord.model_fields[name].description for name in ("date", "place", "authority")
    },
}
_OFFICER = re.compile(r"inspection\.inspectors\.([0-9]{1,2})\.(name|certificate)")


def blank_sheet(book: Rulebook, profiles: Iterable[str] = ()) -> bytes:
    """The blank workbook for the profiles; each fact once, under the first item that asks for it.

    Raises :class:`EnforceRulesError` for a profile that the manual does not have, :class:`FactsError` without openpyxl.
    """
    questions = questions_for(book, profiles)
    workbook = _openpyxl().Workbook()
    workbook.remove(workbook.active)
    _write_header(workbook.create_sheet(HEADER), book)
    _write_facts(workbook, book, questions)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def read_sheet(path: Path, book: Rulebook) -> Source:
    """The data of a filled-in workbook, in the shape of a facts file, each value with its row and column.

    Raises :class:`FactsError` when it is no such workbook; what is wrong with single values is found when the facts are made.
    """
    workbook = _opened(path)
    source = Source(str(path), {"enterprise": {}, "inspection": {}, "facts": {}})
    problems = Problems()
    if HEADER in workbook.sheetnames:
        _read_header(workbook[HEADER], source, problems)
    _read_facts(workbook[FACTS], source, book, problems)
    problems.raise_as(FactsError)
    return source


# Writing


def _write_header(sheet: Worksheet, book: Rulebook) -> None:
    from openpyxl.styles import Font

    sheet.append([book.info.title])
    sheet.append([book.info.statement])
    sheet.append(["项目", "名称", VALUE])
    for key, label in FIELDS.items():
        sheet.append([key, label, None])
    for number in range(1, INSPECTORS + 1):
        for name, field in Inspector.model_fields.items():
            sheet.append([f"inspection.inspectors.{number}.{name}", f"执法人员{number}{field.description}", None])
    sheet["A1"].font = Font(bold=True, size=14)
    for column, width in (("A", 34), ("B", 24), ("C", 50)):
        sheet.column_dimensions[column].width = width


def _write_facts(workbook: Workbook, book: Rulebook, questions: Iterable[Question]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet = workbook.create_sheet(FACTS)
    sheet.append(list(COLUMNS))
    column = get_column_letter(list(COLUMNS).index(VALUE) + 1)
    choices = _Choices(workbook, sheet, column)
    item = None
    for question in questions:
        if question.item is not item:
            item = question.item
            sheet.append([f"{item.id} {item.title}：{item.content}"])
            sheet.cell(sheet.max_row, 1).font = Font(bold=True)
        fact = question.fact
        sheet.append([item.id, question.name, question.text, fact.method, question.how])
        choices.offer(sheet.max_row, book.types[question.name])
        for cell in sheet[sheet.max_row]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet[f"{column}{sheet.max_row}"].fill = PatternFill("solid", start_color="FFFFF2CC")
        sheet[f"{column}{sheet.max_row}"].number_format = "yyyy-mm-dd" if fact.type == "date" else "General"
    for number, width in enumerate(COLUMNS.values(), 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.cell(1, number).font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


class _Choices:
    """The lists that cells offer, each written once on a hidden sheet: a validation can hold only short ones itself."""

    def __init__(self, workbook: Workbook, sheet: Worksheet, column: str) -> None:
        self.lists = workbook.create_sheet(CHOICES)
        self.lists.sheet_state = "hidden"
        self.sheet = sheet
        self.column = column
        self.known: dict[tuple[str, ...], Any] = {}

    def offer(self, row: int, type_: Type) -> None:
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.datavalidation import DataValidation

        values = {Kind.BOOL: ("是", "否"), Kind.ENUM: type_.values}.get(type_.kind)
        if values is None:
            return
        if values not in self.known:
            column = len(self.known) + 1
            for number, value in enumerate(values, 1):
                self.lists.cell(number, column, value)
            letter = get_column_letter(column)
            validation = DataValidation("list", f"={CHOICES}!${letter}$1:${letter}${len(values)}", allow_blank=True)
            self.sheet.add_data_validation(validation)
            self.known[values] = validation
        self.known[values].add(f"{self.column}{row}")


# Reading


def _opened(path: Path) -> Any:
    """The workbook, after its size packed and unpacked was found bearable and it was found to declare nothing strange."""
    place = Place(str(path))
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as failure:
        raise FactsError(Problem(f"读不了文件：{failure.strerror or failure}", place)) from None
    if len(content) > LARGEST:
        raise FactsError(Problem("文件过大", place, f"至多{LARGEST // 1024 // 1024} MiB"))
    broken = FactsError(
        Problem("不是可读的Excel工作簿", place, "用 enforce-rules checklist --format xlsx 制作的检查表")
    )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise FactsError(Problem("文件解开后过大", place))
            if any(b"<!DOCTYPE" in packed.read(part) for part in packed.infolist()):
                raise broken
        workbook = _openpyxl().load_workbook(io.BytesIO(content), data_only=False, keep_links=False)
    except FactsError:
        raise
    except Exception:  # whatever a damaged workbook makes the reader stumble over
        raise broken from None
    if FACTS not in workbook.sheetnames:
        raise FactsError(Problem(f"没有“{FACTS}”这张表", place, f"有：{'、'.join(map(shorten, workbook.sheetnames))}"))
    for sheet in (workbook[name] for name in (HEADER, FACTS) if name in workbook.sheetnames):
        if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
            hint = f"至多{MOST_ROWS}行、{MOST_COLUMNS}列"
            raise FactsError(Problem(f"“{shorten(sheet.title)}”表过大", place, hint))
    return workbook


def _read_header(sheet: Worksheet, source: Source, problems: Problems) -> None:
    officers: dict[int, dict[str, Any]] = {}
    for row, cells in _rows(sheet, 3):
        key, value = cells[0], _plain(cells[2], f"{HEADER}第{row}行", _here(source, row, 3), problems)
        if not isinstance(key, str) or value is None or (row <= 3 and key not in FIELDS):
            continue
        officer = _OFFICER.fullmatch(key)
        if officer:
            officers.setdefault(int(officer[1]), {})[officer[2]] = str(value)
        elif key in FIELDS:
            section, name = key.split(".")
            source.data[section][name] = value if name == "date" else str(value)
            source.marks[(section, name)] = (row - 1, 2, "")
        else:
            problems.add(f"没有 {shorten(key, 40)} 这个项目", _here(source, row, 1), f"可用：{'、'.join(FIELDS)}")
    if officers:
        source.data["inspection"]["inspectors"] = [officers[number] for number in sorted(officers)]


def _read_facts(sheet: Worksheet, source: Source, book: Rulebook, problems: Problems) -> None:
    heads = {str(value): number for number, value in enumerate(next(iter(_rows(sheet, sheet.max_column)))[1])}
    missing = [name for name in (NAME, VALUE) if name not in heads]
    if missing:
        hint = f"第一行写各列的名称：{'、'.join(COLUMNS)}"
        raise FactsError(Problem(f"“{FACTS}”表没有“{missing[0]}”这一列", _here(source, 1, 1), hint))
    for row, cells in _rows(sheet, sheet.max_column):
        if row == 1:
            continue
        written = {
            key: _plain(cells[heads[head]], f"{FACTS}第{row}行", _here(source, row, heads[head] + 1), problems)
            for key, head in (("value", VALUE), *EVIDENCE.items())
            if head in heads
        }
        filled = {key: value for key, value in written.items() if value is not None}
        name = cells[heads[NAME]]
        if not filled:
            continue
        if not isinstance(name, str) or not name.strip():
            problems.add("这一行填写了内容，但没有写是哪个事实", _here(source, row, heads[NAME] + 1))
            continue
        path: Path_ = ("facts", name.strip())
        if path in source.marks:
            problems.add(f"{shorten(name, 60)} 填写了两次", _here(source, row, heads[NAME] + 1), "每个事实只填一行")
        type_ = book.types.get(name.strip())
        entry = {key: value if key == "value" else str(value) for key, value in filled.items()}
        if "value" in entry and type_ is not None:
            entry["value"] = _value(entry["value"], type_)
        source.data["facts"][name.strip()] = entry
        source.keys[path], source.marks[path] = (row - 1, heads[NAME]), (row - 1, heads[NAME], "")
        for key in filled:
            head = VALUE if key == "value" else EVIDENCE[key]
            source.marks[(*path, key)] = (row - 1, heads[head], "")


def _rows(sheet: Worksheet, width: int) -> Iterator[tuple[int, tuple[Any, ...]]]:
    yield from enumerate(sheet.iter_rows(max_col=max(width, 1), values_only=True), 1)


def _here(source: Source, row: int, column: int) -> Place:
    return Place(source.file, row, column)


def _plain(value: Any, where: str, place: Place, problems: Problems) -> Any:
    """What a cell holds, as a facts file would; None for a blank one."""
    if isinstance(value, str):
        value = value.strip()
        if value.startswith("="):
            problems.add(f"{where}是公式", place, "填写查到的值，不用公式")
            return None
        return value or None
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value.isoformat()
    if isinstance(value, float):
        return int(value) if value.is_integer() else Decimal(repr(value))
    if value is None or isinstance(value, bool | int | date):
        return value
    if isinstance(value, time | timedelta):
        return str(value)
    problems.add(f"{where}是公式", place, "填写查到的值，不用公式")  # an array formula is an object of its own
    return None


def _value(written: Any, type_: Type) -> Any:
    """A cell in the words of a checklist as the value it means; what means nothing stays, to be refused with its place."""
    match type_.kind:
        case Kind.BOOL:
            return {"是": True, "否": False}.get(written, written) if isinstance(written, str) else written
        case Kind.SET if isinstance(written, str):
            return _members(written, type_.values)
        case _:
            return written


def _members(written: str, values: tuple[str, ...]) -> list[str]:
    """The members of a set, one a line or parted by ；; by 、 as well, where that leaves only members of the list."""
    if written == "无":
        return []
    parts = [part.strip() for part in re.split("[；;\n]", written) if part.strip()]
    members: list[str] = []
    for part in parts:
        finer = [word.strip() for word in re.split("[、，,]", part)]
        members.extend(finer if part not in values and all(word in values for word in finer) else [part])
    return members


def _openpyxl() -> Any:
    try:
        import openpyxl
    except ModuleNotFoundError:
        raise FactsError(Problem("没有安装 openpyxl", hint="pip install 'enforce-rules[excel]'")) from None
    return openpyxl
