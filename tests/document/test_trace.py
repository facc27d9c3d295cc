"""Every sentence of a document leads back to a template's line, a breach, provisions with their editions, facts with their evidence."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from enforce_rules import Manual
from enforce_rules.document import Block, Document, DocumentKind, kinds, shipped_templates
from enforce_rules.document.block import Sources
from enforce_rules.document.context import subjects
from enforce_rules.document.trace import trace_of
from enforce_rules.evaluate import Inspection
from tests.conftest import ROOT

KINDS = [kind for kind in kinds().values() if kind.template]
YEARS = ("2020", "2026")


@cache
def inspected(manual: Manual, year: str) -> Inspection:
    return manual.inspect(ROOT / "examples" / "cases" / f"{year}.yaml")


@cache
def documents(manual: Manual, kind: DocumentKind, year: str) -> tuple[Document, ...]:
    """The drafts of a kind for everybody it is due to in one of the example cases."""
    inspection = inspected(manual, year)
    penalties = manual.penalties(inspection)
    return tuple(
        manual.document(kind.id, inspection, draft=True, subject=one.name, penalties=penalties)
        for one in subjects(kind, inspection, penalties)
    )


def all_documents(manual: Manual) -> Iterator[tuple[str, Document]]:
    for year in YEARS:
        for kind in KINDS:
            yield from ((year, document) for document in documents(manual, kind, year))


def test_the_example_cases_reach_every_kind_that_has_a_template(manual: Manual) -> None:
    made = {document.kind.id for _, document in all_documents(manual) if document.kind}
    assert made == {kind.id for kind in KINDS}


# Every block


def test_every_block_was_written_by_a_line_of_a_template(manual: Manual) -> None:
    read: dict[str, list[str]] = {}
    for _, document in all_documents(manual):
        assert document.blocks
        for block in document.blocks:
            if block.template not in read:
                read[block.template] = (shipped_templates() / block.template).read_text(encoding="utf-8").splitlines()
            assert f'data-block="{block.kind}"' in read[block.template][block.line - 1]


def test_what_a_block_names_is_in_the_manual_and_in_force_on_its_day(manual: Manual) -> None:
    """A document of one day does not rest on another day's law; a penalty rests on the law that applies to the act."""
    for year, document in all_documents(manual):
        assert document.kind is not None
        assert document.issued is not None
        for block in document.blocks:
            for item, breach in pairs(block.sources):
                assert breach in manual.items[item].breaches, block
            assert set(block.sources.facts) <= set(manual.facts), block
            for cite in block.sources.provisions:
                edition = manual.provision(cite).edition
                days = (document.issued, inspected(manual, year).on)
                assert any(edition.in_force(day) for day in days), (cite, block)


def pairs(sources: Sources) -> Iterator[tuple[str, str]]:
    """The breaches that a block names, each with its item; several items may share a name."""
    items, breaches = sources.item.split(), sources.breach.split()
    if len(items) == len(breaches):
        yield from zip(items, breaches, strict=True)


def test_a_block_names_items_and_breaches_together(manual: Manual) -> None:
    for _, document in all_documents(manual):
        for block in document.blocks:
            assert block.sources.item or not block.sources.breach, block
            items = [manual.items[item] for item in block.sources.item.split()]
            for breach in block.sources.breach.split():
                assert any(breach in item.breaches for item in items), block


def test_no_block_prints_what_is_missing(manual: Manual) -> None:
    for _, document in all_documents(manual):
        for block in document.blocks:
            assert not re.search(r"None|True|False|undefined|<|\{\{|&[a-z]+;|\|\||。。|；；|、、|，，", block.text), (
                block
            )
            assert block.text or block.layout == "rule" or block.cell, block


# What states the law says where it comes from

STATES = re.compile("违反|依据|责令|罚款|属于重大事故隐患")
NAMES = ("series", "title", "heading")


def states(block: Block) -> bool:
    """Whether a block says something of the law: more than the name of a document, of a part or of a column."""
    name = block.layout in NAMES or (block.cell is not None and block.cell.header)
    return not name and bool(STATES.search(re.sub("《[^《》]*书》", "", block.text)))


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("kind", KINDS, ids=[kind.id for kind in KINDS])
def test_what_states_the_law_has_sources(manual: Manual, kind: DocumentKind, year: str) -> None:
    bare = {
        f"{block.template}:{block.line} {block.text[:60]}"
        for document in documents(manual, kind, year)
        for block in document.blocks
        if states(block) and not block.sources
    }
    assert bare == set()


REASONED = {
    ("documents/case-report.html.j2", "needs"),
    ("documents/case-report.html.j2", "review"),
}
"""Blocks of an internal paper that print what a person must do or look at: the citations are in the words alone."""


def test_a_law_that_is_named_is_among_the_sources(manual: Manual) -> None:
    """Each title in 《》 that is a law's belongs to a provision that the block rests on."""
    titles = {statute.title for statute in manual.statutes.values()}
    missing = set()
    for _, document in all_documents(manual):
        for block in document.blocks:
            given = {manual.provision(cite).statute.title for cite in block.sources.provisions}
            named = set(re.findall("《((?:[^《》]|《[^《》]*》)*)》", block.text))
            if named & titles - given:
                missing.add((block.template, block.kind))
    assert missing <= REASONED


# As plain data


def traced(manual: Manual, kind: str, year: str = "2020") -> dict[str, Any]:
    (document, *_) = documents(manual, kinds()[kind], year)
    told: dict[str, Any] = json.loads(json.dumps(trace_of(document, inspected(manual, year)), default=str))
    assert len(told["blocks"]) == len(document.blocks)
    return told


def test_the_head_of_a_trace(manual: Manual) -> None:
    told = traced(manual, "rectification-order")
    inspection = inspected(manual, "2020")
    assert {key: value for key, value in told.items() if key != "blocks"} == {
        "kind": "rectification-order",
        "title": "责令限期整改指令书",
        "subject": "unit",
        "draft": True,
        "date": "2020-12-01",
        "on": "2020-12-01",
        "manual": manual.digest,
        "facts": inspection.facts.digest,
    }


def test_every_block_is_traced_in_order(manual: Manual) -> None:
    for year, document in all_documents(manual):
        told = trace_of(document, inspected(manual, year))
        assert [
            (one["number"], one["kind"], one["text"], one["template"]) for one in told["blocks"]
        ] == [
            (number, block.kind, block.text, f"{block.template}:{block.line}")
            for number, block in enumerate(document.blocks, 1)
        ]  # fmt: skip
        json.dumps(told, default=str)


def test_a_finding_is_traced_to_its_provisions_and_facts(manual: Manual) -> None:
    found = [one for one in traced(manual, "rectification-order")["blocks"] if one["kind"] == "finding"]
    (airlock,) = [one for one in found if "airlock_missing" in one["breaches"]]
    assert airlock["items"] == ["DE-06"]
    (duty,) = [one for one in airlock["provisions"] if one["citation"].startswith("安全生产法")]
    assert duty == {
        "citation": "安全生产法(2014)第三十三条第一款",
        "official": "《中华人民共和国安全生产法》第三十三条第一款",
        "in_force_from": "2014-12-01",
        "in_force_until": "2021-08-31",
        "verified": True,
    }
    (fact,) = [one for one in airlock["facts"] if one["name"] == "airlock"]
    assert fact == {
        "name": "airlock",
        "label": manual.facts["airlock"].label,
        "value": "未设置",
        "place": "打磨间干式除尘器灰斗",
        "record": "照片4",
    }


def test_facts_are_traced_as_a_facts_file_writes_them(manual: Manual, tmp_path: Path) -> None:
    """A set, a whole number with its evidence, a fact of which only evidence is recorded, and one that is not recorded."""
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "sampling.html.j2").write_text(
        '<body><p data-block="a" data-facts="dry_collected_dusts employees airlock crowded_place_operator">甲</p></body>',
        encoding="utf-8",
    )
    facts = {
        "dry_collected_dusts": ["木质", "粮食"],
        "employees": {"value": 0, "record": "笔录"},
        "airlock": {"value": None, "place": "车间", "note": "锁着"},
    }
    inspection = manual.inspect({"inspection": {"date": "2024-04-02"}, "facts": facts})
    (block,) = trace_of(manual.document("sampling", inspection, draft=True, templates=tmp_path), inspection)["blocks"]
    labels = {name: manual.facts[name].label for name in (*facts, "crowded_place_operator")}
    assert block["facts"] == [
        {"name": "dry_collected_dusts", "label": labels["dry_collected_dusts"], "value": ["木质", "粮食"]},
        {"name": "employees", "label": labels["employees"], "value": 0, "record": "笔录"},
        {"name": "airlock", "label": labels["airlock"], "value": None, "place": "车间", "note": "锁着"},
        {"name": "crowded_place_operator", "label": labels["crowded_place_operator"], "value": None},
    ]


def test_the_law_of_another_day_is_traced_with_that_days_edition(manual: Manual) -> None:
    for year, edition, since in (
        ("2020", "安全生产法(2014)", "2014-12-01"),
        ("2026", "安全生产法(2021)", "2021-09-01"),
    ):
        provisions = [
            provision
            for one in traced(manual, "inspection-record", year)["blocks"]
            for provision in one.get("provisions", ())
        ]
        acts = {(one["citation"].split("第")[0], one["in_force_from"]) for one in provisions}
        assert (edition, since) in acts
        for one in provisions:
            assert date.fromisoformat(one["in_force_from"]) <= inspected(manual, year).on


def test_a_block_without_sources_says_nothing_of_them(manual: Manual) -> None:
    told = traced(manual, "rectification-order")["blocks"]
    title = next(one for one in told if one["kind"] == "title")
    assert set(title) == {"number", "kind", "text", "template"}
