"""From an inspection to records: the visit, what it was judged on, and a finding for each breach. A person decides what else follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from ..errors import CampaignError, Problem
from ..evaluate import BreachVerdict, Inspection
from ..penalty import Penalties
from .records.kinds import Finding, Judgement, Record, Visit

DUAL_PREVENTION = "DP"
"""The table of the items on the dual prevention system (双重预防体系)."""


def judged(visit: Visit, inspection: Inspection) -> list[Record]:
    """The records of a visit whose facts were judged: the visit, the judgement, the findings.

    Whether the dual prevention system is sound follows from the items on it, unless the visit says it. Raises
    :class:`CampaignError` where the key of the visit is so long that none can be made from it for a finding.
    """
    if visit.dual_prevention is None:
        visit = visit.model_copy(update={"dual_prevention": dual_prevention_of(inspection)})
    try:
        return [visit, _judgement(visit, inspection), *_findings(visit, inspection.violations)]
    except ValidationError:
        raise CampaignError(
            Problem(f"检查的编号 {visit.key} 过长", hint="问题隐患的编号由它而来，至多120个字")
        ) from None


def dual_prevention_of(inspection: Inspection) -> bool | None:
    """Whether all items on dual prevention that apply are complied with; None when that is open, or none applies."""
    verdicts = [found.verdict for found in inspection.verdicts if found.item.table == DUAL_PREVENTION]
    if "violation" in verdicts:
        return False
    return True if "compliant" in verdicts and "undetermined" not in verdicts else None


def suggestible(penalties: Penalties) -> tuple[str, ...]:
    """The acts for which a penalty is proposed: from among these a person chooses what to suggest as a case (建议立案).

    A finding is not a case: most findings lead to an order to rectify only.
    """
    penal = (one for one in penalties.proposals if one.decision in ("fine", "penalty"))
    return tuple(dict.fromkeys(key for one in penal for key in one.breaches))


def _judgement(visit: Visit, inspection: Inspection) -> Judgement:
    return Judgement(
        key=visit.key,
        visit=visit.key,
        on=inspection.on,
        manual=inspection.book.info.id,
        manual_digest=inspection.book.digest,
        facts=_plain(inspection.facts.as_dict()),
        verdicts={found.item.id: found.verdict for found in inspection.verdicts},
    )


def _findings(visit: Visit, breaches: Iterable[BreachVerdict]) -> Iterator[Finding]:
    for breach in breaches:
        evidence = [found for name in breach.facts_used if (found := breach.recorded(name)) is not None]
        yield Finding(
            key=f"{visit.key}/{breach.item.id}.{breach.name}",
            visit=visit.key,
            date=visit.date,
            description=breach.statement,
            major=breach.major,
            item=breach.item.id,
            breach=breach.name,
            place=next((found.place for found in evidence if found.place), None),
            criteria=tuple(one.citation for one in breach.criteria if one.applies),
            evidence=tuple(dict.fromkeys(found.record for found in evidence if found.record)),
        )


def _plain(value: Any) -> Any:
    """Facts as JSON holds them: a decimal as the number that reads back as the same, else, as that is not there, as its text."""
    if isinstance(value, Decimal):
        near = int(value) if value == value.to_integral_value() else float(value)
        return near if Decimal(str(near)) == value else str(value)
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
