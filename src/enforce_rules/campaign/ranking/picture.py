"""Pictures of a ranking: where the points come from, how ranks move with one weight, how far ranks reach with all weights.

Each returns an ``svg`` element. ``names`` is what the groups are called, by number; else 第7组. Each raises :class:`CampaignError`
without the extra ``campaign``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from ..chart import BLUE, GREEN, GREY, INK, ORANGE, PALE, PALETTE, PURPLE, RED, SKY, YELLOW, drawing, svg_of
from ..rates import rounded
from .course import Course, Stretch
from .indicator import Indicator
from .ranking import Ranking, Row
from .sensitivity import Reach, Sensitivity

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Names = Mapping[int, str] | None

_HATCHES = ("", "////", "....", "xxxx")
"""For more indicators than there are colours."""

_LIGHT = (ORANGE, SKY, YELLOW)
"""Colours that numbers stand on in dark ink."""

_MARKED = (BLUE, RED, GREEN, PURPLE, ORANGE)
"""The colours of the groups that lead now; the others are grey."""

_SLANT = 0.02
"""Half the breadth, as a share, of the slant with which a line goes from one rank to the next."""

_LEAST_POINTS = 4
"""A part of a bar of fewer points carries no number: it would not fit."""


def score_bars(ranking: Ranking, names: Names = None) -> str:
    """The scores as bars, the first group on top, each made of what its indicators add."""
    rows = [row for row in ranking.rows if row.score is not None]
    with drawing(10, 1.8 + 0.34 * max(len(rows), 3)) as figure:
        paint_bars(figure, ranking, rows, names)
        return svg_of(figure, f"{ranking.scheme.title}：{len(rows)}个组的得分，由各项指标组成")


def paths_of_ranks(sensitivity: Sensitivity, names: Names = None) -> str:
    """One small picture an indicator: the rank of each group against the share of the indicator's weight."""
    courses = [one for one in sensitivity.courses if one.stretches]
    with drawing(10, 0.6 + 3.6 * ((len(courses) + 1) // 2 or 1)) as figure:
        paint_paths(figure, sensitivity, courses, names)
        return svg_of(figure, "各组名次随每一项指标的权重占比变动的情况")


def reaches_of_ranks(sensitivity: Sensitivity, names: Names = None) -> str:
    """The rank of each group with the ranks it reaches under other weights."""
    reaches = [one for one in sensitivity.reaches if one.rank is not None]
    with drawing(10, 1.6 + 0.32 * max(len(reaches), 3)) as figure:
        paint_reaches(figure, sensitivity, reaches, names)
        return svg_of(figure, "各组的名次和权重变动时名次的范围")


def paint_bars(figure: Figure, ranking: Ranking, rows: Sequence[Row], names: Names) -> None:
    """Paint the bars of ``rows`` on a figure."""
    axes = figure.add_subplot()
    start = [0.0] * len(rows)
    weighted = [(place, one) for place, one in enumerate(ranking.scheme.indicators) if one.weight]
    for number, (place, indicator) in enumerate(weighted):
        start = _layer(axes, rows, place, indicator, number, start)
    for place, row in enumerate(rows):
        axes.text(start[place] + 0.8, place, row.score_words, va="center")
    _groups_down(axes, [(row.group, row.rank_words) for row in rows], names)
    axes.set_xlim(0, max([*start, 1.0]) * 1.08)
    left_out = [_named(row.group, names) for row in ranking.rows if row.score is None]
    axes.set_xlabel(f"得分（满分100分）{'；没有数据、不参加排序：' if left_out else ''}{'、'.join(left_out)}")
    figure.legend(loc="outside upper center", ncols=4, frameon=False, fontsize=9)


def _layer(
    axes: Any, rows: Sequence[Row], place: int, indicator: Indicator, number: int, start: Sequence[float]
) -> list[float]:
    """What one indicator adds to the bars, which reach to ``start`` so far; where they reach then."""
    colour, hatch = PALETTE[number % len(PALETTE)], _HATCHES[number // len(PALETTE) % len(_HATCHES)]
    points = [row.cells[place].points for row in rows]
    parts = [float(part) for part in points]
    axes.barh(
        range(len(rows)), parts, left=start, height=0.74, color=colour, hatch=hatch, ec="white", label=indicator.label
    )
    for at, part in enumerate(parts):
        if part >= _LEAST_POINTS:
            ink = INK if colour in _LIGHT else "white"
            axes.text(start[at] + part / 2, at, rounded(points[at], 0), color=ink, ha="center", va="center", fontsize=8)
    return [left + part for left, part in zip(start, parts, strict=True)]


def paint_paths(figure: Figure, sensitivity: Sensitivity, courses: Sequence[Course], names: Names) -> None:
    """Paint one small picture for each of ``courses`` on a figure."""
    leaders = [row.group for row in sensitivity.ranking.rows if row.rank is not None][: len(_MARKED)]
    colours = dict(zip(leaders, _MARKED, strict=False))
    grid = figure.subplots((len(courses) + 1) // 2 or 1, 2, squeeze=False)
    for axes, one in zip(grid.flat, courses, strict=False):
        _path(axes, sensitivity.ranking.scheme.by_id[one.indicator], one, colours)
    for axes in list(grid.flat)[len(courses) :]:
        axes.set_axis_off()
    _key(figure, colours, names)


def _path(axes: Any, indicator: Indicator, one: Course, colours: Mapping[int, str]) -> None:
    opened = [stretch for stretch in one.stretches if not stretch.is_point]
    if one.steady is not None:
        axes.axvspan(float(one.steady.low), float(one.steady.high), color=SKY, alpha=0.3, lw=0)
    axes.axvline(float(one.share), color=INK, lw=1, ls="--")
    for place, group in sorted(enumerate(one.groups), key=lambda pair: pair[1] in colours):
        across, down = _line(opened, place)
        marked = group in colours
        axes.plot(across, down, color=colours.get(group, GREY), lw=2 if marked else 0.9, alpha=1 if marked else 0.7)
    _end_labels(axes, one, opened[0], -0.02, "right", colours)
    _end_labels(axes, one, opened[-1], 1.02, "left", colours)
    axes.set_title(_title(indicator, one), fontsize=9.5, loc="center")
    axes.set_xlim(-0.09, 1.09)
    axes.set_ylim(max(number or 1 for stretch in opened for number in stretch.ranks) + 0.6, 0.4)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25%", "50%", "75%", "100%"], fontsize=8)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)


def _title(indicator: Indicator, one: Course) -> str:
    assert one.steady is not None
    low, high = one.steady.low.percent(), one.steady.high.percent()
    return f"{indicator.label}：现占{rounded(one.share * 100)}%，{low}至{high}名次不变"


def _line(stretches: Sequence[Stretch], place: int) -> tuple[list[float], list[int]]:
    """The line of one group: level where its rank stays, slanting over where it changes."""
    across: list[float] = []
    down: list[int] = []
    for number, run in groupby(stretches, key=lambda stretch: stretch.ranks[place]):
        held = list(run)
        if number is not None:
            low, high = float(held[0].low), float(held[-1].high)
            slant = min(_SLANT, (high - low) * 0.45)
            across += [low + slant if low else low, high - slant if high < 1 else high]
            down += [number, number]
    return across, down


def _end_labels(
    axes: Any, one: Course, stretch: Stretch, across: float, align: str, colours: Mapping[int, str]
) -> None:
    """The numbers of the groups at one end of their lines; those that share a rank stand together."""
    for number in sorted({found for found in stretch.ranks if found is not None}):
        groups = [group for group, found in zip(one.groups, stretch.ranks, strict=True) if found == number]
        colour = next((colours[group] for group in groups if group in colours), INK)
        told = "、".join(str(group) for group in groups[:4]) + ("…" if len(groups) > 4 else "")
        axes.text(across, number, told, ha=align, va="center", fontsize=7, color=colour)


def _key(figure: Figure, colours: Mapping[int, str], names: Names) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Any] = [
        Line2D([], [], color=colour, lw=2, label=_numbered(group, names)) for group, colour in colours.items()
    ]
    handles.append(Line2D([], [], color=INK, lw=1, ls="--", label="现在的权重占比"))
    handles.append(Patch(color=SKY, alpha=0.3, lw=0, label="名次不变的范围"))
    title = "横轴为该项的权重占比，其余各项之间的比例不变；纵向为名次，第一名在上；数字为组号"
    figure.legend(
        handles=handles, title=title, loc="outside upper center", ncols=4, frameon=False, fontsize=9, title_fontsize=9
    )


def paint_reaches(figure: Figure, sensitivity: Sensitivity, reaches: Sequence[Reach], names: Names) -> None:
    """Paint the ranks that each of ``reaches`` covers on a figure."""
    axes = figure.add_subplot()
    for place, one in enumerate(reaches):
        axes.plot(
            _ends(one.best, one.worst),
            [place, place],
            color=GREY,
            lw=1.2,
            zorder=2,
            label=_once(place, "最好、最差名次"),
        )
        if one.likely_best is not None:
            label = _once(place, "随机权重中间90%的名次")
            axes.plot(
                _ends(one.likely_best, one.likely_worst),
                [place, place],
                color=SKY,
                lw=7,
                zorder=3,
                label=label,
                solid_capstyle="round",
            )
        axes.plot([one.rank or 0], [place], "o", color=BLUE, ms=6, zorder=4, label=_once(place, "现在的名次"))
    _groups_down(axes, [(one.group, str(one.rank)) for one in reaches], names)
    last = len(reaches)
    axes.set_xlim(0.3, max(last, 1) + 0.7)
    axes.set_xticks(range(1, last + 1))
    axes.grid(axis="x", color=PALE, lw=0.6)
    axes.set_axisbelow(True)
    axes.set_xlabel("名次")
    title = f"各项权重分别乘以、除以{rounded(sensitivity.factor, 0 if sensitivity.factor.denominator == 1 else 1)}"
    title += f"，另取随机权重{sensitivity.draws}次"
    if reaches:
        figure.legend(title=title, loc="outside upper center", ncols=3, frameon=False, fontsize=9, title_fontsize=9)


def _ends(first: int | None, last: int | None) -> list[int]:
    """Two ends of a line; of no length where there is none."""
    return [first or 0, last or 0]


def _once(place: int, label: str) -> str:
    """A label for the key, given only by the first."""
    return label if place == 0 else "_"


def _groups_down(axes: Any, groups: Sequence[tuple[int, str]], names: Names) -> None:
    """The groups down the side with their ranks, the first on top."""
    axes.set_yticks(range(len(groups)), [f"{told}  {_named(group, names)}" for group, told in groups])
    axes.set_ylim(max(len(groups), 1) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)


def _named(group: int, names: Names) -> str:
    return (names or {}).get(group) or f"第{group}组"


def _numbered(group: int, names: Names) -> str:
    """The name of a group, with its number in front where the name does not hold it."""
    name = _named(group, names)
    return name if str(group) in name else f"{group} {name}"
