"""What is not a fine: measures on the spot, which are no penalty and need no hearing, and acts that may be crimes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..evaluate import BreachVerdict, Inspection
from .act import Act, key_of

MEND_AT_ONCE = "能够立即排除的，责令立即排除"
STOP_AND_LEAVE = (
    "重大事故隐患排除前或者排除过程中无法保证安全的，责令从危险区域内撤出作业人员，"
    "责令暂时停产停业或者停止使用相关设施、设备；排除后经审查同意，方可恢复"
)
STOP_BUILDING = "同时可以责令暂时停止建设、停止施工，限期排除隐患；各项暂时措施的期限一般不超过六个月"
REFUSED_STOP = ("刑法(2020)第一百三十四条之一第（二）项", "刑法(2023)第一百三十四条之一第（二）项")

CRIMES = {
    "第一百三十四条之一": "涉嫌危险作业罪的前提是具有发生重大伤亡事故或者其他严重后果的现实危险",
    "第一百三十九条之一": "涉嫌不报、谎报安全事故罪的前提是贻误事故抢救、情节严重",
}
"""For the articles of the criminal law, what must be there besides the act; a person judges."""


def crime_words(crimes: tuple[str, ...]) -> str:
    """What a person must judge before an act that may be a crime is handed over."""
    conditions = [words for article, words in CRIMES.items() if any(article in cite for cite in crimes)]
    return f"{'；'.join(conditions)}，由人判断；涉嫌犯罪的移送公安机关"


@dataclass(frozen=True)
class Measure:
    """One measure on the spot (现场处理措施) for a major hazard. It is no penalty: no hearing, no limit by a band."""

    breach: str
    statement: str
    words: tuple[str, ...]
    basis: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The measure as plain data for JSON."""
        item, _, name = self.breach.partition(".")
        return {
            "breach": {"item": item, "name": name, "statement": self.statement},
            "measures": list(self.words),
            "basis": list(self.basis),
            "penalty": False,
        }


def measures_of(inspection: Inspection) -> tuple[Measure, ...]:
    """The measures that the law allows on the day of the inspection for each major hazard that is ours to handle.

    安全生产法(2014)第六十二条, (2021)第六十五条第一款第（三）项; 安全生产违法行为行政处罚办法(2015)第十四条.
    """
    basis = _powers(inspection)
    temporary = (STOP_BUILDING,) if any("第十四条" in cite for cite in basis) else ()
    return tuple(
        Measure(key_of(breach), breach.statement, (MEND_AT_ONCE, STOP_AND_LEAVE, *temporary), basis)
        for breach in inspection.violations
        if on_major_hazard(breach) and not breach.transfer and not breach.breach.measure
    )


def _powers(inspection: Inspection) -> tuple[str, ...]:
    powers = (
        "安全生产法(2014)第六十二条",
        "安全生产法(2021)第六十五条第一款第（三）项",
        "安全生产违法行为行政处罚办法(2015)第十四条第一款第（二）项",
    )
    return tuple(cite for cite in powers if inspection.book.holds_in_force(cite, inspection.on))


def crimes_of(act: Act, inspection: Inspection) -> tuple[str, ...]:
    """The crimes that an act may be, by the law of the day it ended: those its breaches name, and refusing to stop."""
    named = [basis.cite for breach in act.breaches for basis in breach.breach.crimes]
    if act.stage == "refused" and any(on_major_hazard(breach) for breach in act.breaches):
        named += REFUSED_STOP
    return tuple(dict.fromkeys(cite for cite in named if inspection.book.holds_in_force(cite, act.ended)))


def on_major_hazard(breach: BreachVerdict) -> bool:
    """Whether a breach is a major hazard, or can only be committed where there is one."""
    return breach.major is True or breach.breach.supposes_major
