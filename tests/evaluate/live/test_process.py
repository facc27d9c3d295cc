"""Threads, a long life in one process, and the package that is needed."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from random import Random
from threading import Barrier, Thread

import pytest

from enforce_rules import EnforceRulesError, FactsError, LiveInspection, Manual
from enforce_rules.evaluate.live import Change
from tests.conftest import ROOT
from tests.evaluate.live.steps import DAY, follow, some_steps

pytest.importorskip("durable_rules_engine")

# Threads.


def test_threads_in_one_session(manual: Manual) -> None:
    told: list[Change] = []
    with LiveInspection(manual, DAY, on_change=told.append) as live:
        start = live.verdicts
        _together([partial(_busy, live, seed) for seed in range(4)])
        verdicts = live.verdicts
        assert verdicts == manual.compiled.verdicts(live.facts.values, DAY)
    now = dict(start)
    for change in told:  # in the order in which they came about
        assert now[change.item] == change.before
        now[change.item] = change.after
    assert now == verdicts


def _busy(live: LiveInspection, seed: int) -> None:
    assert isinstance(live.book, Manual)
    for name, value in some_steps(live.book, DAY, Random(seed), 150):
        if value is not None:
            live.record(name, value)
        elif name in live.facts.values:
            with suppress(FactsError):  # another thread may have been quicker
                live.retract(name)


def test_threads_with_sessions_of_their_own(manual: Manual) -> None:
    def one(seed: int) -> None:
        for _ in range(2):
            with LiveInspection(manual, DAY) as live:
                follow(live, manual.compiled, list(some_steps(manual, DAY, Random(seed), 40)))

    _together([partial(one, seed) for seed in range(4)])


def test_closing_while_others_record(manual: Manual) -> None:
    live = LiveInspection(manual, DAY)

    def record() -> None:
        while True:
            _busy(live, 1)

    with pytest.raises(EnforceRulesError, match="已经关闭"):
        _together([record, record, live.close])
    assert live.verdicts == manual.compiled.verdicts(live.facts.values, DAY)


def _together(acts: list[Callable[[], object]]) -> None:
    """Run all at once; what fails in one fails here."""
    ready, failures = Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        ready.wait()
        try:
            act()
        except BaseException as failure:
            failures.append(failure)

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    if failures:
        raise failures[0]


# Memory.

STATM = Path("/proc/self/statm")
in_linux = pytest.mark.skipif(not STATM.exists(), reason="memory is read from /proc")


def _megabytes() -> float:
    return int(STATM.read_text().split()[1]) * 4096 / 1e6


@in_linux
def test_ten_thousand_records(manual: Manual) -> None:
    chance = Random(7)
    steps = list(some_steps(manual, DAY, chance, 11_000))
    with LiveInspection(manual, DAY) as live:
        for count, (name, value) in enumerate(steps):
            if count == 1000:
                before = _megabytes()
            if value is not None:
                live.record(name, value, {"note": f"第{count}次"})
            elif name in live.facts.values:
                live.retract(name)
        assert _megabytes() - before < 50
        assert live.verdicts == manual.compiled.verdicts(live.facts.values, DAY)


@in_linux
@pytest.mark.parametrize("how", ["closed", "forgotten"])
def test_many_sessions(manual: Manual, how: str) -> None:
    """A session takes about 15 MB; closed or forgotten, it gives them back."""
    for count in range(25):
        if count == 5:
            before = _megabytes()
        live = LiveInspection(manual, DAY)
        live.record("dust_explosion_unit", True)
        if how == "closed":
            live.close()
    assert _megabytes() - before < 50


# The package that is needed.


def test_without_durable_rules(manual: Manual, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    with pytest.raises(EnforceRulesError) as missing:
        LiveInspection(manual, DAY)
    assert "没有安装 durable-rules" in str(missing.value)
    assert "pip install 'enforce-rules[live]'" in str(missing.value)
    assert all(word in str(missing.value) for word in ("gcc", "python3-dev", "Xcode", "MSVC"))


def test_all_else_works_without_it() -> None:
    code = """
import sys
sys.modules["durable_rules_engine"] = sys.modules["durable"] = None
import enforce_rules
assert "enforce_rules.evaluate" not in sys.modules
from enforce_rules import LiveInspection, load_manual
manual = load_manual()
print(len(manual.inspect({"facts": {"dust_explosion_unit": True}}, manual.info.earliest).verdicts) == len(manual.items))
try:
    LiveInspection(manual, manual.info.earliest)
except enforce_rules.EnforceRulesError as error:
    print(error.problems[0].hint[:34])
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    assert run.stdout.splitlines() == ["True", "pip install 'enforce-rules[live]'；"]


def test_the_example_of_the_page_runs() -> None:
    text = (ROOT / "docs" / "live.md").read_text(encoding="utf-8")
    code, printed = re.findall(r"```(?:python)?\n(.*?)```", text, re.DOTALL)[:2]
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, encoding="utf-8")
    assert run.returncode == 0, run.stderr
    assert run.stdout == printed
