"""How results look in a terminal. Text from files is printed literally, never as markup."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..evaluate import WORDS, BasisInForce, BreachVerdict, Inspection, ItemVerdict
from ..language import render
from ..language.chinese import day
from ..language.expression import FALSE, TRUE
from ..language.partial import substitute
from ..manual import Breach, Item, ProvisionAt, Rulebook

FIRST, FEW = 20, 4
"""How many open facts, and items of each, are shown unless all are asked for."""


def _console() -> Console:
    return Console(highlight=False, markup=False, emoji=False, soft_wrap=False)


def show_inspection(inspection: Inspection, why: bool, whole: bool = False) -> None:
    """Violations first, major hazards marked; then the first open questions, or all of the ``whole``; then the counts."""
    console = _console()
    facts = inspection.facts
    console.print(
        Text(f"{facts.enterprise.name or '（未写名称的企业）'}　检查日期：{day(inspection.on)}", style="bold")
    )
    found = sorted(inspection.having("violation"), key=lambda item: item.major is not True)
    if found:
        console.print(_violations(found))
        if why:
            for item in found:
                for breach in item.violations:
                    console.print(Text(f"{item.item.id} {breach.name} 的理由", style="bold"))
                    for depth, line in breach.trace.lines(1):
                        console.print(Padding(Text(line), (0, 0, 0, 2 * depth)))
    open_items = inspection.having("undetermined")
    if open_items:
        console.print(_open(inspection, open_items, None if whole else FIRST))
    counts = inspection.counts
    words = "　".join(f"{WORDS[verdict]} {counts[verdict]}" for verdict in WORDS)
    console.print(Text(f"共 {len(inspection.verdicts)} 项：{words}；其中重大事故隐患 {counts['major']}", style="bold"))
    if inspection.unused:
        labels = "、".join(f"{inspection.book.label(name)}（{name}）" for name in inspection.unused)
        console.print(Text(f"记录了而没有用上，有关事项都不适用，请核对是否填错：{labels}", style="yellow"))
    if caveat := inspection.book.info.caveat(inspection.on):
        console.print(Text(caveat, style="yellow"))
    console.print(Text(inspection.book.info.statement, style="dim"))


def _table(title: str, **columns: int) -> Table:
    table = Table(title=Text(title, style="bold"), title_justify="left", show_lines=True, expand=True)
    for heading, ratio in columns.items():
        table.add_column(heading, ratio=ratio or None, no_wrap=not ratio, overflow="fold")
    return table


def _violations(found: list[ItemVerdict]) -> Table:
    table = _table("违法", 事项=0, 发现的问题和依据=5, 整改要求=2)
    for item in found:
        for breach in item.violations:
            days = "立即" if breach.remedy.days == 0 else f"{breach.remedy.days}日内"
            table.add_row(Text(item.item.id), _problem(breach), Text(f"{breach.remedy.text}（{days}）"))
    return table


def _problem(breach: BreachVerdict) -> Text:
    text = Text(breach.statement)
    if breach.major is True:
        text.append("\n【重大事故隐患】", style="bold red")
        text.append("、".join(criterion.citation for criterion in breach.criteria if criterion.applies), style="red")
    elif breach.major is None:
        text.append("\n【是否为重大事故隐患待查】", style="yellow")
    text.append(f"\n违反：{_bases(breach.duties)}", style="cyan")
    if breach.transfer:
        text.append(f"\n移送：{breach.transfer}（{_bases(breach.penalties)}）", style="magenta")
    elif breach.breach.measure:
        text.append(f"\n处理：{breach.breach.measure}", style="magenta")
    else:
        text.append(f"\n罚则（候选）：{_bases(breach.penalties)}", style="dim")
    return text


def _bases(bases: tuple[BasisInForce, ...]) -> str:
    told = []
    for basis in bases:
        doubt = "" if basis.applies else "（是否适用待查）"
        told.append(f"{basis.citation}{doubt}{'' if basis.provision.verified else '（条款待核）'}")
    return "、".join(told) or "无"


def _open(inspection: Inspection, items: tuple[ItemVerdict, ...], most: int | None) -> Table:
    asking: dict[str, list[str]] = {}
    for item in items:
        for name in item.needed:
            asking.setdefault(name, []).append(item.item.id)
    table = _table(f"待查 {len(items)} 项：还要问清的事实，关系事项多的在前", 事实=2, 问题和检查方式=4, 事项=1)
    for name, ids in sorted(asking.items(), key=lambda pair: -len(pair[1]))[:most]:
        fact = inspection.book.facts[name]
        shown = ids if most is None or len(ids) <= FEW else [*ids[:FEW], f"等{len(ids)}项"]
        table.add_row(Text(name), Text(f"{fact.ask}（{fact.method}）"), Text(" ".join(shown)))
    if most is not None and len(asking) > most:
        table.caption = f"另有 {len(asking) - most} 个事实没有列出：加 --all 全部列出，或者用 checklist 制作检查表"
        table.caption_justify = "left"
    return table


def show_items(book: Rulebook, table_id: str | None) -> None:
    """All items, or those of one table, a line each."""
    console = _console()
    table = Table(title=f"{book.info.title}（{len(book.items)}项）", title_justify="left")
    for heading in ("编号", "检查事项", "违法行为", "场景"):
        table.add_column(heading)
    for item in book.items.values():
        if table_id in (None, item.table):
            table.add_row(
                Text(item.id), Text(f"{item.title}：{item.content}"), str(len(item.breaches)), str(len(item.scenarios))
            )
    console.print(table)
    console.print(Text(book.info.statement, style="dim"))


def show_item(book: Rulebook, item: Item, on: date | None) -> None:
    """One item with its breaches and the law, all of it or that of one day."""
    console = _console()
    console.print(Text(f"{item.id} {item.title}", style="bold"))
    console.print(Text(f"检查内容：{item.content}"))
    for method in item.methods:
        for how, what in method.items():
            console.print(Text(f"检查方式：{how}，{what}"))
    console.print(Text(f"适用：{render(book.condition(item.applies), book)}"))
    if item.note:
        console.print(Text(f"说明：{item.note}"))
    for name, breach in (item.breaches if on is None else item.breaches_on(on)).items():
        console.print()
        console.print(Text(f"■ {name}{_period(breach.since, breach.until)}", style="bold"))
        for depth, line in (*_words(book, breach), *_law(book, breach, on)):
            console.print(Padding(Text(line, style="dim" if depth > 1 else ""), (0, 0, 0, 2 * depth)))


def _words(book: Rulebook, breach: Breach) -> Iterator[tuple[int, str]]:
    """What a breach is, in words, each line with its depth."""
    yield 1, f"条件：{render(book.condition(breach.violated), book)}"
    yield 1, f"陈述：{breach.statement}"
    yield 1, f"整改：{breach.remedy.text}（{'立即' if breach.remedy.days == 0 else f'{breach.remedy.days}日'}）"
    if breach.transfer:
        yield 1, f"移送：{breach.transfer}"
    if breach.measure:
        yield 1, f"处理：{breach.measure}"
    if breach.note:
        yield 1, f"说明：{breach.note}"


def _law(book: Rulebook, breach: Breach, on: date | None) -> Iterator[tuple[int, str]]:
    """The bases of a breach, each line with its depth; on a day, those in force whose condition the day does not rule out."""
    for heading, bases, why_none in (
        ("义务", breach.duties, breach.no_duty),
        ("罚则", breach.penalties, breach.no_penalty),
        ("重大事故隐患", breach.major, None),
    ):
        for basis in bases:
            found = book.provision(basis.cite)
            when = substitute(book.condition(basis.when or "true"), {}, on)
            if on is not None and (not found.edition.in_force(on) or when == FALSE):
                continue
            limit = "" if when == TRUE else f"，限{render(book.condition(basis.when or 'true'), book)}"
            yield 1, f"{heading}：{basis.cite}{_force(found, on)}{limit}"
            if heading == "罚则":
                for sanction in found.sanctions:
                    party, stage = sanction.on_whom_and_when
                    yield 3, f"{stage}，{party}：{sanction.words}"
        if why_none:
            yield 1, f"{heading}：{why_none}"


def _period(since: date | None, until: date | None) -> str:
    start = f"自{day(since)}起" if since else ""
    end = f"至{day(until)}止" if until else ""
    return f"（{start}{end}）" if since or until else ""


def _force(found: ProvisionAt, on: date | None) -> str:
    doubt = "" if found.verified else "〔待核〕"
    return doubt if on else f"{doubt}{_period(found.edition.in_force_from, found.edition.in_force_until)}"
