"""The JSON Schema of the context of one kind of document, for who writes a template or fills a Word form from it."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from ..kinds import DocumentKind
from .models import Context, label_of


def context_schema(kind: DocumentKind) -> dict[str, Any]:
    """All that a template of this kind may use; ``needs`` lists what must be there before the document is issued."""
    schema = TypeAdapter(Context).json_schema(mode="serialization")
    schema["title"] = f"{kind.name}（{kind.id}）的内容"
    rule = schema["properties"]["law"].pop("additionalProperties")
    schema["properties"]["law"] |= {
        "properties": dict.fromkeys(kind.law, rule),
        "required": list(kind.law),
        "additionalProperties": False,
    }
    schema["needs"] = {path: label_of(path) for path in kind.needs}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
