"""What the documents show works as shown."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from enforce_rules import Facts, Manual, load_manual
from enforce_rules.document import kinds
from enforce_rules.document.law import LAW
from enforce_rules.evaluate import Inspection
from enforce_rules.manual import shipped_rules
from tests.conftest import ROOT
from tests.small import typed
from tests.test_cli_documents import call


def fenced(document: str, language: str) -> list[str]:
    text = (ROOT / document).read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_library_example_runs(readme: str) -> None:
    (code,) = fenced(readme, "python")
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True, encoding="utf-8"
    )
    assert "DE-06 干式除尘系统未设置锁气卸灰装置" in run.stdout
    assert "责令限期整改指令书" in run.stdout


def test_both_readmes_show_the_same() -> None:
    for language in ("sh", "yaml"):
        english, chinese = fenced("README.md", language), fenced("README.zh-CN.md", language)
        assert len(english) == len(chinese)
    assert fenced("README.md", "yaml") == fenced("README.zh-CN.md", "yaml")


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readme_counts_the_items(manual: Manual, readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    assert f"All {len(manual.items)} items" in text or f"全部{len(manual.items)}项" in text


def test_the_item_of_the_guide_is_an_item(tmp_path: Path) -> None:
    """The guide's example put in the place of DE-06: it loads, and its scenarios hold."""
    rules = Path(shutil.copytree(shipped_rules(), tmp_path / "rules"))
    (rules / "items" / "DE" / "DE-06.yaml").write_text(fenced("docs/writing-rules.md", "yaml")[0], encoding="utf-8")
    manual = load_manual(rules)
    item = manual.items["DE-06"]
    assert item.baseline is not None
    for scenario in item.scenarios:
        known = typed(manual, {**item.baseline.facts, **scenario.facts})
        facts = {name: value for name, value in known.items() if name not in scenario.unknown}
        found = Inspection(manual.compiled, Facts(facts), scenario.on or item.baseline.on)["DE-06"]
        assert (found.verdict, tuple(breach.name for breach in found.violations)) == (
            scenario.verdict,
            scenario.breaches,
        )


def test_the_guide_names_every_field_and_function(manual: Manual) -> None:
    from enforce_rules.language.functions import FUNCTIONS
    from enforce_rules.manual import Breach, Fact

    text = (ROOT / "docs" / "writing-rules.md").read_text(encoding="utf-8")
    for name in (*FUNCTIONS, "date"):
        assert f"{name}(" in text, name
    for model in (Breach, Fact):
        for name, field in model.model_fields.items():
            assert f"`{field.alias or name}`" in text or name in ("min", "max", "yes", "no"), name


def test_the_example_of_tables_runs() -> None:
    code = fenced("docs/tables.md", "python")[0]
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True, encoding="utf-8"
    )
    assert "甲家具厂" in run.stdout
    assert "airlock_missing" in run.stdout


@pytest.mark.parametrize(
    "command", [line.partition("  #")[0] for line in fenced("docs/tables.md", "sh")[0].splitlines()]
)
def test_the_commands_for_files_run(command: str, tmp_path: Path) -> None:
    """On files of the names that they show."""
    columns = ["enterprise", "county", "inspected", "dust_explosion_unit", "dry_dust_collector", "airlock"]
    table = pl.DataFrame([["甲厂", "东县", date(2024, 4, 2), True, True, "未设置"]], columns, orient="row")
    (tmp_path / "counties").mkdir()
    for name in ("enterprises.parquet", "counties/a.parquet"):
        table.drop([] if "/" in name else "inspected").write_parquet(tmp_path / name)
    table.drop("inspected").write_csv(tmp_path / "enterprises.csv")
    line = {"enterprise": {"name": "甲厂"}, "facts": {"dust_explosion_unit": True}}
    (tmp_path / "facts.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    path = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(["sh", "-c", command], cwd=tmp_path, env=path, check=True)
    out = shlex.split(command)[-1] if ">" in command else re.findall(r"--out (\S+)", command)[0]
    assert (tmp_path / out).exists()


def test_links_lead_somewhere() -> None:
    for document in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("benchmarks/*.md")]:
        for target in re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (document.parent / target).exists(), (document.name, target)


DOCUMENTS = (ROOT / "docs" / "documents.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """The cells of the rows of the table under a heading of docs/documents.md."""
    section = DOCUMENTS.partition(f"{heading}\n")[2].partition("\n#")[0]
    table = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]


def test_the_documents_page_lists_every_name_of_the_law() -> None:
    listed = [name for row in rows("### The names of the law") for name in re.findall("`([a-z_]+)`", row[1])]
    assert sorted(listed) == sorted(LAW)


def test_the_documents_page_lists_every_kind() -> None:
    known = [[f"`{kind.id}`", kind.name, "yes" if kind.template else "no"] for kind in kinds().values()]
    assert rows("## All kinds") == known
    assert f"{len(known)} kinds are known; {sum(row[2] == 'yes' for row in known)} have a template" in DOCUMENTS


WRITTEN = ("--out", "--receipt")
"""Options that name a file to be written, not one that is there."""
SHOWN = [
    block
    for language, block in re.findall(r"^```(.*)\n([\s\S]*?)^```$", DOCUMENTS, re.MULTILINE)
    if not language and block.startswith("$ enforce-rules ")
]


@pytest.mark.parametrize("block", SHOWN, ids=[block.partition("\n")[0] for block in SHOWN])
def test_the_documents_page_shows_what_is_printed(block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands of a block one after another, in a folder of their own where the examples are at hand."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    for shown in block.split("$ enforce-rules ")[1:]:
        command, *lines = shown.splitlines()
        arguments = shlex.split(command)
        if not all(Path(file).exists() for file in _files(arguments)):
            pytest.skip(f"{command}: its files are not in the repository")
        result = call(*arguments)
        if lines:
            assert _shows(lines, result.stdout.splitlines() + result.stderr.splitlines()), (command, result)


def test_most_of_what_the_documents_page_shows_can_be_run() -> None:
    files = [_files(shlex.split(block.partition("\n")[0])[2:]) for block in SHOWN]
    assert sum(all((ROOT / file).exists() for file in needed) for needed in files) >= 6


def _files(arguments: list[str]) -> list[str]:
    """The files and folders that a command reads."""
    before = ["", *arguments]
    return [
        name
        for option, name in zip(before, arguments, strict=False)
        if option not in WRITTEN and (option in ("--rules", "--templates") or re.search(r"\.(yaml|json|docx)$", name))
    ]


def _shows(lines: list[str], printed: list[str]) -> bool:
    """Whether the lines are what is printed, where … stands for any lines."""
    pattern = "".join(r"(?:.*\n)*?" if line == "…" else re.escape(line) + "\n" for line in lines)
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in printed)) is not None
