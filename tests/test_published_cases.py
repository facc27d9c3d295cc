"""Fourteen published penalty decisions: judged on their day, the manual finds the acts, the duties and the provisions that life used.

``examples/published/`` holds the facts of each, as announced. Where an announcement cites loosely or wrongly, the entry says so.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from enforce_rules import Manual
from enforce_rules.evaluate import BreachVerdict
from tests.conftest import ROOT

FOLDER = ROOT / "examples" / "published"


@dataclass(frozen=True)
class Act:
    """One act of a decision: where the manual finds it, the provisions, and the criterion where it was held a major hazard."""

    item: str
    breach: str
    duty: str
    penalty: str
    criterion: str | None = None


@dataclass(frozen=True)
class Fine:
    """What one party was fined, in yuan, under one provision or, merged, under several."""

    party: str
    yuan: int
    under: tuple[str, ...]


@dataclass(frozen=True)
class Decision:
    """``also`` lists further acts that the manual sees in the same facts, and why the decision did not name them."""

    acts: tuple[Act, ...]
    fines: tuple[Fine, ...]
    also: tuple[tuple[str, str, str], ...] = ()


A99_1, A99_2, A105_2 = (
    "安全生产法(2021)第九十九条第（一）项",
    "安全生产法(2021)第九十九条第（二）项",
    "安全生产法(2021)第一百零五条第（二）项",
)
A97_7, A94 = "安全生产法(2021)第九十七条第（七）项", "安全生产法(2021)第九十四条第一款"
A102, A103_2 = "安全生产法(2021)第一百零二条", "安全生产法(2021)第一百零三条第二款"
DUTY_36, DUTY_41_2 = "安全生产法(2021)第三十六条第一款", "安全生产法(2021)第四十一条第二款"
SPACE_21 = "工贸企业有限空间作业安全规定(2023)第二十一条第（一）项"
INDUSTRY = "工贸企业重大事故隐患判定标准(2023)"
MINES = "金属非金属矿山重大事故隐患判定标准(2022)"
HAZCHEM_77_3 = "危险化学品安全管理条例(2013)第七十七条第三款"

DECISIONS = {
    # 家具制造。公布的义务条款另写工贸企业粉尘防爆安全规定“第十五条”，没有写款：控爆措施为第一款，锁气卸灰为第二款。
    "P01": Decision(
        (
            Act(
                "DE-03",
                "no_explosion_protection",
                DUTY_36,
                A99_2,
                f"{INDUSTRY}第十一条第（三）项",
            ),
            Act("DE-03", "no_explosion_protection", "工贸企业粉尘防爆安全规定(2021)第十五条第一款", A99_2),
            Act("DE-06", "airlock_missing", DUTY_36, A99_2, f"{INDUSTRY}第十一条第（六）项"),
            Act("DE-06", "airlock_missing", "工贸企业粉尘防爆安全规定(2021)第十五条第二款", A99_2),
        ),
        (Fine("unit", 19_000, (A99_2,)),),
    ),
    "P02": Decision(
        (
            Act("MR-05", "principal_supervision_missing", "安全生产法(2021)第二十一条第（五）项", A94),
            Act("AL-05", "emergency_storage_ineffective", DUTY_41_2, A102, f"{INDUSTRY}第十四条"),
        ),
        (Fine("principal", 25_000, (A94,)), Fine("unit", 45_000, (A102,))),
    ),
    # 分别裁量、合并处罚。冷却水监测报警装置也是安全设备，第九十九条第（二）项同列候选，择一的规则另定。
    "P03": Decision(
        (
            Act(
                "MR-13",
                "special_operator_uncertified",
                "安全生产法(2021)第三十条第一款",
                A97_7,
                f"{INDUSTRY}第三条第（二）项",
            ),
            Act("ST-04", "water_in_molten_area", DUTY_41_2, A102, f"{INDUSTRY}第七条第（三）项"),
            Act("ST-06", "cooling_alarm_missing", DUTY_41_2, A102, f"{INDUSTRY}第七条第（四）项"),
        ),
        (Fine("unit", 70_000, (A97_7, A102)),),
    ),
    # 污水处理。
    "P04": Decision(
        (Act("CS-05", "guardians_not_designated", "工贸企业有限空间作业安全规定(2023)第五条第一款", SPACE_21),),
        (Fine("unit", 40_000, (SPACE_21,)), Fine("responsible", 7_000, (SPACE_21,))),
    ),
    "P05": Decision(
        (Act("MR-13", "special_operator_uncertified", "安全生产法(2021)第三十条第一款", A97_7),),
        (Fine("unit", 10_000, (A97_7,)),),
    ),
    "P06": Decision(
        (
            Act(
                "MR-13",
                "special_operator_uncertified",
                "安全生产法(2014)第二十七条第一款",
                "安全生产法(2014)第九十四条第（七）项",
            ),
        ),
        (Fine("unit", 10_000, ("安全生产法(2014)第九十四条第（七）项",)),),
    ),
    # 另引山东省裁量基准：裁量不在手册之内。
    "P07": Decision(
        (
            Act(
                "DP-03",
                "hazard_system_not_established",
                "安全生产法(2014)第三十八条第一款",
                "安全生产法(2014)第九十八条第（四）项",
            ),
        ),
        (Fine("unit", 10_000, ("安全生产法(2014)第九十八条第（四）项",)),),
    ),
    "P08": Decision(
        (
            Act(
                "MR-19",
                "safety_device_not_tested",
                "安全生产法(2014)第三十三条第二款",
                "安全生产法(2014)第九十六条第（三）项",
            ),
        ),
        (Fine("unit", 20_000, ("安全生产法(2014)第九十六条第（三）项",)),),
    ),
    # 限量是标准的要求，是否“储存在专用仓库”由检查人员依标准判断后填写。
    "P09": Decision(
        (
            Act(
                "HC-14",
                "not_in_dedicated_store",
                "危险化学品安全管理条例(2013)第二十四条第一款",
                "危险化学品安全管理条例(2013)第八十条第一款第（四）项",
            ),
        ),
        (Fine("unit", 60_000, ("危险化学品安全管理条例(2013)第八十条第一款第（四）项",)),),
    ),
    "P10": Decision(
        (Act("MR-27", "no_contractor_safety_agreement", "安全生产法(2021)第四十九条第二款", A103_2),),
        (Fine("unit", 15_000, (A103_2,)), Fine("responsible", 3_000, (A103_2,))),
    ),
    # 公布的文字只写第二十一条、第九十四条；内容对应第二十一条第（一）项、第九十四条第一款。
    "P11": Decision(
        (Act("MR-02", "responsibility_system_incomplete", "安全生产法(2021)第二十一条第（一）项", A94),),
        (Fine("principal", 20_000, (A94,)),),
    ),
    # 单位两项合并；个人只有第一百零五条，第九十九条首次不罚个人。法定代表人列在“直接负责的主管人员”。
    "P12": Decision(
        (
            Act("MR-25", "work_passages_not_kept_clear", "安全生产法(2021)第四十二条第二款", A105_2),
            Act("MR-17", "warning_signs_missing", "安全生产法(2021)第三十五条", A99_1),
        ),
        (Fine("unit", 42_000, (A105_2, A99_1)), Fine("responsible", 4_800, (A105_2,))),
    ),
    # 两项重大事故隐患只适用一次第一百零二条。公布的文字没有写判定标准。
    "P13": Decision(
        (
            Act("NM-UG-04", "water_control_staff_missing", DUTY_41_2, A102, f"{MINES}一、（九）第1项"),
            Act("NM-UG-04", "probing_off_design", DUTY_41_2, A102, f"{MINES}一、（九）第3项"),
        ),
        (Fine("unit", 50_000, (A102,)),),
    ),
    # 主要负责人二万五千元，公布的文字没有写依据；第七十七条第三款不罚个人，这里不核。
    "P14": Decision(
        (
            Act(
                "HC-01",
                "trade_without_license",
                "危险化学品安全管理条例(2013)第三十三条第一款",
                HAZCHEM_77_3,
            ),
        ),
        (Fine("unit", 120_000, (HAZCHEM_77_3,)),),
        also=(("MR-01", "hazchem_trade_unlicensed", "同一行为，证照与行政许可一项也列"),),
    ),
}


def violations(manual: Manual, case: str) -> dict[tuple[str, str], BreachVerdict]:
    """What is violated in a case, by item and breach."""
    inspection = manual.inspect(FOLDER / f"{case}.yaml")
    return {
        (verdict.item.id, breach.name): breach
        for verdict in inspection.having("violation")
        for breach in verdict.violations
    }


@pytest.mark.parametrize(("case", "decision"), DECISIONS.items(), ids=DECISIONS.keys())
def test_the_acts_carry_the_provisions_that_were_applied(manual: Manual, case: str, decision: Decision) -> None:
    found = violations(manual, case)
    for act in decision.acts:
        breach = found[act.item, act.breach]
        assert act.duty in [duty.citation for duty in breach.duties if duty.applies]
        assert act.penalty in [penalty.citation for penalty in breach.penalties if penalty.applies]
        if act.criterion:
            assert act.criterion in [criterion.citation for criterion in breach.criteria if criterion.applies]
            assert breach.major is True


@pytest.mark.parametrize(("case", "decision"), DECISIONS.items(), ids=DECISIONS.keys())
def test_nothing_else_is_found(manual: Manual, case: str, decision: Decision) -> None:
    expected = {(act.item, act.breach) for act in decision.acts} | {(item, breach) for item, breach, _ in decision.also}
    assert set(violations(manual, case)) == expected


@pytest.mark.parametrize(("case", "decision"), DECISIONS.items(), ids=DECISIONS.keys())
def test_the_fines_lie_in_the_bands(manual: Manual, case: str, decision: Decision) -> None:
    for fine in decision.fines:
        bands = [_band(manual, cite, fine.party) for cite in fine.under]
        assert sum(low for low, _ in bands) <= fine.yuan <= sum(high for _, high in bands)


def _band(manual: Manual, cite: str, party: str) -> tuple[int, int]:
    """The one fine of a provision for a party when the act is found, in yuan."""
    found = manual.provision(cite).sanctions
    (band,) = [
        sanction.fine for sanction in found if (sanction.party, sanction.stage) == (party, "found") and sanction.fine
    ]
    return band


def test_every_published_case_is_tried() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(DECISIONS)
