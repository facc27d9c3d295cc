"""The Excel checklist: what is filled in comes back as facts; what is not filled in stays unknown; a strange workbook is refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from enforce_rules import EnforceRulesError, FactsError, Manual
from enforce_rules.facts import facts_from_dict, read_facts
from enforce_rules.facts.sheet import COLUMNS, FACTS, HEADER, blank_sheet
from enforce_rules.language import Value
from tests.small import small_manual

EVERY = " or ".join(
    ("b1", "b2", "b3", "i1 > 1", "i2 > 1", 'e1 == "甲"', '"子" in s1', "n1 > 1", 'd1 > date("2020-01-01")')
)
SMALL = small_manual({"TT-01": ("true", {"x": EVERY})})
COLUMN = {name: number for number, name in enumerate(COLUMNS, 1)}


def filled(book: Manual, fill: Callable[[openpyxl.Workbook], None], path: Path) -> Path:
    """A blank workbook of ``book`` after ``fill`` wrote into it, saved."""
    workbook = openpyxl.load_workbook(io.BytesIO(blank_sheet(book)))
    fill(workbook)
    workbook.save(path)
    return path


def row_of(sheet: Worksheet, name: str) -> int:
    return next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, COLUMN["事实"]).value == name)


def put(values: Mapping[str, Any], column: str = "填写") -> Callable[[openpyxl.Workbook], None]:
    def fill(workbook: openpyxl.Workbook) -> None:
        sheet = workbook[FACTS]
        for name, value in values.items():
            sheet.cell(row_of(sheet, name), COLUMN[column], value)

    return fill


def written(value: Value) -> Any:
    """A value as an inspector types it into a cell."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, frozenset):
        return "；".join(sorted(value)) or "无"
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    return float(value) if isinstance(value, Decimal) else value


VALUES = st.fixed_dictionaries(
    {},
    optional={
        "b1": st.booleans(),
        "b2": st.booleans(),
        "i1": st.integers(0, 4),
        "e1": st.sampled_from(["甲", "乙", "丙"]),
        "s1": st.frozensets(st.sampled_from(["子", "丑", "寅"])),
        "n1": st.decimals(0, 2, places=2),
        "d1": st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    },
)


@given(VALUES)
def test_what_is_filled_in_comes_back(tmp_path_factory: pytest.TempPathFactory, values: dict[str, Value]) -> None:
    path = tmp_path_factory.mktemp("sheet") / "x.xlsx"
    filled(SMALL, put({name: written(value) for name, value in values.items()}), path)
    assert read_facts(path, SMALL).values == values


def test_a_blank_checklist_records_nothing(tmp_path: Path) -> None:
    facts = read_facts(filled(SMALL, lambda _: None, tmp_path / "x.xlsx"), SMALL)
    assert facts.values == {}
    assert facts == facts_from_dict({}, SMALL, str(tmp_path / "x.xlsx"))


def test_a_filled_in_checklist_is_inspected(manual: Manual, tmp_path: Path) -> None:
    def fill(workbook: openpyxl.Workbook) -> None:
        header = {row[0]: number for number, row in enumerate(workbook[HEADER].iter_rows(values_only=True), 1)}
        told: dict[str, Any] = {
            "enterprise.name": "某家具有限公司",
            "inspection.date": date(2024, 4, 2),
            "inspection.authority": "某市应急管理局",
            "inspection.inspectors.1.name": "王某",
            "inspection.inspectors.1.certificate": 410001,
        }
        for key, value in told.items():
            workbook[HEADER].cell(header[key], 3, value)
        put({"dust_explosion_unit": "是", "dry_dust_collector": True, "airlock": "未设置"})(workbook)
        put({"dry_collected_dusts": "木质；粮食", "explosion_protection": "无"})(workbook)
        put({"airlock": "打磨车间旋风除尘器"}, "部位")(workbook)
        put({"airlock": "照片3"}, "证据")(workbook)

    path = filled(manual, fill, tmp_path / "检查表.xlsx")
    inspection = manual.inspect(path)
    assert {item.item.id for item in inspection.having("violation")} >= {"DE-03", "DE-06"}
    assert inspection.facts.enterprise.name == "某家具有限公司"
    assert inspection.facts.inspection.inspectors[0].certificate == "410001"
    assert inspection.facts.evidence["airlock"].place == "打磨车间旋风除尘器"
    assert inspection.facts.evidence["airlock"].record == "照片3"


def test_members_may_be_parted_as_people_do(tmp_path: Path) -> None:
    for number, text in enumerate(("子；寅", "子;寅", "子\n寅", "子、寅", "子, 寅")):
        path = filled(SMALL, put({"s1": text}), tmp_path / f"{number}.xlsx")
        assert read_facts(path, SMALL).values == {"s1": frozenset({"子", "寅"})}


@pytest.mark.parametrize(
    ("name", "cell", "says"),
    [
        ("i1", "三", "应为整数"),
        ("i1", True, "应为整数"),
        ("i1", 2.5, "应为整数"),
        ("i1", 9, "大于最大值4"),
        ("b1", 1, "应为 true 或者 false"),
        ("b1", "有", "应为 true 或者 false"),
        ("e1", "丁", "选项表里没有"),
        ("s1", "子、卯", "选项表里没有"),
        ("d1", "2024.4.2", "应为日期"),
        ("d1", datetime(2024, 4, 2, 8, 30), "应为日期"),
        ("i1", "=1+1", "是公式"),
    ],
)
def test_a_wrong_cell_is_named_with_its_row_and_column(tmp_path: Path, name: str, cell: Any, says: str) -> None:
    path = filled(SMALL, put({name: cell}), tmp_path / "x.xlsx")
    row = row_of(openpyxl.load_workbook(path)[FACTS], name)
    with pytest.raises(FactsError) as caught:
        read_facts(path, SMALL)
    (problem,) = caught.value.problems
    assert says in problem.what
    assert (problem.place.line, problem.place.column) == (row, COLUMN["填写"])


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    def fill(workbook: openpyxl.Workbook) -> None:
        sheet = workbook[FACTS]
        put({"i1": "三", "e1": "丁"})(workbook)
        sheet.append([None, "b4", None, None, None, "是"])
        sheet.append([None, None, None, None, None, "是"])
        sheet.append([None, "b1", None, None, None, "是"])
        put({"b1": "否"})(workbook)
        workbook[HEADER].append(["enterprise.nickname", "", "某"])

    path = filled(SMALL, fill, tmp_path / "x.xlsx")
    with pytest.raises(FactsError) as caught:
        read_facts(path, SMALL)
    told = [problem.what for problem in caught.value.problems]
    assert any("没有写是哪个事实" in what for what in told)
    assert any("b1 填写了两次" in what for what in told)
    assert any("enterprise.nickname" in what for what in told)


def test_a_workbook_without_what_is_needed(tmp_path: Path) -> None:
    def no_sheet(workbook: openpyxl.Workbook) -> None:
        workbook[FACTS].title = "别的"

    def no_column(workbook: openpyxl.Workbook) -> None:
        workbook[FACTS].cell(1, COLUMN["填写"], "答案")

    for fill, says in ((no_sheet, "没有“事实”这张表"), (no_column, "没有“填写”这一列")):
        with pytest.raises(FactsError, match=says):
            read_facts(filled(SMALL, fill, tmp_path / "x.xlsx"), SMALL)


def test_a_cell_far_out_is_refused_at_once(tmp_path: Path) -> None:
    def far(workbook: openpyxl.Workbook) -> None:
        workbook[FACTS]["XFD1048576"] = "是"

    with pytest.raises(FactsError, match="表过大"):
        read_facts(filled(SMALL, far, tmp_path / "x.xlsx"), SMALL)


def test_an_array_formula_is_a_formula(tmp_path: Path) -> None:
    def fill(workbook: openpyxl.Workbook) -> None:
        sheet = workbook[FACTS]
        cell = f"G{row_of(sheet, 'i1')}"
        sheet[cell] = ArrayFormula(cell, "=SUM(1,2)")

    with pytest.raises(FactsError, match="是公式"):
        read_facts(filled(SMALL, fill, tmp_path / "x.xlsx"), SMALL)


def _packed(parts: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return stream.getvalue()


def _with_part(name: str, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(blank_sheet(SMALL))) as packed:
        parts = {part: packed.read(part) for part in packed.namelist()}
    return _packed({**parts, name: content})


STRANGE = {
    "no workbook": b"facts: {}\n",
    "an empty archive": _packed({}),
    "half a workbook": blank_sheet(SMALL)[:2000],
    "a bomb": _packed({"xl/workbook.xml": b"0" * 100_000_000}),
    "an entity": _with_part("xl/workbook.xml", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'),
    "no xml": _with_part("xl/workbook.xml", b"\0\1\2"),
    "too large": b"PK" + b"0" * 5_000_000,
}


@pytest.mark.parametrize("content", STRANGE.values(), ids=STRANGE.keys())
def test_a_strange_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    with pytest.raises(FactsError) as caught:
        read_facts(path, SMALL)
    assert len(str(caught.value)) < 500


def test_a_profile_that_is_not_there(manual: Manual) -> None:
    with pytest.raises(EnforceRulesError, match="没有 dusty 这类企业"):
        blank_sheet(manual, ["dusty"])
    assert len(blank_sheet(manual, ["dust"])) < len(blank_sheet(manual))
