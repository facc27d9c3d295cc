"""The published schemas are current, every file names its schema and satisfies it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from enforce_rules import FactsError, Manual
from enforce_rules.cli.schemas import KINDS, schema_of
from enforce_rules.manual.yamlfile import read_file
from tests.conftest import ROOT

FILES = sorted([*ROOT.glob("rules/**/*.yaml"), *ROOT.glob("examples/*.yaml")])
FILES += [ROOT / "examples" / "campaign" / f"{name}.yaml" for name in ("campaign", "sampling")]
FILES += [ROOT / "templates" / "campaign" / "ranking.yaml"]


@pytest.mark.parametrize("kind", KINDS)
def test_published_schemas_are_current(manual: Manual, kind: str) -> None:
    published = json.loads((ROOT / "docs" / "schema" / f"{kind}.schema.json").read_text(encoding="utf-8"))
    assert published == json.loads(json.dumps(schema_of(kind, manual))), "run: make schema"
    Draft202012Validator.check_schema(published)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_names_its_schema_and_satisfies_it(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    schema_path = (path.parent / first.split("=", 1)[1]).resolve()
    schema = json.loads(schema_path.read_text(encoding="utf-8"))
    errors = list(Draft202012Validator(schema).iter_errors(_floats(read_file(path, FactsError).data)))
    assert not errors, errors[0]


@pytest.mark.parametrize(
    "data",
    [
        {"facts": {"emploees": 3}},
        {"facts": {"employees": "3"}},
        {"facts": {"employees": -1}},
        {"facts": {"airlock": "坏"}},
        {"facts": {"dust_kinds": ["木头"]}},
        {"facts": {"employees": {"value": 3, "why": "x"}}},
        {"fact": {}},
    ],
)
def test_the_schema_of_a_facts_file_knows_the_vocabulary(manual: Manual, data: dict[str, Any]) -> None:
    assert list(Draft202012Validator(schema_of("enterprise", manual)).iter_errors(data))
    with pytest.raises(FactsError):
        manual.facts_from(data)


def _floats(data: Any) -> Any:
    return json.loads(json.dumps(data, default=float))
