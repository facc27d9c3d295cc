"""``manual.yaml``: what the manual is, where it comes from, and that it is a reconstruction."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from ..language.chinese import day
from .model import Day, Model, Name, Text


class Profile(Model):
    """A kind of enterprise, and the tables of items that concern it."""

    label: Text
    tables: tuple[Text, ...] = Field(min_length=1)


class ManualInfo(Model):
    """The head of a manual."""

    id: Text
    title: Text
    edition: Text
    in_force_from: Day = Field(description="从哪一天起可以用本手册检查")
    reaches_back_to: Day | None = Field(
        default=None, description="更早的检查可以判断到哪一天；in_force_from 以前的法律只收录了一部分"
    )
    law_checked_until: Day | None = Field(default=None, description="法律核对到哪一天；以后的变化没有收录")
    region: Text | None = None
    statement: Text = Field(description="本手册是什么、不是什么")
    source: Text
    tables: dict[str, Text] = Field(min_length=1)
    profiles: dict[Name, Profile] = {}

    @property
    def earliest(self) -> date:
        """The first day that can be judged at all."""
        return self.reaches_back_to or self.in_force_from

    def caveat(self, on: date) -> str | None:
        """What must be said of the law of a day that lies outside those for which all of it was checked."""
        if on < self.in_force_from:
            return f"{day(self.in_force_from)}以前的法律只收录了一部分，没有列出的不等于没有"
        if self.law_checked_until is not None and on > self.law_checked_until:
            return f"法律只核对到{day(self.law_checked_until)}，以后的变化没有收录"
        return None
