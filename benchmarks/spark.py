"""Spark on this machine: rows judged by the workers' Python, against the same verdicts as expressions of Spark.

Timed from the call to the last row, which is thrown away. The expressions are all in one select; Spark 4 compiles it in pieces, and falls
back to interpreting none of it (it runs with ``spark.sql.codegen.factoryMode=CODEGEN_ONLY`` too).
``python -m benchmarks.spark [--rows N ...] [--expressions-up-to N]``
"""

from __future__ import annotations

import argparse
import logging
import tempfile
import time
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl
from tests.evaluate.spark import local_spark

from benchmarks.enterprises import KEYS, table
from benchmarks.measure import versions
from benchmarks.peers.rules import rules_on
from enforce_rules import Manual, load_manual
from enforce_rules.evaluate.frame import verdict_frame

ON = date(2024, 4, 2)
ROWS = (10_000, 200_000, 1_000_000)
MISSING = 0.1


def by_workers(manual: Manual, read: Any) -> Any:
    """As the library does it."""
    return manual.inspect_frame(read, on=ON, keys=KEYS)


def by_expressions(manual: Manual, read: Any) -> Any:
    """The same columns, written for Spark by narwhals."""
    frame: Any = nw.from_native(read)
    return verdict_frame(frame, manual.frames.table(frame, ON, KEYS)).to_native()  # type: ignore[union-attr]


def timed(judge: Callable[[Manual, Any], Any], manual: Manual, read: Any) -> tuple[float, float]:
    """Until Spark has its plan, and until the last row."""
    start = time.perf_counter()
    judged = judge(manual, read)
    planned = time.perf_counter() - start
    judged.write.format("noop").mode("overwrite").save()
    return planned, time.perf_counter() - start


def main() -> None:
    """Print both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=ROWS)
    parser.add_argument("--expressions-up-to", type=int, default=10_000)
    wanted = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.getLogger("py4j").setLevel(logging.ERROR)
    manual = load_manual()
    print(versions("pyspark", "polars"), flush=True)
    with tempfile.TemporaryDirectory() as made, local_spark(Path(made)) as spark:
        for rows in wanted.rows:
            file = Path(made) / f"{rows}.parquet"
            drawn = table(rules_on(manual, ON), rows, MISSING).cast({pl.Enum: pl.String})
            drawn.write_parquet(file, row_group_size=rows // 4)
            read = spark.read.parquet(str(file))
            by_workers(manual, read.limit(10)).count()  # the workers are started
            for name, judge in (("workers", by_workers), ("expressions of Spark", by_expressions)):
                if judge is by_workers or rows <= wanted.expressions_up_to:
                    planned, done = timed(judge, manual, read)
                    print(f"{rows:>9,} rows {name:22} {planned:7.2f} s to plan, {done:7.2f} s in all", flush=True)


if __name__ == "__main__":
    main()
