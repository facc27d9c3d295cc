"""What a person should know of a document though it may be issued: what was left out, what is unusual, what is for a person to judge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ...evaluate import BreachVerdict, Inspection
from ...manual import Rulebook
from ...penalty import Penalties, Proposal
from ...penalty.readiness import late
from ..citing import readable
from ..kinds import DocumentKind
from .findings import unread_left_out
from .models import Context
from .parties import Subject, proposals_for, unnamed

OF_LAW = "程序："
"""How a note on a rule of procedure begins."""


def notes(
    kind: DocumentKind,
    subject: Subject,
    context: Context,
    breaches: Sequence[BreachVerdict],
    proposals: Sequence[Proposal],
    inspection: Inspection,
    penalties: Penalties | None,
) -> Iterator[str]:
    """One sentence for each thing to know."""
    if penalties is not None and kind.penal:
        yield from _of_penalties(kind, subject, proposals, penalties)
    yield from _to_judge(proposals)
    left_out = [*unread_left_out(breaches, kind.only_tells), *_unread_duties(proposals, inspection.book)]
    if left_out:
        yield f"没有核对原文，没有写入：{'、'.join(dict.fromkeys(left_out))}"
    if kind.about in ("order", "measures"):
        yield from _not_ordered(inspection.violations)
    for rule in context.law.values():
        if rule.holds and rule.note:
            yield f"{OF_LAW}{rule.note}"


def _of_penalties(
    kind: DocumentKind, subject: Subject, proposals: Sequence[Proposal], penalties: Penalties
) -> Iterator[str]:
    if kind.decides == "penalty" and (note := late(penalties)):
        yield note
    for capacity in unnamed(penalties.proposals):
        yield f"{capacity}是谁没有写明（case.persons），没有写给他们的文书"
    rest = [one for one in proposals_for(subject, kind, penalties) if one not in proposals]
    if rest and kind.about in ("penalty", "exempt"):
        yield f"按 breaches 没有写入：{'、'.join(key for one in rest for key in one.breaches)}"


def _to_judge(proposals: Iterable[Proposal]) -> Iterator[str]:
    """What a person must look at, each reason once with the breaches it is about."""
    reasons: dict[str, list[str]] = {}
    for one in proposals:
        for reason in one.review:
            reasons.setdefault(reason, []).extend(one.breaches)
    for reason, breaches in reasons.items():
        yield f"{'、'.join(dict.fromkeys(breaches))}：{reason}"


def _unread_duties(proposals: Iterable[Proposal], book: Rulebook) -> Iterator[str]:
    """The duties of proposals that were not read, where others were."""
    for one in proposals:
        for cites in one.duties.values():
            found = [book.provision(cite) for cite in cites]
            cited = readable(found)
            yield from (str(provision.citation) for provision in found if provision not in cited)


def _not_ordered(breaches: Iterable[BreachVerdict]) -> Iterator[str]:
    for breach in breaches:
        if breach.transfer:
            yield f"未列入文书：{breach.item.id} {breach.statement}，属于{breach.transfer}职责，另行移送"
        if breach.major is None:
            yield f"未写明：{breach.item.id} {breach.statement}，是否属于重大事故隐患取决于未查的事实"
