"""Whether a penalty may be decided: each step of procedure, left out or misdated, is one problem at its place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from enforce_rules import Manual
from enforce_rules.penalty.calendar import known_years
from enforce_rules.penalty.readiness import late, not_approved, not_ready

BREACH = "MR-13.special_operator_uncertified"
SPECIAL = {"has_special_operations": True, "special_operators_uncertified": 2}

READY: dict[str, Any] = {
    "filed": "2024-04-08",
    "decided": "2024-04-30",
    "circumstances": [],
    "decisions": [{"breach": BREACH, "fine": 50_000, "reason": "从业人员较多"}],
    "procedure": {
        "notified": "2024-04-15",
        "notified_fine": 50_000,
        "notified_other": ["警告"],
        "hearing_offered": True,
        "statement": {"made": True, "opinion": "请求从轻。", "adopted": False, "answer": "没有从轻情节。"},
        "hearing": {"requested": False},
        "legal_review": {"date": "2024-04-25", "by": "郑某", "passed": True},
        "discussion": {"date": "2024-04-26", "members": ["李某", "陈某"], "agreed": True, "outcome": "同意。"},
        "approved": {"date": "2024-04-29", "by": "李某", "passed": True},
    },
}
"""A case in which a fine of 50 000 yuan may be decided: told, heard, reviewed, discussed, approved, in this order."""

HEARD = {
    "requested": True,
    "requested_on": "2024-04-17",
    "notified": "2024-04-28",
    "held": "2024-05-10",
    "opinion": "请求从轻。",
    "conclusion": "事实清楚，意见不予采纳。",
}
AFTER_THE_HEARING = {
    "decided": "2024-05-17",
    "procedure.hearing": HEARD,
    "procedure.legal_review.date": "2024-05-13",
    "procedure.discussion.date": "2024-05-14",
    "procedure.approved.date": "2024-05-16",
}


def changed(case: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The case with other values at some paths; None takes one out."""
    made = {key: changed(value, {}) if isinstance(value, Mapping) else value for key, value in case.items()}
    for path, value in changes.items():
        part, *steps = path.split(".")
        if steps:
            made[part] = changed(made[part], {".".join(steps): value})
        elif value is None:
            del made[part]
        else:
            made[part] = value
    return made


def problems(
    manual: Manual,
    changes: Mapping[str, Any],
    *,
    on: str = "2024-04-02",
    party: Any = "unit",
    name: str | None = None,
    facts: Mapping[str, Any] = SPECIAL,
) -> dict[str, str]:
    """What stands against a decision, by where the facts file says it."""
    data = {"inspection": {"date": on}, "case": changed(READY, changes), "facts": dict(facts)}
    penalties = manual.penalties(manual.inspect(data))
    proposals = [one for one in penalties.proposals if one.party == party]
    found = not_ready(penalties, party, proposals, name)
    told = {problem.place.path: problem.what for problem in found}
    assert len(told) == len(found)
    return told


def test_a_case_with_every_step_is_ready(manual: Manual) -> None:
    assert problems(manual, {}) == {}
    assert problems(manual, AFTER_THE_HEARING) == {}


# Each step left out, or not gone well

LEFT_OUT = [
    ({"filed": None}, "case.filed", "没有写明立案日期"),
    ({"procedure.notified": None}, "case.procedure.notified", "没有送达行政处罚告知书的日期"),
    ({"procedure.statement": None}, "case.procedure.statement", "没有写明当事人是否陈述、申辩"),
    ({"procedure.statement.opinion": None}, "case.procedure.statement.opinion", "没有写明陈述、申辩的意见"),
    ({"procedure.statement.adopted": None}, "case.procedure.statement.adopted", "没有写明陈述、申辩是否采纳和理由"),
    ({"procedure.statement.answer": None}, "case.procedure.statement.adopted", "没有写明陈述、申辩是否采纳和理由"),
    ({"procedure.hearing_offered": None}, "case.procedure.hearing_offered", "没有告知听证权利，而应当告知听证权利"),
    ({"procedure.hearing_offered": False}, "case.procedure.hearing_offered", "没有告知听证权利，而应当告知听证权利"),
    ({"procedure.hearing": None}, "case.procedure.hearing", "没有写明当事人是否要求听证"),
    (
        {**AFTER_THE_HEARING, "procedure.legal_review": None},
        "case.procedure.legal_review",
        "没有法制审核，而决定前须审核",
    ),
    ({"procedure.legal_review.passed": False}, "case.procedure.legal_review", "法制审核没有通过"),
    ({"procedure.discussion": None}, "case.procedure.discussion", "没有负责人集体讨论，而由负责人集体讨论决定"),
    ({"procedure.discussion.agreed": False}, "case.procedure.discussion", "负责人集体讨论没有通过"),
    ({"procedure.approved": None}, "case.procedure.approved", "没有行政机关负责人审批"),
    ({"procedure.approved.passed": False}, "case.procedure.approved.passed", "行政机关负责人没有同意"),
    ({"procedure.notified_fine": None}, "case.procedure.notified_fine", "没有写明告知的罚款数额"),
    ({"procedure.notified_fine": 49_999}, "case.procedure.notified_fine", "决定罚款50000元，多于告知的49999元"),
    (
        {**AFTER_THE_HEARING, "procedure.hearing": {"requested": True}},
        "case.procedure.hearing.held",
        "当事人要求听证，没有举行听证的日期",
    ),
    ({**AFTER_THE_HEARING, "procedure.hearing.opinion": None}, "case.procedure.hearing.opinion", "当事人的主要意见"),
    ({**AFTER_THE_HEARING, "procedure.hearing.conclusion": None}, "case.procedure.hearing.conclusion", "听证的结论"),
    (
        {**AFTER_THE_HEARING, "procedure.hearing.notified": None},
        "case.procedure.hearing.notified",
        "没有送达听证会通知书的日期",
    ),
]


@pytest.mark.parametrize(("changes", "path", "what"), LEFT_OUT)
def test_a_step_left_out_is_one_problem(manual: Manual, changes: dict[str, Any], path: str, what: str) -> None:
    found = problems(manual, changes)
    assert list(found) == [path]
    assert what in found[path]


def test_all_that_is_missing_is_told_at_once(manual: Manual) -> None:
    found = problems(manual, {"filed": None, "procedure": {}})
    assert set(found) == {
        f"case.{path}"
        for path in (
            "filed",
            "procedure.notified",
            "procedure.notified_fine",
            "procedure.statement",
            "procedure.hearing_offered",
            "procedure.legal_review",
            "procedure.discussion",
            "procedure.approved",
        )
    }


def test_why_a_step_is_needed_is_told_with_the_law(manual: Manual) -> None:
    found = problems(manual, {"procedure": {"hearing": {"requested": True}}})
    assert "罚款50000元，达到听证数额50000元" in found["case.procedure.hearing_offered"]
    assert "行政处罚法(2021)第六十三条第一款第（一）项" in found["case.procedure.hearing_offered"]
    assert "行政处罚法(2021)第五十八条第一款第（二）项" in found["case.procedure.legal_review"]


# Each step misdated

MISDATED = [
    ({"filed": "2024-04-16"}, "case.filed", "立案的日期2024年4月16日晚于告知的日期2024年4月15日"),
    ({"procedure.legal_review.date": "2024-04-30"}, "case.procedure.legal_review.date", "晚于负责人审批的日期"),
    ({"procedure.discussion.date": "2024-04-30"}, "case.procedure.discussion.date", "晚于负责人审批的日期"),
    ({"procedure.approved.date": "2024-05-01"}, "case.procedure.approved.date", "晚于作出决定的日期2024年4月30日"),
    (
        {**AFTER_THE_HEARING, "procedure.legal_review.date": "2024-05-09"},
        "case.procedure.hearing.held",
        "听证的日期2024年5月10日晚于审核的日期2024年5月9日",
    ),
    (
        {**AFTER_THE_HEARING, "procedure.hearing.requested_on": "2024-05-11"},
        "case.procedure.hearing.requested_on",
        "听证申请的日期2024年5月11日晚于听证的日期2024年5月10日",
    ),
]


@pytest.mark.parametrize(("changes", "path", "what"), MISDATED)
def test_a_step_out_of_order_is_one_problem(manual: Manual, changes: dict[str, Any], path: str, what: str) -> None:
    found = problems(manual, changes)
    assert list(found) == [path]
    assert what in found[path]


def test_all_on_one_day_is_in_order_though_too_early(manual: Manual) -> None:
    day = "2024-04-30"
    same = {
        "filed": day,
        "procedure.notified": day,
        **{f"procedure.{step}.date": day for step in ("legal_review", "discussion", "approved")},
    }
    assert list(problems(manual, same)) == ["case.procedure.notified"]


# The party's time is over

HEARING_TIME = [
    # 三日，末日为休息日的顺延
    ("2021-07-12", "2021-07-15", False),
    ("2021-07-12", "2021-07-16", True),
    ("2021-07-14", "2021-07-19", False),
    ("2021-07-14", "2021-07-20", True),
    # 2021年7月15日起五个工作日
    ("2021-07-15", "2021-07-22", False),
    ("2021-07-15", "2021-07-23", True),
    ("2024-04-15", "2024-04-22", False),
    ("2024-04-15", "2024-04-23", True),
    # 4月28日（星期日）上班，5月1日至5日放假
    ("2024-04-26", "2024-05-07", False),
    ("2024-04-26", "2024-05-08", True),
]


def briefly(notified: str, decided: str, filed: str, fine: int) -> dict[str, Any]:
    """A case that is decided soon after the party was told."""
    return {
        "filed": filed,
        "decided": decided,
        "decisions": [{"breach": BREACH, "fine": fine, "reason": "从业人员较多"}],
        "procedure.notified": notified,
        "procedure.statement": {"made": False},
        **{f"procedure.{step}.date": decided for step in ("legal_review", "discussion", "approved")},
    }


@pytest.mark.parametrize(("notified", "decided", "over"), HEARING_TIME)
def test_the_time_for_asking_for_a_hearing(manual: Manual, notified: str, decided: str, over: bool) -> None:
    on = f"{notified[:8]}02"
    found = problems(manual, briefly(notified, decided, on, 50_000), on=on)
    assert list(found) == ([] if over else ["case.procedure.notified"])
    if not over:
        last = date.fromisoformat(decided)
        assert f"要求听证的期限到{last.year}年{last.month}月{last.day}日" in found["case.procedure.notified"]


STATEMENT_TIME = [
    ("2024-04-15", "2024-04-18", False),
    ("2024-04-15", "2024-04-19", True),
    ("2024-04-18", "2024-04-22", False),  # 4月21日是星期日
    ("2024-04-18", "2024-04-23", True),
    ("2026-02-03", "2026-02-03", True),  # 令第18号没有取得，期限不明
]


@pytest.mark.parametrize(("notified", "decided", "over"), STATEMENT_TIME)
def test_the_time_for_a_statement_where_there_is_no_hearing(
    manual: Manual, notified: str, decided: str, over: bool
) -> None:
    on = f"{notified[:8]}02"
    found = problems(manual, briefly(notified, decided, on, 20_000), on=on)
    assert list(found) == ([] if over else ["case.procedure.notified"])
    assert over or "陈述、申辩的期限到" in found["case.procedure.notified"]


@pytest.mark.parametrize(("decided", "over"), [("2026-02-10", False), ("2026-02-11", True)])
def test_where_the_law_of_the_day_was_not_read_the_time_is_the_one_in_the_notice(
    manual: Manual, decided: str, over: bool
) -> None:
    case = changed(READY, briefly("2026-02-03", decided, "2026-02-02", 20_000))
    inspection = {"date": "2026-02-02", "documents": {"penalty-notice": {"until": "2026-02-10"}}}
    penalties = manual.penalties(manual.inspect({"inspection": inspection, "case": case, "facts": SPECIAL}))
    found = not_ready(penalties, "unit", penalties.proposals)
    assert [problem.place.path for problem in found] == ([] if over else ["case.procedure.notified"])
    assert over or "陈述、申辩的期限到2026年2月10日（告知书写明）" in found[0].what


@pytest.mark.parametrize(("notified", "in_time"), [("2024-04-26", True), ("2024-04-28", True), ("2024-04-29", False)])
def test_the_hearing_is_announced_seven_working_days_before(manual: Manual, notified: str, in_time: bool) -> None:
    found = problems(manual, {**AFTER_THE_HEARING, "procedure.hearing.notified": notified})
    assert list(found) == ([] if in_time else ["case.procedure.hearing.notified"])
    if not in_time:
        assert "应当在2024年4月28日前送达（行政处罚法(2021)第六十四条第（二）项" in "".join(found.values())


def test_a_year_whose_working_days_are_not_known_is_a_problem_and_no_crash(manual: Manual) -> None:
    year = known_years()[1] + 1
    case = briefly(f"{year}-03-05", f"{year}-03-30", f"{year}-03-02", 50_000)
    found = problems(manual, case, on=f"{year}-03-02")
    assert f"没有{year}年的节假日安排" in found["case.procedure.hearing"]


# Only what is needed


def test_a_lighter_fine_needs_no_hearing_review_or_discussion(manual: Manual) -> None:
    lighter = {
        "decisions": [{"breach": BREACH, "fine": 49_999, "reason": "从业人员较少"}],
        **dict.fromkeys(
            ("procedure.hearing", "procedure.hearing_offered", "procedure.legal_review", "procedure.discussion")
        ),
    }
    assert problems(manual, lighter) == {}


@pytest.mark.parametrize(
    ("decided", "on", "required"),
    [
        ("2021-07-14", "2021-07-02", True),  # 裁量结果须经审核，到2023年12月31日
        ("2023-12-29", "2023-12-01", True),
        ("2024-01-02", "2023-12-01", False),
    ],
)
def test_what_is_weighed_is_reviewed_until_the_end_of_2023(
    manual: Manual, decided: str, on: str, required: bool
) -> None:
    case = briefly(f"{on[:8]}05", decided, on, 50_000)
    assert problems(manual, case, on=on) == {}
    found = problems(manual, {**case, "procedure.legal_review": None}, on=on)
    assert list(found) == (["case.procedure.legal_review"] if required else [])


def test_legal_review_is_for_what_was_heard(manual: Manual) -> None:
    assert problems(manual, {"procedure.legal_review": None}) == {}
    heard = problems(manual, {**AFTER_THE_HEARING, "procedure.legal_review": None})
    assert list(heard) == ["case.procedure.legal_review"]


def test_what_was_reviewed_without_need_must_still_have_passed(manual: Manual) -> None:
    lighter = {"decisions": [{"breach": BREACH, "fine": 20_000, "reason": "从业人员较少"}]}
    found = problems(manual, {**lighter, "procedure.legal_review.passed": False})
    assert list(found) == ["case.procedure.legal_review"]


# Each party has a procedure of its own

CONCEALED = {"hazards_concealed": 1}
PERSON = {
    "decisions": [
        {
            "breach": "DP-11.hazards_concealed_from_inspectors",
            "party": "principal",
            "fine": 10_000,
            "reason": "由其授意",
        }
    ],
    "persons": [{"party": "principal", "name": "赵某", "procedure": READY["procedure"]}],
}


def of_the_principal(manual: Manual, changes: Mapping[str, Any], name: str = "赵某") -> dict[str, str]:
    return problems(manual, {**PERSON, **changes}, party="principal", name=name, facts=CONCEALED)


def test_a_person_is_judged_by_the_procedure_towards_that_person(manual: Manual) -> None:
    assert of_the_principal(manual, {"procedure": {}}) == {}
    own = changed(READY["procedure"], {"statement": None, "approved": None})
    people: list[dict[str, Any]] = [
        {"party": "principal", "name": "钱某"},
        {"party": "principal", "name": "赵某", "procedure": own},
    ]
    assert list(of_the_principal(manual, {"persons": people})) == [
        "case.persons.1.procedure.statement",
        "case.persons.1.procedure.approved",
    ]


def test_what_was_done_towards_the_unit_says_nothing_of_a_person(manual: Manual) -> None:
    found = of_the_principal(manual, {"persons": [{"party": "principal", "name": "赵某"}]})
    assert "没有写明对赵某的告知、陈述申辩等程序" in found["case.persons.0.procedure"]
    assert {path.split(".procedure")[0] for path in found} == {"case.persons.0"}


def test_nobody_meets_with_what_he_was_not_told_of(manual: Manual) -> None:
    facts, decision = CONCEALED, {"breach": "DP-11.hazards_concealed_from_inspectors", "fine": 30_000, "reason": "隐瞒"}
    case = {"decisions": [decision], "persons": []}
    assert problems(manual, case, facts=facts) == {}
    found = problems(manual, {**case, "procedure.notified_other": None}, facts=facts)
    assert found == {"case.procedure.notified_other": "没有写明已经告知“警告”"}


# Beside the penalty


def test_no_penalty_is_decided_by_the_head_too(manual: Manual) -> None:
    def paths(changes: Mapping[str, Any]) -> list[str]:
        data = {"inspection": {"date": "2024-04-02"}, "case": changed(READY, changes), "facts": SPECIAL}
        return [problem.place.path for problem in not_approved(manual.penalties(manual.inspect(data)), "unit")]

    assert paths({}) == paths({"procedure.statement": None}) == []
    assert paths({"filed": None, "procedure.approved": None}) == ["case.filed", "case.procedure.approved"]
    assert paths({"procedure.approved.passed": False}) == ["case.procedure.approved.passed"]


@pytest.mark.parametrize(("decided", "is_late"), [("2024-05-08", False), ("2024-05-09", True)])
def test_a_case_is_decided_within_thirty_days(manual: Manual, decided: str, is_late: bool) -> None:
    case = changed(READY, {"decided": decided})
    data = {"inspection": {"date": "2024-04-02"}, "case": case, "facts": SPECIAL}
    told = late(manual.penalties(manual.inspect(data)))
    assert bool(told) is is_late
    assert not is_late or "已超过2024年5月8日（安全生产违法行为行政处罚办法(2015)第三十二条" in told
