"""What follows the visits of a simulated phase: rectification and its reviews, cases, fines, and the steps of the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from ..campaign import Phase
from ..records.kinds import (
    Closing,
    Filing,
    Finding,
    Fine,
    Notice,
    Occasion,
    Outcome,
    Record,
    RectificationPlan,
    Review,
    Suggestion,
    Supervision,
)
from .chance import chosen, day_between, split, uneven
from .totals import PhaseTotals
from .visits import Unit

OWN = 25
"""One case in so many the local authority files on its own."""


class Aftermath:
    """Draws what follows so that it adds up to the totals on their day; what comes later does not touch them."""

    def __init__(self, chance: Random, units: list[Unit], totals: PhaseTotals, last: Phase | None) -> None:
        self.chance = chance
        self.units = units
        self.totals = totals
        self.last = last  # stage three, where it is not the phase itself

    def records(self) -> Iterator[Record]:
        """All of it, in no order."""
        grave = [(unit, unit.major) for unit in self.units if unit.major is not None]
        plain = [(unit, finding) for unit in self.units for finding in unit.findings if not finding.major]
        mended = set(chosen(self.chance, [finding.key for _, finding in grave], self.totals.major_rectified))
        others = self.totals.rectified - self.totals.major_rectified
        mended |= set(chosen(self.chance, [finding.key for _, finding in plain], others))
        reviewed: dict[str, Review] = {}
        for unit, finding in (*grave, *plain):
            for review in self._reviews(unit, finding, finding.key in mended):
                reviewed[finding.key] = review
                yield review
        for unit, finding in grave:
            yield from self._rectification(unit, finding, reviewed.get(finding.key))
        yield from self._notices([finding for _, finding in grave if finding.key not in mended])
        yield from self._cases()

    def _reviews(self, unit: Unit, finding: Finding, mended: bool) -> Iterator[Review]:
        """Of what is not rectified by the day of the totals a part was looked at in vain; of the rest a few were twice."""
        day = day_between(self.chance, finding.date, self.totals.as_of)
        if mended:
            if day > finding.date and self.chance.random() < 0.04:
                yield self._review(unit, finding, finding.date, "partly")
            yield self._review(unit, finding, day, "rectified")
        elif self.chance.random() < 0.25:
            yield self._review(unit, finding, day, self.chance.choice(("partly", "not_rectified")))

    def _review(
        self, unit: Unit, finding: Finding, day: date, outcome: Outcome, occasion: Occasion | None = None
    ) -> Review:
        there = occasion or ("group" if day == finding.date else "local")
        by = f"{unit.group.inspects}应急管理局" if there == "local" else unit.group.name
        return Review(
            key=f"{finding.key}/R/{day}", finding=finding.key, date=day, outcome=outcome, by=by, occasion=there
        )

    def _rectification(self, unit: Unit, finding: Finding, review: Review | None) -> Iterator[Record]:
        planned = min(finding.date + timedelta(days=self.chance.randrange(3)), self.totals.as_of)
        yield RectificationPlan(
            key=f"{finding.key}/P/{planned}",
            finding=finding.key,
            date=planned,
            content=f"排除：{finding.description}",
            deadline=planned + timedelta(days=self.chance.choice((7, 10, 15, 30))),
            responsible=f"{unit.visit.key}主要负责人",
            measures="整改期间停止使用相关设施、设备",
            filed=True,
        )
        yield Supervision(
            key=f"{finding.key}/V/{planned}",
            finding=finding.key,
            date=planned,
            department=f"{unit.group.inspects}应急管理局",
            person=f"{unit.group.inspects}督办人",
            listed=True,
        )
        if review is not None and review.outcome == "rectified" and self.chance.random() < 0.6:
            yield self._closing(unit, finding, review)
        if self.last is not None:
            yield from self._stage_three(unit, finding, review)

    def _stage_three(self, unit: Unit, finding: Finding, before: Review | None) -> Iterator[Record]:
        """Each major hazard is looked at once more in stage three; some rectified by then, a few not any more."""
        assert self.last is not None
        day = day_between(self.chance, self.last.since + timedelta(days=1), self.last.until)
        mended = before is not None and before.outcome == "rectified"
        holds = self.chance.random() < (0.97 if mended else 0.6)
        review = self._review(unit, finding, day, "rectified" if holds else "not_rectified", "stage_three")
        yield review
        if holds and not mended:
            yield self._closing(unit, finding, review)

    def _closing(self, unit: Unit, finding: Finding, review: Review) -> Closing:
        key, by = f"{finding.key}/C/{review.date}", f"{unit.group.inspects}应急管理局"
        return Closing(key=key, finding=finding.key, review=review.key, date=review.date, by=by)

    def _notices(self, unmended: list[Finding]) -> Iterator[Notice]:
        """Those not rectified on the day of the totals are made public on the next."""
        day = self.totals.as_of + timedelta(days=1)
        for finding in unmended[: self.totals.major_notices]:
            yield Notice(key=f"{finding.key}/N/{day}", finding=finding.key, date=day, medium="模拟日报")

    def _cases(self) -> Iterator[Record]:
        """Cases are suggested where there are acts with a penalty in law, and filed by the authority of the place."""
        penal = [unit for unit in self.units if acts_of(unit)]
        others = [unit for unit in self.units if not acts_of(unit)]
        asked = (self.chance.sample(penal, len(penal)) + others)[: self.totals.suggested]
        for unit in asked:
            yield self._suggestion(unit)
        rest = [unit for unit in self.units if unit not in set(asked)]
        own = min(max(self.totals.filed // OWN, self.totals.filed - len(asked)), len(rest))
        filed = set(chosen(self.chance, asked, self.totals.filed - own))
        alone = chosen(self.chance, rest, own)
        amounts = split(
            self.totals.fines // 1000, uneven(self.chance, self.totals.filed, 1.5), 1 if self.totals.fines else 0
        )
        for unit, amount in zip([unit for unit in self.units if unit in filed] + alone, amounts, strict=True):
            yield from self._case(unit, unit in filed, 1000 * amount)

    def _suggestion(self, unit: Unit) -> Suggestion:
        return Suggestion(
            key=f"{unit.visit.key}/S",
            visit=unit.visit.key,
            date=unit.visit.date,
            acts=acts_of(unit),
            statement=unit.findings[0].description if unit.findings else "另案查处",
            authority=f"{unit.group.inspects}应急管理局",
        )

    def _case(self, unit: Unit, suggested: bool, amount: int) -> Iterator[Record]:
        """Amounts are drawn to add up, not by law: this is a simulation of records, not of penalties."""
        filed = day_between(self.chance, unit.visit.date, self.totals.as_of)
        filing = Filing(
            key=f"{unit.visit.key}/L",
            visit=unit.visit.key,
            suggestion=f"{unit.visit.key}/S" if suggested else None,
            date=filed,
            authority=f"{unit.group.inspects}应急管理局",
            number=f"（模拟）应急立〔2020〕{unit.visit.key}号",
        )
        yield filing
        if not amount:
            return
        told = day_between(self.chance, filed, self.totals.as_of)
        decided = self.chance.random() < 0.45
        yield self._fine(filing, "proposed", told, amount + (1000 if decided and self.chance.random() < 0.2 else 0))
        if decided:
            yield self._fine(filing, "decided", day_between(self.chance, told, self.totals.as_of), amount)

    def _fine(self, filing: Filing, stage: str, day: date, amount: int) -> Fine:
        return Fine(
            key=f"{filing.key}/{stage}",
            filing=filing.key,
            stage="decided" if stage == "decided" else "proposed",
            date=day,
            amount=amount,
        )


def acts_of(unit: Unit) -> tuple[str, ...]:
    """The breaches of a unit that some provision in force punishes and that are no other authority's, at most three."""
    acts = [
        f"{breach.item.id}.{breach.name}"
        for breach in unit.inspection.violations
        if not breach.transfer and any(basis.applies for basis in breach.penalties)
    ]
    return tuple(acts[:3])
