"""Witnesses: facts and a day for which something can happen, as near as can be to the enterprise a drafter starts from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import z3

from ..language import Expression, Value
from ..language.expression import FALSE
from ..language.values import LATEST
from ..manual import Rulebook
from .calendar import Moment
from .rule import ItemRule, observables
from .symbolic import Formula, Symbols

PATIENCE = 20_000
"""Milliseconds after which a question to z3 is given up, which is an error and never an answer."""


class Undecided(Exception):
    """z3 gave up on a question."""


@dataclass(frozen=True)
class Witness:
    """An enterprise, its facts all recorded as far as the question names them, on a day."""

    facts: dict[str, Value]
    on: date


@dataclass(frozen=True)
class Near:
    """What a witness should keep to where it can: an enterprise on a day; else a day whose law is known, and one that matters."""

    facts: Mapping[str, Value]
    on: date
    days: frozenset[date] = frozenset()
    until: date | None = None


class Prover:
    """Asks z3 about the enterprises and days on which a manual may be used."""

    def __init__(self, book: Rulebook) -> None:
        self.first, self.last = book.info.in_force_from, LATEST
        self.symbols = Symbols()
        day, definitions = self.symbols.day, self.symbols.domain
        self._solver = z3.Solver()
        self._solver.set("timeout", PATIENCE)
        self._solver.add(z3.Not(day.before(Moment.of(self.first, definitions))))
        self._solver.add(z3.Not(Moment.of(self.last, definitions).before(day)))
        self._added = 0

    def possible(self, *formulas: Formula) -> bool:
        """Whether some enterprise on some day satisfies all the formulas."""
        return self._model(formulas, []) is not None

    def witness(self, *formulas: Formula, near: Near | None = None) -> Witness | None:
        """An enterprise and a day that satisfy all the formulas, keeping to ``near`` as far as possible; None if there is none."""
        model = self._model(formulas, [])
        if model is None:
            return None
        kept: list[Any] = []
        for mark, wish in self._wishes(near) if near else ():
            if z3.is_true(model.eval(wish, model_completion=True)):
                kept.append(mark)
                continue
            nearer = self._model(formulas, [*kept, mark])
            if nearer is not None:
                model = nearer
                kept.append(mark)
        facts = {name: self.symbols.read(model, name) for name in self.symbols.values}
        return Witness(facts, self.symbols.day.read(model))

    def example(self, condition: Expression) -> Witness | None:
        """Any enterprise and day for which a condition holds; None if there is none."""
        return self.witness(self.symbols.holds(condition))

    def _wishes(self, near: Near) -> Iterator[tuple[Any, Formula]]:
        """That the day stays, and each fact, or each member of a set; every wish with the mark that grants it."""
        wishes = {"on": self._on(near.on)}
        if near.until is not None:
            wishes["until"] = z3.Not(Moment.of(near.until, self.symbols.domain).before(self.symbols.day))
        wishes["days"] = z3.Or([self._on(day) for day in sorted(near.days)])
        for name, value in near.facts.items():
            if name in self.symbols.values:
                wishes |= self.symbols.alike(name, value)
        for wish in wishes.values():
            mark = z3.FreshBool()
            self._solver.add(z3.Implies(mark, wish))
            yield mark, wish

    def _on(self, day: date) -> Formula:
        return self.symbols.day.same(Moment.of(day, self.symbols.domain))

    def _model(self, formulas: tuple[Formula, ...], assumed: list[Any]) -> Any:
        for known in self.symbols.domain[self._added :]:
            self._solver.add(known)
        self._added = len(self.symbols.domain)
        switch = z3.FreshBool()
        self._solver.add(z3.Implies(switch, z3.And(list(formulas))))
        answer = self._solver.check(switch, *assumed)
        if answer == z3.unknown:
            raise Undecided(self._solver.reason_unknown())
        return self._solver.model() if answer == z3.sat else None

    def differs(self, rule: ItemRule, changed: ItemRule) -> Formula:
        """That an inspection tells something else of an item under changed rules, all facts being recorded."""
        before, after = observables(rule), observables(changed)
        return apart(
            [
                (self.symbols.holds(before.get(key, FALSE)), self.symbols.holds(after.get(key, FALSE)))
                for key in {**before, **after}
                if before.get(key) != after.get(key)
            ]
        )


def apart(pairs: list[tuple[Formula, Formula]]) -> Formula:
    """That some pair of formulas differs in truth."""
    return z3.Or([z3.Xor(here, there) for here, there in pairs])
