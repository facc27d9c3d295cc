"""What a facts file says beside the facts: the enterprise, the authority, the inspection, and the evidence for a fact."""

from __future__ import annotations

from pydantic import Field

from ..manual.model import Day, Model
from .case import CaseRecord
from .details import DocumentDetails
from .text import Line, Sentence


class Enterprise(Model):
    """The enterprise that is inspected. Nothing is required until a document needs it."""

    name: Line | None = Field(default=None, description="企业名称")
    credit_code: Line | None = Field(default=None, description="统一社会信用代码")
    address: Line | None = Field(default=None, description="地址")
    legal_representative: Line | None = Field(default=None, description="法定代表人")
    principal: Line | None = Field(default=None, description="主要负责人")
    contact: Line | None = Field(default=None, description="现场负责人或者联系人")
    phone: Line | None = Field(default=None, description="电话")
    sector: Line | None = Field(default=None, description="所属行业，如 家具制造")


class Inspector(Model):
    """One law enforcement officer."""

    name: Line = Field(description="姓名")
    certificate: Line | None = Field(default=None, description="执法证号")


class Attendee(Model):
    """Who was there for the enterprise, or as an expert."""

    name: Line = Field(description="姓名")
    post: Line | None = Field(default=None, description="职务、单位")


class Office(Model):
    """The authority that acts: how it is reached, who reviews what it decides, where fines are paid."""

    short: Line | None = Field(default=None, description="机关代字，如 郑")
    address: Line | None = Field(default=None, description="地址")
    postcode: Line | None = Field(default=None, description="邮政编码")
    contact: Line | None = Field(default=None, description="联系人")
    phone: Line | None = Field(default=None, description="联系电话")
    review_authority: Line | None = Field(default=None, description="行政复议机关")
    court: Line | None = Field(default=None, description="有管辖权的人民法院")
    bank: Line | None = Field(default=None, description="罚款缴至的银行")
    account_name: Line | None = Field(default=None, description="户名")
    account: Line | None = Field(default=None, description="账号")


class InspectionRecord(Model):
    """The inspection: day, place, authority, inspectors."""

    date: Day | None = Field(default=None, description="检查日期")
    place: Line | None = Field(default=None, description="检查地点")
    authority: Line | None = Field(default=None, description="执法机关全称")
    inspectors: tuple[Inspector, ...] = Field(default=(), max_length=20)
    attendees: tuple[Attendee, ...] = Field(default=(), max_length=50, description="被检查单位在场人员")
    experts: tuple[Attendee, ...] = Field(default=(), max_length=50, description="专家")
    documents: dict[str, DocumentDetails] = Field(default_factory=dict)


class Evidence(Model):
    """How a fact was established."""

    place: Line | None = Field(default=None, description="部位")
    method: Line | None = Field(default=None, description="检查方式")
    record: Line | None = Field(default=None, description="记录、照片、笔录等证据的名称或者编号")
    note: Sentence | None = Field(default=None, description="说明")


class Header(Model):
    """A facts file without its facts."""

    enterprise: Enterprise = Enterprise()
    office: Office = Office()
    inspection: InspectionRecord = InspectionRecord()
    case: CaseRecord = CaseRecord()
