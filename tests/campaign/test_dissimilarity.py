"""How unlike two cities are: worked cases, and the laws that hold for any cities."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforce_rules.campaign.cities import City
from enforce_rules.campaign.dissimilarity import (
    Weights,
    dissimilarity,
    explained,
    millionths,
    relative_difference,
    shown,
    weights_from,
)
from enforce_rules.errors import CampaignError


def city(scale: list[int], industries: list[int], name: str = "甲市") -> City:
    return City.model_validate(
        {
            "name": name,
            "scale": {f"指标{number}": amount for number, amount in enumerate(scale)},
            "industries": {f"行业{number}": amount for number, amount in enumerate(industries)},
        }
    )


@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [(0, 0, "0"), (5, 5, "0"), (0, 5, "1"), (100, 80, "1/5"), (80, 100, "1/5"), (1, 3, "2/3")],
)
def test_relative_difference(one: int, other: int, difference: str) -> None:
    assert relative_difference(Decimal(one), Decimal(other)) == Fraction(difference)


@pytest.mark.parametrize(
    ("told", "one", "other", "scale", "structure", "value"),
    [
        ("the same", ([10], [1, 1]), ([10], [1, 1]), "0", "0", "0"),
        ("half as large, the same structure", ([10], [1, 1]), ([5], [3, 3]), "1/2", "0", "1/4"),
        ("as large, nothing in common", ([10], [1, 0]), ([10], [0, 9]), "0", "1", "1/2"),
        ("unlike in all", ([10], [1, 0]), ([0], [0, 1]), "1", "1", "1"),
        ("the mean of the measures", ([10, 4], [1]), ([5, 3], [1]), "3/8", "0", "3/16"),
        ("a quarter is of another kind", ([10], [2, 2]), ([10], [1, 3]), "0", "1/4", "1/8"),
    ],
)
def test_worked_cases(
    told: str,
    one: tuple[list[int], list[int]],
    other: tuple[list[int], list[int]],
    scale: str,
    structure: str,
    value: str,
) -> None:
    found = dissimilarity(city(*one), city(*other))
    assert (found.scale, found.structure, found.value) == (Fraction(scale), Fraction(structure), Fraction(value)), told


@pytest.mark.parametrize(
    ("weights", "value"),
    [
        (Weights(), "3/8"),
        (Weights(2, 2), "3/8"),
        (Weights(1, 0), "1/2"),
        (Weights(0, 1), "1/4"),
        (Weights(3, 1), "7/16"),
        (weights_from("0.5:1.5"), "5/16"),
        (weights_from("1：2"), "1/3"),
    ],
)
def test_weights(weights: Weights, value: str) -> None:
    assert dissimilarity(city([10], [2, 2]), city([5], [1, 3]), weights).value == Fraction(value)


@pytest.mark.parametrize("text", ["", "1", "1:", "-1:2", "0:0", "a:b", "1:2:3", "nan:1", "1e3:1"])
def test_texts_that_are_no_weights(text: str) -> None:
    with pytest.raises(CampaignError, match="权重"):
        weights_from(text)


@pytest.mark.parametrize("bad", [(0, 0), (-1, 2), (Decimal("NaN"), 1), (Decimal("Infinity"), 1)])
def test_numbers_that_are_no_weights(bad: tuple[Decimal, int]) -> None:
    with pytest.raises(CampaignError, match="不得都为0"):
        Weights(*bad)


@pytest.mark.parametrize(
    ("other", "problem"),
    [
        (city([1, 2], [1], "乙市"), "甲市和乙市的规模指标不同：指标1"),
        (city([1], [1, 2], "乙市"), "甲市和乙市的行业不同：行业1"),
        (city([1], [0], "乙市"), "乙市各行业全是0，算不出行业结构"),
    ],
)
def test_cities_that_cannot_be_compared(other: City, problem: str) -> None:
    with pytest.raises(CampaignError) as error:
        dissimilarity(city([1], [1]), other)
    assert problem in str(error.value)


def test_an_explanation() -> None:
    assert explained(city([100], [1, 3]), city([80], [1, 1], "乙市"), Weights(1, 2)) == (
        "甲市与乙市差异度0.233：规模差异0.200、结构差异0.250，权重1:2",
        "规模 指标0：100和80，相差20.0%",
        "行业 行业0：占25.0%和50.0%，相差25.0%",
        "行业 行业1：占75.0%和50.0%，相差25.0%",
    )


def test_as_data() -> None:
    assert dissimilarity(city([3], [1, 3]), city([2], [1, 1])).as_dict() == {
        "value": 0.291667,
        "scale": 0.333333,
        "structure": 0.25,
        "measures": {"指标0": 0.333333},
        "industries": {"行业0": 0.125, "行业1": 0.125},
    }


@pytest.mark.parametrize(
    ("value", "whole", "three"),
    [
        ("0", 0, "0.000"),
        ("1", 1_000_000, "1.000"),
        ("1/3", 333_333, "0.333"),
        ("1/2000000", 1, "0.000"),
        ("1/2000", 500, "0.001"),
    ],
)
def test_rounding(value: str, whole: int, three: str) -> None:
    assert (millionths(Fraction(value)), shown(Fraction(value))) == (whole, three)


amounts = st.integers(0, 10**6)
cities = st.builds(
    city,
    st.lists(amounts, min_size=2, max_size=2),
    st.lists(amounts, min_size=3, max_size=3).filter(lambda amounts: sum(amounts) > 0),
)
weightings = st.builds(Weights, st.integers(0, 9), st.integers(1, 9))


@given(cities, cities, weightings)
def test_symmetric_and_from_0_to_1(one: City, other: City, weights: Weights) -> None:
    there = dissimilarity(one, other, weights)
    assert dissimilarity(other, one, weights) == there.turned()
    assert all(0 <= part <= 1 for part in (there.value, there.scale, there.structure, *there.measures.values()))


@given(cities, weightings)
def test_nothing_is_unlike_itself(one: City, weights: Weights) -> None:
    assert dissimilarity(one, one, weights).value == 0


@given(cities, cities, cities, weightings)
def test_a_way_round_is_no_shorter(one: City, by: City, other: City, weights: Weights) -> None:
    direct = dissimilarity(one, other, weights).value
    assert direct <= dissimilarity(one, by, weights).value + dissimilarity(by, other, weights).value


@given(cities, cities, weightings)
def test_the_parts_make_the_whole(one: City, other: City, weights: Weights) -> None:
    found = dissimilarity(one, other, weights)
    assert found.scale == sum(found.measures.values()) / len(found.measures)
    assert found.structure == sum(max(Fraction(), mine - its) for mine, its in found.shares.values())
    assert sum(mine for mine, _ in found.shares.values()) == 1
    assert min(found.scale, found.structure) <= found.value <= max(found.scale, found.structure)
