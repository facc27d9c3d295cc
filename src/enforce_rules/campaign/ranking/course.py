"""How the ranks change while the share of one weight goes from 0 to 1 and the others keep their proportions, exact.

With the share w of one indicator, the score of a group is S(w) = (w·p·x + (1-w)·R) ÷ (w·p + (1-w)·r): x is its mark there, p is 1
if it has that mark and else 0; r is the share that the others it has hold among the others, R their weighted marks. Two groups
are level where the numerators of the difference cancel, a polynomial of the second degree (of the first where neither lacks a mark).
Its roots are exact; between neighbouring roots no ranks change, so one point tells them all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cmp_to_key
from itertools import combinations, pairwise
from typing import Any

from .root import Root, between, roots
from .standing import Ranks, Scores, Standing


@dataclass(frozen=True, slots=True)
class Stretch:
    """Shares with the same ranks: the one point ``low`` = ``high``, or all between the two, these not included."""

    low: Root
    high: Root
    ranks: Ranks

    @property
    def is_point(self) -> bool:
        """Whether it is a single share."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where two groups change places in score: ``ahead`` leads for smaller shares than ``at``, ``behind`` for larger ones."""

    at: Root
    ahead: int
    behind: int


@dataclass(frozen=True, slots=True)
class Steady:
    """The shares around the present one in which all ranks are as they are, and whether its ends belong to it."""

    low: Root
    high: Root
    low_included: bool
    high_included: bool

    def __contains__(self, share: Fraction) -> bool:
        at = Root(share)
        return (
            self.low < at < self.high
            or (at == self.low and self.low_included)
            or (at == self.high and self.high_included)
        )

    def __str__(self) -> str:
        left, right = "[" if self.low_included else "(", "]" if self.high_included else ")"
        return f"{left}{self.low.percent()}, {self.high.percent()}{right}"


@dataclass(frozen=True, slots=True)
class Course:
    """The ranks of ``groups`` over the share of one indicator. ``stretches`` go from 0 to 1, points and what lies between in turn.

    Where the indicator alone has weight its share cannot move: ``steady`` is None and there are no stretches.
    """

    indicator: str
    share: Fraction
    groups: tuple[int, ...]
    stretches: tuple[Stretch, ...]
    crossings: tuple[Crossing, ...]
    steady: Steady | None

    def as_dict(self) -> dict[str, Any]:
        """The course for machines; shares as percentages beside their exact form."""
        steady = self.steady
        return {
            "indicator": self.indicator,
            "share": str(self.share),
            "steady": None if steady is None else _steady_dict(steady),
            "crossings": [
                {"at": one.at.percent(), "at_exact": str(one.at), "ahead": one.ahead, "behind": one.behind}
                for one in self.crossings
            ],
        }


def course(standing: Standing, weights: Sequence[Fraction], index: int, indicator: str) -> Course:
    """The course of the indicator at ``index``. ``weights`` are those of all indicators; not all are zero."""
    share = weights[index] / sum(weights)
    others = [Fraction(0) if place == index else weight for place, weight in enumerate(weights)]
    if not any(others):
        return Course(indicator, share, standing.groups, (), (), None)
    line = _Line(standing, index, [weight / sum(others) for weight in others])
    level = line.level()
    stretches = line.stretches(level)
    return Course(
        indicator, share, standing.groups, stretches, line.crossings(stretches, level), _steady(stretches, Root(share))
    )


Pair = tuple[int, int]
"""Two groups, by their places in the standing."""


class _Line:
    """The shares from 0 to 1 of the indicator at ``index``; ``others`` are the shares among the others, the own zero."""

    def __init__(self, standing: Standing, index: int, others: Sequence[Fraction]) -> None:
        self.standing = standing
        self.index = index
        self.others = others

    def scores(self, share: Fraction) -> Scores:
        weights = [(1 - share) * other for other in self.others]
        weights[self.index] = share
        return self.standing.scores(weights)

    def level(self) -> dict[Root, set[Pair]]:
        """The shares strictly between 0 and 1 at which groups are level that are not level all along, with the pairs, in order."""
        lines = [self._fraction(place) for place in range(len(self.standing.groups))]
        found: dict[Root, set[Pair]] = {}
        for one, other in combinations(range(len(lines)), 2):
            for root in _meeting(lines[one], lines[other]):
                if Root(Fraction(0)) < root < Root(Fraction(1)):
                    found.setdefault(root, set()).add((one, other))
        return {root: found[root] for root in sorted(found)}

    def _fraction(self, place: int) -> tuple[Fraction, Fraction, Fraction, Fraction]:
        """The score of a group as (u·w + R·(1-w)) ÷ (p·w + r·(1-w))."""
        marks = self.standing.marks[place]
        own = marks[self.index]
        known = [(other, mark) for other, mark in zip(self.others, marks, strict=True) if mark is not None and other]
        rest = sum((other for other, _ in known), Fraction(0))
        summed = sum((other * mark for other, mark in known), Fraction(0))
        return own or Fraction(0), summed, Fraction(own is not None), rest

    def stretches(self, level: Mapping[Root, set[Pair]]) -> tuple[Stretch, ...]:
        ends = [Root(Fraction(0)), *level, Root(Fraction(1))]
        found = [self._point(ends[0], None, set())]
        for low, high in pairwise(ends):
            scores = self.scores(between(low, high))
            found.append(Stretch(low, high, self.standing.ranks(scores)))
            found.append(self._point(high, scores, level.get(high, set())))
        return tuple(found)

    def _point(self, at: Root, before: Scores | None, level: set[Pair]) -> Stretch:
        """The ranks at one share. At an irrational one they are those just before it, but for the groups that are level there."""
        if at.exact is not None or before is None:
            return Stretch(at, at, self.standing.ranks(self.scores(at.rational)))
        return Stretch(at, at, _levelled(self.standing, before, level))

    def crossings(self, stretches: Sequence[Stretch], level: Mapping[Root, set[Pair]]) -> tuple[Crossing, ...]:
        opened = [stretch for stretch in stretches if not stretch.is_point]
        scores = [self.scores(between(stretch.low, stretch.high)) for stretch in opened] if level else []
        found = []
        for (before, after), (root, pairs) in zip(pairwise(scores), level.items(), strict=True):
            for one, other in sorted(pairs):
                leads, led = _lead(before, one, other), _lead(after, one, other)
                if leads != led:
                    first, second = (one, other) if leads > 0 else (other, one)
                    found.append(Crossing(root, self.standing.groups[first], self.standing.groups[second]))
        return tuple(found)


def _meeting(
    one: tuple[Fraction, Fraction, Fraction, Fraction], other: tuple[Fraction, Fraction, Fraction, Fraction]
) -> tuple[Root, ...]:
    """Where two scores are equal; none when one group has no score at all, or when they are equal all along."""
    (u, s, p, r), (v, t, q, m) = one, other
    if not (p or r) or not (q or m):
        return ()
    square, mixed, rest = u * q - v * p, u * m + s * q - v * r - t * p, s * m - t * r  # of w², w(1-w), (1-w)²
    return roots(square - mixed + rest, mixed - 2 * rest, rest)


def _lead(scores: Scores, one: int, other: int) -> int:
    """1 when the first group has the higher score, -1 when the second has."""
    mine, theirs = scores[one], scores[other]
    assert mine is not None
    assert theirs is not None
    return (mine > theirs) - (mine < theirs)


def _levelled(standing: Standing, scores: Scores, level: set[Pair]) -> Ranks:
    """The ranks by ``scores`` after the pairs in ``level`` have come to the same score."""

    def order(one: int, other: int) -> int:
        equal = (min(one, other), max(one, other)) in level
        lead = 0 if equal else _lead(scores, one, other)
        mine, theirs = standing.ties[one], standing.ties[other]
        return -lead or (mine > theirs) - (mine < theirs)

    ranks: list[int | None] = [None] * len(scores)
    placed = sorted((place for place, score in enumerate(scores) if score is not None), key=cmp_to_key(order))
    for number, place in enumerate(placed, 1):
        same = number > 1 and order(placed[number - 2], place) == 0
        ranks[place] = ranks[placed[number - 2]] if same else number
    return tuple(ranks)


def _steady(stretches: Sequence[Stretch], share: Root) -> Steady:
    """The stretches around ``share`` with the ranks that hold there."""
    low = high = next(
        number
        for number, one in enumerate(stretches)
        if (one.is_point and one.low == share) or one.low < share < one.high
    )
    ranks = stretches[low].ranks
    while low > 0 and stretches[low - 1].ranks == ranks:
        low -= 1
    while high + 1 < len(stretches) and stretches[high + 1].ranks == ranks:
        high += 1
    first, last = stretches[low], stretches[high]
    return Steady(first.low, last.high, first.is_point, last.is_point)


def _steady_dict(steady: Steady) -> dict[str, Any]:
    return {
        "low": steady.low.percent(),
        "low_exact": str(steady.low),
        "low_included": steady.low_included,
        "high": steady.high.percent(),
        "high_exact": str(steady.high),
        "high_included": steady.high_included,
    }
