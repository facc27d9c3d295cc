"""The command line as its users meet it: output, JSON shapes, errors on standard error, exit status."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

FURNITURE = str(ROOT / "examples" / "furniture-dust.yaml")


def run(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "enforce_rules", *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        encoding="utf-8",
        check=False,
    )


def told(*arguments: str) -> Any:
    result = run(*arguments)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_inspect_for_people() -> None:
    result = run("inspect", FURNITURE)
    assert result.returncode == 0, "a violation found is not an error"
    text = result.stdout
    places = [text.index(word) for word in ("违法", "DE-03", "DE-06", "待查", "不适用")]
    assert places == sorted(places)
    assert text.count("【重大事故隐患】") == 2
    assert "不是2020年河南省异地督导执法检查所用手册的原文" in text.replace("\n", "")


def test_inspect_json() -> None:
    data = told("inspect", FURNITURE, "--json")
    assert {"enterprise", "on", "manual", "digest", "verdicts", "counts"} <= set(data)
    assert data["on"] == "2024-04-02"
    first = next(verdict for verdict in data["verdicts"] if verdict["item"] == "DE-06")
    assert {"item", "verdict", "major", "needed", "breaches"} <= set(first)
    breach = next(breach for breach in first["breaches"] if breach["verdict"] == "violation")
    assert {"name", "verdict", "statement", "duties", "trace"} <= set(breach)
    assert breach["trace"]["value"] is True
    assert sum(
        data["counts"][verdict] for verdict in ("violation", "compliant", "undetermined", "not_applicable")
    ) == len(data["verdicts"])
    assert set(data["questions"]) == {name for verdict in data["verdicts"] for name in verdict["needed"]}


def test_inspect_on_another_day() -> None:
    data = told("inspect", FURNITURE, "--json", "--on", "2020-12-01")
    duties = [
        duty
        for verdict in data["verdicts"]
        for breach in verdict["breaches"]
        if breach["verdict"] == "violation"
        for duty in breach["duties"]
    ]
    assert "安全生产法(2014)第三十三条第一款" in duties


def test_a_day_beyond_what_was_checked_is_said() -> None:
    assert "法律只核对到" in run("inspect", FURNITURE, "--on", "2027-01-01").stdout
    assert "法律只核对到" not in run("inspect", FURNITURE).stdout


def test_the_first_questions_are_shown_and_all_on_request() -> None:
    first, whole = run("inspect", FURNITURE).stdout, run("inspect", FURNITURE, "--all").stdout
    assert "个事实没有列出" in first
    assert "个事实没有列出" not in whole
    assert len(whole.splitlines()) > 5 * len(first.splitlines())


def test_a_fact_that_only_asks_items_that_do_not_apply_is_said(tmp_path: Path) -> None:
    """A shop that really stores what its licence says it does not: the storage item would pass it over without a word."""
    path = tmp_path / "facts.yaml"
    facts = "{hazchem_activities: [经营], hazchem_places_outside_store: 1, employees: 20}"
    path.write_text(f"inspection: {{date: 2024-04-02}}\nfacts: {facts}\n", encoding="utf-8")
    data = told("inspect", str(path), "--json")
    assert data["unused"] == ["hazchem_places_outside_store"]
    assert "hazchem_places_outside_store" in run("inspect", str(path)).stdout.split("请核对是否填错：")[1]
    assert told("inspect", FURNITURE, "--json")["unused"] == []


def test_why() -> None:
    assert "理由" in run("inspect", FURNITURE, "--why").stdout


def test_export_json() -> None:
    data = told("export", "--json")
    item = next(item for item in data["items"] if item["id"] == "MR-06")
    assert {"id", "title", "table", "content", "methods", "facts", "applies", "major", "breaches", "scenarios"} <= set(
        item
    )
    assert {"name", "violated", "statement", "remedy", "duties", "penalties", "same_act", "transfer"} <= set(
        item["breaches"][0]
    )
    provision = next(p for p in data["provisions"] if p["citation"] == "安全生产法(2021)第九十九条第（二）项")
    assert (
        provision["law"],
        provision["edition"],
        provision["article"],
        provision["paragraph"],
        provision["item"],
    ) == ("安全生产法", 2021, 99, None, 2)
    assert (provision["in_force_from"], provision["in_force_until"], provision["verified"]) == (
        "2021-09-01",
        None,
        True,
    )
    sanction = next(s for s in provision["sanctions"] if s["stage"] == "overdue" and s["party"] == "unit")
    assert (sanction["mandatory"], sanction["fine_min"], sanction["fine_max"]) == (True, 50_000, 200_000)
    fact = next(fact for fact in data["facts"] if fact["name"] == "employees")
    assert fact["items"][0] == "MR-06"
    assert {"name", "type", "unit", "values", "min", "max", "ask", "items"} <= set(fact)
    assert {"name", "condition"} <= set(data["terms"][0])
    cited = {
        cite
        for item in data["items"]
        for breach in item["breaches"]
        for cite in (*breach["duties"], *breach["penalties"])
    }
    assert cited <= {provision["citation"] for provision in data["provisions"]}


def test_items() -> None:
    assert "DE-06" in run("items").stdout
    assert "MR-06" not in run("items", "--table", "DE").stdout
    shown = run("items", "DE-06").stdout
    assert "安全生产法(2014)第三十三条第一款（自2014年12月1日起至2021年8月31日止）" in shown.replace("\n", "").replace(
        "  ", ""
    )
    on = run("items", "DE-06", "--on", "2024-04-02").stdout
    assert "(2014)" not in on
    assert "2024年1月1日前" not in run("items", "CS-04", "--on", "2024-04-02").stdout
    assert told("items", "DE-06", "--json")["id"] == "DE-06"


def test_document(tmp_path: Path) -> None:
    text = run("document", "rectification-order", FURNITURE).stdout
    assert "责令限期整改指令书" in text
    out = tmp_path / "order.html"
    assert run("document", "rectification-order", FURNITURE, "--format", "html", "--out", str(out)).returncode == 0
    before = out.read_text(encoding="utf-8")
    again = run("document", "rectification-order", FURNITURE, "--out", str(out))
    assert again.returncode == 2
    assert "已经存在" in again.stderr
    assert out.read_text(encoding="utf-8") == before
    assert len(told("documents", "--json")) == 36


def test_facts_new(tmp_path: Path) -> None:
    out = tmp_path / "new.yaml"
    assert run("facts", "new", "--for", "dust,confined_space", "--out", str(out)).returncode == 0
    assert "airlock:" in out.read_text(encoding="utf-8")
    result = run("inspect", str(out), "--on", "2024-04-02", "--json")
    assert result.returncode == 0
    counts = json.loads(result.stdout)["counts"]
    assert counts["violation"] == counts["compliant"] == counts["not_applicable"] == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("inspect", "nowhere.yaml"), "读不了文件"),
        (("inspect", FURNITURE, "--rules", "nowhere"), "没有这个规则文件夹"),
        (("inspect", FURNITURE, "--on", "2024-13-01"), "2024-13-01"),
        (("items", "DE-66"), "没有 DE-66 这个检查事项"),
        (("items", "--table", "XX"), "没有 XX 这个检查表"),
        (("schema", "itm"), "没有 itm 这种文件（是否为 item？）"),
        (("facts", "new", "--for", "dusts"), "没有 dusts 这类企业（是否为 dust？）"),
        (("document", "order", FURNITURE), "没有 order 这种文书"),
        (("document", "rectification-order", FURNITURE, "--format", "odt"), "没有 odt 这种格式"),
        (("document", "rectification-order", FURNITURE, "--out", "/nowhere/x.txt"), "写不了"),
        (("nonsense",), "nonsense"),
    ],
)
def test_errors_are_plain_and_have_status_2(arguments: tuple[str, ...], says: str) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert says in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.stderr


def test_problems_of_a_facts_file_go_to_standard_error(tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text("inspection: {date: 2024-04-02}\nfacts:\n  emploees: 3\n  airlock: 坏\n", encoding="utf-8")
    result = run("inspect", str(path))
    assert result.returncode == 2
    assert result.stdout == ""
    lines = result.stderr.strip().splitlines()
    assert lines[0].startswith(f"{path}:3:3 facts.emploees: 没有 emploees 这个事实（是否为 employees？）")
    assert lines[1].startswith(f"{path}:4:12 facts.airlock:")


def test_catalogue(tmp_path: Path) -> None:
    folder = str(tmp_path / "items")
    assert run("catalogue", "--out", folder).returncode == 0
    page = (tmp_path / "items" / "DE-06.md").read_text(encoding="utf-8")
    assert page.startswith("# DE-06 ")
    again = run("catalogue", "--out", folder)
    assert again.returncode == 2
    assert "已经存在" in again.stderr
    assert run("catalogue", "--out", folder, "--force").returncode == 0


def test_checklist(tmp_path: Path) -> None:
    page = run("checklist", "--for", "dust")
    assert page.stdout.startswith("<!doctype html>")
    assert "锁气卸灰装置" in page.stdout
    workbook = str(tmp_path / "检查表.xlsx")
    assert run("checklist", "--for", "dust,confined_space", "--format", "xlsx", "--out", workbook).returncode == 0
    assert run("inspect", workbook, "--on", "2024-04-02").returncode == 0
    for arguments, says in (
        (("--for", "dusty"), "没有 dusty 这类企业（是否为 dust？）"),
        (("--format", "xlsx"), "xlsx 要写到文件"),
        (("--format", "docx"), "没有 docx 这种格式"),
        (("--format", "xlsx", "--out", workbook), "已经存在"),
    ):
        refused = run("checklist", *arguments)
        assert refused.returncode == 2
        assert says in refused.stderr


def test_an_inspection_before_the_manual_says_that_the_law_is_not_complete() -> None:
    data = told("inspect", str(ROOT / "examples" / "published" / "P08.yaml"), "--json")
    assert data["law_caveat"] == "2020年11月1日以前的法律只收录了一部分，没有列出的不等于没有"
    assert told("inspect", FURNITURE, "--json")["law_caveat"] is None
    refused = run("inspect", FURNITURE, "--on", "2018-12-31")
    assert refused.returncode == 2
    assert "早于2019-01-01" in refused.stderr


def test_schema(tmp_path: Path) -> None:
    assert told("schema", "item")["title"]
    assert run("schema", "--out", str(tmp_path)).returncode == 0
    assert len(list(tmp_path.glob("*.schema.json"))) == 11


def test_version_and_help() -> None:
    assert run("--version").stdout.startswith("enforce-rules ")
    assert "inspect" in run("--help").stdout


def test_help_does_not_load_the_manual() -> None:
    """Start-up stays quick because the heavy parts are imported only by the commands that need them."""
    code = "import sys; from enforce_rules.cli.app import app; print([m for m in ('pydantic', 'yaml', 'jinja2', 'cn2an') if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
