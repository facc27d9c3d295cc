"""One semantics: every evaluator says the same as the definition, on every input.

The definition is ``language.kleene``. Held equal to it: the compiled evaluator, the explaining one, tables (Polars at once and
lazily, DuckDB), the live one, and the formulas of the proofs.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain
from random import Random
from typing import Any

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from enforce_rules import Facts, LiveInspection, Manual, load_manual
from enforce_rules.evaluate import CompiledRulebook, conditions_on, explain, judge
from enforce_rules.evaluate.conditions import VERDICTS
from enforce_rules.language import Kind, Value, truth_of
from enforce_rules.language.expression import TRUE
from enforce_rules.language.functions import FUNCTIONS
from tests.evaluate import nightly
from tests.evaluate.formulas import Formulas
from tests.evaluate.real import DAYS, enterprise, enterprises, turning_values
from tests.evaluate.tables import codes_of, table_of
from tests.small import DOMAINS, ON, conditions, known_facts, small_manual

ITEMS = list(load_manual().items)


@given(conditions(), st.lists(conditions(), min_size=1, max_size=3), known_facts())
def test_generated_rules(applies: str, breaches: list[str], facts: dict[str, Value]) -> None:
    small = small_manual({"TT-01": (applies, {f"x{n}": text for n, text in enumerate(breaches)})})
    wanted = conditions_on(small, small.items["TT-01"], ON)
    verdict = judge(truth_of(wanted.applies, facts, ON), truth_of(wanted.violated, facts, ON))
    assert CompiledRulebook(small).verdicts(facts, ON) == {"TT-01": verdict}
    for condition in wanted.breaches.values():
        assert explain(condition, facts, ON, small).value is truth_of(condition, facts, ON)


@settings(max_examples=60)
@given(st.data())
def test_the_manual(manual: Manual, data: st.DataObject) -> None:
    """All items at once on facts near every threshold; the compiled function of the day, and the definition."""
    on = data.draw(st.sampled_from(DAYS))
    facts = data.draw(enterprises(manual, on))
    verdicts = manual.compiled.verdicts(facts, on)
    for item in manual.items.values():
        wanted = conditions_on(manual, item, on)
        applies, violated = truth_of(wanted.applies, facts, on), truth_of(wanted.violated, facts, on)
        assert verdicts[item.id] == judge(applies, violated), item.id
        assert explain(wanted.violated, facts, on, manual).value is violated


@given(st.dates(date(2020, 11, 1), date(2026, 12, 31)))
def test_a_span_of_days_has_one_function(manual: Manual, on: date) -> None:
    """The function kept for a span is the one that would be generated for the day itself."""
    facts: dict[str, Value] = {"dust_explosion_unit": True, "industries": frozenset({"其他运输"}), "employees": 20}
    fresh = CompiledRulebook(manual)
    assert manual.compiled.verdicts(facts, on) == fresh.verdicts(facts, on)


# What is drawn.


def test_the_drawn_enterprises_have_everything_that_may_matter(manual: Manual) -> None:
    """Every fact recorded and not, every bound, every choice, every empty set; every item with every verdict."""
    chance = Random(0)
    drawn = [(on, enterprise(manual, on, chance)) for on in DAYS for _ in range(60)]
    for name in {name: None for on in DAYS for item in manual.items for name in turning_values(manual, item, on)}:
        type_ = manual.types[name]
        found = {facts[name] for _, facts in drawn if name in facts}
        assert any(name not in facts for _, facts in drawn), f"{name} is always recorded"
        if type_.kind in (Kind.BOOL, Kind.ENUM):
            assert found == set(type_.values or (True, False)), name
        elif type_.kind is Kind.SET:
            assert frozenset() in found, name
            assert frozenset().union(*(value for value in found if isinstance(value, frozenset))), name
        elif type_.numeric:
            bounds = {bound for bound in (type_.low, type_.high) if bound is not None}
            assert bounds <= found, name
            assert len(found) > len(bounds), name
    seen: dict[str, set[str]] = {item: set() for item in manual.items}
    for on, facts in drawn:
        for item, verdict in manual.compiled.verdicts(facts, on).items():
            seen[item].add(verdict)
    for item, verdicts in seen.items():
        always = manual.condition(manual.items[item].applies) == TRUE and manual.items[item].covers(DAYS[0])
        assert set(VERDICTS) - verdicts <= ({"not_applicable"} if always else set()), item


# Tables.


@settings(max_examples=15)
@given(st.data())
def test_the_manual_over_a_table(manual: Manual, data: st.DataObject) -> None:
    on = data.draw(st.sampled_from(DAYS))
    drawn = data.draw(st.lists(enterprises(manual, on), min_size=1, max_size=30))
    judged = manual.inspect_frame(table_of(drawn, manual.types), on)
    assert codes_of(judged, manual) == [manual.compiled.judge(facts, on) for facts in drawn]


@settings(max_examples=15)
@given(st.data())
def test_the_manual_over_a_lazy_table_with_days(manual: Manual, data: st.DataObject) -> None:
    """Each row on its own day."""
    days = data.draw(st.lists(st.sampled_from(DAYS), min_size=1, max_size=30))
    drawn = [data.draw(enterprises(manual, on)) for on in days]
    judged = manual.inspect_frame(table_of(drawn, manual.types, days).lazy(), "on")
    assert codes_of(judged, manual) == [manual.compiled.judge(facts, on) for facts, on in zip(drawn, days, strict=True)]


def test_the_manual_in_duckdb_with_days(manual: Manual) -> None:
    chance = Random(0)
    days = [chance.choice(DAYS) + timedelta(days=chance.choice((0, 0, 1))) for _ in range(300)]
    drawn = [enterprise(manual, max(day for day in DAYS if day <= on), chance) for on in days]
    judged = manual.inspect_frame(duckdb.from_arrow(table_of(drawn, manual.types, days).to_arrow()), "on")
    _same(manual, drawn, days, codes_of(judged, manual))


def _same(manual: Manual, drawn: list[dict[str, Value]], days: list[date], codes: list[tuple[int, ...]]) -> None:
    assert len(codes) == len(drawn)
    for facts, on, found in zip(drawn, days, codes, strict=True):
        verdicts = zip(ITEMS, manual.compiled.judge(facts, on), found, strict=True)
        assert not [difference for difference in verdicts if difference[1] != difference[2]], (on, facts)


_DAYS_NEAR = st.sampled_from([ON, *(ON + timedelta(days=step) for step in (-1, 1, 180, 181, 365, 366, 400))])
_ROWS = st.lists(st.tuples(known_facts(), _DAYS_NEAR), min_size=1, max_size=6)


def _agree(small: Manual, rows: list[tuple[dict[str, Value], date]], engine: str = "polars") -> None:
    """A table of a small manual on one day, and with a day in each row."""

    def read(table: Any) -> Any:
        return duckdb.from_arrow(table.to_arrow()) if engine == "duckdb" else table

    facts = [facts for facts, _ in rows]
    days = [on for _, on in rows]
    compiled = CompiledRulebook(small)
    on_a_day = small.inspect_frame(read(table_of(facts, small.types)), ON)
    assert codes_of(on_a_day, small) == [compiled.judge(known, ON) for known in facts]
    day_by_day = small.inspect_frame(read(table_of(facts, small.types, days)), "on")
    assert codes_of(day_by_day, small) == [compiled.judge(known, on) for known, on in rows]


@settings(max_examples=60)
@given(conditions(), st.lists(conditions(), min_size=1, max_size=3), _ROWS)
def test_generated_rules_over_a_table(
    applies: str, breaches: list[str], rows: list[tuple[dict[str, Value], date]]
) -> None:
    _agree(small_manual({"TT-01": (applies, {f"x{n}": text for n, text in enumerate(breaches)})}), rows)


@settings(max_examples=20)
@given(st.lists(st.tuples(conditions(), conditions()), min_size=1, max_size=4), _ROWS)
def test_generated_rules_in_duckdb(items: list[tuple[str, str]], rows: list[tuple[dict[str, Value], date]]) -> None:
    made = {f"TT-{n:02}": (applies, {"x": violated}) for n, (applies, violated) in enumerate(items)}
    _agree(small_manual(made), rows, "duckdb")


WHOLE_LANGUAGE = {
    "days_since": ["days_since(d1) >= 181", "days_since(d1) * 2 == 362", "days_since(d1) - i1 > i2"],
    "days_until": ["days_until(d1) >= 3", "days_until(d1) == -365"],
    "days_after": [
        "days_after(d1, 40) <= on",
        "days_after(d1, i1) < on",
        'days_after(date("2021-08-30"), i1) == on',
    ],
    "months_after": [
        "months_after(d1, 6) < on",
        "months_after(d1, -3) <= on",
        "months_after(d1, i1) <= on",
        "on > days_after(months_after(d1, 1), 30)",
        "months_after(on, 1) > d1",
        "months_after(d1, 6) == months_after(on, -1)",
    ],
    "count": ["count(s1) == 2", "count(s1) > i1", "count(s1) > 0", "count(s1) == 0", 'count(s1 & {"子", "丑"}) == 1'],
    "overlaps": ['overlaps(s1, {"子", "丑"})', 'overlaps(s1 - {"子"}, {"丑", "子"})', "overlaps(s1, s1)"],
    "includes": ['includes(s1, {"子", "丑"})', 'includes({"子", "丑"}, s1)', 'includes(s1 | {"寅"}, {"子", "寅"})'],
    "ceil": ["ceil(n1) == 1", "ceil(n1) + i1 > 2", "ceil(i1) == i2"],
    "floor": ["floor(n1) == 1", "floor(n1) * 2 >= i1"],
    "min": ["min(i1, i2) == 1", "min(i1, n1) >= 1", "min(i1, 2) + i2 > 3"],
    "max": ["max(i1, i2) == 3", "max(n1, 1) > 1", "max(i1 * 2, i2) != 4"],
    "": [
        "i1 == n1",
        "n1 < i1",
        "d1 == on",
        "d1 != on",
        'on >= date("2022-02-28") or d1 <= date("2021-09-01")',
        'e1 == "甲" or e1 not in {"乙"}',
        '"子" not in s1',
        "i1 * 3 - i2 * -2 > 5",
        "true",
        "false and b1",
        'on == date("2021-09-01")',
    ],
}
"""By the function: conditions that use it; and some that use none."""


def test_the_whole_language_is_compared() -> None:
    """A function that is added to the language fails here until it is among them."""
    assert set(WHOLE_LANGUAGE) == {*FUNCTIONS, ""}
    for name, texts in WHOLE_LANGUAGE.items():
        assert all(f"{name}(" in text for text in texts) or not name


_WHOLE = {f"TT-{n:02}": ("true", {"x": text}) for n, text in enumerate(chain(*WHOLE_LANGUAGE.values()))}


_TURNING: list[tuple[dict[str, Value], date]] = [
    ({"d1": date(2020, 8, 31)}, date(2021, 2, 28)),
    ({"d1": date(2020, 2, 29), "i1": 2}, date(2021, 3, 1)),
    ({"d1": date(2021, 3, 1), "i1": 1}, ON),
    ({"d1": date(1900, 1, 1)}, ON),
    ({"d1": date(2000, 2, 29)}, ON),
    ({"d1": date(2200, 12, 31), "i1": 4}, ON),
    ({"n1": Decimal("0.500000001"), "i1": 1}, ON),
    ({"s1": frozenset()}, ON),
    ({}, ON),
]


@settings(max_examples=15)
@given(st.lists(st.tuples(known_facts(), _DAYS_NEAR), min_size=1, max_size=20))
@example(_TURNING)
def test_the_whole_language_over_a_table(rows: list[tuple[dict[str, Value], date]]) -> None:
    _agree(small_manual(_WHOLE), rows)


def test_the_whole_language_in_duckdb() -> None:
    chance = Random(0)
    values: dict[str, list[Value]] = {
        **DOMAINS,
        "n1": [Decimal(text) for text in ("0", "0.5", "0.500000001", "1", "1.25", "2")],
        "d1": [ON - timedelta(days=step) for step in range(-100, 800)],
    }
    drawn = [
        (
            {name: chance.choice(found) for name, found in values.items() if chance.random() < 0.8},
            ON + timedelta(days=chance.randrange(-100, 800)),
        )
        for _ in range(500)
    ]
    _agree(small_manual(_WHOLE), [*_TURNING, *drawn], "duckdb")


@given(st.lists(known_facts(), min_size=1, max_size=6))
def test_months_after_days(facts: list[dict[str, Value]]) -> None:
    small = small_manual({"TT-01": ("true", {"x": "on > months_after(days_after(d1, 30), 1)"})})
    judged = small.inspect_frame(table_of(facts, small.types), ON)
    assert codes_of(judged, small) == [CompiledRulebook(small).judge(known, ON) for known in facts]


# The live evaluator.


@settings(max_examples=10)
@given(st.data())
def test_the_manual_live(manual: Manual, data: st.DataObject) -> None:
    on = data.draw(st.sampled_from(DAYS))
    facts = data.draw(enterprises(manual, on))
    with LiveInspection(manual, on, Facts(facts)) as live:
        assert live.verdicts == manual.compiled.verdicts(facts, on)


# The formulas of the proofs.


@pytest.mark.parametrize("item", ITEMS)
def test_the_formulas_of_the_manual(manual: Manual, item: str) -> None:
    chance = Random(item)
    formulas = Formulas(manual)
    for on in chance.sample(DAYS, 3):
        wanted = conditions_on(manual, manual.items[item], on)
        for _ in range(3):
            facts = enterprise(manual, on, chance)
            expected = truth_of(wanted.applies, facts, on), truth_of(wanted.violated, facts, on)
            assert formulas.truths(item, on, facts) == expected


# All of them at once, as in the run of a night.


@settings(max_examples=4)
@given(st.data())
def test_all_evaluators_at_once(manual: Manual, data: st.DataObject) -> None:
    """Few tables, for binding the whole manual takes DuckDB seconds; so large ones."""
    on = data.draw(st.sampled_from(DAYS))
    chance = Random(data.draw(st.integers(0, 2**32 - 1)))
    drawn = [enterprise(manual, on, chance) for _ in range(200)]
    assert not nightly.disagreements(manual, on, drawn, Formulas(manual))


def test_every_evaluator_is_looked_at(manual: Manual, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each disagrees where the compiled evaluator is made to say otherwise of one item."""
    on = DAYS[-1]
    drawn = [enterprise(manual, on, Random(seed)) for seed in range(3)]
    right = [manual.compiled.judge(facts, on) for facts in drawn]
    wrong = iter([((codes[0] + 1) % len(VERDICTS), *codes[1:]) for codes in right])
    monkeypatch.setattr(manual.compiled, "judge", lambda facts, on: next(wrong))
    problems = nightly.disagreements(manual, on, drawn, Formulas(manual))
    told = Counter(problem.partition(f" {ITEMS[0]} ")[0] for problem in problems)
    of_all = dict.fromkeys(("Polars", "Polars with days, lazily", "DuckDB"), 3)
    of_one = dict.fromkeys(("the definition", "explaining", "live", "formulas"), 1)
    assert told == {**of_all, **of_one}
