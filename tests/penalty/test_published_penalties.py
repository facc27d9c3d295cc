"""The fourteen published decisions: the proposals meet the parties that were punished, under those provisions, within those amounts."""

from __future__ import annotations

import pytest

from enforce_rules import Manual
from enforce_rules.penalty import Penalties, Proposal
from tests.test_published_cases import DECISIONS, FOLDER, Decision, Fine

each_case = pytest.mark.parametrize(("case", "decision"), DECISIONS.items(), ids=DECISIONS.keys())

CHOSE_ANOTHER = {
    # 冷却水监测报警：公布的依第一百零二条，这里第九十九条第（二）项优先于兜底的第一百零二条。
    ("P03", "ST-06.cooling_alarm_missing"): ("安全生产法(2021)第九十九条第（二）项", "安全生产法(2021)第一百零二条"),
}
"""Where life chose another lawful candidate: the provision chosen here, and the one of the decision."""


def penalties_of(manual: Manual, case: str) -> Penalties:
    """What is proposed on the day of the inspection, which stands for that of the decision."""
    return manual.penalties(manual.inspect(FOLDER / f"{case}.yaml"))


def of_party(penalties: Penalties, fine: Fine) -> list[Proposal]:
    return [one for one in penalties.proposals if one.party == fine.party]


@each_case
def test_each_party_is_met_under_the_provisions_that_were_applied(
    manual: Manual, case: str, decision: Decision
) -> None:
    penalties = penalties_of(manual, case)
    for fine in decision.fines:
        cited = {cite for one in of_party(penalties, fine) for cite in (one.provision, *one.narrowed_by)}
        assert set(fine.under) <= cited


@each_case
def test_the_amounts_lie_in_the_bands(manual: Manual, case: str, decision: Decision) -> None:
    penalties = penalties_of(manual, case)
    for fine in decision.fines:
        bands = [one.band for one in of_party(penalties, fine) if one.decision == "fine"]
        told = [band for band in bands if band is not None]
        assert len(told) == len(bands) > 0
        assert sum(low for low, _ in told) <= fine.yuan <= sum(high for _, high in told)


@each_case
def test_nobody_else_is_fined(manual: Manual, case: str, decision: Decision) -> None:
    """P14 fined the principal too, without a basis that was published: the provision sanctions no person."""
    fined = {one.party for one in penalties_of(manual, case).proposals if one.decision == "fine"}
    assert fined == {fine.party for fine in decision.fines}


@each_case
def test_every_act_of_the_decision_is_met_under_its_provision_or_a_better_one(
    manual: Manual, case: str, decision: Decision
) -> None:
    proposals = penalties_of(manual, case).proposals
    for act in decision.acts:
        key = f"{act.item}.{act.breach}"
        meeting = [one for one in proposals if key in one.breaches]
        chosen = {one.provision for one in meeting}
        if (case, key) in CHOSE_ANOTHER:
            ours, theirs = CHOSE_ANOTHER[case, key]
            assert chosen == {ours}
            assert all(theirs in [loser.citation for loser in one.others] for one in meeting)
        else:
            assert act.penalty in chosen


@each_case
def test_what_is_one_act_is_proposed_once(manual: Manual, case: str, decision: Decision) -> None:
    proposals = penalties_of(manual, case).proposals
    fined = [(one.party, key) for one in proposals if one.decision == "fine" for key in one.breaches]
    assert len(fined) == len(set(fined))


def test_two_hazards_under_the_same_provision_are_fined_once(manual: Manual) -> None:
    """P01 and P13: several problems, one fine."""
    for case in ("P01", "P13"):
        (proposal,) = penalties_of(manual, case).proposals
        assert len(proposal.breaches) == 2


def test_a_fine_at_the_very_edge_of_the_band_lies_in_it(manual: Manual) -> None:
    """P11 was fined the least, P13 the most that the law allows."""
    (least,), (most,) = penalties_of(manual, "P11").proposals, penalties_of(manual, "P13").proposals
    assert least.band is not None
    assert most.band is not None
    assert (least.band[0], most.band[1]) == (20_000, 50_000)


def test_law_that_was_not_read_or_is_not_held_blocks_a_decision(manual: Manual) -> None:
    """P04 rests on a provision whose text was not read; P06, P07 and P08 are older than the law that is held in full."""
    blocked = {case for case in DECISIONS if penalties_of(manual, case).blocking}
    assert blocked == {"P04", "P06", "P07", "P08"}


def test_the_major_hazards_meet_with_measures_on_the_spot(manual: Manual) -> None:
    for case, decision in DECISIONS.items():
        major = {f"{act.item}.{act.breach}" for act in decision.acts if act.criterion}
        assert major <= {one.breach for one in penalties_of(manual, case).measures}
