"""The documents of the inspection and of what follows at once: what they must say by the law of the day, and from what."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from enforce_rules import Manual
from enforce_rules.document import Document, shipped_templates
from tests.conftest import ROOT

KINDS = (
    "inspection-plan",
    "inspection-record",
    "on-site-measures",
    "reinspection",
    "seizure",
    "evidence-preservation",
    "interview-record",
    "transfer",
    "service-receipt",
)
YEARS = ("2020", "2026")
LAW = "《中华人民共和国安全生产法》"
PENALTIES = "《中华人民共和国行政处罚法》"
MEASURES = "《安全生产违法行为行政处罚办法》"
COMPULSION = "《中华人民共和国行政强制法》"
FIRST, SECOND = "钱某（证号：豫某某0001）", "孙某（证号：豫某某0002）"

# What a document of both years says, and what only one of them does.
BOTH: dict[str, tuple[str, ...]] = {
    "inspection-plan": (
        "郑州市某机械加工厂（虚构）", "机械加工", "机加工车间、打磨间、污水池", "查阅资料、现场核查、询问", FIRST, SECOND,
        "吴某（粉尘防爆专家）", "DE-06", "锁气卸灰装置", "审核人（签名）：＿", "审批人（签名）：＿",
    ),
    "inspection-record": (
        "执法人员钱某、孙某，执法证件号码分别为豫某某0001、豫某某0002", "请过目", "应当予以配合，不得拒绝、阻挠", "回避",
        "赵某（厂长）", "周某（安全员）", "1.未记录事故隐患排查治理情况", "有2处消防设施",
        "“以上记录经核对情况属实”", "拒绝签字的，执法人员应当将情况记录在案，并向本机关报告",
        "核对意见：＿", "被检查单位负责人（签名）：＿",
    ),
    "on-site-measures": (
        "干式除尘系统未设置锁气卸灰装置", "重大事故隐患的判定依据", "1.责令从危险区域内撤出作业人员；",
        "2.责令停止使用相关设施、设备。", "经本机关审查同意，方可恢复生产经营和使用", "不是行政处罚", "60日内", "6个月内",
        "不停止执行本决定", "郑州市应急管理局（印章）",
    ),
    "reinspection": (
        "已整改", "已安装星型卸灰阀，现场试运行正常", "污水池入口已设置警示标志",
        "复查人员（签名）：＿＿＿＿＿　" + FIRST, "被复查单位负责人（签名）：＿",
    ),
    "seizure": (
        "当事人：郑州市某机械加工厂（虚构）", "地址：郑州市某区某路1号", "查封清单", "干式除尘器", "脉冲布袋式", "1台", "打磨间外",
        f"{COMPULSION}第二十四条第一款", "查封的期限不得超过30日", "延长期限不得超过30日", "书面告知你单位，并说明理由",
        "妥善保管，不得使用或者损毁", "保管费用由本机关承担", "有权当场陈述和申辩", "批准情况：经本机关负责人李某于",
        "60日内", "当事人拒绝签名的情况（由执法人员注明）：＿",
    ),
    "evidence-preservation": (
        "特种作业人员登记台账可能被改动", "可能灭失或者以后难以取得", "经本机关负责人李某于", "执法支队证据室",
        "不得销毁或者转移证据",
    ),
    "interview-record": (
        "（第1次询问）", "410000000000000001", "男　47岁", "与本案关系", "主要负责人", "请过目", "应当如实回答询问", "回避",
        "有权进行陈述和申辩", "问：你单位有多少从业人员？", "答：有121人，", "逐页签名、捺指印", "记录人（签名）：＿＿＿＿＿　孙某",
    ),
    "transfer": (
        "郑州市某区消防救援大队：", "1.有2处消防设施", "附件：1.现场检查记录复印件1份", "2.照片2张", "案件移送书回执",
        "郑州市某区消防救援大队（印章）", "91410100MA0000001X",
    ),
    "service-receipt": ("《责令限期整改指令书》", "直接送达", "郑州市某区某路1号", FIRST, "拒收的事由和日期", "见证人（签名或者盖章）"),
}  # fmt: skip
ONLY: dict[tuple[str, str], tuple[str, ...]] = {
    ("inspection-plan", "2020"): (f"{LAW}第六十二条", f"{LAW}第六十四条第二款"),
    ("inspection-plan", "2026"): (f"{LAW}第六十五条第一款第（一）项", f"{LAW}第六十七条第二款"),
    ("inspection-record", "2020"): (f"{LAW}第六十三条", f"{LAW}第六十五条的规定，本记录", "第二十四条第二款"),
    ("inspection-record", "2026"): (f"{LAW}第六十六条", f"{LAW}第六十八条的规定，本记录", f"{PENALTIES}第四十三条第二款"),
    ("on-site-measures", "2020"): (
        f"{LAW}第六十二条、{MEASURES}第十四条第一款第（二）项", "一般不超过6个月", f"{LAW}第六十七条第一款",
        "郑州市人民政府或者河南省应急管理厅申请行政复议",
    ),
    ("on-site-measures", "2026"): (
        f"{LAW}第六十五条第一款第（三）项的规定，现决定", f"{LAW}第七十条第一款", "郑州市人民政府申请行政复议",
    ),
    ("reinspection", "2020"): (f"{MEASURES}第十七条第二款", "（郑）应急责改〔2020〕12号", "2020年12月17日"),
    ("reinspection", "2026"): (f"{LAW}第六十五条第一款第（一）项", "（郑）应急责改〔2026〕12号", "2026年6月17日"),
    ("seizure", "2020"): (f"{LAW}第六十二条、{COMPULSION}", f"{MEASURES}第十五条第一款", "自2020年12月1日起至2020年12月30日止"),
    ("seizure", "2026"): (f"{LAW}第六十五条第一款第（四）项、{COMPULSION}", "自2026年6月1日起至"),
    ("evidence-preservation", "2020"): (f"{MEASURES}第二十七条", "登记保存之日起7日内作出处理决定"),
    ("evidence-preservation", "2026"): (f"{PENALTIES}第五十六条、第八十五条", "登记保存之日起7个工作日内作出处理决定"),
    ("interview-record", "2020"): (f"{MEASURES}第二十五条第一款", "第二十四条第二款"),
    ("interview-record", "2026"): (f"{PENALTIES}第五十五条第二款", f"{PENALTIES}第四十三条第二款"),
    ("transfer", "2020"): (f"{LAW}第六十六条的规定，现将",),
    ("transfer", "2026"): (f"{LAW}第六十九条的规定，现将",),
    ("service-receipt", "2020"): (f"{MEASURES}第三十一条第一款第（六）项", "把文书留在受送达人的住所"),
    ("service-receipt", "2026"): (),
}  # fmt: skip
NEVER: dict[tuple[str, str], tuple[str, ...]] = {
    ("inspection-plan", "2020"): ("第六十五条第一款",),
    ("inspection-plan", "2026"): ("第六十四条第二款",),
    ("inspection-record", "2020"): (f"{LAW}第六十八条", "第四十三条第二款"),
    ("inspection-record", "2026"): (f"{LAW}第六十三条", MEASURES),
    ("on-site-measures", "2020"): (f"{LAW}第七十条",),
    ("on-site-measures", "2026"): (f"{LAW}第六十七条", "一般不超过", MEASURES),
    ("reinspection", "2026"): (MEASURES, "第六十二条"),
    ("seizure", "2020"): ("第六十五条",),
    ("seizure", "2026"): (MEASURES, "第六十二条"),
    ("evidence-preservation", "2020"): ("工作日",),
    ("evidence-preservation", "2026"): (MEASURES, "第三十七条"),
    ("interview-record", "2020"): ("第五十五条",),
    ("interview-record", "2026"): (MEASURES, "第三十七条"),
    ("transfer", "2020"): ("第六十九条",),
    ("transfer", "2026"): ("第六十六条",),
    ("service-receipt", "2020"): ("签订确认书",),
    ("service-receipt", "2026"): (MEASURES, "把文书留在", "第六十一条第一款"),
}
FINDINGS = ("inspection-record", "on-site-measures", "reinspection", "seizure", "transfer")


def drafted(manual: Manual, kind: str, year: str) -> Document:
    return manual.document(kind, manual.inspect(ROOT / "examples" / "cases" / f"{year}.yaml"), draft=True)


def words(document: Document) -> str:
    return "\n".join(block.text for block in document.blocks)


def with_details(kind: str, details: dict[str, Any], on: str = "2024-04-02") -> dict[str, Any]:
    """A case with one major hazard and one problem that is another authority's."""
    return {
        "enterprise": {"name": "某厂"},
        "inspection": {"date": on, "authority": "某市应急管理局", "documents": {kind: details}},
        "facts": {
            "dust_explosion_unit": True,
            "dry_collected_dusts": ["木质"],
            "dry_dust_collector": True,
            "airlock": "未设置",
            "fire_facility_defects": 2,
        },
    }


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_document_says_what_it_must_by_the_law_of_its_day(manual: Manual, kind: str, year: str) -> None:
    text = words(drafted(manual, kind, year))
    for told in (*BOTH[kind], *ONLY[kind, year]):
        assert told in text
    for told in NEVER.get((kind, year), ()):
        assert told not in text
    assert "None" not in text


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("kind", KINDS)
def test_findings_and_law_have_sources_in_force(manual: Manual, kind: str, year: str) -> None:
    document = drafted(manual, kind, year)
    assert document.issued is not None
    for block in document.blocks:
        if block.kind in ("finding", "criteria", "duties"):
            # what happened is told of another authority's law too, of which no text was read
            assert block.sources.provisions or kind in ("inspection-record", "transfer")
            assert block.sources.breach in manual.items[block.sources.item].breaches
        if block.kind == "finding":
            assert block.sources.facts
        if re.search("依据《|违反了《", block.text):
            assert block.sources.provisions, block.text
        for cite in block.sources.provisions:
            assert manual.provision(cite).edition.in_force(document.issued), cite
    found = {block.sources.breach for block in document.blocks if block.kind == "finding"}
    assert bool(found) is (kind in FINDINGS)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("on", ["2020-12-01", "2021-08-01", "2024-04-02", "2026-06-01"])
def test_a_draft_with_next_to_nothing_has_blanks(manual: Manual, kind: str, on: str) -> None:
    facts = with_details(kind, {})["facts"]
    document = manual.document(kind, manual.inspect({"facts": facts}, on=date.fromisoformat(on)), draft=True)
    text = words(document)
    assert document.problems
    assert "＿＿" in text
    assert "None" not in text
    assert "草稿" in text


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_typed_in_stays_text(manual: Manual, kind: str) -> None:
    hostile = "<b>&\"某'"
    data = with_details(
        kind,
        {
            "number": hostile, "place": hostile, "method": hostile, "reason": f"{hostile}\n\n第二段。", "opinion": hostile,
            "recorder": hostile, "recipient": hostile, "witness": hostile, "attachments": [hostile],
            "goods": [{"name": hostile, "quantity": hostile, "place": hostile}],
            "questions": [{"question": f"{hostile}\n又问", "answer": hostile}],
            "served": [{"name": hostile}], "person": {"name": hostile},
        },
    )  # fmt: skip
    document = manual.document(kind, manual.inspect(data), draft=True)
    assert "<b>" not in document.html
    told = [block.text for block in document.blocks]
    assert any(hostile in text for text in told)
    if any("第二段" in text for text in told):
        assert "第二段。" in told


@pytest.mark.parametrize("kind", KINDS)
def test_html_holds_no_comments_and_its_template_says_what_it_is(kind: str) -> None:
    text = (shipped_templates() / "documents" / f"{kind}.html.j2").read_text(encoding="utf-8")
    assert text.startswith("{# ")
    assert "<!--" not in text
    assert not re.search("第[一二三四五六七八九十百]+条|[0-9]+(?:日|个工作日|个月)", text)


@pytest.mark.parametrize(
    ("measures", "says", "not_says"),
    [
        (["mend_at_once"], ["责令立即排除上述事故隐患", "第十四条第一款第（一）项"], ["无法保证安全", "一般不超过"]),
        (
            ["withdraw"],
            ["责令从危险区域内撤出作业人员", "第十四条第一款第（二）项", "无法保证安全"],
            ["一般不超过", "停止供电"],
        ),
        (["suspend_production"], ["责令暂时停产停业", "一般不超过6个月", "停止供电"], ["责令停止使用"]),
        (["stop_use"], ["责令停止使用相关设施、设备", "一般不超过6个月"], ["责令暂时停产停业，"]),
        (["suspend_construction"], ["责令暂时停止建设、停止施工", "一般不超过6个月"], []),
        (
            ["withdraw", "mend_at_once"],
            ["1.责令从危险区域内撤出作业人员；", "2.依据", "第十四条第一款第（一）项的规定，责令立即排除"],
            [],
        ),
    ],
)
def test_each_measure_has_its_words_and_its_basis(
    manual: Manual, measures: list[str], says: list[str], not_says: list[str]
) -> None:
    data = with_details("on-site-measures", {"measures": measures})
    text = words(manual.document("on-site-measures", manual.inspect(data), draft=True))
    assert not [told for told in says if told not in text]
    assert not [told for told in not_says if told in text]


@pytest.mark.parametrize(
    ("outcome", "opinion"),
    [
        ("mended", "经复查，上述问题已经全部整改完毕。"),
        ("partly", "经复查，第1项问题部分整改。"),
        ("not_mended", "经复查，第1项问题未整改。"),
        (None, "＿＿＿。"),
    ],
)
def test_the_opinion_follows_from_the_results(manual: Manual, outcome: str | None, opinion: str) -> None:
    results = {"DE-06.airlock_missing": {"outcome": outcome}} if outcome else {}
    document = manual.document(
        "reinspection", manual.inspect(with_details("reinspection", {"results": results})), draft=True
    )
    assert [block.text for block in document.blocks if block.kind == "opinion"] == [opinion]
    assert ("给予行政处罚" in words(document)) is (outcome in ("partly", "not_mended"))


def test_a_record_without_findings_claims_nothing(manual: Manual) -> None:
    inspection = manual.inspect({"enterprise": {"name": "某厂"}, "facts": {}}, on=date(2024, 4, 2))
    document = manual.document("inspection-record", inspection, draft=True)
    assert [block.text.strip("＿") for block in document.blocks if block.kind == "checked"] == [""]


def test_a_transfer_names_the_authority_that_is_told(manual: Manual) -> None:
    data = with_details("transfer", {"recipient": "某市消防救援支队"})
    document = manual.document("transfer", manual.inspect(data), draft=True)
    assert [block.text for block in document.blocks if block.kind == "addressee"] == ["某市消防救援支队："]
    assert [block.sources.item for block in document.blocks if block.kind == "finding"] == ["MR-25"]
