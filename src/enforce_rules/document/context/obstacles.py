"""What keeps a document from being issued: something missing, a step of procedure not taken, law that was not read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from ...errors import Place, Problem
from ...facts import Facts
from ...language.chinese import day
from ...penalty import DECISIONS, Penalties, Proposal
from ...penalty.limit import MEASURES_2026, NEW_MEASURES_UNREAD
from ...penalty.limits import hearing_notice_by
from ...penalty.periods import seizure_period
from ...penalty.readiness import not_approved, not_ready, procedure_of
from ...penalty.remedies import execution_window
from ...penalty.thresholds import simple_procedure_maximum
from ..kinds import DocumentKind
from .models import Context, label_of, looked_up
from .parties import Subject

NUMBER = "details.number"
ON_THE_SPOT, URGING = "on-spot-penalty", "urging-letter"
ALLOWED_ON_THE_SPOT = ("责令改正", "责令限期改正", "警告")


def missing(kind: DocumentKind, subject: Subject, context: Context, issued: date, facts: Facts) -> Iterator[Problem]:
    """Everything that a kind needs and that is not there, each where the facts file would say it."""
    for path in (*kind.needs, *_needs_here(kind, context)):
        if not looked_up(context, path):
            hint = f"如 （{context.office.short or '郑'}）应急{kind.abbr}〔{issued.year}〕1号" if path == NUMBER else ""
            place = Place(facts.source, path=_written(path, kind, subject, facts))
            yield Problem(f"缺少{label_of(path)}", place, hint)


def _needs_here(kind: DocumentKind, context: Context) -> Iterator[str]:
    """What this document needs because of what it says: where to pay a fine, until when production stops, a period no law sets."""
    decision = context.decision
    if kind.settles:
        yield "subject.credit_code" if context.subject.unit else "subject.id_number"
    if kind.decides and decision is not None:
        yield "decision.evidence"
        if decision.fine is not None:
            yield from ("office.bank", "office.account_name", "office.account")
        if any("停产停业" in words for words in decision.other):
            yield "details.until"
    period = context.law.get("statement_period")
    if period is not None and not period.holds and kind.id.endswith("-notice"):
        yield "details.until"


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
        case "decision":  # its evidence: the records of the facts
            return "facts"
        case _:
            return path


def not_to_be_issued(
    kind: DocumentKind,
    subject: Subject,
    context: Context,
    proposals: tuple[Proposal, ...],
    penalties: Penalties,
    issued: date,
    allow_unverified: bool,
) -> Iterator[Problem]:
    """Why a document on penalties is not one yet: its procedure, an amount left open, the wrong kind of notice or decision."""
    inspection, facts = penalties.inspection, penalties.inspection.facts
    if kind.decides:
        yield from not_ready(penalties, subject.capacity, proposals, subject.name if subject.person else None)
    if kind.about == "penalty":
        yield from _unsettled(proposals, facts, may_suggest=not (kind.decides or kind.id in (ON_THE_SPOT, URGING)))
    if kind.settles and not allow_unverified and (caveat := inspection.book.info.caveat(penalties.decided)):
        yield Problem(caveat, hint="核对原文，或者用 --allow-unverified 明确允许")
    if kind.about in ("penalty", "exempt"):
        yield from _says_nothing(context, facts)
    if kind.id == "no-penalty-decision":
        yield from not_approved(penalties, subject.capacity, subject.name if subject.person else None)
    if kind.id == "hearing-invitation":
        yield from _invited_too_late(subject, context, facts)
    if kind.id == URGING:
        yield from _urged_too_early(subject, context, issued, proposals, facts)
    if kind.id == ON_THE_SPOT:
        yield from _too_much_on_the_spot(subject, context, proposals, penalties)
    hearing = context.decision is not None and context.decision.hearing
    if kind.id == "penalty-notice" and hearing:
        yield Problem("拟作出的处罚应当告知听证权利", hint="用 hearing-notice（行政处罚听证告知书）")
    if kind.id == "hearing-notice" and not hearing:
        yield Problem("拟作出的处罚不符合听证条件", hint="用 penalty-notice（行政处罚告知书）")


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


def _unsettled(proposals: Iterable[Proposal], facts: Facts, may_suggest: bool) -> Iterator[Problem]:
    """A fine that is only suggested: how much it is, a person decides. What only announces a fine may suggest, if there is an amount."""
    for one in proposals:
        suggested = one.amount is not None and not one.open_tier
        if one.decision == "fine" and not one.decided and not (may_suggest and suggested):
            what = f"建议{one.amount}元" if suggested else one.tier or "数额算不出"
            yield Problem(
                f"{'、'.join(one.breaches)}的罚款数额没有由人决定（{what}）",
                Place(facts.source, path="case.decisions"),
                f"写 {{breach: {one.breaches[0]}, party: {one.party}, fine: 数额, reason: 理由}}",
            )


def _says_nothing(context: Context, facts: Facts) -> Iterator[Problem]:
    """An act that broke nothing of the law that applies, or that meets with nothing the authority itself may impose."""
    for act in context.decision.acts if context.decision else ():
        where = act.breaches
        if not act.duties:
            yield Problem(f"{where} 没有可以引用的义务条款，不能作出决定", Place(facts.source))
        if act.fine is None and not act.other and act.decision not in (*IMPOSING_NOTHING, DECISIONS["fine"]):
            yield Problem(f"{where} 没有本机关可以作出的处罚", Place(facts.source))


IMPOSING_NOTHING = tuple(DECISIONS[one] for one in ("exempt", "barred"))


def _invited_too_late(subject: Subject, context: Context, facts: Facts) -> Iterator[Problem]:
    """The party asked for the hearing, and is told of it in time: 行政处罚法(2021)第六十四条第（二）项."""
    hearing, path = context.procedure.hearing, procedure_of(facts, subject.capacity, subject.name)[1]
    if hearing is None or not hearing.requested:
        yield Problem("没有写明当事人要求听证", Place(facts.source, path=f"{path}.hearing"))
    session = context.details.session
    if session is not None and hearing is not None and hearing.notified is not None:
        by = hearing_notice_by(session.date)
        if hearing.notified > by.value:
            why = f"听证会通知书应当在{day(by.value)}前送达（{'、'.join(by.basis)}）"
            yield Problem(why, Place(facts.source, path=f"{path}.hearing.notified"))


def _urged_too_early(
    subject: Subject, context: Context, issued: date, proposals: Iterable[Proposal], facts: Facts
) -> Iterator[Problem]:
    """Urging comes when the time for payment, for review and for going to court has passed: 行政强制法(2011)第五十三条、第五十四条."""
    served, path = context.procedure.decision_served, f"inspection.documents.{URGING}.date"
    if served is None:
        return
    cites = [one.provision for one in proposals if one.provision]
    last = max((execution_window(served, cite).value[0] for cite in cites), default=None)
    if last is not None and issued < last:
        why = f"当事人可以申请复议、起诉到{day(last - timedelta(days=1))}，在此以前不能申请人民法院强制执行"
        yield Problem(why, Place(facts.source, path=path), "期满后再催告")
    elif context.overdue is None:
        yield Problem("没有逾期未缴纳的罚款", Place(facts.source, path=path))


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
