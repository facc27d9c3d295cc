"""From blocks to PDF. The page is laid out by templates/print/document.typ, which reads the blocks as data.

The text of a document never becomes source text, so no markup in it has any meaning.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from ..errors import DocumentError, Problem
from .block import Block, Cell, Table
from .fonts import Family, families, packaged_fonts, refuse_unprintable
from .templates import shipped_templates

if TYPE_CHECKING:
    from typst import Compiler

_ONE_AT_A_TIME = Lock()
"""A compiler may not be used by two threads at once."""


def to_pdf(blocks: Sequence[Block], title: str, draft: bool = False, fonts: Path | None = None) -> bytes:
    """The document as PDF: the same bytes for the same blocks, at any time and on any machine with the same fonts.

    ``fonts`` is a folder of an office's own fonts (仿宋、方正小标宋、黑体), tried before the packaged ones; it is read
    once in a process. The watermark of a ``draft`` is drawn as a pattern: it is not in the text layer.

    The text layer holds the text of every block once, and the page numbers. A cell over several rows may come after
    cells beside it. It may lack characters that are never visible (U+200D, U+200F, U+FE0F); and of the characters above
    U+FFFF that only the font of last resort has, some readers copy one of each Unicode block. The page shows them all.

    Raises :class:`DocumentError` when the extra ``pdf`` is not installed or a text cannot be printed.
    """
    _require_typst()
    refuse_unprintable(blocks, title)
    compiler, uses = _compiler(fonts.resolve() if fonts else None)
    data = {"title": title, "draft": draft, "fonts": uses, "flow": [_as_data(part) for part in flow(blocks)]}
    from typst import TypstError

    with _ONE_AT_A_TIME:
        try:
            made = compiler.compile(format="pdf", sys_inputs={"data": json.dumps(data, ensure_ascii=False)})
        except TypstError as error:
            raise DocumentError(f"不能排成 pdf：{error}") from error
    assert isinstance(made, bytes)
    return made


def pdf_engine() -> str:
    """What lays out the pages, with its version. Raises :class:`DocumentError` when it is not installed."""
    _require_typst()
    return f"typst {version('typst')}"


def _require_typst() -> None:
    if importlib.util.find_spec("typst") is None:
        raise DocumentError(Problem("没有安装 typst，不能制作 pdf", hint="pip install 'enforce-rules[pdf]'"))


@lru_cache(maxsize=4)
def _compiler(office: Path | None) -> tuple[Compiler, dict[str, list[Family]]]:
    """The compiler with its fonts, and which family is for what; made once for each folder of fonts."""
    packaged = packaged_fonts()
    from typst import Compiler

    own = _families_in(office) if office else []
    page = shipped_templates() / "print" / "document.typ"
    fonts = _fonts(*([office] if office else []), *packaged)
    return Compiler(input=page, root=page.parent, font_paths=fonts, ignore_system_fonts=True), families(own)


def _families_in(office: Path) -> list[str]:
    found = list(_fonts(office).families()) if office.is_dir() else []
    if not found:
        raise DocumentError(f"文件夹 {office} 中没有字体")
    return found


def _fonts(*folders: Path) -> Any:
    from typst import Fonts

    return Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))


# ---- The order of a page: paragraphs and tables ----


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block outside tables. ``keep`` holds it on the page of what follows; ``first`` begins a signature."""

    block: Block
    keep: bool
    first: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its cells in order. The first ``head`` rows are its header."""

    table: Table
    cells: tuple[tuple[Cell, tuple[Block, ...]], ...]
    keep: bool

    @property
    def new_page(self) -> bool:
        """Whether the table starts a page."""
        return self.cells[0][1][0].new_page

    @property
    def rows(self) -> int:
        """The number of its rows."""
        return max(cell.row + cell.rowspan for cell, _ in self.cells)

    @property
    def head(self) -> int:
        """The number of rows at its top that hold header cells only; one row at least is left below them."""
        first = min((cell.row for cell, _ in self.cells if not cell.header), default=self.rows - 1)
        while held := [cell.row for cell, _ in self.cells if cell.row < first < cell.row + cell.rowspan]:
            first = min(held)
        return first

    def places(self) -> dict[tuple[int, int], Cell]:
        """Which cell covers which row and column. Raises :class:`DocumentError` for cells that do not fit the table."""
        covered: dict[tuple[int, int], Cell] = {}
        for cell, _ in self.cells:
            for row in range(cell.row, cell.row + cell.rowspan):
                for column in range(cell.column, cell.column + cell.colspan):
                    if column >= len(self.table.widths) or covered.setdefault((row, column), cell) is not cell:
                        raise DocumentError(
                            f"表 {self.table.number} 第 {row + 1} 行第 {column + 1} 列的单元格重叠或者超出表格"
                        )
        return covered


def flow(blocks: Sequence[Block]) -> Iterator[Paragraph | Grid]:
    """The blocks as a page has them: each table in one piece, and what must stay together marked."""
    parts = [
        (table, list(members)) for table, members in groupby(blocks, key=lambda block: block.cell and block.cell.table)
    ]
    for (table, members), (following, after) in zip(parts, [*parts[1:], (None, [])], strict=True):
        signed = following is None and bool(after) and after[0].layout == "right"
        if table is None:
            yield from _paragraphs(members)
        else:
            cells = [(cell, tuple(inside)) for cell, inside in groupby(members, key=lambda block: block.cell) if cell]
            yield Grid(table, tuple(sorted(cells, key=lambda pair: (pair[0].row, pair[0].column))), keep=signed)


def _paragraphs(blocks: list[Block]) -> Iterator[Paragraph]:
    before = ""
    for block, after in zip(blocks, [*blocks[1:], None], strict=True):
        keep = after is not None and after.layout == "right" and not after.new_page
        yield Paragraph(block, keep, first=block.layout == "right" and before != "right")
        before = block.layout


def _as_data(part: Paragraph | Grid) -> dict[str, Any]:
    if isinstance(part, Paragraph):
        block = part.block
        return {**_words(block), "new_page": block.new_page, "keep": part.keep, "first": part.first}
    part.places()
    return {
        "widths": part.table.widths,
        "rows": part.rows,
        "head": part.head,
        "new_page": part.new_page,
        "keep": part.keep,
        "cells": [_cell(cell, inside) for cell, inside in part.cells],
    }


def _cell(cell: Cell, inside: tuple[Block, ...]) -> dict[str, Any]:
    return {
        "x": cell.column,
        "y": cell.row,
        "colspan": cell.colspan,
        "rowspan": cell.rowspan,
        "header": cell.header,
        "blocks": [_words(block, centred=cell.header) for block in inside],
    }


def _words(block: Block, centred: bool = False) -> dict[str, str]:
    return {"layout": "centre" if centred else block.layout, "text": block.text}
