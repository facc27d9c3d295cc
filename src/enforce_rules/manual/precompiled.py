"""A rulebook as lines of JSON, so that the next process builds it without YAML and without checking it again.

The first line says how many schemes, statutes and items follow, and holds the numerals that citations use. Scenarios stand on lines of
their own, as do circumstances and schemes: only who needs them reads them.
"""

from __future__ import annotations

import json
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from . import numerals
from .circumstance import CircumstancesFile
from .discretion import Scheme
from .fact import FactsFile, TermsFile
from .info import ManualInfo
from .item import Item, Scenario
from .model import Deferred, Later, Model
from .rulebook import Rulebook
from .statute import Statute

B = TypeVar("B", bound=Rulebook)
_SCENARIOS = TypeAdapter(tuple[Scenario, ...])


def dissolve(book: Rulebook) -> bytes:
    """A rulebook that was read and found right, as lines."""
    head = {
        "digest": book.digest,
        "statutes": len(book.statutes),
        "items": len(book.items),
        "schemes": len(book.schemes),
        "numerals": numerals.learnt(),
    }
    lines = [
        json.dumps(head, ensure_ascii=False).encode(),
        _plain(book.info),
        _plain(FactsFile(facts=book.shared_facts)),
        _plain(TermsFile(terms=book.terms)),
        _plain(CircumstancesFile(circumstances=dict(book.circumstances))),
        *(_plain(scheme) for scheme in book.schemes.values()),
        *(_plain(statute) for statute in book.statutes.values()),
    ]
    for item in book.items.values():
        lines.append(_plain(item, without={"scenarios"}))
        lines.append(_SCENARIOS.dump_json(tuple(item.scenarios), by_alias=True, exclude_defaults=True))
    return b"\n".join(lines)


def assemble(content: bytes, digest: str, kind: type[B]) -> B | None:
    """The rulebook of such lines; None when they are not those of the rule files with this digest, or are damaged."""
    lines = content.split(b"\n")
    try:
        head = json.loads(lines[0])
        if head["digest"] != digest:
            return None
        info, facts, terms, weighed, *rest = lines[1:]
        schemes, rest = rest[: head["schemes"]], rest[head["schemes"] :]
        laws, items = rest[: head["statutes"]], rest[head["statutes"] :]
        if len(items) != 2 * head["items"]:
            return None
        statutes = [Statute.model_validate_json(line) for line in laws]
        whole = [
            Item.model_validate_json(line).model_copy(update={"scenarios": Deferred(_SCENARIOS, scenarios)})
            for line, scenarios in zip(items[::2], items[1::2], strict=True)
        ]
        book = kind(
            ManualInfo.model_validate_json(info),
            FactsFile.model_validate_json(facts).facts,
            TermsFile.model_validate_json(terms).terms,
            {statute.law: statute for statute in statutes},
            {item.id: item for item in whole},
            digest,
            Later(lambda: CircumstancesFile.model_validate_json(weighed).circumstances),
            Later(lambda: {scheme.id: scheme for scheme in map(Scheme.model_validate_json, schemes)}),
        )
    except (ValidationError, ValueError, KeyError, TypeError):
        return None
    numerals.learn(head["numerals"])
    return book


def _plain(model: Model, without: set[str] | None = None) -> bytes:
    return model.model_dump_json(by_alias=True, exclude_defaults=True, exclude=without).encode()
