"""What a session takes, tells and refuses."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from threading import Thread

import pytest

from enforce_rules import EnforceRulesError, Facts, FactsError, LiveInspection, Manual
from enforce_rules.evaluate import CompiledRulebook
from enforce_rules.evaluate.live import Change
from enforce_rules.facts import Evidence
from tests.evaluate.live.steps import DAY, follow
from tests.small import ON, small_manual

pytest.importorskip("durable_rules_engine")


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
