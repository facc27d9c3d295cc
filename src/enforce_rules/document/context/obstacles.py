"""What keeps a document from being issued: something missing, a step of procedure not taken, law that was not read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from ...errors import Place, Problem
from ...facts import Facts
from ...language.chinese import day
from ...penalty import DECISIONS, Penalties, Proposal
from ...penalty.heavy import suspends
from ...penalty.limit import MEASURES_2026, NEW_MEASURES_UNREAD
from ...penalty.limits import hearing_notice_by
from ...penalty.periods import suit_period
from ...penalty.readiness import not_approved, not_ready, procedure_of
from ...penalty.remedies import execution_window
from ...penalty.thresholds import simple_procedure_maximum
from ..kinds import DocumentKind
from .decision import takes_income
from .models import Context, label_of, looked_up
from .parties import Subject

NUMBER = "details.number"
ON_THE_SPOT, URGING = "on-spot-penalty", "urging-letter"
ALLOW = "核对原文，或者用 --allow-unverified 明确允许"
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
    if kind.decides:
        yield "subject.credit_code" if context.subject.unit else "subject.id_number"
    if kind.decides == "no_penalty":
        yield "details.reason"
    if kind.decides and decision is not None:
        if any(takes_goods(words) for words in decision.other):
            yield "details.goods"
        if any(takes_income(words) for words in decision.other):
            yield "decision.confiscated"
    if kind.decides == "penalty" and decision is not None:
        yield "decision.evidence"
        if decision.fine is not None or decision.confiscated is not None:
            yield from ("office.bank", "office.account_name", "office.account")
        if any(suspends(words) for words in decision.other):
            yield "details.until"
    period = context.law.get("statement_period")
    if period is not None and not period.holds and kind.id.endswith("-notice"):
        yield "details.until"


def takes_goods(words: str) -> bool:
    """Whether a sanction takes things and not only the illegal income: 没收违法生产的产品以及违法所得."""
    return "没收" in words and words.replace("没收违法所得", "").strip("、，和并以及") != ""


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
        case "decision" if name == "confiscated":
            return "case.illegal_income"
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
    if kind.decides == "penalty":
        yield from not_ready(penalties, subject.capacity, proposals, subject.name if subject.person else None)
    if kind.about == "penalty":
        yield from _unsettled(proposals, facts, may_suggest=kind.id == "hearing-invitation")
    if kind.decides and not allow_unverified and (caveat := inspection.book.info.caveat(penalties.decided)):
        yield Problem(caveat, hint=ALLOW)
    if kind.about in ("penalty", "exempt"):
        yield from _says_nothing(context, facts)
        yield from _unordered(kind, context, proposals, facts)
        yield from _mixed(proposals, facts)
    if kind.decides and issued >= MEASURES_2026 and not allow_unverified:
        yield Problem(f"作出处罚决定的程序：{NEW_MEASURES_UNREAD}", hint=ALLOW)
    yield from _not_impartial(kind, subject, context, facts)
    if kind.decides == "no_penalty":
        yield from not_approved(penalties, subject.capacity, subject.name if subject.person else None)
    if kind.id == "hearing-invitation":
        yield from _invited_too_late(subject, context, issued, facts)
    if kind.id == URGING:
        yield from _urged_in_vain(subject, context, issued, proposals, facts)
    if kind.decides == "on_the_spot":
        yield from _too_much_on_the_spot(subject, context, issued, proposals, penalties)
    hearing = context.decision is not None and context.decision.hearing
    if kind.id == "penalty-notice" and hearing:
        yield Problem("拟作出的处罚应当告知听证权利", hint="用 hearing-notice（行政处罚听证告知书）")
    if kind.id == "hearing-notice" and not hearing:
        yield Problem("拟作出的处罚不符合听证条件", hint="用 penalty-notice（行政处罚告知书）")


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


def _unordered(kind: DocumentKind, context: Context, proposals: Iterable[Proposal], facts: Facts) -> Iterator[Problem]:
    """A sanction for what was not mended in time rests on an order to mend, and it must be named."""
    if context.decision is None or kind.about != "penalty" or kind.id == URGING:
        return
    for act, one in zip(context.decision.acts, proposals, strict=True):
        if one.sanction_stage in ("overdue", "refused") and not act.order:
            path = f"case.acts.{one.breaches[0]}.order"
            yield Problem(
                f"{one.breaches[0]}按逾期未改正、拒不改正处罚，没有写明责令改正的文书", Place(facts.source, path=path)
            )


def _mixed(proposals: Iterable[Proposal], facts: Facts) -> Iterator[Problem]:
    """Acts under 矿山安全法 have fifteen days for going to court (第四十五条第一款), others six months: not in one document."""
    mine = [suit_period(MEASURES_2026, one.provision).value.unit == "日" for one in proposals if one.provision]
    if any(mine) and not all(mine):
        yield Problem(
            "依矿山安全法处罚的行为与其他行为起诉期限不同，不能写在一份文书里",
            Place(facts.source),
            "用 breaches 分开制作",
        )


def _not_impartial(kind: DocumentKind, subject: Subject, context: Context, facts: Facts) -> Iterator[Problem]:
    """Who investigates does not preside over the hearing, nor reviews: 行政处罚法(2021)第六十四条第（四）项."""
    review, session = context.procedure.legal_review, context.details.session
    for officer in context.inspection.inspectors:
        for what, who, path in (
            ("听证主持人", session and session.host, "details.session.host"),
            ("审核人", review and review.by, "procedure.legal_review.by"),
        ):
            if officer.name and who and officer.name in who:
                place = Place(facts.source, path=_written(path, kind, subject, facts))
                yield Problem(f"{what}{who}是本案的执法人员", place, "由其他人员担任")


def _invited_too_late(subject: Subject, context: Context, issued: date, facts: Facts) -> Iterator[Problem]:
    """The party asked for the hearing, and is told of it in time: 行政处罚法(2021)第六十四条第（二）项."""
    hearing, path = context.procedure.hearing, procedure_of(facts, subject.capacity, subject.name)[1]
    if hearing is None or not hearing.requested:
        yield Problem("没有写明当事人要求听证", Place(facts.source, path=f"{path}.hearing"))
    session, told = context.details.session, (hearing and hearing.notified) or issued
    if session is not None and told > (by := hearing_notice_by(session.date)).value:
        why = f"听证会通知书应当在{day(by.value)}前送达（{'、'.join(by.basis)}）"
        yield Problem(why, Place(facts.source, path=f"{path}.hearing.notified"))


def _urged_in_vain(
    subject: Subject, context: Context, issued: date, proposals: Iterable[Proposal], facts: Facts
) -> Iterator[Problem]:
    """Urging is for a party that took no remedy in time and owes a fine, while the court can still be asked.

    行政强制法(2011)第五十三条、第五十四条.
    """
    path = procedure_of(facts, subject.capacity, subject.name)[1]
    if context.procedure.contested is not False:
        why = "没有写明当事人没有申请行政复议、没有提起行政诉讼"
        yield Problem(why, Place(facts.source, path=f"{path}.contested"), "没有的，写 contested: false")
    served, place = context.procedure.decision_served, Place(facts.source, path=f"inspection.documents.{URGING}.date")
    if served is None:
        return
    if context.overdue is None:
        yield Problem("没有逾期未缴纳的罚款", place)
    windows = [execution_window(served, one.provision).value for one in proposals if one.provision]
    if windows and issued < (first := max(start for start, _ in windows)):
        why = f"当事人可以申请行政复议、提起行政诉讼到{day(first - timedelta(days=1))}，期限未满"
        yield Problem(why, place, "期满后再催告")
    if windows and issued > (end := min(last for _, last in windows)):
        yield Problem(f"申请人民法院强制执行的期限到{day(end)}，已经届满", place)


def _too_much_on_the_spot(
    subject: Subject, context: Context, issued: date, proposals: Iterable[Proposal], penalties: Penalties
) -> Iterator[Problem]:
    """当场处罚: 行政处罚法(2021)第五十一条, before it 行政处罚法(2017)第三十三条."""
    most = simple_procedure_maximum(penalties.decided, subject.is_unit)
    fine = context.decision.fine if context.decision else None
    place = Place(penalties.inspection.facts.source, path="case.decisions")
    if fine is not None and fine.yuan > most.value:
        why = f"罚款{fine.figures}，超过当场处罚的限额{most.value}元（{'、'.join(most.basis)}）"
        yield Problem(why, place, "用普通程序")
    inspection = penalties.inspection
    if not penalties.decided == issued == inspection.on:
        why = f"当场处罚应当在检查当日决定：检查{inspection.on}，决定{penalties.decided}，文书{issued}"
        yield Problem(why, Place(inspection.facts.source, path="case.decided"))
    heavy = [words for one in proposals for words in one.other if not words.startswith(ALLOWED_ON_THE_SPOT)]
    if heavy:
        yield Problem(f"{'、'.join(dict.fromkeys(heavy))}不能当场决定", place, "用普通程序")
