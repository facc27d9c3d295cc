"""A manual put to the test: its scenarios, the mutation of its rules, and the proofs, each with the time it took."""

from __future__ import annotations

import importlib.util
import multiprocessing
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from ..errors import EnforceRulesError, Problem, did_you_mean
from ..manual import Item, Rulebook
from ..manual.loader import read_scheme
from .mutants import Mutant
from .mutation import Bench
from .scenario import Result, Scenarios, gaps_of

if TYPE_CHECKING:
    from .proofs import Failure
    from .proposal import Proposer
    from .witness import Witness

PARTS = ("scenarios", "mutation", "proofs")
"""What a manual can be put to."""

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True)
class Survivor:
    """A small fault that no scenario notices, with a scenario that would; ``replaces`` names the one that it completes."""

    where: str
    kind: str
    before: str
    after: str
    item: str
    scenario: str | None
    replaces: str | None

    def __str__(self) -> str:
        return f"{self.where}：{self.before} → {self.after}（{self.kind}）"

    def as_dict(self) -> dict[str, Any]:
        """The survivor as plain data for JSON."""
        return {
            "where": self.where,
            "kind": self.kind,
            "before": self.before,
            "after": self.after,
            "item": self.item,
            "witness": self.scenario,
            "completes": self.replaces,
        }


@dataclass(frozen=True)
class Tried:
    """The mutants of one item or term: how many there are, how many are proved to change nothing, which survive."""

    mutants: int
    equivalent: int
    survivors: tuple[Survivor, ...]


@dataclass
class Report:
    """What came out. A part that was not run has no ``seconds``."""

    scenarios: int = 0
    failed: list[Result] = field(default_factory=list)
    gaps: dict[str, tuple[str, ...]] = field(default_factory=dict)
    mutants: int = 0
    equivalent: int = 0
    survivors: list[Survivor] = field(default_factory=list)
    claims: int = 0
    proved: int = 0
    failures: list[Failure] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        """Whether nothing failed, nothing is missing, nothing survived and everything was proved."""
        return not (self.failed or self.gaps or self.survivors or self.failures)

    def as_dict(self) -> dict[str, Any]:
        """The report as plain data: the stable shape of ``enforce-rules test --json``. A part not run has null figures."""
        mutation, proofs = "mutation" in self.seconds, "proofs" in self.seconds
        return {
            "scenarios": self.scenarios,
            "passed": self.scenarios - len(self.failed),
            "failed": [result.as_dict() for result in self.failed],
            "items_without": [{"item": item, "missing": list(missing)} for item, missing in self.gaps.items()],
            "mutants": self.mutants if mutation else None,
            "killed": self.mutants - self.equivalent - len(self.survivors) if mutation else None,
            "equivalent": self.equivalent if mutation else None,
            "survivors": [survivor.as_dict() for survivor in self.survivors],
            "claims": self.claims if proofs else None,
            "proved": self.proved if proofs else None,
            "failures": [failure.as_dict() for failure in self.failures],
            "seconds": {part: round(seconds, 3) for part, seconds in self.seconds.items()},
        }


def can_prove() -> bool:
    """Whether z3, which mutation and proofs need, is installed (the extra ``proof``)."""
    return importlib.util.find_spec("z3") is not None


def need_z3(what: str) -> None:
    """Raise :class:`EnforceRulesError` when z3 is not installed."""
    if not can_prove():
        hint = "pip install 'enforce-rules[proof]'；只运行场景用 test --only scenarios"
        raise EnforceRulesError(Problem(f"{what}需要 z3", hint=hint))


def examine(book: Rulebook, items: Iterable[str] = (), parts: Iterable[str] = PARTS, jobs: int | None = None) -> Report:
    """Put a manual, or some of its items, to the test.

    ``parts`` are those of :data:`PARTS` to run; ``jobs`` is the number of processes, by default one for each processor.
    Raises :class:`EnforceRulesError` for an item that is not there, or when z3 is needed and not installed.
    """
    chosen, parts = _chosen(book, items), set(parts)
    if parts - {"scenarios"}:
        need_z3("变异和证明")
    report = Report()
    if "scenarios" in parts:
        with _timed(report, "scenarios"):
            _scenarios(book, chosen, report)
    whole = len(chosen) == len(book.items)
    with _Workers(book, jobs if len(chosen) > 1 else 1) as workers:
        if "mutation" in parts:
            with _timed(report, "mutation"):
                _mutation(workers, chosen, whole, report)
        if "proofs" in parts:
            with _timed(report, "proofs"):
                _proofs(book, workers, chosen, whole, report)
    return report


def prove_scheme(book: Rulebook, path: Path) -> Report:
    """Prove one scheme of discretion in a file of its own. Raises :class:`RuleError` when it is no scheme for ``book``."""
    need_z3("证明")
    from .proofs import Proofs

    report, proofs = Report(), Proofs(book)
    with _timed(report, "proofs"):
        report.failures += proofs.of_scheme(read_scheme(path, book))
    report.claims, report.proved = proofs.claims, proofs.proved
    return report


def _chosen(book: Rulebook, items: Iterable[str]) -> list[Item]:
    wanted = list(items)
    for item in wanted:
        if item not in book.items:
            raise EnforceRulesError(Problem(f"没有 {item} 这个检查事项", hint=did_you_mean(item, book.items)))
    return [item for item in book.items.values() if not wanted or item.id in wanted]


@contextmanager
def _timed(report: Report, part: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    report.seconds[part] = time.perf_counter() - start


def _scenarios(book: Rulebook, items: list[Item], report: Report) -> None:
    scenarios = Scenarios(book)
    for item in items:
        for result in scenarios.run(item):
            report.scenarios += 1
            if not result.passed:
                report.failed.append(result)
        missing = tuple(gaps_of(book, item))
        if missing:
            report.gaps[item.id] = missing


def _mutation(workers: _Workers, items: list[Item], whole: bool, report: Report) -> None:
    subjects = [("item", item.id) for item in items]
    if whole:
        subjects += [("term", term) for term in workers.book.terms]
    for tried in workers.map(_try, subjects):
        report.mutants += tried.mutants
        report.equivalent += tried.equivalent
        report.survivors += tried.survivors


def _proofs(book: Rulebook, workers: _Workers, items: list[Item], whole: bool, report: Report) -> None:
    from .proofs import Proofs

    shown: dict[tuple[str, str], Witness] = {}
    for failures, claims, proved, witnesses in workers.map(_prove, [item.id for item in items]):
        report.failures += failures
        report.claims += claims
        report.proved += proved
        shown |= witnesses
    if whole:
        proofs = Proofs(book, shown=shown)
        report.failures += proofs.of_whole()
        report.claims += proofs.claims
        report.proved += proofs.proved


# What is done in another process. The manual is there before it starts, so that only names and results are passed.

_book: Rulebook | None = None
_bench: Bench | None = None
_proposer: Proposer | None = None


class _Workers:
    """Runs work on several processors where the system can fork, else one after the other."""

    def __init__(self, book: Rulebook, jobs: int | None) -> None:
        self.book = book
        self.jobs = jobs or _processors()
        self._pool: Executor | None = None

    def __enter__(self) -> _Workers:
        global _book, _bench, _proposer
        _book, _bench, _proposer = self.book, None, None
        if self.jobs > 1 and "fork" in multiprocessing.get_all_start_methods():
            self._pool = ProcessPoolExecutor(self.jobs, multiprocessing.get_context("fork"))
        return self

    def __exit__(self, *error: object) -> None:
        if self._pool is not None:
            self._pool.shutdown()

    def map(self, work: Callable[[T], R], subjects: Sequence[T]) -> Iterator[R]:
        """The results in the order of the subjects."""
        return iter(self._pool.map(work, subjects)) if self._pool else map(work, subjects)


def _processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _try(subject: tuple[str, str]) -> Tried:
    """Try the mutants of an item or a term."""
    global _bench, _proposer
    from .proposal import Proposer

    assert _book is not None
    if _bench is None or _proposer is None:
        _bench = Bench(_book)
        _proposer = Proposer(_bench)
    kind, name = subject
    mutants = list(_bench.mutants_of_item(name) if kind == "item" else _bench.mutants_of_term(name))
    unnoticed = [mutant for mutant in mutants if _bench.noticed(mutant) is None]
    survivors = [found for mutant in unnoticed if (found := _survivor(mutant, _proposer)) is not None]
    return Tried(len(mutants), len(unnoticed) - len(survivors), tuple(survivors))


def _survivor(mutant: Mutant, proposer: Proposer) -> Survivor | None:
    """The mutant as a survivor, with a scenario that would notice it; None when it is proved to change nothing."""
    from .witness import Undecided

    told = (mutant.where, mutant.kind, mutant.before, mutant.after)
    try:
        proposal = proposer.propose(mutant)
    except Undecided:
        return Survivor(*told, next(iter(mutant.rules), ""), None, None)
    if proposal is None:
        return None
    item = proposal.item
    replaces = None if proposal.number is None else item.scenarios[proposal.number].name
    return Survivor(*told, item.id, proposal.text, replaces)


def _prove(item: str) -> tuple[list[Failure], int, int, dict[tuple[str, str], Witness]]:
    """Prove what is claimed of an item."""
    from .proofs import Proofs

    assert _book is not None
    proofs = Proofs(_book)
    failures = list(proofs.of_item(_book.items[item]))
    return failures, proofs.claims, proofs.proved, proofs.shown
