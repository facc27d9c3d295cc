"""The order of a page: paragraphs and whole tables, with what must stay together marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ..errors import DocumentError
from .block import Block, Cell, Table


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
        # The signature stays with what is signed, and the note on copies with the signature.
        keep = after is not None and "right" in (block.layout, after.layout) and not after.new_page
        yield Paragraph(block, keep, first=block.layout == "right" and before != "right")
        before = block.layout
