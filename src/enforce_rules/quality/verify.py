"""The manual against the texts of the law: every citation exists, every sanction says what its article says.

An edition without a text is left unchecked, unless it claims to be verified. What :func:`verify` finds is not raised but
returned, in reading order: law by law as the statute files have it, then the citations of the items and terms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from ..errors import CitationError, Place, Problems, shorten
from ..manual import Edition, Provision, Rulebook, Statute, parse_citation
from ..manual.checks import TERMS
from ..manual.yamlfile import Path_, Source
from .comparison import Finding, unquoted
from .lawtext import LawText, LawTextError, LawTexts
from .rule import KINDS
from .wording import Wording

Sources = Mapping[str, Source]


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """One way in which the manual and the law differ: a stable ``id``, the ``citation``, what differs and the mend."""

    id: Finding
    citation: str
    what: str
    hint: str
    place: Place

    def __str__(self) -> str:
        where = f"{self.place}: " if str(self.place) else ""
        return f"{where}[{self.id}] {self.citation}：{self.what}" + (f"（{self.hint}）" if self.hint else "")

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        place = {"file": self.place.file, "line": self.place.line, "path": self.place.path}
        return {"id": self.id, "citation": self.citation, "what": self.what, "hint": self.hint, "place": place}


@dataclass(frozen=True, slots=True)
class Unchecked:
    """An edition, or a citation of it, for which there is no text, and why."""

    citation: str
    why: str

    def __str__(self) -> str:
        return f"{self.citation}：{self.why}"


@dataclass(frozen=True)
class Verification:
    """What was checked and what was found. ``found`` of the ``citations`` stand in the texts."""

    citations: int
    found: int
    amounts_checked: int
    problems: tuple[Discrepancy, ...]
    unchecked: tuple[Unchecked, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing differs."""
        return not self.problems

    @property
    def missing(self) -> tuple[Discrepancy, ...]:
        """Citations that the texts do not have, and editions said to be verified without a text."""
        return self._of("citation-missing", "text-missing")

    @property
    def structure(self) -> tuple[Discrepancy, ...]:
        """Provisions with other paragraphs, items or points than the text."""
        return self._of("structure-differs")

    @property
    def amounts_wrong(self) -> tuple[Discrepancy, ...]:
        """Amounts that the text does not have, and amounts of the text that the manual does not have."""
        return self._of("amount-wrong", "amount-missing")

    @property
    def discretion(self) -> tuple[Discrepancy, ...]:
        """Sanctions that are 可以 on one side only."""
        return self._of("discretion-differs")

    @property
    def stages(self) -> tuple[Discrepancy, ...]:
        """Sanctions at another stage than in the text."""
        return self._of("stage-differs")

    def as_dict(self) -> dict[str, Any]:
        """For JSON; the keys are stable."""
        return {
            "citations": self.citations,
            "found": self.found,
            "missing": [problem.as_dict() for problem in self.missing],
            "amounts_checked": self.amounts_checked,
            "amounts_wrong": [problem.as_dict() for problem in self.amounts_wrong],
            "structure": [problem.as_dict() for problem in self.structure],
            "discretion": [problem.as_dict() for problem in self.discretion],
            "stages": [problem.as_dict() for problem in self.stages],
            "unchecked": [{"citation": unchecked.citation, "why": unchecked.why} for unchecked in self.unchecked],
        }

    def _of(self, *ids: Finding) -> tuple[Discrepancy, ...]:
        return tuple(problem for problem in self.problems if problem.id in ids)


def verify(book: Rulebook, folder: Path, sources: Sources | None = None) -> Verification:
    """Compare a manual with a folder of the texts of the law.

    ``sources`` are those of the manual's :class:`~enforce_rules.manual.Survey`, so that each discrepancy knows its file
    and line. Raises :class:`LawTextError` with every text that is broken.
    """
    return _Verifier(book, LawTexts(folder), sources or {}).verify()


@dataclass
class _Verifier:
    """One run. ``missing`` are the citations not found, ``checked`` those looked for."""

    book: Rulebook
    texts: LawTexts
    sources: Sources
    problems: list[Discrepancy] = field(default_factory=list)
    unchecked: dict[str, Unchecked] = field(default_factory=dict)
    checked: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)
    amounts: int = 0

    def verify(self) -> Verification:
        """Every statute, then every use of one."""
        self.read()
        for statute in self.book.statutes.values():
            for year, edition in statute.editions.items():
                self.edition(statute, year, edition)
        for cite, uses in self._uses().items():
            self.use(cite, uses)
        found = len(self.checked) - len(self.missing)
        unchecked = tuple(self.unchecked.values())
        return Verification(len(self.checked), found, self.amounts, tuple(self.problems), unchecked)

    def read(self) -> None:
        """All the texts are read before anything is compared, so that the broken ones are told together."""
        problems = Problems()
        for statute in self.book.statutes.values():
            for edition in statute.editions.values():
                try:
                    self.texts.of(statute, edition)
                except LawTextError as error:
                    problems.extend(error.problems)
        problems.raise_as(LawTextError)

    # citations

    def use(self, cite: str, uses: list[tuple[str, Path_]]) -> None:
        """A citation used by items or terms stands in its text."""
        owner, path = uses[0]
        place = self._place(owner, path)
        try:
            at = self.book.provision(cite)
        except CitationError as error:
            self.checked.add(cite)
            self._miss(cite, error.problems[0].what, place, error.problems[0].hint)
            return
        text = self.texts.of(at.statute, at.edition)
        if text is None:
            return
        if text.partial and at.citation.key and not text.holds(at.citation.key):
            self._leave(cite, "文本是节选，没有这一条")
            return
        self.checked.add(cite)
        lacks = text.lacks(at.citation) if at.citation.key else None
        if lacks:
            others = f"，另有{len(uses) - 1}处引用" if len(uses) > 1 else ""
            self._miss(cite, f"文本里{lacks}（{owner}{others}）", place)

    def _uses(self) -> dict[str, list[tuple[str, Path_]]]:
        """Every citation with the owners and places of its uses."""
        found: dict[str, list[tuple[str, Path_]]] = {}
        for item, name, breach in self.book.breaches():
            for kind in KINDS:
                for index, basis in enumerate(getattr(breach, kind)):
                    found.setdefault(basis.cite, []).append((item.id, ("breaches", name, kind, index)))
        for name, term in self.book.terms.items():
            for index, cite in enumerate(term.source):
                found.setdefault(cite, []).append((TERMS, ("terms", name, "source", index)))
        return found

    # statutes

    def edition(self, statute: Statute, year: str, edition: Edition) -> None:
        """An edition has a text, or does not claim to have been read; its provisions agree with the text."""
        name = f"{statute.law}({year})"
        text = self.texts.of(statute, edition)
        path: Path_ = ("editions", year)
        if text is None:
            lacking = _lacking(statute, edition)
            claims = edition.verified or any(provision.verified for provision in edition.provisions.values())
            if claims:
                place = self._place(statute.law, (*path, "text" if edition.text else "verified"))
                hint = "补上文本，或者把 verified 改为 false 并写 source"
                self.problems.append(Discrepancy("text-missing", name, f"写明已核，{lacking}", hint, place))
            else:
                self._leave(name, lacking)
            return
        wording = Wording(self.book, self.texts, text)
        for key, provision in edition.provisions.items():
            self.provision(statute.law, f"{name}{key}", key, provision, wording, (*path, "provisions", key))

    def provision(self, law: str, cite: str, key: str, provision: Provision, wording: Wording, path: Path_) -> None:
        """A provision stands in the text with the structure that is claimed, and its sanctions are the text's."""
        text = wording.text
        if not text.holds(key):
            if text.partial:
                self._leave(cite, "文本是节选，没有这一条")
            else:
                self.checked.add(cite)
                self._miss(cite, f"文本里没有{key}", self._key_place(law, path), f"文本：{Path(text.file).name}")
            return
        self.checked.add(cite)
        differs = None if text.partial else _structure(provision, key, text)
        if differs:
            place = self._key_place(law, path)
            self.problems.append(Discrepancy("structure-differs", cite, differs, "按文本改", place))
        if key in text.articles:
            self.sanctions(law, cite, key, provision, wording, path)

    def sanctions(self, law: str, cite: str, key: str, provision: Provision, wording: Wording, path: Path_) -> None:
        """The sanctions of an article against its words, place by place."""
        demand = bool(provision.all_sanctions) or cite in self.penalties
        found = []
        for locator, comparison in wording.comparisons(key, provision):
            self.amounts += comparison.amounts
            found += [(cite + locator, difference) for difference in comparison.differences(demand)]
        found += [(cite, difference) for difference in unquoted(*wording.quotations(key, provision))]
        for where, told in found:
            place = self._place(law, (*path, *told.path))
            self.problems.append(Discrepancy(told.id, where, told.what, told.hint, place))

    @cached_property
    def penalties(self) -> set[str]:
        """The articles that are cited as a penalty, without paragraph and item."""
        cites = (parse_citation(basis.cite) for _, _, breach in self.book.breaches() for basis in breach.penalties)
        return {f"{cite.law}({cite.edition}){cite.key}" for cite in cites}

    # results

    def _miss(self, cite: str, what: str, place: Place, hint: str = "") -> None:
        self.missing.add(cite)
        self.problems.append(Discrepancy("citation-missing", cite, what, hint, place))

    def _leave(self, cite: str, why: str) -> None:
        self.unchecked.setdefault(cite, Unchecked(cite, why))

    def _place(self, owner: str, path: Path_) -> Place:
        if owner in self.sources:
            return self.sources[owner].place(path)
        return Place(path=".".join(str(step) for step in (owner, *path)))

    def _key_place(self, owner: str, path: Path_) -> Place:
        return self.sources[owner].key_place(path) if owner in self.sources else self._place(owner, path)


def _lacking(statute: Statute, edition: Edition) -> str:
    if edition.text is None and edition.adopted is None:
        return "没有写 text 和 adopted，无从找文本"
    return f"文件夹里没有“{shorten(edition.text or f'{statute.title}({edition.adopted})')}”这个文本"


def _structure(provision: Provision, key: str, text: LawText) -> str | None:
    """How the structure that a provision claims differs from its text."""
    if key in text.outline:
        points = text.outline[key]
        return f"写的是{provision.points}项，文本是{points}项" if provision.points != points else None
    told = [paragraph.count for paragraph in provision.structure]
    stands = [len(paragraph.items) for paragraph in text.articles[key]]
    if len(told) != len(stands):
        return f"写的是{len(told)}款，文本是{len(stands)}款"
    for number, (mine, its) in enumerate(zip(told, stands, strict=True), 1):
        if mine != its:
            where = f"第{number}款" if len(told) > 1 else ""
            return f"{where}写的是{mine}项，文本是{its}项"
    return None
