"""What holds of the proposals for any facts and any case, and of the parts they are made of."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from enforce_rules import Manual, load_manual
from enforce_rules.evaluate import Inspection
from enforce_rules.manual import ProvisionAt
from enforce_rules.manual.citation import parse_citation
from enforce_rules.manual.discretion import Band, Tier
from enforce_rules.manual.statute import PARTIES, STAGES, Edition, Party, Provision, Stage, Statute
from enforce_rules.penalty import Penalties, Proposal
from enforce_rules.penalty.act import acts_of
from enforce_rules.penalty.candidate import Candidate
from enforce_rules.penalty.choice import RANKS, choose
from enforce_rules.penalty.outcome import Outcome
from enforce_rules.penalty.severity import Comparison, Sanctions, compare
from tests.evaluate.real import DAYS, turning_values

MANUAL = load_manual()
"""The shipped manual, also for drawing: a strategy cannot use a fixture."""

ITEMS = (
    *("CS-03", "CS-04", "DP-03", "DP-11", "DP-13", "HC-01", "HC-06", "HC-14", "MR-02", "MR-05"),
    *("MR-06", "MR-07", "MR-13", "MR-17", "MR-19", "MR-22", "MR-23", "MR-25", "MR-27", "NM-UG-04"),
)
"""Items whose breaches are one act with those of others, fine persons, are measured by income, are another authority's ..."""


# Cases.


@dataclass(frozen=True)
class Found:
    """Facts on a day, a case about what they make, and the day of the decision."""

    facts: dict[str, Any]
    case: dict[str, Any]
    on: date
    decided: date

    def inspected(self, manual: Manual = MANUAL) -> Inspection:
        return manual.inspect(manual.facts_from({"facts": self.facts, "case": self.case}), on=self.on)

    def penalties(self, manual: Manual = MANUAL) -> Penalties:
        return manual.penalties(self.inspected(manual), decided=self.decided)

    def having(self, *circumstances: str) -> Found:
        """The same with a complete list of circumstances of the case."""
        return replace(self, case={**self.case, "circumstances": list(circumstances)})


_names = st.sampled_from(sorted(MANUAL.circumstances))
_complete = st.lists(_names, max_size=3, unique=True)
_partial = st.dictionaries(_names, st.sampled_from([True, False, None]), max_size=4)
_circumstances = st.one_of(_complete, _partial)
_stages = st.sampled_from(["found", "overdue", "refused"])
_income = st.sampled_from([0, 1, 99_999, 100_000, 123_457])
_persons = st.lists(
    st.fixed_dictionaries(
        {"party": st.sampled_from([party for party in PARTIES if party != "unit"])},
        optional={"name": st.just("甲"), "annual_income": st.integers(0, 500_000)},
    ),
    max_size=3,
)


def _act_records(first: date, decided: date) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {},
        optional={
            "ended": st.sampled_from([day for day in DAYS if day <= decided] or [decided]),
            "stage": _stages,
            "serious": st.booleans(),
            "harmful": st.booleans(),
            "circumstances": _circumstances,
            "reduce": st.booleans(),
            "illegal_income": _income,
        },
    )


@st.composite
def found(draw: st.DrawFn) -> Found:
    """Facts of a few items, turned by a seed, that make at least one breach; then a case about the acts they make."""
    on = draw(st.sampled_from(DAYS))
    decided = draw(st.sampled_from([day for day in DAYS if day >= on] + [on + timedelta(days=30)]))
    items = draw(st.lists(st.sampled_from(ITEMS), min_size=1, max_size=4, unique=True))
    chance = Random(draw(st.integers(0, 2**32 - 1)))
    facts: dict[str, Any] = {}
    for item in items:
        for name, values in turning_values(MANUAL, item, on).items():
            if chance.random() < 0.8:
                facts.setdefault(name, chance.choice(values))
    acts = acts_of(Found(facts, {}, on, decided).inspected())
    assume(acts)
    told = draw(st.lists(st.sampled_from(acts), max_size=2, unique_by=lambda act: act.keys[0]))
    records = {act.keys[0]: draw(_act_records(on, decided)) for act in told}
    earlier = st.fixed_dictionaries(
        {"date": st.dates(date(2019, 6, 1), decided), "breach": st.sampled_from([act.keys[0] for act in acts])},
        optional={"fine": st.sampled_from([0, 10_000])},
    )
    case = draw(
        st.fixed_dictionaries(
            {"acts": st.just(records)},
            optional={
                "stage": _stages,
                "serious": st.booleans(),
                "circumstances": _circumstances,
                "illegal_income": _income,
                "persons": _persons,
                "earlier": st.lists(earlier, max_size=2),
                "level": st.sampled_from(["县级", "设区的市级", "省级"]),
            },
        )
    )
    return Found(facts, case, on, decided)


def inside(part: Band, band: Band) -> bool:
    return band[0] <= part[0] <= part[1] <= band[1]


@settings(max_examples=120)
@given(found())
def test_what_is_suggested_lies_in_the_band_and_what_is_reduced_below_it(case: Found) -> None:
    for one in case.penalties().proposals:
        if one.interval is None:
            assert one.amount in (None, 0)
            continue
        assert one.band is not None
        assert one.amount is not None
        assert one.interval[0] <= one.amount <= one.interval[1]
        if one.tier == "减轻":
            assert 1 <= one.interval[0] <= one.interval[1] < one.band[0]
        else:
            assert inside(one.interval, one.band)


@settings(max_examples=60)
@given(found())
def test_who_may_be_and_is_to_be_let_off_lightly_pays_less_than_the_law_begins_with(case: Found) -> None:
    reducing = {act.keys[0]: {"reduce": True} for act in acts_of(case.inspected())}
    reduced = replace(case, case={**case.case, "acts": reducing}).having("merit").penalties()
    for one in reduced.proposals:
        if one.interval is not None and one.band is not None:
            assert (one.tier == "减轻") is (one.band[0] > 0)
            assert one.band[0] == 0 or one.interval == (1, one.band[0] - 1)


@settings(max_examples=120)
@given(found())
def test_one_act_meets_each_party_with_one_fine(case: Found) -> None:
    proposals = case.penalties().proposals
    fined = [(one.party, act.id) for one in proposals if one.decision == "fine" for act in one.acts]
    assert len(fined) == len(set(fined))


@settings(max_examples=120)
@given(found())
def test_every_act_is_met_by_the_law_of_its_end_or_of_the_decision(case: Found) -> None:
    penalties = case.penalties()
    for one in penalties.proposals:
        for cite in (one.provision, *one.narrowed_by):
            edition = MANUAL.provision(cite).edition if cite else None
            for act in one.acts if edition else ():
                assert edition is not None
                assert edition.in_force(act.ended) or edition.in_force(case.decided)
    met = {act.id for one in penalties.proposals for act in one.acts}
    assert met == {act.id for act in acts_of(case.inspected())}


@settings(max_examples=120)
@given(found())
def test_the_total_is_the_sum_of_the_parts_of_each_party(case: Found) -> None:
    penalties = case.penalties()
    for party in PARTIES:
        parts = [
            one.amount
            for one in penalties.proposals
            if (one.party, one.decision) == (party, "fine") and one.amount is not None
        ]
        assert penalties.totals.get(party, 0) == sum(parts)
    assert all(not one.persons for one in penalties.proposals if one.party == "unit")


@settings(max_examples=80)
@given(found())
def test_nothing_undecided_or_anothers_may_be_written_into_a_decision(case: Found) -> None:
    penalties = case.penalties()
    written = penalties.for_decision(allow_unverified=True)
    assert {one.decision for one in written} <= {"fine", "penalty", "exempt", "barred"}
    assert all(one.review for one in penalties.proposals if one.decision == "undecided")
    if not penalties.blocking:
        assert penalties.for_decision() == written


HEAVIER = sorted(name for name, one in MANUAL.circumstances.items() if one.effect == "heavier")
LIGHTER = sorted(name for name, one in MANUAL.circumstances.items() if one.lightens)


def amounts(penalties: Penalties) -> dict[tuple[Party, str, str | None], int | None]:
    return {(one.party, act.id, one.provision): one.amount for one in penalties.proposals for act in one.acts}


@settings(max_examples=80)
@given(
    found(),
    st.lists(st.sampled_from(HEAVIER + LIGHTER), max_size=3, unique=True),
    st.sampled_from(HEAVIER),
)
def test_one_more_circumstance_to_be_heavier_never_makes_it_lighter(case: Found, others: list[str], one: str) -> None:
    assume(one not in others)
    before, after = (case.having(*names).penalties() for names in (others, [*others, one]))
    assert_no_lower(amounts(before), amounts(after))
    assert_no_lower(before.totals, after.totals)


@settings(max_examples=80)
@given(
    found(),
    st.lists(st.sampled_from(HEAVIER + LIGHTER), max_size=3, unique=True),
    st.sampled_from(LIGHTER),
)
def test_one_circumstance_less_to_be_lighter_never_makes_it_lighter(case: Found, others: list[str], one: str) -> None:
    assume(one not in others)
    before, after = (case.having(*names).penalties() for names in ([*others, one], others))
    assert_no_lower(amounts(before), amounts(after))
    assert_no_lower(before.totals, after.totals)


def assert_no_lower(before: Mapping[Any, int | None], after: Mapping[Any, int | None]) -> None:
    assert before.keys() == after.keys()
    for key, amount in before.items():
        assert (amount is None) is (after[key] is None)
        assert (amount or 0) <= (after[key] or 0)


# Order does not matter.


def shape(penalties: Penalties) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """The proposals whatever their order, and whatever the order within them."""
    shaped = {_key(one): _content(one) for one in penalties.proposals}
    assert len(shaped) == len(penalties.proposals)
    return shaped


def _key(one: Proposal) -> tuple[Any, ...]:
    return one.party, one.provision, frozenset(one.breaches)


def _content(one: Proposal) -> tuple[Any, ...]:
    return (
        *(one.decision, one.stage, one.edition, one.edition_reason, one.band, one.mandatory, one.alternative),
        *(one.tier, one.scheme, one.interval, one.amount, one.transfer, one.persons),
        *(
            frozenset(part)
            for part in (one.other, one.narrowed_by, one.others, one.reasons, one.unverified, one.crimes, one.needs)
        ),
    )


def reversed_manual() -> Manual:
    """The shipped manual with its items in the opposite order."""
    items = dict(reversed(MANUAL.items.items()))
    facts, terms, statutes = MANUAL.shared_facts, MANUAL.terms, MANUAL.statutes
    return Manual(MANUAL.info, facts, terms, statutes, items, "0" * 64, MANUAL.circumstances, MANUAL.schemes)


REVERSED = reversed_manual()


@settings(max_examples=60)
@given(found())
def test_the_order_of_items_and_facts_does_not_matter(case: Found) -> None:
    expected = shape(case.penalties())
    other_way = replace(case, facts=dict(reversed(case.facts.items())))
    assert shape(other_way.penalties()) == expected
    assert shape(case.penalties(REVERSED)) == expected


@settings(max_examples=40)
@given(found())
def test_the_same_case_gives_the_same_proposals(case: Found) -> None:
    assert case.penalties().as_dict() == case.penalties().as_dict()


# Which sanction is lighter.

_other = st.lists(
    st.sampled_from(
        ["责令限期改正", "责令停产停业整顿", "警告", "没收违法所得", "吊销安全生产许可证", "撤职", "责令关闭"]
    ),
    max_size=3,
    unique=True,
).map(tuple)
_bands = st.tuples(st.integers(0, 5), st.integers(0, 5)).map(lambda ends: (min(ends), max(ends) or 1))
_open = st.sampled_from([(), (), (), ("illegal_income",), ("annual_income",)])


@st.composite
def outcomes(draw: st.DrawFn) -> Outcome:
    undetermined = draw(_open)
    band = None if undetermined else draw(st.none() | _bands)
    stage: Stage = draw(st.sampled_from(list(STAGES)))
    return Outcome(stage, band, draw(st.booleans()), draw(_other), draw(st.booleans()), undetermined)


sanctions = st.dictionaries(st.sampled_from(["unit", "principal", "responsible"]), outcomes(), max_size=3)

OPPOSITE: dict[Comparison, Comparison] = {
    "lighter": "heavier",
    "heavier": "lighter",
    "same": "same",
    "incomparable": "incomparable",
}


@given(sanctions)
def test_a_sanction_is_the_same_as_itself(one: Sanctions) -> None:
    assert compare(one, one) == "same"


@given(sanctions, sanctions)
def test_comparing_the_other_way_round_says_the_opposite(one: Sanctions, other: Sanctions) -> None:
    assert compare(other, one) == OPPOSITE[compare(one, other)]


def _fine(high: int) -> Outcome:
    return Outcome("found", (0, high), True)


def _order(mandatory: bool) -> Outcome:
    return Outcome("found", None, mandatory, ("责令限期改正",))


def test_an_order_to_mend_is_no_penalty_and_weighs_nothing() -> None:
    orders: list[Sanctions] = [{}, {"unit": _order(False)}, {"unit": _order(True)}]
    for one, other in itertools.permutations(orders, 2):
        assert compare(one, other) == "same"


@example(
    [{"unit": _fine(1), "principal": _order(True)}, {"unit": _fine(2)}, {"unit": _fine(3), "principal": _order(False)}]
)
@settings(max_examples=500)
@given(st.lists(sanctions, min_size=3, max_size=5))
def test_lighter_than_the_lighter_is_lighter(several: list[Sanctions]) -> None:
    for one, other, third in itertools.permutations(several, 3):
        if compare(one, other) == compare(other, third) == "lighter":
            assert compare(one, third) == "lighter"


@given(sanctions, st.sampled_from(["unit", "principal", "responsible"]))
def test_no_sanction_on_a_party_is_never_heavier(one: Sanctions, party: Party) -> None:
    without = {name: outcome for name, outcome in one.items() if name != party}
    assert compare(without, one) in ("lighter", "same")


# Tiers.

_cuts = st.lists(st.fractions(0, 1, max_denominator=20), max_size=4, unique=True).map(
    lambda cuts: ["0", *map(str, sorted({*cuts} - {0, 1})), "1"]
)
_fines = st.tuples(st.integers(0, 200), st.integers(0, 200)).map(lambda pair: (pair[0], pair[0] + pair[1]))


def _tier(**measured: Any) -> Tier:
    return Tier.model_validate({"name": "某", "when": "true", **measured})


@st.composite
def tiers(draw: st.DrawFn) -> Tier:
    """A tier measured in any of the ways."""
    parts = sorted(draw(st.tuples(*[st.fractions(0, 1, max_denominator=20)] * 2)))
    yuan = sorted(draw(st.tuples(st.integers(0, 300), st.integers(1, 300))))
    measures: dict[str, dict[str, Any]] = {
        "share": {"share": tuple(map(str, parts))},
        "of_cap": {"of_cap": tuple(map(str, parts))},
        "amounts": {"amounts": (yuan[0], max(yuan[1], 1))},
        "whole": {},
    }
    return _tier(**measures[draw(st.sampled_from(sorted(measures)))])


@given(tiers(), _fines)
def test_the_part_of_a_tier_lies_in_the_band(tier: Tier, band: Band) -> None:
    assert inside(tier.within(band), band)


@given(_cuts, _fines)
def test_tiers_that_follow_upon_each_other_leave_no_yuan_out(cuts: list[str], band: Band) -> None:
    parts = [_tier(share=pair).within(band) for pair in itertools.pairwise(cuts)]
    assert {yuan for low, high in parts for yuan in range(low, high + 1)} == set(range(band[0], band[1] + 1))
    assert parts == sorted(parts)


# The choice between provisions.

_RANKS = sorted(RANKS)
_YEARS = (2002, 2014, 2021)


@st.composite
def candidates(draw: st.DrawFn) -> list[Candidate]:
    """Some provisions for one party and one act, each of a law of its own."""
    return [draw(_candidate(name)) for name in draw(st.lists(st.sampled_from("甲乙丙丁戊"), max_size=5, unique=True))]


@st.composite
def _candidate(draw: st.DrawFn, name: str) -> Candidate:
    citation = parse_citation(f"某{name}法(2020)第一条")
    provision = Provision(general=draw(st.booleans()))
    edition = Edition(in_force_from=date(draw(st.sampled_from(_YEARS)), 1, 1), verified=True)
    statute = Statute.model_validate(
        {
            "law": f"某{name}法",
            "title": f"某{name}法",
            "rank": draw(st.sampled_from(_RANKS)),
            "general": draw(st.booleans()),
            "editions": {"2020": edition},
        }
    )
    band = draw(st.none() | _bands)
    outcome = Outcome("found", band, draw(st.booleans()), ("责令限期改正",))
    breaches = frozenset(draw(st.sets(st.sampled_from(["MR-01.a", "MR-01.b"]), min_size=1)))
    at = ProvisionAt(citation, statute, edition, provision)
    return Candidate(str(citation), at, "unit", outcome, draw(st.sampled_from([True, True, None])), breaches)


_decided = st.sampled_from([date(2020, 12, 1), date(2021, 7, 15), date(2024, 1, 1)])


@given(candidates(), _decided, st.randoms())
def test_the_order_of_candidates_does_not_matter(standing: list[Candidate], decided: date, chance: Any) -> None:
    mixed = list(standing)
    chance.shuffle(mixed)
    assert choose(mixed, decided) == choose(standing, decided)


@given(candidates(), _decided)
def test_what_may_not_apply_is_never_chosen_over_what_surely_does(standing: list[Candidate], decided: date) -> None:
    choice = choose(standing, decided)
    assert (choice is None) is (not standing)
    if choice is not None:
        assert choice.chosen.certain or not any(one.certain for one in standing)


@given(candidates(), _decided)
def test_every_candidate_is_chosen_narrows_or_loses_with_a_reason(standing: list[Candidate], decided: date) -> None:
    choice = choose(standing, decided)
    assume(choice is not None)
    assert choice is not None
    told = [choice.citation, *choice.narrowed_by, *(loser.citation for loser in choice.losers)]
    assert sorted(told) == sorted(one.citation for one in standing)
    assert all(loser.reason for loser in choice.losers)


@given(candidates(), _decided)
def test_a_narrowed_band_lies_in_that_of_the_law(standing: list[Candidate], decided: date) -> None:
    choice = choose(standing, decided)
    assume(choice is not None)
    assert choice is not None
    whole = choice.chosen.outcome.band
    if whole is None or choice.band is None:
        assert choice.band == whole
    else:
        assert inside(choice.band, whole)
        assert (choice.band == whole) is (not choice.narrowed_by)


@given(candidates(), _decided)
def test_no_lower_provision_widens_what_a_higher_one_allows(standing: list[Candidate], decided: date) -> None:
    """Among provisions that surely apply and fine, a lower rank is chosen only within the band of every higher one."""
    choice = choose(standing, decided)
    assume(choice is not None)
    assert choice is not None
    mine = choice.chosen.outcome.band
    for higher in _higher_fines(standing, choice.chosen):
        assert mine is not None
        assert higher.outcome.band is not None
        assert inside(mine, higher.outcome.band)


def _higher_fines(standing: Iterable[Candidate], chosen: Candidate) -> list[Candidate]:
    if not chosen.certain or chosen.outcome.band is None:
        return []
    rank = RANKS[chosen.provision.statute.rank]
    return [
        one
        for one in standing
        if one.certain and one.outcome.band is not None and RANKS[one.provision.statute.rank] < rank
    ]


@pytest.mark.parametrize("day", DAYS)
def test_the_tiers_of_every_scheme_that_holds_leave_no_case_out(day: date) -> None:
    """On every day one scheme holds for all, and its tiers are told apart by lighter and heavier alone."""
    holding = [one for one in MANUAL.schemes.values() if one.in_force(day) and not one.narrowness]
    assert len(holding) == 1
    assert {tier.when for tier in holding[0].tiers} == {
        "lighter and not heavier",
        "not lighter and not heavier",
        "lighter and heavier",
        "heavier and not lighter",
    }
