"""A block: one paragraph of a document with what it was made from. Every format is written from the same blocks."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, get_args

Layout = Literal[
    "series",  # the line above the title: 安全生产行政执法文书
    "title",  # the name of the document, centred
    "number",  # the document number, at the right
    "heading",  # the heading of a part, on a line of its own
    "paragraph",  # body text, its first line indented by two characters
    "line",  # body text without indentation: the addressee, a field, a place to sign
    "right",  # the authority and the date at the lower right, where the seal goes
    "centre",  # a centred line
    "note",  # small print
    "draft",  # the notice that this is a draft
    "rule",  # a line across the page, without text
]
LAYOUTS: tuple[str, ...] = get_args(Layout)


class Table(NamedTuple):
    """A table of a document. ``widths`` are the relative widths of its columns, as many as there are columns."""

    number: int
    widths: tuple[int, ...]


class Cell(NamedTuple):
    """Where in a table a block stands: rows and columns count from 0. Blocks with equal cells stand in one cell."""

    table: Table
    row: int
    column: int
    colspan: int = 1
    rowspan: int = 1
    header: bool = False


class Sources(NamedTuple):
    """What a block was made from: the item and the breach, the provisions with their editions, the facts."""

    item: str = ""
    breach: str = ""
    provisions: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.item or self.breach or self.provisions or self.facts)

    def as_dict(self) -> dict[str, Any]:
        """What is known of the sources, as plain data for JSON."""
        told = {
            "item": self.item,
            "breach": self.breach,
            "provisions": list(self.provisions),
            "facts": list(self.facts),
        }
        return {name: value for name, value in told.items() if value}


class Block(NamedTuple):
    """One paragraph. ``kind`` says what it states (``finding``, ``duties``, ``order``); ``template`` and ``line``, what wrote it.

    ``text`` is one line without markup. ``cell`` is None outside tables. ``new_page`` starts a page.
    """

    kind: str
    layout: Layout
    text: str
    line: int
    sources: Sources = Sources()
    cell: Cell | None = None
    new_page: bool = False
    template: str = ""
