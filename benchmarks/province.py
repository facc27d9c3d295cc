"""A province in memory: the 123 verdicts of 1, 1,000, 100,000 and 1,000,000 enterprises, against others on the same rows.

Complete rows against OpenFisca-Core, numpy and Polars, two-valued; rows of which a tenth is not recorded against numpy and
Polars, three-valued. Each is measured in a process of its own, one after the other, ``--passes`` times over; all must give the
same verdicts on every row. ``python -m benchmarks.province [--rows N ...] [--passes N]``
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.contestants import OURS, SINGLY, UNCHECKED, contestant
from benchmarks.enterprises import table
from benchmarks.measure import child, digest, peak, seconds, start_peak, versions
from benchmarks.peers.rules import rules_on
from enforce_rules import load_manual

ON = date(2024, 4, 2)
ROWS = (1, 1_000, 100_000, 1_000_000)
MISSING = 0.1
COMPLETE = ("OpenFisca-Core", OURS, UNCHECKED, "numpy", "Polars")
GAPS = ("Polars", OURS, UNCHECKED, "numpy")
THREADED = (OURS, UNCHECKED, "Polars")

Figures = dict[str, dict[str, Any]]


def measure(name: str, file: Path, rows: int, complete: bool) -> dict[str, Any]:
    """In this process: the median wall and processor time, the memory before, the peak, and the digest of all verdicts."""
    manual = load_manual()
    rules = rules_on(manual, ON)
    frame = pl.scan_parquet(file).head(rows).collect().rechunk()
    one = contestant(name, manual, rules, frame, complete)
    del frame
    run = one.ready()
    before = start_peak()
    found = run()
    most = peak()
    verdicts = digest(one.columns(found))
    del found, run
    rounds = 20 if rows <= 1_000 else 5 if rows <= 100_000 else 3
    times, spent = [], []
    for _ in range(rounds):
        run = one.ready()
        processor = time.process_time()
        times.append(seconds(run))
        spent.append(time.process_time() - processor)
    told = {"seconds": statistics.median(times), "processor": statistics.median(spent)}
    return told | {"before": before, "peak": most, "digest": verdicts}


def compare(
    names: Sequence[str], file: Path, rows: int, complete: bool, passes: int = 1, threads: int | None = None
) -> Figures:
    """The figures of some contestants on the same rows, each the median of the passes. They must all judge alike."""
    environment = {} if threads is None else {"POLARS_MAX_THREADS": str(threads)}
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for _ in range(passes):
        for name in names:
            arguments = ("--measure", name, "--file", file, "--rows", rows, *(["--complete"] if complete else []))
            found[name].append(child("benchmarks.province", *arguments, **environment))
    assert len({one["digest"] for each in found.values() for one in each}) == 1, "they do not judge alike"
    return {
        name: {
            field: statistics.median(one[field] for one in each) for field in ("seconds", "processor", "before", "peak")
        }
        for name, each in found.items()
    }


def show(figures: Figures, rows: int, base: str, mark: str = "") -> None:
    """Print figures and their ratio to one of them."""
    for name, one in figures.items():
        ratio = figures[base]["seconds"] / one["seconds"]
        print(
            f"{rows:>9,} {name + mark:34} {one['seconds'] * 1e3:10.2f} ms {one['seconds'] / rows * 1e6:12.3f} us a row "
            f"{ratio:7.2f} x {base}, {one['processor'] * 1e3:10.2f} ms processor, {one['before']:6.0f} MB, peak {one['peak']:6.0f} MB",
            flush=True,
        )


def write(file: Path, rows: int, missing: float) -> Path:
    """Enterprises as a Parquet file."""
    table(rules_on(load_manual(), ON), rows, missing).write_parquet(file)
    return file


def main() -> None:
    """Print the figures of every size; or measure one, in this process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=ROWS)
    parser.add_argument("--passes", type=int, default=1)
    parser.add_argument("--measure", help="only this one, as JSON")
    parser.add_argument("--file", type=Path)
    parser.add_argument("--complete", action="store_true")
    wanted = parser.parse_args()
    if wanted.measure:
        print(json.dumps(measure(wanted.measure, wanted.file, wanted.rows[0], wanted.complete)))
        return
    print(versions("polars", "numpy", "OpenFisca-Core"), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        told: list[tuple[str, float, Sequence[str], str, bool]] = [
            ("complete rows, two-valued peers", 0.0, COMPLETE, "OpenFisca-Core", True),
            (f"{MISSING:.0%} not recorded, three-valued peers", MISSING, GAPS, "Polars", False),
        ]
        for title, missing, names, base, complete in told:
            print(f"\n{title}", flush=True)
            file = write(Path(folder) / "rows.parquet", max(wanted.rows), missing)
            for rows in wanted.rows:
                few = (SINGLY,) if rows <= 1_000 else ()
                show(compare((*names, *few), file, rows, complete, wanted.passes), rows, base)
            one = [name for name in names if name in THREADED]
            rows = max(wanted.rows)
            show(compare(one, file, rows, complete, wanted.passes, threads=1), rows, "Polars", ", one thread")


if __name__ == "__main__":
    main()
