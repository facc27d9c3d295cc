"""``discretion/*.yaml``: a scheme of discretion (裁量基准): tiers with their conditions, and the part of the band each covers."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from .item import BasisEntry
from .model import Day, Model, Name, Text
from .statute import Party, Stage

Band = tuple[int, int]
"""A fine in whole yuan, from and to, both included."""


def _between_none_and_all(written: str) -> str:
    if not 0 <= Fraction(written) <= 1:
        raise ValueError("应为0到1之间的分数")
    return written


Part = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{1,3}(/[1-9][0-9]{0,2})?$"), AfterValidator(_between_none_and_all)
]
"""An exact part of a whole, written 0, 1/2, 3/10, 1."""


class Tier(Model):
    """One tier (阶次): when it holds, and its part of the band, measured in one of three ways, or the whole band by none.

    ``when`` is a condition on facts, terms and circumstances; ``lighter`` and ``heavier`` say that some circumstance with that
    effect holds.
    """

    name: Text
    when: Text
    share: tuple[Part, Part] | None = Field(default=None, description="幅度的几分之几到几分之几，从下限算起")
    of_cap: tuple[Part, Part] | None = Field(default=None, description="上限的几分之几到几分之几")
    amounts: tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(gt=0)]] | None = Field(
        default=None, description="金额，元，两端都含"
    )
    bases: tuple[BasisEntry, ...] = ()
    note: Text | None = None

    @property
    def whole(self) -> bool:
        """Whether it leaves the whole band, because no rule says more."""
        return self.share is None and self.of_cap is None and self.amounts is None

    def limits(self, band: Band) -> tuple[Fraction, Fraction]:
        """The exact ends of its part of a band, before they are rounded to whole yuan."""
        low, high = band
        if self.amounts is not None:
            first, last = map(Fraction, self.amounts)
        elif self.of_cap is not None:
            first, last = (Fraction(part) * high for part in self.of_cap)
        elif self.share is not None:
            first, last = (low + Fraction(part) * (high - low) for part in self.share)
        else:
            return Fraction(low), Fraction(high)
        return min(max(first, Fraction(low)), Fraction(high)), max(min(last, Fraction(high)), Fraction(low))

    def within(self, band: Band) -> Band:
        """Its part of a band in whole yuan, never outside it."""
        first, last = self.limits(band)
        low, high = ceil(first), floor(last)
        return (low, high) if low <= high else (floor(first), floor(first))


class Scheme(Model):
    """A scheme: from when until when it is used, for which provisions, and its tiers from light to heavy."""

    id: Name
    title: Text
    in_force_from: Day
    in_force_until: Day | None = None
    source: Text = Field(description="依据什么文件；没有核对原文的写明")
    verified: bool
    provisions: tuple[Text, ...] = Field(default=(), description="只用于这些条款；不写则用于全部")
    party: Party | None = Field(default=None, description="只用于这种当事人")
    stage: Stage | None = Field(default=None, description="只用于这个阶段")
    tiers: tuple[Tier, ...] = Field(min_length=1)
    note: Text | None = None

    def in_force(self, on: date) -> bool:
        """Whether it is used on a day."""
        return self.in_force_from <= on and (self.in_force_until is None or on <= self.in_force_until)

    def fits(self, provision: str, party: str, stage: str) -> bool:
        """Whether it is made for a provision, a party and a stage."""
        return (
            (not self.provisions or provision in self.provisions)
            and self.party in (None, party)
            and self.stage in (None, stage)
        )

    @property
    def narrowness(self) -> int:
        """How narrowly it says what it is for; of two schemes that fit, the narrower is used."""
        return 4 * bool(self.provisions) + 2 * (self.party is not None) + (self.stage is not None)
