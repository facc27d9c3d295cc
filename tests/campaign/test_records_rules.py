"""What records must keep to among each other: refused with words, all at once, and nothing is written then."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from enforce_rules.campaign.records.content import name_of
from enforce_rules.campaign.records.kinds import Record
from enforce_rules.campaign.records.store import Store
from enforce_rules.errors import CampaignError, Place
from tests.campaign.stores import Databases, a, one_of_each

MINOR = a("finding", key="V1/F2", major=False)
OPEN = a("finding", key="V1/F3", major=None)


@pytest.fixture(scope="module")
def full(databases: Databases) -> Iterator[Store]:
    """A store with one record of each kind, a minor finding and one that is not judged yet."""
    with databases.store() as store:
        store.append(
            [*one_of_each(), MINOR, OPEN, a("visit", key="V2"), a("review", key="R2", finding="V1/F2")], by="周某"
        )
        yield store


def refused(store: Store, *records: Record, **how: Any) -> list[str]:
    position = store.position
    with pytest.raises(CampaignError) as caught:
        store.append(records, by="吴某", **how)
    assert store.position == position
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(("kind", "changes", "says"), [
    ("visit", {"group": 5}, "没有第5组（共4组）"),
    ("visit", {"group": 10**30}, "没有第1000000000000000000000000000000组（共4组）"),
    ("visit", {"phase": 4}, "没有第4阶段（共3个阶段）"),
    ("visit", {"date": "2020-12-01"}, "检查日期2020-12-01不在第2阶段内（2020-11-10至2020-11-30）"),
    ("visit", {"date": "2020-11-09"}, "检查日期2020-11-09不在第2阶段内（2020-11-10至2020-11-30）"),
    ("visit", {"industry": None}, "没有写企业的行业（不在重点行业的写 其他）"),
    ("visit", {"target": "government"}, "督导政府和部门不写行业"),
    ("judgement", {"visit": "V9"}, "检查 V9 没有记录"),
    ("finding", {"visit": "V9"}, "检查 V9 没有记录"),
    ("finding", {"date": "2020-11-11"}, "发现日期2020-11-11早于检查日期2020-11-12"),
    ("finding", {"item": None, "breach": "a_breach", "major": False}, "写了违法行为，没有写检查事项"),
    ("finding", {"item": None}, "手册以外的重大事故隐患没有写判定标准（criteria: 写明标准、条款和版本）"),
    ("document", {"date": "2020-11-11"}, "执法文书日期2020-11-11早于检查日期2020-11-12"),
    ("suggestion", {"date": "2020-11-11"}, "建议立案日期2020-11-11早于检查日期2020-11-12"),
    ("suspension", {"date": "2020-11-11"}, "停产停业停建日期2020-11-11早于检查日期2020-11-12"),
    ("filing", {"date": "2020-11-12"}, "立案日期2020-11-12早于建议日期2020-11-13"),
    ("filing", {"date": "2020-11-11", "suggestion": None}, "立案日期2020-11-11早于检查日期2020-11-12"),
    ("filing", {"authority": "甲市应急管理局"}, "立案机关甲市应急管理局是检查组所在市的机关（由乙市的机关立案；检查组只建议立案）"),
    ("filing", {"visit": "V2"}, "所依据的建议V1/S1是另一次检查（V1）的"),
    ("filing", {"suggestion": "S9"}, "建议立案 S9 没有记录"),
    ("fine", {"date": "2020-11-15"}, "罚款的日期2020-11-15早于立案日期2020-11-16"),
    ("fine", {"filing": "L9"}, "立案 L9 没有记录"),
    ("plan", {"finding": "V1/F2"}, "V1/F2没有判定为重大事故隐患（先更正隐患的判定）"),
    ("plan", {"finding": "V1/F3"}, "V1/F3没有判定为重大事故隐患（先更正隐患的判定）"),
    ("plan", {"date": "2020-11-11"}, "整改方案日期2020-11-11早于发现日期2020-11-12"),
    ("plan", {"deadline": "2020-11-12"}, "整改时限2020-11-12早于方案日期2020-11-13"),
    ("supervision", {"finding": "V1/F2"}, "V1/F2没有判定为重大事故隐患（先更正隐患的判定）"),
    ("supervision", {"date": "2020-11-11"}, "督办日期2020-11-11早于发现日期2020-11-12"),
    ("notice", {"finding": "V1/F2"}, "V1/F2没有判定为重大事故隐患（先更正隐患的判定）"),
    ("notice", {"date": "2020-11-11"}, "公示日期2020-11-11早于发现日期2020-11-12"),
    ("review", {"date": "2020-11-11"}, "复查日期2020-11-11早于发现日期2020-11-12"),
    ("review", {"finding": "V1/F9"}, "问题隐患 V1/F9 没有记录"),
    ("closing", {"date": "2020-11-17"}, "销号日期2020-11-17早于复查日期2020-11-18"),
    ("closing", {"review": "R2"}, "复查R2是另一项隐患（V1/F2）的"),
    ("closing", {"review": "R9"}, "复查 R9 没有记录"),
    ("closing", {"finding": "V1/F2", "review": "R2"}, "V1/F2没有判定为重大事故隐患（先更正隐患的判定）"),
    ("daily_report", {"group": 5}, "没有第5组（共4组）"),
    ("daily_report", {"date": "2020-10-31"}, "2020-10-31不在任何阶段内（2020-11-01至2020-12-20）"),
    ("daily_report", {"reported_at": "2020-11-11T23:59:59"}, "报送时间2020-11-11早于报告的日期2020-11-12"),
])  # fmt: skip
def test_what_each_rule_refuses(full: Store, kind: str, changes: dict[str, Any], says: str) -> None:
    record = a(kind, key="new", **changes)
    assert refused(full, record) == [f"{record.label} new ：{says}"]


@pytest.mark.parametrize(("kind", "changes"), [
    ("visit", {"date": "2020-11-10", "phase": 1}),
    ("visit", {"date": "2020-11-10", "phase": 2}),
    ("visit", {"target": "department", "industry": None}),
    ("finding", {"item": None, "criteria": ["工贸企业重大事故隐患判定标准(2017)二（一）"]}),
    ("finding", {"item": None, "major": None}),
    ("filing", {"suggestion": None, "date": "2020-11-12"}),
    ("review", {"finding": "V1/F3", "outcome": "not_rectified"}),
    ("plan", {"deadline": "2020-11-13"}),
])  # fmt: skip
def test_what_lies_just_within_the_rules(databases: Databases, kind: str, changes: dict[str, Any]) -> None:
    with databases.store() as store:
        store.append([*one_of_each(), OPEN], by="周某")
        assert store.append([a(kind, key="new", **changes)], by="吴某").added == ((kind, "new"),)


def test_all_problems_at_once_each_at_its_place(full: Store) -> None:
    good, bad = a("visit", key="W1"), a("visit", key="W2", group=7, phase=9)
    late, lost = a("finding", key="W1/F1", visit="W1", date="2020-11-01"), a("review", key="R7", finding="W9/F1")
    wrong = [bad, late, lost]
    places = {name_of(record): Place("07.yaml", line, 3) for line, record in enumerate(wrong, 10)}
    assert refused(full, good, *reversed(wrong), places=places) == [
        "07.yaml:10:3: 检查 W2 ：没有第7组（共4组）",
        "07.yaml:10:3: 检查 W2 ：没有第9阶段（共3个阶段）",
        "07.yaml:11:3: 问题隐患 W1/F1 ：发现日期2020-11-01早于检查日期2020-11-12",
        "07.yaml:12:3: 复查 R7 ：问题隐患 W9/F1 没有记录",
    ]
    assert full.get("visit", "W1") is None


# A correction is held against the records that stand on what is corrected


@pytest.mark.parametrize(("kind", "changes", "says"), [
    ("visit", {"date": "2020-11-13"}, "问题隐患 V1/F1 ：发现日期2020-11-12早于检查日期2020-11-13"),
    ("visit", {"group": 2}, "立案 L1 ：立案机关乙市应急管理局是检查组所在市的机关（由丙市的机关立案；检查组只建议立案）"),
    ("finding", {"major": False}, "整改方案 P1 ：V1/F1没有判定为重大事故隐患（先更正隐患的判定）"),
    ("finding", {"date": "2020-11-19"}, "复查 R1 ：复查日期2020-11-18早于发现日期2020-11-19"),
    ("suggestion", {"date": "2020-11-17"}, "立案 L1 ：立案日期2020-11-16早于建议日期2020-11-17"),
    ("filing", {"date": "2020-11-21"}, "罚款 X1 ：罚款的日期2020-11-20早于立案日期2020-11-21"),
    ("review", {"outcome": "partly"}, "销号 C1 ：复查R1的结果不是已整改，不能销号（复查为已整改以后销号）"),
    ("review", {"date": "2020-11-21"}, "销号 C1 ：销号日期2020-11-20早于复查日期2020-11-21"),
])  # fmt: skip
def test_corrections_that_those_below_do_not_allow(full: Store, kind: str, changes: dict[str, Any], says: str) -> None:
    assert says in refused(full, a(kind, **changes), reason="试", correct=True)


def test_a_correction_together_with_those_below(full: Store, databases: Databases) -> None:
    with databases.store() as store:
        store.append([a("visit"), a("finding")], by="周某")
        later = {"date": "2020-11-13"}
        store.append([a("visit", **later), a("finding", **later)], by="吴某", reason="日期写错", correct=True)
        assert store.get("finding", "V1/F1") == a("finding", **later)


# A closing stands on the last review


def test_a_review_in_between_forbids_a_closing(databases: Databases) -> None:
    again = a("review", key="R2", date="2020-11-19", outcome="not_rectified")
    says = ["销号 C1 ：复查R1以后又复查为没有整改，不能据以销号（按最后一次复查）"]
    with databases.store() as store:
        store.append([a("visit"), a("finding"), a("review")], by="周某")
        assert refused(store, again, a("closing")) == says
        store.append([again], by="周某")
        assert refused(store, a("closing")) == says
        store.append([a("review", key="R3", date="2020-11-20"), a("closing", review="R3")], by="周某")
        assert store.append([a("review", key="R4", date="2020-11-21", outcome="not_rectified")], by="周某").added


def test_nor_can_it_be_recorded_once_that_is_closed(databases: Databases) -> None:
    says = ["销号 C1 ：复查R1以后又复查为没有整改，不能据以销号（按最后一次复查）"]
    with databases.store() as store:
        store.append([a("visit"), a("finding"), a("review"), a("closing")], by="周某")
        assert refused(store, a("review", key="R2", date="2020-11-19", outcome="partly")) == says
        store.append([a("review", key="R2", date="2020-11-21", outcome="partly")], by="周某")
        assert (
            refused(store, a("review", key="R2", date="2020-11-20", outcome="partly"), reason="日期写错", correct=True)
            == says
        )


def test_a_review_that_was_withdrawn_forbids_nothing(databases: Databases) -> None:
    again = a("review", key="R2", date="2020-11-19", outcome="not_rectified")
    with databases.store() as store:
        store.append([a("visit"), a("finding"), a("review"), again], by="周某")
        store.withdraw([name_of(again)], by="周某", reason="记错了隐患")
        assert store.append([a("closing")], by="周某").added == (("closing", "C1"),)


# A correction never moves a record to another visit, finding or case


@pytest.mark.parametrize(("kind", "changes", "says"), [
    ("finding", {"visit": "V2"}, "问题隐患 V1/F1 ：检查的编号不能从V1改为V2"),
    ("judgement", {"visit": "V2"}, "判断 V1 ：检查的编号不能从V1改为V2"),
    ("filing", {"suggestion": None}, "立案 L1 ：所依据的建议不能从V1/S1改为空"),
    ("review", {"finding": "V1/F3"}, "复查 R1 ：问题隐患的编号不能从V1/F1改为V1/F3"),
    ("notice", {"finding": "V1/F3"}, "公示 N1 ：问题隐患的编号不能从V1/F1改为V1/F3"),
    ("closing", {"review": "R2"}, "销号 C1 ：据以销号的复查的编号不能从R1改为R2"),
])  # fmt: skip
def test_records_are_not_moved(full: Store, kind: str, changes: dict[str, Any], says: str) -> None:
    assert f"{says}（撤回这条记录，另记一条）" in refused(full, a(kind, **changes), reason="试", correct=True)
