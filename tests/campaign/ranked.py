"""Schemes and figures for the tests of rankings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from enforce_rules.campaign.ranking import Scheme, scheme_from

NAMES = ("filing", "rectification", "documents")
"""The indicators of :func:`small`: their numerators and denominators are the figures in COLUMNS."""

COLUMNS = (("filed", "suggested"), ("rectified", "hazards"), ("documents", "units"))

Figures = dict[int, dict[str, int | None]]


def small(weights: Sequence[object] = (1, 1, 1), **changes: Any) -> Scheme:
    """A scheme of three indicators, the first of which has two denominators; ``normalise``, ``better`` hold for all."""
    each: dict[str, Any] = {key: changes.pop(key) for key in ("normalise", "better") if key in changes}
    indicators: list[dict[str, Any]] = [
        {
            "id": name,
            "label": name,
            "of": [numerator],
            "per": {denominator: {"figure": denominator, "says": f"{numerator}÷{denominator}"}},
            "by": denominator,
            "weight": weight,
            "shown": "percent",
            **each,
        }
        for name, (numerator, denominator), weight in zip(NAMES, COLUMNS, weights, strict=True)
    ]
    indicators[0]["per"]["units"] = {"figure": "units", "says": "filed÷units"}
    return scheme_from({"title": "试", "indicators": indicators, **changes})


def marked(*rows: Sequence[int | None]) -> Figures:
    """Groups 1, 2, … with these percentages in the three indicators; None is not known."""
    return {
        number: {
            name: value
            for (numerator, denominator), percent in zip(COLUMNS, row, strict=True)
            for name, value in ((numerator, percent), (denominator, 100))
        }
        for number, row in enumerate(rows, 1)
    }


def group_figures(least: int = 1, most: int = 6) -> st.SearchStrategy[Figures]:
    """Figures of a few groups: small ones with many ties, zero denominators and gaps, or percentages with few of them."""
    names = sorted({name for column in COLUMNS for name in column})
    value = st.one_of(st.none(), st.integers(0, 6))
    row = st.fixed_dictionaries(dict.fromkeys(names, value))
    small_numbers = st.lists(row, min_size=least, max_size=most).map(lambda rows: dict(enumerate(rows, 1)))
    percent = st.sampled_from([None, 0, 5, 11, 20, 33, 46, 50, 58, 67, 79, 88, 95, 100])
    percents = st.lists(st.tuples(percent, percent, percent), min_size=least, max_size=most)
    return st.one_of(small_numbers, percents.map(lambda rows: marked(*rows)))


def schemes() -> st.SearchStrategy[Scheme]:
    """Schemes of the three indicators with any policy."""
    return st.builds(
        lambda weights, missing, normalise, better, ties: small(
            weights, missing=missing, normalise=normalise, better=better, ties=ties
        ),
        st.lists(st.integers(0, 5), min_size=3, max_size=3).filter(any),
        st.sampled_from(["leave_out", "last"]),
        st.sampled_from(["minmax", "of_best"]),
        st.sampled_from(["higher", "lower"]),
        st.lists(st.sampled_from(NAMES), max_size=2, unique=True),
    )


def by_hand(marks: Mapping[str, Fraction | None], weights: Mapping[str, Fraction]) -> Fraction | None:
    """The score from 0 to 100 as the scheme words it, computed anew."""
    counted = {name: weight for name, weight in weights.items() if marks[name] is not None}
    total = sum(counted.values())
    if not total:
        return None
    return sum((100 * weight / total * (marks[name] or 0) for name, weight in counted.items()), Fraction(0))
