"""What the documents show works as shown."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from enforce_rules import Facts, Manual, load_manual
from enforce_rules.evaluate import Inspection
from enforce_rules.manual import shipped_rules
from tests.conftest import ROOT
from tests.small import typed


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


def test_links_lead_somewhere() -> None:
    for document in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("benchmarks/*.md")]:
        for target in re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (document.parent / target).exists(), (document.name, target)
