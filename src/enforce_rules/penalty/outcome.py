"""What one provision does to one party at the stage an act has reached: the band of the fine, and whatever stands beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..manual.discretion import Band
from ..manual.statute import Party, Sanction, Stage
from .kinds import Kind, kind_of

EARLIER: dict[Stage, tuple[Stage, ...]] = {
    "found": ("found",),
    "overdue": ("overdue", "found"),
    "refused": ("refused", "overdue", "found"),
}
"""For the stage of an act, the stages of a provision that may be used, the nearest first."""


ILLEGAL_INCOME = "没收违法所得"


@dataclass(frozen=True)
class Income:
    """The sums that some fines are measured by, in whole yuan; None is not known."""

    illegal: int | None = None
    annual: int | None = None


@dataclass(frozen=True)
class Outcome:
    """A sanction as it stands for one case. ``band`` is in whole yuan, both ends included; without one there is no fine.

    ``stage`` is the stage at which the provision says so. ``mandatory`` is false for 可以. ``open`` names what must be known
    before the band can be worked out. ``alternative`` is 单处或者并处.
    """

    stage: Stage
    band: Band | None
    mandatory: bool
    other: tuple[str, ...] = ()
    alternative: bool = False
    open: tuple[str, ...] = ()

    @property
    def fines(self) -> bool:
        """Whether there is a fine, be its band known or not."""
        return self.band is not None or bool(self.open)

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds of penalties in it; an order to mend is none."""
        kinds = {kind_of(words) or Kind.ORDER for words in self.other} | ({Kind.FINE} if self.fines else set())
        return frozenset(kind for kind in kinds if kind.penalty)


def outcome(sanctions: Iterable[Sanction], party: Party, stage: Stage, serious: bool, income: Income) -> Outcome | None:
    """What these sanctions of one provision do to a party whose act has reached a stage; None when they say nothing of it."""
    own = [_without_income(sanction, income) for sanction in sanctions if sanction.party == party]
    at = next((stage for stage in EARLIER[stage] if any(sanction.stage == stage for sanction in own)), None)
    grave = _together([sanction for sanction in own if serious and sanction.stage == "serious"], income)
    plain = _together([sanction for sanction in own if sanction.stage == at], income) if at else None
    if grave is None or plain is None:
        return grave or plain
    kept = grave if grave.fines else plain
    other = tuple(dict.fromkeys([*plain.other, *grave.other]))
    return Outcome(plain.stage, kept.band, kept.mandatory, other, kept.alternative, kept.open)


def _without_income(sanction: Sanction, income: Income) -> Sanction:
    """A sanction less the confiscation of an illegal income that there is not."""
    if income.illegal != 0 or ILLEGAL_INCOME not in sanction.other:
        return sanction
    return sanction.model_copy(update={"other": tuple(words for words in sanction.other if words != ILLEGAL_INCOME)})


def _together(sanctions: list[Sanction], income: Income) -> Outcome | None:
    """Sanctions of one stage: those whose condition on illegal income does not hold are left out."""
    standing = [
        one for one in sanctions if one.illegal_income is None or one.illegal_income.holds(income.illegal) is not False
    ]
    if not standing:
        return None
    found = [_single(sanction, income) for sanction in standing]
    if len(found) == 1:
        return found[0]
    other = tuple(dict.fromkeys(words for one in found for words in one.other))
    undecided = any(one.illegal_income is not None and income.illegal is None for one in standing)
    bands = [one.band for one in found if one.band is not None]
    return Outcome(
        found[0].stage,
        None if undecided or len(bands) != 1 else bands[0],
        all(one.mandatory for one in found),
        other,
        any(one.alternative for one in found),
        ("illegal_income",) if undecided else tuple(dict.fromkeys(name for one in found for name in one.open)),
    )


def _single(sanction: Sanction, income: Income) -> Outcome:
    band: Band | None = sanction.fine
    open_: tuple[str, ...] = ()
    if sanction.multiple is not None:
        band, open_ = _multiple(sanction, income.illegal)
    elif sanction.income_percent is not None:
        band, open_ = _percent(sanction.income_percent, income.annual)
    return Outcome(sanction.stage, band, sanction.mandatory, sanction.other, sanction.alternative, open_)


def _multiple(sanction: Sanction, illegal: int | None) -> tuple[Band | None, tuple[str, ...]]:
    if illegal is None:
        return None, ("illegal_income",)
    assert sanction.multiple is not None
    low, high = (times * illegal for times in sanction.multiple)
    if sanction.cap is not None:
        low, high = min(low, sanction.cap), min(high, sanction.cap)
    return ((low, high) if high else None), ()


def _percent(percent: tuple[int, int], annual: int | None) -> tuple[Band | None, tuple[str, ...]]:
    if annual is None:
        return None, ("annual_income",)
    low, high = percent
    return (-(-low * annual // 100), high * annual // 100), ()
