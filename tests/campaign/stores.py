"""A small campaign, a record of each kind in it, and places to store them: files of SQLite, databases of a real PostgreSQL server."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import event

from enforce_rules.campaign.campaign import Campaign, campaign_from
from enforce_rules.campaign.records.content import all_of, standing
from enforce_rules.campaign.records.kinds import KINDS, Finding, Record, Visit
from enforce_rules.campaign.records.store import Store
from enforce_rules.errors import CampaignError

CITIES = ("甲市", "乙市", "丙市", "丁市")
PHASES = (
    ("动员", "2020-11-01", "2020-11-10"),
    ("检查", "2020-11-10", "2020-11-30"),
    ("核查", "2020-12-01", "2020-12-20"),
)


def campaign_data(**changes: Any) -> dict[str, Any]:
    """The file of a campaign: four cities in a ring, three phases."""
    return {
        "id": "T-1",
        "title": "某省异地督导执法检查",
        "region": "某省",
        "phases": [{"number": n, "name": name, "from": a, "until": b} for n, (name, a, b) in enumerate(PHASES, 1)],
        "groups": [
            {"number": n, "city": city, "inspects": CITIES[n % len(CITIES)]} for n, city in enumerate(CITIES, 1)
        ],
        **changes,
    }


def a_campaign(**changes: Any) -> Campaign:
    return campaign_from(campaign_data(**changes))


_USUAL: dict[str, dict[str, Any]] = {
    "visit": {"key": "V1", "group": 1, "phase": 2, "date": "2020-11-12", "name": "乙市某家具厂", "industry": "粉尘涉爆"},
    "judgement": {
        "key": "V1",
        "visit": "V1",
        "on": "2020-11-12",
        "manual": "henan",
        "manual_digest": "0" * 64,
        "facts": {"facts": {"employees": 121, "share": 0.25, "airlock": {"value": "未设置", "record": "照片3"}, "x": None}},
        "verdicts": {"DE-06": "violation", "MR-06": "undetermined"},
    },
    "finding": {"key": "V1/F1", "visit": "V1", "date": "2020-11-12", "description": "未设置锁气卸灰装置", "major": True, "item": "DE-06"},
    "document": {"key": "V1/D1", "visit": "V1", "date": "2020-11-12", "form": "rectification-order"},
    "suggestion": {"key": "V1/S1", "visit": "V1", "date": "2020-11-13", "statement": "未设置锁气卸灰装置"},
    "filing": {"key": "L1", "visit": "V1", "suggestion": "V1/S1", "date": "2020-11-16", "authority": "乙市应急管理局"},
    "fine": {"key": "X1", "filing": "L1", "stage": "proposed", "date": "2020-11-20", "amount": 19000},
    "suspension": {"key": "V1/T1", "visit": "V1", "date": "2020-11-12", "measure": "暂时停产停业"},
    "plan": {
        "key": "P1", "finding": "V1/F1", "date": "2020-11-13", "content": "加装锁气卸灰装置\n清灰", "deadline": "2020-11-25",
        "responsible": "赵某",
    },
    "supervision": {"key": "U1", "finding": "V1/F1", "date": "2020-11-13", "department": "乙市应急管理局", "person": "钱某"},
    "review": {"key": "R1", "finding": "V1/F1", "date": "2020-11-18", "outcome": "rectified", "by": "孙某"},
    "notice": {"key": "N1", "finding": "V1/F1", "date": "2020-11-19", "medium": "乙市日报"},
    "closing": {"key": "C1", "finding": "V1/F1", "review": "R1", "date": "2020-11-20", "by": "李某"},
    "daily_report": {"key": "1/2020-11-12", "group": 1, "date": "2020-11-12", "reporter": "周某", "reported_at": "2020-11-12T19:30:00"},
}  # fmt: skip


def a(kind: str, **changes: Any) -> Record:
    """A record of a kind, usual but for the ``changes``; days may be written as text."""
    return KINDS[kind].model_validate_json(json.dumps({**_USUAL[kind], **changes}, default=str))


def one_of_each() -> list[Record]:
    """One record of each kind, all about one visit."""
    return [a(kind) for kind in _USUAL]


class Databases(ABC):
    """Where stores are made for tests; ``raw`` speaks with a database behind the back of its store."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self.template = self.empty()
        Store.create(self.template, a_campaign(), by="建库人").close()

    @abstractmethod
    def empty(self) -> str:
        """A place where a database can be created."""

    @abstractmethod
    def prepared(self) -> str:
        """A database with the small campaign and no records."""

    @abstractmethod
    def raw(self, where: str, *commands: str) -> list[tuple[Any, ...]]:
        """What the last of some commands gives."""

    @abstractmethod
    def unguard(self, where: str) -> None:
        """Take away all that keeps rows from being changed."""

    @abstractmethod
    def drop(self, where: str) -> None:
        """Remove a database."""

    @abstractmethod
    def writing(self, where: str) -> AbstractContextManager[object]:
        """Somebody else who is writing, and has not done yet."""

    @contextmanager
    def store(self) -> Iterator[Store]:
        """A store with the small campaign, for as long as it is used."""
        where = self.prepared()
        with Store.open(where) as store:
            yield store
        self.drop(where)


class Files(Databases):
    """Files of SQLite."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__()

    def empty(self) -> str:
        return str(self.folder / f"{next(self._numbers)}.db")

    def prepared(self) -> str:
        return shutil.copy(self.template, self.empty())

    def raw(self, where: str, *commands: str) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(where)
        try:
            with connection:
                return [list(connection.execute(command)) for command in commands][-1]
        finally:
            connection.close()

    def unguard(self, where: str) -> None:
        triggers = self.raw(where, "SELECT name FROM sqlite_master WHERE type = 'trigger'")
        self.raw(where, *(f"DROP TRIGGER {name}" for (name,) in triggers))

    @contextmanager
    def writing(self, where: str) -> Iterator[None]:
        connection = sqlite3.connect(where, isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.close()

    def drop(self, where: str) -> None:
        for ending in ("", "-wal", "-shm"):
            Path(where + ending).unlink(missing_ok=True)


class Server(Databases):
    """Databases of a server of PostgreSQL."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__()

    def empty(self) -> str:
        return self._made("")

    def prepared(self) -> str:
        return self._made(f"TEMPLATE {self._name(self.template)}")

    def _made(self, template: str) -> str:
        name = f"test{next(self._numbers)}"
        self.raw(self.address, f"CREATE DATABASE {name} {template}")
        return self.address.replace("/postgres?", f"/{name}?")

    def _name(self, where: str) -> str:
        return where.partition("?")[0].rpartition("/")[2]

    def raw(self, where: str, *commands: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(where, autocommit=True) as connection:
            for command in commands:
                cursor = connection.execute(command.encode())
            return cursor.fetchall() if cursor.description else []

    def unguard(self, where: str) -> None:
        self.raw(where, "DROP FUNCTION campaign_append_only CASCADE")

    @contextmanager
    def writing(self, where: str) -> Iterator[None]:
        with psycopg.connect(where) as connection:
            connection.execute("LOCK TABLE campaign_journal IN SHARE ROW EXCLUSIVE MODE")
            yield

    def drop(self, where: str) -> None:
        self.raw(self.address, f"DROP DATABASE {self._name(where)} WITH (FORCE)")


def a_batch(name: str, size: int) -> list[Record]:
    """A visit and findings on it, ``size`` records in all; each says how many there are."""
    visit: list[Record] = [a("visit", key=name, name=f"共{size}条")]
    return visit + [a("finding", key=f"{name}/F{n}", visit=name, description=f"共{size}条") for n in range(1, size)]


def batches_in(store: Store) -> dict[str, tuple[int, int]]:
    """Of each batch that is there: how many records there should be, and how many there are."""
    found: dict[str, tuple[int, int]] = {}
    with store.database.reading() as connection:
        visits, findings = (standing(connection, kind, all_of(connection, kind)) for kind in ("visit", "finding"))
    for record in (*visits, *findings):
        assert isinstance(record, Visit | Finding)
        name, said = record.key.partition("/")[0], record.name if isinstance(record, Visit) else record.description
        found[name] = (int(said[1:-1]), found.get(name, (0, 0))[1] + 1)
    return found


def told(problems: Sequence[object]) -> str:
    """Problems, one a line."""
    return "\n".join(str(problem) for problem in problems)


# What other processes do


def write_batches(where: str, name: str, sizes: Sequence[int], noted: str, begun: Connection | None = None) -> None:
    """Write batches; each is noted in a file once it is said to be written."""
    with Store.open(where) as store, Path(noted).open("ab", buffering=0) as notes:
        if begun is not None:
            begun.send("begun")
        for n, size in enumerate(sizes):
            store.append(a_batch(f"{name}.{n}", size), by=name)
            notes.write(f"{name}.{n}\n".encode())


def die_within(where: str, name: str, size: int, statement: int, noted: str) -> None:
    """Write a batch and be killed before a statement of it, or before it is committed, or not at all where there are fewer."""
    with Store.open(where) as store:
        left = iter(range(statement, -1, -1))

        def step(*_: Any) -> None:
            if next(left) == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(store.database.engine, "before_cursor_execute", step)
        event.listen(store.database.engine, "commit", step)
        store.append(a_batch(name, size), by=name)
        step()
        Path(noted).write_text(name, encoding="utf-8")


def race(where: str, name: str, keys: Sequence[str], same: bool, noted: str) -> None:
    """Write visits that all write, with the same or other content; those that this process added are noted."""
    won = []
    with Store.open(where) as store:
        for key in keys:
            try:
                if store.append([a("visit", key=key, name="同一家" if same else name)], by=name).added:
                    won.append(key)
            except CampaignError as error:
                if same or "已有记录，内容不同：被检查单位名称" not in str(error):
                    raise
    Path(noted).write_text("\n".join(won), encoding="utf-8")


def count_up(where: str, name: str, times: int) -> None:
    """Add one to what a visit says, as often as it takes to have done so ``times``, never over what another wrote meanwhile."""
    with Store.open(where) as store:
        while times:
            seen = store.position
            visit = store.get("visit", "V1")
            assert isinstance(visit, Visit)
            more = a("visit", county=str(int(visit.county or 0) + 1))
            try:
                written = store.append([more], by=name, reason="加一", correct=True, seen=seen)
                times -= len(written.corrected)  # none where another made the same of it
            except CampaignError as error:
                if "以后又有更正" not in str(error):
                    raise
