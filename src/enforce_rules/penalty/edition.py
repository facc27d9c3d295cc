"""Which edition of the law punishes an act: that of the act, or that of the decision if it is lighter (从旧兼从轻).

行政处罚法(2021)第三十七条. Before it the same follows from the courts' practice, whose text is not held here. The two are
compared whole; where neither is lighter for everybody a person must decide, and both are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ..evaluate import Inspection
from ..language import Truth
from ..language.chinese import day
from ..manual.statute import Party
from .act import Act
from .candidate import Candidate, candidates, illegal
from .choice import Choice, choose
from .limit import PENALTY_LAW_2021
from .severity import Comparison, Order, compare

ARTICLE = "行政处罚法(2021)第三十七条"
PRACTICE = "从旧兼从轻（行政处罚法(2017)没有明文，依审判实务）"


@dataclass(frozen=True)
class Regime:
    """An act under the law of one day: the candidates and the choice for each party."""

    law: date
    found: Mapping[Party, tuple[Candidate, ...]]
    choices: Mapping[Party, Choice]
    illegal: Truth  # whether the act is an illegal one at all under that law; None where the rules do not say

    def compared(self, other: Regime, order: Order) -> Comparison:
        """How this one compares with another."""
        return order(*({party: choice.outcome for party, choice in one.choices.items()} for one in (self, other)))

    @property
    def cited(self) -> set[tuple[Party, str, Truth]]:
        """The provisions that sanction each party; two days with the same have the same law for the act."""
        return {(party, one.citation, one.applies) for party, of_party in self.found.items() for one in of_party}

    @property
    def named(self) -> str:
        """The provisions chosen, for a sentence."""
        return "、".join(dict.fromkeys(choice.citation for choice in self.choices.values())) or "没有处罚规定"


@dataclass(frozen=True)
class Applicable:
    """The law of an act: one regime, or two that cannot be compared; the reason in words."""

    regimes: tuple[Regime, ...]
    which: Literal["act", "decision", "both", "same"]
    reason: str

    @property
    def settled(self) -> bool:
        """Whether it is clear which edition applies."""
        return self.which != "both"


def applicable(act: Act, inspection: Inspection, decided: date, order: Order = compare) -> Applicable:
    """The law that applies to an act decided on a day. ``order`` compares whole sanctions."""
    then = _regime(act, inspection, act.ended, decided)
    if act.ended == decided:
        return Applicable((then,), "same", f"行为终了和决定都在{day(decided)}")
    now = _regime(act, inspection, decided, decided)
    if then.cited == now.cited and then.illegal == now.illegal:
        return Applicable((then,), "same", "行为终了时和作出决定时施行的规定相同")
    rule = ARTICLE if decided >= PENALTY_LAW_2021 else PRACTICE
    moment = f"行为终了之日（{day(act.ended)}）"
    if then.illegal is None or now.illegal is None:
        when = moment if then.illegal is None else "作出决定时"
        return Applicable(
            (then, now), "both", f"本手册没有收录{when}关于该行为的规定，适用哪一版本须法制审核（{rule}）"
        )
    if not then.illegal:
        return Applicable((then,), "act", f"按{moment}的规定不是违法行为，以后的规定不溯及既往（{rule}）")
    if not now.illegal:
        return Applicable((now,), "decision", f"作出决定时的规定不认为是违法，适用新的规定（{rule}）")
    if then.choices and not now.choices:
        reason = f"{moment}处罚依据是{then.named}，作出决定时的处罚规定本手册没有收录，是否较轻须法制审核（{rule}）"
        return Applicable((then,), "both", reason)
    comparison = now.compared(then, order)
    if comparison == "incomparable":
        how = "轻重不可比：在当事人、种类、幅度、应当与可以之间有轻有重，须法制审核"
        reason = f"{moment}的{then.named}与作出决定时的{now.named}{how}（{rule}）"
        return Applicable((then, now), "both", reason)
    if comparison == "lighter":
        return Applicable(
            (now,), "decision", f"作出决定时的{now.named}比{moment}的{then.named}处罚较轻，适用新的规定（{rule}）"
        )
    than = "轻重相同" if comparison == "same" else "处罚较重"
    return Applicable((then,), "act", f"适用{moment}的规定；作出决定时的{now.named}{than}，不适用（{rule}）")


def _regime(act: Act, inspection: Inspection, law: date, decided: date) -> Regime:
    found = candidates(act, inspection, law)
    chosen = {party: choose(of_party, decided) for party, of_party in found.items()}
    choices = {party: choice for party, choice in chosen.items() if choice is not None}
    return Regime(law, found, choices, illegal(act, inspection, law))
