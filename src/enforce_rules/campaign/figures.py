"""The figures of a campaign: what each counts, written once. The number and the records behind it come from the same definition.

Every figure is a set of records, each with a day, an amount and the visit that it belongs to, which gives group, phase and
industry. So every figure adds up over groups, phases, industries and days, and every number can be asked for its records.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .events import EVENTS, Events

KNOWN = object()
"""In the place of a value: any, as long as it is known."""


@dataclass(frozen=True)
class Figure:
    """One figure: its name, its Chinese words, its unit and how it is counted.

    It counts the ``events`` whose marks are as in ``where``; ``parts`` names the mark that it is broken down by, where it is.
    """

    name: str
    label: str
    unit: str
    definition: str
    sort: str
    where: Mapping[str, object] = field(default_factory=dict)
    parts: str | None = None

    @property
    def events(self) -> Events:
        """What it counts."""
        return EVENTS[self.sort]


_ONCE = "同一组同一阶段内一家只计一次，计在第一次检查的那一天"
_UNIT, _MAJOR = {"target": "unit"}, {"major": True}
_ALL = (
    Figure("governments", "督导地方政府", "个", f"督导的地方政府；{_ONCE}", "visited", {"target": "government"}),
    Figure("departments", "督导政府部门", "个", f"督导的政府部门；{_ONCE}", "visited", {"target": "department"}),
    Figure("units", "检查企业", "家", f"检查的企业；{_ONCE}", "visited", _UNIT),
    Figure("visits", "检查次数", "次", "检查企业的次数，含再次检查", "visits", _UNIT),
    Figure("units_online", "上线企业", "家", "检查的企业中在执法系统制作文书的", "told", {**_UNIT, "online": 1}),
    Figure(
        "units_online_known",
        "填报是否上线的企业",
        "家",
        "检查的企业中填报了是否上线的；没有填报的不当作没有上线",
        "told",
        {**_UNIT, "online": KNOWN},
    ),
    Figure(
        "dual_prevention_ok",
        "双重预防体系合格",
        "家",
        "检查的企业中双重预防体系合格的；没有填报的不计",
        "told",
        {**_UNIT, "dual_prevention": 1},
    ),
    Figure("hazards", "问题隐患", "条", "发现的问题隐患，计在发现之日", "found"),
    Figure(
        "rectified",
        "已整改问题隐患",
        "条",
        "复查为已整改、到统计之日没有再复查为未整改的问题隐患，计在其中第一次复查之日",
        "rectified",
    ),
    Figure("major", "重大隐患", "项", "判定为重大事故隐患的，计在发现之日", "found", _MAJOR),
    Figure(
        "major_open", "是否重大待定", "项", "没有判定是否为重大事故隐患的，不计入重大隐患", "found", {"major": None}
    ),
    Figure(
        "major_rectified",
        "重大隐患已整改",
        "项",
        "重大隐患中复查为已整改、到统计之日没有再复查为未整改的，计在其中第一次复查之日",
        "major_rectified",
    ),
    Figure(
        "major_planned",
        "落实整改方案",
        "项",
        "重大隐患中有整改内容、整改时限、整改责任人的，计在第一份方案之日",
        "planned",
    ),
    Figure("major_supervised", "督办", "项", "重大隐患中已落实督办的，计在第一次督办之日", "supervised"),
    Figure("major_notices", "公示", "项", "重大隐患中已公示的，计在第一次公示之日", "noticed"),
    Figure(
        "major_closed",
        "销号",
        "项",
        "重大隐患中已销号、据以销号的复查以后没有再复查为未整改的，计在最后一次销号之日",
        "closed",
    ),
    Figure("major_checked", "第三阶段核查", "项", "重大隐患中第三阶段已核查的，计在第一次核查之日", "checked"),
    Figure("documents", "执法文书", "份", "制作的执法文书，计在文书之日", "documents", parts="form"),
    Figure("suggested", "建议立案", "起", "检查组建议属地立案的，计在建议之日", "suggested"),
    Figure("filed", "立案", "起", "属地机关立案的，含属地自行立案，计在立案之日", "filed", parts="origin"),
    Figure("fines_decided", "已罚", "元", "已作出决定的罚款，计在决定之日", "fines", {"stage": "decided"}),
    Figure(
        "fines_proposed",
        "拟罚",
        "元",
        "拟作出的罚款，计在告知之日；同一案件同一当事人已作出决定的不再计",
        "fines",
        {"stage": "proposed"},
    ),
    Figure(
        "suspensions",
        "停产停业停建",
        "家",
        "责令停产停业、停止建设、停止使用的企业，含现场处理措施，不都是处罚；同一组同一阶段内一家只计一次",
        "suspended",
        parts="measure",
    ),
)
FIGURES: dict[str, Figure] = {figure.name: figure for figure in _ALL}
"""All figures that are counted from records, by name."""
