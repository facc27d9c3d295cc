"""The whole manual as plain data: the stable shape of ``enforce-rules export --json`` (DESIGN section 8)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..language import facts_of
from .item import Basis, Breach, Item
from .rulebook import ProvisionAt, Rulebook
from .statute import Sanction


def export(book: Rulebook) -> dict[str, Any]:
    """Everything the manual holds: its head, items, provisions cited with their sanctions, facts and terms."""
    used = facts_by_item(book)
    return {
        "manual": {
            **book.info.model_dump(mode="json", include={"id", "title", "edition", "statement", "source"}),
            "digest": book.digest,
        },
        "items": [_item(book, item) for item in book.items.values()],
        "provisions": [_provision(found) for found in _cited(book)],
        "facts": [_fact(book, name, used) for name in book.facts],
        "terms": [
            {"name": name, "label": term.label, "condition": term.condition, "source": list(term.source)}
            for name, term in book.terms.items()
        ],
    }


def facts_by_item(book: Rulebook) -> dict[str, tuple[str, ...]]:
    """For each item the facts that its conditions use, those of bases included, in order of appearance."""
    return {item.id: tuple(facts_of(*map(book.condition, _conditions(item)))) for item in book.items.values()}


def _conditions(item: Item) -> Iterator[str]:
    yield item.applies
    for breach in item.breaches.values():
        yield breach.violated
        yield from (basis.when for basis in _bases(breach) if basis.when)


def _bases(breach: Breach) -> tuple[Basis, ...]:
    return (*breach.duties, *breach.penalties, *breach.major, *breach.crimes)


def _item(book: Rulebook, item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "title": item.title,
        "table": item.table,
        "content": item.content,
        "methods": [f"{how}：{what}" for method in item.methods for how, what in method.items()],
        "facts": list(facts_of(*map(book.condition, _conditions(item)))),
        "applies": item.applies,
        "major": [
            {"breach": name, "criterion": basis.cite, "when": basis.when}
            for name, breach in item.breaches.items()
            for basis in breach.major
        ],
        "breaches": [_breach(name, breach) for name, breach in item.breaches.items()],
        "scenarios": len(item.scenarios),
        "from": item.since.isoformat() if item.since else None,
        "until": item.until.isoformat() if item.until else None,
    }


def _breach(name: str, breach: Breach) -> dict[str, Any]:
    return {
        "name": name,
        "violated": breach.violated,
        "from": breach.since.isoformat() if breach.since else None,
        "until": breach.until.isoformat() if breach.until else None,
        "statement": breach.statement,
        "remedy": {"text": breach.remedy.text, "days": breach.remedy.days},
        "duties": [basis.cite for basis in breach.duties],
        "penalties": [basis.cite for basis in breach.penalties],
        "conditional": {basis.cite: basis.when for basis in _bases(breach) if basis.when},
        "same_act": breach.same_act,
        "transfer": breach.transfer,
        "measure": breach.measure,
        "crimes": [basis.cite for basis in breach.crimes],
        "note": breach.note,
    }


def _cited(book: Rulebook) -> Iterator[ProvisionAt]:
    seen = {basis.cite for _, _, breach in book.breaches() for basis in _bases(breach)}
    return map(book.provision, sorted(seen))


def _provision(found: ProvisionAt) -> dict[str, Any]:
    citation, edition = found.citation, found.edition
    return {
        "citation": str(citation),
        "law": citation.law,
        "title": found.statute.title,
        "rank": found.statute.rank,
        "edition": citation.edition,
        "article": citation.article,
        "paragraph": citation.paragraph,
        "item": citation.item,
        "in_force_from": edition.in_force_from.isoformat(),
        "in_force_until": edition.in_force_until.isoformat() if edition.in_force_until else None,
        "verified": found.verified,
        "source": found.source,
        "sanctions": [_sanction(sanction) for sanction in found.sanctions],
    }


def _sanction(sanction: Sanction) -> dict[str, Any]:
    low, high = sanction.fine or (None, None)
    income = sanction.illegal_income
    return {
        "party": sanction.party,
        "stage": sanction.stage,
        "mandatory": sanction.mandatory,
        "fine_min": low,
        "fine_max": high,
        "multiple": list(sanction.multiple) if sanction.multiple else None,
        "income_percent": list(sanction.income_percent) if sanction.income_percent else None,
        "illegal_income": {"min": income.min, "below": income.below} if income else None,
        "cap": sanction.cap,
        "alternative": sanction.alternative,
        "other": list(sanction.other),
    }


def _fact(book: Rulebook, name: str, used: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    fact, type_ = book.facts[name], book.types[name]
    return {
        "name": name,
        "label": fact.label,
        "type": fact.type,
        "unit": fact.unit,
        "values": list(type_.values) or None,
        "min": fact.min,
        "max": fact.max,
        "ask": fact.ask,
        "method": fact.method,
        "judgement": fact.judgement,
        "unverified": fact.unverified,
        "items": [item for item, names in used.items() if name in names],
    }
