"""How the results of the quality tools look in a terminal. Plain lines: they are read in editors and logs as well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

import typer

from ..manual import Rulebook

if TYPE_CHECKING:
    from ..quality.against import Counted
    from ..quality.diff import ItemChange
    from ..quality.lint import Finding
    from ..quality.report import Report, Survivor
    from ..quality.verify import Verification


def show_report(report: Report) -> None:
    """What failed, what is missing, what survived, what could not be proved; then the figures."""
    for result in report.failed:
        typer.echo("\n".join(result.lines()))
    for item, missing in report.gaps.items():
        for what in missing:
            typer.echo(f"{item} {what}")
    _survivors(report.survivors)
    for failure in report.failures:
        typer.echo(str(failure))
    seconds = {part: f"（{taken:.2f} 秒）" for part, taken in report.seconds.items()}
    if "scenarios" in seconds:
        passed = report.scenarios - len(report.failed)
        gaps = f"，缺少场景的事项 {len(report.gaps)} 个" if report.gaps else ""
        typer.echo(f"场景 {report.scenarios} 个，通过 {passed} 个{gaps}{seconds['scenarios']}")
    if "mutation" in seconds:
        killed = report.mutants - report.equivalent - len(report.survivors)
        typer.echo(
            f"变异 {report.mutants} 处，场景发现 {killed} 处，证明不影响结果 {report.equivalent} 处，"
            f"没有发现 {len(report.survivors)} 处{seconds['mutation']}"
        )
    if "proofs" in seconds:
        typer.echo(
            f"命题 {report.claims} 项，证明成立 {report.proved} 项，没有证明 {len(report.failures)} 项{seconds['proofs']}"
        )


def _survivors(survivors: Iterable[Survivor]) -> None:
    """The faults under the scenario that would notice them."""
    by_scenario: dict[tuple[str, str | None], list[Survivor]] = {}
    for survivor in survivors:
        by_scenario.setdefault((survivor.item, survivor.scenario), []).append(survivor)
    for (item, scenario), found in by_scenario.items():
        for survivor in found:
            typer.echo(f"没有场景发现：{survivor}")
        if scenario is None:
            typer.echo("  没有找到能够发现的场景，也没有证明不影响结果")
        elif found[0].replaces:
            typer.echo(f"  把 {item} 的场景“{found[0].replaces}”写全就能发现：\n  {scenario}")
        else:
            typer.echo(f"  在 {item} 加上这个场景就能发现：\n  {scenario}")


def show_findings(findings: Iterable[Finding]) -> None:
    """Each finding a line; then how many."""
    counts = Counter[str]()
    for finding in findings:
        counts[finding.severity] += 1
        typer.echo(str(finding))
    typer.echo(f"错误 {counts['error']} 处，提示 {counts['notice']} 处")


def show_verification(found: Verification) -> None:
    """Each discrepancy a line, what could not be checked, then the figures."""
    for problem in found.problems:
        typer.echo(str(problem))
    for unchecked in found.unchecked:
        typer.echo(f"没有核对：{unchecked}")
    typer.echo(
        f"引用 {found.citations} 处，原文中找到 {found.found} 处；"
        f"数额 {found.amounts_checked} 处，不一致 {len(found.amounts_wrong)} 处；其他不一致 "
        f"{len(found.problems) - len(found.amounts_wrong) - len(found.missing)} 处"
    )


def show_diff(changes: Iterable[ItemChange], counted: Counted | None, book: Rulebook) -> None:
    """Each changed item with its witness; then how many enterprises come out otherwise."""
    from ..quality.diff import lines

    number = 0
    for change in changes:
        number += 1
        typer.echo("\n".join(lines(change, book)))
    typer.echo(f"改变的事项 {number} 个")
    if counted is not None:
        typer.echo(f"企业 {counted.rows} 家，结论（不含依据）不同的 {counted.enterprises} 家")
        for item, rows in counted.by_item.items():
            typer.echo(f"  {item}：{rows} 家")
        if counted.ignored:
            typer.echo(f"  没有用到的列：{'、'.join(counted.ignored)}")
