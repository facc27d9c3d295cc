"""The file of a case: what is due in the order in which a case goes, each document with its reason, and none stops the others."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from enforce_rules import DocumentError, Manual
from enforce_rules.document.casefile import Entry, due_in, entries, index_page
from enforce_rules.evaluate import Inspection
from enforce_rules.penalty import Penalties
from enforce_rules.penalty.calendar import known_years
from tests.conftest import ROOT
from tests.test_cli_documents import call

CASES = ROOT / "examples" / "cases"
ORDER = [
    ("inspection-plan", "unit"),
    ("inspection-record", "unit"),
    ("rectification-order", "unit"),
    ("on-site-measures", "unit"),
    ("seizure", "unit"),
    ("evidence-preservation", "unit"),
    ("case-filing", "unit"),
    ("interview-record", "unit"),
    ("reinspection", "unit"),
    ("case-report", "unit"),
    ("hearing-notice", "unit"),
    ("hearing-notice", "赵某"),
    ("hearing-invitation", "unit"),
    ("legal-review", "unit"),
    ("penalty-decision-unit", "unit"),
    ("penalty-decision-person", "赵某"),
    ("no-penalty-decision", "unit"),
    ("transfer", "消防救援机构"),
    ("urging-letter", "unit"),
    ("urging-letter", "赵某"),
    ("service-receipt", "unit"),
]
"""From the plan to service. The invitation is due where a hearing was asked for."""


@cache
def case(manual: Manual, year: str) -> tuple[Inspection, Penalties]:
    inspection = manual.inspect(CASES / f"{year}.yaml")
    return inspection, manual.penalties(inspection)


def asked(inspection: Inspection) -> set[tuple[str, str]]:
    """The hearings that are due."""
    told = {"unit": inspection.facts.case.procedure}
    told |= {person.name or "": person.procedure or told["unit"] for person in inspection.facts.case.persons}
    return {
        ("hearing-invitation", name)
        for name, steps in told.items()
        if steps.hearing is not None and steps.hearing.requested
    }


def made(manual: Manual, data: Any, **options: Any) -> list[Entry]:
    inspection = manual.inspect(data)
    return list(entries(inspection, manual.penalties(inspection), **options))


# What is due, and in which order


@pytest.mark.parametrize("year", ["2020", "2026"])
def test_the_order_of_a_case(manual: Manual, year: str) -> None:
    inspection, penalties = case(manual, year)
    due = [(one.kind.id, one.subject.name) for one in due_in(inspection, penalties)]
    hearings = asked(inspection)
    assert due == [one for one in ORDER if one[0] != "hearing-invitation" or one in hearings]


@pytest.mark.parametrize("year", ["2020", "2026"])
def test_every_document_has_a_reason_a_number_and_a_name_of_its_own(manual: Manual, year: str) -> None:
    inspection, penalties = case(manual, year)
    found = list(entries(inspection, penalties, draft=True))
    assert [entry.number for entry in found] == list(range(1, len(found) + 1))
    assert all(entry.due.why for entry in found)
    names = [entry.name for entry in found]
    assert names == sorted(names)
    assert len(set(names)) == len(names)
    for entry in found:
        assert re.fullmatch(rf"{entry.number:02d}{re.escape(entry.due.kind.name)}(-\d+)?", entry.name)


def test_nothing_found_leaves_the_record_alone(manual: Manual) -> None:
    found = made(manual, {"inspection": {"date": "2024-04-02"}, "facts": {}}, draft=True)
    assert [entry.due.kind.id for entry in found] == ["inspection-record"]


def test_what_is_anothers_is_handed_over_and_not_ordered(manual: Manual) -> None:
    data = {"inspection": {"date": "2024-04-02"}, "facts": {"fire_facility_defects": 2}}
    found = made(manual, data, draft=True)
    assert [(entry.due.kind.id, entry.due.subject.name) for entry in found] == [
        ("inspection-record", "unit"),
        ("transfer", "消防救援机构"),
    ]


def test_a_lighter_case_is_told_without_a_hearing(manual: Manual) -> None:
    breach = "MR-13.special_operator_uncertified"
    data: dict[str, Any] = {
        "inspection": {"date": "2024-04-02"},
        "case": {"circumstances": [], "decisions": [{"breach": breach, "fine": 49_999, "reason": "人数少"}]},
        "facts": {"has_special_operations": True, "special_operators_uncertified": 2},
    }
    lighter = [entry.due.kind.id for entry in made(manual, data, draft=True)]
    assert "penalty-notice" in lighter
    assert "hearing-notice" not in lighter
    assert "legal-review" not in lighter
    data["case"]["decisions"][0]["fine"] = 50_000
    heavier = [entry.due.kind.id for entry in made(manual, data, draft=True)]
    assert "penalty-notice" not in heavier
    assert {"hearing-notice", "legal-review"} <= set(heavier)


# One that cannot be made


def test_one_that_cannot_be_made_says_why_and_the_others_are_made(manual: Manual) -> None:
    inspection, penalties = case(manual, "2020")
    found = list(entries(inspection, penalties))
    failed = [entry for entry in found if entry.document is None]
    issued = [entry for entry in found if entry.document is not None]
    assert {"legal-review", "penalty-decision-unit"} <= {entry.due.kind.id for entry in failed}
    assert len(issued) > 10
    assert all(entry.problems and not entry.issued for entry in failed)
    assert all(entry.issued and entry.document and entry.document.draft is False for entry in issued)
    (unit,) = [entry for entry in failed if entry.due.kind.id == "penalty-decision-unit"]
    assert any("没有核对原文" in problem for problem in unit.problems)


def test_whoever_allows_law_that_was_not_read_has_the_decisions_too(manual: Manual) -> None:
    for year in ("2020", "2026"):
        inspection, penalties = case(manual, year)
        found = entries(inspection, penalties, allow_unverified=True)
        assert {entry.due.kind.id for entry in found if entry.document is None} == {"legal-review"}


def test_drafts_are_made_though_they_may_not_be_issued(manual: Manual) -> None:
    data = {
        "inspection": {"date": "2024-04-02"},
        "facts": {"dust_explosion_unit": True, "dry_dust_collector": True, "dry_collected_dusts": ["木质"], "airlock": "未设置"},
    }  # fmt: skip
    found = made(manual, data, draft=True)
    drafts = [entry for entry in found if entry.document is not None]
    assert {"inspection-record", "rectification-order", "penalty-decision-unit"} <= {one.due.kind.id for one in drafts}
    for entry in drafts:
        assert entry.document
        assert entry.document.draft
        assert entry.problems
        assert not entry.issued
    strict = made(manual, data)
    assert [entry.due for entry in strict] == [entry.due for entry in found]
    assert all(entry.document is None and entry.problems for entry in strict)


def test_a_year_whose_holidays_are_not_known_stops_no_draft(manual: Manual) -> None:
    year = known_years()[1] + 1
    data: dict[str, Any] = {
        "inspection": {"date": f"{year}-03-02"},
        "case": {
            "circumstances": [],
            "filed": f"{year}-03-03",
            "decided": f"{year}-03-30",
            "procedure": {
                "notified": f"{year}-03-05",
                "hearing_offered": True,
                "statement": {"made": False},
                "hearing": {"requested": False},
            },
        },
        "facts": {"has_special_operations": True, "special_operators_uncertified": 2},
    }
    found = {entry.due.kind.id: entry for entry in made(manual, data, draft=True)}
    assert found["penalty-decision-unit"].document is not None
    assert any(f"没有{year}年的节假日安排" in problem for problem in found["penalty-decision-unit"].problems)


def test_a_broken_template_of_an_office_stops_only_its_own_document(manual: Manual, tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "seizure.html.j2").write_text("<body>\n{{ 1 / 0 }}</body>", encoding="utf-8")
    inspection, penalties = case(manual, "2020")
    found = {entry.due.kind.id: entry for entry in entries(inspection, penalties, draft=True, templates=tmp_path)}
    assert found["seizure"].document is None
    assert found["seizure"].problems[0].startswith("documents/seizure.html.j2:2: 模板有误")
    assert found["evidence-preservation"].document is not None


# Names of files


def test_names_of_persons_are_no_part_of_names_of_files(manual: Manual) -> None:
    names = ["../x", "a/b", "..", "C:\\con", "赵某\u200f", "CON"]
    people = [{"party": "principal", "name": name} for name in names]
    data = {
        "enterprise": {"name": "../../厂/某"},
        "inspection": {"date": "2024-04-02", "documents": {"urging-letter": {}}},
        "case": {"circumstances": [], "persons": people},
        "facts": {"hazards_concealed": 1},
    }
    found = made(manual, data, draft=True)
    ours = [entry for entry in found if entry.due.subject.person is not None]
    assert {entry.due.subject.name for entry in ours} == set(names)
    assert len({entry.name for entry in found}) == len(found)
    for entry in found:
        assert re.fullmatch(r"\d{2}[\w（）]+(-\d+)?", entry.name)


def test_an_office_may_name_its_kinds_as_it_likes(manual: Manual, tmp_path: Path) -> None:
    name = "催告/通知\\书:“甲” 2"
    entry = f"- {{id: seizure, name: '{name}', abbr: 催, stage: 执行, to: none, about: enterprise, use: 用}}\n"
    (tmp_path / "documents.yaml").write_text(entry, encoding="utf-8")
    inspection, penalties = case(manual, "2020")
    found = {one.due.kind.id: one for one in entries(inspection, penalties, draft=True, templates=tmp_path)}
    assert found["seizure"].due.kind.name == name
    assert not set('/\\: "') & set(found["seizure"].name)


# The index


class Page(HTMLParser):
    """The rows of the table of a page, and where its links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.links: list[str] = []
        self.elements: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
        elif tag == "a":
            self.links.append(unquote(dict(attrs)["href"] or ""))

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data.strip()


def test_the_index_lists_all_with_what_stands_against_each(manual: Manual) -> None:
    inspection, penalties = case(manual, "2020")
    found = list(entries(inspection, penalties))
    rendered = index_page(inspection, penalties, found, "pdf")
    page = Page(rendered.html)
    assert len(page.rows) == len(found) + 1
    for row, entry in zip(page.rows[1:], found, strict=True):
        assert row[0] == str(entry.number)
        assert entry.due.kind.name in row[1]
        assert row[3] == ("可以制发" if entry.document else "没有制作")
        assert entry.due.why in row[4]
        for problem in (*entry.problems, *entry.notes):
            assert problem in row[4]
    assert page.links == [f"{entry.name}.pdf" for entry in found if entry.document]
    assert "郑应急立〔2020〕31号" in rendered.text
    assert "（郑）应急责改〔2020〕12号" in rendered.text


def test_the_index_says_what_is_a_draft(manual: Manual) -> None:
    inspection, penalties = case(manual, "2020")
    found = list(entries(inspection, penalties, draft=True))
    states = {entry.number: row[3] for entry, row in zip(found, Page(index_page(inspection, penalties, found, "txt").html).rows[1:], strict=True)}  # fmt: skip
    for entry in found:
        expected = "没有制作" if entry.document is None else "草稿" if entry.problems else "可以制发"
        assert states[entry.number] == expected
    assert set(states.values()) == {"没有制作", "草稿", "可以制发"}


def test_the_index_shows_strange_names_literally(manual: Manual) -> None:
    name = "<script>alert(1)</script>\"'&{{ 1 }}"
    data = {
        "enterprise": {"name": name},
        "inspection": {"date": "2024-04-02"},
        "case": {"number": name, "circumstances": [], "persons": [{"party": "principal", "name": name}]},
        "facts": {"hazards_concealed": 1},
    }
    inspection = manual.inspect(data)
    penalties = manual.penalties(inspection)
    rendered = index_page(inspection, penalties, list(entries(inspection, penalties, draft=True)), "docx")
    page = Page(rendered.html)
    assert "script" not in page.elements
    assert name in {row[2] for row in page.rows}
    assert name in rendered.text.replace("\n", "")


# On disk


def folder_of(path: Path) -> set[str]:
    return {file.name for file in path.iterdir()}


def test_a_case_is_written_to_a_folder(manual: Manual, tmp_path: Path) -> None:
    out = tmp_path / "new" / "案卷"
    result = call("case", str(CASES / "2020.yaml"), "--out", str(out), "--format", "txt", "--receipts")
    inspection, penalties = case(manual, "2020")
    found = list(entries(inspection, penalties))
    issued = [entry.name for entry in found if entry.document]
    assert folder_of(out) == {"index.html", *(f"{name}.{end}" for name in issued for end in ("txt", "receipt.json"))}
    assert result.returncode == 1, "the decisions rest on law that was not read"
    assert f"{len(issued)} 份文书，{len(found) - len(issued)} 份没有制作" in result.stdout
    assert "行政处罚决定书（单位）：没有核对原文" in result.stderr
    for link in Page((out / "index.html").read_text(encoding="utf-8")).links:
        assert (out / link).is_file()
    for entry in found:
        if entry.document:
            assert (out / f"{entry.name}.txt").read_text(encoding="utf-8") == entry.document.text
            assert manual.replay(out / f"{entry.name}.receipt.json").same


def test_only_what_has_no_template_counts_as_no_failure(tmp_path: Path) -> None:
    facts = str(CASES / "2020.yaml")
    result = call("case", facts, "--out", str(tmp_path), "--format", "html", "--allow-unverified")
    assert result.returncode == 0
    assert "1 份没有制作" in result.stdout
    assert "没有提供法制审核意见书（集体讨论记录）（legal-review）的模板" in result.stderr
    assert not [name for name in folder_of(tmp_path) if "法制审核" in name]


def test_a_folder_that_holds_something_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("别动", encoding="utf-8")
    arguments = (
        "case",
        str(ROOT / "examples" / "furniture-dust.yaml"),
        "--out",
        str(tmp_path),
        "--format",
        "txt",
        "--draft",
    )
    refused = call(*arguments)
    assert refused.returncode == 2
    assert "已经存在，并且不是空文件夹" in refused.stderr
    assert folder_of(tmp_path) == {"mine.txt"}
    forced = call(*arguments, "--force")
    assert forced.returncode == 0
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "别动"
    assert "index.html" in folder_of(tmp_path)
    assert call(*arguments, "--force").returncode == 0


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("别动", encoding="utf-8")
    for force in ((), ("--force",)):
        refused = call("case", str(CASES / "2020.yaml"), "--out", str(file), *force)
        assert refused.returncode == 2
        assert file.read_text(encoding="utf-8") == "别动"


def test_what_a_format_cannot_say_leaves_no_file_and_stops_nothing(tmp_path: Path) -> None:
    """Two columns in a table of one: HTML and text pass over it, Word cannot."""
    templates, out = tmp_path / "templates", tmp_path / "out"
    (templates / "documents").mkdir(parents=True)
    (templates / "documents" / "rectification-order.html.j2").write_text(
        '<body><table data-widths="1"><tr><td data-block="a">甲</td><td data-block="b">乙</td></tr></table></body>',
        encoding="utf-8",
    )
    facts = str(ROOT / "examples" / "furniture-dust.yaml")
    result = call("case", facts, "--out", str(out), "--draft", "--templates", str(templates), "--receipts")
    assert result.returncode == 1
    assert "责令限期整改指令书：表 1 第 1 行第 2 列的单元格重叠或者超出表格" in result.stderr
    assert not [name for name in folder_of(out) if "责令限期整改指令书" in name]
    assert [name for name in folder_of(out) if name.endswith("现场检查记录.docx")]
    assert "index.html" in folder_of(out)


def test_an_unknown_subject_is_no_part_of_a_case(manual: Manual) -> None:
    inspection, _ = case(manual, "2020")
    with pytest.raises(DocumentError, match="不能写给“李四”"):
        manual.document("hearing-notice", inspection, draft=True, subject="李四")
