"""The proving evaluator says the same as the definition: on facts that are recorded, and on facts that are not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import z3
from hypothesis import example, given, settings
from hypothesis import strategies as st

from enforce_rules import Manual
from enforce_rules.evaluate import conditions_on
from enforce_rules.language import Expression, Value, Vocabulary, facts_of, parse, truth_of
from enforce_rules.language.functions import FUNCTIONS, days_after, months_after
from enforce_rules.language.types import DATE
from enforce_rules.quality.calendar import Moment
from enforce_rules.quality.symbolic import Symbols
from tests.evaluate.real import DAYS, facts_for
from tests.small import ON, conditions, known_facts, small_manual

VOCABULARY = small_manual({"TT-01": ("true", {"x": "b1"})}).vocabulary


def _solver(symbols: Symbols, facts: dict[str, Value], on: date) -> z3.Solver:
    """A solver that knows the facts and the day, and which facts are recorded."""
    solver = z3.Solver()
    solver.add(symbols.day.same(Moment.of(on, symbols.domain)))
    for name in symbols.values:
        solver.add(symbols.known(name) == (name in facts))
        if name in facts:
            solver.add(symbols.equals(name, facts[name]))
    solver.add(*symbols.domain)
    return solver


def _agree(written: str | Expression, facts: dict[str, Value], on: date) -> None:
    condition = parse(written, VOCABULARY) if isinstance(written, str) else written
    symbols = Symbols()
    true, false, holds = symbols.true(condition), symbols.false(condition), symbols.holds(condition)
    truth = truth_of(condition, facts, on)
    solver = _solver(symbols, facts, on)
    assert solver.check() == z3.sat, "the encoding must restrict nothing"
    assert solver.check(z3.Not(true) if truth is True else true) == z3.unsat
    assert solver.check(z3.Not(false) if truth is False else false) == z3.unsat
    if truth is not None:
        assert solver.check(z3.Not(holds) if truth else holds) == z3.unsat


@settings(max_examples=150)
@given(conditions(), known_facts())
@example("on > months_after(d1, 6)", {"d1": date(2020, 8, 31)})
@example("on == months_after(d1, 12)", {"d1": date(2020, 2, 29)})
@example("n1 == 0.5", {"n1": Decimal("0.500000001")})
def test_generated_conditions(text: str, facts: dict[str, Value]) -> None:
    _agree(text, facts, ON)


@settings(max_examples=60)
@given(data=st.data())
def test_the_manual(manual: Manual, data: st.DataObject) -> None:
    on = data.draw(st.sampled_from(DAYS))
    item = data.draw(st.sampled_from(list(manual.items)))
    facts = data.draw(facts_for(manual, on, item))
    wanted = conditions_on(manual, manual.items[item], on)
    _agree(wanted.violated, {name: facts[name] for name in facts_of(wanted.violated) if name in facts}, on)


_CALLS = {
    "days_since": "days_since(d1) >= 3",
    "days_until": "days_until(d1) >= 3",
    "days_after": "days_after(d1, 40) <= on",
    "months_after": "months_after(d1, -3) <= on",
    "count": "count(s1) == 2",
    "overlaps": 'overlaps(s1, {"子", "丑"})',
    "includes": 'includes(s1, {"子", "丑"})',
    "ceil": "ceil(n1 * 3) == 2",
    "floor": "floor(n1 * 3) == 1",
    "min": "min(i1, n1) == 1",
    "max": "max(i1, i2) == 3",
}


def test_the_whole_language_is_encoded() -> None:
    """A function that is added to the language and has no encoding fails here, and wherever it is used."""
    assert set(_CALLS) == set(FUNCTIONS)


@pytest.mark.parametrize("function", _CALLS)
@given(facts=known_facts())
def test_each_function(function: str, facts: dict[str, Value]) -> None:
    _agree(_CALLS[function], facts, ON)


@settings(max_examples=60)
@given(
    st.dates(date(1900, 1, 1), date(2190, 12, 31)),
    st.integers(-100, 100),
    st.dates(date(1900, 1, 1), date(2200, 12, 31)),
)
@example(date(2020, 8, 31), 6, date(2021, 2, 28))
@example(date(2019, 8, 31), 6, date(2020, 2, 29))
@example(date(1899, 12, 31), 2, date(1900, 2, 28))
def test_the_calendar(day: date, months: int, other: date) -> None:
    """Months, the order of days, and the number of a day, on written days: nothing is left open."""
    definitions: list[object] = []
    moment, there = Moment.of(day, definitions), Moment.of(other, definitions)
    later = months_after(day, months)
    expected = [
        moment.later(months).same(Moment.of(later, definitions)),
        moment.before(there) == (day < other),
        moment.later(months).before(there) == (later < other),
        Moment(definitions, moment.pair).number == day.toordinal(),
        Moment(definitions, number=moment.number + 40).same(Moment.of(days_after(day, 40), definitions)),
    ]
    solver = z3.Solver()
    solver.add(*definitions)
    for claim in expected:
        assert solver.check(z3.Not(claim)) == z3.unsat, claim
    assert solver.check(*expected) == z3.sat


def test_a_date_fact_has_every_day_of_its_domain_and_no_other() -> None:
    symbols = Symbols()
    condition = parse("on == d", Vocabulary({"d": DATE}, {}))
    formula = symbols.holds(condition)
    for day, possible in ((date(1900, 1, 1), z3.sat), (date(2200, 12, 31), z3.sat), (date(2024, 2, 29), z3.sat)):
        solver = z3.Solver()
        solver.add(formula, *symbols.domain, symbols.day.same(Moment.of(day, symbols.domain)))
        assert solver.check() == possible
        assert symbols.read(solver.model(), "d") == day
    for month, within in ((2021 * 12 + 1, 29), (1899 * 12 + 11, 31), (2201 * 12, 1)):
        solver = z3.Solver()
        here = symbols.values["d"].pair
        solver.add(*symbols.domain, here[0] == month, here[1] == within)
        assert solver.check() == z3.unsat


@pytest.mark.parametrize("text", ["i1 > 4", "i1 < 0", "n1 > 2", "n1 < 0"])
def test_bounds_are_part_of_the_domain(text: str) -> None:
    symbols = Symbols()
    solver = z3.Solver()
    solver.add(symbols.holds(parse(text, VOCABULARY)), *symbols.domain)
    assert solver.check() == z3.unsat
