"""The result of an inspection: for every item a verdict, and on demand why, on what basis, and what is still missing.

Verdicts are computed at once by the compiled evaluator; the rest is worked out for the items that are looked at.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from ..facts import Evidence, Facts
from ..language import Expression, Truth, Value, facts_of, show
from ..language.expression import FALSE
from ..language.kleene import truth_of
from ..manual import Basis, Breach, Item, Remedy, Rulebook
from ..manual.rulebook import ProvisionAt
from ..manual.statement import fill, named_in
from .compiled import CompiledRulebook
from .completions import completions
from .conditions import ItemConditions, Verdict, conditions_on, judge
from .explain import Trace

BLANK = "＿＿"
"""What stands in a statement for a fact that is not recorded."""


class _Blank:
    """An unrecorded fact in a statement: printed as a visible blank, also where the statement computes with it."""

    def __str__(self) -> str:
        return BLANK

    def __add__(self, other: object) -> _Blank:
        return self

    __radd__ = __sub__ = __rsub__ = __add__


@dataclass(frozen=True)
class BasisInForce:
    """A basis whose edition is in force on the day: ``applies`` is the truth of its own condition, None when unknown."""

    basis: Basis
    provision: ProvisionAt
    applies: Truth

    @property
    def citation(self) -> str:
        """The citation with the edition's year."""
        return self.basis.cite


class BreachVerdict:
    """One breach of an item on the facts: its verdict, its words, its bases, and the trace of its condition."""

    def __init__(self, item: ItemVerdict, name: str, breach: Breach) -> None:
        self._item = item
        self._facts: Facts = item.inspection.facts
        self.item: Item = item.item
        self.name = name
        self.breach = breach

    @property
    def condition(self) -> Expression:
        """When the act is committed."""
        return self._item.inspection.book.condition(self.breach.violated)

    @property
    def truth(self) -> Truth:
        """Whether the act is committed, whatever the item's applicability."""
        return truth_of(self.condition, self._facts.values, self._item.inspection.on)

    @cached_property
    def verdict(self) -> Verdict:
        """The breach's verdict."""
        return judge(self._item.applies, self.truth)

    @cached_property
    def trace(self) -> Trace:
        """Why: the condition part by part with the facts found."""
        inspection = self._item.inspection
        return inspection.compiled.reading(self.breach.violated).trace(self._facts.values, inspection.on)

    @cached_property
    def statement(self) -> str:
        """The sentence for the record, with a visible blank for each fact that is not recorded."""
        return fill(
            self.breach.statement, {name: self._printed(name) for name in named_in(self.breach.statement).facts}
        )

    @property
    def blanks(self) -> tuple[str, ...]:
        """The facts that the statement names and that are not recorded."""
        return tuple(name for name in named_in(self.breach.statement).facts if name not in self._facts.values)

    def _printed(self, name: str) -> Any:
        value: Value | None = self._facts.values.get(name)
        if value is None:
            return _Blank()
        numeric = isinstance(value, int) and not isinstance(value, bool)
        return value if numeric else show(value, self._item.inspection.book.types[name].values)

    @property
    def remedy(self) -> Remedy:
        """What must be done and in how many days."""
        return self.breach.remedy

    @property
    def transfer(self) -> str | None:
        """The authority that is competent instead of the inspecting one."""
        return self.breach.transfer

    @cached_property
    def duties(self) -> tuple[BasisInForce, ...]:
        """The provisions in force on the day that impose the duty, those that do not apply to this enterprise left out."""
        return self._in_force(self.breach.duties)

    @cached_property
    def penalties(self) -> tuple[BasisInForce, ...]:
        """The provisions in force on the day that punish the breach. Candidates: choosing one is the work of ``penalty``."""
        return self._in_force(self.breach.penalties)

    @cached_property
    def criteria(self) -> tuple[BasisInForce, ...]:
        """The criteria in force by which this breach, when committed, is a major hazard (重大事故隐患)."""
        return self._in_force(self.breach.major)

    @property
    def major(self) -> Truth:
        """Whether the breach is committed and is a major hazard; None when that is open."""
        if self.verdict in ("compliant", "not_applicable"):
            return False
        if not self.criteria:
            return False
        certain = any(criterion.applies for criterion in self.criteria)
        return True if certain and self.verdict == "violation" else None

    @property
    def facts_used(self) -> tuple[str, ...]:
        """The facts that its condition uses, in order."""
        return tuple(facts_of(self.condition))

    def recorded(self, name: str) -> Evidence | None:
        """The evidence for a fact, if any was recorded."""
        return self._facts.evidence.get(name)

    def _in_force(self, bases: tuple[Basis, ...]) -> tuple[BasisInForce, ...]:
        inspection = self._item.inspection
        found = []
        for basis, provision in inspection.book.in_force(bases, inspection.on):
            condition = inspection.book.condition(basis.when or "true")
            applies = truth_of(condition, self._facts.values, inspection.on)
            if applies is not False:
                found.append(BasisInForce(basis, provision, applies))
        return tuple(found)

    def as_dict(self) -> dict[str, Any]:
        """The breach as plain data for JSON. Bases whose own condition is unknown are listed under ``uncertain``."""
        violated = self.verdict == "violation"
        return {
            "name": self.name,
            "verdict": self.verdict,
            "statement": self.statement if violated else None,
            "major": self.major,
            "criteria": [c.citation for c in self.criteria if c.applies],
            "duties": [duty.citation for duty in self.duties if duty.applies],
            "penalties": [penalty.citation for penalty in self.penalties if penalty.applies],
            "uncertain": [b.citation for b in (*self.duties, *self.penalties, *self.criteria) if b.applies is None],
            "unverified": [
                b.citation for b in (*self.duties, *self.penalties, *self.criteria) if not b.provision.verified
            ],
            "remedy": {"text": self.remedy.text, "days": self.remedy.days} if violated else None,
            "transfer": self.transfer,
            "measure": self.breach.measure,
            "trace": self.trace.as_dict(),
        }


class ItemVerdict:
    """One item on the facts of the inspection."""

    def __init__(self, inspection: Inspection, item: Item, verdict: Verdict) -> None:
        self.inspection = inspection
        self.item = item
        self.verdict = verdict

    @cached_property
    def conditions(self) -> ItemConditions:
        """The item's conditions on the day."""
        return conditions_on(self.inspection.book, self.item, self.inspection.on)

    @cached_property
    def applies(self) -> Truth:
        """Whether the item applies."""
        applies = self.inspection.book.condition(self.item.applies) if self.item.covers(self.inspection.on) else FALSE
        return truth_of(applies, self.inspection.facts.values, self.inspection.on)

    @cached_property
    def breaches(self) -> tuple[BreachVerdict, ...]:
        """The breaches that exist in law on the day, each with its verdict."""
        on = self.inspection.on
        return tuple(BreachVerdict(self, name, breach) for name, breach in self.item.breaches_on(on).items())

    @cached_property
    def violations(self) -> tuple[BreachVerdict, ...]:
        """The breaches that are committed."""
        return tuple(breach for breach in self.breaches if breach.verdict == "violation")

    @property
    def major(self) -> Truth:
        """Whether a major hazard is found; None when it is open."""
        majors = [breach.major for breach in self.breaches]
        return True if True in majors else None if None in majors else False

    @cached_property
    def needed(self) -> tuple[str, ...]:
        """For an undetermined item, the facts that matter, in the order to ask for them; nothing otherwise."""
        if self.verdict != "undetermined":
            return ()
        return completions(self.conditions, self.inspection.facts.values, self.inspection.on).needed

    def as_dict(self) -> dict[str, Any]:
        """The verdict as plain data for JSON."""
        return {
            "item": self.item.id,
            "title": self.item.title,
            "verdict": self.verdict,
            "major": self.major,
            "needed": list(self.needed),
            "breaches": [breach.as_dict() for breach in self.breaches],
        }


class Inspection:
    """All items of a manual judged on the facts of one enterprise on one day. A proposal: a person decides."""

    def __init__(self, compiled: CompiledRulebook, facts: Facts, on: date) -> None:
        self.book: Rulebook = compiled.book
        self.facts = facts
        self.on = on
        self.compiled = compiled

    @cached_property
    def _verdicts(self) -> dict[str, Verdict]:
        return self.compiled.verdicts(self.facts.values, self.on)

    @cached_property
    def verdicts(self) -> tuple[ItemVerdict, ...]:
        """The verdict of every item, in the order of the manual."""
        return tuple(ItemVerdict(self, self.book.items[item], verdict) for item, verdict in self._verdicts.items())

    def __getitem__(self, item: str) -> ItemVerdict:
        return self._by_id[item]

    @cached_property
    def _by_id(self) -> dict[str, ItemVerdict]:
        return {verdict.item.id: verdict for verdict in self.verdicts}

    def look_at(self, item: Item) -> ItemVerdict:
        """One item alone, judged by the definition instead of by the code generated for the whole manual."""
        conditions = conditions_on(self.book, item, self.on)
        applies, violated = (
            truth_of(condition, self.facts.values, self.on) for condition in (conditions.applies, conditions.violated)
        )
        return ItemVerdict(self, item, judge(applies, violated))

    def having(self, verdict: Verdict) -> tuple[ItemVerdict, ...]:
        """The items with a verdict."""
        return tuple(found for found in self.verdicts if found.verdict == verdict)

    @property
    def violations(self) -> tuple[BreachVerdict, ...]:
        """Every breach that is committed, in the order of the manual."""
        return tuple(breach for item in self.having("violation") for breach in item.violations)

    @property
    def unused(self) -> tuple[str, ...]:
        """Facts that were recorded although every item that asks for them does not apply: perhaps another fact is wrong."""
        return tuple(
            name
            for name in self.facts.values
            if all(self._verdicts[item] == "not_applicable" for item in self.compiled.items_of[name])
        )

    @property
    def counts(self) -> dict[str, int]:
        """How many items have each verdict, and how many violations are major hazards."""
        counted = Counter(self._verdicts.values())
        counts: dict[str, int] = {
            verdict: counted[verdict] for verdict in ("violation", "undetermined", "compliant", "not_applicable")
        }
        counts["major"] = sum(found.major is True for found in self.having("violation"))
        return counts

    def as_dict(self) -> dict[str, Any]:
        """The inspection as plain data: the stable shape of ``enforce-rules inspect --json``."""
        verdicts = [verdict.as_dict() for verdict in self.verdicts]
        asked = dict.fromkeys(name for verdict in verdicts for name in verdict["needed"])
        return {
            "enterprise": self.facts.enterprise.name,
            "on": self.on.isoformat(),
            "manual": self.book.info.id,
            "digest": self.book.digest,
            "statement": self.book.info.statement,
            "law_caveat": self.book.info.caveat(self.on),
            "law_checked_until": checked.isoformat() if (checked := self.book.info.law_checked_until) else None,
            "verdicts": verdicts,
            "questions": {
                name: {"ask": self.book.facts[name].ask, "method": self.book.facts[name].method} for name in asked
            },
            "unused": list(self.unused),
            "counts": self.counts,
        }
