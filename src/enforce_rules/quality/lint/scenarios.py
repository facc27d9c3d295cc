"""Whether each item is shown by scenarios, and its statements print whole where its breaches are committed."""

from __future__ import annotations

from ...evaluate import BreachVerdict
from ...language.values import Misfit
from ...manual import Item, Scenario
from ..scenario import Scenarios, cases_of
from .desk import Desk


def check_scenarios(desk: Desk) -> None:
    """Check that the scenarios are there, and the statements on those that can be judged."""
    for item in desk.book.items.values():
        lacking = "、".join(
            key for key, there in (("baseline", item.baseline), ("scenarios", item.scenarios)) if not there
        )
        if lacking:
            place = desk.sources[item.id].place(("id",))
            desk.find("baseline-missing", f"没有写 {lacking}", place, "写出一个符合规定的企业，和从它出发的场景")
    scenarios = Scenarios(desk.book)
    for item in desk.book.items.values():
        if _can_be_judged(desk, item):
            _statements(desk, scenarios, item)


def _can_be_judged(desk: Desk, item: Item) -> bool:
    conditions = [item.applies, *(breach.violated for breach in item.breaches.values())]
    return item.baseline is not None and all(desk.condition(condition) is not None for condition in conditions)


def _statements(desk: Desk, scenarios: Scenarios, item: Item) -> None:
    """Report each statement once, on the first scenario where it fails."""
    source, failed = desk.sources[item.id], set[str]()
    try:
        cases = cases_of(desk.book, item)
    except (KeyError, Misfit):  # a fact that is not there or does not fit, which the loader has said
        return
    for case in cases:
        for breach in scenarios.look_at(case).violations:
            place = source.place(("breaches", breach.name, "statement"))
            fault = None if breach.name in failed or desk.is_reported(place) else _fault(breach, case.scenario)
            if fault is not None:
                failed.add(breach.name)
                desk.find("statement-fails", f"在场景“{case.scenario.name}”里，{fault[0]}", place, fault[1])


def _fault(breach: BreachVerdict, scenario: Scenario) -> tuple[str, str] | None:
    """What is wrong with the statement on a scenario, and the mend. A fact that the scenario leaves open may be blank."""
    from jinja2 import TemplateError

    blanks = [name for name in breach.blanks if name not in scenario.unknown]
    if blanks:
        hint = "在 baseline 或者该场景写出这个事实；违法不以它为条件的，不写进陈述"
        return f"陈述写到的{'、'.join(blanks)}没有记录，印成空白", hint
    try:
        printed = breach.statement
    except (TemplateError, TypeError):
        return "陈述印不出来", "只有整数（int）能在陈述里加减"
    if "{" in printed or "}" in printed:
        return f"陈述印成“{printed}”，还有花括号", "事实写作 {{ 名称 }}"
    return None
