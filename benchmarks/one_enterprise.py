"""123 verdicts of one enterprise: enforce-rules against zen-engine, the same rules and facts, in one run.

The items of the manual are repeated until there are 123. The enterprises are complete (zen-engine knows no unknown) and
drawn near the thresholds; before anything is timed, both must give the same verdict for every item of every enterprise.
The two are timed in turn, round by round; the medians and their ratio are printed.
"""

from __future__ import annotations

import itertools
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import zen

from benchmarks.zen import context, decision
from enforce_rules import Manual, load_manual
from enforce_rules.evaluate import CompiledRulebook, conditions_on
from enforce_rules.evaluate.conditions import VERDICTS
from enforce_rules.language import Kind, Type, Value, facts_of

ITEMS, ENTERPRISES, ROUNDS = 123, 100, 15
ON = date(2024, 4, 2)


def repeated(manual: Manual) -> Manual:
    """The manual with its items repeated until there are ``ITEMS``."""
    cycle = itertools.islice(itertools.cycle(manual.items.values()), ITEMS)
    items = {f"{item.id}.{n}": item for n, item in enumerate(cycle)}
    return Manual(manual.info, manual.facts, manual.terms, manual.statutes, items, manual.digest)


def enterprise(types: dict[str, Type], chance: random.Random) -> dict[str, Value]:
    """A complete enterprise: most facts in order, some not, numbers small."""

    def value(type_: Type) -> Value:
        match type_.kind:
            case Kind.BOOL:
                return chance.random() < 0.5
            case Kind.ENUM:
                return chance.choice(type_.values)
            case Kind.SET:
                return frozenset(chance.sample(type_.values, chance.randint(0, 2)))
            case Kind.DATE:
                return ON - timedelta(days=chance.randint(1, 800))
            case _:
                return max(type_.low or 0, chance.choice([0, 0, 0, 1, 2, 12, 48, 72, 100, 101, 121]))

    return {name: value(type_) for name, type_ in types.items()}


def seconds(work: Callable[[Any], object], inputs: list[Any]) -> float:
    """The time of one pass over the inputs, for each input."""
    start = time.perf_counter()
    for each in inputs:
        work(each)
    return (time.perf_counter() - start) / len(inputs)


def main() -> None:
    """Check that both agree, time them in turn, print the ratios."""
    manual = repeated(load_manual())
    wanted = [(f"r{n}", conditions_on(manual, item, ON)) for n, item in enumerate(manual.items.values())]
    used = facts_of(*(part for _, item in wanted for part in (item.applies, item.violated)))
    peer = zen.ZenEngine().create_decision(decision(wanted))
    compiled = CompiledRulebook(manual)
    judge = compiled.judge_on(ON)

    chance = random.Random(123)
    facts = [enterprise(used, chance) for _ in range(ENTERPRISES)]
    contexts = [context(each, ON) for each in facts]
    for known, plain in zip(facts, contexts, strict=True):
        ours = [VERDICTS[code] for code in judge(known, ON)]
        theirs = peer.evaluate(plain)["result"]
        assert ours == [theirs[key] for key, _ in wanted], "the two do not judge alike: nothing to compare"

    raw = [{"facts": {name: value for name, value in plain.items() if name != "on"}} for plain in contexts]
    timings: dict[str, list[float]] = {
        "zen-engine": [],
        "enforce-rules": [],
        "enforce-rules, facts read and checked": [],
    }
    for _ in range(ROUNDS):
        timings["zen-engine"].append(seconds(peer.evaluate, contexts))
        timings["enforce-rules"].append(seconds(lambda known: compiled.judge(known, ON), facts))
        timings["enforce-rules, facts read and checked"].append(
            seconds(lambda data: compiled.judge(manual.facts_from(data).values, ON), raw)
        )
    breaches = sum(len(item.breaches) for item in manual.items.values())
    print(f"{len(wanted)} items ({breaches} breaches, {len(used)} facts), {ENTERPRISES} enterprises, {ROUNDS} rounds")
    print(f"zen-engine, Python {sys.version.split()[0]}; all {len(wanted) * ENTERPRISES} verdicts agree")
    base = statistics.median(timings["zen-engine"])
    for name, times in timings.items():
        median = statistics.median(times)
        print(f"{name:40} {median * 1e3:8.4f} ms   {base / median:6.1f} x")


if __name__ == "__main__":
    main()
