"""Undetermined means undetermined: the missing facts really leave it open, and those named as needed really matter."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from enforce_rules import Manual, load_manual
from enforce_rules.evaluate import ItemConditions, completions, conditions_on, judge
from enforce_rules.language import Value, facts_of, truth_of
from tests.evaluate.real import DAYS, facts_for, turning_values
from tests.small import FINITE, ON, completions_by_force, conditions, known_facts, read_once, small_manual

ITEMS = list(load_manual().items)


def _verdict(wanted: ItemConditions, facts: dict[str, Value]) -> str:
    return judge(truth_of(wanted.applies, facts, ON), truth_of(wanted.violated, facts, ON))


@given(conditions(FINITE), conditions(FINITE), known_facts(FINITE))
def test_completions_are_those_of_brute_force(applies: str, violated: str, facts: dict[str, Value]) -> None:
    """The verdicts still possible and the facts that matter, against every way of filling in the missing ones."""
    small = small_manual({"TT-01": (applies, {"x": violated})})
    wanted = conditions_on(small, small.items["TT-01"], ON)
    unknown = tuple(name for name in facts_of(wanted.applies, wanted.violated) if name not in facts)
    assume(len(unknown) <= 5)
    verdicts = {
        tuple(whole[name] for name in unknown): _verdict(wanted, whole)
        for whole in completions_by_force(facts, unknown)
    }
    found = completions(wanted, facts, ON)
    assert found.verdicts == set(verdicts.values())
    matters = {name for place, name in enumerate(unknown) if _matters(verdicts, place)}
    assert set(found.needed) == matters


def _matters(verdicts: Mapping[tuple[Value, ...], str], place: int) -> bool:
    lines: dict[tuple[Value, ...], set[str]] = {}
    for values, verdict in verdicts.items():
        lines.setdefault((*values[:place], *values[place + 1 :]), set()).add(verdict)
    return any(len(line) > 1 for line in lines.values())


@given(read_once(), known_facts(FINITE))
def test_a_condition_that_uses_each_fact_once_is_exact(violated: str, facts: dict[str, Value]) -> None:
    small = small_manual({"TT-01": ("true", {"x": violated})})
    wanted = conditions_on(small, small.items["TT-01"], ON)
    unknown = tuple(name for name in facts_of(wanted.violated) if name not in facts)
    verdicts = {_verdict(wanted, whole) for whole in completions_by_force(facts, unknown)}
    verdict = _verdict(wanted, facts)
    assert verdicts == {verdict} if verdict != "undetermined" else len(verdicts) == 2


@given(conditions(), known_facts())
def test_a_decided_verdict_is_that_of_every_completion(violated: str, facts: dict[str, Value]) -> None:
    small = small_manual({"TT-01": ("true", {"x": violated})})
    wanted = conditions_on(small, small.items["TT-01"], ON)
    verdict = _verdict(wanted, facts)
    if verdict != "undetermined":
        assert completions(wanted, facts, ON).verdicts == {verdict}


def test_an_inexact_condition_is_seen() -> None:
    """What the tests below look for does exist: Kleene's tables alone leave this open although it is not."""
    small = small_manual({"TT-01": ("true", {"x": "i1 > 2 and b1", "y": "i1 <= 2 and b2"})})
    wanted = conditions_on(small, small.items["TT-01"], ON)
    facts: dict[str, Value] = {"b1": True, "b2": True}
    assert _verdict(wanted, facts) == "undetermined"
    assert completions(wanted, facts, ON).verdicts == {"violation"}


def test_two_facts_without_bounds_are_compared() -> None:
    """Found in the manual: a set pressure above a design pressure, neither of them bounded, had no completions at all."""
    facts = {name: {"type": kind} for name, kind in (("i1", "int"), ("i2", "int"), ("n1", "number"))}
    small = small_manual({"TT-01": ("true", {"x": "i1 > i2", "y": "i2 > n1"})}, facts)
    wanted = conditions_on(small, small.items["TT-01"], ON)
    for known in ({}, {"i1": 7}, {"i2": -3}):
        found = completions(wanted, known, ON)
        assert found.verdicts == {"violation", "compliant"}
        assert set(found.needed) == {"i1", "i2", "n1"} - set(known)


@pytest.mark.parametrize("item", ITEMS)
@settings(max_examples=60)
@given(data=st.data())
def test_items_and_breaches_of_the_manual_are_exact(manual: Manual, item: str, data: st.DataObject) -> None:
    """Wherever the tables say unknown, the missing facts have two completions that are judged differently."""
    on = data.draw(st.sampled_from(DAYS))
    facts = data.draw(facts_for(manual, on, item))
    whole = conditions_on(manual, manual.items[item], on)
    singly = [ItemConditions(whole.item, whole.applies, {name: breach}) for name, breach in whole.breaches.items()]
    for wanted in [whole, *singly]:
        verdict = judge(truth_of(wanted.applies, facts, on), truth_of(wanted.violated, facts, on))
        possible = completions(wanted, facts, on).verdicts
        assert len(possible) > 1 if verdict == "undetermined" else possible == {verdict}


@pytest.mark.parametrize("item", ITEMS)
@settings(max_examples=15)
@given(data=st.data())
def test_completions_of_the_manual_are_those_of_brute_force(manual: Manual, item: str, data: st.DataObject) -> None:
    """With at most three facts missing, trying all their turning values finds the same verdicts and the same needed facts."""
    on = data.draw(st.sampled_from(DAYS))
    values = turning_values(manual, item, on)
    missing = data.draw(st.lists(st.sampled_from(sorted(values)), max_size=3, unique=True))
    facts = {name: data.draw(st.sampled_from(found)) for name, found in values.items() if name not in missing}
    combinations = list(itertools.product(*(values[name] for name in missing)))
    assume(len(combinations) <= 3_000)
    wanted = conditions_on(manual, manual.items[item], on)
    verdicts = {}
    for combination in combinations:
        filled = {**facts, **dict(zip(missing, combination, strict=True))}
        verdicts[tuple(combination)] = judge(
            truth_of(wanted.applies, filled, on), truth_of(wanted.violated, filled, on)
        )
    found = completions(wanted, facts, on)
    assert found.verdicts >= set(verdicts.values())
    matters = {name for place, name in enumerate(missing) if _matters(verdicts, place)}
    assert set(found.needed) >= matters
