"""Between a record and its row: keys to ids and back, and the digest of what it says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection, RowMapping, select

from .kinds import KINDS, Record, references
from .tables import canonical, records, tables

Name = tuple[str, str]
"""A record by its kind and key."""

T = TypeVar("T")
AT_ONCE = 500
"""How many ids or keys one question names."""


def name_of(record: Record) -> Name:
    """The kind and key of a record."""
    return record.kind, record.key


def digest_of(record: Record) -> bytes:
    """The SHA-256 of what a record says; what is not known is left out, so that a new field changes no old digest."""
    said = record.model_dump(mode="json", exclude_none=True, warnings=False)
    return hashlib.sha256(canonical([record.kind, said]).encode()).digest()


@cache
def refers(kind: str) -> Mapping[str, str]:
    """For each field of a kind that names another record, the kind of that one."""
    return references(KINDS[kind])


def named_by(record: Record) -> Iterator[Name]:
    """The records that a record names."""
    for field, kind in refers(record.kind).items():
        if (key := getattr(record, field)) is not None:
            yield kind, key


def columns_of(record: Record, ids: Mapping[Name, int]) -> dict[str, Any]:
    """What a record says, as its row holds it."""
    told = {name: getattr(record, name) for name in type(record).model_fields if name != "key"}
    for field, kind in refers(record.kind).items():
        if told[field] is not None:
            told[field] = ids[kind, told[field]]
    return told


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a record, and the entry that wrote it."""

    record: Record
    id: int
    revision: int
    entry: int
    withdrawn: bool
    digest: bytes


def ids_of(connection: Connection, names: Iterable[Name]) -> dict[Name, int]:
    """The ids of the records that are there."""
    wanted: dict[str, list[str]] = {}
    for kind, key in dict.fromkeys(names):
        wanted.setdefault(kind, []).append(key)
    found: dict[Name, int] = {}
    for kind, keys in wanted.items():
        for part in parts(keys):
            rows = connection.execute(
                select(records.c.key, records.c.id).where(records.c.kind == kind, records.c.key.in_(part))
            )
            found.update(((kind, key), id) for key, id in rows)
    return found


def versions_of(connection: Connection, kind: str, ids: Sequence[int], by: str = "record") -> list[Version]:
    """All versions of records of a kind, in the order in which they were written; ``by`` a field: of those that name ``ids``."""
    table = tables[kind]
    rows: list[RowMapping] = []
    for part in parts(ids):
        rows += connection.execute(select(table).where(table.c[by].in_(part)).order_by("record", "revision")).mappings()
    return _versions(connection, kind, rows)


def current(versions: Iterable[Version]) -> dict[int, Version]:
    """Of each record the last version, by id; also of one that was withdrawn."""
    return {version.id: version for version in sorted(versions, key=lambda version: version.revision)}


def standing(connection: Connection, kind: str, ids: Sequence[int]) -> list[Record]:
    """Records of a kind as they stand, without those that were withdrawn."""
    return [version.record for version in current(versions_of(connection, kind, ids)).values() if not version.withdrawn]


def all_of(connection: Connection, kind: str) -> list[int]:
    """The ids of all records of a kind."""
    return list(connection.scalars(select(records.c.id).where(records.c.kind == kind)))


def ever_naming(connection: Connection, kind: str, field: str, ids: Sequence[int]) -> list[int]:
    """The ids of records of a kind of which any version, perhaps not the last, names one of ``ids`` in a field."""
    table, found = tables[kind], dict[int, None]()
    for part in parts(ids):
        found.update(dict.fromkeys(connection.scalars(select(table.c.record).where(table.c[field].in_(part)))))
    return list(found)


def _versions(connection: Connection, kind: str, rows: Sequence[RowMapping]) -> list[Version]:
    fields = refers(kind)
    named = {row[field] for row in rows for field in fields} | {row["record"] for row in rows}
    keys: dict[int, str] = {}
    for part in parts([id for id in named if id is not None]):
        for id, key in connection.execute(select(records.c.id, records.c.key).where(records.c.id.in_(part))):
            keys[id] = key
    return [_version(kind, row, keys) for row in rows]


def _version(kind: str, row: RowMapping, keys: Mapping[int, str]) -> Version:
    model, fields = KINDS[kind], refers(kind)
    told: dict[str, Any] = {"key": keys[row["record"]]}
    for name in model.model_fields:
        if name != "key":
            value = row[name]
            told[name] = keys[value] if name in fields and value is not None else value
            if isinstance(value, list):
                told[name] = tuple(value)
    record = model.model_construct(**told)
    return Version(record, row["record"], row["revision"], row["entry"], row["withdrawn"], bytes(row["digest"]))


def parts(whole: Sequence[T]) -> Iterator[Sequence[T]]:
    """A sequence in parts of at most :data:`AT_ONCE`."""
    for start in range(0, len(whole), AT_ONCE):
        yield whole[start : start + AT_ONCE]
