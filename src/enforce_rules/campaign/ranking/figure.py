"""The figures of a group that a ranking may use: their names, labels and units, and the check of what is handed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ...errors import CampaignError, Place, Problems, did_you_mean, shorten


class Figure(NamedTuple):
    """What a figure is called and what it counts."""

    label: str
    unit: str


FIGURES: dict[str, Figure] = {
    "departments": Figure("督导政府部门", "个"),
    "governments": Figure("督导地方政府", "个"),
    "units": Figure("检查企业", "家"),
    "visits": Figure("检查次数", "次"),
    "units_online": Figure("上线企业", "家"),
    "units_online_known": Figure("已查明是否上线的企业", "家"),
    "dual_prevention_ok": Figure("双重预防体系运行正常的企业", "家"),
    "hazards": Figure("问题隐患", "项"),
    "rectified": Figure("已整改问题隐患", "项"),
    "major": Figure("重大隐患", "项"),
    "major_rectified": Figure("已整改重大隐患", "项"),
    "documents": Figure("执法文书", "份"),
    "suggested": Figure("建议立案", "起"),
    "filed": Figure("立案", "起"),
    "fines_decided": Figure("已作出决定的罚款", "元"),
    "fines_proposed": Figure("拟罚款", "元"),
    "suspensions": Figure("停产停业停建", "家"),
    "notices": Figure("督办、通报", "份"),
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
