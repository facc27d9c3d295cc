"""Whether a penalty may be decided: every step of procedure that the law asks for was taken, in time and in order.

What is not recorded was not done as far as anybody can tell, and stands against the decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ..errors import Place, Problem
from ..facts import Facts
from ..facts.procedure import Hearing, Procedure
from ..language.chinese import day
from ..manual.statute import Party
from .limits import decision_due, hearing_notice_by, hearing_request_until, statement_until
from .penalties import Penalties
from .proposal import Proposal, Requirement


def procedure_of(facts: Facts, party: Party, name: str | None = None) -> tuple[Procedure, str]:
    """What was done towards a party, and where the facts file says so; a person may have a procedure of his own."""
    for number, person in enumerate(facts.case.persons):
        if party != "unit" and (person.party, person.name) == (party, name) and person.procedure is not None:
            return person.procedure, f"case.persons.{number}.procedure"
    return facts.case.procedure, "case.procedure"


def not_ready(
    penalties: Penalties, party: Party, proposals: Iterable[Proposal], name: str | None = None
) -> list[Problem]:
    """Why no penalty may be decided against a party yet under the ordinary procedure, one problem each."""
    facts = penalties.inspection.facts
    procedure, path = procedure_of(facts, party, name)
    needs = [need for one in proposals for need in one.needs]
    needs += penalties.joint.get(party, ())
    check = _Check(penalties.decided, procedure, facts.source, path)
    found = list(check.all(needs))
    if facts.case.filed is None:
        found.append(Problem("没有写明立案日期", Place(facts.source, path="case.filed"), "先立案调查，再作决定"))
    return found


def late(penalties: Penalties) -> str:
    """What must be said where the case was decided after the time for it ran out; nothing otherwise."""
    filed = penalties.inspection.facts.case.filed
    if filed is None or penalties.decided <= (due := decision_due(filed)).value:
        return ""
    return f"{day(filed)}立案，作出决定已超过{day(due.value)}（{'、'.join(due.basis)}），延期须经批准"


class _Check:
    """The steps towards one party, each against the law of its day."""

    def __init__(self, decided: date, procedure: Procedure, source: str, path: str) -> None:
        self.decided = decided
        self.procedure = procedure
        self.source = source
        self.path = path

    def all(self, needs: list[Requirement]) -> Iterator[Problem]:
        hearing = [need for need in needs if need.step == "hearing"]
        yield from self._notice(bool(hearing))
        if hearing:
            yield from self._hearing(hearing[0])
        yield from self._heads(needs)
        yield from self._dates()

    def _notice(self, hearing: bool) -> Iterator[Problem]:
        told, statement = self.procedure.notified, self.procedure.statement
        if told is None:
            yield self._problem(
                "没有送达行政处罚告知书的日期", "notified", "作出决定前应当告知事实、理由、依据和陈述、申辩权利"
            )
        if statement is None:
            yield self._problem("没有写明当事人是否陈述、申辩", "statement", "没有陈述、申辩的，写 {made: false}")
        elif statement.made and (statement.adopted is None or not statement.answer):
            yield self._problem("没有写明陈述、申辩是否采纳和理由", "statement.adopted")
        elif not statement.made and told is not None and not hearing:
            last = statement_until(told)
            if last.value is not None and self.decided <= last.value:
                yield self._problem(
                    f"陈述、申辩的期限到{day(last.value)}（{'、'.join(last.basis)}），期限未满", "notified"
                )

    def _hearing(self, need: Requirement) -> Iterator[Problem]:
        why = f"{need.what}（{'、'.join(need.basis)}）"
        if self.procedure.hearing_offered is not True:
            yield self._problem(f"没有告知听证权利，而{why}", "hearing_offered")
        elif self.procedure.hearing is None:
            yield self._problem("没有写明当事人是否要求听证", "hearing", "没有要求的，写 {requested: false}")
        elif self.procedure.hearing.requested:
            yield from self._held(self.procedure.hearing)
        elif self.procedure.notified is not None:
            last = hearing_request_until(self.procedure.notified)
            if self.decided <= last.value:
                yield self._problem(
                    f"要求听证的期限到{day(last.value)}（{'、'.join(last.basis)}），期限未满", "notified"
                )

    def _held(self, hearing: Hearing) -> Iterator[Problem]:
        if hearing.held is None:
            yield self._problem("当事人要求听证，没有举行听证的日期", "hearing.held")
            return
        if not hearing.conclusion:
            yield self._problem("没有写明听证的结论", "hearing.conclusion")
        by = hearing_notice_by(hearing.held)
        if hearing.notified is None:
            yield self._problem("没有送达听证会通知书的日期", "hearing.notified")
        elif hearing.notified > by.value:
            yield self._problem(f"听证会通知书应当在{day(by.value)}前送达（{'、'.join(by.basis)}）", "hearing.notified")

    def _heads(self, needs: list[Requirement]) -> Iterator[Problem]:
        for step, record, what in (
            ("legal_review", self.procedure.legal_review, "没有法制审核"),
            ("collective", self.procedure.discussion, "没有负责人集体讨论"),
        ):
            why = next((f"{need.what}（{'、'.join(need.basis)}）" for need in needs if need.step == step), None)
            if why and record is None:
                yield self._problem(f"{what}，而{why}", "discussion" if step == "collective" else step)
        if self.procedure.approved is None:
            yield self._problem("没有行政机关负责人审批", "approved", "由人决定：写明审批日期和审批人")

    def _dates(self) -> Iterator[Problem]:
        """Nothing that comes before a decision is dated after it, and approval comes last."""
        one = self.procedure
        steps = {
            "notified": one.notified,
            "hearing.held": one.hearing.held if one.hearing else None,
            "legal_review.date": one.legal_review.date if one.legal_review else None,
            "discussion.date": one.discussion.date if one.discussion else None,
            "approved.date": one.approved.date if one.approved else None,
        }
        for path, when in steps.items():
            if when is not None and when > self.decided:
                yield self._problem(f"{day(when)}晚于决定日期{day(self.decided)}", path)
        approved = steps["approved.date"]
        for path, when in steps.items():
            if approved is not None and when is not None and when > approved:
                yield self._problem(f"{day(when)}晚于负责人审批的{day(approved)}", path)

    def _problem(self, what: str, field: str, hint: str = "") -> Problem:
        return Problem(what, Place(self.source, path=f"{self.path}.{field}"), hint)
