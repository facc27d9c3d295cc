"""What was done in a case towards one party: told, heard, reviewed, discussed, approved. What is not recorded is not known."""

from __future__ import annotations

from pydantic import Field

from ..manual.model import Day, Model
from .text import Line, Prose, Sentence


class Statement(Model):
    """The party's statement and defence (陈述、申辩)."""

    made: bool = Field(description="当事人是否陈述、申辩")
    opinion: Prose | None = Field(default=None, description="当事人的意见")
    adopted: bool | None = Field(default=None, description="是否采纳")
    answer: Prose | None = Field(default=None, description="采纳或者不采纳的理由")


class Hearing(Model):
    """The hearing (听证): asked for or not, and what came of it."""

    requested: bool = Field(description="当事人是否要求听证")
    requested_on: Day | None = Field(default=None, description="收到听证申请的日期")
    notified: Day | None = Field(default=None, description="听证会通知书送达日期")
    held: Day | None = Field(default=None, description="举行听证的日期")
    opinion: Prose | None = Field(default=None, description="听证中当事人的主要意见")
    conclusion: Prose | None = Field(default=None, description="听证报告的结论和是否采纳")


class Review(Model):
    """An examination by one person: legal review (法制审核), approval by the head (负责人审批)."""

    date: Day = Field(description="日期")
    by: Line = Field(description="审核人、审批人姓名和职务")
    passed: bool = Field(description="是否通过、同意")
    opinion: Sentence | None = Field(default=None, description="意见")


class Discussion(Model):
    """The collective discussion of the heads (集体讨论)."""

    date: Day = Field(description="日期")
    members: tuple[Line, ...] = Field(min_length=2, max_length=50, description="参加讨论的负责人，两人以上")
    agreed: bool = Field(description="是否同意处罚意见")
    outcome: Sentence = Field(description="讨论结论")


class Procedure(Model):
    """The steps taken towards one party before a penalty is decided."""

    notified: Day | None = Field(default=None, description="行政处罚告知书或者听证告知书送达日期")
    notified_fine: int | None = Field(default=None, ge=0, le=10**12, description="告知书告知的罚款数额，元")
    notified_other: tuple[Line, ...] = Field(default=(), max_length=20, description="告知书告知的罚款以外的处罚")
    hearing_offered: bool | None = Field(default=None, description="告知书是否告知了听证权利")
    statement: Statement | None = Field(default=None, description="陈述、申辩")
    hearing: Hearing | None = Field(default=None, description="听证")
    legal_review: Review | None = Field(default=None, description="法制审核")
    discussion: Discussion | None = Field(default=None, description="集体讨论")
    approved: Review | None = Field(default=None, description="行政机关负责人审批")
    decision_number: Line | None = Field(default=None, description="处罚决定书文号")
    decision_served: Day | None = Field(default=None, description="处罚决定书送达日期")
    contested: bool | None = Field(default=None, description="是否申请行政复议或者提起行政诉讼")
    paid: int | None = Field(default=None, ge=0, le=10**12, description="已经缴纳的罚款，元")
