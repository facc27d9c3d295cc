"""The command for many enterprises, as a shell calls it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from enforce_rules import Manual
from tests.conftest import ROOT

COMMAND = [sys.executable, "-m", "enforce_rules", "batch"]
ON = date(2024, 4, 2)
TABLE = pl.DataFrame(
    {
        "enterprise": [f"企业{number}" for number in range(4)],
        "county": ["甲县", "乙县", "甲县", None],
        "employees": [20, 101, None, 400],
        "dust_explosion_unit": [True, False, None, True],
        "airlock": ["未设置", None, None, "正常"],
    }
)


def batch(*arguments: object, text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], capture_output=True, text=True, input=text, cwd=ROOT, encoding="utf-8"
    )


@pytest.fixture
def source(tmp_path: Path) -> Path:
    TABLE.write_parquet(tmp_path / "in.parquet")
    return tmp_path / "in.parquet"


def test_a_file(manual: Manual, source: Path) -> None:
    out = source.with_name("out.parquet")
    run = batch(source, "--out", out, "--on", "2024-04-02")
    assert (run.returncode, run.stdout, run.stderr) == (0, f"{out}：4行\n", "")
    assert pl.read_parquet(out).equals(manual.inspect_frame(TABLE, ON))
    again = batch(source, "--out", out, "--on", "2024-04-02")
    assert again.returncode == 2
    assert "已经存在" in again.stderr
    assert batch(source, "--out", out, "--on", "2024-04-02", "--force").returncode == 0


def test_counts_by_county_as_csv(manual: Manual, source: Path) -> None:
    out = source.with_name("out.csv")
    run = batch(source, "--out", out, "--on", "2024-04-02", "--output", "counts", "--by", "county,table")
    assert run.returncode == 0, run.stderr
    assert pl.read_csv(out).rows() == manual.inspect_frame(TABLE, ON, "counts", by=("county", "table")).rows()


def test_a_stream() -> None:
    lines = '{"enterprise": {"name": "甲"}, "facts": {"employees": 20}}\n{"facts": {"employee": 1}}\n'
    run = batch("-", "--on", "2024-04-02", "--output", "needed", "--top", "2", text=lines)
    first, second = map(json.loads, run.stdout.splitlines())
    assert (run.returncode, first["enterprise"], len(first["needed"])) == (2, "甲", 2)
    assert second["line"] == 2
    assert batch("-", "--on", "2024-04-02", text=lines.splitlines()[0]).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["IN", "--on", "2024-04-02"], "没有写明结果写到哪里"),
        (["IN", "--out", "OUT"], "要写明按哪一天的法律"),
        (["IN", "--out", "OUT", "--on", "2024-04-02", "--on-column", "county"], "要写明按哪一天的法律"),
        (["IN", "--out", "OUT", "--on-column", "county"], "检查日期应为日期列"),
        (["IN", "--out", "OUT", "--on", "1999-01-01"], "早于"),
        (["IN", "--out", "OUT", "--on", "2024-04-02", "--output", "verdict"], "是否为 verdicts"),
        (["IN", "--out", "OUT", "--on", "2024-04-02", "--keys", "enterprise"], "county: 不是事实的名称"),
        (["IN", "--out", "OUT", "--on", "2024-04-02", "--output", "counts", "--by", "countys"], "是否为 county"),
        (["-", "--out", "OUT"], "去掉 --out"),
        (["-", "--output", "counts"], "没有 counts 这种结果"),
        (["nowhere.parquet", "--out", "OUT", "--on", "2024-04-02"], "没有这个文件"),
    ],
)
def test_wrong_use_is_said_and_nothing_written(source: Path, arguments: list[str], says: str) -> None:
    out = source.with_name("out.parquet")
    run = batch(*({"IN": source, "OUT": out}.get(argument, argument) for argument in arguments))
    assert (run.returncode, run.stdout) == (2, "")
    assert says in run.stderr
    assert "Traceback" not in run.stderr
    assert not out.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="kills with SIGKILL")
def test_a_run_that_was_killed_leaves_no_half_file_and_goes_on(manual: Manual, tmp_path: Path) -> None:
    table = pl.concat([TABLE] * 8_000)
    table.write_parquet(tmp_path / "in.parquet")
    parts = tmp_path / "parts"
    arguments = [tmp_path / "in.parquet", "--out", parts, "--on", "2024-04-02", "--part-rows", "1000"]
    with subprocess.Popen([*COMMAND, *map(str, arguments)], cwd=ROOT, stdout=subprocess.DEVNULL) as running:
        while running.poll() is None and not (parts / "00003.parquet").exists():
            time.sleep(0.01)
        os.kill(running.pid, signal.SIGKILL)
    done = {path: path.stat().st_mtime_ns for path in parts.glob("[0-9]*.parquet")}
    assert 4 <= len(done) < 32
    for part in done:
        assert pl.read_parquet(part).height == 1000
    run = batch(*arguments)
    assert run.returncode == 0, run.stderr
    assert {path: path.stat().st_mtime_ns for path in done} == done, "no part is judged twice"
    assert pl.read_parquet(parts / "*.parquet").equals(manual.inspect_frame(table, ON))
