"""A PDF: every text is on its page as it was given, nothing leaves the type area, and the same blocks give the same bytes.

The text layer may lack characters that are never visible (U+200D, U+200F, U+FE0F), so the texts here are compared
without them, and without spaces: a reader puts these where lines end.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enforce_rules.document.block import Block, Cell, Table
from enforce_rules.document.fonts import LAST, SANS, SERIF, families, packaged_fonts
from enforce_rules.document.pdf import pdf_engine, to_pdf
from enforce_rules.errors import DocumentError
from tests.document.test_docx import FORM, FORM_BLOCKS, LABELLED, ORDER, block

MM = 72 / 25.4
LEFT, RIGHT = 28 * MM, (210 - 26) * MM

HOSTILE = [
    "<b>某厂</b>",
    "#strong[x]",
    "{{ x }}{% if %}",
    "$x$ *a* _b_ `c` @d <e> //f /*g*/ = h",
    "\\n\\u{41} \"q\" 'q' “引” -- --- ... ~ &amp;",
    "😀→①é",
    "\u200f\u200d\ufe0f\u200c",
    "W" * 300,
    "！" * 100,
    "国\u00a0" * 60,
    "一二三四五" * 20,
]


def pages(made: bytes) -> list[str]:
    """The text of each page as it can be compared, without its page number."""
    document = pdfium.PdfDocument(made)
    return [comparable(page.get_textpage().get_text_range().rsplit("—", 2)[0]) for page in document]


def comparable(*texts: str) -> str:
    # A hyphen at the end of a line is read as U+FFFE.
    return re.sub(r"[\s\u200b-\u200f\u2060\ufe0f\ufeff]", "", "".join(texts).replace("\ufffe", "-"))


def given_text(blocks: Iterable[Block]) -> str:
    return comparable(*(one.text for one in blocks))


Box = tuple[float, float, float, float]


def boxes(made: bytes, page: int = 0) -> list[tuple[str, Box]]:
    """Each visible character of a page with its left, bottom, right and top, from the lower left corner of the sheet."""
    text = pdfium.PdfDocument(made)[page].get_textpage()
    found = [(text.get_text_range(at, 1), text.get_charbox(at)) for at in range(text.count_chars())]
    return [(char, box) for char, box in found if char.strip()]


def box_of(made: bytes, words: str) -> Box:
    """Where ``words``, which stand on one line of the first page, are."""
    found = boxes(made)
    at = "".join(char for char, _ in found).index(words)
    lefts, bottoms, rights, tops = zip(*(box for _, box in found[at : at + len(words)]), strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def middle_of(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def test_every_text_comes_back_in_order() -> None:
    blocks = [one for one in ORDER if not (one.cell and one.cell.rowspan > 1)]
    assert "".join(pages(to_pdf(blocks, "指令书"))) == given_text(blocks)
    whole = "".join(pages(to_pdf(ORDER, "指令书")))
    assert sorted(whole) == sorted(given_text(ORDER))
    assert "被检查单位" in whole


@settings(max_examples=30)
@given(
    st.lists(
        st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(codec="gb2312", exclude_categories=["Cc"]))),
        min_size=1,
        max_size=4,
    )
)
def test_any_text_is_literal(hostile: list[str]) -> None:
    outside = [block("paragraph", "".join(hostile))]
    inside = [block("line", text, Cell(FORM, row, 1)) for row, text in enumerate(hostile)]
    assert "".join(pages(to_pdf([*outside, *inside], hostile[0]))) == given_text([*outside, *inside])


@settings(max_examples=30)
@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\u2028\u2029\ufffe\uffff"), max_size=300)
)
def test_any_character_can_be_printed(text: str) -> None:
    made = to_pdf([block("paragraph", text), block("line", text, Cell(FORM, 0, 0)), block("line", "终")], text)
    assert "".join(pages(made)).endswith("终")


@pytest.mark.parametrize("char", ["𪚥", "👨", "\ue000", "\u1b05", "\U00013000"])
def test_a_character_that_no_font_has_is_still_seen_and_copied(char: str) -> None:
    made = to_pdf([block("line", f"甲{char}乙")], "书")
    blank = to_pdf([block("line", "甲　乙")], "书")
    assert "".join(pages(made)) == f"甲{char}乙"
    assert ink(made) > ink(blank)


def ink(made: bytes) -> int:
    """How many points of the first page are dark."""
    return sum(value < 128 for value in bytes(pdfium.PdfDocument(made)[0].render(scale=1, grayscale=True).buffer))


@pytest.mark.parametrize(
    "text",
    ["W" * 3000, "国\u2060" * 300, "a\u00a0" * 900, "1,234" * 300, "（国" * 300, "😀\u200d" * 300, "\u1100" * 300],
)
def test_long_words_stay_in_the_type_area(text: str) -> None:
    narrow = Cell(Table(1, (6, 1)), 0, 1)
    for blocks in (
        [block("paragraph", text)],
        [block("title", text)],
        [block("right", text)],
        [block("line", text, narrow)],
    ):
        made = to_pdf(blocks, "书")
        for page in range(len(pdfium.PdfDocument(made))):
            assert min(box[0] for _, box in boxes(made, page)) > LEFT - 2
            assert max(box[2] for _, box in boxes(made, page)) < RIGHT + 2
        assert "".join(pages(made)) == comparable(text)


@pytest.mark.parametrize("char", ["\x00", "\n", "\t", "\u2028", "\ud800", "\uffff"])
def test_a_character_that_ends_a_line_or_is_none_is_refused(char: str) -> None:
    with pytest.raises(DocumentError, match=f"U\\+{ord(char):04X}"):
        to_pdf([block("line", f"某{char}厂")], "书")


def test_page() -> None:
    document = pdfium.PdfDocument(to_pdf(ORDER, "指令书"))
    assert {(round(page.get_width() / MM), round(page.get_height() / MM)) for page in document} == {(210, 297)}
    for number, page in enumerate(document, 1):
        words = page.get_textpage()
        assert words.get_text_range().strip().endswith(f"— {number} —")
        left, *_ = words.get_charbox(words.count_chars() - 1)
        assert (left > page.get_width() / 2) is (number % 2 == 1)
    assert document.get_metadata_dict()["Title"] == "指令书"


def test_where_things_stand() -> None:
    made = to_pdf(ORDER, "指令书")
    middle = (LEFT + RIGHT) / 2
    for centred in ("安全生产行政执法文书", "责令限期整改指令书", "附表"):
        assert middle_of(box_of(made, centred))[0] == pytest.approx(middle, abs=3)
    assert box_of(made, "（某）应急责改〔2024〕1号")[2] == pytest.approx(RIGHT, abs=3)
    assert box_of(made, "某厂：")[0] == pytest.approx(LEFT, abs=3)
    assert box_of(made, "经查，你单位")[0] == pytest.approx(LEFT + 32, abs=3)
    assert box_of(made, "一、检查情况")[0] == pytest.approx(LEFT + 32, abs=3)
    assert box_of(made, "2024年4月2日")[2] == pytest.approx(RIGHT - 32, abs=3)


def test_cells_over_columns_and_rows() -> None:
    made = to_pdf(FORM_BLOCKS, "表")
    unit = 156 * MM / 5
    assert middle_of(box_of(made, "内容"))[0] == pytest.approx(LEFT + 3 * unit, abs=2)
    assert box_of(made, "某厂")[0] == pytest.approx(LEFT + 3 * unit + 5, abs=2)
    assert box_of(made, "某局")[2] == pytest.approx(RIGHT - 5 - 24, abs=2)
    label, above, below = (middle_of(box_of(made, words)) for words in ("被检查单位", "名称", "经查，情况属实。"))
    assert label[0] == pytest.approx(LEFT + unit / 2, abs=2)
    assert below[1] < label[1] < above[1] - 9


def test_a_page_has_22_lines_of_28_characters() -> None:
    first = pages(to_pdf([block("line", "国" * 28 * 23)], "书"))[0]
    assert len(first) == 22 * 28


def test_a_row_is_not_broken_where_it_fits_on_a_page() -> None:
    table = Table(1, (1, 1))
    rows = [[f"【{row}始{'文' * 150}{row}终】", f"《{row}》"] for row in range(12)]
    cells = [
        block("line", text, Cell(table, row, column))
        for row, pair in enumerate(rows)
        for column, text in enumerate(pair)
    ]
    told = pages(to_pdf(cells, "表"))
    assert len(told) > 1
    assert all(any(all(text in page for text in pair) for page in told) for pair in rows)


def test_a_row_higher_than_a_page_loses_nothing() -> None:
    cells = [block("line", "短", Cell(FORM, 0, 0, rowspan=2)), block("line", "长" * 3000, Cell(FORM, 0, 1))]
    made = to_pdf(cells, "表")
    told = pages(made)
    assert "".join(told).count("长") == 3000
    assert all(box[1] > 34 * MM for page in range(len(told)) for char, box in boxes(made, page) if char == "长")


def test_a_header_is_not_left_alone_at_the_foot_of_a_page() -> None:
    table = Table(1, (1,))
    rows = [block("line", "表头", Cell(table, 0, 0, header=True)), block("line", "首行" * 40, Cell(table, 1, 0))]
    for lines in range(15, 23):
        told = pages(to_pdf([*[block("line", "行")] * lines, *rows], "表"))
        assert any("表头" in page and "首行" in page for page in told)


def test_a_label_beside_the_first_rows_is_no_header() -> None:
    (told,) = pages(to_pdf(LABELLED, "表"))
    assert sorted(told) == sorted("标签甲乙丙")


def test_the_seal_stays_with_the_last_paragraph() -> None:
    end = [block("paragraph", "特此通知。"), block("right", "某局（印章）"), block("right", "2024年4月2日")]
    for lines in range(15, 23):
        told = pages(to_pdf([*[block("line", "行")] * lines, *end], "书"))
        assert told[-1].endswith(given_text(end)), lines


def test_a_new_page() -> None:
    assert pages(to_pdf(ORDER, "书"))[-1] == "附件"


def test_a_draft_has_a_watermark_on_every_page() -> None:
    blocks = [block("paragraph", "甲"), block("paragraph", "乙", new_page=True)]

    def grey(draft: bool) -> list[bool]:
        document = pdfium.PdfDocument(to_pdf(blocks, "书", draft))
        return [bytes(page.render(scale=0.5, grayscale=True).buffer).count(225) > 1000 for page in document]

    assert grey(True) == [True, True]
    assert grey(False) == [False, False]
    assert pages(to_pdf(blocks, "书", True)) == ["甲", "乙"]


def test_the_same_bytes_in_another_place_and_time() -> None:
    code = (
        "import hashlib; from enforce_rules.document.pdf import to_pdf\n"
        "from tests.document.test_docx import ORDER\n"
        "print(hashlib.sha256(to_pdf(ORDER, '书', True)).hexdigest())"
    )
    here = {**os.environ, "TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7"}
    there = subprocess.run([sys.executable, "-c", code], env=here, capture_output=True, text=True, check=True)
    made = to_pdf(ORDER, "书", True)
    to_pdf(ORDER, "另一书")
    assert made == to_pdf(ORDER, "书", True)
    assert there.stdout.strip() == hashlib.sha256(made).hexdigest()
    assert not pdfium.PdfDocument(made).get_metadata_dict()["CreationDate"]


def test_threads_may_share_it() -> None:
    texts = [f"第{number}号" for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda text: to_pdf([block("line", text)], text), texts))
    assert ["".join(pages(one)) for one in made] == texts


def test_the_cells_of_a_table_may_come_in_any_order() -> None:
    assert to_pdf([*FORM_BLOCKS[3:], *FORM_BLOCKS[:3]], "表") == to_pdf(FORM_BLOCKS, "表")


def test_cells_that_do_not_fit_are_refused() -> None:
    with pytest.raises(DocumentError, match="单元格重叠或者超出表格"):
        to_pdf([*FORM_BLOCKS, block("line", "多", Cell(FORM, 2, 2))], "表")


def test_an_office_uses_its_own_fonts(tmp_path: Path) -> None:
    shutil.copy(packaged_fonts()[0] / "SimHei.ttf", tmp_path)
    blocks = [block("heading", "一、检查情况")]
    own = to_pdf(blocks, "书", fonts=tmp_path)
    assert b"SimHei" in own
    assert b"SimHei" not in to_pdf(blocks, "书")
    assert pages(own) == pages(to_pdf(blocks, "书"))


def test_which_font_is_for_what() -> None:
    uses = families(["SimHei", "FangSong", "SimSun-ExtB", "SimSun", "FZXiaoBiaoSong-B05S", "Times New Roman"])
    western = {"name": "Times New Roman", "covers": "latin-in-cjk"}
    assert uses["fang"][:3] == [western, "FangSong", SERIF]
    assert uses["song"][:4] == [western, "SimSun", "SimSun-ExtB", SERIF]
    assert uses["hei"][:3] == [western, "SimHei", SANS]
    assert uses["title"][:3] == [western, "FZXiaoBiaoSong-B05S", "SimSun"]
    assert all(tried[-2:] == list(LAST) for tried in uses.values())


@pytest.mark.parametrize("folder", [".", "nowhere"])
def test_a_folder_without_fonts_is_refused(tmp_path: Path, folder: str) -> None:
    with pytest.raises(DocumentError, match="没有字体"):
        to_pdf(ORDER, "书", fonts=tmp_path / folder)


def test_the_packages_are_named_when_they_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert re.fullmatch(r"typst \d+\.\d+\.\d+", pdf_engine())
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    for needs_typst in (pdf_engine, lambda: to_pdf(ORDER, "书")):
        with pytest.raises(DocumentError, match=r"没有安装 typst.*enforce-rules\[pdf\]"):
            needs_typst()
    with pytest.raises(DocumentError, match=r"没有 mplfonts 的字体.*enforce-rules\[pdf\]"):
        packaged_fonts()
