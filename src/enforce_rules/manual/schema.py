"""JSON Schema of every kind of file, so that editors complete and check rule files and facts files as they are written."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from ..language import Kind, Type
from .fact import FactsFile, TermsFile
from .info import ManualInfo
from .item import Item
from .model import Model
from .rulebook import Rulebook
from .statute import Statute

RULE_FILES: dict[str, tuple[type[Model], str]] = {
    "manual": (ManualInfo, "manual.yaml：手册"),
    "facts": (FactsFile, "facts.yaml：共用事实"),
    "terms": (TermsFile, "terms.yaml：术语"),
    "statute": (Statute, "statutes/*.yaml：一部法律、法规、规章或者判定标准"),
    "item": (Item, "items/<表>/<编号>.yaml：一个检查事项"),
}
KINDS = (*RULE_FILES, "enterprise")
"""The kinds of files that have a schema; ``enterprise`` is a facts file about one enterprise."""

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def rule_file_schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of one kind of rule file, a key of ``RULE_FILES``."""
    model, title = RULE_FILES[kind]
    schema = TypeAdapter(model).json_schema(by_alias=True)
    return {"$schema": _DRAFT, **schema, "title": title}


def enterprise_schema(book: Rulebook, header: type[Model], evidence: type[Model]) -> dict[str, Any]:
    """The JSON Schema of a facts file for the vocabulary of ``book``: every fact with its question, type and list."""
    head = TypeAdapter(header).json_schema(by_alias=True)
    recorded = TypeAdapter(evidence).json_schema(by_alias=True)["properties"]
    facts = {}
    for name, fact in book.facts.items():
        value = _value(book.types[name])
        facts[name] = {
            "description": f"{fact.ask}（{fact.method}）",
            "anyOf": [
                value,
                {"type": "null"},
                {"type": "object", "properties": {"value": value, **recorded}, "additionalProperties": False},
            ],
        }
    known = {"type": ["object", "null"], "properties": facts, "additionalProperties": False}
    properties = {name: {"anyOf": [schema, {"type": "null"}]} for name, schema in head["properties"].items()}
    return {
        "$schema": _DRAFT,
        "title": "事实文件：一个企业、一次检查、所记录的事实",
        "type": "object",
        "additionalProperties": False,
        "properties": {**properties, "facts": known},
        "$defs": head.get("$defs", {}),
    }


def _value(type_: Type) -> dict[str, Any]:
    bounds = {
        key: float(bound) if type_.kind is Kind.NUMBER else int(bound)
        for key, bound in (("minimum", type_.low), ("maximum", type_.high))
        if bound is not None
    }
    match type_.kind:
        case Kind.BOOL:
            return {"type": "boolean"}
        case Kind.INT:
            return {"type": "integer", **bounds}
        case Kind.NUMBER:
            return {"type": "number", **bounds}
        case Kind.DATE:
            return {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
        case Kind.ENUM:
            return {"type": "string", "enum": list(type_.values)}
        case Kind.SET:
            return {"type": "array", "items": {"type": "string", "enum": list(type_.values)}, "uniqueItems": True}
