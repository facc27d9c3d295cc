"""The commands of a campaign, as docs/campaign.md shows them; and what they answer to input that is wrong."""

from __future__ import annotations

import contextlib
import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.test_cli_documents import Result
from tests.test_cli_documents import call as here
from tests.test_docs import fenced

COMMANDS = [
    line.partition("  #")[0].strip()
    for block in fenced("docs/campaign.md", "sh")
    for line in block.splitlines()
    if line.strip()
]
SMALL = """
source: 试
phases:
  1: {as_of: 2020-12-15, departments: 3, units: 40, hazards: 200, rectified: 120, major: 8, major_rectified: 3,
      documents: 70, suggested: 12, filed: 9, fines: 90000, suspensions: 4}
"""


def call(*arguments: str, folder: Path) -> Result:
    with contextlib.chdir(folder):
        return here("campaign", *arguments)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which every command of the document was run, one after the other."""
    folder = tmp_path_factory.mktemp("shown")
    (folder / "examples").symlink_to(ROOT / "examples")
    for command in COMMANDS:
        name, group, *arguments = shlex.split(command)
        assert (name, group) == ("enforce-rules", "campaign"), command
        run = call(*arguments, folder=folder)
        assert run.returncode == 0, (command, run.stderr)
        (folder / f"said-{arguments[0]}").write_text(run.stdout, encoding="utf-8")
    return folder


def test_the_published_figures_come_out(shown: Path) -> None:
    page = (shown / "daily.html").read_text(encoding="utf-8")
    for figure in (
        "670",
        "2209",
        "27878",
        "18882",
        "67.7%",
        "207",
        "117",
        "56.5%",
        "4655",
        "787",
        "581",
        "1611.2",
        "125",
    ):
        assert f">{figure}</b>" in page, figure


def test_what_the_commands_say(shown: Path) -> None:
    said = {path.name.removeprefix("said-"): path.read_text(encoding="utf-8") for path in shown.glob("said-*")}
    assert "全部记录与写入时一致" in said["check"]
    assert "已证明最小" in said["pair"]
    assert "共20户" in said["sample"]
    assert "新增17项" in said["import"]
    assert "第一次记录" in said["history"]
    assert "day.yaml" in said["journal"]
    assert "条记录，合计" in said["which"]
    assert "逾期未整改" in said["ledger"]
    assert (shown / "map.svg").read_text(encoding="utf-8").startswith("<svg")


def test_a_table_sent_in_is_checked(shown: Path, tmp_path: Path) -> None:
    assert call("check-table", "statistics.xlsx", folder=shown).stdout == "各表合计相符\n"
    run = call("report", "sim.db", "statistics", "--day", "2020-12-15", "--format", "json", folder=shown)
    table = json.loads(run.stdout)
    table["tables"]["检查组"]["total"]["values"]["hazards"] += 1
    (tmp_path / "wrong.json").write_text(json.dumps(table), encoding="utf-8")
    run = call("check-table", "wrong.json", folder=tmp_path)
    assert run.returncode == 1
    assert "“合计”行的问题隐患发现是27879，各行之和是27878" in run.stdout


def test_the_python_of_the_document_runs() -> None:
    (code,) = fenced("docs/campaign.md", "python")
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert "检查企业2家，发现问题隐患4条" in run.stdout
    assert "4 4" in run.stdout
    assert "['overdue', 'unplanned']" in run.stdout


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small campaign in a file, and the files that wrong commands name."""
    folder = tmp_path_factory.mktemp("small")
    shutil.copytree(ROOT / "examples" / "campaign", folder / "campaign")
    (folder / "small.yaml").write_text(SMALL, encoding="utf-8")
    (folder / "no.db").write_text("no database", encoding="utf-8")
    (folder / "day.yaml").write_text(
        "group: 7\nvisists: []\nvisits:\n  - {key: a b, date: 2020-11-12}\n", encoding="utf-8"
    )
    run = call("simulate", "small.db", "campaign/campaign.yaml", "small.yaml", "--seed", "1", folder=folder)
    assert run.returncode == 0, run.stderr
    return folder


WRONG = [
    ("report small.db dayly", "没有 dayly 这种报表（是否为 daily？）"),
    ("report small.db daily --format xls", "没有 xls 这种格式"),
    ("report small.db daily --format pdf", "pdf 要写到文件"),
    ("report small.db daily --format xlsx", "xlsx 要写到文件"),
    ("report small.db daily --crossed", "--phase、--crossed 用于 statistics、hazards"),
    ("report small.db daily --group 19", "没有第19组"),
    ("report small.db statistics --phase 4", "没有第4阶段"),
    ("report small.db daily --position 99999", "日志没有第99999条"),
    ("report none.db daily", "没有这个数据库"),
    ("report no.db daily", "no.db"),
    ("which small.db rectifed", "没有 rectifed 这项指标（是否为 rectified？）"),
    ("which small.db 'rectified?group=a&day=1'", "group 应为整数"),
    ("which small.db 'rectified?group=a&day=1'", "没有 day 这个条件"),
    ("import small.db day.yaml --by x", "没有 visists 这个键（是否为 visits？）"),
    ("import small.db day.yaml --by x", "编号应为一行没有空格"),
    ("import small.db campaign/day.yaml --by ' '", "没有写明由谁记录"),
    ("withdraw small.db visit a --by x --reason ''", "更正、撤回要写明理由"),
    ("withdraw small.db visit a --by x --reason y", "没有检查 a"),
    ("withdraw small.db vist a --by x --reason y", "没有 vist 这种记录（是否为 visit？）"),
    ("history small.db visit a", "没有 visit a"),
    ("init small.db campaign/campaign.yaml --by x", "已经存在"),
    ("init mysql://a/b campaign/campaign.yaml --by x", "不支持 mysql 数据库"),
    ("ranking small.db --use filing_rate=unit", "filing_rate"),
    ("ranking small.db --weight filing_rate", "“filing_rate”应写成 名称=值"),
    ("pair campaign/cities.csv --fixed 甲市", "“甲市”应写成 甲市:乙市"),
    ("pair campaign/cities.csv --fixed 甲市:丙 --forbidden 乙:丁市", "丙"),
    ("pair campaign/cities.csv --picture a.gif", "应为 .svg 或者 .png"),
    ("sample campaign/units.csv --number 2 --seed a --scheme campaign/sampling.yaml", "要求检查2户"),
    ("workplan campaign/campaign.yaml --units 1 --seed a --scheme campaign/sampling.yaml", "应写成 组号=名录:户数"),
    ("check-table campaign/units.csv", "units.csv"),
]


@pytest.mark.parametrize(("command", "told"), WRONG)
def test_what_is_wrong_is_told(small: Path, command: str, told: str) -> None:
    run = call(*shlex.split(command), folder=small)
    assert run.returncode == 2, run.stdout
    assert told in run.stderr
    assert "Traceback" not in run.stderr


def test_nothing_was_written_by_what_was_wrong(small: Path) -> None:
    before = call("journal", "small.db", folder=small).stdout
    for command, _ in WRONG:
        if command.startswith(("import", "withdraw", "init")):
            call(*shlex.split(command), folder=small)
    assert call("journal", "small.db", folder=small).stdout == before
    assert call("check", "small.db", folder=small).returncode == 0
