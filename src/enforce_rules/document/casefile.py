"""The whole file of a case: which documents the proposals call for, in the order they are made, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import EnforceRulesError
from ..evaluate import Inspection
from ..penalty import Penalties
from ..penalty.readiness import procedure_of
from .context import Subject, subjects
from .context.parties import UNIT, proposals_for
from .document import Document, Rendered, make, render
from .kinds import DocumentKind, kinds

INDEX = "case-index.html.j2"
_NO_FILE_NAME = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')
"""What some file system does not let a name hold; an office names its own kinds."""


@dataclass(frozen=True)
class Due:
    """A document that is due in a case: for whom, and why."""

    kind: DocumentKind
    subject: Subject
    why: str


@dataclass(frozen=True)
class Entry:
    """A document of the file: made, or not made and why."""

    number: int
    due: Due
    document: Document | None
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of its file, without the format: 01现场检查记录, 12行政处罚决定书（个人）-2."""
        number = self.due.subject.number
        kind = _NO_FILE_NAME.sub("_", self.due.kind.name)[:60]
        return f"{self.number:02d}{kind}{'' if number is None else f'-{number + 1}'}"

    @property
    def issued(self) -> bool:
        """Whether it may be issued as it is."""
        return self.document is not None and not self.document.problems


def due_in(inspection: Inspection, penalties: Penalties, templates: Path | None = None) -> tuple[Due, ...]:
    """The documents that are due, in the order in which a case goes."""
    return tuple(_Calendar(inspection, penalties, templates).due())


class _Calendar:
    """Goes through a case from the plan to service."""

    def __init__(self, inspection: Inspection, penalties: Penalties, templates: Path | None) -> None:
        self.inspection = inspection
        self.penalties = penalties
        self.kinds = kinds(templates)
        self.told = inspection.facts.inspection.documents

    def due(self) -> Iterator[Due]:
        yield from self._told("inspection-plan")
        yield self._one("inspection-record", "检查情况如实记录")
        if any(not breach.transfer for breach in self.inspection.violations):
            yield self._one("rectification-order", "有应当由本机关责令整改的问题")
        if self.penalties.measures:
            yield self._one("on-site-measures", "有重大事故隐患")
        for kind in ("seizure", "evidence-preservation"):
            yield from self._told(kind)
        if self._penal():
            yield self._one("case-filing", "有依法应当给予处罚的行为")
        yield from self._told("interview-record")
        yield from self._told("reinspection")
        if self._penal():
            yield self._one("case-report", "调查终结，报负责人审查")
            yield from self._notices()
            yield from self._missing_steps()
        for kind in ("penalty-decision-unit", "penalty-decision-person", "no-penalty-decision"):
            yield from self._each(kind, "处罚建议")
        yield from self._each("transfer", "属于其他部门职责")
        if any(one.crimes for one in self.penalties.proposals):
            yield self._one("crime-transfer", "有犯罪线索，是否移送由人判断")
        yield from self._told("urging-letter")
        yield from self._told("service-receipt")

    def _penal(self) -> bool:
        return any(one.decision in ("fine", "penalty", "undecided") for one in self.penalties.proposals)

    def _one(self, kind: str, why: str) -> Due:
        return Due(self.kinds[kind], Subject(UNIT), why)

    def _told(self, kind: str) -> Iterator[Due]:
        """A document that the facts file has details for."""
        if kind in self.told:
            for subject in subjects(self.kinds[kind], self.inspection, self.penalties) or (Subject(UNIT),):
                yield Due(self.kinds[kind], subject, "事实文件写有这份文书的内容")

    def _each(self, kind: str, why: str) -> Iterator[Due]:
        for subject in subjects(self.kinds[kind], self.inspection, self.penalties):
            yield Due(self.kinds[kind], subject, why)

    def _notices(self) -> Iterator[Due]:
        for due in self._each("penalty-notice", "决定前告知"):
            hearing = any(one.hearing for one in proposals_for(due.subject, due.kind, self.penalties))
            joint = self.penalties.joint.get(due.subject.capacity, ())
            if hearing or any(need.step == "hearing" for need in joint):
                yield Due(self.kinds["hearing-notice"], due.subject, "应当告知听证权利")
            else:
                yield due
        for due in self._each("hearing-invitation", "当事人要求听证"):
            procedure, _ = procedure_of(self.inspection.facts, due.subject.capacity, due.subject.name)
            if procedure.hearing is not None and procedure.hearing.requested:
                yield due

    def _missing_steps(self) -> Iterator[Due]:
        needs = [need for one in self.penalties.proposals for need in one.needs]
        needs += [need for joint in self.penalties.joint.values() for need in joint]
        if any(need.step in ("legal_review", "collective") for need in needs):
            yield self._one("legal-review", "应当法制审核或者集体讨论")


def entries(
    inspection: Inspection,
    penalties: Penalties,
    *,
    draft: bool = False,
    allow_unverified: bool = False,
    templates: Path | None = None,
) -> Iterator[Entry]:
    """The documents of a case one after another; one that cannot be made says why, and the others are made all the same."""
    for number, due in enumerate(due_in(inspection, penalties, templates), 1):
        try:
            document = make(
                due.kind.id,
                inspection,
                draft=draft,
                subject=due.subject.name,
                penalties=penalties,
                allow_unverified=allow_unverified,
                templates=templates,
            )
        except EnforceRulesError as error:
            yield Entry(number, due, None, tuple(map(str, error.problems)))
        else:
            yield Entry(number, due, document, tuple(map(str, document.problems)), document.notes)


def index_page(inspection: Inspection, penalties: Penalties, made: list[Entry], suffix: str) -> Rendered:
    """The page that lists the documents of a case with what stands against each."""
    from ..language.chinese import day
    from .context.parties import party_of

    enterprise = inspection.facts.enterprise
    return render(
        INDEX,
        "案卷目录",
        enterprise=enterprise.name or "＿＿",
        number=inspection.facts.case.number or "",
        on=day(inspection.on),
        decided=day(penalties.decided),
        statement=inspection.book.info.statement,
        entries=[
            {
                "number": entry.number,
                "name": entry.due.kind.name,
                "subject": party_of(entry.due.subject, enterprise).name,
                "why": entry.due.why,
                "file": f"{entry.name}.{suffix}" if entry.document is not None else "",
                "document_number": _number_of(entry, inspection),
                "state": "可以制发" if entry.issued else "草稿" if entry.document else "没有制作",
                "problems": list(entry.problems),
                "notes": list(entry.notes),
            }
            for entry in made
        ],
    )


def _number_of(entry: Entry, inspection: Inspection) -> str:
    details = inspection.facts.inspection.documents.get(entry.due.kind.id)
    return (details.number or "") if details is not None else ""
