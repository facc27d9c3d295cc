"""Every kind of table is read alike, and what comes back is of the same kind."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enforce_rules import EnforceRulesError
from enforce_rules.language import Kind
from tests.evaluate.frame.kinds import KINDS, SMALL, SOME, Known, codes, inspections, kinds
from tests.evaluate.tables import as_polars, codes_of, table_of
from tests.small import ON, known_facts


@kinds
@settings(max_examples=25)
@given(enterprises=st.lists(known_facts(), max_size=6))
def test_every_kind_of_table(kind: str, enterprises: list[Known]) -> None:
    """The verdicts of each row are those of the one enterprise; what is empty in any way is not recorded."""
    make, type_ = KINDS[kind]
    judged = SMALL.inspect_frame(make(table_of(enterprises, SMALL.types)), ON)
    assert isinstance(judged, type_)
    assert as_polars(judged).columns == ["enterprise", *SMALL.items]
    assert codes_of(judged, SMALL) == codes(inspections(SMALL, enterprises, [ON] * len(enterprises)))


@kinds
@settings(max_examples=10)
@given(rows=st.lists(st.tuples(known_facts(), st.dates(date(2020, 11, 1), date(2023, 1, 1))), min_size=1, max_size=6))
def test_every_kind_of_table_with_days(kind: str, rows: list[tuple[Known, date]]) -> None:
    enterprises, days = [facts for facts, _ in rows], [on for _, on in rows]
    make, type_ = KINDS[kind]
    judged = SMALL.inspect_frame(make(table_of(enterprises, SMALL.types, days)), "on")
    assert isinstance(judged, type_)
    assert codes_of(judged, SMALL) == codes(inspections(SMALL, enterprises, days))


@kinds
@pytest.mark.parametrize("output", ["verdicts", "violations", "needed", "counts"])
def test_every_output_for_every_kind_of_table(kind: str, output: str) -> None:
    table = table_of(SOME, SMALL.types)
    make, type_ = KINDS[kind]
    if (kind, output) == ("duckdb", "needed"):
        with pytest.raises(EnforceRulesError, match="缺少哪些事实只能在"):
            SMALL.inspect_frame(make(table), ON, output)
        return
    found = SMALL.inspect_frame(make(table), ON, output)
    assert isinstance(found, type_)
    expected = SMALL.inspect_frame(table, ON, output)
    assert expected.height >= 1
    assert as_polars(found).columns == expected.columns
    assert sorted(as_polars(found).rows(), key=repr) == sorted(expected.rows(), key=repr)


@kinds
@pytest.mark.parametrize("output", ["verdicts", "violations", "needed", "counts"])
def test_a_table_without_rows(kind: str, output: str) -> None:
    table = table_of([], SMALL.types)
    make, type_ = KINDS[kind]
    if (kind, output) == ("duckdb", "needed"):
        return
    found = SMALL.inspect_frame(make(table), ON, output)
    assert isinstance(found, type_)
    rows = as_polars(found)
    assert rows.columns == SMALL.inspect_frame(table_of(SOME, SMALL.types), ON, output).columns
    assert rows.rows() == ([("TT", 0, 0, 0, 0, 0, 0)] if output == "counts" else [])


@pytest.mark.parametrize(
    "index", [["乙厂", "甲厂", "甲厂", "丙厂"], [7, 3, 3, 0], pd.date_range("2021-09-01", periods=4)]
)
def test_the_index_of_pandas_is_kept_for_verdicts(index: Any) -> None:
    table = table_of(SOME, SMALL.types).to_pandas().set_axis(index)
    assert list(SMALL.inspect_frame(table, ON).index) == list(index)


@pytest.mark.parametrize("gaps", [[None, None], [np.nan, np.nan], [pd.NaT, pd.NaT]], ids=str)
@pytest.mark.parametrize("fact", ["b1", "i1", "n1", "e1", "d1", "s1__子"])
def test_a_column_of_pandas_in_which_nothing_was_recorded(fact: str, gaps: list[Any]) -> None:
    judged = SMALL.inspect_frame(pd.DataFrame({fact: gaps, "enterprise": ["甲厂", "乙厂"]}), ON)
    assert codes_of(judged, SMALL) == codes(inspections(SMALL, [{}, {}], [ON, ON]))


# Keys.


@kinds
def test_keys_are_carried_along(kind: str) -> None:
    table = table_of(SOME, SMALL.types).with_columns(
        county=pl.Series(["A", "B", None, "A"]), no=pl.Series([4, 3, 2, 1])
    )
    make, _ = KINDS[kind]
    for keys, carried in ((None, None), (["no", "county"], ["no", "county"]), ([], [])):
        read = table if keys is None else table.drop({"enterprise", "county", "no"} - set(keys))
        read = read.drop("no") if keys is None else read
        judged = as_polars(SMALL.inspect_frame(make(read), ON, keys=keys))
        expected = ["enterprise", "county"] if carried is None else carried
        assert judged.columns == [*expected, *SMALL.items]
        assert judged.select(expected).rows() == table.select(expected).rows()


def test_a_fact_among_the_keys_is_carried_and_still_a_fact() -> None:
    """Else what was recorded would be passed over without a word."""
    table = table_of(SOME, SMALL.types)
    judged = SMALL.inspect_frame(table, ON, keys=["enterprise", "b1", "d1"])
    assert judged.columns == ["enterprise", "b1", "d1", *SMALL.items]
    assert codes_of(judged, SMALL) == codes_of(SMALL.inspect_frame(table, ON), SMALL)
    for lazy in (False, True):
        read = table.lazy() if lazy else table
        needed = as_polars(SMALL.inspect_frame(read, ON, "needed", keys=["enterprise", "b1", "d1"]))
        assert needed.drop("b1", "d1").rows() == SMALL.inspect_frame(table, ON, "needed").rows()


def test_the_day_may_be_a_fact() -> None:
    table = table_of(SOME, SMALL.types).with_columns(d1=pl.lit(ON))
    known: list[Known] = [{**facts, "d1": ON} for facts in SOME]
    judged = SMALL.inspect_frame(table, "d1")
    assert codes_of(judged, SMALL) == codes(inspections(SMALL, known, [ON] * len(SOME)))


def test_the_facts_of_the_small_manual_are_of_every_kind() -> None:
    assert {type_.kind for type_ in SMALL.types.values()} == set(Kind)


def test_tables_of_several_threads_are_kept_apart() -> None:
    """Each with columns of its own, and on a day of its own."""
    whole = table_of(SOME, SMALL.types)
    asked = [(whole, ON), (whole.drop("b1"), ON), (whole, ON + timedelta(days=1)), (whole.select("enterprise"), ON)]
    expected = [SMALL.inspect_frame(*one).rows() for one in asked]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda one: SMALL.inspect_frame(*one).rows(), asked * 25))
    assert found == expected * 25
