"""What records must keep to among each other: dates in order, cases filed by the local authority, closing only after a review."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from ..campaign import Campaign
from .kinds import (
    Closing,
    DailyReport,
    Document,
    Filing,
    Finding,
    Fine,
    Notice,
    Record,
    RectificationPlan,
    Review,
    Suggestion,
    Supervision,
    Suspension,
    Visit,
)

OF_CAMPAIGN = ("visit", "filing", "daily_report")
"""The kinds that are held against the campaign, its groups and phases."""

Complaint = tuple[str, str]
"""What is wrong, and what would be right."""


@dataclass
class Known:
    """The records that a record may be held against, by kind and key, and the reviews of a finding by its key."""

    campaign: Campaign | None = None
    records: Mapping[tuple[str, str], Record] = field(default_factory=dict)
    reviews: Mapping[str, list[Review]] = field(default_factory=dict)

    def visit(self, key: str) -> Visit:
        """The visit with a key."""
        found = self.records["visit", key]
        assert isinstance(found, Visit)
        return found

    def finding(self, key: str) -> Finding:
        """The finding with a key."""
        found = self.records["finding", key]
        assert isinstance(found, Finding)
        return found


def complaints(record: Record, known: Known) -> Iterator[Complaint]:
    """Everything that is wrong with a record among the others."""
    yield from _RULES.get(record.kind, _nothing)(record, known)


def _nothing(record: Record, known: Known) -> Iterator[Complaint]:
    return iter(())


def _visit(visit: Visit, known: Known) -> Iterator[Complaint]:
    campaign = known.campaign
    assert campaign is not None
    if visit.group not in campaign.by_number:
        yield f"没有第{visit.group}组", f"共{len(campaign.groups)}组"
    phase = campaign.phase_by_number.get(visit.phase)
    if phase is None:
        yield f"没有第{visit.phase}阶段", f"共{len(campaign.phases)}个阶段"
    elif not phase.covers(visit.date):
        yield f"检查日期{visit.date}不在第{visit.phase}阶段内", f"{phase.since}至{phase.until}"
    if visit.target == "unit" and visit.industry is None:
        yield "没有写企业的行业", "不在重点行业的写 其他"
    if visit.target != "unit" and visit.industry is not None:
        yield "督导政府和部门不写行业", ""


def _finding(finding: Finding, known: Known) -> Iterator[Complaint]:
    yield from _not_before("发现日期", finding.date, "检查日期", known.visit(finding.visit).date)
    if finding.breach is not None and finding.item is None:
        yield "写了违法行为，没有写检查事项", ""
    if finding.major and finding.item is None and not finding.criteria:
        yield "手册以外的重大事故隐患没有写判定标准", "criteria: 写明标准、条款和版本"


def _of_visit(record: Document | Suggestion | Suspension, known: Known) -> Iterator[Complaint]:
    yield from _not_before(f"{record.label}日期", record.date, "检查日期", known.visit(record.visit).date)


def _filing(filing: Filing, known: Known) -> Iterator[Complaint]:
    visit = known.visit(filing.visit)
    yield from _not_before("立案日期", filing.date, "检查日期", visit.date)
    group = known.campaign.by_number.get(visit.group) if known.campaign else None
    if group is not None and group.city in filing.authority:
        yield f"立案机关{filing.authority}是检查组所在市的机关", f"由{group.inspects}的机关立案；检查组只建议立案"
    if filing.suggestion is not None:
        suggestion = known.records["suggestion", filing.suggestion]
        assert isinstance(suggestion, Suggestion)
        if suggestion.visit != filing.visit:
            yield f"所依据的建议{filing.suggestion}是另一次检查（{suggestion.visit}）的", ""
        yield from _not_before("立案日期", filing.date, "建议日期", suggestion.date)


def _fine(fine: Fine, known: Known) -> Iterator[Complaint]:
    filing = known.records["filing", fine.filing]
    assert isinstance(filing, Filing)
    yield from _not_before("罚款的日期", fine.date, "立案日期", filing.date)


def _of_major(record: RectificationPlan | Supervision | Notice, known: Known) -> Iterator[Complaint]:
    yield from _major(record.finding, known)
    yield from _not_before(f"{record.label}日期", record.date, "发现日期", known.finding(record.finding).date)
    if isinstance(record, RectificationPlan):
        yield from _not_before("整改时限", record.deadline, "方案日期", record.date)


def _review(review: Review, known: Known) -> Iterator[Complaint]:
    yield from _not_before("复查日期", review.date, "发现日期", known.finding(review.finding).date)


def _closing(closing: Closing, known: Known) -> Iterator[Complaint]:
    yield from _major(closing.finding, known)
    review = known.records["review", closing.review]
    assert isinstance(review, Review)
    if review.finding != closing.finding:
        yield f"复查{closing.review}是另一项隐患（{review.finding}）的", ""
        return
    if review.outcome != "rectified":
        yield f"复查{closing.review}的结果不是已整改，不能销号", "复查为已整改以后销号"
    yield from _not_before("销号日期", closing.date, "复查日期", review.date)
    later = [one for one in known.reviews.get(closing.finding, []) if review.date < one.date <= closing.date]
    if any(one.outcome != "rectified" for one in later):
        yield f"复查{closing.review}以后又复查为没有整改，不能据以销号", "按最后一次复查"


def _daily_report(report: DailyReport, known: Known) -> Iterator[Complaint]:
    campaign = known.campaign
    assert campaign is not None
    if report.group not in campaign.by_number:
        yield f"没有第{report.group}组", f"共{len(campaign.groups)}组"
    if not any(phase.covers(report.date) for phase in campaign.phases):
        yield f"{report.date}不在任何阶段内", f"{campaign.first_day}至{campaign.last_day}"
    yield from _not_before("报送时间", report.reported_at.date(), "报告的日期", report.date)


def _major(key: str, known: Known) -> Iterator[Complaint]:
    if known.finding(key).major is not True:
        yield f"{key}没有判定为重大事故隐患", "先更正隐患的判定"


def _not_before(name: str, day: date, other: str, earliest: date) -> Iterator[Complaint]:
    if day < earliest:
        yield f"{name}{day}早于{other}{earliest}", ""


_RULES: Mapping[str, Callable[..., Iterator[Complaint]]] = {
    "visit": _visit,
    "finding": _finding,
    "document": _of_visit,
    "suggestion": _of_visit,
    "suspension": _of_visit,
    "filing": _filing,
    "fine": _fine,
    "plan": _of_major,
    "supervision": _of_major,
    "notice": _of_major,
    "review": _review,
    "closing": _closing,
    "daily_report": _daily_report,
}
