"""123 verdicts of one enterprise: enforce-rules against zen-engine, the same rules and facts, in one run.

The enterprises are complete (zen-engine knows no unknown) and drawn near the thresholds; before anything is timed, both must
give the same verdict for every item of every enterprise. The two are timed in turn, round by round; the medians and their ratio
are printed. Then, without a peer, an ordinary enterprise with some violations: its verdicts and the trace of every violation.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import zen

from benchmarks.zen import context, decision
from enforce_rules import Facts, Manual, load_manual
from enforce_rules.evaluate import CompiledRulebook, conditions_on
from enforce_rules.evaluate.conditions import VERDICTS
from enforce_rules.language import Kind, Type, Value, facts_of

ENTERPRISES, ROUNDS, FAULTS = 100, 15, 10
ON = date(2024, 4, 2)


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
                drawn = max(type_.low or 0, chance.choice([0, 0, 0, 1, 2, 12, 48, 72, 100, 101, 121]))
                return drawn if type_.high is None else min(drawn, type_.high)

    return {name: value(type_) for name, type_ in types.items()}


def ordinary(manual: Manual) -> Facts:
    """An enterprise in which everything is in order but ``FAULTS`` items, as scenarios of the manual have them."""
    facts: dict[str, Any] = {}
    for item in manual.items.values():
        assert item.baseline is not None
        facts |= item.baseline.facts
    for item in list(manual.items.values())[:: len(manual.items) // FAULTS][:FAULTS]:
        facts |= next(s.facts for s in item.scenarios if s.verdict == "violation" and s.on is None)
    return manual.facts_from({"facts": {name: list(v) if isinstance(v, tuple) else v for name, v in facts.items()}})


def explained(manual: Manual, facts: Facts) -> int:
    """Judge an enterprise and work out the trace of every violation; how many there are."""
    inspection = manual.inspect(facts, on=ON)
    return sum(1 for item in inspection.having("violation") for breach in item.violations if breach.trace.value)


def seconds(work: Callable[[Any], object], inputs: list[Any]) -> float:
    """The time of one pass over the inputs, for each input."""
    start = time.perf_counter()
    for each in inputs:
        work(each)
    return (time.perf_counter() - start) / len(inputs)


def main() -> None:
    """Check that both agree, time them in turn, print the ratios."""
    manual = load_manual()
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
    typical = ordinary(manual)
    found = explained(manual, typical)
    whole = statistics.median(seconds(lambda facts: explained(manual, facts), [typical] * 20) for _ in range(ROUNDS))
    print(f"verdicts and the traces of {found} violations {whole * 1e3:14.4f} ms")


if __name__ == "__main__":
    main()
