"""From rendered HTML to blocks: what every other format is written from, so that none can say something else.

A block is an element with a ``data-block`` attribute, which names its kind; ``data-layout`` says how it is set, ``data-item``,
``data-breach``, ``data-provisions`` (parted by |) and ``data-facts`` (parted by spaces) what it was made from. Tables are
``table``, ``tr``, ``th`` and ``td`` with ``data-widths`` on the table; a cell is a block itself or holds blocks. Words that
stand in no block would be lost in the other formats, so they are an error.
"""

from __future__ import annotations

import re
from html import unescape

from ..errors import DocumentError, Place, Problem, shorten
from .block import LAYOUTS, Block, Cell, Sources, Table

_TAGS = re.compile(r"(<[^>]*>)")
_ATTRIBUTES = re.compile(r'([a-z-]+)="([^"]*)"')
_SPACE = re.compile("[ \t\r\n]+")
_VOID = ("br", "hr", "col", "meta", "img", "input", "link", "wbr")


def blocks_of(html: str, template: str = "") -> tuple[Block, ...]:
    """The blocks of a rendered document, in order. Raises :class:`DocumentError` for what the other formats could not say."""
    body = html.partition("<body")[2].partition(">")[2] or html
    return _Reader(template).read(body.partition("</body>")[0])


class _Reader:
    """Reads tags one after another; knows the block and the cell it is in."""

    def __init__(self, template: str) -> None:
        self.template = template
        self.blocks: list[Block] = []
        self.tables = 0
        self.grid: _Grid | None = None
        self.cell: Cell | None = None
        self.name = ""  # the tag of the open block, or nothing
        self.depth = 0
        self.attributes: dict[str, str] = {}
        self.text: list[str] = []

    def read(self, html: str) -> tuple[Block, ...]:
        parts = _TAGS.split(html)
        for index, part in enumerate(parts):
            if index % 2:
                self._tag(part)
            elif self.name:
                self.text.append(part)
            elif part and not part.isspace():
                self._stray(part)
        if self.name:
            self._problem(f"data-block=\"{self.attributes['data-block']}\" 没有结束")
        return tuple(self.blocks)

    def _tag(self, tag: str) -> None:
        if tag[1] == "/":
            self._closed(tag[2:-1].strip())
            return
        name = tag[1:-1].split(None, 1)[0].rstrip("/")
        if self.name:
            self.depth += name == self.name
            return
        if name in ("table", "tr", "td", "th"):
            self._table(name, dict(_ATTRIBUTES.findall(tag)))
        if "data-block=" in tag and name not in _VOID:
            self.name, self.depth, self.text = name, 1, []
            self.attributes = dict(_ATTRIBUTES.findall(tag))

    def _table(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table":
            if self.grid is not None:
                self._problem("表格里不能再有表格")
            widths = tuple(int(width) for width in attributes.get("data-widths", "").split())
            self.tables += 1
            self.grid = _Grid(Table(self.tables, widths))
        elif self.grid is None:
            self._problem(f"{name} 不在表格里")
        elif name == "tr":
            self.grid.next_row()
        else:
            spans = (int(attributes.get(span, "1")) for span in ("colspan", "rowspan"))
            self.cell = self.grid.place(*spans, header=name == "th")

    def _closed(self, name: str) -> None:
        if self.name:
            if name != self.name:
                return
            self.depth -= 1
            if self.depth:
                return
            self._finish()
        if name in ("td", "th"):
            self.cell = None
        elif name == "table":
            self.grid = None

    def _finish(self) -> None:
        told, self.name = self.attributes, ""
        layout = told.get("data-layout", "paragraph")
        if layout not in LAYOUTS:
            self._problem(f"没有 {shorten(layout, 30)} 这种 data-layout", f"可用：{'、'.join(LAYOUTS)}")
        text = "".join(self.text)
        if "&" in text:
            text = unescape(text)
        template, _, line = told.get("data-at", f"{self.template}:0").rpartition(":")
        self.blocks.append(
            Block(
                told["data-block"],
                layout,  # type: ignore[arg-type]
                _SPACE.sub(" ", text).strip(" "),
                int(line),
                _sources(told),
                self.cell,
                "data-new-page" in told,
                template,
            )
        )

    def _stray(self, text: str) -> None:
        self._problem(f"文字“{shorten(text.strip(), 30)}”不在任何 data-block 里，别的格式会丢掉它", "给它所在的元素加上 data-block")

    def _problem(self, what: str, hint: str = "") -> None:
        raise DocumentError(Problem(what, Place(self.template), hint))


def _sources(told: dict[str, str]) -> Sources:
    item, breach = told.get("data-item", ""), told.get("data-breach", "")
    provisions, facts = told.get("data-provisions", ""), told.get("data-facts", "")
    if not (item or provisions or facts):
        return _NONE
    cites = tuple(dict.fromkeys(cite for cite in unescape(provisions).split("|") if cite))
    return Sources(item, breach, cites, tuple(facts.split()))


_NONE = Sources()


class _Grid:
    """Where the cells of a table fall, given what the rows above reach down into."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.row = -1
        self.column = 0
        self.taken: set[tuple[int, int]] = set()

    def next_row(self) -> None:
        self.row += 1
        self.column = 0

    def place(self, colspan: int, rowspan: int, header: bool) -> Cell:
        while (self.row, self.column) in self.taken:
            self.column += 1
        cell = Cell(self.table, self.row, self.column, colspan, rowspan, header)
        self.taken.update((self.row + down, self.column + right) for down in range(rowspan) for right in range(colspan))
        self.column += colspan
        return cell
