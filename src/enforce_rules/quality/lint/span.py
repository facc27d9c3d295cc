"""The days on which something of the manual can matter: from the day the manual is in force, within its own periods."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ...manual import Edition, Rulebook
from ...manual.model import Period


@dataclass(frozen=True, slots=True)
class Span:
    """The days from ``first`` to ``last``, both included; none when ``last`` lies before ``first``."""

    first: date
    last: date

    @property
    def empty(self) -> bool:
        """Whether it has no day."""
        return self.last < self.first

    def holds(self, on: date) -> bool:
        """Whether ``on`` is one of the days."""
        return self.first <= on <= self.last

    def meets(self, edition: Edition) -> bool:
        """Whether the edition is in force on one of the days."""
        until = edition.in_force_until or date.max
        return max(self.first, edition.in_force_from) <= min(self.last, until)


def span_of(book: Rulebook, *periods: Period) -> Span:
    """The days of the manual that lie in all the periods."""
    first = [period.since for period in periods if period.since is not None]
    last = [period.until for period in periods if period.until is not None]
    return Span(max([book.info.in_force_from, *first]), min([date.max, *last]))


def turns_of(edition: Edition) -> Iterator[date]:
    """The day an edition comes into force, and the first day it no longer is."""
    yield edition.in_force_from
    if edition.in_force_until is not None:
        yield edition.in_force_until + timedelta(days=1)


def told(edition: Edition) -> str:
    """The days of an edition in words."""
    until = f"至{edition.in_force_until}" if edition.in_force_until else "起"
    return f"{edition.in_force_from}{until}施行"
