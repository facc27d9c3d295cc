"""The JSON Schema of the context of one kind of document, for who writes a template or fills a Word form from it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from ..kinds import DocumentKind
from ..law import LAW
from ..templates import law_named
from .models import Context, label_of


def context_schema(kind: DocumentKind, templates: Path | None = None) -> dict[str, Any]:
    """All that a template or a form of this kind may use; ``needs`` lists what must be there before the document is issued.

    Any rule of procedure may be used; those that the kind's own template states are ``required``.
    """
    schema = TypeAdapter(Context).json_schema(mode="serialization")
    schema["title"] = f"{kind.name}（{kind.id}）的内容"
    rule = schema["properties"]["law"].pop("additionalProperties")
    names = law_named(kind.file, templates)
    schema["properties"]["law"] |= {
        "properties": dict.fromkeys(LAW, rule),
        "required": list(names),
        "additionalProperties": False,
    }
    schema["needs"] = {path: label_of(path) for path in kind.needs}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
