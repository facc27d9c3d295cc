"""What single documents say beside the inspection and the case: their numbers and days, things seized, questions asked."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ..manual.model import Day, ItemId, Model, Name
from .case import BreachKey
from .text import Line, Prose, Sentence

Measure = Literal["mend_at_once", "withdraw", "suspend_production", "stop_use", "suspend_construction"]
Outcome = Literal["mended", "partly", "not_mended"]


class Goods(Model):
    """Things or premises that are sealed, seized or preserved."""

    name: Line = Field(description="名称")
    kind: Literal["equipment", "hazardous", "premises"] | None = Field(
        default=None,
        description="查封、扣押的：equipment 不符合国家标准、行业标准的设施、设备、器材，hazardous 危险物品，premises 作业场所",
    )
    specification: Line | None = Field(default=None, description="规格、型号、特征")
    quantity: Line = Field(description="数量，带单位")
    place: Line = Field(description="所在地点、存放地点")
    note: Line | None = Field(default=None, description="备注")


class Result(Model):
    """What inspecting again found of one problem."""

    outcome: Outcome = Field(description="mended 已整改、partly 部分整改、not_mended 未整改")
    note: Sentence | None = Field(default=None, description="复查所见")


class Interviewee(Model):
    """Who is questioned."""

    name: Line = Field(description="姓名")
    sex: Literal["男", "女"] | None = Field(default=None, description="性别")
    age: int | None = Field(default=None, ge=1, le=150, description="年龄")
    id_number: Line | None = Field(default=None, description="公民身份号码")
    post: Line | None = Field(default=None, description="职务")
    employer: Line | None = Field(default=None, description="工作单位")
    address: Line | None = Field(default=None, description="住址")
    phone: Line | None = Field(default=None, description="电话")
    relation: Line | None = Field(default=None, description="与本案关系")


class Question(Model):
    """A question and its answer."""

    question: Prose = Field(description="问")
    answer: Prose = Field(description="答")


class HearingSession(Model):
    """When, where and before whom a hearing is held."""

    date: Day = Field(description="听证日期")
    time: Line = Field(description="时间，如 9时30分")
    place: Line = Field(description="听证地点")
    host: Line = Field(description="听证主持人姓名、职务")
    members: tuple[Line, ...] = Field(default=(), max_length=10, description="听证员")
    clerk: Line = Field(description="书记员")
    public: bool = Field(default=True, description="是否公开举行")


class Served(Model):
    """One document that is handed over."""

    name: Line = Field(description="文书名称")
    number: Line | None = Field(default=None, description="文号")


class Meeting(Model):
    """A meeting with the enterprise during an inspection; blank where it is not settled yet."""

    time: Line | None = Field(default=None, description="时间，如 2020年10月20日9时")
    place: Line | None = Field(default=None, description="地点")


class Team(Model):
    """The group that inspects."""

    name: Line = Field(description="检查组")
    leader: Line | None = Field(default=None, description="组长")


class DocumentDetails(Model):
    """What one document needs beside the inspection and the case. Each kind says which of it, see ``enforce-rules documents``."""

    def for_subject(self, name: str) -> DocumentDetails:
        """The details of the document to one party: what is written for that party in the place of what is written for all."""
        own = self.each.get(name)
        return self if own is None else self.model_copy(update={one: getattr(own, one) for one in own.model_fields_set})

    number: Line | None = Field(default=None, description="文号，如 （公）应急责改〔2024〕12号")
    date: Day | None = Field(default=None, description="文书日期；缺省为检查日期，处罚文书为决定日期")
    review_authority: Line | None = Field(default=None, description="行政复议机关；缺省用 office 的")
    court: Line | None = Field(default=None, description="有管辖权的人民法院；缺省用 office 的")
    breaches: tuple[BreachKey, ...] = Field(default=(), max_length=500, description="只写这些违法行为；缺省为全部")
    place: Line | None = Field(default=None, description="地点")
    started: Line | None = Field(default=None, description="开始时间，如 2020年12月1日9时")
    ended: Line | None = Field(default=None, description="结束时间")
    until: Day | None = Field(default=None, description="期限的最后一日")
    items: tuple[ItemId, ...] = Field(default=(), max_length=500, description="检查的事项；缺省为适用的全部事项")
    team: Team | None = Field(default=None, description="检查组")
    known: tuple[Name, ...] = Field(default=(), max_length=500, description="检查前已掌握、写进方案的事实")
    ask: tuple[Name, ...] = Field(default=(), max_length=500, description="写进方案的须先查明的事实")
    attend: tuple[Line, ...] = Field(default=(), max_length=50, description="被检查单位应当参加检查的人员")
    opening: Meeting | None = Field(default=None, description="首次会议")
    closing: Meeting | None = Field(default=None, description="末次会议")
    method: Line | None = Field(default=None, description="方式（检查方式、送达方式）")
    measures: tuple[Measure, ...] = Field(default=(), description="决定采取的现场处理措施")
    results: dict[BreachKey, Result] = Field(default_factory=dict, description="逐项复查结果")
    order_number: Line | None = Field(default=None, description="所依据的前一份文书的文号")
    order_date: Day | None = Field(default=None, description="所依据的前一份文书的日期")
    action: Literal["查封", "扣押", "查封、扣押"] | None = Field(default=None, description="查封还是扣押")
    goods: tuple[Goods, ...] = Field(default=(), max_length=500, description="物品、场所清单")
    reason: Prose | None = Field(default=None, description="事由、理由")
    opinion: Prose | None = Field(default=None, description="意见")
    person: Interviewee | None = Field(default=None, description="被询问人")
    recorder: Line | None = Field(default=None, description="记录人")
    nth: int = Field(default=1, ge=1, le=100, description="第几次")
    questions: tuple[Question, ...] = Field(default=(), max_length=500, description="问答")
    session: HearingSession | None = Field(default=None, description="听证会")
    served: tuple[Served, ...] = Field(default=(), max_length=100, description="送达的文书")
    recipient: Line | None = Field(default=None, description="受送达人、接收单位")
    witness: Line | None = Field(default=None, description="见证人")
    attachments: tuple[Line, ...] = Field(default=(), max_length=100, description="附件、移送的材料")
    each: dict[Line, DocumentDetails] = Field(
        default_factory=dict, description="分别写给几个当事人时各自不同的内容：unit（单位）、个人姓名、接收机关"
    )
    extra: dict[Name, Prose] = Field(default_factory=dict, description="本机关自己的模板用到的其他栏目")
