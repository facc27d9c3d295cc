"""How many enterprises of a table are judged otherwise: as an inspection of each row would tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars
import pytest

from enforce_rules import EnforceRulesError, FactsError, Manual
from enforce_rules.quality.against import MOST_PROBLEMS, Counted, count
from enforce_rules.quality.diff import Side
from tests.small import FACTS, small_manual

ON = date(2021, 9, 1)
OLD = small_manual(
    {
        "TT-01": ("b1", {"x": "i1 > 2"}),
        "TT-02": ("true", {"x": 'e1 == "甲" or "子" in s1', "y": "n1 > 1"}),
        "TT-03": ("true", {"x": "on > months_after(d1, 12)"}),
    }
)
NEW = small_manual(
    {
        "TT-01": ("b1", {"x": "i1 > 3"}),
        "TT-02": ("true", {"x": 'e1 == "甲" or "丑" in s1', "y": "n1 > 1.25"}),
        "TT-03": ("true", {"x": "on > months_after(d1, 12)"}),
    }
)
COLUMNS: dict[str, list[Any]] = {
    "b1": [True, True, False, None, True, True],
    "i1": [3, 4, 3, 3, None, 0],
    "e1": ["丙", "甲", "丙", "乙", None, "丙"],
    "s1": [["子"], ["子"], ["丑", "寅"], [], [], None],
    "n1": [0.5, 1.0, 1.25, 1.5, None, 0.1],
    "d1": [date(2020, 9, 1), date(2020, 8, 31), date(2021, 1, 1), None, date(2020, 9, 1), date(2020, 8, 31)],
}


def table(folder: Path, columns: Mapping[str, Sequence[Any]] | polars.DataFrame, name: str = "table.parquet") -> Path:
    frame = columns if isinstance(columns, polars.DataFrame) else polars.DataFrame(columns)
    frame.write_parquet(folder / name)
    return folder / name


def counted(path: Path, old: Manual = OLD, new: Manual = NEW, on: date = ON, and_on: date | None = None) -> Counted:
    return count(Side(old, on), Side(new, and_on or on), path)


def by_inspection(columns: Mapping[str, Sequence[Any]], on: date = ON, and_on: date = ON) -> tuple[dict[str, int], int]:
    """The same figures from an inspection of every row by both manuals."""
    items: dict[str, int] = {}
    enterprises = 0
    for row in zip(*columns.values(), strict=True):
        facts = {name: value for name, value in zip(columns, row, strict=True) if value is not None}
        before, after = OLD.inspect({"facts": facts}, on), NEW.inspect({"facts": facts}, and_on)
        changed = [item for item in OLD.items if before[item].verdict != after[item].verdict]
        enterprises += bool(changed)
        for item in changed:
            items[item] = items.get(item, 0) + 1
    return items, enterprises


def problems_of(path: Path) -> list[str]:
    with pytest.raises(FactsError) as caught:
        counted(path)
    assert {problem.place.file for problem in caught.value.problems} == {str(path)}
    return [problem.what for problem in caught.value.problems]


@pytest.mark.parametrize("and_on", [ON, date(2021, 9, 2)])
def test_the_figures_are_those_of_inspecting_every_row(tmp_path: Path, and_on: date) -> None:
    found = counted(table(tmp_path, COLUMNS), and_on=and_on)
    assert (found.by_item, found.enterprises) == by_inspection(COLUMNS, ON, and_on)
    assert found.rows == 6
    assert set(found.by_item) == ({"TT-01", "TT-02"} if and_on == ON else {"TT-01", "TT-02", "TT-03"})


def test_an_enterprise_with_two_changes_is_one_enterprise(tmp_path: Path) -> None:
    found = counted(table(tmp_path, {"b1": [True], "i1": [3], "e1": ["丙"], "s1": [["子"]], "n1": [0]}))
    assert (dict(found.by_item), found.enterprises) == ({"TT-01": 1, "TT-02": 1}, 1)


def test_nothing_recorded_is_not_the_same_as_false(tmp_path: Path) -> None:
    """With the fact unknown both manuals wait; with zero both are content; with three they differ."""
    assert counted(table(tmp_path, {"b1": [True, True, True], "i1": [None, 0, 3]})).by_item == {"TT-01": 1}
    assert counted(table(tmp_path, {"b1": [None], "i1": [3]})).enterprises == 0


def test_an_empty_list_is_an_empty_set_and_null_is_none_recorded(tmp_path: Path) -> None:
    new = small_manual({"TT-01": ("true", {"x": "count(s1) > 0"})})
    old = small_manual({"TT-01": ("true", {"x": "count(s1) > 0 or count(s1) < 1"})})
    found = counted(table(tmp_path, {"s1": [[], ["子"], None]}), old, new)
    assert (found.rows, found.enterprises) == (3, 1)


def test_columns_that_are_no_facts_are_named_and_left(tmp_path: Path) -> None:
    columns: dict[str, list[Any]] = {
        "name": ["甲厂", "乙厂"],
        **{name: values[:2] for name, values in COLUMNS.items()},
        "raw": [b"1", b"2"],
    }
    assert counted(table(tmp_path, columns)).ignored == ("name", "raw")


def test_a_table_without_a_fact_still_has_its_rows(tmp_path: Path) -> None:
    found = counted(table(tmp_path, {"name": ["甲厂", "乙厂"]}))
    assert found.as_dict() == {"rows": 2, "enterprises": 0, "items": {}, "ignored_columns": ["name"]}


def test_a_table_without_rows(tmp_path: Path) -> None:
    for number, frame in enumerate((polars.DataFrame(), polars.DataFrame({"b1": []}))):
        assert counted(table(tmp_path, frame, f"{number}.parquet")).rows == 0


def test_a_fact_of_one_side_alone_is_read(tmp_path: Path) -> None:
    old = small_manual({"TT-01": ("true", {"x": "b1"})}, {"b1": FACTS["b1"]})
    new = small_manual({"TT-01": ("true", {"x": "b2"})}, {"b2": FACTS["b2"]})
    found = counted(table(tmp_path, {"b1": [True, True], "b2": [False, True], "b3": [True, True]}), old, new)
    assert (found.enterprises, found.ignored) == (1, ("b3",))


def test_items_of_one_side_alone_are_not_counted(tmp_path: Path) -> None:
    more = small_manual({"TT-01": ("b1", {"x": "i1 > 2"}), "TT-09": ("true", {"x": "b1"})})
    found = counted(table(tmp_path, {"b1": [True], "i1": [3]}), more, NEW)
    assert dict(found.by_item) == {"TT-01": 1}


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("e1", polars.Series(["甲", "乙"], dtype=polars.Categorical)),
        ("e1", polars.Series(["甲", "乙"], dtype=polars.Enum(["甲", "乙"]))),
        ("i1", polars.Series([3, 4], dtype=polars.UInt8)),
        ("n1", polars.Series([Decimal("1.25"), Decimal("0.50")])),
        ("n1", polars.Series([1, 2])),
        ("s1", polars.Series([["子", "丑"], ["寅"]], dtype=polars.List(polars.Categorical))),
        ("s1", polars.Series([["子"], ["寅"]], dtype=polars.Array(polars.String, 1))),
        ("d1", polars.Series(["2020-09-01", "2020-08-31"])),
    ],
)
def test_other_ways_in_which_a_table_may_hold_the_same(tmp_path: Path, name: str, values: polars.Series) -> None:
    found = counted(table(tmp_path, polars.DataFrame({name: values})))
    assert (found.by_item, found.enterprises) == by_inspection({name: values.to_list()})


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("b1", 1, "第1行 b1 应为 true 或者 false，写的是1"),
        ("b1", "true", "第1行 b1 应为 true 或者 false，写的是文字“true”"),
        ("i1", 3.5, "第1行 i1 应为整数，写的是3.5"),
        ("i1", 3.0, "第1行 i1 应为整数，写的是3.0"),
        ("i1", True, "第1行 i1 应为整数，写的是true"),
        ("i1", 5, "第1行 i1 5大于最大值4"),
        ("n1", float("nan"), "第1行 n1 应为数，写的是nan"),
        ("n1", "1", "第1行 n1 应为数，写的是文字“1”"),
        ("e1", "丁", "第1行 e1 选项表里没有文字“丁”"),
        ("e1", ["甲"], "第1行 e1 应为选项表中的一项，写的是一个列表"),
        ("s1", "子", "第1行 s1 应为选项的列表，写的是文字“子”"),
        ("s1", ["子", None], "第1行 s1 列表中应为文字，写的是None"),
        ("s1", ["子", "子"], "第1行 s1 列表中有重复的项"),
        ("s1", {"子": True}, "第1行 s1 应为选项的列表，写的是一组键和值"),
        ("d1", "2020.9.1", "第1行 d1 应为日期，写的是文字“2020.9.1”"),
        ("d1", datetime(2020, 9, 1), "第1行 d1 应为日期，写的是2020-09-01 00:00:00"),
    ],
)
def test_a_value_that_does_not_fit_is_told_once_with_row_and_column(
    tmp_path: Path, name: str, value: Any, says: str
) -> None:
    assert problems_of(table(tmp_path, {name: [value]})) == [says]


def test_all_wrong_values_are_told_together(tmp_path: Path) -> None:
    columns: dict[str, list[Any]] = {
        "i1": [1, 9, None, -1],
        "e1": ["甲", "丁", "戊", None],
        "name": ["a", "b", "c", "d"],
    }
    assert [what.split(" ")[:2] for what in problems_of(table(tmp_path, columns))] == [
        ["第2行", "i1"],
        ["第2行", "e1"],
        ["第3行", "e1"],
        ["第4行", "i1"],
    ]


def test_a_value_that_fits_one_side_alone_does_not_fit(tmp_path: Path) -> None:
    wide = small_manual({"TT-01": ("true", {"x": "i1 > 2"})}, {"i1": {"type": "int", "min": 0, "max": 9}})
    with pytest.raises(FactsError, match="第1行 i1 7大于最大值4"):
        counted(table(tmp_path, {"i1": [7]}), wide, NEW)


@pytest.mark.parametrize(("rows", "told"), [(MOST_PROBLEMS, MOST_PROBLEMS), (MOST_PROBLEMS + 1, MOST_PROBLEMS + 1)])
def test_of_very_many_wrong_values_the_first_are_told_and_that_there_may_be_more(
    tmp_path: Path, rows: int, told: int
) -> None:
    found = problems_of(table(tmp_path, {"i1": [9] * rows}))
    assert len(found) == told
    assert found[MOST_PROBLEMS - 1].startswith(f"第{MOST_PROBLEMS}行 i1")
    assert found[MOST_PROBLEMS:] == [f"第{MOST_PROBLEMS + 1}行起没有再查"] * (rows - MOST_PROBLEMS)


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path: Path) -> None:
    (said,) = problems_of(tmp_path / "nowhere.parquet")
    assert said.startswith("读不了文件：")
    table(tmp_path, COLUMNS)
    (said,) = problems_of(tmp_path)
    assert said.startswith("读不了文件："), "a folder is not taken for a set of files"


@pytest.mark.parametrize("content", [b"", b"i1,b1\n3,true\n", b"PAR1" + b"\0" * 40 + b"PAR1"])
def test_a_file_that_is_no_parquet_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "table.parquet"
    path.write_bytes(content)
    assert problems_of(path) == ["不是可读的 Parquet 文件"]


def test_a_file_that_was_cut_off(tmp_path: Path) -> None:
    path = table(tmp_path, COLUMNS)
    path.write_bytes(path.read_bytes()[:-20])
    assert problems_of(path) == ["不是可读的 Parquet 文件"]


def test_the_name_of_a_file_is_a_name_and_no_pattern(tmp_path: Path) -> None:
    assert counted(table(tmp_path, COLUMNS, "企业[1]*.parquet")).rows == 6
    table(tmp_path, COLUMNS, "a.parquet")
    (said,) = problems_of(tmp_path / "?.parquet")
    assert said.startswith("读不了文件：")


def test_without_a_day_nothing_can_be_counted(tmp_path: Path) -> None:
    path = table(tmp_path, COLUMNS)
    for sides in ((Side(OLD), Side(NEW)), (Side(OLD, ON), Side(NEW)), (Side(OLD), Side(NEW, ON))):
        with pytest.raises(EnforceRulesError, match="按哪一天的法律"):
            count(*sides, path)
