"""Provisions as a document cites them: a law named once, its provisions behind it, what was not read marked as such."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache

from ..errors import CitationError
from ..manual import Citation, Rulebook
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


def readable(provisions: list[ProvisionAt]) -> list[ProvisionAt]:
    """Those whose text was read, where there are any: a document need not cite what was not read beside what was."""
    return [one for one in provisions if one.verified] or provisions


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
    """What is written of a citation behind one of the same law: only what differs, if both name something below the article."""
    if before.key != cited.key or before.locator == before.key or cited.locator == cited.key:
        return cited.locator
    same = replace(cited, item=None) if cited.item and before.item and cited.paragraph == before.paragraph else None
    return cited.locator.removeprefix(same.locator if same else cited.key)


_AMENDED = re.compile("修正|修订")


def _edition(one: ProvisionAt, on: date) -> str:
    """Which edition is meant, where it is not the one in force on the day of the document: （2014年修正）."""
    if one.edition.in_force(on):
        return ""
    amended = _AMENDED.search(f"{one.edition.number or ''} {one.edition.note or ''}")
    return f"（{one.citation.edition}年{amended[0] if amended else '公布'}）"


_NUMBER = "[一二三四五六七八九十百千零]+"
_PLACE = (
    rf"(?:第{_NUMBER}条(?:之{_NUMBER})?(?:第{_NUMBER}款)?(?:第（{_NUMBER}）项(?:第[0-9]{{1,2}}目)?)?"
    rf"|{_NUMBER}、(?:（{_NUMBER}）(?:第[0-9]{{1,3}}项)?|第[0-9]{{1,3}}项)|第{_NUMBER}项)?"
)
_BEFORE_LAW = r"\s（）、，。；：“”()依据照按于用的果反与和或及"
"""What the name of a law may stand behind: punctuation, or the end of a word such as 依照 or 违反."""


@lru_cache(maxsize=8)
def _internal(book: Rulebook) -> re.Pattern[str]:
    """Citations of the laws that a manual holds, as proposals write them."""
    laws = "|".join(re.escape(law) for law in sorted(book.statutes, key=len, reverse=True))
    return re.compile(rf"(?<![^{_BEFORE_LAW}])(?:{laws})\([0-9]{{4}}\){_PLACE}")


def officially(sentence: str, book: Rulebook, on: date) -> str:
    """A sentence of a proposal with its citations as documents write them."""

    def official(match: re.Match[str]) -> str:
        found = _found(match[0], book)
        return match[0] if found is None else listed([found], on)

    return _internal(book).sub(official, sentence)


def cited_in(sentences: Iterable[str], book: Rulebook) -> tuple[str, ...]:
    """The citations that sentences of a proposal state, each once."""
    found = (_found(cite, book) for sentence in sentences for cite in _internal(book).findall(sentence))
    return tuple(dict.fromkeys(str(one.citation) for one in found if one is not None))


def _found(cite: str, book: Rulebook) -> ProvisionAt | None:
    """What a citation leads to; nothing where it only looks like one."""
    try:
        return book.provision(cite)
    except CitationError:
        return None
