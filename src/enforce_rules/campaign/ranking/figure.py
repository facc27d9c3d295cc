"""The figures of a group that a ranking may use: their names, labels and units, and the check of what is handed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ...errors import CampaignError, Place, Problems, did_you_mean, shorten
from ..figures import FIGURES as COUNTED


class Figure(NamedTuple):
    """What a figure is called and what it counts."""

    label: str
    unit: str


FIGURES: dict[str, Figure] = {
    **{figure.name: Figure(figure.label, figure.unit) for figure in COUNTED.values()},
    "reports_due": Figure("应报日报告", "份"),
    "reports_on_time": Figure("按时报送的日报告", "份"),
    "members": Figure("检查组人数", "人"),
    "inspectors": Figure("执法人员", "人"),
    "days": Figure("检查天数", "天"),
}
"""The figures by name; all are whole numbers, not negative."""

EACH_GROUP = "group"
"""In the place of a denominator: every group counts as one."""

Figures = Mapping[int, Mapping[str, int | None]]
"""The figures of the groups by number; None or absent is not known, which is never zero."""


def checked_figures(figures: Figures) -> dict[int, dict[str, int | None]]:
    """A copy of the figures. Raises :class:`CampaignError` for none at all, unknown names, and what is no whole number from 0 on."""
    problems = Problems()
    if not figures:
        problems.add("没有检查组的数据，不能排序")
    for group, named in figures.items():
        for name, value in named.items():
            place = Place(path=f"{group}.{shorten(name, 40)}")
            if name not in FIGURES:
                problems.add(f"没有“{shorten(name, 40)}”这个数据", place, did_you_mean(name, FIGURES))
            elif value is not None and (isinstance(value, bool) or not isinstance(value, int)):
                problems.add(f"{FIGURES[name].label}应为整数", place, "不知道的写 null 或者不写")
            elif value is not None and value < 0:
                problems.add(f"{FIGURES[name].label}不能是负数", place)
    problems.raise_as(CampaignError)
    return {group: dict(named) for group, named in figures.items()}
