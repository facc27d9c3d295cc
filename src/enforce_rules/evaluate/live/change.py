"""One verdict that a record changed."""

from __future__ import annotations

from dataclasses import dataclass

from ..conditions import WORDS, Verdict


@dataclass(frozen=True, slots=True)
class Change:
    """An item's verdict before and after; ``because`` names the facts whose record or retraction changed it."""

    item: str
    before: Verdict
    after: Verdict
    because: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.item} {WORDS[self.before]}→{WORDS[self.after]}"
