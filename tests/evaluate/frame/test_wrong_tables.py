"""What is wrong with a table is said, all of it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

from enforce_rules import EnforceRulesError, FactsError
from tests.evaluate.frame.kinds import KINDS, SMALL, SOME, codes, inspections
from tests.evaluate.tables import codes_of, table_of
from tests.small import ON


def table(**columns: Any) -> pl.DataFrame:
    """Two enterprises with some columns."""
    return pl.DataFrame({"enterprise": ["甲厂", "乙厂"], **columns})


def _typed(name: str, values: list[Any], dtype: Any) -> pl.DataFrame:
    return table(**{name: pl.Series(values, dtype=dtype)})


NEVER = date(2020, 10, 31)

WRONG: dict[str, tuple[Any, dict[str, Any], list[str]]] = {
    # the type of a column
    "whole numbers for a bool": (table(b1=[1, 0]), {}, ["b1（是否（bool））应为布尔列，实为 Int64", "1 和 0 不能当作"]),
    "text for a bool": (table(b1=["true", "false"]), {}, ["b1（是否（bool））应为布尔列，实为 String"]),
    "whole numbers for a member": (table(s1__子=[1, 0]), {}, ["s1__子（多选（set））应为布尔列，实为 Int64"]),
    "floats for an int": (table(i1=[1.0, 2.0]), {}, ["i1（整数（int））应为整数列，实为 Float64", "可空的整数类型"]),
    "bools for an int": (table(i1=[True, False]), {}, ["i1（整数（int））应为整数列，实为 Boolean"]),
    "text for an int": (table(i1=["1", "2"]), {}, ["i1（整数（int））应为整数列，实为 String"]),
    "decimals for an int": (table(i1=[Decimal(1), Decimal(2)]), {}, ["i1（整数（int））应为整数列，实为 Decimal"]),
    "single precision": (
        _typed("n1", [0.5, 1], pl.Float32),
        {},
        ["n1（数（number））应为数列，实为 Float32", "单精度"],
    ),
    "bools for a number": (table(n1=[True, False]), {}, ["n1（数（number））应为数列，实为 Boolean"]),
    "text for a number": (table(n1=["0.5", "1"]), {}, ["n1（数（number））应为数列，实为 String"]),
    "text for a date": (
        table(d1=["2021-09-01"] * 2),
        {},
        ["d1（日期（date））应为日期列，实为 String", "先转换为日期"],
    ),
    "times for a date": (table(d1=[datetime(2021, 9, 1, 8)] * 2), {}, ["d1（日期（date））应为日期列，实为 Datetime"]),
    "numbers for a choice": (table(e1=[1, 2]), {}, ["e1（单选（enum））应为文字列，实为 Int64"]),
    "lists for a choice": (table(e1=[["甲"], ["乙"]]), {}, ["e1（单选（enum））应为文字列，实为 List"]),
    # names of columns
    "an unknown column": (table(b11=[True, False]), {}, ["b11: 不是事实的名称（是否为 b1？）"]),
    "a column to carry along": (table(电话=["1", "2"]), {}, ["电话: 不是事实的名称", "列在 keys 中"]),
    "a misspelt member": (table(s1__子子=[True, False]), {}, ["s1__子子: 不是事实的名称（是否为 s1__子？）"]),
    "a set in one column": (table(s1=["子", "丑"]), {}, ["s1: 多选的事实每个选项一列（如 s1__子"]),
    "a set written twice": (table(s1=[["子"], []], s1__子=[True, False]), {}, ["s1: 既有列表列，又有 s1__子 这样的列"]),
    "a missing key": (table(), {"keys": ["enterprize"]}, ["没有 enterprize 这一列（是否为 enterprise？）"]),
    "a key that is an item": (
        table(**{"TT-01": [1, 2]}),
        {"keys": ["enterprise", "TT-01"]},
        ["TT-01: 随结果带出的列不能与检查事项同名"],
    ),
    # the day
    "no column of days": (table(), {"on": "day"}, ["没有 day 这一列"]),
    "no day in a row": (table(on=[None, ON]), {"on": "on"}, ["on: 有1个值不对", "每一行都要写检查日期"]),
    "a day before the law that is held": (table(on=[NEVER, ON]), {"on": "on"}, ["2020-10-31", "没有收录此前的法律"]),
    "an early day for all": (table(), {"on": NEVER}, ["检查日期2020-10-31早于2020-11-01，本手册没有收录此前的法律"]),
    "days as text": (table(on=["2021-09-01"] * 2), {"on": "on"}, ["on: 检查日期应为日期列，实为 String"]),
    "days as times": (table(on=[datetime(2021, 9, 1)] * 2), {"on": "on"}, ["on: 检查日期应为日期列，实为 Datetime"]),
    # values
    "below the least": (table(i1=[-1, 0]), {}, ["i1: 有1个值不对：-1（第1行 enterprise=甲厂）", "0至4"]),
    "above the greatest": (table(i1=[0, 5]), {}, ["i1: 有1个值不对：5（第2行 enterprise=乙厂）", "0至4"]),
    "a narrow one above the greatest": (_typed("i1", [0, 200], pl.UInt8), {}, ["i1: 有1个值不对：200"]),
    "a number above the greatest": (table(n1=[2.000000001, 2]), {}, ["n1: 有1个值不对：2.000000001"]),
    "a decimal above the greatest": (table(n1=[Decimal("2.1"), Decimal(2)]), {}, ["n1: 有1个值不对：2.1"]),
    "not a number": (table(n1=[float("nan"), 0]), {}, ["n1: 有1个值不对：nan", "没有记录的留空，不写 NaN"]),
    "infinity": (table(n1=[float("inf"), -float("inf")]), {}, ["n1: 有2个值不对：inf", "-inf"]),
    "not a choice": (table(e1=["丁", "甲"]), {}, ["e1: 有1个值不对：丁", "可选：甲、乙、丙"]),
    "a category that is no choice": (_typed("e1", ["丁", None], pl.Categorical), {}, ["e1: 有1个值不对：丁"]),
    "an enum that is no choice": (_typed("e1", ["丁", "甲"], pl.Enum(["甲", "丁"])), {}, ["e1: 有1个值不对：丁"]),
    "empty text": (table(e1=["", "甲"]), {}, ["e1: 有1个值不对"]),
    "a day before all": (
        table(d1=[date(1899, 12, 31), ON]),
        {},
        ["d1: 有1个值不对：1899-12-31", "1900-01-01至2200-12-31"],
    ),
    "a day after all": (table(d1=[date(2201, 1, 1), ON]), {}, ["d1: 有1个值不对：2201-01-01"]),
    "no member of a list": (table(s1=[["子", "卯"], []]), {}, ["s1: 有1个值不对", "可选：子、丑、寅"]),
    "a member twice in a list": (table(s1=[["子", "子"], []]), {}, ["s1: 有1个值不对", "不重复"]),
    "many, of which some are shown": (
        pl.DataFrame({"i1": list(range(3, 13))}),
        {},
        ["i1: 有8个值不对：5（第3行）、6（第4行）、7（第5行）（0至4）"],
    ),
    # what is asked for
    "an unknown output": (table(), {"output": "verdict"}, ["没有 verdict 这种结果（是否为 verdicts？）"]),
    "any output": (table(), {"output": "结果"}, ["没有 结果 这种结果", "verdicts、violations、needed、counts"]),
    "counted by nothing known": (
        table(),
        {"output": "counts", "by": ["tabel"]},
        ["不能按 tabel 统计（是否为 table？）"],
    ),
    "counted by a number": (
        table(n1=[1, 2]),
        {"output": "counts", "by": ["n1"]},
        ["n1: 不能按 n1 统计（只能按单选、多选"],
    ),
    "counted by an absent fact": (table(), {"output": "counts", "by": ["b1"]}, ["b1: 表中没有 b1 这一列"]),
    # no table
    "a list": ([], {}, ["list 不是数据表（可用：Polars"]),
    "a dict": ({"b1": [True]}, {}, ["dict 不是数据表"]),
    "text": ("facts.parquet", {}, ["str 不是数据表"]),
    "nothing": (None, {}, ["NoneType 不是数据表"]),
    "one column": (pl.Series("b1", [True]), {}, ["Series 不是数据表"]),
    # pandas
    "two columns of one name": (pd.DataFrame([[True, False]], columns=["b1", "b1"]), {}, ["b1: 有重名的列"]),
    "rows without columns": (pd.DataFrame(index=["甲厂", "乙厂"]), {}, ["表中没有列"]),
    "a column without a name": (pd.DataFrame([[True, False]], columns=["b1", 3]), {}, ["3: 列名应为文字"]),
    "several levels of names": (
        pd.DataFrame([[1]], columns=pd.MultiIndex.from_tuples([("a", "b")])),
        {},
        ["列名应为文字"],
    ),
    "text and numbers in one column": (pd.DataFrame({"e1": ["甲", 3]}), {}, ["e1: 列中的值不是同一种类型"]),
    "bools and numbers in one column": (pd.DataFrame({"b1": [True, 1]}, dtype=object), {}, ["b1: 列中的值不是同一种"]),
    "numbers for bools in pandas": (
        pd.DataFrame({"b1": [1.0, np.nan]}),
        {},
        ["b1（是否（bool））应为布尔列，实为 Float64"],
    ),
    "a part of a whole in pandas": (
        pd.DataFrame({"i1": [1.5, np.nan]}),
        {},
        ["i1（整数（int））应为整数列，实为 Float64"],
    ),
    "infinity for an int in pandas": (pd.DataFrame({"i1": [np.inf, 1]}), {}, ["i1（整数（int））应为整数列"]),
    "a time of day in pandas": (
        pd.DataFrame({"d1": pd.to_datetime(["2021-09-01 08:00"])}),
        {},
        ["d1（日期（date））应为日期列"],
    ),
    "numbers as choices in pandas": (
        pd.DataFrame({"e1": pd.Categorical([1, 2])}),
        {},
        ["e1（单选（enum））应为文字列"],
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_tables(name: str) -> None:
    given_, options, said = WRONG[name]
    with pytest.raises(EnforceRulesError) as raised:
        SMALL.inspect_frame(given_, **{"on": ON, **options})
    assert isinstance(raised.value, FactsError) or "output" in options
    message = str(raised.value)
    assert all(part in message for part in said), message


@pytest.mark.parametrize("engine", ["polars lazy", "duckdb", "pyarrow", "pandas by default"])
@pytest.mark.parametrize(
    "name", [name for name, (given_, *_) in WRONG.items() if isinstance(given_, pl.DataFrame) and "list" not in name]
)
def test_wrong_tables_of_other_kinds(engine: str, name: str) -> None:
    """Refused as well, with the same column named; what pandas takes for something else is told by its own tests."""
    given_, options, said = WRONG[name]
    pandas = engine.startswith("pandas")
    wrong = given_.to_pandas(use_pyarrow_extension_array=True) if pandas else KINDS[engine][0](given_)
    with pytest.raises(EnforceRulesError) as raised:
        SMALL.inspect_frame(wrong, **{"on": ON, **options})
    place = said[0].partition("（")[0].partition(":")[0].partition("不")[0]
    assert place in str(raised.value)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"on": None}, "检查日期"),
        ({"on": datetime(2021, 9, 1, 8)}, "检查日期"),
        ({"keys": "enterprise"}, "keys"),
        ({"keys": ["enterprise", "enterprise"]}, "enterprise"),
        ({"output": "counts", "by": "table"}, "by"),
        ({"output": "needed", "top": 0}, "top"),
        ({"output": "needed", "top": -1}, "top"),
    ],
    ids=str,
)
def test_wrong_arguments(options: dict[str, Any], said: str) -> None:
    with pytest.raises(EnforceRulesError, match=said):
        SMALL.inspect_frame(table(), **{"on": ON, **options})


@pytest.mark.parametrize(
    ("output", "key"),
    [
        ("violations", "item"),
        ("violations", "breach"),
        ("violations", "major"),
        ("needed", "fact"),
        ("needed", "items"),
        ("needed", "settles"),
        ("counts", "enterprises"),
    ],
)
def test_a_key_named_as_a_column_of_the_result(output: str, key: str) -> None:
    """It is refused: it would be overwritten."""
    with pytest.raises(FactsError, match=key):
        SMALL.inspect_frame(table(**{key: ["1", "2"]}), ON, output, keys=[key, "enterprise"], by=[key])


@pytest.mark.parametrize("key", ["row", "row number", "verdict", "atom0", "v0", "m0", "found", "rows", "limit0"])
@pytest.mark.parametrize("output", ["verdicts", "violations", "needed"])
def test_a_key_may_have_any_other_name(output: str, key: str) -> None:
    """The names that are used inside are not in the way."""
    read = table_of(SOME, SMALL.types)
    found = SMALL.inspect_frame(read.rename({"enterprise": key}), ON, output, keys=[key])
    assert found.rows() == SMALL.inspect_frame(read, ON, output).rows()
    with pytest.raises(FactsError, match=f"{key}=企业0"):
        SMALL.inspect_frame(read.rename({"enterprise": key}).with_columns(i1=pl.lit(9)), ON, output, keys=[key])


def test_all_problems_at_once() -> None:
    columns = table(b1=[1, 0], i1=[0.5, 1.0], x=["a", "b"], s1=["子", "丑"], d1=["2021-09-01", None])
    with pytest.raises(FactsError) as raised:
        SMALL.inspect_frame(columns, ON, keys=["enterprise", "县"])
    assert [problem.place.path for problem in raised.value.problems] == ["县", "b1", "i1", "x", "s1", "d1"]
    values = table(i1=[9, 9], i2=[9, 1], e1=["丁", None], n1=[float("nan"), 3.0], d1=[date(1800, 1, 1), None])
    with pytest.raises(FactsError) as raised:
        SMALL.inspect_frame(values, ON)
    assert {problem.place.path for problem in raised.value.problems} == {"i1", "i2", "e1", "n1", "d1"}


def test_all_problems_of_pandas_at_once() -> None:
    wrong = pd.DataFrame(
        {"e1": pd.Series(["甲", 3], dtype=object), "b1": pd.Series([True, "x"], dtype=object), 3: [1, 2]}
    )
    with pytest.raises(FactsError) as raised:
        SMALL.inspect_frame(wrong, ON)
    assert {problem.place.path for problem in raised.value.problems} == {"e1", "b1", "3"}


def test_without_a_check_values_are_not_looked_at() -> None:
    outside = table(i1=[9, 1], e1=["丁", "甲"])
    assert SMALL.inspect_frame(outside, ON, check=False).height == 2
    with pytest.raises(FactsError, match="应为布尔列"):
        SMALL.inspect_frame(table(b1=[1, 0]), ON, check=False)


def test_bool_categories_of_pandas_are_read_as_they_are() -> None:
    judged = SMALL.inspect_frame(pd.DataFrame({"b1": pd.Categorical([True, False]), "i1": [0, 0]}), ON)
    assert codes_of(judged, SMALL) == codes(
        inspections(SMALL, [{"b1": True, "i1": 0}, {"b1": False, "i1": 0}], [ON] * 2)
    )
