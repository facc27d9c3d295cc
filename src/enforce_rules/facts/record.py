"""What a facts file says beside the facts: the enterprise, the inspection, and the evidence for a fact."""

from __future__ import annotations

from pydantic import Field

from ..manual.model import Day, Model
from .case import CaseRecord, Line


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


class DocumentDetails(Model):
    """What one document needs beside the inspection: its number, its date, whom to appeal to."""

    number: Line | None = Field(default=None, description="文号，如 （公）应急责改〔2024〕12号")
    date: Day | None = Field(default=None, description="文书日期；缺省为检查日期")
    review_authority: Line | None = Field(default=None, description="行政复议机关")
    court: Line | None = Field(default=None, description="有管辖权的人民法院")


class InspectionRecord(Model):
    """The inspection: day, place, authority, inspectors."""

    date: Day | None = Field(default=None, description="检查日期")
    place: Line | None = Field(default=None, description="检查地点")
    authority: Line | None = Field(default=None, description="执法机关全称")
    inspectors: tuple[Inspector, ...] = Field(default=(), max_length=20)
    documents: dict[str, DocumentDetails] = Field(default_factory=dict)


class Evidence(Model):
    """How a fact was established."""

    place: Line | None = Field(default=None, description="部位")
    method: Line | None = Field(default=None, description="检查方式")
    record: Line | None = Field(default=None, description="记录、照片、笔录等证据的名称或者编号")
    note: Line | None = Field(default=None, description="说明")


class Header(Model):
    """A facts file without its facts."""

    enterprise: Enterprise = Enterprise()
    inspection: InspectionRecord = InspectionRecord()
    case: CaseRecord = CaseRecord()
