"""Chance with exact sums: whole numbers drawn so that they add up to what is given, the same for the same seed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import TypeVar

T = TypeVar("T")


def split(total: int, weights: Sequence[int], least: int = 0) -> list[int]:
    """``total`` in whole parts as near as can be to the proportion of ``weights``, each at least ``least``.

    By the largest remainders; among equal ones the first.
    """
    rest = total - least * len(weights)
    if rest < 0:
        raise ValueError(f"{total} cannot be split into {len(weights)} parts of at least {least}")
    whole = sum(weights)
    if not whole:
        weights, whole = [1] * len(weights), len(weights)
    exact = [Fraction(rest * weight, whole) for weight in weights]
    parts = [int(share) for share in exact]
    short = rest - sum(parts)
    for index in sorted(range(len(parts)), key=lambda one: parts[one] - exact[one])[:short]:
        parts[index] += 1
    return [part + least for part in parts]


def uneven(chance: Random, number: int, spread: float = 2.0) -> list[int]:
    """Weights as unlike each other as enterprises are: the smaller the ``spread``, the more."""
    return [1 + round(1000 * chance.gammavariate(spread, 1 / spread)) for _ in range(number)]


def chosen(chance: Random, among: Sequence[T], number: int) -> list[T]:
    """``number`` of them, in their order."""
    return [among[index] for index in sorted(chance.sample(range(len(among)), number))]


def day_between(chance: Random, first: date, last: date) -> date:
    """A day from ``first`` to ``last``, earlier ones more often."""
    return first + timedelta(days=int(((last - first).days + 1) * chance.random() ** 1.6)) if first < last else first
