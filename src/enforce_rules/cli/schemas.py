"""Schemas for the command line: one, or all into a folder."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from ..facts.schema import enterprise_schema
from ..manual import Rulebook
from ..manual.schema import DRAFT, RULE_FILES, rule_file_schema

CAMPAIGN_FILES = {
    "campaign": "异地督导执法检查：阶段、检查组、成员",
    "ranking": "考核排序办法：指标、口径、权重",
    "sampling": "抽样办法：各风险等级的权重",
}
"""The files of a campaign that have a schema."""

KINDS = (*RULE_FILES, "enterprise", *CAMPAIGN_FILES)
"""The kinds of files that have a schema; ``enterprise`` is a facts file about one enterprise."""


def schema_of(kind: str, book: Rulebook | None) -> dict[str, Any]:
    """The JSON Schema of a kind of file; that of ``enterprise`` needs the vocabulary of ``book``."""
    if kind in CAMPAIGN_FILES:
        return _campaign_file_schema(kind)
    if kind != "enterprise":
        return rule_file_schema(kind)
    assert book is not None
    return enterprise_schema(book)


def write_schemas(book: Rulebook, folder: Path, kinds: Iterable[str]) -> Iterator[Path]:
    """Write ``<kind>.schema.json`` for each kind into ``folder``, and yield the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind in kinds:
        path = folder / f"{kind}.schema.json"
        path.write_text(json.dumps(schema_of(kind, book), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        yield path


def _campaign_file_schema(kind: str) -> dict[str, Any]:
    from ..campaign.campaign import Campaign
    from ..campaign.ranking import Scheme
    from ..campaign.sampling import SamplingScheme

    model: Any = {"campaign": Campaign, "ranking": Scheme, "sampling": SamplingScheme}[kind]
    schema = TypeAdapter(model).json_schema(by_alias=True)
    return {"$schema": DRAFT, **schema, "title": CAMPAIGN_FILES[kind]}
