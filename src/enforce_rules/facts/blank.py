"""A blank facts file: what to record for a kind of enterprise, with the question and the check method beside each fact."""

from __future__ import annotations

from collections.abc import Iterable

from ..manual import Fact, Rulebook
from .questions import questions_for

_HEAD = """\
# {title}：事实记录
# 不知道的留空，留空就是“未查”，不会当作“没有”。每个事实可以只写值，也可以写成
#   名称: {{value: 值, place: 部位, method: 检查方式, record: 证据编号, note: 说明}}
enterprise:
  name:
  credit_code:
  address:
  legal_representative:
  principal:
office:  # 文书用：机关的地址、电话，复议机关，法院
  address:
  contact:
  phone:
  review_authority:
  court:
inspection:
  date:
  place:
  authority:
  inspectors: []  # 如 [{{name: 张某, certificate: 执法证号}}]
facts:
"""


def blank_facts(book: Rulebook, profiles: Iterable[str] = ()) -> str:
    """The text of a blank facts file for the profiles, each fact once, under the first item that asks for it.

    Raises :class:`EnforceRulesError` for a profile that the manual does not have.
    """
    lines = [_HEAD.format(title=book.info.title)]
    item = None
    for question in questions_for(book, profiles):
        if question.item is not item:
            item = question.item
            lines.append(f"  # ── {item.id} {item.title}：{item.content}\n")
        lines.extend(_entry(question.name, question.fact))
    return "".join(lines)


def _entry(name: str, fact: Fact) -> Iterable[str]:
    yield f"  # {fact.ask}\n"
    yield f"  #   {fact.method}；{_domain(fact)}\n"
    if fact.judgement:
        yield f"  #   由检查人员判断：{fact.judgement}\n"
    if fact.unverified:
        yield f"  #   依据未核：{fact.unverified}\n"
    yield f"  {name}:\n"


def _domain(fact: Fact) -> str:
    match fact.type:
        case "bool":
            return "填 true 或者 false"
        case "date":
            return "填日期，如 2020-12-01"
        case "enum":
            return f"填其中一项：{' / '.join(fact.values)}"
        case "set":
            return f"填列表，可选：{' / '.join(fact.values)}；一项也没有填 []"
        case _:
            unit = f"，单位{fact.unit}" if fact.unit else ""
            return f"填{'整数' if fact.type == 'int' else '数'}{unit}"
