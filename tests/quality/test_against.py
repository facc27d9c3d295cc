"""How many enterprises of a table are judged otherwise: as an inspection of each row would tell."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars
import pytest

from enforce_rules import EnforceRulesError, FactsError, Manual
from enforce_rules.quality.against import Counted, count
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


def problems_of(path: Path, old: Manual = OLD, new: Manual = NEW) -> list[str]:
    """What is wrong, without the name of the file, which every problem has."""
    with pytest.raises(FactsError) as caught:
        counted(path, old, new)
    assert {problem.place.file for problem in caught.value.problems} == {str(path)}
    return [str(problem).removeprefix(str(path)).lstrip(": ") for problem in caught.value.problems]


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


def test_a_column_for_each_member_says_the_same_as_a_column_of_lists(tmp_path: Path) -> None:
    sets = COLUMNS["s1"]
    members = {
        f"s1__{member}": [None if has is None else member in has for has in sets] for member in FACTS["s1"]["values"]
    }
    columns = {**{name: values for name, values in COLUMNS.items() if name != "s1"}, **members}
    assert counted(table(tmp_path, columns)) == counted(table(tmp_path, COLUMNS, "lists.parquet"))


def test_a_member_without_a_column_is_not_recorded(tmp_path: Path) -> None:
    """By the old manual 子 is enough; by the new one it says nothing of 丑."""
    columns: dict[str, list[Any]] = {"e1": ["丙", "丙"], "n1": [0, 0], "s1__子": [True, None]}
    assert counted(table(tmp_path, columns)).by_item == {"TT-02": 1}


def test_columns_that_are_no_facts_are_named_and_left(tmp_path: Path) -> None:
    columns: dict[str, list[Any]] = {
        "name": ["甲厂", "乙厂"],
        **{name: values[:2] for name, values in COLUMNS.items()},
        "s1__癸": [1, 2],
        "raw": [b"1", b"2"],
        "enterprise": ["甲", "乙"],
        "TT-01": [True, False],
    }
    found = counted(table(tmp_path, columns))
    assert found.ignored == ("name", "s1__癸", "raw", "enterprise", "TT-01")
    assert found.by_item == by_inspection({name: values[:2] for name, values in COLUMNS.items()})[0]


def test_a_table_without_a_fact_still_has_its_rows(tmp_path: Path) -> None:
    found = counted(table(tmp_path, {"name": ["甲厂", "乙厂"]}))
    assert found.as_dict() == {"rows": 2, "enterprises": 0, "items": {}, "ignored_columns": ["name"]}


def test_what_is_the_same_for_all_is_counted_for_all(tmp_path: Path) -> None:
    never, always = (small_manual({"TT-01": ("true", {"x": condition})}) for condition in ("false", "true"))
    found = counted(table(tmp_path, {"name": ["甲厂", "乙厂"]}), never, always)
    assert (dict(found.by_item), found.enterprises) == ({"TT-01": 2}, 2)
    assert counted(table(tmp_path, polars.DataFrame()), never, always).enterprises == 0


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
    other = small_manual({"TT-09": ("true", {"x": "b1"})})
    assert counted(table(tmp_path, {"b1": [True], "i1": [3]}), other, NEW).enterprises == 0


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("e1", polars.Series(["甲", "乙"], dtype=polars.Categorical)),
        ("e1", polars.Series(["甲", "乙"], dtype=polars.Enum(["甲", "乙"]))),
        ("i1", polars.Series([3, 4], dtype=polars.UInt8)),
        ("n1", polars.Series([Decimal("1.25"), Decimal("0.50")])),
        ("n1", polars.Series([1, 2])),
        ("s1", polars.Series([["子", "寅"], ["寅"]], dtype=polars.List(polars.Categorical))),
        ("s1", polars.Series([["子", "寅"], ["寅"]], dtype=polars.List(polars.Enum(["子", "寅", "丑", "卯"])))),
        ("b1", polars.Series([None, None])),
    ],
)
def test_other_ways_in_which_a_table_may_hold_the_same(tmp_path: Path, name: str, values: polars.Series) -> None:
    found = counted(table(tmp_path, polars.DataFrame({name: values})))
    assert (found.by_item, found.enterprises) == by_inspection({name: values.to_list()})


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("b1", 1, "b1（是否（bool））应为布尔列，实为 Int64"),
        ("b1", "true", "b1（是否（bool））应为布尔列，实为 String"),
        ("i1", 3.0, "i1（整数（int））应为整数列，实为 Float64"),
        ("i1", True, "i1（整数（int））应为整数列，实为 Boolean"),
        ("n1", "1", "n1（数（number））应为数列，实为 String"),
        ("e1", ["甲"], "e1（单选（enum））应为文字列，实为 List(String)"),
        ("s1", "子", "多选的事实每个选项一列（如 s1__子，"),
        ("s1", {"子": True}, "多选的事实每个选项一列（如 s1__子，"),
        ("s1__子", "true", "s1__子（多选（set））应为布尔列，实为 String"),
        ("d1", "2020-09-01", "d1（日期（date））应为日期列，实为 String"),
        ("d1", datetime(2020, 9, 1), "d1（日期（date））应为日期列，实为 Datetime("),
    ],
)
def test_a_column_of_the_wrong_type_is_told_once_with_its_type(
    tmp_path: Path, name: str, value: Any, says: str
) -> None:
    (said,) = problems_of(table(tmp_path, {name: [value]}))
    assert said.startswith(f"{name}: {says}")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("i1", 5, "5（0至4）"),
        ("n1", 2.5, "2.5（0至2；没有记录的留空，不写 NaN）"),
        ("n1", float("nan"), "nan（0至2；没有记录的留空，不写 NaN）"),
        ("e1", "丁", "丁（可选：甲、乙、丙）"),
        ("s1", ["子", "癸"], "['子', '癸']（不重复，可选：子、丑、寅）"),
        ("s1", ["子", None], "['子', None]（不重复，可选：子、丑、寅）"),
        ("s1", ["子", "子"], "['子', '子']（不重复，可选：子、丑、寅）"),
        ("d1", date(1899, 12, 31), "1899-12-31（1900-01-01至2200-12-31）"),
    ],
)
def test_a_value_that_does_not_fit_is_told_once_with_what_would(
    tmp_path: Path, name: str, value: Any, says: str
) -> None:
    assert problems_of(table(tmp_path, {name: [value]})) == [f"{name}: 有1个值不对：{says}"]


def test_all_wrong_values_are_told_together(tmp_path: Path) -> None:
    """How many in each column, the first of them, and of which enterprise where a column says it."""
    columns: dict[str, list[Any]] = {
        "i1": [1, 9, None, -1],
        "e1": ["甲", "丁", "戊", None],
        "enterprise": ["a", "b", "c", "d"],
    }
    assert problems_of(table(tmp_path, columns)) == [
        "i1: 有2个值不对：9（enterprise=b）、-1（enterprise=d）（0至4）",
        "e1: 有2个值不对：丁（enterprise=b）、戊（enterprise=c）（可选：甲、乙、丙）",
    ]
    assert problems_of(table(tmp_path, {"i1": [9] * 1000})) == ["i1: 有1000个值不对：9、9、9（0至4）"]


def test_the_columns_and_values_of_both_sides_are_told_together(tmp_path: Path) -> None:
    old = small_manual({"TT-01": ("b1", {"x": "i1 > 2"})}, {name: FACTS[name] for name in ("b1", "i1")})
    new = small_manual({"TT-01": ("b1", {"x": "i2 > 2"})}, {name: FACTS[name] for name in ("b1", "i2")})
    wrong: dict[str, list[Any]] = {"i2": ["a"], "b1": [1], "i1": ["a"]}
    told = [said.partition(":")[0] for said in problems_of(table(tmp_path, wrong), old, new)]
    assert told == ["b1", "i1", "i2"]
    told = problems_of(table(tmp_path, {"i2": [9], "b1": [True], "i1": [7]}), old, new)
    assert told == ["i1: 有1个值不对：7（0至4）", "i2: 有1个值不对：9（0至4）"]


def test_a_set_is_written_in_one_way(tmp_path: Path) -> None:
    (said,) = problems_of(table(tmp_path, {"s1": [["子"]], "s1__丑": [True]}))
    assert said == "s1: 既有列表列，又有 s1__丑 这样的列（用一种写法）"


def test_a_value_that_fits_one_side_alone_does_not_fit(tmp_path: Path) -> None:
    wide = small_manual({"TT-01": ("true", {"x": "i1 > 2"})}, {"i1": {"type": "int", "min": 0, "max": 9}})
    for sides in ((wide, NEW), (NEW, wide)):
        assert problems_of(table(tmp_path, {"i1": [7]}), *sides) == ["i1: 有1个值不对：7（0至4）"]


def test_a_fact_with_the_name_of_a_usual_column_is_a_fact(tmp_path: Path) -> None:
    facts = {"sector": FACTS["i1"]}
    old, new = (small_manual({"TT-01": ("true", {"x": f"sector > {least}"})}, facts) for least in (2, 3))
    found = counted(table(tmp_path, {"sector": [3, 4, None]}), old, new)
    assert (found.enterprises, found.ignored) == (1, ())


def test_a_csv_file_is_read_by_the_types_of_both_sides(tmp_path: Path) -> None:
    """One option and a kind of number are of one side alone."""
    old = small_manual({"TT-01": ("true", {"x": 'i1 > 2 or "子" in s1'})}, {name: FACTS[name] for name in ("i1", "s1")})
    facts: dict[str, dict[str, Any]] = {
        "i1": {"type": "number", "min": 0, "max": 4},
        "s1": {"type": "set", "values": ["卯", "丑", "寅"]},
    }
    new = small_manual({"TT-01": ("true", {"x": 'i1 > 3.5 or "卯" in s1'})}, facts)
    path = tmp_path / "table.csv"
    path.write_text("i1,s1__子,s1__丑,s1__卯,name\n3,,,,a\n4,true,false,true,b\n,,,,c\n0,false,,true,d\n", "utf-8")
    for sides in ((old, new), (new, old)):
        found = counted(path, *sides)
        assert (found.rows, found.enterprises, found.ignored) == (4, 2, ("name",))
    path.write_text("i1,s1__卯\n3.5,true\n5,yes\n", "utf-8")
    told = problems_of(path, old, new)
    assert [said.partition("：")[0] for said in told] == ["i1: 有1个值不对", "s1__卯: 有1个值不对"]


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path: Path) -> None:
    (said,) = problems_of(tmp_path / "nowhere.parquet")
    assert said.startswith("读不了文件：")
    table(tmp_path, COLUMNS)
    for folder in (tmp_path, tmp_path / "folder.parquet"):
        folder.mkdir(exist_ok=True)
        (said,) = problems_of(folder)
        assert said.startswith("读不了文件："), "a folder is not taken for a set of files"


@pytest.mark.parametrize("content", [b"", b"i1,b1\n3,true\n", b"PAR1" + b"\0" * 40 + b"PAR1"])
def test_a_file_that_is_no_parquet_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "table.parquet"
    path.write_bytes(content)
    (said,) = problems_of(path)
    assert said.startswith("不是可读的 Parquet 文件")


def test_a_file_that_was_cut_off(tmp_path: Path) -> None:
    path = table(tmp_path, COLUMNS)
    path.write_bytes(path.read_bytes()[:-20])
    (said,) = problems_of(path)
    assert said.startswith("不是可读的 Parquet 文件")


def test_a_file_that_is_spoilt_inside(tmp_path: Path) -> None:
    path = table(tmp_path, {"i1": [number % 5 for number in range(100_000)]})
    content = bytearray(path.read_bytes())
    content[4:104] = b"\xff" * 100
    path.write_bytes(content)
    (said,) = problems_of(path)
    assert said.startswith("不是可读的 Parquet 文件")


def test_a_file_of_another_kind(tmp_path: Path) -> None:
    for name, what in (("table.xlsx", ".xlsx"), ("table", "没有后缀")):
        assert problems_of(table(tmp_path, COLUMNS, name)) == [f"读不了 {what} 的文件（可用：.parquet、.csv）"]


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


@pytest.mark.parametrize("missing", ["polars", "narwhals.stable.v2"])
def test_without_the_extra_it_is_said_what_to_install(missing: str) -> None:
    code = f"import sys; sys.modules[{missing!r}] = None; import enforce_rules.quality.against"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode
    assert "EnforceRulesError: 检查数据表需要 narwhals 和 polars（pip install 'enforce-rules[frame]'）" in done.stderr
