"""The commands of those who write rules: test, prove, lint, verify, new, diff. Status 1 when what is checked fails."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import EnforceRulesError, Problem
from .app import AsJson, Day, On, Rules, _json, _manual, app

RulesPath = Annotated[Path | None, typer.Argument(metavar="[RULES]", help="规则文件夹；缺省用自带的手册")]
Items = Annotated[list[str] | None, typer.Option("--item", "-k", help="只查这个事项；可写几次")]
Jobs = Annotated[int | None, typer.Option("--jobs", min=1, help="用几个进程；缺省为处理器数")]


def _end(passed: bool) -> None:
    if not passed:
        raise typer.Exit(1)


@app.command("test")
def put_to_the_test(
    rules: RulesPath = None,
    item: Items = None,
    only: Annotated[
        list[str] | None, typer.Option("--only", help="只做 scenarios、mutation、proofs 中的一种；可写几次")
    ] = None,
    as_json: AsJson = False,
    jobs: Jobs = None,
) -> None:
    """运行每个事项的场景，把规则逐处改错看场景能不能发现，并证明规则的性质。"""
    from ..quality.report import PARTS, examine
    from .show_quality import show_report

    unknown = [part for part in only or () if part not in PARTS]
    if unknown:
        raise EnforceRulesError(Problem(f"没有 {unknown[0]} 这种检查", hint=f"可用：{'、'.join(PARTS)}"))
    report = examine(_manual(rules), item or (), only or PARTS, jobs)
    if as_json:
        _json(report.as_dict())
    else:
        show_report(report)
    _end(report.passed)


@app.command()
def prove(
    rules: RulesPath = None,
    item: Items = None,
    scheme: Annotated[
        Path | None, typer.Option("--scheme", help="只证明这一个裁量基准文件（.yaml）：阶次不漏、不重、铺满幅度")
    ] = None,
    as_json: AsJson = False,
    jobs: Jobs = None,
) -> None:
    """证明：每个违法行为都可能构成、不构成、待查，待查的确实未定，条款不会落空，裁量阶次不漏不重……"""
    from ..quality.report import examine, prove_scheme
    from .show_quality import show_report

    manual = _manual(rules)
    report = prove_scheme(manual, scheme) if scheme else examine(manual, item or (), ["proofs"], jobs)
    if as_json:
        told = report.as_dict()
        _json({name: told[name] for name in ("claims", "proved", "failures", "seconds")})
    else:
        show_report(report)
    _end(report.passed)


@app.command()
def lint(rules: RulesPath = None, as_json: AsJson = False) -> None:
    """查规则文件的毛病：引用、门槛、陈述、时限、重复、没有填的内容……每种毛病在 docs/lint/ 有一页。"""
    from ..manual import survey
    from ..quality.lint import lint as findings_of
    from .show_quality import show_findings

    findings = findings_of(survey(rules))
    errors = sum(finding.severity == "error" for finding in findings)
    if as_json:
        _json({"errors": errors, "findings": [finding.as_dict() for finding in findings]})
    else:
        show_findings(findings)
    _end(errors == 0)


@app.command()
def verify(
    statutes: Annotated[Path, typer.Argument(metavar="STATUTES", help="法律文本的文件夹", show_default=False)],
    as_json: AsJson = False,
    rules: Rules = None,
) -> None:
    """对照法律原文：引用的条款项存在，处罚的数额、“可以”和阶段与原文一致。"""
    from ..manual import Rulebook, Survey, survey
    from ..quality.verify import verify as verified
    from .show_quality import show_verification

    surveyed: Survey[Rulebook] = survey(rules)
    found = verified(surveyed.sound, statutes, surveyed.sources)
    if as_json:
        _json(found.as_dict())
    else:
        show_verification(found)
    _end(found.ok)


@app.command()
def new(
    item: Annotated[str, typer.Argument(metavar="ITEM-ID", help="新事项的编号，如 MR-33", show_default=False)],
    table: Annotated[str, typer.Option("--table", help="检查表，如 MR", show_default=False)],
    rules: Annotated[Path, typer.Option("--rules", help="规则文件夹")] = Path("rules"),
) -> None:
    """写一个待填写的新事项，各个部分齐全；填好以前 lint 不通过。"""
    from ..quality.scaffold import write_item

    typer.echo(write_item(_manual(rules), rules, item, table))


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="规则文件夹", show_default=False)],
    new: Annotated[
        Path | None,
        typer.Argument(metavar="[NEW]", help="另一个规则文件夹；不写则比较 OLD 的两个日期", show_default=False),
    ] = None,
    on: On = None,
    and_on: Annotated[Day | None, typer.Option("--and", formats=["%Y-%m-%d"], help="第二个日期")] = None,
    against: Annotated[
        Path | None, typer.Option("--against", help="企业事实的 .parquet 或者 .csv 文件：统计多少企业的结论不同")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """比较两个规则文件夹，或者同一手册的两个日期：改了什么，哪样的企业结论不同。"""
    from ..quality.report import need_z3

    need_z3("比较")
    from ..quality.diff import Side
    from ..quality.diff import diff as changes_between
    from .show_quality import show_diff

    if new is None and (on is None or and_on is None):
        raise EnforceRulesError(Problem("只有一个规则文件夹，要写两个日期", hint="加 --on 2021-08-31 --and 2021-09-01"))
    first = _manual(old)
    before = Side(first, on.date() if on else None)
    later = and_on or on
    after = Side(first if new is None else _manual(new), later.date() if later else None)
    counted = None
    if against is not None:
        from ..quality.against import count

        counted = count(before, after, against)
    changes = list(changes_between(before, after))
    if as_json:
        _json({"changes": [change.as_dict() for change in changes], "against": counted.as_dict() if counted else None})
    else:
        show_diff(changes, counted, after.book)
