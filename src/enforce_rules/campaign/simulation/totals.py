"""What a simulated campaign adds up to: the totals of each phase, as they were published. What was not is not simulated."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from ...errors import CampaignError, Problems
from ...facts.text import Sentence
from ...manual.model import Day, Model
from ...manual.validation import validate
from ...manual.yamlfile import Source, read_file

Count = Annotated[int, Field(ge=0, le=1_000_000)]


class PhaseTotals(Model):
    """The totals of one phase on a day."""

    as_of: Day = Field(description="统计截止日期")
    governments: Count = 0
    departments: Count = 0
    units: Count = 0
    hazards: Count = 0
    rectified: Count = 0
    major: Count = 0
    major_rectified: Count = 0
    major_notices: Count = 0
    documents: Count = 0
    suggested: Count = 0
    filed: Count = 0
    fines: Annotated[int, Field(ge=0, le=10**12)] = Field(default=0, description="罚款（含拟罚），元")
    suspensions: Count = 0


class Totals(Model):
    """The totals of the phases, by number; ``source`` says where they were published."""

    source: Sentence = Field(description="来源")
    phases: dict[Annotated[int, Field(ge=1, le=9)], PhaseTotals]


def read_totals(path: str | Path) -> Totals:
    """The totals of a YAML or JSON file. Raises :class:`CampaignError` with every problem and its place."""
    source = read_file(Path(path), CampaignError)
    problems = Problems()
    totals = validate(source, Totals, problems)
    if totals is not None:
        for number, phase in totals.phases.items():
            _sound(number, phase, source, problems)
    problems.raise_as(CampaignError)
    assert totals is not None
    return totals


_WITHIN = (
    ("rectified", "hazards"),
    ("major", "hazards"),
    ("major", "units"),  # one for each unit at most
    ("major_rectified", "major"),
    ("major_rectified", "rectified"),
    ("major_notices", "major"),
    ("suggested", "units"),
    ("filed", "units"),
    ("suspensions", "units"),
)


def _sound(number: int, phase: PhaseTotals, source: Source, problems: Problems) -> None:
    for part, whole in _WITHIN:
        if getattr(phase, part) > getattr(phase, whole):
            problems.add(
                f"{part} {getattr(phase, part)} 多于 {whole} {getattr(phase, whole)}，模拟不出",
                source.place(("phases", str(number), part)),
            )
    plain, plain_rectified = phase.hazards - phase.major, phase.rectified - phase.major_rectified
    for wrong, name, what in (
        (phase.hazards and not phase.units, "hazards", "有问题隐患没有检查企业，模拟不出"),
        (plain_rectified > plain, "rectified", f"重大隐患以外已整改{plain_rectified}条，多于发现{plain}条，模拟不出"),
        (phase.major_notices > phase.major - phase.major_rectified, "major_notices", "公示的多于没有整改的，模拟不出"),
        (phase.fines and not phase.filed, "fines", "有罚款没有立案，模拟不出"),
        (phase.fines % 1000 or 0 < phase.fines < 1000 * phase.filed, "fines", "罚款按千元分给各案，每案至少一千元"),
    ):
        if wrong:
            problems.add(what, source.place(("phases", str(number), name)))
