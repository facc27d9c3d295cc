"""The properties of all wide facts, kept up to date with the facts: each condition worked out once, however many items use it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ...language import Expression, Value, facts_of
from .planes import Property, WideFact, property_of


class Properties:
    """What each item's wide fact says. An item is named by its number. Not safe from several threads: the session locks."""

    def __init__(self, items: Sequence[WideFact], facts: Mapping[str, Value], on: date) -> None:
        self._on = on
        users: dict[Expression, list[tuple[int, str]]] = {}
        for number, item in enumerate(items):
            for name, expression in item.properties.items():
                users.setdefault(expression, []).append((number, name))
        self._asked, self._users = list(users), list(users.values())
        self._using: dict[str, list[int]] = {}
        for index, expression in enumerate(self._asked):
            for fact in facts_of(expression):
                self._using.setdefault(fact, []).append(index)
        self._values = [property_of(expression, facts, on) for expression in self._asked]
        self._wide: list[dict[str, Property]] = [{} for _ in items]
        for index in range(len(self._asked)):
            self._put(index)

    def __getitem__(self, number: int) -> dict[str, Property]:
        return self._wide[number]

    def update(self, names: Iterable[str], facts: Mapping[str, Value]) -> dict[int, tuple[str, ...]]:
        """Take the new values of the named facts; for each item whose wide fact says something else now, the names that did it."""
        because: dict[int, dict[str, None]] = {}
        before = self._values.copy()
        for fact in names:
            for index in self._using.get(fact, ()):
                value = property_of(self._asked[index], facts, self._on)
                if value != self._values[index]:
                    self._values[index] = value
                    self._put(index)
                if value != before[index]:  # also where another of the facts was the first to do it
                    for number, _ in self._users[index]:
                        because.setdefault(number, {})[fact] = None
        return {number: tuple(because[number]) for number in sorted(because)}

    def _put(self, index: int) -> None:
        value = self._values[index]
        for number, name in self._users[index]:
            if value is None:
                self._wide[number].pop(name, None)
            else:
                self._wide[number][name] = value
