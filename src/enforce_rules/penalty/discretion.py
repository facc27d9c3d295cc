"""How heavy within the band: the circumstances established, the tier of the scheme that holds, an interval and a point in it.

What is not known of the circumstances keeps every tier open that it may still lead to; the interval then covers them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..evaluate import Inspection
from ..language import Truth, Value, facts_of
from ..language.functions import months_after
from ..language.kleene import or_, truth_of
from ..manual import Rulebook
from ..manual.circumstance import EFFECTS, Circumstance, Effect
from ..manual.discretion import Band, Scheme, Tier
from ..manual.statute import Party
from .act import Act
from .proposal import REDUCED

REDUCING: tuple[Effect, ...] = ("lighter_or_reduced", "may_lighter_or_reduced")
"""The effects that allow a fine below the band."""

LEAST = 1
"""The smallest fine there can be, in yuan: nothing lies below it."""


@dataclass(frozen=True)
class Circumstances:
    """The circumstances that count on the day of the decision for one party, each with whether it was established."""

    found: Mapping[str, Truth]
    counting: Mapping[str, Circumstance]
    lapsed: tuple[str, ...]  # the labels of those established that have no basis in force
    decided: date
    book: Rulebook

    def having(self, *effects: str) -> tuple[str, ...]:
        """Those established that have one of these effects."""
        return tuple(name for name, one in self.counting.items() if self.found[name] and one.effect in effects)

    def any(self, *effects: str) -> Truth:
        """Whether some circumstance with one of these effects is established."""
        return or_(self.found[name] for name, one in self.counting.items() if one.effect in effects)

    def named(self, name: str) -> str:
        """A circumstance with what it does and where that is written."""
        one = self.counting[name]
        bases = [basis.cite for basis in one.bases if self.book.provision(basis.cite).edition.in_force(self.decided)]
        return f"{one.label}，{EFFECTS[one.effect]}（{'、'.join(bases)}）"

    @property
    def unverified(self) -> tuple[str, ...]:
        """The provisions that established circumstances rest on and whose text was not read, where no other carries them."""
        told: list[str] = []
        for name, truth in self.found.items():
            bases = [self.book.provision(basis.cite) for basis in self.counting[name].bases]
            standing = [one for one in bases if one.edition.in_force(self.decided)]
            if truth and not any(one.verified for one in standing):
                told += [str(one.citation) for one in standing]
        return tuple(dict.fromkeys(told))


def circumstances(acts: Sequence[Act], party: Party, inspection: Inspection, decided: date) -> Circumstances:
    """What is established for a party on the day of the decision; of several acts met as one, what is established of any.

    Circumstances of persons only do not concern the unit.
    """
    counting = inspection.book.circumstances_on(decided)
    known = [{**_repeated(act, party, inspection, decided), **(act.circumstances or {})} for act in acts]
    found = {
        name: False if one.persons_only and party == "unit" else or_(established.get(name) for established in known)
        for name, one in counting.items()
    }
    lapsed = [
        one.label
        for name, one in inspection.book.circumstances.items()
        if name not in counting and any(established.get(name) for established in known)
    ]
    return Circumstances(found, counting, tuple(lapsed), decided, inspection.book)


def _repeated(act: Act, party: Party, inspection: Inspection, decided: date) -> dict[str, bool]:
    """What the earlier penalties of a party say of themselves: two within the year before the decision for the same act."""
    kin = {f"{item.id}.{name}" for item, name, _ in act.kin}
    times = sum(
        one.breach in kin and one.party == party and one.date < decided <= months_after(one.date, 12)
        for one in inspection.facts.case.earlier
    )
    return {"repeated_within_year": True} if times >= 2 else {}


@dataclass(frozen=True)
class Weighing:
    """The part of a band that is suggested, and why. ``interval`` and ``point`` are in whole yuan.

    ``tiers`` are those that may hold; more than one where circumstances are not known.
    """

    scheme: Scheme | None
    tiers: tuple[Tier, ...]
    interval: Band
    point: int
    reasons: tuple[str, ...]
    review: tuple[str, ...]
    adjusted: bool = False  # whether some circumstance makes it lighter or heavier
    reduced: bool = False
    grounds: tuple[str, ...] = ()  # the circumstances established that weigh

    @property
    def open(self) -> bool:
        """Whether circumstances that are not known leave it open how heavy the fine should be."""
        return not self.reduced and len(self.tiers) > 1

    @property
    def tier(self) -> str:
        """The tier in words; where several may hold, all of them."""
        if self.reduced:
            return REDUCED
        names = "、".join(tier.name for tier in self.tiers)
        return names if len(self.tiers) == 1 else f"待定（{names or '没有裁量基准'}）"


def weigh(
    band: Band, found: Circumstances, scheme: Scheme | None, inspection: Inspection, reduce: bool = False
) -> Weighing:
    """The part of a band for the circumstances ``found``; ``reduce`` asks to go below it, for which there must be a ground."""
    grounds = tuple(found.named(name) for name in found.having("lighter", *REDUCING, "heavier"))
    if reduce and found.having(*REDUCING) and band[0] > LEAST:
        interval = (1, band[0] - 1)
        review = ("减轻处罚低于法定幅度的下限，减到多少法律没有规定，由负责人集体讨论决定",)
        return Weighing(
            scheme, (), interval, _middle(interval), grounds, review, adjusted=True, reduced=True, grounds=grounds
        )
    tiers = _tiers(scheme, found, inspection) if scheme else ()
    parts = [tier.within(band) for tier in tiers] or [band]
    interval = min(low for low, _ in parts), max(high for _, high in parts)
    return Weighing(
        scheme,
        tiers,
        interval,
        _middle(interval),
        (*grounds, _told(scheme, tiers, found)),
        tuple(_doubts(found, scheme, tiers, reduce, band[0])),
        adjusted=bool(found.having("lighter", "lighter_or_reduced", "heavier")),
        grounds=grounds,
    )


def _tiers(scheme: Scheme, found: Circumstances, inspection: Inspection) -> tuple[Tier, ...]:
    """The tiers that may hold on what is known."""
    known: dict[str, Value] = {name: truth for name, truth in found.found.items() if truth is not None}
    values = {**inspection.facts.values, **known}
    return tuple(
        tier
        for tier in scheme.tiers
        if truth_of(inspection.book.weighing(tier.when, found.decided), values, inspection.on) is not False
    )


def _middle(interval: Band) -> int:
    return sum(interval) // 2


def _told(scheme: Scheme | None, tiers: tuple[Tier, ...], found: Circumstances) -> str:
    """The tiers that may hold, as a sentence: one with its basis, several with their parts of the band only."""
    if scheme is None:
        return "没有可用的裁量基准，为整个法定幅度"
    if len(tiers) != 1:
        return f"{scheme.title}：可能是{'、'.join(f'“{tier.name}”（{_part(tier)}）' for tier in tiers)}"
    (tier,) = tiers
    bases = "、".join(
        basis.cite for basis in tier.bases if found.book.provision(basis.cite).edition.in_force(found.decided)
    )
    return f"{scheme.title}“{tier.name}”：{_part(tier)}{f'（{bases}）' if bases else ''}{f'，{tier.note}' if tier.note else ''}"


def _part(tier: Tier) -> str:
    if tier.whole:
        return "整个法定幅度"
    if tier.amounts:
        return f"{tier.amounts[0]}元至{tier.amounts[1]}元"
    if tier.of_cap:
        return f"上限的{tier.of_cap[0]}至{tier.of_cap[1]}"
    assert tier.share is not None
    return f"从下限起算幅度的{tier.share[0]}至{tier.share[1]}"


def _doubts(
    found: Circumstances, scheme: Scheme | None, tiers: tuple[Tier, ...], reduce: bool, low: int
) -> Iterator[str]:
    weighty = found.any("lighter", "lighter_or_reduced", "heavier")
    if len(tiers) > 1:
        yield "从轻、减轻、从重的情节没有全部查明，建议数额只是可能的各阶次合起来的中点"
    elif weighty is not False and scheme is not None and not _weighs(scheme, found):
        yield f"裁量基准“{scheme.title}”不按情节分档，从轻、从重情节没有计入数额"
    if found.any("exempt", "may_exempt") is None:
        yield "有没有不予处罚的情形没有查明"
    for name in found.having("may_exempt"):
        yield f"{found.named(name)}：是否处罚由人决定"
    for name in found.having("may_lighter_or_reduced"):
        yield f"{found.named(name)}：是否从轻、减轻由人决定，这里没有计入"
    for label in found.lapsed:
        yield f"{label}：在决定之日没有收录依据，没有作为裁量情节"
    if reduce and low <= LEAST:
        yield "法定幅度的下限以下没有可以减到的数额，不存在减轻，按从轻计算"
    elif reduce:
        yield "没有减轻处罚的法定情节，不能低于法定幅度的下限"
    elif found.having(*REDUCING) and low > LEAST:
        yield "有可以减轻处罚的情节，这里没有减轻；决定减轻的，在案件的该行为下写 reduce: true"
    if scheme is not None and not scheme.verified:
        yield f"裁量基准“{scheme.title}”没有核对原文"
    if scheme is not None and scheme.note:
        yield f"裁量基准“{scheme.title}”：{scheme.note.rstrip('。')}"
    if found.unverified:
        yield f"情节所依据的{'、'.join(found.unverified)}没有核对原文"


def _weighs(scheme: Scheme, found: Circumstances) -> bool:
    """Whether some tier of a scheme asks for a circumstance."""
    conditions = [found.book.weighing(tier.when, found.decided) for tier in scheme.tiers]
    return any(name in found.book.circumstances for name in facts_of(*conditions))


def scheme_for(
    provision: str, party: Party, stage: str, decided: date, book: Rulebook, preferred: Scheme | None = None
) -> Scheme | None:
    """The scheme in force on the day of the decision that is made most narrowly for a provision; ``preferred`` wherever it fits."""
    if preferred is not None and preferred.in_force(decided) and preferred.fits(provision, party, stage):
        return preferred
    fitting = [
        scheme for scheme in book.schemes.values() if scheme.in_force(decided) and scheme.fits(provision, party, stage)
    ]
    return max(fitting, key=lambda scheme: (scheme.narrowness, scheme.in_force_from, scheme.id), default=None)
