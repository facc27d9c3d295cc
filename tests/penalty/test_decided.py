"""What a person decides instead of what is suggested: within the law, with its reason, and with the procedure that it needs."""

from __future__ import annotations

from typing import Any

import pytest

from enforce_rules import FactsError, Manual
from enforce_rules.penalty import Penalties, Proposal

REASON = "检查后已经停止使用"
SPECIAL = {"has_special_operations": True, "special_operators_uncertified": 2}
UNCERTIFIED = "MR-13.special_operator_uncertified"  # 2014年法：可以处五万元以下；2021年法：处十万元以下
CONCEALED = (
    "DP-11.hazards_concealed_from_inspectors"  # 警告，可以对单位处一万元以上三万元以下、对个人一千元以上一万元以下
)
DUST = {
    "dust_explosion_unit": True,
    "dry_dust_collector": True,
    "dry_collected_dusts": ["铝镁等金属"],
    "dust_kinds": ["铝镁等金属"],
    "explosion_protection": ["隔爆"],
    "airlock": "未设置",
}
ISOLATION, AIRLOCK = "DE-03.only_isolation_protection", "DE-06.airlock_missing"  # 同一规定，作为一个行为


def decided(breach: str, fine: int, party: str = "unit") -> dict[str, Any]:
    return {"breach": breach, "party": party, "fine": fine, "reason": REASON}


def proposed(
    manual: Manual, facts: dict[str, Any], *decisions: dict[str, Any], on: str = "2024-04-02", **case: Any
) -> Penalties:
    told = {"circumstances": [], "decisions": list(decisions), **case}
    return manual.penalties(manual.inspect({"inspection": {"date": on}, "case": told, "facts": facts}))


def only(penalties: Penalties, party: str = "unit") -> Proposal:
    (one,) = [one for one in penalties.proposals if one.party == party]
    return one


def steps(one: Proposal) -> set[str]:
    return {need.step for need in one.needs}


def refused(manual: Manual, facts: dict[str, Any], *decisions: dict[str, Any], **more: Any) -> list[tuple[str, str]]:
    with pytest.raises(FactsError) as caught:
        proposed(manual, facts, *decisions, **more)
    return [(problem.place.path, problem.what) for problem in caught.value.problems]


# Within the law


@pytest.mark.parametrize("fine", [1, 20_000, 100_000])
def test_an_amount_in_the_band_is_taken_with_its_reason(manual: Manual, fine: int) -> None:
    one = only(proposed(manual, SPECIAL, decided(UNCERTIFIED, fine)))
    suggested = only(proposed(manual, SPECIAL))
    assert (suggested.band, suggested.amount, suggested.decided) == ((0, 100_000), 50_000, "")
    assert (one.decision, one.amount, one.interval, one.decided) == ("fine", fine, (fine, fine), REASON)
    assert (one.provision, one.band, one.tier) == (suggested.provision, suggested.band, suggested.tier)
    assert one.reasons == (*suggested.reasons, f"由人决定罚款{fine}元：{REASON}")
    assert one.as_dict()["decided"] == REASON


def test_the_total_is_of_what_is_decided(manual: Manual) -> None:
    facts = {**SPECIAL, "hazards_concealed": 1}
    found = proposed(manual, facts, decided(UNCERTIFIED, 30_000), decided(CONCEALED, 10_000))
    assert found.totals["unit"] == 40_000


@pytest.mark.parametrize(
    ("on", "breach", "facts", "fine", "band"),
    [
        ("2024-04-02", UNCERTIFIED, SPECIAL, 100_001, "安全生产法(2021)第九十七条第（七）项的1元至100000元"),
        ("2020-12-01", UNCERTIFIED, SPECIAL, 50_001, "安全生产法(2014)第九十四条第（七）项的1元至50000元"),
        ("2024-04-02", CONCEALED, {"hazards_concealed": 1}, 9_999, "10000元至30000元"),
        ("2024-04-02", CONCEALED, {"hazards_concealed": 1}, 30_001, "10000元至30000元"),
    ],
)
def test_an_amount_outside_the_band_is_refused(
    manual: Manual, on: str, breach: str, facts: dict[str, Any], fine: int, band: str
) -> None:
    ((path, what),) = refused(manual, facts, decided(breach, fine), on=on)
    assert path == "case.decisions.0.fine"
    assert what.startswith(f"决定罚款{fine}元，不在")
    assert what.endswith(f"{band}以内")


def test_each_party_has_a_band_of_its_own(manual: Manual) -> None:
    found = proposed(
        manual,
        {"hazards_concealed": 1},
        decided(CONCEALED, 20_000),
        decided(CONCEALED, 5_000, "principal"),
        persons=[{"party": "principal", "name": "赵某"}],
    )
    assert (only(found).amount, only(found, "principal").amount) == (20_000, 5_000)
    ((path, _),) = refused(
        manual,
        {"hazards_concealed": 1},
        decided(CONCEALED, 20_000),
        decided(CONCEALED, 20_000, "principal"),
        persons=[{"party": "principal", "name": "赵某"}],
    )
    assert path == "case.decisions.1.fine"


@pytest.mark.parametrize(("fine", "allowed"), [(1, True), (9_999, True), (10_000, False), (30_000, False)])
def test_what_is_reduced_lies_below_the_band(manual: Manual, fine: int, allowed: bool) -> None:
    act: dict[str, Any] = {"acts": {CONCEALED: {"circumstances": {"harm_removed_or_reduced": True}, "reduce": True}}}
    decision = decided(CONCEALED, fine)
    if allowed:
        one = only(proposed(manual, {"hazards_concealed": 1}, decision, **act))
        assert (one.tier, one.amount) == ("减轻", fine)
        assert "collective" in steps(one)
    else:
        assert refused(manual, {"hazards_concealed": 1}, decision, **act)[0][0] == "case.decisions.0.fine"


# None


def test_no_fine_where_the_law_says_may_leaves_an_order(manual: Manual) -> None:
    one = only(proposed(manual, SPECIAL, decided(UNCERTIFIED, 0), on="2020-12-01"))
    assert (one.decision, one.amount, one.band, one.interval) == ("order", None, None, None)
    assert (one.other, one.needs, one.decided) == (("责令限期改正",), (), REASON)
    assert one.reasons[-1] == f"由人决定不罚款：{REASON}"


def test_no_fine_where_a_penalty_stands_beside_it_leaves_that(manual: Manual) -> None:
    one = only(proposed(manual, {"hazards_concealed": 1}, decided(CONCEALED, 0)))
    assert (one.decision, one.amount, one.other) == ("penalty", None, ("警告",))
    assert "unit" not in proposed(manual, {"hazards_concealed": 1}, decided(CONCEALED, 0)).totals


def test_no_fine_where_one_must_be_imposed_is_refused(manual: Manual) -> None:
    assert refused(manual, SPECIAL, decided(UNCERTIFIED, 0)) == [
        ("case.decisions.0.fine", "安全生产法(2021)第九十七条第（七）项规定应当罚款，不能决定不罚")
    ]


# One act, one fine


def test_two_problems_that_are_one_act_have_one_amount(manual: Manual) -> None:
    assert only(proposed(manual, DUST)).breaches == (ISOLATION, AIRLOCK)
    for decisions in (
        [decided(ISOLATION, 30_000)],
        [decided(AIRLOCK, 30_000)],
        [decided(ISOLATION, 30_000), decided(AIRLOCK, 30_000)],
    ):
        assert only(proposed(manual, DUST, *decisions)).amount == 30_000
    assert refused(manual, DUST, decided(ISOLATION, 30_000), decided(AIRLOCK, 20_000)) == [
        ("case.decisions.0.fine", f"{ISOLATION}、{AIRLOCK}作为一个行为处罚，决定的数额写得不一样")
    ]


def test_a_decision_for_what_is_not_proposed_is_told_not_passed_over(manual: Manual) -> None:
    found = refused(
        manual,
        SPECIAL,
        decided(UNCERTIFIED, 20_000),
        decided(CONCEALED, 10_000),
        decided(UNCERTIFIED, 10_000, "principal"),
        decided("MR-13.no_such_breach", 1),
    )
    assert found == [
        ("case.decisions.1", f"没有对{CONCEALED}（unit）的罚款建议，写明的决定用不上"),
        ("case.decisions.2", f"没有对{UNCERTIFIED}（principal）的罚款建议，写明的决定用不上"),
        ("case.decisions.3", "没有对MR-13.no_such_breach（unit）的罚款建议，写明的决定用不上"),
    ]


def test_what_is_not_punished_at_all_cannot_be_fined(manual: Manual) -> None:
    exempt: dict[str, Any] = {"acts": {UNCERTIFIED: {"circumstances": {"minor_corrected_harmless": True}}}}
    assert only(proposed(manual, SPECIAL, **exempt)).decision == "exempt"
    ((path, _),) = refused(manual, SPECIAL, decided(UNCERTIFIED, 20_000), **exempt)
    assert path == "case.decisions.0"


# The procedure for the amount decided


@pytest.mark.parametrize(("fine", "heard"), [(49_999, False), (50_000, True), (100_000, True)])
def test_the_hearing_hangs_on_the_amount_decided(manual: Manual, fine: int, heard: bool) -> None:
    one = only(proposed(manual, SPECIAL, decided(UNCERTIFIED, fine)))
    assert one.hearing is heard
    assert steps(one) == ({"hearing", "collective", "legal_review"} if heard else set())
    if heard:
        assert any(f"罚款{fine}元，达到听证数额50000元" in need.what for need in one.needs)


def test_fines_that_reach_it_together_need_a_hearing_together(manual: Manual) -> None:
    facts = {**SPECIAL, "hazards_concealed": 1}
    for first, second, heard in ((29_999, 20_000, False), (30_000, 20_000, True)):
        found = proposed(manual, facts, decided(UNCERTIFIED, first), decided(CONCEALED, second))
        assert not any(one.hearing for one in found.proposals if one.party == "unit")
        assert any(need.step == "hearing" for need in found.joint.get("unit", ())) is heard


def test_an_amount_decided_settles_a_weight_left_open(manual: Manual) -> None:
    open_ = only(proposed(manual, SPECIAL, circumstances={}))
    assert open_.open_tier
    one = only(proposed(manual, SPECIAL, decided(UNCERTIFIED, 20_000), circumstances={}))
    assert (one.open_tier, one.amount) == (False, 20_000)
