"""Agreement at the size of a night: every evaluator on 100,000 enterprises near the thresholds of all 123 items, each on a day of its own.

The compiled evaluator is held against tables (Polars on a day, lazily with a day in each row, DuckDB) on all; on every hundredth
enterprise also against the definition, the explaining evaluator, the live one and the formulas of the proofs, which take their time.
``python -m tests.evaluate.nightly [--enterprises N] [--seed S]``, or ``make nightly``.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from random import Random

import duckdb
from rich.progress import Progress

from enforce_rules import Facts, LiveInspection, Manual, load_manual
from enforce_rules.evaluate import conditions_on, explain, judge
from enforce_rules.evaluate.conditions import VERDICTS
from enforce_rules.language import Value, truth_of
from tests.evaluate.formulas import Formulas
from tests.evaluate.real import DAYS, enterprise
from tests.evaluate.tables import codes_of, table_of

PIECE = 2_000
SLOWLY = 100
"""Of so many enterprises one is given to the evaluators that judge one at a time."""

Known = dict[str, Value]
Codes = tuple[int, ...]


def disagreements(manual: Manual, on: date, drawn: list[Known], formulas: Formulas) -> list[str]:
    """What the evaluators say otherwise than the compiled one, of enterprises on a day."""
    expected = [manual.compiled.judge(facts, on) for facts in drawn]
    table = table_of(drawn, manual.types)
    dated = table_of(drawn, manual.types, [on] * len(drawn))
    found = {
        "Polars": codes_of(manual.inspect_frame(table, on), manual),
        "Polars with days, lazily": codes_of(manual.inspect_frame(dated.lazy(), "on"), manual),
        "DuckDB": codes_of(manual.inspect_frame(duckdb.from_arrow(table.to_arrow()), on), manual),
    }
    problems = []
    for name, codes in found.items():
        assert len(codes) == len(expected)
        for facts, ours, theirs in zip(drawn, expected, codes, strict=True):
            problems += _differences(manual, on, facts, name, ours, theirs)
    for facts, ours in list(zip(drawn, expected, strict=True))[::SLOWLY]:
        for name, theirs in _slowly(manual, on, facts, formulas).items():
            problems += _differences(manual, on, facts, name, ours, theirs)
    return problems


def _differences(manual: Manual, on: date, facts: Known, name: str, ours: Codes, theirs: Codes) -> list[str]:
    return [
        f"{name} {item} on {on}: {VERDICTS[there]}, compiled {VERDICTS[here]}; facts {facts}"
        for item, here, there in zip(manual.items, ours, theirs, strict=True)
        if here != there
    ]


def _slowly(manual: Manual, on: date, facts: Known, formulas: Formulas) -> dict[str, Codes]:
    """The codes by those that judge one enterprise, or one item, at a time."""
    definition, explained, proved = [], [], []
    for item in manual.items.values():
        wanted = conditions_on(manual, item, on)
        parts = (wanted.applies, wanted.violated)
        definition.append(judge(*(truth_of(part, facts, on) for part in parts)))
        explained.append(judge(*(explain(part, facts, on, manual).value for part in parts)))
        proved.append(judge(*formulas.truths(item.id, on, facts)))
    with LiveInspection(manual, on, Facts(facts)) as live:
        told = list(live.verdicts.values())
    said = {"the definition": definition, "explaining": explained, "live": told, "formulas": proved}
    return {name: tuple(map(VERDICTS.index, verdicts)) for name, verdicts in said.items()}


def main() -> None:
    """Draw, judge, and end with 1 where any two differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--enterprises", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    wanted = parser.parse_args()
    manual, chance = load_manual(), Random(wanted.seed)
    formulas = Formulas(manual)
    problems: list[str] = []
    with Progress(disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("enterprises", total=wanted.enterprises)
        for start in range(0, wanted.enterprises, PIECE):
            on = chance.choice(DAYS)
            drawn = [enterprise(manual, on, chance) for _ in range(min(PIECE, wanted.enterprises - start))]
            problems += disagreements(manual, on, drawn, formulas)
            progress.advance(task, len(drawn))
            if len(problems) > 20:
                break
    for problem in problems[:20]:
        print(problem)
    if problems:
        sys.exit(1)
    print(f"all evaluators agree on {wanted.enterprises:,} enterprises, {len(manual.items)} items each")


if __name__ == "__main__":
    main()
