"""Facts for the shipped manual, drawn from the values at which its conditions turn."""

from __future__ import annotations

from datetime import date
from functools import cache
from random import Random

from hypothesis import strategies as st

from enforce_rules import Manual
from enforce_rules.evaluate import ItemConditions, conditions_on
from enforce_rules.evaluate.points import values_of
from enforce_rules.language import Type, Value, facts_of
from enforce_rules.language.partial import atoms_of

DAYS = [
    date(2020, 11, 1),
    date(2020, 12, 31),
    date(2021, 8, 31),
    date(2021, 9, 1),
    date(2023, 3, 30),
    date(2023, 5, 15),
    date(2023, 12, 31),
    date(2024, 4, 2),
    date(2026, 4, 30),
    date(2026, 6, 1),
    date(2026, 11, 24),
]
"""Days on both sides of the dates at which the law changed."""


@cache
def turning_values(manual: Manual, item: str, on: date) -> dict[str, list[Value]]:
    """For each fact of an item, values on both sides of every comparison, and a few small ones."""
    return values_at(conditions_on(manual, manual.items[item], on), on)


def values_at(conditions: ItemConditions, on: date) -> dict[str, list[Value]]:
    facts = facts_of(conditions.applies, conditions.violated)
    atoms = [*atoms_of(conditions.applies), *atoms_of(conditions.violated)]
    found = {}
    for name, type_ in facts.items():
        values = values_of({name: type_}, [atom for atom in atoms if name in facts_of(atom)], on)[name]
        small = [value for value in (0, 1, 2, 3, 99, 100, 101) if _within(value, type_)] if type_.numeric else []
        found[name] = list(dict.fromkeys([*values, *small]))
    return found


def _within(value: int, type_: Type) -> bool:
    return (type_.low is None or value >= type_.low) and (type_.high is None or value <= type_.high)


def facts_for(manual: Manual, on: date, item: str) -> st.SearchStrategy[dict[str, Value]]:
    """Some facts of one item with turning values; the rest is not recorded."""
    values = turning_values(manual, item, on)
    return st.fixed_dictionaries({}, optional={name: st.sampled_from(found) for name, found in values.items()})


def enterprises(manual: Manual, on: date) -> st.SearchStrategy[dict[str, Value]]:
    """Most facts of the whole manual with turning values: too many to draw one by one, so only the seed is drawn."""
    return st.integers(0, 2**32 - 1).map(lambda seed: _enterprise(manual, on, Random(seed)))


def _enterprise(manual: Manual, on: date, chance: Random) -> dict[str, Value]:
    facts: dict[str, Value] = {}
    for item in manual.items:
        for name, values in turning_values(manual, item, on).items():
            if name not in facts and chance.random() < 0.8:
                facts[name] = chance.choice(values)
    return facts
