"""The pictures of a ranking: drawn for many groups, for few, and for none that can be ranked; the same on every run."""

from __future__ import annotations

from random import Random
from xml.etree import ElementTree

import pytest

from enforce_rules.campaign.ranking import (
    Sensitivity,
    paths_of_ranks,
    rank,
    reaches_of_ranks,
    score_bars,
    sensitivity,
)

from .ranked import Figures, marked, small

pytest.importorskip("matplotlib")


def many() -> Figures:
    random = Random(3)
    rows = [[random.choice([None, *range(101)]) for _ in range(3)] for _ in range(18)]
    return marked(*rows)


CASES = {
    "eighteen groups": (many(), (1, 2, 1)),
    "one group": (marked((1, 2, 3)), (1, 1, 1)),
    "one weight": (marked((1, 2, 3), (3, 2, 1)), (1, 0, 0)),
    "all equal": (marked((5, 5, 5), (5, 5, 5)), (1, 1, 1)),
    "nothing known": (marked((None, None, None)), (1, 1, 1)),
    "one without a rank": (marked((None, None, None), (1, 2, 3), (3, 2, 1)), (1, 1, 1)),
}


def pictures(found: Sensitivity, names: dict[int, str] | None = None) -> list[str]:
    return [score_bars(found.ranking, names), paths_of_ranks(found, names), reaches_of_ranks(found, names)]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.filterwarnings("error")
def test_pictures(case: str) -> None:
    figures, weights = CASES[case]
    for svg in pictures(sensitivity(rank(figures, small(weights)), draws=20)):
        element = ElementTree.fromstring(svg)
        assert element.tag.endswith("svg")
        assert element.get("aria-label")
        assert element.get("viewBox")


def test_pictures_are_the_same_on_every_run() -> None:
    found = sensitivity(rank(many(), small()), draws=20)
    assert pictures(found) == pictures(found)


def test_names_stand_in_the_place_of_numbers() -> None:
    found = sensitivity(rank(many(), small()), draws=20)
    assert all(
        one != other
        for one, other in zip(
            pictures(found), pictures(found, {group: f"市{group}" for group in range(1, 19)}), strict=True
        )
    )
