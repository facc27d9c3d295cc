"""The database keeps rows as they were written, tells when they are not, and says clearly what cannot be opened."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from enforce_rules.campaign.records import database
from enforce_rules.campaign.records.database import Database
from enforce_rules.campaign.records.kinds import KINDS
from enforce_rules.campaign.records.store import Change, Store
from enforce_rules.errors import CampaignError
from tests.campaign.stores import Databases, Files, Server, a, a_batch, a_campaign, batches_in, one_of_each, told

TABLES = ("about", "journal", "records", *KINDS)


@pytest.fixture(scope="module")
def guarded(databases: Databases) -> str:
    where = databases.prepared()
    with Store.open(where) as store:
        store.append(one_of_each(), by="周某")
    return where


# Append-only, kept by the database itself


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("command", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_itself_refuses_to_change_or_strike_a_row(
    databases: Databases, guarded: str, table: str, command: str
) -> None:
    if "TRUNCATE" in command and isinstance(databases, Files):
        command = "DELETE FROM {} WHERE true"  # SQLite has no TRUNCATE; this is what stands for it
    column = {"about": "version", "journal": "reason", "records": "key"}.get(table, "digest")
    with pytest.raises((sqlite3.DatabaseError, psycopg.DatabaseError), match="append only: campaign_"):
        databases.raw(guarded, command.format(f"campaign_{table}", column, column))


@pytest.mark.parametrize("table", TABLES)
def test_nor_to_put_another_row_in_its_place(files: Files, table: str) -> None:
    where = files.prepared()
    with Store.open(where) as store:
        store.append(one_of_each(), by="周某")
    with pytest.raises(sqlite3.DatabaseError, match="append only: campaign_"):
        files.raw(where, f"INSERT OR REPLACE INTO campaign_{table} SELECT * FROM campaign_{table}")
    columns = {"records": "(id, kind, key, entry) SELECT id + 100, kind, key, entry"}
    if table in columns:
        with pytest.raises(sqlite3.DatabaseError, match="append only: campaign_"):
            files.raw(where, f"INSERT OR REPLACE INTO campaign_{table} {columns[table]} FROM campaign_{table}")


@pytest.mark.parametrize("command", [
    "INSERT INTO campaign_records (id, kind, key, entry) VALUES (99, 'visit', 'V9', 99)",
    "INSERT INTO campaign_notice (record, revision, entry, withdrawn, digest, date, finding, medium) "
    "SELECT record, 2, entry, withdrawn, digest, date, 99, medium FROM campaign_notice",
])  # fmt: skip
def test_foreign_keys_are_kept(store: Store, command: str) -> None:
    store.append(one_of_each(), by="周某")
    with pytest.raises(DBAPIError, match=r"(?i)foreign key"), store.database.engine.begin() as connection:
        connection.exec_driver_sql(command)


def test_the_settings_of_sqlite(files: Files) -> None:
    with files.store() as store, store.database.reading() as connection:
        settings = ("journal_mode", "foreign_keys", "synchronous")
        assert [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in settings] == ["wal", 1, 2]


# Whoever changes rows nevertheless is found out


@pytest.mark.parametrize(("commands", "says"), [
    (["UPDATE campaign_fine SET amount = 1"], "罚款 X1 第1版的内容与写入时不同"),
    (["UPDATE campaign_finding SET major = NULL"], "问题隐患 V1/F1 第1版的内容与写入时不同"),
    (["UPDATE campaign_judgement SET facts = '{}'"], "判断 V1 第1版的内容与写入时不同"),
    (["UPDATE campaign_judgement SET facts = '{'"], "判断有读不出的内容"),
    (["UPDATE campaign_records SET key = 'X2' WHERE kind = 'fine'"], "罚款 X2 第1版的内容与写入时不同"),
    (["UPDATE campaign_review SET visit = (SELECT id FROM campaign_records WHERE key = 'V2')"],
     "复查 R1 所属的检查"),
    (["UPDATE campaign_notice SET withdrawn = true"], "日志第2条（周某，"),
    (["DELETE FROM campaign_notice"], "日志第2条（周某，"),
    (["UPDATE campaign_journal SET by = '吴某' WHERE id = 2"], "日志第2条（吴某，"),
    (["UPDATE campaign_journal SET reason = '另有理由' WHERE id = 2"], "日志第2条（周某，"),
    (["UPDATE campaign_journal SET at = '2020-11-12T00:00:00+00:00' WHERE id = 2"], "日志第2条（周某，2020-11-12"),
    (["INSERT INTO campaign_notice (record, revision, entry, withdrawn, digest, date, finding, medium) "
      "SELECT record, 2, 2, withdrawn, digest, date, finding, medium FROM campaign_notice"], "日志第2条（周某，"),
    (["INSERT INTO campaign_records (id, kind, key, entry) VALUES (99, 'fine', 'X9', 2)"], "罚款 X9 一版也没有"),
    (["INSERT INTO campaign_journal (id, at, by, reason, source, rows, digest) "
      "SELECT 4, at, by, reason, source, rows, digest FROM campaign_journal WHERE id = 3"], "日志第4条（吴某，"),
])  # fmt: skip
def test_what_was_changed_behind_its_back(databases: Databases, store: Store, commands: list[str], says: str) -> None:
    store.append(one_of_each(), by="周某")
    store.append([a("visit", key="V2")], by="吴某")
    assert store.check() == []
    where = store.database.where
    databases.unguard(where)
    databases.raw(where, *commands)
    assert says in told(store.check())


@pytest.mark.parametrize(("command", "says"), [
    ("UPDATE campaign_fine SET amount = 'x'", "罚款 X1 第1版的内容与写入时不同"),
    ("UPDATE campaign_fine SET date = 'x'", "罚款有读不出的内容"),
    ("UPDATE campaign_daily_report SET problems = x'00ff'", "日报告有读不出的内容"),
    ("DELETE FROM campaign_records WHERE kind = 'fine'", "罚款有读不出的内容"),
])  # fmt: skip
def test_what_only_sqlite_lets_be_written(files: Files, command: str, says: str) -> None:
    with files.store() as store:
        store.append(one_of_each(), by="周某")
        files.unguard(store.database.where)
        files.raw(store.database.where, command)
        assert says in told(store.check())


def test_a_journal_entry_that_was_struck(databases: Databases, store: Store) -> None:
    for n in (2, 3, 4):
        store.append([a("visit", key=f"V{n}")], by=f"第{n}人")
    where = store.database.where
    databases.unguard(where)
    if isinstance(databases, Server):
        databases.raw(
            where, "ALTER TABLE campaign_visit DROP CONSTRAINT campaign_visit_entry_fkey",
            "ALTER TABLE campaign_records DROP CONSTRAINT campaign_records_entry_fkey",
        )  # fmt: skip
    databases.raw(where, "DELETE FROM campaign_journal WHERE id = 3")
    assert [problem.what.partition("（")[0] for problem in store.check()] == [
        "日志第4条",
        "有1行记录所属的日志第3条不存在",
    ]


# Whoever cannot write is told, and leaves nothing behind


def test_readers_wait_for_nobody_and_writers_not_for_ever(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "WAIT", 0.2)
    where = databases.prepared()
    with Store.open(where) as store:
        with databases.writing(where):
            assert (store.position, store.get("visit", "V1"), store.check()) == (1, None, [])
            with pytest.raises(CampaignError, match=r"数据库出错：.*lock"):
                store.append([a("visit")], by="周某")
        assert store.append([a("visit")], by="周某").added
    databases.drop(where)


def test_a_full_disk(files: Files) -> None:
    with files.store() as store:
        (pages,) = files.raw(store.database.where, "PRAGMA page_count")
        settings = f"PRAGMA max_page_count = {pages[0] + 8}"
        event.listen(store.database.engine, "connect", lambda connection, _: connection.execute(settings))
        store.close()
        with pytest.raises(CampaignError, match="数据库出错：database or disk is full"):
            store.append(a_batch("W1", 1000), by="周某")
        assert (store.position, batches_in(store), store.check()) == (1, {}, [])
        store.append(a_batch("W2", 2), by="周某")
        assert batches_in(store) == {"W2": (2, 2)}


# Whatever is done, the history only grows


@settings(max_examples=10)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["append", "correct", "restore", "withdraw"]), st.sampled_from("甲乙丙")), max_size=8
    )
)
def test_the_history_only_grows(databases: Databases, steps: list[tuple[str, str]]) -> None:
    with databases.store() as store:
        before: list[Change] = []
        entries = store.entries()
        for n, (how, name) in enumerate(steps):
            try:
                if how == "withdraw":
                    store.withdraw([("visit", "V1")], by=f"第{n}人", reason="试")
                else:
                    store.append(
                        [a("visit", name=name)], by=f"第{n}人", reason="试", correct=how != "append", restore=how == "restore"
                    )  # fmt: skip
            except CampaignError:
                assert store.history("visit", "V1") == before
            after = store.history("visit", "V1")
            assert after[: len(before)] == before
            assert store.entries()[: len(entries)] == entries
            assert len(store.entries()) - len(entries) == len(after) - len(before) <= 1
            if how == "restore":
                assert store.get("visit", "V1") == a("visit", name=name)
            before, entries = after, store.entries()
        assert [change.version.revision for change in before] == list(range(1, len(before) + 1))
        assert store.check() == []


# Opening and creating


def test_created_opened_again_and_not_created_twice(databases: Databases) -> None:
    where = databases.empty()
    with Store.create(where, a_campaign(), by="周某") as store:
        store.append(one_of_each(), by="周某")
    with Store.open(where) as again:
        assert (again.campaign, again.position, again.check()) == (a_campaign(), 2, [])
        assert again.get("closing", "C1") == a("closing")
    with pytest.raises(CampaignError, match=r"已经存在|已经有检查活动的记录"):
        Store.create(where, a_campaign(), by="吴某")
    with Store.open(where) as still:
        assert still.position == 2
    databases.drop(where)


def test_nobody_creates_a_store(databases: Databases) -> None:
    where = databases.empty()
    with pytest.raises(CampaignError, match="没有写明由谁记录"):
        Store.create(where, a_campaign(), by=" ")
    Store.create(where, a_campaign(), by="周某").close()


@pytest.mark.parametrize("name", ["检查 2020.db", "a?b=c#d.db", "%20.db", "a;b'c.db"])
def test_names_of_files(tmp_path: Path, name: str) -> None:
    Store.create(tmp_path / name, a_campaign(), by="周某").close()
    assert [path.name for path in tmp_path.iterdir()] == [name]
    with Store.open(tmp_path / name) as store:
        assert store.position == 1


def _nothing(path: Path) -> None:
    pass


def _folder(path: Path) -> None:
    path.mkdir()


def _text(path: Path) -> None:
    path.write_text("这不是数据库，" * 500, encoding="utf-8")


def _other(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE other (id)")
    connection.close()


@pytest.mark.parametrize(("made", "says"), [
    (_nothing, "没有这个数据库（用 enforce-rules campaign init 建立）"),
    (_folder, "没有这个数据库（用 enforce-rules campaign init 建立）"),
    (_text, "打不开数据库：file is not a database"),
    (Path.touch, "不是检查活动的数据库"),
    (_other, "不是检查活动的数据库"),
])  # fmt: skip
def test_files_that_cannot_be_opened(tmp_path: Path, made: Callable[[Path], None], says: str) -> None:
    path = tmp_path / "campaign.db"
    made(path)
    with pytest.raises(CampaignError) as caught:
        Store.open(path)
    assert str(caught.value) == f"{path}: {says}"
    if made is not _nothing:
        with pytest.raises(CampaignError, match="已经存在"):
            Store.create(path, a_campaign(), by="周某")


def test_a_folder_that_there_is_not(tmp_path: Path) -> None:
    with pytest.raises(CampaignError, match="写不了文件"):
        Store.create(tmp_path / "none" / "campaign.db", a_campaign(), by="周某")


def test_an_empty_database_of_a_server(server: Server) -> None:
    with pytest.raises(CampaignError, match="不是检查活动的数据库"):
        Store.open(server.empty())


def test_another_version(databases: Databases) -> None:
    where = databases.prepared()
    databases.unguard(where)
    databases.raw(where, "UPDATE campaign_about SET version = 99")
    with pytest.raises(CampaignError, match="数据库的版本是99，本程序用1"):
        Store.open(where)


def test_creating_that_was_broken_off(databases: Databases) -> None:
    where = databases.empty()
    Database.create(where).close()
    with Store.open(where) as store:
        for use in (lambda: store.campaign, lambda: store.append([a("visit")], by="周某")):
            with pytest.raises(CampaignError, match="没有写入检查活动：建立时中断了"):
                use()
        assert store.check() == []


@pytest.mark.parametrize(("address", "says"), [
    ("://", "数据库地址不对（如 postgresql://用户@主机/库名）"),
    ("postgresql://周@主机:端口/库", "数据库地址不对（如 postgresql://用户@主机/库名）"),
    ("mysql://周:secret@主机/库", "不支持 mysql 数据库（用文件（SQLite）或者 postgresql://）"),
    ("sqlite:///campaign.db", "不支持 sqlite 数据库（用文件（SQLite）或者 postgresql://）"),
    ("postgresql://u:secret@/none?host=/none", "打不开数据库："),
    ("postgres://u:secret@/none?host=/none", "打不开数据库："),
])  # fmt: skip
@pytest.mark.parametrize("how", [Store.open, lambda where: Store.create(where, a_campaign(), by="周某")])
def test_addresses_that_lead_nowhere(how: Callable[[str], Store], address: str, says: str) -> None:
    with pytest.raises(CampaignError) as caught:
        how(address)
    assert says in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_database_that_went_away(server: Server) -> None:
    where = server.prepared()
    with Store.open(where) as store:
        server.drop(where)
        with pytest.raises(CampaignError, match="数据库"):
            store.append([a("visit")], by="周某")
