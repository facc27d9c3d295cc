"""Where every sentence of a document comes from, as plain data: the template's line, the item, the provisions, the facts."""

from __future__ import annotations

from typing import Any

from ..evaluate import Inspection
from ..language.values import plain_value
from .block import Block
from .document import Document


def trace_of(document: Document, inspection: Inspection) -> dict[str, Any]:
    """The blocks of a document with their sources: the shape of ``--trace``."""
    return {
        "kind": document.kind.id if document.kind else None,
        "title": document.title,
        "subject": document.subject,
        "draft": document.draft,
        "date": document.issued.isoformat() if document.issued else None,
        "on": inspection.on.isoformat(),
        "manual": inspection.book.digest,
        "facts": inspection.facts.digest,
        "blocks": [_block(number, block, inspection) for number, block in enumerate(document.blocks, 1)],
    }


def _block(number: int, block: Block, inspection: Inspection) -> dict[str, Any]:
    told: dict[str, Any] = {
        "number": number,
        "kind": block.kind,
        "text": block.text,
        "template": f"{block.template}:{block.line}",
    }
    if block.sources.item:
        told["items"] = block.sources.item.split()
        told["breaches"] = block.sources.breach.split()
    if block.sources.provisions:
        told["provisions"] = [_provision(cite, inspection) for cite in block.sources.provisions]
    if block.sources.facts:
        told["facts"] = [_fact(name, inspection) for name in block.sources.facts]
    return told


def _provision(cite: str, inspection: Inspection) -> dict[str, Any]:
    found = inspection.book.provision(cite)
    return {
        "citation": cite,
        "official": found.official,
        "in_force_from": found.edition.in_force_from.isoformat(),
        "in_force_until": found.edition.in_force_until.isoformat() if found.edition.in_force_until else None,
        "verified": found.verified,
    }


def _fact(name: str, inspection: Inspection) -> dict[str, Any]:
    facts = inspection.facts
    found = facts.evidence.get(name)
    return {
        "name": name,
        "label": inspection.book.facts[name].label,
        "value": plain_value(facts.values[name]) if name in facts.values else None,
        **(found.model_dump(exclude_none=True) if found else {}),
    }
