"""What must hold, as ratios within one run; no time is compared with one of another day. ``make bench`` runs it, the tests do not."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks import growth, one_enterprise, parquet, province
from benchmarks.contestants import OURS
from benchmarks.peers.rules import rules_on
from enforce_rules import load_manual

ROWS = 1_000_000


T = TypeVar("T")


def once(benchmark: BenchmarkFixture, work: Callable[[], T]) -> T:
    """What a comparison, run once, gives."""
    told: T = benchmark.pedantic(work, rounds=1)
    return told


def note(benchmark: BenchmarkFixture, name: str, value: float) -> None:
    """Keep a ratio with the benchmark, and show it."""
    benchmark.extra_info[name] = value
    print(f"{name}: {value:.2f}")


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


def test_one_enterprise(benchmark: BenchmarkFixture) -> None:
    """15 x zen-engine and 30 x durable-rules, on the same enterprises."""
    manual = load_manual()
    rules = rules_on(manual, one_enterprise.ON)
    engines = one_enterprise.engines(manual, rules, one_enterprise.enterprises(rules))
    one_enterprise.check(engines)
    told = one_enterprise.medians(engines, rounds=7)
    ours = told[one_enterprise.OURS]
    for name, time in told.items():
        note(benchmark, f"times as long as enforce-rules: {name}", time / ours)
    benchmark(engines[one_enterprise.OURS].time)
    assert told["zen-engine"] >= 15 * ours
    assert told["durable-rules"] >= 30 * ours


def test_province(benchmark: BenchmarkFixture, folder: Path) -> None:
    """Faster than OpenFisca-Core on complete rows in memory, and linear in rows."""
    file = province.write(folder / "complete.parquet", ROWS, 0.0)
    names = ("OpenFisca-Core", OURS)
    most = once(benchmark, lambda: province.compare(names, file, ROWS, complete=True))
    note(
        benchmark,
        "times as long as enforce-rules: OpenFisca-Core",
        most["OpenFisca-Core"]["seconds"] / most[OURS]["seconds"],
    )
    assert most[OURS]["seconds"] < most["OpenFisca-Core"]["seconds"]
    fewer = province.compare((OURS,), file, ROWS // 10, complete=True)
    assert most[OURS]["seconds"] <= 15 * fewer[OURS]["seconds"]
    file.unlink()


def test_parquet_to_parquet(benchmark: BenchmarkFixture, folder: Path) -> None:
    """At most 1.2 x the same rules written by hand in Polars."""
    file = parquet.write(folder / "in.parquet", ROWS)
    names = (parquet.POLARS, parquet.BATCH)
    told = once(benchmark, lambda: parquet.compare(names, file, passes=3))
    ratio = told[parquet.BATCH]["seconds"] / told[parquet.POLARS]["seconds"]
    note(benchmark, "enforce-rules as a multiple of Polars by hand", ratio)
    assert ratio <= 1.2
    file.unlink()


def test_memory(benchmark: BenchmarkFixture, folder: Path) -> None:
    """Ten million rows in less than 2 GB."""
    file = parquet.write(folder / "in.parquet", ROWS, times=10)
    told = once(benchmark, lambda: parquet.compare((parquet.BATCH,), file, check=False))
    note(benchmark, "peak memory in MB", told[parquet.BATCH]["peak"])
    assert told[parquet.BATCH]["peak"] < 2_000
    file.unlink()


def test_growth(benchmark: BenchmarkFixture) -> None:
    """Linear in items: ten times the items in at most fifteen times the time."""
    manual = load_manual()
    one, ten = once(
        benchmark, lambda: [growth.measure(growth.copies(manual, times), rows=10_000, rounds=3) for times in (1, 10)]
    )
    note(benchmark, "ten times the items, as a multiple", ten.table / one.table)
    assert ten.table <= 15 * one.table
