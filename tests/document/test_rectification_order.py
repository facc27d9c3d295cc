"""责令限期整改指令书: the sentences, their sources, and what happens when something is missing."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from enforce_rules import DocumentError, Manual
from tests.conftest import ROOT

KIND = "rectification-order"
SNAPSHOTS = Path(__file__).parent / "snapshots"

WHOLE: dict[str, Any] = {
    "enterprise": {"name": "某厂"},
    "inspection": {
        "date": "2024-04-02",
        "authority": "某市应急管理局",
        "inspectors": [{"name": "甲", "certificate": "1"}, {"name": "乙", "certificate": "2"}],
        "documents": {
            KIND: {"number": "（某）应急责改〔2024〕1号", "review_authority": "某市人民政府", "court": "某区人民法院"}
        },
    },
    "facts": {
        "dust_explosion_unit": True,
        "dry_collected_dusts": ["木质"],
        "dry_dust_collector": True,
        "airlock": "未设置",
    },
}


def without(*path: str) -> dict[str, Any]:
    """The whole data less the value at a path."""

    def pruned(data: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
        if len(path) == 1:
            return {key: value for key, value in data.items() if key != path[0]}
        return {**data, path[0]: pruned(data[path[0]], path[1:])}

    return pruned(WHOLE, path)


@pytest.mark.parametrize("example", ["furniture-dust", "machining-plant-2020"])
@pytest.mark.parametrize("format", ["txt", "html"])
def test_snapshot(manual: Manual, example: str, format: str) -> None:
    """The examples' orders, word for word. To accept a change: ENFORCE_RULES_SNAPSHOTS=write make tests."""
    inspection = manual.inspect(ROOT / "examples" / f"{example}.yaml")
    text = manual.document(KIND, inspection).as_format(format)
    assert isinstance(text, str)
    path = SNAPSHOTS / f"{example}.{format}"
    if os.environ.get("ENFORCE_RULES_SNAPSHOTS") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_every_block_knows_its_source(manual: Manual) -> None:
    document = manual.document(KIND, manual.inspect(ROOT / "examples" / "furniture-dust.yaml"))
    for block in document.blocks:
        template = (ROOT / "templates" / block.template).read_text(encoding="utf-8").splitlines()
        assert f'data-block="{block.kind}"' in template[block.line - 1]
        if block.kind in ("finding", "duties", "criteria", "remedy"):
            assert block.sources.breach in manual.items[block.sources.item].breaches
    duties = [block.sources.provisions for block in document.blocks if block.kind == "duties"]
    assert duties[0] == (
        "安全生产法(2021)第三十六条第一款",
        "工贸企业粉尘防爆安全规定(2021)第十五条第一款",
        "工贸企业粉尘防爆安全规定(2021)第十七条第一款",
    )
    facts = next(block.sources.facts for block in document.blocks if block.kind == "finding")
    assert facts == ("dry_dust_collector", "explosion_protection")


@pytest.mark.parametrize("on", ["2020-12-01", "2023-12-31", "2024-01-01", "2026-06-01"])
def test_what_a_document_rests_on_is_held_and_in_force(manual: Manual, on: str) -> None:
    data = {**WHOLE, "inspection": {**WHOLE["inspection"], "date": on}}
    document = manual.document(KIND, manual.inspect(data))
    cited = [cite for block in document.blocks for cite in block.sources.provisions]
    assert len([cite for cite in cited if cite.startswith("行政")]) >= 5
    for cite in cited:
        assert manual.provision(cite).edition.in_force(date.fromisoformat(on)), cite


def test_text_and_html_say_the_same(manual: Manual) -> None:
    document = manual.document(KIND, manual.inspect(WHOLE))
    text = document.text.replace("\n", "").replace(" ", "")
    for block in document.blocks:
        assert block.text.replace(" ", "") in text


@pytest.mark.parametrize(
    ("path", "says"),
    [
        (("enterprise", "name"), "缺少被检查单位名称"),
        (("inspection", "authority"), "缺少执法机关全称"),
        (("inspection", "inspectors"), "执法人员应不少于2人"),
        (("inspection", "documents", KIND, "number"), "缺少文号"),
        (("inspection", "documents", KIND, "review_authority"), "缺少行政复议机关"),
        (("inspection", "documents", KIND, "court"), "缺少有管辖权的人民法院"),
    ],
)
def test_a_missing_field_is_an_error_and_a_blank_in_a_draft(manual: Manual, path: tuple[str, ...], says: str) -> None:
    inspection = manual.inspect(without(*path))
    with pytest.raises(DocumentError, match=says):
        manual.document(KIND, inspection)
    made = manual.document(KIND, inspection, draft=True)
    assert [problem.what for problem in made.problems] == [says]
    draft = made.text
    assert "＿＿" in draft
    assert "草稿" in draft
    assert "None" not in draft


def test_all_missing_fields_are_listed(manual: Manual) -> None:
    inspection = manual.inspect({"facts": WHOLE["facts"]}, on=date(2024, 4, 2))
    with pytest.raises(DocumentError) as caught:
        manual.document(KIND, inspection)
    assert len(caught.value.problems) == 6


def test_nothing_found_is_no_order(manual: Manual) -> None:
    with pytest.raises(DocumentError, match="没有应当由本机关责令整改的违法行为"):
        manual.document(KIND, manual.inspect({"inspection": WHOLE["inspection"], "facts": {}}))


def test_what_is_another_authoritys_is_not_ordered(manual: Manual) -> None:
    facts = {**WHOLE["facts"], "special_equipment_unregistered": 1, "fire_facility_defects": 2}
    inspection = manual.inspect({**WHOLE, "facts": facts})
    document = manual.document(KIND, inspection)
    handed_over = [note[:11] for note in document.notes if note.startswith("未列入文书")]
    assert handed_over == ["未列入文书：MR-18", "未列入文书：MR-25"]
    named = {(block.sources.item, block.sources.breach) for block in document.blocks if block.sources.item}
    assert named == {("DE-06", "airlock_missing")}
    assert [block.text[:2] for block in document.blocks if block.kind == "finding"] == ["1."]


@pytest.mark.parametrize(
    ("on", "power", "extension"),
    [
        ("2020-12-01", "第六十二条", True),
        ("2024-04-02", "第六十五条第一款第（二）项", True),
        ("2026-02-01", "第六十五条第一款第（二）项", False),
    ],
)
def test_the_law_of_the_day(manual: Manual, on: str, power: str, extension: bool) -> None:
    data = {**WHOLE, "inspection": {**WHOLE["inspection"], "date": on}}
    text = manual.document(KIND, manual.inspect(data)).text.replace("\n", "")
    assert f"依据《中华人民共和国安全生产法》{power}的规定" in text
    assert ("书面延期申请" in text) is extension


def test_the_document_has_a_day_of_its_own(manual: Manual) -> None:
    """Limits run from the document's day, and its law is that of the day; it cannot be older than the inspection."""

    def dated(on: str, issued: str) -> dict[str, Any]:
        documents = {KIND: {**WHOLE["inspection"]["documents"][KIND], "date": issued}}
        return {**WHOLE, "inspection": {**WHOLE["inspection"], "date": on, "documents": documents}}

    text = manual.document(KIND, manual.inspect(dated("2026-01-30", "2026-02-02"))).text.replace("\n", "")
    assert "2026年2月17日前整改完毕" in text
    assert "书面延期申请" not in text
    with pytest.raises(DocumentError, match="文书日期2024-04-01早于检查日期2024-04-02"):
        manual.document(KIND, manual.inspect(dated("2024-04-02", "2024-04-01")))


def test_unknown_kind_and_format(manual: Manual) -> None:
    inspection = manual.inspect(WHOLE)
    with pytest.raises(DocumentError, match="没有 rectification-oder 这种文书（是否为 rectification-order？）"):
        manual.document("rectification-oder", inspection)
    with pytest.raises(DocumentError, match="没有 odt 这种格式"):
        manual.document(KIND, inspection).as_format("odt")


def test_details_for_a_kind_that_does_not_exist_are_not_lost(manual: Manual) -> None:
    details = {"rectification-oder": {"number": "1"}, **WHOLE["inspection"]["documents"]}
    inspection = manual.inspect({**WHOLE, "inspection": {**WHOLE["inspection"], "documents": details}})
    with pytest.raises(DocumentError, match="没有 rectification-oder 这种文书（是否为 rectification-order？）"):
        manual.document(KIND, inspection)
