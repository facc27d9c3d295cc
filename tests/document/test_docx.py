"""A Word file: every text comes back as it was given, on the page of GB/T 9704-2012, in named styles."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
from collections.abc import Sequence
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from enforce_rules.document.block import LAYOUTS, Block, Cell, Layout, Table
from enforce_rules.document.docx import to_docx
from enforce_rules.errors import DocumentError

FORM = Table(1, (1, 2, 2))


def block(layout: Layout, text: str = "", cell: Cell | None = None, new_page: bool = False) -> Block:
    return Block("test", layout, text, 1, cell=cell, new_page=new_page)


FORM_BLOCKS = [
    block("line", "项目", Cell(FORM, 0, 0, header=True)),
    block("line", "内容", Cell(FORM, 0, 1, colspan=2, header=True)),
    block("line", "被检查单位", Cell(FORM, 1, 0, rowspan=2, header=True)),
    block("line", "名称", Cell(FORM, 1, 1)),
    block("line", "某厂", Cell(FORM, 1, 2)),
    block("paragraph", "经查，情况属实。", Cell(FORM, 2, 1, colspan=2)),
    block("right", "某局", Cell(FORM, 2, 1, colspan=2)),
]
"""Three columns and three rows: a header over two columns, a label over two rows, a cell of two blocks."""

LABELLED = [
    block("line", "标签", Cell(FORM, 0, 0, rowspan=3, header=True)),
    block("line", "甲", Cell(FORM, 0, 1, header=True)),
    block("line", "乙", Cell(FORM, 1, 1)),
    block("line", "丙", Cell(FORM, 2, 1)),
]
"""A label over all rows, so that no row is a header of its own."""

ORDER = [
    block("draft", "草稿：不得送达"),
    block("series", "安全生产行政执法文书"),
    block("title", "责令限期整改指令书"),
    block("number", "（某）应急责改〔2024〕1号"),
    block("line", "某厂："),
    block("heading", "一、检查情况"),
    block("paragraph", "经查，你单位存在下列问题。"),
    block("rule"),
    *FORM_BLOCKS,
    block("centre", "附表"),
    block("note", "注：本文书一式两份。"),
    block("paragraph", "特此通知。"),
    block("right", "某市应急管理局（印章）"),
    block("right", "2024年4月2日"),
    block("title", "附件", new_page=True),
]
"""One block of each layout at least."""


def opened(made: bytes) -> Any:
    """The document as python-docx reads it."""
    return Document(BytesIO(made))


def texts(made: bytes) -> list[str]:
    """The paragraphs of the body that have a text, in order; those in cells once each."""
    body = opened(made).element.body
    told = ["".join(text.text or "" for text in paragraph.iter(qn("w:t"))) for paragraph in body.iter(qn("w:p"))]
    return [text for text in told if text]


def given_texts(blocks: Sequence[Block]) -> list[str]:
    return [one.text for one in blocks if one.text]


def test_every_layout_is_tried() -> None:
    assert {one.layout for one in ORDER} == set(LAYOUTS)


def test_every_text_comes_back_in_order() -> None:
    assert texts(to_docx(ORDER, "指令书")) == given_texts(ORDER)


@settings(max_examples=60)
@given(
    st.lists(
        st.text(
            st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\u2028\u2029\ufffe\uffff"), min_size=1
        ),
        min_size=1,
        max_size=5,
    )
)
def test_any_text_is_literal(hostile: list[str]) -> None:
    outside = [block("paragraph", text) for text in hostile]
    inside = [block("line", text, Cell(FORM, row, 1)) for row, text in enumerate(hostile)]
    made = to_docx([*outside, *inside], hostile[0])
    assert texts(made) == hostile * 2
    assert opened(made).core_properties.title == hostile[0]


@pytest.mark.parametrize(
    "text", ["<b>某厂</b> & Co.", "{{ x }} {title}", "#strong[x] $x$", "  两端 空格  ", "😀\u200d\u200f"]
)
def test_markup_is_text(text: str) -> None:
    made = to_docx([block("paragraph", text)], text)
    assert texts(made) == [text]
    assert opened(made).core_properties.title == text
    assert [run.get(qn("xml:space")) for run in opened(made).element.body.iter(qn("w:t"))] == ["preserve"]


@pytest.mark.parametrize("char", ["\x00", "\x08", "\n", "\t", "\x85", "\u2028", "\ud800", "\ufffe"])
def test_a_character_that_xml_cannot_hold_is_refused(char: str) -> None:
    for blocks, title in (([block("line", f"某{char}厂")], "书"), ([], f"某{char}厂")):
        with pytest.raises(DocumentError, match=f"U\\+{ord(char):04X}"):
            to_docx(blocks, title)


def test_page() -> None:
    section = opened(to_docx(ORDER, "指令书")).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert [round(margin.mm) for margin in margins] == [37, 26, 35, 28]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        assert [field.get(qn("w:instr")) for field in footer._element.iter(qn("w:fldSimple"))] == [" PAGE "]
        assert [where.get(qn("w:val")) for where in footer._element.iter(qn("w:jc"))] == [side]


@pytest.mark.parametrize(
    ("text", "style", "font", "size"),
    [
        ("安全生产行政执法文书", "文书类别", "宋体", 16),
        ("责令限期整改指令书", "文书标题", "方正小标宋简体", 22),
        ("（某）应急责改〔2024〕1号", "文书编号", "仿宋", 16),
        ("一、检查情况", "文书小标题", "黑体", 16),
        ("经查，你单位存在下列问题。", "文书正文", "仿宋", 16),
        ("某厂：", "文书顶格", "仿宋", 16),
        ("2024年4月2日", "文书落款", "仿宋", 16),
        ("注：本文书一式两份。", "文书附注", "仿宋", 12),
        ("项目", "文书表头", "黑体", 12),
        ("名称", "文书表格", "仿宋", 12),
        ("某局", "文书表格落款", "仿宋", 12),
    ],
)
def test_styles(text: str, style: str, font: str, size: int) -> None:
    document = opened(to_docx(ORDER, "指令书"))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    paragraphs = [*document.paragraphs, *(paragraph for cell in cells for paragraph in cell.paragraphs)]
    found = next(paragraph.style for paragraph in paragraphs if paragraph.text == text)
    fonts = found.element.rPr.rFonts
    assert (found.name, found.base_style.name) == (style, "Normal")
    assert (fonts.get(qn("w:eastAsia")), fonts.get(qn("w:ascii"))) == (font, "Times New Roman")
    assert found.font.size.pt == size


def test_layout_is_in_the_styles() -> None:
    styles = opened(to_docx(ORDER, "指令书")).styles

    def property_of(style: str, name: str, attribute: str = "w:val") -> str | None:
        found = styles[style].element.pPr.find(qn(name))
        return found.get(qn(attribute)) if found is not None else None

    assert property_of("文书正文", "w:ind", "w:firstLineChars") == "200"
    assert property_of("文书正文", "w:ind", "w:firstLine") == "640"
    assert property_of("文书顶格", "w:ind", "w:firstLineChars") is None
    assert property_of("文书小标题", "w:outlineLvl") == "0"
    assert property_of("文书标题", "w:jc") == "center"
    assert property_of("文书编号", "w:jc") == "right"
    assert property_of("文书落款", "w:ind", "w:rightChars") == "200"
    assert property_of("Normal", "w:jc") == "both"
    assert property_of("Normal", "w:spacing", "w:line") == "579"
    assert styles["Normal"].element.pPr.find(qn("w:kinsoku")) is not None


def test_table() -> None:
    (table,) = opened(to_docx(ORDER, "指令书")).tables
    assert [column.width.mm for column in table.columns] == pytest.approx([31.2, 62.4, 62.4], abs=0.1)
    assert table.cell(0, 1).text == table.cell(0, 2).text == "内容"
    assert table.cell(1, 0).text == table.cell(2, 0).text == "被检查单位"
    assert table.cell(2, 2).text == "经查，情况属实。\n某局"
    rows = [row._tr.trPr for row in table.rows]
    assert all(row.find(qn("w:cantSplit")) is not None for row in rows)
    assert [row.find(qn("w:tblHeader")) is not None for row in rows] == [True, False, False]


def test_the_cells_of_a_table_may_come_in_any_order() -> None:
    mixed = [*FORM_BLOCKS[3:], *FORM_BLOCKS[:3]]
    assert to_docx(mixed, "表") == to_docx(FORM_BLOCKS, "表")


def test_a_label_beside_the_first_rows_is_no_header() -> None:
    (table,) = opened(to_docx(LABELLED, "表")).tables
    assert not list(table._tbl.iter(qn("w:tblHeader")))


def test_two_tables_stay_two() -> None:
    other = block("line", "另一表", Cell(Table(2, (1,)), 0, 0))
    made = opened(to_docx([*FORM_BLOCKS, other], "表"))
    assert [type(part).__name__ for part in made.iter_inner_content()] == ["Table", "Paragraph", "Table", "Paragraph"]


@pytest.mark.parametrize("cell", [Cell(FORM, 3, 2, colspan=2), Cell(FORM, 2, 2), Cell(FORM, 0, 0, rowspan=2)])
def test_cells_that_do_not_fit_are_refused(cell: Cell) -> None:
    with pytest.raises(DocumentError, match="单元格重叠或者超出表格"):
        to_docx([*FORM_BLOCKS, block("line", "多", cell)], "表")


def test_the_seal_stays_with_the_last_paragraph() -> None:
    paragraphs = opened(to_docx(ORDER, "指令书")).paragraphs
    kept = [paragraph.text for paragraph in paragraphs if paragraph.paragraph_format.keep_with_next]
    assert kept == ["特此通知。", "某市应急管理局（印章）"]


def test_a_new_page() -> None:
    paragraphs = opened(to_docx(ORDER, "指令书")).paragraphs
    assert [paragraph.text for paragraph in paragraphs if paragraph.paragraph_format.page_break_before] == ["附件"]


def test_a_draft_has_a_watermark_on_every_page() -> None:
    for draft in (True, False):
        made = to_docx([block("paragraph", "正文")], "书", draft)
        document = opened(made)
        (section,) = document.sections
        assert not section.different_first_page_header_footer
        assert document.settings.odd_and_even_pages_header_footer
        for header in (section.header, section.even_page_header):
            assert ('string="草稿"' in header._element.xml) is draft
        assert texts(made) == ["正文"]


def test_the_same_bytes_in_another_place_and_time() -> None:
    code = (
        "import time; real = time.time; time.time = lambda: real() + 1e8\n"
        "import hashlib; from enforce_rules.document.docx import to_docx\n"
        "from tests.document.test_docx import ORDER\n"
        "print(hashlib.sha256(to_docx(ORDER, '书', True)).hexdigest())"
    )
    here = {**os.environ, "TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7"}
    there = subprocess.run([sys.executable, "-c", code], env=here, capture_output=True, text=True, check=True)
    made = to_docx(ORDER, "书", True)
    assert made == to_docx(ORDER, "书", True)
    assert there.stdout.strip() == hashlib.sha256(made).hexdigest()


def test_nothing_tells_who_or_when() -> None:
    made = to_docx(ORDER, "指令书")
    properties = opened(made).core_properties
    assert (properties.title, properties.author, properties.created) == ("指令书", "", None)
    with ZipFile(BytesIO(made)) as file:
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert "docProps/thumbnail.jpeg" not in file.namelist()


def test_the_package_is_named_when_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(DocumentError, match=r"没有安装 python-docx.*enforce-rules\[docx\]"):
        to_docx(ORDER, "指令书")
