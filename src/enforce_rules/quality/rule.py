"""An item's rules with every text resolved: what mutation changes, what proofs speak of, and what they come to on facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ..evaluate import Verdict, judge
from ..language import Expression, Truth, Type, Value, facts_of, truth_of
from ..language.expression import And, Compare, Day, Literal, Or
from ..language.kleene import or_
from ..language.types import DATE
from ..manual import Basis, Breach, Item, Rulebook

STATED = {"duties": "duties", "penalties": "penalties", "major": "criteria"}
"""The lists of bases that a breach has, and under which name a scenario states those that stand."""

KINDS = tuple(STATED)


@dataclass(frozen=True)
class Span:
    """Days from ``since`` until ``until``, both included; open where one is None."""

    since: date | None = None
    until: date | None = None

    def covers(self, on: date) -> bool:
        """Whether a day lies in the span."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)

    def during(self, condition: Expression) -> Expression:
        """The condition, false outside the span."""
        bounds = [Compare(">=", Day(), Literal(self.since, DATE))] if self.since else []
        bounds += [Compare("<=", Day(), Literal(self.until, DATE))] if self.until else []
        return And((*bounds, condition)) if bounds else condition


@dataclass(frozen=True)
class BasisRule:
    """One citation, the condition under which it is a basis, and the days its edition is in force."""

    cite: str
    law: str
    edition: str
    when: Expression
    in_force: Span

    @property
    def stands(self) -> Expression:
        """That it is in force and its condition is met."""
        return self.in_force.during(self.when)


@dataclass(frozen=True)
class BreachRule:
    """One breach: its condition, its days in law, its bases by kind."""

    name: str
    violated: Expression
    span: Span
    bases: Mapping[str, tuple[BasisRule, ...]]

    def truth(self, facts: Mapping[str, Value], on: date) -> Truth:
        """Whether its condition is met, whatever the day."""
        return truth_of(self.violated, facts, on)

    @property
    def committed(self) -> Expression:
        """Its condition, false on days on which the breach does not exist in law."""
        return self.span.during(self.violated)


@dataclass(frozen=True)
class ItemRule:
    """One item: when it applies, its days, its breaches."""

    id: str
    applies: Expression
    span: Span
    breaches: tuple[BreachRule, ...]

    @property
    def applicable(self) -> Expression:
        """When it applies, false on days outside its own."""
        return self.span.during(self.applies)

    def applies_truth(self, facts: Mapping[str, Value], on: date) -> Truth:
        """Whether it applies; on a day outside its own it does not."""
        return truth_of(self.applies, facts, on) if self.span.covers(on) else False

    @cached_property
    def violated(self) -> Expression:
        """The ``or`` over its breaches."""
        conditions = tuple(breach.committed for breach in self.breaches)
        return conditions[0] if len(conditions) == 1 else Or(conditions)

    @property
    def conditions(self) -> Iterator[Expression]:
        """Every condition written in the item."""
        yield self.applies
        for breach in self.breaches:
            yield breach.violated
            for kind in KINDS:
                yield from (basis.when for basis in breach.bases[kind])

    @cached_property
    def facts(self) -> dict[str, Type]:
        """The facts its conditions use."""
        return facts_of(*self.conditions)


@dataclass(frozen=True)
class Outcome:
    """What an item comes to on facts and a day; bases are those of the committed breaches that certainly stand."""

    verdict: Verdict
    breaches: frozenset[str]
    major: Truth
    duties: frozenset[str]
    penalties: frozenset[str]
    criteria: frozenset[str]


def rule_of(book: Rulebook, item: Item) -> ItemRule:
    """The rules of one item of a manual."""
    breaches = tuple(_breach(book, name, breach) for name, breach in item.breaches.items())
    return ItemRule(item.id, book.condition(item.applies), Span(item.since, item.until), breaches)


def _breach(book: Rulebook, name: str, breach: Breach) -> BreachRule:
    bases = {kind: tuple(_basis(book, basis) for basis in getattr(breach, kind)) for kind in KINDS}
    return BreachRule(name, book.condition(breach.violated), Span(breach.since, breach.until), bases)


def _basis(book: Rulebook, basis: Basis) -> BasisRule:
    found = book.provision(basis.cite)
    in_force = Span(found.edition.in_force_from, found.edition.in_force_until)
    return BasisRule(
        basis.cite, found.citation.law, str(found.citation.edition), book.condition(basis.when or "true"), in_force
    )


@dataclass(frozen=True)
class Truths:
    """The truth of every part of an item's rules on facts and a day; bases by breach and kind, in their order."""

    applies: Truth
    committed: Mapping[str, Truth]
    bases: Mapping[tuple[str, str], tuple[Truth, ...]]


def truths_of(rule: ItemRule, facts: Mapping[str, Value], on: date) -> Truths:
    """Work out every part of an item's rules."""
    applies = truth_of(rule.applies, facts, on) if rule.span.covers(on) else False
    committed = {breach.name: breach.truth(facts, on) for breach in rule.breaches if breach.span.covers(on)}
    bases = {
        (breach.name, kind): tuple(stands(basis, facts, on) for basis in breach.bases[kind])
        for breach in rule.breaches
        for kind in KINDS
    }
    return Truths(applies, committed, bases)


def stands(basis: BasisRule, facts: Mapping[str, Value], on: date) -> Truth:
    """Whether a basis is in force on a day and its condition is met."""
    return truth_of(basis.when, facts, on) if basis.in_force.covers(on) else False


def outcome(rule: ItemRule, truths: Truths) -> Outcome:
    """What the parts come to, as an inspection tells it."""
    verdict = judge(truths.applies, or_(truths.committed.values()))
    each = {name: judge(truths.applies, truth) for name, truth in truths.committed.items()}
    violated = [breach for breach in rule.breaches if each.get(breach.name) == "violation"]
    majors = [
        _major(each[breach.name], truths.bases[breach.name, "major"]) for breach in rule.breaches if breach.name in each
    ]
    return Outcome(
        verdict,
        frozenset(breach.name for breach in violated),
        True if True in majors else None if None in majors else False,
        *(frozenset(_certain(violated, truths, kind)) for kind in KINDS),
    )


def _certain(violated: list[BreachRule], truths: Truths, kind: str) -> Iterator[str]:
    for breach in violated:
        for basis, truth in zip(breach.bases[kind], truths.bases[breach.name, kind], strict=True):
            if truth:
                yield basis.cite


def _major(verdict: Verdict, criteria: tuple[Truth, ...]) -> Truth:
    """Whether a breach is a major hazard: as ``BreachVerdict.major``."""
    if verdict in ("compliant", "not_applicable") or all(truth is False for truth in criteria):
        return False
    return True if True in criteria and verdict == "violation" else None


def observables(rule: ItemRule) -> dict[tuple[str, ...], Expression]:
    """What an inspection tells of an item, each as a condition on facts that are all recorded.

    That it applies, that each breach is found, and that each citation stands with a breach that is found.
    """
    seen: dict[tuple[str, ...], list[Expression]] = {("applies",): [rule.applicable]}
    for breach in rule.breaches:
        found = And((rule.applicable, breach.committed))
        seen["breach", breach.name] = [found]
        for kind in KINDS:
            for basis in breach.bases[kind]:
                seen.setdefault((kind, basis.cite), []).append(And((found, basis.stands)))
    return {key: ways[0] if len(ways) == 1 else Or(tuple(ways)) for key, ways in seen.items()}
