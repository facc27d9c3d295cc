"""How conditions read to a drafter."""

from __future__ import annotations

import pytest

from enforce_rules import Manual
from enforce_rules.language import render


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("employees > 100 and not has_safety_department", "从业人员 > 100 人 且 未设置安全生产管理机构"),
        ("key_unit or employees > 100", "属于法律规定的高危单位 或 从业人员 > 100 人"),
        (
            "not key_unit and (has_safety_department or employees <= 1)",
            "不属于法律规定的高危单位 且 （设置安全生产管理机构 或 从业人员 ≤ 1 人）",
        ),
        ('airlock == "未设置"', "干式除尘系统锁气卸灰装置为“未设置”"),
        ('airlock not in {"正常", "未设置"}', "干式除尘系统锁气卸灰装置不为“未设置、正常”之一"),
        ('overlaps(industries, {"金属冶炼", "矿山"})', "所属行业包括矿山、金属冶炼之一"),
        ('not overlaps(industries, {"金属冶炼", "矿山"})', "所属行业不包括矿山、金属冶炼之一"),
        ('"木质" in dust_kinds', "可燃性粉尘种类包括木质"),
        ('on >= date("2021-09-01")', "2021年9月1日起"),
        ('on < date("2021-09-01")', "2021年9月1日前"),
        ("full_time_safety_managers * 100 < employees * 2", "专职安全生产管理人员 × 100 < 从业人员 × 2"),
    ],
)
def test_reads(manual: Manual, text: str, reads: str) -> None:
    assert render(manual.condition(text), manual) == reads


def test_every_condition_of_the_manual_reads_in_chinese(manual: Manual) -> None:
    for item, name, breach in manual.breaches():
        text = render(manual.condition(breach.violated), manual)
        assert not any(fact in text for fact in manual.facts), (item.id, name, text)
