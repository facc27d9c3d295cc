"""One semantics: the compiled evaluator and the explaining one say the same as the definition, on every input."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from enforce_rules import Manual
from enforce_rules.evaluate import CompiledRulebook, conditions_on, explain, judge
from enforce_rules.language import Value, truth_of
from tests.evaluate.real import DAYS, enterprises
from tests.small import ON, conditions, known_facts, small_manual


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
