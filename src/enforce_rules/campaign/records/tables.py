"""The tables: for each kind of record one, which follows from its model; and what holds them together.

Rows are only ever added. ``records`` says which records there are; the table of a kind has one row for each version of each record,
written by one entry of the ``journal``. The database itself refuses to change or strike a row.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Engine,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    func,
)
from sqlalchemy.types import TypeEngine

from .kinds import KINDS, Record, references

VERSION = 1
"""The version of the tables; another one is refused, not guessed."""

metadata = MetaData()
Id = BigInteger().with_variant(Integer(), "sqlite")  # only INTEGER is SQLite's own row number


class Plain(TypeDecorator[Any]):
    """Plain data as JSON text, the same text for the same data."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        """From data to text."""
        return None if value is None else canonical(value)

    def process_result_value(self, value: str | None, dialect: Any) -> Any:
        """From text to data."""
        return None if value is None else json.loads(value)


def canonical(value: Any) -> str:
    """Plain data as one JSON text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


about = Table(
    "campaign_about",
    metadata,
    Column("version", Integer, primary_key=True),
)

journal = Table(
    "campaign_journal",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("digest", LargeBinary(32), nullable=False),
)
"""Who wrote what and when: one entry for each writing. ``digest`` covers the entry, its rows and the entry before it."""

records = Table(
    "campaign_records",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("entry", Id, ForeignKey("campaign_journal.id"), nullable=False),
    UniqueConstraint("kind", "key"),
)


DERIVED: dict[str, tuple[Column[Any], ...]] = {
    "review": (
        Column("visit", Id, ForeignKey("campaign_records.id"), nullable=False),
        Column("again", Boolean, nullable=False),
    )
}
"""What rows hold beside what records say, so that a report need not look up half a million findings.

Of a review: the visit of its finding, and whether the finding had a review before. Both follow from what was written, and stay true.
"""


def _table(model: type[Record]) -> Table:
    names = references(model)
    fields = [
        Column(name, Id if name in names else _type(field.annotation), nullable=NoneType in get_args(field.annotation))
        for name, field in model.model_fields.items()
        if name != "key"
    ]
    return Table(
        f"campaign_{model.kind}",
        metadata,
        Column("record", Id, ForeignKey("campaign_records.id"), primary_key=True, autoincrement=False),
        Column("revision", Integer, primary_key=True, autoincrement=False),
        Column("entry", Id, ForeignKey("campaign_journal.id"), nullable=False),
        Column("withdrawn", Boolean, nullable=False),
        Column("digest", LargeBinary(32), nullable=False),
        *fields,
        *DERIVED.get(model.kind, ()),
        *(ForeignKeyConstraint([name], ["campaign_records.id"]) for name in names),
        Index(f"campaign_{model.kind}_entry", "entry"),
        sqlite_with_rowid=False,
    )


_TYPES: dict[Any, type[TypeEngine[Any]]] = {
    bool: Boolean,
    int: BigInteger,
    str: Text,
    date: Date,
    datetime: DateTime,
}


def _type(annotation: Any) -> type[TypeEngine[Any]]:
    """The type of the column for a field."""
    if annotation in _TYPES:
        return _TYPES[annotation]
    origin = get_origin(annotation)
    if origin is Literal:
        return Text
    if origin in (tuple, dict):
        return Plain
    (known,) = (part for part in get_args(annotation) if part is not NoneType)
    return _type(get_args(known)[0] if hasattr(known, "__metadata__") else known)


tables: dict[str, Table] = {kind: _table(model) for kind, model in KINDS.items()}

COUNTED = {
    "finding": ("visit", "date", "major"),
    "document": ("visit", "date", "form"),
    "review": ("finding", "date", "outcome"),
}
"""What the counts of a report read of the largest tables, so that they need not touch the texts."""


def _indexes(kind: str, model: type[Record]) -> None:
    columns = tables[kind].c
    for name in references(model):
        counted = COUNTED.get(kind, ())
        whole = (*counted, "record", "revision", "entry", "withdrawn") if name in counted else (name,)
        Index(f"campaign_{kind}_{name}", *(columns[one] for one in whole))


for _kind, _model in KINDS.items():
    _indexes(_kind, _model)
_STATE = ("record", "revision", "entry", "withdrawn")
Index("campaign_review_visit", *(tables["review"].c[name] for name in ("visit", "finding", "date", "outcome", *_STATE)))
Index("campaign_review_again", tables["review"].c.again, tables["review"].c.finding)
Index(
    "campaign_visit_same",
    func.coalesce(tables["visit"].c.code, tables["visit"].c.name),
    *(tables["visit"].c[name] for name in ("group", "phase", "target", "date", *_STATE)),
)

_REVISED = "CREATE INDEX {table}_revised ON {table} (record, entry, revision) WHERE revision > 1"
"""The few versions after the first. Written out: SQLAlchemy would load every driver of PostgreSQL to check its own."""

_SQLITE = """
CREATE TRIGGER {table}_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'append only: {table}'); END
"""
_SQLITE_TWICE = """
CREATE TRIGGER {table}_twice BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
BEGIN SELECT RAISE(ABORT, 'append only: {table}'); END
"""
"""INSERT OR REPLACE strikes a row without asking the trigger that guards against striking."""
_POSTGRESQL_FUNCTION = """
CREATE FUNCTION campaign_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'append only: %%', TG_TABLE_NAME; END $$
"""
_POSTGRESQL = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION campaign_append_only()
"""


def create_tables(engine: Engine) -> None:
    """Make the tables and the triggers that keep every row as it was written, in one transaction."""
    with engine.begin() as connection:
        metadata.create_all(connection)
        sqlite = engine.dialect.name == "sqlite"
        if not sqlite:
            connection.exec_driver_sql(_POSTGRESQL_FUNCTION)
        for table in tables.values():
            connection.exec_driver_sql(_REVISED.format(table=table.name))
        for table in metadata.sorted_tables:
            for verb in ("UPDATE", "DELETE") if sqlite else ("",):
                words = (_SQLITE if sqlite else _POSTGRESQL).format(table=table.name, verb=verb)
                connection.exec_driver_sql(words)
            if sqlite:
                connection.exec_driver_sql(_SQLITE_TWICE.format(table=table.name, same=_same(table)))
        connection.execute(about.insert().values(version=VERSION))


def _same(table: Table) -> str:
    """The condition that a row is taken for the same as a new one."""
    unique = (one for one in table.constraints if isinstance(one, PrimaryKeyConstraint | UniqueConstraint))
    keys = sorted([column.name for column in one.columns] for one in unique)
    return " OR ".join("(" + " AND ".join(f'"{name}" = NEW."{name}"' for name in names) + ")" for names in keys)
