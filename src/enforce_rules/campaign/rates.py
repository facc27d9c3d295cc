"""Rates and averages as the notice prints them: exact fractions, rounded half up only when they are shown."""

from __future__ import annotations

from fractions import Fraction

UNKNOWN = "—"
"""What stands in a table where a number is not known."""


def rate(numerator: int | None, denominator: int | None) -> Fraction | None:
    """``numerator`` ÷ ``denominator``; None where one of them is not known or the denominator is zero."""
    if numerator is None or not denominator:
        return None
    return Fraction(numerator, denominator)


def rounded(value: Fraction | int, places: int = 1) -> str:
    """The decimal of ``value`` with ``places`` digits behind the point, a half rounded away from zero: 12.62."""
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    digits = str(whole).rjust(places + 1, "0")
    sign = "-" if value < 0 and whole else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def one_decimal(value: Fraction | int | None) -> str:
    """A share as a percentage with one decimal, 18882/27878 as ``67.7%``; ``—`` where it is not known."""
    return UNKNOWN if value is None else f"{rounded(Fraction(value) * 100)}%"
