"""From an inspection to records: the findings that the manual makes, and what is left to a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings

from enforce_rules import Manual
from enforce_rules.campaign import recording
from enforce_rules.campaign.recording import dual_prevention_of, judged, suggestible
from enforce_rules.campaign.records.kinds import Finding, Judgement, Record, Visit
from enforce_rules.campaign.records.store import Store
from enforce_rules.errors import CampaignError
from enforce_rules.evaluate import Inspection
from enforce_rules.facts import facts_from_dict, read_facts
from enforce_rules.language import Value
from enforce_rules.penalty import DECISIONS
from tests.campaign.stores import a
from tests.conftest import ROOT
from tests.small import ON, known_facts, small_manual

SMALL = small_manual(
    {"TT-01": ("b3", {"first": "b1"}), "TT-02": ("true", {"second": "b2"}), "TT-03": ("i1 > 0", {"other": "b1"})}
)


def a_visit(**changes: Any) -> Visit:
    visit = a("visit", **changes)
    assert isinstance(visit, Visit)
    return visit


def example(manual: Manual, name: str) -> Inspection:
    return manual.inspect(read_facts(ROOT / "examples" / f"{name}.yaml", manual))


def findings(records: list[Record]) -> list[Finding]:
    return [record for record in records if isinstance(record, Finding)]


def test_the_records_of_a_dusty_furniture_maker(manual: Manual, store: Store) -> None:
    inspection = example(manual, "furniture-dust")
    records = judged(a_visit(), inspection)
    assert records == [
        a_visit(),
        Judgement(
            key="V1",
            visit="V1",
            on=inspection.on,
            manual=manual.info.id,
            manual_digest=manual.digest,
            facts=inspection.facts.as_dict(),
            verdicts={item.item.id: item.verdict for item in inspection.verdicts},
        ),
        a("finding", key="V1/DE-03.no_explosion_protection", major=True, item="DE-03", breach="no_explosion_protection",
          description="干式除尘系统没有采取泄爆、惰化、抑爆等任何一种控爆措施", place="木工车间",
          criteria=["工贸企业重大事故隐患判定标准(2023)第十一条第（三）项"], evidence=["现场检查记录第1项"]),
        a("finding", key="V1/DE-06.airlock_missing", major=True, item="DE-06", breach="airlock_missing",
          description="干式除尘系统未设置锁气卸灰装置（所收集的粉尘：木质）", place="木工车间",
          criteria=["工贸企业重大事故隐患判定标准(2023)第十一条第（六）项"], evidence=["现场检查记录第2项"]),
    ]  # fmt: skip
    assert len(inspection.verdicts) == 123
    store.append(records, by="周某")
    assert store.get("judgement", "V1") == records[1]


def test_what_the_manual_leaves_open_stays_open(manual: Manual) -> None:
    found = {one.item: one.major for one in findings(judged(a_visit(), example(manual, "machining-plant-2020")))}
    assert found == {
        "DP-03": None,
        "DP-12": False,
        "MR-06": False,
        "MR-13": None,
        "DE-06": True,
        "CS-01": True,
        "CS-02": True,
    }


def test_what_was_judged_can_be_judged_again(manual: Manual) -> None:
    for name in ("furniture-dust", "machining-plant-2020"):
        inspection = example(manual, name)
        (judgement,) = (record for record in judged(a_visit(), inspection) if isinstance(record, Judgement))
        facts = facts_from_dict(judgement.facts, manual)
        assert facts.digest == inspection.facts.digest
        again = manual.inspect(facts, on=judgement.on)
        assert {one.item.id: one.verdict for one in again.verdicts} == judgement.verdicts


@settings(max_examples=100)
@given(known_facts())
def test_facts_of_a_judgement_read_back_as_they_were(facts: dict[str, Value]) -> None:
    given_ = facts_from_dict({"facts": facts}, SMALL)
    (_, judgement, *found) = judged(a_visit(), SMALL.inspect(given_, on=ON))
    assert isinstance(judgement, Judgement)
    assert facts_from_dict(judgement.facts, SMALL).digest == given_.digest
    assert {one.key for one in found} == {
        f"V1/{item}.{breach}"
        for item, breach in (("TT-01", "first"), ("TT-02", "second"), ("TT-03", "other"))
        if judgement.verdicts[item] == "violation"
    }


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        (Decimal("2.0"), 2),
        (Decimal("0.1"), 0.1),
        (Decimal("999999999999.5"), 999999999999.5),
        (Decimal("999999999999.123456789"), "999999999999.123456789"),
    ],
)
def test_decimals_as_json_holds_them(number: Decimal, kept: Any) -> None:
    wide = small_manual({"TT-01": ("true", {"x": "n1 > 1"})}, {"n1": {"type": "number"}})
    (_, judgement, *_) = judged(a_visit(), wide.inspect({"facts": {"n1": number}}, on=ON))
    assert isinstance(judgement, Judgement)
    assert judgement.facts["facts"]["n1"] == kept
    assert type(judgement.facts["facts"]["n1"]) is type(kept)


# Dual prevention


@pytest.mark.parametrize(
    ("facts", "sound"),
    [
        ({}, None),
        ({"b1": True, "b3": True}, False),  # one breach is enough, whatever else is open
        ({"b1": False, "b3": True}, None),
        ({"b1": False, "b2": False, "b3": True, "i1": 1}, True),
        ({"b2": False, "b3": False, "i1": 0}, True),  # what does not apply does not count
        ({"b2": True, "b3": False, "i1": 0}, False),
    ],
)
def test_dual_prevention_follows_from_its_items(
    monkeypatch: pytest.MonkeyPatch, facts: Mapping[str, Any], sound: bool | None
) -> None:
    inspection = SMALL.inspect({"facts": facts}, on=ON)
    assert dual_prevention_of(inspection) is None  # no item of the small manual is about it
    monkeypatch.setattr(recording, "DUAL_PREVENTION", "TT")
    assert dual_prevention_of(inspection) is sound
    for told in (None, True, False):
        visit = judged(a_visit(dual_prevention=told), inspection)[0]
        assert isinstance(visit, Visit)
        assert visit.dual_prevention is (sound if told is None else told)


def test_nothing_applies_so_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "DUAL_PREVENTION", "TT")
    none = small_manual({"TT-01": ("b3", {"first": "b1"})}).inspect({"facts": {"b3": False}}, on=ON)
    assert dual_prevention_of(none) is None


def test_dual_prevention_of_a_real_plant(manual: Manual) -> None:
    assert dual_prevention_of(example(manual, "machining-plant-2020")) is False
    assert dual_prevention_of(example(manual, "furniture-dust")) is None


# What a person may suggest


def test_acts_that_may_be_suggested_were_found(manual: Manual) -> None:
    inspection = example(manual, "machining-plant-2020")
    found = {f"{one.item}.{one.breach}" for one in findings(judged(a_visit(), inspection))}
    acts = suggestible(manual.penalties(inspection))
    assert len(acts) == len(set(acts)) > 0
    assert set(acts) <= found
    assert suggestible(manual.penalties(manual.inspect({"facts": {}}, on=inspection.on))) == ()


def test_only_acts_that_are_punished_may_be_suggested(manual: Manual) -> None:
    penalties = manual.penalties(example(manual, "furniture-dust"))
    for decision in DECISIONS:
        proposals = tuple(replace(proposal, decision=decision) for proposal in penalties.proposals)
        assert bool(suggestible(replace(penalties, proposals=proposals))) == (decision in ("fine", "penalty"))


def test_a_key_from_which_no_other_can_be_made(manual: Manual) -> None:
    with pytest.raises(CampaignError, match="过长（问题隐患的编号由它而来，至多120个字）"):
        judged(a_visit(key="V" * 110), example(manual, "furniture-dust"))
