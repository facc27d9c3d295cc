"""A proposal: what one party should meet with for one act, on what basis, why, and why a person must look at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ..manual.discretion import Band
from ..manual.statute import PARTIES, STAGES, Party, Stage
from .act import Act, key_of
from .choice import Loser

Decision = Literal["fine", "penalty", "order", "exempt", "barred", "unpunished", "undecided", "transfer"]

DECISIONS: dict[Decision, str] = {
    "fine": "罚款",
    "penalty": "罚款以外的处罚",
    "order": "责令改正，不处罚",
    "exempt": "不予处罚",
    "barred": "不再给予处罚",
    "unpunished": "没有收录处罚规定，责令改正",
    "undecided": "待定",
    "transfer": "移送",
}
"""What is proposed, in words."""


REDUCED = "减轻"
"""The tier of a fine below the band."""

Step = Literal["hearing", "collective", "legal_review", "filing", "competence"]


@dataclass(frozen=True)
class Requirement:
    """A step of procedure that the proposal needs: a hearing, collective discussion ..., and the provisions that say so."""

    step: Step
    what: str
    basis: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The step as plain data for JSON."""
        return {"step": self.step, "what": self.what, "basis": list(self.basis)}


@dataclass(frozen=True)
class Proposal:
    """What is proposed to one party for one act. Amounts are whole yuan. A person decides.

    ``band`` is the fine that the law allows, ``interval`` and ``amount`` what is suggested within it; ``narrowed_by`` cites the
    lower rules that cut the band down. ``others`` are the candidates not chosen. ``reasons`` and ``review`` are sentences.
    """

    acts: tuple[Act, ...]
    party: Party
    decision: Decision
    stage: Stage
    provision: str | None
    edition: int | None
    edition_reason: str
    duties: Mapping[str, tuple[str, ...]]  # for each breach the provisions of the applicable law that it broke
    band: Band | None = None
    mandatory: bool = False
    alternative: bool = False
    other: tuple[str, ...] = ()
    narrowed_by: tuple[str, ...] = ()
    others: tuple[Loser, ...] = ()
    tier: str | None = None
    scheme: str | None = None
    interval: Band | None = None
    amount: int | None = None
    adjusted: bool = False  # whether circumstances make it lighter or heavier
    grounds: tuple[str, ...] = ()  # the circumstances that weigh, each with its basis
    sanction_stage: Stage | None = None  # the stage at which the provision says what is proposed
    open_tier: bool = False  # whether circumstances that are not known leave the weight open
    decided: str = ""  # why a person decided the amount, where the case says that one did
    reasons: tuple[str, ...] = ()
    review: tuple[str, ...] = ()
    needs: tuple[Requirement, ...] = ()
    unverified: tuple[str, ...] = ()
    transfer: str | None = None
    persons: tuple[str, ...] = ()
    crimes: tuple[str, ...] = ()

    @property
    def breaches(self) -> tuple[str, ...]:
        """The breaches of its acts, by item and name."""
        return tuple(key for act in self.acts for key in act.keys)

    @property
    def hearing(self) -> bool:
        """Whether the party must be told of the right to a hearing if this is decided."""
        return any(need.step == "hearing" for need in self.needs)

    @property
    def verified(self) -> bool:
        """Whether the text of every provision that it rests on was read."""
        return not self.unverified

    @property
    def blocking(self) -> tuple[str, ...]:
        """Why no decision may be written from it unless someone allows it. An order, or a transfer, decides nothing."""
        if self.decision in ("order", "transfer", "unpunished"):
            return ()
        told = [f"{'、'.join(self.unverified)}没有核对原文"] if self.unverified else []
        if self.decision == "undecided":
            told.append(f"{'、'.join(self.breaches)}（{PARTIES[self.party]}）没有定：{'；'.join(self.review)}")
        return tuple(told)

    def as_dict(self) -> dict[str, Any]:
        """The proposal as plain data for JSON: the stable shape of ``enforce-rules penalties --json``."""
        low, high = self.band or (None, None)
        return {
            "act": [act.id for act in self.acts],
            "breaches": [
                {
                    "item": breach.item.id,
                    "name": breach.name,
                    "statement": breach.statement,
                    "duties": list(self.duties[key_of(breach)]),
                }
                for act in self.acts
                for breach in act.breaches
            ],
            "party": self.party,
            "persons": list(self.persons),
            "decision": self.decision,
            "stage": self.stage,
            "provision": self.provision,
            "edition": self.edition,
            "edition_reason": self.edition_reason,
            "narrowed_by": list(self.narrowed_by),
            "others": [
                {"provision": one.citation, "reason": one.reason, "basis": list(one.basis)} for one in self.others
            ],
            "fine_min": low,
            "fine_max": high,
            "mandatory": self.mandatory,
            "alternative": self.alternative,
            "other": list(self.other),
            "scheme": self.scheme,
            "tier": self.tier,
            "interval": list(self.interval) if self.interval else None,
            "amount": self.amount,
            "decided": self.decided or None,
            "reasons": list(self.reasons),
            "hearing": self.hearing,
            "needs": [need.as_dict() for need in self.needs],
            "verified": self.verified,
            "unverified": list(self.unverified),
            "review": list(self.review),
            "transfer": self.transfer,
            "crimes": list(self.crimes),
        }

    @property
    def on_whom(self) -> str:
        """The party in words, with the names recorded."""
        names = f"（{'、'.join(self.persons)}）" if self.persons else ""
        return f"{PARTIES[self.party]}{names}"

    @property
    def at_stage(self) -> str:
        """The stage in words."""
        return STAGES[self.stage]

    @property
    def key(self) -> tuple[object, ...]:
        """What two acts must share to be met with one sanction: the same provision at the same stage does the same to the same party."""
        if self.provision is None:
            return (self.breaches,)
        return (
            self.party, self.decision, self.stage, self.provision, self.band, self.mandatory, self.other, self.narrowed_by, self.transfer,
        )  # fmt: skip
