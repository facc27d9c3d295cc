"""JSON Schema of a facts file: the vocabulary of a manual, so that an editor completes facts and shows their questions."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from ..language import Kind, Type
from ..manual import Rulebook
from ..manual.schema import DRAFT
from .record import Evidence, Header


def enterprise_schema(book: Rulebook) -> dict[str, Any]:
    """The JSON Schema of a facts file for the vocabulary of ``book``: every fact with its question, type and list."""
    head = TypeAdapter(Header).json_schema(by_alias=True)
    recorded = TypeAdapter(Evidence).json_schema(by_alias=True)["properties"]
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
        "$schema": DRAFT,
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
