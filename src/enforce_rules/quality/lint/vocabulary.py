"""Whether each fact can be asked and is asked for something, and each term and list serves."""

from __future__ import annotations

from typing import Any

from ...language import facts_of
from ...language.expression import TermRef, walk
from ...manual.checks import FACTS, TERMS
from .desk import Desk


def check_vocabulary(desk: Desk) -> None:
    """Check every fact, term and list."""
    _observable(desk)
    _unverified(desk)
    _used(desk)
    _lists(desk)


def _observable(desk: Desk) -> None:
    """A fact is asked by a question in words, and it is said how it is observed."""
    for name, fact, source in desk.facts():
        for key, text in (("ask", fact.ask), ("method", fact.method)):
            place = source.place(("facts", name, key))
            if not any(char.isalnum() for char in text):
                what = f"{name} 的 {key} 只有符号，没有文字"
                desk.find("fact-unobservable", what, place, "写清向检查人员提的问题，和怎样观察到")
            elif key == "ask" and not {"？", "?"} & set(text):
                desk.find("fact-unobservable", f"{name} 的 ask 不是问句", place, "写成问句，用问号")


def _unverified(desk: Desk) -> None:
    for name, fact, source in desk.facts():
        if fact.unverified is not None:
            place = source.place(("facts", name, "unverified"))
            desk.find("unverified-threshold", f"{name} 所依据的标准没有核到原文", place, fact.unverified)


def _used(desk: Desk) -> None:
    """A fact and a term serve some condition of an item. Not asked while a condition cannot be read."""
    if desk.used is None:
        return
    facts = facts_of(*desk.used)
    terms = {node.name for condition in desk.used for node in walk(condition) if isinstance(node, TermRef)}
    for name, _, source in desk.facts():
        if name not in facts:
            hint = "删去，或者写进用它的条件"
            desk.find("fact-unused", f"没有条件用到事实 {name}", source.place(("facts", name)), hint)
    for name in desk.book.terms:
        if name not in terms:
            place = desk.sources[TERMS].place(("terms", name))
            desk.find("term-unused", f"没有事项用到术语 {name}", place, "删去，或者写进用它的条件")


def _lists(desk: Desk) -> None:
    """A named list is the list of some fact."""
    named = [fact.get("values") for source in desk.sources.values() for fact in _facts_written(source.data)]
    for name in desk.sources[FACTS].data.get("lists") or {}:
        if name not in named:
            place = desk.sources[FACTS].place(("lists", name))
            desk.find("list-unused", f"没有事实用到选项表 {name}", place, "删去，或者由事实的 values 引用")


def _facts_written(data: Any) -> list[dict[str, Any]]:
    facts = data.get("facts") if isinstance(data, dict) else None
    return [fact for fact in facts.values() if isinstance(fact, dict)] if isinstance(facts, dict) else []
