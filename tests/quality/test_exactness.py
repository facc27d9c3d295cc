"""What is proved exact is exact, and what is not is found: against every state of knowledge of small domains."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from datetime import date

import pytest
from hypothesis import assume, given, settings

from enforce_rules import Manual
from enforce_rules.evaluate import completions, conditions_on, judge
from enforce_rules.language import Value, facts_of, truth_of
from enforce_rules.quality.exactness import inexact
from enforce_rules.quality.rule import rule_of
from tests.small import DOMAINS, FINITE, ON, completions_by_force, conditions, read_once, small_manual


def _item(applies: str, *breaches: str) -> Manual:
    return small_manual({"TT-01": (applies, {f"x{n}": text for n, text in enumerate(breaches)})})


def _inexact_by_force(small: Manual) -> dict[str, Value] | None:
    """The first state of knowledge in which the tables say undetermined and every completion says the same."""
    wanted = conditions_on(small, small.items["TT-01"], ON)
    names = tuple(facts_of(wanted.applies, wanted.violated))

    def verdict(facts: Mapping[str, Value]) -> str:
        return judge(truth_of(wanted.applies, facts, ON), truth_of(wanted.violated, facts, ON))

    for facts in _states(names):
        if verdict(facts) == "undetermined":
            unknown = tuple(name for name in names if name not in facts)
            if len({verdict(whole) for whole in completions_by_force(facts, unknown)}) == 1:
                return facts
    return None


def _states(names: tuple[str, ...]) -> Iterator[dict[str, Value]]:
    for values in itertools.product(*([None, *DOMAINS[name]] for name in names)):
        yield {name: value for name, value in zip(names, values, strict=True) if value is not None}


SMALL = ("b1", "b2", "i1", "i2", "e1")


@settings(max_examples=120)
@given(conditions(SMALL), conditions(SMALL))
def test_as_brute_force_finds(applies: str, violated: str) -> None:
    small = _item(applies, violated)
    rule = rule_of(small, small.items["TT-01"])
    assume(len(rule.facts) <= 4)
    found, expected = inexact(small, rule), _inexact_by_force(small)
    assert (found is None) == (expected is None)
    if found is not None:
        wanted = conditions_on(small, small.items["TT-01"], found.on)
        truths = (truth_of(condition, found.facts, found.on) for condition in (wanted.applies, wanted.violated))
        assert judge(*truths) == "undetermined"
        assert len(completions(wanted, found.facts, found.on).verdicts) == 1


@given(read_once(FINITE))
def test_a_condition_that_uses_each_fact_once_is_exact(violated: str) -> None:
    small = _item("true", violated)
    assert inexact(small, rule_of(small, small.items["TT-01"])) is None


@pytest.mark.parametrize(
    ("breaches", "exact"),
    [
        (["b1 or not b1"], False),
        (["b1 and b2 or not b1 and b3"], False),  # b1 does not matter when b2 and b3 are both recorded and true
        (["b1 and b2 or not b1"], False),  # not b1 or b2 says the same and is exact
        (["not b1 or b2"], True),
        (["i1 > 2 and b1", "i1 <= 2 and b2"], False),
        (["i1 > 2 and b1", "i1 > 3 and b2"], True),  # both turn the same way
        (['e1 == "甲" and b1', 'e1 == "乙" and b2'], True),  # no value makes both certain
        (['e1 == "甲" and b1', 'e1 != "甲" and b1'], False),
        (['"子" in s1 and b1', '"丑" in s1 and b1'], True),
        (["count(s1) > 0 and b1", "count(s1) == 0 and b1"], False),
        (["i1 > i2 and b1", "i1 <= i2 and b1"], False),
        (["i1 > i2"], False),  # i1 = 0 settles it, i2 being never below 0
        (["i1 + 1 > i2 + 6"], False),  # never, within the bounds
        (["i1 >= i2 and b1", "i2 > 4 and b2"], False),
        (["n1 > 0.5 and b1", "n1 <= 0.5 and b1"], False),
        (["on > months_after(d1, 12)", "on > months_after(d1, 6) and b1"], True),
        (["on > months_after(d1, 12) and b1", "on <= months_after(d1, 12) and b1"], False),
        (["days_since(d1) > 30 and b1", "days_since(d1) < 31 and b1"], False),
        (['on >= date("2024-01-01") and b1 or on < date("2024-01-01") and b1'], True),  # the day is always known
        (['on >= date("2024-01-01") and (b1 and b2 or not b1 and b2)'], False),  # only from then on
    ],
)
def test_cases(breaches: list[str], exact: bool) -> None:
    small = _item("true", *breaches)
    assert (inexact(small, rule_of(small, small.items["TT-01"])) is None) is exact


def test_the_witness_lies_on_a_day_on_which_it_is_inexact() -> None:
    small = _item("true", 'on >= date("2024-01-01") and (b1 and b2 or not b1 and b2)')
    found = inexact(small, rule_of(small, small.items["TT-01"]))
    assert found is not None
    assert found.on >= date(2024, 1, 1)
    assert found.facts == {"b2": True}


def test_an_item_that_applies_when_it_is_violated_is_exact_or_not_as_a_whole() -> None:
    """Applicability counts: not applying and complying are different verdicts, so this is open although never violated."""
    small = _item("b1", "not b1 and b2")
    assert (inexact(small, rule_of(small, small.items["TT-01"])) is None) == (_inexact_by_force(small) is None)
