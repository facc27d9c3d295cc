"""One document in four formats: the words that a reader takes out of each are the same, in the same order."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from io import BytesIO

import docx
import pypdfium2 as pdfium
import pytest
from docx.oxml.ns import qn

from enforce_rules import DocumentError, Manual
from enforce_rules.document import FORMATS, Document, DocumentKind, kinds
from enforce_rules.document.context import subjects
from enforce_rules.evaluate import Inspection
from enforce_rules.penalty import Penalties
from tests.conftest import ROOT

KINDS = [kind for kind in kinds().values() if kind.template]
IN_PDF = [
    "inspection-plan",
    "inspection-record",
    "rectification-order",
    "seizure",
    "case-report",
    "hearing-notice",
    "penalty-decision-unit",
    "penalty-decision-person",
    "service-receipt",
]
YEARS = ("2020", "2026")


@cache
def case(manual: Manual, year: str) -> tuple[Inspection, Penalties]:
    inspection = manual.inspect(ROOT / "examples" / "cases" / f"{year}.yaml")
    return inspection, manual.penalties(inspection)


@cache
def documents(manual: Manual, kind: DocumentKind, year: str) -> tuple[Document, ...]:
    inspection, penalties = case(manual, year)
    return tuple(
        manual.document(kind.id, inspection, draft=True, subject=one.name, penalties=penalties)
        for one in subjects(kind, inspection, penalties)
    )


# What a reader takes out


def bare(text: str) -> str:
    """Words without spaces, the bars of plain tables, and what is never visible."""
    return re.sub(r"[\s│─\u200b-\u200f\u2060\ufe0f\ufeff]", "", text)


class Body(HTMLParser):
    """The words of the body of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = self.inside or tag == "body"

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "body"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.words.append(data)


def in_html(html: str) -> str:
    return bare("".join(Body(html).words))


def in_docx(made: bytes) -> str:
    """The words of the body; the page number is in the footer, the watermark in the header."""
    body = docx.Document(BytesIO(made)).element.body
    return bare("".join(text.text or "" for text in body.iter(qn("w:t"))))


def in_pdf(made: bytes) -> str:
    """The words of the pages without their numbers. A hyphen at the end of a line is read as U+FFFE."""
    told = []
    for number, page in enumerate(pdfium.PdfDocument(made), 1):
        text = bare(page.get_textpage().get_text_range().replace("\ufffe", "-"))
        assert text.endswith(f"—{number}—")
        told.append(text.removesuffix(f"—{number}—"))
    return "".join(told)


# The same in each


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("kind", KINDS, ids=[kind.id for kind in KINDS])
def test_text_html_and_word_say_the_same(manual: Manual, kind: DocumentKind, year: str) -> None:
    assert documents(manual, kind, year)
    for document in documents(manual, kind, year):
        words = bare("".join(block.text for block in document.blocks))
        assert len(words) > 200
        assert bare(document.text) == words
        assert in_html(document.html) == words
        assert in_docx(document.docx) == words


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("kind", IN_PDF)
def test_pdf_says_the_same(manual: Manual, kind: str, year: str) -> None:
    """A cell over several rows comes after the cells beside it in a PDF; else the order is that of the others."""
    for document in documents(manual, kinds()[kind], year):
        words = bare("".join(block.text for block in document.blocks))
        spread = any(block.cell and block.cell.rowspan > 1 for block in document.blocks)
        told = in_pdf(document.pdf())
        assert sorted(told) == sorted(words)
        assert spread or told == words


def test_strange_words_are_the_same_in_each(manual: Manual) -> None:
    name = "<b>\"某厂\"</b>&amp; '甲' {{ 1 }} {% x %} #strong[x] $x$ \\n 😀 W﹏W"
    facts = case(manual, "2020")[0].facts.as_dict()
    data = {**facts, "enterprise": {**facts["enterprise"], "name": name, "address": name, "principal": name}}
    document = manual.document("inspection-record", manual.inspect(data))
    words = bare("".join(block.text for block in document.blocks))
    assert words.count(bare(name)) >= 2
    for told in (bare(document.text), in_html(document.html), in_docx(document.docx), in_pdf(document.pdf())):
        assert told == words


def test_a_draft_says_so_in_each_and_what_may_be_issued_does_not(manual: Manual) -> None:
    inspection, _ = case(manual, "2020")
    issued = manual.document("rectification-order", inspection)
    (draft,) = documents(manual, kinds()["rectification-order"], "2020")
    for format, words in (("txt", bare), ("html", in_html)):
        assert "草稿" in words(str(draft.as_format(format)))
        assert "草稿" not in words(str(issued.as_format(format)))
    assert ("草稿" in in_docx(draft.docx), "草稿" in in_docx(issued.docx)) == (True, False)
    assert ("草稿" in in_pdf(draft.pdf()), "草稿" in in_pdf(issued.pdf())) == (True, False)
    assert [block for block in draft.blocks if block.kind != "draft"] == list(issued.blocks)


def test_each_format_is_of_its_type(manual: Manual) -> None:
    (document,) = documents(manual, kinds()["rectification-order"], "2020")
    made = {format: document.as_format(format) for format in FORMATS}
    assert made["txt"] == document.text
    assert made["html"] == document.html
    for format, start in (("docx", b"PK\x03\x04"), ("pdf", b"%PDF-")):
        content = made[format]
        assert isinstance(content, bytes)
        assert content.startswith(start)
    with pytest.raises(DocumentError, match="没有 odt 这种格式，可用：txt、html、docx、pdf"):
        document.as_format("odt")


def test_the_same_document_is_the_same_bytes(manual: Manual) -> None:
    inspection, penalties = case(manual, "2020")
    first, second = (manual.document("case-report", inspection, draft=True, penalties=penalties) for _ in range(2))
    for format in FORMATS:
        assert first.as_format(format) == second.as_format(format)
