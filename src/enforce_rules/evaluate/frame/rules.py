"""The conditions of a manual on any day: what changed with time stands in them as a comparison of the day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ...language import Expression
from ...language.expression import FALSE, TRUE, And, Compare, Day, Literal, Or
from ...language.types import BOOL, DATE
from ...manual import Breach, Item, Rulebook
from ...manual.model import Period
from ..conditions import under_law_of


@dataclass(frozen=True)
class LastingBreach:
    """When a breach is committed and when it is a major hazard, on any day."""

    name: str
    violated: Expression
    major: Expression


@dataclass(frozen=True)
class LastingItem:
    """When an item applies and what its breaches are, on any day. Nothing else of the item: it goes to other machines."""

    id: str
    table: str
    applies: Expression
    breaches: tuple[LastingBreach, ...]

    @property
    def violated(self) -> Expression:
        """The three-valued ``or`` over the breaches."""
        return _any(tuple(breach.violated for breach in self.breaches))

    def on(self, day: date) -> LastingItem:
        """The same under the law of one day."""
        return LastingItem(
            self.id,
            self.table,
            under_law_of(self.applies, day),
            tuple(
                LastingBreach(breach.name, under_law_of(breach.violated, day), under_law_of(breach.major, day))
                for breach in self.breaches
            ),
        )


class LastingRules:
    """All items of a manual, each on any day or under the law of one."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self._on: dict[date, tuple[LastingItem, ...]] = {}

    @cached_property
    def items(self) -> tuple[LastingItem, ...]:
        """On any day."""
        return tuple(self._item(item) for item in self.book.items.values())

    def on(self, day: date | None) -> tuple[LastingItem, ...]:
        """Under the law of a day; on any day where none is given."""
        if day is None:
            return self.items
        if day not in self._on:
            self._on[day] = tuple(item.on(day) for item in self.items)
        return self._on[day]

    def _item(self, item: Item) -> LastingItem:
        return LastingItem(
            item.id,
            item.table,
            _within(self.book.condition(item.applies), item),
            tuple(
                LastingBreach(name, _within(self.book.condition(breach.violated), breach), self._major(breach))
                for name, breach in item.breaches.items()
            ),
        )

    def _major(self, breach: Breach) -> Expression:
        """That some criterion in force makes the breach a major hazard."""
        criteria = []
        for basis in breach.major:
            edition = self.book.provision(basis.cite).edition
            period = Period(**{"from": edition.in_force_from, "until": edition.in_force_until})
            criteria.append(_within(self.book.condition(basis.when or "true"), period))
        return _any(tuple(criteria))


def _within(condition: Expression, period: Period) -> Expression:
    limits = tuple(_limits(period))
    if not limits:
        return condition
    return And((*limits, condition)) if condition != TRUE else limits[0] if len(limits) == 1 else And(limits)


def _limits(period: Period) -> Iterator[Expression]:
    if period.since is not None:
        yield Compare(">=", Day(), Literal(period.since, DATE), BOOL)
    if period.until is not None:
        yield Compare("<=", Day(), Literal(period.until, DATE), BOOL)


def _any(conditions: tuple[Expression, ...]) -> Expression:
    if not conditions:
        return FALSE
    return conditions[0] if len(conditions) == 1 else Or(conditions)
