"""Where a provision is used: the breaches that rest on it, and the documents that can state it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..errors import CitationError, Problem, did_you_mean
from ..manual import Citation, Rulebook, parse_citation
from .kinds import DocumentKind, kinds
from .law import reach
from .templates import law_named, lines_of

DUTIES, CRITERIA, PENALTIES = "违反", "重大事故隐患判定", "处罚"
_STATED: dict[str, tuple[str, ...]] = {
    "enterprise": (),
    "record": (DUTIES, CRITERIA),
    "order": (DUTIES, CRITERIA),
    "measures": (DUTIES, CRITERIA),
    "transfer": (DUTIES, CRITERIA),
    "case": (DUTIES, PENALTIES),
    "penalty": (DUTIES, PENALTIES),
    "exempt": (DUTIES, PENALTIES),
}
"""What of a breach a kind of document states, by what it is about."""


@dataclass(frozen=True)
class Use:
    """One breach that rests on a provision, as what, and under which of its citations."""

    item: str
    breach: str
    role: str
    citation: str


@dataclass(frozen=True)
class Place:
    """A document that can state the provision: through ``role`` of a breach, or through a rule of procedure at a template's line."""

    kind: str
    name: str
    role: str
    template: str
    line: int


@dataclass(frozen=True)
class Reach:
    """All uses of a provision."""

    citation: str
    uses: tuple[Use, ...]
    places: tuple[Place, ...]

    def as_dict(self) -> dict[str, Any]:
        """The reach as plain data for JSON."""
        return {
            "citation": self.citation,
            "breaches": [vars(use) for use in self.uses],
            "documents": [vars(place) for place in self.places],
        }


def where(citation: str, book: Rulebook, templates: Path | None = None) -> Reach:
    """The breaches and documents that a provision, or anything within it, reaches.

    Raises :class:`CitationError` for a text that is no citation, or of a law or an edition that the manual does not hold.
    """
    wanted = parse_citation(citation)
    _held(wanted, book)
    uses = tuple(_uses(wanted, book))
    roles = {use.role for use in uses}
    places = [
        place
        for kind in kinds(templates).values()
        if kind.template
        for place in _places(kind, roles, wanted, book, templates)
    ]
    return Reach(citation, uses, tuple(places))


def _held(wanted: Citation, book: Rulebook) -> None:
    statute = book.statutes.get(wanted.law)
    if statute is None:
        short = next((law for law, one in book.statutes.items() if one.title == wanted.law), None)
        hint = f"写简称 {short}" if short else did_you_mean(wanted.law, book.statutes)
        raise CitationError(Problem(f"没有收录《{wanted.law}》", hint=hint))
    if str(wanted.edition) not in statute.editions:
        raise CitationError(
            Problem(
                f"没有收录《{wanted.law}》{wanted.edition}年的版本", hint=f"收录的有：{'、'.join(statute.editions)}"
            )
        )


_BELOW = ("paragraph", "item", "subitem", "section", "point")


def within(wanted: Citation, cited: Citation) -> bool:
    """Whether what is cited lies within, or is, or contains what is wanted: an article reaches its paragraphs, and the other way."""
    if (wanted.law, wanted.edition) != (cited.law, cited.edition):
        return False
    if not wanted.key or not cited.key:  # a whole law
        return True
    if (wanted.article, wanted.insert, wanted.part) != (cited.article, cited.insert, cited.part):
        return False
    pairs = [(getattr(wanted, part), getattr(cited, part)) for part in _BELOW]
    return all(one is None or other is None or one == other for one, other in pairs)


def _uses(wanted: Citation, book: Rulebook) -> Iterator[Use]:
    for cited, use in _cited(book).get((wanted.law, wanted.edition), ()):
        if within(wanted, cited):
            yield use


@lru_cache(maxsize=8)
def _cited(book: Rulebook) -> dict[tuple[str, int], list[tuple[Citation, Use]]]:
    """Every citation of every breach, by law and edition."""
    found: dict[tuple[str, int], list[tuple[Citation, Use]]] = {}
    for item, name, breach in book.breaches():
        for role, bases in ((DUTIES, breach.duties), (CRITERIA, breach.major), (PENALTIES, breach.penalties)):
            for basis in bases:
                cited = parse_citation(basis.cite)
                found.setdefault((cited.law, cited.edition), []).append((cited, Use(item.id, name, role, basis.cite)))
    return found


def _places(
    kind: DocumentKind, roles: set[str], wanted: Citation, book: Rulebook, templates: Path | None
) -> Iterator[Place]:
    for role in _STATED[kind.about]:
        if role in roles:
            yield Place(kind.id, kind.name, role, kind.file, 0)
    for name in law_named(kind.file, templates):
        if any(within(wanted, parse_citation(cite)) for cite in _reached(book, name)):
            for template, line in _named(kind, name, templates):
                yield Place(kind.id, kind.name, f"程序：{name}", template, line)


@lru_cache(maxsize=256)
def _reached(book: Rulebook, name: str) -> tuple[str, ...]:
    return reach(book, name)


def _named(kind: DocumentKind, name: str, templates: Path | None) -> list[tuple[str, int]]:
    """The lines of a kind's templates, with those they include, that state a rule of procedure."""
    word = re.compile(rf"\blaw\.{name}\b")
    return [(file, number) for file, number, line in lines_of(kind.file, templates) if word.search(line)]
