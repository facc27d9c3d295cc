"""An inspection in progress: facts are recorded and retracted one by one, and each time the verdicts that changed come out."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from threading import RLock
from types import TracebackType
from typing import Any

from ...errors import EnforceRulesError, FactsError, Problem, Problems, did_you_mean, shorten
from ...facts import Evidence, Facts, day_of
from ...language import Value
from ...language.values import Misfit, fit
from ...manual import Rulebook
from ...manual.validation import validate
from ...manual.yamlfile import Source
from ..compiled import CompiledRulebook
from ..conditions import Verdict
from ..inspection import Inspection
from .change import Change
from .engine import Engine
from .news import News, Queues, end
from .planes import wide_fact
from .properties import Properties


class LiveInspection:
    """A session over a manual on a day. Facts go in one by one; the verdicts that changed come out.

    ``facts`` are what is known at the start, with the sections that documents need; ``on`` is by default the inspection's day.
    ``on_change`` is called with each :class:`Change`, in order, by the thread that recorded and while the session is locked: it
    may record into the session itself, and what that changes is told after what came before. An error it raises comes out of
    ``record`` when all changes are told; the record stands.

    Several threads may use a session: they wait for each other. Raises :class:`FactsError` for wrong facts or a day without
    law, :class:`EnforceRulesError` when the extra ``live`` is not installed.

    Example::

        with LiveInspection(load_manual(), on=date(2024, 4, 2)) as live:
            for change in live.record("dust_explosion_unit", True):
                print(change)
    """

    def __init__(
        self,
        book: Rulebook,
        on: date | None = None,
        facts: Facts | None = None,
        on_change: Callable[[Change], None] | None = None,
    ) -> None:
        self.book = book
        self._start = facts or Facts({})
        self.on = day_of(self._start, on)
        if self.on < book.info.earliest:
            raise FactsError(f"检查日期{self.on}早于{book.info.earliest}，本手册没有收录此前的法律")
        self._values = self._fitting(self._start.values)
        self._evidence = dict(self._start.evidence)
        self._news = News(on_change)
        self._lock = RLock()

        self._items = tuple(book.items)
        wide = [wide_fact(book, item, self.on) for item in book.items.values()]
        self._properties = Properties(wide, self._values, self.on)
        self._engine = Engine(wide)
        self._free = weakref.finalize(self, _freed, self._engine, self._news.queues)
        self._free.atexit = False
        self._verdicts = [self._engine.judge(number, self._properties[number]) for number in range(len(wide))]

    def record(self, name: str, value: Any, evidence: Evidence | Mapping[str, Any] | None = None) -> tuple[Change, ...]:
        """Record a fact, or record it anew, and return the verdicts that changed. Evidence of an earlier value is not kept.

        ``value`` is as a facts file or Python has it, ``evidence`` may be a mapping with ``place``, ``method``, ``record``, ``note``.
        Raises :class:`FactsError` for an unknown fact, a value or an evidence that does not fit; then nothing is recorded.
        """
        return self.record_many({name: value}, {} if evidence is None else {name: evidence})

    def record_many(
        self, values: Mapping[str, Any], evidence: Mapping[str, Evidence | Mapping[str, Any]] | None = None
    ) -> tuple[Change, ...]:
        """Record several facts at once: each item is judged once, on all of them. Raises as ``record`` does, with every problem."""
        fitting = self._fitting(values)
        shown = self._shown(evidence or {}, fitting)
        with self._lock:
            self._refuse_closed()
            after = {**self._values, **fitting}
            changed = [
                name for name, value in fitting.items() if name not in self._values or self._values[name] != value
            ]
            changes = self._judged(changed, after)
            self._values = after
            for name in fitting:
                self._evidence.pop(name, None)
            self._evidence.update(shown)
            self._news.tell(changes)
        return changes

    def retract(self, name: str) -> tuple[Change, ...]:
        """Take a fact back, with its evidence: it is unknown again. Raises :class:`FactsError` for one that is not recorded."""
        self._known(name)
        with self._lock:
            self._refuse_closed()
            if name not in self._values:
                raise FactsError(f"{name}（{self.book.facts[name].label}）没有录入，不能撤回")
            after = {fact: value for fact, value in self._values.items() if fact != name}
            changes = self._judged([name], after)
            self._values = after
            self._evidence.pop(name, None)
            self._news.tell(changes)
        return changes

    def changes(self) -> Iterator[Change]:
        """All changes from now on; it waits for the next one and ends when the session is closed. For a thread of its own."""
        with self._lock:
            self._refuse_closed()
            return self._news.iterator()

    @property
    def verdicts(self) -> dict[str, Verdict]:
        """The verdict of every item on what is recorded so far."""
        with self._lock:
            return dict(zip(self._items, self._verdicts, strict=True))

    @property
    def facts(self) -> Facts:
        """What is recorded so far, with its evidence."""
        with self._lock:
            return replace(self._start, values=dict(self._values), evidence=dict(self._evidence))

    @property
    def inspection(self) -> Inspection:
        """An inspection of what is recorded so far: traces, questions, penalties and documents come from it. It does not change."""
        return Inspection(self._compiled, self.facts, self.on)

    def close(self) -> None:
        """Free what durable-rules holds. Nothing can be recorded after that; what was recorded can still be read."""
        with self._lock:
            self._free()

    def __enter__(self) -> LiveInspection:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @cached_property
    def _compiled(self) -> CompiledRulebook:
        found = getattr(self.book, "compiled", None)  # of a Manual, so that all its inspections share one
        return found if isinstance(found, CompiledRulebook) else CompiledRulebook(self.book)

    def _judged(self, facts: Iterable[str], values: Mapping[str, Value]) -> tuple[Change, ...]:
        """The changes that follow from new values of some facts. An error in here closes the session."""
        try:
            because = self._properties.update(facts, values)
            judged = {number: self._engine.judge(number, self._properties[number]) for number in because}
        except BaseException:
            self.close()
            raise
        changes = []
        for number, after in judged.items():
            before, self._verdicts[number] = self._verdicts[number], after
            if after != before:
                changes.append(Change(self._items[number], before, after, because[number]))
        return tuple(changes)

    def _refuse_closed(self) -> None:
        if not self._free.alive:
            raise EnforceRulesError("这次检查已经关闭，不能再录入")

    def _known(self, name: str) -> None:
        if name not in self.book.types:
            what = f"没有 {shorten(name, 60)} 这个事实"
            raise FactsError(Problem(what, hint=did_you_mean(str(name), self.book.types)))

    def _fitting(self, values: Mapping[str, Any]) -> dict[str, Value]:
        problems = Problems()
        fitting = {}
        for name, raw in values.items():
            try:
                self._known(name)
                fitting[name] = fit(raw, self.book.types[name])
            except FactsError as unknown:
                problems.extend(unknown.problems)
            except Misfit as misfit:
                hint = "撤回事实用 retract" if raw is None else misfit.hint
                problems.add(f"{name}（{self.book.facts[name].label}）{misfit.what}", hint=hint)
        problems.raise_as(FactsError)
        return fitting

    def _shown(
        self, evidence: Mapping[str, Evidence | Mapping[str, Any]], recorded: Mapping[str, Value]
    ) -> dict[str, Evidence]:
        problems = Problems()
        shown = {}
        for name, told in evidence.items():
            if name not in recorded:
                problems.add(f"{shorten(name, 60)} 有证据，没有值")
            elif isinstance(told, Evidence):
                shown[name] = told
            elif not isinstance(told, Mapping):
                problems.add(f"{name} 的证据应为一组键和值", hint=f"可用：{'、'.join(Evidence.model_fields)}")
            elif (read := validate(_source(name, told), Evidence, problems)) is not None:
                shown[name] = read
        problems.raise_as(FactsError)
        return shown


def _freed(engine: Engine, queues: Queues) -> None:
    """What closing does, also for a session that is forgotten; it must not hold the session, so not what ``on_change`` holds."""
    engine.close()
    end(queues)


def _source(name: str, told: Mapping[str, Any]) -> Source:
    """Evidence as if it stood in a facts file, for messages."""
    return Source("", {key: value for key, value in told.items() if value is not None}, root=("facts", name))
