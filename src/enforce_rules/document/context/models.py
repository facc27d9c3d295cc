"""What a template, or an office's own Word form, may use: plain data, ready to print.

A text that is not known is empty; a template prints it with ``| blank``, which shows ＿＿＿ in a draft. What a kind of document
needs is looked up here by its path (``subject.name``), and named in Chinese by the field's label.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from pydantic import BaseModel

from ...facts import DocumentDetails
from ...facts.procedure import Procedure
from ..law import Rule


def _named(label: str, default: Any = "") -> Any:
    return field(default=default, metadata={"label": label})


def _many(label: str) -> Any:
    return field(default_factory=list, metadata={"label": label})


@dataclass(slots=True)
class Party:
    """Whom a document concerns: the enterprise, a person of it, or an authority."""

    name: str = _named("当事人名称（姓名）")
    unit: bool = _named("是否为单位", True)
    capacity: str = _named("在本案中的身份")
    post: str = _named("职务")
    id_number: str = _named("公民身份号码")
    credit_code: str = _named("统一社会信用代码")
    address: str = _named("地址")
    phone: str = _named("电话")
    legal_representative: str = _named("法定代表人")
    principal: str = _named("主要负责人")
    contact: str = _named("现场负责人或者联系人")
    sector: str = _named("所属行业")


@dataclass(slots=True)
class Authority:
    """The authority that issues the document."""

    name: str = _named("执法机关全称")
    short: str = _named("机关代字")
    address: str = _named("执法机关地址")
    postcode: str = _named("邮政编码")
    contact: str = _named("执法机关联系人")
    phone: str = _named("执法机关联系电话")
    review_authority: str = _named("行政复议机关")
    court: str = _named("有管辖权的人民法院")
    bank: str = _named("罚款缴至的银行")
    account_name: str = _named("户名")
    account: str = _named("账号")


@dataclass(slots=True)
class Someone:
    """A person who was there: an officer with a certificate, a witness with a post."""

    name: str
    post: str = ""
    certificate: str = ""


@dataclass(slots=True)
class Item:
    """An item to be inspected."""

    id: str
    title: str
    content: str
    methods: str


@dataclass(slots=True)
class Visit:
    """The inspection."""

    date: str = _named("检查日期")
    place: str = _named("检查地点")
    inspectors: list[Someone] = _many("执法人员")
    attendees: list[Someone] = _many("被检查单位在场人员")
    experts: list[Someone] = _many("专家")
    items: list[Item] = _many("检查事项")


@dataclass(slots=True)
class Finding:
    """A breach as a document states it. ``duties`` and ``criteria`` are written out; ``*_sources`` are for ``data-provisions``."""

    number: int
    item: str
    breach: str
    statement: str
    evidence: str
    facts: str
    duties: str
    duty_sources: str
    major: bool
    criteria: str
    criteria_sources: str
    remedy: str
    days: int
    due: str
    outcome: str = ""
    outcome_note: str = ""


@dataclass(slots=True)
class Limit:
    """A time limit and the numbers of the findings it is set for."""

    due: str
    numbers: str


@dataclass(slots=True)
class Money:
    """A sum: ``figures`` as 20000, ``capitals`` as 贰万元整."""

    yuan: int
    figures: str
    capitals: str


@dataclass(slots=True)
class Act:
    """What one party meets with for one act: what it did, what it broke, the basis, the weight, the sanction."""

    number: int
    findings: list[Finding]
    duties: str
    duty_sources: str
    basis: str
    basis_sources: str
    band: str
    tier: str
    grounds: list[str]
    decided: str
    reasons: list[str]
    fine: Money | None
    other: list[str]
    party: str
    sources: str
    review: list[str]
    needs: list[str]
    decision: str

    @property
    def items(self) -> str:
        """The items of its findings, for ``data-item``."""
        return " ".join(dict.fromkeys(finding.item for finding in self.findings))

    @property
    def breaches(self) -> str:
        """The breaches of its findings, for ``data-breach``."""
        return " ".join(dict.fromkeys(finding.breach for finding in self.findings))


@dataclass(slots=True)
class Decision:
    """What is decided, or meant to be decided, for one party or for a whole case."""

    acts: list[Act]
    fine: Money | None
    other: list[str]
    evidence: list[str]
    sources: str
    hearing: bool
    hearing_why: list[str]


@dataclass(slots=True)
class Case:
    """The case."""

    number: str = _named("案号")
    cause: str = _named("案由")
    origin: str = _named("案件来源")
    filed: str = _named("立案日期")
    summary: str = _named("案情")


@dataclass(slots=True)
class Context:
    """All that a template may use."""

    kind: str
    title: str
    draft: bool
    date: str
    enterprise: Party
    subject: Party
    office: Authority
    inspection: Visit
    details: DocumentDetails
    case: Case
    procedure: Procedure
    findings: list[Finding] = _many("违法行为")
    limits: list[Limit] = _many("整改期限")
    decision: Decision | None = _named("处罚内容", None)
    law: dict[str, Rule] = field(default_factory=dict)


def looked_up(context: object, path: str) -> Any:
    """What stands at a path such as ``subject.name``. Raises :class:`AttributeError` where there is no such field."""
    for name in path.split("."):
        context = getattr(context, name)
    return context


def label_of(path: str) -> str:
    """The Chinese name of the field at a path."""
    model: Any = Context
    label = path
    for name in path.split("."):
        if is_dataclass(model):
            found = next(one for one in fields(model) if one.name == name)
            label = found.metadata.get("label", label)
            model = _PARTS.get(name)
        elif isinstance(model, type) and issubclass(model, BaseModel):
            label = model.model_fields[name].description or label
            model = None
    return label.split("；")[0]


_PARTS: dict[str, Any] = {
    "enterprise": Party,
    "subject": Party,
    "office": Authority,
    "inspection": Visit,
    "details": DocumentDetails,
    "case": Case,
    "procedure": Procedure,
}
