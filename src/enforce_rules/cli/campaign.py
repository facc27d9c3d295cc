"""The commands for a campaign's records: the store, a day's file, the history, and the question for the records behind a number."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import EnforceRulesError, Problem
from .app import AsJson, Day, Rules, _json, _manual, app

if TYPE_CHECKING:
    from ..campaign.records import Store, Written

campaign_app = typer.Typer(help="异地督导执法检查：结对、方案、记录、台账、报表、排序。", no_args_is_help=True)
app.add_typer(campaign_app, name="campaign")

Database = Annotated[
    str, typer.Argument(metavar="DB", help="记录所在的文件，或者 postgresql:// 地址", show_default=False)
]
CampaignPath = Annotated[Path, typer.Argument(metavar="CAMPAIGN", help="检查活动文件（.yaml）", show_default=False)]
By = Annotated[str, typer.Option("--by", help="由谁记录", show_default=False)]
Reason = Annotated[str, typer.Option("--reason", help="更正、撤回的理由")]
RecordKind = Annotated[str, typer.Argument(metavar="KIND", help="记录的种类，如 visit、finding", show_default=False)]
OnDay = Annotated[
    Day | None,
    typer.Option("--day", formats=["%Y-%m-%d"], help="统计截止日期；缺省为检查活动的最后一日，尚未结束的为今天"),
]
Position = Annotated[int | None, typer.Option("--position", help="统计到记录日志第几条；缺省为全部")]


def opened(where: str) -> Store:
    """The store of a campaign. Raises :class:`EnforceRulesError` without SQLAlchemy."""
    try:
        from ..campaign.records import Store
    except ModuleNotFoundError as missing:
        if missing.name != "sqlalchemy":
            raise
        raise EnforceRulesError(Problem("没有 SQLAlchemy", hint="pip install 'enforce-rules[campaign]'")) from None
    return Store.open(where)


def day_of(day: Day | None, store: Store) -> date:
    """The day to count up to."""
    return day.date() if day else min(date.today(), store.campaign.last_day)


@campaign_app.command()
def init(database: Database, campaign: CampaignPath, by: By) -> None:
    """建立一个检查活动的记录：SQLite 文件，或者 PostgreSQL 里的表。"""
    from ..campaign import read_campaign
    from ..campaign.records import Store

    told = read_campaign(campaign)
    with Store.create(database, told, by=by) as store:
        typer.echo(f"{store.database.shown}：{told.title}，{len(told.groups)}个组，{len(told.phases)}个阶段")
    for vacancy in told.vacancies:
        typer.echo(f"注意：{vacancy}", err=True)


@campaign_app.command()
def revise(database: Database, campaign: CampaignPath, by: By, reason: Reason) -> None:
    """更改检查活动本身：换组员、延长阶段。原来的留在历史里。"""
    from ..campaign import read_campaign

    told = read_campaign(campaign)
    with opened(database) as store:
        _tell(store.revise_campaign(told, by, reason))


@campaign_app.command(name="import")
def import_(
    database: Database,
    files: Annotated[
        list[Path], typer.Argument(metavar="DAY...", help="一日的记录（.yaml、.json）", show_default=False)
    ],
    by: By,
    correct: Annotated[bool, typer.Option("--correct", help="内容与已有记录不同的，作为更正")] = False,
    restore: Annotated[bool, typer.Option("--restore", help="内容与已被更正的旧记录相同的，也改回去")] = False,
    reason: Reason = "",
    rules: Rules = None,
) -> None:
    """导入各组一日的记录：每个文件或者全部导入，或者什么都不导入；再次导入什么都不变。"""
    from ..campaign.dayfile import read_day

    manual = _manual(rules)
    days = [read_day(path, manual) for path in files]
    with opened(database) as store:
        for path, day in zip(files, days, strict=True):
            written = store.append(
                day.records,
                by,
                reason=reason,
                source=path.name,
                correct=correct,
                restore=restore,
                places=day.places,
            )
            _tell(written, f"{path}：")


@campaign_app.command()
def withdraw(
    database: Database,
    kind: RecordKind,
    keys: Annotated[list[str], typer.Argument(metavar="KEY...", show_default=False)],
    by: By,
    reason: Reason,
) -> None:
    """撤回记录；撤回的留在历史里。"""
    with opened(database) as store:
        _tell(store.withdraw([(kind, key) for key in keys], by, reason))


def _tell(written: Written, where: str = "") -> None:
    parts = [
        f"{words}{count}项"
        for words, count in (
            ("新增", len(written.added)),
            ("更正", len(written.corrected)),
            ("撤回", len(written.withdrawn)),
            ("已有", written.unchanged),
        )
        if count
    ]
    typer.echo(f"{where}{'，'.join(parts) or '没有记录'}{f'；日志第{written.entry.id}条' if written.entry else ''}")
    for kind, key in written.stale:
        typer.echo(f"注意：{kind} {key} 后来更正过，没有改回旧的内容（要改回，加 --restore）", err=True)


@campaign_app.command()
def history(
    database: Database,
    kind: RecordKind,
    key: Annotated[str, typer.Argument(metavar="KEY", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """一条记录的各个版本：谁、什么时候、改了什么。"""
    with opened(database) as store:
        changes = store.history(kind, key)
    if not changes:
        raise EnforceRulesError(Problem(f"没有 {kind} {key}"))
    if as_json:
        _json(
            [
                {
                    **change.entry.as_dict(),
                    "revision": change.version.revision,
                    "withdrawn": change.version.withdrawn,
                    "changed": list(change.changed),
                    "record": change.version.record.model_dump(mode="json", exclude_none=True),
                }
                for change in changes
            ]
        )
        return
    for change in changes:
        entry, version = change.entry, change.version
        what = "；".join(change.changed) or ("第一次记录" if version.revision == 1 else "内容没有改")
        reason = f"（{entry.reason}）" if entry.reason else ""
        typer.echo(f"第{version.revision}版　{entry.at}　{entry.by}　日志第{entry.id}条：{what}{reason}")


@campaign_app.command()
def journal(database: Database, as_json: AsJson = False) -> None:
    """记录日志：谁、什么时候、从哪个文件、写了几条。"""
    with opened(database) as store:
        entries = store.entries()
    if as_json:
        _json([entry.as_dict() for entry in entries])
        return
    for entry in entries:
        told = "　".join(filter(None, (entry.at, entry.by, f"{entry.rows}条", entry.source, entry.reason)))
        typer.echo(f"{entry.id}　{told}")


@campaign_app.command()
def check(database: Database) -> None:
    """核对全部记录与写入时是否一致；不一致的逐条列出，退出状态为1。"""
    with opened(database) as store:
        problems, position = store.check(), store.position
    for problem in problems:
        typer.echo(str(problem))
    if problems:
        raise typer.Exit(1)
    typer.echo(f"记录日志共{position}条，全部记录与写入时一致")


@campaign_app.command()
def which(
    database: Database,
    question: Annotated[
        str,
        typer.Argument(help="如 rectified?group=7&phase=1；报表里每个数字都写着它的问法", show_default=False),
    ],
    day: OnDay = None,
    position: Position = None,
    as_json: AsJson = False,
) -> None:
    """一个数字所计的是哪些记录。"""
    from ..campaign.measures import behind
    from ..campaign.question import question_of
    from ..campaign.snapshot import Snapshot

    name, part = question_of(question)
    with opened(database) as store:
        until = day.date() if day else part.until or day_of(None, store)
        counted = behind(Snapshot(store, until, position), name, part)
    if as_json:
        _json([one._asdict() for one in counted])
        return
    for one in counted:
        amount = f"　{one.amount}" if one.amount != 1 else ""
        told: list[Any] = [one.day, f"第{one.group}组", one.unit, one.industry, f"{one.kind} {one.key}"]
        typer.echo("　".join(str(part) for part in told if part) + amount)
    typer.echo(f"共{len(counted)}条记录，合计{sum(one.amount for one in counted)}")


@campaign_app.command()
def simulate(
    database: Database,
    campaign: CampaignPath,
    totals: Annotated[Path, typer.Argument(metavar="TOTALS", help="各阶段的合计（.yaml）", show_default=False)],
    seed: Annotated[int, typer.Option("--seed", help="同一个种子得出同样的模拟")] = 2020,
    rules: Rules = None,
) -> None:
    """模拟一次检查活动，各阶段的合计与给定的完全一致：用来试用，不能当作真实数据。"""
    from rich.progress import Progress

    from ..campaign import read_campaign
    from ..campaign.records import Store
    from ..campaign.simulation import read_totals
    from ..campaign.simulation import simulate as simulated

    told, wanted, manual = read_campaign(campaign), read_totals(totals), _manual(rules)
    with Store.create(database, told, by="模拟") as store, Progress(transient=True) as bar:
        task = bar.add_task("模拟", total=None)
        simulated(store, manual, wanted, seed, lambda done, whole: bar.update(task, completed=done, total=whole))
        typer.echo(f"{store.database.shown}：模拟的记录，日志{store.position}条")
