"""Many write at once, and some are killed: what was said to be written is there, every writing is whole or not there at all."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from enforce_rules.campaign.records.store import Store
from tests.campaign.stores import (
    Databases,
    Files,
    a,
    a_batch,
    batches_in,
    count_up,
    die_within,
    race,
    told,
    write_batches,
)

PROCESSES = get_context("forkserver")  # processes of their own, without anything of ours, and quick to start
PROCESSES.set_forkserver_preload(["pytest", "psycopg", "enforce_rules.campaign.records.store", "tests.campaign.stores"])


def at_once(work: Callable[..., None], *each: tuple[Any, ...]) -> list[Any]:
    """Processes that do a work, started."""
    processes = [PROCESSES.Process(target=work, args=arguments) for arguments in each]
    for process in processes:
        process.start()
    return processes


def done(processes: list[Any]) -> None:
    for process in processes:
        process.join(60)
        assert process.exitcode == 0


def noted(folder: Path) -> set[str]:
    """What writers said was written."""
    return {line for path in folder.glob("*.txt") for line in path.read_text(encoding="utf-8").split()}


def assert_sound(databases: Databases, store: Store) -> None:
    """Nothing is half there, and the journal has no gap."""
    assert told(store.check()) == ""
    entries = store.entries()
    assert [entry.id for entry in entries] == list(range(1, len(entries) + 1))
    assert [batch for batch, (size, there) in batches_in(store).items() if size != there] == []
    if isinstance(databases, Files):
        assert databases.raw(store.database.where, "PRAGMA integrity_check") == [("ok",)]
        assert databases.raw(store.database.where, "PRAGMA foreign_key_check") == []


def test_writers_at_once_while_others_are_killed(databases: Databases, store: Store, tmp_path: Path) -> None:
    where, moments = store.database.where, random.Random(20201112)
    sizes = [1, 5, 40] * 5
    steady = [(where, f"W{n}", sizes, str(tmp_path / f"W{n}.txt")) for n in range(3)]
    writers = at_once(write_batches, *steady)
    for n in range(5):
        here, there = PROCESSES.Pipe()
        (victim,) = at_once(write_batches, (where, f"K{n}", [1500, 3] * 99, str(tmp_path / f"K{n}.txt"), there))
        assert here.recv() == "begun"
        time.sleep(moments.uniform(0, 0.4))
        victim.kill()
        victim.join(60)
        assert victim.exitcode == -9
        assert all(size == there for size, there in batches_in(store).values())
    done(writers)
    store.append(a_batch("after", 3), by="周某")
    there_now = batches_in(store).keys()
    assert noted(tmp_path) <= there_now
    assert {name for name in there_now if name.startswith("W")} == {
        f"W{n}.{m}" for n in range(3) for m in range(len(sizes))
    }
    unnoted = Counter(name.partition(".")[0] for name in there_now - noted(tmp_path) - {"after"})
    assert all(
        name.startswith("K") and number == 1 for name, number in unnoted.items()
    )  # killed before it could note it
    assert_sound(databases, store)


def test_killed_before_each_statement(databases: Databases, store: Store, tmp_path: Path) -> None:
    where, noted_in = store.database.where, str(tmp_path / "noted.txt")
    there = []
    for statement in range(99):
        (victim,) = at_once(die_within, (where, f"K{statement}", 700, statement, noted_in))
        victim.join(60)
        store.append(a_batch(f"after{statement}", 2), by="周某")
        there.append(f"K{statement}" in batches_in(store))
        if victim.exitcode == 0:
            break
        assert victim.exitcode == -9
    assert len(there) > 8
    assert there == [False] * (len(there) - 2) + [True, True]  # killed between the commit and the note; not killed
    assert noted(tmp_path) == {f"K{len(there) - 1}"}
    assert_sound(databases, store)


@pytest.mark.parametrize("same", [True, False])
def test_one_of_those_who_write_the_same_record_adds_it(
    databases: Databases, store: Store, tmp_path: Path, same: bool
) -> None:
    keys = [f"V{n}" for n in range(20)]
    done(at_once(race, *((store.database.where, f"第{n}人", keys, same, str(tmp_path / f"{n}.txt")) for n in range(3))))
    won = [key for path in tmp_path.glob("*.txt") for key in path.read_text(encoding="utf-8").split()]
    assert sorted(won) == sorted(keys)
    assert store.position == 1 + len(keys)
    assert told(store.check()) == ""


def test_no_correction_is_lost(store: Store) -> None:
    store.append([a("visit", county="0")], by="周某")
    done(at_once(count_up, *((store.database.where, f"第{n}人", 8) for n in range(3))))
    assert store.get("visit", "V1") == a("visit", county="24")
    changes = store.history("visit", "V1")
    assert [change.version.record for change in changes] == [a("visit", county=str(n)) for n in range(25)]
    assert Counter(change.entry.by for change in changes[1:]) == {f"第{n}人": 8 for n in range(3)}


def test_threads_share_a_store(databases: Databases, store: Store) -> None:
    def write(n: int) -> int:
        written = store.append(a_batch(f"W{n}", 4), by=f"第{n % 8}人")
        assert all(size == there for size, there in batches_in(store).values())
        return written.entry.id if written.entry else 0

    with ThreadPoolExecutor(8) as threads:
        entries = list(threads.map(write, range(48)))
    assert sorted(entries) == list(range(2, 50))
    assert batches_in(store) == {f"W{n}": (4, 4) for n in range(48)}
    assert_sound(databases, store)
