"""The roots of a polynomial of the second degree with rational coefficients, exact and ordered."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import total_ordering
from math import isqrt

from ..rates import rounded

_FIRST, _STEP = 32, 32
"""Binary digits with which two numbers are first compared, and how many more each time these do not tell them apart."""


@total_ordering
@dataclass(frozen=True, slots=True)
class Root:
    """The number ``rational`` + ``sign`` × √``radicand``, where the radicand is zero or no square of a fraction.

    Each number has one such form, so that equal roots are equal objects.
    """

    rational: Fraction
    sign: int = 0
    radicand: Fraction = Fraction(0)

    @property
    def exact(self) -> Fraction | None:
        """The number as a fraction; None when it is irrational."""
        return None if self.radicand else self.rational

    def bounds(self, digits: int = 64) -> tuple[Fraction, Fraction]:
        """Two fractions around the number, about 2**-digits from each other; the number itself twice if it is rational."""
        if not self.radicand:
            return self.rational, self.rational
        under, over = self.radicand.numerator, self.radicand.denominator
        root, unit = isqrt(under * over << 2 * digits), over << digits
        ends = (self.rational + self.sign * Fraction(root + step, unit) for step in (0, 1))
        low, high = sorted(ends)
        return low, high

    @property
    def near(self) -> Fraction:
        """The number, or a fraction next to it that no print tells from it."""
        low, high = self.bounds()
        return (low + high) / 2

    def __lt__(self, other: Root) -> bool:
        if self == other:
            return False
        mine, theirs = _apart(self, other)
        return mine[1] < theirs[0]

    def __float__(self) -> float:
        return float(self.near)

    def __str__(self) -> str:
        if not self.radicand:
            return str(self.rational)
        return f"{self.rational} {'+' if self.sign > 0 else '-'} √({self.radicand})"

    def percent(self, places: int = 2) -> str:
        """The number as a percentage, ``14.29%``."""
        return f"{rounded(self.near * 100, places)}%"


def between(low: Root, high: Root) -> Fraction:
    """A fraction between two different numbers, ``low`` < ``high``."""
    under, over = _apart(low, high)
    return (under[1] + over[0]) / 2


def roots(a: Fraction, b: Fraction, c: Fraction) -> tuple[Root, ...]:
    """The real roots of a·x² + b·x + c in their order; a double one once; none when all three are zero."""
    if not a:
        return (Root(-c / b),) if b else ()
    middle, radicand = -b / (2 * a), (b * b - 4 * a * c) / (4 * a * a)
    if radicand < 0:
        return ()
    under, over = isqrt(radicand.numerator), isqrt(radicand.denominator)
    if under * under == radicand.numerator and over * over == radicand.denominator:
        half = Fraction(under, over)
        return (Root(middle - half), Root(middle + half)) if half else (Root(middle),)
    return Root(middle, -1, radicand), Root(middle, 1, radicand)


def _apart(one: Root, other: Root) -> tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]:
    """The bounds of two different numbers, near enough to the numbers that they do not meet."""
    digits = _FIRST
    while True:
        mine, theirs = one.bounds(digits), other.bounds(digits)
        if mine[1] < theirs[0] or theirs[1] < mine[0]:
            return mine, theirs
        digits += _STEP
