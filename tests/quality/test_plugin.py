"""The pytest plugin, in another project: ``pytest rules/`` runs the scenarios of a rules folder."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from pathlib import Path

import pytest

from enforce_rules.quality.plugin import COMPLETE
from tests.quality.planted import ITEM, OTHER, SOUND

pytest_plugins = ["pytester"]

ENOUGH = """\
scenarios:
  - {name: 符合, verdict: compliant}
  - {name: 未设置警示标志, facts: {signs: false}, verdict: violation, breaches: [signs_missing]}
  - {name: 设置了警示标志, boundary: signs_missing, facts: {signs: true}, verdict: compliant}
  - {name: 未查, unknown: [signs], verdict: undetermined, needed: [signs]}
"""
WHOLE = SOUND[OTHER].partition("scenarios:")[0] + ENOUGH
"""An item with all the scenarios that it must have."""

ONE_ITEM = {name: text for name, text in SOUND.items() if name != ITEM} | {OTHER: WHOLE}
"""A rules folder with that item alone."""


def project(pytester: pytest.Pytester, files: Mapping[str, str] = ONE_ITEM, rules: str = "rules") -> Path:
    folder = pytester.path / rules
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return pytester.runpytest_inprocess(*arguments, "-p", "no:cacheprovider")


def node_ids(result: pytest.RunResult) -> list[str]:
    return [line.split(" ")[0] for line in result.outlines if ".yaml::" in line]


def named(*names: str) -> str:
    """The item with scenarios of these names, and those that it must have."""
    more = "".join(f"  - {{name: {name}, verdict: compliant}}\n" for name in names)
    return WHOLE + more


def test_every_scenario_is_a_test_and_one_more_of_each_item_whether_all_are_there(pytester: pytest.Pytester) -> None:
    """In a process of its own, so that the plugin is found as in any project that has the library."""
    project(pytester, {**SOUND, OTHER: WHOLE})
    result = pytester.runpytest_subprocess("rules", "-v", "-p", "no:cacheprovider")
    result.assert_outcomes(passed=9, failed=1)
    first = [f"rules/items/TT/TT-01.yaml::{name}" for name in ("符合", "未设置", "一块风压表", "采矿企业一块风压表")]
    second = [f"rules/items/TT/TT-02.yaml::{name}" for name in ("符合", "未设置警示标志", "设置了警示标志", "未查")]
    assert [line.split(" ")[0] for line in result.outlines if " PASSED " in line] == [
        *first,
        *second,
        f"rules/items/TT/TT-02.yaml::{COMPLETE}",
    ]
    assert "没有刚好不构成 airlock_missing 的场景（boundary）" in result.outlines


def test_nothing_fails_in_a_folder_that_is_right(pytester: pytest.Pytester) -> None:
    project(pytester)
    result = run(pytester, "rules")
    assert result.ret == pytest.ExitCode.OK
    result.assert_outcomes(passed=5)


def test_an_item_is_picked_by_its_id(pytester: pytest.Pytester) -> None:
    project(pytester, {**SOUND, OTHER: WHOLE})
    result = run(pytester, "rules", "-v", "-k", "TT-02")
    result.assert_outcomes(passed=5, deselected=5)
    assert all("TT-02.yaml::" in node for node in node_ids(result))


def test_a_wrong_scenario_fails_with_the_difference_and_the_reason_in_chinese(pytester: pytest.Pytester) -> None:
    wrong = WHOLE.replace("facts: {signs: true}, verdict: compliant", "facts: {signs: false}, verdict: compliant")
    project(pytester, {**ONE_ITEM, OTHER: wrong})
    result = run(pytester, "rules")
    result.assert_outcomes(passed=4, failed=1)
    result.stdout.fnmatch_lines(
        [
            "*TT-02 设置了警示标志*",
            "TT-02 场景“设置了警示标志”（2024年4月2日）",
            "  结论：应为符合，实为违法",
            "  违法行为：应为无，实为signs_missing",
            "  signs_missing 的判断：",
            "*设置警示标志*",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*.py:*")


def test_an_item_without_a_needed_scenario_fails_and_says_which(pytester: pytest.Pytester) -> None:
    lacking = "".join(line for line in WHOLE.splitlines(keepends=True) if "未查" not in line)
    project(pytester, {**ONE_ITEM, OTHER: lacking})
    result = run(pytester, "rules")
    result.assert_outcomes(passed=3, failed=1)
    assert "没有结论为待查的场景" in result.outlines


def test_an_item_without_scenarios_fails(pytester: pytest.Pytester) -> None:
    project(pytester, {**ONE_ITEM, OTHER: SOUND[OTHER].partition("baseline:")[0]})
    result = run(pytester, "rules")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["没有 baseline*"])


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        (OTHER, "violated: not signs", "violated: not sings", f"{OTHER}:11:19 *sings*"),
        (OTHER, "verdict: undetermined", "verdict: unknown", f"{OTHER}:*scenarios.3.verdict*"),
        (OTHER, "days: 3}", "days: 3", f"{OTHER}:*YAML*"),
        (OTHER, "id: TT-02", "id: TT-03", f"{OTHER}:*TT-03*"),
        ("manual.yaml", "tables:", "table:", "manual.yaml:7:*table*"),
        ("facts.yaml", "type: number", "type: numeral", "facts.yaml:5:*"),
    ],
)
def test_rules_that_cannot_be_read_are_one_error_with_file_and_line(
    pytester: pytest.Pytester, file: str, old: str, new: str, place: str
) -> None:
    folder = project(pytester, {**SOUND, OTHER: WHOLE})
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    result = run(pytester, "rules")
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"*/rules/{place}"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_an_item_written_in_two_files_is_one_error(pytester: pytest.Pytester) -> None:
    project(pytester, {**ONE_ITEM, "items/UU/TT-02.yaml": WHOLE})
    result = run(pytester, "rules")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*items/UU/TT-02.yaml: TT-02 已在 items/TT/TT-02.yaml 定义*"])


def test_other_yaml_files_are_left_alone(pytester: pytest.Pytester) -> None:
    folder = project(pytester)
    for other in (folder / "notes.yaml", folder / "extra/TT-09.yaml", pytester.path / "items/TT-08.yaml"):
        other.parent.mkdir(exist_ok=True)
        other.write_text("{", encoding="utf-8")
    (folder / "items/TT/TT-07.yml").write_text("{", encoding="utf-8")
    (folder / "items/README.md").write_text("{", encoding="utf-8")
    result = run(pytester, "-v")
    result.assert_outcomes(passed=5)
    assert {node.partition("::")[0] for node in node_ids(result)} == {"rules/items/TT/TT-02.yaml"}


def test_one_file_of_the_folder_can_be_run(pytester: pytest.Pytester) -> None:
    project(pytester, {**SOUND, OTHER: WHOLE})
    run(pytester, "rules/items/TT/TT-02.yaml").assert_outcomes(passed=5)


def test_results_for_a_build_server_name_the_scenarios(pytester: pytest.Pytester) -> None:
    project(pytester)
    run(pytester, "rules", "--junitxml", "results.xml")
    cases = ElementTree.parse(pytester.path / "results.xml").getroot().iter("testcase")
    assert [(case.get("classname"), case.get("name")) for case in cases] == [
        ("rules.items.TT.TT-02.yaml", name) for name in ("符合", "未设置警示标志", "设置了警示标志", "未查", COMPLETE)
    ]


def test_the_scenarios_can_be_listed_without_being_run(pytester: pytest.Pytester) -> None:
    project(pytester)
    result = run(pytester, "rules", "--collect-only", "-q")
    assert result.ret == pytest.ExitCode.OK
    assert node_ids(result) == [
        f"rules/items/TT/TT-02.yaml::{name}" for name in ("符合", "未设置警示标志", "设置了警示标志", "未查", COMPLETE)
    ]


def test_two_rules_folders_in_one_run_are_kept_apart(pytester: pytest.Pytester) -> None:
    """Though their files have the same names; and a fault of one does not hide the other."""
    project(pytester, rules="here/rules")
    project(pytester, {**ONE_ITEM, OTHER: WHOLE.replace("name: 未查", "name: 没有查")}, rules="there/rules")
    result = run(pytester, "-v")
    result.assert_outcomes(passed=10)
    assert "here/rules/items/TT/TT-02.yaml::未查" in node_ids(result)
    assert "there/rules/items/TT/TT-02.yaml::没有查" in node_ids(result)
    (pytester.path / "here/rules/facts.yaml").write_text("facts: 1\n", encoding="utf-8")
    run(pytester, "--continue-on-collection-errors").assert_outcomes(passed=5, errors=1)


def test_scenarios_of_one_name_are_told_apart(pytester: pytest.Pytester) -> None:
    project(pytester, {**ONE_ITEM, OTHER: named("未查", COMPLETE)})
    result = run(pytester, "rules", "-v")
    result.assert_outcomes(passed=7)
    ids = node_ids(result)
    assert len(set(ids)) == 7
    assert "rules/items/TT/TT-02.yaml::未查（2）" in ids


@pytest.mark.parametrize(
    "name",
    [
        '"a::b"',
        '":::"',
        '"甲[乙::丙]丁"',
        '"[1]"',
        '"五十人/以上\\\\下"',
        '"两\\n行"',
        '"转义\\e字符"',
        '"and not (or)"',
        "50%，“可以”",
    ],
)
def test_a_node_id_runs_its_scenario_whatever_its_name(pytester: pytest.Pytester, name: str) -> None:
    project(pytester, {**ONE_ITEM, OTHER: named(name)})
    result = run(pytester, "rules", "--collect-only", "-q")
    assert result.ret == pytest.ExitCode.OK
    lines = [line for line in result.outlines if ".yaml::" in line]
    assert len(lines) == 6
    again = run(pytester, lines[4])
    assert again.ret == pytest.ExitCode.OK
    again.assert_outcomes(passed=1)
