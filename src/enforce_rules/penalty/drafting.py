"""Drafting the proposals for one act: for each party the provision chosen, its weight, and what a person must look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from ..evaluate import Inspection
from ..language.chinese import day
from ..manual.discretion import Band, Scheme
from ..manual.statute import PARTIES, Party
from .act import Act, persons_of
from .candidate import duties, unknown_sanctions
from .choice import Choice, rank
from .decided import as_decided
from .discretion import circumstances, scheme_for, weigh
from .edition import Applicable, Regime, applicable
from .limit import SAFETY_LAW_2021
from .measures import crimes_of, on_major_hazard
from .procedure import barred, fined_before, needs_of
from .proposal import Decision, Proposal
from .severity import Order

MEASURED_BY = {"illegal_income": "违法所得", "annual_income": "上一年年收入"}
"""What a fine may be measured by and what the case may not say, in words."""


REDUCED_IN_PART = "依同一规定处罚的几个问题只有一部分写了减轻，没有减轻"


@dataclass(frozen=True)
class Drafter:
    """Drafts what is proposed from one inspection for a decision on one day."""

    inspection: Inspection
    decided: date
    scheme: Scheme | None
    order: Order

    def of_act(self, act: Act) -> Iterator[Proposal]:
        """The proposals for one act: one for each party, under each edition that may apply."""
        law = applicable(act, self.inspection, self.decided, self.order)
        crimes = crimes_of(act, self.inspection)
        drafts = [
            replace(self._of_party(act, party, law, regime), duties=duties(act, self.inspection, regime.law))
            for regime in law.regimes
            for party in regime.choices
        ]
        for draft in drafts or [self._unpunished(act, law)]:
            yield replace(draft, crimes=crimes)

    def _of_party(self, act: Act, party: Party, law: Applicable, regime: Regime) -> Proposal:
        choice = regime.choices[party]
        outcome = choice.outcome
        cited = (choice.citation, *choice.narrowed_by)
        proposal = Proposal(
            (act,),
            party,
            "fine" if outcome.fines else "penalty" if outcome.kinds else "order",
            act.stage,
            choice.citation,
            choice.chosen.provision.citation.edition,
            law.reason,
            {},
            band=outcome.band,
            sanction_stage=outcome.stage,
            mandatory=outcome.mandatory,
            alternative=outcome.alternative,
            other=outcome.other,
            narrowed_by=choice.narrowed_by,
            others=choice.losers,
            review=(*choice.review, *self._doubts(act, party, law, regime)),
            unverified=tuple(cite for cite in cited if not self.inspection.book.provision(cite).verified),
            persons=persons_of(self.inspection.facts.case, party),
        )
        if act.breaches[0].transfer:
            return replace(proposal, decision="transfer", transfer=act.breaches[0].transfer)
        if proposal.decision == "order":
            return proposal if law.settled and choice.chosen.certain else replace(proposal, decision="undecided")
        kept = self._kept_from(act, proposal)
        open_ = kept.decision not in ("barred", "exempt") and not (law.settled and choice.chosen.certain)
        return replace(kept, decision="undecided", amount=None) if open_ else kept

    def _kept_from(self, act: Act, proposal: Proposal) -> Proposal:
        """A penalty, or what keeps it from being imposed for this act, under whatever provision of whatever edition."""
        nothing = 0 if proposal.band else None
        bar, doubts = barred(act, proposal, self.inspection, self.decided)
        if bar:
            return replace(proposal, decision="barred", amount=nothing, reasons=(bar,))
        proposal = replace(proposal, review=(*proposal.review, *doubts))
        found = circumstances([act], proposal.party, self.inspection, self.decided)
        if exempting := found.having("exempt"):
            reasons = tuple(found.named(name) for name in exempting)
            grave = any(on_major_hazard(breach) for breach in act.breaches)
            review = ("属于重大事故隐患，是否符合不予处罚的条件须法制审核",) if grave else ()
            if act.stage != "found":
                review = (*review, "写明逾期未改正或者拒不改正，是否符合不予处罚的条件须法制审核")
            return replace(
                proposal, decision="exempt", amount=nothing, reasons=reasons, review=(*proposal.review, *review)
            )
        return proposal

    def weighed(self, proposal: Proposal) -> Proposal:
        """A penalty with its weight and the procedure it needs; anything else as it is.

        Weighed after acts are joined: whether problems are one act must not hang on how heavy each of them is.
        """
        if proposal.decision not in ("fine", "penalty"):
            return proposal
        if proposal.band is not None and proposal.provision is not None:
            proposal = as_decided(self._at_weight(proposal, proposal.band, proposal.provision), self.inspection)
        if proposal.decision == "order":
            return proposal
        proposal = replace(proposal, needs=needs_of(proposal, self.inspection, self.decided))
        return replace(proposal, decision="undecided") if _nobody_found(proposal) else proposal

    def _at_weight(self, proposal: Proposal, band: Band, provision: str) -> Proposal:
        inspection, decided = self.inspection, self.decided
        reduce = [act.reduce for act in proposal.acts]
        scheme = scheme_for(provision, proposal.party, proposal.stage, decided, inspection.book, self.scheme)
        found = circumstances(proposal.acts, proposal.party, inspection, decided)
        weight = weigh(band, found, scheme, inspection, all(reduce))
        in_part = (REDUCED_IN_PART,) if any(reduce) and not all(reduce) else ()
        return replace(
            proposal,
            tier=weight.tier,
            scheme=weight.scheme.id if weight.scheme else None,
            interval=weight.interval,
            amount=weight.point,
            adjusted=weight.adjusted,
            grounds=weight.grounds,
            open_tier=weight.open,
            reasons=(*proposal.reasons, *weight.reasons),
            review=(*proposal.review, *weight.review, *in_part),
        )

    def _unpunished(self, act: Act, law: Applicable) -> Proposal:
        """An act that no provision sanctions: ordered to mend, or handed over, or handled as a manual about authorities says."""
        breaches = [breach.breach for breach in act.breaches]
        unknown = [cite for regime in law.regimes for cite in unknown_sanctions(act, self.inspection, regime.law)]
        review = (f"{'、'.join(unknown)}的处罚内容没有取得原文，不能据此提出处罚",) if unknown else ()
        open_ = unknown or not law.settled
        decision: Decision = "transfer" if breaches[0].transfer else "undecided" if open_ else "unpunished"
        measures = dict.fromkeys(breach.measure for breach in breaches if breach.measure)
        return Proposal(
            (act,),
            "unit",
            decision,
            act.stage,
            None,
            None,
            law.reason,
            duties(act, self.inspection, law.regimes[0].law),
            other=tuple(measures) or ("责令改正",),
            reasons=tuple(dict.fromkeys(breach.no_penalty for breach in breaches if breach.no_penalty)),
            review=review,
            unverified=tuple(unknown),
            transfer=breaches[0].transfer,
        )

    def _doubts(self, act: Act, party: Party, law: Applicable, regime: Regime) -> Iterator[str]:
        """Why a person must look at what is proposed to a party, beyond the choice of the provision."""
        choice, outcome = regime.choices[party], regime.choices[party].outcome
        if not law.settled:
            yield law.reason
        if outcome.open:
            yield f"罚款数额按{'、'.join(MEASURED_BY[name] for name in outcome.open)}计算，没有记录"
        if outcome.fines and outcome.stage == "found" and act.stage != "found":
            provision = choice.chosen.provision.provision
            more = "另有没有收录的处罚" if provision is not None and provision.says_more else "没有另行规定"
            yield f"{choice.citation}对这一阶段{more}，按发现时的幅度；已经罚过的，同一行为不得再罚"
        if act.serious is None and _has_grave(choice, party):
            yield f"{choice.citation}对情节严重的另有规定，情节是否严重没有认定"
        if party != "unit" and outcome.kinds and not persons_of(self.inspection.facts.case, party):
            yield f"{PARTIES[party]}是谁、有没有责任，没有查明"
        unit = regime.choices.get("unit")
        if party != "unit" and unit is not None and _rests_lower(choice, unit):
            yield f"单位适用{unit.citation}；个人另依效力较低的{choice.citation}处罚是否可以，由人决定"
        if outcome.fines and not outcome.mandatory:
            yield "条文写的是可以罚款，是否罚款由执法机关决定"
        if unknown := unknown_sanctions(act, self.inspection, regime.law):
            yield f"{'、'.join(unknown)}的处罚内容没有取得原文，没有参加比较"
        if party == "unit" and act.stage == "refused":
            yield from self._by_the_day(act)

    def _by_the_day(self, act: Act) -> Iterator[str]:
        """That a unit fined before under 安全生产法(2021), and refusing to mend, may be fined by the day (第一百一十二条)."""
        for penalty in fined_before(act, "unit", self.inspection):
            if penalty.date >= SAFETY_LAW_2021:
                yield (
                    f"{day(penalty.date)}已罚款{penalty.fine}元；该罚款依安全生产法(2021)作出而拒不改正的，可以自责令改正之日的次日起"
                    "按原处罚数额按日连续处罚（安全生产法(2021)第一百一十二条），截止日由人确定"
                )


def _nobody_found(proposal: Proposal) -> bool:
    """Whether a person may be punished, but need not be, and nothing says that anybody took part.

    An investor (个人经营的投资人) is there only if the enterprise is run by one; where the law names him beside the principal, one of
    the two is meant.
    """
    open_ = not proposal.mandatory or proposal.party == "investor"
    return proposal.party != "unit" and open_ and not proposal.persons and proposal.decision == "fine"


def _has_grave(choice: Choice, party: Party) -> bool:
    """Whether the provision says something of a party in grave cases."""
    return any(
        sanction.stage == "serious" and sanction.party == party for sanction in choice.chosen.provision.sanctions
    )


def _rests_lower(choice: Choice, unit: Choice) -> bool:
    """Whether a person would be fined under a provision of lower rank than the one that governs the unit for the same act."""
    return choice.outcome.fines and unit.outcome.fines and rank(choice.chosen) > rank(unit.chosen)
