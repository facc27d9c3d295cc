"""Lint: every check finds its fault, at its place, and nothing else; the shipped manual has no error."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from enforce_rules import Manual, RuleError
from enforce_rules.manual import survey
from enforce_rules.manual.yamlfile import read_yaml
from enforce_rules.quality.lint import CHECKS, Finding, lint
from tests.conftest import ROOT
from tests.quality.planted import COUNTED, CRITERIA, FACTS, FAULTS, FIRST, ITEM, LAW, MANUAL, OTHER, SOUND, TERMS, Fault

PAGES = ROOT / "docs" / "lint"


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """A small rules folder in which lint finds nothing."""
    return write(tmp_path / "rules", SOUND)


def write(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def told(found: list[Finding]) -> list[tuple[str, str, int | None]]:
    return [(one.id, one.place.file, one.place.line) for one in found]


def test_nothing_is_found_in_sound_rules(sound: Path) -> None:
    assert told(lint(survey(sound))) == []


@pytest.mark.parametrize("fault", FAULTS, ids=[f"{fault.id}-{number}" for number, fault in enumerate(FAULTS)])
def test_a_planted_fault_is_found_and_nothing_else(sound: Path, fault: Fault) -> None:
    fault.plant(sound)
    found = lint(survey(sound))
    assert told(found) == [fault.expected(sound)], [str(one) for one in found]
    assert found[0].severity == CHECKS[fault.id].severity
    assert found[0].page == f"docs/lint/{fault.id}.md"


def test_an_item_written_twice(sound: Path) -> None:
    write(sound, {"items/UU/TT-01.yaml": SOUND[ITEM]})
    assert told(lint(survey(sound))) == [("duplicate-id", str(sound / "items/UU/TT-01.yaml"), None)]


def test_every_check_is_planted() -> None:
    assert {fault.id for fault in FAULTS} == set(CHECKS)


def test_faults_of_several_files_are_found_together_in_order(sound: Path) -> None:
    for id in ("list-unused", "basis-of-wrong-kind", "statement-fails", "unfilled", "citation-misfit"):
        next(fault for fault in FAULTS if fault.id == id).plant(sound)
    found = lint(survey(sound))
    assert {"list-unused", "statement-fails", "unfilled"} <= {one.id for one in found}
    assert [one.place.file for one in found] == sorted(one.place.file for one in found)
    lines = [one.place.line or 0 for one in found if one.place.file == str(sound / ITEM)]
    assert lines == sorted(lines)


def test_a_fault_of_one_item_does_not_hide_another(sound: Path) -> None:
    """A condition that cannot be read stops what hangs on it, no more."""
    next(fault for fault in FAULTS if 'airlock == "没有"' in fault.new).plant(sound)
    next(fault for fault in FAULTS if fault.id == "breach-without-law").plant(sound)
    assert {one.id for one in lint(survey(sound))} == {"rules-invalid", "breach-without-law"}


def test_words_may_be_shared_by_breaches_of_different_times(sound: Path) -> None:
    old = SOUND[OTHER][SOUND[OTHER].index("  signs_missing:") : SOUND[OTHER].index("baseline:")]
    earlier = old.replace("signs_missing", "signs_missing_before").replace(
        "    violated", "    until: 2021-08-31\n    violated"
    )
    later = old.replace("    violated", "    from: 2021-09-01\n    violated")
    earlier = earlier.replace(", 安全生产法(2021)第二十四条", "")
    later = later.replace("安全生产法(2014)第二十一条, ", "")
    write(sound, {OTHER: SOUND[OTHER].replace(old, earlier + later)})
    assert told(lint(survey(sound))) == []


@pytest.mark.parametrize("said", ["自2021年9月10日起执行", "执行期限为2021-09-10"])
def test_a_note_that_names_the_day_is_its_source(sound: Path, said: str) -> None:
    planted = 'airlock == "未设置" and on >= date("2021-09-10")\n    note: ' + said
    write(sound, {ITEM: SOUND[ITEM].replace('airlock == "未设置"', planted)})
    assert told(lint(survey(sound))) == []


def test_a_fact_that_the_scenario_leaves_open_may_be_blank(sound: Path) -> None:
    text = SOUND[ITEM].replace(COUNTED, "statement: 车间{{ area }}平方米，风压表少于二块")
    write(
        sound,
        {ITEM: text.replace("facts: {meters: 1, mining: true},", "facts: {meters: 1, mining: true}, unknown: [area],")},
    )
    assert told(lint(survey(sound))) == []


def test_sanctions_said_to_be_left_out_are_sanctions(sound: Path) -> None:
    article = "第二十四条: {not_modelled: [没收违法所得]}"
    write(sound, {LAW: SOUND[LAW].replace("第二十四条: {}", article)})
    write(sound, {ITEM: SOUND[ITEM].replace(FIRST, f"{FIRST}\n      - 安全生产法(2021)第二十四条")})
    assert told(lint(survey(sound))) == []


@pytest.mark.parametrize("file", list(SOUND))
@pytest.mark.parametrize("text", ["", "[", "- 1\n", "a: b\n", "a: &x 1\n", "\tid: 1\n", "null\n", "\ud7ff\x00"])
def test_broken_files_are_told_not_crashed_on(sound: Path, file: str, text: str) -> None:
    (sound / file).write_bytes(text.encode("utf-8", "surrogatepass"))
    found = lint(survey(sound))
    assert found
    assert all(one.id in CHECKS for one in found)


@pytest.mark.parametrize("file", [FACTS, TERMS, LAW, CRITERIA, ITEM])
def test_missing_files_are_told_not_crashed_on(sound: Path, file: str) -> None:
    (sound / file).unlink()
    assert all(one.id in CHECKS for one in lint(survey(sound)))


def test_every_line_left_out_in_turn_does_not_crash(sound: Path) -> None:
    for file in (TERMS, LAW, ITEM, OTHER):
        lines = SOUND[file].splitlines(keepends=True)
        for number in range(len(lines)):
            write(sound, {file: "".join(lines[:number] + lines[number + 1 :])})
            assert all(one.id in CHECKS for one in lint(survey(sound)))
        write(sound, {file: SOUND[file]})


def test_no_rules_folder_is_an_error_of_the_loader(sound: Path, tmp_path: Path) -> None:
    (sound / MANUAL).unlink()
    for folder in (sound, tmp_path / "nowhere"):
        with pytest.raises(RuleError):
            lint(survey(folder))


def test_the_shipped_manual_has_no_error() -> None:
    began = time.perf_counter()
    found = lint(survey(kind=Manual))
    assert [str(one) for one in found if one.severity == "error"] == []
    assert time.perf_counter() - began < 5


def test_a_finding_as_data(sound: Path) -> None:
    fault = next(fault for fault in FAULTS if fault.id == "list-unused")
    fault.plant(sound)
    (one,) = lint(survey(sound))
    assert one.as_dict() == {
        "id": "list-unused",
        "severity": "error",
        "file": str(sound / FACTS),
        "line": 2,
        "column": 3,
        "path": "lists.dust_kinds",
        "what": "没有事实用到选项表 dust_kinds",
        "hint": "删去，或者由事实的 values 引用",
        "page": "docs/lint/list-unused.md",
    }


# The pages.


def test_every_check_has_a_page_and_every_page_a_check() -> None:
    assert {page.stem for page in PAGES.glob("*.md")} - {"README"} == set(CHECKS)


@pytest.mark.parametrize("id", list(CHECKS))
def test_the_page_of_a_check(id: str) -> None:
    """The same headings on each page; words under What and Why, examples that are YAML under Wrong and Right."""
    text = (PAGES / f"{id}.md").read_text(encoding="utf-8")
    block = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ .*$", block.sub("", text), re.MULTILINE)
    assert headings == [f"# {id}", "## What", "## Why", "## Wrong", "## Right"]
    for part in text.split("\n## ")[1:]:
        heading, _, content = part.partition("\n")
        examples = block.findall(content)
        assert bool(examples) == (heading in ("Wrong", "Right"))
        assert content.strip(), f"{heading} says nothing"
        for example in examples:
            assert re.search("[一-鿿]", example)
            read_yaml(example, f"{id}.md", RuleError)


def test_the_index_lists_every_check_with_its_severity() -> None:
    text = (PAGES / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \[([a-z-]+)\]\(([a-z-]+)\.md\) \| (\w+) \| .+ \|$", text, re.MULTILINE)
    assert rows == [(check.id, check.id, check.severity) for check in CHECKS.values()]
