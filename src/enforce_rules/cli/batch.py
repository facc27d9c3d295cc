"""The command for many enterprises: files of them, or a stream."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import EnforceRulesError, Problem, did_you_mean
from .app import Force, On, Rules, _manual, app, may_be_written

if TYPE_CHECKING:
    from ..api import Manual

STREAM = "-"


@app.command()
def batch(
    source: Annotated[
        str,
        typer.Argument(
            metavar="IN",
            help="一行一个企业的 .parquet、.csv，或者它们的文件夹；- 是标准输入，一行一个企业的 JSON",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path | None, typer.Option("--out", help="写到 .parquet 或者 .csv 文件；没有后缀的是文件夹，各部分分别写")
    ] = None,
    on: On = None,
    day_column: Annotated[str | None, typer.Option("--on-column", help="写明各行检查日期的列")] = None,
    output: Annotated[
        str, typer.Option("--output", help="verdicts 结论、violations 违法行为、needed 待查的事实、counts 统计")
    ] = "verdicts",
    keys: Annotated[
        str | None,
        typer.Option("--keys", help="随结果带出的列，逗号分隔；缺省为 enterprise、county、industry 等通常的列"),
    ] = None,
    by: Annotated[
        str, typer.Option("--by", help="counts 按什么统计，逗号分隔：table、item、随结果带出的列、选项或者是否类的事实")
    ] = "table",
    top: Annotated[int | None, typer.Option("--top", min=1, help="needed 每个企业至多列几个事实")] = None,
    part_rows: Annotated[int, typer.Option("--part-rows", min=1000, help="一个部分至多多少行")] = 1_000_000,
    force: Force = False,
    rules: Rules = None,
) -> None:
    """检查许多企业：一行一个企业，一列一个事实。中断后再次运行同一命令，从中断处继续。"""
    if source == STREAM:
        if out is not None:
            raise EnforceRulesError(Problem("逐行检查的结果写到标准输出", hint="去掉 --out，用 > 写到文件"))
        _stream(_manual(rules), on.date() if on else None, output, top)
        return
    if out is None:
        raise EnforceRulesError(Problem("没有写明结果写到哪里", hint="加 --out 结果.parquet"))
    manual = _manual(rules)
    if (on is None) == (day_column is None):
        raise EnforceRulesError(Problem("要写明按哪一天的法律", hint="--on 2024-04-02 和 --on-column 列名 写一个"))
    day: date | str = day_column if day_column is not None else on.date()  # type: ignore[union-attr]
    from ..evaluate.frame import OUTPUTS
    from ..evaluate.frame.batch import Batch, Request

    _known_output(output, OUTPUTS)
    request = Request(day, output, _listed(keys) if keys is not None else None, _listed(by), top)
    run = Batch(manual.frames, Path(source), out, request, part_rows)
    if not run.to_folder:
        may_be_written(out, force)
    try:
        with _progress() as told:
            rows = run.run(told, anew=force)
    except KeyboardInterrupt:
        done = (
            f"再次运行同一命令，从中断处继续；已完成的部分在 {run.folder}" if run.folder.exists() else "没有完成的部分"
        )
        typer.echo(f"已中断。{done}", err=True)
        raise typer.Exit(130) from None
    typer.echo(f"{out}：{rows}行")


def _known_output(output: str, known: tuple[str, ...]) -> None:
    """Raise :class:`EnforceRulesError` for an output that there is not."""
    if output not in known:
        hint = did_you_mean(output, known) or f"可用：{'、'.join(known)}"
        raise EnforceRulesError(Problem(f"没有 {output} 这种结果", hint=hint))


def _listed(written: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in written.split(",") if name.strip())


def _stream(manual: Manual, on: date | None, output: str, top: int | None) -> None:
    """A line that is wrong is answered with its problems and does not stop the others; the status is 2 in the end."""
    from ..evaluate.stream import OUTPUTS, answers

    _known_output(output, OUTPUTS)
    wrong = False
    sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")  # type: ignore[union-attr]
    for answer in answers(sys.stdin, manual, lambda facts: manual.inspect(facts, on=on)):
        wrong = wrong or answer.inspection is None
        sys.stdout.write(json.dumps(answer.as_dict(output, top), ensure_ascii=False) + "\n")
        sys.stdout.flush()
    if wrong:
        raise typer.Exit(2)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error, where someone is looking."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("检查", total=None)
        yield lambda done, whole: bar.update(task, completed=done, total=whole)
