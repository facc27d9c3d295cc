"""How far a ranking rests on choices that nobody published: on each weight, on each denominator, on all weights together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from ...errors import CampaignError, Problem
from ..rates import one_decimal
from .course import Course, course
from .ranking import Ranking, rank
from .root import Root
from .standing import Ranks

_UNIT = 10**9
"""Random weights are whole numbers; the gamma variates are multiplied by this."""


@dataclass(frozen=True, slots=True)
class Switched:
    """The ranks when one indicator takes another denominator and all else stays."""

    indicator: str
    by: str
    says: str
    ranks: Mapping[int, int | None]
    moved: Mapping[int, tuple[int | None, int | None]]
    """Only the groups whose rank is another: the rank before, the rank then."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The ranks of a group under other weights.

    ``best`` and ``worst`` are the ends over all weights that were tried; ``likely_best`` and ``likely_worst`` those of the middle
    90 % of the random ones; ``kept`` is the share of the random ones under which the group has the rank it has now.
    All None for a group without a rank.
    """

    group: int
    rank: int | None
    best: int | None = None
    worst: int | None = None
    likely_best: int | None = None
    likely_worst: int | None = None
    kept: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What a ranking rests on; each part answers one question.

    - ``courses``: how far may one weight alone move, the others in their proportions, before any rank changes; and which groups
      change places where.
    - ``switched``: what the ranks are under each other definition of a denominator, one at a time.
    - ``reaches``: between which ranks each group moves when weights are other: each alone times and divided by ``factor``, and
      ``draws`` random ones around the given (Dirichlet's distribution with the given shares as means; the larger
      ``concentration``, the nearer to them: a share s has the standard deviation √(s(1-s) ÷ (concentration+1))).
    """

    ranking: Ranking
    courses: tuple[Course, ...]
    switched: tuple[Switched, ...]
    reaches: tuple[Reach, ...]
    factor: Fraction
    draws: int
    concentration: int
    seed: int

    def as_dict(self) -> dict[str, Any]:
        """The analysis for machines."""
        return {
            "courses": [one.as_dict() for one in self.courses],
            "switched": [
                {"indicator": one.indicator, "by": one.by, "says": one.says, "ranks": dict(one.ranks)}
                for one in self.switched
            ],
            "reaches": [
                {
                    "group": one.group,
                    "rank": one.rank,
                    "best": one.best,
                    "worst": one.worst,
                    "likely_best": one.likely_best,
                    "likely_worst": one.likely_worst,
                    "kept": None if one.kept is None else str(one.kept),
                }
                for one in self.reaches
            ],
            "factor": str(self.factor),
            "draws": self.draws,
            "concentration": self.concentration,
            "seed": self.seed,
        }

    def explained(self) -> str:
        """The analysis in plain sentences, one a line."""
        told = [
            *map(self._course_told, self.courses),
            *map(self._switch_told, self.switched),
            *map(_reach_told, self.reaches),
        ]
        return "\n".join(told)

    def _course_told(self, one: Course) -> str:
        label = self.ranking.scheme.by_id[one.indicator].label
        if one.steady is None:
            return f"{label}：只有这一项有权重，权重占比不能变动"
        shares = f"权重占比{_percent(one.share)}"
        low, high = one.steady.low.percent(), one.steady.high.percent()
        if one.steady.low == one.steady.high:
            return f"{label}：{shares}，稍有增减名次即变"
        return f"{label}：{shares}，在{low}至{high}之间名次不变；从0到100%共有{len(one.crossings)}处前后两组易位"

    def _switch_told(self, one: Switched) -> str:
        label = self.ranking.scheme.by_id[one.indicator].label
        moves = "、".join(f"第{group}组{_told(old)}→{_told(new)}" for group, (old, new) in one.moved.items())
        return f"{label}改按{one.says}：{moves or '名次不变'}"


def sensitivity(
    ranking: Ranking,
    *,
    factor: int | Fraction = 2,
    draws: int = 1000,
    concentration: int = 50,
    seed: int = 0,
) -> Sensitivity:
    """The analysis of a ranking; the same ``seed`` gives the same random weights.

    ``factor`` > 1, ``draws`` from 0 to 100 000, ``concentration`` from 1 on; else :class:`CampaignError`.
    """
    if factor <= 1 or not 0 <= draws <= 100_000 or concentration < 1:
        raise CampaignError(
            Problem("灵敏度分析的参数不可用", hint="factor 大于1，draws 为0至100000，concentration 不小于1")
        )
    scheme, standing = ranking.scheme, ranking.standing
    courses = tuple(
        course(standing, scheme.weights, index, indicator.id) for index, indicator in enumerate(scheme.indicators)
    )
    doubled = [standing.ranked(weights) for weights in _each_moved(scheme.weights, Fraction(factor))]
    drawn = [standing.ranked(weights) for weights in _random(scheme.shares, draws, concentration, Random(seed))]
    return Sensitivity(
        ranking,
        courses,
        tuple(_switches(ranking)),
        _reaches(ranking, doubled, drawn),
        Fraction(factor),
        draws,
        concentration,
        seed,
    )


def _switches(ranking: Ranking) -> Iterator[Switched]:
    for indicator in ranking.scheme.indicators:
        for by, denominator in indicator.per.items():
            if by != indicator.by:
                then = rank(ranking.figures, ranking.scheme, use={indicator.id: by}).ranks
                moved = {group: (old, then[group]) for group, old in ranking.ranks.items() if old != then[group]}
                yield Switched(indicator.id, by, denominator.says, then, moved)


def _each_moved(weights: Sequence[Fraction], factor: Fraction) -> Iterator[list[Fraction]]:
    """The weights with each alone times and divided by ``factor``."""
    for index, weight in enumerate(weights):
        for moved in (weight * factor, weight / factor):
            yield [moved if place == index else other for place, other in enumerate(weights)]


def _random(shares: Sequence[Fraction], draws: int, concentration: int, random: Random) -> Iterator[list[int]]:
    """Weights around the given ones, as whole numbers; a weight of zero stays zero and no other becomes zero."""
    for _ in range(draws):
        yield [
            max(1, round(random.gammavariate(float(share * concentration), 1) * _UNIT)) if share else 0
            for share in shares
        ]


def _reaches(ranking: Ranking, moved: Sequence[Ranks], drawn: Sequence[Ranks]) -> tuple[Reach, ...]:
    """The reach of each group, in the order of the ranking."""
    place_of = {group: place for place, group in enumerate(ranking.standing.groups)}
    return tuple(
        Reach(row.group, None)
        if row.rank is None
        else _reach(row.group, row.rank, _of(moved, place_of[row.group]), _of(drawn, place_of[row.group]))
        for row in ranking.rows
    )


def _of(all_ranks: Sequence[Ranks], place: int) -> list[int]:
    return [number for ranks in all_ranks if (number := ranks[place]) is not None]


def _reach(group: int, now: int, moved: list[int], drawn: list[int]) -> Reach:
    tried = sorted([now, *moved, *drawn])
    if not drawn:
        return Reach(group, now, tried[0], tried[-1])
    ordered, tail = sorted(drawn), len(drawn) // 20
    kept = Fraction(Counter(drawn)[now], len(drawn))
    return Reach(group, now, tried[0], tried[-1], ordered[tail], ordered[-1 - tail], kept)


def _reach_told(one: Reach) -> str:
    if one.rank is None:
        return f"第{one.group}组：没有名次"
    told = f"第{one.group}组：现为第{one.rank}名，权重变动时最好第{one.best}名、最差第{one.worst}名"
    if one.kept is None:
        return told
    likely = f"随机权重中间90%的在第{one.likely_best}名至第{one.likely_worst}名"
    return f"{told}；{likely}，{one_decimal(one.kept)}名次不变"


def _percent(share: Fraction) -> str:
    return Root(share).percent()


def _told(number: int | None) -> str:
    return "无" if number is None else str(number)
