"""A value as a facts file holds it: plain data that JSON and YAML can write and a facts file can be made of."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from ..language import Value


def plain(value: Value, order: tuple[str, ...] = ()) -> Any:
    """The value as plain data; the members of a set in the ``order`` of its list, else sorted."""
    if isinstance(value, frozenset):
        return [name for name in order if name in value] if order else sorted(value)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value
