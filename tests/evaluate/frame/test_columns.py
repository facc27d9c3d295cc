"""Columns that are absent, empty or of a narrow type; sets of which some members are recorded; what tables refuse of the language."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enforce_rules import EnforceRulesError, Facts, FactsError
from enforce_rules.evaluate.conditions import VERDICTS
from tests.evaluate.frame.kinds import KINDS, SMALL, SOME, Known, codes, inspections, members_of
from tests.evaluate.tables import as_polars, codes_of, table_of
from tests.small import ON, conditions, known_facts, small_manual

# Columns that are absent, empty, or of a narrow type.


@settings(max_examples=40)
@given(st.lists(known_facts(), min_size=1, max_size=5), st.sets(st.sampled_from(list(SMALL.types))), st.booleans())
def test_a_fact_without_a_column_is_recorded_for_nobody(
    enterprises: list[Known], without: set[str], dropped: bool
) -> None:
    """A column that is not there, and one that has the type of no value."""
    table = table_of(enterprises, SMALL.types)
    columns = [name for name in table.columns if name.partition("__")[0] in without]
    table = table.drop(columns) if dropped else table.with_columns(pl.lit(None).alias(name) for name in columns)
    known = [{name: value for name, value in facts.items() if name not in without} for facts in enterprises]
    assert codes_of(SMALL.inspect_frame(table, ON), SMALL) == codes(inspections(SMALL, known, [ON] * len(known)))


@pytest.mark.parametrize("engine", ["polars", "polars lazy", "duckdb", "pyarrow"])
def test_a_table_without_facts(engine: str) -> None:
    table = KINDS[engine][0](pl.DataFrame({"enterprise": ["甲", "乙"]}))
    judged = SMALL.inspect_frame(table, ON)
    assert as_polars(judged)["enterprise"].to_list() == ["甲", "乙"]
    assert codes_of(judged, SMALL) == codes(inspections(SMALL, [{}, {}], [ON, ON]))
    assert as_polars(SMALL.inspect_frame(table, ON, "violations")).height == 0
    assert as_polars(SMALL.inspect_frame(table, ON, "counts"))["undetermined"].to_list() == [2 * len(SMALL.items)]


def test_a_table_without_keys() -> None:
    table = pl.DataFrame({"b1": [True, None], "b2": [True, None], "i2": [0, None]})
    assert codes_of(SMALL.inspect_frame(table, ON), SMALL)[0][0] == VERDICTS.index("violation")
    assert SMALL.inspect_frame(table, ON, "violations").rows() == [("TT-01", "x", False)]
    needed = SMALL.inspect_frame(table, ON, "needed")
    assert needed.columns == ["fact", "items", "settles"]
    with_keys = SMALL.inspect_frame(table.with_columns(enterprise=pl.Series(["甲", "乙"])), ON, "needed")
    assert needed.rows() == with_keys.drop("enterprise").rows()


@pytest.mark.parametrize("engine", ["polars", "polars lazy", "duckdb"])
@pytest.mark.parametrize(
    ("column", "values", "dtype"),
    [
        *(("i1", [0, 3, None, 4], dtype) for dtype in (pl.Int8, pl.Int16, pl.Int32, pl.Int64)),
        *(("i1", [0, 3, None, 4], dtype) for dtype in (pl.UInt8, pl.UInt16, pl.UInt32, pl.UInt64)),
        *(("n1", [0, 1, None, 2], dtype) for dtype in (pl.Int8, pl.UInt8, pl.Int64)),
        ("n1", [Decimal("0.5"), Decimal("0.500000001"), None, Decimal("1.25")], pl.Decimal(12, 9)),
        ("n1", [Decimal("0.5"), Decimal("0.6"), None, Decimal("1.2")], pl.Decimal(38, 1)),
        ("e1", ["甲", "丙", None, "乙"], pl.Categorical),
        ("e1", ["甲", "丙", None, "乙"], pl.Enum(["甲", "乙", "丙"])),
        ("e1", ["甲", "丙", None, "乙"], pl.Enum(["丁", "丙", "乙", "甲"])),
        ("e1", ["乙", "丙", None, "乙"], pl.Enum(["丙", "乙"])),
    ],
)
def test_types_of_columns(engine: str, column: str, values: list[Any], dtype: Any) -> None:
    """Beside the other facts, with which arithmetic and comparisons tie it together."""
    enterprises = [{**facts, column: value} for facts, value in zip(SOME, values, strict=True)]
    known = [{name: value for name, value in facts.items() if value is not None} for facts in enterprises]
    table = table_of(known, SMALL.types).with_columns(pl.Series(column, values).cast(dtype))
    judged = SMALL.inspect_frame(KINDS[engine][0](table), ON)
    assert codes_of(judged, SMALL) == codes(inspections(SMALL, known, [ON] * len(known)))


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize("dtype", [pl.Int8, pl.UInt8, pl.Int16, pl.UInt64], ids=str)
def test_a_narrow_column_beside_large_numbers(engine: str, dtype: Any) -> None:
    """A constant, a bound or a result that the column's own type cannot hold."""
    facts = {"i1": {"type": "int", "min": 0, "max": 100_000}, "i2": {"type": "int", "min": -5}}
    texts = ["i1 >= 300", "i1 * 1000 > 50000", "i1 - 100 < i2", "max(i1, 70000) > 70000", "i1 - 1 < 0", "i2 < i1"]
    small = small_manual({f"TT-{n:02}": ("true", {"x": text}) for n, text in enumerate(texts)}, facts)
    enterprises: list[Known] = [{"i1": 0, "i2": -5}, {"i1": 51, "i2": 127}, {"i1": 127, "i2": -1}]
    table = table_of(enterprises, small.types).with_columns(pl.col("i1").cast(dtype))
    judged = small.inspect_frame(KINDS[engine][0](table), ON)
    assert codes_of(judged, small) == codes(inspections(small, enterprises, [ON] * 3))


# Sets of which some members are recorded.


@settings(max_examples=60)
@given(
    conditions(("s1", "b1")),
    st.lists(st.tuples(*[st.sampled_from([True, False, None])] * 3, st.sampled_from([True, False, None])), min_size=1),
    st.sets(st.sampled_from("子丑寅")),
)
def test_members_that_are_not_recorded(text: str, rows: list[tuple[Any, ...]], absent: set[str]) -> None:
    """What is said of such a row is what is said of every way of filling it in."""
    small = small_manual({"TT-01": ("true", {"x": text})})
    columns = {
        f"s1__{member}": pl.Series([row[n] for row in rows], dtype=pl.Boolean)
        for n, member in enumerate("子丑寅")
        if member not in absent
    }
    table = pl.DataFrame({**columns, "b1": pl.Series([row[3] for row in rows], dtype=pl.Boolean)})
    for row, (found,) in zip(rows, codes_of(small.inspect_frame(table, ON), small), strict=True):
        choices = [
            [True, False] if value is None or (n < 3 and "子丑寅"[n] in absent) else [value]
            for n, value in enumerate(row)
        ]
        filled: list[Known] = [
            {"s1": frozenset(m for m, has in zip("子丑寅", whole[:3], strict=True) if has), "b1": whole[3]}
            for whole in product(*choices)
        ]
        possible = {number for (number,) in codes(inspections(small, filled, [ON] * len(filled)))}
        assert found == VERDICTS.index("undetermined") or possible == {found}
        if len(filled) == 1:
            assert possible == {found}


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize(
    ("text", "members", "verdict"),
    [
        ('overlaps(s1, {"子", "丑"})', {"子": True}, "violation"),
        ('overlaps(s1, {"子", "丑"})', {"子": False}, "undetermined"),
        ('overlaps(s1, {"子", "丑"})', {"子": False, "丑": False}, "compliant"),
        ('overlaps(s1, {"子", "丑"})', {"寅": True}, "undetermined"),
        ('includes(s1, {"子", "丑"})', {"子": False}, "compliant"),
        ('includes(s1, {"子", "丑"})', {"子": True, "丑": True}, "violation"),
        ('"子" in s1', {"子": True}, "violation"),
        ('"子" in s1', {"丑": True}, "undetermined"),
        ("count(s1) > 0", {"丑": True}, "violation"),
        ("count(s1) == 0", {"丑": True}, "compliant"),
        ("count(s1) > 0", {"丑": False}, "undetermined"),
        ("count(s1) >= 2", {"子": True, "丑": True}, "undetermined"),
        ("count(s1) >= 2", {"子": True, "丑": True, "寅": False}, "violation"),
        ("overlaps(s1, s1)", {"子": True}, "violation"),
    ],
)
def test_a_recorded_member_decides_what_it_can(engine: str, text: str, members: dict[str, bool], verdict: str) -> None:
    small = small_manual({"TT-01": ("true", {"x": text})})
    table = pl.DataFrame({f"s1__{member}": [has] for member, has in members.items()})
    assert codes_of(small.inspect_frame(KINDS[engine][0](table), ON), small) == [(VERDICTS.index(verdict),)]


@settings(max_examples=25)
@given(st.lists(known_facts(), min_size=1, max_size=5))
def test_a_set_as_a_column_of_lists(enterprises: list[Known]) -> None:
    members = [f"s1__{member}" for member in "子丑寅"]
    lists = pl.Series("s1", [members_of(facts) for facts in enterprises], pl.List(pl.String))
    table = table_of(enterprises, SMALL.types).drop(members).with_columns(lists)
    assert codes_of(SMALL.inspect_frame(table, ON), SMALL) == codes(
        inspections(SMALL, enterprises, [ON] * len(enterprises))
    )


# What tables refuse of the language.


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("n1 * 2 > 1", "小数的运算在数据表中不能准确计算"),
        ("n1 + i1 > 1", "小数的运算在数据表中不能准确计算"),
        ("n1 - 0.1 == 0.2", "小数的运算在数据表中不能准确计算"),
        ("i1 * 1000000 * 1000000 > 0", "运算的结果可能超过64位整数"),
        ("free * 10000000 > 0", "运算的结果可能超过64位整数"),
        ("n1 > 123456789012.123456", "的位数过多，数据表中不能准确比较"),
    ],
)
def test_what_would_not_be_exact_is_refused(text: str, said: str) -> None:
    facts: dict[str, dict[str, Any]] = {
        "i1": {"type": "int", "min": 0, "max": 10_000_000},
        "n1": {"type": "number"},
        "free": {"type": "int"},
    }
    small = small_manual({"TT-01": ("true", {"x": text})}, facts)
    with pytest.raises(EnforceRulesError, match=said):
        small.inspect_frame(pl.DataFrame({"i1": [1], "n1": [0.5], "free": [1]}), ON)
    assert small.inspect(Facts({"i1": 1, "n1": Decimal("0.5"), "free": 1}), ON).verdicts


@pytest.mark.parametrize(
    "text", ["free * 1000000 > 5000000", "free + free - 1 > 0", "n1 > 123456.789012345", "free * 4611686 >= 0"]
)
def test_what_is_just_exact_is_not_refused(text: str) -> None:
    small = small_manual({"TT-01": ("true", {"x": text})}, {"free": {"type": "int"}, "n1": {"type": "number"}})
    enterprises: list[Known] = [
        {"free": 10**12, "n1": Decimal("123456.789012345")},
        {"free": -(10**12), "n1": Decimal("123456.789012346")},
        {"free": 5, "n1": Decimal(0)},
        {"free": 6},
    ]
    for engine in ("polars", "duckdb"):
        judged = small.inspect_frame(KINDS[engine][0](table_of(enterprises, small.types)), ON)
        assert codes_of(judged, small) == codes(inspections(small, enterprises, [ON] * 4))


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize("text", ["0.1", "-7.25", "1234567.89", "999999999.999999", "100000000000", "0", "0.000000001"])
def test_a_decimal_is_judged_exactly(engine: str, text: str) -> None:
    """Whatever number of decimals its column has room for."""
    small = small_manual({"TT-01": ("true", {"x": f"n1 > {text}", "y": f"n1 < {text}"})}, {"n1": {"type": "number"}})
    for places in (9, 18):
        read = KINDS[engine][0](pl.DataFrame({"n1": pl.Series([Decimal(text)], dtype=pl.Decimal(38, places))}))
        assert codes_of(small.inspect_frame(read, ON), small) == [(VERDICTS.index("compliant"),)]


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_a_decimal_of_too_many_digits_is_refused(engine: str) -> None:
    """One billionth above a hundred thousand million is above it, which floating point does not see."""
    small = small_manual({"TT-01": ("true", {"x": "n1 > 100000000000"})}, {"n1": {"type": "number"}})
    value = Decimal("100000000000.000000001")
    read = KINDS[engine][0](pl.DataFrame({"n1": pl.Series([value], dtype=pl.Decimal(38, 9))}))
    with pytest.raises(FactsError, match=r"n1: 有1个值不对：100000000000\.000000001.*至多15位有效数字"):
        small.inspect_frame(read, ON)
