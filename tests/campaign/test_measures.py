"""What a ranking is made from, and the records behind it: members, days, daily reports due and sent in time."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from enforce_rules import CampaignError
from enforce_rules.campaign.campaign import campaign_from
from enforce_rules.campaign.cube import Slice
from enforce_rules.campaign.measures import MEASURES, behind, days_due, measures_of
from enforce_rules.campaign.question import question_of
from enforce_rules.campaign.reports.daily import daily_of
from enforce_rules.campaign.reports.ranked import ranked
from enforce_rules.campaign.reports.sent import check_file
from enforce_rules.campaign.snapshot import Snapshot

from .counted import SAMPLE, campaign, daily_report, day, finding, plan, seen, visit

MEMBERS = [
    {"name": "甲一", "role": "leader", "certificate": "1"},
    {"name": "甲二", "role": "staff", "certificate": "2"},
    {"name": "甲三", "role": "staff"},
    {"name": "甲专家", "role": "expert", "certificate": "3"},
]
REPORTS = (
    daily_report("1/10", 1, "11-10", "20:00"),  # the hour itself is in time
    daily_report("1/11", 1, "11-11", "20:01"),
    daily_report("1/12", 1, "11-12", "18:00"),
    daily_report("2/10", 2, "11-10", "09:00"),
)


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    found = seen(tmp_path, [*SAMPLE, *REPORTS], until="12-16")
    told = campaign().model_dump(mode="json", by_alias=True)
    told["groups"][0]["members"] = MEMBERS
    found.store.revise_campaign(campaign_from(told), "甲", "写明成员")
    return Snapshot(found.store, day("12-16"))


def test_members_days_and_reports(snapshot: Snapshot) -> None:
    first, second, third = (measures_of(snapshot)[group] for group in (1, 2, 3))
    assert (first["members"], first["inspectors"]) == (4, 2)
    assert (second["members"], second["inspectors"]) == (None, None)  # nobody is named: not known, not none
    assert [one["reports_on_time"] for one in (first, second, third)] == [
        3,
        1,
        0,
    ]  # the sample has one of 12-16 in time
    assert first["reports_due"] == len(list(days_due(campaign(), day("12-16")))) == 42


def test_every_measure_answers_with_its_records(snapshot: Snapshot) -> None:
    for group, measured in measures_of(snapshot).items():
        for name, value in measured.items():
            asked, part = question_of(f"{name}?group={group}&until=2020-12-16")
            answer = behind(snapshot, asked, part)
            assert sum(one.amount for one in answer) == (value or 0), (group, name)
            assert {one.group for one in answer} <= {group}
    assert [one.key for one in behind(snapshot, "reports_on_time", Slice(group=1))] == ["1/10", "1/12", "1/12-16"]


def test_every_number_of_the_ranking_answers(snapshot: Snapshot) -> None:
    ranking = ranked(snapshot).as_dict()["ranking"]
    asked = set()
    for row in ranking["rows"]:
        for cell in row["cells"]:
            *of, per = [sum(one.amount for one in behind(snapshot, *question_of(text))) for text in cell["which"]]
            assert sum(of) == (cell["numerator"] or 0), cell
            assert per == (cell["denominator"] or 0), cell
            asked |= {text.partition("?")[0] for text in cell["which"]}
    assert {"members", "reports_due", "reports_on_time", "units"} <= asked
    assert set(MEASURES) - asked == {"inspectors", "days"}  # other denominators, not used


def test_a_measure_that_there_is_not(snapshot: Snapshot) -> None:
    with pytest.raises(CampaignError, match="没有 membres 这项指标"):
        question_of("membres?group=1")


def test_the_daily_report_as_a_workbook(snapshot: Snapshot, tmp_path: Path) -> None:
    daily = daily_of(snapshot)
    book = openpyxl.load_workbook(io.BytesIO(daily.workbook))
    assert book.sheetnames == ["日报告", "报送情况", "逾期", "口径"]
    sheet = book["日报告"]
    labels = [str(sheet.cell(4, at).value or sheet.cell(3, at).value) for at in range(2, sheet.max_column + 1)]
    assert labels[2:6] == ["当日企业\n（家）", "企业\n（家）", "当日发现\n（条）", "发现\n（条）"]
    values = [sheet.cell(8, at).value for at in range(2, sheet.max_column + 1)]
    shown = dict(zip(daily.table.columns, values, strict=True))
    for column, value in shown.items():
        if not column.over and column.unit != "万元":
            assert value == daily.table.total.values[column.name], column.name
    assert [row[0] for row in book["报送情况"].iter_rows(min_row=2, values_only=True)] == ["第1组", "第2组", "第3组"]
    (tmp_path / "daily.xlsx").write_bytes(daily.workbook)
    assert not check_file(tmp_path / "daily.xlsx").wrong


def test_the_workbook_names_all_that_is_overdue(tmp_path: Path) -> None:
    number = 60
    findings = [finding(f"F{n}", major=True, criteria=("某标准",)) for n in range(number)]
    daily = daily_of(seen(tmp_path, [visit("V1"), *findings, *(plan(f"P{n}", f"F{n}") for n in range(number))]))
    assert (daily.overdue_count, len(daily.overdue.hazards)) == (number, 50)
    assert "以上按逾期日数列出50项，另有10项见重大隐患台账。" in daily.document.text.replace("\n", "")
    book = openpyxl.load_workbook(io.BytesIO(daily.workbook))
    assert book["逾期"].max_row == 1 + number
