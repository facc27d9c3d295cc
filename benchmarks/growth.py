"""Growth in items: the manual, three and ten times over, every copy with facts and terms of its own, so that nothing is shared.

Timed: one enterprise with the compiled evaluator, and a table with the frame; before that, what is done once for a day.
``python -m benchmarks.growth [--rows N]``
"""

from __future__ import annotations

import argparse
import re
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from benchmarks.enterprises import KEYS, facts, table
from benchmarks.measure import seconds, versions
from benchmarks.peers.rules import rules_on
from enforce_rules import Manual, load_manual
from enforce_rules.manual import Breach, Item

ON = date(2024, 4, 2)
COPIES = (1, 3, 10)
ENTERPRISES, ROWS = 20, 20_000
TOKEN = re.compile(r"'[^']*'|\"[^\"]*\"|[A-Za-z_][A-Za-z0-9_]*")


def copies(manual: Manual, times: int) -> Manual:
    """The manual so many times over; the first copy is the manual itself."""
    shared, terms, items = dict(manual.shared_facts), dict(manual.terms), dict(manual.items)
    names = {*manual.facts, *manual.terms}
    for number in range(1, times):

        def renamed(text: str, suffix: str = f"_copy{number}") -> str:
            """A condition over the facts and terms of the copy."""
            return TOKEN.sub(lambda found: found[0] + suffix * (found[0] in names), text)

        shared |= {renamed(name): fact for name, fact in manual.shared_facts.items()}
        terms |= {
            renamed(name): term.model_copy(update={"condition": renamed(term.condition)})
            for name, term in manual.terms.items()
        }
        items |= {f"{name}_{number}": _item(item, f"{name}_{number}", renamed) for name, item in manual.items.items()}
    return Manual(manual.info, shared, terms, manual.statutes, items, f"{manual.digest} x {times}")


def _item(item: Item, name: str, renamed: Callable[[str], str]) -> Item:
    breaches = {key: _breach(breach, renamed) for key, breach in item.breaches.items()}
    own = {renamed(fact): what for fact, what in item.facts.items()}
    return item.model_copy(
        update={"id": name, "applies": renamed(item.applies), "facts": own, "breaches": breaches, "scenarios": ()}
    )


def _breach(breach: Breach, renamed: Callable[[str], str]) -> Breach:
    major = tuple(
        basis.model_copy(update={"when": renamed(basis.when)}) if basis.when is not None else basis
        for basis in breach.major
    )
    return breach.model_copy(update={"violated": renamed(breach.violated), "major": major})


@dataclass(frozen=True)
class Grown:
    """The times of a manual: once for a day, for one enterprise, for a table of one row, and for a table."""

    items: int
    facts: int
    generated: float
    enterprise: float
    row: float
    table: float


def measure(manual: Manual, rows: int, rounds: int = 5) -> Grown:
    """The medians of some rounds."""
    rules = rules_on(manual, ON)
    frame = table(rules, rows, 0.1)
    known = [facts(row, rules.facts) for row in frame.head(ENTERPRISES).iter_rows(named=True)]
    single = frame.head(1)
    generated = seconds(lambda: manual.compiled.judge_on(ON))
    manual.inspect_frame(single, on=ON, keys=KEYS)

    def median(work: Callable[[], object]) -> float:
        return statistics.median(seconds(work) for _ in range(rounds))

    return Grown(
        len(rules.items),
        len(rules.facts),
        generated,
        median(lambda: [manual.compiled.judge(each, ON) for each in known]) / len(known),
        median(lambda: manual.inspect_frame(single, on=ON, keys=KEYS)),
        median(lambda: manual.inspect_frame(frame, on=ON, keys=KEYS)),
    )


def main() -> None:
    """Print the times and the times an item."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    rows = parser.parse_args().rows
    manual = load_manual()
    print(versions("polars"))
    for times in COPIES:
        one = measure(copies(manual, times), rows)
        print(
            f"{one.items:>6,} items, {one.facts:>6,} facts: "
            f"function generated {one.generated * 1e3:8.1f} ms ({one.generated / one.items * 1e6:6.1f} us an item), "
            f"enterprise {one.enterprise * 1e3:7.4f} ms ({one.enterprise / one.items * 1e6:6.3f} us an item), "
            f"table of 1 row {one.row * 1e3:8.1f} ms ({one.row / one.items * 1e6:7.1f} us an item), "
            f"of {rows:,} rows {one.table * 1e3:8.1f} ms ({one.table / one.items / rows * 1e9:7.2f} ns an item and row)",
            flush=True,
        )


if __name__ == "__main__":
    main()
