"""What a template, or an office's own Word form, may use: plain data, ready to print.

A text that is not known is empty; a template prints it with ``| blank``, which shows ＿＿＿ in a draft. What a kind of document
needs is looked up here by its path (``subject.name``), and named in Chinese by the field's label.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, Field

from ...facts import DocumentDetails
from ...facts.procedure import Procedure
from ..law import Rule


@dataclass(slots=True)
class Party:
    """Whom a document concerns: the enterprise, a person of it, or an authority."""

    name: Annotated[str, Field(description="当事人名称（姓名）")] = ""
    unit: Annotated[bool, Field(description="是否为单位")] = True
    capacity: Annotated[str, Field(description="在本案中的身份")] = ""
    post: Annotated[str, Field(description="职务")] = ""
    id_number: Annotated[str, Field(description="公民身份号码")] = ""
    credit_code: Annotated[str, Field(description="统一社会信用代码")] = ""
    address: Annotated[str, Field(description="地址")] = ""
    phone: Annotated[str, Field(description="电话")] = ""
    legal_representative: Annotated[str, Field(description="法定代表人")] = ""
    principal: Annotated[str, Field(description="主要负责人")] = ""
    contact: Annotated[str, Field(description="现场负责人或者联系人")] = ""
    sector: Annotated[str, Field(description="所属行业")] = ""


@dataclass(slots=True)
class Authority:
    """The authority that issues the document."""

    name: Annotated[str, Field(description="执法机关全称")] = ""
    short: Annotated[str, Field(description="机关代字")] = ""
    address: Annotated[str, Field(description="执法机关地址")] = ""
    postcode: Annotated[str, Field(description="邮政编码")] = ""
    contact: Annotated[str, Field(description="执法机关联系人")] = ""
    phone: Annotated[str, Field(description="执法机关联系电话")] = ""
    review_authority: Annotated[str, Field(description="行政复议机关")] = ""
    court: Annotated[str, Field(description="有管辖权的人民法院")] = ""
    bank: Annotated[str, Field(description="罚款缴至的银行")] = ""
    account_name: Annotated[str, Field(description="户名")] = ""
    account: Annotated[str, Field(description="账号")] = ""


@dataclass(slots=True)
class Someone:
    """A person who was there: an officer with a certificate, a witness with a post."""

    name: str
    post: str = ""
    certificate: str = ""


@dataclass(slots=True)
class Item:
    """An item to be inspected. One that is not known to apply has in ``missing`` what must be found out to tell."""

    id: str
    title: str
    content: str
    methods: str
    applies: bool = True
    missing: list[str] = field(default_factory=list)
    missing_facts: str = ""


@dataclass(slots=True)
class KnownFact:
    """A fact that was known before the inspection, as it is printed, and how it was established."""

    name: str
    label: str
    value: str
    evidence: str


@dataclass(slots=True)
class AskedFact:
    """A fact to find out: to how many open items it matters, and how many of those it settles alone."""

    name: str
    question: str
    method: str
    items: int
    settles: int


@dataclass(slots=True)
class Visit:
    """The inspection."""

    date: Annotated[str, Field(description="检查日期")] = ""
    place: Annotated[str, Field(description="检查地点")] = ""
    inspectors: Annotated[list[Someone], Field(description="执法人员")] = field(default_factory=list)
    attendees: Annotated[list[Someone], Field(description="被检查单位在场人员")] = field(default_factory=list)
    experts: Annotated[list[Someone], Field(description="专家")] = field(default_factory=list)
    items: Annotated[list[Item], Field(description="检查事项")] = field(default_factory=list)
    known: Annotated[list[KnownFact], Field(description="已掌握的情况")] = field(default_factory=list)
    asked: Annotated[list[AskedFact], Field(description="须先查明的情况")] = field(default_factory=list)


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
    """A sum of ``yuan`` and ``fen``: ``figures`` as 20000元, ``capitals`` as 人民币贰万元整."""

    yuan: int
    fen: int
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
    stage: str
    order: str
    confiscated: Money | None

    @property
    def items(self) -> str:
        """The items of its findings, for ``data-item``."""
        return " ".join(dict.fromkeys(finding.item for finding in self.findings))

    @property
    def breaches(self) -> str:
        """The breaches of its findings, for ``data-breach``."""
        return " ".join(dict.fromkeys(finding.breach for finding in self.findings))


@dataclass(slots=True)
class Total:
    """All that one party meets with: its fines added up, and what stands beside them."""

    party: str
    fine: Money | None
    confiscated: Money | None
    other: list[str]


@dataclass(slots=True)
class Overdue:
    """What is owed of a fine on the day of the document."""

    due: date
    days: int
    paid: Money | None
    unpaid: Money
    surcharge: Money
    whole: Money


@dataclass(slots=True)
class Decision:
    """What is decided, or meant to be decided: ``fine`` for one party, ``totals`` for each party of a case."""

    acts: list[Act]
    fine: Money | None
    confiscated: Annotated[Money | None, Field(description="没收的违法所得数额")]
    totals: list[Total]
    other: list[str]
    evidence: Annotated[list[str], Field(description="证据")]
    sources: str
    hearing: bool
    hearing_why: list[str]


@dataclass(slots=True)
class Case:
    """The case."""

    number: Annotated[str, Field(description="案号")] = ""
    cause: Annotated[str, Field(description="案由")] = ""
    origin: Annotated[str, Field(description="案件来源")] = ""
    filed: Annotated[str, Field(description="立案日期")] = ""
    summary: Annotated[str, Field(description="案情")] = ""


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
    findings: Annotated[list[Finding], Field(description="违法行为")] = field(default_factory=list)
    limits: Annotated[list[Limit], Field(description="整改期限")] = field(default_factory=list)
    decision: Annotated[Decision | None, Field(description="处罚内容")] = None
    overdue: Annotated[Overdue | None, Field(description="逾期没有缴纳的罚款")] = None
    law: dict[str, Rule] = field(default_factory=dict)

    @property
    def sources(self) -> tuple[str, ...]:
        """The provisions that its findings and its decision rest on."""
        joined = [one for finding in self.findings for one in (finding.duty_sources, finding.criteria_sources)]
        joined += [self.decision.sources] if self.decision else []
        return tuple(dict.fromkeys(cite for part in joined for cite in part.split("|") if cite))


def looked_up(context: object, path: str) -> Any:
    """What stands at a path such as ``subject.name``; None where the part itself is missing (``decision`` of a mere record).

    Raises :class:`AttributeError` where there is no such field.
    """
    for name in path.split("."):
        context = None if context is None else getattr(context, name)
    return context


_LABELS = {"enterprise.name": "被检查单位名称", "enterprise.address": "被检查单位地址"}


def label_of(path: str) -> str:
    """The Chinese name of the field at a path."""
    if path in _LABELS:
        return _LABELS[path]
    section, _, name = path.partition(".")
    part = _part(section)
    if issubclass(part, BaseModel):
        label = part.model_fields[name].description
    else:
        label = next((one.description for one in getattr(_annotations(part)[name], "__metadata__", ())), None)
    return (label or path).partition("；")[0].partition("，如")[0]


def known(path: str) -> bool:
    """Whether a kind of document may need what stands at a path: a field of one part of the context."""
    section, _, name = path.partition(".")
    return name in getattr(_part(section), "__annotations__", ())


def _part(section: str) -> Any:
    """The model of a part of the context, also of one that may be missing; None where there is no such part."""
    found = _annotations(Context).get(section)
    if get_origin(found) is Annotated:
        found = get_args(found)[0]
    choices = get_args(found) if get_origin(found) in (Union, UnionType) else (found,)
    return next((one for one in choices if isinstance(one, type)), None)


@cache
def _annotations(model: type) -> dict[str, Any]:
    return get_type_hints(model, include_extras=True)
