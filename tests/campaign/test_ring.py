"""The ring of least dissimilarity: one circle through all cities, as asked, and proven the least."""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Mapping
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from enforce_rules.campaign.campaign import campaign_from
from enforce_rules.campaign.cities import CityTable, cities_from, read_cities
from enforce_rules.campaign.dissimilarity import MILLION, Weights, dissimilarity
from enforce_rules.campaign.ring import Inspection, Ring, find_ring
from enforce_rules.errors import CampaignError
from tests.conftest import ROOT

NAMES = "甲乙丙丁戊己庚辛壬癸"


def table_of(scales: list[int]) -> CityTable:
    """Cities of one measure and of like structure."""
    return cities_from(
        {
            "cities": [
                {"name": f"{name}市", "scale": {"企业数": scale}, "industries": {"钢铁": 1, "其他": 1 + number % 3}}
                for number, (name, scale) in enumerate(zip(NAMES, scales, strict=False))
            ]
        }
    )


def pairs_of(text: str) -> list[Inspection]:
    """甲乙 丙丁: 甲市 inspects 乙市, 丙市 inspects 丁市."""
    return [(f"{pair[0]}市", f"{pair[1]}市") for pair in text.split()]


@pytest.fixture(scope="module")
def example() -> CityTable:
    return read_cities(ROOT / "examples" / "campaign" / "cities.csv")


@pytest.fixture(scope="module")
def ring(example: CityTable) -> Ring:
    return find_ring(example)


def costs_of(table: CityTable, weights: Weights) -> list[list[int]]:
    """Millionths of dissimilarity, by the cities' places in the table."""
    return [[dissimilarity(one, other, weights).millionths for other in table.cities] for one in table.cities]


def least_by_trial(
    table: CityTable, weights: Weights, fixed: list[Inspection], forbidden: list[Inspection]
) -> int | None:
    """The least total in millionths of all rings that are as asked, each tried; None when there is none."""
    costs, names = costs_of(table, weights), table.names
    totals = []
    for rest in itertools.permutations(range(1, len(names))):
        arcs = list(zip((0, *rest), (*rest, 0), strict=True))
        told = {(names[one], names[other]) for one, other in arcs}
        if told.issuperset(fixed) and told.isdisjoint(forbidden):
            totals.append(sum(costs[one][other] for one, other in arcs))
    return min(totals, default=None)


def least_by_held_and_karp(costs: list[list[int]]) -> int:
    """The least total of all rings, by the recurrence of Held and Karp over sets of cities.

    A ring begins and ends at the last city of the table; ``best[visited, city]`` is the least total of a way from there through
    the cities of the set ``visited``, as bits, that ends at ``city``, one of them.
    """
    cost = np.array(costs, dtype=np.int64)
    size = len(costs) - 1
    sets = np.arange(1 << size)
    members = sum((sets >> city & 1) for city in range(size))
    best = np.full((1 << size, size), np.iinfo(np.int64).max // 2)
    best[1 << np.arange(size), np.arange(size)] = cost[size, :size]
    for visited in (sets[members == count] for count in range(1, size)):
        for city in range(size):
            without = visited[visited >> city & 1 == 0]
            best[without | 1 << city, city] = (best[without] + cost[:size, city]).min(axis=1)
    return int((best[-1] + cost[:size, size]).min())


def assert_one_circle(ring: Ring, table: CityTable) -> None:
    assert [pair.inspects for pair in ring.pairs] == [*(pair.city for pair in ring.pairs[1:]), table.names[0]]
    assert sorted(pair.city for pair in ring.pairs) == sorted(table.names)


def test_the_example_is_one_circle_proven_the_least(example: CityTable, ring: Ring) -> None:
    assert_one_circle(ring, example)
    assert ring.optimal
    assert ring.lower_bound == ring.total
    assert ring.gap == 0
    assert ring.total * MILLION == sum(pair.dissimilarity.millionths for pair in ring.pairs)


def test_the_example_costs_what_held_and_karp_find(example: CityTable, ring: Ring) -> None:
    assert ring.total * MILLION == least_by_held_and_karp(costs_of(example, Weights()))


def test_the_groups_are_those_of_a_campaign(example: CityTable, ring: Ring) -> None:
    campaign = campaign_from(
        {
            "id": "2021",
            "title": "异地督导执法检查",
            "region": "某省",
            "phases": [{"number": 1, "name": "检查", "from": "2021-04-01", "until": "2021-04-30"}],
            "groups": ring.groups(),
        }
    )
    assert [(group.number, group.city) for group in campaign.groups] == list(enumerate(example.names, start=1))


def test_as_data(ring: Ring) -> None:
    data = json.loads(json.dumps(ring.as_dict(), ensure_ascii=False))
    assert list(data) == ["pairs", "total", "lower_bound", "gap", "optimal", "weights", "seconds"]
    assert data["total"] == pytest.approx(sum(pair["dissimilarity"]["value"] for pair in data["pairs"]))
    assert data["pairs"][0]["city"] == "甲市"


def test_the_same_ring_on_every_run(example: CityTable, ring: Ring) -> None:
    assert find_ring(example) == ring


@pytest.mark.parametrize(
    ("told", "scales", "fixed", "forbidden", "order"),
    [
        ("three cities: the first inspects the next of the table", [1, 2, 3], "", "", "甲乙丙"),
        ("up by scale and down again", [1, 4, 2, 3], "", "", "甲乙丁丙"),
        ("a direction is asked for", [1, 2, 3], "甲丙", "", "甲丙乙"),
        ("a direction is ruled out", [1, 2, 3], "", "甲乙", "甲丙乙"),
        ("a fixed pair of unlike cities", [1, 2, 90, 99], "甲丁", "", "甲丁丙乙"),
        ("all is fixed", [1, 9, 2, 8], "甲乙 乙丙 丙丁 丁甲", "", "甲乙丙丁"),
        ("a pair is forbidden both ways", [1, 1, 9, 9], "", "甲乙 乙甲", "甲丙乙丁"),
        ("the same wish twice, and a city not to inspect itself", [1, 2, 3], "甲丙 甲丙", "甲甲", "甲丙乙"),
    ],
)
def test_small_rings(told: str, scales: list[int], fixed: str, forbidden: str, order: str) -> None:
    table = cities_from(
        {
            "cities": [
                {"name": f"{name}市", "scale": {"企业数": scale}, "industries": {"钢铁": 1}}
                for name, scale in zip(NAMES, scales, strict=False)
            ]
        }
    )
    ring = find_ring(table, fixed=pairs_of(fixed), forbidden=pairs_of(forbidden))
    assert "".join(name[0] for name in ring.next_of) == order, told


@pytest.mark.parametrize(
    ("fixed", "forbidden", "problems"),
    [
        ("甲乙 甲丙", "", ["固定了甲市检查2个市：乙市、丙市（一个市只检查一个市）"]),
        ("甲丙 乙丙", "", ["固定了2个市检查丙市：甲市、乙市（一个市只由一个市检查）"]),
        ("甲乙 乙甲", "", ["固定了甲市和乙市互相检查（推磨式检查不得互查）"]),
        ("乙丙 丙丁 丁乙", "", ["固定的配对自成一圈：乙市→丙市→丁市→乙市（全部5个市要围成一圈）"]),
        ("甲甲", "", ["固定了甲市检查自己（不得检查自己）"]),
        ("甲乙", "甲乙", ["甲市检查乙市既固定又禁止（只留其一）"]),
        ("甲己", "庚甲", ["没有己市这个市（", "没有庚市这个市（"]),
        ("", "甲乙 甲丙 甲丁 甲戊", ["甲市没有可以检查的市（减少禁止的配对）"]),
        ("", "乙甲 丙甲 丁甲 戊甲", ["没有可以检查甲市的市（减少禁止的配对）"]),
        ("", "甲乙 甲丙 甲丁 乙甲 乙丙 乙丁", ["固定和禁止的配对合起来围不成一圈（减少固定或者禁止的配对）"]),
        (
            "甲乙 乙甲 丙丙 丁己 戊丁",
            "戊丁",
            [
                "没有己市这个市（",
                "固定了丙市检查自己（不得检查自己）",
                "戊市检查丁市既固定又禁止（只留其一）",
                "固定了甲市和乙市互相检查（推磨式检查不得互查）",
            ],
        ),
    ],
)
def test_wishes_that_contradict_each_other(fixed: str, forbidden: str, problems: list[str]) -> None:
    with pytest.raises(CampaignError) as error:
        find_ring(table_of([1, 2, 3, 4, 5]), fixed=pairs_of(fixed), forbidden=pairs_of(forbidden))
    found = [str(problem) for problem in error.value.problems]
    assert len(found) == len(problems)
    assert all(line.startswith(problem) for line, problem in zip(found, problems, strict=True)), found


@pytest.mark.parametrize(("scales", "problem"), [([1], "只有1个市，围不成圈"), ([1, 2], "只有2个市，围不成圈")])
def test_too_few_cities(scales: list[int], problem: str) -> None:
    with pytest.raises(CampaignError, match=problem):
        find_ring(table_of(scales))


@pytest.mark.parametrize("seconds", [0.0, -1.0, float("nan"), float("inf")])
def test_a_limit_that_is_none(seconds: float) -> None:
    with pytest.raises(CampaignError, match="求解时限"):
        find_ring(table_of([1, 2, 3]), seconds=seconds)


def test_without_the_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ortools.sat.python", None)
    with pytest.raises(CampaignError, match=r"pip install 'enforce-rules\[campaign\]'"):
        find_ring(table_of([1, 2, 3]))


def test_no_ring_in_time(example: CityTable) -> None:
    with pytest.raises(CampaignError, match="没有找到配对（延长求解时限）"):
        find_ring(example, seconds=1e-9)


@pytest.mark.parametrize(
    ("total", "bound", "gap"),
    [
        ("4", "4", "0"),
        ("4", "3", "0.25"),
        ("3", "2", "0.333334"),
        ("0", "0", "0"),
        ("1", "0", "1"),
        ("3", "2.999999", "0.000001"),
    ],
)
def test_the_gap_is_never_told_too_small(total: str, bound: str, gap: str) -> None:
    ring = Ring((), Decimal(total), Decimal(bound), total == bound, Weights(), (), 1.0)
    assert ring.gap == Decimal(gap)


weightings = st.builds(Weights, st.integers(0, 3), st.integers(1, 3))


@st.composite
def tables(draw: st.DrawFn, largest: int) -> CityTable:
    size = draw(st.integers(3, largest))
    amounts: st.SearchStrategy[Mapping[str, int]] = st.fixed_dictionaries(
        {"钢铁": st.integers(1, 9), "其他": st.integers(0, 9)}
    )
    return cities_from(
        {
            "cities": [
                {"name": f"{name}市", "scale": {"企业数": draw(st.integers(0, 30))}, "industries": draw(amounts)}
                for name in NAMES[:size]
            ]
        }
    )


@given(st.data(), weightings)
@settings(max_examples=60)
def test_as_good_as_the_best_of_all_rings(data: st.DataObject, weights: Weights) -> None:
    table = data.draw(tables(7))
    inspections = st.tuples(st.sampled_from(table.names), st.sampled_from(table.names)).filter(
        lambda pair: pair[0] != pair[1]
    )
    fixed = data.draw(st.lists(inspections, max_size=2))
    forbidden = data.draw(st.lists(inspections, max_size=8))
    least = least_by_trial(table, weights, fixed, forbidden)
    if least is None:
        with pytest.raises(CampaignError):
            find_ring(table, weights, fixed, forbidden)
        return
    ring = find_ring(table, weights, fixed, forbidden)
    assert_one_circle(ring, table)
    assert ring.total * MILLION == least
    assert ring.optimal
    told = set(ring.next_of.items())
    assert told.issuperset(fixed)
    assert told.isdisjoint(forbidden)


@given(tables(10), weightings)
@settings(max_examples=25)
def test_as_good_as_held_and_karp(table: CityTable, weights: Weights) -> None:
    assume(len(table.cities) > 7)
    assert find_ring(table, weights).total * MILLION == least_by_held_and_karp(costs_of(table, weights))


@given(tables(10))
@settings(max_examples=25)
def test_of_a_ring_and_its_reversal_always_the_same(table: CityTable) -> None:
    ring = find_ring(table)
    first = table.names[0]
    before = next(city for city, inspected in ring.next_of.items() if inspected == first)
    assert table.names.index(ring.next_of[first]) < table.names.index(before)
