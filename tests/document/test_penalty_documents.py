"""The documents of a penalty case: what each says in 2020 and in 2026, what it must not say, and when it is refused."""

from __future__ import annotations

import re
from copy import deepcopy
from functools import cache
from typing import Any

import pytest
import yaml

from enforce_rules import DocumentError, Manual
from enforce_rules.document.document import Document
from tests.conftest import ROOT

Data = dict[str, Any]

PERSON = "赵某"
MANAGERS = "MR-06.no_safety_department_or_manager"
SIGNS = "CS-02.confined_space_signs_not_set"
DOUBTS = re.compile(r"本库|没有收录|未取得|没有核对|由人")
"""Words of the library about itself and its sources: for the office, never for a party."""

KINDS: dict[str, str | None] = {
    "case-filing": None,
    "case-report": None,
    "penalty-notice": "unit",
    "hearing-notice": "unit",
    "hearing-invitation": "unit",
    "on-spot-penalty": "unit",
    "penalty-decision-unit": None,
    "penalty-decision-person": None,
    "no-penalty-decision": None,
    "urging-letter": "unit",
}
"""Every kind with a subject where there are several."""

INTERNAL = ("case-filing", "case-report")


@cache
def _read(year: int) -> Data:
    data: Data = yaml.safe_load((ROOT / "examples" / "cases" / f"{year}.yaml").read_text(encoding="utf-8"))
    return data


def case(year: int, changes: dict[str, Any] | None = None) -> Data:
    """The case of a year with other values at some paths (``case.persons.0.name``); None takes away what stands there."""
    data = deepcopy(_read(year))
    for path, value in (changes or {}).items():
        *folders, name = path.split(".")
        place: Any = data
        for folder in folders:
            place = place[int(folder)] if isinstance(place, list) else place.setdefault(folder, {})
        key: Any = int(name) if isinstance(place, list) else name
        if value is not None:
            place[key] = deepcopy(value)
        elif isinstance(place, list):
            del place[key]
        else:
            place.pop(key, None)
    return data


def written(
    manual: Manual, kind: str, year: int, subject: str | None = None, changes: dict[str, Any] | None = None, **how: Any
) -> Document:
    """A document, on law that was not read too unless told otherwise: 行政处罚法(2017) is not held in full."""
    how = {"allow_unverified": True, **how}
    return manual.document(kind, manual.inspect(case(year, changes)), subject=subject or KINDS[kind], **how)


def said(document: Document) -> str:
    """The sentences of a document, one a line."""
    return "\n".join(block.text for block in document.blocks)


def only(kind: str, breach: str) -> dict[str, Any]:
    """A document of that kind, about one breach."""
    return {f"inspection.documents.{kind}": {"number": "（郑）应急〔2020〕1号", "breaches": [breach]}}


SAYS: dict[tuple[str, str | None, int], tuple[str, ...]] = {
    ("case-filing", None, 2020): (
        "郑应急立〔2020〕31号",
        "执法检查发现",
        "主要负责人（赵某）",
        "未记录事故隐患排查治理情况（证据：隐患排查治理台账复印件），涉嫌违反《中华人民共和国安全生产法》第三十八条第一款",
        "《安全生产违法行为行政处罚办法》第二十三条",
        "建议立案调查",
        "承办人：钱某（证号：豫某某0001）",
        "审批人（签名）",
        "2020年12月3日",
    ),
    ("case-filing", None, 2026): ("《中华人民共和国行政处罚法》第五十四条第二款", "2026年6月3日"),
    ("case-report", None, 2020): (
        "当事人：郑州市某机械加工厂（虚构）（生产经营单位）",
        "当事人：主要负责人（赵某）",
        "处理建议：罚款人民币叁万伍仟元整（35000元）。",
        "处理建议：责令停产停业整顿。",
        "处理建议：不予处罚。",
        "罚款幅度：20000元以上50000元以下",
        "须经的程序：应当告知听证权利：拟作出“责令停产停业整顿”",
        "须经的程序：由负责人集体讨论决定",
        "须经的程序：决定前须审核：裁量结果须经审核（《安全生产行政处罚自由裁量适用规则（试行）》第十八条第一款）。",
        "裁量：阶次“一般”；安全生产行政处罚自由裁量适用规则（试行）“一般”：整个法定幅度；由人决定罚款35000元：逾期未改正，涉及多项隐患。",
        "改正情况：经责令限期改正，逾期未改正。",
        "生产经营单位：责令停产停业整顿、罚款人民币捌万贰仟伍佰元整（82500元）。",
        "主要负责人（赵某）：罚款人民币叁万伍仟元整（35000元）。",
        "条文写的是可以罚款，是否罚款由执法机关决定。",
        "建议按下列意见处罚",
        "法制审核人（签名）",
    ),
    ("case-report", None, 2026): (
        "处理建议：罚款人民币柒万伍仟元整（75000元）。",
        "改正情况：经责令限期改正，逾期未改正。",
        "生产经营单位：责令停产停业整顿、罚款人民币壹拾贰万元整（120000元）。",
        "主要负责人（赵某）：罚款人民币柒万伍仟元整（75000元）。",
        "须经的程序：决定前须审核：直接关系重大权益，经过听证程序的（《中华人民共和国行政处罚法》第五十八条第一款第（二）项）。",
        "几个问题依同一规定处罚，作为一个行为",
    ),
    ("hearing-notice", "unit", 2020): (
        "（郑）应急听告〔2020〕5号",
        "该违法行为经责令限期改正，逾期未改正（责令改正的文书：《责令限期整改指令书》（郑）应急责改〔2020〕7号）。",
        "上述行为违反了《中华人民共和国安全生产法》第三十三条第一款、《河南省安全生产条例》第二十七条第（六）项的规定。",
        "（二）从业人员121人，未设置安全生产管理机构，也未配备专职安全生产管理人员（证据：人员花名册复印件）。",
        "上述行为违反了《中华人民共和国安全生产法》第二十一条第二款、《河南省安全生产条例》第十四条第二款的规定。",
        "处罚依据：《中华人民共和国安全生产法》第九十四条第（一）项、《河南省安全生产条例》第五十五条第（一）项，"
        "法定的罚款数额为10000元以上50000元以下。",
        "对该违法行为，拟给予罚款人民币贰万元整（20000元）的行政处罚。",
        "依据《安全生产违法行为行政处罚办法》第五十三条的规定分别裁量、合并处罚，本机关拟对你单位给予责令停产停业整顿、"
        "罚款人民币捌万贰仟伍佰元整（82500元）的行政处罚。",
        "请在收到本告知书之日起3日内向本机关提出陈述、申辩意见",
        "逾期不提出的，视为放弃陈述、申辩的权利",
        "要求听证的，应当在收到本告知书之日起3日内以书面方式向本机关提出",
        "你单位不承担本机关组织听证的费用。",
        "本机关地址：郑州市某区某大街2号",
        "2020年12月14日",
    ),
    ("hearing-notice", "unit", 2026): (
        "（郑）应急听告〔2026〕5号",
        "该违法行为经责令限期改正，逾期未改正（责令改正的文书：《责令限期整改指令书》（郑）应急责改〔2026〕7号）。",
        "《工贸企业粉尘防爆安全规定》第十五条第一款、第二款、第十七条第一款的规定。",
        "请于2026年6月24日前（含当日）向本机关提出陈述、申辩意见",
        "要求听证的，应当在收到本告知书之日起5个工作日内向本机关提出",
        "依据《中华人民共和国行政处罚法》第四十四条的规定",
        "《中华人民共和国行政处罚法》第六十三条第一款规定的听证范围",
        "罚款人民币壹拾贰万元整（120000元）的行政处罚。",
    ),
    ("hearing-notice", PERSON, 2020): (
        "（郑）应急听告〔2020〕6号",
        "该违法行为经责令限期改正，逾期未改正（责令改正的文书：《责令限期整改指令书》（郑）应急责改〔2020〕7号）。",
        "你作为该单位主要负责人，有下列违法行为：",
        "本机关拟对你给予罚款人民币叁万伍仟元整（35000元）的行政处罚。",
        "你有权要求举行听证",
    ),
    ("hearing-notice", PERSON, 2026): (
        "（郑）应急听告〔2026〕6号",
        "请于2026年6月24日前（含当日）向本机关提出陈述、申辩意见",
        "本机关拟对你给予罚款人民币柒万伍仟元整（75000元）的行政处罚。",
    ),
    ("hearing-invitation", "unit", 2020): (
        "2020年12月16日，你单位就本机关拟给予责令停产停业整顿、罚款人民币捌万贰仟伍佰元整（82500元）的行政处罚一案",
        "听证时间：2020年12月25日9时30分",
        "听证地点：郑州市应急管理局听证室",
        "听证主持人：郑某（法规处处长）",
        "听证员：王某",
        "书记员：冯某",
        "举行方式：公开举行",
        "有权申请回避",
        "未按期参加听证并且未事先说明理由的，视为放弃听证权利。",
        "可以延期",
        "你单位不承担本机关组织听证的费用。",
    ),
    ("hearing-invitation", "unit", 2026): (
        "2026年6月18日，你单位就本机关拟给予责令停产停业整顿、罚款人民币壹拾贰万元整（120000元）的行政处罚一案",
        "听证时间：2026年7月10日9时30分",
        "无正当理由拒不出席或者未经许可中途退出听证的，视为放弃听证权利。",
    ),
    ("penalty-decision-unit", None, 2020): (
        "（郑）应急罚〔2020〕31号",
        "被处罚单位：郑州市某机械加工厂（虚构）",
        "统一社会信用代码：91410100MA0000001X",
        "2020年12月3日，本机关立案调查",
        "有2名特种作业人员未经专门的安全作业培训并取得相应资格，上岗作业（部位：焊接工位；证据：照片1、照片2）。",
        "该违法行为经责令限期改正，逾期未改正（责令改正的文书：《责令限期整改指令书》（郑）应急责改〔2020〕7号）。",
        "判定依据：《工贸行业重大生产安全事故隐患判定标准（2017版）》一、（一）第6项。",
        "裁量理由：没有依法从轻、减轻或者从重处罚的情节；考虑到有一名兼职安全生产管理人员，检查后已开始招聘专职人员。",
        "以上事实，有《现场检查记录》、安全检查记录复印件、人员花名册复印件、照片1、照片2、照片4、照片5、"
        "《责令限期整改指令书》（郑）应急责改〔2020〕7号等证据证实。",
        "2020年12月14日，本机关向你单位送达《行政处罚听证告知书》",
        "你单位陈述、申辩称：焊工已送培训，请求从轻处罚。",
        "经复核，本机关对上述意见不予采纳，理由是：送培训在检查以后",
        "2020年12月16日，你单位要求听证。2020年12月25日，本机关依法举行了听证。",
        "你单位在听证中提出的主要意见：焊工无证上岗时间短，没有造成后果，请求减少罚款。",
        "根据听证笔录，本机关认为：违法事实清楚，证据充分，拟处罚的数额在法定幅度以内，听证意见不予采纳。",
        "本案已经法制审核，并由本机关负责人集体讨论决定。",
        "决定对你单位给予责令停产停业整顿、罚款人民币捌万贰仟伍佰元整（82500元）的行政处罚。",
        "上述违法行为尚未改正的，同时责令你单位改正；本机关已经责令限期改正的，按照所责令的期限和要求改正。",
        "责令停产停业整顿的行政处罚，自本决定书送达之日起执行，至2021年1月31日止。",
        "自收到本决定书之日起15日内缴至某银行郑州某支行（户名：郑州市财政局，账号：0000000000000001）",
        "每日按罚款数额的3%加处罚款，加处罚款的数额不超出罚款的数额。",
        "可以自收到之日起60日内向郑州市人民政府或者河南省应急管理厅申请行政复议，"
        "或者自收到之日起6个月内依法向郑州市某区人民法院提起行政诉讼。",
        "不停止执行本决定",
        "申请人民法院强制执行",
        "郑州市应急管理局（印章）",
        "2020年12月30日",
    ),
    ("penalty-decision-unit", None, 2026): (
        "该违法行为经责令限期改正，逾期未改正（责令改正的文书：《责令限期整改指令书》（郑）应急责改〔2026〕7号）。",
        "上述行为违反了《中华人民共和国安全生产法》第三十条第一款、《生产经营单位安全培训规定》第十八条第一款的规定。",
        "上述行为违反了《中华人民共和国安全生产法》第三十五条的规定。",
        "（四）1.干式除尘系统只采取了隔爆措施",
        "2.干式除尘系统未设置锁气卸灰装置",
        "你单位没有在规定的期限内要求听证。",
        "罚款人民币壹拾贰万元整（120000元）的行政处罚。",
        "责令停产停业整顿的行政处罚，自本决定书送达之日起执行，至2026年8月31日止。",
        "也可以通过电子支付系统缴纳",
        "加处罚款的数额在行政复议或者行政诉讼期间不予计算",
        "向郑州市人民政府申请行政复议",
        "本决定将在作出后7个工作日内公开。",
        "2026年7月20日",
    ),
    ("penalty-decision-person", None, 2020): (
        "（郑）应急罚〔2020〕32号",
        "被处罚人：赵某",
        "公民身份号码：410000000000000001",
        "所在单位：郑州市某机械加工厂（虚构）　职务：厂长",
        "住址：郑州市某区某小区1号",
        "你作为该单位主要负责人，有下列违法行为：",
        "该违法行为经责令限期改正，逾期未改正（责令改正的文书：《责令限期整改指令书》（郑）应急责改〔2020〕7号）。",
        "法定的罚款数额为20000元以上50000元以下",
        "裁量理由：没有依法从轻、减轻或者从重处罚的情节；考虑到逾期未改正，涉及多项隐患。",
        "2020年12月14日，本机关向你送达《行政处罚听证告知书》",
        "你没有陈述、申辩。",
        "你没有在规定的期限内要求听证。",
        "依据《中华人民共和国安全生产法》第九十一条第一款的规定，"
        "本机关决定对你给予罚款人民币叁万伍仟元整（35000元）的行政处罚。",
    ),
    ("penalty-decision-person", None, 2026): (
        "2026年6月16日，本机关向你送达《行政处罚听证告知书》",
        "你没有在规定的期限内要求听证。",
        "依据《中华人民共和国安全生产法》第九十四条第一款的规定，"
        "本机关决定对你给予罚款人民币柒万伍仟元整（75000元）的行政处罚。",
    ),
    ("no-penalty-decision", None, 2020): (
        "当事人：郑州市某机械加工厂（虚构）",
        "不予处罚的理由：违法行为轻微并及时改正，没有造成危害后果，不予处罚（《中华人民共和国行政处罚法》第二十七条（条款待核）、"
        "《安全生产违法行为行政处罚办法》第五十六条第四款、《安全生产行政处罚自由裁量适用规则（试行）》第十六条第一款第（二）项）。",
        "本机关决定对你单位的上述行为不予行政处罚。",
        "检查当日补记了当月的隐患排查治理情况，所漏记的隐患均已消除，没有造成危害后果。",
        "申请行政复议",
    ),
    ("no-penalty-decision", None, 2026): (
        "不予处罚（《中华人民共和国行政处罚法》第三十三条第一款）。",
        "依据《中华人民共和国行政处罚法》第三十三条第三款的规定，本机关对你单位进行教育",
    ),
    ("urging-letter", "unit", 2020): (
        "本机关作出的（郑）应急罚〔2020〕31号《行政处罚决定书》已于2020年12月31日送达你单位",
        "你单位在法定期限内没有申请行政复议，也没有提起行政诉讼，又没有履行缴纳罚款的义务。",
        "自收到本催告书之日起10个工作日内履行下列义务",
        "上述款项合计人民币壹拾陆万伍仟元整（165000元），缴至某银行郑州某支行",
        "1.缴纳罚款人民币捌万贰仟伍佰元整（82500元）；",
        "2.缴纳加处罚款人民币捌万贰仟伍佰元整（82500元，自缴纳期限届满的次日起至2021年8月2日计199日）",
        "有权向本机关进行陈述和申辩",
        "账号：0000000000000001",
        "申请人民法院强制执行",
        "2021年8月2日",
    ),
    ("urging-letter", PERSON, 2020): (
        "（郑）应急催〔2021〕3号",
        "本机关作出的（郑）应急罚〔2020〕32号《行政处罚决定书》已于2020年12月31日送达你",
        "1.缴纳罚款人民币叁万伍仟元整（35000元）；",
        "上述款项合计人民币柒万元整（70000元）",
    ),
    ("urging-letter", "unit", 2026): (
        "（郑）应急催〔2027〕2号",
        "1.缴纳罚款人民币壹拾贰万元整（120000元）；",
        "2.缴纳加处罚款人民币壹拾贰万元整（120000元，自缴纳期限届满的次日起至2027年2月10日计189日）",
        "10个工作日内",
    ),
}
"""What a document must say."""

SAYS_NOT: dict[tuple[str, str | None, int], tuple[str, ...]] = {
    ("hearing-notice", "unit", 2020): ("工作日", "决定给予", "条款待核", "严防企业粉尘爆炸五条规定", "裁量阶次"),
    ("hearing-notice", "unit", 2026): (
        "3日内",
        "视为放弃",
        "以书面方式",
        "第五十三条",
        "条款待核",
        "有限空间作业安全规定",
        "裁量阶次",
    ),
    ("hearing-invitation", "unit", 2026): ("延期",),
    ("penalty-decision-unit", None, 2020): (
        "电子支付",
        "不予计算",
        "公开",
        "拟给予",
        "没有在规定的期限内要求听证",
        "《行政处罚告知书》",
    ),
    ("penalty-decision-unit", None, 2026): ("应急管理厅", "拟给予", "举行了听证", "《行政处罚告知书》"),
    ("penalty-decision-person", None, 2020): ("你单位", "停产停业", "公开", "举行了听证"),
    ("penalty-decision-person", None, 2026): ("你单位", "停产停业", "本决定将在"),
    ("no-penalty-decision", None, 2020): ("罚款", "不停止执行", "进行教育", "责令你单位改正"),
    ("no-penalty-decision", None, 2026): ("罚款", "不停止执行", "责令你单位改正", "条款待核"),
}
"""What a document must not say."""

HEARD = {
    "requested": True,
    "requested_on": "2026-06-18",
    "notified": "2026-06-24",
    "held": "2026-07-09",
    "opinion": "处罚过重。\n已经整改。",
    "conclusion": "事实清楚，维持拟作出的处罚。",
}
ASKED: dict[tuple[str, int], dict[str, Any]] = {("hearing-invitation", 2026): {"case.procedure.hearing": HEARD}}
"""What must have happened in the case before a document can be made: in 2026 the unit did not ask for a hearing."""


@pytest.mark.parametrize(("kind", "subject", "year"), SAYS, ids=lambda value: str(value))
def test_what_a_document_says(manual: Manual, kind: str, subject: str | None, year: int) -> None:
    text = said(written(manual, kind, year, subject, ASKED.get((kind, year))))
    missing = [words for words in SAYS[kind, subject, year] if words not in text]
    assert not missing, text
    assert not [words for words in SAYS_NOT.get((kind, subject, year), ()) if words in text], text


@pytest.mark.parametrize("year", [2020, 2026])
@pytest.mark.parametrize("kind", KINDS)
class TestEveryKind:
    def test_every_finding_duty_order_and_sanction_has_its_sources(self, manual: Manual, kind: str, year: int) -> None:
        document = written(manual, kind, year, draft=True)
        breaches = {(item, name) for item in manual.items for name in manual.items[item].breaches}
        for block in document.blocks:
            if block.kind in ("finding", "duties", "criteria", "basis", "weight", "sanction", "order", "relief"):
                assert block.sources.provisions, block
            if block.kind in ("finding", "duties", "sanction"):
                items, names = block.sources.item.split(), block.sources.breach.split()
                assert items, block
                assert set(names) <= {name for item, name in breaches if item in items}
            if block.kind == "finding":
                assert block.sources.facts, block
            for cite in block.sources.provisions:
                assert manual.provision(cite)

    def test_nothing_missing_is_printed(self, manual: Manual, kind: str, year: int) -> None:
        bare = {"enterprise": None, "office": None, "case.persons": [{"party": "principal", "name": PERSON}]}
        steps = {f"case.{name}": None for name in ("procedure", "filed", "origin", "number")}
        subject = KINDS[kind]
        details = {f"inspection.documents.{kind}": None}
        for changes in ({}, bare | steps | details):
            text = said(written(manual, kind, year, subject, changes, draft=True))
            assert not re.search(r"None|\{\{|\[\]|。。|，，|；。", text), text
        assert "＿＿" in text

    def test_the_office_keeps_its_doubts_to_itself(self, manual: Manual, kind: str, year: int) -> None:
        document = written(manual, kind, year, draft=True)
        if kind in INTERNAL:
            return
        text = said(document)
        assert not DOUBTS.search(text), text
        assert document.context is not None
        assert document.context.decision is not None
        for act in document.context.decision.acts:
            assert not [reason for reason in (*act.review, *act.needs) if reason in text]


STEPS = {
    "notified": "没有送达行政处罚告知书的日期",
    "notified_fine": "没有写明告知的罚款数额",
    "notified_other": "没有写明已经告知“责令停产停业整顿”",
    "statement": "没有写明当事人是否陈述、申辩",
    "hearing_offered": "没有告知听证权利",
    "hearing": "没有写明当事人是否要求听证",
    "legal_review": "没有法制审核",
    "discussion": "没有负责人集体讨论",
    "approved": "没有行政机关负责人审批",
}
FILED = "没有写明立案日期"
OF = {"penalty-decision-unit": "case.procedure", "penalty-decision-person": "case.persons.0.procedure"}
"""Where the procedure towards the one who is punished is told."""
NOT_ASKED = {
    ("penalty-decision-person", 2020, "notified_other"): "nothing but a fine is imposed on the person",
    ("penalty-decision-person", 2026, "notified_other"): "nothing but a fine is imposed on the person",
    (
        "penalty-decision-person",
        2020,
        "discussion",
    ): "安全生产违法行为行政处罚办法(2015)第二十九条第三款: 35000 are below 50000",
    ("penalty-decision-unit", 2026, "legal_review"): "行政处罚法(2021)第五十八条第一款第（二）项: no hearing was held",
    (
        "penalty-decision-person",
        2026,
        "legal_review",
    ): "行政处罚法(2021)第五十八条第一款第（二）项: no hearing was held",
}
"""Steps that the law does not ask for, and why."""


@pytest.mark.parametrize("year", [2020, 2026])
@pytest.mark.parametrize("step", [*STEPS, "filed"])
@pytest.mark.parametrize("kind", OF)
def test_no_decision_without_its_procedure(manual: Manual, kind: str, step: str, year: int) -> None:
    path, what = ("case.filed", FILED) if step == "filed" else (f"{OF[kind]}.{step}", STEPS[step])
    if (kind, year, step) in NOT_ASKED:
        assert not written(manual, kind, year, changes={path: None}).problems
        return
    with pytest.raises(DocumentError, match=what) as caught:
        written(manual, kind, year, changes={path: None})
    assert [problem.place.path for problem in caught.value.problems] == [path]
    draft = written(manual, kind, year, changes={path: None}, draft=True)
    assert draft.problems == caught.value.problems
    assert "草稿" in said(draft)


def test_after_a_hearing_the_case_is_reviewed(manual: Manual) -> None:
    changes = {"case.procedure.hearing": HEARD}
    assert not written(manual, "penalty-decision-unit", 2026, changes=changes).problems
    with pytest.raises(DocumentError, match="没有法制审核，而决定前须审核：直接关系重大权益，经过听证程序的"):
        written(manual, "penalty-decision-unit", 2026, changes=changes | {"case.procedure.legal_review": None})


@pytest.mark.parametrize("year", [2020, 2026])
@pytest.mark.parametrize("kind", OF)
def test_all_that_is_missing_is_listed(manual: Manual, kind: str, year: int) -> None:
    with pytest.raises(DocumentError) as caught:
        written(manual, kind, year, changes={OF[kind]: {}, "case.filed": None})
    told = [problem.what for problem in caught.value.problems]
    unknown = {"hearing", "legal_review"} if year == 2026 else {"hearing"}
    due = [STEPS[step] for step in STEPS if step not in unknown and (kind, year, step) not in NOT_ASKED]
    if year == 2026:  # as long as nobody says that no hearing was asked for
        due.append(STEPS["legal_review"])
    assert len(told) == len(due) + 1
    for step in (*due, FILED):
        assert any(step in what for what in told), step


@pytest.mark.parametrize("year", [2020, 2026])
def test_what_was_done_towards_the_unit_says_nothing_of_the_person(manual: Manual, year: int) -> None:
    changes = {"case.persons.0.procedure": None}
    with pytest.raises(DocumentError, match="没有写明对赵某的告知、陈述申辩等程序") as caught:
        written(manual, "penalty-decision-person", year, changes=changes)
    told = [problem.place.path for problem in caught.value.problems]
    assert told[0] == "case.persons.0.procedure"
    assert all(path.startswith("case.persons.0.procedure") for path in told)
    assert not written(manual, "penalty-decision-unit", year, changes=changes).problems


MEASURES_2026 = "作出处罚决定的程序：2026年2月1日起适用应急管理部令第18号，文本未取得，待核"
UNREAD: dict[tuple[str, int], str] = {
    ("penalty-decision-unit", 2020): (
        "没有核对原文，不能写入送达的文书：行政处罚法(2017)第三十八条、行政处罚法(2017)第四十六条、行政处罚法(2017)第五十二条"
    ),
    ("penalty-decision-person", 2020): (
        "没有核对原文，不能写入送达的文书：行政处罚法(2017)第三十八条、行政处罚法(2017)第四十六条、行政处罚法(2017)第五十二条"
    ),
    ("no-penalty-decision", 2020): "没有核对原文，不能写入送达的文书：行政处罚法(2017)第二十七条",
    (
        "on-spot-penalty",
        2020,
    ): "没有核对原文，不能写入送达的文书：行政处罚法(2017)第四十六条、行政处罚法(2017)第五十二条",
    ("penalty-decision-unit", 2026): MEASURES_2026,
    ("penalty-decision-person", 2026): MEASURES_2026,
    ("no-penalty-decision", 2026): MEASURES_2026,
    ("on-spot-penalty", 2026): MEASURES_2026,
}
"""What a decision rests on of law whose text was not read, where nothing else carries it."""


@pytest.mark.parametrize(("kind", "year"), UNREAD, ids=str)
def test_no_decision_on_law_that_was_not_read(manual: Manual, kind: str, year: int) -> None:
    day, most = ("2020-12-01", 1_000) if year == 2020 else ("2026-06-01", 3_000)
    changes = on_the_spot(day, most) if kind == "on-spot-penalty" else None
    assert not written(manual, kind, year, changes=changes).problems
    with pytest.raises(DocumentError) as caught:
        written(manual, kind, year, changes=changes, allow_unverified=False)
    assert [problem.what for problem in caught.value.problems] == [UNREAD[kind, year]]


@pytest.mark.parametrize("subject", ["unit", PERSON])
@pytest.mark.parametrize("year", [2020, 2026])
@pytest.mark.parametrize("kind", ["hearing-notice", "urging-letter"])
def test_what_rests_on_law_that_was_read_needs_no_leave(manual: Manual, kind: str, year: int, subject: str) -> None:
    document = written(manual, kind, year, subject, allow_unverified=False)
    assert "条款待核" not in said(document)


def test_what_was_not_read_is_left_out_beside_what_was(manual: Manual) -> None:
    for year, cite, title in (
        (2020, "严防企业粉尘爆炸五条规定(2014)", "《严防企业粉尘爆炸五条规定》"),
        (2026, "工贸企业有限空间作业安全规定(2023)第十一条", "《工贸企业有限空间作业安全规定》"),
    ):
        notice = written(manual, "hearing-notice", year)
        assert title not in said(notice)
        assert [note for note in notice.notes if "没有写入" in note and cite in note]


def test_what_was_not_read_is_marked(manual: Manual) -> None:
    kind, space = "penalty-decision-unit", "CS-01.spaces_not_identified"
    decisions = [*case(2026)["case"]["decisions"], {"breach": space, "fine": 20_000, "reason": "一处没有辨识"}]
    changes = {
        "facts.confined_spaces_unidentified": 1,
        "case.decisions": decisions,
        "case.procedure.notified_fine": 140_000,
    }
    with pytest.raises(
        DocumentError,
        match=re.escape(
            "没有核对原文，不能写入送达的文书：工贸企业有限空间作业安全规定(2023)第六条、"
            "工贸企业有限空间作业安全规定(2023)第二十一条第（二）项"
        ),
    ):
        written(manual, kind, 2026, changes=changes, allow_unverified=False)
    allowed = said(written(manual, kind, 2026, changes=changes))
    assert "《工贸企业有限空间作业安全规定》第二十一条第（二）项（条款待核）" in allowed


SUGGESTED: dict[tuple[str, int], tuple[str, ...]] = {
    ("penalty-decision-unit", 2020): (
        "MR-06.no_safety_department_or_manager的罚款数额没有由人决定（建议30000元）",
        "MR-13.special_operator_uncertified的罚款数额没有由人决定（建议25000元）",
        "DE-06.airlock_missing的罚款数额没有由人决定（建议27500元）",
        "CS-02.confined_space_signs_not_set的罚款数额没有由人决定（建议25000元）",
    ),
    ("penalty-decision-person", 2020): ("MR-05.principal_supervision_missing的罚款数额没有由人决定（建议35000元）",),
    ("penalty-decision-person", 2026): ("MR-05.principal_supervision_missing的罚款数额没有由人决定（建议75000元）",),
}


@pytest.mark.parametrize(("kind", "year"), SUGGESTED, ids=str)
def test_no_decision_while_a_person_has_not_decided_each_fine(manual: Manual, kind: str, year: int) -> None:
    changes = {"case.decisions": None, f"{OF[kind]}.notified_fine": 1_000_000}
    with pytest.raises(DocumentError) as caught:
        written(manual, kind, year, changes=changes)
    assert tuple(problem.what for problem in caught.value.problems) == SUGGESTED[kind, year]
    assert {problem.place.path for problem in caught.value.problems} == {"case.decisions"}


def test_an_open_weight_is_not_made_up(manual: Manual) -> None:
    kind, changes = "penalty-decision-person", {"case.circumstances": None}
    weight = "裁量理由：考虑到逾期未改正，涉及多项隐患。"
    decided = written(manual, kind, 2020, changes=changes)
    assert [block.text for block in decided.blocks if block.kind == "weight"] == [weight]
    with pytest.raises(DocumentError, match=r"的罚款数额没有由人决定（待定（.+））"):
        written(manual, kind, 2020, changes=changes | {"case.decisions": None})
    draft = said(written(manual, kind, 2020, changes=changes | {"case.decisions": None}, draft=True))
    assert "没有依法从轻" not in draft
    assert "待定" not in draft


@pytest.mark.parametrize(
    ("circumstances", "weight"),
    [
        ([], "裁量理由：没有依法从轻、减轻或者从重处罚的情节；考虑到逾期未改正，涉及多项隐患。"),
        (
            ["harm_removed_or_reduced"],
            "裁量理由：主动消除或者减轻违法行为危害后果，应当从轻或者减轻处罚"
            "（《中华人民共和国行政处罚法》第三十二条第（一）项）；考虑到逾期未改正，涉及多项隐患。",
        ),
    ],
)
def test_the_weight_has_its_reasons(manual: Manual, circumstances: list[str], weight: str) -> None:
    changes = {"case.circumstances": circumstances}
    document = written(manual, "penalty-decision-person", 2026, changes=changes)
    assert [block.text for block in document.blocks if block.kind == "weight"] == [weight]


def test_a_hearing_that_was_held(manual: Manual) -> None:
    text = said(written(manual, "penalty-decision-unit", 2026, changes={"case.procedure.hearing": HEARD}))
    assert "2026年6月18日，你单位要求听证。2026年7月9日，本机关依法举行了听证。" in text
    assert "你单位在听证中提出的主要意见：处罚过重。\n已经整改。" in text
    assert "根据听证笔录，本机关认为：事实清楚，维持拟作出的处罚。" in text
    assert "没有在规定的期限内要求听证" not in text


def test_no_statement_was_made(manual: Manual) -> None:
    text = said(written(manual, "penalty-decision-unit", 2026, changes={"case.procedure.statement": {"made": False}}))
    assert "你单位没有陈述、申辩。" in text
    assert "经复核" not in text


@pytest.mark.parametrize("year", [2020, 2026])
def test_where_no_hearing_was_due_none_is_mentioned(manual: Manual, year: int) -> None:
    told = {"case.procedure.hearing_offered": None, "case.procedure.hearing": None}
    decided = written(manual, "penalty-decision-unit", year, changes=only("penalty-decision-unit", MANAGERS) | told)
    assert "听证" not in said(decided)
    assert "送达《行政处罚告知书》" in said(decided)
    assert "本机关决定对你单位给予罚款人民币贰万元整（20000元）的行政处罚。" in said(decided)
    assert "分别裁量" not in said(decided)
    details = only("penalty-notice", MANAGERS)
    details["inspection.documents.penalty-notice"]["until"] = f"{year}-12-18"
    notice = said(written(manual, "penalty-notice", year, changes=details))
    assert "听证" not in notice
    assert "本机关拟对你单位给予罚款人民币贰万元整（20000元）的行政处罚。" in notice


def test_the_right_notice(manual: Manual) -> None:
    with pytest.raises(DocumentError, match="应当告知听证权利"):
        written(manual, "penalty-notice", 2020)
    with pytest.raises(DocumentError, match="不符合听证条件"):
        written(manual, "hearing-notice", 2020, changes=only("hearing-notice", MANAGERS))


def on_the_spot(day: str, fine: int) -> dict[str, Any]:
    """The missing signs, punished on the spot."""
    return {
        "inspection.date": day,
        "inspection.documents": {
            "on-spot-penalty": {"number": "（郑）应急当罚〔2024〕1号", "place": "污水池", "breaches": [SIGNS]}
        },
        "case.decided": day,
        "case.decisions": [{"breach": SIGNS, "fine": fine, "reason": "当场设置了标志"}],
        "case.acts": None,
    }


ON_THE_SPOT: dict[str, tuple[int, tuple[str, ...], tuple[str, ...]]] = {
    "2020-12-01": (
        1_000,
        ("罚款数额在1000元以内", "罚款人民币壹仟元整（1000元）", "60日内向郑州市人民政府申请行政复议，或者"),
        ("先向", "电子支付"),
    ),
    "2023-12-31": (3_000, ("罚款数额在3000元以内", "6个月内依法向郑州市某区人民法院提起行政诉讼"), ("先向",)),
    "2024-01-01": (
        3_000,
        (
            "罚款数额在3000元以内，依据《中华人民共和国行政处罚法》第五十一条的规定，当场作出本决定。",
            "罚款人民币叁仟元整（3000元）",
            "应当自收到之日起60日内先向郑州市人民政府申请行政复议，可以通过本机关提交行政复议申请",
            "自收到行政复议决定书之日起15日内依法向郑州市某区人民法院提起行政诉讼",
            "执法人员已经当场出示执法证件",
            "在污水池检查",
        ),
        ("6个月",),
    ),
}
"""By the day: the highest fine of a unit, what the decision says and what not. Review comes first since 2024-01-01."""


@pytest.mark.parametrize("day", ON_THE_SPOT)
def test_on_the_spot(manual: Manual, day: str) -> None:
    most, words, absent = ON_THE_SPOT[day]
    text = said(written(manual, "on-spot-penalty", 2026, changes=on_the_spot(day, most)))
    assert not [one for one in words if one not in text], text
    assert not [one for one in absent if one in text], text
    with pytest.raises(DocumentError, match="超过当场处罚的限额"):
        written(manual, "on-spot-penalty", 2026, changes=on_the_spot(day, most + 1))


def test_what_may_not_be_decided_on_the_spot(manual: Manual) -> None:
    with pytest.raises(DocumentError, match="责令停产停业整顿不能当场决定"):
        written(manual, "on-spot-penalty", 2026)


def test_part_was_paid(manual: Manual) -> None:
    text = said(written(manual, "urging-letter", 2026, changes={"case.procedure.paid": 20_000}))
    assert (
        "又没有全部履行缴纳罚款的义务，已经缴纳人民币贰万元整（20000元），尚欠罚款人民币壹拾万元整（100000元）。"
        in text
    )
    assert "1.缴纳罚款人民币壹拾万元整（100000元）；" in text
    assert "2.缴纳加处罚款人民币壹拾万元整（100000元，" in text
    assert "上述款项合计人民币贰拾万元整（200000元）" in text


def test_unit_and_person_have_documents_of_their_own(manual: Manual) -> None:
    with pytest.raises(DocumentError, match="要分别制作"):
        manual.document("hearing-notice", manual.inspect(case(2020)))
    with pytest.raises(DocumentError, match="不能写给"):
        written(manual, "penalty-decision-unit", 2020, PERSON)
