"""The live evaluator judges as the others do, after every record."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enforce_rules import Facts, LiveInspection, Manual
from enforce_rules.evaluate import CompiledRulebook
from enforce_rules.evaluate.live.engine import Engine
from enforce_rules.evaluate.live.planes import wide_fact
from enforce_rules.language import Value
from tests.evaluate.live.steps import DAY, STEPS, Step, agrees, follow, recordable, some_steps
from tests.evaluate.real import DAYS, enterprises
from tests.small import ON, conditions, known_facts, small_manual

pytest.importorskip("durable_rules_engine")


@settings(max_examples=300)
@given(st.lists(st.tuples(conditions(), conditions(), conditions()), min_size=1, max_size=3), known_facts(), STEPS)
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
