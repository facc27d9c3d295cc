"""A citation as a Chinese jurist writes it, with the edition's year: 安全生产法(2021)第九十七条第（一）项.

Parsed into its parts and printed back exactly. Three ways of numbering occur: articles (条、款、项、目, 之一), outlines
(一、（一）第3项; 第十六项) as judgement criteria use them, and a whole law, where no provision can be named yet.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ..errors import CitationError, Place, Problem, shorten
from . import numerals

_NUMERAL = "[一二三四五六七八九十百千零]+"
_LAW = re.compile(r"(?P<law>[^()\s]{2,60})\((?P<edition>[0-9]{4})\)(?P<rest>.*)", re.DOTALL)
_ARTICLE = re.compile(
    rf"第(?P<article>{_NUMERAL})条(?:之(?P<insert>{_NUMERAL}))?(?:第(?P<paragraph>{_NUMERAL})款)?"
    rf"(?:第（(?P<item>{_NUMERAL})）项(?:第(?P<subitem>[0-9]{{1,2}})目)?)?"
)
_OUTLINE = re.compile(
    rf"(?P<part>{_NUMERAL})、(?:（(?P<section>{_NUMERAL})）)?(?:第(?P<point>[0-9]{{1,3}})项)?|第(?P<single>{_NUMERAL})项"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """One place in one edition of one law. ``edition`` is the year of its adoption; parts not named are None."""

    law: str
    edition: int
    article: int | None = None
    insert: int | None = None
    paragraph: int | None = None
    item: int | None = None
    subitem: int | None = None
    part: int | None = None
    section: int | None = None
    point: int | None = None

    def __str__(self) -> str:
        return f"{self.law}({self.edition}){self.locator}"

    def without_year(self) -> str:
        """The citation without the edition: 安全生产法第九十七条第（一）项."""
        return f"{self.law}{self.locator}"

    def official(self, title: str) -> str:
        """As a document cites it, with the law's full ``title``: 《中华人民共和国安全生产法》第九十七条第（一）项."""
        return f"《{title}》{self.locator}"

    @property
    def key(self) -> str:
        """The provision that a statute file holds for it: the article, or the outline without the last number."""
        if self.article is not None:
            insert = f"之{numerals.to_numeral(self.insert)}" if self.insert else ""
            return f"第{numerals.to_numeral(self.article)}条{insert}"
        if self.part is None:
            return ""
        if self.section is None and self.point is None:
            return f"第{numerals.to_numeral(self.part)}项"
        section = f"（{numerals.to_numeral(self.section)}）" if self.section else ""
        return f"{numerals.to_numeral(self.part)}、{section}"

    @property
    def locator(self) -> str:
        """The part behind the law: 第九十七条第（一）项."""
        text = self.key
        if self.article is not None:
            text += f"第{numerals.to_numeral(self.paragraph)}款" if self.paragraph else ""
            text += f"第（{numerals.to_numeral(self.item)}）项" if self.item else ""
            text += f"第{self.subitem}目" if self.subitem else ""
        elif self.point is not None:
            text += f"第{self.point}项"
        return text


@lru_cache(maxsize=4096)
def parse_citation(text: str) -> Citation:
    """The citation of ``text``. Raises :class:`CitationError` when it is not in the official form; printing it back gives ``text``."""
    citation = _parse(text)
    if citation is None or str(citation) != text:
        raise CitationError(
            Problem(
                f"“{shorten(text, 40)}”不是规范的法条引用",
                Place(),
                "如 安全生产法(2021)第九十七条第（一）项、安全生产法(2021)第九十四条第一款",
                "citation-unknown",
            )
        )
    return citation


def _parse(text: str) -> Citation | None:
    law = _LAW.fullmatch(text)
    if law is None:
        return None
    name, edition, rest = law["law"], int(law["edition"]), law["rest"]
    if not rest:
        return Citation(name, edition)
    article = _ARTICLE.fullmatch(rest)
    if article is not None:
        found = {
            part: numerals.to_number(article[part])
            for part in ("article", "insert", "paragraph", "item")
            if article[part]
        }
        if None in found.values():
            return None
        return Citation(name, edition, subitem=_whole(article["subitem"]), **found)
    outline = _OUTLINE.fullmatch(rest)
    if outline is None:
        return None
    part = numerals.to_number(outline["part"] or outline["single"])
    section = numerals.to_number(outline["section"]) if outline["section"] else None
    if (
        part is None
        or (outline["section"] and section is None)
        or (outline["part"] and not (section or outline["point"]))
    ):
        return None
    return Citation(name, edition, part=part, section=section, point=_whole(outline["point"]))


def _whole(digits: str | None) -> int | None:
    return int(digits) if digits else None
