"""The commands that tell how a campaign stands: reports, the ledger of major hazards, the ranking, and whether a table adds up."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import EnforceRulesError, Problem
from .app import AsJson, Day, Force, Out, _json, _write, known_format
from .campaign import Database, OnDay, Position, campaign_app, day_of, opened

if TYPE_CHECKING:
    from ..campaign.records import Store
    from ..campaign.reports.daily import Daily
    from ..campaign.reports.ranked import Ranked
    from ..campaign.reports.tables import Statistics

FORMATS = ("txt", "html", "docx", "pdf", "json")
REPORT_FORMATS = (*FORMATS, "xlsx")
REPORTS = {"daily": "简要情况日报告", "statistics": "执法检查情况统计表", "hazards": "重大隐患统计表和台账"}

Format = Annotated[str, typer.Option("--format", help="txt、html（有图）、docx、pdf、xlsx 或者 json")]
Group = Annotated[int | None, typer.Option("--group", help="只报一个组")]


@campaign_app.command()
def report(
    database: Database,
    kind: Annotated[
        str,
        typer.Argument(metavar="REPORT", help="；".join(f"{id} {name}" for id, name in REPORTS.items())),
    ],
    day: OnDay = None,
    group: Group = None,
    phase: Annotated[int | None, typer.Option("--phase", help="只统计一个阶段（统计表）")] = None,
    crossed: Annotated[bool, typer.Option("--crossed", help="加一张组、阶段、行业交叉的表")] = False,
    format: Format = "txt",
    out: Out = None,
    force: Force = False,
    position: Position = None,
) -> None:
    """日报告和统计表；合计不等于各行之和、已整改多于发现等，指出是哪一行，不出报表。"""
    from ..errors import did_you_mean

    if kind not in REPORTS:
        hint = did_you_mean(kind, REPORTS) or f"可用：{'、'.join(REPORTS)}"
        raise EnforceRulesError(Problem(f"没有 {kind} 这种报表", hint=hint))
    known_format(format, REPORT_FORMATS)
    _to_a_file(format, out)
    if kind == "daily" and (phase is not None or crossed):
        raise EnforceRulesError(Problem("--phase、--crossed 用于 statistics、hazards"))
    with opened(database) as store:
        until = day_of(day, store)
        made = (
            _daily(store, until, group, position)
            if kind == "daily"
            else _statistics(kind, store, until, group, phase, crossed, position)
        )
        if format == "xlsx":
            _write(made.workbook, out, force)
        else:
            _give(made, format, out, force)


def _to_a_file(format: str, out: Path | None) -> None:
    if out is None and format in ("docx", "pdf", "xlsx"):
        raise EnforceRulesError(Problem(f"{format} 要写到文件", hint=f"加 --out 报表.{format}"))


def _daily(store: Store, until: date, group: int | None, position: int | None) -> Daily:
    from ..campaign.reports.daily import daily_of
    from ..campaign.snapshot import Snapshot

    return daily_of(Snapshot(store, until, position), group)


def _statistics(
    kind: str, store: Store, until: date, group: int | None, phase: int | None, crossed: bool, position: int | None
) -> Statistics:
    from ..campaign.cube import Slice
    from ..campaign.reports.tables import hazards_of, statistics_of
    from ..campaign.snapshot import Snapshot

    snapshot, part = Snapshot(store, until, position), Slice(group=group, phase=phase)
    _known(store, group, phase)
    return statistics_of(snapshot, part, crossed=crossed) if kind == "statistics" else hazards_of(snapshot, part)


def _known(store: Store, group: int | None, phase: int | None) -> None:
    campaign = store.campaign
    if group is not None and group not in campaign.by_number:
        raise EnforceRulesError(Problem(f"没有第{group}组", hint=f"共{len(campaign.groups)}组"))
    if phase is not None and phase not in campaign.phase_by_number:
        raise EnforceRulesError(Problem(f"没有第{phase}阶段", hint=f"共{len(campaign.phases)}个阶段"))


def _give(report: Daily | Statistics | Ranked, format: str, out: Path | None, force: bool) -> None:
    """A report in a format, to a file or to standard output."""
    if format == "json":
        if out is None:
            _json(report.as_dict())
            return
        import json

        _write(json.dumps(report.as_dict(), ensure_ascii=False, indent=2, default=str) + "\n", out, force)
    elif format == "html":
        _write(report.page, out, force)
    else:
        _write(report.document.as_format(format), out, force)


@campaign_app.command()
def ledger(
    database: Database,
    day: OnDay = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="只列逾期未整改的")] = False,
    since: Annotated[
        Day | None, typer.Option("--since", formats=["%Y-%m-%d"], help="自这一日起，逐日列出逾期未整改的")
    ] = None,
    unchecked: Annotated[bool, typer.Option("--unchecked", help="只列第三阶段还没有核查的")] = False,
    as_json: AsJson = False,
    position: Position = None,
) -> None:
    """重大隐患台账：整改内容、时限、责任人，督办、复查、公示、销号。"""
    from ..campaign.hazard import STATES
    from ..campaign.ledger import Ledger, ledger_of
    from ..campaign.snapshot import Snapshot

    with opened(database) as store:
        whole = ledger_of(Snapshot(store, day_of(day, store), position))
    if since is not None:
        _by_day(whole, since.date(), as_json)
        return
    hazards = whole.overdue if overdue else whole.unchecked if unchecked else whole.hazards
    shown = Ledger(hazards, whole.day)
    if as_json:
        _json({"day": whole.day, "counts": whole.counts, "hazards": shown.as_dicts()})
        return
    for hazard in hazards:
        plan, late = hazard.plan_on(whole.day), whole.days_overdue(hazard)
        told = [f"时限{plan.deadline}", f"责任人{plan.responsible}"] if plan else []
        state = STATES[hazard.state_on(whole.day)] + (f"{late}日" if late else "")
        typer.echo(f"{hazard.finding.key}　{hazard.visit.name}：{hazard.finding.description}")
        typer.echo(f"　　{'，'.join([state, *told])}")
    counts = "，".join(f"{STATES[state]}{count}项" for state, count in whole.counts.items() if count)
    typer.echo(f"截至{whole.day}，重大隐患{len(whole.hazards)}项：{counts or '没有'}")


def _by_day(whole: Any, since: date, as_json: bool) -> None:
    days = whole.overdue_by_day(since)
    if as_json:
        _json({str(day): [hazard.finding.key for hazard in hazards] for day, hazards in days.items()})
        return
    before: set[str] = set()
    for day, hazards in days.items():
        keys = {hazard.finding.key for hazard in hazards}
        typer.echo(f"{day}　{len(keys)}项{''.join(f'　＋{key}' for key in sorted(keys - before))}")
        before = keys
    if not days:
        raise EnforceRulesError(
            Problem(f"{since}晚于统计截止日期{whole.day}", hint=f"至迟写{whole.day - timedelta(days=1)}")
        )


@campaign_app.command()
def ranking(
    database: Database,
    day: OnDay = None,
    scheme: Annotated[
        Path | None, typer.Option("--scheme", help="本机关的排序办法（.yaml）；缺省为自带的等权重")
    ] = None,
    use: Annotated[list[str] | None, typer.Option("--use", help="换一种口径，如 filing_rate=units")] = None,
    weight: Annotated[list[str] | None, typer.Option("--weight", help="换一个权重，如 filing_rate=20")] = None,
    seed: Annotated[int, typer.Option("--seed", help="随机权重的种子")] = 0,
    format: Format = "txt",
    out: Out = None,
    force: Force = False,
    position: Position = None,
) -> None:
    """各组考核排序：指标、口径、权重、并列，以及权重和口径变动时名次怎样变动。"""
    known_format(format, FORMATS)
    _to_a_file(format, out)
    from ..campaign.ranking import read_scheme
    from ..campaign.reports.ranked import ranked
    from ..campaign.snapshot import Snapshot

    told = read_scheme(scheme) if scheme else None
    with opened(database) as store:
        snapshot = Snapshot(store, day_of(day, store), position)
        _give(ranked(snapshot, told, _pairs(use), _pairs(weight), seed), format, out, force)


def _pairs(written: list[str] | None) -> dict[str, str]:
    """Pairs written as name=value. Raises :class:`EnforceRulesError` for those that are not."""
    wrong = [Problem(f"“{one}”应写成 名称=值") for one in written or () if not all(one.partition("="))]
    if wrong:
        raise EnforceRulesError(wrong)
    return {name: value for name, _, value in (one.partition("=") for one in written or ())}


@campaign_app.command(name="check-table")
def check_table(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="统计表（.xlsx、.json）", show_default=False)],
) -> None:
    """核对报来的统计表：合计是否等于各行之和，已整改是否多于发现；不符的指出是哪一行，退出状态为1。"""
    from ..campaign.reports.sent import check_file

    found = check_file(file)
    for problem in found.unusual:
        typer.echo(f"请核对：{problem}")
    for problem in found.wrong:
        typer.echo(str(problem))
    if found.wrong:
        raise typer.Exit(1)
    typer.echo("各表合计相符")
