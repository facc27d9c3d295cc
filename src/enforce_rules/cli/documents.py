"""The commands that make documents: the kinds, one document, a whole case file, what it came from, and making it again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import EnforceRulesError, Problem
from .app import (
    AsJson,
    CaseStage,
    Day,
    FactsPath,
    Force,
    On,
    Out,
    Rules,
    _json,
    _manual,
    _write,
    app,
    known_format,
    may_be_written,
    needs_a_file,
)

if TYPE_CHECKING:
    from ..document import Document
    from ..evaluate import Inspection
    from ..manual.statute import Stage

Templates = Annotated[
    Path | None, typer.Option("--templates", help="本机关自己的模板文件夹；没有的用自带的", show_default=False)
]
Fonts = Annotated[
    Path | None, typer.Option("--fonts", help="本机关自己的字体文件夹，用于 pdf；没有的字用自带的", show_default=False)
]
Draft = Annotated[bool, typer.Option("--draft", help="草稿：缺少的内容留出可见的空白，印有“草稿”")]
Unverified = Annotated[bool, typer.Option("--allow-unverified", help="允许决定书依据没有核对原文的法律")]
Subject = Annotated[
    str | None, typer.Option("--for", help="写给谁：unit（单位）、个人姓名或者接收机关；只有一个时可以不写")
]
Decided = Annotated[
    Day | None, typer.Option("--decided", formats=["%Y-%m-%d"], help="作出决定的日期；缺省为案件所写，再缺省为检查日期")
]
StageOption = Annotated[CaseStage | None, typer.Option("--stage", help="案件的阶段；缺省为案件所写")]
SchemePath = Annotated[Path | None, typer.Option("--scheme", help="本机关的裁量基准（.yaml）")]
Kind = Annotated[str, typer.Argument(help="文书种类，见 documents", show_default=False)]


@app.command()
def documents(as_json: AsJson = False, templates: Templates = None) -> None:
    """列出各种执法文书：编号、名称、阶段、何时使用、必须有的内容。"""
    from ..document import kinds
    from ..document.context.models import label_of
    from ..document.templates import law_named

    found = kinds(templates).values()
    if as_json:
        _json(
            [
                {
                    "id": kind.id,
                    "name": kind.name,
                    "abbr": kind.abbr,
                    "stage": kind.stage,
                    "use": kind.use,
                    "to": kind.to,
                    "template": kind.template,
                    "needs": {path: label_of(path) for path in kind.needs},
                    "law": list(law_named(kind.file, templates)),
                }
                for kind in found
            ]
        )
        return
    for kind in found:
        state = "" if kind.template else "　没有提供模板"
        typer.echo(f"{kind.id}  {kind.name}（{kind.stage}）：{kind.use}{state}")
        if kind.needs:
            typer.echo(f"    须有：{'、'.join(label_of(path) for path in kind.needs)}")


@app.command()
def document(
    kind: Kind,
    facts: FactsPath,
    format: Annotated[str, typer.Option("--format", help="txt、html、docx 或者 pdf")] = "txt",
    out: Out = None,
    on: On = None,
    subject: Subject = None,
    draft: Draft = False,
    decided: Decided = None,
    stage: StageOption = None,
    scheme: SchemePath = None,
    unverified: Unverified = False,
    form: Annotated[
        Path | None, typer.Option("--form", help="填写本机关的 Word 表格（.docx），可用的名称见 context")
    ] = None,
    trace: Annotated[bool, typer.Option("--trace", help="在文书旁写一份每段的来源（.trace.json）")] = False,
    receipt: Annotated[Path | None, typer.Option("--receipt", help="写一份回执（.json），可以用 replay 重做")] = None,
    templates: Templates = None,
    fonts: Fonts = None,
    force: Force = False,
    rules: Rules = None,
) -> None:
    """由事实文件制作执法文书。缺少内容、没有走完程序的，列出全部原因，不制作。"""
    from ..document import FORMATS, kind_of
    from ..document.receipt import Request, content_of

    kind_of(kind, templates, form=form is not None)
    known_format(format, FORMATS)
    _only_for_pdf(fonts, format)
    _can_be_written(format, out, trace, form, receipt, force)
    manual = _manual(rules)
    inspection = manual.inspect(facts, on=on.date() if on else None)
    request = Request(
        kind,
        inspection.on,
        format,
        subject,
        draft,
        unverified,
        decided.date() if decided else None,
        stage.value if stage else None,
        manual.read_scheme(scheme) if scheme else None,
        templates,
        fonts,
    )
    if form is not None:
        assert out is not None
        content, filled = request.filled_form(inspection, form)
        _write(content, out, force)
        _told((f"草稿缺少：{problem}" for problem in filled.problems), dict.fromkeys(filled.notes))
        return
    made = request.made_from(inspection)
    content = content_of(made, request)
    _write(content if out else content.decode(), out, force)
    if out is not None and trace:
        _write(_traced(made, inspection), _beside(out), force)
    if receipt is not None:
        from ..document.receipt import receipt_for, written

        _write(written(receipt_for(made, content, request, inspection)), receipt, force)
    _told((f"草稿缺少：{problem}" for problem in made.problems), made.notes)


def _can_be_written(
    format: str, out: Path | None, trace: bool, form: Path | None, receipt: Path | None, force: bool
) -> None:
    """What cannot go to standard output needs a file, and no file is in the way; said before anything is made."""
    needs_a_file("docx" if form else format, out)
    if form is not None and format not in ("txt", "docx"):
        raise EnforceRulesError(Problem(f"Word 表格填出来是 docx，不能写成 {format}", hint="不写 --format"))
    if form is not None and (trace or receipt):
        raise EnforceRulesError(Problem("本机关的表格里的文字没有来源，不能写 --trace、--receipt", hint="用自带的模板"))
    if out is None and trace:
        raise EnforceRulesError(Problem("--trace 写在文书旁边，文书要写到文件", hint="加 --out"))
    if out is not None and out == receipt:
        raise EnforceRulesError(Problem("文书和回执不能写到同一个文件", hint="换一个文件名"))
    for path in (out, _beside(out) if out and trace else None, receipt):
        if path is not None:
            may_be_written(path, force)


def _traced(made: Document, inspection: Inspection) -> str:
    import json

    from ..document.trace import trace_of

    return json.dumps(trace_of(made, inspection), ensure_ascii=False, indent=1, default=str) + "\n"


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ".trace.json")


def _told(problems: Iterable[str], notes: Iterable[str]) -> None:
    for line in (*problems, *notes):
        typer.echo(line, err=True)


@app.command()
def replay(
    receipt: Annotated[Path, typer.Argument(metavar="RECEIPT", help="回执（.json）", show_default=False)],
    out: Out = None,
    templates: Templates = None,
    fonts: Fonts = None,
    force: Force = False,
    rules: Rules = None,
) -> None:
    """按回执重做文书，逐字节核对，并说明规则、模板、事实有什么变化。一致为 0，不一致为 1。"""
    again = _manual(rules).replay(receipt, templates=templates, fonts=fonts)
    if out is not None:
        _write(again.content, out, force)
    for change in again.changes:
        typer.echo(change)
    typer.echo("与回执逐字节一致" if again.same else "与回执不一致")
    if not again.same:
        raise typer.Exit(1)


@app.command()
def context(
    kind: Kind,
    facts: Annotated[
        Path | None, typer.Argument(metavar="[FACTS]", help="给出事实文件则输出它的内容", show_default=False)
    ] = None,
    on: On = None,
    subject: Subject = None,
    templates: Templates = None,
    rules: Rules = None,
) -> None:
    """输出一种文书的模板和 Word 表格可以使用的内容：结构（JSON Schema），或者一个事实文件的实际内容。"""
    from ..document import kind_of

    found = kind_of(kind, templates, form=True)
    if facts is None:
        from ..document.context.schema import context_schema

        _json(context_schema(found, templates))
        return
    from pydantic import TypeAdapter

    from ..document.context import Context
    from ..document.document import made

    inspection = _manual(rules).inspect(facts, on=on.date() if on else None)
    _, _, result = made(kind, inspection, subject=subject, templates=templates, form=not found.template)
    _json(TypeAdapter(Context).dump_python(result.context, mode="json"))


@app.command()
def where(
    citation: Annotated[str, typer.Argument(help="法条，如 安全生产法(2021)第九十九条", show_default=False)],
    as_json: AsJson = False,
    templates: Templates = None,
    rules: Rules = None,
) -> None:
    """列出一个法条用在哪些检查事项、违法行为，可以写进哪些文书的哪一行。"""
    from ..document.reach import where as reach_of

    found = reach_of(citation, _manual(rules), templates)
    if as_json:
        _json(found.as_dict())
        return
    for use in found.uses:
        typer.echo(f"{use.item} {use.breach}　{use.role}：{use.citation}")
    for place in found.places:
        line = f":{place.line}" if place.line else ""
        typer.echo(f"{place.kind} {place.name}　{place.role}　{place.template}{line}")
    if not found.uses and not found.places:
        typer.echo("没有检查事项和文书用到")


@app.command()
def case(
    facts: FactsPath,
    out: Annotated[Path, typer.Option("--out", help="写到这个文件夹", show_default=False)],
    format: Annotated[str, typer.Option("--format", help="docx、pdf、html 或者 txt")] = "docx",
    on: On = None,
    draft: Draft = False,
    decided: Decided = None,
    stage: StageOption = None,
    scheme: SchemePath = None,
    unverified: Unverified = False,
    receipts: Annotated[bool, typer.Option("--receipts", help="每份文书另写回执")] = False,
    templates: Templates = None,
    fonts: Fonts = None,
    force: Force = False,
    rules: Rules = None,
) -> None:
    """制作整个案卷：处罚建议所要求的各种文书，依次编号，另有目录页。有文书不能制作的为 1。"""
    from ..document import FORMATS
    from ..document.casefile import Entry, entries, index_page
    from ..document.receipt import Request, content_of, receipt_for, written

    known_format(format, FORMATS)
    _only_for_pdf(fonts, format)
    manual = _manual(rules)
    inspection = manual.inspect(facts, on=on.date() if on else None)
    chosen = manual.read_scheme(scheme) if scheme else None
    day: date | None = decided.date() if decided else None
    at: Stage | None = stage.value if stage else None
    proposed = manual.penalties(inspection, day, at, chosen)
    _folder(out, force)
    made: list[Entry] = []
    for entry in entries(inspection, proposed, draft=draft, allow_unverified=unverified, templates=templates):
        request = Request(
            entry.due.kind.id,
            inspection.on,
            format,
            entry.due.subject.name,
            draft,
            unverified,
            day,
            at,
            chosen,
            templates,
            fonts,
        )
        files: dict[str, bytes | str] = {}
        if entry.document is not None:
            try:
                content = content_of(entry.document, request)
                files[f"{entry.name}.{format}"] = content
                if receipts:
                    text = written(receipt_for(entry.document, content, request, inspection))
                    files[f"{entry.name}.receipt.json"] = text
            except EnforceRulesError as error:  # this format cannot say it: the others are made all the same
                entry, files = replace(entry, document=None, problems=tuple(map(str, error.problems))), {}
        made.append(entry)
        typer.echo(f"{entry.number:02d} {entry.due.kind.name}：{'已制作' if entry.document else '没有制作'}", err=True)
        for name, text_or_bytes in files.items():
            _write(text_or_bytes, out / name, force=True)
    _write(index_page(inspection, proposed, made, format).html, out / "index.html", force=True)
    failed = [entry for entry in made if entry.document is None]
    typer.echo(f"{out}：{len(made) - len(failed)} 份文书，{len(failed)} 份没有制作，见 index.html")
    for entry in failed:
        for problem in entry.problems:
            typer.echo(f"{entry.due.kind.name}：{problem}", err=True)
    if any(entry.due.kind.template for entry in failed):
        raise typer.Exit(1)


_MADE = re.compile(r"[0-9]{2}.*\.(txt|html|docx|pdf|receipt\.json)|index\.html")


def _only_for_pdf(fonts: Path | None, format: str) -> None:
    if fonts is not None and format != "pdf":
        raise EnforceRulesError(Problem(f"--fonts 只用于 pdf，写的格式是 {format}", hint="加 --format pdf"))


def _folder(out: Path, force: bool) -> None:
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not force)):
        raise EnforceRulesError(Problem(f"{out} 已经存在，并且不是空文件夹", hint="换一个文件夹，或者加 --force"))
    try:
        out.mkdir(parents=True, exist_ok=True)
        for path in out.iterdir():  # what an earlier run made, and nothing else
            if path.is_file() and _MADE.fullmatch(path.name):
                path.unlink()
    except OSError as failure:
        raise EnforceRulesError(f"写不了 {out}：{failure.strerror}") from None
