"""From rendered HTML to blocks, and from blocks to plain text: the same sentences in every format.

A block is an element with a ``data-block`` attribute; it carries its sources in further ``data-`` attributes, and the
line of the template that wrote it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from html.parser import HTMLParser

WIDTH = 76
"""The width of a line of plain text, in columns; a Chinese character takes two."""


@dataclass(frozen=True)
class Block:
    """One paragraph of a document. ``sources`` names the item, breach, provisions and facts it comes from."""

    kind: str
    layout: str
    text: str
    line: int
    sources: dict[str, str]


def blocks_of(html: str) -> tuple[Block, ...]:
    """The blocks of a rendered document, in order."""
    reader = _BlockReader()
    reader.feed(html)
    reader.close()
    return tuple(reader.blocks)


class _BlockReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.open: tuple[str, dict[str, str]] | None = None
        self.depth = 0
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if self.open is None and "data-block" in told:
            self.open, self.depth, self.text = (tag, told), 1, []
        elif self.open is not None and tag == self.open[0]:
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        if self.open is None or tag != self.open[0]:
            return
        self.depth -= 1
        if self.depth == 0:
            told = self.open[1]
            sources = {
                name.removeprefix("data-"): value
                for name, value in told.items()
                if name in ("data-item", "data-breach", "data-provisions", "data-facts") and value
            }
            text = re.sub("[ \t\r\n]+", " ", "".join(self.text)).strip(" ")
            layout = told.get("data-layout", "paragraph")
            self.blocks.append(Block(told["data-block"], layout, text, int(told.get("data-line", 0)), sources))
            self.open = None

    def handle_data(self, data: str) -> None:
        if self.open is not None:
            self.text.append(data)


def plain_text(blocks: tuple[Block, ...]) -> str:
    """The document as plain text: titles centred, paragraphs indented by two full-width characters, dates at the right."""
    lines: list[str] = []
    for block in blocks:
        if block.layout == "heading":
            lines.append("")
        if block.layout == "rule":
            lines.append("─" * (WIDTH // 2))
        elif block.layout in ("centre", "right"):
            room = WIDTH - _columns(block.text)
            lines.append(" " * max(0, room // 2 if block.layout == "centre" else room) + block.text)
        else:
            lines.extend(_wrapped(block.text, "　　" if block.layout == "paragraph" else ""))
        if block.layout == "centre":
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


_NO_START = "，。；：、？！）》”’…"


def _wrapped(text: str, indent: str) -> list[str]:
    """Lines of at most ``WIDTH`` columns; a closing mark never starts a line."""
    lines, line = [], indent
    for char in text:
        if _columns(line) + _columns(char) > WIDTH and char not in _NO_START:
            lines.append(line)
            line = ""
        line += char
    return [*lines, line]
