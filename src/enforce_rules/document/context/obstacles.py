"""What keeps a document from being issued: something missing, a step of procedure not taken, law that was not read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ...errors import Place, Problem
from ...facts import Facts
from ...penalty import Penalties, Proposal
from ...penalty.limit import MEASURES_2026, NEW_MEASURES_UNREAD
from ...penalty.periods import seizure_period
from ...penalty.readiness import not_ready, procedure_of
from ...penalty.thresholds import simple_procedure_maximum
from ..kinds import DocumentKind
from .models import Context, label_of, looked_up
from .parties import Subject

NUMBER = "details.number"
ALLOWED_ON_THE_SPOT = ("责令改正", "责令限期改正", "警告")


def missing(kind: DocumentKind, subject: Subject, context: Context, issued: date, facts: Facts) -> Iterator[Problem]:
    """Everything that a kind needs and that is not there, each where the facts file would say it."""
    for path in kind.needs:
        if not looked_up(context, path):
            hint = f"如 （{context.office.short or '郑'}）应急{kind.abbr}〔{issued.year}〕1号" if path == NUMBER else ""
            place = Place(facts.source, path=_written(path, kind, subject, facts))
            yield Problem(f"缺少{label_of(path)}", place, hint)


def _written(path: str, kind: DocumentKind, subject: Subject, facts: Facts) -> str:
    """Where the facts file says what stands at a path of the context."""
    section, _, name = path.partition(".")
    match section:
        case "details":
            return f"inspection.documents.{kind.id}.{name}"
        case "subject":
            return f"{subject.path}.{name}"
        case "procedure":
            return f"{procedure_of(facts, subject.capacity, subject.name)[1]}.{name}"
        case "office" if name == "name":
            return "inspection.authority"
        case _:
            return path


def not_to_be_issued(
    kind: DocumentKind,
    subject: Subject,
    context: Context,
    proposals: tuple[Proposal, ...],
    penalties: Penalties,
    allow_unverified: bool,
) -> Iterator[Problem]:
    """Why a document on penalties is not one yet: its procedure, an amount left open, the wrong kind of notice or decision."""
    inspection = penalties.inspection
    if kind.decides:
        yield from not_ready(penalties, subject.capacity, proposals, subject.name if subject.person else None)
    if kind.decides or kind.id == ON_THE_SPOT:
        yield from _unsettled(proposals, inspection.facts)
    if kind.settles and not allow_unverified and (caveat := inspection.book.info.caveat(penalties.decided)):
        yield Problem(caveat, hint="核对原文，或者用 --allow-unverified 明确允许")
    if kind.id == ON_THE_SPOT:
        yield from _too_much_on_the_spot(subject, context, proposals, penalties)
    hearing = context.decision is not None and context.decision.hearing
    if kind.id == "penalty-notice" and hearing:
        yield Problem("拟作出的处罚应当告知听证权利", hint="用 hearing-notice（行政处罚听证告知书）")
    if kind.id == "hearing-notice" and not hearing:
        yield Problem("拟作出的处罚不符合听证条件", hint="用 penalty-notice（行政处罚告知书）")


ON_THE_SPOT = "on-spot-penalty"


def beyond_the_law(kind: DocumentKind, context: Context, issued: date, facts: Facts) -> Iterator[Problem]:
    """A measure that lasts longer than the law allows, or that no rule of the day allows.

    行政强制法(2011)第二十五条第一款; 安全生产违法行为行政处罚办法(2015)第十四条第一款第（二）项.
    """
    path = f"inspection.documents.{kind.id}"
    if kind.id == "seizure" and context.details.until is not None:
        longest = seizure_period(issued)
        if context.details.until > longest.value.after(issued):
            why = f"查封、扣押的期限不得超过{longest.value}（{'、'.join(longest.basis)}）"
            yield Problem(why, Place(facts.source, path=f"{path}.until"), "延长的，另行决定")
    if "suspend_construction" in context.details.measures and issued >= MEASURES_2026:
        why = f"责令暂时停止建设、停止施工的依据没有收录：{NEW_MEASURES_UNREAD}"
        yield Problem(why, Place(facts.source, path=f"{path}.measures"))


def _unsettled(proposals: Iterable[Proposal], facts: Facts) -> Iterator[Problem]:
    """A weight that hangs on circumstances not looked into, an amount not told."""
    for one in proposals:
        if one.decision == "fine" and (one.open_tier or one.amount is None):
            yield Problem(
                f"{'、'.join(one.breaches)}的罚款数额没有定：{one.tier or '数额算不出'}",
                Place(facts.source, path="case.circumstances"),
                "查明情节，写在 case.circumstances；或者由人决定数额，写在 case.decisions",
            )


def _too_much_on_the_spot(
    subject: Subject, context: Context, proposals: Iterable[Proposal], penalties: Penalties
) -> Iterator[Problem]:
    """当场处罚: 行政处罚法(2021)第五十一条, before it 行政处罚法(2017)第三十三条."""
    most = simple_procedure_maximum(penalties.decided, subject.is_unit)
    fine = context.decision.fine if context.decision else None
    place = Place(penalties.inspection.facts.source, path="case.decisions")
    if fine is not None and fine.yuan > most.value:
        why = f"罚款{fine.figures}，超过当场处罚的限额{most.value}元（{'、'.join(most.basis)}）"
        yield Problem(why, place, "用普通程序")
    heavy = [words for one in proposals for words in one.other if not words.startswith(ALLOWED_ON_THE_SPOT)]
    if heavy:
        yield Problem(f"{'、'.join(dict.fromkeys(heavy))}不能当场决定", place, "用普通程序")
