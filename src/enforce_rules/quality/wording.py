"""The words of an article laid beside its provision: paragraph by paragraph, and item by item where items have sanctions.

Words that point elsewhere are followed: 依照前款规定处罚 brings the amounts of the paragraph before, and 依照《某法》第几条规定
处以罚款的 brings its 可以.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..manual import Provision, Rulebook
from ..manual.numerals import to_number, to_numeral
from ..manual.statute import Paragraph
from ..manual.yamlfile import Path_
from .amounts import Reading, read
from .comparison import REFERENCE, Comparison
from .lawtext import LawParagraph, LawText, LawTexts

_AUTHORITY = re.compile(
    r"依照《(?P<law>[^》]{2,40})》(?P<key>第[一二三四五六七八九十百零]{1,9}条)[^，。；]{0,8}规定处以?罚款的"
)


@dataclass(frozen=True, slots=True)
class _Read:
    """One paragraph of the law read: the words before the items, and each item."""

    head: Reading
    items: dict[int, Reading]

    @property
    def sanctioning(self) -> tuple[Reading, ...]:
        """The words before the items, and those items that give amounts; the others tell acts."""
        return (self.head, *(item for item in self.items.values() if item.amounts))


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one edition, beside the provisions that the manual holds of it."""

    book: Rulebook
    texts: LawTexts
    text: LawText

    def comparisons(self, key: str, provision: Provision) -> Iterator[tuple[str, Comparison]]:
        """What is to be compared at each place of an article, with the place: 第一款, 第（二）项, or nothing for the whole.

        The article is compared whole when its sanctions are not given by paragraph, or its paragraphs cannot be told.
        """
        paragraphs = [self._read(paragraph) for paragraph in self.text.articles[key]]
        structure = provision.structure
        apart = isinstance(provision.paragraphs, tuple)
        if (
            self.text.partial
            or len(structure) != len(paragraphs)
            or (provision.sanctions and (apart or len(structure) > 1))
        ):
            sanctions = provision.all_sanctions
            words = tuple(reading for paragraph in paragraphs for reading in paragraph.sanctioning)
            yield "", Comparison(sanctions, ((),) * len(sanctions), words, (), _quoted(_not_modelled(provision)))
            return
        for number, told in enumerate(structure):
            locator = f"第{to_numeral(number + 1)}款" if len(structure) > 1 else ""
            path: Path_ = ("paragraphs", number) if apart else ()
            declared = _quoted((*told.not_modelled, *provision.not_modelled))
            for within, comparison in self._paragraph(told, number, paragraphs, path, declared):
                yield locator + within, comparison

    def quotations(self, key: str, provision: Provision) -> tuple[tuple[Reading, ...], tuple[Reading, ...]]:
        """What ``not_modelled`` quotes of an article, and all the words it can quote."""
        paragraphs = [self._read(paragraph) for paragraph in self.text.articles[key]]
        words = tuple(reading for paragraph in paragraphs for reading in paragraph.sanctioning)
        return _quoted(_not_modelled(provision)), words

    def _paragraph(
        self, told: Paragraph, number: int, paragraphs: list[_Read], path: Path_, declared: tuple[Reading, ...]
    ) -> Iterator[tuple[str, Comparison]]:
        words = paragraphs[number]
        own = {} if isinstance(told.items, int) else {n: p for n, p in enumerate(told.items, 1) if p.sanctions}
        for item, point in own.items():
            within = (words.items[item],) if item in words.items else ()
            places = _places((*path, "items", item - 1), len(point.sanctions))
            yield (
                f"第（{to_numeral(item)}）项",
                Comparison(point.sanctions, places, within, (words.head,), declared, path),
            )
        demanded = (words.head, *(item for n, item in words.items.items() if item.amounts and n not in own))
        referred = tuple(_referred(words.head, number, paragraphs))
        places = _places(path, len(told.sanctions))
        if any(REFERENCE.search(quoted.text) for quoted in declared):
            yield "", Comparison(told.sanctions, places, demanded, referred, declared, path)
        else:
            yield "", Comparison(told.sanctions, places, (*demanded, *referred), (), declared, path)

    def _read(self, paragraph: LawParagraph) -> _Read:
        elsewhere = self._may_elsewhere(paragraph.text)
        head = read(paragraph.text, may=elsewhere)
        may = head.may or elsewhere
        return _Read(head, {item.number: read(item.text, head.stage, may) for item in paragraph.items})

    def _may_elsewhere(self, words: str) -> bool:
        """Whether the words take the fine from an article of another law that says 可以."""
        pointed = _AUTHORITY.search(words)
        if pointed is None:
            return False
        return any(
            reading.mays or any(amount.may for amount in reading.amounts)
            for text in self._texts_of(pointed["law"])
            for paragraph in text.articles.get(pointed["key"], ())
            for reading in (read(paragraph.text),)
        )

    def _texts_of(self, law: str) -> Iterator[LawText]:
        for statute in self.book.statutes.values():
            if law in (statute.law, statute.title):
                found = (self.texts.of(statute, edition) for edition in statute.editions.values())
                yield from (text for text in found if text is not None)


def _referred(head: Reading, number: int, paragraphs: list[_Read]) -> Iterator[Reading]:
    """The words of the paragraphs whose penalty is put in this place."""
    for reference in REFERENCE.finditer(head.text):
        if reference["paragraph"]:
            pointed = [(to_number(reference["paragraph"]) or 0) - 1]
        else:
            pointed = [number - 2, number - 1] if reference["before"] else [number - 1]
        for place in pointed:
            if 0 <= place < len(paragraphs) and place != number:
                yield from paragraphs[place].sanctioning


def _not_modelled(provision: Provision) -> list[str]:
    return [*provision.not_modelled, *(text for told in provision.structure for text in told.not_modelled)]


def _quoted(texts: Iterable[str]) -> tuple[Reading, ...]:
    return tuple(read(text) for text in texts)


def _places(path: Path_, count: int) -> tuple[Path_, ...]:
    return tuple((*path, "sanctions", index) for index in range(count))
