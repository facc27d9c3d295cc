"""The database of a campaign: a file of SQLite, or PostgreSQL by its address. Writers go one after another, readers wait for nobody.

SQLite: write-ahead log, foreign keys, every commit on the disk before it is told as done. Not on a network drive: the log
needs memory that all writers share.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from ...errors import CampaignError, Place, Problem
from .tables import VERSION, about, create_tables, journal

WAIT = 60
"""How many seconds a writer waits for those before it."""

SERVER = ("postgresql", "postgres")


def is_address(where: str) -> bool:
    """Whether a database is given by an address (``postgresql://...``), not by a file."""
    return "://" in where


class Database:
    """Where the records of one campaign are kept."""

    def __init__(self, where: str | Path) -> None:
        self.where = str(where)
        self.engine = _engine(self.where)
        self.sqlite = self.engine.dialect.name == "sqlite"

    @classmethod
    def create(cls, where: str | Path) -> Database:
        """A new database. Raises :class:`CampaignError` where there is one already."""
        if not is_address(str(where)):
            _new_file(Path(where))
        database = cls(where)
        with database._told():
            if inspect(database.engine).has_table(about.name):
                raise CampaignError(Problem(f"{database.shown} 里已经有检查活动的记录", hint="换一个数据库"))
            create_tables(database.engine)
        return database

    @classmethod
    def open(cls, where: str | Path) -> Database:
        """A database that is there. Raises :class:`CampaignError` for one that is not, or is of another version."""
        if not is_address(str(where)) and not Path(where).is_file():
            raise CampaignError(Problem("没有这个数据库", Place(str(where)), "用 enforce-rules campaign init 建立"))
        database = cls(where)
        with database._told():
            if not inspect(database.engine).has_table(about.name):
                raise CampaignError(Problem("不是检查活动的数据库", Place(database.shown)))
            with database.engine.connect() as connection:
                version = connection.scalar(select(about.c.version))
        if version != VERSION:
            raise CampaignError(Problem(f"数据库的版本是{version}，本程序用{VERSION}", Place(database.shown)))
        return database

    @property
    def shown(self) -> str:
        """Where it is, without the password."""
        return make_url(self.where).render_as_string(hide_password=True) if is_address(self.where) else self.where

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that writes, alone: whole or not at all. Raises :class:`CampaignError` when it cannot."""
        with self._told(), self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            if not self.sqlite:
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT}s'")
                connection.exec_driver_sql(f"LOCK TABLE {journal.name} IN SHARE ROW EXCLUSIVE MODE")
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One view of everything, which later writing does not change."""
        with self._told(), self.engine.connect() as connection:
            if not self.sqlite:
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What the database refuses, in our words."""
        try:
            yield
        except DBAPIError as failure:
            words = str(failure.orig).strip().splitlines()[0] if str(failure.orig).strip() else "没有说明原因"
            kind = "打不开数据库" if failure.statement is None else "数据库出错"
            raise CampaignError(Problem(f"{kind}：{words}", Place(self.shown))) from failure


def _new_file(path: Path) -> None:
    """Make the empty file, so that of two who create it one is told."""
    try:
        path.open("xb").close()
    except FileExistsError:
        raise CampaignError(Problem(f"{path} 已经存在", hint="换一个文件名")) from None
    except OSError as failure:
        raise CampaignError(Problem(f"写不了文件：{failure.strerror}", Place(str(path)))) from None


def _engine(where: str) -> Engine:
    if is_address(where):
        return _server(where)
    engine = create_engine(URL.create("sqlite", database=str(Path(where).resolve())), connect_args={"timeout": WAIT})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _server(where: str) -> Engine:
    try:
        url = make_url(where)
        if url.get_backend_name() not in SERVER:
            raise CampaignError(
                Problem(f"不支持 {url.get_backend_name()} 数据库", hint="用文件（SQLite）或者 postgresql://")
            )
        return create_engine(url.set(drivername="postgresql+psycopg"))
    except (ArgumentError, ValueError):
        raise CampaignError(Problem("数据库地址不对", hint="如 postgresql://用户@主机/库名")) from None
    except ModuleNotFoundError:
        raise CampaignError(Problem("没有 psycopg", hint="pip install 'enforce-rules[postgresql]'")) from None


def _prepare_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # we begin transactions ourselves
    for setting in (
        "journal_mode = WAL",
        "foreign_keys = ON",
        "synchronous = FULL",
        "temp_store = MEMORY",
        "cache_size = -65536",
        "mmap_size = 1073741824",
    ):
        connection.execute(f"PRAGMA {setting}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
