"""What a second reading of the proposals by a lawyer found, each with the case that showed it."""

from __future__ import annotations

from typing import Any

import pytest

from enforce_rules import Manual, Penalties, Proposal


def proposed(manual: Manual, on: str, facts: dict[str, Any], **case: Any) -> Penalties:
    return manual.penalties(manual.inspect({"inspection": {"date": on}, "case": case, "facts": facts}))


def unit(penalties: Penalties) -> Proposal:
    (one,) = [one for one in penalties.proposals if one.party == "unit"]
    return one


UNAPPROVED = {"confined_space_unit": True, "entries_without_permit": 1}


@pytest.mark.parametrize("on", ["2022-05-10", "2024-05-10"])
def test_to_refuse_is_never_met_with_a_small_fine_instead_of_closing(manual: Manual, on: str) -> None:
    """安全生产法(2021)第一百零二条 closes who refuses; a rule that only knows the first finding does not take its place."""
    one = unit(proposed(manual, on, UNAPPROVED, stage="refused"))
    assert one.provision == "安全生产法(2021)第一百零二条"
    assert "责令停产停业整顿" in one.other
    assert {"hearing", "collective"} <= {need.step for need in one.needs}
    assert any("效力低于安全生产法(2021)第一百零二条" in loser.reason for loser in one.others)


def test_a_major_hazard_that_is_not_removed_has_measures_and_may_be_a_crime(manual: Manual) -> None:
    facts = {"major_hazard_found": True, "major_hazards_not_eliminated": 1}
    penalties = proposed(manual, "2022-05-10", facts, stage="refused")
    assert [measure.breach for measure in penalties.measures] == ["DP-13.major_hazard_not_eliminated"]
    crimes = {crime for one in penalties.proposals for crime in one.crimes}
    assert crimes == {"刑法(2020)第一百三十四条之一第（二）项"}


def test_before_2021_there_was_no_such_crime(manual: Manual) -> None:
    facts = {"major_hazard_found": True, "major_hazards_not_eliminated": 1}
    for on, expected in (("2021-02-28", False), ("2021-03-01", True)):
        penalties = proposed(manual, on, facts, stage="refused")
        assert any(one.crimes for one in penalties.proposals) is expected


LET = {"unqualified_contractors": 1}


def steps(one: Proposal) -> set[str]:
    return {need.what for need in one.needs}


def test_the_illegal_income_that_is_known_reaches_the_procedure(manual: Manual) -> None:
    none, much = (
        unit(proposed(manual, "2022-05-10", LET, illegal_income=income, circumstances=[])) for income in (0, 100_000)
    )
    assert not any("没收" in what for what in steps(none))
    assert any("没收100000元，达到50000元" in what for what in steps(much))


def test_small_fines_joined_in_one_decision_may_need_a_hearing(manual: Manual) -> None:
    facts = {"has_special_operations": True, "special_operators_uncertified": 1, "general_signs_missing": 1}
    penalties = proposed(manual, "2020-12-01", facts, circumstances=[])
    assert [one.hearing for one in penalties.proposals if one.decision == "fine"] == [False, False]
    assert penalties.totals["unit"] >= 50_000
    assert {need.step for need in penalties.joint["unit"]} >= {"hearing", "collective"}


def test_to_go_below_the_band_is_not_called_lighter(manual: Manual) -> None:
    acts = {"MR-06.no_safety_department_or_manager": {"reduce": True}}
    facts = {
        "employees": 121, "industries": [], "hazchem_activities": [], "has_safety_department": False,
        "safety_department_not_independent": False, "full_time_safety_managers": 0, "part_time_safety_managers": 1,
    }  # fmt: skip
    one = unit(proposed(manual, "2020-12-01", facts, circumstances=["merit"], acts=acts))
    assert one.tier == "减轻"
    assert any("减轻处罚" in what for what in steps(one))
    assert not any("从轻或者从重" in what for what in steps(one))


def test_to_give_oneself_up_is_no_ground_to_go_below_the_band(manual: Manual) -> None:
    """The rules of 2010 allow only 从轻 for it and go before the measures of 2015 where they differ."""
    acts = {"DP-03.hazard_system_not_established": {"reduce": True}}
    facts = {"hazard_system": "未建立"}
    one = unit(proposed(manual, "2020-12-01", facts, circumstances=["surrendered"], acts=acts))
    assert (one.tier, one.band is not None and one.interval is not None and one.interval[0] >= one.band[0]) == (
        "从轻",
        True,
    )
    assert any("没有减轻处罚的法定情节" in reason for reason in one.review)


def test_a_circumstance_without_law_on_the_day_is_told(manual: Manual) -> None:
    facts = {"has_special_operations": True, "special_operators_uncertified": 1}
    old, new = (unit(proposed(manual, on, facts, circumstances=["intentional"])) for on in ("2023-12-31", "2024-01-01"))
    assert (old.tier, new.tier) == ("从重", "一般")
    assert any(reason.startswith("故意实施违法行为") for reason in new.review)
    assert not any(reason.startswith("故意实施违法行为") for reason in old.review)


def test_a_licence_is_for_the_authority_that_gave_it(manual: Manual) -> None:
    """安全生产许可证条例(2014)第二十三条."""
    one = unit(
        proposed(manual, "2022-05-10", {"hazchem_activities": ["生产"], "safety_production_license": "未取得而生产"})
    )
    assert one.provision == "安全生产许可证条例(2014)第十九条"
    assert any("颁发管理机关" in what for what in steps(one))
