"""Enterprises one after another, each a line of JSON of the shape of a facts file: judged as they come, one line of answer each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ..errors import EnforceRulesError, FactsError, Place, Problem
from ..facts.facts import Facts, facts_from
from ..manual import Rulebook
from ..manual.yamlfile import read_json
from .inspection import Inspection


@dataclass(frozen=True)
class Answer:
    """What a line came to: an inspection, or what is wrong with it."""

    line: int
    inspection: Inspection | None
    problems: tuple[Problem, ...] = ()

    def as_dict(self, output: str = "verdicts", top: int | None = None) -> dict[str, Any]:
        """As plain data for JSON. ``output`` is ``verdicts``, ``violations`` or ``needed``."""
        if self.inspection is None:
            return {"line": self.line, "problems": [str(problem) for problem in self.problems]}
        inspection = self.inspection
        told = {"line": self.line, "enterprise": inspection.facts.enterprise.name, "on": inspection.on.isoformat()}
        return {**told, output: _OUTPUTS[output](inspection, top)}


def answers(lines: Iterable[str], book: Rulebook, inspect: Callable[[Facts], Inspection]) -> Iterator[Answer]:
    """One answer for each line that is not empty. ``inspect`` judges facts."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield Answer(number, inspect(facts_from(read_json(line, "", FactsError, placed=False), book)))
        except EnforceRulesError as error:
            yield Answer(number, None, tuple(_in_line(problem) for problem in error.problems))


def _in_line(problem: Problem) -> Problem:
    """The problem without the line of its file: the answer has it."""
    return Problem(problem.what, Place(path=problem.place.path), problem.hint, problem.id)


def _verdicts(inspection: Inspection, top: int | None) -> dict[str, str]:
    return {verdict.item.id: verdict.verdict for verdict in inspection.verdicts}


def _violations(inspection: Inspection, top: int | None) -> list[dict[str, Any]]:
    return [{"item": breach.item.id, "breach": breach.name, "major": breach.major} for breach in inspection.violations]


def _needed(inspection: Inspection, top: int | None) -> list[dict[str, Any]]:
    """The facts to collect, the next one first, as a table of many enterprises ranks them."""
    items: Counter[str] = Counter()
    settles: Counter[str] = Counter()
    for verdict in inspection.having("undetermined"):
        items.update(verdict.needed)
        if len(verdict.needed) == 1:
            settles.update(verdict.needed)
    order = {name: place for place, name in enumerate(inspection.book.types)}
    ranked = sorted(items, key=lambda name: (-settles[name], -items[name], order[name]))
    return [{"fact": name, "items": items[name], "settles": settles[name]} for name in ranked[:top]]


_OUTPUTS: dict[str, Callable[[Inspection, int | None], Any]] = {
    "verdicts": _verdicts,
    "violations": _violations,
    "needed": _needed,
}
OUTPUTS = tuple(_OUTPUTS)
