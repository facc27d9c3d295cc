"""Measures that go beyond the law: too long, on the wrong things, or on a basis that the day's law no longer gives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ...errors import Place, Problem
from ...facts import Facts
from ...language.chinese import day
from ...language.functions import months_after
from ...penalty.limit import MEASURES_2026, NEW_MEASURES_UNREAD, REVIEW_LAW_2023
from ...penalty.periods import preservation_period, seizure_period
from ..kinds import DocumentKind
from .models import Context

MINISTRY = "应急管理部"


def beyond_the_law(kind: DocumentKind, context: Context, issued: date, facts: Facts) -> Iterator[Problem]:
    """What a measure may not be, and whom a document may not name for review."""
    check = _Check(kind, context, issued, facts)
    yield from check.period()
    match kind.id:
        case "seizure":
            yield from check.seizure()
        case "evidence-preservation":
            yield from check.preservation()
        case "on-site-measures":
            yield from check.construction()
    if any(need.endswith("review_authority") for need in kind.needs):
        yield from check.review_authority()


def unusual(kind: DocumentKind, context: Context, issued: date) -> Iterator[str]:
    """What a person should look at, though the law does not forbid it."""
    until = context.details.until
    if kind.id == "on-site-measures" and until is not None and until > months_after(issued, 6):
        yield "现场处理措施的期限一般不超过六个月（安全生产违法行为行政处罚办法(2015)第十四条第三款）"


class _Check:
    """One document's measure against the law of its day."""

    def __init__(self, kind: DocumentKind, context: Context, issued: date, facts: Facts) -> None:
        self.kind = kind
        self.details = context.details
        self.office = context.office
        self.issued = issued
        self.source = facts.source

    def period(self) -> Iterator[Problem]:
        """No period ends before the document that sets it."""
        until = self.details.until
        if until is not None and until < self.issued:
            yield self._problem(f"期限的最后一日{day(until)}早于文书日期{day(self.issued)}", "until")

    def seizure(self) -> Iterator[Problem]:
        """At most thirty days, the first counted: 行政强制法(2011)第二十五条第一款. Premises can be sealed, not taken away:
        安全生产法(2021)第六十五条第一款第（四）项, before it 安全生产法(2014)第六十二条."""
        longest, until = seizure_period(self.issued), self.details.until
        if until is not None and until >= self.issued + timedelta(days=longest.value.count):
            why = f"查封、扣押的期限不得超过{longest.value}（{'、'.join(longest.basis)}）"
            yield self._problem(why, "until", "首日计算在内；延长的，另行决定")
        if not self.details.breaches:
            yield self._problem("没有写明因哪些违法行为查封、扣押", "breaches")
        for number, goods in enumerate(self.details.goods):
            if goods.kind is None:
                yield self._problem(f"没有写明{goods.name}属于哪一类", f"goods.{number}.kind")
            elif goods.kind == "premises" and self.details.action != "查封":
                yield self._problem(f"{goods.name}是作业场所，只能查封", f"goods.{number}.kind")

    def preservation(self) -> Iterator[Problem]:
        """Decided within seven days: 行政处罚法(2021)第五十六条, before it 安全生产违法行为行政处罚办法(2015)第二十七条."""
        limit, until = preservation_period(self.issued), self.details.until
        if limit.value is not None and until is not None and until > limit.value.after(self.issued):
            why = f"先行登记保存的证据应当在{limit.value}内处理（{'、'.join(limit.basis)}）"
            yield self._problem(why, "until")

    def construction(self) -> Iterator[Problem]:
        """To stop building: 安全生产违法行为行政处罚办法(2015)第十四条第一款第（二）项 alone."""
        if "suspend_construction" in self.details.measures and self.issued >= MEASURES_2026:
            why = f"责令暂时停止建设、停止施工的依据没有收录：{NEW_MEASURES_UNREAD}"
            yield self._problem(why, "measures")

    def review_authority(self) -> Iterator[Problem]:
        """The government of the same level, but for what a ministry decides: 行政复议法(2023)第二十四条第一款第（一）项、第二十五条."""
        named = self.office.review_authority
        ours = self.office.name.startswith(MINISTRY)
        if named and self.issued >= REVIEW_LAW_2023 and not ours and not named.endswith("人民政府"):
            why = f"行政复议机关应当是本级人民政府（行政复议法(2023)第二十四条第一款第（一）项），写的是{named}"
            yield Problem(
                why, Place(self.source, path="office.review_authority"), "派出机构的，写派出它的部门的本级人民政府"
            )

    def _problem(self, what: str, field: str, hint: str = "") -> Problem:
        return Problem(what, Place(self.source, path=f"inspection.documents.{self.kind.id}.{field}"), hint)
