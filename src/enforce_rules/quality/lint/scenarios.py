"""Whether each item is shown by scenarios, and its statements print whole where its breaches are committed."""

from __future__ import annotations

from ...evaluate import BreachVerdict, CompiledRulebook, Inspection
from ...facts import Facts
from ...language import Value
from ...language.values import Misfit, fit
from ...manual import Item, Rulebook, Scenario
from .desk import Desk


def check_scenarios(desk: Desk) -> None:
    """Check that the scenarios are there, and the statements on those that can be judged."""
    for item in desk.book.items.values():
        lacking = "、".join(
            key for key, there in (("baseline", item.baseline), ("scenarios", item.scenarios)) if not there
        )
        if lacking:
            place = desk.sources[item.id].place(("id",))
            desk.find("baseline-missing", f"没有写 {lacking}", place, "写出一个符合规定的企业，和从它出发的情形")
    readable = {item.id: item for item in desk.book.items.values() if _can_be_judged(desk, item)}
    compiled = CompiledRulebook(_alone(desk.book, readable))
    for item in readable.values():
        _statements(desk, compiled, item)


def _can_be_judged(desk: Desk, item: Item) -> bool:
    conditions = [item.applies, *(breach.violated for breach in item.breaches.values())]
    return item.baseline is not None and all(desk.condition(condition) is not None for condition in conditions)


def _alone(book: Rulebook, items: dict[str, Item]) -> Rulebook:
    """The manual with these items only, and the whole vocabulary."""
    return Rulebook(book.info, book.facts, book.terms, book.statutes, items, book.digest)


def _statements(desk: Desk, compiled: CompiledRulebook, item: Item) -> None:
    """Report each statement once, on the first scenario where it fails."""
    source, failed = desk.sources[item.id], set[str]()
    for scenario in item.scenarios:
        recorded = _recorded(desk.book, item, scenario)
        if recorded is None or item.baseline is None:
            continue
        inspection = Inspection(compiled, Facts(recorded), scenario.on or item.baseline.on)
        for breach in inspection[item.id].violations:
            place = source.place(("breaches", breach.name, "statement"))
            fault = None if breach.name in failed or desk.is_reported(place) else _fault(breach, scenario)
            if fault is not None:
                failed.add(breach.name)
                desk.find("statement-fails", f"在情形“{scenario.name}”里，{fault[0]}", place, fault[1])


def _recorded(book: Rulebook, item: Item, scenario: Scenario) -> dict[str, Value] | None:
    """The facts of a scenario; None when one of them does not fit, which the loader has said."""
    assert item.baseline is not None
    written = {**item.baseline.facts, **scenario.facts}
    try:
        return {
            name: fit(list(raw) if isinstance(raw, tuple) else raw, book.types[name])
            for name, raw in written.items()
            if name not in scenario.unknown
        }
    except (KeyError, Misfit):
        return None


def _fault(breach: BreachVerdict, scenario: Scenario) -> tuple[str, str] | None:
    """What is wrong with the statement on a scenario, and the mend. A fact that the scenario leaves open may be blank."""
    from jinja2 import TemplateError

    blanks = [name for name in breach.blanks if name not in scenario.unknown]
    if blanks:
        hint = "在 baseline 或者该情形写出这个事实；违法不以它为条件的，不写进陈述"
        return f"陈述写到的{'、'.join(blanks)}没有记录，印成空白", hint
    try:
        printed = breach.statement
    except (TemplateError, TypeError):
        return "陈述印不出来", "只有整数（int）能在陈述里加减"
    if "{" in printed or "}" in printed:
        return f"陈述印成“{printed}”，还有花括号", "事实写作 {{ 名称 }}"
    return None
