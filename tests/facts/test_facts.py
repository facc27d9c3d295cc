"""Reading facts: typed, placed errors, evidence kept, nothing bent and nothing assumed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from enforce_rules import FactsError, Manual
from enforce_rules.facts import blank_facts, facts_from_dict, read_facts
from tests.small import small_manual

SMALL = small_manual({"TT-01": ("true", {"x": "b1"})})


def write(folder: Path, text: str, name: str = "facts.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_whole_file(manual: Manual, tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
enterprise: {name: 某机械厂, credit_code: 91410000XXXX}
inspection:
  date: 2020-12-01
  inspectors: [{name: 张某, certificate: "410001"}]
facts:
  employees: 121
  dust_kinds: [木质, 粮食]
  airlock: {value: 未设置, place: 打磨车间, method: 现场核查, record: 照片3, note: 灰斗直接落灰}
  dry_dust_collector:
  confined_space_unit: {value: , place: 污水池}
""",
    )
    facts = read_facts(path, manual)
    assert facts.values == {"employees": 121, "dust_kinds": frozenset({"木质", "粮食"}), "airlock": "未设置"}
    assert facts.evidence["airlock"].record == "照片3"
    assert facts.evidence["confined_space_unit"].place == "污水池"
    assert facts.inspection.date == date(2020, 12, 1)
    assert facts.enterprise.name == "某机械厂"


def test_json_and_a_dict_say_the_same_as_yaml(manual: Manual, tmp_path: Path) -> None:
    yaml = read_facts(
        write(tmp_path, "inspection: {date: 2020-12-01}\nfacts: {employees: 3, dust_kinds: [木质]}"), manual
    )
    json = read_facts(
        write(
            tmp_path,
            '{"inspection": {"date": "2020-12-01"}, "facts": {"dust_kinds": ["木质"], "employees": 3}}',
            "f.json",
        ),
        manual,
    )
    own = facts_from_dict(
        {"inspection": {"date": date(2020, 12, 1)}, "facts": {"employees": 3, "dust_kinds": {"木质"}}}, manual
    )
    assert yaml.values == json.values == own.values
    assert yaml.digest == json.digest == own.digest


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("b1", True, True),
        ("i1", 4, 4),
        ("n1", 1.25, Decimal("1.25")),
        ("n1", 2, 2),
        ("n1", Decimal("0.1"), Decimal("0.1")),
        ("e1", "甲", "甲"),
        ("s1", [], frozenset()),
        ("s1", ("子",), frozenset({"子"})),
        ("d1", "2020-02-29", date(2020, 2, 29)),
        ("d1", date(2020, 2, 29), date(2020, 2, 29)),
    ],
)
def test_values(name: str, raw: Any, value: Any) -> None:
    found = facts_from_dict({"facts": {name: raw}}, SMALL).values[name]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("b1", 1, "应为 true 或者 false"),
        ("b1", "true", "应为 true 或者 false"),
        ("b1", "no", "应为 true 或者 false"),
        ("i1", True, "应为整数"),
        ("i1", 3.0, "应为整数"),
        ("i1", "3", "应为整数"),
        ("i1", 5, "大于最大值4"),
        ("i1", -1, "小于最小值0"),
        ("i1", 10**40, "大于"),
        ("n1", True, "应为数"),
        ("n1", float("nan"), "应为数"),
        ("n1", float("inf"), "应为数"),
        ("n1", Decimal("NaN"), "应为数"),
        ("n1", Decimal("1e-12"), "位数过多"),
        ("n1", "1.5", "应为数"),
        ("e1", "丁", "选项表里没有"),
        ("e1", ["甲"], "应为选项表中的一项"),
        ("s1", "子", "应为选项的列表"),
        ("s1", ["子", "子"], "重复"),
        ("s1", ["辰"], "选项表里没有"),
        ("s1", [1], "应为文字"),
        ("d1", "2020-02-30", "应为日期"),
        ("d1", "0000-01-01", "应为日期"),
        ("d1", "1800-01-01", "不在"),
        ("d1", 20200101, "应为日期"),
        ("d1", "2020-1-1", "应为日期"),
        ("b2", {"value": True, "wher": "x"}, "没有 wher 这个键"),
        ("b2", {"value": 1}, "应为 true 或者 false"),
        ("b2", {"value": True, "place": "x" * 201}, "过长"),
        ("b2", {"value": True, "place": "a\x1b[31m"}, "一行可以印出的文字"),
        ("b2", {"value": True, "place": 3}, "应为文字"),
    ],
)
def test_misfits(name: str, raw: Any, says: str) -> None:
    with pytest.raises(FactsError) as caught:
        facts_from_dict({"facts": {name: raw}}, SMALL)
    (problem,) = caught.value.problems
    assert says in problem.what
    assert problem.place.path.startswith(f"facts.{name}")


def test_all_problems_with_their_places(manual: Manual, tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """enterprize: {}
enterprise: {name: ""}
inspection:
  date: 2020-13-01
  inspector: []
facts:
  emploees: 3
  employees: many
  airlock: {value: 坏, place: 车间}
""",
    )
    with pytest.raises(FactsError) as caught:
        read_facts(path, manual)
    told = [str(problem) for problem in caught.value.problems]
    expected = [
        (1, "没有 enterprize 这个键（是否为 enterprise？）"),
        (2, "不能为空"),
        (4, "应为日期"),
        (5, "没有 inspector 这个键（是否为 inspectors？）"),
        (7, "没有 emploees 这个事实（是否为 employees？）"),
        (8, "应为整数，写的是文字“many”"),
        (9, "选项表里没有文字“坏”"),
    ]
    assert len(told) == len(expected), told
    for line, (number, says) in zip(told, expected, strict=True):
        assert line.startswith(f"{path}:{number}:")
        assert says in line


def test_no_day_is_an_error_and_no_default(manual: Manual) -> None:
    with pytest.raises(FactsError, match="没有检查日期"):
        manual.inspect({"facts": {}})


def test_a_day_before_the_law_that_is_held_is_an_error(manual: Manual) -> None:
    assert manual.inspect({"facts": {}}, on=date(2019, 1, 1)).counts["violation"] == 0
    with pytest.raises(FactsError, match="没有收录此前的法律"):
        manual.inspect({"facts": {}}, on=date(2018, 12, 31))


@pytest.mark.parametrize("text", ["", "[]", "text", "facts: []", "facts: 3"])
def test_not_a_facts_file(manual: Manual, tmp_path: Path, text: str) -> None:
    with pytest.raises(FactsError):
        read_facts(write(tmp_path, text), manual)


def test_a_missing_file(manual: Manual, tmp_path: Path) -> None:
    with pytest.raises(FactsError, match="读不了文件"):
        read_facts(tmp_path / "nowhere.yaml", manual)
    with pytest.raises(FactsError, match="读不了文件"):
        read_facts(tmp_path, manual)


def test_a_blank_file_asks_for_each_fact_once_and_reads_back_as_nothing_known(manual: Manual, tmp_path: Path) -> None:
    text = blank_facts(manual, ["dust", "confined_space"])
    facts = read_facts(write(tmp_path, text), manual)
    assert facts.values == {}
    for name in ("airlock", "dust_explosion_unit", "confined_space_unit", "entries_without_permit"):
        assert text.count(f"\n  {name}:\n") == 1
        assert manual.facts[name].ask in text
        assert manual.facts[name].method in text
    assert "employees:" not in text
    everything = blank_facts(manual)
    assert all(f"\n  {name}:\n" in everything for name in manual.facts)
