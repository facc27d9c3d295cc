"""What a campaign records: each kind of record is one model, from which its table, its history and its checks follow.

A record is known by its kind and its ``key``. A field that names another record holds its key (:class:`RefersTo`). Nothing is a
default for what is not known: an unknown is None and is counted as unknown.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, get_args

from pydantic import AfterValidator, Field

from ...facts.case import Yuan
from ...facts.text import Line, Prose, Sentence
from ...manual.model import Day, ItemId, Model, Name

Key = Annotated[str, AfterValidator(lambda key: _key(key))]
"""How a record is known among those of its kind: one printable line without spaces, at most 120 characters."""


class RefersTo(NamedTuple):
    """The field holds the key of a record of this kind."""

    kind: str


VisitKey = Annotated[Key, RefersTo("visit")]
FindingKey = Annotated[Key, RefersTo("finding")]

Industry = Literal["非煤矿山", "危险化学品", "钢铁", "粉尘涉爆", "铝加工", "有限空间", "其他"]
INDUSTRIES: tuple[Industry, ...] = get_args(Industry)
Target = Literal["unit", "department", "government"]
Outcome = Literal["rectified", "partly", "not_rectified"]
Occasion = Literal["local", "group", "stage_three"]
Measure = Literal["暂时停产停业", "停产停业整顿", "停止建设", "停止使用"]


def _key(key: str) -> str:
    if not 0 < len(key) <= 120 or not key.isprintable() or any(char.isspace() for char in key):
        raise ValueError("编号应为一行没有空格、至多120个字的文字")
    return key


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    try:
        same = json.loads(json.dumps(data, ensure_ascii=False, allow_nan=False).encode()) == data
    except (TypeError, ValueError, RecursionError):
        same = False
    if not same:
        raise ValueError("应为JSON能原样写出、读回的数据")
    return data


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is not None:
        raise ValueError("应为当地时间，不写时区，如 2020-11-12T19:30:00")
    return moment


PlainData = Annotated[dict[str, Any], AfterValidator(_plain)]
"""Data that JSON holds as it is."""


class Record(Model):
    """Base of all records."""

    kind: ClassVar[str]
    label: ClassVar[str]
    key: Key = Field(description="编号，同类记录中不重复")


class Event(Record):
    """A record of what happened on a day."""

    date: Day


class CampaignFile(Record):
    """The campaign as its file says it; one for each store."""

    kind = "campaign"
    label = "检查活动"
    content: PlainData = Field(description="检查活动文件的内容")


class Visit(Event):
    """A visit to an enterprise, or to a department or a government that is supervised."""

    kind = "visit"
    label = "检查"
    group: int = Field(description="第几组")
    phase: int = Field(description="第几阶段")
    date: Day = Field(description="检查日期")
    target: Target = Field(default="unit", description="unit 企业、department 政府部门、government 地方政府")
    name: Line = Field(description="被检查单位名称")
    code: Line | None = Field(default=None, description="统一社会信用代码；没有的按名称区分")
    county: Line | None = Field(default=None, description="县（市、区）")
    industry: Industry | None = Field(default=None, description="行业；企业必填")
    online: bool | None = Field(default=None, description="是否上线：在执法系统中制作文书；不清楚的不填")
    dual_prevention: bool | None = Field(default=None, description="双重预防体系是否合格；不清楚的不填")


class Judgement(Record):
    """The facts and evidence of a visit, and the verdicts of the manual on them."""

    kind = "judgement"
    label = "判断"
    visit: VisitKey = Field(description="检查的编号")
    on: Day = Field(description="按哪一天的法律判断")
    manual: Line = Field(description="判断所用手册的编号")
    manual_digest: Line = Field(description="判断所用手册的摘要值")
    facts: PlainData = Field(description="事实和证据，同事实文件")
    verdicts: dict[ItemId, Literal["violation", "compliant", "undetermined", "not_applicable"]] = Field(
        description="各检查事项的结论"
    )


class Finding(Event):
    """A problem found on a visit: a breach by the manual, or one that a person saw beyond it."""

    kind = "finding"
    label = "问题隐患"
    visit: VisitKey = Field(description="检查的编号")
    date: Day = Field(description="发现日期")
    description: Sentence = Field(description="内容")
    major: bool | None = Field(description="是否为重大事故隐患；没有判定的为空")
    item: ItemId | None = Field(default=None, description="检查事项；手册以外的不填")
    breach: Name | None = Field(default=None, description="违法行为")
    place: Line | None = Field(default=None, description="部位")
    criteria: tuple[Line, ...] = Field(default=(), description="判定标准条款及版本")
    evidence: tuple[Sentence, ...] = Field(default=(), description="证据")


class Document(Event):
    """An enforcement document that was issued."""

    kind = "document"
    label = "执法文书"
    visit: VisitKey = Field(description="检查的编号")
    date: Day = Field(description="文书日期")
    form: Line = Field(description="文书种类，如 rectification-order")
    number: Line | None = Field(default=None, description="文号")
    recipient: Line | None = Field(default=None, description="当事人，缺省为被检查单位")
    receipt: Line | None = Field(default=None, description="制作凭据的摘要值")


class Suggestion(Event):
    """A case that the group suggests the local authority should file (建议立案). It is not a filed case."""

    kind = "suggestion"
    label = "建议立案"
    visit: VisitKey = Field(description="检查的编号")
    date: Day = Field(description="建议日期")
    acts: tuple[Line, ...] = Field(default=(), description="违法行为，如 MR-06.no_safety_manager_at_all")
    statement: Sentence = Field(description="违法事实")
    authority: Line | None = Field(default=None, description="建议由哪个机关立案")


class Filing(Event):
    """A case filed by the local authority (属地立案), after a suggestion or on its own."""

    kind = "filing"
    label = "立案"
    visit: VisitKey = Field(description="检查的编号")
    suggestion: Annotated[Key, RefersTo("suggestion")] | None = Field(
        default=None, description="所依据的建议；属地自行立案的不填"
    )
    date: Day = Field(description="立案日期")
    authority: Line = Field(description="立案机关，为属地机关")
    number: Line | None = Field(default=None, description="案号")


class Fine(Event):
    """A fine in a filed case, for one party: proposed (拟罚), or decided (已罚). The two are different records."""

    kind = "fine"
    label = "罚款"
    filing: Annotated[Key, RefersTo("filing")] = Field(description="立案的编号")
    stage: Literal["proposed", "decided"] = Field(description="proposed 拟处罚、decided 已决定")
    date: Day = Field(description="告知或者决定的日期")
    party: Line = Field(default="unit", description="unit（单位）或者个人姓名")
    amount: Yuan = Field(description="数额，元")
    number: Line | None = Field(default=None, description="文号")


class Suspension(Event):
    """Production or building stopped: a measure on the spot, or a penalty, which are not the same."""

    kind = "suspension"
    label = "停产停业停建"
    visit: VisitKey = Field(description="检查的编号")
    date: Day = Field(description="决定日期")
    measure: Measure = Field(description="暂时停产停业（措施）、停产停业整顿（处罚）、停止建设、停止使用")
    scope: Sentence | None = Field(default=None, description="范围")
    number: Line | None = Field(default=None, description="文号")


class Step(Event):
    """A step in the rectification of a finding."""

    finding: FindingKey = Field(description="问题隐患的编号")


class RectificationPlan(Step):
    """What will be done about a major hazard: content, deadline and responsible person are required (闭环三要素)."""

    kind = "plan"
    label = "整改方案"
    date: Day = Field(description="方案日期；延长期限另写一份")
    content: Prose = Field(description="整改内容")
    deadline: Day = Field(description="整改时限")
    responsible: Line = Field(description="整改责任人")
    measures: Sentence | None = Field(default=None, description="整改期间的措施，如 停产、撤人、停用")
    filed: bool | None = Field(default=None, description="是否已报备")


class Supervision(Step):
    """Who sees to it that a major hazard is rectified (督办)."""

    kind = "supervision"
    label = "督办"
    date: Day = Field(description="督办日期")
    department: Line = Field(description="督办部门")
    person: Line = Field(description="督办责任人")
    listed: bool | None = Field(default=None, description="是否挂牌督办")


class Review(Step):
    """Whether a problem was found rectified on looking again (复查)."""

    kind = "review"
    label = "复查"
    date: Day = Field(description="复查日期")
    outcome: Outcome = Field(description="rectified 已整改、partly 部分整改、not_rectified 未整改")
    by: Line = Field(description="复查人")
    occasion: Occasion = Field(
        default="local", description="local 属地复查、group 检查组复查、stage_three 第三阶段核查"
    )
    note: Sentence | None = Field(default=None, description="复查所见")
    number: Line | None = Field(default=None, description="复查意见书文号")


class Notice(Step):
    """A major hazard made public (公示)."""

    kind = "notice"
    label = "公示"
    date: Day = Field(description="公示日期")
    medium: Line = Field(description="公示的报刊、网站")


class Closing(Step):
    """A major hazard struck off the ledger (销号), by a review that found it rectified."""

    kind = "closing"
    label = "销号"
    review: Annotated[Key, RefersTo("review")] = Field(description="据以销号的复查的编号")
    date: Day = Field(description="销号日期")
    by: Line = Field(description="批准人")


class DailyReport(Event):
    """The report that a group sends in for a day: what figures do not say."""

    kind = "daily_report"
    label = "日报告"
    group: int = Field(description="第几组")
    date: Day = Field(description="报告的日期")
    reporter: Line = Field(description="报告人")
    reported_at: Annotated[datetime, AfterValidator(_local)] = Field(description="报送时间，当地时间")
    good_practice: Prose | None = Field(default=None, description="好的做法")
    problems: Prose | None = Field(default=None, description="存在的问题")
    next_day_plan: Prose | None = Field(default=None, description="次日安排")


KINDS: dict[str, type[Record]] = {
    model.kind: model
    for model in (
        CampaignFile,
        Visit,
        Judgement,
        Finding,
        Document,
        Suggestion,
        Filing,
        Fine,
        Suspension,
        RectificationPlan,
        Supervision,
        Review,
        Notice,
        Closing,
        DailyReport,
    )
}
"""All kinds, each after those that it refers to."""


def references(model: type[Record]) -> dict[str, str]:
    """For each field of a model that holds a key: the kind of record that it refers to."""
    found = {}
    for name, field in model.model_fields.items():
        marks = [
            *field.metadata,
            *(mark for part in get_args(field.annotation) for mark in getattr(part, "__metadata__", ())),
        ]
        for mark in marks:
            if isinstance(mark, RefersTo):
                found[name] = mark.kind
    return found
