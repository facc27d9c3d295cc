"""One major hazard (重大事故隐患) on the ledger: what is known of its rectification, and where it stands on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import dropwhile
from typing import Any, Literal, TypeVar

from .records.kinds import Closing, Finding, Notice, RectificationPlan, Review, Step, Supervision, Visit

State = Literal["unplanned", "rectifying", "overdue", "rectified", "closed", "returned"]

STATES: dict[State, str] = {
    "unplanned": "没有整改方案",
    "rectifying": "整改中",
    "overdue": "逾期未整改",
    "rectified": "已整改，待销号",
    "closed": "已销号",
    "returned": "销号后复查未整改",
}
"""Where a hazard can stand, in words."""

STAGE_THREE = "stage_three"
S = TypeVar("S", bound=Step)


@dataclass(frozen=True)
class Hazard:
    """A major hazard with everything recorded of it, each sequence in the order of its days."""

    finding: Finding
    visit: Visit
    plans: tuple[RectificationPlan, ...] = ()
    supervisions: tuple[Supervision, ...] = ()
    reviews: tuple[Review, ...] = ()
    notices: tuple[Notice, ...] = ()
    closings: tuple[Closing, ...] = ()
    case_numbers: tuple[str, ...] = ()
    document_numbers: tuple[str, ...] = ()

    def plan_on(self, day: date) -> RectificationPlan | None:
        """The plan that holds on a day: the last one made by then."""
        return _last(self.plans, day)

    def rectified_on(self, day: date) -> Review | None:
        """The review that found it rectified, unless one after it, by that day, found otherwise."""
        review = _last(self.reviews, day)
        return review if review is not None and review.outcome == "rectified" else None

    def closed_on(self, day: date) -> Closing | None:
        """The last closing that stands on a day: no review after the one on which it rests found the hazard unrectified."""
        standing = (closing for closing in self.closings if not self._undone(closing, day))
        return _last(tuple(standing), day)

    def _undone(self, closing: Closing, day: date) -> bool:
        _, *later = dropwhile(lambda review: review.key != closing.review, self.reviews)
        return any(review.outcome != "rectified" and review.date <= day for review in later)

    def overdue_on(self, day: date) -> bool:
        """Whether its deadline is past on a day and it is not rectified. The deadline itself is still in time."""
        plan = self.plan_on(day)
        return plan is not None and plan.deadline < day and self.rectified_on(day) is None

    def state_on(self, day: date) -> State:
        """Where it stands on a day."""
        if self.closed_on(day) is not None:
            return "closed"
        if self.rectified_on(day) is not None:
            return "rectified"
        if _last(self.closings, day) is not None:
            return "returned"
        if self.plan_on(day) is None:
            return "unplanned"
        return "overdue" if self.overdue_on(day) else "rectifying"

    def checked_by(self, day: date) -> Review | None:
        """The last check of stage three by a day; None as long as there was none."""
        return _last(tuple(review for review in self.reviews if review.occasion == STAGE_THREE), day)

    def as_dict(self, day: date) -> dict[str, Any]:
        """The row of the ledger on a day, as plain data for JSON. What is not known is null."""
        plan, review, check = self.plan_on(day), self.rectified_on(day), self.checked_by(day)
        supervision, notice, closing = (_last(self.supervisions, day), _last(self.notices, day), self.closed_on(day))
        return {
            "hazard": self.finding.key,
            "unit": self.visit.name,
            "credit_code": self.visit.code,
            "county": self.visit.county,
            "industry": self.visit.industry,
            "description": self.finding.description,
            "criteria": list(self.finding.criteria),
            "found": self.finding.date,
            "group": self.visit.group,
            "phase": self.visit.phase,
            "content": plan.content if plan else None,
            "deadline": plan.deadline if plan else None,
            "responsible": plan.responsible if plan else None,
            "measures": plan.measures if plan else None,
            "plan_filed": plan.filed if plan else None,
            "supervising_department": supervision.department if supervision else None,
            "supervising_person": supervision.person if supervision else None,
            "rectified": review is not None,
            "rectified_date": review.date if review else None,
            "reviewed_by": review.by if review else None,
            "notice": notice.medium if notice else None,
            "notice_date": notice.date if notice else None,
            "closed": closing.date if closing else None,
            "stage_three": check.outcome if check else None,
            "stage_three_date": check.date if check else None,
            "case_numbers": list(self.case_numbers),
            "documents": list(self.document_numbers),
            "state": self.state_on(day),
        }


def _last(records: Sequence[S], day: date) -> S | None:
    return next((record for record in reversed(records) if record.date <= day), None)
