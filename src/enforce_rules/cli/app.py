"""The commands. Each imports what it needs when it runs, so that help and errors of usage are quick."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import EnforceRulesError, Problem

if TYPE_CHECKING:
    from ..api import Manual

app = typer.Typer(
    help="安全生产执法检查手册：由事实得出各检查事项的结论、依据和执法文书。结论是建议，由人决定。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
facts_app = typer.Typer(help="事实文件。", no_args_is_help=True)
app.add_typer(facts_app, name="facts")

Rules = Annotated[Path | None, typer.Option("--rules", help="规则文件夹；缺省用自带的手册")]
FactsPath = Annotated[
    Path, typer.Argument(metavar="FACTS", help="事实文件（.yaml、.json，或者填好的检查表 .xlsx）", show_default=False)
]
Day = datetime  # as typer reads a day


class CaseStage(StrEnum):
    """The stage an act has reached."""

    found = "found"
    overdue = "overdue"
    refused = "refused"


On = Annotated[Day | None, typer.Option("--on", formats=["%Y-%m-%d"], help="按哪一天的法律；缺省为检查日期")]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]
Out = Annotated[Path | None, typer.Option("--out", help="写到文件；缺省写到标准输出")]
Force = Annotated[bool, typer.Option("--force", help="覆盖已有的文件")]


def _manual(rules: Path | None) -> Manual:
    from ..api import load_manual

    return load_manual(rules)


def _json(data: Any) -> None:
    json.dump(data, sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")


def _write(content: str | bytes, out: Path | None, force: bool) -> None:
    """Write whole or not at all: text to standard output, or anything to a file that is not there yet."""
    if out is None:
        assert isinstance(content, str)
        sys.stdout.write(content)
        return
    may_be_written(out, force)
    import os
    import tempfile

    try:
        handle, temporary = tempfile.mkstemp(dir=out.parent, prefix=".", suffix=".tmp")
        with os.fdopen(handle, "wb") as stream:
            stream.write(content.encode() if isinstance(content, str) else content)
        Path(temporary).chmod(0o644)
        os.replace(temporary, out)
    except OSError as failure:
        raise EnforceRulesError(f"写不了 {out}：{failure.strerror}") from None


def may_be_written(out: Path, force: bool) -> None:
    """Raise :class:`EnforceRulesError` for a file that is there already, unless it is to be replaced."""
    if out.exists() and not force:
        raise EnforceRulesError(Problem(f"{out} 已经存在", hint="换一个文件名，或者加 --force"))


def known_format(format: str, known: Iterable[str]) -> None:
    """Raise :class:`EnforceRulesError` for a format that the command does not write, before anything is worked out."""
    if format not in known:
        raise EnforceRulesError(Problem(f"没有 {format} 这种格式", hint=f"可用：{'、'.join(known)}"))


def needs_a_file(format: str, out: Path | None) -> None:
    """Raise :class:`EnforceRulesError` for a format that cannot go to standard output."""
    if out is None and format in ("docx", "pdf"):
        raise EnforceRulesError(Problem("docx、pdf 要写到文件", hint=f"加 --out 文书.{format}"))


def profiles_of(written: str) -> list[str]:
    """The kinds of enterprises named in an option, parted by commas."""
    return [name.strip() for name in written.split(",") if name.strip()]


def _version(wanted: bool) -> None:
    if wanted:
        from .._version import __version__

        typer.echo(f"enforce-rules {__version__}")
        raise typer.Exit


@app.callback()
def _top(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="版本")] = False,
) -> None:
    pass


@app.command()
def inspect(
    facts: FactsPath,
    on: On = None,
    as_json: AsJson = False,
    why: Annotated[bool, typer.Option("--why", help="逐项列出判断的理由")] = False,
    whole: Annotated[bool, typer.Option("--all", help="列出全部待查的事实，不限于关系事项最多的")] = False,
    rules: Rules = None,
) -> None:
    """按事实逐项判断，列出违法、重大事故隐患、待查的问题。"""
    manual = _manual(rules)
    inspection = manual.inspect(facts, on=on.date() if on else None)
    if as_json:
        _json(inspection.as_dict())
        return
    from .show import show_inspection

    show_inspection(inspection, why, whole)


@app.command()
def penalties(
    facts: FactsPath,
    on: On = None,
    decided: Annotated[
        Day | None,
        typer.Option("--decided", formats=["%Y-%m-%d"], help="作出决定的日期；缺省为案件所写，再缺省为检查日期"),
    ] = None,
    stage: Annotated[
        CaseStage | None,
        typer.Option("--stage", help="found 发现、overdue 逾期未改正、refused 拒不改正或者拒不执行；缺省为案件所写"),
    ] = None,
    scheme: Annotated[
        Path | None, typer.Option("--scheme", help="本机关的裁量基准（.yaml）；写明的条款用它，其余用手册的")
    ] = None,
    as_json: AsJson = False,
    format: Annotated[str, typer.Option("--format", help="txt、html、docx 或者 pdf")] = "txt",
    out: Out = None,
    force: Force = False,
    rules: Rules = None,
) -> None:
    """对查到的违法行为逐项提出处罚建议：适用的条款和版本、幅度、裁量、程序，以及须由人审查的理由。"""
    from ..document import FORMATS, penalty_report

    known_format(format, FORMATS)
    needs_a_file(format, out)
    manual = _manual(rules)
    inspection = manual.inspect(facts, on=on.date() if on else None)
    proposed = manual.penalties(
        inspection,
        decided=decided.date() if decided else None,
        stage=stage.value if stage else None,
        scheme=manual.read_scheme(scheme) if scheme else None,
    )
    if as_json:
        _json(proposed.as_dict())
    else:
        _write(penalty_report(proposed).as_format(format), out, force)


@app.command()
def items(
    item: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="检查事项编号，如 DE-06", show_default=False)
    ] = None,
    table: Annotated[str | None, typer.Option("--table", help="只列一个检查表，如 DE")] = None,
    on: On = None,
    as_json: AsJson = False,
    rules: Rules = None,
) -> None:
    """列出检查事项；给出编号则列出该事项的内容、违法行为、依据和罚则。"""
    from ..errors import did_you_mean
    from .show import show_item, show_items

    manual = _manual(rules)
    if item is not None and item not in manual.items:
        raise EnforceRulesError(Problem(f"没有 {item} 这个检查事项", hint=did_you_mean(item, manual.items)))
    if table is not None and table not in manual.info.tables:
        known = "、".join(manual.info.tables)
        raise EnforceRulesError(Problem(f"没有 {table} 这个检查表", hint=f"可用：{known}"))
    if as_json:
        from ..manual import export

        told = export(manual)["items"]
        chosen = [entry for entry in told if item in (None, entry["id"]) and table in (None, entry["table"])]
        _json(chosen[0] if item else chosen)
    elif item is None:
        show_items(manual, table)
    else:
        show_item(manual, manual.items[item], on.date() if on else None)


@app.command()
def export(as_json: AsJson = True, rules: Rules = None) -> None:
    """输出整部手册（JSON）。"""
    from ..manual import export as exported

    _json(exported(_manual(rules)))


@app.command()
def schema(
    kind: Annotated[
        str | None,
        typer.Argument(
            help="manual、facts、terms、circumstances、discretion、statute、item、enterprise", show_default=False
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="把全部 JSON Schema 写到这个文件夹")] = None,
    rules: Rules = None,
) -> None:
    """输出一种文件的 JSON Schema，供编辑器补全和检查。"""
    from ..errors import did_you_mean
    from .schemas import KINDS, schema_of, write_schemas

    if kind is not None and kind not in KINDS:
        raise EnforceRulesError(
            Problem(f"没有 {kind} 这种文件", hint=did_you_mean(kind, KINDS) or f"可用：{'、'.join(KINDS)}")
        )
    if out is not None:
        for path in write_schemas(_manual(rules), out, [kind] if kind else KINDS):
            typer.echo(path)
    elif kind is not None:
        _json(schema_of(kind, _manual(rules) if kind == "enterprise" else None))
    else:
        typer.echo("\n".join(KINDS))


@facts_app.command("new")
def facts_new(
    profiles: Annotated[
        str, typer.Option("--for", help="企业类型，逗号分隔，如 base,dust,confined_space；缺省为全部")
    ] = "",
    out: Out = None,
    force: Force = False,
    rules: Rules = None,
) -> None:
    """写一份空白的事实文件，每个事实带有问题和检查方式。"""
    from ..facts import blank_facts

    _write(blank_facts(_manual(rules), profiles_of(profiles)), out, force)
