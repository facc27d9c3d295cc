"""Parquet to Parquet: 1,000,000 enterprises, a tenth of their facts not recorded, against the same rules in Polars by hand.

The hand-written query scans, selects and sinks, in Polars' streaming engine. Each is run in a process of its own, one after the
other, ``--passes`` times over; both must give the same verdicts. Then the same rows ten times over in one file: the time and the
peak memory. ``python -m benchmarks.parquet [--rows N] [--passes N] [--times 10]``
"""

from __future__ import annotations

import argparse
import contextlib
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq

from benchmarks.enterprises import KEYS, table
from benchmarks.measure import child, digest, peak, start_peak, versions
from benchmarks.peers import polars_rules
from benchmarks.peers.rules import rules_on
from enforce_rules import load_manual

ON = date(2024, 4, 2)
MISSING = 0.1
BATCH, FRAME, POLARS = "enforce-rules batch", "enforce-rules inspect_frame", "Polars"
NAMES = (POLARS, BATCH, FRAME)


def judge(name: str, source: Path, target: Path) -> None:
    """The verdicts of a file into a file."""
    match name:
        case "Polars":
            rules = rules_on(load_manual(), ON)
            polars_rules.judged(pl.scan_parquet(source), rules, KEYS).sink_parquet(target)
        case "enforce-rules inspect_frame":
            load_manual().inspect_frame(pl.scan_parquet(source), on=ON, keys=KEYS).sink_parquet(target)
        case _:
            from enforce_rules.cli import main as command

            sys.argv = ["enforce-rules", "batch", str(source), "--out", str(target), "--on", ON.isoformat()]
            with contextlib.suppress(SystemExit):
                command()


def measure(name: str, source: Path, target: Path, check: bool) -> dict[str, Any]:
    """In this process: the wall and processor time, the peak of memory, and the digest of all verdicts where asked."""
    load_manual()
    start_peak()
    wall, processor = time.perf_counter(), time.process_time()
    judge(name, source, target)
    told: dict[str, Any] = {"seconds": time.perf_counter() - wall, "processor": time.process_time() - processor}
    told |= {"peak": peak(), "size": target.stat().st_size}
    if check:
        found = pl.read_parquet(target)
        told["digest"] = digest(found[item].to_numpy() for item in load_manual().items)
    return told


def compare(names: Sequence[str], source: Path, passes: int = 1, check: bool = True) -> dict[str, dict[str, Any]]:
    """The figures of each, the medians of the passes; all must give the same verdicts."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    target = source.with_name("out.parquet")
    for _ in range(passes):
        for name in names:
            asked = ("--measure", name, "--file", source, "--target", target, *(["--check"] if check else []))
            found[name].append(child("benchmarks.parquet", *asked))
            target.unlink()
    assert len({one.get("digest") for each in found.values() for one in each}) == 1, "they do not judge alike"
    fields = ("seconds", "processor", "peak", "size")
    return {
        name: {field: statistics.median(one[field] for one in each) for field in fields} for name, each in found.items()
    }


def write(file: Path, rows: int, times: int = 1) -> Path:
    """The rows, as many times over as wanted, in one Parquet file; never more of them in memory than once."""
    drawn = table(rules_on(load_manual(), ON), rows, MISSING).to_arrow(compat_level=pl.CompatLevel.oldest())
    with pq.ParquetWriter(file, drawn.schema) as writer:
        for _ in range(times):
            writer.write_table(drawn, row_group_size=122_880)
    return file


def show(figures: dict[str, dict[str, Any]], rows: int, base: str = POLARS) -> None:
    """Print figures and their ratio to the base."""
    for name, one in figures.items():
        ratio = one["seconds"] / figures[base]["seconds"] if base in figures else 1.0
        print(
            f"{rows:>10,} {name:28} {one['seconds']:8.2f} s {ratio:6.2f} x {base}, {one['processor']:8.2f} s processor, "
            f"peak {one['peak']:6.0f} MB, {one['size'] / 1e6:6.0f} MB written",
            flush=True,
        )


def main() -> None:
    """Print the figures; or measure one, in this process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--passes", type=int, default=1)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--only", nargs="+", default=NAMES)
    parser.add_argument("--measure")
    parser.add_argument("--file", type=Path)
    parser.add_argument("--target", type=Path)
    parser.add_argument("--check", action="store_true")
    wanted = parser.parse_args()
    if wanted.measure:
        print(json.dumps(measure(wanted.measure, wanted.file, wanted.target, wanted.check)))
        return
    print(versions("polars", "pyarrow"), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        file = write(Path(folder) / "in.parquet", wanted.rows)
        print(f"{wanted.rows:,} rows, {file.stat().st_size / 1e6:.0f} MB", flush=True)
        show(compare(wanted.only, file, wanted.passes), wanted.rows)
        if wanted.times > 1:
            write(file, wanted.rows, wanted.times)
            print(f"{wanted.rows * wanted.times:,} rows, {file.stat().st_size / 1e6:.0f} MB", flush=True)
            show(compare(wanted.only, file, check=False), wanted.rows * wanted.times)


if __name__ == "__main__":
    main()
