"""From an inspection to proposals: each act against the law that applies to it, each party apart, one fine for one act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from ..errors import FactsError, PenaltyError, Place, Problem
from ..evaluate import Inspection
from ..manual.discretion import Scheme
from ..manual.statute import PARTIES, Party, Stage
from .act import Act, acts_of, persons_of
from .candidate import duties, unknown_sanctions
from .choice import Choice
from .discretion import Weighing, circumstances, scheme_for, weigh
from .edition import Applicable, applicable
from .measures import Measure, crimes_of, measures_of
from .procedure import barred, needs_of
from .proposal import Decision, Proposal
from .severity import Order, compare


@dataclass(frozen=True)
class Penalties:
    """What is proposed for everything an inspection found. ``decided`` is the day of the decision."""

    inspection: Inspection
    decided: date
    proposals: tuple[Proposal, ...]
    measures: tuple[Measure, ...]

    @cached_property
    def totals(self) -> dict[Party, int]:
        """The suggested fines of each party added up, in whole yuan; unit and persons are never added together."""
        found: dict[Party, int] = {}
        for proposal in self.proposals:
            if proposal.decision == "fine" and proposal.amount is not None:
                found[proposal.party] = found.get(proposal.party, 0) + proposal.amount
        return {party: found[party] for party in PARTIES if party in found}

    @property
    def blocking(self) -> tuple[str, ...]:
        """Why a decision may not be written from these proposals unless someone allows it, one sentence each."""
        caveat = self.inspection.book.info.caveat(self.decided)
        told = [reason for proposal in self.proposals for reason in proposal.blocking]
        return tuple(dict.fromkeys([*told, *([caveat] if caveat and self._decidable else [])]))

    @property
    def _decidable(self) -> tuple[Proposal, ...]:
        return tuple(
            proposal for proposal in self.proposals if proposal.decision in ("fine", "penalty", "exempt", "barred")
        )

    def for_decision(self, *, allow_unverified: bool = False) -> tuple[Proposal, ...]:
        """The proposals that a decision may be written from; what is still undecided, or another authority's, is left out.

        Raises :class:`PenaltyError` with every reason where one of them rests on law that was not read or that the manual does not
        hold for the day, unless ``allow_unverified``.
        """
        caveat = self.inspection.book.info.caveat(self.decided)
        found = self._decidable
        reasons = [reason for proposal in found for reason in proposal.blocking] + (
            [caveat] if caveat and found else []
        )
        if reasons and not allow_unverified:
            hint = "核对原文，或者明确允许使用没有核对的法律"
            raise PenaltyError([Problem(reason, hint=hint) for reason in dict.fromkeys(reasons)])
        return found

    def as_dict(self) -> dict[str, Any]:
        """The proposals as plain data for JSON: the stable shape of ``enforce-rules penalties --json``."""
        inspection = self.inspection
        return {
            "enterprise": inspection.facts.enterprise.name,
            "on": inspection.on.isoformat(),
            "decided": self.decided.isoformat(),
            "digest": inspection.book.digest,
            "statement": inspection.book.info.statement,
            "law_caveat": inspection.book.info.caveat(self.decided) or inspection.book.info.caveat(inspection.on),
            "proposals": [proposal.as_dict() for proposal in self.proposals],
            "measures": [measure.as_dict() for measure in self.measures],
            "totals": self.totals,
            "blocking": list(self.blocking),
        }


def propose(
    inspection: Inspection,
    decided: date | None = None,
    stage: Stage | None = None,
    scheme: Scheme | None = None,
    order: Order = compare,
) -> Penalties:
    """The proposals for everything that ``inspection`` found.

    ``decided`` is the day of the decision, by default that of the case, else of the inspection; ``stage`` overrides that of the
    case; ``scheme`` is a scheme of discretion to use wherever it fits; ``order`` compares the editions of the law. Raises
    :class:`FactsError` where the case contradicts itself or the inspection.
    """
    day = decided or inspection.facts.case.decided or inspection.on
    acts = acts_of(inspection, stage)
    _dates(acts, inspection, day)
    found = [proposal for act in acts for proposal in _of_act(act, inspection, day, scheme, order)]
    return Penalties(inspection, day, tuple(_merged(found)), measures_of(inspection))


def _dates(acts: Iterable[Act], inspection: Inspection, decided: date) -> None:
    """Nothing is decided before it was inspected, nor before it ended or was discovered."""
    source, problems = inspection.facts.source, list[Problem]()
    if decided < inspection.on:
        place = Place(source, path="case.decided")
        raise FactsError(Problem(f"决定日期{decided}早于检查日期{inspection.on}", place))
    for act in acts:
        for day, what in ((act.ended, "行为终了之日"), (act.discovered, "发现之日")):
            if day > decided:
                place = Place(source, path=f"case.acts.{act.keys[0]}")
                problems.append(Problem(f"{what}{day}晚于决定日期{decided}", place))
    if problems:
        raise FactsError(problems)


def _of_act(act: Act, inspection: Inspection, decided: date, scheme: Scheme | None, order: Order) -> Iterator[Proposal]:
    law = applicable(act, inspection, decided, order)
    crimes = crimes_of(act, inspection)
    found = False
    for regime in law.regimes:
        for party, choice in regime.choices.items():
            found = True
            proposal = _of_party(act, party, choice, law, inspection, decided, scheme)
            yield replace(proposal, crimes=crimes, duties=duties(act, inspection, regime.law))
    if not found:
        yield replace(_unpunished(act, law, inspection), crimes=crimes)


def _of_party(
    act: Act,
    party: Party,
    choice: Choice,
    law: Applicable,
    inspection: Inspection,
    decided: date,
    scheme: Scheme | None,
) -> Proposal:
    outcome, book = choice.outcome, inspection.book
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
        mandatory=outcome.mandatory,
        alternative=outcome.alternative,
        other=outcome.other,
        narrowed_by=choice.narrowed_by,
        others=choice.losers,
        review=(*choice.review, *_doubts(act, party, choice, law, inspection)),
        unverified=tuple(cite for cite in cited if not book.provision(cite).verified),
        persons=persons_of(inspection.facts.case, party),
    )
    if act.breaches[0].transfer:
        return replace(proposal, decision="transfer", transfer=act.breaches[0].transfer)
    if not law.settled or not choice.chosen.certain:
        return replace(proposal, decision="undecided")
    if proposal.decision == "order":
        return proposal
    weighed = _weighed(act, proposal, inspection, decided, scheme)
    return replace(weighed, decision="undecided") if _nobody_found(weighed) else weighed


def _nobody_found(proposal: Proposal) -> bool:
    """Whether a person may be punished, but need not be, and nothing says that anybody took part."""
    return proposal.party != "unit" and not proposal.mandatory and not proposal.persons and proposal.decision == "fine"


def _weighed(act: Act, proposal: Proposal, inspection: Inspection, decided: date, scheme: Scheme | None) -> Proposal:
    """A penalty with what keeps it from being imposed, or else with its weight and the procedure it needs."""
    found = circumstances(act, proposal.party, inspection, decided)
    if exempting := found.having("exempt"):
        reasons = tuple(found.named(name) for name in exempting)
        return replace(proposal, decision="exempt", amount=0 if proposal.band else None, reasons=reasons)
    bar, doubts = barred(act, proposal, inspection, decided)
    if bar:
        return replace(proposal, decision="barred", amount=0 if proposal.band else None, reasons=(bar,))
    review = (*proposal.review, *doubts)
    if proposal.band is None:
        return _with_needs(replace(proposal, review=review), inspection, decided)
    assert proposal.provision is not None
    chosen = scheme_for(proposal.provision, proposal.party, proposal.stage, decided, inspection.book, scheme)
    weight = weigh(act, proposal.band, found, chosen, inspection)
    return _with_needs(_at_weight(replace(proposal, review=review), weight), inspection, decided)


def _at_weight(proposal: Proposal, weight: Weighing) -> Proposal:
    return replace(
        proposal,
        tier=weight.tier,
        scheme=weight.scheme.id if weight.scheme else None,
        interval=weight.interval,
        amount=weight.point,
        adjusted=weight.adjusted,
        reasons=(*proposal.reasons, *weight.reasons),
        review=(*proposal.review, *weight.review),
    )


def _with_needs(proposal: Proposal, inspection: Inspection, decided: date) -> Proposal:
    return replace(proposal, needs=needs_of(proposal, inspection, decided))


def _unpunished(act: Act, law: Applicable, inspection: Inspection) -> Proposal:
    """An act that no provision sanctions: ordered to mend, or handed over, or handled as a manual about authorities says."""
    first = act.breaches[0]
    decision: Decision = "transfer" if first.transfer else "unpunished" if law.settled else "undecided"
    reasons = [breach.breach.no_penalty for breach in act.breaches if breach.breach.no_penalty]
    unknown = [cite for regime in law.regimes for cite in unknown_sanctions(act, inspection, regime.law)]
    review = (f"{'、'.join(unknown)}的处罚内容没有取得原文，不能据此提出处罚",) if unknown else ()
    measures = [breach.breach.measure for breach in act.breaches if breach.breach.measure]
    return Proposal(
        (act,),
        "unit",
        decision,
        act.stage,
        None,
        None,
        law.reason,
        duties(act, inspection, law.regimes[0].law),
        other=tuple(dict.fromkeys(measures)) or ("责令改正",),
        reasons=tuple(dict.fromkeys(reasons)),
        review=review,
        unverified=tuple(unknown),
        transfer=first.transfer,
    )


def _doubts(act: Act, party: Party, choice: Choice, law: Applicable, inspection: Inspection) -> Iterator[str]:
    outcome, case = choice.outcome, inspection.facts.case
    if not law.settled:
        yield law.reason
    if outcome.open:
        words = {"illegal_income": "违法所得", "annual_income": "上一年年收入"}
        yield f"罚款数额按{'、'.join(words[name] for name in outcome.open)}计算，没有记录"
    if outcome.fines and outcome.stage == "found" and act.stage != "found":
        yield f"{choice.citation}对这一阶段没有另行规定，按发现时的幅度；已经罚过的，同一行为不得再罚"
    if act.serious is None and _has_grave(choice, party):
        yield f"{choice.citation}对情节严重的另有规定，情节是否严重没有认定"
    if party != "unit" and outcome.kinds and not persons_of(case, party):
        yield f"{PARTIES[party]}是谁、有没有责任，没有查明"
    if outcome.fines and not outcome.mandatory:
        yield "条文写的是可以罚款，是否罚款由执法机关决定"
    if unknown := unknown_sanctions(act, inspection, law.regimes[0].law):
        yield f"{'、'.join(unknown)}的处罚内容没有取得原文，没有参加比较"


def _has_grave(choice: Choice, party: Party) -> bool:
    return any(
        sanction.stage == "serious" and sanction.party == party for sanction in choice.chosen.provision.sanctions
    )


def _merged(proposals: Iterable[Proposal]) -> Iterator[Proposal]:
    """Proposals to one party under the same provision made one: acts alike in law under the same item are one act.

    安全生产行政处罚自由裁量适用规则（试行）(2010)第十条 parts acts under different provisions or different cases of one; what falls
    under the very same one is not parted.
    """
    kept: dict[tuple[object, ...], Proposal] = {}
    for proposal in proposals:
        key = proposal.key if proposal.provision else (proposal.breaches,)
        first = kept.get(key)
        kept[key] = proposal if first is None else _together(first, proposal)
    return iter(kept.values())


def _together(one: Proposal, other: Proposal) -> Proposal:
    return replace(
        one,
        acts=(*one.acts, *other.acts),
        duties={**one.duties, **other.duties},
        others=tuple(dict.fromkeys([*one.others, *other.others])),
        review=tuple(dict.fromkeys([*one.review, *other.review, ONE_ACT])),
        unverified=tuple(dict.fromkeys([*one.unverified, *other.unverified])),
        crimes=tuple(dict.fromkeys([*one.crimes, *other.crimes])),
    )


ONE_ACT = "几个问题依同一规定处罚，作为一个行为；认为应当分别裁量的，由法制审核决定"
