"""From an inspection to proposals: each act against the law that applies to it, each party apart, one fine for one act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from ..errors import FactsError, PenaltyError, Place, Problem
from ..evaluate import Inspection
from ..manual.discretion import Scheme
from ..manual.statute import PARTIES, Party, Stage
from .act import Act, acts_of
from .decided import unmatched
from .drafting import Drafter
from .measures import Measure, measures_of
from .procedure import steps
from .proposal import Proposal, Requirement
from .severity import Order, compare

T = TypeVar("T")


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

    @cached_property
    def joint(self) -> dict[Party, tuple[Requirement, ...]]:
        """What a single decision on all the fines of a party would need for their sum, where one fine alone would not.

        安全生产违法行为行政处罚办法(2015)第五十三条: weighed apart, imposed together.
        """
        found = {}
        for party, total in self.totals.items():
            alone = {need.step for one in self.proposals if one.party == party for need in one.needs}
            needs = [need for need in steps(self.inspection, self.decided, party, total) if need.step not in alone]
            if needs:
                found[party] = tuple(needs)
        return found

    @property
    def blocking(self) -> tuple[str, ...]:
        """Why a decision may not be written from these proposals unless someone allows it, one sentence each."""
        return self._blocking(self.proposals)

    def _blocking(self, proposals: Iterable[Proposal]) -> tuple[str, ...]:
        reasons = [reason for proposal in proposals for reason in proposal.blocking]
        caveat = self.inspection.book.info.caveat(self.decided)
        return tuple(dict.fromkeys([*reasons, *([caveat] if caveat and self._decidable else [])]))

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
        reasons = self._blocking(self._decidable)
        if reasons and not allow_unverified:
            hint = "核对原文，或者明确允许使用没有核对的法律"
            raise PenaltyError([Problem(reason, hint=hint) for reason in reasons])
        return self._decidable

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
            "joint": {party: [need.as_dict() for need in needs] for party, needs in self.joint.items()},
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
    :class:`FactsError` where the case contradicts itself or the inspection, :class:`PenaltyError` where ``scheme`` is not used on
    that day.
    """
    day = decided or inspection.facts.case.decided or inspection.on
    if scheme is not None and not scheme.in_force(day):
        raise PenaltyError(Problem(f"裁量基准“{scheme.title}”在决定日期{day}没有施行", hint="换一个基准，或者不写"))
    acts = acts_of(inspection, stage)
    _dates(acts, inspection, day)
    drafter = Drafter(inspection, day, scheme, order)
    drafts = [draft for act in acts for draft in drafter.of_act(act)]
    proposals = tuple(drafter.weighed(_beside_what_is_barred(draft, drafts)) for draft in _merged(drafts))
    if problems := unmatched(proposals, inspection):
        raise FactsError(problems)
    return Penalties(inspection, day, proposals, measures_of(inspection))


def _dates(acts: Iterable[Act], inspection: Inspection, decided: date) -> None:
    """Nothing is decided before it was inspected, ended or discovered; what was decided earlier was decided before."""
    source, problems = inspection.facts.source, list[Problem]()
    if decided < inspection.on:
        place = Place(source, path="case.decided")
        raise FactsError(Problem(f"决定日期{decided}早于检查日期{inspection.on}", place))
    for index, penalty in enumerate(inspection.facts.case.earlier):
        if penalty.date > decided:
            place = Place(source, path=f"case.earlier.{index}.date")
            problems.append(Problem(f"以前的处罚日期{penalty.date}晚于决定日期{decided}", place))
    for act in acts:
        for day, what in ((act.ended, "行为终了之日"), (act.discovered, "发现之日")):
            if day > decided:
                place = Place(source, path=f"case.acts.{act.keys[0]}")
                problems.append(Problem(f"{what}{day}晚于决定日期{decided}", place))
    if problems:
        raise FactsError(problems)


ONE_ACT = "几个问题依同一规定处罚，作为一个行为；认为应当分别裁量的，由法制审核决定"


def _merged(drafts: Iterable[Proposal]) -> Iterator[Proposal]:
    """Drafts for one party under the same provision made one: acts alike in law under the same item are one act.

    安全生产行政处罚自由裁量适用规则（试行）(2010)第十条 parts acts under different provisions or different cases of one; what falls
    under the very same one is not parted.
    """
    groups: dict[tuple[object, ...], list[Proposal]] = {}
    for draft in drafts:
        groups.setdefault(draft.key, []).append(draft)
    return map(_together, groups.values())


def _together(drafts: list[Proposal]) -> Proposal:
    first = drafts[0]
    if len(drafts) == 1:
        return first
    return replace(
        first,
        acts=tuple(act for draft in drafts for act in draft.acts),
        duties={key: cites for draft in drafts for key, cites in draft.duties.items()},
        edition_reason="；".join(sorted({draft.edition_reason for draft in drafts})),
        reasons=_all(draft.reasons for draft in drafts),
        others=_all(draft.others for draft in drafts),
        review=(*_all(draft.review for draft in drafts), ONE_ACT),
        unverified=_all(draft.unverified for draft in drafts),
        crimes=_all(draft.crimes for draft in drafts),
    )


def _beside_what_is_barred(proposal: Proposal, drafts: list[Proposal]) -> Proposal:
    """A fine beside a problem under the same provision that was met before: whether they are one act is for a person."""
    met = [
        draft
        for draft in drafts
        if draft.decision == "barred" and (draft.party, draft.provision) == (proposal.party, proposal.provision)
    ]
    if proposal.decision != "fine" or not met:
        return proposal
    keys = "、".join(key for draft in met for key in draft.breaches)
    return replace(proposal, review=(*proposal.review, f"依同一规定的{keys}不再处罚；是不是同一行为，由人判断"))


def _all(parts: Iterable[tuple[T, ...]]) -> tuple[T, ...]:
    """Everything in the parts, once."""
    return tuple(dict.fromkeys(one for part in parts for one in part))
