"""Which of several provisions punishes one party for one act, and why not the others.

Higher rank before lower, within a rank special before general, then newer before older; between equals the higher fine
(安全生产行政处罚自由裁量适用规则（试行）(2010)第八条, 立法法; 行政处罚法(2021)第二十九条). A lower rule within the band of a higher one
and made for it is applied as that narrower band (行政处罚法(2021)第十一条至第十四条).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from ..manual.discretion import Band
from .candidate import Candidate
from .limit import PENALTY_LAW_2021
from .outcome import Outcome

RANKS = {"法律": 0, "行政法规": 1, "地方性法规": 2, "部门规章": 2, "地方政府规章": 3}
"""The ranks, the highest first. Between 地方性法规 and 部门规章 rank does not decide."""

RULES_2010_UNTIL = date(2023, 12, 31)
ORDER_2010 = {
    "rank": "安全生产行政处罚自由裁量适用规则（试行）(2010)第八条第（一）项",
    "special": "安全生产行政处罚自由裁量适用规则（试行）(2010)第八条第（二）项",
    "newer": "安全生产行政处罚自由裁量适用规则（试行）(2010)第八条第（三）项",
}
ORDER_2023 = {
    "rank": "立法法(2023)第九十九条",
    "special": "立法法(2023)第一百零三条",
    "newer": "立法法(2023)第一百零三条",
}
"""The order of norms: until the rules of 2010 ended by them, since then by 立法法 alone."""


@dataclass(frozen=True)
class Loser:
    """A candidate that was not chosen, the reason in words, and the provisions the reason rests on."""

    citation: str
    reason: str
    basis: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choice:
    """The provision chosen for one party; ``band`` is its fine, narrowed by the provisions of ``narrowed_by``.

    ``review`` says why a person must look at the choice.
    """

    chosen: Candidate
    band: Band | None
    narrowed_by: tuple[str, ...] = ()
    losers: tuple[Loser, ...] = ()
    review: tuple[str, ...] = ()

    @property
    def citation(self) -> str:
        """The provision chosen."""
        return self.chosen.citation

    @property
    def outcome(self) -> Outcome:
        """What it does, with the band narrowed."""
        return replace(self.chosen.outcome, band=self.band)


def choose(candidates: Iterable[Candidate], decided: date) -> Choice | None:
    """The provision for one party among the candidates for one act; None without any.

    Only penalties compete: a provision that at this stage orders without punishing stands aside for one that punishes. Provisions that may
    or may not apply are never chosen over one that surely does; that they are open is said for review.
    """
    standing = sorted(candidates, key=_order)
    if not standing:
        return None
    chosen = standing[0]
    specific = _made_for(chosen, standing)
    if specific is not None:
        chosen = specific
    rest = [one for one in standing if one is not chosen]
    band, narrowing = _narrowed(chosen, rest)
    losers = tuple(_loser(one, chosen, decided) for one in rest if one.citation not in narrowing)
    return Choice(chosen, band, narrowing, losers, tuple(_doubts(chosen, rest, narrowing, decided)))


def _order(one: Candidate) -> tuple[object, ...]:
    low, high = one.outcome.band or (0, 0)
    return (
        not one.certain,
        not one.outcome.kinds,
        rank(one),
        one.provision.specialty,
        -one.provision.edition.in_force_from.toordinal(),
        -high,
        -low,
        not one.outcome.mandatory,
        one.citation,
    )


def rank(one: Candidate) -> int:
    """How high the provision ranks; 0 is the highest."""
    return RANKS.get(one.provision.statute.rank, len(RANKS))


def _made_for(chosen: Candidate, standing: list[Candidate]) -> Candidate | None:
    """Where the chosen provision is one that yields to any specific one, the lower rule made under it for this very act.

    Such a rule must keep within every higher provision that fines the act, not only within the one that it is made under.
    """
    if chosen.provision.specialty < 2:
        return None
    fining = [one for one in standing if one.certain and one.outcome.fines]
    return next(
        (
            one
            for one in standing
            if _specifies(one, chosen) and all(_within(one, higher) for higher in fining if rank(higher) < rank(one))
        ),
        None,
    )


def _within(one: Candidate, other: Candidate) -> bool:
    """Whether the band of one provision lies in that of another."""
    mine, theirs = one.outcome.band, other.outcome.band
    return mine is not None and theirs is not None and theirs[0] <= mine[0] and mine[1] <= theirs[1]


def _narrowed(chosen: Candidate, rest: list[Candidate]) -> tuple[Band | None, tuple[str, ...]]:
    """The band of the chosen provision, cut down to that of the lower rules that specify it: of each rank the first in order."""
    band, by = chosen.outcome.band, list[str]()
    first_of_rank = {rank(one): one for one in reversed(rest) if _specifies(one, chosen)}
    for _, one in sorted(first_of_rank.items()):
        if band is None or one.outcome.band is None:
            continue
        cut = max(band[0], one.outcome.band[0]), min(band[1], one.outcome.band[1])
        if cut != band and cut[0] <= cut[1]:
            band = cut
            by.append(one.citation)
    return band, tuple(by)


def _specifies(one: Candidate, higher: Candidate) -> bool:
    """Whether a lower rule only says more exactly what a higher one says: for the same act, within its band, made after it."""
    return (
        one.certain
        and rank(one) > rank(higher)
        and one.provision.specialty < 2
        and one.breaches >= higher.breaches
        and one.outcome.stage == higher.outcome.stage
        and one.provision.edition.in_force_from >= higher.provision.edition.in_force_from
        and _within(one, higher)
    )


def _loser(one: Candidate, chosen: Candidate, decided: date) -> Loser:
    other = chosen.citation
    if not one.certain:
        return Loser(one.citation, "是否适用取决于没有记录的事实")
    if chosen.outcome.kinds and not one.outcome.kinds:
        known = one.provision.provision is None or not one.provision.provision.says_more
        return Loser(
            one.citation, "在这一阶段不处罚，所责令的事项另行责令" if known else "另有没有收录的处罚，没有参加比较"
        )
    if _specifies(chosen, one):
        return Loser(one.citation, f"是兜底的规定；{other}在其幅度内对这一行为作了具体规定", _lower_rules(decided))
    if rank(one) > rank(chosen):
        return Loser(one.citation, _lower(one, chosen), _order_rules(decided, "rank"))
    alike = "效力等级相同" if one.provision.statute.rank == chosen.provision.statute.rank else "效力等级不能确定"
    if one.provision.specialty > chosen.provision.specialty:
        return Loser(one.citation, f"{alike}，{other}是特别规定", _order_rules(decided, "special"))
    if one.provision.edition.in_force_from < chosen.provision.edition.in_force_from:
        return Loser(one.citation, f"{alike}，{other}施行在后", _order_rules(decided, "newer"))
    if (one.outcome.band or (0, 0))[::-1] < (chosen.outcome.band or (0, 0))[::-1]:
        basis = ("行政处罚法(2021)第二十九条",) if decided >= PENALTY_LAW_2021 else ()
        return Loser(one.citation, f"罚款数额低于{other}", basis)
    return Loser(one.citation, f"与{other}幅度相同，只适用其一")


def _lower(one: Candidate, chosen: Candidate) -> str:
    reason = f"效力低于{chosen.citation}"
    if one.outcome.band and chosen.outcome.band and not _within(one, chosen):
        return f"{reason}，幅度又不在其幅度之内"
    if one.provision.edition.in_force_from < chosen.provision.edition.in_force_from:
        return f"{reason}，并且早于该版本，没有随之修改"
    return reason


def _order_rules(decided: date, rule: Literal["rank", "special", "newer"]) -> tuple[str, ...]:
    """The provision on the order of norms on the day of the decision."""
    return (ORDER_2010[rule],) if decided <= RULES_2010_UNTIL else (ORDER_2023[rule],)


def _lower_rules(decided: date) -> tuple[str, ...]:
    """That a rule may say more exactly what a law punishes, within its acts, kinds and bands."""
    return ("行政处罚法(2021)第十三条第一款",) if decided >= PENALTY_LAW_2021 else ()


def _doubts(chosen: Candidate, rest: list[Candidate], narrowing: tuple[str, ...], decided: date) -> Iterable[str]:
    if not chosen.certain:
        yield f"{chosen.citation}是否适用取决于没有记录的事实"
    for one in rest:
        if not one.certain and chosen.certain and _order(one)[1:] < _order(chosen)[1:]:
            yield f"如果{one.citation}也适用，应当优先适用；这取决于没有记录的事实"
        if not (one.certain and one.outcome.kinds and chosen.certain) or one.citation in narrowing:
            continue
        if {one.provision.statute.rank, chosen.provision.statute.rank} == {"地方性法规", "部门规章"}:
            yield f"{one.citation}是{one.provision.statute.rank}，与{chosen.provision.statute.rank}的效力等级不能确定"
        if decided >= PENALTY_LAW_2021 and _higher(one, chosen):
            yield f"{one.citation}的罚款数额更高，是否按其处罚（行政处罚法(2021)第二十九条），须法制审核"
    if chosen.outcome.kinds and any(_only_orders(one, chosen) for one in rest):
        orders = "、".join(one.citation for one in rest if _only_orders(one, chosen))
        yield f"{orders}效力更高而在这一阶段只责令改正；是否按{chosen.citation}处罚由人决定"


def _higher(one: Candidate, chosen: Candidate) -> bool:
    """Whether a provision allows a higher fine at the stage that the act has reached."""
    most = chosen.outcome.band[1] if chosen.outcome.band else 0 if not chosen.outcome.fines else None
    knows = one.outcome.stage == chosen.outcome.stage
    return knows and one.outcome.band is not None and most is not None and one.outcome.band[1] > most


def _only_orders(one: Candidate, chosen: Candidate) -> bool:
    return one.certain and not one.outcome.kinds and rank(one) < rank(chosen)
