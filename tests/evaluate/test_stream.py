"""Enterprises line by line: each answered as it comes, a wrong one with its problems."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from enforce_rules import Manual
from enforce_rules.evaluate.stream import answers

ON = date(2024, 4, 2)


def told(manual: Manual, lines: list[str], output: str = "verdicts", top: int | None = None) -> list[dict[str, Any]]:
    return [answer.as_dict(output, top) for answer in answers(lines, manual, lambda facts: manual.inspect(facts, ON))]


def line(name: str, **facts: Any) -> str:
    return json.dumps({"enterprise": {"name": name}, "facts": facts}, ensure_ascii=False) + "\n"


def test_each_line_is_answered_like_an_inspection(manual: Manual) -> None:
    dusty = {
        "dust_explosion_unit": True,
        "dry_dust_collector": True,
        "dry_collected_dusts": ["木质"],
        "airlock": "未设置",
    }
    first, second = told(manual, [line("甲", **dusty), "\n", line("乙", employees=20)])
    inspection = manual.inspect({"facts": dusty}, ON)
    assert (first["line"], first["enterprise"], first["on"]) == (1, "甲", "2024-04-02")
    assert first["verdicts"] == {verdict.item.id: verdict.verdict for verdict in inspection.verdicts}
    assert second["line"] == 3
    (found,) = told(manual, [line("甲", **dusty)], "violations")
    assert {"item": "DE-06", "breach": "airlock_missing", "major": True} in found["violations"]
    assert len(found["violations"]) == len(inspection.violations)


def test_what_is_needed_is_what_the_items_need(manual: Manual) -> None:
    (found,) = told(manual, [line("甲", employees=20)], "needed")
    open_items = manual.inspect({"facts": {"employees": 20}}, ON).having("undetermined")
    for entry in found["needed"]:
        asking = [verdict for verdict in open_items if entry["fact"] in verdict.needed]
        assert entry["items"] == len(asking)
        assert entry["settles"] == sum(len(verdict.needed) == 1 for verdict in asking)
    assert {entry["fact"] for entry in found["needed"]} == {name for verdict in open_items for name in verdict.needed}
    ranks = [(-entry["settles"], -entry["items"]) for entry in found["needed"]]
    assert ranks == sorted(ranks)
    assert told(manual, [line("甲", employees=20)], "needed", 3)[0]["needed"] == found["needed"][:3]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"facts": {"employee": 20}}', "facts.employee: 没有 employee 这个事实（是否为 employees？）"),
        ('{"facts": {"employees": 20.0}}', "facts.employees: employees（从业人员）应为整数，写的是20.0"),
        ('{"facts": {"employees": 20', "不是可读的JSON"),
        ('{"facts": {"employees": 20, "employees": 30}}', "键“employees”重复（每个键只写一次）"),
        ("[1]", "事实文件应为一组键和值（至少有 facts:）"),
        ("[" * 100_000, "不是可读的JSON：嵌套过深或者数过长"),
        ('{"facts": {"employees": NaN}}', "NaN不是可用的数"),
    ],
)
def test_a_wrong_line_is_answered_with_its_problems_and_stops_nothing(manual: Manual, text: str, says: str) -> None:
    wrong, right = told(manual, [text, line("乙", employees=20)])
    assert wrong == {"line": 1, "problems": [says]}
    assert right["enterprise"] == "乙"
