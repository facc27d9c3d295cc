"""The tables: what stands in each column, rates as they are printed, what does not add up, and the records behind every number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from enforce_rules.campaign.cube import Slice
from enforce_rules.campaign.question import question_of
from enforce_rules.campaign.reports.column import COLUMNS, HAZARDS, STATISTICS, of_the_day, wan
from enforce_rules.campaign.reports.daily import daily_of
from enforce_rules.campaign.reports.reconcile import Numbers, reconcile
from enforce_rules.campaign.reports.table import TOTAL, Table, by_group, columns_named, table_of
from enforce_rules.campaign.reports.tables import Statistics, checked, hazards_of, statistics_of
from enforce_rules.campaign.snapshot import Snapshot
from enforce_rules.errors import CampaignError

from .counted import SAMPLE, campaign, day, filing, finding, review, seen, stored, suspension, visit


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return seen(tmp_path_factory.mktemp("sample"), SAMPLE, "12-16")


def values(table: Table, label: str) -> dict[str, Any]:
    """The row that begins so, without what is zero, as it is printed."""
    (row,) = (row for row in (*table.rows, table.total) if row.label.startswith(label))
    shown = {column.name: column.shown(row.values[column.name]) for column in table.columns}
    return {name: text for name, text in shown.items() if text not in ("0", "—")}


# Columns


def test_the_rows_of_the_groups(snapshot: Snapshot) -> None:
    table = statistics_of(snapshot).tables["检查组"]
    assert tuple(column.name for column in table.columns) == STATISTICS
    assert [row.label for row in table.rows] == ["第1组　甲市→乙市", "第2组　乙市→丙市", "第3组　丙市→甲市"]
    assert values(table, "第1组") == {
        "units": "2", "units_online": "1", "online_rate": "50.0%", "dual_prevention_ok": "1",
        "hazards": "4", "rectified": "2", "rectification_rate": "50.0%",
        "major": "2", "major_rectified": "1", "major_rate": "50.0%",
        "documents": "3", "suggested": "2", "filed": "1",
        "fines_decided": "2", "fines_proposed": "0.055", "fines": "2.055", "suspensions": "1",
    }  # fmt: skip
    assert values(table, "第2组") == {
        "governments": "1", "departments": "1", "units": "1", "hazards": "2", "rectified": "1", "rectification_rate": "50.0%",
    }  # fmt: skip
    assert values(table, "第3组") == {}
    assert values(table, TOTAL)["rectification_rate"] == "50.0%"


def test_the_rows_of_phases_and_industries(snapshot: Snapshot) -> None:
    tables = statistics_of(snapshot, crossed=True).tables
    assert list(tables) == ["检查组", "阶段", "行业", "检查组、阶段、行业"]
    assert tables["阶段"].rows[0].label == "第1阶段　异地督导执法检查"
    assert [row.values["units"] for row in tables["阶段"].rows] == [2, 1, 0]
    assert {row.label: row.values["hazards"] for row in tables["行业"].rows if row.values["hazards"]} == {
        "危险化学品": 1,
        "粉尘涉爆": 3,
        "其他": 1,
        "政府和部门": 1,
    }
    assert len(tables["检查组、阶段、行业"].rows) == 3 * 3 * 8
    for table in tables.values():
        assert table.total.values == tables["检查组"].total.values


def test_the_columns_of_the_major_hazards(snapshot: Snapshot) -> None:
    statistics = hazards_of(snapshot)
    assert tuple(column.name for column in statistics.first.columns) == HAZARDS
    assert values(statistics.first, TOTAL) == {
        "major": "2", "major_planned": "2", "major_supervised": "1", "major_rectified": "1", "major_rate": "50.0%",
        "major_notices": "1", "major_closed": "1", "major_open": "1",
    }  # fmt: skip
    assert statistics.ledger is not None
    assert [hazard.finding.key for hazard in statistics.ledger.hazards] == ["F1", "F2"]
    assert [row["hazard"] for row in statistics.as_dict()["hazards"]] == ["F1", "F2"]


@pytest.mark.parametrize(
    "part",
    [
        Slice(group=1),
        Slice(phase=2),
        Slice(group=2, phase=2),
        Slice(industry="粉尘涉爆"),
        Slice(industry=""),
        Slice(group=3),
    ],
)
def test_a_part_of_the_campaign(snapshot: Snapshot, part: Slice) -> None:
    statistics, hazards = statistics_of(snapshot, part, crossed=True), hazards_of(snapshot, part)
    for table in statistics.tables.values():
        assert table.total.values["hazards"] == snapshot.figures.sum("hazards", part)
        assert all(part.group in (None, row.part.group) for row in table.rows)
    assert hazards.ledger is not None
    assert len(hazards.ledger.hazards) == hazards.first.total.values["major"] == snapshot.figures.sum("major", part)


@pytest.mark.parametrize(
    ("column", "value", "shown"),
    [
        ("rectification_rate", Fraction(18882, 27878), "67.7%"),
        ("major_rate", Fraction(117, 207), "56.5%"),
        ("major_rate", Fraction(1), "100.0%"),
        ("major_rate", Fraction(0), "0.0%"),
        ("major_rate", None, "—"),
        ("hazards", 27878, "27878"),
        ("fines", 16_112_000, "1611.2"),
        ("fines", 0, "0"),
        ("hazards", None, "—"),
    ],
)
def test_numbers_as_they_are_printed(column: str, value: Any, shown: str) -> None:
    assert COLUMNS[column].shown(value) == shown


@pytest.mark.parametrize(
    ("yuan", "shown"),
    [(0, "0"), (1, "0.0001"), (9_999, "0.9999"), (10_000, "1"), (12_500, "1.25"), (100_000_000, "10000")],
)
def test_yuan_as_wan(yuan: int, shown: str) -> None:
    assert wan(yuan) == shown


def test_a_rate_of_nothing_is_not_known(tmp_path: Path) -> None:
    total = statistics_of(seen(tmp_path, [])).as_dict()["tables"]["检查组"]["total"]
    rates = ("online_rate", "rectification_rate", "major_rate")
    assert {name: (total["values"][name], total["shown"][name]) for name in rates} == dict.fromkeys(rates, (None, "—"))
    assert all(number == 0 for name, number in total["values"].items() if name not in rates)


# Which records?


def questions(told: Any) -> Iterator[tuple[list[str], Any]]:
    """Every list of questions in plain data, with the value that it stands beside."""
    if isinstance(told, Mapping):
        which = told.get("which")
        if isinstance(which, Mapping):
            yield from ((asked, told["values"][name]) for name, asked in which.items())
        elif which is not None:
            yield which, told["value"]
        for inner in told.values():
            yield from questions(inner)
    elif isinstance(told, list):
        for inner in told:
            yield from questions(inner)


def answered(snapshot: Snapshot, asked: list[str], value: Any, rate: bool) -> None:
    """The answers to the questions of a number add up to it; of a rate the last is what it is over."""
    sums = [sum(one.amount for one in snapshot.which(*question_of(question))) for question in asked]
    if rate:
        *above, below = sums
        assert value == (str(Fraction(sum(above), below)) if below else None), asked
    else:
        assert value == sum(sums), asked


def test_every_number_answers_with_its_records(snapshot: Snapshot) -> None:
    reports = (statistics_of(snapshot), hazards_of(snapshot), daily_of(snapshot), daily_of(snapshot, 1))
    numbers = [number for report in reports for number in questions(report.as_dict())]
    assert len(numbers) > 500
    over = {COLUMNS[name].asks(Slice())[0] + COLUMNS[name].asks(Slice())[-1] for name in COLUMNS if COLUMNS[name].over}
    distinct = {tuple(asked): value for asked, value in numbers}
    for asked, value in numbers:
        assert distinct[tuple(asked)] == value
    for questions_, value in distinct.items():
        names = "".join(f"{question.partition('?')[0]}?" for question in (questions_[0], questions_[-1]))
        answered(snapshot, list(questions_), value, names in over)


def test_a_number_of_the_day_asks_for_the_day() -> None:
    part = Slice(group=7, until=day("12-15"))
    assert of_the_day("fines").asks(part) == (
        "fines_decided?group=7&since=2020-12-15&until=2020-12-15",
        "fines_proposed?group=7&since=2020-12-15&until=2020-12-15",
    )
    assert COLUMNS["rectification_rate"].asks(part) == (
        "rectified?group=7&until=2020-12-15",
        "hazards?group=7&until=2020-12-15",
    )


# What does not add up

LABELS = {name: f"{column.heading}{column.label}" for name, column in COLUMNS.items()}


def numbers(label: str, **values: int | None) -> Numbers:
    return Numbers(label, values)


@pytest.mark.parametrize(
    ("rows", "total", "wrong"),
    [
        ([{"hazards": 3}, {"hazards": 4}], {"hazards": 7}, []),
        ([], {"hazards": 0}, []),
        ([{"hazards": 3}, {"hazards": 4}], {"hazards": 8}, ["表：“合计”行的问题隐患发现是8，各行之和是7（相差1）"]),
        ([{"hazards": 3}, {"hazards": None}], {"hazards": 3}, ["表：问题隐患发现没有填写：第2组（没有的填0）"]),
        ([{"hazards": 3}, {}], {"hazards": 3}, ["表：问题隐患发现没有填写：第2组（没有的填0）"]),
        ([{"hazards": 3}], {"hazards": None}, ["表：问题隐患发现没有填写：合计（没有的填0）"]),
        (
            [{"hazards": 3, "rectified": 4}, {"hazards": 4, "rectified": 0}],
            {"hazards": 7, "rectified": 4},
            ["表：“第1组”行的问题隐患已整改4多于问题隐患发现3"],
        ),
        ([{"hazards": 1, "major": 2}], {"hazards": 1, "major": 2}, ["第1组", "合计"]),
        ([{"major": 1, "major_rectified": 2}], {"major": 1, "major_rectified": 2}, ["第1组", "合计"]),
        ([{"units": 1, "suspensions": 2}], {"units": 1, "suspensions": 2}, ["第1组", "合计"]),
        ([{"units": -1}, {"units": 1}], {"units": 0}, ["表：“第1组”行的检查企业企业-1是负数"]),
        (
            [{"fines": 5, "fines_decided": 2, "fines_proposed": 2}],
            {"fines": 5, "fines_decided": 2, "fines_proposed": 2},
            ["表：“第1组”行的罚款合计5不等于罚款已罚、罚款拟罚之和4", "合计"],
        ),
    ],
)
def test_reconciling(rows: list[dict[str, int | None]], total: dict[str, int | None], wrong: list[str]) -> None:
    named = [numbers(f"第{number}组", **row) for number, row in enumerate(rows, 1)]
    found = reconcile(named, numbers("合计", **total), LABELS, "表").wrong
    assert len(found) == len(wrong)
    for problem, words in zip(found, wrong, strict=True):
        assert words in str(problem)


def test_more_filed_than_suggested_is_only_unusual() -> None:
    row = {"suggested": 1, "filed": 2}
    found = reconcile([numbers("第1组", **row)], numbers("合计", **row), LABELS)
    assert found.wrong == ()
    assert [str(one) for one in found.unusual] == [
        "“第1组”行的立案属地立案2多于立案建议立案1（属地可以自行立案）",
        "“合计”行的立案属地立案2多于立案建议立案1（属地可以自行立案）",
    ]


def test_what_is_unusual_is_told_and_no_error(tmp_path: Path) -> None:
    statistics = statistics_of(seen(tmp_path, [visit("V1"), filing("L1")]))
    assert len(statistics.unusual) == 2
    assert "请核对：“合计”行的立案属地立案1多于立案建议立案0。" in statistics.document.text.replace("\n", "")


def test_records_of_a_group_that_has_no_row(tmp_path: Path) -> None:
    """The store refuses to let the group go; a table without it would not add up."""
    with stored(tmp_path, [visit("V1", group=3), visit("V2")]) as store:
        without = campaign(groups=2, arrangement="free")
        with pytest.raises(CampaignError, match=r"V1.*没有第3组"):
            store.revise_campaign(without, by="甲", reason="丙市不再派组")
        cube = Snapshot(store, day("12-31")).figures
    table = table_of(cube, "检查组", columns_named(["units"]), by_group(without), day("12-31"))
    with pytest.raises(CampaignError, match="按检查组：“合计”行的检查企业企业是2，各行之和是1"):
        checked({"检查组": table})


def test_a_unit_told_to_be_of_two_industries_counts_in_the_first(tmp_path: Path) -> None:
    one, other = visit("V1", name="甲厂", industry="钢铁"), visit("V2", "11-12", name="甲厂", industry="铝加工")
    table = statistics_of(seen(tmp_path, [one, other, suspension("T1", "V2", "11-12")])).tables["行业"]
    counted = {row.label: (row.values["units"], row.values["suspensions"]) for row in table.rows}
    assert (counted["钢铁"], counted["铝加工"]) == ((1, 1), (0, 0))


def test_a_rate_is_exact_in_the_data(tmp_path: Path) -> None:
    records = [visit("V1"), *(finding(f"F{number}") for number in range(3)), review("R1", "F0"), review("R2", "F1")]
    statistics: Statistics = statistics_of(seen(tmp_path, records))
    total = statistics.as_dict()["tables"]["检查组"]["total"]
    assert (total["values"]["rectification_rate"], total["shown"]["rectification_rate"]) == ("2/3", "66.7%")
