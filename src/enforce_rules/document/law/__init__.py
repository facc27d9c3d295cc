"""What templates print of the law of procedure, by name: ``LAW["review"](setting).value`` is ``60日``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from itertools import product
from typing import get_args

from ...errors import DocumentError, Problem, did_you_mean
from ...manual import Rulebook
from ...penalty.oversight import Level
from .after import EXECUTION, REMEDIES, SERVICE
from .case import DECISION, HEARING, INQUIRY
from .on_site import ON_SITE
from .rule import Law, Rule, Setting

__all__ = ["LAW", "Law", "Rule", "Setting", "law_on", "reach"]

LAW: Mapping[str, Law] = {**ON_SITE, **INQUIRY, **HEARING, **DECISION, **SERVICE, **REMEDIES, **EXECUTION}
"""Every rule by its name."""


def law_on(setting: Setting, names: Iterable[str]) -> dict[str, Rule]:
    """The rules of those names in a setting. Raises :class:`DocumentError` for a name that there is not."""
    return {name: _named(name)(setting) for name in names}


def _named(name: str) -> Law:
    if name not in LAW:
        raise DocumentError(Problem(f"没有 {name} 这条程序规定", hint=did_you_mean(name, LAW)))
    return LAW[name]


def reach(book: Rulebook, name: str) -> tuple[str, ...]:
    """Every citation that a rule can give on any day since the first that the manual reaches."""
    found = {cite: None for setting in settings(book) for cite in _named(name)(setting).sources.split("|") if cite}
    return tuple(found)


def settings(book: Rulebook) -> Iterator[Setting]:
    """Settings that together show all a rule can say: each day on which a law changed, each kind of party and penalty."""
    changes = {
        day
        for statute in book.statutes.values()
        for edition in statute.editions.values()
        for day in (edition.in_force_from, edition.in_force_until and edition.in_force_until + timedelta(days=1))
        if day is not None and day >= book.info.earliest
    }
    kinds = [
        *product((True, False), (None, *_PENALISED), (False, True), (None,)),
        *((True, None, False, level) for level in get_args(Level)),  # no rule asks for the level and for more
    ]
    for day in sorted({book.info.earliest, *changes}):
        for unit, provision, on_the_spot, level in kinds:
            yield Setting(day, book, unit, provision, on_the_spot, level)


_PENALISED = (
    "安全生产法(2014)第九十四条第（一）项",
    "安全生产法(2021)第九十七条第（一）项",
    "矿山安全法(2009)第四十条第（一）项",
)
"""One provision for each kind of law that a rule may ask of."""
