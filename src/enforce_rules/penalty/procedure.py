"""What keeps a penalty from being imposed, and the procedure that one needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ..evaluate import Inspection
from ..facts import EarlierPenalty
from ..language.chinese import day
from ..manual.citation import parse_citation
from ..manual.statute import Party
from .act import Act
from .heavy import confiscates
from .kinds import Kind, kind_of
from .limit import PENALTY_LAW_2021, Limit
from .limits import time_barred
from .outcome import ILLEGAL_INCOME
from .oversight import Level, collective_discussion, competence_notes, filing_with_superior, legal_review
from .proposal import REDUCED, Proposal, Requirement, Step
from .thresholds import hearing_grounds


def barred(act: Act, proposal: Proposal, inspection: Inspection, decided: date) -> tuple[str | None, tuple[str, ...]]:
    """Why an act may no longer be punished, or None; and what is in doubt about that.

    Limitation: 行政处罚法(2021)第三十六条. One fine for one act: 行政处罚法(2021)第二十九条, before it 行政处罚法(2017)第二十四条 and
    安全生产违法行为行政处罚办法(2015)第五十四条.
    """
    limitation = time_barred(act.ended, act.discovered, decided, act.harmful)
    if limitation.value:
        return f"行为终了后经过追责期限才发现（{'、'.join(limitation.basis)}）", _told(limitation.note)
    doubts = [] if limitation.value is False else [f"是否超过追责期限：{limitation.note}"]
    for penalty in fined_before(act, proposal.party, inspection) if proposal.band is not None else ():
        rule = "行政处罚法(2021)第二十九条" if decided >= PENALTY_LAW_2021 else "行政处罚法(2017)第二十四条"
        if penalty.date >= act.ended:
            return f"{day(penalty.date)}已经对这一行为罚款，不得再次罚款（{rule}）", tuple(doubts)
        doubts.append(f"{day(penalty.date)}曾对这一行为罚款；以后的行为是不是同一行为，由人判断（{rule}）")
    return None, tuple(doubts)


def _told(note: str) -> tuple[str, ...]:
    return (note,) if note else ()


def fined_before(act: Act, party: Party, inspection: Inspection) -> list[EarlierPenalty]:
    """The earlier penalties that fined the party for a breach that is this act, the latest first."""
    kin = {f"{item.id}.{name}" for item, name, _ in act.kin}
    found = [one for one in inspection.facts.case.earlier if one.breach in kin and one.party == party and one.fine]
    return sorted(found, key=lambda one: one.date, reverse=True)


def needs_of(proposal: Proposal, inspection: Inspection, decided: date) -> tuple[Requirement, ...]:
    """The steps of procedure that the proposal needs as it stands: for the amount suggested and whatever stands beside it."""
    return tuple(_needs(proposal, inspection, decided))


def _needs(proposal: Proposal, inspection: Inspection, decided: date) -> Iterator[Requirement]:
    central = inspection.facts.case.central_enterprise is True
    reduced = proposal.tier == REDUCED
    yield from steps(
        inspection,
        decided,
        proposal.party,
        proposal.amount,
        proposal.other,
        _confiscated(proposal),
        proposal.adjusted and not reduced,
    )
    if reduced:
        law = "行政处罚法(2021)第五十七条第二款" if decided >= PENALTY_LAW_2021 else "行政处罚法(2017)第三十八条"
        yield Requirement("collective", "减轻处罚，宜由负责人集体讨论决定", (law,))
    yield from _steps("competence", "管辖", competence_notes(decided, central, proposal.other))
    if proposal.provision is not None and parse_citation(proposal.provision).law == "安全生产许可证条例":
        yield Requirement(
            "competence", "管辖：由安全生产许可证颁发管理机关决定", ("安全生产许可证条例(2014)第二十三条",)
        )
    if any(kind_of(words) is Kind.DISCIPLINE for words in proposal.other):
        yield Requirement("competence", "处分由有任免权限的机关、单位决定，不是行政处罚", ())


def steps(
    inspection: Inspection,
    decided: date,
    party: Party,
    fine: int | None,
    other: tuple[str, ...] = (),
    confiscated: int | None = None,
    adjusted: bool = False,
) -> Iterator[Requirement]:
    """Hearing, collective discussion, legal review and filing for one decision against a party, by its fine and whatever else."""
    hearing = hearing_grounds(decided, inspection.book.info.region, party == "unit", fine, other, confiscated)
    yield from _steps("hearing", "应当告知听证权利", hearing)
    discussed = collective_discussion(decided, fine, other, confiscated, lighter_or_heavier=adjusted)
    yield from _steps("collective", "由负责人集体讨论决定", discussed)
    yield from _steps(
        "legal_review", "决定前须审核", legal_review(decided, hearing_held=bool(hearing), discretion=fine is not None)
    )
    level = LEVELS.get(inspection.facts.case.level)
    filing = filing_with_superior(decided, level, fine, other, confiscated) if level else None
    if filing is not None:
        when = f"{day(filing.value)}前" if filing.value else "期限待核，"
        yield Requirement("filing", f"{when}报上级备案（{filing.note}）", filing.basis)


def _confiscated(proposal: Proposal) -> int | None:
    """The sum confiscated, where that is the illegal income of one act and nothing else; None where it is not known."""
    taken = [words for words in proposal.other if confiscates(words)]
    return proposal.acts[0].illegal_income if taken == [ILLEGAL_INCOME] and len(proposal.acts) == 1 else None


LEVELS: dict[str | None, Level] = {"县级": "county", "设区的市级": "city", "省级": "province"}


def _steps(step: Step, what: str, grounds: Iterable[Limit[str]]) -> Iterator[Requirement]:
    for ground in grounds:
        note = f"（{ground.note}）" if ground.note else ""
        yield Requirement(step, f"{what}：{ground.value}{note}", ground.basis)
