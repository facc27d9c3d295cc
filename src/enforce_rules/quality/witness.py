"""Witnesses: facts and a day for which something can happen, as near as can be to the enterprise a drafter starts from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import z3

from ..language import Value
from ..language.values import LATEST
from ..manual import Rulebook
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
    """What a witness should keep to where it can: an enterprise on a day."""

    facts: Mapping[str, Value]
    on: date


class Prover:
    """Asks z3 about the enterprises and days on which a manual may be used."""

    def __init__(self, book: Rulebook) -> None:
        self.first, self.last = book.info.in_force_from, LATEST
        self.symbols = Symbols()
        self._solver = z3.Solver()
        self._solver.set("timeout", PATIENCE)
        self._solver.add(self.symbols.day >= self.first.toordinal(), self.symbols.day <= self.last.toordinal())
        self._added = 0

    def possible(self, *formulas: Formula) -> bool:
        """Whether some enterprise on some day satisfies all the formulas."""
        return self._model(formulas, []) is not None

    def witness(self, *formulas: Formula, near: Near | None = None) -> Witness | None:
        """An enterprise and a day that satisfy all the formulas, keeping to ``near`` as far as possible; None if there is none."""
        model = self._model(formulas, [])
        if model is None:
            return None
        wishes = self._wishes(near) if near else {}
        while wishes:
            kept = self._model(formulas, list(wishes.values()))
            if kept is not None:
                model = kept
                break
            core = {str(part) for part in self._solver.unsat_core()}
            given_up = next((name for name in reversed(wishes) if str(wishes[name]) in core), None)
            if given_up is None:
                break
            del wishes[given_up]
        on = date.fromordinal(model.eval(self.symbols.day, model_completion=True).as_long())
        return Witness({name: self.symbols.read(model, name) for name in self.symbols.values}, on)

    def _wishes(self, near: Near) -> dict[str, Any]:
        """One mark for each fact that should stay, and for the day; giving up starts from the last."""
        wishes = {}
        for name, value in near.facts.items():
            if name in self.symbols.values:
                wishes[name] = mark = z3.Bool(f"keep {name}")
                self._solver.add(z3.Implies(mark, self.symbols.equals(name, value)))
        wishes["on"] = mark = z3.Bool(f"keep on {near.on}")
        self._solver.add(z3.Implies(mark, self.symbols.day == near.on.toordinal()))
        return wishes

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
        apart = [
            z3.Xor(self._holds(before, key), self._holds(after, key))
            for key in {**before, **after}
            if before.get(key) != after.get(key)
        ]
        return z3.Or(apart)

    def _holds(self, told: Mapping[tuple[str, ...], Any], key: tuple[str, ...]) -> Formula:
        return self.symbols.holds(told[key]) if key in told else z3.BoolVal(False)
