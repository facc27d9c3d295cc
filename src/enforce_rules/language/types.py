"""The types of the condition language: bool, int, number, date, enum (closed list), set (subset of a closed list)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

Value = bool | int | Decimal | date | str | frozenset[str]
"""A known value: bool; int; Decimal for a number; date; str for an enum; frozenset of str for a set."""

Truth = bool | None
"""Three truth values: True, False, and None for unknown."""


class Kind(StrEnum):
    """The six kinds of value."""

    BOOL = "bool"
    INT = "int"
    NUMBER = "number"
    DATE = "date"
    ENUM = "enum"
    SET = "set"


@dataclass(frozen=True, slots=True)
class Type:
    """A kind with its domain: the closed list of an enum or set, the bounds (both included) of an int or number."""

    kind: Kind
    values: tuple[str, ...] = ()
    low: int | Decimal | None = None
    high: int | Decimal | None = None

    @property
    def numeric(self) -> bool:
        """Whether values of this type can be compared by size and computed with."""
        return self.kind in (Kind.INT, Kind.NUMBER)

    def alike(self, other: Type) -> bool:
        """Whether values of the one can stand for values of the other, bounds aside: the same kind and the same list."""
        return self.kind is other.kind and self.values == other.values


BOOL = Type(Kind.BOOL)
INT = Type(Kind.INT)
NUMBER = Type(Kind.NUMBER)
DATE = Type(Kind.DATE)

KIND_NAMES = {
    Kind.BOOL: "是否（bool）",
    Kind.INT: "整数（int）",
    Kind.NUMBER: "数（number）",
    Kind.DATE: "日期（date）",
    Kind.ENUM: "单选（enum）",
    Kind.SET: "多选（set）",
}
