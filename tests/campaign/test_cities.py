"""The table of cities: what it may say, in which files, and what is refused, where and with which mend."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforce_rules.campaign.cities import MOST_CITIES, cities_from, read_cities
from enforce_rules.errors import CampaignError
from tests.conftest import ROOT

HEADER = "市,规模:企业数,行业:钢铁,行业:其他"


def told(error: pytest.ExceptionInfo[CampaignError], path: Path) -> list[str]:
    """Each problem without the folder of its file."""
    return [str(problem).removeprefix(f"{path.parent}/") for problem in error.value.problems]


def written(folder: Path, content: str | bytes, name: str = "cities.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_csv_table(tmp_path: Path) -> None:
    table = read_cities(
        written(tmp_path, "市,规模:企业数,规模:产值（亿元）,行业:钢铁,行业:其他\n甲市,812,96.5,3,0\n乙市,0,1,0,7\n")
    )
    assert table.names == ("甲市", "乙市")
    assert (table.measures, table.industries) == (("企业数", "产值（亿元）"), ("钢铁", "其他"))
    assert table.by_name["甲市"].scale == {"企业数": 812, "产值（亿元）": Decimal("96.5")}
    assert table.by_name["乙市"].industries == {"钢铁": 0, "其他": 7}
    assert not table.placed


def test_the_same_table_as_csv_yaml_and_json(tmp_path: Path) -> None:
    data = {
        "cities": [
            {"name": "甲市", "scale": {"企业数": 8.5}, "industries": {"钢铁": 1}, "longitude": 113.2, "latitude": 34},
            {"name": "乙市", "scale": {"企业数": 9}, "industries": {"钢铁": 2}, "longitude": 114, "latitude": 35.5},
        ]
    }
    yaml = """cities:
  - {name: 甲市, scale: {企业数: 8.5}, industries: {钢铁: 1}, longitude: 113.2, latitude: 34}
  - {name: 乙市, scale: {企业数: 9}, industries: {钢铁: 2}, longitude: 114, latitude: 35.5}
"""
    csv = "市,规模:企业数,行业:钢铁,经度,纬度\n甲市,8.5,1,113.2,34\n乙市,9,2,114,35.5\n"
    table = cities_from(data)
    assert read_cities(written(tmp_path, csv)) == table
    assert read_cities(written(tmp_path, yaml, "cities.yaml")) == table
    assert read_cities(written(tmp_path, json.dumps(data), "cities.json")) == table
    assert table.placed


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("a byte order mark", b"\xef\xbb\xbf" + f"{HEADER}\n甲市,1,1,1\n".encode()),
        ("line ends of Windows", f"{HEADER}\r\n甲市,1,1,1\r\n".encode()),
        ("full-width colons", f"{HEADER.replace(':', '：')}\n甲市,1,1,1\n".encode()),
        ("rows and cells around with nothing in them", f"{HEADER}\n\n 甲市 , 1,1,1\n,,,\n".encode()),
        ("quoted cells", f'{HEADER}\n"甲市","1","1","1"\n'.encode()),
    ],
)
def test_spreadsheets_write_csv_in_their_ways(kind: str, content: bytes, tmp_path: Path) -> None:
    table = read_cities(written(tmp_path, content))
    assert (table.names, table.measures, table.industries) == (("甲市",), ("企业数",), ("钢铁", "其他")), kind


NUMBER = "应为数，至多15位，其中小数至多6位；不写千分位、单位、百分号和指数"
BLANK = "空白是不知道，不是零：查清后填写，没有的写0"


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("", BLANK),
        ("-3", "不能为负数"),
        ("NaN", NUMBER),
        ("inf", NUMBER),
        ("1e5", NUMBER),
        ('"1,200"', NUMBER),
        ("1200家", NUMBER),
        ("12%", NUMBER),
        ("１２", NUMBER),
        ("不详", NUMBER),
        ("0.1234567", NUMBER),
        ("1234567890123456", NUMBER),
        ("1234567890.123456", NUMBER),
    ],
)
def test_a_cell_that_is_no_amount(cell: str, problem: str, tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEADER}\n甲市,1,1,1\n乙市,{cell},1,1\n")
    with pytest.raises(CampaignError) as error:
        read_cities(path)
    assert told(error, path) == [f"cities.csv:3 规模:企业数: {problem}"]


@pytest.mark.parametrize(
    ("header", "problems"),
    [
        ("规模:企业数,行业:钢铁", ["缺少列“市”（每行一个市，写市的名称）"]),
        ("市,行业:钢铁", ["没有规模列（至少一列，如 规模:规上工业企业数）"]),
        ("市,规模:企业数", ["没有行业列（至少一列，如 行业:危险化学品）"]),
        ("市,规模:企业数,行业:钢铁,经度", ["经度和纬度只有一列（两列都写，或者都不写）"]),
        (
            "市,规模:企业数,行业:钢铁,备注",
            ["列名“备注”不可用（列名为：市、规模:……、行业:……、经度、纬度）"],
        ),
        (
            "市,规模:,行业:钢铁",
            [
                "列名“规模:”不可用（列名为：市、规模:……、行业:……、经度、纬度）",
                "没有规模列（至少一列，如 规模:规上工业企业数）",
            ],
        ),
        (
            "市,规模:企业数,行业:钢铁,",
            ["有一列没有列名（列名为：市、规模:……、行业:……、经度、纬度）"],
        ),
        ("市,规模:企业数,行业:钢铁,行业:钢铁", ["列“行业:钢铁”写了2次（每列只写一次）"]),
    ],
)
def test_columns_that_are_missing_unknown_or_doubled(header: str, problems: list[str], tmp_path: Path) -> None:
    cells = ",".join(["甲市", *["1"] * header.count(",")])
    path = written(tmp_path, f"{header}\n{cells}\n")
    with pytest.raises(CampaignError) as error:
        read_cities(path)
    assert told(error, path) == [f"cities.csv:1: {problem}" for problem in problems]


def test_all_problems_of_a_table_at_once(tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEADER},备注\n甲市,-1,1,1,\n,1,,1,\n甲市,1,1,1,好\n丁市,1,1\n")
    with pytest.raises(CampaignError) as error:
        read_cities(path)
    assert told(error, path) == [
        "cities.csv:1: 列名“备注”不可用（列名为：市、规模:……、行业:……、经度、纬度）",
        "cities.csv:2 市: 甲市 写了2次（每个市只写一次）",
        "cities.csv:2 规模:企业数: 不能为负数",
        "cities.csv:3 市: 不能为空",
        f"cities.csv:3 行业:钢铁: {BLANK}",
        "cities.csv:4 市: 甲市 写了2次（每个市只写一次）",
        "cities.csv:5: 此行有3格（应有5格，与第一行的列数相同）",
        f"cities.csv:5 行业:其他: {BLANK}",
    ]


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        (f"{HEADER}\n", ["cities.csv:1: 没有一个市（第一行是列名，以下每行一个市）"]),
        (f'{HEADER}\n甲市,1,"1"x,1\n', ["cities.csv:2: 不是可读的CSV（查看此行的引号）"]),
        (
            f"{HEADER}\n甲市,1,1,1\n".encode("gb18030"),
            [
                "cities.csv:1: 不是UTF-8文字，看来是GB18030（GBK）编码（在表格软件中另存为“CSV UTF-8（逗号分隔）”）",
            ],
        ),
        (
            f"{HEADER}\n甲市,1,1,1\n".encode("utf-16"),
            ["cities.csv:1: 不是UTF-8文字（在表格软件中另存为“CSV UTF-8（逗号分隔）”）"],
        ),
        (f"{HEADER}\n甲市,1,0,0\n", ["cities.csv:2: 甲市各行业全是0，算不出行业结构（至少一个行业的数量大于0）"]),
        (
            "市,规模:企业数,行业:钢铁,经度,纬度\n甲市,1,1,200,34\n",
            ["cities.csv:2 经度: 经度应在-180和180之间"],
        ),
        (
            "市,规模:企业数,行业:钢铁,经度,纬度\n甲市,1,1,113,34\n乙市,1,1,,35\n",
            ["cities.csv:3: 乙市没有写经度（经度和纬度各市都写，或者都不写）"],
        ),
        ("", ["没有一个市", "缺少列“市”", "没有规模列", "没有行业列"]),
    ],
)
def test_tables_that_are_refused(content: str | bytes, problems: list[str], tmp_path: Path) -> None:
    path = written(tmp_path, content)
    with pytest.raises(CampaignError) as error:
        read_cities(path)
    found = told(error, path)
    assert len(found) == len(problems)
    for problem in problems:
        assert any(problem in line for line in found), found


def test_files_that_are_no_tables(tmp_path: Path) -> None:
    with pytest.raises(CampaignError, match="不认识的文件类型"):
        read_cities(written(tmp_path, "", "cities.xls"))
    with pytest.raises(CampaignError, match="读不了文件"):
        read_cities(tmp_path / "none.csv")


def city(name: str, **other: Any) -> dict[str, Any]:
    return {"name": name, "scale": {"企业数": 1}, "industries": {"钢铁": 1}} | other


@pytest.mark.parametrize(
    ("cities", "problem"),
    [
        ([], "没有一个市"),
        ([city("甲市", scale={"企业数": None})], BLANK),
        ([city("甲市", scale={"企业数": "12"})], "应为数"),
        ([city("甲市", scale={"企业数": True})], "应为数"),
        ([city("甲市", scale={})], "不能为空"),
        ([city("甲市"), city("甲市")], "甲市 写了2次"),
        ([city("甲市"), city("乙市", scale={"企业数量": 1})], "乙市没有写规模指标 企业数（是否为 企业数量？）"),
        ([city("甲市"), city("乙市", industries={"钢铁": 1, "其他": 1})], "甲市没有写行业 其他"),
        ([city("甲市", longitude=113)], "甲市没有写纬度"),
        ([city("甲市", people=3)], "没有 people 这个键"),
        ([city(f"{number}市") for number in range(MOST_CITIES + 1)], f"有{MOST_CITIES + 1}个市"),
    ],
)
def test_data_that_is_no_table(cities: list[dict[str, Any]], problem: str) -> None:
    with pytest.raises(CampaignError) as error:
        cities_from({"cities": cities})
    assert problem in str(error.value)


def test_a_blank_in_yaml_is_told_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, "cities:\n  - name: 甲市\n    scale: {企业数: }\n    industries: {钢铁: 1}\n", "c.yaml")
    with pytest.raises(CampaignError) as error:
        read_cities(path)
    assert told(error, path) == [f"c.yaml:3:13 cities.0.scale.企业数: {BLANK}"]


@given(st.decimals(0, 10**9, places=6, allow_nan=False), st.integers(0, 10**15 - 1))
def test_amounts_are_kept_exactly(written_with_point: Decimal, whole: int) -> None:
    table = cities_from({"cities": [city("甲市", scale={"一": written_with_point, "二": whole})]})
    assert table.cities[0].scale == {"一": written_with_point, "二": whole}


@given(st.text(max_size=60))
def test_any_text_is_a_table_or_a_campaign_error(tmp_path_factory: pytest.TempPathFactory, content: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_text(f"{HEADER}\n{content}", encoding="utf-8", errors="replace")
    try:
        table = read_cities(path)
    except CampaignError as error:
        problems = error.problems
    else:
        problems = ()
        assert table.names
    assert all(problem.place.file == str(path) for problem in problems)


def test_the_example() -> None:
    table = read_cities(ROOT / "examples" / "campaign" / "cities.csv")
    assert len(table.cities) == 18
    assert table.placed
    assert table.industries == ("非煤矿山", "危险化学品", "钢铁", "粉尘涉爆", "铝加工", "有限空间", "其他")
