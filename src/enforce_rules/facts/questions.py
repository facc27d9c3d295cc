"""What to ask at an enterprise: each fact once, with its question and how to answer it, under the first item that needs it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..errors import EnforceRulesError, Problem, did_you_mean
from ..manual import Fact, Item, Rulebook, facts_by_item


@dataclass(frozen=True)
class Question:
    """A fact to be recorded, and the item under which it is asked."""

    item: Item
    name: str
    fact: Fact

    @property
    def text(self) -> str:
        """The question; with it what a person must judge by, and which source of it was not read."""
        text = self.fact.ask
        if self.fact.judgement:
            text += f"\n由检查人员判断：{self.fact.judgement}"
        if self.fact.unverified:
            text += f"\n依据未核：{self.fact.unverified}"
        return text

    @property
    def how(self) -> str:
        """How a checklist is filled in for it."""
        fact = self.fact
        match fact.type:
            case "bool":
                return "是 / 否"
            case "date":
                return "日期，如 2020-12-01"
            case "enum":
                return f"填一项：\n{chr(10).join(fact.values)}"
            case "set":
                return f"可填几项，用“；”分开，一项也没有填“无”：\n{chr(10).join(fact.values)}"
            case _:
                unit = f"，单位：{fact.unit}" if fact.unit else ""
                return f"{'整数' if fact.type == 'int' else '数'}{unit}"


def items_for(book: Rulebook, profiles: Iterable[str]) -> list[Item]:
    """The items that concern an enterprise of the given profiles, in the order of the manual; all items for none.

    Raises :class:`EnforceRulesError` for a profile that the manual does not have.
    """
    chosen = list(profiles)
    known = book.info.profiles
    unknown = [
        Problem(f"没有 {name} 这类企业", hint=did_you_mean(name, known) or f"可用：{'、'.join(known)}")
        for name in chosen
        if name not in known
    ]
    if unknown:
        raise EnforceRulesError(unknown)
    tables = {table for name in chosen for table in known[name].tables}
    return [item for item in book.items.values() if not chosen or item.table in tables]


def questions_for(book: Rulebook, profiles: Iterable[str]) -> list[Question]:
    """The questions for the profiles. Raises :class:`EnforceRulesError` for a profile that the manual does not have."""
    used = facts_by_item(book)
    first: dict[str, Item] = {}
    for item in items_for(book, profiles):
        for name in used[item.id]:
            first.setdefault(name, item)
    return [Question(item, name, book.facts[name]) for name, item in first.items()]
