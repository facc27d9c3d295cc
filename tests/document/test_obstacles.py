"""What keeps a document from being issued: each check on its own, and where the facts file would mend it.

Every line of the tables changes one thing in an example case that has no problems, and names the problems that follow from it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, NamedTuple

import pytest

from enforce_rules import DocumentError, FactsError, Manual
from enforce_rules.penalty import Penalties, Proposal
from tests.document.test_penalty_documents import ASKED, KINDS, MANAGERS, PERSON, SIGNS, case, on_the_spot, only, said

UNIT, OF_PERSON = "penalty-decision-unit", "penalty-decision-person"
SPARED, SPOT, NOTICE, INVITATION, URGING = (
    "no-penalty-decision", "on-spot-penalty", "hearing-notice", "hearing-invitation", "urging-letter",
)  # fmt: skip
OURS, HIS = "case.procedure", "case.persons.0.procedure"
PAPER = "inspection.documents"
UNREAD_2026 = "2026年2月1日起适用应急管理部令第18号，文本未取得，待核"

Changes = dict[str, Any]


class Line(NamedTuple):
    """A kind of document of the case of a year, what is changed in the case, and what then stands against the document."""

    kind: str
    year: int
    changes: Changes
    problems: list[tuple[str, str]]
    """Each as its place in the facts file, and what is wrong."""


def told(
    manual: Manual,
    kind: str,
    year: int,
    changes: Changes | None = None,
    subject: str | None = None,
    allow_unverified: bool = True,
    penalties: Penalties | None = None,
) -> list[tuple[str, str]]:
    """What stands against a document; a draft says the same."""
    changes = {**ASKED.get((kind, year), {}), **(changes or {})}
    inspection = manual.inspect(case(year, changes))
    how: dict[str, Any] = {
        "subject": subject or KINDS.get(kind), "allow_unverified": allow_unverified, "penalties": penalties,
    }  # fmt: skip
    draft = manual.document(kind, inspection, draft=True, **how)
    found = [(problem.place.path, problem.what) for problem in draft.problems]
    if not found:
        assert not manual.document(kind, inspection, **how).problems
        return []
    with pytest.raises(DocumentError) as caught:
        manual.document(kind, inspection, **how)
    assert caught.value.problems == draft.problems
    return found


def one(kind: str, year: int, path: str, value: Any, what: str, at: str | None = None) -> Line:
    """A line in which one value is changed and one problem follows, at the place of the value unless said otherwise."""
    return Line(kind, year, {path: value}, [(path if at is None else at, what)])


def fine(kind: str, year: int, path: str, value: Any) -> Line:
    """A line in which one value is changed and nothing follows."""
    return Line(kind, year, {path: value}, [])


def without_records(year: int) -> Changes:
    """The facts without what proves them."""
    facts = case(year)["facts"]
    return {
        name: {key: told for key, told in fact.items() if key != "record"} if isinstance(fact, dict) else fact
        for name, fact in facts.items()
    }


def without_decision(year: int, breach: str) -> list[Changes]:
    """The decisions of the case but for one."""
    return [decision for decision in case(year)["case"]["decisions"] if decision["breach"] != breach]


LAW_OF_HEARING_2020 = "行政处罚法(2017)第四十二条、安全生产违法行为行政处罚办法(2015)第三十五条第一款"
REQUEST_2020 = "行政处罚法(2017)第四十二条、安全生产违法行为行政处罚办法(2015)第三十四条"
STATEMENT_2020 = "安全生产违法行为行政处罚办法(2015)第十八条"
SEIZING_2020 = "行政强制法(2011)第二十五条第一款、安全生产违法行为行政处罚办法(2015)第十五条第一款"

LINES: dict[str, Line] = {
    # What a document needs because of what it says
    "number": one(UNIT, 2020, f"{PAPER}.{UNIT}.number", None, "缺少文号"),
    "until when production stops": one(UNIT, 2020, f"{PAPER}.{UNIT}.until", None, "缺少期限的最后一日"),
    "until before the decision": one(
        UNIT, 2020, f"{PAPER}.{UNIT}.until", "2020-12-29", "期限的最后一日2020年12月29日早于文书日期2020年12月30日"
    ),
    "until the day of the decision": fine(UNIT, 2020, f"{PAPER}.{UNIT}.until", "2020-12-30"),
    "nothing stops where nobody is closed": fine(OF_PERSON, 2020, f"{PAPER}.{OF_PERSON}.until", None),
    "evidence against the unit": one(UNIT, 2020, "facts", without_records(2020), "缺少证据"),
    "evidence against the person": one(OF_PERSON, 2026, "facts", without_records(2026), "缺少证据"),
    "bank": one(UNIT, 2020, "office.bank", None, "缺少罚款缴至的银行"),
    "account name": one(UNIT, 2026, "office.account_name", None, "缺少户名"),
    "account": one(OF_PERSON, 2026, "office.account", None, "缺少账号"),
    "where to pay what was urged": one(URGING, 2020, "office.bank", None, "缺少罚款缴至的银行"),
    "no bank where nothing is paid": fine(SPARED, 2020, "office.bank", None),
    "code of the unit": one(UNIT, 2020, "enterprise.credit_code", None, "缺少统一社会信用代码"),
    "code of the unit that is spared": one(SPARED, 2026, "enterprise.credit_code", None, "缺少统一社会信用代码"),
    "identity of the person": one(OF_PERSON, 2020, "case.persons.0.id_number", None, "缺少公民身份号码"),
    "why no penalty": one(SPARED, 2020, f"{PAPER}.{SPARED}.reason", None, "缺少事由、理由"),
    "until when the notice may be answered": one(NOTICE, 2026, f"{PAPER}.{NOTICE}.until", None, "缺少期限的最后一日"),
    "that day, where the law sets a period": fine(NOTICE, 2020, f"{PAPER}.{NOTICE}.until", None),
    "that day is past": one(
        NOTICE, 2026, f"{PAPER}.{NOTICE}.until", "2026-06-15", "期限的最后一日2026年6月15日早于文书日期2026年6月16日"
    ),
    "number of the decision that was served": one(URGING, 2020, f"{OURS}.decision_number", None, "缺少处罚决定书文号"),
    "day the decision was served": one(URGING, 2020, f"{OURS}.decision_served", None, "缺少处罚决定书送达日期"),
    # Everything is dated in order
    "decided another day": one(
        UNIT, 2020, f"{PAPER}.{UNIT}.date", "2020-12-29", "文书日期2020-12-29不是作出决定的日期2020-12-30"
    ),
    "told before it was filed": one(
        UNIT, 2020, "case.filed", "2020-12-15", "立案的日期2020年12月15日晚于告知的日期2020年12月14日"
    ),
    "told the day it was filed": fine(UNIT, 2020, "case.filed", "2020-12-14"),
    "hearing asked for before it was offered": one(
        UNIT, 2020, f"{OURS}.notified", "2020-12-17", "告知的日期2020年12月17日晚于听证申请的日期2020年12月16日"
    ),
    "hearing asked for the day it was offered": fine(UNIT, 2020, f"{OURS}.notified", "2020-12-16"),
    "hearing asked for after it was held": one(
        UNIT, 2020, f"{OURS}.hearing.requested_on", "2020-12-26",
        "听证申请的日期2020年12月26日晚于听证的日期2020年12月25日",
    ),
    "reviewed before the hearing": one(
        UNIT, 2020, f"{OURS}.hearing.held", "2020-12-27", "听证的日期2020年12月27日晚于审核的日期2020年12月26日"
    ),
    "reviewed the day of the hearing": fine(UNIT, 2020, f"{OURS}.hearing.held", "2020-12-26"),
    "approved before the review": one(
        UNIT, 2020, f"{OURS}.legal_review.date", "2020-12-30", "审核的日期2020年12月30日晚于负责人审批的日期2020年12月29日"
    ),
    "approved the day of the review": fine(UNIT, 2020, f"{OURS}.legal_review.date", "2020-12-29"),
    "approved before the discussion": one(
        UNIT, 2020, f"{OURS}.discussion.date", "2020-12-30", "集体讨论的日期2020年12月30日晚于负责人审批的日期2020年12月29日"
    ),
    "approved the day of the discussion": fine(UNIT, 2020, f"{OURS}.discussion.date", "2020-12-29"),
    "decided before it was approved": one(
        UNIT, 2020, f"{OURS}.approved.date", "2020-12-31", "负责人审批的日期2020年12月31日晚于作出决定的日期2020年12月30日"
    ),
    "decided the day it was approved": fine(UNIT, 2020, f"{OURS}.approved.date", "2020-12-30"),
    "the person approved too late": one(
        OF_PERSON, 2020, f"{HIS}.approved.date", "2020-12-31",
        "负责人审批的日期2020年12月31日晚于作出决定的日期2020年12月30日",
    ),
    "spared before it was approved": one(
        SPARED, 2020, f"{OURS}.approved.date", "2020-12-31", "负责人审批的日期2020年12月31日晚于作出决定的日期2020年12月30日"
    ),
    # Told, heard and answered
    "statement without its words": one(UNIT, 2020, f"{OURS}.statement.opinion", None, "没有写明陈述、申辩的意见"),
    "statement neither adopted nor not": one(
        UNIT, 2020, f"{OURS}.statement.adopted", None, "没有写明陈述、申辩是否采纳和理由"
    ),
    "statement without an answer": one(
        UNIT, 2026, f"{OURS}.statement.answer", None, "没有写明陈述、申辩是否采纳和理由", f"{OURS}.statement.adopted"
    ),
    "no statement, and no time left to make one": fine(UNIT, 2020, f"{OURS}.statement", {"made": False}),
    "fined more than told": one(
        UNIT, 2020, f"{OURS}.notified_fine", 82_499, "决定罚款82500元，多于告知的82499元"
    ),
    "fined as told": fine(UNIT, 2020, f"{OURS}.notified_fine", 82_500),
    "fined less than told": fine(UNIT, 2020, f"{OURS}.notified_fine", 82_501),
    "the person fined more than told": one(
        OF_PERSON, 2020, f"{HIS}.notified_fine", 34_999, "决定罚款35000元，多于告知的34999元"
    ),
    "the person fined as told": fine(OF_PERSON, 2020, f"{HIS}.notified_fine", 35_000),
    "what the person was told does not count for the unit": fine(UNIT, 2020, f"{HIS}.notified_fine", 1),
    "not told that production stops": one(
        UNIT, 2020, f"{OURS}.notified_other", [], "没有写明已经告知“责令停产停业整顿”"
    ),
    "hearing not held": one(UNIT, 2020, f"{OURS}.hearing.held", None, "当事人要求听证，没有举行听证的日期"),
    "hearing without the party's words": one(UNIT, 2020, f"{OURS}.hearing.opinion", None, "没有写明当事人的主要意见"),
    "hearing without a conclusion": one(UNIT, 2020, f"{OURS}.hearing.conclusion", None, "没有写明听证的结论"),
    "hearing without an invitation": one(
        UNIT, 2020, f"{OURS}.hearing.notified", None, "没有送达听证会通知书的日期"
    ),
    "invited six days before": one(
        UNIT, 2020, f"{OURS}.hearing.notified", "2020-12-19",
        f"听证会通知书应当在2020年12月18日前送达（{LAW_OF_HEARING_2020}）",
    ),
    "invited seven days before": fine(UNIT, 2020, f"{OURS}.hearing.notified", "2020-12-18"),
    "not asked for, the last day": Line(
        UNIT, 2020, {f"{OURS}.hearing": {"requested": False}, f"{OURS}.notified": "2020-12-27", f"{OURS}.approved.date": "2020-12-30"},
        [(f"{OURS}.notified", f"要求听证的期限到2020年12月30日（{REQUEST_2020}），期限未满")],
    ),
    "not asked for, the day after": Line(
        UNIT, 2020, {f"{OURS}.hearing": {"requested": False}, f"{OURS}.notified": "2020-12-26"}, []
    ),
    "held though none was due": Line(
        UNIT, 2020, only(UNIT, MANAGERS) | {f"{OURS}.hearing_offered": None, f"{OURS}.hearing": {"requested": True}},
        [(f"{OURS}.hearing.held", "当事人要求听证，没有举行听证的日期")],
    ),
    "no hearing due, no statement, the last day": Line(
        UNIT, 2020,
        only(UNIT, MANAGERS) | {
            f"{OURS}.hearing": None, f"{OURS}.statement": {"made": False},
            f"{OURS}.notified": "2020-12-27", f"{OURS}.approved.date": "2020-12-30",
        },
        [(f"{OURS}.notified", f"陈述、申辩的期限到2020年12月30日（{STATEMENT_2020}），期限未满")],
    ),
    "no hearing due, no statement, the day after": Line(
        UNIT, 2020,
        only(UNIT, MANAGERS) | {f"{OURS}.hearing": None, f"{OURS}.statement": {"made": False}, f"{OURS}.notified": "2020-12-26"},
        [],
    ),
    "no hearing due, no statement, the last day that the notice gives": Line(
        UNIT, 2026,
        {
            f"{PAPER}.{UNIT}.breaches": [MANAGERS], f"{PAPER}.{NOTICE}.until": "2026-07-20",
            f"{OURS}.hearing": None, f"{OURS}.statement": {"made": False},
        },
        [(f"{OURS}.notified", "陈述、申辩的期限到2026年7月20日（告知书写明），期限未满")],
    ),
    "no hearing due, no statement, the day after that": Line(
        UNIT, 2026,
        {
            f"{PAPER}.{UNIT}.breaches": [MANAGERS], f"{PAPER}.{NOTICE}.until": "2026-07-19",
            f"{OURS}.hearing": None, f"{OURS}.statement": {"made": False},
        },
        [],
    ),
    "working days of a year that are not known yet": Line(
        UNIT, 2026,
        {
            "case.decided": "2027-01-20", f"{PAPER}.{UNIT}.until": "2027-02-28",
            f"{OURS}.notified": "2026-12-30", f"{OURS}.approved.date": "2027-01-15",
        },
        [(f"{OURS}.hearing", "没有2027年的节假日安排，不能推算工作日；已收录2004年至2026年")],
    ),
    # The heads
    "review not passed": one(
        UNIT, 2020, f"{OURS}.legal_review.passed", False, "法制审核没有通过", f"{OURS}.legal_review"
    ),
    "review not due and not passed": one(
        OF_PERSON, 2026, f"{HIS}.legal_review.passed", False, "法制审核没有通过", f"{HIS}.legal_review"
    ),
    "discussion not agreed": one(
        UNIT, 2020, f"{OURS}.discussion.agreed", False, "负责人集体讨论没有通过", f"{OURS}.discussion"
    ),
    "discussion not due and not agreed": one(
        OF_PERSON, 2020, f"{HIS}.discussion.agreed", False, "负责人集体讨论没有通过", f"{HIS}.discussion"
    ),
    "not approved": one(UNIT, 2020, f"{OURS}.approved.passed", False, "行政机关负责人没有同意"),
    "the person not approved": one(OF_PERSON, 2026, f"{HIS}.approved.passed", False, "行政机关负责人没有同意"),
    "reviewed by who inspected": one(
        UNIT, 2020, f"{OURS}.legal_review.by", "钱某（法规处）", "审核人钱某（法规处）是本案的执法人员"
    ),
    "hearing before who inspected": one(
        INVITATION, 2020, f"{PAPER}.{INVITATION}.session.host", "孙某（法规处处长）", "听证主持人孙某（法规处处长）是本案的执法人员"
    ),
    # Every fine was decided by a person
    "a fine of the unit": Line(
        UNIT, 2020, {"case.decisions": without_decision(2020, SIGNS), f"{OURS}.notified_fine": 100_000},
        [("case.decisions", f"{SIGNS}的罚款数额没有由人决定（建议25000元）")],
    ),
    "the fine of the person": one(
        OF_PERSON, 2020, "case.decisions", without_decision(2020, "MR-05.principal_supervision_missing"),
        "MR-05.principal_supervision_missing的罚款数额没有由人决定（建议35000元）",
    ),
    "a fine of the person is none of the unit": fine(
        UNIT, 2020, "case.decisions", without_decision(2020, "MR-05.principal_supervision_missing")
    ),
    "a fine that is announced": one(
        NOTICE, 2020, "case.decisions", without_decision(2020, SIGNS), f"{SIGNS}的罚款数额没有由人决定（建议25000元）"
    ),
    "a fine that is urged": one(
        URGING, 2020, "case.decisions", without_decision(2020, SIGNS), f"{SIGNS}的罚款数额没有由人决定（建议25000元）"
    ),
    "a fine that a hearing is about": fine(INVITATION, 2020, "case.decisions", without_decision(2020, SIGNS)),
    "a fine that a hearing is about, of open weight": Line(
        INVITATION, 2020, {"case.decisions": without_decision(2020, SIGNS), "case.circumstances": None},
        [("case.decisions", f"{SIGNS}的罚款数额没有由人决定（待定（从轻、一般、从轻从重并存、从重））")],
    ),
    # What was not mended rests on an order to mend
    "no order to mend": one(
        UNIT, 2020, "case.acts", {
            "DP-12.hazards_not_recorded": {"circumstances": {"minor_corrected_harmless": True}},
            "MR-05.principal_supervision_missing": {"stage": "overdue"},
        },
        "MR-05.principal_supervision_missing按逾期未改正、拒不改正处罚，没有写明责令改正的文书",
        "case.acts.MR-05.principal_supervision_missing.order",
    ),
    # No penalty
    "spared without filing": one(SPARED, 2020, "case.filed", None, "没有写明立案日期"),
    "spared without approval": one(SPARED, 2020, f"{OURS}.approved", None, "没有行政机关负责人审批"),
    "spared against the head": one(SPARED, 2026, f"{OURS}.approved.passed", False, "行政机关负责人没有同意"),
    "spared though it was not mended in time": fine(
        SPARED, 2020, "case.acts", {
            "DP-12.hazards_not_recorded": {"circumstances": {"minor_corrected_harmless": True}, "stage": "overdue"},
            "MR-05.principal_supervision_missing": {"stage": "overdue", "order": "《责令限期整改指令书》"},
        },
    ),
    "spared without a notice": fine(SPARED, 2020, f"{OURS}.notified", None),
    # The hearing is announced
    "nobody asked for it": one(INVITATION, 2020, f"{OURS}.hearing", None, "没有写明当事人要求听证"),
    "the party did not want it": one(
        INVITATION, 2020, f"{OURS}.hearing", {"requested": False}, "没有写明当事人要求听证"
    ),
    "six days before": one(
        INVITATION, 2020, f"{OURS}.hearing.notified", "2020-12-19",
        f"听证会通知书应当在2020年12月18日前送达（{LAW_OF_HEARING_2020}）",
    ),
    "seven days before": fine(INVITATION, 2020, f"{OURS}.hearing.notified", "2020-12-18"),
    "not served yet, and written six days before": Line(
        INVITATION, 2020, {f"{OURS}.hearing.notified": None, f"{PAPER}.{INVITATION}.date": "2020-12-19"},
        [(f"{OURS}.hearing.notified", f"听证会通知书应当在2020年12月18日前送达（{LAW_OF_HEARING_2020}）")],
    ),
    "six working days before": one(
        INVITATION, 2026, f"{OURS}.hearing.notified", "2026-07-02",
        "听证会通知书应当在2026年7月1日前送达（行政处罚法(2021)第六十四条第（二）项、行政处罚法(2021)第八十五条）",
    ),
    "seven working days before": fine(INVITATION, 2026, f"{OURS}.hearing.notified", "2026-07-01"),
    # Urging
    "the last day for going to court": one(
        URGING, 2020, f"{PAPER}.{URGING}.date", "2021-06-30",
        "当事人可以申请行政复议、提起行政诉讼到2021年6月30日，期限未满",
    ),
    "the day after it": fine(URGING, 2020, f"{PAPER}.{URGING}.date", "2021-07-01"),
    "the last day for asking the court": fine(URGING, 2020, f"{PAPER}.{URGING}.date", "2021-09-30"),
    "the day after that": one(
        URGING, 2020, f"{PAPER}.{URGING}.date", "2021-10-01", "申请人民法院强制执行的期限到2021年9月30日，已经届满"
    ),
    "all was paid": one(
        URGING, 2020, f"{OURS}.paid", 82_500, "没有逾期未缴纳的罚款", f"{PAPER}.{URGING}.date"
    ),
    "one yuan was not": fine(URGING, 2020, f"{OURS}.paid", 82_499),
    "the decision is contested": one(
        URGING, 2020, f"{OURS}.contested", True, "没有写明当事人没有申请行政复议、没有提起行政诉讼"
    ),
    "nobody says that it is not": one(
        URGING, 2026, f"{OURS}.contested", None, "没有写明当事人没有申请行政复议、没有提起行政诉讼"
    ),
    # Sealing and seizing
    "sealed for thirty days": fine("seizure", 2020, f"{PAPER}.seizure.until", "2020-12-30"),
    "sealed for thirty-one": one(
        "seizure", 2020, f"{PAPER}.seizure.until", "2020-12-31", f"查封、扣押的期限不得超过30日（{SEIZING_2020}）"
    ),
    "sealed for thirty-one in 2026": one(
        "seizure", 2026, f"{PAPER}.seizure.until", "2026-07-01", "查封、扣押的期限不得超过30日（行政强制法(2011)第二十五条第一款）"
    ),
    "sealed until the day before": one(
        "seizure", 2020, f"{PAPER}.seizure.until", "2020-11-30", "期限的最后一日2020年11月30日早于文书日期2020年12月1日"
    ),
    "sealed for what": one("seizure", 2020, f"{PAPER}.seizure.breaches", None, "没有写明因哪些违法行为查封、扣押"),
    "things of no kind": one("seizure", 2020, f"{PAPER}.seizure.goods.0.kind", None, "没有写明干式除尘器属于哪一类"),
    "premises sealed": fine("seizure", 2020, f"{PAPER}.seizure.goods.0.kind", "premises"),
    "premises taken away": Line(
        "seizure", 2020, {f"{PAPER}.seizure.action": "扣押", f"{PAPER}.seizure.goods.0.kind": "premises"},
        [(f"{PAPER}.seizure.goods.0.kind", "干式除尘器是作业场所，只能查封")],
    ),
    "evidence kept for seven days": fine("evidence-preservation", 2020, f"{PAPER}.evidence-preservation.until", "2020-12-08"),
    "evidence kept for eight": one(
        "evidence-preservation", 2020, f"{PAPER}.evidence-preservation.until", "2020-12-09",
        "先行登记保存的证据应当在7日内处理（行政处罚法(2017)第三十七条、安全生产违法行为行政处罚办法(2015)第二十七条）",
    ),
    # Whom to turn to
    "review by a department in 2020": fine(UNIT, 2020, "office.review_authority", "河南省应急管理厅"),
    "review by a department in 2026": one(
        UNIT, 2026, "office.review_authority", "河南省应急管理厅",
        "行政复议机关应当是本级人民政府（行政复议法(2023)第二十四条第一款第（一）项），写的是河南省应急管理厅",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LINES)
def test_exactly_that_stands_against_a_document(manual: Manual, name: str) -> None:
    line = LINES[name]
    assert told(manual, line.kind, line.year, line.changes) == line.problems


@pytest.mark.parametrize(("kind", "year"), sorted({(line.kind, line.year) for line in LINES.values()}), ids=str)
def test_nothing_stands_against_the_examples(manual: Manual, kind: str, year: int) -> None:
    assert told(manual, kind, year) == []


# Decided on the spot


SHARED_WORK = "MR-28.mutual_agreement_missing"
SHARED_WORK_FACTS = {
    "shared_work_area": True, "area_coordinator": "已指定专职安全生产管理人员",
    "mutual_safety_agreement": {"value": "未签订", "record": "照片1"},
}  # fmt: skip
MOST: list[tuple[str, str, int, str]] = [
    ("2020-12-01", "unit", 1_000, "行政处罚法(2017)第三十三条、安全生产违法行为行政处罚办法(2015)第二十一条"),
    ("2021-07-14", "unit", 1_000, "行政处罚法(2017)第三十三条、安全生产违法行为行政处罚办法(2015)第二十一条"),
    ("2021-07-15", "unit", 3_000, "行政处罚法(2021)第五十一条"),
    ("2026-06-01", "unit", 3_000, "行政处罚法(2021)第五十一条"),
    ("2021-07-14", PERSON, 50, "行政处罚法(2017)第三十三条、安全生产违法行为行政处罚办法(2015)第二十一条"),
    ("2021-07-15", PERSON, 200, "行政处罚法(2021)第五十一条"),
    ("2026-06-01", PERSON, 200, "行政处罚法(2021)第五十一条"),
]
"""The highest fine on the spot by day and party, and the law that says so."""


def of_responsible(day: str, amount: int) -> Changes:
    """A person is fined on the spot as directly responsible for work beside others without an agreement."""
    return {
        **on_the_spot(day, amount),
        "facts": SHARED_WORK_FACTS,
        f"{PAPER}.{SPOT}.breaches": [SHARED_WORK],
        "case.persons.0.party": "responsible",
        "case.decisions": [{"breach": SHARED_WORK, "party": "responsible", "fine": amount, "reason": "当日签订了协议"}],
        "office.review_authority": "郑州市人民政府",
    }


def spot_of(day: str, who: str, amount: int) -> Changes:
    """A fine on the spot of the unit or the person."""
    return on_the_spot(day, amount) if who == "unit" else of_responsible(day, amount)


@pytest.mark.parametrize(("day", "who", "most", "law"), MOST, ids=str)
def test_on_the_spot_up_to_the_limit(manual: Manual, day: str, who: str, most: int, law: str) -> None:
    assert told(manual, SPOT, 2026, spot_of(day, who, most), who) == []
    assert told(manual, SPOT, 2026, spot_of(day, who, most + 1), who) == [
        ("case.decisions", f"罚款{most + 1}元，超过当场处罚的限额{most}元（{law}）")
    ]


SPOT_LINES: dict[str, tuple[Changes, list[tuple[str, str]]]] = {
    "number": ({f"{PAPER}.{SPOT}.number": None}, [(f"{PAPER}.{SPOT}.number", "缺少文号")]),
    "place": ({f"{PAPER}.{SPOT}.place": None}, [(f"{PAPER}.{SPOT}.place", "缺少地点")]),
    "bank": ({"office.bank": None}, [("office.bank", "缺少罚款缴至的银行")]),
    "account name": ({"office.account_name": None}, [("office.account_name", "缺少户名")]),
    "account": ({"office.account": None}, [("office.account", "缺少账号")]),
    "decided another day": (
        {"case.decided": "2026-06-02"},
        [("case.decided", "当场处罚应当在检查当日决定：检查2026-06-01，决定2026-06-02，文书2026-06-01")],
    ),
    "not decided by a person": (
        {"case.decisions": None},
        [
            ("case.decisions", f"{SIGNS}的罚款数额没有由人决定（建议25000元）"),
            ("case.decisions", "罚款25000元，超过当场处罚的限额3000元（行政处罚法(2021)第五十一条）"),
        ],
    ),
    "what stops production": (
        {"case.serious": True, f"{PAPER}.{SPOT}.until": "2026-07-01"},
        [("case.decisions", "责令停产停业整顿不能当场决定")],
    ),
}


@pytest.mark.parametrize("name", SPOT_LINES)
def test_what_stands_against_a_decision_on_the_spot(manual: Manual, name: str) -> None:
    changes, problems = SPOT_LINES[name]
    assert told(manual, SPOT, 2026, on_the_spot("2026-06-01", 3_000) | changes) == problems


# Measures on the spot


@pytest.mark.parametrize(
    ("day", "problems"),
    [
        ("2026-01-31", []),
        (
            "2026-02-01",
            [(f"{PAPER}.on-site-measures.measures", f"责令暂时停止建设、停止施工的依据没有收录：{UNREAD_2026}")],
        ),
    ],
)
def test_building_is_stopped_on_the_old_rule_alone(manual: Manual, day: str, problems: list[tuple[str, str]]) -> None:
    changes = {
        "inspection.date": day,
        f"{PAPER}.on-site-measures.measures": ["suspend_construction"],
        "case.acts": None,
        "case.decisions": None,
    }
    assert told(manual, "on-site-measures", 2026, changes) == problems
    changes[f"{PAPER}.on-site-measures.measures"] = ["withdraw", "stop_use"]
    assert told(manual, "on-site-measures", 2026, changes) == []


@pytest.mark.parametrize(("until", "noted"), [("2021-06-01", False), ("2021-06-02", True)])
def test_a_measure_for_more_than_six_months_is_unusual(manual: Manual, until: str, noted: bool) -> None:
    path = f"{PAPER}.on-site-measures.until"
    assert told(manual, "on-site-measures", 2020, {path: until}) == []
    measures = manual.document("on-site-measures", manual.inspect(case(2020, {path: until})), allow_unverified=True)
    assert any("一般不超过六个月" in note for note in measures.notes) is noted
    seizure = manual.document("seizure", manual.inspect(case(2020)), allow_unverified=True)
    assert not any("一般不超过六个月" in note for note in seizure.notes)


@pytest.mark.parametrize(
    ("day", "named", "refused"),
    [
        ("2023-12-31", "河南省应急管理厅", False),
        ("2024-01-01", "河南省应急管理厅", True),
        ("2024-01-01", "郑州市人民政府", False),
        ("2024-01-01", "郑州市人民政府或者河南省应急管理厅", True),
    ],
)
def test_who_reviews(manual: Manual, day: str, named: str, refused: bool) -> None:
    why = f"行政复议机关应当是本级人民政府（行政复议法(2023)第二十四条第一款第（一）项），写的是{named}"
    problems = [("office.review_authority", why)] if refused else []
    assert told(manual, SPOT, 2026, on_the_spot(day, 1_000) | {"office.review_authority": named}) == problems


# The right notice, and what is in it


@pytest.mark.parametrize("year", [2020, 2026])
def test_a_notice_offers_a_hearing_exactly_where_one_is_due(manual: Manual, year: int) -> None:
    assert told(manual, "penalty-notice", year) == [("", "拟作出的处罚应当告知听证权利")]
    assert told(manual, "penalty-notice", year, subject=PERSON) == [("", "拟作出的处罚应当告知听证权利")]
    few = {f"{PAPER}.{NOTICE}.breaches": [MANAGERS]}
    assert told(manual, NOTICE, year, few) == [("", "拟作出的处罚不符合听证条件")]
    few = {f"{PAPER}.penalty-notice.breaches": [MANAGERS]}
    assert told(manual, "penalty-notice", year, few) == []


AIRLOCK = "DE-06.airlock_missing"


@pytest.mark.parametrize(
    ("breaches", "fines", "due"),
    [
        ([MANAGERS, SIGNS], [20_000, 10_000], False),
        ([MANAGERS, SIGNS, AIRLOCK], [20_000, 10_000, 19_999], False),
        ([MANAGERS, SIGNS, AIRLOCK], [20_000, 10_000, 20_000], True),
    ],
)
def test_what_is_fined_together_counts_together(
    manual: Manual, breaches: list[str], fines: list[int], due: bool
) -> None:
    """Fifty thousand ask for a hearing and a discussion also as a sum, in whatever way the acts are split up into papers."""
    decided = dict(zip(breaches, fines, strict=True))
    decisions = [{**one, "fine": decided.get(one["breach"], one["fine"])} for one in case(2020)["case"]["decisions"]]
    changes: Changes = {
        "case.decisions": decisions,
        **{f"{PAPER}.{kind}.breaches": breaches for kind in (UNIT, NOTICE, "penalty-notice")},
    }
    needs_hearing, needs_none = [("", "拟作出的处罚应当告知听证权利")], [("", "拟作出的处罚不符合听证条件")]
    assert told(manual, "penalty-notice", 2020, changes) == (needs_hearing if due else [])
    assert told(manual, NOTICE, 2020, changes) == ([] if due else needs_none)
    assert told(manual, UNIT, 2020, changes) == []
    changes |= {f"{OURS}.hearing_offered": None, f"{OURS}.discussion": None}
    found = told(manual, UNIT, 2020, changes)
    assert [path for path, _ in found] == ([f"{OURS}.hearing_offered", f"{OURS}.discussion"] if due else [])
    assert all("罚款50000元，达到" in what for _, what in found)


def changed(manual: Manual, year: int, changes: Changes | None = None, **fields: Any) -> Penalties:
    """What is proposed in the case of a year, with the proposal for the missing managers changed."""
    penalties = manual.penalties(manual.inspect(case(year, changes)))

    def other(one: Proposal) -> Proposal:
        return replace(one, **fields) if one.breaches == (MANAGERS,) else one

    return replace(penalties, proposals=tuple(map(other, penalties.proposals)))


@pytest.mark.parametrize("kind", [UNIT, "penalty-notice"])
def test_an_act_without_a_duty(manual: Manual, kind: str) -> None:
    penalties = changed(manual, 2020, duties={})
    few = {f"{PAPER}.{kind}.breaches": [MANAGERS]}
    assert told(manual, kind, 2020, few, penalties=penalties) == [
        ("", "no_safety_department_or_manager 没有可以引用的义务条款，不能作出决定")
    ]


@pytest.mark.parametrize("kind", [UNIT, "penalty-notice"])
def test_an_act_that_meets_with_nothing_of_ours(manual: Manual, kind: str) -> None:
    penalties = changed(
        manual, 2020, decision="penalty", amount=None, other=("责令限期改正", "提请地方人民政府予以关闭")
    )
    few = {f"{PAPER}.{kind}.breaches": [MANAGERS]}
    assert told(manual, kind, 2020, few, penalties=penalties) == [
        ("", "no_safety_department_or_manager 没有本机关可以作出的处罚")
    ]


def test_the_mine_law_stands_apart(manual: Manual) -> None:
    """Who is punished under 矿山安全法 has fifteen days for going to court, and a paper states one period."""
    penalties = changed(manual, 2020, provision="矿山安全法(2009)第四十条第（三）项")
    problem = ("", "依矿山安全法处罚的行为与其他行为起诉期限不同，不能写在一份文书里")
    assert told(manual, UNIT, 2020, penalties=penalties) == [problem]
    for few in ([MANAGERS], [SIGNS, "DE-06.airlock_missing"]):
        assert told(manual, UNIT, 2020, {f"{PAPER}.penalty-notice.breaches": few}, penalties=penalties) == [problem]
        alone = told(manual, "penalty-notice", 2020, {f"{PAPER}.penalty-notice.breaches": few}, penalties=penalties)
        assert problem not in alone


INCOME = ("case.illegal_income", "缺少没收的违法所得数额")
GOODS = (f"{PAPER}.{UNIT}.goods", "缺少物品、场所清单")


@pytest.mark.parametrize(
    ("words", "problems"),
    [
        ("没收违法所得", [INCOME]),
        ("没收违法生产的产品", [GOODS]),
        ("没收违法生产的产品以及违法所得", [GOODS, INCOME]),
    ],
)
def test_what_is_taken_is_told_and_named(manual: Manual, words: str, problems: list[tuple[str, str]]) -> None:
    changes = {f"{PAPER}.{UNIT}.breaches": [MANAGERS], f"{OURS}.notified_other": [words]}
    penalties = changed(manual, 2020, changes, other=(words,))
    assert told(manual, UNIT, 2020, changes, penalties=penalties) == problems
    changes[f"{OURS}.notified_other"] = []
    penalties = changed(manual, 2020, changes, other=(words,))
    untold = (f"{OURS}.notified_other", f"没有写明已经告知“{words}”")
    assert told(manual, UNIT, 2020, changes, penalties=penalties) == [*problems, untold]
    few = {f"{PAPER}.penalty-notice.breaches": [MANAGERS]}
    assert told(manual, "penalty-notice", 2020, few, penalties=penalties) == []


def test_a_missing_number_is_shown_by_example(manual: Manual) -> None:
    for short, hint in (
        ("郑", "如 （郑）应急罚〔2020〕1号"),
        ("豫", "如 （豫）应急罚〔2020〕1号"),
        (None, "如 （郑）应急罚〔2020〕1号"),
    ):
        changes = {f"{PAPER}.{UNIT}.number": None, "office.short": short, "office.bank": None}
        with pytest.raises(DocumentError) as caught:
            manual.document(UNIT, manual.inspect(case(2020, changes)), allow_unverified=True)
        assert {problem.what: problem.hint for problem in caught.value.problems} == {
            "缺少文号": hint, "缺少罚款缴至的银行": "",
        }  # fmt: skip


# What the facts file must say at all


@pytest.mark.parametrize(
    ("path", "value", "at"),
    [
        (f"{OURS}.legal_review.passed", None, f"{OURS}.legal_review.passed"),
        (f"{OURS}.approved.passed", None, f"{OURS}.approved.passed"),
        (f"{OURS}.discussion.agreed", None, f"{OURS}.discussion.agreed"),
        (f"{OURS}.discussion.members", ["李某"], f"{OURS}.discussion.members"),
        (f"{OURS}.discussion.members", [], f"{OURS}.discussion.members"),
        (f"{HIS}.discussion.members", ["李某"], f"{HIS}.discussion.members"),
    ],
)
def test_a_step_is_told_whole_or_not_at_all(manual: Manual, path: str, value: Any, at: str) -> None:
    with pytest.raises(FactsError) as caught:
        manual.inspect(case(2020, {path: value}))
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].place.path.startswith(at)


# Law that was not read


def test_a_ground_that_was_not_read_stands_against_a_decision(manual: Manual) -> None:
    """Also where only the reasons state it: in 2026 the rule that makes a penalty heavier is known as a whole only."""
    changes = {"case.circumstances": ["obstructed_officers"]}
    rules = ("", f"作出处罚决定的程序：{UNREAD_2026}")
    assert told(manual, OF_PERSON, 2026, {}, allow_unverified=False) == [rules]
    assert told(manual, OF_PERSON, 2026, changes, allow_unverified=False) == [
        rules,
        ("", "没有核对原文，不能写入送达的文书：安全生产违法行为行政处罚办法(2026)"),
    ]
    assert told(manual, OF_PERSON, 2026, changes) == []
    assert told(manual, NOTICE, 2026, changes, PERSON, allow_unverified=False) == [
        ("", "没有核对原文，不能写入送达的文书：安全生产违法行为行政处罚办法(2026)")
    ]


def test_the_rules_of_2026_were_not_read(manual: Manual) -> None:
    for day, problems in (("2026-01-31", []), ("2026-02-01", [("", f"作出处罚决定的程序：{UNREAD_2026}")])):
        assert told(manual, SPOT, 2026, on_the_spot(day, 3_000), allow_unverified=False) == problems


def test_nobody_looked_at_the_law_of_a_later_day(manual: Manual) -> None:
    last = manual.info.law_checked_until
    assert last is not None
    rules = ("", f"作出处罚决定的程序：{UNREAD_2026}")
    later = ("", f"法律只核对到{last.year}年{last.month}月{last.day}日，以后的变化没有收录")
    for day, problems in ((last, [rules]), (last + timedelta(days=1), [later, rules])):
        changes = {"case.decided": day.isoformat()}
        assert told(manual, OF_PERSON, 2026, changes, allow_unverified=False) == problems
        assert told(manual, OF_PERSON, 2026, changes) == []


# What does not stand against a document, but must be known


def test_a_late_decision_is_told(manual: Manual) -> None:
    late = "2020年12月3日立案，作出决定已超过2021年1月2日（安全生产违法行为行政处罚办法(2015)第三十二条）"
    for day, notes in (("2021-01-02", []), ("2021-01-03", [late])):
        decision = manual.document(UNIT, manual.inspect(case(2020, {"case.decided": day})), allow_unverified=True)
        assert [note for note in decision.notes if "已超过" in note] == notes


# Several persons


def test_each_person_has_his_own_procedure(manual: Manual) -> None:
    first = case(2020)["case"]["persons"][0]
    second = {"party": "principal", "name": "周某", "post": "副厂长", "id_number": "2", "address": "郑州市"}
    untold = [first, second]
    found = told(manual, OF_PERSON, 2020, {"case.persons": untold}, "周某")
    assert found[0] == ("case.persons.1.procedure", "没有写明对周某的告知、陈述申辩等程序")
    assert all(path.startswith("case.persons.1.procedure") for path, _ in found)
    assert told(manual, OF_PERSON, 2020, {"case.persons": untold}, PERSON) == []
    less = [first, {**second, "procedure": {**first["procedure"], "notified_fine": 34_999}}]
    assert told(manual, OF_PERSON, 2020, {"case.persons": less}, "周某") == [
        ("case.persons.1.procedure.notified_fine", "决定罚款35000元，多于告知的34999元")
    ]
    assert told(manual, OF_PERSON, 2020, {"case.persons": less}, PERSON) == []


# What is written for each party apart


OWN = "（郑）应急听告〔2020〕6号"
EACH: dict[str, tuple[Changes, str, list[str]]] = {
    "his own number": ({}, PERSON, [OWN, "2020年12月14日"]),
    "the unit's number": ({}, "unit", ["（郑）应急听告〔2020〕5号", "2020年12月14日"]),
    "his own day too": (
        {f"{PAPER}.{NOTICE}.each.{PERSON}": {"number": OWN, "date": "2020-12-15"}}, PERSON, [OWN, "2020年12月15日"],
    ),
    "his own day is none of the unit": (
        {f"{PAPER}.{NOTICE}.each.{PERSON}": {"number": OWN, "date": "2020-12-15"}}, "unit",
        ["（郑）应急听告〔2020〕5号", "2020年12月14日"],
    ),
    "no number of his own": (
        {f"{PAPER}.{NOTICE}.each.{PERSON}": {"date": "2020-12-15"}}, PERSON, ["（郑）应急听告〔2020〕5号", "2020年12月15日"],
    ),
    "nothing of his own": ({f"{PAPER}.{NOTICE}.each": {}}, PERSON, ["（郑）应急听告〔2020〕5号", "2020年12月14日"]),
    "the unit has its own": (
        {f"{PAPER}.{NOTICE}.each.unit": {"number": "（郑）应急听告〔2020〕9号"}}, "unit", ["（郑）应急听告〔2020〕9号"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EACH)
def test_what_is_written_for_one_party_stands_before_what_is_written_for_all(manual: Manual, name: str) -> None:
    changes, subject, words = EACH[name]
    document = manual.document(NOTICE, manual.inspect(case(2020, changes)), subject=subject)
    lines = said(document).split("\n")
    assert [line for line in lines if line in words] == words


def test_a_period_of_his_own(manual: Manual) -> None:
    path = f"{PAPER}.{NOTICE}"
    changes: Changes = {f"{path}.until": None, f"{path}.each.{PERSON}.until": "2026-06-30"}
    assert told(manual, NOTICE, 2026, changes, PERSON) == []
    assert told(manual, NOTICE, 2026, changes, "unit") == [(f"{path}.until", "缺少期限的最后一日")]
    notice = manual.document(NOTICE, manual.inspect(case(2026, changes)), subject=PERSON)
    assert "请于2026年6月30日前（含当日）向本机关提出陈述、申辩意见" in said(notice)


def test_a_name_that_nobody_in_the_case_has(manual: Manual) -> None:
    path = "inspection.documents.hearing-notice.each.赵谋"
    changed = case(2020, changes={path: {"number": "（郑）应急听告〔2020〕7号"}})
    made = manual.document("hearing-notice", manual.inspect(changed), draft=True, subject="unit")
    assert [problem.place.path for problem in made.problems] == [path]
    assert "案件里没有“赵谋”" in made.problems[0].what
