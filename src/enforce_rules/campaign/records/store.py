"""The records of a campaign: written once, corrected beside, never overwritten; every version with who, when and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, and_, literal, or_, select, tuple_

from ...errors import CampaignError, Place, Problem, did_you_mean
from ..campaign import Campaign, campaign_from
from .content import Name, Version, digest_of, ids_of, name_of, versions_of
from .database import Database
from .entry import FIRST, Entry, Line, entry_of, sealed
from .kinds import KINDS, CampaignFile, Record
from .tables import journal, records, tables
from .writer import Author, Writer, Written, difference

CAMPAIGN: Name = ("campaign", "campaign")


@dataclass(frozen=True)
class Change:
    """One version of a record: the entry that wrote it, and what it changed."""

    entry: Entry
    version: Version
    changed: tuple[str, ...]


class Store:
    """The records of one campaign.

    Example::

        store = Store.create("campaign.db", campaign, by="张三")
        store.append(records, by="李四", source="07-20201112.yaml")
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    @classmethod
    def create(cls, where: str | Path, campaign: Campaign, by: str) -> Store:
        """A new store for a campaign: a file of SQLite, or PostgreSQL by its address. Raises :class:`CampaignError`."""
        author = _author(by, "建立", "", reasoned=False)
        store = cls(Database.create(where))
        store._write_campaign(campaign, author)
        return store

    @classmethod
    def open(cls, where: str | Path) -> Store:
        """The store that is there. Raises :class:`CampaignError` where there is none."""
        return cls(Database.open(where))

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Writing

    def append(
        self,
        given: Iterable[Record],
        by: str,
        *,
        reason: str = "",
        source: str = "",
        correct: bool = False,
        restore: bool = False,
        seen: int | None = None,
        places: Mapping[Name, Place] | None = None,
    ) -> Written:
        """Add records, all or none; what is there and says the same is left alone.

        ``correct`` allows records that say something else than before: each becomes a new version, for a ``reason``. A record that
        says what was corrected since is told as stale and not put back, unless ``restore``. ``seen`` is the position of the journal
        that the author had read: what was written to a record after it is not corrected unseen. ``places`` say where records were
        written, for messages. Raises :class:`CampaignError` with every problem.
        """
        author = _author(by, reason, source, reasoned=correct or restore)
        given = list(given)
        _no_campaign(record.kind for record in given)
        with self.database.writing() as connection:
            writer = Writer(connection, author, self._campaign(connection), places or {})
            return writer.append(given, correct or restore, restore, seen)

    def withdraw(self, names: Iterable[Name], by: str, reason: str) -> Written:
        """Take records back, given as kind and key. They stay in the history. Raises :class:`CampaignError`."""
        author, wanted = _author(by, reason, "", reasoned=True), _known(names)
        _no_campaign(kind for kind, _ in wanted)
        with self.database.writing() as connection:
            return Writer(connection, author, None, {}).withdraw(wanted)

    def revise_campaign(self, campaign: Campaign, by: str, reason: str) -> Written:
        """A changed campaign (a member replaced, a phase prolonged) as its new version. Raises :class:`CampaignError`."""
        return self._write_campaign(campaign, _author(by, reason, "", reasoned=True))

    def _write_campaign(self, campaign: Campaign, author: Author) -> Written:
        content = campaign.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        record = CampaignFile(key=CAMPAIGN[1], content=content)
        with self.database.writing() as connection:
            return Writer(connection, author, campaign, {}).append([record], correct=True, restore=True)

    # Reading

    @property
    def campaign(self) -> Campaign:
        """The campaign as it stands now."""
        with self.database.reading() as connection:
            return self._campaign(connection)

    def _campaign(self, connection: Connection) -> Campaign:
        ids = ids_of(connection, [CAMPAIGN])
        versions = versions_of(connection, CAMPAIGN[0], list(ids.values()))
        if not versions:
            told = Problem("没有写入检查活动：建立时中断了", Place(self.database.shown), "删去这个数据库，重新建立")
            raise CampaignError(told)
        assert isinstance(versions[-1].record, CampaignFile)
        return campaign_from(versions[-1].record.content)

    @property
    def position(self) -> int:
        """How many entries the journal has: what a report was made from is told by it."""
        with self.database.reading() as connection:
            return position_of(connection)

    def entries(self) -> list[Entry]:
        """The journal, oldest first."""
        with self.database.reading() as connection:
            return [entry_of(row) for row in connection.execute(select(journal).order_by(journal.c.id))]

    def get(self, kind: str, key: str) -> Record | None:
        """A record as it stands now; None where there is none, or where it was withdrawn."""
        changes = self.history(kind, key)
        return None if not changes or changes[-1].version.withdrawn else changes[-1].version.record

    def history(self, kind: str, key: str) -> list[Change]:
        """Every version of a record, oldest first. Raises :class:`CampaignError` for a kind that there is not."""
        (name,) = _known([(kind, key)])
        with self.database.reading() as connection:
            ids = ids_of(connection, [name])
            versions = versions_of(connection, kind, list(ids.values()))
            wrote = select(journal).where(journal.c.id.in_([version.entry for version in versions]))
            entries = {row.id: entry_of(row) for row in connection.execute(wrote)}
        changes: list[Change] = []
        for version in versions:
            before = changes[-1].version.record if changes else None
            changed = ("撤回",) if version.withdrawn else tuple(difference(before, version.record)) if before else ()
            changes.append(Change(entries[version.entry], version, changed))
        return changes

    def written_by(self, entry: int) -> list[Version]:
        """What one entry of the journal wrote."""
        with self.database.reading() as connection:
            return [version for kind in KINDS for version in versions_of(connection, kind, [entry], by="entry")]

    def check(self) -> list[Problem]:
        """Whether every row says what it said when it was written; the entries where not. Empty when all is well."""
        with self.database.reading() as connection:
            return list(_checked(connection))


def position_of(connection: Connection) -> int:
    """The id of the last entry, 0 before the first."""
    return connection.scalar(select(journal.c.id).order_by(journal.c.id.desc()).limit(1)) or 0


def _checked(connection: Connection) -> Iterator[Problem]:
    lines: dict[int, list[Line]] = defaultdict(list)
    for kind in KINDS:
        try:
            for version in _all_versions(connection, kind):
                said = digest_of(version.record)
                lines[version.entry].append((*name_of(version.record), version.revision, version.withdrawn, said))
                if said != version.digest:
                    key = version.record.key
                    yield Problem(f"{KINDS[kind].label} {key} 第{version.revision}版的内容与写入时不同")
        except (KeyError, TypeError, ValueError):
            yield Problem(f"{KINDS[kind].label}有读不出的内容")
        for key in connection.scalars(_without_version(kind)):
            yield Problem(f"{KINDS[kind].label} {key} 一版也没有")
    for key in connection.scalars(_misplaced_reviews()):
        yield Problem(f"复查 {key} 所属的检查，或者是否再次复查，与写入时不同")
    before, expected = FIRST, 1
    for row in connection.execute(select(journal).order_by(journal.c.id)).all():
        entry = entry_of(row)
        seal = sealed(entry.id, entry.at, entry.by, entry.reason, entry.source, lines.pop(entry.id, []), before)
        if entry.id != expected or seal != entry:
            yield Problem(f"日志第{entry.id}条（{entry.by}，{entry.at}）与写入时不同，或者它之前缺了日志")
        before, expected = entry.digest, entry.id + 1
    for id in sorted(lines):
        yield Problem(f"有{len(lines[id])}行记录所属的日志第{id}条不存在")


def _all_versions(connection: Connection, kind: str) -> Iterator[Version]:
    table = tables[kind]
    ids = list(connection.scalars(select(table.c.record).distinct().order_by(table.c.record)))
    for start in range(0, len(ids), 20_000):
        yield from versions_of(connection, kind, ids[start : start + 20_000])


def _without_version(kind: str) -> Select[Any]:
    there = select(tables[kind].c.record)
    return select(records.c.key).where(records.c.kind == kind, records.c.id.not_in(there)).order_by(records.c.id)


def _misplaced_reviews() -> Select[Any]:
    """Reviews whose row holds another visit than that of their finding, or that they are the first though they are not."""
    review, finding, other = tables["review"], tables["finding"], tables["review"].alias("other")
    before = select(literal(1)).where(
        other.c.finding == review.c.finding,
        tuple_(other.c.record, other.c.revision) != tuple_(review.c.record, review.c.revision),
        other.c.again.is_(False),
    )
    joined = review.join(finding, finding.c.record == review.c.finding).join(records, records.c.id == review.c.record)
    wrong = or_(finding.c.visit != review.c.visit, and_(review.c.again.is_(False), before.exists()))
    return select(records.c.key).select_from(joined).where(wrong).distinct()


def _author(by: str, reason: str, source: str, *, reasoned: bool) -> Author:
    """Raise :class:`CampaignError` where nobody is named, or a correction has no reason."""
    problems = []
    if not by.strip():
        problems.append(Problem("没有写明由谁记录"))
    if reasoned and not reason.strip():
        problems.append(Problem("更正、撤回要写明理由"))
    for text in (by, reason, source):
        if not text.isprintable():
            problems.append(Problem("记录人、理由、来源应为一行可以印出的文字"))
    if problems:
        raise CampaignError(problems)
    return Author(by.strip(), reason.strip(), source)


def _no_campaign(kinds: Iterable[str]) -> None:
    if CAMPAIGN[0] in kinds:
        raise CampaignError(Problem("检查活动不能当作记录写入、撤回", hint="用 revise_campaign 更正"))


def _known(names: Iterable[Name]) -> list[Name]:
    told = list(names)
    unknown = [
        Problem(f"没有 {kind} 这种记录", hint=did_you_mean(kind, KINDS) or f"可用：{'、'.join(KINDS)}")
        for kind, _ in told
        if kind not in KINDS
    ]
    if unknown:
        raise CampaignError(unknown)
    return told
