"""Whether each number and each day written in a condition says where it comes from.

A number is carried by the law that its breach or term cites, else by a note. A day is one on which an edition cited
there comes or ceases to be in force; any other day must be named in a note.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from ...errors import Place
from ...manual import Breach, Item
from ...manual.checks import TERMS
from ...manual.model import Period
from ...manual.yamlfile import Path_, Source
from .desk import Desk, bases_of
from .span import turns_of
from .written import days_in, numbers_in


def check_thresholds(desk: Desk) -> None:
    """Check the conditions of the terms, the items and the bases, and the periods of the items and the breaches."""
    source = desk.sources[TERMS]
    for name, term in desk.book.terms.items():
        place = source.place(("terms", name, "condition"))
        _numbers(desk, term.condition, bool(term.source), place, "在 source 写出定义它的法条")
        _days(desk, days_in(desk.condition(term.condition)), _turns(desk, term.source), [term.note], place)
    for item in desk.book.items.values():
        _item(desk, item, desk.sources[item.id])


def _item(desk: Desk, item: Item, source: Source) -> None:
    place = source.place(("applies",))
    turns = _turns(desk, (basis.cite for breach in item.breaches.values() for _, basis, _ in bases_of(breach, ())))
    _numbers(desk, item.applies, bool(item.note), place, "写成有 source 的术语，或者在事项的 note 写出来源")
    _days(desk, days_in(desk.condition(item.applies)), turns, [item.note], place)
    _period(desk, item, turns, [item.note], source, ())
    for name, breach in item.breaches.items():
        _breach(desk, breach, turns, [item.note, breach.note], source, ("breaches", name))


def _breach(desk: Desk, breach: Breach, turns: set[date], notes: list[str | None], source: Source, path: Path_) -> None:
    place = source.place((*path, "violated"))
    _numbers(desk, breach.violated, bool(breach.duties or breach.note), place, "写出 duties，或者在 note 写出来源")
    _days(desk, days_in(desk.condition(breach.violated)), turns, notes, place)
    _period(desk, breach, turns, notes, source, path)
    for _, basis, where in bases_of(breach, path):
        if basis.when is not None:
            place, said = source.place((*where, "when")), bool(breach.duties or breach.note or basis.note)
            _numbers(desk, basis.when, said, place, "写出 duties，或者在 note 写出来源")
            _days(desk, days_in(desk.condition(basis.when)), turns, [*notes, basis.note], place)


def _period(desk: Desk, period: Period, turns: set[date], notes: list[str | None], source: Source, path: Path_) -> None:
    if period.since is not None:
        _days(desk, [period.since], turns, notes, source.place((*path, "from")))
    if period.until is not None:
        last = {turn - timedelta(days=1) for turn in turns}
        _days(desk, [period.until], last, notes, source.place((*path, "until")))


def _numbers(desk: Desk, condition: str, said: bool, place: Place, hint: str) -> None:
    written = "、".join(str(number) for number in dict.fromkeys(numbers_in(desk.condition(condition))))
    if written and not said:
        desk.find("threshold-without-source", f"条件里的{written}没有说明出处", place, hint)


def _days(desk: Desk, written: Iterable[date], turns: set[date], notes: list[str | None], place: Place) -> None:
    for day in dict.fromkeys(written):
        if day not in turns and not any(note and _names(note, day) for note in notes):
            what = f"{day}不是所引任何版本施行或者失效的日子"
            desk.find("threshold-without-source", what, place, "核对日期；另有来源的，在 note 写明这一天")


def _names(note: str, day: date) -> bool:
    return day.isoformat() in note or f"{day.year}年{day.month}月{day.day}日" in note


def _turns(desk: Desk, cites: Iterable[str]) -> set[date]:
    """The days on which the law cited changes."""
    held = [desk.provision(cite) for cite in cites]
    return {day for provision in held if provision is not None for day in turns_of(provision.edition)}
