"""From rendered HTML to blocks: what every other format is written from, so that none can say something else.

A block is an element with a ``data-block`` attribute, which names its kind; ``data-layout`` says how it is set, ``data-item``,
``data-breach``, ``data-provisions`` (parted by |) and ``data-facts`` (parted by spaces) what it was made from. Tables are
``table``, ``tr``, ``th`` and ``td`` with ``data-widths`` on the table; a cell is a block itself or holds blocks. Words that
stand in no block would be lost in the other formats, so they are an error.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import Any, NamedTuple

from ..errors import DocumentError, Place, Problem, shorten
from .block import LAYOUTS, Block, Cell, Layout, Sources, Table

# A value in quotes may say anything, also data-block=, but holds no quote and no angle bracket: these are escaped.
_BLOCK = re.compile(r'<(\w+)((?:[^">]*"[^"]*")*?[^">]*? data-block="[^>]*+)>((?:[^<]++|<(?!/\1>))*+)</\1>')
_TAG = re.compile(r"<(/?)(\w+)([^>]*)>")
_ANY_TAG = re.compile(r"<[^>]*>")
_ATTRIBUTE = re.compile(r"""([^\s"'=>/]+)(?:=(?:"([^"]*)"|'[^']*'))?""")
_SPACE = re.compile("[ \t\r\n]+")
_CELLS = ("td", "th")


def blocks_of(html: str, template: str = "") -> tuple[Block, ...]:
    """The blocks of a rendered document, in order. Raises :class:`DocumentError` for what the other formats could not say."""
    start, end = html.find("<body"), html.rfind("</body>")
    html = html[html.find(">", start) + 1 : end] if start >= 0 and end >= 0 else html
    frame = _Frame(template)
    blocks, last = [], 0
    for match in _BLOCK.finditer(html):
        if (between := html[last : match.start()]) and not between.isspace():
            frame.read(between)
        name, attributes, inner = match.groups()
        marks = _marks(attributes)
        cell = frame.opened_cell(attributes, name == "th") if name in _CELLS else frame.cell
        blocks.append(_block(marks, frame.words(inner, name), cell))
        if name in _CELLS:
            frame.cell = None
        last = match.end()
    frame.read(html[last:])
    return tuple(blocks)


class _Marks(NamedTuple):
    """What the attributes of a block say."""

    kind: str
    layout: Layout
    line: int
    sources: Sources
    new_page: bool
    template: str


@lru_cache(maxsize=4096)
def _marks(attributes: str) -> _Marks:
    told = _told(attributes)
    template, _, line = told.get("data-at", ":0").rpartition(":")
    layout = told.get("data-layout", "paragraph")
    if layout not in LAYOUTS:
        hint = f"可用：{'、'.join(LAYOUTS)}"
        raise DocumentError(Problem(f"没有 {shorten(layout, 30)} 这种 data-layout", Place(template, int(line)), hint))
    cites = dict.fromkeys(cite for cite in unescape(told.get("data-provisions", "")).split("|") if cite)
    sources = Sources(
        told.get("data-item", ""), told.get("data-breach", ""), tuple(cites), tuple(told.get("data-facts", "").split())
    )
    new_page = "data-new-page" in told
    return _Marks(told["data-block"], layout, int(line), sources, new_page, template)


@lru_cache(maxsize=4096)
def _told(attributes: str) -> dict[str, Any]:
    """The attributes of a tag; one without a value is empty."""
    return dict(_ATTRIBUTE.findall(attributes))


def _block(marks: _Marks, text: str, cell: Cell | None) -> Block:
    return Block(marks.kind, marks.layout, text, marks.line, marks.sources, cell, marks.new_page, marks.template)


class _Frame:
    """What stands around the blocks: tables, and nothing that a reader would miss."""

    def __init__(self, template: str) -> None:
        self.template = template
        self.tables = 0
        self.grid: _Grid | None = None
        self.cell: Cell | None = None

    def words(self, inner: str, name: str) -> str:
        """The words of a block: one line without markup."""
        if "<" in inner:
            if any(tag[2] == name or "data-block" in _told(tag[3]) for tag in _TAG.finditer(inner)):
                self._problem("data-block 里不能再有 data-block 或者同名的元素")
            inner = _ANY_TAG.sub("", inner)
        if "&" in inner:
            inner = unescape(inner)
        if "\n" in inner or "  " in inner or "\t" in inner or "\r" in inner:
            inner = _SPACE.sub(" ", inner)
        return inner.strip(" \n")

    def read(self, between: str) -> None:
        """What stands between two blocks: tags are followed, words are not allowed."""
        last = 0
        for tag in _TAG.finditer(between):
            self._no_words(between[last : tag.start()])
            last = tag.end()
            closing, name, attributes = tag.groups()
            if name in _CELLS:
                self.cell = None if closing else self.opened_cell(attributes, name == "th")
            elif name == "tr" and not closing:
                self._grid().next_row()
            elif name == "table":
                self.grid = None if closing else self._opened_table(attributes)
            elif "data-block" in _told(attributes):
                self._problem(f"{name} 的 data-block 没有结束", "属性用双引号，元素要有结束标签")
        self._no_words(between[last:])

    def _opened_table(self, attributes: str) -> _Grid:
        if self.grid is not None:
            self._problem("表格里不能再有表格")
        widths = _told(attributes).get("data-widths", "")
        if not widths.split():
            self._problem("table 没有写各列的宽", '如 data-widths="1 3"')
        self.tables += 1
        return _Grid(Table(self.tables, tuple(self._whole(width, "data-widths") for width in widths.split())))

    def opened_cell(self, attributes: str, header: bool) -> Cell:
        """The cell that a ``td`` or ``th`` opens."""
        told = _told(attributes)
        colspan, rowspan = (self._whole(told.get(name, "1"), name) for name in ("colspan", "rowspan"))
        return self._grid().place(colspan, rowspan, header)

    def _whole(self, text: str, name: str) -> int:
        """A number of columns or rows."""
        if not re.fullmatch("[1-9][0-9]{0,3}", text):
            self._problem(f"{name} 应为正整数，写的是“{shorten(text, 30)}”")
        return int(text)

    def _grid(self) -> _Grid:
        if self.grid is None:
            self._problem("tr、td、th 不在表格里")
        assert self.grid is not None
        return self.grid

    def _no_words(self, text: str) -> None:
        if text and not text.isspace():
            self._problem(
                f"文字“{shorten(text.strip(), 30)}”不在任何 data-block 里，别的格式会丢掉它",
                "给它所在的元素加上 data-block",
            )

    def _problem(self, what: str, hint: str = "") -> None:
        raise DocumentError(Problem(what, Place(self.template), hint))


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
