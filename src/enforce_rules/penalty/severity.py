"""Which of two whole sanctions is the lighter: a partial order over what happens to every party together.

DESIGN section 5: unit and persons together; kind before amount, upper bound before lower bound. It is never worked out
provision part by provision part. Another order may be given in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal

from ..manual.statute import Party
from .kinds import Kind
from .outcome import Outcome

Comparison = Literal["lighter", "same", "heavier", "incomparable"]
Sanctions = Mapping[Party, Outcome]
"""What happens to each party under one edition; a party that is not there is not sanctioned."""

Order = Callable[[Sanctions, Sanctions], Comparison]
"""How the first of two whole sanctions compares with the second."""


def compare(one: Sanctions, other: Sanctions) -> Comparison:
    """How one whole sanction compares with another: lighter only if it is heavier for nobody."""
    return _joined(compare_party(one.get(party), other.get(party)) for party in {**one, **other})


def compare_party(one: Outcome | None, other: Outcome | None) -> Comparison:
    """How one party fares: by the heaviest kind of penalty, then by what is of that kind and the fine, then by lighter kinds.

    A warning beside a fine is no reason to call a far higher fine without one the lighter.
    """
    mine = one.kinds if one else frozenset()
    theirs = other.kinds if other else frozenset()
    heaviest, rival = (max((kind.weight for kind in kinds), default=0) for kinds in (mine, theirs))
    if heaviest != rival:
        return _from(heaviest - rival)
    top = frozenset(kind for kind in mine | theirs if kind.weight == heaviest)
    weighty = _joined([_sets(mine & top, theirs & top), *(_fines(one, other) if one and other else ())])
    return weighty if weighty != "same" else _sets(mine, theirs)


def _sets(mine: frozenset[Kind], theirs: frozenset[Kind]) -> Comparison:
    if mine == theirs:
        return "same"
    return "lighter" if mine < theirs else "heavier" if mine > theirs else "incomparable"


def _fines(one: Outcome, other: Outcome) -> Iterator[Comparison]:
    yield _amounts(one, other)
    if one.fines and other.fines:
        yield _from(int(one.mandatory) - int(other.mandatory))


def _amounts(one: Outcome, other: Outcome) -> Comparison:
    if one.open or other.open:
        return (
            "same" if (one.open, one.band) == (other.open, other.band) and one.stage == other.stage else "incomparable"
        )
    mine, theirs = (outcome.band[::-1] if outcome.band else (0, 0) for outcome in (one, other))
    return _from((mine > theirs) - (mine < theirs))


def _from(sign: int) -> Comparison:
    return "lighter" if sign < 0 else "heavier" if sign > 0 else "same"


def _joined(comparisons: Iterable[Comparison]) -> Comparison:
    """Lighter or heavier only if no part says otherwise."""
    found = [comparison for comparison in dict.fromkeys(comparisons) if comparison != "same"]
    if not found:
        return "same"
    return found[0] if len(found) == 1 else "incomparable"
