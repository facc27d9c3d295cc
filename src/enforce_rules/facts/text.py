"""Text that strangers write and documents print: whatever it holds is printed as it stands, or is refused."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

_MARKS = frozenset("\u200c\u200d\u200e\u200f")
"""Joiners, which emoji and some scripts need, and the marks of direction; they turn nothing round that follows."""


def _printable(text: str) -> str:
    """Refuse what no page can show: control characters, line ends, and what turns the text after it round."""
    for char in text:
        if not (char.isprintable() or char in _MARKS or unicodedata.category(char) == "Zs"):
            raise ValueError(f"只能是一行可以印出的文字，不能有 U+{ord(char):04X}")
    return text


def _paragraphs(text: str) -> str:
    for line in text.split("\n"):
        _printable(line)
    return text


Line = Annotated[
    str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True), AfterValidator(_printable)
]
"""One printable line of at most 200 characters."""

Sentence = Annotated[
    str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True), AfterValidator(_printable)
]
"""One printable paragraph of at most 2000 characters."""

Prose = Annotated[
    str, StringConstraints(min_length=1, max_length=20000, strip_whitespace=True), AfterValidator(_paragraphs)
]
"""Printable paragraphs, one a line, of at most 20 000 characters."""
