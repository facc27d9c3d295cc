"""Whether a table adds up: the total is the sum of its rows, and nothing is more than what it is a part of.

It looks at the numbers only, so that a table that a group sent in is checked like one of our own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ...errors import CampaignError, Problem, Problems


class Limit(NamedTuple):
    """``part`` is not more than ``whole``; where that is only unusual, it is not an error."""

    part: str
    whole: str
    wrong: bool = True
    why: str = ""


LIMITS = (
    Limit("rectified", "hazards"),
    Limit("major", "hazards"),
    Limit("major_rectified", "major"),
    Limit("major_rectified", "rectified"),
    Limit("units_online", "units"),
    Limit("dual_prevention_ok", "units"),
    Limit("suspensions", "units"),
    Limit("major_planned", "major"),
    Limit("major_supervised", "major"),
    Limit("major_notices", "major"),
    Limit("major_closed", "major_rectified"),
    Limit("major_checked", "major"),
    Limit("filed", "suggested", wrong=False, why="属地可以自行立案"),
)
"""What is part of what. 立案 may exceed 建议立案: the local authority files on its own too."""


SUMS = {"fines": ("fines_decided", "fines_proposed")}
"""What is the sum of what in one row."""


@dataclass(frozen=True)
class Numbers:
    """The numbers of one row; what is not known is None and is compared with nothing."""

    label: str
    values: Mapping[str, int | None]


@dataclass(frozen=True)
class Reconciled:
    """What does not add up (``wrong``), and what is only unusual (``unusual``), one sentence each."""

    wrong: tuple[Problem, ...]
    unusual: tuple[Problem, ...]

    def raise_if_wrong(self) -> None:
        """Raise :class:`CampaignError` with every row that does not add up."""
        if self.wrong:
            raise CampaignError(self.wrong)


def reconcile(rows: Sequence[Numbers], total: Numbers, labels: Mapping[str, str], source: str = "") -> Reconciled:
    """Check the rows of a table and their total; ``labels`` are the Chinese names of the columns."""
    wrong, unusual = Problems(), Problems()
    for name in total.values:
        _adds_up(name, rows, total, labels, wrong)
    for row in (*rows, total):
        for limit, what, hint in _exceeded(row, labels):
            (wrong if limit.wrong else unusual).add(what, hint=hint)
    told = [Problem(f"{source}：{one.what}" if source else one.what, hint=one.hint) for one in wrong]
    return Reconciled(tuple(told), tuple(unusual))


def _adds_up(name: str, rows: Sequence[Numbers], total: Numbers, labels: Mapping[str, str], problems: Problems) -> None:
    label = labels.get(name, name)
    unknown = [row.label for row in (*rows, total) if row.values.get(name) is None]
    if unknown:
        problems.add(f"{label}没有填写：{'、'.join(unknown)}", hint="没有的填0")
        return
    whole, added = total.values[name] or 0, sum(row.values[name] or 0 for row in rows)
    if whole != added:
        problems.add(f"“{total.label}”行的{label}是{whole}，各行之和是{added}", hint=f"相差{abs(whole - added)}")


def _exceeded(row: Numbers, labels: Mapping[str, str]) -> Iterator[tuple[Limit, str, str]]:
    for limit in LIMITS:
        part, whole = row.values.get(limit.part), row.values.get(limit.whole)
        if part is not None and whole is not None and part > whole:
            names = labels.get(limit.part, limit.part), labels.get(limit.whole, limit.whole)
            yield limit, f"“{row.label}”行的{names[0]}{part}多于{names[1]}{whole}", limit.why
    for name, parts in SUMS.items():
        known = [row.values.get(part) for part in parts]
        whole, added = row.values.get(name), sum(value or 0 for value in known)
        if whole is not None and None not in known and whole != added:
            words = "、".join(labels.get(part, part) for part in parts)
            yield Limit(name, name), f"“{row.label}”行的{labels.get(name, name)}{whole}不等于{words}之和{added}", ""
    for name, value in row.values.items():
        if value is not None and value < 0:
            yield Limit(name, name), f"“{row.label}”行的{labels.get(name, name)}{value}是负数", ""
