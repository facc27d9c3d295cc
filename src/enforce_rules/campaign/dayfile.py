"""A day's records of one group as a file (YAML or JSON): visits with what was found, and whatever happened to earlier findings.

Keys that are not written follow from what a record is about, so that the same file read again gives the same records.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Any, get_args

from ..errors import CampaignError, FactsError, Place, Problems, did_you_mean, shorten
from ..facts.facts import facts_from
from ..manual.validation import validate
from ..manual.yamlfile import Path_, Source, read_file
from .recording import judged
from .records.content import Name, name_of
from .records.kinds import KINDS, Record, Suggestion, Visit

if TYPE_CHECKING:
    from ..api import Manual
    from ..evaluate import Inspection

Entry = Mapping[str, Any]

_HEAD = ("group", "phase", "date")
_OF_VISIT: dict[str, tuple[str, Callable[[str, int, Entry], str]]] = {
    "findings": ("finding", lambda visit, n, _: f"{visit}/F{n}"),
    "documents": ("document", lambda visit, n, one: f"{visit}/D/{_joined(one, 'form', 'number', 'recipient')}"),
    "suggestions": ("suggestion", lambda visit, n, _: f"{visit}/S{n}"),
    "suspensions": ("suspension", lambda visit, n, one: f"{visit}/T/{_joined(one, 'measure', 'date')}"),
}
"""What is written under a visit: the kind of record, and its key where none is written."""

_OF_DAY: dict[str, tuple[str, Callable[[Entry], str]]] = {
    "filings": (
        "filing",
        lambda one: f"{one.get('suggestion') or one.get('visit')}/L/{_joined(one, 'number', 'date')}",
    ),
    "fines": ("fine", lambda one: f"{one.get('filing')}/{one.get('stage')}/{_joined(one, 'party', 'date')}"),
    "plans": ("plan", lambda one: f"{one.get('finding')}/P/{one.get('date')}"),
    "supervisions": ("supervision", lambda one: f"{one.get('finding')}/V/{one.get('date')}"),
    "reviews": ("review", lambda one: f"{one.get('finding')}/R/{one.get('date')}"),
    "notices": ("notice", lambda one: f"{one.get('finding')}/N/{_joined(one, 'medium', 'date')}"),
    "closings": ("closing", lambda one: f"{one.get('finding')}/C/{one.get('date')}"),
}
"""What is written of earlier visits, cases and findings."""

_SECTIONS = (*_HEAD, "visits", *_OF_DAY, "report")


def _joined(entry: Entry, *names: str) -> str:
    return "/".join("".join(str(entry[name]).split()) for name in names if entry.get(name) is not None)


@dataclass
class DayFile:
    """The records that a file holds, and where each is written."""

    source: str
    records: list[Record] = field(default_factory=list)
    places: dict[Name, Place] = field(default_factory=dict)


def read_day(path: str | Path, manual: Manual) -> DayFile:
    """The records of a day's file; facts of a visit are judged by ``manual``.

    Raises :class:`CampaignError` with every problem and its place.
    """
    return _Reader(read_file(Path(path), CampaignError), manual).read()


def day_from(data: Mapping[str, Any], manual: Manual, source: str = "") -> DayFile:
    """The records of a mapping of the shape of a day's file. Raises :class:`CampaignError`."""
    return _Reader(Source(source, dict(data)), manual).read()


class _Reader:
    """Reads one file, gathering what is wrong with it."""

    def __init__(self, source: Source, manual: Manual) -> None:
        self.source = source
        self.manual = manual
        self.problems = Problems()
        self.day = DayFile(source.file)

    def read(self) -> DayFile:
        data = self.source.data
        if not isinstance(data, dict):
            self.problems.add("文件内容应为一组键和值", self.source.place(), f"可用：{'、'.join(_SECTIONS)}")
            self.problems.raise_as(CampaignError)
        self._unknown(data, (), _SECTIONS)
        head = {name: data[name] for name in _HEAD if data.get(name) is not None}
        for path, entry in self._entries(data, ()):
            self._visit(path, {**head, **entry})
        for section, (kind, key_of) in _OF_DAY.items():
            for path, entry in self._entries(data, (), section):
                told = {**_only(head, "date"), **entry}
                self._add(path, kind, {"key": key_of(told), **told})
        if isinstance(report := data.get("report"), dict):
            told = {**_only(head, "group", "date"), **report}
            self._add(("report",), "daily_report", {"key": f"{told.get('group')}/{told.get('date')}", **told})
        elif report is not None:
            self.problems.add("report 应为一组键和值", self.source.place(("report",)))
        self.problems.raise_as(CampaignError)
        return self.day

    def _unknown(self, data: Entry, path: Path_, known: Collection[str]) -> None:
        for key in data:
            if key not in known:
                hint = did_you_mean(str(key), known) or f"可用：{'、'.join(known)}"
                self.problems.add(f"没有 {shorten(key, 40)} 这个键", self.source.key_place((*path, key)), hint)

    def _visit(self, path: Path_, entry: dict[str, Any]) -> None:
        self._unknown(entry, path, (*Visit.model_fields, "facts", *_OF_VISIT))
        visit = self._valid(path, Visit, {name: entry[name] for name in Visit.model_fields if name in entry})
        if visit is None:
            key, day = str(entry.get("key")), entry.get("date")
        else:
            key, day = visit.key, visit.date.isoformat()
        inspection = self._inspection((*path, "facts"), entry.get("facts"), visit)
        for record in [] if visit is None else self._judged(path, visit, inspection):
            if not self._keep(record, path):
                break
        for section, (kind, key_of) in _OF_VISIT.items():
            for number, (where, one) in enumerate(self._entries(entry, path, section), 1):
                told = {"visit": key, "date": day, **one}
                if kind == Suggestion.kind and entry.get("facts") is not None:
                    told = self._with_statement(where, told, inspection)
                self._add(where, kind, {"key": key_of(key, number, told), **told})

    def _inspection(self, path: Path_, facts: Any, visit: Visit | None) -> Inspection | None:
        if facts is None:
            return None
        try:
            known = facts_from(self.source.part(path, facts), self.manual)
            day = known.inspection.date
            if visit is not None and day not in (None, visit.date):
                self.problems.add(
                    f"事实的检查日期{day}不是检查的日期{visit.date}", self.source.place((*path, "inspection"))
                )
            return None if visit is None else self.manual.inspect(known, on=visit.date)
        except FactsError as error:
            self.problems.extend(error.problems)
            return None

    def _judged(self, path: Path_, visit: Visit, inspection: Inspection | None) -> list[Record]:
        try:
            return [visit] if inspection is None else judged(visit, inspection)
        except CampaignError as error:
            for problem in error.problems:
                self.problems.add(problem.what, self.source.place((*path, "key")), problem.hint)
            return []

    def _with_statement(self, path: Path_, entry: dict[str, Any], inspection: Inspection | None) -> dict[str, Any]:
        """A suggestion with the statements of its acts, where it has no words of its own; its acts must have been found."""
        if inspection is None:  # what is wrong with the facts is told already
            return {"statement": "事实未能判断", **entry}
        found = {f"{breach.item.id}.{breach.name}": breach.statement for breach in inspection.violations}
        acts = entry.get("acts")
        acts = acts if isinstance(acts, list) else []
        for index, act in enumerate(acts):
            if isinstance(act, str) and act not in found:
                self.problems.add(
                    f"没有查到 {shorten(act, 60)}",
                    self.source.place((*path, "acts", index)),
                    did_you_mean(act, found),
                )
        words = "；".join(found[act] for act in acts if isinstance(act, str) and act in found)
        return {"statement": words, **entry} if words else entry

    def _entries(self, data: Entry, path: Path_, section: str = "visits") -> Iterator[tuple[Path_, dict[str, Any]]]:
        entries = data.get(section)
        if entries is None:
            return
        if not isinstance(entries, list):
            self.problems.add(f"{section} 应为列表", self.source.place((*path, section)))
            return
        for index, entry in enumerate(entries):
            where = (*path, section, index)
            if isinstance(entry, dict):
                yield where, entry
            else:
                self.problems.add(f"{section} 的每一项应为一组键和值", self.source.place(where))

    def _add(self, path: Path_, kind: str, told: dict[str, Any]) -> None:
        record = self._valid(path, KINDS[kind], told)
        if record is not None:
            self._keep(record, path)

    def _valid(self, path: Path_, model: type[Any], told: dict[str, Any]) -> Any:
        plain = {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in told.items()
            if value is not None or not _is_filled(model, name)
        }
        return validate(self.source.part(path, plain), model, self.problems)

    def _keep(self, record: Record, path: Path_) -> bool:
        """Whether the file has it for the first time; one that is written twice would be counted once."""
        place = self.source.place(path)
        before = self.day.places.setdefault(name_of(record), place)
        if before is place:
            self.day.records.append(record)
            return True
        self.problems.add(f"{record.label} {record.key} 写了两次，已在{before}", place, "不是同一件的，各写编号 key")
        return False


def _only(head: Entry, *names: str) -> dict[str, Any]:
    return {name: head[name] for name in names if name in head}


def _is_filled(model: type[Any], name: str) -> bool:
    """Whether a field cannot be empty: written without a value, it counts as not written."""
    field = model.model_fields.get(name)
    return field is not None and NoneType not in get_args(field.annotation)
