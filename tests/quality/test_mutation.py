"""A fault is noticed, or proved to change nothing, or survives with a scenario that would notice it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings

from enforce_rules import Manual
from enforce_rules.language.values import fit
from enforce_rules.manual import Item
from enforce_rules.quality.mutants import Mutant
from enforce_rules.quality.mutation import Bench
from enforce_rules.quality.proposal import Proposer
from enforce_rules.quality.rule import outcome, truths_of
from enforce_rules.quality.scenario import Scenarios, cases_of
from tests.small import DOMAINS, ON, completions_by_force, conditions, small_manual

BASELINE = {"b1": False, "b2": False, "b3": False, "i1": 0, "i2": 0, "e1": "丙", "s1": []}


def _with_scenarios(violated: str, scenarios: list[dict[str, Any]]) -> Manual:
    small = small_manual({"TT-01": ("true", {"x": violated})})
    told = small.items["TT-01"].model_dump(mode="json", by_alias=True)
    told["methods"] = [dict(method) for method in told["methods"]]
    told |= {"baseline": {"on": ON.isoformat(), "facts": BASELINE}, "scenarios": scenarios}
    small.items["TT-01"] = Item.model_validate_json(json.dumps(told))
    return small


def _scenario(verdict: str, **facts: Any) -> dict[str, Any]:
    breaches = ["x"] if verdict == "violation" else []
    return {"name": f"{facts}", "facts": facts, "verdict": verdict, "breaches": breaches}


def _unnoticed(bench: Bench) -> list[Mutant]:
    return [mutant for mutant in bench.mutants_of_item("TT-01") if bench.noticed(mutant) is None]


def test_a_threshold_needs_a_scenario_on_each_side() -> None:
    one = _with_scenarios("i1 > 2", [_scenario("violation", i1=4), _scenario("compliant")])
    assert {mutant.after for mutant in _unnoticed(Bench(one))} == {"i1 >= 2", "i1 > 1", "i1 > 3"}
    both = _with_scenarios(
        "i1 > 2", [_scenario("violation", i1=3), _scenario("compliant", i1=2), _scenario("compliant")]
    )
    assert [mutant.after for mutant in _unnoticed(Bench(both))] == []


def test_a_scenario_that_fails_on_the_rules_as_written_notices_nothing() -> None:
    wrong = _with_scenarios("i1 > 2", [_scenario("compliant", i1=3)])
    bench = Bench(wrong)
    assert bench.rows["TT-01"] == ()
    assert len(_unnoticed(bench)) == len(list(bench.mutants_of_item("TT-01")))


def test_what_changes_nothing_is_removed_by_proof() -> None:
    """i1 is never below 0: not equal to 0 and greater than 0 are the same."""
    small = _with_scenarios(
        "i1 > 0", [_scenario("violation", i1=1), _scenario("compliant"), _scenario("violation", i1=4)]
    )
    bench = Bench(small)
    unnoticed = _unnoticed(bench)
    assert [mutant.after for mutant in unnoticed] == ["i1 != 0"]
    assert Proposer(bench).propose(unnoticed[0]) is None


def test_needed_facts_notice_a_mutant_that_verdicts_do_not() -> None:
    scenario = {"name": "未查", "unknown": ["b1", "b2"], "verdict": "undetermined", "needed": ["b1", "b2"]}
    small = _with_scenarios("b1 and b2", [scenario])
    dropped = [mutant for mutant in Bench(small).mutants_of_item("TT-01") if mutant.after == "b1"]
    assert Bench(small).noticed(dropped[0]) is not None
    del scenario["needed"]
    assert Bench(_with_scenarios("b1 and b2", [scenario])).noticed(dropped[0]) is None


@settings(max_examples=40)
@given(conditions(("b1", "b2", "i1", "i2", "e1", "s1")))
def test_a_proof_of_equivalence_and_a_proposal_are_right(violated: str) -> None:
    """By brute force: nothing tells an equivalent mutant from the rule; a proposed scenario does, and the rule passes it."""
    small = _with_scenarios(violated, [])
    bench = Bench(small)
    proposer = Proposer(bench)
    for mutant in list(bench.mutants_of_item("TT-01"))[:12]:
        rule, changed = bench.rules["TT-01"], mutant.rules["TT-01"]
        names = tuple({**rule.facts, **changed.facts})
        if len(names) > 4:
            continue
        told_apart = any(
            outcome(rule, truths_of(rule, facts, ON)) != outcome(changed, truths_of(changed, facts, ON))
            for facts in completions_by_force({}, names)
        )
        proposal = proposer.propose(mutant)
        assert (proposal is not None) == told_apart, str(mutant)
        if proposal is None:
            continue
        raw: Mapping[str, Any] = {**BASELINE, **proposal.scenario.facts}
        facts = {
            name: fit(list(value) if isinstance(value, tuple) else value, small.types[name])
            for name, value in raw.items()
        }
        assert outcome(rule, truths_of(rule, facts, ON)) != outcome(changed, truths_of(changed, facts, ON))
        assert outcome(rule, truths_of(rule, facts, ON)).verdict == proposal.scenario.verdict


def test_the_fast_outcome_is_that_of_an_inspection(manual: Manual) -> None:
    """Mutants are judged by a shorter way than enterprises; on every scenario it comes to the same."""
    scenarios = Scenarios(manual)
    bench = Bench(manual)
    for item in manual.items.values():
        for case in cases_of(manual, item):
            found, told = bench.outcome(bench.row(case)), scenarios.look_at(case)
            assert found.verdict == told.verdict
            assert found.breaches == {breach.name for breach in told.violations}
            assert found.major is told.major
            for name in ("duties", "penalties", "criteria"):
                bases = [basis for breach in told.violations for basis in getattr(breach, name)]
                assert getattr(found, name) == {basis.citation for basis in bases if basis.applies}


@pytest.mark.parametrize("name", DOMAINS)
def test_the_baseline_of_these_tests_is_complete(name: str) -> None:
    assert name in BASELINE
