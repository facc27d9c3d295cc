"""What happens in a session, and that it is judged as one enterprise is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from random import Random

from hypothesis import strategies as st

from enforce_rules import Facts, LiveInspection, Manual
from enforce_rules.evaluate import CompiledRulebook
from enforce_rules.language import Value
from enforce_rules.language.values import Misfit, fit
from tests.evaluate.real import turning_values
from tests.small import DOMAINS, FACTS

Step = tuple[str, Value | None]
"""A fact recorded, or with None taken back."""

DAY = date(2024, 4, 2)

VALUES: dict[str, list[Value]] = {
    **DOMAINS,
    "n1": [Decimal(text) for text in ("0", "0.5", "0.500000001", "0.1", "1", "1.25", "1.250", "2")],
    "d1": [
        date(2020, 2, 29),
        date(2021, 2, 27),
        date(2021, 2, 28),
        date(2021, 3, 1),
        date(2020, 9, 1),
        date(2021, 9, 1),
    ],
}
STEPS = st.lists(
    st.sampled_from(list(FACTS)).flatmap(lambda name: st.tuples(st.just(name), st.sampled_from([None, *VALUES[name]]))),
    max_size=12,
)


def follow(live: LiveInspection, compiled: CompiledRulebook, steps: list[Step]) -> None:
    """After every step the verdicts are those of the compiled evaluator, and what was told is what changed."""
    for name, value in steps:
        before, known = live.verdicts, live.facts.values
        if value is None and name not in known:
            continue
        changes = live.retract(name) if value is None else live.record(name, value)
        after = compiled.verdicts(live.facts.values, live.on)
        assert live.verdicts == after
        told = [(change.item, change.before, change.after) for change in changes]
        assert told == [(item, before[item], after[item]) for item in after if before[item] != after[item]]
        assert all(change.because == (name,) for change in changes)


def agrees(manual: Manual, facts: Mapping[str, Value], on: date) -> None:
    with LiveInspection(manual, on, Facts(facts)) as live:
        assert live.verdicts == CompiledRulebook(manual).verdicts(facts, on)


def some_steps(manual: Manual, on: date, chance: Random, count: int) -> Iterator[Step]:
    """Records and retractions of facts of the manual with turning values, the widely used facts more often."""
    items = list(manual.items)
    for _ in range(count):
        name, values = chance.choice(list(turning_values(manual, chance.choice(items), on).items()))
        if chance.random() < 0.15:
            yield name, None
        else:
            yield from recordable(manual, {name: chance.choice(values)}).items()


def recordable(manual: Manual, facts: Mapping[str, Value]) -> dict[str, Value]:
    """Those of the facts that are within their bounds: a value that a condition turns at need not be."""
    kept = {}
    for name, value in facts.items():
        with suppress(Misfit):
            kept[name] = fit(value, manual.types[name])
    return kept
