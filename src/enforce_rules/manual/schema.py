"""JSON Schema of every kind of rule file, so that editors complete and check rule files as they are written."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from .circumstance import CircumstancesFile
from .discretion import Scheme
from .fact import FactsFile, TermsFile
from .info import ManualInfo
from .item import Item
from .model import Model
from .statute import Statute

RULE_FILES: dict[str, tuple[type[Model], str]] = {
    "manual": (ManualInfo, "manual.yaml：手册"),
    "facts": (FactsFile, "facts.yaml：共用事实"),
    "terms": (TermsFile, "terms.yaml：术语"),
    "circumstances": (CircumstancesFile, "circumstances.yaml：行政处罚的情节"),
    "discretion": (Scheme, "discretion/*.yaml：一个裁量基准"),
    "statute": (Statute, "statutes/*.yaml：一部法律、法规、规章或者判定标准"),
    "item": (Item, "items/<表>/<编号>.yaml：一个检查事项"),
}
DRAFT = "https://json-schema.org/draft/2020-12/schema"
"""The version of JSON Schema that all schemas here are written in."""


def rule_file_schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of one kind of rule file, a key of ``RULE_FILES``."""
    model, title = RULE_FILES[kind]
    schema = TypeAdapter(model).json_schema(by_alias=True)
    return {"$schema": DRAFT, **schema, "title": title}
