"""A change of an item in words: between two manuals, and between two days of one."""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import date
from typing import Any

from ..language import render
from ..language.chinese import day
from ..language.expression import FALSE, TRUE, TermRef, walk
from ..language.partial import substitute
from ..manual import Basis, Breach, Fact, Item, Rulebook, Term
from .rule import rule_of

BASES = {"duties": "义务", "penalties": "罚则", "major": "判定标准"}
_TEXTS = {"title": "名称", "content": "检查内容", "table": "检查表", "methods": "检查方式", "note": "说明"}
_OF_BREACH = {
    "statement": "陈述",
    "remedy": "整改要求",
    "same_act": "同一行为",
    "transfer": "移送",
    "measure": "处理",
    "no_duty": "没有义务条款的原因",
    "no_penalty": "没有罚则的原因",
    "note": "说明",
}


# Between two manuals.


def changes_between(old: Rulebook, new: Rulebook, before: Item, after: Item) -> Iterator[str]:
    """What is written otherwise in an item, with the terms and provisions that it uses."""
    for name, label in _TEXTS.items():
        yield from _changed(label, getattr(before, name), getattr(after, name))
    yield from _changed("施行期间", _period(before), _period(after))
    yield from _condition("适用", old, before.applies, new, after.applies)
    yield from _facts(old, new, before, after)
    for name in {**before.breaches, **after.breaches}:
        was, is_ = before.breaches.get(name), after.breaches.get(name)
        if was is None or is_ is None:
            yield f"{'新增' if was is None else '删除'}违法行为 {name}"
        else:
            yield from (f"{name}：{word}" for word in _breach(old, new, was, is_))
    yield from _terms(old, new, before, after)
    yield from _provisions(old, new, before, after)


def _changed(label: str, was: Any, is_: Any) -> Iterator[str]:
    if was != is_:
        yield f"{label}由“{_shown(was)}”改为“{_shown(is_)}”"


def _shown(value: Any) -> str:
    if value is None:
        return "无"
    if isinstance(value, tuple):
        return "；".join(_shown(part) for part in value)
    if isinstance(value, dict):
        return "，".join(f"{key}：{inner}" for key, inner in value.items())
    return f"{value.text}（{value.days}日）" if hasattr(value, "days") else str(value)


def _period(period: Item | Breach) -> str:
    since = f"自{day(period.since)}起" if period.since else ""
    until = f"至{day(period.until)}止" if period.until else ""
    return since + until or "不限"


def _condition(label: str, old: Rulebook, was: str, new: Rulebook, is_: str) -> Iterator[str]:
    if old.condition(was) != new.condition(is_) and was != is_:
        yield from _changed(label, render(old.condition(was), old), render(new.condition(is_), new))


def _facts(old: Rulebook, new: Rulebook, before: Item, after: Item) -> Iterator[str]:
    """The facts an item declares or uses that are new, gone or declared otherwise, wherever they are declared."""
    used = dict.fromkeys([*before.facts, *after.facts, *rule_of(old, before).facts, *rule_of(new, after).facts])
    for name in used:
        was, is_ = old.facts.get(name), new.facts.get(name)
        if was is None or is_ is None:
            yield f"{'新增' if was is None else '删除'}事实 {name}"
        else:
            yield from _declared(f"事实 {name}", was, is_)


def _declared(what: str, was: Fact | Term, is_: Fact | Term, told: Container[str] = ()) -> Iterator[str]:
    """The keys that are written otherwise, but for those that were told."""
    keys = [key for key in type(was).model_fields if key not in told and getattr(was, key) != getattr(is_, key)]
    if keys:
        yield f"{what} 的 {'、'.join(keys)} 改变"


def _breach(old: Rulebook, new: Rulebook, was: Breach, is_: Breach) -> Iterator[str]:
    yield from _condition("条件", old, was.violated, new, is_.violated)
    yield from _changed("期间", _period(was), _period(is_))
    for name, label in _OF_BREACH.items():
        yield from _changed(label, getattr(was, name), getattr(is_, name))
    for kind, label in BASES.items():
        before = {_basis(old, basis): None for basis in getattr(was, kind)}
        after = {_basis(new, basis): None for basis in getattr(is_, kind)}
        yield from (f"不再以{basis}为{label}" for basis in before if basis not in after)
        yield from (f"增加{basis}为{label}" for basis in after if basis not in before)


def _basis(book: Rulebook, basis: Basis) -> str:
    limit = f"（限{render(book.condition(basis.when), book)}）" if basis.when else ""
    return f"{basis.cite}{limit}"


def _terms(old: Rulebook, new: Rulebook, before: Item, after: Item) -> Iterator[str]:
    used = {name: None for book, item in ((old, before), (new, after)) for name in _terms_of(book, item)}
    for name in used:
        was, is_ = old.vocabulary.terms.get(name), new.vocabulary.terms.get(name)
        if was is not None and is_ is not None and was != is_:
            yield from _changed(f"术语 {name} 的条件", render(was, old), render(is_, new))
        if name in old.terms and name in new.terms:
            yield from _declared(f"术语 {name}", old.terms[name], new.terms[name], {"condition"})


def _terms_of(book: Rulebook, item: Item) -> Iterator[str]:
    for text in item.conditions:
        yield from (node.name for node in walk(book.condition(text)) if isinstance(node, TermRef))


def _provisions(old: Rulebook, new: Rulebook, before: Item, after: Item) -> Iterator[str]:
    """Provisions cited by both whose edition or sanctions are written otherwise."""
    cited = {basis.cite for breach in before.breaches.values() for kind in BASES for basis in getattr(breach, kind)} & {
        basis.cite for breach in after.breaches.values() for kind in BASES for basis in getattr(breach, kind)
    }
    for cite in sorted(cited):
        was, is_ = old.provision(cite), new.provision(cite)
        yield from _changed(f"{cite} 的施行期间", _in_force(was.edition), _in_force(is_.edition))
        if was.sanctions != is_.sanctions:
            yield f"{cite} 的处罚改变"
        if was.verified != is_.verified:
            yield f"{cite} {'已' if is_.verified else '未'}对照原文"


def _in_force(edition: Any) -> str:
    until = f"至{day(edition.in_force_until)}止" if edition.in_force_until else ""
    return f"自{day(edition.in_force_from)}起{until}"


# Between two days.


def changes_in_time(book: Rulebook, item: Item, before: date, after: date) -> Iterator[str]:
    """What holds otherwise on the later of two days: the item, its breaches, their conditions and their bases."""
    if item.covers(before) != item.covers(after):
        yield f"本事项{'开始' if item.covers(after) else '停止'}适用"
    yield from _changed("适用", *(_on(book, item.applies, on) for on in (before, after)))
    for name, breach in item.breaches.items():
        if breach.covers(before) != breach.covers(after):
            yield f"{'新增' if breach.covers(after) else '不再有'}违法行为 {name}"
        elif breach.covers(before):
            yield from (f"{name}：{word}" for word in _breach_in_time(book, breach, before, after))


def _breach_in_time(book: Rulebook, breach: Breach, before: date, after: date) -> Iterator[str]:
    yield from _changed("条件", *(_on(book, breach.violated, on) for on in (before, after)))
    for kind, label in BASES.items():
        was, is_ = (list(_standing(book, getattr(breach, kind), on)) for on in (before, after))
        yield from (f"不再以{basis}为{label}" for basis in was if basis not in is_)
        yield from (f"增加{basis}为{label}" for basis in is_ if basis not in was)


def _standing(book: Rulebook, bases: tuple[Basis, ...], on: date) -> Iterator[str]:
    for basis, _ in book.in_force(bases, on):
        when = substitute(book.condition(basis.when or "true"), {}, on)
        if when != FALSE:
            yield basis.cite if when == TRUE else f"{basis.cite}（限{render(when, book)}）"


def _on(book: Rulebook, text: str, on: date) -> str:
    """A condition as it reads on a day: with terms whose meaning the day does not change left as they are."""
    condition = book.condition(text)
    decided = substitute(condition, {}, on)
    return render(condition if decided == substitute(condition, {}, None) else decided, book)
