"""Lint: what a drafter should mend in a rules folder beyond what keeps it from loading, each with a page in docs/lint/."""

from typing import TypeVar

from ...manual import Rulebook, Survey
from .desk import Desk
from .findings import CHECKS, Check, Finding, Severity, from_problem, in_order
from .law import check_law
from .scenarios import check_scenarios
from .thresholds import check_thresholds
from .vocabulary import check_vocabulary
from .wording import UNFILLED, check_wording, unfilled

__all__ = ["CHECKS", "UNFILLED", "Check", "Finding", "Severity", "lint"]

B = TypeVar("B", bound=Rulebook)


def lint(survey: Survey[B]) -> list[Finding]:
    """Everything found in a surveyed rules folder, by file and line.

    The problems of the survey come first of all: while the files cannot be put together, little more can be said. A
    condition or citation that cannot be read is told once, and what hangs on it is not asked.
    """
    found = [*map(from_problem, survey.problems), *unfilled(survey.sources)]
    if survey.book is not None:
        reported = frozenset((problem.place.file, problem.place.path) for problem in survey.problems)
        desk = Desk(survey.book, survey.sources, reported)
        for check in (check_law, check_thresholds, check_vocabulary, check_wording, check_scenarios):
            check(desk)
        found += desk.found
    return in_order(found)
