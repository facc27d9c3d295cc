"""One fine for one act: what earlier penalties of the case do, and who must be named to be fined."""

from __future__ import annotations

from typing import Any

import pytest

from enforce_rules import FactsError, Manual, Proposal

BREACH = "MR-13.special_operator_uncertified"


def of_unit(manual: Manual, case: dict[str, Any], on: str = "2022-05-10") -> Proposal:
    facts = {"has_special_operations": True, "special_operators_uncertified": 2}
    proposed = manual.penalties(manual.inspect({"inspection": {"date": on}, "case": case, "facts": facts}))
    (one,) = [one for one in proposed.proposals if one.party == "unit"]
    return one


def earlier(date: str, fine: int | None = 20_000, party: str = "unit", breach: str = BREACH) -> dict[str, Any]:
    return {"date": date, "breach": breach, "fine": fine, "party": party}


def test_an_act_that_ended_before_it_was_fined_is_not_fined_again(manual: Manual) -> None:
    case = {"decided": "2022-08-01", "earlier": [earlier("2022-06-01")]}
    one = of_unit(manual, case)
    assert (one.decision, one.amount) == ("barred", 0)
    assert "行政处罚法(2021)第二十九条" in one.reasons[0]


def test_the_rule_of_the_day_of_the_decision_is_cited(manual: Manual) -> None:
    case = {"decided": "2021-07-14", "earlier": [earlier("2021-06-01")]}
    assert "行政处罚法(2017)第二十四条" in of_unit(manual, case, on="2021-05-10").reasons[0]


def test_an_act_that_went_on_after_the_fine_is_for_a_person_to_judge(manual: Manual) -> None:
    one = of_unit(manual, {"earlier": [earlier("2022-03-01")]})
    assert one.decision == "fine"
    assert any("是不是同一行为" in reason for reason in one.review)


def test_a_warning_or_the_fine_of_another_party_or_act_bars_nothing(manual: Manual) -> None:
    for before in (
        earlier("2022-06-01", fine=None),
        earlier("2022-06-01", party="responsible"),
        earlier("2022-06-01", breach="MR-17.warning_signs_missing"),
    ):
        assert of_unit(manual, {"decided": "2022-08-01", "earlier": [before]}).decision == "fine"


def test_two_penalties_within_a_year_are_an_aggravating_circumstance(manual: Manual) -> None:
    twice = [earlier("2021-09-10"), earlier("2022-03-01")]
    one = of_unit(manual, {"circumstances": {}, "earlier": twice})
    assert any("一年内" in reason for reason in one.reasons)
    longer_ago = [earlier("2021-04-10"), earlier("2022-03-01")]
    assert not any("一年内" in reason for reason in of_unit(manual, {"earlier": longer_ago}).reasons)


def test_who_was_fined_and_refuses_to_mend_may_be_fined_by_the_day(manual: Manual) -> None:
    said = "按日连续处罚"
    fined = [earlier("2022-03-01")]
    assert any(said in reason for reason in of_unit(manual, {"stage": "refused", "earlier": fined}).review)
    assert not any(said in reason for reason in of_unit(manual, {"stage": "overdue", "earlier": fined}).review)
    old = [earlier("2021-08-31")]
    assert not any(said in reason for reason in of_unit(manual, {"stage": "refused", "earlier": old}).review)


def test_an_investor_is_fined_only_where_there_is_one(manual: Manual) -> None:
    facts = {"liability_waivers": ["免除"]}
    case = {"persons": [{"party": "investor", "name": "赵某"}]}

    def decisions(more: dict[str, Any]) -> dict[str, str]:
        data = {"inspection": {"date": "2022-05-10"}, "facts": facts, **more}
        return {one.party: one.decision for one in manual.penalties(manual.inspect(data)).proposals}

    assert decisions({}) == {"principal": "fine", "investor": "undecided"}
    assert decisions({"case": case}) == {"principal": "fine", "investor": "fine"}


def test_a_penalty_after_the_decision_is_no_earlier_one(manual: Manual) -> None:
    with pytest.raises(FactsError, match="以前的处罚日期2022-06-01晚于决定日期2022-05-10"):
        of_unit(manual, {"earlier": [earlier("2022-06-01")]})


PASSAGES = {"work_passages_obstructed": 1, "work_passages_substandard": 1}
OBSTRUCTED = "MR-25.work_passages_not_kept_clear"


def passages(manual: Manual, on: str, case: dict[str, Any], facts: dict[str, int] = PASSAGES) -> list[Proposal]:
    proposed = manual.penalties(manual.inspect({"inspection": {"date": on}, "case": case, "facts": facts}))
    return [one for one in proposed.proposals if one.party == "unit"]


def test_what_is_too_late_is_too_late_under_every_edition(manual: Manual) -> None:
    """Which edition would apply cannot be told; that two years passed can."""
    act = {"ended": "2020-06-01", "discovered": "2023-06-01"}
    facts = {"work_passages_obstructed": 1}
    found = passages(manual, "2024-06-01", {"acts": {OBSTRUCTED: act}}, facts)
    assert {one.edition for one in found} == {2019, 2021}
    assert {one.decision for one in found} == {"barred"}
    open_ = passages(manual, "2024-06-01", {"acts": {OBSTRUCTED: {"ended": "2020-06-01"}}}, facts)
    assert {one.decision for one in open_} == {"barred"}
    in_time = {"ended": "2021-08-31", "discovered": "2022-06-01"}
    assert {one.decision for one in passages(manual, "2024-06-01", {"acts": {OBSTRUCTED: in_time}}, facts)} == {
        "undecided"
    }


def test_problems_met_as_one_are_reduced_only_together(manual: Manual) -> None:
    case = {"circumstances": ["merit"], "acts": {OBSTRUCTED: {"reduce": True}}}
    (one,) = passages(manual, "2021-08-31", case)
    assert one.band is not None
    assert one.interval is not None
    assert one.interval[0] >= one.band[0]
    assert any("只有一部分写了减轻" in reason for reason in one.review)


def test_beside_a_problem_that_was_fined_before_another_is_for_a_person(manual: Manual) -> None:
    case = {"decided": "2024-08-01", "earlier": [earlier("2024-07-01", breach=OBSTRUCTED)]}
    decisions = {one.breaches: one for one in passages(manual, "2024-06-01", case)}
    assert decisions[(OBSTRUCTED,)].decision == "barred"
    (other,) = [one for keys, one in decisions.items() if keys != (OBSTRUCTED,)]
    assert other.decision == "fine"
    assert any(OBSTRUCTED in reason for reason in other.review)
