"""An entry of the journal: who wrote, when, why, from where; sealed together with everything before it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from .tables import canonical, journal

FIRST = b"\0" * 32
"""What stands in the place of the digest before the first entry."""

Line = tuple[str, str, int, bool, bytes]
"""What an entry wrote: kind, key, revision, whether it withdraws, the digest of what the record says."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One writing. ``id`` counts from 1 without a gap; ``at`` is UTC; ``rows`` is how many versions it wrote."""

    id: int
    at: str
    by: str
    reason: str
    source: str
    rows: int
    digest: bytes

    def as_dict(self) -> dict[str, str | int]:
        """The entry as plain data for JSON."""
        return {
            "entry": self.id,
            "at": self.at,
            "by": self.by,
            "reason": self.reason,
            "source": self.source,
            "rows": self.rows,
            "digest": self.digest.hex(),
        }


def sealed(id: int, at: str, by: str, reason: str, source: str, lines: Iterable[Line], before: bytes) -> Entry:
    """An entry with its digest, which covers the digest ``before``."""
    written = sorted(lines)
    seal = hashlib.sha256(before)
    seal.update(canonical([id, at, by, reason, source]).encode())
    for kind, key, revision, withdrawn, digest in written:
        seal.update(canonical([kind, key, revision, withdrawn, digest.hex()]).encode())
    return Entry(id, at, by, reason, source, len(written), seal.digest())


def last_entry(connection: Connection) -> Entry | None:
    """The entry written last."""
    row = connection.execute(select(journal).order_by(journal.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else entry_of(row)


def entry_of(row: Row[Any]) -> Entry:
    """The entry of a row of the journal."""
    return Entry(row.id, row.at, row.by, row.reason, row.source, row.rows, bytes(row.digest))


def now() -> str:
    """This moment, UTC, to the microsecond."""
    return datetime.now(UTC).isoformat(timespec="microseconds")
