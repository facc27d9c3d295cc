"""What changes between two manuals, or between two days of one: in words, and for each item an enterprise judged otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..errors import EnforceRulesError, Problem
from ..evaluate import WORDS
from ..language import Expression, Value
from ..language.chinese import day
from ..language.expression import FALSE, And, Compare, Day, FactRef, Literal
from ..language.types import DATE
from ..language.values import LATEST
from ..manual import Item, Rulebook
from .changes import changes_between, changes_in_time
from .plain import plain
from .rule import ItemRule, Outcome, observables, outcome, rule_of, truths_of
from .scenario import baseline_of
from .witness import Near, Prover, Undecided, apart


@dataclass(frozen=True)
class Side:
    """One of the two things compared: a manual, and the day whose law is asked; None for any day.

    Raises :class:`EnforceRulesError` for a day on which the manual does not judge.
    """

    book: Rulebook
    on: date | None = None

    def __post_init__(self) -> None:
        first = self.book.info.in_force_from
        if self.on is not None and not first <= self.on <= LATEST:
            raise EnforceRulesError(Problem(f"{self.on}不是本手册可以检查的日期", hint=f"自{first}起，至{LATEST}止"))


@dataclass(frozen=True)
class JudgedOtherwise:
    """An enterprise that comes out differently: its facts, the days, and the outcomes."""

    facts: Mapping[str, Value]
    before_on: date
    after_on: date
    before: Outcome
    after: Outcome

    def as_dict(self) -> dict[str, Any]:
        """The enterprise as plain data for JSON."""
        return {
            "facts": {name: plain(value) for name, value in self.facts.items()},
            "before": {"on": self.before_on.isoformat(), **_outcome(self.before)},
            "after": {"on": self.after_on.isoformat(), **_outcome(self.after)},
        }


@dataclass(frozen=True)
class ItemChange:
    """What changes in one item. ``why_none`` says why there is no enterprise that shows it."""

    item: str
    title: str
    words: tuple[str, ...]
    witness: JudgedOtherwise | None = None
    why_none: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The change as plain data for JSON."""
        return {
            "item": self.item,
            "title": self.title,
            "changes": list(self.words),
            "witness": self.witness.as_dict() if self.witness else None,
            "no_witness": self.why_none,
        }


NO_EFFECT = "任何企业的结论和依据都不变"
ONLY_TIME = "条件和依据不变，只是期限随日期经过"


def diff(old: Side, new: Side) -> Iterator[ItemChange]:
    """The items that change from ``old`` to ``new``, in the order of the manuals. Needs z3 (the extra ``proof``).

    Raises :class:`EnforceRulesError` when one side has a day and the other has none.
    """
    if (old.on is None) != (new.on is None):
        raise EnforceRulesError(Problem("只写了一边的日期", hint="两边都写，或者都不写"))
    for item in {**old.book.items, **new.book.items}:
        before, after = old.book.items.get(item), new.book.items.get(item)
        if before is None or after is None:
            there = after or before
            assert there is not None
            yield ItemChange(item, there.title, ("新增事项" if before is None else "删除事项",))
            continue
        words = tuple(_words(old, new, before, after))
        witness, why_none = _judged_otherwise(old, new, before, after)
        if witness and not words:
            words = (ONLY_TIME,)
        if words:
            yield ItemChange(item, after.title, words, witness, why_none)


def _words(old: Side, new: Side, before: Item, after: Item) -> Iterator[str]:
    if old.book is not new.book:
        yield from changes_between(old.book, new.book, before, after)
    if old.on is not None and new.on is not None:
        yield from changes_in_time(new.book, after, old.on, new.on)


def _judged_otherwise(old: Side, new: Side, before: Item, after: Item) -> tuple[JudgedOtherwise | None, str | None]:
    """An enterprise that the two sides judge otherwise: rather in the verdict than in the breaches, rather there than in the bases."""
    was, is_ = rule_of(old.book, before), rule_of(new.book, after)
    odd = [name for name, type_ in was.facts.items() if name in is_.facts and not type_.alike(is_.facts[name])]
    if odd:
        return None, f"事实 {'、'.join(odd)} 的类型或者选项表改变，不能用同一组事实比较"
    prover = Prover(new.book)
    symbols = prover.symbols
    here = symbols.on_day(old.on) if old.on else symbols
    there = symbols.on_day(new.on) if new.on else symbols
    both = symbols.holds(_judged_by_both(old.book, was, is_))
    baseline = baseline_of(new.book, after)
    near = Near(baseline.facts, new.on or baseline.on, until=new.book.info.law_checked_until)
    try:
        for first, second in _aspects(was, is_):
            pairs = [(here.holds(a), there.holds(b)) for a, b in zip(first, second, strict=True)]
            found = prover.witness(apart(pairs), both, near=near)
            if found is not None:
                facts = {**baseline.facts, **found.facts}
                return _told(was, is_, facts, old.on or found.on, new.on or found.on), None
    except Undecided as failure:
        return None, f"证明没有结果（{failure}）"
    return None, NO_EFFECT


def _aspects(was: ItemRule, is_: ItemRule) -> Iterator[tuple[list[Any], list[Any]]]:
    def verdict(rule: ItemRule) -> list[Any]:
        return [rule.applicable, And((rule.applicable, rule.violated))]

    yield verdict(was), verdict(is_)
    before, after = observables(was), observables(is_)
    for kinds in (("breach",), ("duties", "penalties", "major")):
        keys = [key for key in {**before, **after} if key[0] in kinds]
        yield [before.get(key, FALSE) for key in keys], [after.get(key, FALSE) for key in keys]


def _judged_by_both(old: Rulebook, was: ItemRule, is_: ItemRule) -> Expression:
    """That the day is one of the old manual too, and that every number fits the bounds of both."""
    limits: list[Expression] = [Compare(">=", Day(), Literal(old.info.in_force_from, DATE))]
    for name, type_ in (*was.facts.items(), *is_.facts.items()):
        number = FactRef(name, type_)
        limits += [Compare(">=", number, Literal(type_.low, type_))] if type_.low is not None else []
        limits += [Compare("<=", number, Literal(type_.high, type_))] if type_.high is not None else []
    return And(tuple(limits))


def _told(was: ItemRule, is_: ItemRule, facts: Mapping[str, Value], before: date, after: date) -> JudgedOtherwise:
    names = {**was.facts, **is_.facts}
    shown = {name: value for name, value in facts.items() if name in names}
    return JudgedOtherwise(
        shown,
        before,
        after,
        outcome(was, truths_of(was, shown, before)),
        outcome(is_, truths_of(is_, shown, after)),
    )


def _outcome(found: Outcome) -> dict[str, Any]:
    return {
        "verdict": found.verdict,
        "breaches": sorted(found.breaches),
        "duties": sorted(found.duties),
        "penalties": sorted(found.penalties),
        "criteria": sorted(found.criteria),
    }


def lines(change: ItemChange, book: Rulebook) -> Iterator[str]:
    """A change as lines to read."""
    from ..language import show

    yield f"{change.item} {change.title}"
    yield from (f"  {word}" for word in change.words)
    witness = change.witness
    if witness is None:
        if change.why_none:
            yield f"  {change.why_none}"
        return
    facts = "，".join(
        f"{name}={show(value, book.types[name].values if name in book.types else ())}"
        for name, value in witness.facts.items()
    )
    yield f"  例如：{facts}"
    for word, on, found in (("原来", witness.before_on, witness.before), ("现在", witness.after_on, witness.after)):
        bases = "；".join(
            f"{label}{'、'.join(sorted(cites))}"
            for label, cites in (("违反", found.duties), ("罚则", found.penalties), ("判定标准", found.criteria))
            if cites
        )
        breaches = f"（{'、'.join(sorted(found.breaches))}）" if found.breaches else ""
        yield f"  {word}（{day(on)}）：{WORDS[found.verdict]}{breaches}{f'，{bases}' if bases else ''}"
