"""What a template may use: the enterprise, the inspection, the findings with their bases, and the law in force.

Plain text and lists only, ready to print. What is missing is either listed or, in a draft, a visible blank.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from ..errors import DocumentError, Place, Problems, did_you_mean
from ..evaluate import BasisInForce, BreachVerdict, Inspection
from ..evaluate.inspection import BLANK
from ..facts import DocumentDetails
from ..language.chinese import day
from ..manual import Rulebook
from .kinds import KINDS, DocumentKind

INSPECTORS = 2
"""The fewest law enforcement officers: 行政处罚法(2021)第四十二条第一款, before it 安全生产违法行为行政处罚办法(2015)第二十五条第一款."""


def context_for(kind: DocumentKind, inspection: Inspection) -> tuple[dict[str, Any], Problems]:
    """The context of a document, and all that keeps it from being issued; what is missing is a visible blank.

    Raises :class:`DocumentError` when there is nothing for the document to say.
    """
    facts, on = inspection.facts, inspection.on
    problems = Problems()
    details = _details(kind, inspection, problems)
    issued = details.date or on
    ours = [breach for breach in inspection.violations if not breach.transfer]
    if not ours:
        raise DocumentError(f"没有应当由本机关责令整改的违法行为，不能制作{kind.name}")
    findings = [_finding(number, breach, issued, problems) for number, breach in enumerate(ours, 1)]
    context: dict[str, Any] = {
        "title": kind.name,
        "enterprise": facts.enterprise.model_dump(),
        "inspection": {
            "authority": facts.inspection.authority,
            "date": day(on),
            "inspectors": _inspectors(inspection, problems),
        },
        "details": {**details.model_dump(), "date": day(issued)},
        "findings": findings,
        "limits": _limits(findings),
        **_law_on(issued, inspection.book),
    }
    for path, words in kind.required.items():
        section, field = path.split(".")
        if not context[section].get(field):
            problems.add(f"缺少{words}", Place(facts.source, path=_written(path, kind)))
            context[section][field] = BLANK
    return context, problems


def transferred(inspection: Inspection) -> list[BreachVerdict]:
    """The breaches found that another authority is competent for, and that no document of ours orders to mend."""
    return [breach for breach in inspection.violations if breach.transfer]


def unclassified(inspection: Inspection) -> list[BreachVerdict]:
    """The breaches found of which it is still open whether they are major hazards; a document does not call them so."""
    return [breach for breach in inspection.violations if breach.major is None]


def _law_on(issued: date, book: Rulebook) -> dict[str, Callable[[str], Any]]:
    """For templates: ``in_force(citation)`` on the day of the document, and ``official(citation)``."""
    return {
        "in_force": lambda citation: book.provision(citation).edition.in_force(issued),
        "official": lambda citation: book.provision(citation).official,
    }


def _details(kind: DocumentKind, inspection: Inspection, problems: Problems) -> DocumentDetails:
    """What the facts file says of this document. Details of a kind that does not exist are a problem, not ignored."""
    record, source = inspection.facts.inspection, inspection.facts.source
    for name in record.documents:
        if name not in KINDS:
            place = Place(source, path=f"inspection.documents.{name}")
            problems.add(f"没有 {name} 这种文书", place, did_you_mean(name, KINDS))
    details = record.documents.get(kind.id, DocumentDetails())
    if details.date is not None and details.date < inspection.on:
        place = Place(source, path=f"inspection.documents.{kind.id}.date")
        problems.add(f"文书日期{details.date}早于检查日期{inspection.on}", place)
    return details


def _written(path: str, kind: DocumentKind) -> str:
    return path.replace("details.", f"inspection.documents.{kind.id}.")


def _inspectors(inspection: Inspection, problems: Problems) -> list[dict[str, str]]:
    officers = inspection.facts.inspection.inspectors
    place = Place(inspection.facts.source, path="inspection.inspectors")
    if len(officers) < INSPECTORS:
        problems.add(f"执法人员应不少于{INSPECTORS}人", place)
    if any(officer.certificate is None for officer in officers):
        problems.add("有执法人员没有写执法证号", place)
    told = [{"name": officer.name, "certificate": officer.certificate or BLANK} for officer in officers]
    return told + [{"name": BLANK, "certificate": BLANK}] * (INSPECTORS - len(told))


def _finding(number: int, breach: BreachVerdict, issued: date, problems: Problems) -> dict[str, Any]:
    where = f"{breach.item.id} {breach.name}"
    for name in breach.blanks:
        problems.add(f"{where} 的陈述需要事实 {name}", Place(path=f"facts.{name}"))
    duties = [duty for duty in breach.duties if duty.applies]
    if not duties and breach.duties:
        problems.add(f"{where} 违反哪一条取决于未查的事实", Place(path=where), "补充事实，见 inspect 的 uncertain")
    days = breach.remedy.days
    return {
        "number": number,
        "item": breach.item.id,
        "breach": breach.name,
        "facts": " ".join(breach.facts_used),
        "statement": breach.statement,
        "evidence": _evidence(breach),
        "duties": _cited(duties),
        "major": breach.major is True,
        "criteria": _cited([criterion for criterion in breach.criteria if criterion.applies]) if breach.major else [],
        "remedy": breach.remedy.text,
        "due": "立即" if days == 0 else f"{day(issued + timedelta(days=days))}前",
        "order": issued + timedelta(days=days),
        "sources": "|".join(duty.citation for duty in duties),
    }


def _cited(bases: list[BasisInForce]) -> list[dict[str, Any]]:
    """Citations as a sentence lists them: a law is named once, its provisions follow."""
    told: list[dict[str, Any]] = []
    title = ""
    for basis in bases:
        provision = basis.provision
        same = provision.statute.title == title
        text = provision.citation.locator if same else provision.official
        title = provision.statute.title
        told.append({"text": text, "citation": basis.citation, "verified": provision.verified})
    return told


def _evidence(breach: BreachVerdict) -> str:
    """Where the facts of a breach were found and what proves them, each place and record once."""
    recorded = [breach.recorded(name) for name in breach.facts_used]
    places = dict.fromkeys(evidence.place for evidence in recorded if evidence and evidence.place)
    records = dict.fromkeys(evidence.record for evidence in recorded if evidence and evidence.record)
    told = [f"部位：{'、'.join(places)}"] if places else []
    return "；".join([*told, f"证据：{'、'.join(records)}"] if records else told)


def _limits(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The findings grouped by their time limit, the earliest first."""
    groups: dict[str, list[int]] = {}
    for finding in sorted(findings, key=lambda found: found["order"]):
        groups.setdefault(finding["due"], []).append(finding["number"])
    return [{"due": due, "numbers": "、".join(map(str, sorted(numbers)))} for due, numbers in groups.items()]
