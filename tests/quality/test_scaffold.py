"""A new item: it loads, its own scenarios pass, and lint does not pass until it is filled in."""

from __future__ import annotations

from pathlib import Path

import pytest

from enforce_rules import EnforceRulesError, load_manual
from enforce_rules.manual import Rulebook, load, survey
from enforce_rules.quality.lint import UNFILLED, lint
from enforce_rules.quality.report import examine
from enforce_rules.quality.scaffold import scaffold, write_item
from tests.quality.planted import SOUND


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    for name, text in SOUND.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_it_loads_and_its_scenarios_pass_but_lint_does_not(rules: Path) -> None:
    path = write_item(load(rules), rules, "TT-07", "TT")
    assert path == rules / "items" / "TT" / "TT-07.yaml"
    assert examine(load(rules), ["TT-07"]).passed
    found = [finding for finding in lint(survey(rules)) if finding.place.file == str(path)]
    assert {finding.id for finding in found if finding.severity == "error"} == {"unfilled"}
    lines = path.read_text(encoding="utf-8").splitlines()
    told = {finding.place.line for finding in found}
    assert told == {number for number, line in enumerate(lines, 1) if UNFILLED in line and not line.startswith("#")}


def test_filled_in_it_passes_lint(rules: Path) -> None:
    path = write_item(load(rules), rules, "TT-07", "TT")
    text = path.read_text(encoding="utf-8")
    words = iter(f"第{number}处" for number in range(100))
    while UNFILLED in text:
        text = text.replace(UNFILLED, next(words), 1)
    path.write_text(text, encoding="utf-8")
    assert [str(finding) for finding in lint(survey(rules)) if finding.severity == "error"] == []


def test_it_never_overwrites(rules: Path) -> None:
    book: Rulebook = load(rules)
    path = write_item(book, rules, "TT-07", "TT")
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(EnforceRulesError, match="已经存在"):
        write_item(book, rules, "TT-07", "TT")
    assert path.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("item", "table", "told"),
    [
        ("tt-07", "TT", ["不是事项编号"]),
        ("TT-7", "TT", ["不是事项编号"]),
        ("TT-01", "TT", ["已经存在"]),
        ("TT-07", "XX", ["没有 XX 这个检查表"]),
        ("MR-07", "TT", ["不一致"]),
        ("TT-01", "XX", ["没有 XX 这个检查表", "已经存在"]),
    ],
)
def test_everything_wrong_with_a_request_is_told_at_once(rules: Path, item: str, table: str, told: list[str]) -> None:
    with pytest.raises(EnforceRulesError) as error:
        scaffold(load(rules), item, table)
    whats = [problem.what for problem in error.value.problems]
    assert len(whats) == len(told)
    for what, expected in zip(whats, told, strict=True):
        assert expected in what


def test_the_next_number_is_offered() -> None:
    with pytest.raises(EnforceRulesError) as error:
        scaffold(load_manual(), "DE-05", "DE")
    assert "DE-11" in error.value.problems[0].hint
