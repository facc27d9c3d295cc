"""Pictures for the figures that people would rather look at: day by day, by group, by industry, and what became of the major hazards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from ..campaign import Campaign, every_day
from ..chart import BLUE, GREEN, GREY, INK, ORANGE, PALE, RED, drawing, svg_of
from ..cube import WHOLE, Cube, Slice
from ..figures import FIGURES
from ..rates import one_decimal, rate
from ..records.kinds import INDUSTRIES
from .table import NO_INDUSTRY

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FUNNEL = ("major", "major_planned", "major_supervised", "major_rectified", "major_closed", "major_checked")
"""What becomes of a major hazard, step by step."""

USED = ("hazards", "rectified", "documents", *FUNNEL)
"""The figures that the pictures show."""


def trend(cube: Cube, until: date, whole: Slice = WHOLE) -> str:
    """Day by day: problems found and rectified as bars, both added up as lines."""
    part = replace(whole, until=until)
    found, mended = (cube.by(name, "day", part) for name in ("hazards", "rectified"))
    days = _days([*found, *mended], until)
    with drawing(10, 4.2) as figure:
        bars, lines = figure.subplots(2, 1, sharex=True, height_ratios=(1, 1))
        at = range(len(days))
        _bars(bars, at, [found.get(day, 0) for day in days], "发现", ORANGE, -0.2)
        _bars(bars, at, [mended.get(day, 0) for day in days], "已整改", GREEN, 0.2)
        bars.set_title("每日发现、整改的问题隐患（条）")
        for counted, colour, name in ((found, ORANGE, "发现"), (mended, GREEN, "已整改")):
            added = list(accumulate(counted.get(day, 0) for day in days))
            lines.plot(at, added, color=colour, linewidth=2.2, label=name)
            lines.annotate(f" {added[-1]}", (len(days) - 1, added[-1]), color=colour, va="center")
        lines.set_title("累计（条）")
        lines.set_xlim(-0.8, len(days) + 1.2)
        step = max(1, len(days) // 14)
        lines.set_xticks(list(at)[::step], [f"{day.month}月{day.day}日" for day in days[::step]], fontsize=8)
        bars.legend(frameon=False, ncols=2, loc="upper right", fontsize=9)
        _plain(bars, lines)
        return svg_of(figure, f"截至{until}每日发现、整改的问题隐患")


def by_group(cube: Cube, campaign: Campaign, until: date, whole: Slice = WHOLE) -> str:
    """For each group the problems found, of them those rectified, and the rate; the major hazards beside."""
    part = replace(whole, until=until)
    numbers = [group.number for group in campaign.groups]
    names = [f"{group.number}　{group.city}" for group in campaign.groups]
    return _pairs(cube, "group", numbers, names, part, f"各组（截至{until.month}月{until.day}日）")


def by_industry(cube: Cube, until: date, whole: Slice = WHOLE) -> str:
    """For each industry the same as for each group; what belongs to none comes last."""
    part = replace(whole, until=until)
    keys, names = (*INDUSTRIES, ""), (*INDUSTRIES, NO_INDUSTRY)
    return _pairs(cube, "industry", keys, names, part, f"各行业（截至{until.month}月{until.day}日）")


def funnel(cube: Cube, until: date, whole: Slice = WHOLE) -> str:
    """How many of the major hazards have come how far."""
    part = replace(whole, until=until)
    counts = [cube.sum(name, part) for name in FUNNEL]
    with drawing(10, 3.2) as figure:
        axes = figure.subplots()
        whole_width = max(counts[0], 1)
        for row, count in enumerate(counts):
            axes.barh(row, whole_width, color=PALE, height=0.68)
            axes.barh(row, count, color=RED if row == 0 else BLUE, height=0.68)
            share = "" if row == 0 else f"（{one_decimal(rate(count, counts[0]))}）"
            axes.text(whole_width * 1.01, row, f"{count}项{share}", va="center", color=INK)
        axes.set_yticks(range(len(FUNNEL)), [FIGURES[name].label for name in FUNNEL])
        axes.invert_yaxis()
        axes.set_xlim(0, whole_width * 1.16)
        axes.set_xticks([])
        axes.spines[["left", "bottom"]].set_visible(False)
        axes.tick_params(length=0)
        axes.set_title("重大隐患整改情况（项，占发现的比例）")
        return svg_of(figure, f"截至{until}重大隐患整改情况")


def documents(cube: Cube, forms: Mapping[str, str], until: date, whole: Slice = WHOLE) -> str:
    """How many documents of each kind, the most frequent first; ``forms`` are their Chinese names."""
    counted = sorted(
        cube.by("documents", "part", replace(whole, until=until)).items(), key=lambda one: (-one[1], one[0])
    )
    with drawing(10, 0.8 + 0.3 * max(len(counted), 1)) as figure:
        axes = figure.subplots()
        for row, (_, count) in enumerate(counted):
            axes.barh(row, count, color=BLUE, height=0.68)
            axes.text(count, row, f" {count}", va="center", color=INK, fontsize=9)
        axes.set_yticks(range(len(counted)), [forms.get(form, form) for form, _ in counted])
        axes.invert_yaxis()
        axes.set_title("制作的执法文书（份）")
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        return svg_of(figure, f"截至{until}制作的执法文书")


def _pairs(cube: Cube, dimension: str, keys: Sequence[Any], names: Sequence[str], part: Slice, title: str) -> str:
    with drawing(10, 0.9 + 0.3 * len(keys)) as figure:
        hazards, major = figure.subplots(1, 2, sharey=True, width_ratios=(3, 2))
        for axes, whole, done, unit in (
            (hazards, "hazards", "rectified", "条"),
            (major, "major", "major_rectified", "项"),
        ):
            found, mended = cube.by(whole, dimension, part), cube.by(done, dimension, part)
            for row, key in enumerate(keys):
                count, rectified = found.get(key, 0), mended.get(key, 0)
                axes.barh(row, count, color=ORANGE, height=0.7, label="没有整改" if row == 0 else None)
                axes.barh(row, rectified, color=GREEN, height=0.7, label="已整改" if row == 0 else None)
                share = f" {count}（{one_decimal(rate(rectified, count))}）" if count else " 0"
                axes.text(count, row, share, va="center", fontsize=8, color=INK)
            axes.set_title(f"{title}{FIGURES[whole].label}（{unit}，整改率）", fontsize=10)
            axes.set_xlim(0, max([*found.values(), 1]) * 1.32)
            axes.xaxis.grid(color=PALE, linewidth=0.6)
            axes.set_axisbelow(True)
        hazards.set_yticks(range(len(keys)), names)
        hazards.invert_yaxis()
        figure.legend(
            *hazards.get_legend_handles_labels(), loc="outside lower right", ncols=2, frameon=False, fontsize=9
        )
        return svg_of(figure, f"{title}发现和整改的问题隐患、重大隐患")


def _bars(axes: Axes, at: Sequence[int], heights: Sequence[int], name: str, colour: str, aside: float) -> None:
    axes.bar([x + aside for x in at], heights, width=0.4, color=colour, label=name)


def _plain(*all_axes: Axes) -> None:
    for axes in all_axes:
        axes.yaxis.grid(color=PALE, linewidth=0.6)
        axes.set_axisbelow(True)
        axes.tick_params(axis="y", labelsize=8, color=GREY)


def _days(known: Sequence[date], until: date) -> list[date]:
    """Every day from the first on which anything happened to the last that is looked at."""
    first = min(known, default=until)
    return every_day(first, until)
