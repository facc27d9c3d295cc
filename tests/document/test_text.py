"""Plain text: lines of a page's width, no line that a closing mark begins, every word in its order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enforce_rules.document import Block
from enforce_rules.document.block import LAYOUTS, Cell, Layout, Table
from enforce_rules.document.text import WIDTH, plain_text

CLOSING = "，。、；：？！）》〉」』】〕”’…"
"""What GB/T 15834 does not let begin a line: points, and the closing half of a pair."""

TABLE = Table(1, (1, 2))


def block(layout: Layout, text: str = "", cell: Cell | None = None, new_page: bool = False) -> Block:
    return Block("any", layout, text, 1, cell=cell, new_page=new_page)


def lines(*blocks: Block) -> list[str]:
    text = plain_text(blocks)
    assert text.endswith("\n")
    return text[:-1].split("\n")


def columns(text: str) -> int:
    return sum(
        2 if unicodedata.east_asian_width(char) in "WF" else 0 if unicodedata.combining(char) else 1 for char in text
    )


def words(text: str) -> str:
    """A text without what a format adds: spaces, line ends, and the lines of tables."""
    return re.sub(r"[\s─│]", "", text)


TEXT = st.lists(
    st.one_of(
        st.integers(30, 40).map("国".__mul__),
        st.text("国安a" + CLOSING, min_size=80, max_size=160),
        st.text("国家安全aW1 .-（“《〔é", max_size=20),
        st.text("😀\u0301\u200d\u200f　\u00a0𪚥", max_size=4),
        st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=100),
    ),
    max_size=8,
).map("".join)


@settings(max_examples=200)
@given(TEXT)
def test_lines_are_of_a_pages_width_and_no_closing_mark_begins_one(text: str) -> None:
    found = lines(block("paragraph", text), block("line", "终"))
    assert words("".join(found)) == words(text) + "终"
    for line in found:
        assert columns(line.rstrip(CLOSING)) <= WIDTH
        assert line[:1] not in tuple(CLOSING)


@settings(max_examples=100)
@given(
    st.lists(st.tuples(st.sampled_from(LAYOUTS), TEXT, st.booleans(), st.none() | st.integers(0, 3)), max_size=8),
)
def test_every_word_is_there_in_order(parts: Sequence[tuple[Layout, str, bool, int | None]]) -> None:
    blocks = [
        block(layout, text, None if place is None else Cell(TABLE, number, place % 2), new_page)
        for number, (layout, text, new_page, place) in enumerate(parts)
    ]
    told = "".join(one.text for one in blocks if one.layout != "rule" or one.cell)
    assert words(plain_text(blocks)) == words(told)


def test_a_paragraph_is_indented_by_two_characters_and_its_other_lines_are_not() -> None:
    first, second, third = lines(block("paragraph", "国" * 80))
    assert (first, second, third) == ("　　" + "国" * 36, "国" * 38, "国" * 6)


def test_a_line_is_filled_to_its_last_column() -> None:
    assert lines(block("line", "国" * 38)) == ["国" * 38]
    assert lines(block("line", "a" + "国" * 38)) == ["a" + "国" * 37, "国"]
    assert lines(block("line", "a" * 77)) == ["a" * 76, "a"]
    assert lines(block("line", "国" * 38 + "。”）国")) == ["国" * 38 + "。”）", "国"]


@pytest.mark.parametrize("mark", CLOSING)
def test_each_closing_mark_stays_on_the_line_it_closes(mark: str) -> None:
    assert lines(block("line", "国" * 38 + mark + "法")) == ["国" * 38 + mark, "法"]


@pytest.mark.parametrize("layout", ["series", "title", "centre", "draft"])
def test_centred(layout: Layout) -> None:
    told = lines(block(layout, "责令整改"), block("line", "某厂："))
    assert told[0] == " " * 34 + "责令整改"
    assert told[-1] == "某厂："
    first, second = (line for line in lines(block(layout, "国" * 40)) if line)
    assert (first, second) == ("国" * 38, " " * 36 + "国国")


@pytest.mark.parametrize("layout", ["right", "number"])
def test_at_the_right(layout: Layout) -> None:
    assert lines(block(layout, "某市应急管理局")) == [" " * 62 + "某市应急管理局"]
    assert lines(block(layout, "2024年4月2日"))[0] == " " * (WIDTH - 12) + "2024年4月2日"


def test_parts_stand_apart() -> None:
    told = lines(
        block("title", "书"),
        block("line", "甲"),
        block("heading", "一、"),
        block("note", "乙"),
        block("rule"),
        block("line", "丙"),
        block("line", "丁", new_page=True),
    )
    assert told == [" " * 37 + "书", "", "甲", "", "一、", "乙", "", "─" * 38, "丙", "", "丁"]


def test_a_row_of_a_table_is_a_line() -> None:
    head = [
        block("paragraph", "问题", Cell(TABLE, 0, 0, header=True)),
        block("paragraph", "结果", Cell(TABLE, 0, 1, header=True)),
    ]
    row = [
        block("line", "甲", Cell(TABLE, 1, 0)),
        block("line", "乙", Cell(TABLE, 1, 0)),
        block("right", "丙", Cell(TABLE, 1, 1)),
    ]
    long = [block("line", "国" * 40 + "。", Cell(TABLE, 2, 0, colspan=2))]
    bar = "─" * 38
    assert lines(block("line", "前"), *head, *row, *long, block("line", "后")) == [
        "前",
        bar,
        "问题 │ 结果",
        bar,
        "甲 乙 │ 丙",
        bar,
        "国" * 38,
        "国国。",
        bar,
        "后",
    ]


def test_two_tables_are_two() -> None:
    other = Table(2, (1, 1))
    first, second = block("line", "甲", Cell(TABLE, 0, 0)), block("line", "乙", Cell(other, 0, 0))
    bar = "─" * 38
    assert lines(first, second) == [bar, "甲", bar, bar, "乙", bar]


def test_nothing_is_an_empty_line() -> None:
    assert plain_text([]) == "\n"
