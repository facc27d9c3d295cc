"""The arithmetic of a ranking, exact: from the marks of the groups and the weights to scores and ranks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

Marks = tuple[Fraction | None, ...]
"""The marks of one group, one an indicator, from 0 to 1; None where the indicator is left out for the group."""

Scores = tuple[Fraction | None, ...]
Ranks = tuple[int | None, ...]

TieKey = tuple[tuple[int, Fraction], ...]
"""What orders groups of equal score; the smaller is the better, and only groups with equal keys share a rank."""


@dataclass(frozen=True)
class Standing:
    """The marks of all groups, from which any weights make scores and ranks. The order of ``groups`` means nothing."""

    groups: tuple[int, ...]
    marks: tuple[Marks, ...]
    ties: tuple[TieKey, ...]

    @cached_property
    def _whole(self) -> tuple[tuple[int, tuple[tuple[int, int], ...]], ...]:
        """The marks of each group as whole numbers over one denominator: this, and the numbers with the places of their indicators."""
        return tuple(_over_one_denominator(marks) for marks in self.marks)

    def scores(self, weights: Sequence[Fraction | int]) -> Scores:
        """The score of each group from 0 to 1: the weighted mean of its marks; None for a group without any that has weight."""
        unit = lcm(*(weight.denominator for weight in weights))
        whole = [int(weight * unit) for weight in weights]
        return tuple(_score(denominator, marks, whole) for denominator, marks in self._whole)

    def ranks(self, scores: Scores) -> Ranks:
        """The rank of each group: equal ones share it and the next ranks stay empty (1, 2, 2, 4); None without a score."""
        keys = [None if score is None else (-score, ties) for score, ties in zip(scores, self.ties, strict=True)]
        first: dict[tuple[Fraction, TieKey], int] = {}
        for place, key in enumerate(sorted(key for key in keys if key is not None), 1):
            first.setdefault(key, place)
        return tuple(None if key is None else first[key] for key in keys)

    def ranked(self, weights: Sequence[Fraction | int]) -> Ranks:
        """The rank of each group under ``weights``."""
        return self.ranks(self.scores(weights))


def _over_one_denominator(marks: Marks) -> tuple[int, tuple[tuple[int, int], ...]]:
    known = [(place, mark) for place, mark in enumerate(marks) if mark is not None]
    denominator = lcm(*(mark.denominator for _, mark in known))
    return denominator, tuple((place, int(mark * denominator)) for place, mark in known)


def _score(denominator: int, marks: Sequence[tuple[int, int]], weights: Sequence[int]) -> Fraction | None:
    total = sum(weights[place] for place, _ in marks)
    if not total:
        return None
    return Fraction(sum(weights[place] * mark for place, mark in marks), total * denominator)
