"""Rates are exact, and rounded half up as the notice prints them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforce_rules.campaign.rates import one_decimal, rate, rounded


@pytest.mark.parametrize(
    ("numerator", "denominator", "printed"),
    [
        (18882, 27878, "67.7%"),  # the notice's own
        (117, 207, "56.5%"),
        (581, 787, "73.8%"),
        (581, 2209, "26.3%"),
        (1, 2000, "0.1%"),  # 0.05 %: the half goes up
        (1, 2001, "0.0%"),
        (25, 2000, "1.3%"),  # 1.25 %, which floats and half-even print as 1.2
        (9, 3, "300.0%"),  # more cases than were suggested
        (3, 3, "100.0%"),
        (0, 7, "0.0%"),
        (None, 7, "—"),
        (7, None, "—"),
        (0, 0, "—"),
        (7, 0, "—"),
    ],
)
def test_percentages(numerator: int | None, denominator: int | None, printed: str) -> None:
    assert one_decimal(rate(numerator, denominator)) == printed


@pytest.mark.parametrize(
    ("value", "places", "printed"),
    [
        (Fraction(27878, 2209), 2, "12.62"),
        (Fraction(4655, 2209), 2, "2.11"),
        (Fraction(2209, 18), 1, "122.7"),
        (Fraction(16112000, 581), 0, "27731"),
        (Fraction(1, 2), 0, "1"),
        (Fraction(-1, 20), 1, "-0.1"),
        (Fraction(-1, 21), 1, "0.0"),
        (0, 3, "0.000"),
        (12, 1, "12.0"),
    ],
)
def test_rounding(value: Fraction | int, places: int, printed: str) -> None:
    assert rounded(value, places) == printed


@given(st.integers(-(10**9), 10**9), st.integers(0, 6), st.integers(0, 4))
def test_rounding_is_that_of_decimals(digits: int, behind: int, places: int) -> None:
    decimal = Decimal(digits).scaleb(-behind)
    expected = decimal.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert Decimal(rounded(Fraction(decimal), places)) == expected
