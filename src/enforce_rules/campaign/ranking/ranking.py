"""A ranking of the groups: scores and ranks, and for every point where it comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ...errors import CampaignError, Problem
from ..rates import rate, rounded
from .figure import EACH_GROUP, FIGURES, Figures, checked_figures
from .indicator import NONE, NORMALISE, Indicator
from .scheme import MISSING, Scheme, WeightLike, default_scheme
from .standing import Standing


@dataclass(frozen=True, slots=True)
class Cell:
    """One indicator of one group.

    ``mark`` is the value made comparable, from 0 to 1; None where the indicator is left out for the group. ``share`` is the share of
    the weight that the indicator has for this group, from 0 to 1; ``points`` = 100 × share × mark. All exact.
    """

    indicator: Indicator
    numerator: int | None
    denominator: int | None
    value: Fraction | None
    mark: Fraction | None
    share: Fraction
    lacks: str

    @property
    def points(self) -> Fraction:
        """What the indicator adds to the score, from 0 to 100."""
        return 100 * self.share * (self.mark or 0)

    def as_dict(self) -> dict[str, Any]:
        """The cell for machines: exact fractions as text, and the value as it is printed."""
        return {
            "indicator": self.indicator.id,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "value": self.indicator.written(self.value),
            "value_exact": _exact(self.value),
            "lacks": self.lacks,
            "mark": _exact(self.mark),
            "share": _exact(self.share),
            "points": rounded(self.points),
            "points_exact": _exact(self.points),
        }


@dataclass(frozen=True, slots=True)
class Row:
    """One group: its rank, None where it cannot be ranked; its exact score from 0 to 100; its indicators in the scheme's order."""

    group: int
    rank: int | None
    shared: bool
    score: Fraction | None
    cells: tuple[Cell, ...]

    @property
    def score_words(self) -> str:
        """The score with one decimal, ``81.4``, or ``无``."""
        return NONE if self.score is None else rounded(self.score)

    @property
    def rank_words(self) -> str:
        """The rank as it is printed: ``2``, ``2（并列）``, ``无``."""
        return NONE if self.rank is None else f"{self.rank}（并列）" if self.shared else str(self.rank)


@dataclass(frozen=True, slots=True)
class Ranking:
    """The groups in the order of their ranks; those that share one, and those without one, by number."""

    scheme: Scheme
    rows: tuple[Row, ...]
    figures: Figures
    standing: Standing

    def row(self, group: int) -> Row:
        """The row of a group. Raises :class:`CampaignError` when it is not among them."""
        for row in self.rows:
            if row.group == group:
                return row
        raise CampaignError(Problem(f"没有第{group}组"))

    @property
    def ranks(self) -> dict[int, int | None]:
        """The rank of each group."""
        return {row.group: row.rank for row in self.rows}

    def explained(self, group: int, name: str | None = None) -> str:
        """Where the points of a group come from, in plain sentences, one a line. ``name`` is what the group is called."""
        row = self.row(group)
        name = name or f"第{group}组"
        if row.score is None:
            return f"{name}有权重的各项指标都没有数据，不参加排序。"
        lines = [f"{name}得{row.score_words}分，{_rank_told(row)}。各项如下（四舍五入，合计可能有尾差）："]
        lines += [_explained(cell) for cell in row.cells]
        if any(cell.value is None and cell.indicator.weight for cell in row.cells):
            lines.append(f"缺项：{MISSING[self.scheme.missing]}。")
        return "\n".join(lines)

    def as_dict(self) -> dict[str, Any]:
        """The ranking for machines. Exact numbers are fractions as text (``18882/27878``), beside them what is printed."""
        scheme = self.scheme
        return {
            "title": scheme.title,
            "note": scheme.note,
            "missing": scheme.missing,
            "missing_words": MISSING[scheme.missing],
            "ties": list(scheme.ties),
            "indicators": [_indicator(one, share) for one, share in zip(scheme.indicators, scheme.shares, strict=True)],
            "rows": [
                {
                    "group": row.group,
                    "rank": row.rank,
                    "shared": row.shared,
                    "score": row.score_words,
                    "score_exact": _exact(row.score),
                    "cells": [cell.as_dict() for cell in row.cells],
                }
                for row in self.rows
            ],
        }


def rank(
    figures: Figures,
    scheme: Scheme | None = None,
    *,
    use: Mapping[str, str] | None = None,
    weights: Mapping[str, WeightLike] | None = None,
) -> Ranking:
    """The ranking of the groups by a scheme (the shipped one when None is given), exact.

    ``use`` takes other denominators for indicators, ``weights`` other weights: see :meth:`Scheme.using`.
    Raises :class:`CampaignError` for figures that are none, unknown names, and weights that cannot be used.
    """
    figures = checked_figures(figures)
    scheme = (scheme or default_scheme()).using(use, weights)
    groups = tuple(sorted(figures))
    columns = [_column(indicator, groups, figures, scheme) for indicator in scheme.indicators]
    standing = _standing(scheme, groups, columns)
    scores = standing.scores(scheme.weights)
    ranks = standing.ranks(scores)
    counted = Counter(ranks)
    rows = [
        Row(
            group,
            ranks[index],
            ranks[index] is not None and counted[ranks[index]] > 1,
            None if (score := scores[index]) is None else 100 * score,
            _cells(scheme, [column[index] for column in columns]),
        )
        for index, group in enumerate(groups)
    ]
    rows.sort(key=lambda row: (row.rank is None, row.rank, row.group))
    return Ranking(scheme, tuple(rows), figures, standing)


def _column(indicator: Indicator, groups: tuple[int, ...], figures: Figures, scheme: Scheme) -> list[Cell]:
    """One indicator of all groups, not yet weighted."""
    parts = [indicator.parts(figures[group]) for group in groups]
    values = [rate(*part) for part in parts]
    marks = indicator.marks(values)
    absent = Fraction(0) if scheme.missing == "last" else None
    return [
        Cell(indicator, *part, value, absent if mark is None else mark, Fraction(0), _lacks(indicator, figures[group]))
        for group, part, value, mark in zip(groups, parts, values, marks, strict=True)
    ]


def _standing(scheme: Scheme, groups: tuple[int, ...], columns: list[list[Cell]]) -> Standing:
    breakers = [columns[index] for id in scheme.ties for index, one in enumerate(scheme.indicators) if one.id == id]
    places = range(len(groups))
    return Standing(
        groups,
        tuple(tuple(column[place].mark for column in columns) for place in places),
        tuple(tuple(column[place].indicator.goodness(column[place].value) for column in breakers) for place in places),
    )


def _cells(scheme: Scheme, cells: list[Cell]) -> tuple[Cell, ...]:
    """The indicators of a group, each with its share of the weight that counts for the group."""
    weights = [Fraction(0) if cell.mark is None else weight for cell, weight in zip(cells, scheme.weights, strict=True)]
    total = sum(weights) or Fraction(1)
    return tuple(
        Cell(cell.indicator, cell.numerator, cell.denominator, cell.value, cell.mark, weight / total, cell.lacks)
        for cell, weight in zip(cells, weights, strict=True)
    )


def _lacks(indicator: Indicator, figures: Mapping[str, int | None]) -> str:
    """Why an indicator has no value, or nothing."""
    denominator = indicator.denominator.figure
    needed = [*indicator.of, *([] if denominator == EACH_GROUP else [denominator])]
    unknown = [FIGURES[name].label for name in dict.fromkeys(needed) if figures.get(name) is None]
    if unknown:
        return f"没有{'、'.join(unknown)}的数据"
    return f"{FIGURES[denominator].label}为零" if denominator in FIGURES and not figures[denominator] else ""


def _rank_told(row: Row) -> str:
    return f"{'并列' if row.shared else ''}第{row.rank}名"


def _explained(cell: Cell) -> str:
    one = cell.indicator
    label = f"{one.label}（{one.denominator.says}）"
    if cell.value is None:
        zero = "计0分" if cell.share else "不计分"
        return f"{label}：{NONE}（{cell.lacks}），{zero}"
    if one.denominator.figure == EACH_GROUP:
        value = one.written(cell.value)
    else:
        value = f"{cell.numerator}÷{cell.denominator}＝{one.written(cell.value)}"
    if not one.weight:
        return f"{label}：{value}，没有权重，不计分"
    mark = rounded(100 * (cell.mark or 0))
    return f"{label}：{value}，折算{mark}分，权重占{rounded(100 * cell.share)}%，计{rounded(cell.points)}分"


def _indicator(indicator: Indicator, share: Fraction) -> dict[str, Any]:
    return {
        "id": indicator.id,
        "label": indicator.label,
        "by": indicator.by,
        "definition": indicator.denominator.says,
        "weight": str(indicator.weight),
        "share": _exact(share),
        "better": indicator.better,
        "normalise": indicator.normalise,
        "normalise_words": NORMALISE[indicator.normalise],
    }


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else str(value)
