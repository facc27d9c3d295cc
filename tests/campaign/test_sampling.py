"""The draw: by risk, the same for everybody, and no reshuffling when an enterprise is added or struck."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enforce_rules.campaign.sampling import (
    Sample,
    SamplingScheme,
    Unit,
    drawn_again,
    lot,
    read_sampling,
    read_units,
    sample,
    sampling_from,
    units_from,
)
from enforce_rules.campaign.units import RISKS, Risk, digest_of
from enforce_rules.errors import CampaignError
from tests.conftest import ROOT

EXAMPLES = ROOT / "examples" / "campaign"
WEIGHTS = {"重大": "all", "较大": 4, "一般": 2, "低": 1, "未评定": 3}
HEAD = "统一社会信用代码,企业名称,县（市、区）,行业,风险等级\n"


def scheme(at_least: Sequence[dict[str, Any]] = (), **weights: Any) -> SamplingScheme:
    return sampling_from({"weights": {**WEIGHTS, **weights}, "at_least": list(at_least)})


def codes(drawn: Sample) -> list[str]:
    return [one.unit.credit_code for one in drawn.chosen]


def order(drawn: Sample) -> list[str]:
    """All units in the order of the draw."""
    placed = [one for one in (*drawn.chosen, *drawn.reserve) if one.place is not None]
    return [one.unit.credit_code for one in sorted(placed, key=lambda one: one.place or 0)]


def written(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def problems(path: Path) -> list[tuple[int | None, str, str]]:
    with pytest.raises(CampaignError) as caught:
        read_units(path)
    return [(one.place.line, one.what, one.hint) for one in caught.value.problems]


@st.composite
def tables(draw: st.DrawFn, least: int = 1) -> tuple[Unit, ...]:
    numbers = draw(st.lists(st.integers(0, 999), min_size=least, max_size=25, unique=True))
    return tuple(
        Unit(
            f"91XX{number:014d}",
            f"某厂{number}",
            draw(st.sampled_from(["甲县", "乙县", "丙区", ""])),
            draw(st.sampled_from(["木业", "化工"])),
            draw(st.sampled_from(RISKS)),
        )
        for number in numbers
    )


SEEDS = st.text("0123456789摇号", min_size=1, max_size=8)


def how_many(data: st.DataObject, units: Sequence[Unit]) -> int:
    """A number that the table allows."""
    return data.draw(st.integers(max(1, sum(unit.risk == "重大" for unit in units)), len(units)))


# Laws


@settings(max_examples=60)
@given(tables(), SEEDS, st.data())
def test_neither_the_order_of_rows_nor_the_day_matters(units: tuple[Unit, ...], seed: str, data: st.DataObject) -> None:
    number = how_many(data, units)
    first = sample(units, number, seed, scheme())
    assert sample(data.draw(st.permutations(units)), number, seed, scheme()) == first
    assert len(first.chosen) == number
    assert len(first.reserve) == len(units) - number


@settings(max_examples=60)
@given(tables(least=2), SEEDS)
def test_an_enterprise_that_is_added_or_struck_leaves_the_order_of_the_others(
    units: tuple[Unit, ...], seed: str
) -> None:
    every = sample(units, len(units), seed, scheme())
    fewer = sample(units[1:], len(units) - 1, seed, scheme())
    struck = units[0].credit_code
    assert [code for code in codes(every) if code != struck] == codes(fewer)
    assert [code for code in order(every) if code != struck] == order(fewer)


@settings(max_examples=60)
@given(tables(), SEEDS, st.data())
def test_all_of_the_class_all_are_chosen_and_of_the_others_the_first(
    units: tuple[Unit, ...], seed: str, data: st.DataObject
) -> None:
    number = how_many(data, units)
    drawn = sample(units, number, seed, scheme())
    always = [one for one in drawn.chosen if one.why == "全部检查"]
    assert {one.unit for one in always} == {unit for unit in units if unit.risk == "重大"}
    places = [one.place for one in drawn.chosen if one.place is not None]
    assert places == list(range(1, number - len(always) + 1))


@settings(max_examples=80)
@given(tables(), SEEDS, st.integers(1, 4), st.data())
def test_minima_are_kept_also_when_an_enterprise_has_closed(
    units: tuple[Unit, ...], seed: str, least: int, data: st.DataObject
) -> None:
    wanted = scheme([{"by": "county", "units": least}, {"by": "industry", "of": [units[0].industry], "units": least}])
    try:
        drawn = sample(units, how_many(data, units), seed, wanted)
    except CampaignError:  # the minima need more than is asked for
        return
    _keeps(drawn, units, least)
    if drawn.reserve:
        closed = data.draw(st.sampled_from(codes(drawn)))
        _keeps(drawn.without([closed]), [unit for unit in units if unit.credit_code != closed], least)


def _keeps(drawn: Sample, units: Sequence[Unit], least: int) -> None:
    there, chosen = Counter(unit.county for unit in units), Counter(one.unit.county for one in drawn.chosen)
    assert all(chosen[county] >= min(least, there[county]) for county in there if county)


@settings(max_examples=60)
@given(tables(), SEEDS, st.data())
def test_who_was_chosen_stays_when_another_has_closed_and_the_draw_can_be_repeated(
    units: tuple[Unit, ...], seed: str, data: st.DataObject
) -> None:
    drawn = sample(units, how_many(data, units), seed, scheme())
    spares = min(len(drawn.reserve), len(drawn.chosen))
    closed = data.draw(st.lists(st.sampled_from(codes(drawn)), unique=True, max_size=spares))
    after = drawn.without(closed)
    assert set(codes(drawn)) - set(closed) <= set(codes(after))
    assert len(after.chosen) == len(drawn.chosen)
    assert sum(one.why.startswith("替补") for one in after.chosen) == len(closed)
    assert drawn_again(after.record.as_dict(), data.draw(st.permutations(units)), scheme()) == after


@settings(max_examples=60)
@given(tables(), SEEDS, st.integers(1, 9))
def test_what_holds_for_the_low_class_never_holds_for_those_not_rated(
    units: tuple[Unit, ...], seed: str, weight: int
) -> None:
    unrated = [unit for unit in units if unit.risk == "未评定"]
    one, other = (sample(units, len(units), seed, scheme(低=low)) for low in (weight, "all"))
    for drawn in (one, other):
        told = {chosen.unit: chosen for chosen in drawn.chosen}
        assert all(told[unit].weight == 3 and told[unit].why.startswith("抽中") for unit in unrated)
    mine = {unit.credit_code for unit in unrated}
    assert [c for c in order(one) if c in mine] == [c for c in order(other) if c in mine]


def test_chances_are_as_the_weights_are() -> None:
    """Of 4000 draws of one the class of weight w comes w/10 of the time; a bound of six standard deviations and more."""
    weights: dict[Risk, int] = {"较大": 4, "一般": 2, "低": 1, "未评定": 3}
    units = [Unit(f"91XX{n:014d}", f"某厂{n}", risk=risk) for n, risk in enumerate(weights)]
    drawn = Counter(sample(units, 1, seed, scheme()).chosen[0].unit.risk for seed in range(4000))
    for risk, weight in weights.items():
        assert abs(drawn[risk] - 400 * weight) < 200


# By hand


def test_the_draw_can_be_done_by_hand() -> None:
    units = [Unit("91XX00000000000001", "某甲厂", risk="一般"), Unit("91XX00000000000002", "某乙厂", risk="低")]
    lots = {
        unit.name: min(hashlib.sha256(f"372915\n{unit.credit_code}\n{n}".encode()).hexdigest() for n in range(1, w + 1))
        for unit, w in zip(units, (2, 1), strict=True)
    }
    assert sample(units, 1, 372915, scheme()).chosen[0].unit.name == min(lots, key=lots.__getitem__)
    assert f"{lot('372915', units[1].credit_code, 1):064x}" == lots["某乙厂"]


def test_the_example() -> None:
    units, wanted = read_units(EXAMPLES / "units.csv"), read_sampling(EXAMPLES / "sampling.yaml")
    drawn = sample(units, 24, "372915", wanted)
    told = drawn.as_dict()
    assert len(units) == 60
    assert [one["name"] for one in told["chosen"]][5:9] == [
        "甲市某木业有限公司58", "甲市某食品有限公司33", "甲市某食品有限公司54", "甲市某家具有限公司16",
    ]  # fmt: skip
    assert [one["why"] for one in told["chosen"]][5:8] == ["全部检查", "抽中，权重3，序号1", "抽中，权重1，序号2"]
    assert told["chosen"][-1]["why"] == "为满足戊市至少3户，序号19"
    assert told["record"]["table"] == digest_of(reversed(units))
    assert drawn_again(told["record"], units, wanted) == drawn


# What is refused


@pytest.mark.parametrize(
    ("number", "seed", "changes", "says"),
    [
        (1, "s", {}, "要求检查1户，仅全部检查的（重大）就有2户"),
        (6, "s", {}, "要求检查6户，名单上只有5户"),
        (0, "s", {}, "要求检查0户，至少1户"),
        (3, " ", {}, "种子应为一行可以印出的文字"),
        (3, "a\nb", {}, "种子应为一行可以印出的文字"),
        (3, "s", {"at_least": [{"by": "county", "units": 3}]}, "各层至少的户数连同全部检查的要5户"),
        (3, "s", {"at_least": [{"by": "county", "of": ["甲线"], "units": 1}]}, "名单上没有 甲线（可用：乙县、甲县）"),
    ],
)
def test_a_draw_that_cannot_be(number: int, seed: str, changes: dict[str, Any], says: str) -> None:
    risks = ("重大", "重大", "一般", "低", "")
    units = units_from([
        {"统一社会信用代码": f"91XX{n}", "企业名称": f"某厂{n}", "县（市、区）": "甲县" if n < 3 else "乙县", "风险等级": risk}
        for n, risk in enumerate(risks)
    ])  # fmt: skip
    with pytest.raises(CampaignError) as caught:
        sample(units, number, seed, scheme(**changes))
    assert says in str(caught.value)


def test_a_closed_enterprise_that_is_not_there_and_a_reserve_used_up() -> None:
    units = [Unit(f"91XX{n}", f"某厂{n}", risk="低") for n in range(3)]
    drawn = sample(units, 2, "s", scheme())
    with pytest.raises(CampaignError, match="抽样名单中没有 91XX9"):
        drawn.without(["91XX9"])
    with pytest.raises(CampaignError, match="替补已经用完"):
        drawn.without(codes(drawn))


def test_a_draw_is_repeated_from_the_same_table_and_scheme_only() -> None:
    units = [Unit(f"91XX{n}", f"某厂{n}", risk="低") for n in range(3)]
    record = sample(units, 2, "s", scheme()).record.as_dict()
    for table, wanted, says in (
        (units[1:], scheme(), "企业名单不是抽样时的那一份"),
        (units, scheme(低=2), "抽样办法不是抽样时的那一份"),
    ):
        with pytest.raises(CampaignError, match=says):
            drawn_again(record, table, wanted)
    with pytest.raises(CampaignError, match="不是抽样记录"):
        drawn_again({"seed": "s"}, units, scheme())


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"weights": {k: v for k, v in WEIGHTS.items() if k != "未评定"}}, "没有写未评定的权重"),
        ({"weights": {**WEIGHTS, "低": 0}}, "数不在允许的范围内"),
        ({"weights": {**WEIGHTS, "低": "每户"}}, "weights.低"),
        ({"weights": {**WEIGHTS, "高": 5}}, "weights"),
        ({"weights": WEIGHTS, "at_least": [{"by": "town", "units": 1}]}, "at_least"),
        ({"weight": WEIGHTS}, "没有 weight 这个键（是否为 weights？）"),
    ],
)
def test_a_scheme_that_cannot_be_used(tmp_path: Path, data: dict[str, Any], says: str) -> None:
    import json

    path = written(tmp_path, "sampling.json", json.dumps(data, ensure_ascii=False))
    with pytest.raises(CampaignError) as caught:
        read_sampling(path)
    assert says in str(caught.value)


def test_all_problems_of_a_table_are_told_with_their_lines(tmp_path: Path) -> None:
    rows = "91XX1,某甲厂,甲县,木业,较大\n91xx1,某乙厂,甲县,木业,低\n\n91XX3,,甲县,木业,低\n,某丁厂,,,\n"
    rows += '91XX5,"某戊厂\n二部",甲县,木业,低\n91XX6,某己厂,甲县,木业,较重\n91XX7,某庚厂,甲县,木业,低,多\n'
    assert problems(written(tmp_path, "units.csv", HEAD + rows)) == [
        (3, "统一社会信用代码 91XX1 重复，第2行是某甲厂", ""),
        (5, "没有写企业名称", ""),
        (6, "没有写统一社会信用代码", ""),
        (7, "企业名称“某戊厂�二部”应为至多200字的一行文字", ""),
        (9, "没有“较重”这个风险等级", "可用：重大、较大、一般、低、未评定；没有评定的留空"),
        (10, "这一行有6格，表头只有5格", "有逗号的内容放在引号里"),
    ]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("units.csv", HEAD, [(None, "表中没有企业", "")]),
        ("units.csv", HEAD.replace("县（市、区）", "县(市、区)"), [(1, "没有“县（市、区）”这一列", "是否为 县(市、区)？")]),
        ("units.csv", HEAD.strip() + ",行业\n", [(1, "“行业”有2列", "")]),
        ("units.csv", HEAD + '91XX1,"某厂\n', [(2, "不是可读的CSV", "查看此行的引号")]),
        ("units.yaml", "a: 1\n", [(1, "应为企业的列表", "每户写统一社会信用代码、企业名称、县（市、区）、行业、风险等级")]),
        ("units.yaml", "- 1\n- {credit_code: 91XX1, name: 某厂, risk: 一船}\n", [
            (1, "每户企业应为一组键和值", ""), (2, "没有“一船”这个风险等级", "可用：重大、较大、一般、低、未评定；没有评定的留空"),
        ]),
        ("units.yaml", "- {credit_code: 91XX1, name: 某厂, risk: 重大风险}\n", [(1, "没有“重大风险”这个风险等级", "是否为 重大？")]),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_used(
    tmp_path: Path, name: str, text: str, told: list[tuple[int | None, str, str]]
) -> None:
    assert problems(written(tmp_path, name, text)) == told


def test_a_table_in_any_form_says_the_same(tmp_path: Path) -> None:
    csv = written(tmp_path, "a.csv", "﻿备注,风险等级,企业名称,统一社会信用代码,县（市、区）,行业\n,,某厂,91xx1,甲县,\n")
    yaml = written(tmp_path, "a.yaml", "- {name: 某厂, credit_code: 91XX1, county: 甲县}\n")
    json = written(tmp_path, "a.json", '[{"企业名称": "某厂", "统一社会信用代码": "91XX1", "县（市、区）": "甲县"}]')
    for path in (csv, yaml, json):
        assert read_units(path) == (Unit("91XX1", "某厂", "甲县", "", "未评定"),)
    with pytest.raises(CampaignError, match="读不了文件"):
        read_units(tmp_path / "none.csv")
    (tmp_path / "gbk.csv").write_bytes(HEAD.encode("gbk"))
    with pytest.raises(CampaignError, match="不是UTF-8文字"):
        read_units(tmp_path / "gbk.csv")
