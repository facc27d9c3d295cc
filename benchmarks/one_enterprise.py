"""123 verdicts of one enterprise: enforce-rules against zen-engine, durable-rules and rule-engine, the same rules and facts, in one run.

The enterprises are complete (most of these engines know no unknown) and drawn at the thresholds; before anything is timed, all must
give the same verdict for every item of every enterprise. They are timed in turn, round by round; the medians and their ratios
are printed. Then, without a peer, an ordinary enterprise with some violations: its verdicts and the trace of every violation.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import zen

from benchmarks.enterprises import facts, table
from benchmarks.measure import seconds, versions
from benchmarks.peers import durable, rule_engine
from benchmarks.peers.rules import Rules, rules_on
from benchmarks.peers.zen import context, decision
from enforce_rules import Facts, Manual, load_manual
from enforce_rules.evaluate.conditions import VERDICTS
from enforce_rules.language import Value

ENTERPRISES, ROUNDS, FAULTS = 100, 15, 10
ON = date(2024, 4, 2)
OURS, READ = "enforce-rules", "enforce-rules, facts read and checked"


@dataclass(frozen=True)
class Engine:
    """One that judges an enterprise: what it is given, what is timed, and how its answer reads as codes."""

    inputs: list[Any]
    judge: Callable[[Any], Any]
    codes: Callable[[Any], Sequence[int]] = tuple

    def time(self) -> float:
        """The time of one pass, for each enterprise."""
        return seconds(lambda: [self.judge(each) for each in self.inputs]) / len(self.inputs)


def enterprises(rules: Rules, count: int = ENTERPRISES) -> list[dict[str, Value]]:
    """Complete enterprises."""
    return [facts(row, rules.facts) for row in table(rules, count).iter_rows(named=True)]


def engines(manual: Manual, rules: Rules, known: list[dict[str, Value]]) -> dict[str, Engine]:
    """All of them, each with the facts in the form that it takes."""
    decided = zen.ZenEngine().create_decision(decision((f"r{n}", item) for n, item in enumerate(rules.items)))
    contexts = [context(each, ON) for each in known]
    session = durable.Session(rules)
    written = rule_engine.Engine(rules)
    raw = [{"facts": {name: value for name, value in plain.items() if name != "on"}} for plain in contexts]
    return {
        "zen-engine": Engine(
            contexts,
            lambda plain: decided.evaluate(plain)["result"],
            lambda found: [VERDICTS.index(found[f"r{n}"]) for n in range(len(rules.items))],
        ),
        "durable-rules": Engine([session.messages(each) for each in known], session.codes),
        "rule-engine": Engine([written.thing(each) for each in known], written.codes),
        OURS: Engine(known, lambda each: manual.compiled.judge(each, ON)),
        READ: Engine(raw, lambda data: manual.compiled.judge(manual.facts_from(data).values, ON)),
    }


def check(found: dict[str, Engine]) -> None:
    """All must judge every enterprise alike."""
    ours = [list(found[OURS].judge(each)) for each in found[OURS].inputs]
    for name, engine in found.items():
        theirs = [list(engine.codes(engine.judge(each))) for each in engine.inputs]
        assert theirs == ours, f"{name} does not judge alike: nothing to compare"


def medians(found: dict[str, Engine], rounds: int) -> dict[str, float]:
    """The median time of each, timed in turn."""
    times: dict[str, list[float]] = {name: [] for name in found}
    for _ in range(rounds):
        for name, engine in found.items():
            times[name].append(engine.time())
    return {name: statistics.median(each) for name, each in times.items()}


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


def main() -> None:
    """Check that all agree, time them in turn, print the ratios."""
    manual = load_manual()
    rules = rules_on(manual, ON)
    found = engines(manual, rules, enterprises(rules))
    check(found)
    breaches = sum(len(item.breaches) for item in manual.items.values())
    print(versions("zen-engine", "durable-rules", "rule-engine"))
    print(
        f"{len(rules.items)} items ({breaches} breaches, {len(rules.facts)} facts), {ENTERPRISES} enterprises, {ROUNDS} rounds"
    )
    print(f"all {len(rules.items) * ENTERPRISES} verdicts agree")
    told = medians(found, ROUNDS)
    for name, time in told.items():
        print(f"{name:40} {time * 1e3:8.4f} ms   enforce-rules {time / told[OURS]:6.1f} x faster")
    typical = ordinary(manual)
    count = explained(manual, typical)
    times = [seconds(lambda: [explained(manual, typical) for _ in range(20)]) / 20 for _ in range(ROUNDS)]
    print(f"verdicts and the traces of {count} violations {statistics.median(times) * 1e3:14.4f} ms")


if __name__ == "__main__":
    main()
