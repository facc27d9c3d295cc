"""Adding records: all of them or none, none twice, nothing overwritten.

What is there already and says the same is left alone, so that importing again changes nothing. What is there and says something
else is a correction, which must be meant: it becomes a new version beside the old one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import Column, Connection, func, select

from ...errors import CampaignError, Place, Problems, shorten
from ..campaign import Campaign
from .content import (
    Name,
    Version,
    all_of,
    columns_of,
    digest_of,
    ever_naming,
    ids_of,
    name_of,
    named_by,
    parts,
    refers,
    standing,
    versions_of,
)
from .entry import FIRST, Entry, entry_of, last_entry, now, sealed
from .kinds import KINDS, CampaignFile, Closing, Finding, Record, Review
from .rules import OF_CAMPAIGN, Known, complaints
from .tables import journal, records, tables


@dataclass(frozen=True)
class Written:
    """What a writing did. ``entry`` is None when there was nothing to write.

    ``stale`` are records whose content was corrected before: they were not put back.
    """

    entry: Entry | None
    added: tuple[Name, ...] = ()
    corrected: tuple[Name, ...] = ()
    withdrawn: tuple[Name, ...] = ()
    unchanged: int = 0
    stale: tuple[Name, ...] = ()


@dataclass(frozen=True)
class Author:
    """Who writes, why, and from which file."""

    by: str
    reason: str = ""
    source: str = ""


@dataclass
class _Draft:
    """A version about to be written."""

    record: Record
    digest: bytes
    before: Version | None = None
    withdrawn: bool = False

    @property
    def revision(self) -> int:
        return 1 if self.before is None else self.before.revision + 1


class Writer:
    """Writes in one transaction in which nobody else writes. What is wrong is told together, and then nothing is written."""

    def __init__(
        self, connection: Connection, author: Author, campaign: Campaign | None, places: Mapping[Name, Place]
    ) -> None:
        self.connection = connection
        self.author = author
        self.campaign = campaign
        self.places = places
        self.problems = Problems()
        self.ids: dict[Name, int] = {}

    def append(self, given: Iterable[Record], correct: bool, restore: bool, seen: int | None = None) -> Written:
        """Add records; with ``correct`` also what says something else than before, with ``restore`` also what was corrected.

        What was written after the entry ``seen`` is not corrected.
        """
        batch = self._without_repeats(given)
        self.ids = ids_of(self.connection, [*batch, *(name for record in batch.values() for name in named_by(record))])
        there = self._versions([name for name in batch if name in self.ids])
        drafts, stale = [], []
        for name, record in batch.items():
            draft = _Draft(record, digest_of(record))
            if name in there:
                draft.before = there[name][-1]
                if draft.digest == draft.before.digest and not draft.before.withdrawn:
                    continue
                if not restore and any(draft.digest == version.digest for version in there[name]):
                    stale.append(name)
                    continue
                if not correct:
                    self._contradicts(name, record, draft.before)
            drafts.append(draft)
        if seen is not None:
            self._unseen(drafts, seen)
        self._hold(drafts)
        return replace(self._write(drafts), unchanged=len(batch) - len(drafts) - len(stale), stale=tuple(stale))

    def withdraw(self, names: Iterable[Name]) -> Written:
        """Take records back; they stay in the history. Raises where others that stay refer to them."""
        wanted = tuple(dict.fromkeys(names))
        self.ids = ids_of(self.connection, wanted)
        for name in wanted:
            if name not in self.ids:
                self.problems.add(f"没有{_shown(name)}", self.places.get(name))
        last = {name: versions[-1] for name, versions in self._versions([n for n in wanted if n in self.ids]).items()}
        drafts = [_Draft(v.record, v.digest, v, withdrawn=True) for v in last.values() if not v.withdrawn]
        for child, parent in self._children(drafts):
            if name_of(child) not in last:
                self.problems.add(
                    f"{_shown(name_of(parent))}不能撤回：{_shown(name_of(child))}以它为据", hint="一并撤回"
                )
        self.problems.raise_as(CampaignError)
        self.ids.update(ids_of(self.connection, [name for draft in drafts for name in named_by(draft.record)]))
        return self._write(drafts)

    def _without_repeats(self, given: Iterable[Record]) -> dict[Name, Record]:
        batch: dict[Name, Record] = {}
        for record in given:
            other = batch.setdefault(name_of(record), record)
            if other is not record and other != record:
                self.problems.add(f"{_shown(name_of(record))}写了两次，内容不同", self._place(record))
        return batch

    def _versions(self, names: Sequence[Name]) -> dict[Name, list[Version]]:
        found: dict[Name, list[Version]] = defaultdict(list)
        for kind in dict.fromkeys(kind for kind, _ in names):
            ids = [self.ids[name] for name in names if name[0] == kind]
            for version in versions_of(self.connection, kind, ids):
                found[name_of(version.record)].append(version)
        return found

    def _contradicts(self, name: Name, record: Record, before: Version) -> None:
        told = "已撤回" if before.withdrawn else "；".join(difference(before.record, record))
        self.problems.add(
            f"{_shown(name)}已有记录，内容不同：{told}", self._place(record), "确要更正的，写明更正和理由"
        )

    def _unseen(self, drafts: Sequence[_Draft], seen: int) -> None:
        """What the author had not read."""
        last = last_entry(self.connection)
        if not 0 <= seen <= (0 if last is None else last.id):
            self.problems.add(f"日志没有第{seen}条")
        later = [draft for draft in drafts if draft.before is not None and draft.before.entry > seen]
        rows = self.connection.execute(select(journal).where(journal.c.id > seen)) if later else ()
        entries = {row.id: entry_of(row) for row in rows}
        for draft in later:
            assert draft.before is not None
            entry = entries[draft.before.entry]
            self.problems.add(
                f"{_shown(name_of(draft.record))}在读到第{seen}条以后又有更正：第{entry.id}条，{entry.by}，{entry.at}",
                self._place(draft.record),
                "重新读取以后再更正",
            )

    # What records must keep to

    def _hold(self, drafts: Sequence[_Draft]) -> None:
        """Record what is wrong with the drafts among all the others, and with those that refer to what is corrected."""
        for draft in drafts:
            self._keeps_its_place(draft)
        new = {name_of(draft.record): draft.record for draft in drafts}
        corrected = [draft for draft in drafts if draft.before is not None]
        resting = (*(child for child, _ in self._children(corrected)), *self._closings(new.values()))
        children = {name_of(child): child for child in resting if name_of(child) not in new}
        looked_at = [*new.values(), *children.values()]
        known = self._known(looked_at, new)
        for record in looked_at:
            if self._refers_well(record, known):
                for what, hint in complaints(record, known):
                    self.problems.add(f"{_shown(name_of(record))}：{what}", self._place(record), hint)
        self.problems.raise_as(CampaignError)

    def _keeps_its_place(self, draft: _Draft) -> None:
        """A correction never moves a record to another visit, finding or case."""
        if draft.before is None:
            return
        record, old = draft.record, draft.before.record
        for field in refers(record.kind):
            before, after = getattr(old, field), getattr(record, field)
            if before != after:
                label = (type(record).model_fields[field].description or field).partition("；")[0]
                what = f"{_shown(name_of(record))}：{label}不能从{before or '空'}改为{after or '空'}"
                self.problems.add(what, self._place(record), "撤回这条记录，另记一条")

    def _known(self, looked_at: Sequence[Record], new: Mapping[Name, Record]) -> Known:
        wanted = {name for record in looked_at for name in named_by(record) if name not in new}
        self.ids.update(ids_of(self.connection, wanted - self.ids.keys()))
        there = self._versions([name for name in wanted if name in self.ids])
        last = {name: versions[-1] for name, versions in there.items()}
        stored = {name: version.record for name, version in last.items() if not version.withdrawn}
        closings = [record.finding for record in looked_at if isinstance(record, Closing)]
        return Known(self.campaign, {**stored, **new}, self._reviews(closings, new))

    def _reviews(self, findings: Sequence[str], new: Mapping[Name, Record]) -> dict[str, list[Review]]:
        """All reviews of findings, those that are about to be written among them."""
        ids = [self.ids[name] for key in findings if (name := ("finding", key)) in self.ids]
        stored = standing(self.connection, "review", ever_naming(self.connection, "review", "finding", ids))
        kept = (record for record in stored if name_of(record) not in new)
        reviews: dict[str, list[Review]] = defaultdict(list)
        for record in (*kept, *new.values()):
            if isinstance(record, Review):
                reviews[record.finding].append(record)
        return reviews

    def _closings(self, written: Iterable[Record]) -> list[Record]:
        """The closings of findings that are reviewed again, which a review between them and theirs may contradict."""
        names = {("finding", record.finding) for record in written if isinstance(record, Review)}
        ids = [self.ids[name] for name in names if name in self.ids]
        return standing(self.connection, "closing", ever_naming(self.connection, "closing", "finding", ids))

    def _refers_well(self, record: Record, known: Known) -> bool:
        missing = [name for name in named_by(record) if name not in known.records]
        for name in missing:
            gone = "已撤回" if name in self.ids else "没有记录"
            self.problems.add(f"{_shown(name_of(record))}：{_shown(name)}{gone}", self._place(record))
        return not missing

    def _children(self, drafts: Sequence[_Draft]) -> Iterator[tuple[Record, Record]]:
        """The records that refer to records that are there, or rest on the campaign, each with the one that it refers to."""
        for kind in dict.fromkeys(draft.record.kind for draft in drafts):
            parents = {draft.record.key: draft.record for draft in drafts if draft.record.kind == kind}
            ids = [draft.before.id for draft in drafts if draft.record.kind == kind and draft.before is not None]
            for child_kind in KINDS:
                for field in (field for field, parent in refers(child_kind).items() if parent == kind):
                    for child in standing(
                        self.connection, child_kind, ever_naming(self.connection, child_kind, field, ids)
                    ):
                        if (key := getattr(child, field)) in parents:
                            yield child, parents[key]
            for child_kind in OF_CAMPAIGN if kind == CampaignFile.kind and ids else ():
                for child in standing(self.connection, child_kind, all_of(self.connection, child_kind)):
                    yield child, next(iter(parents.values()))

    # Writing

    def _write(self, drafts: Sequence[_Draft]) -> Written:
        if not drafts:
            return Written(None)
        last = last_entry(self.connection)
        lines = [(*name_of(d.record), d.revision, d.withdrawn, d.digest) for d in drafts]
        author = self.author
        entry = sealed(
            1 if last is None else last.id + 1,
            now(),
            author.by,
            author.reason,
            author.source,
            lines,
            FIRST if last is None else last.digest,
        )
        self.connection.execute(journal.insert().values(**asdict(entry)))
        self._new_records([draft for draft in drafts if draft.before is None], entry)
        derived = self._derived(drafts)
        for kind in (kind for kind in KINDS if any(draft.record.kind == kind for draft in drafts)):
            rows = [
                self._row(draft, entry, derived.get(index, {}))
                for index, draft in enumerate(drafts)
                if draft.record.kind == kind
            ]
            self.connection.execute(tables[kind].insert(), rows)
        return Written(
            entry,
            tuple(name_of(d.record) for d in drafts if d.before is None),
            tuple(name_of(d.record) for d in drafts if d.before is not None and not d.withdrawn),
            tuple(name_of(d.record) for d in drafts if d.withdrawn),
        )

    def _new_records(self, drafts: Sequence[_Draft], entry: Entry) -> None:
        if not drafts:
            return
        first = (self.connection.scalar(select(func.max(records.c.id))) or 0) + 1
        self.ids.update((name_of(draft.record), id) for id, draft in enumerate(drafts, first))
        rows = [
            {"id": self.ids[kind, key], "kind": kind, "key": key, "entry": entry.id}
            for kind, key in (name_of(draft.record) for draft in drafts)
        ]
        self.connection.execute(records.insert(), rows)

    def _derived(self, drafts: Sequence[_Draft]) -> dict[int, dict[str, Any]]:
        """For each draft of a review, by its place: the visit of its finding, and whether the finding had a review before."""
        written = [(index, d.record) for index, d in enumerate(drafts) if isinstance(d.record, Review)]
        new = {d.record.key: self.ids["visit", d.record.visit] for d in drafts if isinstance(d.record, Finding)}
        stored = [
            self.ids["finding", key] for key in dict.fromkeys(review.finding for _, review in written) if key not in new
        ]
        visits, reviewed = (
            self._stored(tables["finding"].c.visit, stored),
            self._stored(tables["review"].c.finding, stored),
        )
        derived, before = {}, set(reviewed)
        for index, review in written:
            finding = self.ids["finding", review.finding]
            visit = new[review.finding] if review.finding in new else visits[finding]
            derived[index] = {"visit": visit, "again": finding in before}
            before.add(finding)
        return derived

    def _stored(self, column: Column[Any], findings: Sequence[int]) -> dict[int, int]:
        """What a column says of findings, by their ids."""
        table = column.table
        finding = table.c.record if table is tables["finding"] else table.c.finding
        found: dict[int, int] = {}
        for part in parts(findings):
            found.update(
                (id, value) for id, value in self.connection.execute(select(finding, column).where(finding.in_(part)))
            )
        return found

    def _row(self, draft: _Draft, entry: Entry, derived: Mapping[str, Any]) -> dict[str, Any]:
        return {
            **derived,
            "record": self.ids[name_of(draft.record)],
            "revision": draft.revision,
            "entry": entry.id,
            "withdrawn": draft.withdrawn,
            "digest": draft.digest,
            **columns_of(draft.record, self.ids),
        }

    def _place(self, record: Record) -> Place | None:
        return self.places.get(name_of(record))


def difference(before: Record, after: Record) -> list[str]:
    """What changed between two versions, field by field, each with its description."""
    return [
        f"{(field.description or name).partition('；')[0]} {_told(old)}→{_told(new)}"
        for name, field in type(after).model_fields.items()
        if (old := getattr(before, name)) != (new := getattr(after, name))
    ]


def _told(value: Any) -> str:
    if isinstance(value, dict):
        return f"（{len(value)}项）"
    if value is None:
        return "空"
    if isinstance(value, bool):
        return "是" if value else "否"
    return shorten("、".join(value) if isinstance(value, tuple) else str(value), 40)


def _shown(name: Name) -> str:
    kind, key = name
    return f"{KINDS[kind].label} {key} " if kind in KINDS else key
