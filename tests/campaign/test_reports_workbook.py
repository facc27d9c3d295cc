"""The workbook: its layout, its numbers as numbers, names as text, and a copy that was tampered with."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from enforce_rules.campaign.cube import Slice
from enforce_rules.campaign.reports.column import COLUMNS, STATISTICS
from enforce_rules.campaign.reports.sent import check_file, read_tables
from enforce_rules.campaign.reports.tables import Statistics, hazards_of, statistics_of
from enforce_rules.campaign.snapshot import Snapshot
from enforce_rules.errors import CampaignError

from .counted import SAMPLE, campaign, day, filing, finding, plan, review, seen, stored, visit


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return seen(tmp_path_factory.mktemp("sample"), SAMPLE, "12-16")


@pytest.fixture(scope="module")
def statistics(snapshot: Snapshot) -> Statistics:
    return statistics_of(snapshot)


def opened(statistics: Statistics) -> Any:
    return openpyxl.load_workbook(io.BytesIO(statistics.workbook))


def saved(folder: Path, statistics: Statistics, change: Callable[[Any], None] = lambda book: None) -> Path:
    """The workbook as a file, changed."""
    book = opened(statistics)
    change(book)
    book.save(folder / "sent.xlsx")
    return folder / "sent.xlsx"


# Layout


def test_the_layout(snapshot: Snapshot) -> None:
    book = opened(statistics_of(snapshot, crossed=True))
    assert book.sheetnames == ["按检查组", "按阶段", "按行业", "按检查组阶段行业", "口径"]
    sheet: Worksheet = book["按检查组"]
    assert sheet["A1"].value == "某省异地督导执法检查执法检查情况统计表"
    assert sheet["A2"].value == "统计截止日期：2020年12月16日　　　　单位：个、家、%、条、项、份、起、万元"
    merged = {str(one) for one in sheet.merged_cells.ranges}
    assert {"A1:T1", "A2:T2", "A3:A4", "B3:C3", "D3:G3", "H3:J3", "K3:M3", "N3:N4", "O3:P3", "Q3:S3", "T3:T4"} <= merged
    assert [sheet.cell(3, at).value for at in (1, 2, 4, 14)] == ["检查组", "督导", "检查企业", "执法文书\n（份）"]
    assert [sheet.cell(4, at).value for at in (8, 9, 10)] == ["发现\n（条）", "已整改\n（条）", "整改率\n（%）"]
    assert [sheet.cell(row, 1).value for row in range(5, 9)] == [
        *("第1组　甲市→乙市", "第2组　乙市→丙市", "第3组　丙市→甲市"),
        "合计",
    ]
    assert str(sheet["A9"].value).startswith("填报人：")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
        "landscape",
        9,
        0,
    )
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("B5", "$1:$4")
    assert sheet["A8"].font.b is True
    assert sheet["A5"].border.left.style == "thin"


def test_numbers_are_numbers(statistics: Statistics) -> None:
    sheet = opened(statistics)["按检查组"]
    row = {name: sheet.cell(5, at) for at, name in enumerate(STATISTICS, 2)}
    shown = {
        name: row[name].value for name in ("hazards", "rectification_rate", "fines", "fines_decided", "suspensions")
    }
    assert shown == {"hazards": 4, "rectification_rate": 0.5, "fines": 2.055, "fines_decided": 2, "suspensions": 1}
    formats = {name: row[name].number_format for name in ("hazards", "rectification_rate", "fines")}
    assert formats == {"hazards": "0", "rectification_rate": "0.0%", "fines": "General"}
    assert {cell.data_type for cell in row.values()} == {"n"}
    assert sheet.cell(7, 2 + STATISTICS.index("rectification_rate")).value == "—"


def test_a_rate_is_rounded_as_it_is_printed(tmp_path: Path) -> None:
    """2/3 is 66.7 % whoever rounds it."""
    records = [visit("V1"), *(finding(f"F{n}") for n in range(3)), review("R0", "F0"), review("R1", "F1")]
    sheet = opened(statistics_of(seen(tmp_path, records)))["按检查组"]
    assert sheet.cell(8, 2 + STATISTICS.index("rectification_rate")).value == 0.667


def test_how_every_column_is_counted(statistics: Statistics) -> None:
    rows = list(opened(statistics)["口径"].iter_rows(values_only=True))
    assert rows[0] == ("栏目", "单位", "口径", "查所计记录的问法")
    assert [row[0] for row in rows[1 : 1 + len(STATISTICS)]] == [
        f"{COLUMNS[name].heading}{COLUMNS[name].label}" for name in STATISTICS
    ]
    assert rows[1 + STATISTICS.index("fines")][3] == "fines_decided?until=2020-12-16 fines_proposed?until=2020-12-16"
    assert rows[-1][0] == "统计到记录日志第2条。表式是重建的，不是通报所用的原表。"


def test_the_ledger_is_a_sheet(snapshot: Snapshot) -> None:
    book = opened(hazards_of(snapshot))
    assert book.sheetnames == ["按检查组", "按阶段", "按行业", "台账", "口径"]
    rows = [
        dict(zip([cell.value for cell in book["台账"][1]], row, strict=True))
        for row in book["台账"].iter_rows(2, values_only=True)
    ]
    assert [row["隐患编号"] for row in rows] == ["F1", "F2"]
    assert [row["状态"] for row in rows] == ["已销号", "逾期未整改"]
    assert (rows[1]["整改内容"], rows[1]["整改时限"].date(), rows[1]["整改责任人"], rows[1]["逾期日数"]) == (
        "更换",
        day("12-10"),
        "负责人",
        6,
    )
    assert book["台账"].auto_filter.ref == "A1:X3"


def test_names_are_text_and_no_formulas(tmp_path: Path) -> None:
    evil = "=HYPERLINK(1)"
    with stored(tmp_path) as store:
        told = campaign(title=evil, region="=1", note=evil, arrangement="free")
        groups = tuple(group.model_copy(update={"inspects": f"{evil}{group.number}"}) for group in told.groups)
        store.revise_campaign(told.model_copy(update={"groups": groups}), by="甲", reason="试")
        store.append(
            [visit("V1", name=evil), finding("=F1", major=True, description=evil), plan("P1", "=F1", responsible=evil)],
            by="甲",
        )
        book = opened(hazards_of(Snapshot(store, day("12-31"))))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert sum(str(cell.value).startswith("=") for cell in cells) >= 7
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_the_widest_label_fits(statistics: Statistics) -> None:
    sheet = opened(statistics)["按检查组"]
    assert sheet.column_dimensions["A"].width >= 2 * len("第1组　甲市→乙市")


# Sent in, and read back


@pytest.mark.parametrize("make", [statistics_of, hazards_of])
@pytest.mark.parametrize("part", [Slice(), Slice(group=1), Slice(phase=2)])
def test_read_back_it_says_the_same(tmp_path: Path, snapshot: Snapshot, make: Any, part: Slice) -> None:
    statistics = make(snapshot, part)
    (tmp_path / "sent.json").write_text(json.dumps(statistics.as_dict(), ensure_ascii=False, default=str), "utf-8")
    for path in (saved(tmp_path, statistics), tmp_path / "sent.json"):
        read = read_tables(path)
        assert len(read) == len(statistics.tables)
        for sent, table in zip(read, statistics.tables.values(), strict=True):
            numbers = [name.name for name in table.columns if not name.over]
            for told, row in zip((*sent.rows, sent.total), (*table.rows, table.total), strict=True):
                assert told.label == row.label
                assert dict(told.values) == {name: row.values[name] for name in numbers}
        assert check_file(path).wrong == ()


def test_a_ledger_with_checks_of_stage_three_is_no_table(tmp_path: Path) -> None:
    records = [
        visit("V1"),
        *(finding(f"F{n}", major=True) for n in range(3)),
        review("K1", "F1", "12-22", occasion="stage_three"),
    ]
    path = saved(tmp_path, hazards_of(seen(tmp_path, records)))
    assert [table.name for table in read_tables(path)] == ["按检查组", "按阶段", "按行业"]


def test_what_is_unusual_is_told_once(tmp_path: Path) -> None:
    path = saved(tmp_path, statistics_of(seen(tmp_path, [visit("V1"), filing("L1")])))
    assert [problem.what for problem in check_file(path).unusual] == [
        "“第1组　甲市→乙市”行的立案属地立案1多于立案建议立案0",
        "“合计”行的立案属地立案1多于立案建议立案0",
    ]


def put(cell: str, value: Any, sheet: str = "按检查组") -> Callable[[Any], None]:
    def change(book: Any) -> None:
        book[sheet][cell] = value

    return change


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (put("H8", 7), ["按检查组：“合计”行的问题隐患发现是7，各行之和是6（相差1）"]),
        (put("H12", 7, "按行业"), ["按行业：“合计”行的问题隐患发现是6，各行之和是12（相差6）"]),
        (put("I5", 5), ["按检查组：“合计”行的问题隐患已整改是3，各行之和是6（相差3）",
                        "按检查组：“第1组　甲市→乙市”行的问题隐患已整改5多于问题隐患发现4"]),
        (put("H5", None), ["按检查组：问题隐患发现没有填写：第1组　甲市→乙市（没有的填0）"]),
        (put("H8", None), ["按检查组：问题隐患发现没有填写：合计（没有的填0）"]),
        (put("H8", "=SUM(H5:H7)"), ["按检查组：问题隐患发现没有填写：合计（没有的填0）"]),
        (put("S8", 3), ["按检查组：“合计”行的罚款合计是30000，各行之和是20550（相差9450）", "不等于"]),
    ],
)  # fmt: skip
def test_what_does_not_add_up_names_sheet_row_and_column(
    tmp_path: Path, statistics: Statistics, change: Callable[[Any], None], wrong: list[str]
) -> None:
    found = [str(problem) for problem in check_file(saved(tmp_path, statistics, change)).wrong]
    assert len(found) == len(wrong)
    for one, words in zip(found, wrong, strict=True):
        assert words in one


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (put("H6", "二"), "sent.xlsx:6 按检查组 问题隐患发现: 应为数，写的是“二”"),
        (put("H6", True), "sent.xlsx:6 按检查组 问题隐患发现: 应为数，写的是“True”"),
        (put("H6", 2.5), "sent.xlsx:6 按检查组 问题隐患发现: 应为整数，写的是2.5"),
        (put("H6", day("12-16")), "sent.xlsx:6 按检查组 问题隐患发现: 应为数"),
        (put("A8", "总计"), "sent.xlsx 按检查组: 没有“合计”行"),
        (lambda book: book["按阶段"].delete_rows(8), "sent.xlsx 按阶段: 没有“合计”行"),
        (put("A20001", "远"), "sent.xlsx 按检查组: 表过大（至多20000行、100列）"),
    ],
)
def test_what_cannot_be_read_names_sheet_and_row(
    tmp_path: Path, statistics: Statistics, change: Callable[[Any], None], told: str
) -> None:
    with pytest.raises(CampaignError) as failure:
        read_tables(saved(tmp_path, statistics, change))
    assert told in str(failure.value)
    assert len(failure.value.problems) == 1


def test_a_number_beyond_all_numbers(tmp_path: Path, statistics: Statistics) -> None:
    path = saved(tmp_path, statistics, put("H6", 123456))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).replace(b"<v>123456</v>", b"<v>1e999</v>") for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    with pytest.raises(CampaignError, match="按检查组 问题隐患发现: 应为数，写的是“inf”"):
        read_tables(path)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.xlsx", b"no workbook", "不是 Excel 文件"),
        ("a.xlsx", b"", "不是 Excel 文件"),
        ("a.xlsx", None, "读不了文件"),
        ("a.json", b"{", "a.json"),
        ("a.json", b"[1, 2]", "没有找到统计表"),
        ("a.json", b'{"tables": {}}', "没有找到统计表"),
        ("a.json", b'{"tables": [1]}', "没有找到统计表"),
        ("a.json", "{'tables': {'检查组': {'rows': []}}}".replace("'", '"').encode(), "tables.检查组: 不是统计表"),
        ("a.json", b'{"tables": {"x": {"rows": 5, "total": 5}}}', "tables.x: 不是统计表"),
        ("a.json", b'{"tables": {"x": {"rows": [{"label": 1, "values": 5}], "total": {}}}}', "tables.x: 不是统计表"),
    ],
)
def test_what_is_no_table(tmp_path: Path, name: str, content: bytes | None, told: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(CampaignError) as failure:
        check_file(tmp_path / name)
    assert told in str(failure.value)
    assert name in str(failure.value)


def test_another_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(CampaignError, match="没有找到统计表"):
        check_file(tmp_path / "other.xlsx")


def test_json_that_does_not_add_up(tmp_path: Path, statistics: Statistics) -> None:
    told = statistics.as_dict()
    told["tables"]["阶段"]["total"]["values"]["hazards"] = 7
    told["tables"]["行业"]["rows"][0]["values"]["units"] = "二"
    (tmp_path / "sent.json").write_text(json.dumps(told, default=str), "utf-8")
    assert [str(problem) for problem in check_file(tmp_path / "sent.json").wrong] == [
        "阶段：“合计”行的问题隐患发现是7，各行之和是6（相差1）",
        "行业：检查企业企业没有填写：非煤矿山（没有的填0）",
    ]
