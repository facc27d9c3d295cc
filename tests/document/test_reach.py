"""Where a provision is used: every breach that rests on it, every document that can state it, and the line that does."""

from __future__ import annotations

from pathlib import Path

import pytest

from enforce_rules import CitationError, Manual
from enforce_rules.document import kinds, shipped_templates
from enforce_rules.document.reach import CRITERIA, DUTIES, PENALTIES, Place, Reach, Use, where, within
from enforce_rules.manual import parse_citation

PENAL = {"case-filing", "case-report", "penalty-notice", "hearing-notice", "penalty-decision-unit", "on-spot-penalty"}
ORDERS = {"inspection-record", "rectification-order", "on-site-measures", "reinspection", "transfer"}


def documents(found: Reach, role: str) -> set[str]:
    return {place.kind for place in found.places if place.role == role}


# Through breaches


def test_a_penalty_provision_reaches_its_breaches_and_the_documents_on_penalties(manual: Manual) -> None:
    found = where("安全生产法(2021)第九十九条", manual)
    assert {use.role for use in found.uses} == {PENALTIES}
    breaches = {(use.item, use.breach) for use in found.uses}
    assert {("DE-06", "airlock_missing"), ("CS-02", "confined_space_signs_not_set")} <= breaches
    assert len({item for item, _ in breaches if item.startswith(("DE", "CS"))}) > 5
    assert documents(found, PENALTIES) >= PENAL
    assert not documents(found, PENALTIES) & ORDERS
    assert not documents(found, DUTIES)
    assert all(use.citation.startswith("安全生产法(2021)第九十九条第（") for use in found.uses)


def test_a_duty_reaches_the_documents_on_penalties_and_those_on_what_was_found(manual: Manual) -> None:
    found = where("安全生产法(2021)第三十六条第一款", manual)
    assert Use("DE-06", "airlock_missing", DUTIES, "安全生产法(2021)第三十六条第一款") in found.uses
    assert documents(found, DUTIES) >= PENAL | ORDERS
    assert "service-receipt" not in documents(found, DUTIES)


def test_criteria_reach_the_documents_that_tell_a_major_hazard(manual: Manual) -> None:
    cites = {basis.cite for _, _, breach in manual.breaches() for basis in breach.major}
    for cite in sorted(cites)[:3]:
        found = where(cite, manual)
        assert CRITERIA in {use.role for use in found.uses}
        assert documents(found, CRITERIA) >= ORDERS
    assert not documents(found, CRITERIA) & PENAL


def test_an_item_of_an_article_reaches_less_than_the_article(manual: Manual) -> None:
    whole = set(where("安全生产法(2021)第九十九条", manual).uses)
    items = [set(where(f"安全生产法(2021)第九十九条第（{number}）项", manual).uses) for number in "一二三四五六七八九"]
    assert set().union(*items) == whole
    assert all(items[at] < whole for at in range(9))
    assert not items[0] & items[1]
    law = set(where("安全生产法(2021)", manual).uses)
    assert whole < law
    assert {use.role for use in law} == {DUTIES, PENALTIES}


def test_another_edition_is_another_provision(manual: Manual) -> None:
    old, new = (where(f"安全生产法({year})第九十四条", manual).uses for year in (2014, 2021))
    assert old
    assert new
    assert not set(old) & set(new)


@pytest.mark.parametrize(
    ("wanted", "cited", "reached"),
    [
        ("甲法(2020)", "甲法(2020)第一条", True),
        ("甲法(2020)第一条", "甲法(2020)", True),
        ("甲法(2020)第一条", "甲法(2020)第一条第二款", True),
        ("甲法(2020)第一条第二款", "甲法(2020)第一条", True),
        ("甲法(2020)第一条第一款", "甲法(2020)第一条第二款", False),
        ("甲法(2020)第一条第二款", "甲法(2020)第一条第二款第（一）项", True),
        ("甲法(2020)第一条第（一）项", "甲法(2020)第一条第二款第（一）项", True),
        ("甲法(2020)第一条第（一）项", "甲法(2020)第一条第（二）项", False),
        ("甲法(2020)第一条", "甲法(2020)第二条", False),
        ("甲法(2020)第一条", "甲法(2020)第一条之一", False),
        ("甲法(2020)第一条之一", "甲法(2020)第一条", False),
        ("甲法(2020)第一条之一", "甲法(2020)第一条之一第一款", True),
        ("甲法(2020)", "甲法(2020)第一条之一", True),
        ("甲法(2020)第一条", "甲法(2021)第一条", False),
        ("甲法(2020)第一条", "乙法(2020)第一条", False),
        ("甲标准(2017)一、（一）", "甲标准(2017)一、（一）第3项", True),
        ("甲标准(2017)一、（一）第3项", "甲标准(2017)一、（一）第4项", False),
        ("甲标准(2017)二、（一）", "甲标准(2017)一、（一）", False),
        ("甲标准(2017)第十六项", "甲标准(2017)第十五项", False),
        ("甲标准(2017)第一条", "甲标准(2017)一、（一）", False),
    ],
)
def test_what_lies_within_what(wanted: str, cited: str, reached: bool) -> None:
    assert within(parse_citation(wanted), parse_citation(cited)) is reached


def test_every_citation_of_the_rules_reaches_its_own_breach(manual: Manual) -> None:
    seen = 0
    found: dict[str, set[Use]] = {}
    for item, name, breach in manual.breaches():
        for role, bases in ((DUTIES, breach.duties), (CRITERIA, breach.major), (PENALTIES, breach.penalties)):
            for basis in bases:
                seen += 1
                found.setdefault(basis.cite, set()).add(Use(item.id, name, role, basis.cite))
    assert seen > 1000
    for cite, uses in found.items():
        assert uses <= set(where(cite, manual).uses), cite


# Through the rules of procedure


def test_the_time_for_review_reaches_the_lines_that_tell_of_relief(manual: Manual) -> None:
    found = where("行政复议法(2023)第二十条第一款", manual)
    assert found.uses == ()
    reached = {place for place in found.places if place.role == "程序：review"}
    assert reached == set(found.places)
    assert {place.kind for place in reached} >= {"rectification-order", "penalty-decision-unit", "no-penalty-decision"}
    assert "inspection-record" not in {place.kind for place in reached}
    for place in reached:
        text = (shipped_templates() / place.template).read_text(encoding="utf-8").splitlines()[place.line - 1]
        assert "law.review." in text
    assert "documents/part/relief.html.j2" in {place.template for place in reached}


def test_every_line_that_is_named_states_the_rule(manual: Manual) -> None:
    for law in ("行政处罚法(2017)", "行政处罚法(2021)", "行政复议法(2017)", "行政强制法(2011)", "安全生产法(2021)"):
        for place in where(law, manual).places:
            if place.role.startswith("程序："):
                line = (shipped_templates() / place.template).read_text(encoding="utf-8").splitlines()[place.line - 1]
                assert f"law.{place.role.removeprefix('程序：')}" in line, place
            else:
                assert (place.template, place.line) == (kinds()[place.kind].file, 0)


def test_an_office_reaches_its_own_templates(manual: Manual, tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "sampling.html.j2").write_text(
        '<body>\n{% include "documents/own.j2" %}\n</body>', encoding="utf-8"
    )
    (tmp_path / "documents" / "own.j2").write_text(
        '<p data-block="a" data-provisions="{{ law.review.sources }}">\n{{ law.review.value }}</p>', encoding="utf-8"
    )
    cite = "行政复议法(2023)第二十条第一款"
    own = [place for place in where(cite, manual, tmp_path).places if place.kind == "sampling"]
    assert own == [Place("sampling", "抽样取证凭证", "程序：review", "documents/own.j2", line) for line in (1, 2)]
    assert not [place for place in where(cite, manual).places if place.kind == "sampling"]


def test_as_plain_data(manual: Manual) -> None:
    found = where("安全生产法(2021)第九十九条", manual)
    told = found.as_dict()
    assert told["citation"] == "安全生产法(2021)第九十九条"
    assert len(told["breaches"]) == len(found.uses)
    assert set(told["breaches"][0]) == {"item", "breach", "role", "citation"}
    assert set(told["documents"][0]) == {"kind", "name", "role", "template", "line"}


# What is no provision that the manual holds


@pytest.mark.parametrize(
    ("cite", "says"),
    [
        ("安全生产", "不是规范的法条引用（如 安全生产法(2021)第九十七条第（一）项"),
        ("安全生产法第九十九条", "不是规范的法条引用"),
        ("安全生产法(2021)第99条", "不是规范的法条引用"),
        ("安全生产法(2021) 第九十九条", "不是规范的法条引用"),
        ("《安全生产法》(2021)第九十九条", "没有收录《《安全生产法》》（是否为 安全生产法？）"),
        ("", "不是规范的法条引用"),
        ("安全生产发(2021)第九十九条", "没有收录《安全生产发》（是否为 安全生产法？）"),
        ("中华人民共和国安全生产法(2021)第九十九条", "没有收录《中华人民共和国安全生产法》（写简称 安全生产法）"),
        ("安全生产法(2020)第九十九条", "没有收录《安全生产法》2020年的版本（收录的有：2014、2021）"),
    ],
)
def test_what_is_not_held_is_an_error_with_a_hint(manual: Manual, cite: str, says: str) -> None:
    with pytest.raises(CitationError) as caught:
        where(cite, manual)
    assert says in str(caught.value)


def test_an_article_that_nothing_uses_reaches_nothing(manual: Manual) -> None:
    assert where("安全生产法(2021)第一百一十九条", manual) == Reach("安全生产法(2021)第一百一十九条", (), ())
