"""The formulas of the proofs with facts put in, by putting in alone: nothing is left for a solver to find."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import z3

from enforce_rules import Manual
from enforce_rules.evaluate import conditions_on
from enforce_rules.language import Kind, Truth, Value
from enforce_rules.language.values import PLACES
from enforce_rules.quality.symbolic import Symbols

Planes = tuple[Any, Any]


class Formulas:
    """The two planes of the conditions of every item, by day."""

    def __init__(self, manual: Manual) -> None:
        self.manual = manual
        self._kept: dict[tuple[str, date], tuple[Symbols, tuple[Planes, Planes]]] = {}

    def truths(self, item: str, on: date, facts: Mapping[str, Value]) -> tuple[Truth, Truth]:
        """Whether an item applies, and whether it is violated."""
        if (item, on) not in self._kept:
            wanted = conditions_on(self.manual, self.manual.items[item], on)
            symbols = Symbols()
            applies, violated = ((symbols.true(p), symbols.false(p)) for p in (wanted.applies, wanted.violated))
            self._kept[item, on] = symbols, (applies, violated)
        symbols, (applies, violated) = self._kept[item, on]
        put = _put(symbols, facts, on)
        return _truth(*applies, put), _truth(*violated, put)


def _put(symbols: Symbols, facts: Mapping[str, Value], on: date) -> list[tuple[Any, Any]]:
    """What each variable is to be replaced with; a fact that is not recorded keeps its own."""
    put = [*_of_day(symbols.day.pair, on)]
    for name, type_ in symbols.types.items():
        put.append((symbols.known(name), z3.BoolVal(name in facts)))
        term, value = symbols.values[name], facts.get(name)
        match value:
            case None:
                pass
            case bool():
                put.append((term, z3.BoolVal(value)))
            case frozenset():
                put += [(part, z3.BoolVal(member in value)) for member, part in zip(type_.values, term, strict=True)]
            case date():
                put += _of_day(term.pair, value)
            case str():
                put.append((term, z3.IntVal(type_.values.index(value))))
            case _ if type_.kind is Kind.NUMBER:
                put.append((z3.Int(name), z3.IntVal(int(value * 10**PLACES))))
            case _:
                put.append((term, z3.IntVal(int(value))))
    for definition in symbols.domain:  # a day's number, where a condition counts days
        defined = z3.simplify(z3.substitute(definition, put))
        if z3.is_eq(defined) and z3.is_int_value(defined.arg(1)):
            put.append((defined.arg(0), defined.arg(1)))
    return put


def _of_day(pair: tuple[Any, Any], day: date) -> list[tuple[Any, Any]]:
    month, within = pair
    return [(month, z3.IntVal(day.year * 12 + day.month - 1)), (within, z3.IntVal(day.day))]


def _truth(true: Any, false: Any, put: list[tuple[Any, Any]]) -> Truth:
    planes = [z3.simplify(z3.substitute(plane, put)) for plane in (true, false)]
    assert all(z3.is_true(plane) or z3.is_false(plane) for plane in planes), planes
    is_true, is_false = map(z3.is_true, planes)
    assert not (is_true and is_false)
    return True if is_true else False if is_false else None
