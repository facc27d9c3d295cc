"""Breaches as a document states them: the sentence, where it was found, what it broke, until when it must be mended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from ...errors import Place, Problems
from ...evaluate import BasisInForce, BreachVerdict
from ...facts.details import Result
from ...language.chinese import day
from ..citing import listed
from .models import Finding, Limit

AT_ONCE = "立即"
OUTCOMES = {"mended": "已整改", "partly": "部分整改", "not_mended": "未整改"}


def findings(
    breaches: Sequence[BreachVerdict],
    issued: date,
    results: dict[str, Result],
    problems: Problems,
    only_read: bool = False,
) -> list[Finding]:
    """The breaches numbered from 1, with what keeps them from being stated among the problems.

    Provisions that were not read are cited only where there is no other; with ``only_read``, not even there.
    """
    found = [_finding(number, breach, issued, results, problems) for number, breach in enumerate(breaches, 1)]
    return (
        [_without_unread(finding, breach) for finding, breach in zip(found, breaches, strict=True)]
        if only_read
        else found
    )


def _without_unread(finding: Finding, breach: BreachVerdict) -> Finding:
    """A finding without the duty, where no provision that imposes it was read."""
    if any(duty.applies and duty.provision.verified for duty in breach.duties):
        return finding
    return replace(finding, duties="", duty_sources="")


def _finding(
    number: int, breach: BreachVerdict, issued: date, results: dict[str, Result], problems: Problems
) -> Finding:
    where = f"{breach.item.id} {breach.name}"
    for name in breach.blanks:
        problems.add(f"{where} 的陈述需要事实 {name}", Place(path=f"facts.{name}"))
    applying = [duty for duty in breach.duties if duty.applies]
    if not applying and breach.duties:
        problems.add(f"{where} 违反哪一条取决于未查的事实", Place(path=where), "补充事实，见 inspect 的 uncertain")
    duties = _read(applying)
    criteria = _read([criterion for criterion in breach.criteria if criterion.applies]) if breach.major else []
    days = breach.remedy.days
    result = results.get(f"{breach.item.id}.{breach.name}")
    return Finding(
        number,
        breach.item.id,
        breach.name,
        breach.statement,
        evidence(breach),
        " ".join(breach.facts_used),
        written(duties, issued),
        sources(duties),
        breach.major is True,
        written(criteria, issued),
        sources(criteria),
        breach.remedy.text,
        days,
        AT_ONCE if days == 0 else f"{day(issued + timedelta(days=days))}前",
        OUTCOMES[result.outcome] if result else "",
        (result.note or "") if result else "",
    )


def _read(bases: list[BasisInForce]) -> list[BasisInForce]:
    """Those whose text was read, where there are any."""
    return [basis for basis in bases if basis.provision.verified] or bases


def unread_left_out(breaches: Iterable[BreachVerdict], only_read: bool) -> list[str]:
    """The provisions that breaches rest on and that a document does not cite, since they were not read and others were."""
    found: dict[str, None] = {}
    for breach in breaches:
        for bases in (breach.duties, breach.criteria if breach.major else ()):
            applying = [basis for basis in bases if basis.applies]
            cited = [basis for basis in applying if basis.provision.verified] if only_read else _read(applying)
            found.update({basis.citation: None for basis in applying if basis not in cited})
    return list(found)


def written(bases: Iterable[BasisInForce], on: date) -> str:
    """The provisions of bases as a sentence lists them."""
    return listed((basis.provision for basis in bases), on)


def sources(bases: Iterable[BasisInForce]) -> str:
    """The citations for ``data-provisions``."""
    return "|".join(basis.citation for basis in bases)


def evidence(breach: BreachVerdict) -> str:
    """Where the facts of a breach were found and what proves them, each place and record once."""
    recorded = [breach.recorded(name) for name in breach.facts_used]
    places = dict.fromkeys(found.place for found in recorded if found and found.place)
    records = dict.fromkeys(found.record for found in recorded if found and found.record)
    told = [f"部位：{'、'.join(places)}"] if places else []
    return "；".join([*told, f"证据：{'、'.join(records)}"] if records else told)


def limits(found: Iterable[Finding]) -> list[Limit]:
    """The findings grouped by their time limit, the earliest first."""
    groups: dict[int, tuple[str, list[int]]] = {}
    for finding in found:
        groups.setdefault(finding.days, (finding.due, []))[1].append(finding.number)
    return [Limit(due, "、".join(map(str, numbers))) for _, (due, numbers) in sorted(groups.items())]
