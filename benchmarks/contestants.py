"""Those that judge a whole table: enforce-rules and its peers, each given the facts in the form that suits it best."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Protocol

import polars as pl

from benchmarks.enterprises import KEYS, arrays, facts, masked
from benchmarks.peers import numpy_rules, polars_rules
from benchmarks.peers.rules import Rules
from enforce_rules import Manual

OURS, UNCHECKED = "enforce-rules", "enforce-rules, values not checked"
SINGLY = "enforce-rules, one by one"
"""The compiled evaluator, enterprise after enterprise: what is used for a few."""


class Contestant(Protocol):
    """Judges the rows it was made with."""

    def ready(self) -> Callable[[], Any]:
        """One run, ready to be timed."""

    def columns(self, found: Any) -> list[Any]:
        """What a run found as one column of codes an item."""


class Ours:
    """``Manual.inspect_frame``."""

    def __init__(self, manual: Manual, frame: pl.DataFrame, on: date, check: bool = True) -> None:
        self.manual, self.frame, self.on, self.check = manual, frame, on, check

    def ready(self) -> Callable[[], Any]:
        return lambda: self.manual.inspect_frame(self.frame, on=self.on, keys=KEYS, check=self.check)

    def columns(self, found: Any) -> list[Any]:
        return [found[item].to_numpy() for item in self.manual.items]


class Singly:
    """The compiled evaluator, on facts that are already typed."""

    def __init__(self, manual: Manual, rules: Rules, frame: pl.DataFrame) -> None:
        self.manual, self.on = manual, rules.on
        self.known = [facts(row, rules.facts) for row in frame.iter_rows(named=True)]

    def ready(self) -> Callable[[], Any]:
        return lambda: [self.manual.compiled.judge(each, self.on) for each in self.known]

    def columns(self, found: Any) -> list[Any]:
        return list(zip(*found, strict=True))


class Polars:
    """The rules in Polars, three-valued unless the rows are complete."""

    def __init__(self, rules: Rules, frame: pl.DataFrame, complete: bool) -> None:
        self.rules, self.frame, self.complete = rules, frame, complete

    def ready(self) -> Callable[[], Any]:
        return lambda: polars_rules.judged(self.frame.lazy(), self.rules, KEYS, self.complete).collect()

    def columns(self, found: Any) -> list[Any]:
        return [found[item.id].to_numpy() for item in self.rules.items]


class _Arrays:
    """Those that work on numpy arrays."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules

    def columns(self, found: Any) -> list[Any]:
        return [found[item.id] for item in self.rules.items]


class Numpy(_Arrays):
    """The rules in numpy, two-valued."""

    def __init__(self, rules: Rules, frame: pl.DataFrame) -> None:
        super().__init__(rules)
        self.facts = arrays(frame, rules)
        self.judge = numpy_rules.two_valued(rules)

    def ready(self) -> Callable[[], Any]:
        return lambda: self.judge(self.facts)


class NumpyPlanes(_Arrays):
    """The rules in numpy, three-valued."""

    def __init__(self, rules: Rules, frame: pl.DataFrame) -> None:
        super().__init__(rules)
        self.facts, self.known = masked(frame, rules)
        self.judge = numpy_rules.three_valued(rules)

    def ready(self) -> Callable[[], Any]:
        return lambda: self.judge(self.facts, self.known)


class OpenFisca(_Arrays):
    """OpenFisca-Core. It keeps what it calculated, so every run has a simulation of its own, with its inputs set before."""

    def __init__(self, rules: Rules, frame: pl.DataFrame) -> None:
        from benchmarks.peers.openfisca import System

        super().__init__(rules)
        self.facts = arrays(frame, rules)
        self.system = System(rules)

    def ready(self) -> Callable[[], Any]:
        simulation = self.system.simulation(self.facts)
        return lambda: self.system.codes(simulation)


def contestant(name: str, manual: Manual, rules: Rules, frame: pl.DataFrame, complete: bool) -> Contestant:
    """One by its name."""
    match name:
        case "OpenFisca-Core":
            return OpenFisca(rules, frame)
        case "numpy":
            return Numpy(rules, frame) if complete else NumpyPlanes(rules, frame)
        case "enforce-rules, one by one":
            return Singly(manual, rules, frame)
        case "Polars":
            return Polars(rules, frame, complete)
        case _:
            return Ours(manual, frame, rules.on, check=name == OURS)
