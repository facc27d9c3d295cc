"""Spark says the same as Polars on the same rows, in every output."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest
from benchmarks.enterprises import KEYS, table
from benchmarks.peers.rules import rules_on
from pyspark.errors import PythonException
from pyspark.sql import DataFrame, SparkSession

from enforce_rules import FactsError, Manual
from tests.evaluate.frame.kinds import SMALL, SOME, members_of
from tests.evaluate.real import DAYS
from tests.evaluate.spark import local_spark
from tests.evaluate.tables import table_of
from tests.small import ON
from tests.test_docs import fenced

DAY = date(2024, 4, 2)
ROWS = 10_000


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with local_spark(tmp_path_factory.mktemp("spark")) as session:
            yield session


@pytest.fixture(scope="module")
def province(manual: Manual) -> pl.DataFrame:
    """Enterprises with the facts of a day, each on a day of its own."""
    chance = Random(0)
    days = pl.Series("on", [chance.choice(DAYS) for _ in range(ROWS)])
    return table(rules_on(manual, DAY), ROWS, missing=0.1).with_columns(days)


@pytest.fixture(scope="module")
def read(spark: SparkSession, province: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> DataFrame:
    """The same rows in Spark."""
    file = tmp_path_factory.mktemp("rows") / "province.parquet"
    province.cast({pl.Enum: pl.String}).write_parquet(file, row_group_size=ROWS // 4)
    return spark.read.parquet(str(file))


def rows_of(frame: DataFrame) -> pl.DataFrame:
    """What Spark works out."""
    return pl.DataFrame(frame.toArrow())


OUTPUTS: dict[str, dict[str, Any]] = {
    "verdicts": {"on": "on"},
    "violations": {"on": "on", "output": "violations"},
    "counts": {"on": "on", "output": "counts", "by": ["county", "table"]},
}


@pytest.mark.parametrize("asked", OUTPUTS)
def test_a_province(manual: Manual, province: pl.DataFrame, read: DataFrame, asked: str) -> None:
    """Ten thousand enterprises."""
    expected = manual.inspect_frame(province, **OUTPUTS[asked])
    found = manual.inspect_frame(read, **OUTPUTS[asked])
    assert isinstance(found, DataFrame)
    assert expected.height > 500
    assert_same(rows_of(found), expected)


def test_on_one_day(manual: Manual, province: pl.DataFrame, read: DataFrame) -> None:
    """Fewer of them, counted by the members of a set."""
    asked: dict[str, Any] = {"output": "counts", "by": ["industries", "item"]}
    expected = manual.inspect_frame(province.drop("on").head(500), DAY, **asked)
    found = manual.inspect_frame(read.drop("on").filter(read.enterprise < "00000500"), DAY, **asked)
    assert expected.height > 1_000
    assert_same(rows_of(found), expected)


def test_needed(manual: Manual, province: pl.DataFrame, read: DataFrame) -> None:
    """Of fewer, for it takes longer."""
    expected = manual.inspect_frame(province.head(100), "on", "needed", top=3)
    found = manual.inspect_frame(read.filter(read.enterprise < "00000100"), "on", "needed", top=3)
    assert expected.height > 250
    assert_same(rows_of(found), expected)


def assert_same(found: pl.DataFrame, expected: pl.DataFrame) -> None:
    """Spark does not keep the order of rows."""
    assert found.columns == expected.columns
    by = [name for name in expected.columns if name in (*KEYS, "on", "item", "breach", "fact", "table", "industries")]
    alike = {name: expected.schema[name] for name in expected.columns}
    assert found.cast(dict(alike)).sort(by).equals(expected.sort(by))  # type: ignore[arg-type]


def test_every_kind_of_fact(spark: SparkSession) -> None:
    """Lists of members, days, decimals of the width that Spark gives them."""
    small = table_of(SOME, SMALL.types)
    lists = pl.Series("s1", [members_of(facts) for facts in SOME], dtype=pl.List(pl.String))
    listed = small.select(pl.exclude("^s1__.*$"), lists)
    exact = [Decimal(str(value)) if value is not None else None for value in small["n1"]]
    wide = listed.with_columns(pl.Series("n1", exact, dtype=pl.Decimal(38, 18)))
    for shape in (small, listed, wide):
        found = SMALL.inspect_frame(spark.createDataFrame(shape.to_arrow()), ON)
        assert_same(rows_of(found), SMALL.inspect_frame(small, ON))


def test_the_script_of_the_page(manual: Manual, province: pl.DataFrame, read: DataFrame, tmp_path: Path) -> None:
    """The one that goes to a cluster."""
    few = read.filter(read.enterprise < "00000100").withColumnRenamed("on", "inspected")
    few.write.parquet(str(tmp_path / "enterprises"))
    exec(fenced("docs/tables.md", "python")[1].replace("hdfs:///province", str(tmp_path)), {})
    expected = manual.inspect_frame(province.head(100), "on", "violations").rename({"on": "inspected"})
    found = pl.read_parquet(tmp_path / "found" / "*.parquet")
    assert sorted(found.rows()) == sorted(expected.select(found.columns).rows())


def test_wrong_columns_are_told_at_once(spark: SparkSession) -> None:
    read = spark.createDataFrame(pl.DataFrame({"b1": [1, 0], "b11": [True, False]}).to_arrow())
    with pytest.raises(FactsError) as raised:
        SMALL.inspect_frame(read, ON)
    assert [problem.place.path for problem in raised.value.problems] == ["b1", "b11"]


def test_wrong_values_end_the_job(spark: SparkSession) -> None:
    """With what is wrong, and where."""
    read = spark.createDataFrame(pl.DataFrame({"enterprise": ["甲厂"], "i1": [-1]}).to_arrow())
    judged = SMALL.inspect_frame(read, ON)
    with pytest.raises(PythonException, match=r"i1: 有1个值不对：-1（enterprise=甲厂）（0至4）"):
        judged.collect()
