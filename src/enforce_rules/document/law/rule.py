"""What the law says on a day for a template: whether there is a rule, its value, and how a document cites it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from ...manual import Rulebook
from ...penalty.limit import MEASURES_2026, NEW_MEASURES, NEW_MEASURES_UNREAD, Limit, note
from ...penalty.oversight import Level
from ..citing import in_order, listed, readable

ABSENT = "当日没有这样的规定"
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
    value: str | None = None
    """A length of time or an amount: ``60日``, ``3000元``; or a few words; or nothing. None where no rule holds."""
    official: str | None = None
    """As a document cites it: 《中华人民共和国行政复议法》第二十条第一款、第二十四条第一款第（一）项. None where no rule holds."""
    sources: str = ""
    """The citations with their editions, joined by ``|``."""
    note: str = ""
    """What a person must know."""


Law = Callable[[Setting], Rule]
"""One rule of procedure, by the setting."""


def told(setting: Setting, cites: Iterable[str], value: str = "", remark: str = "") -> Rule:
    """The rule that rests on ``cites``, all in force on the day.

    应急管理部令第18号, known only as a whole, is not cited; nor is a provision that was not read where another that was says the same.
    """
    asked = in_order([setting.book.provision(cite) for cite in dict.fromkeys(cites) if cite != NEW_MEASURES])
    unread = [str(one.citation) for one in asked if not one.verified]
    found = readable(asked)
    known = note(remark, f"{'、'.join(unread)}没有核对原文" if unread else "")
    return Rule(True, value, listed(found, setting.on), "|".join(str(one.citation) for one in found), known)


def none(remark: str) -> Rule:
    """No such rule on that day, and why."""
    return Rule(False, note=remark)


def basis(*cites: str, remark: str = "", value: str = "", otherwise: str = ABSENT) -> Law:
    """The rule that rests on those of the citations whose edition is in force on the day; where none is, ``otherwise`` says why."""

    def on_day(setting: Setting) -> Rule:
        found = in_force(setting, cites)
        missing = _unread(setting, cites)
        if not found:
            return none(note(missing, remark) if missing else otherwise)
        return told(setting, found, value, note(remark, missing))

    return on_day


def in_force(setting: Setting, cites: Iterable[str]) -> list[str]:
    """Those of the citations whose edition is in force on the day."""
    return [cite for cite in cites if setting.book.provision(cite).edition.in_force(setting.on)]


def _unread(setting: Setting, cites: Iterable[str]) -> str:
    """What must be said where 应急管理部令第18号, which was not read, took the place of one of the citations."""
    lapsed = setting.on >= MEASURES_2026 and any(cite.startswith(_OLD_MEASURES) for cite in cites)
    return NEW_MEASURES_UNREAD if lapsed else ""


def limited(limit: Callable[[Setting], Limit[object] | Limit[None]], *more: str, unit: str = "") -> Law:
    """The rule whose value is a limit in the law: a period, an amount with its ``unit``. ``more`` citations in force are added."""

    def on_day(setting: Setting) -> Rule:
        found = limit(setting)
        if found.value is None:
            return none(found.note)
        remark = note(found.note, _unread(setting, more))
        return told(setting, (*found.basis, *in_force(setting, more)), f"{found.value}{unit}", remark)

    return on_day


def remarked(rule: Rule, remark: str) -> Rule:
    """The rule with one more thing that a person must know."""
    return replace(rule, note=note(rule.note, remark))


def period(length: Callable[[date], Limit[object] | Limit[None]], *more: str) -> Law:
    """The rule whose value is a period by the day of the document."""
    return limited(lambda setting: length(setting.on), *more)


def only(holds: Callable[[Setting], bool], law: Law, otherwise: str) -> Law:
    """``law`` where it ``holds``, else no rule, and why."""
    return lambda setting: law(setting) if holds(setting) else none(otherwise)
