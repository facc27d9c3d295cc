"""The commands that make the manual readable and fillable: catalogue, checklist."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import EnforceRulesError, Problem
from .app import Force, Out, Rules, _manual, _write, app, known_format, profiles_of

FORMATS = ("html", "xlsx")


@app.command()
def catalogue(
    out: Annotated[Path, typer.Option("--out", help="写到这个文件夹", show_default=False)],
    force: Force = False,
    rules: Rules = None,
) -> None:
    """由规则生成目录（Markdown）：每个检查事项一页，另有按检查表、按法律、按事实的索引。"""
    from ..catalogue import catalogue as pages_of

    pages = pages_of(_manual(rules))
    there = [name for name in pages if (out / name).exists()]
    if there and not force:
        raise EnforceRulesError(Problem(f"{out / there[0]} 已经存在", hint="换一个文件夹，或者加 --force"))
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise EnforceRulesError(f"写不了 {out}：{failure.strerror}") from None
    for name, text in pages.items():
        _write(text, out / name, force=True)
    typer.echo(f"{out}：{len(pages)} 页")


@app.command()
def checklist(
    profiles: Annotated[str, typer.Option("--for", help="企业类型，逗号分隔，如 dust,confined_space；缺省为全部")] = "",
    format: Annotated[str, typer.Option("--format", help="html（打印）或者 xlsx（填好可以当事实文件）")] = "html",
    out: Out = None,
    force: Force = False,
    rules: Rules = None,
) -> None:
    """制作一类企业的检查表：每个事实的问题、检查方式和填写的地方。"""
    known_format(format, FORMATS)
    manual, chosen = _manual(rules), profiles_of(profiles)
    if format == "html":
        from ..catalogue import checklist_page

        _write(checklist_page(manual, chosen), out, force)
        return
    if out is None:
        raise EnforceRulesError(Problem("xlsx 要写到文件", hint="加 --out 检查表.xlsx"))
    from ..facts.sheet import blank_sheet

    _write(blank_sheet(manual, chosen), out, force)
