"""The commands of those who write rules, as they meet them: output, JSON shapes, exit status."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars
import pytest

from enforce_rules.cli import main
from enforce_rules.quality.diff import NO_EFFECT
from tests import test_cli
from tests.conftest import ROOT
from tests.quality import test_verify
from tests.quality.planted import CRITERIA, ITEM, LAW, MANUAL, OTHER, SOUND, TERMS

BEFORE = "{name: 8月31日, on: 2021-08-31, facts: {signs: false}, verdict: violation, breaches: [signs_missing]}"
AFTER = "{name: 9月1日, on: 2021-09-01, facts: {signs: false}, verdict: violation, breaches: [signs_missing]}"
OF_2014 = BEFORE.replace("[signs_missing]}", "[signs_missing], duties: [安全生产法(2014)第二十一条]}")
OF_2021 = AFTER.replace("[signs_missing]}", "[signs_missing], duties: [安全生产法(2021)第二十四条]}")
ENOUGH = f"""\
scenarios:
  - {{name: 符合, verdict: compliant}}
  - {{name: 刚好不构成, boundary: signs_missing, verdict: compliant}}
  - {{name: 未查, unknown: [signs], verdict: undetermined, needed: [signs]}}
  - {OF_2014}
  - {OF_2021}
"""
WHOLE = {
    MANUAL: SOUND[MANUAL],
    LAW: SOUND[LAW],
    CRITERIA: SOUND[CRITERIA],
    OTHER: SOUND[OTHER].partition("scenarios:")[0] + ENOUGH,
}
"""A rules folder of one item in which nothing is wrong and nothing is missing."""


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command, run in this process."""

    def command(*arguments: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["enforce-rules", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Ran(ended.value.code, told.out, told.err)

    return command


def write(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return write(tmp_path / "rules", WHOLE)


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """Lint finds nothing here, but scenarios are missing."""
    return write(tmp_path / "sound", SOUND)


# test


def test_the_report_of_a_whole_folder(run: Run, rules: Path) -> None:
    told = run("test", rules, "--json")
    assert told.status == 0
    report = told.json
    assert list(report) == [
        "scenarios",
        "passed",
        "failed",
        "items_without",
        "mutants",
        "killed",
        "equivalent",
        "survivors",
        "claims",
        "proved",
        "failures",
        "seconds",
    ]
    assert report["scenarios"] == report["passed"] == 5
    assert report["failed"] == report["items_without"] == report["survivors"] == report["failures"] == []
    assert report["mutants"] == report["killed"] + report["equivalent"] > report["equivalent"]
    assert report["proved"] > 0
    assert list(report["seconds"]) == ["scenarios", "mutation", "proofs"]

    result = run("test", rules)
    assert (result.status, result.err) == (0, "")
    lines = result.out.splitlines()
    assert [re.sub(r"（\d+\.\d\d 秒）$", "", line) for line in lines] == [
        "场景 5 个，通过 5 个",
        "变异 {mutants} 处，场景发现 {killed} 处，证明不影响结果 {equivalent} 处，没有发现 0 处".format(**report),
        "命题 {claims} 项，证明成立 {proved} 项，没有证明 0 项".format(**report),
    ]
    assert all(line.endswith(" 秒）") for line in lines)


@pytest.mark.parametrize(
    ("only", "null"),
    [
        (["scenarios"], {"mutants", "killed", "equivalent", "claims", "proved"}),
        (["mutation"], {"claims", "proved"}),
        (["proofs", "scenarios"], {"mutants", "killed", "equivalent"}),
    ],
)
def test_a_part_that_is_not_run_has_no_figures(run: Run, rules: Path, only: list[str], null: set[str]) -> None:
    chosen = [argument for part in only for argument in ("--only", part)]
    report = run("test", rules, "--json", *chosen).json
    assert {name for name, told in report.items() if told is None} == null
    assert set(report["seconds"]) == set(only)
    lines = run("test", rules, *chosen).out.splitlines()
    assert len(lines) == len(only)


def test_a_failing_scenario_reads_with_its_reason(run: Run, rules: Path) -> None:
    change(rules / OTHER, "boundary: signs_missing,", "boundary: signs_missing, facts: {signs: false},")
    result = run("test", rules, "--only", "scenarios")
    assert result.status == 1
    assert result.out.splitlines()[:5] == [
        "TT-02 场景“刚好不构成”（2024年4月2日）",
        "  结论：应为符合，实为违法",
        "  违法行为：应为无，实为signs_missing",
        "  signs_missing 的判断：",
        "    是　未设置警示标志　［设置警示标志：否］",
    ]
    assert "场景 5 个，通过 4 个" in result.out
    failed = run("test", rules, "--only", "scenarios", "--json")
    assert failed.status == 1
    assert (failed.json["scenarios"], failed.json["passed"]) == (5, 4)
    (told,) = failed.json["failed"]
    assert (told["item"], told["scenario"], told["on"]) == ("TT-02", "刚好不构成", "2024-04-02")
    assert told["differences"] == [
        {"what": "结论", "expected": "符合", "found": "违法"},
        {"what": "违法行为", "expected": "无", "found": "signs_missing"},
    ]
    assert told["traces"]["signs_missing"]["value"] is True


def test_missing_scenarios_are_told_by_item(run: Run, sound: Path) -> None:
    result = run("test", sound, "--only", "scenarios")
    assert result.status == 1
    assert "TT-02 没有结论为待查的场景" in result.out.splitlines()
    assert "场景 5 个，通过 5 个，缺少场景的事项 2 个" in result.out
    missing = run("test", sound, "--only", "scenarios", "--json").json["items_without"]
    assert [told["item"] for told in missing] == ["TT-01", "TT-02"]
    assert missing[1]["missing"] == [
        "没有刚好不构成 signs_missing 的场景（boundary）",
        "没有结论为符合的场景",
        "没有结论为待查的场景",
    ]


def test_items_are_picked(run: Run, sound: Path) -> None:
    assert run("test", sound, "-k", "TT-02", "--only", "scenarios", "--json").json["scenarios"] == 1
    both = run("test", sound, "-k", "TT-02", "--item", "TT-01", "--only", "scenarios", "--json").json
    assert both["scenarios"] == 5


def ready_scenarios(out: str) -> str:
    """The scenarios that a report shows, as they stand there."""
    return "".join(re.findall(r"^  - \{.*?\}\n(?! {3})", out, re.MULTILINE | re.DOTALL))


def test_a_new_scenario_pasted_into_the_item_makes_its_survivors_disappear(run: Run, rules: Path) -> None:
    change(rules / OTHER, f"  - {OF_2021}\n", "")
    first = run("test", rules, "--only", "mutation")
    assert first.status == 1
    lines = first.out.splitlines()
    assert lines[:3] == [
        "没有场景发现：TT-02 安全生产法(2014)：至2021-08-31止 → 至2021-09-01止（施行日期）",
        "没有场景发现：TT-02 安全生产法(2021)：自2021-09-01起 → 自2021-09-02起（施行日期）",
        "  在 TT-02 加上这个场景就能发现：",
    ]
    assert "，没有发现 2 处（" in lines[-1]
    pasted = ready_scenarios(first.out)
    assert pasted.count("name:") == 1
    with (rules / OTHER).open("a", encoding="utf-8") as stream:
        stream.write(pasted)
    assert run("test", rules).status == 0


def test_a_scenario_that_states_more_put_in_its_place_makes_the_survivors_disappear(run: Run, rules: Path) -> None:
    change(rules / OTHER, OF_2021, AFTER)
    first = run("test", rules, "--only", "mutation")
    assert first.status == 1
    assert "  把 TT-02 的场景“9月1日”写全就能发现：" in first.out.splitlines()
    change(rules / OTHER, f"  - {AFTER}\n", ready_scenarios(first.out))
    assert run("test", rules).status == 0


def test_all_survivors_of_an_unfinished_folder_disappear(run: Run, sound: Path) -> None:
    """Whatever is shown, pasted in its place, in one go."""
    report = run("test", sound, "--only", "mutation", "--json")
    assert report.status == 1
    survivors = report.json["survivors"]
    assert len(survivors) == report.json["mutants"] - report.json["killed"] - report.json["equivalent"] > 10
    assert set(survivors[0]) == {"where", "kind", "before", "after", "item", "witness", "completes"}
    assert all(survivor["completes"] is None for survivor in survivors)
    files = {"TT-01": sound / ITEM, "TT-02": sound / OTHER}
    for item, witness in dict.fromkeys((survivor["item"], survivor["witness"]) for survivor in survivors):
        with files[item].open("a", encoding="utf-8") as stream:
            stream.write(f"  {witness}\n")
    again = run("test", sound, "--only", "mutation", "--json")
    assert (again.status, again.json["survivors"]) == (0, [])
    assert again.json["mutants"] == report.json["mutants"]
    assert run("lint", sound).status == 0


# prove


def test_prove_tells_of_the_proofs_alone(run: Run, rules: Path) -> None:
    result = run("prove", rules, "--json")
    assert result.status == 0
    assert set(result.json) == {"claims", "proved", "failures", "seconds"}
    assert result.json["failures"] == []
    assert run("prove", rules).out.startswith(
        f"命题 {result.json['claims']} 项，证明成立 {result.json['proved']} 项，没有证明 0 项（"
    )


def test_what_cannot_be_proved_is_told_with_its_id(run: Run, rules: Path) -> None:
    change(rules / OTHER, "violated: not signs", "violated: signs and not signs")
    result = run("prove", rules, "-k", "TT-02")
    assert result.status == 1
    assert "[breach-never-violated] TT-02 signs_missing：不可能违法" in result.out.splitlines()
    failures = run("prove", rules, "--json").json["failures"]
    assert "breach-never-violated" in {failure["id"] for failure in failures}
    assert all(set(failure) == {"id", "subject", "what", "facts", "on"} for failure in failures)


# lint


def test_lint_of_sound_rules(run: Run, sound: Path) -> None:
    assert run("lint", sound) == Ran(0, "错误 0 处，提示 0 处\n", "")
    assert run("lint", sound, "--json").json == {"errors": 0, "findings": []}


def test_lint_fails_on_an_error_and_not_on_a_notice(run: Run, sound: Path) -> None:
    change(sound / CRITERIA, "verified: true", "verified: false, source: 网页")
    notice = run("lint", sound)
    assert (notice.status, notice.out.splitlines()[-1]) == (0, "错误 0 处，提示 1 处")
    change(sound / OTHER, "content: 是否设置警示标志", "content: 待填写")
    result = run("lint", sound)
    assert result.status == 1
    assert f"{sound / OTHER}:4:10 content: unfilled " in result.out
    assert result.out.splitlines()[-1] == "错误 1 处，提示 1 处"
    told = run("lint", sound, "--json")
    assert told.status == 1
    assert told.json["errors"] == 1
    assert {finding["id"] for finding in told.json["findings"]} == {"unfilled", "unverified-provision"}


def test_lint_reads_what_the_other_commands_refuse(run: Run, sound: Path) -> None:
    (sound / OTHER).write_text("id: [", encoding="utf-8")
    assert run("lint", sound).status == 1
    refused = run("test", sound)
    assert (refused.status, refused.out) == (2, "")
    assert f"{OTHER}:" in refused.err


# verify


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """The text of an invented law."""
    return write(tmp_path / "texts", {"试验安全法(2020-01-01).md": test_verify.LAW})


@pytest.fixture
def trial(tmp_path: Path) -> Path:
    """Rules that cite it."""
    return write(
        tmp_path / "trial",
        {
            MANUAL: test_verify.MANUAL,
            "statutes/trial.yaml": test_verify.RULES,
            "items/AA/AA-01.yaml": test_verify.ITEM,
        },
    )


def test_rules_that_agree_with_the_law(run: Run, texts: Path, trial: Path) -> None:
    result = run("verify", texts, "--rules", trial)
    assert (result.status, result.err) == (0, "")
    assert result.out == "引用 10 处，原文中找到 10 处；数额 11 处，不一致 0 处；其他不一致 0 处\n"
    told = run("verify", texts, "--rules", trial, "--json").json
    assert told == {
        "citations": 10,
        "found": 10,
        "missing": [],
        "amounts_checked": 11,
        "amounts_wrong": [],
        "structure": [],
        "discretion": [],
        "stages": [],
        "unchecked": [],
    }


def test_rules_that_differ_from_the_law(run: Run, texts: Path, trial: Path) -> None:
    change(trial / "statutes/trial.yaml", "第一条: {paragraphs: [{}, {items: 2}]}", "第一条: {paragraphs: 3}")
    result = run("verify", texts, "--rules", trial)
    assert result.status == 1
    assert result.out.startswith(f"{trial / 'statutes/trial.yaml'}:")
    assert result.out.endswith("；数额 11 处，不一致 0 处；其他不一致 1 处\n")
    told = run("verify", texts, "--rules", trial, "--json")
    assert told.status == 1
    (wrong,) = told.json["structure"]
    assert set(wrong) == {"id", "citation", "what", "hint", "place"}
    assert (wrong["id"], wrong["citation"]) == ("structure-differs", "试验安全法(2020)第一条")
    assert wrong["place"]["file"] == str(trial / "statutes/trial.yaml")
    assert set(wrong["place"]) == {"file", "line", "path"}


def test_without_the_text_citations_are_missing(run: Run, trial: Path, tmp_path: Path) -> None:
    (tmp_path / "no texts").mkdir()
    result = run("verify", tmp_path / "no texts", "--rules", trial, "--json")
    assert result.status == 1
    assert result.json["found"] == 0
    assert result.json["missing"]


# new and diff


def test_a_new_item_is_a_change(run: Run, rules: Path, tmp_path: Path) -> None:
    shutil.copytree(rules, tmp_path / "older")
    made = run("new", "TT-07", "--table", "TT", "--rules", rules)
    assert made == Ran(0, f"{rules / 'items/TT/TT-07.yaml'}\n", "")
    assert run("diff", tmp_path / "older", rules).out == "TT-07 待填写\n  新增事项\n改变的事项 1 个\n"
    told = run("diff", tmp_path / "older", rules, "--json").json
    assert told == {
        "changes": [
            {"item": "TT-07", "title": "待填写", "changes": ["新增事项"], "witness": None, "no_witness": None},
        ],
        "against": None,
    }


def test_an_item_is_new_in_the_folder_of_rules_here(run: Run, rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(rules.parent)
    assert run("new", "TT-07", "--table", "TT").out == f"{Path('rules/items/TT/TT-07.yaml')}\n"
    assert (rules / "items/TT/TT-07.yaml").is_file()


def test_diff_of_two_folders(run: Run, sound: Path, tmp_path: Path) -> None:
    newer = write(tmp_path / "newer", SOUND)
    change(newer / TERMS, "employees >= 100", "employees >= 200")
    change(newer / OTHER, "title: 警示标志", "title: 标志")
    result = run("diff", sound, newer)
    assert result.status == 0
    lines = result.out.splitlines()
    assert lines[:2] == [
        "TT-01 锁气卸灰装置",
        "  术语 large_unit 的条件由“从业人员 ≥ 100 人”改为“从业人员 ≥ 200 人”",
    ]
    assert lines[3:] == [
        "  原来（2024年4月2日）：符合",
        "  现在（2024年4月2日）：不适用",
        "TT-02 标志",
        "  名称由“警示标志”改为“标志”",
        f"  {NO_EFFECT}",
        "改变的事项 2 个",
    ]
    first, second = run("diff", sound, newer, "--json").json["changes"]
    assert first["no_witness"] is None
    assert first["witness"]["facts"]["employees"] == 120
    for side, verdict in (("before", "compliant"), ("after", "not_applicable")):
        assert first["witness"][side] == {
            "on": "2024-04-02",
            "verdict": verdict,
            "breaches": [],
            "duties": [],
            "penalties": [],
            "criteria": [],
        }
    assert (second["witness"], second["no_witness"]) == (None, NO_EFFECT)


def test_diff_of_two_days(run: Run, rules: Path) -> None:
    result = run("diff", rules, "--on", "2021-08-31", "--and", "2021-09-01")
    assert result.status == 0
    assert result.out.splitlines()[:3] == [
        "TT-02 警示标志",
        "  signs_missing：不再以安全生产法(2014)第二十一条为义务",
        "  signs_missing：增加安全生产法(2021)第二十四条为义务",
    ]
    assert run("diff", rules, "--on", "2024-01-01", "--and", "2024-01-02").out == "改变的事项 0 个\n"


def test_diff_against_a_table_of_enterprises(run: Run, sound: Path, tmp_path: Path) -> None:
    newer = write(tmp_path / "newer", SOUND)
    change(newer / TERMS, "employees >= 100", "employees >= 200")
    table = tmp_path / "enterprises.parquet"
    polars.DataFrame(
        {"name": ["甲", "乙", "丙"], "employees": [99, 150, None], "airlock": ["正常"] * 3, "meters": [2] * 3}
    ).write_parquet(table)
    arguments = ("diff", sound, newer, "--on", "2024-04-02", "--against", table)
    result = run(*arguments)
    assert result.status == 0
    assert result.out.splitlines()[-4:] == [
        "改变的事项 1 个",
        "企业 3 家，结论（不含依据）不同的 1 家",
        "  TT-01：1 家",
        "  没有用到的列：name",
    ]
    assert run(*arguments, "--json").json["against"] == {
        "rows": 3,
        "enterprises": 1,
        "items": {"TT-01": 1},
        "ignored_columns": ["name"],
    }


def test_wrong_values_of_a_table_are_told_with_the_column(run: Run, sound: Path, tmp_path: Path) -> None:
    table = tmp_path / "enterprises.parquet"
    polars.DataFrame({"employees": [1, -1], "airlock": ["正常", "不正常"]}).write_parquet(table)
    result = run("diff", sound, sound, "--on", "2024-04-02", "--against", table)
    assert (result.status, result.out) == (2, "")
    first, second = result.err.splitlines()
    assert first == f"{table} employees: 有1个值不对：-1（不小于0）"
    assert second.startswith(f"{table} airlock: 有1个值不对：不正常（可选：未设置、正常")


# Bad usage.


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("test RULES -k TT-2", "没有 TT-2 这个检查事项（是否为 TT-02？）"),
        ("prove RULES -k XX", "没有 XX 这个检查事项"),
        ("test RULES --only proof", "没有 proof 这种检查（可用：scenarios、mutation、proofs）"),
        ("test RULES --jobs 0", "--jobs"),
        ("test nowhere", "nowhere: 没有这个规则文件夹"),
        ("prove nowhere", "nowhere: 没有这个规则文件夹"),
        ("lint nowhere", "nowhere: 没有这个规则文件夹"),
        ("verify nowhere --rules RULES", "nowhere"),
        ("verify . --rules nowhere", "nowhere: 没有这个规则文件夹"),
        ("verify", "STATUTES"),
        ("diff RULES", "只有一个规则文件夹，要写两个日期"),
        ("diff RULES --on 2021-09-01", "要写两个日期"),
        ("diff RULES --and 2021-09-01", "要写两个日期"),
        ("diff RULES RULES --and 2021-09-01", "只写了一边的日期"),
        ("diff RULES --on 2019-01-01 --and 2021-09-01", "2019-01-01不是本手册可以检查的日期（自2020-11-01起"),
        ("diff RULES --on 2021-02-30 --and 2021-09-01", "2021-02-30"),
        ("diff nowhere RULES", "nowhere: 没有这个规则文件夹"),
        ("diff RULES nowhere", "nowhere: 没有这个规则文件夹"),
        ("diff RULES RULES --against nowhere.parquet", "统计要写明按哪一天的法律（加 --on 2021-09-01）"),
        ("diff RULES RULES --on 2021-09-01 --against nowhere.parquet", "nowhere.parquet: 读不了文件"),
        ("new TT-07 --rules RULES", "--table"),
        ("new TT-07 --table TT --rules nowhere", "nowhere: 没有这个规则文件夹"),
        ("new TT-02 --table TT --rules RULES", "TT-02 已经存在（TT 的下一个编号是 TT-03）"),
    ],
)
def test_bad_usage_is_told_plainly_with_status_2(run: Run, rules: Path, arguments: str, message: str) -> None:
    result = run(*(rules if argument == "RULES" else argument for argument in arguments.split()))
    assert (result.status, result.out) == (2, "")
    assert message in result.err
    assert "Traceback" not in result.err


def test_everything_wrong_with_a_new_item_is_told_and_nothing_written(run: Run, rules: Path) -> None:
    before = sorted(rules.rglob("*"))
    result = run("new", "tt7", "--table", "TTT", "--rules", rules)
    assert (result.status, result.out) == (2, "")
    assert result.err.splitlines() == [
        "没有 TTT 这个检查表（是否为 TT？）",
        "“tt7”不是事项编号（如 MR-07、NM-OP-01）",
    ]
    assert sorted(rules.rglob("*")) == before


# The shipped manual.


def test_an_item_of_the_shipped_manual_in_a_process_of_its_own() -> None:
    result = test_cli.run("test", "-k", "DE-07")
    assert result.returncode == 0, result.stdout
    assert [line.split()[0] for line in result.stdout.splitlines()] == ["场景", "变异", "命题"]


def test_the_shipped_manual_is_what_is_tested_by_default(run: Run) -> None:
    report = run("test", "-k", "DE-07", "--json").json
    assert report["scenarios"] == report["passed"] > 0
    assert report["killed"] + report["equivalent"] == report["mutants"]
    assert run("lint", "--json").json["errors"] == 0


def test_the_shipped_manual_on_the_day_the_law_of_2021_came_into_force(run: Run) -> None:
    result = run("diff", ROOT / "rules", "--on", "2021-08-31", "--and", "2021-09-01")
    assert result.status == 0
    of_item = result.out[result.out.index("DP-02 ") :].splitlines()
    assert next(line for line in of_item if line.startswith("  原来")) == "  原来（2021年8月31日）：不适用"
    assert not next(line for line in of_item if line.startswith("  现在")).endswith("不适用")
