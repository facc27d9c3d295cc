"""Blocks as plain text: titles centred, paragraphs indented by two full-width characters, the date at the right.

A row of a table is a line, its cells parted by a bar; the paragraphs of one cell follow each other.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, groupby

from .block import Block, Layout

WIDTH = 76
"""The width of a line of plain text, in columns; a Chinese character takes two."""

_CENTRED = ("series", "title", "centre", "draft")
_NO_START = "，。；：、？！）》〉」』】〕”’…"
_BAR = " │ "


class _Columns(dict[str, int]):
    """How many columns each character takes; worked out once for each."""

    def __missing__(self, char: str) -> int:
        wide = unicodedata.east_asian_width(char) in "WF"
        self[char] = columns = 2 if wide else 0 if unicodedata.combining(char) else 1
        return columns


_COLUMNS = _Columns()


def plain_text(blocks: Sequence[Block]) -> str:
    """The document as plain text, lines of at most :data:`WIDTH` columns."""
    lines: list[str] = []
    for table, members in groupby(blocks, key=lambda block: block.cell and block.cell.table):
        written = _flowing if table is None else _tabled
        lines.extend(written(members))
    return "\n".join(lines).rstrip() + "\n"


def _flowing(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if block.layout in ("heading", "rule") or block.new_page:
            yield ""
        if block.layout == "rule":
            yield "─" * (WIDTH // 2)
        else:
            yield from _set(block.text, block.layout)
        if block.layout in ("title", "centre", "draft"):
            yield ""


def _set(text: str, layout: Layout) -> Iterator[str]:
    lines = _wrapped("　　" + text if layout == "paragraph" else text)
    if layout in _CENTRED:
        return (" " * ((WIDTH - _width(line)) // 2) + line for line in lines)
    if layout in ("right", "number"):
        return (" " * (WIDTH - _width(line)) + line for line in lines)
    return iter(lines)


def _tabled(blocks: Iterable[Block]) -> Iterator[str]:
    yield "─" * (WIDTH // 2)
    for _, row in groupby(blocks, key=lambda block: block.cell and block.cell.row):
        cells = groupby(row, key=lambda block: block.cell)
        yield from _wrapped(_BAR.join(" ".join(block.text for block in cell) for _, cell in cells))
        yield "─" * (WIDTH // 2)


def _width(text: str) -> int:
    return sum(map(_COLUMNS.__getitem__, text))


@lru_cache(maxsize=4096)  # the same sentences recur from document to document
def _wrapped(text: str) -> tuple[str, ...]:
    """Lines of at most ``WIDTH`` columns; a closing mark never starts a line."""
    if 2 * len(text) <= WIDTH:
        return (text,)
    ends = list(accumulate(map(_COLUMNS.__getitem__, text)))
    lines, start, before = [], 0, 0
    while start < len(text):
        stop = max(bisect_right(ends, before + WIDTH, start), start + 1)
        while stop < len(text) and text[stop] in _NO_START:
            stop += 1
        lines.append(text[start:stop])
        start, before = stop, ends[stop - 1]
    return tuple(lines)
