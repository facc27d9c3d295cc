"""Three-valued logic by Kleene's strong tables; unknown in, unknown out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from enforce_rules.language import Truth, Value, parse, truth_of
from enforce_rules.language.functions import months_after
from enforce_rules.language.kleene import and_, not_, or_
from enforce_rules.language.partial import substitute
from tests.small import ON, conditions, known_facts, small_manual

VALUES: tuple[Truth, ...] = (True, False, None)
SMALL = small_manual({"TT-01": ("true", {"x": "b1"})})


@pytest.mark.parametrize("left", VALUES)
@pytest.mark.parametrize("right", VALUES)
def test_tables(left: Truth, right: Truth) -> None:
    both = False if False in (left, right) else None if None in (left, right) else True
    either = True if True in (left, right) else None if None in (left, right) else False
    assert and_([left, right]) is both
    assert or_([left, right]) is either
    assert not_(and_([left, right])) is or_([not_(left), not_(right)])


@pytest.mark.parametrize(
    ("text", "facts", "truth"),
    [
        ("i1 > 3", {}, None),
        ("i1 > 3 and b1", {"b1": False}, False),
        ("i1 > 3 or b1", {"b1": True}, True),
        ("i1 + i2 >= 4", {"i1": 4}, None),  # although no i2 could make it false: that is what exactness is about
        ("count(s1) == 0", {}, None),
        ("count(s1) == 0", {"s1": frozenset()}, True),
        ('e1 not in {"甲"}', {}, None),
        ("on > months_after(d1, 6)", {}, None),
        ("on > months_after(d1, 6)", {"d1": date(2021, 3, 1)}, False),
        ("on > months_after(d1, 6)", {"d1": date(2021, 2, 28)}, True),
    ],
)
def test_truth(text: str, facts: dict[str, Value], truth: Truth) -> None:
    assert truth_of(parse(text, SMALL.vocabulary), facts, ON) is truth


@given(conditions(), known_facts())
def test_partial_evaluation_keeps_the_truth(text: str, facts: dict[str, Value]) -> None:
    condition = parse(text, SMALL.vocabulary)
    truth = truth_of(condition, facts, ON)
    rest = substitute(condition, facts, ON)
    assert truth_of(rest, {}, ON) is truth


@given(conditions(), known_facts())
def test_more_facts_never_change_a_decided_truth(text: str, facts: dict[str, Value]) -> None:
    condition = parse(text, SMALL.vocabulary)
    whole = truth_of(condition, facts, ON)
    for name in facts:
        fewer = {other: value for other, value in facts.items() if other != name}
        assert truth_of(condition, fewer, ON) in (None, whole)


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2020, 8, 31), 6, date(2021, 2, 28)),
        (date(2019, 8, 31), 6, date(2020, 2, 29)),
        (date(2020, 12, 15), 1, date(2021, 1, 15)),
        (date(2021, 1, 31), -2, date(2020, 11, 30)),
        (date(2020, 11, 30), 36, date(2023, 11, 30)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(day: date, months: int, after: date) -> None:
    assert months_after(day, months) == after
