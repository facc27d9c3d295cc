"""Mutation of the rules: plant every small fault, one at a time, and see whether a scenario of the item notices it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ..evaluate import ItemConditions, completions
from ..language import facts_of
from ..language.expression import FALSE
from ..manual import Item, Rulebook, Scenario
from .mutants import Mutant, mutants_of, mutants_of_term
from .rule import KINDS, STATED, ItemRule, Outcome, Truths, outcome, rule_of, stands, truths_of
from .scenario import Case, baseline_of, cases_of


@dataclass(frozen=True)
class Row:
    """A scenario with the truth of every part of the rules as they are written."""

    case: Case
    truths: Truths


class Bench:
    """The items of a manual with their scenarios, against which mutants are tried."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.rules = {item.id: rule_of(book, item) for item in book.items.values()}

    @cached_property
    def rows(self) -> dict[str, tuple[Row, ...]]:
        """The scenarios of each item; those that the rules as written do not pass are left out, they notice nothing."""
        return {item.id: tuple(self._rows(item)) for item in self.book.items.values()}

    def _rows(self, item: Item) -> Iterator[Row]:
        rule = self.rules[item.id]
        for case in cases_of(self.book, item):
            row = self.row(case)
            if _as_stated(case.scenario, self.outcome(row)) and self._needed_as_stated(rule, case):
                yield row

    def mutants_of_item(self, item: str) -> Iterator[Mutant]:
        """Every mutant of an item."""
        return mutants_of(self.rules[item])

    def mutants_of_term(self, name: str) -> Iterator[Mutant]:
        """Every mutant of a term, in all the items that use it."""
        terms = self.book.vocabulary.terms
        return mutants_of_term(name, terms[name], self.rules, facts_of(*terms.values()))

    def noticed(self, mutant: Mutant, rows: Mapping[str, Sequence[Row]] | None = None) -> Row | None:
        """The first scenario of the items it touches that fails on the mutant; None when none does.

        The truths are compared first; what is still needed, which takes longer to work out, only when they all agree.
        """
        rows = self.rows if rows is None else rows
        for item, rule in mutant.rules.items():
            for row in rows.get(item, ()):
                truths = _changed(row, rule, self.rules[item], mutant.part)
                if truths != row.truths and not _as_stated(row.case.scenario, outcome(rule, truths)):
                    return row
        for item, rule in mutant.rules.items():
            for row in rows.get(item, ()):
                if not self._needed_as_stated(rule, row.case):
                    return row
        return None

    def baseline(self, item: str) -> Case:
        """The enterprise that an item's scenarios start from, as a case of its own."""
        return baseline_of(self.book, self.book.items[item])

    def row(self, case: Case) -> Row:
        """A scenario with what the rules as written make of it."""
        return Row(case, truths_of(self.rules[case.item.id], case.facts, case.on))

    def outcome(self, row: Row) -> Outcome:
        """What the rules as written make of a scenario."""
        return outcome(self.rules[row.case.item.id], row.truths)

    def _needed_as_stated(self, rule: ItemRule, case: Case) -> bool:
        return case.scenario.needed is None or self._needed(rule, case) == set(case.scenario.needed)

    def _needed(self, rule: ItemRule, case: Case) -> set[str]:
        if case.scenario.verdict != "undetermined":
            return set()
        on = case.on
        breaches = {b.name: b.violated if b.span.covers(on) else FALSE for b in rule.breaches}
        applies = rule.applies if rule.span.covers(on) else FALSE
        return set(completions(ItemConditions(case.item, applies, breaches), case.facts, on).needed)


def _as_stated(scenario: Scenario, found: Outcome) -> bool:
    return (
        found.verdict == scenario.verdict
        and found.breaches == set(scenario.breaches)
        and scenario.major in (None, found.major)
        and all(
            stated is None or getattr(found, name) == set(stated)
            for name, stated in ((name, getattr(scenario, name)) for name in STATED.values())
        )
    )


def _changed(row: Row, rule: ItemRule, written: ItemRule, part: tuple[str, str]) -> Truths:
    """The truths of a mutant: only what it touches is worked out anew."""
    name, kind = part
    case, truths = row.case, row.truths
    if kind == "terms":
        return truths_of(rule, case.facts, case.on)
    if kind == "editions":
        bases = {
            (breach.name, each): tuple(
                truth if basis.in_force == was.in_force else stands(basis, case.facts, case.on)
                for basis, was, truth in zip(
                    breach.bases[each], before.bases[each], truths.bases[breach.name, each], strict=True
                )
            )
            for breach, before in zip(rule.breaches, written.breaches, strict=True)
            for each in KINDS
        }
        return replace(truths, bases=bases)
    if not name:
        return replace(truths, applies=rule.applies_truth(case.facts, case.on))
    breach = next(breach for breach in rule.breaches if breach.name == name)
    if not kind:
        committed = {key: truth for key, truth in truths.committed.items() if key != name}
        if breach.span.covers(case.on):
            committed[name] = breach.truth(case.facts, case.on)
        return replace(truths, committed=committed)
    anew = tuple(stands(basis, case.facts, case.on) for basis in breach.bases[kind])
    return replace(truths, bases={**truths.bases, (name, kind): anew})
