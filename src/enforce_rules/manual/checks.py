"""What a rules folder must satisfy as a whole: every name known, every condition typed, every citation held.

Each check reads as its sentence and records problems at their places; none stops at the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from ..errors import CitationError, EnforceRulesError, ExpressionError, Place, Problems, RuleError, did_you_mean
from ..language import Expression, Kind, Vocabulary, facts_of, parse
from ..language.functions import FUNCTIONS
from ..language.values import Misfit, fit
from .circumstance import WEIGHED
from .citation import parse_citation
from .discretion import Scheme
from .fact import Fact
from .item import Basis, Breach, Item, Scenario
from .rulebook import Rulebook
from .statement import named_in
from .statute import Sanction, Statute
from .yamlfile import Path_, Source

FACTS, TERMS, CIRCUMSTANCES = "facts.yaml", "terms.yaml", "circumstances.yaml"
RESERVED = {
    *FUNCTIONS,
    "on",
    "date",
    "true",
    "false",
    "and",
    "or",
    "not",
    "in",
    "is",
    "if",
    "else",
    "for",
    "lambda",
    *WEIGHED,
}


@dataclass
class Checker:
    """Checks one rulebook against the sources of its files."""

    book: Rulebook
    sources: Mapping[str, Source]  # by file name, by law and by item id
    problems: Problems
    _terms: dict[str, Expression] = field(default_factory=dict)

    def check(self) -> None:
        """Check everything; problems are recorded."""
        self.names()
        self.domains()
        if not self.terms():
            return
        for statute in self.book.statutes.values():
            self.statute(statute)
        for name, circumstance in self.book.circumstances.items():
            for index, basis in enumerate(circumstance.bases):
                self.basis(basis, self.sources[CIRCUMSTANCES], ("circumstances", name, "bases", index))
        for scheme in self.book.schemes.values():
            self.scheme(scheme)
        for item in self.book.items.values():
            self.item(item)

    # names

    def names(self) -> None:
        """A name means one thing: a fact of one file, or a term, or a word of the language."""
        owners: dict[str, Place] = {}
        for name in self.book.shared_facts:
            self._own(name, self.sources[FACTS].place(("facts", name)), owners)
        for item in self.book.items.values():
            for name in item.facts:
                self._own(name, self.sources[item.id].place(("facts", name)), owners)
        for name in self.book.terms:
            self._own(name, self.sources[TERMS].place(("terms", name)), owners)
        for name in self.book.circumstances:
            self._own(name, self.sources[CIRCUMSTANCES].place(("circumstances", name)), owners)

    def _own(self, name: str, place: Place, owners: dict[str, Place]) -> None:
        if name in RESERVED:
            self.problems.add(f"{name} 是条件语言的词，不能作名称", place)
        elif name in owners:
            self.problems.add(
                f"名称 {name} 已在 {owners[name]} 用过",
                place,
                "一个名称只有一个意思；共用的写进 facts.yaml",
                "duplicate-id",
            )
        else:
            owners[name] = place

    def domains(self) -> None:
        """A fact has the domain that its type needs, and no other."""
        for name, fact in self.book.shared_facts.items():
            self._domain(fact, self.sources[FACTS], ("facts", name))
        for item in self.book.items.values():
            for name, fact in item.facts.items():
                self._domain(fact, self.sources[item.id], ("facts", name))

    def _domain(self, fact: Fact, source: Source, path: Path_) -> None:
        listed = fact.type in ("enum", "set")
        if listed and not fact.values:
            self.problems.add(f"{fact.type} 类事实要有选项表 values", source.place(path))
        if not listed and fact.values:
            self.problems.add(f"{fact.type} 类事实没有选项表", source.place((*path, "values")))
        if isinstance(fact.values, tuple) and len(set(fact.values)) < len(fact.values):
            self.problems.add("选项表中有重复的项", source.place((*path, "values")))
        if fact.type not in ("int", "number") and (fact.min is not None or fact.max is not None or fact.unit):
            self.problems.add(f"{fact.type} 类事实没有单位和界限", source.place(path))
        if fact.min is not None and fact.max is not None and fact.min > fact.max:
            self.problems.add("min 大于 max", source.place((*path, "min")))
        if fact.type != "bool" and (fact.yes or fact.no):
            self.problems.add("yes、no 只用于 bool 类事实", source.place(path))

    # terms and conditions

    def terms(self) -> bool:
        """Every term is a condition over facts and the terms before it; its sources are held."""
        source, before = self.sources[TERMS], len(self.problems)
        for name, term in self.book.terms.items():
            try:
                self._terms[name] = parse(term.condition, Vocabulary(self.book.types, self._terms))
            except ExpressionError as error:
                self._misread(error, source, ("terms", name, "condition"))
        if len(self.problems) > before:
            return False
        for name, term in self.book.terms.items():
            for index, cite in enumerate(term.source):
                self.citation(cite, source, ("terms", name, "source", index))
        return True

    def _misread(self, error: EnforceRulesError, source: Source, path: Path_) -> None:
        for problem in error.problems:
            self.problems.add(problem.what, source.place(path, problem.place.column), problem.hint, problem.id)

    def condition(self, text: str, source: Source, path: Path_) -> Expression | None:
        """The condition is an expression over the vocabulary."""
        try:
            return self.book.condition(text)
        except ExpressionError as error:
            self._misread(error, source, path)
            return None

    def citation(self, cite: str, source: Source, path: Path_) -> None:
        """The citation is in the official form, and a statute file holds what it cites."""
        try:
            self.book.provision(cite)
        except CitationError as error:
            self._misread(error, source, path)

    # statutes

    def statute(self, statute: Statute) -> None:
        """Editions follow one another without overlap; provisions are keyed in the official form; bands are bands."""
        source = self.sources[statute.law]
        editions = sorted(statute.editions.items(), key=lambda pair: pair[1].in_force_from)
        for (year, edition), (_, following) in pairwise(editions):
            if edition.in_force_until is None or edition.in_force_until >= following.in_force_from:
                self.problems.add("与后一版本的施行日期重叠", source.place(("editions", year)), "写 in_force_until")
        for year, edition in editions:
            path: Path_ = ("editions", year)
            if not (year.isdigit() and len(year) == 4):
                self.problems.add("版本应以通过的年份为键", source.place(path), "如 2021")
                continue
            if not edition.verified and not edition.source:
                self.problems.add("未核的版本要写来源 source", source.place(path))
            for key, provision in edition.provisions.items():
                place = (*path, "provisions", key)
                self._key(f"{statute.law}({year}){key}", key, source, place)
                for sanction in provision.all_sanctions:
                    self._band(sanction, source, place)

    def _key(self, cite: str, key: str, source: Source, path: Path_) -> None:
        try:
            fits = parse_citation(cite).key == key
        except CitationError:
            fits = parse_citation(cite + "第1项").key == key if key.endswith(("、", "）")) else False
        if not fits:
            self.problems.add(f"条文的键“{key}”写法不对", source.place(path), "如 第九十七条、一、（一）、第十六项")

    def _band(self, sanction: Sanction, source: Source, path: Path_) -> None:
        for band in (sanction.fine, sanction.multiple, sanction.income_percent):
            if band is not None and band[0] > band[1]:
                self.problems.add(f"幅度{list(band)}的下限大于上限", source.place(path))

    # discretion

    def scheme(self, scheme: Scheme) -> None:
        """A scheme's conditions are conditions over facts and circumstances; its provisions are held and have the sanction."""
        source = self.sources[scheme.id]
        if scheme.in_force_until is not None and scheme.in_force_until < scheme.in_force_from:
            self.problems.add("in_force_until 早于 in_force_from", source.place(("in_force_until",)))
        for index, cite in enumerate(scheme.provisions):
            self.citation(cite, source, ("provisions", index))
        for index, tier in enumerate(scheme.tiers):
            path: Path_ = ("tiers", index)
            try:
                self.book.weighing(tier.when, scheme.in_force_from)
            except ExpressionError as error:
                self._misread(error, source, (*path, "when"))
            for number, basis in enumerate(tier.bases):
                self.basis(basis, source, (*path, "bases", number))
            if sum(way is not None for way in (tier.share, tier.of_cap, tier.amounts)) > 1:
                self.problems.add("share、of_cap、amounts 只能写一种", source.place(path))
            if tier.amounts is not None and not scheme.provisions:
                self.problems.add("写金额的基准要写明用于哪些条款 provisions", source.place((*path, "amounts")))

    # items

    def item(self, item: Item) -> None:
        """An item's conditions, citations, statements and scenarios all hold together."""
        source = self.sources[item.id]
        self.condition(item.applies, source, ("applies",))
        for name, breach in item.breaches.items():
            self.breach(breach, source, ("breaches", name))
        self.scenarios(item, source)

    def breach(self, breach: Breach, source: Source, path: Path_) -> None:
        """A breach has a condition, words that name only its facts, and bases that are held."""
        violated = self.condition(breach.violated, source, (*path, "violated"))
        if breach.since and breach.until and breach.since > breach.until:
            self.problems.add("from 晚于 until", source.place((*path, "from")))
        for kind in ("duties", "penalties", "major", "crimes"):
            for index, basis in enumerate(getattr(breach, kind)):
                self.basis(basis, source, (*path, kind, index))
        try:
            named = named_in(breach.statement)
        except RuleError as error:
            self._misread(error, source, (*path, "statement"))
            return
        if violated is None:
            return
        used = facts_of(violated)
        for name in named.facts:
            if name not in used:
                known = did_you_mean(name, used) or f"该条件用到的：{'、'.join(used)}"
                what = f"陈述写到的 {name} 不是该条件用到的事实"
                self.problems.add(what, source.place((*path, "statement")), known, "statement-fact-unused")
            elif used[name].kind is Kind.BOOL:
                self.problems.add(f"陈述不能印出是否类事实 {name}", source.place((*path, "statement")), "用文字写出来")
            elif name in named.computed and not used[name].numeric:
                self.problems.add(f"陈述不能加减 {name}，它不是数", source.place((*path, "statement")))

    def basis(self, basis: Basis, source: Source, path: Path_) -> None:
        """A basis cites what is held, and its condition is one."""
        self.citation(basis.cite, source, path if source.has(path) and basis.when is None else (*path, "cite"))
        if basis.when is not None:
            self.condition(basis.when, source, (*path, "when"))

    def scenarios(self, item: Item, source: Source) -> None:
        """A scenario speaks of this item's breaches, and of facts and values that exist."""
        if item.baseline is not None:
            self._values(item.baseline.facts, source, ("baseline", "facts"))
        for index, scenario in enumerate(item.scenarios):
            path: Path_ = ("scenarios", index)
            self._values(scenario.facts, source, (*path, "facts"))
            self._known([*scenario.unknown, *(scenario.needed or ())], self.book.facts, "事实", source, path)
            self._known(_breaches_named(scenario), item.breaches, "违法行为", source, path)
            for kind in ("duties", "penalties", "criteria"):
                for number, cite in enumerate(getattr(scenario, kind) or ()):
                    self.citation(cite, source, (*path, kind, number))

    def _known(self, names: Iterable[str], known: Iterable[str], what: str, source: Source, path: Path_) -> None:
        for name in names:
            if name not in set(known):
                self.problems.add(f"没有 {name} 这个{what}", source.place(path), did_you_mean(name, known))

    def _values(self, facts: Mapping[str, object], source: Source, path: Path_) -> None:
        for name, raw in facts.items():
            place = source.place((*path, name))
            if name not in self.book.types:
                self.problems.add(f"没有 {name} 这个事实", place, did_you_mean(name, self.book.types))
                continue
            try:
                fit(list(raw) if isinstance(raw, tuple) else raw, self.book.types[name])
            except Misfit as misfit:
                self.problems.add(f"{name} {misfit.what}", place, misfit.hint)


def _breaches_named(scenario: Scenario) -> list[str]:
    return [*scenario.breaches, *([scenario.boundary] if scenario.boundary else [])]
