"""What is proved of a manual for every enterprise and every day, not only for the scenarios; what fails, with a witness."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property
from itertools import combinations, pairwise
from typing import Any

import z3

from ..language import Expression, Value, facts_of, show, truth_of, write
from ..language.chinese import day
from ..language.expression import And
from ..manual import Breach, Item, Rulebook
from ..manual.discretion import Scheme
from .discretion import SchemeProofs
from .exactness import inexact
from .plain import plain
from .rule import BreachRule, ItemRule, observables, rule_of
from .scenario import baseline_of
from .witness import Prover, Undecided, Witness

CLAIMS = {
    "breach-never-violated": "每个违法行为都可能构成",
    "breach-never-complied": "每个违法行为都可能不构成",
    "breach-never-undetermined": "每个违法行为都可能待查",
    "item-never-violated": "每个事项都可能违法",
    "item-never-complied": "每个事项都可能符合",
    "item-never-undetermined": "每个事项都可能待查",
    "inexact": "事项待查，当且仅当未查的事实确实能改变结论",
    "fact-without-effect": "每个声明的事实都能改变某个事项的结果",
    "term-constant": "每个术语都可能成立，也可能不成立",
    "edition-gap": "每一天恰有一个版本施行",
    "duty-missing": "构成违法行为时总有施行的义务条款，或者写明为什么没有",
    "penalty-missing": "构成违法行为时总有施行的罚则，或者写明为什么没有",
    "breaches-equivalent": "没有两个违法行为总是同时构成，除非写明是同一行为",
    "tiers-cover": "裁量基准的阶次包括每一种案件",
    "tiers-overlap": "没有案件同时属于两个阶次",
    "tiers-monotone": "从重情节不会使数额降低，从轻情节不会使数额提高",
    "tiers-tile": "裁量基准的阶次铺满法定幅度，互不重叠",
    "undecided": "每项证明都有结果",
}
"""What is proved, by the id of the failure."""


@dataclass(frozen=True)
class Failure:
    """A claim that does not hold: what of, in words, and where there is one an enterprise that shows it."""

    id: str
    subject: str
    what: str
    witness: Witness | None = None

    def __str__(self) -> str:
        return f"[{self.id}] {self.subject}：{self.what}"

    def as_dict(self) -> dict[str, Any]:
        """The failure as plain data for JSON."""
        facts = {name: plain(value) for name, value in self.witness.facts.items()} if self.witness else None
        on = self.witness.on.isoformat() if self.witness else None
        return {"id": self.id, "subject": self.subject, "what": self.what, "facts": facts, "on": on}


@dataclass
class Proofs:
    """The claims about a manual, looked at one by one: how many ``claims`` there were, and how many of them are ``proved``."""

    book: Rulebook
    claims: int = 0
    proved: int = 0
    shown: dict[tuple[str, str], Witness] = field(default_factory=dict)  # for each breach an enterprise that commits it

    @cached_property
    def rules(self) -> dict[str, ItemRule]:
        """The rules of every item."""
        return {item.id: rule_of(self.book, item) for item in self.book.items.values()}

    def of_whole(self) -> Iterator[Failure]:
        """What is claimed of the manual as a whole; the items should have been proved before, it goes faster then."""
        try:
            yield from self.of_terms()
            yield from self.of_editions()
            yield from self.of_facts()
            yield from self.of_schemes()
            yield from self.of_pairs()
        except Undecided as failure:
            yield Failure("undecided", self.book.info.title, f"证明没有结果（{failure}）")

    def _claim(
        self, holds: bool, id: str, subject: str, what: str, witness: Witness | None = None
    ) -> Iterator[Failure]:
        self.claims += 1
        self.proved += holds
        if not holds:
            yield Failure(id, subject, what, witness)

    # one item

    def of_item(self, item: Item) -> Iterator[Failure]:
        """What is claimed of one item."""
        rule = rule_of(self.book, item)
        prover = Prover(self.book)
        try:
            yield from self._possible(prover, item.id, "item", rule.applicable, rule.violated)
            for breach in rule.breaches:
                yield from self._of_breach(prover, rule, breach, item.breaches[breach.name])
            yield from self._effects(prover, rule)
            yield from self._exact(rule, item.id)
            if len(rule.breaches) > 1:
                for breach in rule.breaches:
                    yield from self._exact(replace(rule, breaches=(breach,)), f"{item.id} {breach.name}")
        except Undecided as failure:
            yield Failure("undecided", item.id, f"证明没有结果（{failure}）")

    def _possible(
        self, prover: Prover, subject: str, what: str, applies: Expression, violated: Expression
    ) -> Iterator[Failure]:
        symbols = prover.symbols
        found, kept = symbols.holds(applies), symbols.holds(violated)
        settled = z3.And(symbols.true(applies), z3.Or(symbols.true(violated), symbols.false(violated)))
        undetermined = z3.Not(z3.Or(symbols.false(applies), settled))
        for verdict, formulas, words in (
            ("violated", [found, kept], "不可能违法"),
            ("complied", [found, z3.Not(kept)], "不可能符合"),
            ("undetermined", [undetermined], "不可能待查"),
        ):
            yield from self._claim(prover.possible(*formulas), f"{what}-never-{verdict}", subject, words)

    def _of_breach(self, prover: Prover, rule: ItemRule, breach: BreachRule, written: Breach) -> Iterator[Failure]:
        subject = f"{rule.id} {breach.name}"
        yield from self._possible(prover, subject, "breach", rule.applicable, breach.committed)
        committed = prover.symbols.holds(And((rule.applicable, breach.committed)))
        shown = prover.example(And((rule.applicable, breach.committed)))
        if shown is None:
            return
        self.shown[rule.id, breach.name] = shown
        for kind, why_none, id, word in (
            ("duties", written.no_duty, "duty-missing", "义务条款"),
            ("penalties", written.no_penalty, "penalty-missing", "罚则"),
        ):
            if why_none is not None:
                continue
            stand = [prover.symbols.holds(basis.stands) for basis in breach.bases[kind]]
            witness = prover.witness(committed, z3.Not(z3.Or(stand)))
            what = f"构成时没有施行的{word}，也没有写明原因{self._told(witness)}"
            yield from self._claim(witness is None, id, subject, what, witness)

    def _exact(self, rule: ItemRule, subject: str) -> Iterator[Failure]:
        witness = inexact(self.book, rule)
        what = "现有事实已经决定结论，规则却判为待查：同一事实在条件中用了两次以上" + self._told(witness)
        yield from self._claim(witness is None, "inexact", subject, what, witness)

    def _effects(self, prover: Prover, rule: ItemRule) -> Iterator[Failure]:
        told = observables(rule)
        for name in rule.facts:
            other = prover.symbols.but_for(name, rule.facts)
            apart = [
                z3.Xor(prover.symbols.holds(condition), other.holds(condition))
                for condition in told.values()
                if name in facts_of(condition)
            ]
            holds = prover.possible(z3.Or(apart), *other.domain)
            what = f"事实 {name} 在条件中出现，但怎样取值都不影响结果"
            yield from self._claim(holds, "fact-without-effect", rule.id, what)

    # the whole

    def of_terms(self) -> Iterator[Failure]:
        """Every term can be true and can be false."""
        prover = Prover(self.book)
        for name, body in self.book.vocabulary.terms.items():
            formula = prover.symbols.holds(body)
            for possible, word in ((formula, "不成立"), (z3.Not(formula), "成立")):
                what = f"条件 {write(body)} 恒{word}"
                yield from self._claim(prover.possible(possible), "term-constant", f"术语 {name}", what)

    def of_editions(self) -> Iterator[Failure]:
        """From the first day of the first edition of a law to the last day of its last, one edition is in force each day."""
        for statute in self.book.statutes.values():
            editions = sorted(statute.editions.items(), key=lambda pair: pair[1].in_force_from)
            for (year, edition), (later, following) in pairwise(editions):
                expected = following.in_force_from - timedelta(days=1)
                until = day(edition.in_force_until) if edition.in_force_until else "未写"
                what = f"{year}年版本施行至{until}，{later}年版本自{day(following.in_force_from)}起施行，不相衔接"
                yield from self._claim(edition.in_force_until == expected, "edition-gap", f"《{statute.law}》", what)

    def of_facts(self) -> Iterator[Failure]:
        """Every declared fact is used by some item; that it has an effect there is proved with the item."""
        used = {name for rule in self.rules.values() for name in rule.facts}
        for name in self.book.facts:
            yield from self._claim(name in used, "fact-without-effect", f"事实 {name}", "没有事项用到")

    def of_schemes(self) -> Iterator[Failure]:
        """The tiers of every scheme of discretion cover every case exactly once and tile the band."""
        for scheme in self.book.schemes.values():
            yield from self.of_scheme(scheme)

    def of_scheme(self, scheme: Scheme) -> Iterator[Failure]:
        """What is claimed of one scheme."""
        for holds, id, subject, what in SchemeProofs(self.book, scheme).claims():
            yield from self._claim(holds, id, subject, what)

    def of_pairs(self) -> Iterator[Failure]:
        """No two breaches are always committed together, unless both name the same act."""
        prover = Prover(self.book)
        breaches = [(rule, breach) for rule in self.rules.values() for breach in rule.breaches]
        whole = {(rule.id, breach.name): And((rule.applicable, breach.committed)) for rule, breach in breaches}
        facts = {key: set(facts_of(condition)) for key, condition in whole.items()}
        for key, condition in whole.items():
            if key not in self.shown and (shown := Prover(self.book).example(condition)) is not None:
                self.shown[key] = shown
        for here, there in combinations(whole, 2):
            if not facts[here] & facts[there] or self._same_act(here) == self._same_act(there):
                continue
            apart = self._told_apart(whole[here], here, whole[there], there) or prover.possible(
                z3.Xor(prover.symbols.holds(whole[here]), prover.symbols.holds(whole[there]))
            )
            subject, other = " ".join(here), " ".join(there)
            yield from self._claim(
                apart, "breaches-equivalent", subject, f"与 {other} 总是同时构成，又没有写明是同一行为"
            )

    def _same_act(self, key: tuple[str, str]) -> Any:
        item, breach = key
        return self.book.items[item].breaches[breach].same_act or key

    def _told_apart(self, here: Expression, key: tuple[str, str], there: Expression, other: tuple[str, str]) -> bool:
        """Whether an enterprise already at hand commits one of two breaches and not the other."""
        for condition, witness in ((there, self.shown.get(key)), (here, self.shown.get(other))):
            if witness and truth_of(condition, {**self._ordinary, **witness.facts}, witness.on) is False:
                return True
        return False

    @cached_property
    def _ordinary(self) -> dict[str, Value]:
        """An enterprise about which everything is recorded that some baseline records."""
        cases = [baseline_of(self.book, item) for item in self.book.items.values()]
        return {name: value for case in cases for name, value in case.facts.items()}

    def _told(self, witness: Witness | None) -> str:
        if witness is None:
            return ""
        facts = "，".join(
            f"{name}={show(value, self.book.types[name].values)}" for name, value in witness.facts.items()
        )
        return f"。例如{day(witness.on)}：{facts}"
