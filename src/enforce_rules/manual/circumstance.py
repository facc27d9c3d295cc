"""``circumstances.yaml``: what may weigh in a penalty (情节), with what it does and the provisions that say so, by date."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .item import BasisEntry
from .model import Model, Name, Text

Effect = Literal["exempt", "may_exempt", "lighter", "lighter_or_reduced", "may_lighter_or_reduced", "heavier"]

EFFECTS: dict[Effect, str] = {
    "exempt": "不予处罚",
    "may_exempt": "可以不予处罚",
    "lighter": "应当从轻处罚",
    "lighter_or_reduced": "应当从轻或者减轻处罚",
    "may_lighter_or_reduced": "可以从轻或者减轻处罚",
    "heavier": "应当从重处罚",
}
"""What a circumstance does, in words."""


WEIGHED = ("lighter", "heavier")
"""The two names that a condition of a tier may use for all circumstances of one direction."""


class Circumstance(Model):
    """One circumstance. It counts on a day when one of its bases is in force on that day."""

    label: Text = Field(description="名称，照法条的意思写")
    effect: Effect
    bases: tuple[BasisEntry, ...] = Field(min_length=1)
    persons_only: bool = Field(default=False, description="只对个人")
    note: Text | None = None

    @property
    def lightens(self) -> bool:
        """Whether it makes the penalty lighter within the band, or below it."""
        return self.effect in ("lighter", "lighter_or_reduced")


class CircumstancesFile(Model):
    """``circumstances.yaml``."""

    circumstances: dict[Name, Circumstance] = {}
