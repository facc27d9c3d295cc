"""Whether a penalty may be decided: every step of procedure that the law asks for was taken, in time and in order.

What is not recorded was not done as far as anybody can tell, and stands against the decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from ..errors import CalendarError, Place, Problem
from ..facts import Facts
from ..facts.procedure import Hearing, Procedure
from ..language.chinese import day
from ..manual.statute import Party
from .heavy import asks_another
from .kinds import kind_of
from .limits import decision_due, hearing_notice_by, hearing_request_until, statement_until
from .oversight import AFTER_HEARING
from .penalties import Penalties
from .procedure import steps
from .proposal import Proposal, Requirement

_NOTHING = Procedure()


def penalty_of_ours(words: str) -> bool:
    """Whether the words of a sanction beside the fine are a penalty that the authority itself imposes."""
    kind = kind_of(words)
    return kind is not None and kind.penalty and not asks_another(words)


def procedure_of(facts: Facts, party: Party, name: str | None = None) -> tuple[Procedure, str]:
    """What was done towards a party, and where the facts file says so. What was done towards the unit says nothing of a person."""
    for number, person in enumerate(facts.case.persons):
        if party != "unit" and (person.party, person.name) == (party, name):
            return person.procedure or _NOTHING, f"case.persons.{number}.procedure"
    return facts.case.procedure, "case.procedure"


def not_ready(
    penalties: Penalties, party: Party, proposals: Iterable[Proposal], name: str | None = None
) -> list[Problem]:
    """Why no penalty may be decided against a party yet under the ordinary procedure, one problem each."""
    proposals = tuple(proposals)
    needs = [need for one in proposals for need in one.needs]
    needs += together_needs(penalties, party, proposals)
    check = _check(penalties, party, name)
    fines = [one.amount for one in proposals if one.decision == "fine" and one.amount is not None]
    other = {words for one in proposals for words in one.other if penalty_of_ours(words)}
    told = check.all(needs, sum(fines) if fines else None, other)
    return [*_whose(penalties.inspection.facts, party, name), *told]


def together_needs(penalties: Penalties, party: Party, proposals: Sequence[Proposal]) -> list[Requirement]:
    """What a decision on these proposals to a party needs for the sum of their fines, or of all its fines, beside what each needs."""
    alone = {need.step for one in proposals for need in one.needs}
    fines = [one.amount for one in proposals if one.decision == "fine" and one.amount is not None]
    found = list(steps(penalties.inspection, penalties.decided, party, sum(fines))) if fines else []
    found += penalties.joint.get(party, ())
    return list({need.step: need for need in reversed(found) if need.step not in alone}.values())


def not_approved(penalties: Penalties, party: Party, name: str | None = None) -> list[Problem]:
    """Why it may not be decided yet to impose no penalty: the case must be filed and the head must approve.

    行政处罚法(2021)第五十七条第一款, before it 行政处罚法(2017)第三十八条.
    """
    return list(_check(penalties, party, name).approval())


def _check(penalties: Penalties, party: Party, name: str | None) -> _Check:
    facts = penalties.inspection.facts
    procedure, path = procedure_of(facts, party, name)
    return _Check(
        penalties.decided, facts.case.filed, procedure, facts.source, path, _answer_until(facts, name or "unit")
    )


def _answer_until(facts: Facts, name: str) -> date | None:
    """The last day for a statement that the notice itself gives, where no rule of the day that was read does."""
    documents = facts.inspection.documents
    for kind in ("hearing-notice", "penalty-notice"):
        if kind in documents and (until := documents[kind].for_subject(name).until) is not None:
            return until
    return None


def _whose(facts: Facts, party: Party, name: str | None) -> Iterator[Problem]:
    """A person is told, heard and answered apart from the unit; what was done towards the unit says nothing of that."""
    for number, person in enumerate(facts.case.persons):
        if party != "unit" and (person.party, person.name) == (party, name) and person.procedure is None:
            place = Place(facts.source, path=f"case.persons.{number}.procedure")
            yield Problem(f"没有写明对{name}的告知、陈述申辩等程序", place, "单位和个人分别告知，分别写明")


def late(penalties: Penalties) -> str:
    """What must be said where the case was decided after the time for it ran out; nothing otherwise."""
    filed = penalties.inspection.facts.case.filed
    if filed is None or penalties.decided <= (due := decision_due(filed)).value:
        return ""
    return f"{day(filed)}立案，作出决定已超过{day(due.value)}（{'、'.join(due.basis)}）"


_ORDER = (
    ("立案", "告知"),
    ("告知", "听证申请"),
    ("听证申请", "听证"),
    ("告知", "听证"),
    ("听证", "审核"),
    ("告知", "负责人审批"),
    ("审核", "负责人审批"),
    ("集体讨论", "负责人审批"),
    ("负责人审批", "作出决定"),
    ("告知", "作出决定"),
    ("立案", "作出决定"),
)


class _Check:
    """The steps towards one party, each against the law of its day."""

    def __init__(
        self, decided: date, filed: date | None, procedure: Procedure, source: str, path: str, until: date | None
    ) -> None:
        self.decided = decided
        self.until = until
        self.filed = filed
        self.procedure = procedure
        self.source = source
        self.path = path

    def all(self, needs: list[Requirement], fines: int | None, other: set[str]) -> Iterator[Problem]:
        """What stands against a penalty with these ``needs``, ``fines`` in yuan and ``other`` penalties."""
        hearing = [need for need in needs if need.step == "hearing"]
        yield from self._told(fines, other)
        yield from self._notice(bool(hearing))
        asked = self.procedure.hearing
        try:
            if hearing:
                yield from self._hearing(hearing[0])
            elif asked is not None and asked.requested:  # held though none was due: the decision states it all the same
                yield from self._held(asked)
        except CalendarError as error:  # a year whose working days are not known stops no draft
            yield from (self._problem(one.what, "hearing", one.hint) for one in error.problems)
        yield from self._heads(needs)
        yield from self.approval()

    def approval(self) -> Iterator[Problem]:
        """What stands against any decision: the case is not filed, the head has not approved, the steps are out of order."""
        if self.filed is None:
            yield Problem("没有写明立案日期", Place(self.source, path="case.filed"), "先立案调查，再作决定")
        approved = self.procedure.approved
        if approved is None:
            yield self._problem("没有行政机关负责人审批", "approved", "由人决定：写明审批日期、审批人、是否同意")
        elif not approved.passed:
            yield self._problem("行政机关负责人没有同意", "approved.passed")
        yield from self._dates()

    def _told(self, fines: int | None, other: set[str]) -> Iterator[Problem]:
        """Nothing is imposed that the party was not told of.

        行政处罚法(2021)第四十四条、第六十二条, before it 行政处罚法(2017)第三十一条.
        """
        told = self.procedure.notified_fine
        if fines is not None and told is None:
            yield self._problem("没有写明告知的罚款数额", "notified_fine")
        elif fines is not None and told is not None and fines > told:
            yield self._problem(f"决定罚款{fines}元，多于告知的{told}元", "notified_fine", "重新告知")
        if untold := sorted(other - set(self.procedure.notified_other)):
            yield self._problem(f"没有写明已经告知“{'、'.join(untold)}”", "notified_other")

    def _notice(self, hearing: bool) -> Iterator[Problem]:
        told, statement = self.procedure.notified, self.procedure.statement
        if told is None:
            yield self._problem(
                "没有送达行政处罚告知书的日期", "notified", "作出决定前应当告知事实、理由、依据和陈述、申辩权利"
            )
        if statement is None:
            yield self._problem("没有写明当事人是否陈述、申辩", "statement", "没有陈述、申辩的，写 {made: false}")
        elif statement.made and not statement.opinion:
            yield self._problem("没有写明陈述、申辩的意见", "statement.opinion")
        elif statement.made and (statement.adopted is None or not statement.answer):
            yield self._problem("没有写明陈述、申辩是否采纳和理由", "statement.adopted")
        elif not statement.made and told is not None and not hearing:
            last = statement_until(told)
            until = last.value or self.until
            if until is not None and self.decided <= until:
                why = "、".join(last.basis) if last.value else "告知书写明"
                yield self._problem(f"陈述、申辩的期限到{day(until)}（{why}），期限未满", "notified")

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
        for field, what in (("opinion", "当事人的主要意见"), ("conclusion", "听证的结论")):
            if not getattr(hearing, field):
                yield self._problem(f"没有写明{what}", f"hearing.{field}")
        by = hearing_notice_by(hearing.held)
        if hearing.notified is None:
            yield self._problem("没有送达听证会通知书的日期", "hearing.notified")
        elif hearing.notified > by.value:
            yield self._problem(f"听证会通知书应当在{day(by.value)}前送达（{'、'.join(by.basis)}）", "hearing.notified")

    def _heads(self, needs: list[Requirement]) -> Iterator[Problem]:
        one = self.procedure
        for step, field, passed, what in (
            ("legal_review", "legal_review", one.legal_review and one.legal_review.passed, "法制审核"),
            ("collective", "discussion", one.discussion and one.discussion.agreed, "负责人集体讨论"),
        ):
            due = [
                need for need in needs if need.step == step and not (self._unheard and need.basis == (AFTER_HEARING,))
            ]
            why = next((f"{need.what}（{'、'.join(need.basis)}）" for need in due), None)
            if why and passed is None:
                yield self._problem(f"没有{what}，而{why}", field)
            elif passed is False:
                yield self._problem(f"{what}没有通过", field)

    @property
    def _unheard(self) -> bool:
        """Whether it is known that no hearing was asked for."""
        return self.procedure.hearing is not None and not self.procedure.hearing.requested

    def _dates(self) -> Iterator[Problem]:
        """The steps in the order that the law asks for; review follows the hearing: 行政处罚法(2021)第五十八条第一款第（二）项."""
        one = self.procedure
        steps = {
            "立案": ("case.filed", self.filed),
            "告知": ("notified", one.notified),
            "听证申请": ("hearing.requested_on", one.hearing.requested_on if one.hearing else None),
            "听证": ("hearing.held", one.hearing.held if one.hearing else None),
            "审核": ("legal_review.date", one.legal_review.date if one.legal_review else None),
            "集体讨论": ("discussion.date", one.discussion.date if one.discussion else None),
            "负责人审批": ("approved.date", one.approved.date if one.approved else None),
            "作出决定": ("case.decided", self.decided),
        }
        for before, after in _ORDER:
            (path, first), (_, then) = steps[before], steps[after]
            if first is not None and then is not None and first > then:
                place = Place(self.source, path=path if path.startswith("case.") else f"{self.path}.{path}")
                yield Problem(f"{before}的日期{day(first)}晚于{after}的日期{day(then)}", place)

    def _problem(self, what: str, field: str, hint: str = "") -> Problem:
        return Problem(what, Place(self.source, path=f"{self.path}.{field}"), hint)
