"""The small faults: which are planted, and that each is a condition a drafter could have written."""

from __future__ import annotations

import pytest
from hypothesis import given

from enforce_rules.language import Vocabulary, parse, write
from enforce_rules.quality.mutants import changes_of
from tests.small import conditions, small_manual

VOCABULARY = small_manual({"TT-01": ("true", {"x": "b1"})}).vocabulary


def _changed(text: str, *pool: str) -> set[str]:
    facts = {name: VOCABULARY.facts[name] for name in pool}
    return {write(change.condition) for change in changes_of(parse(text, VOCABULARY), facts)}


@pytest.mark.parametrize(
    ("text", "pool", "faults"),
    [
        ("i1 > 2", (), {"i1 < 2", "i1 <= 2", "i1 == 2", "i1 != 2", "i1 >= 2", "i1 > 1", "i1 > 3"}),
        ("b1", ("b1", "b2", "i1"), {"not b1", "b2"}),
        ("not b1", (), {"b1", "not not b1"}),
        ("b1 and b2", (), {"b1 or b2", "b1", "b2", "not b1 and b2", "b1 and not b2"}),
        (
            "b1 or b2 or b3",
            (),
            {
                "b1 and b2 and b3",
                "b1 or b2",
                "b1 or b3",
                "b2 or b3",
                "not b1 or b2 or b3",
                "b1 or not b2 or b3",
                "b1 or b2 or not b3",
            },
        ),
        ('e1 == "甲"', (), {'e1 != "甲"', 'e1 == "乙"', 'e1 == "丙"'}),
        (
            'e1 in {"甲", "乙"}',
            (),
            {'e1 not in {"甲", "乙"}', 'e1 in {"甲"}', 'e1 in {"乙"}', 'e1 in {"甲", "乙", "丙"}'},
        ),
        ('"子" in s1', (), {'"子" not in s1', '"丑" in s1', '"寅" in s1'}),
        (
            'overlaps(s1, {"子"})',
            (),
            {
                'includes(s1, {"子"})',
                'not overlaps(s1, {"子"})',
                'overlaps(s1, {"子", "丑"})',
                'overlaps(s1, {"子", "寅"})',
            },
        ),
        ("n1 < 0.5", (), {"n1 <= 0.5", "n1 == 0.5", "n1 != 0.5", "n1 >= 0.5", "n1 > 0.5", "n1 < 0.4", "n1 < 0.6"}),
        (
            "i1 * 100 < i2 * 2",
            ("i1", "i2"),
            {
                "i2 * 100 < i2 * 2",
                "i1 * 100 < i1 * 2",
                *(f"i1 * 100 {op} i2 * 2" for op in ("<=", "==", "!=", ">=", ">")),
                "i1 * 101 < i2 * 2",
                "i1 * 99 < i2 * 2",
                "i1 * 100 < i2 * 3",
                "i1 * 100 < i2 * 1",
            },
        ),
        (
            "i1 + i2 > 0",
            (),
            {
                *(f"i1 + i2 {op} 0" for op in ("<", "<=", "==", "!=", ">=")),
                "i1 - i2 > 0",
                "i1 + i2 > 1",
                "i1 + i2 > -1",
            },
        ),
        (
            'on >= date("2021-09-01")',
            (),
            {
                *(f'on {op} date("2021-09-01")' for op in ("<", "<=", "==", "!=", ">")),
                'on >= date("2021-08-31")',
                'on >= date("2021-09-02")',
            },
        ),
        (
            "on > months_after(d1, 6)",
            (),
            {
                *(f"on {op} months_after(d1, 6)" for op in ("<", "<=", "==", "!=", ">=")),
                "on > months_after(d1, 5)",
                "on > months_after(d1, 7)",
            },
        ),
        (
            "ceil(n1) == 1",
            (),
            {
                "floor(n1) == 1",
                *(f"ceil(n1) {op} 1" for op in ("<", "<=", "!=", ">=", ">")),
                "ceil(n1) == 0",
                "ceil(n1) == 2",
            },
        ),
    ],
)
def test_faults_of_a_condition(text: str, pool: tuple[str, ...], faults: set[str]) -> None:
    assert _changed(text, *pool) == faults


@given(conditions())
def test_every_mutant_is_another_condition_of_the_language(text: str) -> None:
    original = parse(text, VOCABULARY)
    changed = [change.condition for change in changes_of(original, VOCABULARY.facts)]
    assert changed
    assert original not in changed
    assert len(set(changed)) == len(changed)
    for condition in changed:
        assert parse(write(condition), Vocabulary(VOCABULARY.facts, {})) == condition
