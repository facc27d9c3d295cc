"""The generated catalogue is current, complete, and shows what rule files say without letting them write Markdown."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from enforce_rules import Manual, load_manual
from enforce_rules.catalogue import catalogue, checklist_page
from enforce_rules.catalogue.law import law_over_time, provisions_on
from enforce_rules.facts import questions_for
from enforce_rules.manual import Breach
from tests.conftest import ROOT
from tests.small import small_manual

MANUAL = load_manual()
BREACHES = [breach for _, _, breach in MANUAL.breaches()]
FIRST, LAST = MANUAL.info.in_force_from, date(2027, 12, 31)


def test_the_catalogue_in_the_docs_is_current(manual: Manual) -> None:
    """``enforce-rules catalogue --out docs/items --force`` brings it up to date."""
    pages = catalogue(manual)
    folder = ROOT / "docs" / "items"
    assert {path.name for path in folder.iterdir()} == set(pages)
    stale = [name for name, text in pages.items() if (folder / name).read_text(encoding="utf-8") != text]
    assert stale == []


def test_every_page_tells_all_of_its_item(manual: Manual) -> None:
    pages = catalogue(manual)
    for item in manual.items.values():
        page = pages[f"{item.id}.md"]
        assert f"[{item.id}]({item.id}.md)" in pages["README.md"]
        for name, breach in item.breaches.items():
            assert f"`{name}`" in page
            for basis in (*breach.duties, *breach.penalties, *breach.major):
                assert basis.cite in page
        assert page.count("\n| ") >= len(item.scenarios)
    for name in manual.facts:
        assert f"`{name}`" in pages["facts.md"]
    assert manual.info.statement in pages["README.md"]


@given(st.sampled_from(BREACHES), st.dates(FIRST, LAST))
def test_the_law_of_a_day_is_in_the_entry_of_that_day(breach: Breach, on: date) -> None:
    entries = law_over_time(MANUAL, breach)
    covering = [entry for entry in entries if entry.since <= on and (entry.until is None or on <= entry.until)]
    assert len(covering) == breach.covers(on)
    for entry in covering:
        assert entry.provisions == provisions_on(MANUAL, breach, on)


def test_the_entries_leave_no_gap_and_always_change_something() -> None:
    for breach in BREACHES:
        entries = law_over_time(MANUAL, breach)
        for earlier, later in itertools.pairwise(entries):
            assert earlier.until is not None
            assert earlier.until + timedelta(days=1) == later.since
            assert earlier.provisions != later.provisions


def test_what_a_rule_file_says_is_shown_and_not_obeyed() -> None:
    hostile = "|<script>alert(1)</script>[x](http://x) *y* `z`"
    facts = {"b1": {"type": "bool", "label": hostile, "ask": hostile, "method": hostile}}
    book = small_manual({"TT-01": ("true", {"x": "b1"})}, facts)
    for text in catalogue(book).values():
        assert "<script>" not in text.replace("\\<", "")
        assert "[x](http" not in text.replace("\\[", "").replace("\\]", "")
    assert "<script>" not in checklist_page(book)


def test_the_checklist_asks_every_question_once(manual: Manual) -> None:
    page = checklist_page(manual, ["dust", "confined_space"])
    questions = questions_for(manual, ["dust", "confined_space"])
    assert len({question.name for question in questions}) == len(questions)
    assert [f"<code>{question.name}</code>" in page for question in questions] == [True] * len(questions)
    assert "粉尘涉爆企业、有限空间作业企业" in page
    assert "MR-29" not in page
