"""Published penalty decisions: what was found, and that the provisions applied in life are among those proposed.

The facts are those of the announcements, in the vocabulary of the manual; only the acts that its items cover so far.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from enforce_rules import Manual


@dataclass(frozen=True)
class Decision:
    """One act of a decision: the item and breach, the provisions, the fine of one party in yuan."""

    on: date
    facts: dict[str, Any]
    item: str
    breach: str
    duty: str
    penalty: str
    party: str
    fine: int
    major: str | None = None


SPECIAL = {"has_special_operations": True, "industry_trade_unit": True}

DECISIONS = {
    "公主岭 家具 无控爆措施": Decision(
        date(2024, 4, 2),
        {"dust_explosion_unit": True, "dry_dust_collector": True, "explosion_protection": []},
        "DE-03",
        "no_explosion_protection",
        "安全生产法(2021)第三十六条第一款",
        "安全生产法(2021)第九十九条第（二）项",
        "unit",
        19_000,
        "工贸企业重大事故隐患判定标准(2023)第十一条第（三）项",
    ),
    "包头 主要负责人未督促检查": Decision(
        date(2024, 3, 1),
        {"principal_supervision_performed": False},
        "MR-05",
        "principal_supervision_missing",
        "安全生产法(2021)第二十一条第（五）项",
        "安全生产法(2021)第九十四条第一款",
        "principal",
        25_000,
    ),
    "沈阳 电气焊无证上岗": Decision(
        date(2024, 5, 10),
        {**SPECIAL, "special_operators_uncertified": 1},
        "MR-13",
        "special_operator_uncertified",
        "安全生产法(2021)第三十条第一款",
        "安全生产法(2021)第九十七条第（七）项",
        "unit",
        70_000,
        "工贸企业重大事故隐患判定标准(2023)第三条第（二）项",
    ),
    "嘉善 有限空间未明确监护人员": Decision(
        date(2025, 6, 23),
        {"confined_space_unit": True, "space_guardians_designated": False},
        "CS-05",
        "guardians_not_designated",
        "工贸企业有限空间作业安全规定(2023)第五条第一款",
        "工贸企业有限空间作业安全规定(2023)第二十一条第（一）项",
        "unit",
        40_000,
    ),
    "嘉善 安全主管人员": Decision(
        date(2025, 6, 23),
        {"confined_space_unit": True, "space_guardians_designated": False},
        "CS-05",
        "guardians_not_designated",
        "工贸企业有限空间作业安全规定(2023)第五条第一款",
        "工贸企业有限空间作业安全规定(2023)第二十一条第（一）项",
        "responsible",
        7_000,
    ),
    "临沂 焊工无证": Decision(
        date(2022, 4, 19),
        {**SPECIAL, "special_operators_uncertified": 1},
        "MR-13",
        "special_operator_uncertified",
        "安全生产法(2021)第三十条第一款",
        "安全生产法(2021)第九十七条第（七）项",
        "unit",
        10_000,
    ),
    "长沙 焊工无证，2014年法": Decision(
        date(2020, 11, 3),  # decided on 2020-06-03, under the same editions; the manual begins on 2020-11-01
        {**SPECIAL, "special_operators_uncertified": 2},
        "MR-13",
        "special_operator_uncertified",
        "安全生产法(2014)第二十七条第一款",
        "安全生产法(2014)第九十四条第（七）项",
        "unit",
        10_000,
    ),
    "兰山 未建立隐患排查治理制度，2014年法": Decision(
        date(2020, 11, 3),  # found on 2020-04-29
        {"hazard_system": "未建立"},
        "DP-03",
        "hazard_system_not_established",
        "安全生产法(2014)第三十八条第一款",
        "安全生产法(2014)第九十八条第（四）项",
        "unit",
        10_000,
    ),
    "上虞 可燃气体探头未定期检测，2014年法": Decision(
        date(2020, 11, 3),  # found on 2019-03-19
        {"devices_not_tested": ["其他安全设备"]},
        "MR-19",
        "safety_device_not_tested",
        "安全生产法(2014)第三十三条第二款",
        "安全生产法(2014)第九十六条第（三）项",
        "unit",
        20_000,
    ),
    "烟台 全员责任制不健全": Decision(
        date(2022, 9, 7),
        {"principal_responsibility_system": "未建立健全"},
        "MR-05",
        "principal_responsibility_system_missing",
        "安全生产法(2021)第二十一条第（一）项",
        "安全生产法(2021)第九十四条第一款",
        "principal",
        20_000,
    ),
    "宜兴 疏散通道被占用": Decision(
        date(2023, 11, 28),
        {"work_passages_obstructed": 2},
        "MR-25",
        "work_passages_not_kept_clear",
        "安全生产法(2021)第四十二条第二款",
        "安全生产法(2021)第一百零五条第（二）项",
        "responsible",
        4_800,
    ),
    "宜兴 未设警示标志": Decision(
        date(2023, 11, 28),
        {"general_signs_missing": 1},
        "MR-17",
        "warning_signs_missing",
        "安全生产法(2021)第三十五条",
        "安全生产法(2021)第九十九条第（一）项",
        "unit",
        42_000,
    ),
}


@pytest.mark.parametrize("decision", DECISIONS.values(), ids=DECISIONS.keys())
def test_decision(manual: Manual, decision: Decision) -> None:
    inspection = manual.inspect({"facts": decision.facts}, on=decision.on)
    found = {breach.name: breach for breach in inspection[decision.item].violations}
    assert decision.breach in found
    breach = found[decision.breach]
    assert decision.duty in [duty.citation for duty in breach.duties if duty.applies]
    penalties = {penalty.citation: penalty for penalty in breach.penalties if penalty.applies}
    assert decision.penalty in penalties
    bands = [
        sanction.fine
        for sanction in penalties[decision.penalty].provision.sanctions
        if sanction.party == decision.party and sanction.stage == "found" and sanction.fine
    ]
    assert len(bands) == 1
    low, high = bands[0]
    assert low <= decision.fine <= high
    if decision.major:
        assert decision.major in [criterion.citation for criterion in breach.criteria if criterion.applies]
        assert breach.major is True
