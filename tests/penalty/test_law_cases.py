"""Cases of law, worked out by hand: which edition and provision punishes whom, within which band, on each side of every switch.

Facts are the few that make a breach; what they leave open is not found. Amounts are whole yuan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from enforce_rules import FactsError, Manual, PenaltyError
from enforce_rules.manual.statute import Stage
from enforce_rules.penalty import Penalties, Proposal

Band = tuple[int, int]
Met = tuple[str, str, str | None, Band | None]
"""What one party meets with: party, decision, provision, band of the fine."""

# Facts, each with the breach that they make.

_NO_HAZCHEM: dict[str, Any] = {"industries": [], "hazchem_activities": []}
_HAZARD_SOURCE: dict[str, Any] = {"has_major_hazard_source": True, "hazchem_activities": ["生产"]}

FACTS: dict[str, tuple[str, dict[str, Any]]] = {
    "no_managers": (
        "MR-06.no_safety_department_or_manager",
        {
            **_NO_HAZCHEM,
            "employees": 150,
            "has_safety_department": False,
            "full_time_safety_managers": 0,
            "part_time_safety_managers": 1,
        },
    ),
    "one_manager": (
        "MR-06.hn_one_full_time_manager",
        {
            **_NO_HAZCHEM,
            "employees": 150,
            "has_safety_department": False,
            "full_time_safety_managers": 1,
            "part_time_safety_managers": 0,
        },
    ),
    "no_engineer": (
        "MR-07.no_registered_safety_engineer",
        {
            "industries": ["矿山"],
            "hazchem_activities": [],
            "has_major_hazard_source": False,
            "registered_safety_engineers": 0,
        },
    ),
    "hazards": ("DP-11.hazards_not_eliminated", {"known_hazards_not_eliminated": 1}),
    "major_hazards": (
        "DP-13.major_hazard_not_eliminated",
        {"major_hazard_found": True, "dust_explosion_unit": False, "major_hazards_not_eliminated": 1},
    ),
    "concealed": ("DP-11.hazards_concealed_from_inspectors", {"hazards_concealed": 1}),
    "no_hazard_system": ("DP-03.hazard_system_not_established", {"hazard_system": "未建立"}),
    "no_supervision": ("MR-05.principal_supervision_missing", {"principal_supervision_performed": False}),
    "not_assessed": (
        "MR-22.key_project_not_assessed",
        {"construction_project": "金属冶炼", "project_assessed": False},
    ),
    "hot_work": (
        "MR-23.hot_work_power_without_site_manager",
        {**_NO_HAZCHEM, "hot_work_power_unsupervised": 1, "blasting_lifting_unsupervised": 0},
    ),
    "passages": ("MR-25.work_passages_not_kept_clear", {"work_passages_obstructed": 1, "exits_obstructed": 0}),
    "dormitory": (
        "MR-25.dorm_passages_not_kept_clear",
        {"dorm_passages_obstructed": 1, "work_passages_obstructed": 0, "exits_obstructed": 0},
    ),
    "fire": ("MR-25.fire_facilities_defective", {"fire_facility_defects": 1}),
    "let_to_unqualified": ("MR-27.contracted_to_unqualified", {"unqualified_contractors": 1}),
    "untested": (
        "HC-06.hazard_source_equipment_not_tested",
        {**_HAZARD_SOURCE, "industries": [], "devices_not_tested": ["重大危险源安全设施"]},
    ),
    "workers_untold": (
        "HC-06.hazard_source_measures_not_told",
        {**_HAZARD_SOURCE, "hazard_source_untold": ["从业人员"]},
    ),
    "neighbours_untold": (
        "HC-06.hazard_source_neighbours_not_told",
        {**_HAZARD_SOURCE, "hazard_source_untold": ["可能受影响的单位和人员"]},
    ),
    "not_archived": ("HC-06.hazard_source_not_archived", {**_HAZARD_SOURCE, "hazard_source_archive": "未登记建档"}),
    "outside_store": (
        "HC-14.not_in_dedicated_store",
        {"hazchem_activities": ["储存"], "hazchem_places_outside_store": 1},
    ),
    "no_permit": ("CS-03.work_without_approval", {"confined_space_unit": True, "entries_without_permit": 1}),
    "no_guardians": (
        "CS-05.guardians_not_designated",
        {"confined_space_unit": True, "space_guardians_designated": False},
    ),
}

# Provisions.

A14_91, A14_99 = "安全生产法(2014)第九十一条第一款", "安全生产法(2014)第九十九条"
A14_94_1, A14_95_1 = "安全生产法(2014)第九十四条第（一）项", "安全生产法(2014)第九十五条第（一）项"
A14_96_3, A14_98_4 = "安全生产法(2014)第九十六条第（三）项", "安全生产法(2014)第九十八条第（四）项"
A14_100 = "安全生产法(2014)第一百条第一款"
A21_94, A21_97_1, A21_98_1 = (
    "安全生产法(2021)第九十四条第一款",
    "安全生产法(2021)第九十七条第（一）项",
    "安全生产法(2021)第九十八条第（一）项",
)
A21_101_2, A21_101_3, A21_101_5 = (
    "安全生产法(2021)第一百零一条第（二）项",
    "安全生产法(2021)第一百零一条第（三）项",
    "安全生产法(2021)第一百零一条第（五）项",
)
A21_102, A21_103, A21_105_2 = (
    "安全生产法(2021)第一百零二条",
    "安全生产法(2021)第一百零三条第一款",
    "安全生产法(2021)第一百零五条第（二）项",
)
HN_55_1, HN_55_4 = "河南省安全生产条例(2019)第五十五条第（一）项", "河南省安全生产条例(2019)第五十五条第（四）项"
HN_58_2 = "河南省安全生产条例(2019)第五十八条第（二）项"
C_80_4 = "危险化学品安全管理条例(2013)第八十条第一款第（四）项"
W_103_1, W_103_5 = (
    "危险化学品安全法(2025)第一百零三条第一款第（一）项",
    "危险化学品安全法(2025)第一百零三条第一款第（五）项",
)
R40_34_5 = "危险化学品重大危险源监督管理暂行规定(2015)第三十四条第（五）项"
R59_30_2 = "工贸企业有限空间作业安全管理与监督暂行规定(2015)第三十条第（二）项"
R13_21_1, R13_21_3 = (
    "工贸企业有限空间作业安全规定(2023)第二十一条第（一）项",
    "工贸企业有限空间作业安全规定(2023)第二十一条第（三）项",
)
M_45_6 = "安全生产违法行为行政处罚办法(2015)第四十五条第（六）项"


def fine(provision: str, low: int, high: int, party: str = "unit") -> Met:
    return party, "fine", provision, (low, high)


def order(provision: str, party: str = "unit") -> Met:
    return party, "order", provision, None


NO_PENALTY: Met = ("unit", "unpunished", None, None)


@dataclass(frozen=True)
class Case:
    """Facts found on a day, decided on a day, and what must be proposed; ``ended`` is when the act ended, if not on the first."""

    facts: str
    on: str
    expected: tuple[Met, ...]
    decided: str | None = None
    stage: Stage | None = None
    ended: str | None = None
    case: Mapping[str, Any] = field(default_factory=dict)


def proposed(manual: Manual, *facts: str, on: str, decided: str | None = None, stage: Stage | None = None, **case: Any) -> Penalties:  # fmt: skip
    """The penalties proposed for the named facts together."""
    together = {name: value for named in facts for name, value in FACTS[named][1].items()}
    inspection = manual.inspect(manual.facts_from({"facts": together, "case": case}), on=date.fromisoformat(on))
    return manual.penalties(inspection, decided=date.fromisoformat(decided) if decided else None, stage=stage)


def found(penalties: Penalties) -> set[Met]:
    return {(one.party, one.decision, one.provision, one.band) for one in penalties.proposals}


def only(penalties: Penalties, party: str = "unit") -> Proposal:
    """The one proposal for a party."""
    (proposal,) = [one for one in penalties.proposals if one.party == party]
    return proposal


def run(manual: Manual, case: Case) -> Penalties:
    acts = {FACTS[case.facts][0]: {"ended": case.ended}} if case.ended else {}
    told = {**case.case, **({"acts": acts} if acts else {})}
    return proposed(manual, case.facts, on=case.on, decided=case.decided, stage=case.stage, **told)


EXAMPLES = {
    # 例1：150人没有专职人员，河南省条例在法律的幅度内收窄到一万元至五万元；个人不罚。
    "1 2020年首次": Case("no_managers", "2020-11-20", (fine(A14_94_1, 10_000, 50_000),)),
    # 例2
    "2 2026年首次": Case("no_managers", "2026-10-01", (fine(A21_97_1, 0, 100_000),)),
    "2 2026年逾期": Case(
        "no_managers",
        "2026-10-01",
        (fine(A21_97_1, 100_000, 200_000), fine(A21_97_1, 20_000, 50_000, "responsible")),
        stage="overdue",
    ),
    # 例3：特别法、后法，下限较高。
    "3 重大危险源未建档": Case("not_archived", "2026-10-01", (fine(W_103_1, 50_000, 100_000),)),
    # 例4
    "4 2020年有限空间未审批": Case(
        "no_permit", "2020-12-01", (fine(R59_30_2, 0, 30_000), fine(R59_30_2, 0, 10_000, "responsible"))
    ),
    # 例5
    "5 2026年有限空间未审批": Case(
        "no_permit", "2026-10-01", (fine(R13_21_3, 0, 50_000), fine(R13_21_3, 0, 10_000, "responsible"))
    ),
}


@pytest.mark.parametrize("case", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_the_examples(manual: Manual, case: Case) -> None:
    assert found(run(manual, case)) == set(case.expected)


COUNTER = {
    # ① 注册安全工程师：2014年法没有罚则，以后的规定不溯及既往。
    "① 2020年发现并决定": Case("no_engineer", "2020-11-20", (NO_PENALTY,)),
    "① 2020年的行为，新法前一日决定": Case("no_engineer", "2020-11-20", (NO_PENALTY,), decided="2021-08-31"),
    "① 2020年的行为，新法当日决定": Case("no_engineer", "2020-11-20", (NO_PENALTY,), decided="2021-09-01"),
    "① 2020年的行为，以后决定": Case("no_engineer", "2020-11-20", (NO_PENALTY,), decided="2022-06-01"),
    "① 新法前一日的行为": Case("no_engineer", "2021-08-31", (NO_PENALTY,), decided="2021-09-01"),
    "① 新法当日的行为": Case("no_engineer", "2021-09-01", (fine(A21_97_1, 0, 100_000),)),
    # ② 隐患未消除：首次在2014年法下只责令，拒不执行的单位十万至五十万元、个人二万至五万元。
    "② 首次，新法前一日": Case("hazards", "2021-08-31", (order(A14_99),)),
    "② 首次，新法当日决定": Case("hazards", "2021-08-31", (order(A14_99),), decided="2021-09-01"),
    "② 首次，新法当日": Case("hazards", "2021-09-01", (fine(A21_102, 0, 50_000),)),
    "② 拒不执行，新法前一日": Case(
        "hazards",
        "2021-08-31",
        (fine(A14_99, 100_000, 500_000), fine(A14_99, 20_000, 50_000, "responsible")),
        stage="refused",
    ),
    "② 拒不执行，新法当日决定": Case(
        "hazards",
        "2021-08-31",
        (
            ("unit", "undecided", A14_99, (100_000, 500_000)),
            ("responsible", "undecided", A14_99, (20_000, 50_000)),
            ("unit", "undecided", A21_102, None),
            ("responsible", "undecided", A21_102, (50_000, 100_000)),
        ),
        decided="2021-09-01",
        stage="refused",
    ),
    "② 重大事故隐患拒不执行，新法当日决定": Case(
        "major_hazards",
        "2021-08-31",
        (
            ("unit", "undecided", A14_99, (100_000, 500_000)),
            ("responsible", "undecided", A14_99, (20_000, 50_000)),
            ("unit", "undecided", A21_102, None),
            ("responsible", "undecided", A21_102, (50_000, 100_000)),
        ),
        decided="2021-09-01",
        stage="refused",
    ),
    "② 拒不执行，新法当日": Case(
        "hazards",
        "2021-09-01",
        (("unit", "penalty", A21_102, None), fine(A21_102, 50_000, 100_000, "responsible")),
        stage="refused",
    ),
    # ③ 主要负责人：2014年法首次只责令限期改正。
    "③ 2020年": Case("no_supervision", "2020-11-20", (order(A14_91, "principal"),)),
    "③ 2020年的行为，新法前一日决定": Case(
        "no_supervision", "2020-11-20", (order(A14_91, "principal"),), decided="2021-08-31"
    ),
    "③ 2020年的行为，新法当日决定": Case(
        "no_supervision", "2020-11-20", (order(A14_91, "principal"),), decided="2021-09-01"
    ),
    "③ 新法前一日的行为，新法当日决定": Case(
        "no_supervision", "2021-08-31", (order(A14_91, "principal"),), decided="2021-09-01"
    ),
    "③ 新法当日的行为": Case("no_supervision", "2021-09-01", (fine(A21_94, 20_000, 50_000, "principal"),)),
    "③ 逾期，新法当日决定": Case(
        "no_supervision",
        "2021-08-31",
        (("unit", "penalty", A14_91, None), fine(A14_91, 20_000, 50_000, "principal")),
        decided="2021-09-01",
        stage="overdue",
    ),
    "③ 逾期，新法当日的行为": Case(
        "no_supervision",
        "2021-09-01",
        (("unit", "penalty", A21_94, None), fine(A21_94, 50_000, 100_000, "principal")),
        stage="overdue",
    ),
    # ④ 2014年法没有写动火、临时用电，没有写疏散通道，没有写重大危险源的告知：或者不罚，或者只能用地方性法规、规章。
    "④ 动火，新法前一日不违法": Case("hot_work", "2021-08-31", ()),
    "④ 动火，新法当日": Case("hot_work", "2021-09-01", (fine(A21_101_3, 0, 100_000),)),
    "④ 动火终了于新法前一日": Case("hot_work", "2021-09-10", (NO_PENALTY,), ended="2021-08-31"),
    "④ 动火终了于新法当日": Case("hot_work", "2021-09-10", (fine(A21_101_3, 0, 100_000),), ended="2021-09-01"),
    "④ 宿舍疏散通道，新法前一日不违法": Case("dormitory", "2021-08-31", ()),
    "④ 宿舍疏散通道终了于新法前一日": Case("dormitory", "2021-09-10", (NO_PENALTY,), ended="2021-08-31"),
    "④ 宿舍疏散通道终了于新法当日": Case(
        "dormitory",
        "2021-09-10",
        (fine(A21_105_2, 0, 50_000), fine(A21_105_2, 0, 10_000, "responsible")),
        ended="2021-09-01",
    ),
    "④ 疏散通道，新法前一日只有地方性法规": Case(
        "passages",
        "2021-08-31",
        (fine(HN_58_2, 10_000, 50_000), ("responsible", "undecided", HN_58_2, (0, 10_000))),
    ),
    "④ 疏散通道，新法当日": Case(
        "passages", "2021-09-01", (fine(A21_105_2, 0, 50_000), fine(A21_105_2, 0, 10_000, "responsible"))
    ),
    "④ 没有告知从业人员，新法前一日只有地方性法规": Case(
        "workers_untold", "2021-08-31", (fine(HN_55_4, 10_000, 50_000),)
    ),
    "④ 没有告知从业人员，新法当日决定": Case(
        "workers_untold", "2021-08-31", (fine(HN_55_4, 10_000, 50_000),), decided="2021-09-01"
    ),
    "④ 没有告知从业人员，新法当日": Case("workers_untold", "2021-09-01", (fine(A21_101_2, 0, 100_000),)),
    "④ 没有告知周边单位，新法前一日只有规章": Case("neighbours_untold", "2021-08-31", (fine(R40_34_5, 5_000, 30_000),)),
    "④ 没有告知周边单位，新法当日": Case("neighbours_untold", "2021-09-01", (fine(A21_101_2, 0, 100_000),)),
    "④ 没有定期检测，新法当日决定": Case("untested", "2021-08-31", (fine(A14_96_3, 0, 50_000),), decided="2021-09-01"),
    "④ 没有定期检测，新法当日": Case("untested", "2021-09-01", (fine(A21_101_2, 0, 100_000),)),
    # ⑤ 危险化学品：首次幅度相同，新法另有逾期一档和个人，不溯及既往。
    "⑤ 专用储存场所以外，新法前一日": Case("outside_store", "2026-04-30", (fine(C_80_4, 50_000, 100_000),)),
    "⑤ 专用储存场所以外，新法当日决定": Case(
        "outside_store", "2026-04-30", (fine(C_80_4, 50_000, 100_000),), decided="2026-05-01"
    ),
    "⑤ 专用储存场所以外逾期，新法当日决定": Case(
        "outside_store", "2026-04-30", (fine(C_80_4, 50_000, 100_000),), decided="2026-05-01", stage="overdue"
    ),
    "⑤ 专用储存场所以外，新法当日": Case("outside_store", "2026-05-01", (fine(W_103_5, 50_000, 100_000),)),
    "⑤ 专用储存场所以外逾期，新法当日": Case(
        "outside_store",
        "2026-05-01",
        (fine(W_103_5, 100_000, 200_000), fine(W_103_5, 20_000, 50_000, "responsible")),
        stage="overdue",
    ),
    "⑤ 重大危险源未建档，新法当日决定": Case(
        "not_archived", "2026-04-30", (fine(A21_101_2, 0, 100_000),), decided="2026-05-01"
    ),
    "⑤ 重大危险源未建档，新法当日": Case("not_archived", "2026-05-01", (fine(W_103_1, 50_000, 100_000),)),
    # ⑥ 继续的行为终了于新法期，适用新法。
    "⑥ 终了于新法前一日": Case(
        "no_managers", "2020-11-20", (fine(A14_94_1, 10_000, 50_000),), decided="2021-10-01", ended="2021-08-31"
    ),
    "⑥ 终了于新法当日": Case(
        "no_managers", "2020-11-20", (fine(A21_97_1, 0, 100_000),), decided="2021-10-01", ended="2021-09-01"
    ),
    "⑥ 终了于新法期": Case(
        "no_managers", "2020-11-20", (fine(A21_97_1, 0, 100_000),), decided="2021-10-01", ended="2021-09-15"
    ),
    "⑥ 注册安全工程师终了于新法期": Case(
        "no_engineer", "2020-11-20", (fine(A21_97_1, 0, 100_000),), decided="2021-10-01", ended="2021-09-15"
    ),
}


@pytest.mark.parametrize("case", COUNTER.values(), ids=COUNTER.keys())
def test_the_counter_examples(manual: Manual, case: Case) -> None:
    assert found(run(manual, case)) == set(case.expected)


def test_the_two_editions_that_cannot_be_compared_say_so(manual: Manual) -> None:
    penalties = proposed(manual, "hazards", on="2021-08-31", decided="2021-09-01", stage="refused")
    assert {one.edition for one in penalties.proposals} == {2014, 2021}
    assert all("轻重不可比" in one.edition_reason for one in penalties.proposals)
    assert penalties.totals == {}
    assert penalties.blocking


@pytest.mark.parametrize(
    ("decided", "rule"), [("2021-07-14", "行政处罚法(2017)没有明文"), ("2021-07-15", "行政处罚法(2021)第三十七条")]
)
def test_the_statute_on_the_lighter_edition_is_cited_from_its_first_day(
    manual: Manual, decided: str, rule: str
) -> None:
    """消防法2021年4月29日修正，行为在其前，因此两版规定不同。"""
    assert rule in only(proposed(manual, "fire", on="2020-11-20", decided=decided)).edition_reason


PASSED_OVER = {
    # 新法比旧法的罚款上限高得多，只是旧的规章另有警告：不能当作较轻而溯及既往。
    "没有告知周边单位": Case("neighbours_untold", "2021-08-31", (), decided="2021-09-01"),
    "没有告知周边单位，终了于新法前一日": Case("neighbours_untold", "2021-09-10", (), ended="2021-08-31"),
    "疏散通道": Case("passages", "2021-08-31", (), decided="2021-09-01"),
}


@pytest.mark.parametrize("case", PASSED_OVER.values(), ids=PASSED_OVER.keys())
def test_a_later_edition_never_takes_the_place_of_the_earlier_one_unless_it_is_lighter_for_everybody(
    manual: Manual, case: Case
) -> None:
    shown = {one.edition for one in run(manual, case).proposals}
    assert shown - {2021}


UNKNOWN_LATER = {
    "河南省条例2023年文本未取得": Case("one_manager", "2023-03-29", (), decided="2023-03-30"),
    "处罚办法2026年文本未取得": Case("concealed", "2026-01-31", (), decided="2026-02-01"),
}


@pytest.mark.parametrize("case", UNKNOWN_LATER.values(), ids=UNKNOWN_LATER.keys())
def test_an_edition_whose_text_is_not_held_is_not_taken_to_punish_nothing(manual: Manual, case: Case) -> None:
    penalties = run(manual, case)
    assert "unpunished" not in {one.decision for one in penalties.proposals}


SWITCHES = {
    "2023-03-29": Case("one_manager", "2023-03-29", (fine(HN_55_1, 10_000, 50_000),)),
    "2026-01-31": Case(
        "concealed",
        "2026-01-31",
        (
            fine(M_45_6, 10_000, 30_000),
            ("principal", "undecided", M_45_6, (1_000, 10_000)),
            ("responsible", "undecided", M_45_6, (1_000, 10_000)),
            ("worker", "undecided", M_45_6, (1_000, 10_000)),
        ),
    ),
    "2023-12-31": Case("no_permit", "2023-12-31", (fine(A21_102, 0, 50_000), fine(R59_30_2, 0, 10_000, "responsible"))),
    "2024-01-01": Case(
        "no_permit", "2024-01-01", (fine(R13_21_3, 0, 50_000), fine(R13_21_3, 0, 10_000, "responsible"))
    ),
    "2021-08-31": Case("no_hazard_system", "2021-08-31", (fine(A14_98_4, 10_000, 100_000),)),
    "2021-09-01": Case("no_hazard_system", "2021-09-01", (fine(A21_101_5, 0, 100_000),)),
}


@pytest.mark.parametrize("case", SWITCHES.values(), ids=SWITCHES.keys())
def test_the_last_and_the_first_day_of_a_rule(manual: Manual, case: Case) -> None:
    assert found(run(manual, case)) == set(case.expected)


@pytest.mark.parametrize(("on", "scheme"), [("2023-12-31", "rules_2010"), ("2024-01-01", "rules_2024")])
def test_the_scheme_of_the_day_of_the_decision_weighs(manual: Manual, on: str, scheme: str) -> None:
    proposal = only(proposed(manual, "no_hazard_system", on="2023-12-31", decided=on, circumstances=[]))
    assert (proposal.scheme, proposal.tier) == (scheme, "一般")


@pytest.mark.parametrize(("on", "cited"), [("2026-01-31", True), ("2026-02-01", False)])
def test_no_reason_rests_on_a_provision_that_is_no_longer_in_force(manual: Manual, on: str, cited: bool) -> None:
    reasons = "".join(only(proposed(manual, "no_hazard_system", on=on, circumstances=["other_lighter"])).reasons)
    assert ("安全生产违法行为行政处罚办法(2015)" in reasons) is cited


FIRST_FOUND = {
    # 2014年法先责令、逾期或者拒不执行才罚的三条。第九十五条的停产停业整顿是罚款以外的处罚。
    "第九十一条": Case("no_supervision", "2020-11-20", (order(A14_91, "principal"),)),
    "第九十九条": Case("hazards", "2020-11-20", (order(A14_99),)),
    "第九十九条，重大事故隐患": Case("major_hazards", "2020-11-20", (order(A14_99),)),
    "第九十五条": Case("not_assessed", "2020-11-20", (("unit", "penalty", A14_95_1, None),)),
    "第九十五条，新法当日决定": Case(
        "not_assessed", "2021-08-31", (("unit", "penalty", A14_95_1, None),), decided="2021-09-01"
    ),
    "第九十五条，逾期": Case(
        "not_assessed",
        "2020-11-20",
        (fine(A14_95_1, 500_000, 1_000_000), fine(A14_95_1, 20_000, 50_000, "responsible")),
        stage="overdue",
    ),
    "2021年法首次即罚": Case(
        "not_assessed",
        "2021-09-01",
        (fine(A21_98_1, 100_000, 500_000), fine(A21_98_1, 20_000, 50_000, "responsible")),
    ),
}


@pytest.mark.parametrize("case", FIRST_FOUND.values(), ids=FIRST_FOUND.keys())
def test_where_the_law_orders_first_no_fine_is_proposed_at_first(manual: Manual, case: Case) -> None:
    penalties = run(manual, case)
    assert found(penalties) == set(case.expected)
    assert all(one.amount is None for one in penalties.proposals if one.decision != "fine")


def test_another_authoritys_breach_is_handed_over(manual: Manual) -> None:
    penalties = proposed(manual, "fire", on="2024-04-02", circumstances=[])
    proposal = only(penalties)
    assert (proposal.decision, proposal.transfer) == ("transfer", "消防救援机构")
    assert (proposal.amount, proposal.interval, penalties.totals) == (None, None, {})
    assert penalties.for_decision() == ()


def test_a_provision_whose_text_was_not_read_blocks(manual: Manual) -> None:
    penalties = proposed(manual, "no_guardians", on="2025-06-23", circumstances=[])
    proposal = only(penalties)
    assert proposal.provision == R13_21_1
    assert proposal.unverified == (R13_21_1,)
    assert any(R13_21_1 in reason for reason in penalties.blocking)
    with pytest.raises(PenaltyError, match="没有核对原文"):
        penalties.for_decision()
    assert penalties.for_decision(allow_unverified=True) == penalties.proposals
    read = proposed(manual, "no_managers", on="2025-06-23", circumstances=[])
    assert (read.for_decision(), read.blocking) == (read.proposals, ())


ILLEGAL_INCOME: dict[int | None, Band | None] = {
    None: None,
    0: (100_000, 200_000),
    1: (100_000, 200_000),
    99_999: (100_000, 200_000),
    100_000: (200_000, 500_000),
    100_001: (200_002, 500_005),
    1_000_000: (2_000_000, 5_000_000),
}


@pytest.mark.parametrize(("on", "provision"), [("2021-08-31", A14_100), ("2021-09-01", A21_103)])
@pytest.mark.parametrize(("income", "band"), ILLEGAL_INCOME.items())
def test_a_multiple_of_the_illegal_income(
    manual: Manual, on: str, provision: str, income: int | None, band: Band | None
) -> None:
    penalties = proposed(manual, "let_to_unqualified", on=on, illegal_income=income, circumstances=[])
    assert found(penalties) == {
        ("unit", "fine", provision, band),
        fine(provision, 10_000, 20_000, "responsible"),
    }
    unit = only(penalties)
    if band is None:
        assert unit.amount is None
        assert any("违法所得" in told for told in unit.review)
    else:
        assert unit.amount == sum(band) // 2
    assert ("没收违法所得" in unit.other) is (income != 0)


MERIT, INTENT, NO_FAULT = "merit", "intentional", "no_fault"
_KEY = FACTS["no_managers"][0]

WEIGHED: dict[str, tuple[list[str], bool, Stage, str, Band]] = {
    # 情节，是否决定减轻，阶段，阶次，建议幅度；法定幅度为一万元至五万元，逾期为五万元至十万元。
    "没有情节": ([], False, "found", "一般", (10_000, 50_000)),
    "从轻": ([MERIT], False, "found", "从轻", (10_000, 30_000)),
    "从重": ([INTENT], False, "found", "从重", (30_000, 50_000)),
    "从轻从重并存": ([MERIT, INTENT], False, "found", "从轻从重并存", (10_000, 50_000)),
    "减轻": ([MERIT], True, "found", "减轻", (1, 9_999)),
    "逾期减轻": ([MERIT], True, "overdue", "减轻", (1, 49_999)),
    "没有减轻情节不得减轻": ([], True, "found", "一般", (10_000, 50_000)),
    "只有从重情节不得减轻": ([INTENT], True, "found", "从重", (30_000, 50_000)),
}


@pytest.mark.parametrize(("circumstances", "reduce", "stage", "tier", "interval"), WEIGHED.values(), ids=WEIGHED.keys())
def test_the_circumstances_weigh(
    manual: Manual, circumstances: list[str], reduce: bool, stage: Stage, tier: str, interval: Band
) -> None:
    acts = {_KEY: {"reduce": reduce}}
    penalties = proposed(manual, "no_managers", on="2020-11-20", stage=stage, circumstances=circumstances, acts=acts)
    proposal = only(penalties)
    assert (proposal.tier, proposal.interval, proposal.amount) == (tier, interval, sum(interval) // 2)


@pytest.mark.parametrize("told", [{}, {MERIT: True}, {INTENT: True}, {INTENT: False}, {MERIT: None}])
def test_where_a_tier_is_open_the_proposal_says_that_the_circumstances_are_not_all_known(
    manual: Manual, told: dict[str, bool | None]
) -> None:
    proposal = only(proposed(manual, "no_managers", on="2020-11-20", circumstances=told))
    assert proposal.tier is not None
    assert proposal.tier.startswith("待定")
    assert any("没有全部查明" in told for told in proposal.review)


EXEMPTING: dict[str, tuple[str, str, str]] = {
    # 情节，决定日期，怎样
    "轻微并及时改正，2017年法": ("minor_corrected_harmless", "2021-07-14", "exempt"),
    "轻微并及时改正，2021年法": ("minor_corrected_harmless", "2021-07-15", "exempt"),
    "初次违法，2021年法前": ("first_minor_corrected", "2021-07-14", "fine"),
    "初次违法，2021年法起可以不罚": ("first_minor_corrected", "2021-07-15", "fine"),
    "没有主观过错，2021年法前": (NO_FAULT, "2021-07-14", "fine"),
    "没有主观过错，2021年法起": (NO_FAULT, "2021-07-15", "exempt"),
    "不满十四周岁只对个人": ("under_fourteen", "2021-07-15", "fine"),
}


@pytest.mark.parametrize(("circumstance", "decided", "decision"), EXEMPTING.values(), ids=EXEMPTING.keys())
def test_what_exempts_counts_by_the_law_of_the_day_of_the_decision(
    manual: Manual, circumstance: str, decided: str, decision: str
) -> None:
    penalties = proposed(manual, "no_managers", on="2020-11-20", decided=decided, circumstances=[circumstance])
    proposal = only(penalties)
    assert proposal.decision == decision
    if decision == "exempt":
        assert (proposal.amount, penalties.totals) == (0, {})
        basis = "行政处罚法(2017)" if decided < "2021-07-15" else "行政处罚法(2021)"
        assert any(basis in reason for reason in proposal.reasons)
    may_exempt = circumstance == "first_minor_corrected" and decided >= "2021-07-15"
    assert any("可以不予处罚" in told for told in proposal.review) is may_exempt


def test_what_exempts_persons_only_leaves_the_unit(manual: Manual) -> None:
    penalties = proposed(
        manual, "no_managers", on="2020-11-20", decided="2021-07-15", stage="overdue", circumstances=["under_fourteen"]
    )
    assert {one.party: one.decision for one in penalties.proposals} == {"unit": "fine", "responsible": "exempt"}


def test_breaches_that_are_one_act_meet_with_one_fine(manual: Manual) -> None:
    facts = {"work_passages_obstructed": 1, "exits_obstructed": 1}
    inspection = manual.inspect({"facts": facts, "case": {"circumstances": []}}, on=date(2024, 4, 2))
    penalties = manual.penalties(inspection)
    assert found(penalties) == {fine(A21_105_2, 0, 50_000), fine(A21_105_2, 0, 10_000, "responsible")}
    assert set(only(penalties).breaches) == {"MR-25.exits_not_kept_clear", "MR-25.work_passages_not_kept_clear"}
    assert penalties.totals == {"unit": 25_000, "responsible": 5_000}


def test_acts_under_different_provisions_are_fined_each_and_added(manual: Manual) -> None:
    penalties = proposed(manual, "no_managers", "passages", "no_supervision", on="2024-04-02", circumstances=[])
    assert found(penalties) == {
        fine(A21_97_1, 0, 100_000),
        fine(A21_105_2, 0, 50_000),
        fine(A21_105_2, 0, 10_000, "responsible"),
        fine(A21_94, 20_000, 50_000, "principal"),
    }
    assert penalties.totals == {"unit": 75_000, "responsible": 5_000, "principal": 35_000}


@pytest.mark.parametrize("whole", [[], ["intentional"]], ids=["only the one", "both"])
def test_whether_problems_are_one_act_does_not_hang_on_how_heavy_each_is(manual: Manual, whole: list[str]) -> None:
    """Two problems under the same item of the law: were they two acts when weighed apart, more to be heavier would cost less."""
    case = {"circumstances": whole, "acts": {"MR-25.work_passages_not_kept_clear": {"circumstances": ["intentional"]}}}
    facts = {"work_passages_obstructed": 1, "work_passages_substandard": 1}
    penalties = manual.penalties(manual.inspect({"facts": facts, "case": case}, on=date(2023, 6, 1)))
    assert len(only(penalties).breaches) == 2
    assert penalties.totals == {"unit": 37_500, "responsible": 7_500}


def test_the_persons_recorded_are_named_in_their_own_capacity_only(manual: Manual) -> None:
    persons = [{"party": "principal", "name": "甲"}, {"party": "responsible", "name": "乙"}]
    penalties = proposed(manual, "passages", "no_supervision", on="2024-04-02", circumstances=[], persons=persons)
    assert {one.party: one.persons for one in penalties.proposals} == {
        "unit": (),
        "responsible": ("乙",),
        "principal": ("甲",),
    }


REPEATED: dict[str, tuple[list[tuple[str, str]], bool]] = {
    # 以前的处罚（日期、违法行为），决定日期为2024年4月2日
    "一年内两次": ([("2023-04-02", _KEY), ("2024-04-01", _KEY)], True),
    "同一行为的另一写法也算": ([("2023-06-01", "MR-06.no_safety_manager_at_all"), ("2024-01-10", _KEY)], True),
    "一次": ([("2024-01-10", _KEY)], False),
    "一次在一年以前": ([("2023-04-01", _KEY), ("2024-01-10", _KEY)], False),
    "另一种违法行为": ([("2024-01-10", _KEY), ("2024-02-10", "MR-25.exits_not_kept_clear")], False),
}


@pytest.mark.parametrize(("earlier", "heavier"), REPEATED.values(), ids=REPEATED.keys())
def test_two_penalties_within_a_year_for_the_same_act_weigh(
    manual: Manual, earlier: list[tuple[str, str]], heavier: bool
) -> None:
    told = [{"date": day, "breach": breach} for day, breach in earlier]
    proposal = only(proposed(manual, "no_managers", on="2024-04-02", earlier=told))
    assert any("两次以上行政处罚" in reason for reason in proposal.reasons) is heavier


def test_a_tier_is_narrowed_by_what_earlier_penalties_say(manual: Manual) -> None:
    told = [{"date": day, "breach": _KEY} for day in ("2024-01-10", "2024-02-10")]
    others = dict.fromkeys(manual.circumstances, False)
    del others["repeated_within_year"]
    proposal = only(proposed(manual, "no_managers", on="2024-04-02", earlier=told, circumstances=others))
    assert (proposal.tier, proposal.interval) == ("从重", (50_000, 100_000))


CONTRADICTIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "决定早于检查": ("2020-11-19", {}),
    "终了晚于决定": ("2020-11-20", {"acts": {_KEY: {"ended": "2020-11-21"}}}),
    "发现晚于决定": ("2020-11-20", {"acts": {_KEY: {"discovered": "2020-11-21"}}}),
    "写到没有查到的行为": ("2020-11-20", {"acts": {"MR-25.exits_not_kept_clear": {"serious": True}}}),
}


@pytest.mark.parametrize(("decided", "case"), CONTRADICTIONS.values(), ids=CONTRADICTIONS.keys())
def test_a_case_that_contradicts_itself_is_refused(manual: Manual, decided: str, case: dict[str, Any]) -> None:
    with pytest.raises(FactsError):
        proposed(manual, "no_managers", on="2020-11-20", decided=decided, **case)


NOBODY_FOUND: dict[str, tuple[list[dict[str, str]], str]] = {
    # 条文写可以对个人处罚：没有查到是谁的，待定。
    "没有查到": ([], "undecided"),
    "查到": ([{"party": "responsible", "name": "乙"}], "fine"),
    "查到的是另一种身份": ([{"party": "principal", "name": "甲"}], "undecided"),
}


@pytest.mark.parametrize(("persons", "decision"), NOBODY_FOUND.values(), ids=NOBODY_FOUND.keys())
def test_a_person_who_may_be_punished_is_first_to_be_found(
    manual: Manual, persons: list[dict[str, str]], decision: str
) -> None:
    penalties = proposed(manual, "passages", on="2021-08-31", circumstances=[], persons=persons)
    assert only(penalties, "responsible").decision == decision
    assert ("responsible" in penalties.totals) is (decision == "fine")


@pytest.mark.parametrize("income", [1, 2, 1_000])
def test_a_reduced_fine_is_an_interval_however_low_the_law_begins(manual: Manual, income: int) -> None:
    """处罚办法第五十条罚违法所得的一至三倍，因此下限可以低到一元。"""
    acts = {"MR-27.premises_for_unlicensed_operator": {"reduce": True}}
    case = {"circumstances": [MERIT], "acts": acts, "illegal_income": income}
    facts = {"unlicensed_operators_supplied": 1}
    proposal = only(manual.penalties(manual.inspect({"facts": facts, "case": case}, on=date(2023, 6, 1))))
    assert proposal.band == (income, 3 * income)
    assert proposal.interval is not None
    assert proposal.interval[0] <= proposal.interval[1]
