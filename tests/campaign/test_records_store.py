"""Records are written once, corrected beside, never overwritten; every version with who, when and why."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from enforce_rules.campaign.records.content import digest_of
from enforce_rules.campaign.records.kinds import Visit
from enforce_rules.campaign.records.store import Store
from enforce_rules.campaign.snapshot import Snapshot
from enforce_rules.errors import CampaignError, Place
from tests.campaign.stores import CITIES, a, a_campaign, campaign_data, one_of_each

VISIT = ("visit", "V1")


def correct(store: Store, by: str = "王某", reason: str = "名称写错", **changes: object) -> None:
    store.append([a("visit", **changes)], by=by, reason=reason, correct=True)


def names(store: Store) -> list[str]:
    """What the visit was called in each of its versions."""
    versions = [change.version.record for change in store.history(*VISIT)]
    return [record.name for record in versions if isinstance(record, Visit)]


# The journal


def test_an_entry_says_who_when_why_and_from_where(store: Store) -> None:
    before = datetime.now(UTC)
    written = store.append([a("visit"), a("finding")], by=" 周某 ", reason="补报", source="01-20201112.yaml")
    created, entry = store.entries()
    assert (created.id, created.by, created.reason, created.rows) == (1, "建库人", "建立", 1)
    assert written.entry == entry
    assert (entry.id, entry.by, entry.reason, entry.source, entry.rows) == (2, "周某", "补报", "01-20201112.yaml", 2)
    assert before <= datetime.fromisoformat(entry.at) <= datetime.now(UTC)
    assert store.position == 2
    assert written.added == (VISIT, ("finding", "V1/F1"))
    assert [version.record for version in store.written_by(2)] == [a("visit"), a("finding")]
    assert entry.as_dict()["digest"] == entry.digest.hex()


def test_writing_the_same_again_writes_nothing(store: Store) -> None:
    first = store.append(one_of_each(), by="周某")
    again = store.append(reversed(one_of_each()), by="吴某", source="另一个文件")
    assert (again.entry, again.added, again.corrected, again.unchanged) == (None, (), (), len(first.added))
    assert store.append([], by="吴某").entry is None
    assert store.position == 2
    assert store.append([*one_of_each(), a("visit", key="V2")], by="吴某").added == (("visit", "V2"),)


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ({"by": ""}, "没有写明由谁记录"),
        ({"by": " "}, "没有写明由谁记录"),
        ({"by": "周某", "correct": True}, "更正、撤回要写明理由"),
        ({"by": "周某", "restore": True, "reason": " "}, "更正、撤回要写明理由"),
        ({"by": "周\n某"}, "一行可以印出的文字"),
        ({"by": "周某", "source": "a\x00.yaml"}, "一行可以印出的文字"),
        ({"by": "周某", "seen": 9}, "日志没有第9条"),
    ],
)
def test_who_and_why_are_required(store: Store, how: dict[str, Any], says: str) -> None:
    with pytest.raises(CampaignError, match=says):
        store.append([a("visit")], **how)
    assert store.position == 1


# Corrections


def test_a_changed_record_is_refused_unless_it_is_meant(store: Store) -> None:
    store.append([a("visit")], by="周某")
    changed = a("visit", name="乙市某木业公司", date="2020-11-13", online=False)
    where = Place("01-20201112.yaml", 3, 5)
    with pytest.raises(CampaignError) as caught:
        store.append([changed, a("visit", key="V2")], by="吴某", places={VISIT: where})
    (problem,) = caught.value.problems
    assert problem.what == (
        "检查 V1 已有记录，内容不同：检查日期 2020-11-12→2020-11-13；被检查单位名称 乙市某家具厂→乙市某木业公司；是否上线：在执法系统中制作文书 空→否"
    )
    assert (problem.place, problem.hint) == (where, "确要更正的，写明更正和理由")
    assert store.position == 1 + 1
    assert store.get("visit", "V2") is None

    written = store.append([changed], by="吴某", reason="名称写错", correct=True)
    assert (written.added, written.corrected) == ((), (VISIT,))
    first, second = store.history(*VISIT)
    assert (first.version.record, second.version.record) == (a("visit"), changed)
    assert (first.version.revision, second.version.revision) == (1, 2)
    assert first.changed == ()
    assert [one.split()[0] for one in second.changed] == [
        "检查日期",
        "被检查单位名称",
        "是否上线：在执法系统中制作文书",
    ]
    assert [(change.entry.by, change.entry.reason) for change in (first, second)] == [
        ("周某", ""),
        ("吴某", "名称写错"),
    ]
    assert store.get(*VISIT) == changed


def test_the_old_file_again_is_told_as_stale_and_only_put_back_when_meant(store: Store) -> None:
    store.append([a("visit"), a("finding")], by="周某")
    correct(store, name="乙市某木业公司")
    again = store.append([a("visit"), a("finding")], by="周某")
    assert (again.entry, again.stale, again.unchanged) == (None, (VISIT,), 1)
    meant = store.append([a("visit")], by="周某", reason="更正", correct=True)
    assert (meant.entry, meant.stale) == (None, (VISIT,))
    back = store.append([a("visit")], by="周某", reason="原来的对", restore=True)
    assert back.corrected == (VISIT,)
    assert names(store) == ["乙市某家具厂", "乙市某木业公司", "乙市某家具厂"]
    assert store.check() == []


def test_what_was_written_after_the_author_had_read_is_not_corrected_unseen(store: Store) -> None:
    store.append([a("visit"), a("visit", key="V2")], by="周某")
    seen = store.position
    correct(store, by="王某", name="乙市某木业公司")
    with pytest.raises(CampaignError) as caught:
        store.append([a("visit", county="丙县")], by="吴某", reason="补县名", correct=True, seen=seen)
    (problem,) = caught.value.problems
    entry = store.entries()[-1]
    assert problem.what == f"检查 V1 在读到第{seen}条以后又有更正：第{entry.id}条，王某，{entry.at}"
    assert problem.hint == "重新读取以后再更正"
    assert len(store.history(*VISIT)) == 2

    other = store.append([a("visit", key="V2", county="丙县")], by="吴某", reason="补县名", correct=True, seen=seen)
    assert other.corrected == (("visit", "V2"),)
    both = a("visit", name="乙市某木业公司", county="丙县")
    assert store.append([both], by="吴某", reason="补县名", correct=True, seen=store.position).corrected == (VISIT,)
    assert store.append([both], by="吴某", seen=0).unchanged == 1


def test_a_record_twice_in_one_writing(store: Store) -> None:
    assert store.append([a("visit"), a("visit")], by="周某").added == (VISIT,)
    with pytest.raises(CampaignError, match="检查 V2 写了两次，内容不同"):
        store.append([a("visit", key="V2"), a("visit", key="V2", name="别的厂")], by="周某")


# Withdrawing


def test_a_withdrawn_record_stays_in_the_history(store: Store) -> None:
    store.append([a("visit"), a("finding")], by="周某")
    written = store.withdraw([("finding", "V1/F1")], by="吴某", reason="查错了企业")
    assert written.withdrawn == (("finding", "V1/F1"),)
    assert store.get("finding", "V1/F1") is None
    first, second = store.history("finding", "V1/F1")
    assert (second.version.withdrawn, second.version.record, second.changed) == (True, first.version.record, ("撤回",))
    assert (second.entry.by, second.entry.reason) == ("吴某", "查错了企业")
    assert store.withdraw([("finding", "V1/F1")], by="吴某", reason="再来").entry is None
    assert store.check() == []


def test_what_others_stand_on_is_withdrawn_only_together_with_them(store: Store) -> None:
    store.append(one_of_each(), by="周某")
    with pytest.raises(CampaignError) as caught:
        store.withdraw([VISIT, ("review", "R1")], by="吴某", reason="查错了企业")
    assert {problem.what for problem in caught.value.problems} == {
        *(f"检查 V1 不能撤回：{child} 以它为据" for child in
          ("判断 V1", "问题隐患 V1/F1", "执法文书 V1/D1", "建议立案 V1/S1", "立案 L1", "停产停业停建 V1/T1")),
        "复查 R1 不能撤回：销号 C1 以它为据",
    }  # fmt: skip
    assert store.position == 2
    all_but_the_report = [(record.kind, record.key) for record in one_of_each()[:-1]]
    assert len(store.withdraw(all_but_the_report, by="吴某", reason="查错了企业").withdrawn) == 13


def test_a_withdrawn_parent_cannot_be_referred_to(store: Store) -> None:
    store.append([a("visit")], by="周某")
    store.withdraw([VISIT], by="吴某", reason="查错了企业")
    with pytest.raises(CampaignError) as caught:
        store.append([a("finding"), a("document", visit="V9")], by="周某")
    assert [problem.what for problem in caught.value.problems] == [
        "问题隐患 V1/F1 ：检查 V1 已撤回",
        "执法文书 V1/D1 ：检查 V9 没有记录",
    ]


def test_adding_again_what_was_withdrawn(store: Store) -> None:
    store.append([a("visit")], by="周某")
    store.withdraw([VISIT], by="吴某", reason="查错了企业")
    assert store.append([a("visit")], by="周某").stale == (VISIT,)
    with pytest.raises(CampaignError, match="检查 V1 已有记录，内容不同：已撤回"):
        store.append([a("visit", name="别的厂")], by="周某")
    store.append([a("visit"), a("finding")], by="周某", reason="没有查错", restore=True)
    assert [change.version.withdrawn for change in store.history(*VISIT)] == [False, True, False]
    assert store.get(*VISIT) == a("visit")


def test_a_record_is_not_moved_but_withdrawn_and_recorded_where_it_belongs(store: Store) -> None:
    store.append([a("visit"), a("visit", key="V2"), a("finding")], by="周某")
    with pytest.raises(CampaignError) as caught:
        store.append([a("finding", visit="V2")], by="吴某", reason="记错了企业", correct=True)
    (problem,) = caught.value.problems
    assert str(problem) == "问题隐患 V1/F1 ：检查的编号不能从V1改为V2（撤回这条记录，另记一条）"
    store.withdraw([("finding", "V1/F1")], by="吴某", reason="记错了企业")
    store.append([a("finding", key="V2/F1", visit="V2")], by="吴某")
    with pytest.raises(CampaignError, match="检查 V2 不能撤回：问题隐患 V2/F1 以它为据"):
        store.withdraw([("visit", "V2")], by="吴某", reason="没有去")
    assert store.withdraw([VISIT], by="吴某", reason="没有去").withdrawn == (VISIT,)


@pytest.mark.parametrize(
    ("kind", "key", "says"),
    [
        ("visit", "V9", "没有检查 V9"),
        ("vist", "V1", "没有 vist 这种记录（是否为 visit？）"),
        ("campaign", "campaign", "检查活动不能当作记录写入、撤回（用 revise_campaign 更正）"),
    ],
)
def test_what_cannot_be_withdrawn(store: Store, kind: str, key: str, says: str) -> None:
    store.append([a("visit")], by="周某")
    with pytest.raises(CampaignError) as caught:
        store.withdraw([VISIT, (kind, key)], by="吴某", reason="试")
    assert says in str(caught.value)
    assert store.get(*VISIT) is not None


def test_history_of_what_there_is_not(store: Store) -> None:
    assert store.history("visit", "V9") == []
    assert store.get("visit", "V9") is None
    with pytest.raises(CampaignError, match="没有 vist 这种记录"):
        store.history("vist", "V1")


# The campaign is a record, too


def test_a_revised_campaign_is_a_new_version(store: Store) -> None:
    changed = a_campaign(title="某省执法检查", note="模拟数据")
    assert store.revise_campaign(changed, by="郑某", reason="改名").corrected == (("campaign", "campaign"),)
    assert store.campaign == changed
    assert store.revise_campaign(changed, by="郑某", reason="再来").entry is None
    assert len(store.history("campaign", "campaign")) == 2
    with pytest.raises(CampaignError, match="写明理由"):
        store.revise_campaign(a_campaign(), by="郑某", reason="")
    with pytest.raises(CampaignError, match="用 revise_campaign 更正"):
        store.append([a("visit"), *(version.record for version in store.written_by(1))], by="郑某")


def test_a_campaign_is_not_revised_away_from_under_its_records(store: Store) -> None:
    store.append([*one_of_each(), a("visit", key="V2", group=4, date="2020-11-30")], by="周某")
    phases = campaign_data()["phases"]
    phases[1]["until"] = "2020-11-29"
    shorter = a_campaign(phases=phases, groups=[{"number": n, "city": city, "inspects": CITIES[n % 3]} for n, city in
                                                enumerate(CITIES[:3], 1)])  # fmt: skip
    with pytest.raises(CampaignError) as caught:
        store.revise_campaign(shorter, by="郑某", reason="缩短")
    assert [str(problem) for problem in caught.value.problems] == [
        "检查 V2 ：没有第4组（共3组）",
        "检查 V2 ：检查日期2020-11-30不在第2阶段内（2020-11-10至2020-11-29）",
    ]
    assert store.campaign == a_campaign()


# Positions


def test_an_earlier_position_gives_what_was_known_then(store: Store) -> None:
    day = date(2020, 11, 30)
    store.append([a("visit"), a("finding"), a("fine", stage="decided"), a("filing"), a("suggestion")], by="周某")
    store.append([a("finding", major=False)], by="吴某", reason="不是重大", correct=True)
    store.withdraw([("fine", "X1")], by="吴某", reason="没有决定")
    store.revise_campaign(a_campaign(title="某省执法检查"), by="郑某", reason="改名")
    told = [
        (snapshot.figures.sum("hazards"), snapshot.figures.sum("major"), snapshot.figures.sum("fines_decided"), snapshot.campaign.title)
        for snapshot in (Snapshot(store, day, position) for position in (1, 2, 3, 4, 5))
    ]  # fmt: skip
    assert told == [
        (0, 0, 0, "某省异地督导执法检查"),
        (1, 1, 19000, "某省异地督导执法检查"),
        (1, 0, 19000, "某省异地督导执法检查"),
        (1, 0, 0, "某省异地督导执法检查"),
        (1, 0, 0, "某省执法检查"),
    ]
    assert Snapshot(store, day).view.position == 5
    assert Snapshot(store, date(2020, 11, 11)).figures.sum("hazards") == 0
    for position in (0, 6, -1):
        with pytest.raises(CampaignError, match=f"日志没有第{position}条（1至5）"):
            Snapshot(store, day, position)


def test_a_snapshot_stays_while_others_write(store: Store) -> None:
    store.append([a("visit")], by="周某")
    snapshot = Snapshot(store, date(2020, 11, 30))
    store.append([a("visit", key="V2", name="别的厂")], by="吴某")
    assert snapshot.figures.sum("units") == 1
    assert [one.key for one in snapshot.which("units")] == ["V1"]
    assert Snapshot(store, date(2020, 11, 30)).figures.sum("units") == 2


def test_the_digest_of_a_version_is_of_what_it_says(store: Store) -> None:
    store.append(one_of_each(), by="周某")
    for version in store.written_by(2):
        assert version.digest == digest_of(version.record)
