"""What an inspector may know of facts that conditions tie together, as a finite list: nothing is left out, nothing invented.

A state of knowledge is told by what it decides: the truth of each atom, unknown where a fact of it is not recorded, and
the cells that filling in the rest can still reach. The cells are found by z3, and that there is no other is proved by it;
so are the states of groups that do not look at the day. For those that do, every day of the law that the manual holds is
looked at.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import z3

from ..evaluate.points import values_of
from ..language import Truth, Type, Value, facts_of, truth_of
from ..language.expression import Call, Day, walk
from ..language.partial import Atom
from .calendar import Moment
from .symbolic import Formula, Symbols
from .witness import PATIENCE, Undecided

Cell = tuple[bool, ...]
"""One way in which the atoms of a group come out together."""


@dataclass(frozen=True)
class Knowledge:
    """A state of knowledge of a group, with facts and a day that show it; ``on`` is None where the day does not matter."""

    truths: tuple[Truth, ...]
    reach: frozenset[Cell]
    facts: Mapping[str, Value]
    on: date | None


@dataclass(frozen=True)
class Group:
    """Facts that atoms tie together."""

    facts: Mapping[str, Type]
    atoms: tuple[Atom, ...]
    states: tuple[Knowledge, ...]


@dataclass(frozen=True)
class Days:
    """The days between two, both included."""

    first: date
    last: date

    def __iter__(self) -> Iterator[date]:
        for number in range(self.first.toordinal(), self.last.toordinal() + 1):
            yield date.fromordinal(number)


def groups_of(atoms: Iterable[Atom], days: Days) -> tuple[Group, ...]:
    """The atoms in groups with no fact in common, each with every state of knowledge on the days."""
    return tuple(_group(tied, days) for tied in _tied(tuple(atoms)))


def _tied(atoms: tuple[Atom, ...]) -> list[tuple[Atom, ...]]:
    groups: list[tuple[set[str], list[Atom]]] = []
    for atom in atoms:
        names, members = set(facts_of(atom)), [atom]
        apart = []
        for other_names, others in groups:
            if names & other_names:
                names |= other_names
                members = others + members
            else:
                apart.append((other_names, others))
        groups = [*apart, (names, members)]
    return [tuple(members) for _, members in groups]


def _group(atoms: tuple[Atom, ...], days: Days) -> Group:
    facts = facts_of(*atoms)
    states = _by_day(facts, atoms, days) if any(_looks_at_day(atom) for atom in atoms) else _by_proof(facts, atoms)
    return Group(facts, atoms, tuple(states))


def _looks_at_day(atom: Atom) -> bool:
    return any(isinstance(node, Day) or (isinstance(node, Call) and node.function.needs_day) for node in walk(atom))


# Groups that do not look at the day: by z3.


def _by_proof(facts: Mapping[str, Type], atoms: tuple[Atom, ...]) -> Iterator[Knowledge]:
    cells = dict(_cells(facts, atoms))
    for cell, point in cells.items():
        yield Knowledge(cell, frozenset({cell}), point, None)
    yield Knowledge((None,) * len(atoms), frozenset(cells), {}, None)
    for size in range(1, len(facts)):
        for known in itertools.combinations(facts, size):
            yield from _partly(facts, atoms, known, tuple(cells))


def _cells(facts: Mapping[str, Type], atoms: tuple[Atom, ...]) -> Iterator[tuple[Cell, dict[str, Value]]]:
    """Every cell with a point of it; at the end z3 has proved that there is no other."""
    symbols = Symbols()
    formulas = [symbols.holds(atom) for atom in atoms]
    solver = _solver(z3.Solver())
    solver.add(*symbols.domain)
    while (model := _model(solver)) is not None:
        cell = tuple(z3.is_true(model.eval(formula, model_completion=True)) for formula in formulas)
        yield cell, {name: symbols.read(model, name) for name in facts}
        solver.add(z3.Not(_in(formulas, cell)))


def _partly(
    facts: Mapping[str, Type], atoms: tuple[Atom, ...], known: tuple[str, ...], cells: tuple[Cell, ...]
) -> Iterator[Knowledge]:
    """The states in which some facts are known and the others not: those that leave least open, for all that is decided."""
    here, there = Symbols(), Symbols(" other")
    decided = [index for index, atom in enumerate(atoms) if set(facts_of(atom)) <= set(known)]
    told = [here.holds(atoms[index]) for index in decided]
    formulas = [there.holds(atom) for atom in atoms]
    for name in known:
        here.fact(name, facts[name])
        there.fact(name, facts[name])
    same = [here.same(name, there) for name in known]
    others = [part for name in facts for part in _variables(there.values[name])]

    def out_of_reach(cell: Cell) -> Formula:
        return z3.ForAll(others, z3.Not(z3.And([*there.domain, *same, _in(formulas, cell)])))

    solver = _solver(z3.Tactic("qsat").solver())
    solver.add(*here.domain)
    while (model := _model(solver)) is not None:
        point = {name: here.read(model, name) for name in known}
        truths: list[Truth] = [None] * len(atoms)
        for index, formula in zip(decided, told, strict=True):
            truths[index] = z3.is_true(model.eval(formula, model_completion=True))
        reach = frozenset(cell for cell in cells if _reachable(there, point, formulas, cell))
        yield Knowledge(tuple(truths), reach, point, None)
        as_told = _in(told, tuple(truths[index] is True for index in decided))
        solver.add(z3.Or(z3.Not(as_told), *[out_of_reach(cell) for cell in sorted(reach)]))


def _reachable(symbols: Symbols, point: Mapping[str, Value], formulas: list[Formula], cell: Cell) -> bool:
    solver = _solver(z3.Solver())
    solver.add(*symbols.domain, *(symbols.equals(name, value) for name, value in point.items()), _in(formulas, cell))
    return _model(solver) is not None


def _in(formulas: list[Formula], cell: Cell) -> Formula:
    return z3.And([formula if truth else z3.Not(formula) for formula, truth in zip(formulas, cell, strict=True)])


def _variables(term: Any) -> Iterator[Any]:
    """The z3 constants that a fact is made of."""
    if isinstance(term, tuple):
        yield from term
    elif isinstance(term, Moment):
        yield from term.pair
    else:
        while not z3.is_const(term):  # a number is a whole number of grains, scaled
            term = term.arg(0)
        yield term


def _solver(solver: Any) -> Any:
    solver.set("timeout", PATIENCE)
    return solver


def _model(solver: Any) -> Any:
    answer = solver.check()
    if answer == z3.unknown:
        raise Undecided(solver.reason_unknown())
    return solver.model() if answer == z3.sat else None


# Groups that look at the day: day by day.


def _by_day(facts: Mapping[str, Type], atoms: tuple[Atom, ...], days: Days) -> Iterator[Knowledge]:
    seen: set[tuple[tuple[Truth, ...], frozenset[Cell]]] = set()
    search = _Search(facts, atoms)
    for on in days:
        for state in search.states(on):
            if (state.truths, state.reach) not in seen:
                seen.add((state.truths, state.reach))
                yield state


class _Search:
    """Finds the cells of a group on one day after another; what was found on a day is tried first on the next."""

    def __init__(self, facts: Mapping[str, Type], atoms: tuple[Atom, ...]) -> None:
        self.facts = facts
        self.atoms = atoms
        self.points: dict[Cell, dict[str, Value]] = {}

    def states(self, on: date) -> Iterator[Knowledge]:
        """The states of knowledge on a day."""
        points = self._cells(on)
        for cell, point in points.items():
            yield Knowledge(cell, frozenset({cell}), point, on)
        yield Knowledge((None,) * len(self.atoms), frozenset(points), {}, on)
        for size in range(1, len(self.facts)):
            for known in itertools.combinations(self.facts, size):
                yield from self._partly(known, on)

    def _cells(self, on: date) -> dict[Cell, dict[str, Value]]:
        moved = [_moved(point) for point in self.points.values()]
        found = {self._cell(point, on): point for point in moved}
        if len(found) < len(self.points) or not found:
            found = {}
            for point in self._all(on, {}):
                found.setdefault(self._cell(point, on), point)
        self.points = found
        return found

    def _partly(self, known: tuple[str, ...], on: date) -> Iterator[Knowledge]:
        values = values_of(self.facts, self.atoms, on)
        for combination in itertools.product(*(values[name] for name in known)):
            point = dict(zip(known, combination, strict=True))
            truths = tuple(truth_of(atom, point, on) for atom in self.atoms)
            reach = frozenset(self._cell(whole, on) for whole in self._all(on, point))
            yield Knowledge(truths, reach, point, on)

    def _all(self, on: date, point: Mapping[str, Value]) -> Iterator[dict[str, Value]]:
        values = values_of(self.facts, self.atoms, on)
        names = [name for name in self.facts if name not in point]
        for combination in itertools.product(*(values[name] for name in names)):
            yield {**point, **dict(zip(names, combination, strict=True))}

    def _cell(self, point: Mapping[str, Value], on: date) -> Cell:
        return tuple(truth_of(atom, point, on) is True for atom in self.atoms)


def _moved(point: Mapping[str, Value]) -> dict[str, Value]:
    """The same point a day later."""
    step = timedelta(days=1)
    return {name: value + step if isinstance(value, date) else value for name, value in point.items()}
