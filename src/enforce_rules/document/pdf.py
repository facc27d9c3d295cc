"""From blocks to PDF. The page is laid out by templates/print/document.typ, which reads the blocks as data.

The text of a document never becomes source text, so no markup in it has any meaning.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from ..errors import DocumentError, Problem
from .block import Block, Cell
from .flow import Grid, Paragraph, flow
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
