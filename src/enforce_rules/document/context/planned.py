"""What a plan (现场检查方案) says of an inspection to come: the items, what is known of the enterprise, what to find out first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ...errors import Place, Problems, did_you_mean
from ...evaluate import Inspection, ItemVerdict
from ...evaluate.completions import completions_of
from ...facts import DocumentDetails, Evidence, Meeting
from ...language import show
from ...language.expression import TRUE
from ...manual import Fact
from .models import AskedFact, Item, KnownFact

PLAN = "inspection-plan"
"""The kind of document that is a plan."""


class Planned:
    """The parts of one plan; what they name and is not there goes to ``problems``."""

    def __init__(self, inspection: Inspection, details: DocumentDetails, problems: Problems) -> None:
        self.inspection = inspection
        self.book = inspection.book
        self.facts = inspection.facts
        self.details = details
        self.problems = problems
        for name, meeting in (("opening", details.opening), ("closing", details.closing)):
            self._settled(name, meeting)

    def items(self) -> list[Item]:
        """The items to inspect: those named, else all that apply or may apply."""
        named = self.details.items or tuple(
            verdict.item.id for verdict in self.inspection.verdicts if verdict.verdict != "not_applicable"
        )
        return [self._item(self.inspection[id]) for id in self._there("items", "检查事项", named, self.book.items)]

    def _item(self, verdict: ItemVerdict) -> Item:
        item, missing = verdict.item, undecided(verdict)
        return Item(
            item.id,
            item.title,
            item.content,
            "、".join(way for method in item.methods for way in method),
            verdict.applies is True,
            [_to_find_out(self.book.facts[name]) for name in missing],
            " ".join(missing),
        )

    def known(self) -> list[KnownFact]:
        """The facts that the details name as known, as they are printed."""
        known = self._there("known", "事实", self.details.known, self.book.facts)
        recorded = self._there("known", "已记录的事实", known, self.facts.values)
        return [self._known(name) for name in recorded]

    def _known(self, name: str) -> KnownFact:
        fact, value = self.book.facts[name], self.facts.values[name]
        printed = show(value, self.book.types[name].values) + (fact.unit or "")
        return KnownFact(name, fact.label, printed, _established(self.facts.evidence.get(name)))

    def asked(self) -> list[AskedFact]:
        """The facts that the details name as to be found out first, with what they decide."""
        names = self._there("ask", "事实", self.details.ask, self.book.facts)
        needs = needs_of(self.inspection) if names else {}
        return [
            AskedFact(name, self.book.facts[name].ask, self.book.facts[name].method, *needs.get(name, (0, 0)))
            for name in names
        ]

    def _settled(self, name: str, meeting: Meeting | None) -> None:
        words = {"opening": "首次会议", "closing": "末次会议"}[name]
        for part, told in (("time", "时间"), ("place", "地点")):
            if meeting is not None and getattr(meeting, part) is None:
                self.problems.add(f"缺少{words}的{told}", self._place(f"{name}.{part}"))

    def _there(self, field: str, what: str, names: Iterable[str], known: Mapping[str, object]) -> list[str]:
        """Those of the names that there are; the others are problems."""
        found = []
        for name in names:
            if name in known:
                found.append(name)
            else:
                self.problems.add(f"没有 {name} 这个{what}", self._place(field), did_you_mean(name, known))
        return found

    def _place(self, path: str) -> Place:
        return Place(self.facts.source, path=f"inspection.documents.{PLAN}.{path}")


def undecided(verdict: ItemVerdict) -> tuple[str, ...]:
    """The missing facts that decide whether an item applies at all; none where that is known."""
    if verdict.applies is not None:
        return ()
    inspection = verdict.inspection
    return completions_of(verdict.conditions.applies, TRUE, inspection.facts.values, inspection.on).needed


def needs_of(inspection: Inspection) -> dict[str, tuple[int, int]]:
    """For each missing fact that matters, to how many open items, and how many of those it settles alone; that of the most first."""
    items: dict[str, int] = {}
    settles: dict[str, int] = {}
    for verdict in inspection.having("undetermined"):
        for name in verdict.needed:
            items[name] = items.get(name, 0) + 1
            settles[name] = settles.get(name, 0) + (len(verdict.needed) == 1)
    order = {name: number for number, name in enumerate(inspection.book.facts)}
    ranked = sorted(items, key=lambda name: (-items[name], -settles[name], order[name]))
    return {name: (items[name], settles[name]) for name in ranked}


def _to_find_out(fact: Fact) -> str:
    """A fact as something to find out: 是否存在有限空间作业, 从业人员."""
    return f"是否{fact.label}" if fact.type == "bool" else fact.label


def _established(evidence: Evidence | None) -> str:
    if evidence is None:
        return ""
    parts = (("部位", evidence.place), ("方式", evidence.method), ("证据", evidence.record), ("说明", evidence.note))
    return "；".join(f"{label}：{told}" for label, told in parts if told)
