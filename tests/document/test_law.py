"""The law that documents state, as tables on both sides of each day it changed; and that every citation is held and in force."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforce_rules import Manual
from enforce_rules.document.citing import UNVERIFIED
from enforce_rules.document.law import LAW, Rule, Setting, law_on, reach
from enforce_rules.errors import DocumentError
from enforce_rules.penalty.oversight import Level

D = date.fromisoformat
SAFETY, PENALTY = "《中华人民共和国安全生产法》", "《中华人民共和国行政处罚法》"
REVIEW, SUIT = "《中华人民共和国行政复议法》", "《中华人民共和国行政诉讼法》"
FORCE, MEASURES = "《中华人民共和国行政强制法》", "《安全生产违法行为行政处罚办法》"
HAZARDS = "《安全生产事故隐患排查治理暂行规定》"
FINE, MINES = "安全生产法(2021)第九十七条第（一）项", "矿山安全法(2009)第四十条第（一）项"
Q = UNVERIFIED
NO = None

# 法律变化的日子：前一日和当日
LAW_2021, SAFETY_2021, HENAN, REVIEW_2024, MEASURES_2026 = (
    ("2021-07-14", "2021-07-15"),
    ("2021-08-31", "2021-09-01"),
    ("2021-11-30", "2021-12-01"),
    ("2023-12-31", "2024-01-01"),
    ("2026-01-31", "2026-02-01"),
)
SWITCHES = [LAW_2021, SAFETY_2021, HENAN, REVIEW_2024, MEASURES_2026, ("2026-04-30", "2026-05-01")]
DAYS = ["2019-01-01", "2020-12-01", *(day for switch in SWITCHES for day in switch), "2026-11-24"]


def rule(manual: Manual, name: str, on: str, **told: object) -> Rule:
    return LAW[name](Setting(D(on), manual, **told))  # type: ignore[arg-type]


# 名称, 前后两日, 前一日的引用, 当日的引用；NO 为没有这样的规定
CITED: list[tuple[str, tuple[str, str], str | None, str | None]] = [
    # 检查
    ("inspection_plan", SAFETY_2021, f"{SAFETY}第五十九条第二款", f"{SAFETY}第六十二条第二款"),
    ("power_inspect", SAFETY_2021, f"{SAFETY}第六十二条", f"{SAFETY}第六十五条第一款第（一）项"),
    ("certificates", SAFETY_2021, f"{SAFETY}第六十四条第二款", f"{SAFETY}第六十七条第二款"),
    ("cooperate", SAFETY_2021, f"{SAFETY}第六十三条", f"{SAFETY}第六十六条"),
    ("obstruction", SAFETY_2021, f"{SAFETY}第一百零五条", f"{SAFETY}第一百零八条"),
    ("signing", SAFETY_2021, f"{SAFETY}第六十五条", f"{SAFETY}第六十八条"),
    # 处理
    ("power_order", SAFETY_2021, f"{SAFETY}第六十二条", f"{SAFETY}第六十五条第一款第（二）项"),
    ("power_remove", MEASURES_2026,
     f"{SAFETY}第六十五条第一款第（三）项、{MEASURES}第十四条第一款第（一）项", f"{SAFETY}第六十五条第一款第（三）项"),
    ("power_measures", SAFETY_2021,
     f"{SAFETY}第六十二条、{MEASURES}第十四条第一款第（二）项",
     f"{SAFETY}第六十五条第一款第（三）项、{MEASURES}第十四条第一款第（二）项"),
    ("power_measures", MEASURES_2026,
     f"{SAFETY}第六十五条第一款第（三）项、{MEASURES}第十四条第一款第（二）项", f"{SAFETY}第六十五条第一款第（三）项"),
    ("resumption", MEASURES_2026,
     f"{SAFETY}第六十五条第一款第（三）项、{MEASURES}第十四条第二款", f"{SAFETY}第六十五条第一款第（三）项"),
    ("supervision", SAFETY_2021,
     f"{SAFETY}第三十八条第二款、{HAZARDS}第二十条第一款", f"{SAFETY}第四十一条第三款、{HAZARDS}第二十条第一款"),
    ("transfer", SAFETY_2021, f"{SAFETY}第六十六条", f"{SAFETY}第六十九条"),
    # 强制
    ("major_hazard_stop", SAFETY_2021,
     f"{SAFETY}第六十七条第一款、{MEASURES}第十六条第一款", f"{SAFETY}第七十条第一款、{MEASURES}第十六条第一款"),
    ("power_cut_lift", MEASURES_2026, f"{SAFETY}第七十条第二款、{MEASURES}第十六条第二款", f"{SAFETY}第七十条第二款"),
    ("power_seizure", SAFETY_2021,
     f"{SAFETY}第六十二条、{FORCE}第二十四条第一款、{MEASURES}第十五条第一款",
     f"{SAFETY}第六十五条第一款第（四）项、{FORCE}第二十四条第一款、{MEASURES}第十五条第一款"),
    ("seizure_conduct", MEASURES_2026, f"{FORCE}第十八条", f"{FORCE}第十八条"),
    ("seizure_urgent", MEASURES_2026, f"{FORCE}第十九条", f"{FORCE}第十九条"),
    ("seizure_tests", MEASURES_2026, f"{FORCE}第二十五条第三款", f"{FORCE}第二十五条第三款"),
    ("seizure_duties", MEASURES_2026, f"{FORCE}第二十六条第一款、第三款", f"{FORCE}第二十六条第一款、第三款"),
    ("seizure_decision", MEASURES_2026, f"{FORCE}第二十七条、{MEASURES}第十五条第一款", f"{FORCE}第二十七条"),
    ("seizure_release", MEASURES_2026, f"{FORCE}第二十八条第一款", f"{FORCE}第二十八条第一款"),
    # 调查
    ("jurisdiction", LAW_2021,
     f"{MEASURES}第六条第二款", f"{PENALTY}第二十二条、第二十三条、{MEASURES}第六条第二款"),
    ("filing", LAW_2021, f"{MEASURES}第二十三条", f"{PENALTY}第五十四条第二款、{MEASURES}第二十三条"),
    ("investigators", MEASURES_2026, f"{MEASURES}第二十四条第一款", NO),
    ("officers", LAW_2021,
     f"{MEASURES}第二十五条第一款", f"{PENALTY}第四十二条第一款、{MEASURES}第二十五条第一款"),
    ("case_certificates", LAW_2021,
     f"{MEASURES}第十三条", f"{PENALTY}第五十五条第一款、{MEASURES}第十三条"),
    ("questioning", LAW_2021,
     f"{MEASURES}第二十五条第一款", f"{PENALTY}第五十五条第二款、{MEASURES}第二十五条第一款"),
    ("record_signing", LAW_2021,
     f"{MEASURES}第二十五条第二款", f"{PENALTY}第五十五条第二款、{MEASURES}第二十五条第二款"),
    ("avoidance", LAW_2021,
     f"{MEASURES}第二十四条第二款", f"{PENALTY}第四十三条第一款、{MEASURES}第二十四条第二款"),
    ("avoidance_request", LAW_2021, NO, f"{PENALTY}第四十三条第二款"),
    ("sampling", LAW_2021,
     f"{MEASURES}第二十七条", f"{PENALTY}第五十六条、{MEASURES}第二十七条"),
    ("preservation", LAW_2021, f"{MEASURES}第二十七条", f"{PENALTY}第五十六条、{MEASURES}第二十七条"),
    ("preservation", MEASURES_2026, f"{PENALTY}第五十六条、{MEASURES}第二十七条", f"{PENALTY}第五十六条"),
    ("site_examination", LAW_2021,
     f"{MEASURES}第二十八条", f"{PENALTY}第五十五条第二款、{MEASURES}第二十八条"),
    ("appraisal", LAW_2021, NO, f"{PENALTY}第四十六条第一款第（七）项"),
    ("case_proposal", LAW_2021,
     f"{MEASURES}第二十九条第一款", f"{PENALTY}第五十七条第一款、{MEASURES}第二十九条第一款"),
    ("collective", LAW_2021,
     f"{MEASURES}第二十九条第三款", f"{PENALTY}第五十七条第二款、{MEASURES}第二十九条第三款"),
    ("legal_review", LAW_2021, f"{PENALTY}第三十八条{Q}", f"{PENALTY}第五十八条第一款"),
    ("crime_transfer", LAW_2021,
     f"{MEASURES}第九条", f"{PENALTY}第二十七条第一款、{MEASURES}第九条"),
    # 告知、听证
    ("notice", LAW_2021, f"{MEASURES}第十八条", f"{PENALTY}第四十四条、{MEASURES}第十八条"),
    ("statement", LAW_2021,
     f"{MEASURES}第十九条第一款", f"{PENALTY}第四十五条第一款、{MEASURES}第十九条第一款"),
    ("no_heavier", LAW_2021,
     f"{MEASURES}第十九条第二款", f"{PENALTY}第四十五条第二款、{MEASURES}第十九条第二款"),
    ("hearing", LAW_2021,
     f"{MEASURES}第三十三条第一款", f"{PENALTY}第六十三条第一款、{MEASURES}第三十三条第一款"),
    ("hearing", MEASURES_2026, f"{PENALTY}第六十三条第一款、{MEASURES}第三十三条第一款", f"{PENALTY}第六十三条第一款"),
    ("hearing_free", MEASURES_2026, f"{PENALTY}第六十三条第二款、{MEASURES}第三十三条第一款", f"{PENALTY}第六十三条第二款"),
    ("hearing_open", LAW_2021,
     f"{MEASURES}第三十七条", f"{PENALTY}第六十四条第（三）项、{MEASURES}第三十七条"),
    ("hearing_host", LAW_2021,
     f"{MEASURES}第三十六条第二款", f"{PENALTY}第六十四条第（四）项、{MEASURES}第三十六条第二款"),
    ("hearing_rights", LAW_2021,
     f"{MEASURES}第三十六条第三款", f"{PENALTY}第六十四条第（五）项、{MEASURES}第三十六条第三款"),
    ("hearing_written", MEASURES_2026, f"{MEASURES}第三十四条", NO),
    ("hearing_postponed", MEASURES_2026, f"{MEASURES}第三十五条第二款", NO),
    ("hearing_procedure", MEASURES_2026,
     f"{PENALTY}第六十四条第（七）项、{MEASURES}第三十九条第一款", f"{PENALTY}第六十四条第（七）项"),
    ("hearing_record", MEASURES_2026,
     f"{PENALTY}第六十四条第（八）项、{MEASURES}第三十九条第二款", f"{PENALTY}第六十四条第（八）项"),
    ("hearing_report", LAW_2021, f"{MEASURES}第四十二条", f"{PENALTY}第六十五条、{MEASURES}第四十二条"),
    # 决定
    ("simple_procedure", LAW_2021,
     f"{MEASURES}第二十二条第一款", f"{PENALTY}第五十二条第一款、{MEASURES}第二十二条第一款"),
    ("simple_record", LAW_2021,
     f"{MEASURES}第二十二条第二款", f"{PENALTY}第五十二条第三款、{MEASURES}第二十二条第二款"),
    ("spot_receipt", LAW_2021, NO, f"{PENALTY}第七十条"),
    ("decision", LAW_2021,
     f"{MEASURES}第二十九条第二款第（一）项",
     f"{PENALTY}第五十七条第一款第（一）项、{MEASURES}第二十九条第二款第（一）项"),
    ("decision_document", LAW_2021,
     f"{MEASURES}第三十条第一款", f"{PENALTY}第五十九条第一款、{MEASURES}第三十条第一款"),
    ("seal", LAW_2021,
     f"{MEASURES}第三十条第二款", f"{PENALTY}第五十九条第二款、{MEASURES}第三十条第二款"),
    ("order_with_penalty", LAW_2021,
     f"{MEASURES}第五十七条", f"{PENALTY}第二十八条第一款、{MEASURES}第五十七条"),
    ("merged", MEASURES_2026, f"{MEASURES}第五十三条", NO),
    ("no_penalty_decision", LAW_2021,
     f"{MEASURES}第二十九条第二款", f"{PENALTY}第五十七条第一款、{MEASURES}第二十九条第二款"),
    ("no_penalty_minor", LAW_2021,
     f"{MEASURES}第五十六条第四款",
     f"{PENALTY}第三十三条第一款、第五十七条第一款第（二）项、{MEASURES}第五十六条第四款"),
    ("no_penalty_first_time", LAW_2021, NO, f"{PENALTY}第三十三条第一款"),
    ("no_penalty_no_fault", LAW_2021, NO, f"{PENALTY}第三十三条第二款"),
    ("no_penalty_late", LAW_2021, f"{PENALTY}第二十九条{Q}", f"{PENALTY}第三十六条第一款"),
    ("no_penalty_unproved", LAW_2021,
     f"{MEASURES}第二十九条第二款第（三）项",
     f"{PENALTY}第五十七条第一款第（三）项、{MEASURES}第二十九条第二款第（三）项"),
    ("education", LAW_2021, NO, f"{PENALTY}第三十三条第三款"),
    # 送达
    ("service_method", LAW_2021,
     f"{MEASURES}第三十一条第一款", f"{PENALTY}第六十一条第一款、{MEASURES}第三十一条第一款"),
    ("service_method", MEASURES_2026,
     f"{PENALTY}第六十一条第一款、{MEASURES}第三十一条第一款", f"{PENALTY}第六十一条第一款"),
    ("service_of_others", MEASURES_2026, f"{MEASURES}第三十一条第一款、第二款", NO),
    ("service_signing", MEASURES_2026, f"{MEASURES}第三十一条第一款第（三）项", NO),
    ("refusal_of_service", MEASURES_2026, f"{MEASURES}第三十一条第一款第（六）项", NO),
    ("electronic_service", LAW_2021, NO, f"{PENALTY}第六十一条第二款"),
    # 救济
    ("review_online", REVIEW_2024, NO, f"{REVIEW}第二十二条第二款"),
    ("review_through_office", REVIEW_2024, NO, NO),
    ("review_first", REVIEW_2024, NO, NO),
    ("review_refused", REVIEW_2024, NO, NO),
    ("court", REVIEW_2024, f"{SUIT}第十八条第一款", f"{SUIT}第十八条第一款"),
    ("not_suspended", REVIEW_2024, f"{REVIEW}第二十一条、{SUIT}第五十六条第一款", f"{REVIEW}第四十二条、{SUIT}第五十六条第一款"),
    # 执行
    ("electronic_payment", LAW_2021, NO, f"{PENALTY}第六十七条第三款"),
    ("instalments", LAW_2021, f"{PENALTY}第五十二条{Q}", f"{PENALTY}第六十六条第二款"),
    ("surcharge_cap", LAW_2021,
     f"{FORCE}第四十五条第二款、{MEASURES}第五十九条第一款第（一）项",
     f"{PENALTY}第七十二条第一款第（一）项、{FORCE}第四十五条第二款、{MEASURES}第五十九条第一款第（一）项"),
    ("surcharge_pause", LAW_2021, NO, f"{PENALTY}第七十三条第三款"),
    ("daily_fine", SAFETY_2021, NO, f"{SAFETY}第一百一十二条"),
    ("disclosure", LAW_2021, NO, f"{PENALTY}第四十八条第一款"),
    ("urging", LAW_2021, f"{FORCE}第五十四条", f"{FORCE}第五十四条"),
    ("urging_statement", LAW_2021, f"{FORCE}第三十六条、第五十五条第一款第（三）项", f"{FORCE}第三十六条、第五十五条第一款第（三）项"),
    ("execution_documents", LAW_2021, f"{FORCE}第五十五条第一款、第二款", f"{FORCE}第五十五条第一款、第二款"),
    ("execution_after_instalments", LAW_2021, NO, f"{PENALTY}第七十二条第二款"),
    ("archive", LAW_2021, f"{MEASURES}第六十六条第一款", f"{PENALTY}第四十七条、{MEASURES}第六十六条第一款"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "days", "before", "since"), CITED)
def test_what_is_cited(manual: Manual, name: str, days: tuple[str, str], before: str | None, since: str | None) -> None:
    for on, official in zip(days, (before, since), strict=True):
        found = rule(manual, name, on)
        assert (found.official or NO, found.holds) == (official, official is not None), on
        assert found.holds or found.note


# 名称, 前后两日, 前一日的内容, 当日的内容
VALUES: list[tuple[str, tuple[str, str], str | None, str | None]] = [
    ("extension", MEASURES_2026, "10日", NO),
    ("extension_answer", MEASURES_2026, "5日", NO),
    ("reinspection", MEASURES_2026, "10日", NO),
    ("temporary", MEASURES_2026, "6个月", NO),
    ("supervised_resumption", MEASURES_2026, "10日", "10日"),
    ("power_cut_notice", SAFETY_2021, "24小时", "24小时"),
    ("seizure_period", MEASURES_2026, "30日", "30日"),
    ("seizure_extension", MEASURES_2026, "30日", "30日"),
    ("seizure_urgent", MEASURES_2026, "24小时", "24小时"),
    ("late_filing", MEASURES_2026, "5日", NO),
    ("preservation_period", LAW_2021, "7日", "7个工作日"),
    ("statement_period", LAW_2021, "3日", "3日"),
    ("statement_period", MEASURES_2026, "3日", NO),
    ("hearing_amount", HENAN, "50000元", "50000元"),
    ("hearing_period", LAW_2021, "3日", "5个工作日"),
    ("hearing_notice", LAW_2021, "7日", "7个工作日"),
    ("hearing_held", MEASURES_2026, "15日", NO),
    ("hearing_absence", LAW_2021, "未按期参加听证并且未事先说明理由", "无正当理由拒不出席或者未经许可中途退出听证"),
    ("simple", LAW_2021, "1000元", "3000元"),
    ("simple_record_period", MEASURES_2026, "5日", NO),
    ("collected_on_spot", LAW_2021, "20元", "100元"),
    ("decision_period", MEASURES_2026, "30日", "90日"),
    ("service", LAW_2021, "7日", "7个工作日"),
    ("service_by_announcement", MEASURES_2026, "60日", NO),
    ("review", REVIEW_2024, "60日", "60日"),
    ("review_body", REVIEW_2024, "本级人民政府或者上一级主管部门", "本级人民政府"),
    ("suit", REVIEW_2024, "6个月", "6个月"),
    ("suit_after_review", REVIEW_2024, "15日", "15日"),
    ("payment", LAW_2021, "15日", "15日"),
    ("surcharge", MEASURES_2026, "3%", "3%"),
    ("publication", SAFETY_2021, NO, "7个工作日"),
    ("publication_withdrawn", LAW_2021, NO, "3个工作日"),
    ("urging_period", MEASURES_2026, "10个工作日", "10个工作日"),
    ("execution", LAW_2021, "3个月", "3个月"),
]


@pytest.mark.parametrize(("name", "days", "before", "since"), VALUES)
def test_values(manual: Manual, name: str, days: tuple[str, str], before: str | None, since: str | None) -> None:
    for on, value in zip(days, (before, since), strict=True):
        found = rule(manual, name, on)
        assert (found.value or NO, found.holds) == (value, value is not None), on
        assert found.holds or found.note


# 期限和数额的依据
BASES: list[tuple[str, str, str]] = [
    ("extension", "2020-12-01", f"{MEASURES}第十七条第一款"),
    ("extension_answer", "2020-12-01", f"{MEASURES}第十七条第一款"),
    ("reinspection", "2020-12-01", f"{MEASURES}第十七条第二款"),
    ("temporary", "2020-12-01", f"{MEASURES}第十四条第三款"),
    ("supervised_resumption", "2026-11-24", f"{HAZARDS}第十八条第二款、第二十三条"),
    ("power_cut_notice", "2021-08-31", f"{SAFETY}第六十七条第二款、{MEASURES}第十六条第二款"),
    ("seizure_period", "2026-01-31", f"{FORCE}第二十五条第一款、{MEASURES}第十五条第一款"),
    ("seizure_extension", "2026-02-01", f"{FORCE}第二十五条第一款、第二款"),
    ("preservation_period", "2021-07-14", f"{MEASURES}第二十七条"),
    ("preservation_period", "2021-07-15", f"{PENALTY}第五十六条、第八十五条"),
    ("statement_period", "2021-07-15", f"{MEASURES}第十八条"),
    ("hearing_amount", "2021-11-30", f"{PENALTY}第六十三条第一款第（一）项、{MEASURES}第三十三条第二款"),
    ("hearing_amount", "2021-12-01",
     f"{PENALTY}第六十三条第一款第（一）项、{MEASURES}第三十三条第二款"),
    ("hearing_amount", "2026-02-01", f"{PENALTY}第六十三条第一款第（一）项"),
    ("hearing_period", "2021-07-14", f"{MEASURES}第三十四条"),
    ("hearing_period", "2021-07-15", f"{PENALTY}第六十四条第（一）项、第八十五条"),
    ("hearing_notice", "2021-07-15", f"{PENALTY}第六十四条第（二）项、第八十五条"),
    ("hearing_absence", "2021-07-14", f"{MEASURES}第三十五条第二款"),
    ("hearing_absence", "2021-07-15", f"{PENALTY}第六十四条第（六）项"),
    ("simple", "2021-07-14", f"{MEASURES}第二十一条"),
    ("simple", "2021-07-15", f"{PENALTY}第五十一条"),
    ("collected_on_spot", "2021-07-14", f"{PENALTY}第四十七条{Q}"),
    ("collected_on_spot", "2021-07-15", f"{PENALTY}第六十八条第（一）项"),
    ("decision_period", "2021-07-15", f"{PENALTY}第六十条、{MEASURES}第三十二条"),
    ("decision_period", "2026-02-01", f"{PENALTY}第六十条"),
    ("service", "2021-07-15", f"{PENALTY}第六十一条第一款、第八十五条、{MEASURES}第三十一条第一款、第二款"),
    ("service", "2026-02-01", f"{PENALTY}第六十一条第一款、第八十五条"),
    ("service_by_announcement", "2026-01-31", f"{MEASURES}第三十一条第一款第（七）项"),
    ("review", "2023-12-31", f"{REVIEW}第九条第一款"),
    ("review", "2024-01-01", f"{REVIEW}第二十条第一款"),
    ("review_body", "2023-12-31", f"{REVIEW}第十二条第一款"),
    ("review_body", "2024-01-01", f"{REVIEW}第二十四条第一款第（一）项"),
    ("suit", "2024-01-01", f"{SUIT}第四十六条第一款"),
    ("suit_after_review", "2024-01-01", f"{SUIT}第四十五条"),
    ("payment", "2021-07-14", f"{PENALTY}第四十六条{Q}"),
    ("payment", "2021-07-15", f"{PENALTY}第六十七条第三款"),
    ("surcharge", "2021-07-14", f"{FORCE}第四十五条第一款、{MEASURES}第五十九条第一款第（一）项"),
    ("surcharge", "2026-02-01", f"{PENALTY}第七十二条第一款第（一）项、{FORCE}第四十五条第一款"),
    ("publication", "2021-09-01", f"{SAFETY}第七十八条第二款"),
    ("publication_withdrawn", "2021-07-15", f"{PENALTY}第四十八条第二款、第八十五条"),
    ("urging_period", "2020-12-01", f"{FORCE}第五十四条、第六十九条"),
    ("execution", "2021-07-14",
     f"{FORCE}第五十三条、{SUIT}第九十七条、{MEASURES}第五十九条第一款第（三）项"),
    ("execution", "2026-02-01", f"{FORCE}第五十三条、{PENALTY}第七十二条第一款第（四）项、{SUIT}第九十七条"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "on", "official"), BASES)
def test_what_a_value_rests_on(manual: Manual, name: str, on: str, official: str) -> None:
    assert rule(manual, name, on).official == official


def test_every_name_has_a_row() -> None:
    assert set(LAW) == {name for name, *_ in CITED} | {name for name, *_ in VALUES} | {"superior_filing"}


# 当事人、处罚依据、程序不同的


@pytest.mark.parametrize(
    ("name", "on", "unit", "value"),
    [
        ("simple", "2021-07-14", False, "50元"),
        ("simple", "2021-07-15", False, "200元"),
        ("hearing_amount", "2021-11-30", False, "20000元"),
        ("hearing_amount", "2021-12-01", False, "5000元"),
        ("publication", "2024-06-01", True, "7个工作日"),
        ("publication", "2024-06-01", False, NO),
        ("daily_fine", "2024-06-01", False, NO),
    ],
)
def test_a_person_is_not_a_unit(manual: Manual, name: str, on: str, unit: bool, value: str | None) -> None:
    assert rule(manual, name, on, unit=unit).value == value
    assert not rule(manual, "daily_fine", on, unit=False).holds


@pytest.mark.parametrize(
    ("provision", "on", "holds"),
    [
        (FINE, "2024-06-01", True),
        (None, "2024-06-01", True),
        (FINE, "2021-08-31", False),
        ("安全生产法(2014)第九十四条第（一）项", "2021-09-01", False),
        (MINES, "2024-06-01", False),
    ],
)
def test_a_daily_fine_is_for_the_law_of_2021(manual: Manual, provision: str | None, on: str, holds: bool) -> None:
    assert rule(manual, "daily_fine", on, provision=provision).holds is holds


@pytest.mark.parametrize(
    ("on", "official"),
    [
        (
            "2021-07-14",
            f"{REVIEW}第二十一条、{SUIT}第五十六条第一款、{MEASURES}第五十九条第二款",
        ),
        (
            "2021-07-15",
            f"{PENALTY}第七十三条第一款、{REVIEW}第二十一条、{SUIT}第五十六条第一款、{MEASURES}第五十九条第二款",
        ),
        (
            "2024-01-01",
            f"{PENALTY}第七十三条第一款、{REVIEW}第四十二条、{SUIT}第五十六条第一款、{MEASURES}第五十九条第二款",
        ),
        ("2026-02-01", f"{PENALTY}第七十三条第一款、{REVIEW}第四十二条、{SUIT}第五十六条第一款"),
    ],
)
def test_a_penalty_is_not_suspended(manual: Manual, on: str, official: str) -> None:
    assert rule(manual, "not_suspended", on, provision=FINE).official == official


def test_a_mine_has_fifteen_days_for_a_suit_and_sixty_for_review(manual: Manual) -> None:
    suit, review = (rule(manual, name, "2024-06-01", provision=MINES) for name in ("suit", "review"))
    assert (suit.value, review.value) == ("15日", "60日")
    assert suit.sources == "矿山安全法(2009)第四十五条第一款|行政诉讼法(2017)第四十六条第一款"
    assert "矿山安全法" in review.note


@pytest.mark.parametrize(
    ("on", "on_the_spot", "first"),
    [("2023-12-31", True, False), ("2024-01-01", True, True), ("2024-01-01", False, False)],
)
def test_review_comes_first_for_what_is_decided_on_the_spot(
    manual: Manual, on: str, on_the_spot: bool, first: bool
) -> None:
    names = ("review_first", "review_through_office", "review_refused", "suit")
    found = law_on(Setting(D(on), manual, on_the_spot=on_the_spot), names)
    assert {name: one.holds for name, one in found.items()} == {
        "review_first": first,
        "review_through_office": first,
        "review_refused": first,
        "suit": not first,
    }
    if first:
        assert found["review_first"].official == f"{REVIEW}第二十三条第一款第（一）项、第二款"
        assert found["review_through_office"].official == f"{REVIEW}第三十二条第一款"
        assert found["review_refused"].official == f"{SUIT}第四十五条、{REVIEW}第三十四条"
        assert found["review_refused"].value == "15日"


@pytest.mark.parametrize(
    ("level", "on", "official"),
    [
        ("county", "2026-01-31", f"{MEASURES}第六十三条"),
        ("city", "2026-01-31", f"{MEASURES}第六十四条"),
        ("province", "2026-01-31", f"{MEASURES}第六十五条第一款"),
        ("county", "2026-02-01", NO),
        (None, "2026-01-31", NO),
    ],
)
def test_filing_with_the_authority_above(manual: Manual, level: Level | None, on: str, official: str | None) -> None:
    found = rule(manual, "superior_filing", on, level=level)
    assert (found.official, found.value) == (official, "10日" if official else NO)


@pytest.mark.parametrize(
    ("on", "law"),
    [
        ("2020-12-01", "危险化学品安全管理条例(2013)第七条第一款第（四）项"),
        ("2026-04-30", "危险化学品安全管理条例(2013)第七条第一款第（四）项"),
        ("2026-05-01", "危险化学品安全法(2025)第八条第一款第（五）项"),
    ],
)
def test_seizing_chemicals_needs_the_head(manual: Manual, on: str, law: str) -> None:
    note = rule(manual, "power_seizure", on).note
    assert f"涉及危险化学品的，另须经本部门主要负责人批准（{law}）" in note
    assert manual.provision(law).edition.in_force(D(on))


def test_the_power_before_2021_is_told_by_its_item(manual: Manual) -> None:
    assert "第（二）项" in rule(manual, "power_order", "2021-08-31").note
    assert not rule(manual, "power_order", "2021-09-01").note


def test_an_unknown_name_is_told(manual: Manual) -> None:
    with pytest.raises(DocumentError, match=r"reviews(.|\n)*是否为 review"):
        law_on(Setting(D("2024-06-01"), manual), ["reviews"])


# 总是成立的

SETTINGS = st.fixed_dictionaries(
    {
        "unit": st.booleans(),
        "provision": st.sampled_from([None, FINE, MINES, "安全生产法(2014)第九十四条第（一）项"]),
        "on_the_spot": st.booleans(),
        "level": st.sampled_from([None, "county", "city", "province"]),
    }
)
NAMES = st.sampled_from(sorted(LAW))
ANY_DAY = st.dates(date(2019, 1, 1), date(2026, 12, 31))
PART = re.compile(
    r"(《[^》]+》)?(第[^、《》（款项]+条(?:之[^、第（]+)?)?(第[^、（条]+款)?(第（[^）]+）项)?(?:（条款待核）)?"
)


def _printed(official: str) -> list[str]:
    """Each citation in full: what is left out was said by the one before."""
    told: list[str] = []
    last = ("", "", "", "")
    for part in official.split("、") if official else []:
        match = PART.fullmatch(part)
        assert match, part
        here = match.groups(default="")
        first = next(level for level, text in enumerate(here) if text)
        last = (*last[:first], *here[first:])  # type: ignore[assignment]
        told.append("".join(last))
    return told


def _sound(manual: Manual, setting: Setting, found: Rule) -> None:
    """What holds of every rule: its citations are held and in force, are those that are printed, and are marked if unread."""
    cites = found.sources.split("|") if found.sources else []
    provisions = [manual.provision(cite) for cite in cites]
    assert found.holds == bool(cites)
    assert found.holds or (found.note and found.value is None and found.official is None)
    official = found.official or ""
    assert _printed(official) == [one.official for one in provisions]
    assert official.count(UNVERIFIED) == sum(not one.verified for one in provisions)
    assert len(re.findall("《", official)) == len({one.statute.title for one in provisions})
    for cite, one in zip(cites, provisions, strict=True):
        assert one.edition.in_force(setting.on), cite
        assert one.verified or cite in found.note
        assert "(2026)" not in cite


@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize("unit", [True, False], ids=["unit", "person"])
def test_every_rule_is_sound_on_every_side(manual: Manual, on: str, unit: bool) -> None:
    for on_the_spot in (False, True):
        for provision in (None, FINE, MINES):
            setting = Setting(D(on), manual, unit, provision, on_the_spot, "county")
            for found in law_on(setting, LAW).values():
                _sound(manual, setting, found)


@given(name=NAMES, on=ANY_DAY, told=SETTINGS)
def test_a_rule_is_sound_and_within_reach(manual: Manual, name: str, on: date, told: dict[str, object]) -> None:
    setting = Setting(on, manual, **told)  # type: ignore[arg-type]
    found = LAW[name](setting)
    _sound(manual, setting, found)
    assert set(found.sources.split("|")) - {""} <= set(reach(manual, name))


@given(name=NAMES, on=ANY_DAY, told=SETTINGS)
def test_the_law_changes_only_on_the_days_it_changed(
    manual: Manual, name: str, on: date, told: dict[str, object]
) -> None:
    changed = on in {D(since) for _, since in SWITCHES}
    today, before = (
        LAW[name](Setting(day, manual, **told))  # type: ignore[arg-type]
        for day in (on, on - timedelta(days=1) if on > date(2019, 1, 1) else on)
    )
    assert changed or today == before


@pytest.mark.parametrize("name", LAW)
def test_every_rule_reaches_a_citation(manual: Manual, name: str) -> None:
    assert reach(manual, name)


def test_only_what_was_not_read_is_marked(manual: Manual) -> None:
    cites = {cite for name in LAW for cite in reach(manual, name)}
    unread = {cite for cite in cites if not manual.provision(cite).verified}
    assert {cite.partition(")")[0] + ")" for cite in unread} == {"行政处罚法(2017)"}
