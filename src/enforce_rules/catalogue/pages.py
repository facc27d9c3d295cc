"""The catalogue as Markdown: a page for every item, and indexes by table, by law and by fact.

Nothing in it is written by hand: it is generated from the rules, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, get_args

from ..document import shipped_templates
from ..evaluate import WORDS
from ..language import render, show
from ..language.chinese import day
from ..manual import Breach, Fact, Item, Rulebook, Scenario, facts_by_item
from ..manual.statute import Rank
from .law import LawInForce, law_over_time

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

FOLDER = "catalogue"
_RANKS = get_args(Rank)
_ROLES = (("duties", "义务"), ("penalties", "罚则"), ("major", "重大事故隐患"))


def catalogue(book: Rulebook) -> dict[str, str]:
    """The text of every page by its file name: ``README.md``, ``laws.md``, ``facts.md``, and ``<ID>.md`` for each item."""
    used = facts_by_item(book)
    pages = {f"{item.id}.md": _page("item.md.j2", **_item(book, item, used[item.id])) for item in book.items.values()}
    common = {"info": book.info}
    return {
        "README.md": _page("index.md.j2", **common, tables=_tables(book), counts=_counts(book)),
        "laws.md": _page("laws.md.j2", **common, laws=list(_laws(book))),
        "facts.md": _page("facts.md.j2", **common, facts=list(_facts(book, used)), terms=list(_terms(book))),
        **pages,
    }


# What each page shows


@dataclass(frozen=True)
class _FactRow:
    name: str
    fact: Fact
    domain: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class _BreachPart:
    name: str
    breach: Breach
    condition: str
    statement: str
    period: str
    remedy: str
    law: tuple[tuple[str, LawInForce], ...]


@dataclass(frozen=True)
class _ScenarioRow:
    scenario: Scenario
    on: str
    changes: str
    verdict: str
    outcome: str


def _item(book: Rulebook, item: Item, names: tuple[str, ...]) -> dict[str, Any]:
    return {
        "info": book.info,
        "table": book.info.tables[item.table],
        "item": item,
        "applies": render(book.condition(item.applies), book),
        "facts": [_FactRow(name, book.facts[name], _domain(book.facts[name])) for name in names],
        "breaches": [_breach(book, name, breach) for name, breach in item.breaches.items()],
        "sanctions": list(_sanctions(book, item)),
        "baseline": "；".join(_stated(book, item.baseline.facts)) if item.baseline else "",
        "baseline_on": day(item.baseline.on) if item.baseline else "",
        "scenarios": [_scenario(book, item, scenario) for scenario in item.scenarios],
    }


def _breach(book: Rulebook, name: str, breach: Breach) -> _BreachPart:
    law = tuple((_days(entry.since, entry.until), entry) for entry in law_over_time(book, breach))
    remedy = f"{breach.remedy.text}（{'立即' if breach.remedy.days == 0 else f'{breach.remedy.days}日内'}）"
    period = _days(breach.since, breach.until) if breach.since or breach.until else ""
    condition = render(book.condition(breach.violated), book)
    return _BreachPart(name, breach, condition, _spoken(book, breach.statement), period, remedy, law)


def _spoken(book: Rulebook, statement: str) -> str:
    """A statement with the labels of its facts in the places that they fill: ［从业人员］."""
    return re.sub(r"{{(.+?)}}", lambda place: f"［{_labelled(book, place[1].strip())}］", statement)


def _labelled(book: Rulebook, sum_: str) -> str:
    return re.sub(r"[a-z][a-z0-9_]*", lambda name: book.label(name[0]) if name[0] in book.facts else name[0], sum_)


def _sanctions(book: Rulebook, item: Item) -> Iterator[tuple[str, str, str, str]]:
    """Citation, party, stage, sanction: each cited place once, in order of appearance."""
    cited = dict.fromkeys(basis.cite for breach in item.breaches.values() for basis in breach.penalties)
    for cite in cited:
        found = book.provision(cite)
        doubt = "" if found.verified else "〔待核〕"
        for sanction in found.sanctions:
            yield cite + doubt, *sanction.on_whom_and_when, sanction.words
        if not found.sanctions:
            yield cite + doubt, "", "", (found.provision.note if found.provision else None) or found.source or "—"


def _scenario(book: Rulebook, item: Item, scenario: Scenario) -> _ScenarioRow:
    changes = [*_stated(book, scenario.facts), *(f"{book.facts[name].label}：未查" for name in scenario.unknown)]
    outcome = _names(scenario.breaches)
    if scenario.boundary:
        outcome = f"刚好不构成 {_code(scenario.boundary)}"
    elif scenario.needed:
        outcome = f"要查：{_names(scenario.needed)}"
    if scenario.major:
        outcome += "（重大事故隐患）"
    return _ScenarioRow(
        scenario,
        day(scenario.on) if scenario.on else "",
        "；".join(changes),
        WORDS[scenario.verdict],
        _Markdown(outcome),
    )


def _stated(book: Rulebook, facts: Mapping[str, Any]) -> Iterator[str]:
    """Facts as a person says them; an item that states an unknown name was refused when it was loaded."""
    for name, value in facts.items():
        fact = book.facts[name]
        if isinstance(value, bool):
            yield fact.reads(value)
            continue
        told = frozenset(value) if isinstance(value, tuple) else value
        if fact.type == "date" and isinstance(value, str):
            told = date.fromisoformat(value)
        yield f"{fact.label}：{show(told, book.types[name].values)}{fact.unit or ''}"


def _domain(fact: Fact) -> str:
    match fact.type:
        case "bool":
            return "是或者否"
        case "date":
            return "日期"
        case "enum":
            return f"一项：{'／'.join(fact.values)}"
        case "set":
            return f"可多项：{'／'.join(fact.values)}"
        case _:
            return f"{'整数' if fact.type == 'int' else '数'}{f'（{fact.unit}）' if fact.unit else ''}"


# The indexes


def _tables(book: Rulebook) -> list[tuple[str, str, list[Item]]]:
    return [
        (table, title, [item for item in book.items.values() if item.table == table])
        for table, title in book.info.tables.items()
    ]


def _counts(book: Rulebook) -> dict[str, int]:
    breaches = [breach for _, _, breach in book.breaches()]
    bases = {basis.cite for breach in breaches for role, _ in _ROLES for basis in getattr(breach, role)}
    return {
        "items": len(book.items),
        "breaches": len(breaches),
        "facts": len(book.facts),
        "citations": len(bases),
        "scenarios": sum(len(item.scenarios) for item in book.items.values()),
    }


def _laws(book: Rulebook) -> Iterator[tuple[str, str, list[tuple[str, dict[str, list[str]]]]]]:
    """For each edition its title, its days, and the places cited with the items that rest on them, by their role."""
    resting: dict[str, dict[str, list[str]]] = {}
    for item, _, breach in book.breaches():
        for role, spoken in _ROLES:
            for basis in getattr(breach, role):
                items = resting.setdefault(basis.cite, {}).setdefault(spoken, [])
                if item.id not in items:
                    items.append(item.id)
    for law, statute in sorted(book.statutes.items(), key=lambda pair: (_RANKS.index(pair[1].rank), pair[0])):
        for year, edition in statute.editions.items():
            found = [(book.provision(cite).citation, roles) for cite, roles in resting.items()]
            cited = [(c, roles) for c, roles in found if (c.law, str(c.edition)) == (law, year)]
            if cited:
                cited.sort(key=lambda pair: _reading_order(pair[0]))
                title = f"{statute.title}（{year}）{'' if edition.verified else '〔待核〕'}"
                days = _days(edition.in_force_from, edition.in_force_until)
                yield title, days, [(citation.locator or "（整部）", roles) for citation, roles in cited]


def _reading_order(citation: Any) -> tuple[int, ...]:
    parts = ("article", "insert", "part", "section", "paragraph", "item", "subitem", "point")
    return tuple(getattr(citation, part) or 0 for part in parts)


def _facts(book: Rulebook, used: Mapping[str, tuple[str, ...]]) -> Iterator[_FactRow]:
    for name, fact in book.facts.items():
        items = tuple(item for item, names in used.items() if name in names)
        yield _FactRow(name, fact, _domain(fact), items)


def _terms(book: Rulebook) -> Iterator[tuple[str, str, str, tuple[str, ...], str]]:
    for name, term in book.terms.items():
        yield name, term.label, render(book.condition(term.condition), book), term.source, term.note or ""


def _days(since: date | None, until: date | None) -> str:
    if since and until:
        return f"{day(since)}至{day(until)}"
    return f"{day(since)}起" if since else f"至{day(until)}" if until else ""


# Rendering


class _Markdown(str):
    """Text that is Markdown already."""


_SPECIAL = re.compile(r"([\\`*_\[\]<|])")


def _escaped(value: Any) -> str:
    """Any value as Markdown that shows it literally, in a table cell too: rule files come from strangers."""
    if isinstance(value, _Markdown):
        return value
    return _SPECIAL.sub(r"\\\1", re.sub(r"\s*\n\s*", " ", str(value)))


def _raw(text: str) -> str:
    return _Markdown(text)


def _link(id: str) -> str:
    return _Markdown(f"[{_escaped(id)}]({id}.md)")


def _code(name: str) -> str:
    return _Markdown(f"`{re.sub('[`|]', '', name)}`")


def _names(names: Iterable[str]) -> str:
    return "、".join(map(_code, names))


@lru_cache(maxsize=1)
def _environment() -> ImmutableSandboxedEnvironment:
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(shipped_templates() / FOLDER),
        undefined=StrictUndefined,
        autoescape=False,
        finalize=_escaped,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(link=_link, code=_code, raw=_raw)
    return environment


def _page(template: str, **context: Any) -> str:
    return _environment().get_template(template).render(**context)
