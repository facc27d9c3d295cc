"""A loaded manual: its items, vocabulary and statutes, with conditions and citations resolved on demand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ..errors import CitationError, Problem, did_you_mean
from ..language import Expression, Kind, Type, Vocabulary, parse
from ..language.expression import FALSE, FactRef, Or
from .circumstance import Circumstance
from .citation import Citation, parse_citation
from .discretion import Scheme
from .fact import Fact, Term
from .info import ManualInfo
from .item import Basis, Breach, Item
from .statute import Edition, Provision, Sanction, Statute


@dataclass(frozen=True, slots=True)
class ProvisionAt:
    """What a citation leads to: the law, its edition, the provision, and the sanctions that hold there."""

    citation: Citation
    statute: Statute
    edition: Edition
    provision: Provision | None  # None for a whole law

    @property
    def sanctions(self) -> tuple[Sanction, ...]:
        """The sanctions at the cited place."""
        return self.provision.sanctions_at(self.citation) if self.provision else ()

    @property
    def specialty(self) -> int:
        """0 for a specific rule of a special law, 1 for one of a general law, 2 for a rule that yields to any specific one."""
        if self.provision is not None and self.provision.general_at(self.citation):
            return 2
        return int(self.statute.general)

    @property
    def verified(self) -> bool:
        """Whether the text of the provision was read."""
        if self.provision is not None and self.provision.verified is not None:
            return self.provision.verified
        return self.edition.verified

    @property
    def source(self) -> str | None:
        """Where an unverified provision was taken from."""
        return (self.provision.source if self.provision else None) or self.edition.source

    @property
    def official(self) -> str:
        """The citation as a document writes it."""
        return self.citation.official(self.statute.title)


class Rulebook:
    """The items, facts, terms and statutes of one rules folder. Built by the loader; read-only.

    ``digest`` is the SHA-256 of the rule files, in hex; the same files give the same digest.
    """

    def __init__(
        self,
        info: ManualInfo,
        shared_facts: Mapping[str, Fact],
        terms: Mapping[str, Term],
        statutes: Mapping[str, Statute],
        items: Mapping[str, Item],
        digest: str,
        circumstances: Mapping[str, Circumstance] | None = None,
        schemes: Mapping[str, Scheme] | None = None,
    ) -> None:
        self.info = info
        self.shared_facts = dict(shared_facts)
        self.terms = dict(terms)
        self.statutes = dict(statutes)
        self.items = dict(items)
        self.digest = digest
        self.circumstances: Mapping[str, Circumstance] = {} if circumstances is None else circumstances
        self.schemes: Mapping[str, Scheme] = {} if schemes is None else schemes
        self._conditions: dict[str, Expression] = {}
        self._weighings: dict[tuple[str, date], Expression] = {}
        self._provisions: dict[str, ProvisionAt] = {}

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """The whole vocabulary: shared facts, then each item's own, in the order of the manual."""
        own = {name: fact for item in self.items.values() for name, fact in item.facts.items()}
        return {**self.shared_facts, **own}

    @cached_property
    def types(self) -> dict[str, Type]:
        """The type of every fact."""
        return {name: fact.domain() for name, fact in self.facts.items()}

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What conditions may name. A term may name terms written before it."""
        terms: dict[str, Expression] = {}
        for name, term in self.terms.items():
            terms[name] = parse(term.condition, Vocabulary(self.types, terms))
        return Vocabulary(self.types, terms)

    def condition(self, text: str) -> Expression:
        """The typed expression of a condition of this manual; parsed once. Raises :class:`ExpressionError`."""
        if text not in self._conditions:
            self._conditions[text] = parse(text, self.vocabulary)
        return self._conditions[text]

    def circumstances_on(self, on: date) -> dict[str, Circumstance]:
        """The circumstances that count on a day: those with a basis in force."""
        return {
            name: circumstance
            for name, circumstance in self.circumstances.items()
            if any(self.provision(basis.cite).edition.in_force(on) for basis in circumstance.bases)
        }

    def weighing(self, text: str, on: date) -> Expression:
        """The typed condition of a tier of a scheme: over facts, terms, circumstances, and ``lighter`` and ``heavier``, which
        stand for any circumstance of that direction that counts on the day. Raises :class:`ExpressionError`.
        """
        if (text, on) in self._weighings:
            return self._weighings[text, on]
        counting = self.circumstances_on(on)
        weighed = {
            "lighter": [name for name, found in counting.items() if found.lightens],
            "heavier": [name for name, found in counting.items() if found.effect == "heavier"],
        }
        bool_ = Type(Kind.BOOL)
        terms = dict(self.vocabulary.terms)
        for name, names in weighed.items():
            parts = tuple(FactRef(part, bool_) for part in names)
            terms[name] = Or(parts) if len(parts) > 1 else parts[0] if parts else FALSE
        types = {**self.types, **dict.fromkeys(self.circumstances, bool_)}
        self._weighings[text, on] = parse(text, Vocabulary(types, terms))
        return self._weighings[text, on]

    def provision(self, citation: Citation | str) -> ProvisionAt:
        """What a citation leads to; found once. Raises :class:`CitationError` when no statute file holds it, naming the nearest."""
        text = str(citation)
        if text not in self._provisions:
            self._provisions[text] = self._find(parse_citation(citation) if isinstance(citation, str) else citation)
        return self._provisions[text]

    def _find(self, cited: Citation) -> ProvisionAt:
        statute = self.statutes.get(cited.law)
        if statute is None:
            raise _unknown(f"没有收录《{cited.law}》", did_you_mean(cited.law, self.statutes))
        edition = statute.editions.get(str(cited.edition))
        if edition is None:
            years = "、".join(statute.editions)
            raise _unknown(f"没有收录《{cited.law}》{cited.edition}年的版本", f"收录的有：{years}")
        if not cited.key:
            if edition.verified:
                raise CitationError(
                    Problem(f"“{cited}”没有写到条", hint="已有原文的法律要引到条、款、项", id="citation-misfit")
                )
            return ProvisionAt(cited, statute, edition, None)
        provision = edition.provisions.get(cited.key)
        if provision is None:
            near = did_you_mean(cited.key, edition.provisions)
            raise _unknown(f"《{cited.law}》({cited.edition})没有收录{cited.key}", near)
        misfit = provision.misfit(cited)
        if misfit:
            raise CitationError(Problem(f"“{cited}”：{misfit}", id="citation-misfit"))
        return ProvisionAt(cited, statute, edition, provision)

    def holds_in_force(self, citation: str, on: date) -> bool:
        """Whether a statute file holds what is cited, and its edition is in force on a day."""
        try:
            return self.provision(citation).edition.in_force(on)
        except CitationError:
            return False

    def in_force(self, bases: tuple[Basis, ...], on: date) -> Iterator[tuple[Basis, ProvisionAt]]:
        """Those of the bases whose edition is in force on a day, with what they lead to."""
        for basis in bases:
            found = self.provision(basis.cite)
            if found.edition.in_force(on):
                yield basis, found

    def breaches(self) -> Iterator[tuple[Item, str, Breach]]:
        """Every breach with its item and name, in the order of the manual."""
        for item in self.items.values():
            for name, breach in item.breaches.items():
                yield item, name, breach

    # How facts and terms read in Chinese (language.Phrasebook).

    def label(self, name: str) -> str:
        """The noun for a fact."""
        return self.facts[name].label

    def unit(self, name: str) -> str:
        """The unit of a fact, or nothing."""
        return self.facts[name].unit or ""

    def holds(self, name: str, truth: bool) -> str:
        """How a bool fact or a term reads when true and when false."""
        return self.facts[name].reads(truth) if name in self.facts else self.terms[name].reads(truth)


def _unknown(what: str, hint: str) -> CitationError:
    return CitationError(Problem(what, hint=hint, id="citation-unknown"))
