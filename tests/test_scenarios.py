"""Every scenario of every item, and that each item has the scenarios it needs."""

from __future__ import annotations

import pytest

from enforce_rules import Facts, Manual, load_manual
from enforce_rules.evaluate import Inspection
from enforce_rules.manual import Item, Scenario
from tests.small import typed

_ITEMS = load_manual().items
SCENARIOS = [(item.id, number) for item in _ITEMS.values() for number in range(len(item.scenarios))]


def _run(manual: Manual, item: Item, scenario: Scenario) -> Inspection:
    assert item.baseline is not None
    raw = {**item.baseline.facts, **scenario.facts}
    facts = {name: value for name, value in typed(manual, raw).items() if name not in scenario.unknown}
    return Inspection(manual.compiled, Facts(facts), scenario.on or item.baseline.on)


@pytest.mark.parametrize(("item", "number"), SCENARIOS, ids=[f"{i}-{n}" for i, n in SCENARIOS])
def test_scenario(manual: Manual, item: str, number: int) -> None:
    scenario = manual.items[item].scenarios[number]
    found = _run(manual, manual.items[item], scenario)[item]
    assert found.verdict == scenario.verdict, scenario.name
    if scenario.verdict == "violation":
        assert [breach.name for breach in found.violations] == [
            n for n in manual.items[item].breaches if n in scenario.breaches
        ], scenario.name
        for breach in found.violations:
            assert "{" not in breach.statement
            assert breach.statement
        if any(breach.major for breach in manual.items[item].breaches.values()):
            assert scenario.major is not None, f"{scenario.name}: say whether it is a major hazard"
    if scenario.major is not None:
        assert found.major is scenario.major, scenario.name
    if scenario.needed is not None:
        assert set(found.needed) == set(scenario.needed), scenario.name
    if scenario.boundary:
        assert scenario.boundary not in [breach.name for breach in found.violations], scenario.name
    for kind in ("duties", "penalties"):
        stated = getattr(scenario, kind)
        if stated is not None:
            bases = [basis for breach in found.violations for basis in getattr(breach, kind)]
            assert {basis.citation for basis in bases if basis.applies} == set(stated), scenario.name


@pytest.mark.parametrize("item", list(_ITEMS))
def test_item_has_the_scenarios_it_needs(manual: Manual, item: str) -> None:
    """For every breach one that violates and one at the boundary; one compliant, one undetermined, one not applicable."""
    scenarios = manual.items[item].scenarios
    for breach in manual.items[item].breaches:
        assert any(breach in scenario.breaches for scenario in scenarios), f"{breach} is never violated"
        assert any(scenario.boundary == breach for scenario in scenarios), f"{breach} has no boundary"
    verdicts = {scenario.verdict for scenario in scenarios}
    wanted = {"compliant", "undetermined"} | ({"not_applicable"} if manual.items[item].applies != "true" else set())
    assert wanted <= verdicts


@pytest.mark.parametrize("item", list(_ITEMS))
def test_a_boundary_is_one_step_away(manual: Manual, item: str) -> None:
    """For every breach some boundary scenario differs from one that violates it in at most two facts (a count and the total it is part of)."""
    found = manual.items[item]

    def facts_of(scenario: Scenario) -> dict[str, object]:
        assert found.baseline is not None
        facts = {**found.baseline.facts, **scenario.facts}
        return {name: value for name, value in facts.items() if name not in scenario.unknown}

    for breach in found.breaches:
        distances = [
            sum(here.get(name) != there.get(name) for name in {*here, *there})
            for here in (facts_of(scenario) for scenario in found.scenarios if scenario.boundary == breach)
            for there in (facts_of(scenario) for scenario in found.scenarios if breach in scenario.breaches)
        ]
        assert min(distances) <= 2, (breach, min(distances))


def test_the_items_of_this_release(manual: Manual) -> None:
    tables = {table: [item.id for item in manual.items.values() if item.table == table] for table in manual.info.tables}
    assert tables["DE"] == [f"DE-{n:02d}" for n in range(1, 11)]
    assert tables["CS"] == [f"CS-{n:02d}" for n in range(1, 7)]
    assert tables["MR"] == [f"MR-{n:02d}" for n in (5, 6, 8, 10, 12, 13, 16, 17, 18, 19, 25, 29, 30)]
    assert tables["DP"] == ["DP-02", "DP-03", "DP-12"]
