"""What is proved of a scheme of discretion: its tiers cover every case exactly once, tile the band, and weigh the right way.

The proofs hold for every enterprise, every combination of circumstances, and every band that the scheme may meet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import combinations
from typing import Any

import z3

from ..language import Expression, Kind, Type, facts_of
from ..language.expression import And, Not, Or
from ..manual import Rulebook
from ..manual.discretion import Band, Scheme, Tier
from .symbolic import Formula, Symbols
from .witness import PATIENCE, Undecided

Said = tuple[bool, str, str, str]
"""Whether a claim holds; its id; of what; in words what is wrong when it does not."""


@dataclass
class SchemeProofs:
    """The claims about one scheme."""

    book: Rulebook
    scheme: Scheme

    def claims(self) -> Iterator[Said]:
        """Every claim with whether it holds."""
        for on in self._days():
            found = list(self._once(on))
            yield from found
            if all(holds for holds, *_ in found):  # a case in two tiers has no one amount to compare
                yield from self._monotone(on)
        yield from self._tile()

    @property
    def _name(self) -> str:
        return f"裁量基准 {self.scheme.id}"

    def _days(self) -> list[date]:
        """The first day of the scheme, and every later one on which other circumstances count."""
        first, last = self.scheme.in_force_from, self.scheme.in_force_until or date.max
        editions = [
            self.book.provision(basis.cite).edition
            for circumstance in self.book.circumstances.values()
            for basis in circumstance.bases
        ]
        turns = {edition.in_force_from for edition in editions}
        turns |= {edition.in_force_until + timedelta(days=1) for edition in editions if edition.in_force_until}
        return [first, *sorted(day for day in turns if first < day <= last)]

    # every case exactly once

    def _conditions(self, on: date) -> list[Expression]:
        return [self.book.weighing(tier.when, on) for tier in self.scheme.tiers]

    def _once(self, on: date) -> Iterator[Said]:
        conditions, names = self._conditions(on), [tier.name for tier in self.scheme.tiers]
        whole = conditions[0] if len(conditions) == 1 else Or(tuple(conditions))
        yield not _possible(Not(whole)), "tiers-cover", self._name, f"{on}：有的案件不属于任何阶次"
        for (one, name), (other, rival) in combinations(zip(conditions, names, strict=True), 2):
            what = f"{on}：有的案件既属于“{name}”又属于“{rival}”"
            yield not _possible(And((one, other))), "tiers-overlap", self._name, what

    # a heavier circumstance never lowers the amount, a lighter one never raises it

    def _monotone(self, on: date) -> Iterator[Said]:
        conditions = self._conditions(on)
        named = set(facts_of(*conditions))
        for circumstance, found in self.book.circumstances_on(on).items():
            if circumstance not in named or not (found.lightens or found.effect == "heavier"):
                continue
            lower, upper = (1, 0) if found.effect == "heavier" else (0, 1)
            wrong = [
                pair
                for pair in _passages(conditions, circumstance)
                if self._falls(self.scheme.tiers[pair[upper]], self.scheme.tiers[pair[lower]])
            ]
            word = "加上从重情节数额反而降低" if found.effect == "heavier" else "加上从轻情节数额反而提高"
            yield not wrong, "tiers-monotone", self._name, f"{on}：{found.label}：{word}"

    def _falls(self, before: Tier, after: Tier) -> bool:
        """Whether for some band one tier begins or ends above another; then so may the point suggested in it."""
        solver, low, high = _bands(self._met)
        (first, last), (start, end) = _limits(before, low, high), _limits(after, low, high)
        solver.add(z3.Or(first > start, last > end))
        return _answer(solver)

    # the tiers tile the band

    def _tile(self) -> Iterator[Said]:
        tiers = [tier for tier in self.scheme.tiers if not tier.whole]
        if not tiers:
            return
        solver, low, high = _bands(self._met)
        point = z3.Real("point")
        parts = [_limits(tier, low, high) for tier in tiers]
        solver.add(low <= point, point <= high)
        solver.push()
        solver.add(z3.Not(z3.Or([z3.And(first <= point, point <= last) for first, last in parts])))
        yield not _answer(solver), "tiers-tile", self._name, "各阶次合起来没有铺满法定幅度"
        solver.pop()
        for (first, last), (start, end) in combinations(parts, 2):
            solver.push()
            solver.add(first < point, point < last, start < point, point < end)
            yield not _answer(solver), "tiers-tile", self._name, "有两个阶次的幅度重叠"
            solver.pop()

    @cached_property
    def _met(self) -> list[Band]:
        """The bands that the scheme is made for; nothing for any band."""
        return [
            sanction.fine
            for cite in self.scheme.provisions
            for sanction in self.book.provision(cite).sanctions
            if sanction.fine is not None
            and self.scheme.party in (None, sanction.party)
            and self.scheme.stage in (None, sanction.stage)
        ]


def _bands(met: list[Band]) -> tuple[Any, Any, Any]:
    """A solver with the ends of a band: one of those met, or any at all."""
    solver, low, high = z3.Solver(), z3.ToReal(z3.Int("low")), z3.ToReal(z3.Int("high"))
    solver.set("timeout", PATIENCE)
    solver.add(low >= 0, low <= high)
    if met:
        solver.add(z3.Or([z3.And(low == one, high == other) for one, other in met]))
    return solver, low, high


def _limits(tier: Tier, low: Any, high: Any) -> tuple[Any, Any]:
    """The ends of a tier's part of a band, as :meth:`Tier.limits` has them."""
    if tier.amounts is not None:
        first, last = (z3.RealVal(amount) for amount in tier.amounts)
    elif tier.of_cap is not None:
        first, last = (z3.RealVal(part) * high for part in tier.of_cap)
    elif tier.share is not None:
        first, last = (low + z3.RealVal(part) * (high - low) for part in tier.share)
    else:
        return low, high
    first = z3.If(first < low, low, z3.If(first > high, high, first))
    last = z3.If(last > high, high, z3.If(last < low, low, last))
    return first, last


def _possible(condition: Expression) -> bool:
    """Whether some case satisfies a condition."""
    symbols = Symbols()
    formula = symbols.holds(condition)
    return _satisfiable(formula, symbols)


def _passages(conditions: list[Expression], circumstance: str) -> Iterator[tuple[int, int]]:
    """From which tier to which a case may go when one circumstance is added to it."""
    symbols = Symbols()
    here = [symbols.holds(condition) for condition in conditions]
    other = symbols.but_for(circumstance, facts_of(*conditions))
    there = [other.holds(condition) for condition in conditions]
    bool_ = Type(Kind.BOOL)
    added = [z3.Not(symbols.fact(circumstance, bool_)), other.fact(circumstance, bool_)]
    for start, before in enumerate(here):
        for end, after in enumerate(there):
            if start != end and _satisfiable(z3.And([*added, before, after]), symbols, *other.domain):
                yield start, end


def _satisfiable(formula: Formula, symbols: Symbols, *more: Formula) -> bool:
    solver = z3.Solver()
    solver.set("timeout", PATIENCE)
    solver.add(*symbols.domain, *more, formula)
    return _answer(solver)


def _answer(solver: Any) -> bool:
    answer = solver.check()
    if answer == z3.unknown:
        raise Undecided(solver.reason_unknown())
    return bool(answer == z3.sat)
