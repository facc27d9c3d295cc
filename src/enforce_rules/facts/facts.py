"""The facts of one enterprise: typed against the vocabulary, each with its evidence; what is not recorded is unknown."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from ..errors import FactsError, Problems, did_you_mean, shorten
from ..language import Value
from ..language.values import Misfit, fit, plain_value
from ..manual import Rulebook
from ..manual.validation import validate
from ..manual.yamlfile import Path_, Source, read_file
from .case import CaseRecord, Circumstances
from .record import Enterprise, Evidence, Header, InspectionRecord, Office

SECTIONS = ("enterprise", "office", "inspection", "case", "facts")
_EVIDENCE = ("value", *Evidence.model_fields)


# Nothing changes after it is made, so all may share them.
_UNNAMED, _NO_OFFICE, _UNDATED, _NO_CASE = Enterprise(), Office(), InspectionRecord(), CaseRecord()


@dataclass(frozen=True)
class Facts:
    """What was recorded about one enterprise. ``values`` holds the known facts only.

    Read-only. ``source`` names where it came from, for messages.
    """

    values: Mapping[str, Value]
    enterprise: Enterprise = _UNNAMED
    inspection: InspectionRecord = _UNDATED
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    case: CaseRecord = _NO_CASE
    source: str = ""
    office: Office = _NO_OFFICE

    @property
    def digest(self) -> str:
        """The SHA-256, in hex, of all of it. Neither the order of keys matters, nor whether a number is written 0.5 or 0.50."""
        return hashlib.sha256(
            json.dumps(self.as_dict(), sort_keys=True, default=_digested, ensure_ascii=False).encode()
        ).hexdigest()

    def as_dict(self) -> dict[str, Any]:
        """All of it as plain data of the shape of a facts file; reading that back gives equal facts."""
        sections = {
            "enterprise": self.enterprise,
            "office": self.office,
            "inspection": self.inspection,
            "case": self.case,
        }
        told: dict[str, Any] = {
            name: section.model_dump(mode="json", exclude_defaults=True) for name, section in sections.items()
        }
        for kind, details in self.inspection.documents.items():
            if details.each:  # of these it counts what is said, also where it says what holds for all by default
                each = {name: own.model_dump(mode="json", exclude_unset=True) for name, own in details.each.items()}
                told["inspection"]["documents"][kind]["each"] = each
        told["facts"] = {name: self._recorded(name) for name in dict.fromkeys([*self.values, *self.evidence])}
        return told

    def _recorded(self, name: str) -> Any:
        plain = plain_value(self.values[name]) if name in self.values else None
        if name not in self.evidence:
            return plain
        return {"value": plain, **self.evidence[name].model_dump(mode="json", exclude_none=True)}


def _digested(number: Decimal) -> int | str:
    return int(number) if number == number.to_integral_value() else str(number.normalize())


def read_facts(path: str | Path, book: Rulebook) -> Facts:
    """The facts of a ``.yaml``, ``.json`` or ``.xlsx`` file. Raises :class:`FactsError` with every problem and its place."""
    path = Path(path)
    if path.suffix == ".xlsx":
        from .sheet import read_sheet

        return facts_from(read_sheet(path, book), book)
    return facts_from(read_file(path, FactsError), book)


def facts_from_dict(data: Mapping[str, Any], book: Rulebook, source: str = "") -> Facts:
    """The facts of a mapping of the shape of a facts file: ``enterprise``, ``inspection``, ``facts``, each optional.

    Values may be Python's own: date for a date, Decimal or float for a number, set or list for a set. Raises
    :class:`FactsError` with every problem and its path.
    """
    if not isinstance(data, Mapping):
        raise FactsError("事实应为一组键和值")
    return facts_from(Source(source, dict(data)), book)


def facts_from(source: Source, book: Rulebook) -> Facts:
    """The facts of parsed data."""
    problems = Problems()
    data = source.data
    if not isinstance(data, dict):
        problems.add("事实文件应为一组键和值", source.place(), "至少有 facts:")
        problems.raise_as(FactsError)
    for key in data:
        if key not in SECTIONS:
            hint = did_you_mean(str(key), SECTIONS) or f"可用：{'、'.join(SECTIONS)}"
            problems.add(f"没有 {shorten(key, 40)} 这个键", source.key_place((key,)), hint)
    head = {key: value for key, value in data.items() if key in SECTIONS and key != "facts" and value is not None}
    header = validate(source.part((), head), Header, problems)
    values, evidence = _facts(data.get("facts"), source, book, problems)
    if header is not None:
        _case(header.case, source, book, problems)
    problems.raise_as(FactsError)
    assert header is not None
    return Facts(values, header.enterprise, header.inspection, evidence, header.case, source.file, header.office)


def _facts(
    entries: Any, source: Source, book: Rulebook, problems: Problems
) -> tuple[dict[str, Value], dict[str, Evidence]]:
    values: dict[str, Value] = {}
    evidence: dict[str, Evidence] = {}
    if entries is None:
        return values, evidence
    if not isinstance(entries, Mapping):
        problems.add("facts 应为一组事实和值", source.place(("facts",)))
        return values, evidence
    for name, entry in entries.items():
        path: Path_ = ("facts", name)
        if name not in book.types:
            problems.add(
                f"没有 {shorten(name, 60)} 这个事实", source.key_place(path), did_you_mean(str(name), book.types)
            )
            continue
        raw = entry
        if isinstance(entry, dict):
            raw = entry.get("value")
            found = _evidence(entry, source, path, problems)
            if found is not None:
                evidence[name] = found
            path = (*path, "value")
        if raw is None:  # left blank: not recorded
            continue
        try:
            values[name] = fit(raw, book.types[name])
        except Misfit as misfit:
            problems.add(f"{name}（{book.facts[name].label}）{misfit.what}", source.place(path), misfit.hint)
    return values, evidence


def _case(case: CaseRecord, source: Source, book: Rulebook, problems: Problems) -> None:
    """The case names breaches and circumstances that the manual has."""
    _circumstances(case.circumstances, ("case", "circumstances"), source, book, problems)
    for key, act in case.acts.items():
        _breach(key, ("case", "acts", key), source, book, problems)
        _circumstances(act.circumstances, ("case", "acts", key, "circumstances"), source, book, problems)
    for index, penalty in enumerate(case.earlier):
        _breach(penalty.breach, ("case", "earlier", index, "breach"), source, book, problems)


def _breach(key: str, path: Path_, source: Source, book: Rulebook, problems: Problems) -> None:
    item, _, name = key.partition(".")
    if item not in book.items:
        problems.add(f"没有 {item} 这个检查事项", source.place(path), did_you_mean(item, book.items))
    elif name not in book.items[item].breaches:
        hint = did_you_mean(name, book.items[item].breaches)
        problems.add(f"{item} 没有 {name} 这个违法行为", source.place(path), hint)


def _circumstances(
    found: Circumstances | None, path: Path_, source: Source, book: Rulebook, problems: Problems
) -> None:
    for name in found or ():
        if name not in book.circumstances:
            hint = did_you_mean(name, book.circumstances)
            problems.add(f"没有 {name} 这个情节", source.place(path), hint or f"可用：{'、'.join(book.circumstances)}")


def _evidence(entry: Mapping[str, Any], source: Source, path: Path_, problems: Problems) -> Evidence | None:
    for key in entry:
        if key not in _EVIDENCE:
            problems.add(
                f"没有 {shorten(key, 40)} 这个键", source.key_place((*path, key)), f"可用：{'、'.join(_EVIDENCE)}"
            )
    rest = {key: value for key, value in entry.items() if key in _EVIDENCE[1:] and value is not None}
    return validate(source.part(path, rest), Evidence, problems) if rest else None


def day_of(facts: Facts, on: date | None) -> date:
    """The day to judge on: ``on`` where it is given, else the inspection's. Raises :class:`FactsError` when there is none."""
    day = on or facts.inspection.date
    if day is None:
        raise FactsError("没有检查日期：在 inspection.date 写明，或者另行指定")
    return day
