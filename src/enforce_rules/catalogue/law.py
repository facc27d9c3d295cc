"""The law of a breach over time: from which day until which it rests on which provisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ..language import Expression, render
from ..language.expression import FALSE, TRUE, Literal, walk
from ..language.partial import substitute
from ..manual import Basis, Breach, Rulebook

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Ground:
    """One citation that holds on a day. ``limit`` is what it still depends on, in Chinese; nothing for no condition."""

    cite: str
    limit: str
    verified: bool
    note: str = ""


@dataclass(frozen=True)
class Provisions:
    """The duties, penalties and criteria for major hazards that stand for a breach on a day."""

    duties: tuple[Ground, ...]
    penalties: tuple[Ground, ...]
    criteria: tuple[Ground, ...]


@dataclass(frozen=True)
class LawInForce:
    """The provisions of a breach from ``since`` until ``until``, both included; open at the end for the last."""

    since: date
    until: date | None
    provisions: Provisions


def provisions_on(book: Rulebook, breach: Breach, on: date) -> Provisions:
    """What stands for a breach on a day: editions in force whose condition the day does not rule out."""
    return Provisions(*(tuple(_grounds(book, bases, on)) for bases in (breach.duties, breach.penalties, breach.major)))


def law_over_time(book: Rulebook, breach: Breach) -> tuple[LawInForce, ...]:
    """The law of a breach from the manual's first day on, a new entry wherever it changes. Days outside its period are left out."""
    first = max(book.info.in_force_from, breach.since or date.min)
    last = breach.until
    starts = sorted({first, *(day for day in _turns(book, breach) if first < day and (last is None or day <= last))})
    found: list[LawInForce] = []
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        until = following - _DAY if following else last
        provisions = provisions_on(book, breach, start)
        if found and found[-1].provisions == provisions:
            found[-1] = LawInForce(found[-1].since, until, provisions)
        else:
            found.append(LawInForce(start, until, provisions))
    return tuple(found)


def _turns(book: Rulebook, breach: Breach) -> Iterator[date]:
    """Days on which something about the law of a breach may change."""
    for basis in (*breach.duties, *breach.penalties, *breach.major):
        edition = book.provision(basis.cite).edition
        yield edition.in_force_from
        if edition.in_force_until:
            yield edition.in_force_until + _DAY
        if basis.when:
            for written in _dates(substitute(book.condition(basis.when), {}, None)):
                yield written
                yield written + _DAY


def _dates(condition: Expression) -> Iterator[date]:
    for part in walk(condition):
        if isinstance(part, Literal) and isinstance(part.value, date):
            yield part.value


def _grounds(book: Rulebook, bases: Iterable[Basis], on: date) -> Iterator[Ground]:
    for basis, found in book.in_force(tuple(bases), on):
        when = substitute(book.condition(basis.when or "true"), {}, on)
        if when != FALSE:
            # With its terms named the condition reads better than folded; the day it speaks of is part of the row.
            limit = "" if when == TRUE else render(book.condition(basis.when or "true"), book)
            yield Ground(basis.cite, limit, found.verified, basis.note or "")
