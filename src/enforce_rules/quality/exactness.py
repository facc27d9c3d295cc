"""Exactness (DESIGN section 4): an item is undetermined only if the facts that are missing really leave it open.

Kleene's tables can be too weak for a condition that uses a fact twice. An item is proved exact by looking at every state
of knowledge of its facts at once: z3 is asked for one in which the tables say unknown and yet all completions agree.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import prod
from typing import TypeGuard

import z3

from ..evaluate import ItemConditions, completions, judge
from ..language import Expression, truth_of
from ..language.expression import And, Call, Compare, Day, FactRef, Literal, Member, Not, Or, TermRef, walk
from ..language.partial import Atom, atoms_of, fold, substitute
from ..manual import Item, Rulebook
from .knowledge import Cell, Days, Group, Knowledge, groups_of
from .rule import ItemRule
from .symbolic import FALSE, TRUE, Formula
from .witness import PATIENCE, Undecided, Witness

MOST = 20_000
"""The most ways of filling in that one question may hold."""


def inexact(book: Rulebook, rule: ItemRule) -> Witness | None:
    """Facts for which the item is called undetermined and is not; None when it is proved that there are none.

    Raises :class:`Undecided` when the proof does not come to an end.
    """
    for days in _spans(book, rule):
        witness = _Question(book.items[rule.id], rule, days).ask()
        if witness is not None:
            return witness
    return None


def _spans(book: Rulebook, rule: ItemRule) -> Iterator[Days]:
    """The days of the manual, cut where a comparison of the day with a written date turns."""
    first, last = book.info.in_force_from, book.info.law_checked_until
    last = last or first + timedelta(days=3650)
    starts = {first}
    for node in walk(And((rule.applicable, rule.violated))):
        if _day_alone(node):
            for side in (node.left, node.right):
                if isinstance(side, Literal) and isinstance(side.value, date):
                    starts |= {side.value, side.value + timedelta(days=1)}
    ordered = sorted(day for day in starts if first <= day <= last)
    for start, following in itertools.zip_longest(ordered, ordered[1:]):
        yield Days(start, following - timedelta(days=1) if following else last)


def _day_alone(node: Expression) -> TypeGuard[Compare]:
    return isinstance(node, Compare) and {type(node.left), type(node.right)} == {Day, Literal}


@dataclass(frozen=True)
class _Place:
    """Where an atom stands: in which group, at which position."""

    group: int
    position: int


class _Question:
    """Whether an item is inexact in a span of days in which no condition changes."""

    def __init__(self, item: Item, rule: ItemRule, days: Days) -> None:
        self.whole = ItemConditions(item, rule.applicable, {item.id: rule.violated})
        self.rule, self.days = rule, days
        self.applies, self.violated = (self._on_these_days(c) for c in (rule.applicable, rule.violated))
        atoms = tuple({**atoms_of(self.applies), **atoms_of(self.violated)})
        self.groups = groups_of(atoms, days)
        self.places = {
            atom: _Place(number, position)
            for number, group in enumerate(self.groups)
            for position, atom in enumerate(group.atoms)
        }
        self.chosen = [
            [z3.Bool(f"group {number} state {state}") for state in range(len(group.states))]
            for number, group in enumerate(self.groups)
        ]

    def _on_these_days(self, condition: Expression) -> Expression:
        def decide(atom: Atom) -> Expression:
            return substitute(atom, {}, self.days.first if _day_alone(atom) else None)

        return fold(condition, decide)

    def ask(self) -> Witness | None:
        """An inexact state of knowledge, shown by facts; None when there is none."""
        undetermined = self._undetermined()
        settled = (
            Not(self.applies),
            And((self.applies, self.violated)),
            And((self.applies, Not(self.violated))),
        )
        for verdict in settled:
            solver = z3.Solver()
            solver.set("timeout", PATIENCE)
            for states in self.chosen:
                solver.add(z3.PbEq([(state, 1) for state in states], 1))
            solver.add(undetermined, *self._on_all_completions(fold(verdict, lambda atom: atom)))
            for _ in range(100):
                answer = solver.check()
                if answer == z3.unknown:
                    raise Undecided(solver.reason_unknown())
                if answer == z3.unsat:
                    break
                model = solver.model()
                picked = [
                    next(i for i, state in enumerate(states) if z3.is_true(model.eval(state, model_completion=True)))
                    for states in self.chosen
                ]
                witness = self._shown(picked)
                if witness is not None:
                    return witness
                solver.add(z3.Not(z3.And([states[i] for states, i in zip(self.chosen, picked, strict=True)])))
            else:
                raise Undecided(f"{self.rule.id}: states of knowledge that no single day shows")
        return None

    def _undetermined(self) -> Formula:
        def known(value: bool) -> Callable[[Atom], Formula]:
            def plane(atom: Atom) -> Formula:
                place = self.places[atom]
                return self._any(place.group, lambda state: state.truths[place.position] is value)

            return plane

        true, false = known(True), known(False)
        applies, violated = self.applies, self.violated
        decided = z3.Or(_plane(violated, true, false), _plane(violated, false, true, denied=True))
        settled = z3.And(_plane(applies, true, false), decided)
        return z3.Not(z3.Or(_plane(applies, false, true, denied=True), settled))

    def _any(self, group: int, which: Callable[[Knowledge], bool]) -> Formula:
        states = zip(self.chosen[group], self.groups[group].states, strict=True)
        return z3.Or([chosen for chosen, state in states if which(state)])

    def _on_all_completions(self, formula: Expression) -> Iterator[Formula]:
        """That the formula holds on every completion: on each of the worst ones of every group, in every combination."""
        signs = frozenset(_signs(formula))
        worst = [[_worst(group, state, signs) for state in group.states] for group in self.groups]
        counts = [max(len(cells) for cells in group) for group in worst]
        if prod(counts) > MOST:
            raise Undecided(f"{self.rule.id}: {prod(counts)} ways of filling in")
        for combination in itertools.product(*(range(count) for count in counts)):

            def plane(atom: Atom, combination: tuple[int, ...] = combination) -> Formula:
                place = self.places[atom]
                cells, index = worst[place.group], combination[place.group]
                return z3.Or(
                    [
                        chosen
                        for chosen, ways in zip(self.chosen[place.group], cells, strict=True)
                        if ways[index % len(ways)][place.position]
                    ]
                )

            def opposite(atom: Atom, plane: Callable[[Atom], Formula] = plane) -> Formula:
                return z3.Not(plane(atom))

            yield _plane(formula, plane, opposite)

    def _shown(self, picked: list[int]) -> Witness | None:
        """The states as facts on one day, if they can be had on one and the item is inexact on it."""
        states = [group.states[index] for group, index in zip(self.groups, picked, strict=True)]
        facts = {name: value for state in states for name, value in state.facts.items()}
        on = next((state.on for state in states if state.on is not None), self.days.first)
        called = judge(truth_of(self.whole.applies, facts, on), truth_of(self.whole.violated, facts, on))
        if called != "undetermined":
            return None
        found = completions(self.whole, facts, on)
        return Witness(facts, on) if len(found.verdicts) == 1 else None


def _plane(
    condition: Expression, true: Callable[[Atom], Formula], false: Callable[[Atom], Formula], denied: bool = False
) -> Formula:
    """A condition over the planes of its atoms; ``denied`` is the plane "is false" with the two exchanged."""
    match condition:
        case Literal(value=value):
            return TRUE if value is not denied else FALSE
        case TermRef(body=body):
            return _plane(body, true, false, denied)
        case Not(operand=operand):
            return _plane(operand, false, true, not denied)
        case And(operands=operands) | Or(operands=operands):
            parts = [_plane(operand, true, false, denied) for operand in operands]
            return z3.And(parts) if isinstance(condition, And) is not denied else z3.Or(parts)
        case FactRef() | Compare() | Member() | Call():
            return true(condition)
        case _:
            raise AssertionError(f"not a condition: {condition!r}")


def _signs(formula: Expression, positive: bool = True) -> Iterator[tuple[Atom, bool]]:
    """The literals of a formula: its atoms, each with whether it stands there as it is or denied."""
    match formula:
        case Not(operand=operand):
            yield from _signs(operand, not positive)
        case And(operands=operands) | Or(operands=operands):
            for operand in operands:
                yield from _signs(operand, positive)
        case FactRef() | Compare() | Member() | Call():
            yield formula, positive


def _worst(group: Group, state: Knowledge, signs: frozenset[tuple[Atom, bool]]) -> list[Cell]:
    """The cells within reach in which fewest literals hold: whatever holds on these holds on all."""
    held: dict[frozenset[tuple[int, bool]], Cell] = {}
    for cell in sorted(state.reach):
        literals = frozenset(
            (position, positive)
            for position, atom in enumerate(group.atoms)
            for positive in (True, False)
            if (atom, positive) in signs and cell[position] is positive
        )
        held.setdefault(literals, cell)
    return [cell for literals, cell in held.items() if not any(other < literals for other in held)]
