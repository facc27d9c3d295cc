"""A campaign: drawn, inspected, stored and reported; and the daily report of a database with half a million findings.

Peers: the same rows put into bare tables with sqlite3, without history, checks or journal; and the totals of the daily report counted by
hand with Polars from the same file. Both must come to the same numbers. ``python -m benchmarks.campaign [--findings N] [--passes N]``
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import polars as pl

from benchmarks.measure import versions
from enforce_rules import load_manual
from enforce_rules.campaign import Campaign, Snapshot, Store, daily_of, hazards_of, read_campaign, statistics_of
from enforce_rules.campaign.records.kinds import (
    INDUSTRIES,
    Document,
    Finding,
    Outcome,
    Record,
    RectificationPlan,
    Review,
    Suggestion,
    Visit,
)
from enforce_rules.campaign.records.tables import canonical
from enforce_rules.campaign.simulation import Simulation, read_totals

EXAMPLES = Path(__file__).parent.parent / "examples" / "campaign"
DAY = date(2020, 12, 14)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--findings", type=int, default=500_000)
    parser.add_argument("--passes", type=int, default=5)
    asked = parser.parse_args()
    print(versions("SQLAlchemy", "polars"), "SQLite", sqlite3.sqlite_version)
    with tempfile.TemporaryDirectory() as folder:
        simulated(Path(folder))
        half_a_million(Path(folder), asked.findings, asked.passes)


# The simulated campaign


def simulated(folder: Path) -> None:
    """Draw, inspect, store and report the campaign that adds up to the published totals."""
    campaign, totals = read_campaign(EXAMPLES / "campaign.yaml"), read_totals(EXAMPLES / "published-2020.yaml")
    started = time.perf_counter()
    manual = load_manual()
    simulation = Simulation.draw(manual, campaign, totals, 2020)
    drawn = time.perf_counter()
    with Store.create(folder / "simulated.db", campaign, by="benchmark") as store:
        simulation.write(store)
        written = time.perf_counter()
        snapshot = Snapshot(store, date(2020, 12, 31))
        made = (statistics_of(snapshot, crossed=True).workbook, hazards_of(snapshot).workbook, daily_of(snapshot).page)
    ended = time.perf_counter()
    assert all(made)
    records = sum(len(batch) for _, _, batch in simulation.batches)
    visits, findings = (
        sum(isinstance(one, kind) for *_, batch in simulation.batches for one in batch) for kind in (Visit, Finding)
    )
    print(
        f"\nsimulated campaign: {visits} visits, {findings} findings, {records} records in {len(simulation.batches)} imports"
    )
    print(
        f"drawn and inspected {drawn - started:.1f} s, stored {written - drawn:.1f} s, "
        f"reported {ended - written:.1f} s, in all {ended - started:.1f} s"
    )
    bare = plain_insert(folder / "bare.db", simulation)
    print(f"stored by sqlite3 into bare tables {bare:.1f} s: {(written - drawn) / bare:.2f} x")


def plain_insert(path: Path, simulation: Simulation) -> float:
    """The seconds that plain sqlite3 takes for the same rows, as durable, an import a transaction."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    kinds = {type(record) for *_, batch in simulation.batches for record in batch}
    for kind in kinds:
        columns = ", ".join(f'"{name}"' for name in kind.model_fields)
        connection.execute(f'CREATE TABLE "{kind.kind}" ({columns}, PRIMARY KEY ("key"))')
    started = time.perf_counter()
    for *_, batch in simulation.batches:
        connection.execute("BEGIN IMMEDIATE")
        for kind in kinds:
            rows = [_plain(record) for record in batch if type(record) is kind]
            marks = ", ".join("?" for _ in kind.model_fields)
            connection.executemany(f'INSERT INTO "{kind.kind}" VALUES ({marks})', rows)
        connection.execute("COMMIT")
    return time.perf_counter() - started


def _plain(record: Record) -> list[Any]:
    told = record.model_dump(mode="json")
    return [canonical(value) if isinstance(value, dict | list) else value for value in told.values()]


# Half a million findings


def half_a_million(folder: Path, findings: int, passes: int) -> None:
    """The daily report as a command and as a call, against the same totals counted by hand."""
    campaign = read_campaign(EXAMPLES / "campaign.yaml")
    path = folder / "large.db"
    started = time.perf_counter()
    with Store.create(path, campaign, by="benchmark") as store:
        for group, day, batch in large(campaign, findings):
            store.append(batch, by=f"第{group}组", source=str(day))
        for group in range(1, 19):
            _correct(store, group)
        count = len(Snapshot(store, campaign.last_day).which("hazards"))
        print(
            f"\n{count} findings, {store.position} imports, {path.stat().st_size / 1e6:.0f} MB, "
            f"written in {time.perf_counter() - started:.0f} s"
        )
        report = daily_of(Snapshot(store, DAY))
        ours = {
            name: report.table.total.values[name]
            for name in ("units", "hazards", "rectified", "documents", "suggested")
        }
    by_hand = counted_by_hand(path)
    assert by_hand == ours, (by_hand, ours)
    command = [
        sys.executable,
        "-m",
        "enforce_rules",
        "campaign",
        "report",
        str(path),
        "daily",
        "--day",
        DAY.isoformat(),
    ]
    times = {
        "enforce-rules, the command": _median(lambda: subprocess.run(command, check=True, capture_output=True), passes),
        "enforce-rules, a call": _median(lambda: _call(path), passes),
        "Polars by hand, five totals": _median(lambda: counted_by_hand(path), passes),
    }
    peer = times["Polars by hand, five totals"]
    for name, seconds in times.items():
        print(f"{name:30} {seconds:.2f} s  {seconds / peer:.2f} x")


def _call(path: Path) -> str:
    with Store.open(path) as store:
        return daily_of(Snapshot(store, DAY)).document.text


def _median(run: Callable[[], object], passes: int) -> float:
    seconds = []
    for _ in range(passes):
        started = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


def large(campaign: Campaign, findings: int) -> Iterator[tuple[int, date, list[Record]]]:
    """Records of 18 groups over 35 days, twelve findings a visit, two thirds rectified, one in a hundred major."""
    chance, number = Random(500_000), 0
    visits = -(-findings // (12 * 18 * 35))
    for offset in range(35):
        day = date(2020, 11, 9) + timedelta(days=offset)
        for group in campaign.groups:
            batch: list[Record] = []
            for index in range(visits):
                number += 1
                batch += _visit(chance, f"{group.number:02d}-{day:%m%d}-{index:03d}", group.number, day, number)
            yield group.number, day, batch


def _visit(chance: Random, key: str, group: int, day: date, number: int) -> Iterator[Record]:
    yield Visit(
        key=key,
        group=group,
        phase=1,
        date=day,
        name=f"模拟企业{number}",
        code=f"MN{number:08d}",
        industry=INDUSTRIES[number % len(INDUSTRIES)],
        online=chance.random() < 0.85,
    )
    for index in range(12):
        finding = f"{key}/F{index}"
        major = chance.random() < 0.01
        yield Finding(
            key=finding,
            visit=key,
            date=day,
            description="模拟的问题隐患，现场核查发现",
            major=major,
            criteria=("模拟的判定标准",),
        )
        if major:
            deadline = day + timedelta(days=10)
            yield RectificationPlan(
                key=f"{finding}/P", finding=finding, date=day, content="整改", deadline=deadline, responsible="某某"
            )
        if chance.random() < 0.68:
            later = min(day + timedelta(days=chance.randrange(20)), date(2020, 12, 15))
            outcome: Outcome = "rectified" if chance.random() < 0.95 else "partly"
            yield Review(key=f"{finding}/R", finding=finding, date=later, outcome=outcome, by="某某")
    for form in ("inspection-record", "rectification-order"):
        yield Document(key=f"{key}/D/{form}", visit=key, date=day, form=form)
    if chance.random() < 0.3:
        yield Suggestion(key=f"{key}/S", visit=key, date=day, statement="模拟")


def _correct(store: Store, group: int) -> None:
    """A few corrections, as every real campaign has."""
    changed = [store.get("visit", f"{group:02d}-1109-{index:03d}") for index in range(5)]
    records = [one.model_copy(update={"county": "更正"}) for one in changed if one is not None]
    store.append(records, by="benchmark", reason="更正", correct=True)


def counted_by_hand(path: Path) -> dict[str, int]:
    """Five totals of the day, as someone would count them who knows the tables, and that the last version counts."""

    def read(kind: str, columns: str) -> pl.DataFrame:
        connection = sqlite3.connect(path)
        table = pl.read_database(f"SELECT record, revision, withdrawn, {columns} FROM campaign_{kind}", connection)
        last = table.sort("record", "revision").unique("record", keep="last", maintain_order=True)
        return last.filter(pl.col("withdrawn") == 0)

    until = DAY.isoformat()
    visits = read("visit", '"group", phase, target, date, coalesce(code, name) AS unit')
    findings = read("finding", "date")
    reviews = read("review", "finding, date, outcome").filter(pl.col("date") <= until)
    last = reviews.sort("date", "record").group_by("finding").last()
    units = visits.filter((pl.col("target") == "unit") & (pl.col("date") <= until))
    documents, suggested = read("document", "date"), read("suggestion", "date")
    return {
        "units": units.select("group", "phase", "unit").unique().height,
        "hazards": findings.filter(pl.col("date") <= until).height,
        "rectified": last.filter(pl.col("outcome") == "rectified").height,
        "documents": documents.filter(pl.col("date") <= until).height,
        "suggested": suggested.filter(pl.col("date") <= until).height,
    }


if __name__ == "__main__":
    main()
