"""The plan of one enterprise: who goes, what is known, what to find out, which items apply and which may."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml

from enforce_rules import DocumentError, Manual
from enforce_rules.campaign.campaign import Campaign, campaign_from
from enforce_rules.campaign.plan import ATTEND, Plan, plan_for
from enforce_rules.document import Document
from enforce_rules.errors import CampaignError, FactsError
from enforce_rules.facts import Meeting

ON = "2024-04-02"
FACTS: dict[str, Any] = {
    "enterprise": {"name": "某木业有限公司", "address": "某市某路1号", "principal": "赵某"},
    "facts": {
        "dust_explosion_unit": {"value": True, "place": "打磨车间", "method": "现场核查", "record": "现场检查记录第1项"},
        "confined_space_unit": False,
        "employees": 121,
        "industries": ["木制品加工"],
    },
}  # fmt: skip
MEMBERS = [
    {"name": "甲某", "role": "leader", "post": "乙市应急管理局局长", "certificate": "某某0001"},
    {"name": "乙某", "role": "staff", "certificate": "某某0002"},
    {"name": "丙某", "role": "liaison"},
    {"name": "丁某", "role": "expert", "post": "粉尘防爆专家", "certificate": "某某0009"},
]


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    return campaign_from({
        "id": "T", "title": "某省异地督导执法检查", "region": "某省", "authority": "某省应急管理厅", "arrangement": "free",
        "phases": [{"number": 1, "name": "检查", "from": "2024-04-01", "until": "2024-04-12"}],
        "groups": [{"number": 7, "city": "乙市", "inspects": "甲市", "members": MEMBERS},
                   {"number": 8, "city": "丙市", "inspects": "乙市"}],
    })  # fmt: skip


def facts(inspection: dict[str, Any] | None = None, **plan: Any) -> dict[str, Any]:
    documents = {"documents": {"inspection-plan": plan}} if plan else {}
    return {**FACTS, "inspection": {"date": ON, **(inspection or {}), **documents}}


def said(document: Document) -> dict[str, list[str]]:
    """The words of a document by the kind of block."""
    found: dict[str, list[str]] = {}
    for block in document.blocks:
        found.setdefault(block.kind, []).append(block.text)
    return found


@pytest.fixture(scope="module")
def plan(manual: Manual, campaign: Campaign) -> Plan:
    meeting = Meeting(time="2024年4月2日9时", place="二楼会议室")
    return plan_for(manual, facts(), campaign, 7, place="打磨车间", opening=meeting, closing=meeting)


def test_a_plan_says_who_goes_and_when(plan: Plan) -> None:
    told = said(plan.document)
    assert told["authority"] == ["某省应急管理厅"]
    assert told["team"] == ["第7组（乙市）　组长：甲某"]
    assert told["inspector"] == ["甲某（证号：某某0001）", "乙某（证号：某某0002）"]
    assert told["expert"] == ["丁某（粉尘防爆专家）"]
    assert told["inspection-date"] == ["2024年4月2日"]
    assert told["place"] == ["打磨车间"]
    assert told["meeting"][:3] == ["首次会议", "2024年4月2日9时", "二楼会议室"]
    assert told["meeting"][4] == "末次会议"
    assert all(who in told["attend"][0] for who in ATTEND)
    assert "全程陪同" in told["attend"][0]
    assert plan.notes == ("第7组（乙市）联络员丙某没有写执法证号，没有列为执法人员",)


def test_a_plan_says_what_is_known_and_from_where(plan: Plan) -> None:
    known = said(plan.document)["known"]
    rows = [known[start : start + 3] for start in range(0, len(known), 3)]
    assert rows[0][1:] == ["是", "部位：打磨车间；方式：现场核查；证据：现场检查记录第1项"]
    assert [row[1] for row in rows] == ["是", "否", "121人", "木制品加工"]
    assert rows[2] == ["从业人员", "121人", "没有记录来源，检查时核实"]
    sources = [block.sources.facts for block in plan.document.blocks if block.kind == "known"]
    assert sources[::3] == [(name,) for name in FACTS["facts"]]


def test_items_that_apply_stand_apart_from_those_that_may(plan: Plan) -> None:
    status = {task.item: task.applies for task in plan.tasks}
    assert status["DE-10"] is True
    assert not any(item.startswith("CS-") for item in status)  # 没有有限空间作业
    told: dict[str, set[str]] = {"item": set(), "open-item": set()}
    for block in plan.document.blocks:
        if block.kind in told:
            told[block.kind].add(block.sources.item)
    assert told["item"] == {item for item, applies in status.items() if applies}
    assert told["open-item"] == {item for item, applies in status.items() if not applies}
    assert said(plan.document)["certain"] == [f"（一）适用的事项，共{len(told['item'])}项"]


def test_what_decides_whether_an_item_applies(plan: Plan, manual: Manual) -> None:
    for task in plan.tasks:
        assert bool(task.undecided) is not task.applies, task.item
        assert set(task.undecided) <= set(task.find_out) or not task.undecided
        assert not {*task.undecided, *task.find_out} & set(FACTS["facts"])
    open_items = [block for block in plan.document.blocks if block.kind == "open-item" and block.sources.facts]
    by_item = {task.item: task.undecided for task in plan.tasks}
    assert all(block.sources.facts == by_item[block.sources.item] for block in open_items)
    assert any("是否" in block.text for block in open_items)


def test_the_facts_to_find_out_are_those_of_the_most_items(plan: Plan) -> None:
    told = plan.as_dict()
    questions = list(told["questions"].items())
    counted = [(question["items"], question["settles"]) for _, question in questions]
    assert counted == sorted(counted, reverse=True)
    for name, question in questions[:20]:
        assert question["items"] == sum(name in item["find_out"] for item in told["items"])
    asked = [block.sources.facts[0] for block in plan.document.blocks if block.kind == "asked"]
    assert asked[::3] == [name for name, _ in questions[:12]]
    assert {item["status"] for item in told["items"]} == {"适用", "可能适用"}


def test_the_facts_of_a_plan_make_the_same_document_again(plan: Plan, manual: Manual) -> None:
    read = manual.facts_from(yaml.safe_load(yaml.safe_dump(plan.facts.as_dict(), allow_unicode=True)))
    assert manual.document("inspection-plan", manual.inspect(read), draft=True).html == plan.document.html


def test_what_the_file_says_goes_before_what_is_worked_out(manual: Manual, campaign: Campaign) -> None:
    own = {
        "authority": "甲市应急管理局",
        "inspectors": [{"name": "己某", "certificate": "某某0003"}] * 2,
        "place": "仓库",
    }
    written = facts(own, items=["DE-06"], method="现场核查", attend=["厂长赵某"], known=["employees"], ask=["airlock"])
    plan = plan_for(manual, written, campaign, 7)
    told = said(plan.document)
    assert told["authority"] == ["甲市应急管理局"]
    assert told["inspector"] == ["己某（证号：某某0003）"] * 2
    assert (told["place"], told["method"]) == (["仓库"], ["现场核查"])
    assert "厂长赵某" in told["attend"][0]
    assert told["known"][:2] == ["从业人员", "121人"]
    assert len(told["known"]) == len(told["asked"]) == 3
    assert [task.item for task in plan.tasks] == ["DE-06"]
    assert "open-item" not in told
    assert said(plan_for(manual, written, place="一车间").document)["place"] == ["一车间"]


def test_a_plan_without_campaign_or_details_is_sound(manual: Manual) -> None:
    bare = manual.document("inspection-plan", manual.inspect(facts()), draft=True)
    assert not {"team", "known", "asked", "attend", "meeting"} & set(said(bare))
    alone = plan_for(manual, {"facts": {}}, on=date(2020, 10, 20))
    told = said(alone.document)
    assert told["meeting"][:3] == ["首次会议", "＿＿＿", "＿＿＿"]
    assert "known" not in told
    assert "检查" in told["method"][0] or "查阅资料" in told["method"][0]
    assert alone.notes == ()
    assert "None" not in alone.document.text


def test_a_plan_to_be_issued_names_all_that_is_missing(manual: Manual, campaign: Campaign) -> None:
    with pytest.raises(DocumentError) as caught:
        plan_for(manual, facts(opening={"time": "9时"}), campaign, 8, draft=False)
    where = {problem.place.path: problem.what for problem in caught.value.problems}
    details = "inspection.documents.inspection-plan"
    assert where[f"{details}.opening.place"] == "缺少首次会议的地点"
    assert where[f"{details}.closing.time"] == "缺少末次会议的时间"
    assert where["inspection.inspectors"] == "执法人员应不少于2人"
    meeting = Meeting(time="9时", place="会议室")
    issued = plan_for(manual, facts(), campaign, 7, place="车间", opening=meeting, closing=meeting, draft=False)
    assert not issued.document.problems


@pytest.mark.parametrize(
    ("details", "says"),
    [
        ({"known": ["employes"]}, "known: 没有 employes 这个事实（是否为 employees？）"),
        ({"known": ["airlock"]}, "known: 没有 airlock 这个已记录的事实"),
        ({"ask": ["air_lock"]}, "ask: 没有 air_lock 这个事实（是否为 airlock？）"),
        ({"items": ["DE-99"]}, "items: 没有 DE-99 这个检查事项"),
    ],
)
def test_names_that_there_are_not(manual: Manual, details: dict[str, Any], says: str) -> None:
    document = manual.document("inspection-plan", manual.inspect(facts(**details)), draft=True)
    assert any(says in str(problem) for problem in document.problems)


def test_a_group_or_a_day_that_there_is_not(manual: Manual, campaign: Campaign) -> None:
    for known in (campaign, None):
        with pytest.raises(CampaignError, match="没有第9组"):
            plan_for(manual, facts(), known, 9)
    with pytest.raises(FactsError, match="没有检查日期"):
        plan_for(manual, {"facts": {}}, campaign, 7)
    late = plan_for(manual, facts(), campaign, campaign.by_number[8], on=date(2024, 5, 6))
    assert late.notes == ("检查日期2024-05-06不在某省异地督导执法检查的任何阶段之内", "第8组（丙市）没有组长")
    assert said(late.document)["team"] == ["第8组（丙市）　组长：＿＿＿"]
