"""Whether the words are there and tell things apart: nothing left to fill in, no two things of the same words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ...errors import Place
from ...manual import Item
from ...manual.model import Period
from ...manual.yamlfile import Path_, Source
from .desk import Desk
from .findings import Finding, finding

UNFILLED = "待填写"
"""What a scaffold writes where the drafter must."""


def unfilled(sources: Mapping[str, Source]) -> Iterator[Finding]:
    """Every text that still holds the placeholder of a scaffold."""
    for source in sources.values():
        for path, text in _texts(source.data, ()):
            if UNFILLED in text:
                yield finding("unfilled", f"还没有填写（{UNFILLED}）", source.place(path), "填写，或者删去这个键")


def _texts(data: Any, path: Path_) -> Iterator[tuple[Path_, str]]:
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _texts(value, (*path, index))


class Told(NamedTuple):
    """Words that should be told by nothing else (the first are shown), where they stand, and when."""

    words: tuple[str, ...]
    place: Place
    period: Period = Period()


def check_wording(desk: Desk) -> None:
    """Items of a table, breaches and scenarios of an item, and facts have words of their own."""
    items = list(desk.book.items.values())
    titles = [Told((item.title, item.table), desk.sources[item.id].place(("title",)), item) for item in items]
    _alike(desk, "同一检查表的另一事项也叫", titles)
    for item in items:
        _within(desk, item, desk.sources[item.id])
    asked = [
        Told((fact.label, fact.ask), source.place(("facts", name, "label"))) for name, fact, source in desk.facts()
    ]
    _alike(desk, "另一事实的名称和提问也是", asked)


def _within(desk: Desk, item: Item, source: Source) -> None:
    statements = [
        Told((breach.statement,), source.place(("breaches", name, "statement")), breach)
        for name, breach in item.breaches.items()
    ]
    _alike(desk, "同一事项的另一违法行为也陈述为", statements)
    names = [
        Told((scenario.name,), source.place(("scenarios", index, "name")))
        for index, scenario in enumerate(item.scenarios)
    ]
    _alike(desk, "同一事项的另一场景也叫", names)


def _alike(desk: Desk, what: str, told: list[Told]) -> None:
    """Report each that has the words of one before it, on some day when both are there."""
    before: dict[tuple[str, ...], list[Told]] = {}
    for one in told:
        others = before.setdefault(one.words, [])
        first = next((other for other in others if _together(one.period, other.period)), None)
        if first is not None:
            desk.find("duplicate-title", f"{what}“{one.words[0]}”", one.place, f"见 {first.place}；改成能区分的文字")
        others.append(one)


def _together(one: Period, other: Period) -> bool:
    """Whether two periods have a day in common."""
    first = [period.since for period in (one, other) if period.since is not None]
    last = [period.until for period in (one, other) if period.until is not None]
    return not first or not last or max(first) <= min(last)
