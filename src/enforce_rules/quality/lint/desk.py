"""A surveyed manual on the drafter's desk: conditions and citations as far as they can be read, and what was found.

What the loader has already reported reads as None here, so that one fault does not hide the others and none is told twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ...errors import CitationError, ExpressionError, Place
from ...language import Expression
from ...manual import Basis, Breach, Fact, Item, ProvisionAt, Rulebook
from ...manual.checks import FACTS
from ...manual.yamlfile import Path_, Source
from ..rule import KINDS
from .findings import Finding, finding


@dataclass
class Desk:
    """One rulebook with the sources of its files; the checks ``find`` what is wrong."""

    book: Rulebook
    sources: Mapping[str, Source]  # by file name, by law and by item id
    reported: frozenset[tuple[str, str]] = frozenset()  # file and path of what the loader found
    found: list[Finding] = field(default_factory=list)

    def find(self, id: str, what: str, place: Place, hint: str = "") -> None:
        """Record what a check found."""
        self.found.append(finding(id, what, place, hint))

    def is_reported(self, place: Place) -> bool:
        """Whether the loader found something at the place."""
        return (place.file, place.path) in self.reported

    def condition(self, text: str) -> Expression | None:
        """The condition, or None when it cannot be read."""
        try:
            return self.book.condition(text)
        except ExpressionError:
            return None

    def provision(self, cite: str) -> ProvisionAt | None:
        """What the citation leads to, or None when it leads nowhere."""
        try:
            return self.book.provision(cite)
        except CitationError:
            return None

    def breaches(self) -> Iterator[tuple[Item, Breach, Source, Path_]]:
        """Every breach with its item, and where it stands."""
        for item, name, breach in self.book.breaches():
            yield item, breach, self.sources[item.id], ("breaches", name)

    def facts(self) -> Iterator[tuple[str, Fact, Source]]:
        """Every fact with its name and the file it stands in."""
        for name, fact in self.book.shared_facts.items():
            yield name, fact, self.sources[FACTS]
        for item in self.book.items.values():
            for name, fact in item.facts.items():
                yield name, fact, self.sources[item.id]

    @cached_property
    def used(self) -> tuple[Expression, ...] | None:
        """Every condition of the items, or None when one of them cannot be read."""
        read = [self.condition(text) for item in self.book.items.values() for text in item.conditions]
        return None if None in read else tuple(condition for condition in read if condition is not None)


def bases_of(breach: Breach, path: Path_) -> Iterator[tuple[str, Basis, Path_]]:
    """The bases of a breach: what each is a basis of, and where it stands."""
    for kind in KINDS:
        for index, basis in enumerate(getattr(breach, kind)):
            yield kind, basis, (*path, kind, index)


def place_of(source: Source, path: Path_) -> Place:
    """Where the citation of a basis stands, whether it is written alone or under ``cite``."""
    return source.place((*path, "cite") if source.has((*path, "cite")) else path)
