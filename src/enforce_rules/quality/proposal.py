"""A scenario for each fault that no scenario notices: an existing one that should state more, or a new one, ready to copy."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import yaml

from ..language import show
from ..language.chinese import day
from ..manual import Item, Scenario
from .mutants import Mutant
from .mutation import Bench, Row
from .plain import plain
from .rule import STATED
from .scenario import Case
from .witness import Near, Prover


@dataclass(frozen=True)
class Proposal:
    """A scenario of an item; ``number`` is that of the existing one that it replaces, None for a new one."""

    item: Item
    scenario: Scenario
    number: int | None

    @property
    def text(self) -> str:
        """The scenario as it may stand in the item's file."""
        return written(self.scenario)


class _Dumper(yaml.SafeDumper):
    """Writes text plain wherever the rule files' own reader takes it for text: ``on`` and days are no more than words."""


_BOOL = re.compile("true|false")
_Dumper.yaml_implicit_resolvers = {
    first: [
        (tag, _BOOL if tag.endswith(":bool") else pattern)
        for tag, pattern in resolvers
        if not tag.endswith(":timestamp")
    ]
    for first, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
}


def written(scenario: Scenario) -> str:
    """A scenario as one entry of a YAML list: what is stated of the law on lines of its own."""
    told = _plain(scenario.model_dump(exclude_defaults=True, exclude_none=True))
    stated = [name for name in STATED.values() if name in told]
    first = ", ".join(_pair(key, value) for key, value in told.items() if key not in stated)
    return "- {" + ",\n   ".join([first, *(_pair(name, told[name]) for name in stated)]) + "}"


def _pair(key: str, value: Any) -> str:
    shown = yaml.dump(
        {key: value}, Dumper=_Dumper, allow_unicode=True, default_flow_style=True, sort_keys=False, width=10**6
    )
    return str(shown).strip()[1:-1]


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {key: _plain(inner) for key, inner in value.items()}
        case tuple() | list():
            return [_plain(inner) for inner in value]
        case _:
            return plain(value)


class Proposer:
    """Finds scenarios that notice mutants; those already proposed are tried first, so that few are needed."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.proposals: dict[str, list[tuple[Row, Proposal]]] = {}
        self._provers: dict[str, Prover] = {}
        self._full: dict[str, tuple[Row, ...]] = {}

    def propose(self, mutant: Mutant) -> Proposal | None:
        """A scenario that notices the mutant; None when it is proved that nothing can.

        Raises :class:`Undecided` when the proof does not come to an end.
        """
        return self._proposed(mutant) or self._stating_more(mutant) or self._new(mutant)

    def _proposed(self, mutant: Mutant) -> Proposal | None:
        for item in mutant.rules:
            for row, proposal in self.proposals.get(item, ()):
                if self.bench.noticed(mutant, {item: (row,)}) is not None:
                    return proposal
        return None

    def _stating_more(self, mutant: Mutant) -> Proposal | None:
        """An existing scenario that would notice the mutant if it stated the bases that stand."""
        for item in mutant.rules:
            if item not in self._full:
                self._full[item] = tuple(self._fuller(row) for row in self.bench.rows[item])
            row = self.bench.noticed(mutant, {item: self._full[item]})
            if row is not None:
                return self._keep(row, row.case.number)
        return None

    def _fuller(self, row: Row) -> Row:
        """The scenario with every list that it does not state and that its breaches have, in the order of the item."""
        found = self.bench.outcome(row)
        stated: dict[str, dict[str, None]] = {}
        for breach in self.bench.rules[row.case.item.id].breaches:
            for kind, name in STATED.items():
                if breach.name in found.breaches and breach.bases[kind]:
                    standing = [basis.cite for basis in breach.bases[kind] if basis.cite in getattr(found, name)]
                    stated.setdefault(name, {}).update(dict.fromkeys(standing))
        scenario = row.case.scenario
        missing = {name: tuple(cites) for name, cites in stated.items() if getattr(scenario, name) is None}
        return replace(row, case=replace(row.case, scenario=scenario.model_copy(update=missing)))

    def _new(self, mutant: Mutant) -> Proposal | None:
        for item, changed in mutant.rules.items():
            baseline = self.bench.baseline(item)
            prover = self._provers.setdefault(item, Prover(self.bench.book))
            near = Near(baseline.facts, baseline.on, self._switches(item), self.bench.book.info.law_checked_until)
            witness = prover.witness(prover.differs(self.bench.rules[item], changed), near=near)
            if witness is None:
                continue
            facts = {**baseline.facts, **witness.facts}
            row = self.bench.row(replace(baseline, facts=facts, on=witness.on))
            scenario = self._scenario(row, baseline)
            row = replace(row, case=replace(row.case, scenario=scenario))
            row = self._fuller(row)
            return self._keep(row, None)
        return None

    def _switches(self, item: str) -> frozenset[date]:
        """The first and last days of the editions an item cites."""
        bases = [b for breach in self.bench.rules[item].breaches for kind in STATED for b in breach.bases[kind]]
        days = {end for basis in bases for end in (basis.in_force.since, basis.in_force.until)}
        return frozenset(end for end in days if end is not None)

    def _scenario(self, row: Row, baseline: Case) -> Scenario:
        found = self.bench.outcome(row)
        item = row.case.item
        changes = {
            name: _listed(plain(value, self.bench.book.types[name].values))
            for name, value in row.case.facts.items()
            if baseline.facts.get(name) != value
        }
        return Scenario(
            name=self._name(row, baseline),
            on=row.case.on if row.case.on != baseline.on else None,
            facts=changes,
            verdict=found.verdict,
            breaches=tuple(name for name in item.breaches if name in found.breaches),
            major=found.major if found.breaches and any(item.breaches[b].major for b in found.breaches) else None,
        )

    def _name(self, row: Row, baseline: Case) -> str:
        """What is changed, in the words of the facts."""
        book = self.bench.book
        told = [day(row.case.on)] if row.case.on != baseline.on else []
        for name, value in row.case.facts.items():
            if baseline.facts.get(name) == value:
                continue
            if isinstance(value, bool):
                told.append(book.holds(name, value))
            else:
                is_ = "" if book.types[name].numeric else "为"
                told.append(f"{book.label(name)}{is_}{show(value, book.types[name].values)}{book.unit(name)}")
        return self._unused("，".join(told) or "与基准相同", row.case.item)

    def _unused(self, name: str, item: Item) -> str:
        """The name, numbered when a scenario of the item already has it."""
        used = {scenario.name for scenario in item.scenarios}
        used |= {proposal.scenario.name for _, proposal in self.proposals.get(item.id, ())}
        numbered = (name if number == 1 else f"{name}（{number}）" for number in itertools.count(1))
        return next(free for free in numbered if free not in used)

    def _keep(self, row: Row, number: int | None) -> Proposal:
        proposal = Proposal(row.case.item, row.case.scenario, number)
        self.proposals.setdefault(row.case.item.id, []).append((row, proposal))
        return proposal

    def all(self) -> Iterator[Proposal]:
        """Every proposal that was made."""
        for kept in self.proposals.values():
            yield from (proposal for _, proposal in kept)


def _listed(raw: Any) -> Any:
    """A list as the models of rule files hold it."""
    return tuple(raw) if isinstance(raw, list) else raw
