"""What is counted: events, each a record with a day, an amount, the visit that it belongs to, and marks that tell events apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import FromClause, Select, and_, case, func, literal, or_, select, tuple_, union_all

from .records.tables import tables
from .view import View

Rows = Select[Any]


@dataclass(frozen=True)
class Events:
    """Events of one sort. ``rows`` has ``record``, ``visit``, ``day``, ``amount`` and one column for each of the ``marks``.

    ``spread`` are those of one visit over many days.
    """

    kind: str
    marks: tuple[str, ...]
    rows: Callable[[View], Rows]
    spread: bool = False


def _rows(source: FromClause, record: FromClause, visit: Any, day: Any, amount: Any = None, **marks: Any) -> Rows:
    return select(
        record.c.record.label("record"),
        visit.label("visit"),
        day.label("day"),
        (literal(1) if amount is None else amount).label("amount"),
        *(column.label(name) for name, column in marks.items()),
    ).select_from(source)


def _any(*conditions: Any) -> Any:
    """Whether there is such a row; asked for nothing else, so that an index is enough."""
    return select(literal(1)).where(*conditions).exists()


def _visited(view: View) -> Rows:
    """Each unit, department or government once for each group and phase: its first visit."""
    visit = view.happened("visit")
    return _rows(visit, visit, visit.c.record, visit.c.date, target=visit.c.target).where(_is_first(view, visit))


def _is_first(view: View, visit: FromClause) -> Any:
    """Whether a visit is the first to its unit."""
    other = view.happened("visit").alias("other")
    earlier = tuple_(other.c.date, other.c.record) < tuple_(visit.c.date, visit.c.record)
    return ~_any(*_same_unit(visit, other), earlier)


def _told(view: View) -> Rows:
    """The same, with what any visit to it tells."""
    visit, other = view.happened("visit"), view.happened("visit").alias("other")

    def told(name: str) -> Any:
        answer = case((other.c[name].is_(True), 1), (other.c[name].is_(False), 0))
        return select(func.max(answer)).where(*_same_unit(visit, other)).scalar_subquery()

    first = _visited(view).subquery("first")
    joined = first.join(visit, visit.c.record == first.c.record)
    marks = {name: told(name) for name in ("online", "dual_prevention")}
    return _rows(joined, visit, visit.c.record, visit.c.date, target=visit.c.target, **marks)


def _same_unit(one: FromClause, other: FromClause) -> tuple[Any, ...]:
    unit = func.coalesce(other.c.code, other.c.name) == func.coalesce(one.c.code, one.c.name)
    return (unit, *(other.c[name] == one.c[name] for name in ("group", "phase", "target")))


def _visits(view: View) -> Rows:
    visit = view.happened("visit")
    return _rows(visit, visit, visit.c.record, visit.c.date, target=visit.c.target)


def _found(view: View) -> Rows:
    finding = view.happened("finding")
    return _rows(finding, finding, finding.c.visit, finding.c.date, major=finding.c.major)


def _rectified(view: View) -> Rows:
    """Findings that were found rectified, and at no review after that, by the day, found otherwise; on the first such day.

    Of nearly all findings there is one review, which need not be compared with others.
    """
    table, review = tables["review"], view.happened("review")
    several = select(table.c.finding).where(table.c.again)
    only = select(review.c.finding.label("record"), review.c.visit, review.c.date.label("day"))
    only = only.where(review.c.outcome == "rectified", review.c.finding.not_in(several))
    either = union_all(only, _first_rectified(view, several)).subquery("rectified")
    return select(either.c.record, either.c.visit, either.c.day, literal(1).label("amount"))


def _major_rectified(view: View) -> Rows:
    """Those of them that are major hazards."""
    finding = view.happened("finding")
    since = _first_rectified(view, select(finding.c.record).where(finding.c.major.is_(True))).subquery("rectified")
    return select(since.c.record, since.c.visit, since.c.day, literal(1).label("amount"))


def _first_rectified(view: View, findings: Rows) -> Rows:
    review = view.happened("review")
    since = select(review.c.finding.label("record"), review.c.visit, func.min(review.c.date).label("day"))
    since = since.where(review.c.outcome == "rectified", ~_undone(view, review), review.c.finding.in_(findings))
    return since.group_by(review.c.visit, review.c.finding)


def stands_rectified(view: View, finding: FromClause) -> Any:
    """Whether a finding stands rectified on the day."""
    review = view.happened("review")
    return _any(review.c.finding == finding.c.record, review.c.outcome == "rectified", ~_undone(view, review))


def _undone(view: View, review: FromClause) -> Any:
    """Whether a review after this one, by the day, found the finding not rectified."""
    other = view.happened("review").alias("other")
    return _any(
        other.c.finding == review.c.finding,
        other.c.outcome != "rectified",
        tuple_(other.c.date, other.c.record) > tuple_(review.c.date, review.c.record),
    )


def _step(kind: str, **wanted: str) -> Callable[[View], Rows]:
    """Major hazards of which there is a record of a kind, at the day of the first."""

    def rows(view: View) -> Rows:
        finding, step = view.happened("finding"), view.happened(kind)
        first = select(step.c.finding, func.min(step.c.date).label("day"))
        first = first.where(*(step.c[name] == value for name, value in wanted.items()))
        days = first.group_by(step.c.finding).subquery("days")
        joined = days.join(finding, finding.c.record == days.c.finding)
        return _rows(joined, finding, finding.c.visit, days.c.day).where(finding.c.major.is_(True))

    return rows


def _closed(view: View) -> Rows:
    """Major hazards struck off the ledger, unless a review after that on which it rests found them not rectified."""
    finding, closing, review = view.happened("finding"), view.happened("closing"), view.happened("review")
    standing = select(closing.c.finding, func.max(closing.c.date).label("day"))
    standing = standing.join(review, review.c.record == closing.c.review).where(~_undone(view, review))
    last = standing.group_by(closing.c.finding).subquery("closed")
    joined = last.join(finding, finding.c.record == last.c.finding)
    return _rows(joined, finding, finding.c.visit, last.c.day).where(finding.c.major.is_(True))


def _documents(view: View) -> Rows:
    document = view.happened("document")
    return _rows(document, document, document.c.visit, document.c.date, form=document.c.form)


def _suggested(view: View) -> Rows:
    suggestion = view.happened("suggestion")
    return _rows(suggestion, suggestion, suggestion.c.visit, suggestion.c.date)


def _filed(view: View) -> Rows:
    filing = view.happened("filing")
    origin = case((filing.c.suggestion.is_(None), "属地自行立案"), else_="按建议立案")
    return _rows(filing, filing, filing.c.visit, filing.c.date, origin=origin)


def _fines(view: View) -> Rows:
    """Fines decided; and those proposed for which none is decided in the same case for the same party."""
    fine, filing, other = view.happened("fine"), view.now("filing"), view.happened("fine").alias("other")
    decided = _any(other.c.filing == fine.c.filing, other.c.party == fine.c.party, other.c.stage == "decided")
    joined = fine.join(filing, filing.c.record == fine.c.filing)
    rows = _rows(joined, fine, filing.c.visit, fine.c.date, fine.c.amount, stage=fine.c.stage)
    return rows.where(or_(fine.c.stage == "decided", ~decided))


def _suspended(view: View) -> Rows:
    """Each unit once for each group and phase, by its first suspension; it belongs to the first visit, as the unit does."""
    suspension, visit, first = view.happened("suspension"), view.now("visit"), view.happened("visit").alias("first")
    joined = suspension.join(visit, visit.c.record == suspension.c.visit).join(first, and_(*_same_unit(visit, first)))
    order = (suspension.c.date, suspension.c.record)
    nth = func.row_number().over(partition_by=first.c.record, order_by=order).label("nth")
    columns = (suspension.c.record, first.c.record.label("visit"), suspension.c.date, suspension.c.measure, nth)
    rows = select(*columns).select_from(joined).where(_is_first(view, first)).subquery("suspended")
    return _rows(rows, rows, rows.c.visit, rows.c.date, measure=rows.c.measure).where(rows.c.nth == 1)


EVENTS = {
    "visited": Events("visit", ("target",), _visited),
    "told": Events("visit", ("target", "online", "dual_prevention"), _told),
    "visits": Events("visit", ("target",), _visits),
    "found": Events("finding", ("major",), _found),
    "rectified": Events("finding", (), _rectified, spread=True),
    "major_rectified": Events("finding", (), _major_rectified),
    "planned": Events("finding", (), _step("plan")),
    "supervised": Events("finding", (), _step("supervision")),
    "noticed": Events("finding", (), _step("notice")),
    "checked": Events("finding", (), _step("review", occasion="stage_three")),
    "closed": Events("finding", (), _closed),
    "documents": Events("document", ("form",), _documents),
    "suggested": Events("suggestion", (), _suggested),
    "filed": Events("filing", ("origin",), _filed),
    "fines": Events("fine", ("stage",), _fines),
    "suspended": Events("suspension", ("measure",), _suspended),
}
"""All sorts of events that figures count."""
