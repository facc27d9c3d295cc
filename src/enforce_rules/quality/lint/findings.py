"""What lint looks for, and what it found: the one list of checks, and a finding with its place and its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from ...errors import Place, Problem

Severity = Literal["error", "notice"]


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of finding. An error must be mended; a notice is what a reader of the manual should know."""

    id: str
    severity: Severity
    title: str


CHECKS: dict[str, Check] = {
    check.id: check
    for check in (
        Check("rules-invalid", "error", "规则文件不能用"),
        Check("duplicate-id", "error", "编号或者名称重复"),
        Check("duplicate-title", "error", "不同的内容用了同样的文字"),
        Check("unfilled", "error", "还有没填写的内容"),
        Check("citation-unknown", "error", "引用的法条没有收录"),
        Check("citation-misfit", "error", "引用与法条的款、项不符"),
        Check("citation-not-in-force", "error", "引用的版本在有关期间没有施行"),
        Check("citation-repeated", "error", "同一法条重复引用"),
        Check("basis-of-wrong-kind", "error", "法条的种类不能作这种依据"),
        Check("penalty-without-sanction", "error", "处罚依据没有处罚内容"),
        Check("breach-without-law", "error", "违法行为没有法律依据，也没有说明"),
        Check("breach-never-in-force", "error", "违法行为在任何一天都不存在"),
        Check("threshold-without-source", "error", "条件里的数或者日期没有出处"),
        Check("statement-fact-unused", "error", "陈述写到条件没有用到的事实"),
        Check("statement-fails", "error", "违法成立时陈述印不完整"),
        Check("remedy-without-days", "error", "整改没有写期限"),
        Check("fact-unobservable", "error", "事实没有写怎样问、怎样观察"),
        Check("fact-unused", "error", "没有条件用到的事实"),
        Check("term-unused", "error", "没有事项用到的术语"),
        Check("list-unused", "error", "没有事实用到的选项表"),
        Check("baseline-missing", "error", "事项没有 baseline 或者没有场景"),
        Check("unverified-provision", "notice", "引用的法条没有核到原文"),
        Check("unverified-threshold", "notice", "事实所依据的标准没有核到原文"),
    )
}
"""Every check by its id. Each has a page, docs/lint/<id>.md."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: the check's ``id`` and ``severity``, the ``place``, ``what`` in plain words, and in ``hint`` the mend."""

    id: str
    severity: Severity
    place: Place
    what: str
    hint: str = ""

    @property
    def page(self) -> str:
        """The page that explains the check."""
        return f"docs/lint/{self.id}.md"

    def __str__(self) -> str:
        hint = f"（{self.hint}）" if self.hint else ""
        return f"{self.place}: {self.id} {self.what}{hint}"

    def as_dict(self) -> dict[str, Any]:
        """The finding as plain data for JSON."""
        return {
            "id": self.id,
            "severity": self.severity,
            "file": self.place.file,
            "line": self.place.line,
            "column": self.place.column,
            "path": self.place.path,
            "what": self.what,
            "hint": self.hint,
            "page": self.page,
        }


def finding(id: str, what: str, place: Place, hint: str = "") -> Finding:
    """What the check ``id`` found, with the severity of the check."""
    return Finding(id, CHECKS[id].severity, place, what, hint)


def from_problem(problem: Problem) -> Finding:
    """What the loader found; a problem without a page of its own is ``rules-invalid``."""
    id = problem.id if problem.id in CHECKS else "rules-invalid"
    return finding(id, problem.what, problem.place, problem.hint)


def in_order(found: list[Finding]) -> list[Finding]:
    """By file, line and column."""
    return sorted(found, key=lambda one: (one.place.file, one.place.line or 0, one.place.column or 0, one.id, one.what))
