"""Provisions as a document cites them: a law named once, its provisions behind it, what was not read marked as such."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from ..errors import CitationError
from ..manual import Citation, Rulebook, parse_citation
from ..manual.rulebook import ProvisionAt
from ..penalty.choice import RANKS

UNVERIFIED = "（条款待核）"
"""Stands behind a provision whose text was not read, wherever a document cites it."""


def cited(cites: Iterable[str], book: Rulebook, on: date) -> str:
    """Citations as a sentence of a document of a day lists them."""
    return listed(map(book.provision, dict.fromkeys(cites)), on)


def listed(provisions: Iterable[ProvisionAt], on: date) -> str:
    """Higher laws first, a law named once; an article too where only its paragraphs differ: 第二十五条第一款、第二款."""
    words: list[str] = []
    before: ProvisionAt | None = None
    for one in in_order(list(provisions)):
        if before is not None and before.statute is one.statute and before.edition is one.edition:
            text = _following(before.citation, one.citation)
        else:
            text = f"《{one.statute.title}》{_edition(one, on)}{one.citation.locator}"
        words.append(text if one.verified else text + UNVERIFIED)
        before = one
    return "、".join(words)


def in_order(provisions: list[ProvisionAt]) -> list[ProvisionAt]:
    """As an official lists them: higher laws first, then as given; those of one edition together, by article."""
    editions = list(dict.fromkeys(id(one.edition) for one in provisions))

    def order(one: ProvisionAt) -> tuple[int, int, tuple[int, ...]]:
        return RANKS.get(one.statute.rank, len(RANKS)), editions.index(id(one.edition)), _place(one.citation)

    return sorted(provisions, key=order)


def _place(cited: Citation) -> tuple[int, ...]:
    parts = (cited.part, cited.section, cited.point, cited.article, cited.insert, cited.paragraph, cited.item)
    return tuple(number or 0 for number in parts)


def _following(before: Citation, cited: Citation) -> str:
    """What is written of a citation behind one of the same law: only what differs, if there is anything below the article."""
    if before.key != cited.key or cited.locator == cited.key:
        return cited.locator
    same = replace(cited, item=None) if cited.item and cited.paragraph == before.paragraph else None
    return cited.locator.removeprefix(same.locator if same else cited.key)


_AMENDED = re.compile(r"（([0-9]{4}年(?:修正|修订|修改))）$")


def _edition(one: ProvisionAt, on: date) -> str:
    """Which edition is meant, where it is not the one in force on the day of the document: （2014年修正）."""
    if one.edition.in_force(on):
        return ""
    amended = _AMENDED.search(one.edition.number or "")
    return f"（{amended[1]}）" if amended else f"（{one.citation.edition}年公布）"


_INTERNAL = re.compile(
    r"[^\s（）、，。；：“”《》()]{2,40}(?:（试行）)?\([0-9]{4}\)"
    r"(?:第[^\s，。；：“”、（）]*?(?:条(?:之[一二三])?|款)|第（[一二三四五六七八九十]+）项)*"
)


def officially(sentence: str, book: Rulebook, on: date) -> str:
    """A sentence of a proposal with its citations as documents write them."""

    def official(match: re.Match[str]) -> str:
        try:
            parse_citation(match[0])
            return listed([book.provision(match[0])], on)
        except CitationError:
            return match[0]

    return _INTERNAL.sub(official, sentence)
