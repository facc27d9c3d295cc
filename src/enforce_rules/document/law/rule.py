"""What the law says on a day for a template: whether there is a rule, its value, and how a document cites it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from ...manual import ProvisionAt, Rulebook
from ...penalty.limit import MEASURES_2026, NEW_MEASURES, NEW_MEASURES_UNREAD, PENALTY_LAW_2021, Limit, note
from ...penalty.oversight import Level

UNVERIFIED = "（条款待核）"
"""Stands behind a provision whose text was not read, wherever a document cites it."""
_OLD_MEASURES = "安全生产违法行为行政处罚办法(2015)"


@dataclass(frozen=True, slots=True)
class Setting:
    """What the law of a document depends on. ``on`` is the document's date."""

    on: date
    book: Rulebook
    unit: bool = True
    """Whether the party is a unit (单位), or a person."""
    provision: str | None = None
    """The provision of the penalty, as a citation, where one is imposed."""
    on_the_spot: bool = False
    """Whether the penalty is decided on the spot (当场)."""
    level: Level | None = None
    """The level of the authority: county, city, province; where it is known."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What the law says on a day. Where ``holds`` is False, no such rule of that day was read: the template leaves it out."""

    holds: bool
    value: str = ""
    """A length of time or an amount: ``60日``, ``3000元``; or a few words; or nothing."""
    official: str = ""
    """As a document cites it: 《中华人民共和国行政复议法》第二十条第一款、第二十四条第一款第（一）项."""
    sources: str = ""
    """The citations with their editions, joined by ``|``."""
    note: str = ""
    """What a person must know."""


Law = Callable[[Setting], Rule]
"""One rule of procedure, by the setting."""


def told(setting: Setting, cites: Iterable[str], value: str = "", remark: str = "") -> Rule:
    """The rule that rests on ``cites``, all in force on the day. A law that is known only as a whole because its text was not
    read is not cited."""
    found = _by_law(setting.book.provision(cite) for cite in dict.fromkeys(cites) if cite != NEW_MEASURES)
    unread = [str(one.citation) for one in found if not one.verified]
    told = note(remark, f"{'、'.join(unread)}没有核对原文" if unread else "")
    sources = "|".join(str(one.citation) for one in found)
    return Rule(True, value, _official(found), sources, told)


def none(remark: str) -> Rule:
    """No such rule on that day, and why."""
    return Rule(False, note=remark)


def _by_law(provisions: Iterable[ProvisionAt]) -> list[ProvisionAt]:
    """The provisions with those of one law together, the laws in the order of their first."""
    laws: dict[str, list[ProvisionAt]] = {}
    for one in provisions:
        laws.setdefault(one.statute.title, []).append(one)
    return [one for of_law in laws.values() for one in of_law]


def _official(provisions: list[ProvisionAt]) -> str:
    """Citations as a sentence lists them: a law is named once, its provisions follow."""
    words, title = [], ""
    for one in provisions:
        text = one.citation.locator if one.statute.title == title else one.official
        title = one.statute.title
        words.append(text if one.verified else text + UNVERIFIED)
    return "、".join(words)


def basis(*cites: str, before_2021: Iterable[str] = (), remark: str = "", value: str = "") -> Law:
    """The rule that rests on those of the citations whose edition is in force on the day.

    ``before_2021`` are those that 行政处罚法(2021) replaced, though their own edition lasted longer.
    """

    def on_day(setting: Setting) -> Rule:
        older = before_2021 if setting.on < PENALTY_LAW_2021 else ()
        asked = [*cites, *older]
        found = [cite for cite in asked if setting.book.provision(cite).edition.in_force(setting.on)]
        lapsed = setting.on >= MEASURES_2026 and any(cite.startswith(_OLD_MEASURES) for cite in cites)
        missing = NEW_MEASURES_UNREAD if lapsed else ""
        if not found:
            return none(missing or "当日没有这样的规定")
        return told(setting, found, value, note(remark, missing))

    return on_day


def limited(limit: Callable[[Setting], Limit[object] | Limit[None]], *more: str, unit: str = "") -> Law:
    """The rule whose value is a limit in the law: a period, an amount with its ``unit``. ``more`` citations in force are added."""

    def on_day(setting: Setting) -> Rule:
        found = limit(setting)
        if found.value is None:
            return none(found.note)
        added = [cite for cite in more if setting.book.provision(cite).edition.in_force(setting.on)]
        return told(setting, (*found.basis, *added), f"{found.value}{unit}", found.note)

    return on_day


def period(length: Callable[[date], Limit[object] | Limit[None]], *more: str) -> Law:
    """The rule whose value is a period by the day of the document."""
    return limited(lambda setting: length(setting.on), *more)


def only(holds: Callable[[Setting], bool], law: Law, otherwise: str) -> Law:
    """``law`` where it ``holds``, else no rule, and why."""
    return lambda setting: law(setting) if holds(setting) else none(otherwise)
