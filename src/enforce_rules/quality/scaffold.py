"""A new item, whole: every part that an item must have, to be filled in. Lint fails until nothing is left to fill."""

from __future__ import annotations

import re
from pathlib import Path

from ..errors import EnforceRulesError, Problem, Problems, did_you_mean, shorten
from ..manual import Rulebook
from .lint import UNFILLED

_ID = re.compile(r"[A-Z]{2}(-[A-Z]{2})?-[0-9]{2}")

_ITEM = """\
# 把每一处“{unfilled}”填好以后，用 enforce-rules lint 和 enforce-rules test 检查。
id: {id}
table: {table}
title: {unfilled}
content: {unfilled}（是否……）
methods:
  - 查阅资料: {unfilled}
  - 现场核查: {unfilled}
facts:
  {fact}:  # 换成说明事实的英文名称；多个事项共用的写进 facts.yaml
    type: bool
    label: {unfilled}
    ask: {unfilled}？
    method: {unfilled}
    judgement: {unfilled}（须由人判断的，写判断的标准；不须判断的删去本行）
applies: "true"  # 只适用于一部分单位的，写条件，并且写一个不适用的场景
breaches:
  {breach}:  # 一个违法行为：一个条件，一句陈述，一项整改要求，它的义务和罚则
    violated: not {fact}
    statement: {unfilled}  # 写在文书上的一句话；用两层花括号可以印出条件用到的事实，如从业人员多少人
    remedy: {{text: {unfilled}, days: 0}}  # 天数；0 为立即
    duties: []  # 如 安全生产法(2021)第二十四条第一款；每个施行过的版本各写一条
    no_duty: {unfilled}（写了 duties 就删去本行）
    penalties: []  # 如 安全生产法(2021)第九十七条第（一）项；有适用条件的写 {{cite: ……, when: ……}}
    no_penalty: {unfilled}（写了 penalties 就删去本行）
baseline:  # 一个完整、合规的企业；每个场景都从它出发
  on: {on}
  facts:
    {fact}: true
scenarios:  # 每个违法行为一个构成的、一个刚好不构成的；另有符合、待查、（有适用条件的）不适用
  - {{name: 符合, verdict: compliant}}
  - {{name: 构成, facts: {{{fact}: false}}, verdict: violation, breaches: [{breach}]}}
  - {{name: 刚好不构成, boundary: {breach}, facts: {{{fact}: true}}, verdict: compliant}}
  - {{name: 未查, unknown: [{fact}], verdict: undetermined, needed: [{fact}]}}
"""


def scaffold(book: Rulebook, item: str, table: str) -> str:
    """The text of a new item's file. Raises :class:`EnforceRulesError` with everything that is wrong with the request."""
    problems = Problems()
    if table not in book.info.tables:
        known = "、".join(book.info.tables)
        problems.add(f"没有 {table} 这个检查表", hint=did_you_mean(table, book.info.tables) or f"可用：{known}")
    following = _next(book, table)
    if not _ID.fullmatch(item):
        problems.add(f"“{shorten(item)}”不是事项编号", hint=f"如 {following or 'MR-07、NM-OP-01'}")
    elif item in book.items:
        problems.add(f"{item} 已经存在", hint=following and f"{table} 的下一个编号是 {following}")
    elif _ID.fullmatch(f"{table}-01") and table in book.info.tables and item.rpartition("-")[0] != table:
        problems.add(f"编号 {item} 与检查表 {table} 不一致", hint=following and f"{table} 的下一个编号是 {following}")
    problems.raise_as(EnforceRulesError)
    stem = item.lower().replace("-", "_")
    return _ITEM.format(
        unfilled=UNFILLED,
        id=item,
        table=table,
        fact=f"{stem}_fact",
        breach=f"{stem}_breach",
        on=book.info.law_checked_until or book.info.in_force_from,
    )


def _next(book: Rulebook, table: str) -> str:
    """The id after the last of a table; none when the table is not there, is full, or has a name that no id can begin with."""
    used = [int(number) for item in book.items for prefix, _, number in [item.rpartition("-")] if prefix == table]
    following = f"{table}-{max(used, default=0) + 1:02d}"
    return following if table in book.info.tables and _ID.fullmatch(following) else ""


def write_item(book: Rulebook, rules: Path, item: str, table: str) -> Path:
    """Write a new item into a rules folder and return its file. Raises :class:`EnforceRulesError`; never overwrites."""
    text = scaffold(book, item, table)
    path = rules / "items" / table / f"{item}.yaml"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as failure:
        if path.exists():
            raise EnforceRulesError(Problem(f"{path} 已经存在")) from None
        raise EnforceRulesError(f"写不了 {path}：{failure.strerror}") from None
    return path
