"""From an inspection to the context of one document, with everything that keeps the document from being issued."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from ...errors import DocumentError, Place, Problems, did_you_mean
from ...evaluate import BreachVerdict, Inspection
from ...facts import DocumentDetails
from ...language.chinese import day
from ...penalty import Penalties, Proposal
from ...penalty.procedure import LEVELS
from ...penalty.readiness import procedure_of
from ..kinds import DocumentKind
from ..law import Setting, law_on
from .decision import decision, overdue
from .findings import findings, limits
from .measures import beyond_the_law, unusual
from .models import AskedFact, Authority, Case, Context, Decision, Item, KnownFact, Overdue, Someone, Visit
from .notes import notes
from .numbers import misnumbered
from .obstacles import URGING, missing, not_to_be_issued
from .parties import Subject, enterprise_party, party_of, proposals_for
from .planned import PLAN, Planned

INSPECTORS = 2
"""The fewest law enforcement officers: 行政处罚法(2021)第四十二条第一款, before it 安全生产违法行为行政处罚办法(2015)第二十五条第一款."""


@dataclass
class Made:
    """A context, what keeps the document from being issued, and what a person should know of it."""

    context: Context
    issued: date
    problems: Problems
    notes: list[str] = field(default_factory=list)


def context_for(
    kind: DocumentKind,
    subject: Subject,
    inspection: Inspection,
    penalties: Penalties | None,
    allow_unverified: bool = False,
    law: Iterable[str] = (),
) -> Made:
    """The context of a document with the rules of procedure named by ``law``.

    Raises :class:`DocumentError` when there is nothing for it to say.
    """
    builder = _Builder(kind, subject, inspection, penalties, allow_unverified, law)
    return builder.build()


_NOTHING = {
    "order": "没有应当由本机关责令整改的违法行为",
    "measures": "没有属于本机关处理的重大事故隐患",
    "transfer": "没有属于其他部门职责的违法行为",
}


class _Builder:
    """Gathers the parts of one context, and the problems met on the way."""

    def __init__(
        self,
        kind: DocumentKind,
        subject: Subject,
        inspection: Inspection,
        penalties: Penalties | None,
        allow_unverified: bool,
        law: Iterable[str],
    ) -> None:
        self.kind = kind
        self.subject = subject
        self.inspection = inspection
        self.facts = inspection.facts
        self.penalties = penalties
        self.allow_unverified = allow_unverified
        self.law = law
        self.problems = Problems()
        written = self.facts.inspection.documents.get(kind.id, DocumentDetails())
        self.each = written.each
        self.details = written.for_subject(subject.name)
        self.issued = self.details.date or self._usual_day()

    def build(self) -> Made:
        self._date()
        self._known_breaches()
        self._known_subjects()
        proposals = self._proposals()
        breaches = self._breaches()
        if not breaches and self.kind.about in _NOTHING:
            raise DocumentError(f"{_NOTHING[self.kind.about]}，不能制作{self.kind.name}")
        context = self._context(breaches, proposals)
        self.problems.extend(missing(self.kind, self.subject, context, self.issued, self.facts))
        if self.penalties is not None:
            found = not_to_be_issued(
                self.kind, self.subject, context, proposals, self.penalties, self.issued, self.allow_unverified
            )
            self.problems.extend(found)
        self.problems.extend(beyond_the_law(self.kind, context, self.issued, self.facts))
        told = notes(self.kind, self.subject, context, breaches, proposals, self.inspection, self.penalties)
        return Made(context, self.issued, self.problems, [*self._unusual(context), *told])

    def _context(self, breaches: list[BreachVerdict], proposals: tuple[Proposal, ...]) -> Context:
        stated = findings(breaches, self.issued, self.details.results, self.problems, only_read=self.kind.only_tells)
        if self.details.results:
            self._results(breaches)
        decided = None
        if self.kind.penal and self.penalties is not None:
            decided = decision(proposals, self.subject, self.penalties, self.issued, self.problems)
        setting = Setting(
            self.issued,
            self.inspection.book,
            unit=self.subject.is_unit,
            provision=_shortest_suit(proposals),
            on_the_spot=self.kind.decides == "on_the_spot",
            level=LEVELS.get(self.facts.case.level),
        )
        return Context(
            self.kind.id,
            self.kind.name,
            False,
            day(self.issued),
            enterprise_party(self.facts.enterprise),
            party_of(self.subject, self.facts.enterprise),
            self._office(),
            self._visit(),
            self.details,
            self._case(proposals),
            procedure_of(self.facts, self.subject.capacity, self.subject.name)[0],
            stated,
            limits(stated),
            decided,
            self._overdue(decided),
            law_on(setting, self.law),
        )

    def _unusual(self, context: Context) -> Iterator[str]:
        if self.details.number is not None:
            yield from misnumbered(self.details.number, self.issued)
        yield from unusual(self.kind, context, self.issued)

    # When, and what about

    def _usual_day(self) -> date:
        """A decision is dated the day it is made; everything else, unless told, the day of the inspection."""
        if self.penalties is not None and self.kind.decides in ("penalty", "no_penalty"):
            return self.penalties.decided
        return self.inspection.on

    def _date(self) -> None:
        place = Place(self.facts.source, path=f"inspection.documents.{self.kind.id}.date")
        if self.issued < self.inspection.on and self.kind.id != PLAN:
            self.problems.add(f"文书日期{self.issued}早于检查日期{self.inspection.on}", place)
        if self.kind.decides == "penalty" and self.penalties is not None and self.issued != self.penalties.decided:
            self.problems.add(
                f"文书日期{self.issued}不是作出决定的日期{self.penalties.decided}", place, "改 case.decided"
            )

    def _known_breaches(self) -> None:
        """Breaches that the details name and that were not found are named in vain, and so perhaps by mistake."""
        found = {f"{breach.item.id}.{breach.name}" for breach in self.inspection.violations}
        for key in self.details.breaches:
            if key not in found:
                place = Place(self.facts.source, path=f"inspection.documents.{self.kind.id}.breaches")
                self.problems.add(f"没有查到 {key}", place, did_you_mean(key, found))

    def _known_subjects(self) -> None:
        """Names under ``each`` that nobody in the case has are written in vain, and so perhaps by mistake."""
        persons = [person.name for person in self.facts.case.persons if person.name]
        authorities = [breach.transfer for breach in self.inspection.violations if breach.transfer]
        known = dict.fromkeys(["unit", *persons, *authorities])
        for name in self.each:
            if name not in known:
                place = Place(self.facts.source, path=f"inspection.documents.{self.kind.id}.each.{name}")
                self.problems.add(
                    f"案件里没有“{name}”", place, did_you_mean(name, known) or f"可用：{'、'.join(known)}"
                )

    def _wanted(self, keys: Iterable[str]) -> bool:
        return not self.details.breaches or not set(self.details.breaches).isdisjoint(keys)

    def _proposals(self) -> tuple[Proposal, ...]:
        if self.penalties is None or not self.kind.penal:
            return ()
        found = proposals_for(self.subject, self.kind, self.penalties)
        chosen = tuple(one for one in found if self._wanted(one.breaches))
        if not chosen:
            raise DocumentError(f"没有可以写进{self.kind.name}的处罚建议")
        return chosen

    def _breaches(self) -> list[BreachVerdict]:
        found = self.inspection.violations
        match self.kind.about:
            case "record":
                chosen = list(found)
            case "order":
                chosen = [breach for breach in found if not breach.transfer]
            case "measures":
                chosen = [breach for breach in found if breach.major is True and not breach.transfer]
            case "transfer":
                chosen = [breach for breach in found if breach.transfer == self.subject.name]
            case _:
                return []
        return [breach for breach in chosen if self._wanted([f"{breach.item.id}.{breach.name}"])]

    def _results(self, breaches: list[BreachVerdict]) -> None:
        keys = {f"{breach.item.id}.{breach.name}" for breach in breaches}
        path = f"inspection.documents.{self.kind.id}.results"
        for key in self.details.results:
            if key not in keys:
                self.problems.add(
                    f"{key} 不在责令整改的问题之内", Place(self.facts.source, path=path), did_you_mean(key, keys)
                )
        for key in sorted(keys - set(self.details.results)):
            self.problems.add(f"没有写明 {key} 的复查结果", Place(self.facts.source, path=path))

    # Parts

    def _office(self) -> Authority:
        told = {name: value or "" for name, value in self.facts.office.model_dump().items()}
        for name in ("review_authority", "court"):
            told[name] = getattr(self.details, name) or told[name]
        return Authority(name=self.facts.inspection.authority or "", **told)

    def _visit(self) -> Visit:
        record = self.facts.inspection
        return Visit(
            day(self.inspection.on),
            record.place or "",
            self._inspectors(),
            [Someone(one.name, one.post or "") for one in record.attendees],
            [Someone(one.name, one.post or "") for one in record.experts],
            *(self._planned() if self.kind.id == PLAN else ()),
        )

    def _inspectors(self) -> list[Someone]:
        officers = self.facts.inspection.inspectors
        place = Place(self.facts.source, path="inspection.inspectors")
        if len(officers) < INSPECTORS:
            self.problems.add(f"执法人员应不少于{INSPECTORS}人", place)
        if any(officer.certificate is None for officer in officers):
            self.problems.add("有执法人员没有写执法证号", place)
        told = [Someone(officer.name, certificate=officer.certificate or "") for officer in officers]
        return told + [Someone("")] * (INSPECTORS - len(told))

    def _planned(self) -> tuple[list[Item], list[KnownFact], list[AskedFact]]:
        """What a plan says of the inspection to come."""
        planned = Planned(self.inspection, self.details, self.problems)
        return planned.items(), planned.known(), planned.asked()

    def _overdue(self, decided: Decision | None) -> Overdue | None:
        if self.kind.id != URGING or decided is None or decided.fine is None:
            return None
        procedure, _ = procedure_of(self.facts, self.subject.capacity, self.subject.name)
        return overdue(decided.fine.yuan, procedure, self.issued)

    def _case(self, proposals: tuple[Proposal, ...]) -> Case:
        case = self.facts.case
        return Case(
            case.number or "",
            case.cause or _cause(proposals),
            case.origin or "",
            day(case.filed) if case.filed else "",
        )


def _shortest_suit(proposals: Iterable[Proposal]) -> str | None:
    """The provision that the time for going to court hangs on: one of 矿山安全法 (第四十五条) where there is one among several."""
    cites = [one.provision for one in proposals if one.provision]
    return min(cites, key=lambda cite: not cite.startswith("矿山安全法"), default=None)


def _cause(proposals: tuple[Proposal, ...]) -> str:
    """What the case is about, by its breaches."""
    statements = list(dict.fromkeys(b.statement for one in proposals for act in one.acts for b in act.breaches))
    if not statements:
        return ""
    return statements[0] if len(statements) == 1 else f"{statements[0]}等{len(statements)}项违法行为"
