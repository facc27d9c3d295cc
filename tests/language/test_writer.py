"""Writing a condition and reading it back gives the same condition."""

from __future__ import annotations

import pytest
from hypothesis import given

from enforce_rules import Manual
from enforce_rules.language import Vocabulary, parse, write
from tests.small import conditions, small_manual

VOCABULARY = small_manual({"TT-01": ("true", {"x": "b1"})}).vocabulary


@given(conditions())
def test_generated_conditions(text: str) -> None:
    expression = parse(text, VOCABULARY)
    assert parse(write(expression), VOCABULARY) == expression


def test_every_condition_of_the_manual(manual: Manual) -> None:
    texts = [item.applies for item in manual.items.values()]
    for _, _, breach in manual.breaches():
        bases = (*breach.duties, *breach.penalties, *breach.major)
        texts += [breach.violated, *(basis.when for basis in bases if basis.when)]
    for text in texts:
        assert parse(write(manual.condition(text)), manual.vocabulary) == manual.condition(text)


@pytest.mark.parametrize(
    "text",
    [
        "b1 or b2 and not b3",
        "(b1 or b2) and b3",
        "not (b1 and b2)",
        "i1 - (i2 - 1) >= 2",
        "(i1 + i2) * 2 == 3",
        "-1 < i1",
        'e1 not in {"甲", "丙"}',
        'count({"子", "丑"} - s1) > 0',
        '"子" in s1 & {"子"}',
        'on >= date("2021-09-01")',
        "days_since(d1) > 30",
        "n1 <= 1.25",
        "true or false",
    ],
)
def test_it_is_written_as_a_drafter_would(text: str) -> None:
    assert write(parse(text, VOCABULARY)) == text


def test_a_quotation_mark_within_an_option() -> None:
    facts = small_manual(
        {"TT-01": ("true", {"x": "b1"})}, {"b1": {"type": "bool"}, "e": {"type": "enum", "values": ['"A"级', "B\\级"]}}
    )
    vocabulary = Vocabulary(facts.types, {})
    for value in ('"A"级', "B\\级"):
        expression = parse(f"e == {value!r}", vocabulary)
        assert parse(write(expression), vocabulary) == expression
