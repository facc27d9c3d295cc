"""Facts for the shipped manual, drawn from the values at which its conditions turn."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from random import Random

from hypothesis import strategies as st

from enforce_rules import Manual
from enforce_rules.evaluate import ItemConditions, conditions_on
from enforce_rules.evaluate.points import values_of
from enforce_rules.language import Expression, Type, Value, facts_of, truth_of
from enforce_rules.language.expression import Not, Or
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
    return st.integers(0, 2**32 - 1).map(lambda seed: enterprise(manual, on, Random(seed)))


def enterprise(manual: Manual, on: date, chance: Random) -> dict[str, Value]:
    """One enterprise by chance. Some keep to most of the rules, to some few items apply, of some little is recorded, so that
    there are all verdicts.
    """
    faithful, free, gaps = (
        chance.choice((0, 0.5, 0.9, 1)),
        chance.choice((0, 0.1, 0.5)),
        chance.choice((0, 0.03, 0.2, 0.7)),
    )
    facts: dict[str, Value] = {}
    unrecorded = set()
    for item in chance.sample(list(manual.items), len(manual.items)):
        aim = False if chance.random() < free else True if chance.random() < faithful else None
        meant = {} if aim is None else facts_that_keep(manual, item, on, applies=aim)
        for name, values in turning_values(manual, item, on).items():
            if name in facts or name in unrecorded:
                continue
            if chance.random() < gaps:
                unrecorded.add(name)
            else:
                facts[name] = meant[name] if name in meant else chance.choice(values)
    return facts


@cache
def facts_that_keep(manual: Manual, item: str, on: date, applies: bool) -> dict[str, Value]:
    """Turning values on which an item applies and is kept, or does not apply; found by mending one fact after the other."""
    conditions = conditions_on(manual, manual.items[item], on)
    if applies:
        wanted = [*[conditions.applies] * 1_000, *(Not(breach) for breach in conditions.breaches.values())]
    else:
        either = conditions.applies.operands if isinstance(conditions.applies, Or) else (conditions.applies,)
        wanted = [Not(operand) for operand in either]
    weights: Counter[Expression] = Counter(wanted)
    values = turning_values(manual, item, on)
    chance = Random(0)

    def kept(facts: dict[str, Value]) -> int:
        return sum(weight for condition, weight in weights.items() if truth_of(condition, facts, on))

    for _ in range(20):
        facts = {name: chance.choice(found) for name, found in values.items()}
        before = -1
        while kept(facts) > before:
            before = kept(facts)
            for name, found in values.items():
                tried = [facts[name], *chance.sample(found, min(len(found), 20))]
                facts[name] = max(tried, key=lambda value, name=name, facts=facts: kept({**facts, name: value}))  # type: ignore[misc]
        if kept(facts) == weights.total():
            return facts
    return {}
