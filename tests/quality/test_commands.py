"""The commands of those who write rules, as they meet them: output, JSON shapes, exit status."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.quality.planted import ITEM, SOUND
from tests.test_cli import run, told

DE07 = "items/DE/DE-07.yaml"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    for name, text in SOUND.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_test_prints_its_figures_with_the_time() -> None:
    result = run("test", "-k", "DE-07")
    assert result.returncode == 0, result.stdout
    lines = result.stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["场景", "变异", "证明"]
    assert all(re.search(r"（\d+\.\d\d 秒）$", line) for line in lines)


def test_test_as_json() -> None:
    report = told("test", "-k", "DE-07", "--json")
    shape = ["scenarios", "passed", "failed", "items_without", "mutants", "killed"]
    assert list(report)[:6] == shape
    assert report["scenarios"] == report["passed"] > 0
    assert report["killed"] + report["equivalent"] == report["mutants"]
    assert report["failed"] == report["items_without"] == report["survivors"] == report["failures"] == []


def test_a_failing_scenario_reads_with_its_trace(rules: Path) -> None:
    file = rules / ITEM
    wrong = re.sub(
        r"verdict: violation, breaches: \[\w+\]", "verdict: compliant", file.read_text(encoding="utf-8"), count=1
    )
    file.write_text(wrong, encoding="utf-8")
    result = run("test", str(rules), "--only", "scenarios")
    assert result.returncode == 1
    assert "结论：应为符合，实为违法" in result.stdout
    assert "违法行为：应为无，实为" in result.stdout
    assert "的判断：\n    是　" in result.stdout


def test_a_ready_scenario_makes_the_survivor_disappear(tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "rules"
    shutil.copytree(ROOT / "rules", copy)
    file = copy / DE07
    written = file.read_text(encoding="utf-8")
    start = written.index("  - {name: 2023年5月14日有20区非防爆电气设备")
    end = written.find("\n  - {", start + 1)
    file.write_text(written[:start] + (written[end + 1 :] if end > 0 else ""), encoding="utf-8")
    first = run("test", str(copy), "-k", "DE-07", "--only", "mutation")
    assert first.returncode == 1
    ready = first.stdout[first.stdout.index("  - {") : first.stdout.index("\n变异") + 1]
    with file.open("a", encoding="utf-8") as stream:
        stream.write(ready)
    second = run("test", str(copy), "-k", "DE-07", "--only", "mutation")
    assert second.returncode == 0, second.stdout


def test_prove_lint_and_verify_on_the_shipped_manual() -> None:
    proved = told("prove", "-k", "DE-07", "--json")
    assert proved["proved"] > 0
    assert proved["failures"] == []
    linted = told("lint", "--json")
    assert linted["errors"] == 0
    assert {"id", "severity", "what"} <= set(linted["findings"][0])


def test_lint_fails_on_a_fault(rules: Path) -> None:
    file = rules / ITEM
    file.write_text(re.sub(r", days: \d+", "", file.read_text(encoding="utf-8"), count=1), "utf-8")
    result = run("lint", str(rules))
    assert result.returncode == 1
    assert "remedy-without-days" in result.stdout


def test_verify_without_texts_fails_and_says_which(tmp_path: Path) -> None:
    result = run("verify", str(tmp_path), "--json")
    assert result.returncode == 1
    report = json.loads(result.stdout)
    assert list(report)[:5] == ["citations", "found", "missing", "amounts_checked", "amounts_wrong"]
    assert report["missing"]


def test_new_then_diff(rules: Path, tmp_path: Path) -> None:
    import shutil

    older = tmp_path / "older"
    older.mkdir()
    for name in SOUND:
        (older / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(rules / name, older / name)
    made = run("new", "TT-07", "--table", "TT", "--rules", str(rules))
    assert made.returncode == 0, made.stderr
    assert made.stdout.strip().endswith("TT-07.yaml")
    changes = told("diff", str(older), str(rules), "--json")["changes"]
    assert [(change["item"], change["changes"]) for change in changes] == [("TT-07", ["新增事项"])]


def test_diff_of_two_days() -> None:
    result = run("diff", "rules", "--on", "2021-08-31", "--and", "2021-09-01")
    assert result.returncode == 0
    assert "DP-02" in result.stdout
    assert "不适用" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["test", "-k", "DE-77"], "没有 DE-77 这个检查事项"),
        (["test", "--only", "proof"], "没有 proof 这种检查"),
        (["test", "nowhere"], "没有这个规则文件夹"),
        (["lint", "nowhere"], "没有这个规则文件夹"),
        (["prove", "-k", "XX"], "没有 XX 这个检查事项"),
        (["verify", "nowhere"], "nowhere"),
        (["diff", "rules"], "要写两个日期"),
        (["new", "MR-06", "--table", "MR"], "已经存在"),
    ],
)
def test_bad_usage_is_status_2(arguments: list[str], message: str) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr
