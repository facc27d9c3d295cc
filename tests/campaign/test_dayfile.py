"""A day's file: what a group writes down becomes records; what is wrong is told together, at its place, and nothing is written."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enforce_rules import Manual
from enforce_rules.campaign.dayfile import day_from, read_day
from enforce_rules.campaign.records.kinds import KINDS, Judgement, Suggestion, Visit
from enforce_rules.campaign.records.store import Store
from enforce_rules.errors import CampaignError
from tests.campaign.stores import Files

DAY = """\
group: 1
phase: 2
date: 2020-11-12
visits:
  - key: 1-01
    name: 乙市某家具厂
    code: 91410000XXXX
    industry: 粉尘涉爆
    online: true
    facts:
      enterprise: {name: 乙市某家具厂}
      inspection: {date: 2020-11-12}
      facts:
        dust_explosion_unit: true
        dust_kinds: [木质]
        industries: [木制品加工]
        dry_dust_collector: {value: true, place: 木工车间}
        dry_collected_dusts: [木质]
        airlock: {value: 未设置, place: 木工车间, method: 现场核查, record: 照片3}
    findings:
      - {description: 厂区消防通道堆放木料, major: null, place: 厂区}
    documents:
      - {form: inspection-record}
      - {form: rectification-order, number: （乙）应急责改〔2020〕12号}
    suggestions:
      - acts: [DE-06.airlock_missing]
        authority: 乙市应急管理局
    suspensions:
      - {measure: 停止使用, scope: 木工车间除尘系统}
  - {key: 1-02, name: 乙市某县人民政府, target: government}
filings:
  - {visit: 1-01, suggestion: 1-01/S1, date: 2020-11-16, authority: 乙市应急管理局, number: 乙应急立〔2020〕7号}
fines:
  - {filing: 1-01/S1/L/乙应急立〔2020〕7号/2020-11-16, stage: proposed, date: 2020-11-18, amount: 19000}
  - {filing: 1-01/S1/L/乙应急立〔2020〕7号/2020-11-16, stage: decided, date: 2020-11-25, amount: 18000}
plans:
  - finding: 1-01/DE-06.airlock_missing
    content: |
      加装锁气卸灰装置
      培训
    deadline: 2020-11-25
    responsible: 赵某
supervisions:
  - {finding: 1-01/DE-06.airlock_missing, department: 乙市应急管理局, person: 钱某, listed: true}
reviews:
  - {finding: 1-01/DE-06.airlock_missing, date: 2020-11-18, outcome: rectified, by: 孙某}
notices:
  - {finding: 1-01/DE-06.airlock_missing, medium: 乙市日报}
closings:
  - {finding: 1-01/DE-06.airlock_missing, review: 1-01/DE-06.airlock_missing/R/2020-11-18, date: 2020-11-20, by: 李某}
report:
  reporter: 周某
  reported_at: 2020-11-12T19:30:00
  good_practice: 逐台核对除尘器
"""

KEYS = {
    "visit": ["1-01", "1-02"],
    "judgement": ["1-01"],
    "finding": ["1-01/DE-06.airlock_missing", "1-01/F1"],
    "document": ["1-01/D/inspection-record", "1-01/D/rectification-order/（乙）应急责改〔2020〕12号"],
    "suggestion": ["1-01/S1"],
    "suspension": ["1-01/T/停止使用/2020-11-12"],
    "filing": ["1-01/S1/L/乙应急立〔2020〕7号/2020-11-16"],
    "fine": ["1-01/S1/L/乙应急立〔2020〕7号/2020-11-16/proposed/2020-11-18", "1-01/S1/L/乙应急立〔2020〕7号/2020-11-16/decided/2020-11-25"],
    "plan": ["1-01/DE-06.airlock_missing/P/2020-11-12"],
    "supervision": ["1-01/DE-06.airlock_missing/V/2020-11-12"],
    "review": ["1-01/DE-06.airlock_missing/R/2020-11-18"],
    "notice": ["1-01/DE-06.airlock_missing/N/乙市日报/2020-11-12"],
    "closing": ["1-01/DE-06.airlock_missing/C/2020-11-20"],
    "daily_report": ["1/2020-11-12"],
}  # fmt: skip


def write(folder: Path, text: str, name: str = "01.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def problems(folder: Path, manual: Manual, text: str) -> list[str]:
    """What is wrong with a file, each with line and column."""
    path = write(folder, text)
    with pytest.raises(CampaignError) as caught:
        read_day(path, manual)
    return [str(problem).removeprefix(f"{path}:") for problem in caught.value.problems]


def test_a_day_as_records(manual: Manual, tmp_path: Path) -> None:
    path = write(tmp_path, DAY)
    day = read_day(path, manual)
    found: dict[str, list[str]] = {}
    for record in day.records:
        found.setdefault(record.kind, []).append(record.key)
    assert found == KEYS
    visit, judgement = day.records[:2]
    assert isinstance(visit, Visit)
    assert (visit.group, visit.phase, visit.date.isoformat(), visit.target) == (1, 2, "2020-11-12", "unit")
    assert isinstance(judgement, Judgement)
    assert judgement.facts["facts"]["airlock"] == {
        "value": "未设置", "place": "木工车间", "method": "现场核查", "record": "照片3",
    }  # fmt: skip
    (suggestion,) = (record for record in day.records if isinstance(record, Suggestion))
    assert suggestion.statement == "干式除尘系统未设置锁气卸灰装置（所收集的粉尘：木质）"
    assert (day.source, day.places["visit", "1-02"].line) == (str(path), DAY[: DAY.index("1-02")].count("\n") + 1)


def test_importing_twice_changes_nothing(manual: Manual, store: Store, tmp_path: Path) -> None:
    day, again = (read_day(write(tmp_path, DAY), manual) for _ in range(2))
    assert day == again
    written = store.append(day.records, by="周某", source=day.source, places=day.places)
    assert Counter(kind for kind, _ in written.added) == {kind: len(keys) for kind, keys in KEYS.items()}
    assert set(KEYS) == set(KINDS) - {"campaign"}
    twice = store.append(again.records, by="吴某", source=again.source, places=again.places)
    assert (twice.entry, twice.unchanged) == (None, len(day.records))
    assert store.check() == []


def test_a_mapping_and_json_say_the_same_as_yaml(manual: Manual, tmp_path: Path) -> None:
    data = {
        "group": 1,
        "phase": 2,
        "date": "2020-11-12",
        "visits": [{"key": "1-01", "name": "某厂", "industry": "其他"}],
    }
    records = day_from(data, manual).records
    as_json = read_day(write(tmp_path, json.dumps(data), "01.json"), manual).records
    yaml = "{group: 1, phase: 2, date: 2020-11-12, visits: [{key: 1-01, name: 某厂, industry: 其他}]}"
    assert records == as_json == read_day(write(tmp_path, yaml), manual).records
    own = {**data, "date": Visit.model_validate(records[0].model_dump()).date}
    assert day_from(own, manual).records == records
    assert day_from({"group": 1}, manual).records == []


VISIT = "group: 1\nphase: 2\ndate: 2020-11-12\nvisits:\n  - key: 1-01\n    name: 某厂\n    industry: 其他\n"


@pytest.mark.parametrize(("text", "says"), [
    ("", ["文件内容应为一组键和值（可用：group、phase、date、visits、"]),
    ("- 1", ["1:1: 文件内容应为一组键和值"]),
    ("visit: []", ["1:1 visit: 没有 visit 这个键（是否为 visits？）"]),
    ("visits: {}", ["1:1 visits: visits 应为列表"]),
    ("visits: [3]", ["1:10 visits.0: visits 的每一项应为一组键和值"]),
    ("report: 已报", ["1:9 report: report 应为一组键和值"]),
    ("visits:\n  - {key: 1-01, name: 某厂}", ["2:5 visits.0.date: 缺少 date", "2:5 visits.0.group: 缺少 group", "2:5 visits.0.phase: 缺少 phase"]),
    (VISIT + "    documnets: []", ["8:5 visits.0.documnets: 没有 documnets 这个键（是否为 documents？）"]),
    (VISIT + "    dual_prevention: 合格", ["8:22 visits.0.dual_prevention: 应为 true 或者 false"]),
    (VISIT.replace("date: 2020-11-12", "date: 2020-11-31"), ["应为日期，如 2021-09-01"]),
    (VISIT.replace("industry: 其他", "industry: 家具"), ["7:15 visits.0.industry: 不是可用的值“家具”（可用："]),
    (VISIT.replace("1-01", "1 01"), ["5:10 visits.0.key: 编号应为一行没有空格、至多120个字的文字"]),
    (VISIT + "  - {key: 1-01, name: 别的厂, industry: 其他}", ["8:5 visits.1: 检查 1-01 写了两次，已在"]),
    (VISIT + "    findings: [{description: 堵塞, mayor: true}]",
     ["8:16 visits.0.findings.0.major: 缺少 major", "8:34 visits.0.findings.0.mayor: 没有 mayor 这个键（是否为 major？）"]),
    (VISIT + "    documents: [{form: a}, {form: a}]", ["8:28 visits.0.documents.1: 执法文书 1-01/D/a 写了两次，已在"]),
    (VISIT + "    findings: [{description: , major: , mayor: }]",
     [": 缺少 description", "8:41 visits.0.findings.0.mayor: 没有 mayor 这个键（是否为 major？）"]),
    (VISIT + "    documents: [{}]", ["8:17 visits.0.documents.0.form: 缺少 form"]),
    (VISIT + "    suspensions: [{measure: 停工}]", ["8:29 visits.0.suspensions.0.measure: 不是可用的值“停工”（可用："]),
    (VISIT + "    suggestions: [{acts: [DE-06.airlock_missing]}]", ["8:19 visits.0.suggestions.0.statement: 缺少 statement"]),
    ("fines: [{filing: L1, stage: decided, date: 2020-11-12, amount: 1万}]", ["1:64 fines.0.amount: 应为整数"]),
    ("fines: [{filing: L1, stage: decided, date: 2020-11-12, amount: 0.5}]", ["1:64 fines.0.amount: 应为整数"]),
    ("fines: [{filing: L1, stage: decided, date: 2020-11-12, amount: -1}]", ["1:64 fines.0.amount: 数不在允许的范围内（界限0）"]),
    ("closings: [{finding: F, date: 2020-11-12, by: 李某}]", ["1:12 closings.0.review: 缺少 review"]),
    ("report: {group: 1, date: 2020-11-12, reporter: 周某, reported_at: '2020-11-12T19:30:00+08:00'}",
     ["1:65 report.reported_at: 应为当地时间，不写时区，如 2020-11-12T19:30:00"]),
])  # fmt: skip
def test_files_that_cannot_be_read(manual: Manual, tmp_path: Path, text: str, says: list[str]) -> None:
    found = problems(tmp_path, manual, text)
    assert len(found) == len(says), found
    for line, expected in zip(found, says, strict=True):
        assert expected in line


FACTS = VISIT + "    facts:\n      facts:\n        dry_dust_collector: true\n        dust_explosion_unit: true\n"


@pytest.mark.parametrize(("text", "says"), [
    (VISIT + "    facts: 3", ["8:12", "事实文件应为一组键和值"]),
    (FACTS + "        airlok: 未设置", ["12:9", "没有 airlok 这个事实（是否为 airlock？）"]),
    (FACTS + "        airlock: 坏", ["12:18", "选项表里没有文字“坏”"]),
    (FACTS + "      inspection: {date: 2020-11-13}", ["12:7", "事实的检查日期2020-11-13不是检查的日期2020-11-12"]),
    (FACTS.replace("1-01", "V" * 110) + "        airlock: 未设置\n        dry_collected_dusts: [木质]", ["5:10", "过长（问题隐患的编号由它而来，至多120个字）"]),
    (FACTS + "    suggestions: [{acts: [DE-06.airlock_missing]}]", ["12:27", "没有查到 DE-06.airlock_missing"]),
])  # fmt: skip
def test_facts_that_cannot_be_judged(manual: Manual, tmp_path: Path, text: str, says: list[str]) -> None:
    found = [line for line in problems(tmp_path, manual, text) if "缺少 statement" not in line]
    assert len(found) == 1, found
    assert found[0].startswith(says[0])
    assert says[1] in found[0]


def test_an_act_that_was_not_found_is_told_with_the_nearest(manual: Manual, tmp_path: Path) -> None:
    (found,) = problems(tmp_path, manual, DAY.replace("acts: [DE-06.airlock_missing]", "acts: [DE-06.airlock_mising]\n        statement: 没有装"))  # fmt: skip
    assert "没有查到 DE-06.airlock_mising（是否为 DE-06.airlock_missing？）" in found
    assert found.startswith(f"{DAY[: DAY.index('- acts:')].count(chr(10)) + 1}:16 visits.0.suggestions.0.acts.0: ")


def test_wrong_facts_do_not_make_the_suggestion_wrong_too(manual: Manual, tmp_path: Path) -> None:
    (found,) = problems(tmp_path, manual, DAY.replace("value: 未设置", "value: 没有"))
    assert "选项表里没有文字“没有”" in found


def test_all_problems_at_once_in_their_order(manual: Manual, tmp_path: Path) -> None:
    text = DAY.replace("online: true", "online: 是").replace("airlock:", "airlok:").replace("停止使用,", "停用,")
    text = (
        text.replace("amount: 19000", "amount: 一万")
        .replace("reporter:", "reportr:")
        .replace("major: null", "major: 大")
    )
    found = problems(tmp_path, manual, text)
    assert [line.partition(":")[0] for line in found] == sorted((line.partition(":")[0] for line in found), key=int)
    told = [
        "online",
        "airlok",
        "major",
        "measure",
        "amount",
        "缺少 reporter",
        "没有 reportr 这个键（是否为 reporter？）",
    ]
    assert [any(word in line for line in found) for word in told] == [True] * len(told)
    assert len(found) == len(told), found


# Hostile files


@pytest.mark.parametrize(("text", "says"), [
    ("visits: &a [*a]", "不允许锚点和别名"),
    ("a: &x [1]\nb: [*x, *x]", "不允许锚点和别名"),
    ("visits: !!python/object/apply:os.system [ls]", "不允许标签"),
    ("group: 1\ngroup: 2", "键“group”重复"),
    ("---\ngroup: 1\n---\ngroup: 2", "只能有一个YAML文档"),
    ("visits: " + "[" * 60 + "]" * 60, "嵌套过深"),
    ("# " + "x" * (4 * 1024 * 1024), "文件过大"),
    ("visits: [", "不是可读的YAML"),
    ("group: \x00", "不是可读的YAML"),
    (VISIT.replace("某厂", '"某\\e[31m厂"'), "不能有 U+001B"),
    (VISIT.replace("某厂", '"某\\u202e厂"'), "不能有 U+202E"),
    (VISIT.replace("某厂", "厂" * 201), "过长"),
    (VISIT.replace("key: 1-01", "key: [1]"), "应为文字"),
    (VISIT + "    suggestions: [{acts: [[x], {y: z}], statement: 某}]", "应为文字"),
    (VISIT + "    facts: {facts: {}}\n    suggestions: [{acts: [[x], {y: z}], statement: 某}]", "应为文字"),
    (VISIT + "    documents: [{form: {a: 1}}]", "应为文字"),
    ("fines: [{filing: {a: [1]}, stage: [x], amount: 99999999999999999999999}]", "应为"),
    ("filings: [{visit: \"a\\nb\", date: 2020-11-12, authority: 某局}]", "编号应为"),
])  # fmt: skip
def test_hostile_files_are_refused(manual: Manual, tmp_path: Path, text: str, says: str) -> None:
    assert any(says in line for line in problems(tmp_path, manual, text))


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|'/c calc'!A0",
        "+1",
        "-1",
        "@SUM(A1)",
        "<script>alert(1)</script>",
        "'; DROP TABLE campaign_visit; --",
        "{{ 7*7 }}",
        "%s%n",
        "𠮷🏭",
    ],
)
def test_what_looks_like_a_command_stays_text(manual: Manual, store: Store, text: str) -> None:
    visit = {"key": "1-01", "name": text, "industry": "其他", "findings": [{"description": text, "major": False}]}
    day = day_from({"group": 1, "phase": 2, "date": "2020-11-12", "visits": [visit]}, manual)
    store.append(day.records, by=text, source=text)
    (kept, finding) = (store.get("visit", "1-01"), store.get("finding", "1-01/F1"))
    assert isinstance(kept, Visit)
    assert kept.name == text
    assert [kept, finding] == day.records
    assert store.entries()[-1].by == text


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.sampled_from(["2020-11-12", "V1", "unit", 1, 2]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["key", "date", "facts", "acts", "form", "x"]), inner),
    max_leaves=6,
)  # fmt: skip
SECTIONS = ("group", "phase", "date", "visits", "filings", "fines", "plans", "reviews", "closings", "report")
WITHIN = ("key", "name", "industry", "facts", "findings", "documents", "suggestions", "suspensions")


@settings(max_examples=150)
@given(
    st.dictionaries(st.sampled_from(SECTIONS), JUNK),
    st.dictionaries(st.sampled_from(WITHIN), JUNK | st.lists(st.dictionaries(st.sampled_from(["acts", "form"]), JUNK))),
)
def test_whatever_is_written_gives_records_or_problems(
    manual: Manual, day: dict[str, Any], visit: dict[str, Any]
) -> None:
    with suppress(CampaignError):
        day_from({"group": 1, "phase": 2, "date": "2020-11-12", "visits": [visit], **day}, manual)


# All or nothing


@pytest.mark.parametrize(("change", "says"), [
    (("date: 2020-11-20, by", "date: 2020-11-17, by"), "销号日期2020-11-17早于复查日期2020-11-18"),
    (("authority: 乙市应急管理局, number", "authority: 甲市应急管理局, number"), "立案机关甲市应急管理局是检查组所在市的机关"),
    (("target: government", "target: government, industry: 其他"), "督导政府和部门不写行业"),
    (("notices:\n  - {finding: 1-01/DE-06", "notices:\n  - {finding: 1-09/DE-06"), "问题隐患 1-09/DE-06.airlock_missing 没有记录"),
])  # fmt: skip
def test_a_file_with_one_bad_record_writes_nothing(
    manual: Manual, files: Files, tmp_path: Path, change: tuple[str, str], says: str
) -> None:
    assert DAY.count(change[0]) == 1
    path = write(tmp_path, DAY.replace(*change))
    day = read_day(path, manual)
    with files.store() as store:
        with pytest.raises(CampaignError) as caught:
            store.append(day.records, by="周某", source=day.source, places=day.places)
        (problem,) = caught.value.problems
        line = path.read_text(encoding="utf-8").split(change[1])[0].count("\n") + 1 + change[1].count("\n")
        assert says in problem.what
        assert (problem.place.file, problem.place.line) == (str(path), line)
        assert store.position == 1
        assert all(store.get(*name) is None for name in day.places)
