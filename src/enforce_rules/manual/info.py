"""``manual.yaml``: what the manual is, where it comes from, and that it is a reconstruction."""

from __future__ import annotations

from pydantic import Field

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
    law_checked_until: Day | None = Field(default=None, description="法律核对到哪一天；以后的变化没有收录")
    region: Text | None = None
    statement: Text = Field(description="本手册是什么、不是什么")
    source: Text
    tables: dict[str, Text] = Field(min_length=1)
    profiles: dict[Name, Profile] = {}
