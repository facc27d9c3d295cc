"""What strangers write and documents print: one printable line or paragraphs, refused with the code of what cannot be shown."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from enforce_rules import FactsError, Manual
from enforce_rules.facts.text import Line, Prose, Sentence

LINE, SENTENCE, PROSE = (TypeAdapter[str](kind) for kind in (Line, Sentence, Prose))

CONTROLS = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))]
LINE_ENDS = ["\u2028", "\u2029"]
TURNING = [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x061C)]
UNSEEN = ["\u200b", "\u2060", "\ufeff", "\u00ad", "\ufff9", "\U000e0001", "\U000e0041"]

ACCEPTED = [
    "某厂",
    "\u200f甲\u200e",
    "نص\u200cفارسی",
    "क्\u200dष",
    "👨\u200d👩\u200d👧",
    "🇨🇳 ❤\ufe0f 👍🏽 1\ufe0f\u20e3",
    "e\u0301",
    "甲　乙\u00a0丙",
    "𪚥𠮷",
    "<b>&amp;{{ x }}\\n\"'",
    "שלום",
]


@pytest.mark.parametrize("text", ACCEPTED)
def test_what_a_page_can_show_is_kept_as_it_is(text: str) -> None:
    for kind in (LINE, SENTENCE, PROSE):
        assert kind.validate_python(text) == text


@pytest.mark.parametrize("char", [*CONTROLS, *LINE_ENDS, *TURNING, *UNSEEN], ids=ascii)
def test_what_no_page_can_show_is_refused_by_its_code(char: str) -> None:
    for kind in (LINE, SENTENCE, PROSE):
        if char == "\n" and kind is PROSE:
            continue
        with pytest.raises(ValidationError, match=rf"不能有 U\+{ord(char):04X}"):
            kind.validate_python(f"甲{char}乙")


@given(st.text(min_size=1))
def test_a_line_has_nothing_that_ends_one_or_turns_the_rest_round(text: str) -> None:
    try:
        kept = LINE.validate_python(text)
    except ValidationError:
        return
    assert kept == text.strip()
    assert len(kept.splitlines()) == 1
    assert not any(
        unicodedata.bidirectional(char) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
        for char in kept
    )
    assert not any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in kept)


def test_spaces_around_are_no_part_of_a_text() -> None:
    assert LINE.validate_python(" 　某厂\n") == "某厂"
    assert PROSE.validate_python("\n甲\n\n乙\n") == "甲\n\n乙"


@pytest.mark.parametrize(("kind", "longest"), [(LINE, 200), (SENTENCE, 2000), (PROSE, 20_000)])
def test_lengths(kind: TypeAdapter[str], longest: int) -> None:
    assert len(kind.validate_python("国" * longest)) == longest
    assert kind.validate_python(" " + "国" * longest + " ")
    for text in ("国" * (longest + 1), "", " \n"):
        with pytest.raises(ValidationError):
            kind.validate_python(text)


def test_only_prose_has_several_lines() -> None:
    assert PROSE.validate_python("甲\n乙") == "甲\n乙"
    for kind in (LINE, SENTENCE):
        with pytest.raises(ValidationError, match=r"U\+000A"):
            kind.validate_python("甲\n乙")


# Where a facts file holds them

KIND = "rectification-order"
BAD = "甲\u202e乙"
PLACES: list[tuple[str, dict[str, Any]]] = [
    ("enterprise.name", {"enterprise": {"name": BAD}}),
    ("office.bank", {"office": {"bank": BAD}}),
    ("inspection.place", {"inspection": {"place": BAD}}),
    ("inspection.inspectors.0.certificate", {"inspection": {"inspectors": [{"name": "甲", "certificate": BAD}]}}),
    ("inspection.documents.rectification-order.number", {"inspection": {"documents": {KIND: {"number": BAD}}}}),
    ("inspection.documents.rectification-order.reason", {"inspection": {"documents": {KIND: {"reason": BAD}}}}),
    (
        "inspection.documents.rectification-order.extra.more",
        {"inspection": {"documents": {KIND: {"extra": {"more": BAD}}}}},
    ),
    (
        "inspection.documents.rectification-order.questions.0.answer",
        {"inspection": {"documents": {KIND: {"questions": [{"question": "问", "answer": BAD}]}}}},
    ),
    ("case.persons.0.name", {"case": {"persons": [{"party": "principal", "name": BAD}]}}),
    ("case.procedure.statement.opinion", {"case": {"procedure": {"statement": {"made": True, "opinion": BAD}}}}),
    (
        "case.decisions.0.reason",
        {"case": {"decisions": [{"breach": "MR-06.no_safety_manager_at_all", "fine": 1, "reason": BAD}]}},
    ),
    ("facts.employees.place", {"facts": {"employees": {"value": 1, "place": BAD}}}),
]


@pytest.mark.parametrize(("path", "data"), PLACES, ids=[path for path, _ in PLACES])
def test_a_facts_file_is_refused_at_the_place(manual: Manual, tmp_path: Path, path: str, data: dict[str, Any]) -> None:
    file = tmp_path / "facts.json"
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    for source in (data, file):
        with pytest.raises(FactsError) as caught:
            manual.inspect(source)
        (problem,) = caught.value.problems
        assert (problem.place.path, problem.what) == (path, "只能是一行可以印出的文字，不能有 U+202E")
