"""What a person decided instead of what is suggested: a fine within the law, or none where the law leaves it open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ..errors import FactsError, Place, Problem
from ..evaluate import Inspection
from ..facts.case import Decided
from ..manual.discretion import Band
from .kinds import kind_of
from .proposal import REDUCED, Proposal


def as_decided(proposal: Proposal, inspection: Inspection) -> Proposal:
    """The proposal with the fine that the case says was decided; as it is where the case says nothing.

    Raises :class:`FactsError` for a fine outside the band, or for none where one must be imposed. Below the band lies only what is
    reduced (减轻): 行政处罚法(2021)第三十二条.
    """
    found = {
        number: one
        for number, one in enumerate(inspection.facts.case.decisions)
        if one.party == proposal.party and one.breach in proposal.breaches
    }
    if not found:
        return proposal
    number, one = next(iter(found.items()))
    place = Place(inspection.facts.source, path=f"case.decisions.{number}.fine")
    if len({other.fine for other in found.values()}) > 1:
        raise FactsError(Problem(f"{'、'.join(proposal.breaches)}作为一个行为处罚，决定的数额写得不一样", place))
    if one.fine == 0:
        return _without_fine(proposal, one, place)
    band = _allowed(proposal)
    if not band[0] <= one.fine <= band[1]:
        raise FactsError(Problem(f"决定罚款{one.fine}元，不在{_basis(proposal)}的{band[0]}元至{band[1]}元以内", place))
    return replace(
        proposal,
        amount=one.fine,
        interval=(one.fine, one.fine),
        decided=one.reason,
        open_tier=False,
        reasons=(*proposal.reasons, f"由人决定罚款{one.fine}元：{one.reason}"),
    )


def _basis(proposal: Proposal) -> str:
    narrowed = f"（按{'、'.join(proposal.narrowed_by)}的幅度）" if proposal.narrowed_by else ""
    return f"{proposal.provision}{narrowed}"


def _allowed(proposal: Proposal) -> Band:
    assert proposal.band is not None
    low, high = proposal.band
    return (1, low - 1) if proposal.tier == REDUCED else (max(low, 1), high)


def _without_fine(proposal: Proposal, one: Decided, place: Place) -> Proposal:
    if proposal.mandatory:
        raise FactsError(Problem(f"{proposal.provision}规定应当罚款，不能决定不罚", place))
    rest = any(kind is not None and kind.penalty for kind in map(kind_of, proposal.other))
    return replace(
        proposal,
        decision="penalty" if rest else "order",
        band=None,
        amount=None,
        interval=None,
        decided=one.reason,
        open_tier=False,
        reasons=(*proposal.reasons, f"由人决定不罚款：{one.reason}"),
    )


def unmatched(proposals: Iterable[Proposal], inspection: Inspection) -> list[Problem]:
    """Decisions that fit no proposal for a fine: said in vain, and so perhaps a mistake."""
    known = {(one.party, breach) for one in proposals for breach in one.breaches if one.decided}
    return [
        Problem(
            f"没有对{one.breach}（{one.party}）的罚款建议，写明的决定用不上",
            Place(inspection.facts.source, path=f"case.decisions.{number}"),
            "核对违法行为和当事人，见 enforce-rules penalties",
        )
        for number, one in enumerate(inspection.facts.case.decisions)
        if (one.party, one.breach) not in known
    ]
