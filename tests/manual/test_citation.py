"""Citations in the official form, there and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforce_rules import Citation, CitationError, Manual, parse_citation


@pytest.mark.parametrize(
    ("text", "citation"),
    [
        ("安全生产法(2021)第九十七条第（一）项", Citation("安全生产法", 2021, article=97, item=1)),
        ("安全生产法(2021)第九十四条第一款", Citation("安全生产法", 2021, article=94, paragraph=1)),
        (
            "危险化学品安全法(2025)第一百零一条第一款第（十二）项",
            Citation("危险化学品安全法", 2025, article=101, paragraph=1, item=12),
        ),
        ("刑法(2023)第一百三十四条之一第（一）项", Citation("刑法", 2023, article=134, insert=1, item=1)),
        ("某法(2020)第十条第二款第（三）项第1目", Citation("某法", 2020, article=10, paragraph=2, item=3, subitem=1)),
        (
            "工贸行业重大生产安全事故隐患判定标准（2017版）(2017)一、（一）第3项",
            Citation("工贸行业重大生产安全事故隐患判定标准（2017版）", 2017, part=1, section=1, point=3),
        ),
        ("某标准（试行）(2017)第十六项", Citation("某标准（试行）", 2017, part=16)),
        ("严防企业粉尘爆炸五条规定(2014)", Citation("严防企业粉尘爆炸五条规定", 2014)),
    ],
)
def test_reads_and_prints(text: str, citation: Citation) -> None:
    assert parse_citation(text) == citation
    assert str(citation) == text


@pytest.mark.parametrize(
    "text",
    [
        "安全生产法第九十七条第（一）项",  # no edition
        "安全生产法(2021)第97条",
        "安全生产法(2021)第九十七条第一项",  # an item stands in brackets
        "安全生产法(2021)第九十七条第(一)项",  # in full-width ones
        "安全生产法(2021)第九七条",
        "安全生产法(2021)第一十二条",
        "安全生产法(2021)第一百二条",
        "安全生产法(2021)第零条",
        "安全生产法(2021)第九十七条第（一）项 ",
        "安全生产法(2021)九十七条",
        "安全生产法(21)第九十七条",
        "(2021)第九十七条",
        "某标准(2017)一、",
        "某标准(2017)一、（一）第03项",
        "",
    ],
)
def test_is_no_citation(text: str) -> None:
    with pytest.raises(CitationError, match="不是规范的法条引用"):
        parse_citation(text)


_ARTICLES = st.builds(
    Citation,
    law=st.sampled_from(["安全生产法", "某规定（试行）"]),
    edition=st.integers(1950, 2100),
    article=st.integers(1, 1300),
    insert=st.none() | st.integers(1, 12),
    paragraph=st.none() | st.integers(1, 25),
    item=st.none() | st.integers(1, 40),
)
_OUTLINES = st.builds(
    Citation,
    law=st.just("某判定标准（2017版）"),
    edition=st.just(2017),
    part=st.integers(1, 40),
    section=st.integers(1, 30),
    point=st.none() | st.integers(1, 99),
)


@given(_ARTICLES | _OUTLINES)
def test_round_trip(citation: Citation) -> None:
    assert parse_citation(str(citation)) == citation


def test_with_and_without_the_year() -> None:
    citation = parse_citation("安全生产法(2021)第九十七条第（一）项")
    assert citation.without_year() == "安全生产法第九十七条第（一）项"
    assert citation.official("中华人民共和国安全生产法") == "《中华人民共和国安全生产法》第九十七条第（一）项"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("安全生产发(2021)第九十七条", "没有收录《安全生产发》（是否为 安全生产法？）"),
        ("安全生产法(2009)第九十七条", "2009年的版本"),
        ("安全生产法(2021)第八百条", "没有收录第八百条"),
        ("安全生产法(2021)第九十七条第（八）项", "只有7项"),
        ("安全生产法(2021)第九十七条第一款", "只有一款"),
        ("安全生产法(2021)第四十一条第四款", "只有3款"),
        ("安全生产法(2021)", "没有写到条"),
        ("工贸行业重大生产安全事故隐患判定标准（2017版）(2017)一、（一）第11项", "只有10项"),
        ("行政复议法(2023)第二十四条第（一）项", "要写明第几款"),
    ],
)
def test_must_be_held(manual: Manual, text: str, says: str) -> None:
    with pytest.raises(CitationError) as caught:
        manual.provision(text)
    assert says in str(caught.value)


def test_sanctions_are_those_of_the_paragraph(manual: Manual) -> None:
    first = manual.provision("安全生产法(2021)第一百零三条第一款").sanctions
    second = manual.provision("安全生产法(2021)第一百零三条第二款").sanctions
    assert {s.multiple for s in first if s.multiple} == {(2, 5)}
    assert {(s.party, s.fine) for s in second if s.fine} == {("unit", (0, 50000)), ("responsible", (0, 10000))}


def test_sanctions_are_those_of_the_item_where_it_has_its_own(manual: Manual) -> None:
    fines = [
        [sanction.fine for sanction in manual.provision(f"矿山安全法实施条例(1996)第五十二条{item}").sanctions]
        for item in ("第（一）项", "第（四）项", "")
    ]
    assert fines[:2] == [[(0, 40000)], [(0, 20000)]]
    assert set(fines[2]) == {(0, 40000), (0, 50000), (0, 20000), (0, 30000)}
