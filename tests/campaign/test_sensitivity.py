"""What a ranking rests on: the claimed intervals hold to their very ends, and the crossings are where they are said to be."""

from __future__ import annotations

import json
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from enforce_rules.campaign.ranking import Ranking, Reach, Scheme, rank, sensitivity
from enforce_rules.campaign.ranking.course import Course, course
from enforce_rules.campaign.ranking.root import Root, between, roots
from enforce_rules.errors import CampaignError

from .ranked import NAMES, Figures, by_hand, group_figures, marked, schemes, small

F = Fraction
NOTHING, ALL = (0, 0, 0), (100, 100, 100)
"""Two groups that hold the ends of each scale, so that the marks of the others are their percentages."""


def course_of(ranking: Ranking, indicator: str = "filing") -> Course:
    return course(ranking.standing, ranking.scheme.weights, NAMES.index(indicator), indicator)


def ranks_at(ranking: Ranking, indicator: str, share: Fraction) -> tuple[int | None, ...]:
    """The ranks at a share of an indicator, counted anew from the marks: one more than the groups that are better."""
    scheme = ranking.scheme
    rest = sum(Fraction(one.weight) for one in scheme.indicators if one.id != indicator)
    weights = {
        one.id: share if one.id == indicator else (1 - share) * Fraction(one.weight) / rest for one in scheme.indicators
    }
    keys: dict[int, Any] = {}
    for row in ranking.rows:
        score = by_hand({cell.indicator.id: cell.mark for cell in row.cells}, weights)
        value_of = {cell.indicator.id: cell.value for cell in row.cells}
        if score is not None:
            keys[row.group] = (-score, [scheme.by_id[id].goodness(value_of[id]) for id in scheme.ties])
    return tuple(
        1 + sum(other < keys[group] for other in keys.values()) if group in keys else None
        for group in sorted(ranking.ranks)
    )


# the interval in which no rank changes, and the crossings


def test_one_crossing_by_hand() -> None:
    """Group 1 has 100w, group 2 has 100(1-w): level at one half, and the present share is a third."""
    one = course_of(rank(marked((100, 0, 0), (0, 100, 100)), small()))
    assert one.share == F(1, 3)
    assert [(crossing.at, crossing.ahead, crossing.behind) for crossing in one.crossings] == [(Root(F(1, 2)), 2, 1)]
    assert str(one.steady) == "[0.00%, 50.00%)"
    assert one.as_dict()["crossings"] == [{"at": "50.00%", "at_exact": "1/2", "ahead": 2, "behind": 1}]


def test_an_irrational_crossing_where_a_mark_is_left_out() -> None:
    """(0.4-0.2w) ÷ (0.5+0.5w) = 0.5+0.1w, that is w²+10w-3 = 0: w = √28-5."""
    one = course_of(rank(marked((20, None, 80), (60, 50, 50), NOTHING, ALL), small()))
    assert [(crossing.at, crossing.ahead, crossing.behind) for crossing in one.crossings] == [
        (Root(F(-5), 1, F(28)), 1, 2)
    ]
    assert one.steady is not None
    assert (one.steady.low, one.steady.high) == (Root(F(-5), 1, F(28)), Root(F(1)))
    assert (one.steady.low_included, one.steady.high_included) == (False, True)
    assert one.steady.low.percent() == "29.15%"
    level = next(stretch for stretch in one.stretches if stretch.low == one.steady.low and stretch.is_point)
    assert level.ranks == (2, 2, 4, 1)


@pytest.mark.parametrize(
    ("ties", "steady"),
    [([], "[0.00%, 50.00%)"), (["filing"], "[0.00%, 100.00%]")],
)
def test_two_scores_that_touch_do_not_change_places(ties: list[str], steady: str) -> None:
    """0.4·(w-1/2)² = 0: level at one half and nowhere else; the tie there is shared unless it is broken."""
    one = course_of(rank(marked((55, None, 10), (60, 20, 20), NOTHING, ALL), small(ties=ties)))
    assert one.crossings == ()
    assert str(one.steady) == steady


def test_groups_that_are_level_now_part_at_once() -> None:
    one = course_of(rank(marked((100, 50, 50), (50, 75, 75), NOTHING, ALL), small()))
    assert str(one.steady) == "[33.33%, 33.33%]"
    assert one.steady is not None
    assert F(1, 3) in one.steady


def test_groups_that_are_level_all_along_never_part() -> None:
    one = course_of(rank(marked((50, 20, 20), (50, 20, 20)), small()))
    assert str(one.steady) == "[0.00%, 100.00%]"
    assert one.crossings == ()


def test_a_group_that_lacks_the_indicator_has_no_rank_at_the_whole_share() -> None:
    one = course_of(rank(marked((None, 0, 0), (50, 50, 50), ALL, NOTHING), small()))
    assert one.stretches[-1].ranks == (None, 2, 1, 3)
    assert one.steady is not None
    assert not one.steady.high_included


def test_the_only_weight_cannot_move() -> None:
    one = course_of(rank(marked((1, 2, 3), (2, 1, 0)), small((5, 0, 0))))
    assert (one.steady, one.stretches) == (None, ())
    assert str(course_of(rank(marked((1, 2, 3), (2, 1, 0)), small((5, 0, 0))), "documents").steady) == "[0.00%, 50.00%)"


@settings(max_examples=300)
@given(group_figures(), schemes(), st.sampled_from(NAMES), st.integers(0, 60))
def test_every_share_has_the_ranks_that_the_course_says(
    figures: Figures, scheme: Scheme, indicator: str, sixtieths: int
) -> None:
    ranking = rank(figures, scheme)
    one = course_of(ranking, indicator)
    assume(one.steady is not None)
    assert one.steady is not None
    share = F(sixtieths, 60)
    at = Root(share)
    holding = [it for it in one.stretches if (it.low == at == it.high) or it.low < at < it.high]
    assert [stretch.ranks for stretch in holding] == [ranks_at(ranking, indicator, share)]
    if share in one.steady:
        assert ranks_at(ranking, indicator, share) == tuple(ranking.ranks[group] for group in one.groups)


@settings(max_examples=300)
@given(group_figures(least=2), schemes(), st.sampled_from(NAMES))
def test_just_outside_the_interval_a_rank_has_changed(figures: Figures, scheme: Scheme, indicator: str) -> None:
    ranking = rank(figures, scheme)
    one = course_of(ranking, indicator)
    assume(one.steady is not None)
    steady = one.steady
    assert steady is not None
    now = tuple(ranking.ranks[group] for group in one.groups)
    assert one.share in steady
    for end, included, outwards in ((steady.low, steady.low_included, -1), (steady.high, steady.high_included, 1)):
        place = next(number for number, it in enumerate(one.stretches) if it.is_point and it.low == end)
        if not included:
            assert one.stretches[place].ranks != now
            assert end.exact is None or ranks_at(ranking, indicator, end.exact) != now
        elif 0 <= place + outwards < len(one.stretches):
            beyond = one.stretches[place + outwards]
            assert ranks_at(ranking, indicator, between(beyond.low, beyond.high)) != now


@settings(max_examples=300)
@given(group_figures(least=2), schemes(), st.sampled_from(NAMES))
def test_at_each_crossing_the_two_groups_change_places(figures: Figures, scheme: Scheme, indicator: str) -> None:
    ranking = rank(figures, scheme)
    one = course_of(ranking, indicator)
    opened = [stretch for stretch in one.stretches if not stretch.is_point]
    index, rest = NAMES.index(indicator), sum(scheme.weights) - scheme.weights[NAMES.index(indicator)]

    def lead(share: Fraction, first: int, second: int) -> Fraction:
        weights = [(1 - share) * weight for weight in scheme.weights]
        weights[index] = share * rest
        scores = dict(zip(one.groups, ranking.standing.scores(weights), strict=True))
        return (scores[first] or F(0)) - (scores[second] or F(0))

    found = 0
    for before, after in pairwise(opened):
        for crossing in (it for it in one.crossings if it.at == before.high):
            found += 1
            assert lead(between(before.low, before.high), crossing.ahead, crossing.behind) > 0
            assert lead(between(after.low, after.high), crossing.ahead, crossing.behind) < 0
            if crossing.at.exact is not None:
                assert lead(crossing.at.exact, crossing.ahead, crossing.behind) == 0
    assert found == len(one.crossings)
    for first, second in combinations(one.groups, 2) if opened else ():
        ends = [lead(between(it.low, it.high), first, second) for it in (opened[0], opened[-1])]
        between_them = [it for it in one.crossings if {it.ahead, it.behind} == {first, second}]
        assert (ends[0] * ends[1] < 0) == (len(between_them) % 2 == 1)


# exact roots


@pytest.mark.parametrize(
    ("polynomial", "expected"),
    [
        ((0, 0, 0), ()),
        ((0, 0, 1), ()),
        ((0, 2, -1), (Root(F(1, 2)),)),
        ((1, 0, 1), ()),
        ((4, -4, 1), (Root(F(1, 2)),)),
        ((9, -9, 2), (Root(F(1, 3)), Root(F(2, 3)))),
        ((-1, 0, 2), (Root(F(0), -1, F(2)), Root(F(0), 1, F(2)))),
        ((2, 0, -1), (Root(F(0), -1, F(1, 2)), Root(F(0), 1, F(1, 2)))),
    ],
)
def test_roots(polynomial: tuple[int, int, int], expected: tuple[Root, ...]) -> None:
    a, b, c = map(F, polynomial)
    assert roots(a, b, c) == expected


def surds() -> st.SearchStrategy[Root]:
    whole = st.integers(-6, 6)
    return st.tuples(whole, whole, whole).flatmap(
        lambda p: st.sampled_from(roots(F(p[0]), F(p[1]), F(p[2])) or (Root(F(p[0])),))
    )


@given(surds(), surds())
def test_roots_are_ordered_as_their_values(one: Root, other: Root) -> None:
    with localcontext() as context:
        context.prec = 60
        values = [
            Decimal(it.rational.numerator) / it.rational.denominator
            + it.sign * (Decimal(it.radicand.numerator) / it.radicand.denominator).sqrt()
            for it in (one, other)
        ]
        near = abs(values[0] - values[1]) < Decimal("1e-50")
    assert (one == other) == near
    assert (one < other) == (not near and values[0] < values[1])
    if one < other:
        assert one < Root(between(one, other)) < other


def test_two_numbers_nearer_than_any_float() -> None:
    surd = Root(F(0), 1, F(2))
    near = Root(surd.bounds(400)[0])
    assert near < surd
    assert float(near) == float(surd)


def test_as_text() -> None:
    assert str(Root(F(-5), 1, F(28))) == "-5 + √(28)"
    assert str(Root(F(5), -1, F(3, 2))) == "5 - √(3/2)"
    assert str(Root(F(1, 7))) == "1/7"


# other denominators, other weights


def test_each_denominator_is_switched_alone() -> None:
    figures = marked((30, 0, 50), (20, 0, 50))
    figures[1].update(suggested=60)
    figures[2].update(suggested=20)
    (switched,) = sensitivity(rank(figures, small()), draws=0).switched
    assert (switched.indicator, switched.by, switched.says) == ("filing", "units", "filed÷units")
    assert switched.ranks == {1: 1, 2: 2}
    assert switched.moved == {2: (1, 2), 1: (2, 1)}


def test_a_group_that_is_best_in_all_stays_first() -> None:
    found = sensitivity(rank(marked(ALL, (50, 20, 0), (20, 50, 0), (None, None, None)), small()), draws=200)
    reaches = {one.group: one for one in found.reaches}
    assert reaches[1] == Reach(1, 1, 1, 1, 1, 1, F(1))
    assert (reaches[2].best, reaches[2].worst) == (2, 3)
    assert reaches[2].likely_best == 2
    assert reaches[4] == Reach(4, None)


@pytest.mark.parametrize(
    ("weights", "factor", "reach"),
    [
        ((3, 1, 1), F(5, 4), (1, 1)),  # 12/5 to 2 at the least
        ((3, 1, 1), 2, (1, 3)),  # 3/2 to 2, by dividing the first; doubling another only makes it 3 to 3
        ((1, 1, 1), 2, (1, 3)),  # 2 to 2, by doubling the first; halving another only makes it 1 to 3/2
        ((1, 1, 1), F(3, 2), (3, 3)),
    ],
)
def test_each_weight_alone_times_and_divided_by_the_factor(
    weights: tuple[int, ...], factor: int | Fraction, reach: tuple[int, int]
) -> None:
    """Group 1 has all of the first indicator, group 2 all of the others, group 3 a half of each."""
    ranking = rank(marked((100, 0, 0), (0, 100, 100), (50, 50, 50)), small(weights))
    found = next(one for one in sensitivity(ranking, factor=factor, draws=0).reaches if one.group == 1)
    assert found == Reach(1, ranking.ranks[1], *reach)


def test_the_same_seed_gives_the_same() -> None:
    ranking = rank(marked((60, 50, 0), (50, 60, 0), (55, 52, 1)), small())
    one, same, other = (sensitivity(ranking, draws=100, seed=seed) for seed in (1, 1, 2))
    assert one == same
    assert one.reaches != other.reaches
    assert json.loads(json.dumps(one.as_dict()))["seed"] == 1


def test_nearer_weights_keep_more_ranks() -> None:
    ranking = rank(marked((60, 50, 0), (50, 61, 0), NOTHING, ALL), small())
    loose, near = (sensitivity(ranking, concentration=many, draws=300).reaches[1].kept for many in (5, 5000))
    assert loose is not None
    assert near is not None
    assert loose < near


@given(group_figures(), schemes())
def test_the_present_rank_lies_within_its_reach(figures: Figures, scheme: Scheme) -> None:
    ranking = rank(figures, scheme)
    for one in sensitivity(ranking, draws=20).reaches:
        assert one.rank == ranking.ranks[one.group]
        if one.rank is not None:
            assert None not in (one.best, one.worst, one.likely_best, one.likely_worst)
            assert (one.best or 0) <= one.rank <= (one.worst or 0)
            assert (one.best or 0) <= (one.likely_best or 0) <= (one.likely_worst or 0) <= (one.worst or 0)


@pytest.mark.parametrize("wrong", [{"factor": 1}, {"draws": -1}, {"draws": 10**6}, {"concentration": 0}])
def test_parameters_that_cannot_be_used(wrong: dict[str, Any]) -> None:
    with pytest.raises(CampaignError, match="灵敏度"):
        sensitivity(rank(marked((1, 2, 3)), small()), **wrong)


def test_explained() -> None:
    figures = marked((100, 0, 0), (0, 100, 100))
    figures[1]["suggested"] = 200
    assert sensitivity(rank(figures, small()), draws=0).explained().splitlines() == [
        "filing：权重占比33.33%，在0.00%至50.00%之间名次不变；从0到100%共有1处前后两组易位",
        "rectification：权重占比33.33%，在0.00%至100.00%之间名次不变；从0到100%共有0处前后两组易位",
        "documents：权重占比33.33%，在0.00%至100.00%之间名次不变；从0到100%共有0处前后两组易位",
        "filing改按filed÷units：名次不变",
        "第2组：现为第1名，权重变动时最好第1名、最差第1名",
        "第1组：现为第2名，权重变动时最好第1名、最差第2名",
    ]
