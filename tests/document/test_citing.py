"""How documents cite: the law named once, higher laws first, articles in order, other editions and unread text marked."""

from __future__ import annotations

import random
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforce_rules import CitationError, Manual
from enforce_rules.document.citing import UNVERIFIED, cited, cited_in, in_order, listed, officially, readable
from enforce_rules.penalty.choice import RANKS

DAY_2020, DAY_2022, DAY_2026 = date(2020, 12, 1), date(2022, 6, 1), date(2026, 6, 1)
LAW, PENALTIES, MEASURES = (
    "《中华人民共和国安全生产法》",
    "《中华人民共和国行政处罚法》",
    "《安全生产违法行为行政处罚办法》",
)
CRITERIA = "工贸行业重大生产安全事故隐患判定标准（2017版）(2017)"
MINES = "金属非金属矿山重大生产安全事故隐患判定标准（试行）(2017)"

# What cites say, and how a document of a day lists them

LISTED: dict[str, tuple[date, list[str], str]] = {
    "nothing": (DAY_2020, [], ""),
    "one article": (DAY_2020, ["安全生产法(2014)第三十二条"], f"{LAW}第三十二条"),
    "an item": (DAY_2020, ["安全生产法(2014)第九十四条第（一）项"], f"{LAW}第九十四条第（一）项"),
    "a law is named once": (
        DAY_2020,
        ["安全生产法(2014)第三十二条", "安全生产法(2014)第三十三条第一款"],
        f"{LAW}第三十二条、第三十三条第一款",
    ),
    "an article is named once": (
        DAY_2026,
        ["安全生产法(2021)第二十五条第一款", "安全生产法(2021)第二十五条第二款"],
        f"{LAW}第二十五条第一款、第二款",
    ),
    "of an article its items": (
        DAY_2026,
        ["安全生产法(2021)第九十九条第（一）项", "安全生产法(2021)第九十九条第（二）项"],
        f"{LAW}第九十九条第（一）项、第（二）项",
    ),
    "of a paragraph its items": (
        DAY_2026,
        [
            "行政处罚法(2021)第五十八条第一款第（一）项",
            "行政处罚法(2021)第五十八条第一款第（二）项",
            "行政处罚法(2021)第五十八条第二款",
        ],
        f"{PENALTIES}第五十八条第一款第（一）项、第（二）项、第二款",
    ),
    "a paragraph, then an item of it": (
        DAY_2026,
        ["行政处罚法(2021)第五十八条第一款", "行政处罚法(2021)第五十八条第一款第（二）项"],
        f"{PENALTIES}第五十八条第一款、第一款第（二）项",
    ),
    "an article, then a paragraph of it": (
        DAY_2026,
        ["安全生产法(2021)第二十五条", "安全生产法(2021)第二十五条第一款"],
        f"{LAW}第二十五条、第二十五条第一款",
    ),
    "the same paragraph of two articles": (
        DAY_2026,
        ["安全生产法(2021)第二十四条第一款", "安全生产法(2021)第二十五条第一款"],
        f"{LAW}第二十四条第一款、第二十五条第一款",
    ),
    "articles in order": (
        DAY_2026,
        ["安全生产法(2021)第一百零五条第（一）项", "安全生产法(2021)第九十九条第（二）项", "安全生产法(2021)第二十五条第一款"],
        f"{LAW}第二十五条第一款、第九十九条第（二）项、第一百零五条第（一）项",
    ),
    "paragraphs in order": (
        DAY_2026,
        ["安全生产法(2021)第二十五条第二款", "安全生产法(2021)第二十五条第一款"],
        f"{LAW}第二十五条第一款、第二款",
    ),
    "inserted articles in order": (
        DAY_2026,
        ["刑法(2023)第一百三十九条之一", "刑法(2023)第一百三十四条之一"],
        "《中华人民共和国刑法》第一百三十四条之一、第一百三十九条之一",
    ),
    "the same twice": (
        DAY_2020,
        ["安全生产法(2014)第三十二条", "安全生产法(2014)第三十二条"],
        f"{LAW}第三十二条",
    ),
    "higher laws first": (
        DAY_2020,
        ["安全生产违法行为行政处罚办法(2015)第五十三条", "易制毒化学品管理条例(2018)第五条第四款", "安全生产法(2014)第三十二条"],
        f"{LAW}第三十二条、《易制毒化学品管理条例》第五条第四款、{MEASURES}第五十三条",
    ),
    "a criterion behind every law": (
        DAY_2020,
        [f"{CRITERIA}一、（一）第6项", "河南省安全生产条例(2019)第二十七条第（六）项"],
        "《河南省安全生产条例》第二十七条第（六）项、《工贸行业重大生产安全事故隐患判定标准（2017版）》一、（一）第6项",
    ),
    "of one rank as given": (
        DAY_2020,
        ["安全生产违法行为行政处罚办法(2015)第十八条", "河南省安全生产条例(2019)第二十七条第（六）项"],
        f"{MEASURES}第十八条、《河南省安全生产条例》第二十七条第（六）项",
    ),
    "of one rank as given, the other way": (
        DAY_2020,
        ["河南省安全生产条例(2019)第二十七条第（六）项", "安全生产违法行为行政处罚办法(2015)第十八条"],
        f"《河南省安全生产条例》第二十七条第（六）项、{MEASURES}第十八条",
    ),
    "a law that comes back is not named again": (
        DAY_2020,
        ["安全生产法(2014)第三十二条", "行政强制法(2011)第四十五条第一款", "安全生产法(2014)第十八条第（五）项"],
        f"{LAW}第十八条第（五）项、第三十二条、《中华人民共和国行政强制法》第四十五条第一款",
    ),
    "an outline": (
        DAY_2020,
        [f"{CRITERIA}一、（一）第6项"],
        "《工贸行业重大生产安全事故隐患判定标准（2017版）》一、（一）第6项",
    ),
    "points of one outline": (
        DAY_2020,
        [f"{CRITERIA}一、（一）第6项", f"{CRITERIA}一、（一）第4项"],
        "《工贸行业重大生产安全事故隐患判定标准（2017版）》一、（一）第4项、第6项",
    ),
    "points of two outlines": (
        DAY_2020,
        [f"{CRITERIA}二、（一）第1项", f"{CRITERIA}一、（一）第6项"],
        "《工贸行业重大生产安全事故隐患判定标准（2017版）》一、（一）第6项、二、（一）第1项",
    ),
    "items that stand alone": (
        DAY_2020,
        [
            "烟花爆竹生产经营单位重大生产安全事故隐患判定标准（试行）(2017)第十六项",
            "烟花爆竹生产经营单位重大生产安全事故隐患判定标准（试行）(2017)第二项",
        ],
        "《烟花爆竹生产经营单位重大生产安全事故隐患判定标准（试行）》第二项、第十六项",
    ),
    # What was not read
    "unread": (DAY_2020, ["行政处罚法(2017)第四十二条"], f"{PENALTIES}第四十二条（条款待核）"),
    "unread as a whole": (DAY_2020, ["严防企业粉尘爆炸五条规定(2014)"], "《严防企业粉尘爆炸五条规定》（条款待核）"),
    "each unread provision is marked": (
        DAY_2020,
        ["行政处罚法(2017)第四十二条", "行政处罚法(2017)第三十一条"],
        f"{PENALTIES}第三十一条（条款待核）、第四十二条（条款待核）",
    ),
    "only what is unread is marked": (
        DAY_2020,
        ["行政处罚法(2017)第四十二条", "安全生产违法行为行政处罚办法(2015)第三十三条第一款"],
        f"{PENALTIES}第四十二条（条款待核）、{MEASURES}第三十三条第一款",
    ),
    "an unread outline": (
        DAY_2020,
        [f"{MINES}一、（一）"],
        "《金属非金属矿山重大生产安全事故隐患判定标准（试行）》一、（一）（条款待核）",
    ),
    # Which edition
    "an amended edition no longer in force": (
        DAY_2022,
        ["安全生产法(2014)第九十四条第（一）项"],
        f"{LAW}（2014年修正）第九十四条第（一）项",
    ),
    "its last day": (date(2021, 8, 31), ["安全生产法(2014)第三十二条"], f"{LAW}第三十二条"),
    "the day after": (date(2021, 9, 1), ["安全生产法(2014)第三十二条"], f"{LAW}（2014年修正）第三十二条"),
    "not yet in force": (date(2021, 8, 31), ["安全生产法(2021)第三十五条"], f"{LAW}（2021年修正）第三十五条"),
    "its first day": (date(2021, 9, 1), ["安全生产法(2021)第三十五条"], f"{LAW}第三十五条"),
    "a revised edition": (date(2021, 7, 14), ["行政处罚法(2021)第四十四条"], f"{PENALTIES}（2021年修订）第四十四条"),
    "an amended rule": (
        DAY_2026,
        ["安全生产违法行为行政处罚办法(2015)第五十三条"],
        f"{MEASURES}（2015年修正）第五十三条",
    ),
    "a regulation amended by a later order": (
        DAY_2026,
        ["危险化学品安全管理条例(2013)第四条第一款"],
        "《危险化学品安全管理条例》（2013年修订）第四条第一款",
    ),
    "a rule that was never amended": (
        DAY_2022,
        ["严防企业粉尘爆炸五条规定(2014)"],
        "《严防企业粉尘爆炸五条规定》（2014年公布）（条款待核）",
    ),
    "unread and no longer in force": (
        DAY_2022,
        ["行政处罚法(2017)第二十七条"],
        f"{PENALTIES}（2017年修正）第二十七条（条款待核）",
    ),
    "two editions of one law are two": (
        DAY_2022,
        ["安全生产法(2021)第三十五条", "安全生产法(2014)第三十二条", "安全生产法(2021)第三十三条"],
        f"{LAW}第三十三条、第三十五条、{LAW}（2014年修正）第三十二条",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTED)
def test_a_sentence_lists_provisions(manual: Manual, name: str) -> None:
    day, cites, expected = LISTED[name]
    assert cited(cites, manual, day) == expected


@pytest.mark.parametrize("name", LISTED)
def test_order_as_given_matters_only_within_a_rank(manual: Manual, name: str) -> None:
    """Shuffled within the law and rank they stand in, provisions are listed alike."""
    day, cites, expected = LISTED[name]
    found = [manual.provision(cite) for cite in dict.fromkeys(cites)]
    laws = list(dict.fromkeys(one.edition.in_force_from.isoformat() + one.citation.law for one in found))
    shuffled = found[:]
    random.Random(name).shuffle(shuffled)
    shuffled.sort(key=lambda one: laws.index(one.edition.in_force_from.isoformat() + one.citation.law))
    assert listed(shuffled, day) == expected


def test_what_is_not_held_is_not_cited(manual: Manual) -> None:
    for cite in ("安全生产法(2021)第九百条", "安全生产法(1999)第三条", "不存在法(2020)第一条", "安全生产法第三条"):
        with pytest.raises(CitationError):
            cited([cite], manual, DAY_2026)


def test_unread_provisions_stand_only_where_nothing_else_does(manual: Manual) -> None:
    read, unread = manual.provision("安全生产法(2014)第三十二条"), manual.provision("行政处罚法(2017)第四十二条")
    assert readable([unread, read]) == [read]
    assert readable([unread]) == [unread]
    assert readable([]) == []


ALL_CITES = st.deferred(lambda: st.sampled_from(sorted(_cites())))


def _cites() -> set[str]:
    return {cite for _, cites, _ in LISTED.values() for cite in cites}


@given(st.lists(ALL_CITES, max_size=8, unique=True), st.sampled_from([DAY_2020, DAY_2022, DAY_2026]))
def test_every_provision_is_listed_and_can_be_told_apart(manual: Manual, cites: list[str], day: date) -> None:
    """Read back with the law and article carried on, a list names what was put in, no more and no less, and in order of rank."""
    found = [manual.provision(cite) for cite in cites]
    text = listed(found, day)
    assert text.count(UNVERIFIED) == sum(not one.verified for one in found)
    ranks = [RANKS.get(one.statute.rank, len(RANKS)) for one in in_order(found)]
    assert ranks == sorted(ranks)
    named = len({(one.statute.title, one.citation.edition) for one in found})
    assert len(re.findall("《[^《》]+》", text)) == named
    assert _read_back(text) == sorted(one.citation.official(one.statute.title) for one in found)


_WRITTEN = re.compile(
    "(?P<law>《[^《》]+》)?(?P<key>第[^条款项（）]+条(?:之[一二三])?|[一二三四五六七八九十]+、（[^）]+）|第[一二三四五六七八九十]+项)?"
    "(?P<paragraph>第[^条款项（）]+款)?(?P<item>第（[^）]+）项|第[0-9]+项)?(?:、|$)"
)


def _read_back(text: str) -> list[str]:
    """The provisions that a list names, each written in full."""
    found, law, key, paragraph = [], "", "", ""
    for match in _WRITTEN.finditer(re.sub("（[0-9]{4}年..）|（条款待核）", "", text)):
        if match[0]:
            if match["law"]:
                law, key, paragraph = match["law"], "", ""
            if match["key"]:
                key, paragraph = match["key"], ""
            paragraph = match["paragraph"] or paragraph
            found.append(f"{law}{key}{paragraph}{match['item'] or ''}")
    return sorted(found)


# Sentences of a proposal

SENTENCES: dict[str, tuple[date, str, str]] = {
    "none": (DAY_2020, "没有依法从轻、减轻或者从重处罚的情节", "没有依法从轻、减轻或者从重处罚的情节"),
    "at the start": (
        DAY_2020,
        "安全生产法(2014)第九十六条第（二）项对情节严重的另有规定，情节是否严重没有认定",
        f"{LAW}第九十六条第（二）项对情节严重的另有规定，情节是否严重没有认定",
    ),
    "in brackets": (
        DAY_2026,
        "主动消除或者减轻违法行为危害后果，应当从轻或者减轻处罚（行政处罚法(2021)第三十二条第（一）项）",
        f"主动消除或者减轻违法行为危害后果，应当从轻或者减轻处罚（{PENALTIES}第三十二条第（一）项）",
    ),
    "several, one of them unread, one with brackets in its name": (
        DAY_2020,
        "不予处罚（行政处罚法(2017)第二十七条、安全生产违法行为行政处罚办法(2015)第五十六条第四款、"
        "安全生产行政处罚自由裁量适用规则（试行）(2010)第十六条第一款第（二）项）。",
        f"不予处罚（{PENALTIES}第二十七条（条款待核）、{MEASURES}第五十六条第四款、"
        "《安全生产行政处罚自由裁量适用规则（试行）》第十六条第一款第（二）项）。",
    ),
    "of another day": (
        DAY_2022,
        "行为发生时适用安全生产法(2014)第九十六条第（一）项",
        f"行为发生时适用{LAW}（2014年修正）第九十六条第（一）项",
    ),
    "as a whole, unread": (
        DAY_2026,
        "须听证（安全生产违法行为行政处罚办法(2026)）",
        f"须听证（{MEASURES}（条款待核））",
    ),
    "behind 依": (DAY_2026, "依安全生产法(2021)第一百一十二条按日处罚", f"依{LAW}第一百一十二条按日处罚"),
    "behind 依照": (
        DAY_2026,
        "依照安全生产法(2021)第九十四条第一款处罚",
        f"依照{LAW}第九十四条第一款处罚",
    ),
    "behind 按": (DAY_2026, "是否按安全生产法(2021)第一百零二条处罚由人决定", f"是否按{LAW}第一百零二条处罚由人决定"),
    "behind 适用 and 的": (
        DAY_2020,
        "单位适用安全生产法(2014)第九十一条第一款；个人另依效力较低的河南省安全生产条例(2019)第五十六条第一款处罚是否可以，由人决定",
        f"单位适用{LAW}第九十一条第一款；个人另依效力较低的《河南省安全生产条例》第五十六条第一款处罚是否可以，由人决定",
    ),
    "behind 如果": (
        DAY_2026,
        "如果安全生产法(2021)第一百零二条也适用，应当优先适用",
        f"如果{LAW}第一百零二条也适用，应当优先适用",
    ),
    "two joined by 和": (
        DAY_2026,
        "安全生产法(2021)第三十五条和行政处罚法(2021)第四十四条",
        f"{LAW}第三十五条和{PENALTIES}第四十四条",
    ),
    "behind a title in quotes": (
        DAY_2020,
        "拟作出“责令停产停业整顿”（安全生产违法行为行政处罚办法(2015)第三十三条第一款）",
        f"拟作出“责令停产停业整顿”（{MEASURES}第三十三条第一款）",
    ),
    "a name with quotes in it": (
        DAY_2026,
        "依照建设项目安全设施“三同时”监督管理办法(2015)第七条",
        "依照《建设项目安全设施“三同时”监督管理办法》第七条",
    ),
    "a name within a name": (
        DAY_2026,
        "矿山安全法实施条例(1996)第十条、矿山安全法(2009)第八条",
        "《中华人民共和国矿山安全法实施条例》第十条、《中华人民共和国矿山安全法》第八条",
    ),
    "an outline within": (
        DAY_2020,
        f"依据{CRITERIA}一、（一）第6项，属于重大事故隐患",
        "依据《工贸行业重大生产安全事故隐患判定标准（2017版）》一、（一）第6项，属于重大事故隐患",
    ),
    "an unread outline within": (
        DAY_2020,
        f"依据{MINES}一、（一）判定",
        "依据《金属非金属矿山重大生产安全事故隐患判定标准（试行）》一、（一）（条款待核）判定",
    ),
    "an item that stands alone": (
        DAY_2020,
        "依据烟花爆竹生产经营单位重大生产安全事故隐患判定标准（试行）(2017)第十六项判定",
        "依据《烟花爆竹生产经营单位重大生产安全事故隐患判定标准（试行）》第十六项判定",
    ),
    "an inserted article": (
        DAY_2026,
        "涉嫌犯罪（刑法(2023)第一百三十九条之一）",
        "涉嫌犯罪（《中华人民共和国刑法》第一百三十九条之一）",
    ),
    "what follows is not part of it": (
        DAY_2026,
        "安全生产法(2021)第九十四条第一款第三次罚款",
        f"{LAW}第九十四条第一款第三次罚款",
    ),
    "an ordinal that follows": (
        DAY_2026,
        "安全生产法(2021)第三十五条第三方不得收款",
        f"{LAW}第三十五条第三方不得收款",
    ),
}
LOOKS_LIKE_ONE = {
    "an edition that is not held": "安全生产法(1999)第三条",
    "an article that is not held": "安全生产法(2021)第九百条",
    "a paragraph that there is not": "安全生产法(2021)第三十五条第九款",
    "a whole law that was read": "暂沿用安全生产违法行为行政处罚办法(2015)的数额",
    "an unknown law": "某某管理规定(2019)第四条",
    "an unknown law whose name ends like a known one": "某省安全生产法(2021)第三十五条",
    "no edition": "安全生产法第三十五条",
    "an official citation already": "《中华人民共和国安全生产法》第三十五条",
    "a title with a year behind it": "《安全生产法》(2021)第三十五条",
    "a year in brackets": "检查记录(2021)第三十五页",
    "another kind of number": "郑应急罚(2020)31号",
    "a year in round brackets": "安全生产法（2021）第三十五条",
}


@pytest.mark.parametrize("name", SENTENCES)
def test_a_sentence_cites_as_documents_do(manual: Manual, name: str) -> None:
    day, sentence, expected = SENTENCES[name]
    assert officially(sentence, manual, day) == expected


@pytest.mark.parametrize("name", SENTENCES)
def test_a_sentence_said_officially_stays(manual: Manual, name: str) -> None:
    day, _, expected = SENTENCES[name]
    assert officially(expected, manual, day) == expected


@pytest.mark.parametrize("name", LOOKS_LIKE_ONE)
@pytest.mark.parametrize("frame", ["{}", "认定（{}）。", "依据{}，处罚"])
def test_what_only_looks_like_a_citation_stays(manual: Manual, name: str, frame: str) -> None:
    sentence = frame.format(LOOKS_LIKE_ONE[name])
    assert officially(sentence, manual, DAY_2026) == sentence
    assert cited_in([sentence], manual) == ()


def test_the_citations_of_sentences(manual: Manual) -> None:
    sentences = [
        SENTENCES[name][1] for name in ("several, one of them unread, one with brackets in its name", "behind 依")
    ]
    assert cited_in([*sentences, sentences[0]], manual) == (
        "行政处罚法(2017)第二十七条",
        "安全生产违法行为行政处罚办法(2015)第五十六条第四款",
        "安全生产行政处罚自由裁量适用规则（试行）(2010)第十六条第一款第（二）项",
        "安全生产法(2021)第一百一十二条",
    )


WORDS = st.text(
    alphabet=st.sampled_from("一二三第条款项（）()、，。“”《》依按的和罚款安全生产法办20147 \n"), max_size=30
)
BEFORE = st.sampled_from(["（", "，", "依照", "是否按", "违反", "单位适用", "效力较低的", "和", " "])
BEHIND = st.sampled_from(["）", "，", "、", "的规定", "处罚", "规定的", "。"])


@given(
    st.lists(st.tuples(WORDS, BEFORE, ALL_CITES, BEHIND), max_size=5), st.sampled_from([DAY_2020, DAY_2022, DAY_2026])
)
def test_no_other_text_is_lost(manual: Manual, parts: list[tuple[str, str, str, str]], day: date) -> None:
    """Only the citations change: what stands before, between and behind them stays, whatever it is."""
    sentence = "".join("".join(part) for part in parts)
    expected = "".join(
        f"{words}{before}{listed([manual.provision(cite)], day)}{behind}" for words, before, cite, behind in parts
    )
    assert officially(sentence, manual, day) == expected
    assert cited_in([sentence], manual) == tuple(dict.fromkeys(cite for _, _, cite, _ in parts))


@given(WORDS)
def test_words_without_a_law_stay(manual: Manual, words: str) -> None:
    assert officially(words, manual, DAY_2026) == words
