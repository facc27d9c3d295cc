"""The work plan of a campaign: the days of its stages, how many enterprises a day, and who is visited when."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enforce_rules.campaign.campaign import Campaign, campaign_from
from enforce_rules.campaign.sampling import Chosen, Sample, Unit, read_sampling, read_units, sample
from enforce_rules.campaign.stages import WorkPlan, scheduled, stages_of, work_plan
from enforce_rules.campaign.units import RISKS
from enforce_rules.errors import CalendarError, CampaignError
from tests.conftest import ROOT

EXAMPLES = ROOT / "examples" / "campaign"
PHASES = [("动员部署", "2020-09-21", "2020-09-28"), ("异地检查", "2020-09-28", "2020-10-16"), ("总结", "2020-10-16", "2020-10-23")]  # fmt: skip


def a_campaign(phases: list[tuple[str, str, str]] = PHASES, **changes: Any) -> Campaign:
    members = [
        {"name": "赵某", "role": "leader", "post": "乙市应急管理局局长"},
        {"name": "钱某", "role": "liaison"},
        {"name": "孙某", "role": "provincial_contact"},
        {"name": "李某", "role": "expert", "post": "粉尘防爆专家"},
    ]
    return campaign_from({
        "id": "T-1", "title": "某省异地督导执法检查", "region": "某省", "note": "模拟数据", "arrangement": "free",
        "phases": [{"number": n, "name": name, "from": a, "until": b} for n, (name, a, b) in enumerate(phases, 1)],
        "groups": [{"number": 1, "city": "乙市", "inspects": "甲市", "members": members},
                   {"number": 2, "city": "丙市", "inspects": "乙市"}],
        **changes,
    })  # fmt: skip


def a_sample(number: int = 24) -> Sample:
    return sample(read_units(EXAMPLES / "units.csv"), number, "372915", read_sampling(EXAMPLES / "sampling.yaml"))


@pytest.fixture(scope="module")
def plan() -> WorkPlan:
    return work_plan(a_campaign(), {1: a_sample()}, visits=[2])


def test_the_days_of_a_stage_are_working_days_and_a_shared_day_is_of_the_one_that_ends() -> None:
    first, second, third = stages_of(a_campaign())
    assert first.days[0] == date(2020, 9, 21)
    assert date(2020, 9, 28) in first.days
    assert date(2020, 9, 27) in first.days  # 周日调休上班
    assert second.days[:4] == (date(2020, 9, 29), date(2020, 9, 30), date(2020, 10, 9), date(2020, 10, 10))
    assert date(2020, 10, 16) in second.days
    assert third.days == tuple(date(2020, 10, n) for n in range(19, 24))
    every = [on for stage in stages_of(a_campaign(), workdays=False) for on in stage.days]
    assert every == sorted(set(every))
    assert len(every) == 33


def test_every_enterprise_is_visited_once_within_the_stage(plan: WorkPlan) -> None:
    (one,) = plan.itineraries
    visited = [chosen for visit in one.visits for chosen in visit.units]
    assert Counter(visited) == Counter(one.sample.chosen)
    assert [visit.on for visit in one.visits] == list(plan.stages[1].days)
    assert (one.units, one.days, one.most) == (24, 9, 3)
    counties = [chosen.unit.county for chosen in visited]
    assert counties == sorted(counties)
    for county in set(counties):
        risks = [RISKS.index(chosen.unit.risk) for chosen in visited if chosen.unit.county == county]
        assert risks == sorted(risks)


@settings(max_examples=60)
@given(st.integers(0, 40), st.integers(1, 12))
def test_the_days_are_as_full_as_each_other(units: int, days: int) -> None:
    chosen = [Chosen(Unit(f"91XX{n}", f"某厂{n}", risk="低"), 1, n + 1, "") for n in range(units)]
    counted = [len(one.units) for one in scheduled(chosen, [date(2020, 10, 1 + n) for n in range(days)])]
    assert sum(counted) == units
    assert max(counted) - min(counted) <= 1
    assert counted == sorted(counted, reverse=True)


def test_the_paper_says_all_of_it_and_that_it_is_a_draft(plan: WorkPlan) -> None:
    made = plan.document
    assert made.draft
    told: dict[str, list[str]] = {}
    for block in made.blocks:
        told.setdefault(block.kind, []).append(block.text)
    assert told["title"] == ["异地督导执法检查工作方案"]
    assert told["draft"] == ["草稿：须经负责人审批后实施"]
    assert told["stage"][:6] == ["1", "动员部署", "2020年9月21日", "2020年9月28日", "7", "否"]
    assert told["group"][:6] == ["1", "乙市", "甲市", "赵某（乙市应急管理局局长）", "孙某", "钱某"]
    assert told["group"][9:] == ["＿＿＿"] * 3
    assert told["members"] == [
        "第1组（乙市）：组长赵某（乙市应急管理局局长）；省厅联络员孙某；联络员钱某；专家李某（粉尘防爆专家）。",
        "第2组（丙市）：成员待定。",
    ]
    assert told["vacancy"][0] == "待补：第2组（丙市）没有组长。"
    assert told["load"][:6] == ["第1组（乙市）", "甲市", "60", "24", "9", "3"]
    assert told["visit-day"][0] == "9月29日（周二）"
    assert len(told["visit"]) == 4 * 24
    assert "种子“372915”" in told["draw"][0]
    assert "某省组织2个检查组" in told["general"][0]
    assert "审批人（签名）" in made.text
    assert "None" not in made.text


def test_the_plan_as_data(plan: WorkPlan) -> None:
    told = json.loads(json.dumps(plan.as_dict(), ensure_ascii=False))
    assert told["draft"] is True
    assert [stage["visits"] for stage in told["stages"]] == [False, True, False]
    assert sum(len(visit["units"]) for visit in told["groups"][0]["visits"]) == told["groups"][0]["units"] == 24
    assert told["groups"][0]["draw"]["seed"] == "372915"


def test_a_plan_before_anything_is_drawn() -> None:
    made = work_plan(a_campaign(), {}, workdays=False).document
    kinds = {block.kind for block in made.blocks}
    assert "stage" in kinds
    assert not {"load", "visit"} & kinds
    assert "休息日也检查" in made.html


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ({"visits": [2], "capacity": 2}, "第1组（乙市）要检查24户，9日每日至多2户，只能检查18户（每日3户，或者减少户数、延长时间）"),
        ({"visits": [4]}, "没有第4阶段"),
        ({"capacity": 0}, "每组每日检查0户，至少1户"),
    ],
)  # fmt: skip
def test_a_plan_that_cannot_be(how: dict[str, Any], says: str) -> None:
    with pytest.raises(CampaignError) as caught:
        work_plan(a_campaign(), {1: a_sample()}, **how)
    assert says in str(caught.value)


def test_groups_and_days_that_there_are_not() -> None:
    with pytest.raises(CampaignError, match="没有第3组"):
        work_plan(a_campaign(), {3: a_sample()})
    with pytest.raises(CampaignError, match="第1阶段（检查）没有可以检查的日子"):
        stages_of(a_campaign([("检查", "2020-10-01", "2020-10-04")]))
    with pytest.raises(CalendarError, match="2100年"):
        stages_of(a_campaign([("检查", "2100-03-01", "2100-03-04")]))
    assert len(stages_of(a_campaign([("检查", "2100-03-01", "2100-03-04")]), workdays=False)[0].days) == 4


def test_what_is_written_stays_text() -> None:
    hostile = "<b>&\"某'"
    unit = Unit("91XX1", hostile, hostile, hostile, "低")
    drawn = sample([unit], 1, hostile, read_sampling(EXAMPLES / "sampling.yaml").model_copy(update={"at_least": ()}))
    made = work_plan(a_campaign(title=hostile, note=hostile), {1: drawn}).document
    assert "<b>&" not in made.html.replace("<b>&amp;", "")
    assert made.text.count(hostile) >= 4
