"""The conditions of an item on a day: when it applies, and when each of its breaches is committed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal as OneOf

from ..language import Expression, Truth
from ..language.expression import FALSE, Compare, Day, Literal, Or, walk
from ..language.partial import Atom, fold, substitute
from ..manual import Item, Rulebook

Verdict = OneOf["violation", "compliant", "undetermined", "not_applicable"]

VERDICTS: tuple[Verdict, ...] = ("not_applicable", "violation", "compliant", "undetermined")
"""All verdicts; the compiled evaluator answers with their positions."""

WORDS: dict[str, str] = {
    "violation": "违法",
    "compliant": "符合",
    "undetermined": "待查",
    "not_applicable": "不适用",
}


def judge(applies: Truth, violated: Truth) -> Verdict:
    """The verdict from whether the item applies and whether it is violated (DESIGN section 4)."""
    if applies is False:
        return "not_applicable"
    if applies is None or violated is None:
        return "undetermined"
    return "violation" if violated else "compliant"


@dataclass(frozen=True)
class ItemConditions:
    """An item's conditions on a day. A breach that does not exist in law on that day is false."""

    item: Item
    applies: Expression
    breaches: dict[str, Expression]

    @property
    def violated(self) -> Expression:
        """The three-valued ``or`` over the breaches."""
        conditions = tuple(self.breaches.values())
        return conditions[0] if len(conditions) == 1 else Or(conditions)


def conditions_on(book: Rulebook, item: Item, on: date) -> ItemConditions:
    """The conditions of one item on a day. An item outside its own period does not apply."""
    applies = book.condition(item.applies) if item.covers(on) else FALSE
    breaches = {
        name: book.condition(breach.violated) if breach.covers(on) else FALSE for name, breach in item.breaches.items()
    }
    return ItemConditions(item, applies, breaches)


def under_law_of(condition: Expression, on: date) -> Expression:
    """The condition with comparisons of the day with written dates decided: the law of that day. All else stays open."""

    def decide(atom: Atom) -> Expression:
        if isinstance(atom, Compare) and {type(atom.left), type(atom.right)} <= {Day, Literal}:
            return substitute(atom, {}, on)
        return substitute(atom, {}, None)

    return fold(condition, decide)


class Calendar:
    """The days on which some condition of a manual changes, and so the spans in which none does."""

    def __init__(self, book: Rulebook) -> None:
        self.switches = sorted(set(_switches(book)))

    def span(self, on: date) -> int:
        """The number of the span that holds ``on``. Two days of one span have the same conditions."""
        return bisect_right(self.switches, on)


def _switches(book: Rulebook) -> Iterator[date]:
    for item in book.items.values():
        for period in (item, *item.breaches.values()):
            if period.since is not None:
                yield period.since
            if period.until is not None:
                yield period.until + timedelta(days=1)
        for text in (item.applies, *(breach.violated for breach in item.breaches.values())):
            for node in walk(book.condition(text)):
                if isinstance(node, Compare):
                    yield from _switches_of(node)


def _switches_of(node: Compare) -> Iterator[date]:
    """The days at which a comparison of the day with a written date may change."""
    for day, other in ((node.left, node.right), (node.right, node.left)):
        if isinstance(day, Day) and isinstance(other, Literal) and isinstance(other.value, date):
            yield other.value
            yield other.value + timedelta(days=1)
