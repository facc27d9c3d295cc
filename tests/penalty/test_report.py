"""The report and the command: every line a reviewer must check, the same in both formats; the JSON shape; errors."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from enforce_rules import Facts, FactsError, Inspection, Manual, PenaltyError, load_manual
from enforce_rules.document import penalty_report
from enforce_rules.quality.scenario import cases_of
from tests.conftest import ROOT
from tests.test_cli import run, told

SNAPSHOTS = Path(__file__).parent / "snapshots"
EXAMPLES = ("furniture-dust", "machining-plant-2020", "case-2021")
FURNITURE = "examples/furniture-dust.yaml"


@pytest.mark.parametrize("example", EXAMPLES)
@pytest.mark.parametrize("format", ["txt", "html"])
def test_snapshot(manual: Manual, example: str, format: str) -> None:
    """The examples' reports, word for word. To accept a change: ENFORCE_RULES_SNAPSHOTS=write make tests."""
    proposed = manual.penalties(manual.inspect(ROOT / "examples" / f"{example}.yaml"))
    text = penalty_report(proposed).as_format(format)
    assert isinstance(text, str)
    path = SNAPSHOTS / f"{example}.{format}"
    if os.environ.get("ENFORCE_RULES_SNAPSHOTS") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_proposal_is_told_from_fact_to_procedure(manual: Manual, example: str) -> None:
    proposed = manual.penalties(manual.inspect(ROOT / "examples" / f"{example}.yaml"))
    report = penalty_report(proposed)
    text = report.text.replace("\n", "")
    for one in proposed.proposals:
        said = [one.edition_reason, *one.review, *one.reasons, *(need.what for need in one.needs)]
        said += [other.citation for other in one.others] + [cite for cites in one.duties.values() for cite in cites]
        said += [one.provision] if one.provision else []
        for words in said:
            assert words in text
    kinds = [block.kind for block in report.blocks]
    assert kinds.count("provision") == len(proposed.proposals)
    assert all(block.sources.facts for block in report.blocks if block.kind == "finding")


def test_the_furniture_maker_of_2024() -> None:
    data = told("penalties", FURNITURE, "--json")
    (one,) = data["proposals"]
    assert (one["party"], one["provision"], one["edition"]) == ("unit", "安全生产法(2021)第九十九条第（二）项", 2021)
    assert (one["fine_min"], one["fine_max"], one["mandatory"]) == (0, 50_000, True)
    assert one["fine_min"] <= 19_000 <= one["fine_max"]  # what was imposed
    assert [breach["item"] for breach in one["breaches"]] == ["DE-03", "DE-06"]
    assert one["verified"] is True
    assert {"edition_reason", "other", "tier", "amount", "hearing", "review", "transfer"} <= set(one)
    assert data["totals"] == {"unit": one["amount"]}
    assert all(measure["penalty"] is False for measure in data["measures"])


def test_the_machining_plant_of_2020_meets_the_law_of_2014() -> None:
    data = told("penalties", "examples/machining-plant-2020.yaml", "--json")
    under = {one["provision"] for one in data["proposals"] if one["provision"].startswith("安全生产法")}
    assert under
    assert all("(2014)" in provision for provision in under)


def test_stage_and_day_of_the_decision_are_asked_for_on_the_command_line() -> None:
    overdue = told("penalties", FURNITURE, "--stage", "overdue", "--decided", "2024-06-01", "--json")
    assert overdue["decided"] == "2024-06-01"
    assert {(one["party"], one["fine_min"], one["fine_max"]) for one in overdue["proposals"]} == {
        ("unit", 50_000, 200_000),
        ("responsible", 10_000, 20_000),
    }


def test_a_scheme_of_the_office_is_used_where_it_fits() -> None:
    path = "examples/discretion/steps-by-number.yaml"
    data = told("penalties", "examples/machining-plant-2020.yaml", "--scheme", path, "--json")
    schemes = {one["provision"]: (one["scheme"], one["tier"], one["interval"]) for one in data["proposals"]}
    steps = schemes.pop("安全生产法(2014)第九十四条第（七）项")
    assert steps == ("steps_by_number", "一人至二人", [0, 20_000])
    assert {scheme for scheme, *_ in schemes.values()} == {"rules_2010"}


def test_the_report_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    assert run("penalties", FURNITURE, "--format", "html", "--out", str(path)).returncode == 0
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    again = run("penalties", FURNITURE, "--out", str(path))
    assert again.returncode == 2
    assert "已经存在" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--decided", "2019-01-01"), "决定日期2019-01-01早于检查日期2024-04-02"),
        (("--format", "odt"), "没有 odt 这种格式"),
        (("--format", "pdf"), "docx、pdf 要写到文件"),
        (("--stage", "late"), "late"),
        (("--scheme", "no-such.yaml"), "读不了文件"),
    ],
)
def test_bad_input_is_told(arguments: tuple[str, ...], words: str) -> None:
    result = run("penalties", FURNITURE, *arguments)
    assert result.returncode == 2
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_a_case_that_speaks_of_what_was_not_found_is_an_error(manual: Manual) -> None:
    data = {
        "inspection": {"date": "2024-04-02"},
        "case": {"acts": {"DE-03.no_explosion_protection": {"stage": "overdue"}}},
        "facts": {"dust_explosion_unit": False},
    }
    with pytest.raises(FactsError, match="没有查到"):
        manual.penalties(manual.inspect(data))


def test_breaches_of_one_act_may_not_be_told_in_two_ways(manual: Manual) -> None:
    probing = ["应当探水前进而未探水", "设计要求探放水的其他地点未按设计探放水"]
    acts = {
        "NM-UG-04.not_probed_ahead": {"stage": "found"},
        "NM-UG-04.probing_off_design": {"stage": "overdue"},
    }
    data = {
        "inspection": {"date": "2024-10-24"},
        "case": {"acts": acts},
        "facts": {"industries": ["矿山"], "mine_kinds": ["地下矿山"], "ug_probing_defects": probing},
    }
    with pytest.raises(FactsError, match="stage 写得不一样"):
        manual.penalties(manual.inspect(data))


def test_law_that_was_not_read_stops_a_decision_unless_it_is_allowed(manual: Manual) -> None:
    proposed = manual.penalties(manual.inspect(ROOT / "examples" / "published" / "P04.yaml"))
    assert all("工贸企业有限空间作业安全规定(2023)" in reason for reason in proposed.blocking)
    with pytest.raises(PenaltyError, match="没有核对原文"):
        proposed.for_decision()
    assert {one.party for one in proposed.for_decision(allow_unverified=True)} == {"unit", "responsible"}


def test_a_day_whose_law_was_not_checked_stops_a_decision(manual: Manual) -> None:
    proposed = manual.penalties(manual.inspect(ROOT / FURNITURE), decided=manual.info.law_checked_until)
    assert proposed.for_decision()
    assert manual.info.law_checked_until
    later = manual.info.law_checked_until.replace(year=manual.info.law_checked_until.year + 1)
    with pytest.raises(PenaltyError, match="法律只核对到"):
        manual.penalties(manual.inspect(ROOT / FURNITURE), decided=later).for_decision()


def test_a_manual_about_authorities_proposes_its_measures_and_no_penalty() -> None:
    book = load_manual(ROOT / "rules-government")
    proposed = [
        one
        for item in book.items.values()
        for case in cases_of(book, item)
        if case.scenario.breaches
        for one in book.penalties(Inspection(book.compiled, Facts(case.facts), case.on)).proposals
    ]
    assert {one.decision for one in proposed} == {"unpunished"}
    assert {words for one in proposed for words in one.other} == {"反馈", "督办", "移交线索"}
