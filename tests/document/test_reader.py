"""From HTML back to blocks: every word in order, tables on their grid, and what cannot be said in every format is an error."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from enforce_rules import DocumentError
from enforce_rules.document import Block
from enforce_rules.document.block import LAYOUTS, Cell, Sources, Table
from enforce_rules.document.environment import filled
from enforce_rules.document.reader import blocks_of

PAGE = """\
<!DOCTYPE html>
<html lang="zh-CN"><head><title>不是正文</title><style>p { color: red }</style></head>
<body class="draft">
<h1 data-at="documents/x.html.j2:12" data-block="title" data-layout="title">责令整改</h1>
<section class="end">
<p class="wide" data-at="documents/part/y.html.j2:3" data-block="finding" data-item="DE-06" data-breach="airlock_missing" data-facts="airlock  dry_dust_collector" data-provisions="甲法(2020)第一条|乙法(2021)第二条||甲法(2020)第一条">没有<b>装</b>锁气<em><i>卸灰</i></em>装置。</p>
<p data-block="rule" data-layout="rule"></p>
<p data-layout="line" data-block="next" data-new-page="1" data-at="documents/x.html.j2:20">附件</p>
</section>
</body></html>
"""


def texts(html: str) -> list[str]:
    return [block.text for block in blocks_of(html)]


def says(html: str) -> str:
    """The one problem of a page."""
    with pytest.raises(DocumentError) as caught:
        blocks_of(html, "documents/x.html.j2")
    (problem,) = caught.value.problems
    assert problem.place.file == "documents/x.html.j2"
    return f"{problem.what}（{problem.hint}）"


def test_blocks_in_order_with_all_that_is_known_of_them() -> None:
    own, part = "documents/x.html.j2", "documents/part/y.html.j2"
    sources = Sources(
        "DE-06", "airlock_missing", ("甲法(2020)第一条", "乙法(2021)第二条"), ("airlock", "dry_dust_collector")
    )
    assert blocks_of(PAGE) == (
        Block("title", "title", "责令整改", 12, template=own),
        Block("finding", "paragraph", "没有装锁气卸灰装置。", 3, sources, template=part),
        Block("rule", "rule", "", 0),
        Block("next", "line", "附件", 20, new_page=True, template=own),
    )


def test_a_page_may_start_by_the_name_of_an_attribute_alone() -> None:
    (block,) = blocks_of('<p data-block="a" data-new-page>附件</p>')
    assert block.new_page


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_is_read(layout: str) -> None:
    assert [block.layout for block in blocks_of(f'<p data-block="a" data-layout="{layout}">字</p>')] == [layout]


def test_what_has_no_sources_says_so() -> None:
    (block,) = blocks_of('<p data-block="a">字</p>')
    assert block.sources == Sources()
    assert not block.sources
    assert Sources(facts=("a",))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("&lt;b&gt;某厂&lt;/b&gt; &amp; &#34;某&#39;厂&#34;", '<b>某厂</b> & "某\'厂"'),
        ("&amp;lt;p&amp;gt;", "&lt;p&gt;"),
        ("  甲\n\t乙 \r\n 丙  ", "甲 乙 丙"),
        ("　　甲\u00a0乙　", "　　甲\u00a0乙　"),
        ("甲<br>乙<img alt=''>丙", "甲乙丙"),
        ('<span class="a"><b>甲</b></span>乙<span></span>', "甲乙"),
    ],
)
def test_words(written: str, read: str) -> None:
    assert texts(f'<p data-block="a">{written}</p>') == [read]


TABLE = """\
<table data-widths="2 3 4">
<colgroup><col><col><col></colgroup>
<thead><tr><th data-block="head" colspan="2">甲</th><th data-block="head">乙</th></tr></thead>
<tbody><tr><td rowspan="2" data-block="label">丙</td><td>
  <p data-block="first">丁</p>
  <p data-block="second">戊</p>
</td><td data-block="third">己</td></tr>
<tr><td colspan="2" rowspan="2" data-block="wide">庚</td></tr>
<tr><td data-block="last">辛</td></tr></tbody>
</table>
<p data-block="between">壬</p>
<table data-widths="1 1"><tr><td></td><td data-block="cell">癸</td></tr></table>
"""


def test_cells_fall_where_the_rows_above_leave_room() -> None:
    table, second = Table(1, (2, 3, 4)), Table(2, (1, 1))
    assert [(block.text, block.cell) for block in blocks_of(TABLE)] == [
        ("甲", Cell(table, 0, 0, colspan=2, header=True)),
        ("乙", Cell(table, 0, 2, header=True)),
        ("丙", Cell(table, 1, 0, rowspan=2)),
        ("丁", Cell(table, 1, 1)),
        ("戊", Cell(table, 1, 1)),
        ("己", Cell(table, 1, 2)),
        ("庚", Cell(table, 2, 1, colspan=2, rowspan=2)),
        ("辛", Cell(table, 3, 0)),
        ("壬", None),
        ("癸", Cell(second, 0, 1)),
    ]


CELL = '<td data-block="a">甲</td>'


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ('散落<p data-block="a">甲</p>', "文字“散落”不在任何 data-block 里，别的格式会丢掉它"),
        ('<p data-block="a">甲</p><p>散落</p>', "文字“散落”不在任何 data-block 里"),
        ('<p data-block="a">甲</p><div>&lt;</div>', "文字“&lt;”不在任何 data-block 里"),
        ('<table data-widths="1"><tr><td>散落</td></tr></table>', "文字“散落”不在任何 data-block 里"),
        (f'<table data-widths="1"><tr><td>散落{CELL}</td></tr></table>', "文字“散落”不在任何 data-block 里"),
        ('<p data-block="a">甲<i data-block="b">乙</i></p>', "data-block 里不能再有 data-block 或者同名的元素"),
        ('<p data-block="a">甲<p>乙</p></p>', "data-block 里不能再有 data-block 或者同名的元素"),
        ('<p data-block="a">甲<p data-block="b">乙</p>', "data-block 里不能再有 data-block 或者同名的元素"),
        (f'<table data-widths="1"><tr><td><table><tr>{CELL}</tr></table></td></tr></table>', "表格里不能再有表格"),
        (f"<tr>{CELL}</tr>", "tr、td、th 不在表格里"),
        (CELL, "tr、td、th 不在表格里"),
        ('<p data-block="a">甲', "p 的 data-block 没有结束"),
        ('<p data-block="a">甲</p><h2 data-block="b">乙</p>', "h2 的 data-block 没有结束"),
        (f"<table><tr>{CELL}</tr></table>", "table 没有写各列的宽"),
        (f'<table data-widths="1fr"><tr>{CELL}</tr></table>', "data-widths"),
        ('<table data-widths="1"><tr><td data-block="a" colspan="two">甲</td></tr></table>', "colspan"),
        ('<table data-widths="1"><tr><td rowspan="0"></td></tr></table>', "rowspan"),
    ],
)
def test_what_other_formats_could_not_say_is_an_error(body: str, what: str) -> None:
    assert what in says(f"<html><body>{body}</body></html>")


def test_an_unknown_layout_names_its_line_and_what_there_is() -> None:
    with pytest.raises(DocumentError) as caught:
        blocks_of('<p data-at="documents/x.html.j2:7" data-block="a" data-layout="left">甲</p>')
    (problem,) = caught.value.problems
    assert str(problem.place) == "documents/x.html.j2:7"
    assert problem.what == "没有 left 这种 data-layout"
    assert all(layout in problem.hint for layout in LAYOUTS)


def test_a_longer_name_is_another_element() -> None:
    assert texts('<b data-block="a">甲<br>乙</b><s data-block="b">丙<span>丁</span></s>') == ["甲乙", "丙丁"]


# What strangers write

TEMPLATE = """\
<html><head><title>{{ said }}</title></head><body>
<p data-block="before">前</p>
<p title="{{ said }}" data-block="said">{{ said }}</p>
<div title="{{ said }}">
<p data-block="inline"><b title="{{ said }}">甲{{ said }}</b>乙</p>
</div>
<table data-widths="1 2"><tr title="{{ said }}"><td data-block="cell">{{ said }}</td><td title="{{ said }}"><p data-block="inside">{{ said }}</p></td></tr></table>
<p data-block="after">后</p>
</body></html>
"""

FRAGMENTS = [
    '</p><p data-block="forged" data-layout="title">伪</p>',
    '" data-block="forged" x="',
    " data-block=",
    "data-item='X'",
    "</td></tr></table>",
    "<td>",
    "</body>",
    "<body>",
    "<!--",
    "-->",
    "{{ said }}",
    "{% raw %}",
    "{#",
    "&lt;",
    "&amp",
    "&#60;",
    "&",
    "|safe",
    "👨‍👩‍👧",
    "🇨🇳",
    "\u200f甲\u200e",
    "　",
    "\u00a0",
    "𪚥",
    "\r\n",
    "\t ",
    "\\u003c",
    "#strong[x]",
    "国" * 3000,
]
HOSTILE = st.lists(
    st.one_of(st.sampled_from(FRAGMENTS), st.text(st.characters(exclude_categories=["Cs"]), max_size=20)), max_size=6
).map("".join)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("templates")
    (made / "documents").mkdir()
    (made / "documents" / "said.html.j2").write_text(TEMPLATE, encoding="utf-8")
    return made


def folded(text: str) -> str:
    return re.sub("[ \t\r\n]+", " ", text).strip(" ")


@settings(max_examples=150)
@given(said=HOSTILE)
@example(said="".join(FRAGMENTS))
@example(said=" data-block=")
def test_any_text_is_one_blocks_text(folder: Path, said: str) -> None:
    blocks = blocks_of(filled("documents/said.html.j2", {"said": said}, folder))
    assert [(block.kind, block.text) for block in blocks] == [
        ("before", "前"),
        ("said", folded(said)),
        ("inline", folded(f"甲{said}乙")),
        ("cell", folded(said)),
        ("inside", folded(said)),
        ("after", "后"),
    ]
    assert not any(block.sources or block.new_page for block in blocks)
    assert {block.layout for block in blocks} == {"paragraph"}
    assert [block.line for block in blocks] == [2, 3, 5, 7, 7, 8]
    assert [block.cell and block.cell[1:] for block in blocks] == [
        None,
        None,
        None,
        (0, 0, 1, 1, False),
        (0, 1, 1, 1, False),
        None,
    ]
