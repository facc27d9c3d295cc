"""The numbers and days that a condition writes itself, those inside the terms it names left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from ...language import Expression
from ...language.expression import Literal, TermRef, children

_SELF_EVIDENT = (0, 1)
"""None at all, or at least one: not a threshold anyone set."""


def literals_in(condition: Expression | None) -> Iterator[Literal]:
    """The values written in a condition, left to right."""
    if isinstance(condition, Literal):
        yield condition
    elif condition is not None and not isinstance(condition, TermRef):
        for child in children(condition):
            yield from literals_in(child)


def days_in(condition: Expression | None) -> list[date]:
    """The days written in a condition."""
    return [literal.value for literal in literals_in(condition) if isinstance(literal.value, date)]


def numbers_in(condition: Expression | None) -> list[int | Decimal]:
    """The numbers written in a condition, except 0 and 1."""
    return [
        literal.value
        for literal in literals_in(condition)
        if isinstance(literal.value, int | Decimal)
        and not isinstance(literal.value, bool)
        and literal.value not in _SELF_EVIDENT
    ]
