"""The live evaluator: one semantics with the others, exact changes, and a long life in one process."""

from __future__ import annotations

import gc
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from random import Random
from threading import Barrier, Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enforce_rules import EnforceRulesError, Facts, FactsError, LiveInspection, Manual
from enforce_rules.evaluate import CompiledRulebook
from enforce_rules.evaluate.live import Change
from enforce_rules.evaluate.live.engine import Engine
from enforce_rules.evaluate.live.planes import wide_fact
from enforce_rules.facts import Evidence
from enforce_rules.language import Value
from enforce_rules.language.values import Misfit, fit
from tests.conftest import ROOT
from tests.evaluate.real import DAYS, enterprises, turning_values
from tests.small import DOMAINS, FACTS, ON, conditions, known_facts, small_manual

pytest.importorskip("durable_rules_engine")

Step = tuple[str, Value | None]
"""A fact recorded, or with None taken back."""

DAY = date(2024, 4, 2)

_VALUES: dict[str, list[Value]] = {
    **DOMAINS,
    "n1": [Decimal(text) for text in ("0", "0.5", "0.500000001", "0.1", "1", "1.25", "1.250", "2")],
    "d1": [
        date(2020, 2, 29),
        date(2021, 2, 27),
        date(2021, 2, 28),
        date(2021, 3, 1),
        date(2020, 9, 1),
        date(2021, 9, 1),
    ],
}
_STEPS = st.lists(
    st.sampled_from(list(FACTS)).flatmap(
        lambda name: st.tuples(st.just(name), st.sampled_from([None, *_VALUES[name]]))
    ),
    max_size=12,
)


def follow(live: LiveInspection, compiled: CompiledRulebook, steps: list[Step]) -> None:
    """After every step the verdicts are those of the compiled evaluator, and what was told is what changed."""
    for name, value in steps:
        before, known = live.verdicts, live.facts.values
        if value is None and name not in known:
            continue
        changes = live.retract(name) if value is None else live.record(name, value)
        after = compiled.verdicts(live.facts.values, live.on)
        assert live.verdicts == after
        told = [(change.item, change.before, change.after) for change in changes]
        assert told == [(item, before[item], after[item]) for item in after if before[item] != after[item]]
        assert all(change.because == (name,) for change in changes)


def agrees(manual: Manual, facts: Mapping[str, Value], on: date) -> None:
    with LiveInspection(manual, on, Facts(facts)) as live:
        assert live.verdicts == CompiledRulebook(manual).verdicts(facts, on)


# One semantics.


@settings(max_examples=300)
@given(st.lists(st.tuples(conditions(), conditions(), conditions()), min_size=1, max_size=3), known_facts(), _STEPS)
def test_generated_rules(items: list[tuple[str, str, str]], start: dict[str, Value], steps: list[Step]) -> None:
    small = small_manual({f"TT-{n:02}": (item[0], {"x": item[1], "y": item[2]}) for n, item in enumerate(items)})
    compiled = CompiledRulebook(small)
    with LiveInspection(small, ON, Facts(start)) as live:
        assert live.verdicts == compiled.verdicts(start, ON)
        follow(live, compiled, steps)


@settings(max_examples=25)
@given(st.data())
def test_the_manual(manual: Manual, data: st.DataObject) -> None:
    on = data.draw(st.sampled_from(DAYS))
    start = recordable(manual, data.draw(st.one_of(st.just(dict[str, Value]()), enterprises(manual, on))))
    chance = Random(data.draw(st.integers(0, 2**32 - 1)))
    with LiveInspection(manual, on, Facts(start)) as live:
        assert live.verdicts == manual.compiled.verdicts(start, on)
        follow(live, manual.compiled, list(some_steps(manual, on, chance, 80)))


def some_steps(manual: Manual, on: date, chance: Random, count: int) -> Iterator[Step]:
    """Records and retractions of facts of the manual with turning values, the widely used facts more often."""
    items = list(manual.items)
    for _ in range(count):
        name, values = chance.choice(list(turning_values(manual, chance.choice(items), on).items()))
        if chance.random() < 0.15:
            yield name, None
        else:
            yield from recordable(manual, {name: chance.choice(values)}).items()


def recordable(manual: Manual, facts: Mapping[str, Value]) -> dict[str, Value]:
    """Those of the facts that are within their bounds: a value that a condition turns at need not be."""
    kept = {}
    for name, value in facts.items():
        with suppress(Misfit):
            kept[name] = fit(value, manual.types[name])
    return kept


WIDE = {
    "many ors under an and": " and ".join(f"(b1 or i1 == {n % 5} or i2 > {n % 4})" for n in range(12)),
    "many ands under an or": " or ".join(f"(b1 and i1 == {n % 5} and i2 > {n % 4})" for n in range(12)),
    "a long or": " or ".join(f"i{n % 2 + 1} == {n % 5}" for n in range(70)),
    "deep": "(" * 20 + "b1" + "".join(f" {'and' if n % 2 else 'or'} (not i1 > {n % 4}))" for n in range(20)),
    "both planes of one": "(b1 or b2) and not (b1 and b2) and not (b2 or b3)",
    "no fact": 'on > months_after(date("2021-01-31"), 1) and on <= date("2021-09-01")',
    "always": "true or b1",
    "never": "false and b1",
}


@pytest.mark.parametrize("text", WIDE.values(), ids=list(WIDE))
@given(facts=known_facts())
def test_wide_conditions(text: str, facts: dict[str, Value]) -> None:
    """Conditions of a shape that durable-rules cannot take whole."""
    agrees(small_manual({"TT-01": ("b3", {"x": text}), "TT-02": (text, {"x": "b3", "y": f"not ({text})"})}), facts, ON)


def test_an_item_of_very_many_facts() -> None:
    """More facts than durable-rules takes properties, all in one item."""
    facts = {f"f{n}": {"type": "int", "min": 0} for n in range(300)}
    breaches = {f"x{n}": " and ".join(f"f{k} > 1" for k in range(n, n + 50)) for n in range(0, 300, 50)}
    many = small_manual({"TT-01": ("true", breaches)}, facts)
    known: dict[str, Value] = dict.fromkeys(facts, 2)
    agrees(many, known, ON)
    ones: dict[str, Value] = dict.fromkeys(facts, 1)
    agrees(many, ones, ON)
    agrees(many, {**ones, **dict.fromkeys(list(facts)[:50], 2)}, ON)
    agrees(many, {name: value for name, value in ones.items() if name != "f7"}, ON)


def test_a_manual_of_very_many_items() -> None:
    many = small_manual({f"{'ABCDEFG'[n // 100]}T-{n % 100:02}": ("b1", {"x": f"i1 > {n % 5}"}) for n in range(700)})
    compiled = CompiledRulebook(many)
    with LiveInspection(many, ON) as live:
        follow(live, compiled, [("b1", True), ("i1", 3), ("b1", False), ("b1", True), ("i1", None)])


EDGES = [-(10**12), -(2**31) - 1, -(2**31), -1, 0, 1, 2**31 - 1, 2**31, 2**32, 2**32 + 1, 10**12]


@pytest.mark.parametrize("constant", EDGES)
def test_whole_numbers(constant: int) -> None:
    edge = small_manual(
        {
            f"TT-{n:02}": ("true", {"x": f"i {op} {constant}"})
            for n, op in enumerate(("<", "<=", "==", "!=", ">=", ">"))
        },
        {"i": {"type": "int"}},
    )
    compiled = CompiledRulebook(edge)
    with LiveInspection(edge, ON) as live:
        follow(
            live,
            compiled,
            [("i", value) for near in EDGES for value in (near - 1, near, near + 1) if abs(value) <= 10**12],
        )


def test_decimals_are_exact() -> None:
    """Neighbours that are one double."""
    facts = {"n": {"type": "number"}}
    exact = small_manual({"TT-01": ("true", {"x": "n > 999999999999.1"}), "TT-02": ("true", {"x": "n == 0.3"})}, facts)
    compiled = CompiledRulebook(exact)
    texts = ("999999999999.100000001", "999999999999.1", "999999999999.099999999", "0.3", "0.30", "0.300000001")
    assert float(texts[0]) == float(texts[2])
    with LiveInspection(exact, ON) as live:
        follow(live, compiled, [("n", Decimal(text)) for text in texts])
        assert [change.after for change in live.record("n", 0.3)] == ["violation"]


def test_the_rules_hold_no_text(manual: Manual) -> None:
    """Numbered names, numbers and truths: nothing of the manual, and no negation of what is unknown."""
    for item in manual.items.values():
        wide = wide_fact(manual, item, DAY)
        written = json.dumps(list(wide.rules.values()))
        assert set(re.findall(r'"([^"]*)"', written)) <= {
            *wide.properties,
            "$and",
            "$or",
            "$neq",
            "$lt",
            "$lte",
            "$gt",
            "$gte",
        }
        assert all(re.fullmatch(r"p\d+", name) for name in wide.properties)


def test_most_of_the_manual_is_compared_by_durable_rules(manual: Manual) -> None:
    wide = [wide_fact(manual, item, DAY) for item in manual.items.values()]
    expressions = [expression for item in wide for expression in item.properties.values()]
    whole = [expression for expression in expressions if type(expression).__name__ in ("And", "Or")]
    assert len(whole) < len(expressions) / 10


def test_ids_of_the_same_hash() -> None:
    """durable-rules takes two facts for one where 32 bits of their ids are alike; both are judged all the same."""
    twins = small_manual({f"TT-{n:02}": ("b1", {"x": "b2"}) for n in range(2)})
    first, second = _same_hash()
    engine = Engine([wide_fact(twins, item, ON) for item in twins.items.values()])
    rules = engine._sets[0]
    rules._serial = first - 1
    assert engine.judge(0, {"p0": True, "p1": True}) == "violation"
    rules._serial = second - 1
    assert engine.judge(1, {"p0": True, "p1": False}) == "compliant"
    assert rules._serial == second + 1
    assert engine.judge(0, {"p0": False}) == "not_applicable"
    assert engine.judge(1, {"p0": True, "p1": True}) == "violation"
    engine.close()


def _same_hash() -> tuple[int, int]:
    seen: dict[int, int] = {}
    for number in range(1, 1_000_000):
        hash_ = 0x811C9DC5
        for byte in str(number).encode():
            hash_ = (hash_ ^ byte) * 16777619 & 0xFFFFFFFF
        if hash_ in seen:
            return seen[hash_], number
        seen[hash_] = number
    raise AssertionError


# A session.


@pytest.fixture
def small() -> Manual:
    return small_manual({"TT-01": ("b1", {"x": "i1 > 2"}), "TT-02": ("true", {"x": "i1 > 3 or b2"})})


def test_a_session(manual: Manual) -> None:
    with LiveInspection(manual, on=DAY) as live:
        live.record("dust_explosion_unit", True)
        live.record("airlock", "未设置", {"place": "除尘间", "record": "照片1"})
        assert live.facts.evidence["airlock"] == Evidence(place="除尘间", record="照片1")
        inspection = live.inspection
        assert {found.item.id: found.verdict for found in inspection.verdicts} == live.verdicts
        assert manual.inspect(live.facts, DAY).as_dict() == inspection.as_dict()
        assert manual.facts_from(live.facts.as_dict()).digest == live.facts.digest
        live.retract("airlock")
        assert "airlock" not in live.facts.evidence
        assert "airlock" in inspection.facts.values  # it does not change


def test_changes_tell_why(small: Manual) -> None:
    with LiveInspection(small, ON) as live:
        assert live.record("b1", True) == ()
        assert live.record_many({"i1": 4, "b3": True}) == (
            Change("TT-01", "undetermined", "violation", ("i1",)),
            Change("TT-02", "undetermined", "violation", ("i1",)),
        )
        assert live.record("i1", 4) == ()
        changes = live.record_many({"i1": 3, "b2": False, "b1": False})
        assert changes[0] == Change("TT-01", "violation", "not_applicable", ("i1", "b1"))
        assert str(changes[1]) == "TT-02 违法→符合"
        assert live.record_many({}) == ()


def test_evidence(small: Manual) -> None:
    start = Facts({"b1": True}, evidence={"b1": Evidence(place="门口"), "b2": Evidence(note="未查")})
    with LiveInspection(small, ON, start) as live:
        live.record("i1", 1, Evidence(method="查阅"))
        assert list(live.facts.evidence) == ["b1", "b2", "i1"]
        live.record("b1", True)
        assert list(live.facts.evidence) == ["b2", "i1"]
        live.record("i1", 1, {"note": "改", "place": None})
        assert live.facts.evidence["i1"] == Evidence(note="改")
        assert start.evidence["b1"].place == "门口"


WRONG: list[tuple[Callable[[LiveInspection], object], str]] = [
    (lambda live: live.record("b4", True), "没有 b4 这个事实"),
    (lambda live: live.record("bb1", True), "没有 bb1 这个事实（是否为 b1？）"),
    (lambda live: live.record("b1", 1), "b1（b1）应为 true 或者 false，写的是1"),
    (lambda live: live.record("i1", True), "i1（i1）应为整数，写的是true"),
    (lambda live: live.record("i1", 1.0), "应为整数"),
    (lambda live: live.record("i1", 5), "大于最大值4"),
    (lambda live: live.record("n1", Decimal("NaN")), "应为数"),
    (lambda live: live.record("e1", "丁"), "选项表里没有文字“丁”"),
    (lambda live: live.record("s1", "子"), "应为选项的列表"),
    (lambda live: live.record("b1", None), "撤回事实用 retract"),
    (lambda live: live.record("b1", False, {"plac": "门口"}), "facts.b1.plac: 没有 plac 这个键（是否为 place？）"),
    (lambda live: live.record("b1", False, {"note": 3}), "facts.b1.note: 应为文字"),
    (lambda live: live.record_many({"b1": False, "i1": "3", "b9": 1}), "应为整数，写的是文字“3”\n没有 b9"),
    (lambda live: live.record("b1", False, "门口"), "b1 的证据应为一组键和值"),  # type: ignore[arg-type]
    (lambda live: live.record_many({"b1": False}, {"b2": {"note": "无"}}), "b2 有证据，没有值"),
    (lambda live: live.retract("b2"), "b2（b2）没有录入，不能撤回"),
    (lambda live: live.retract("b5"), "没有 b5 这个事实"),
]


@pytest.mark.parametrize(("act", "message"), WRONG)
def test_wrong_input_changes_nothing(small: Manual, act: Callable[[LiveInspection], object], message: str) -> None:
    told: list[Change] = []
    with LiveInspection(small, ON, Facts({"b1": True}), told.append) as live:
        live.record("i1", 4, {"place": "车间"})
        before = live.facts, live.verdicts, list(told)
        with pytest.raises(FactsError) as wrong:
            act(live)
        assert message in str(wrong.value)
        assert (live.facts, live.verdicts, told) == before
        follow(live, CompiledRulebook(small), [("i1", 2), ("b1", False)])


def test_the_day(small: Manual) -> None:
    with pytest.raises(FactsError, match="没有检查日期"):
        LiveInspection(small)
    with pytest.raises(FactsError, match="早于") as live:
        LiveInspection(small, date(1950, 1, 1))
    with pytest.raises(FactsError) as inspected:
        small.inspect({}, date(1950, 1, 1))
    assert str(live.value) == str(inspected.value)
    dated = small.facts_from({"inspection": {"date": "2021-09-01"}, "facts": {"b1": True}})
    with LiveInspection(small, facts=dated) as session:
        assert session.on == ON
        assert session.facts == dated


def test_wrong_facts_at_the_start(small: Manual) -> None:
    with pytest.raises(FactsError, match="没有 zz 这个事实"):
        LiveInspection(small, ON, Facts({"zz": True}))
    with pytest.raises(FactsError, match="应为整数"):
        LiveInspection(small, ON, Facts({"i1": "3"}))


def test_closed(small: Manual) -> None:
    live = LiveInspection(small, ON)
    live.record_many({"b1": True, "i1": 4})
    live.close()
    live.close()
    for act in (lambda: live.record("b1", False), lambda: live.retract("b1"), lambda: live.changes()):
        with pytest.raises(EnforceRulesError, match="这次检查已经关闭"):
            act()
    assert live.facts.values == {"b1": True, "i1": 4}
    assert live.verdicts["TT-01"] == live.inspection["TT-01"].verdict == "violation"


def test_a_failing_engine_closes_the_session(small: Manual, monkeypatch: pytest.MonkeyPatch) -> None:
    live = LiveInspection(small, ON)

    def fail(*_: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(live._engine, "judge", fail)
    with pytest.raises(KeyboardInterrupt):
        live.record("b1", True)
    assert live.facts.values == {}
    with pytest.raises(EnforceRulesError, match="已经关闭"):
        live.record("b1", True)


def test_what_durable_rules_refuses(small: Manual, monkeypatch: pytest.MonkeyPatch) -> None:
    live = LiveInspection(small, ON)
    monkeypatch.setattr(live._properties, "_wide", [{f"p{n}": True for n in range(300)}] * 2)
    with pytest.raises(EnforceRulesError, match="durable-rules 出错"):
        live.record("b1", True)
    with pytest.raises(EnforceRulesError, match="已经关闭"):
        live.record("b1", True)


# Those who are told.


def test_a_callback_that_fails(small: Manual) -> None:
    told: list[str] = []

    def fail(change: Change) -> None:
        told.append(change.item)
        raise ValueError(change.item)

    with LiveInspection(small, ON, Facts({"b1": True}), fail) as live:
        with pytest.raises(ExceptionGroup) as failed:
            live.record("i1", 4)
        assert [str(error) for error in failed.value.exceptions] == told == ["TT-01", "TT-02"]
        with pytest.raises(ValueError, match="TT-01"):
            live.record("b1", False)
        assert live.facts.values == {"b1": False, "i1": 4}
        assert live.verdicts == CompiledRulebook(small).verdicts(live.facts.values, ON)


def test_a_callback_that_records(small: Manual) -> None:
    """What it records is judged at once and told after what came before."""
    told: list[str] = []
    inner: list[tuple[Change, ...]] = []

    def more(change: Change) -> None:
        told.append(str(change))
        if change.after == "violation" and "b1" in live.facts.values and live.facts.values["b1"]:
            inner.append(live.record("b1", False))

    with LiveInspection(small, ON, Facts({"b1": True}), more) as live:
        outer = live.record("i1", 4)
        assert [change.item for change in outer] == ["TT-01", "TT-02"]
        assert told == ["TT-01 待查→违法", "TT-02 待查→违法", "TT-01 违法→不适用"]
        assert inner == [(Change("TT-01", "violation", "not_applicable", ("b1",)),)]


def test_a_callback_that_closes(small: Manual) -> None:
    with LiveInspection(small, ON, Facts({"b1": True}), lambda _: live.close()) as live:
        assert len(live.record("i1", 4)) == 2
        with pytest.raises(EnforceRulesError, match="已经关闭"):
            live.record("i1", 1)


def test_changes_as_they_come(small: Manual) -> None:
    with LiveInspection(small, ON, Facts({"b1": True})) as live:
        seen: list[list[Change]] = [[], []]
        readers = [Thread(target=_collect, args=(live.changes(), each)) for each in seen]
        for reader in readers:
            reader.start()
        wanted = [*live.record("i1", 4), *live.retract("i1"), *live.record("b2", True)]
        live.changes()  # of no interest to anyone
    for reader in readers:
        reader.join(10)
    assert seen == [wanted, wanted]
    assert len(wanted) == 5


def test_a_session_that_is_forgotten(small: Manual) -> None:
    """Its memory is freed and its readers end, also where on_change holds it."""

    class Screen:
        live: LiveInspection

        def show(self, change: Change) -> None:
            assert self.live.verdicts[change.item] == change.after

    screen = Screen()
    live = screen.live = LiveInspection(small, ON, on_change=screen.show)
    seen: list[Change] = []
    reader = Thread(target=_collect, args=(live.changes(), seen))
    reader.start()
    live.record("i1", 4)
    engine = live._engine
    del live, screen
    gc.collect()
    reader.join(10)
    assert not reader.is_alive()
    assert [change.item for change in seen] == ["TT-02"]
    assert engine._sets == []


def _collect(changes: Iterator[Change], into: list[Change]) -> None:
    into.extend(changes)


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


def test_without_durable_rules(small: Manual, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    with pytest.raises(EnforceRulesError) as missing:
        LiveInspection(small, ON)
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
