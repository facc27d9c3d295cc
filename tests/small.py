"""A small vocabulary with small domains, conditions generated over it, and manuals built from them in memory."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from enforce_rules import Manual
from enforce_rules.language import Value
from enforce_rules.language.values import fit
from enforce_rules.manual import Fact, Item
from enforce_rules.manual.info import ManualInfo

ON = date(2021, 9, 1)

FACTS: dict[str, dict[str, Any]] = {
    "b1": {"type": "bool"},
    "b2": {"type": "bool"},
    "b3": {"type": "bool"},
    "i1": {"type": "int", "min": 0, "max": 4},
    "i2": {"type": "int", "min": 0, "max": 4},
    "e1": {"type": "enum", "values": ["甲", "乙", "丙"]},
    "s1": {"type": "set", "values": ["子", "丑", "寅"]},
    "n1": {"type": "number", "min": 0, "max": 2},
    "d1": {"type": "date"},
}
FINITE = ("b1", "b2", "b3", "i1", "i2", "e1", "s1")
"""The facts whose whole domain can be tried."""

DOMAINS: dict[str, list[Value]] = {
    **{name: [True, False] for name in ("b1", "b2", "b3")},
    **{name: list(range(5)) for name in ("i1", "i2")},
    "e1": ["甲", "乙", "丙"],
    "s1": [frozenset(part) for size in range(4) for part in itertools.combinations(("子", "丑", "寅"), size)],
}


def small_manual(
    items: Mapping[str, tuple[str, Mapping[str, str]]], facts: Mapping[str, dict[str, Any]] = FACTS
) -> Manual:
    """A manual in memory: item id -> (applies, {breach: violated})."""
    shared = {
        name: Fact.model_validate_json(json.dumps({"label": name, "ask": f"{name}？", "method": "查阅", **fact}))
        for name, fact in facts.items()
    }
    made = {}
    for item, (applies, breaches) in items.items():
        told = {
            name: {"violated": condition, "statement": name, "remedy": {"text": "整改", "days": 1}}
            for name, condition in breaches.items()
        }
        made[item] = Item.model_validate_json(
            json.dumps(
                {
                    "id": item,
                    "table": "TT",
                    "title": item,
                    "content": item,
                    "methods": [{"查阅资料": "全部"}],
                    "applies": applies,
                    "breaches": told,
                }
            )
        )
    info = ManualInfo.model_validate_json(
        json.dumps(
            {
                "id": "small",
                "title": "小手册",
                "edition": "1",
                "in_force_from": "2020-11-01",
                "statement": "测试用",
                "source": "测试",
                "tables": {"TT": "测试"},
            }
        )
    )
    return Manual(info, shared, {}, {}, made, "0" * 64)


# Conditions. An atom uses one fact, or two ints; its constants lie inside the domains, so that it can be true and false.

_ORDER = st.sampled_from(["<", "<=", ">", ">="])
_ATOMS: dict[str, st.SearchStrategy[str]] = {
    **{name: st.just(name) for name in ("b1", "b2", "b3")},
    **{
        name: st.one_of(
            st.builds(lambda op, k, name=name: f"{name} {op} {k}", st.sampled_from(["<", ">="]), st.integers(1, 4)),
            st.builds(lambda op, k, name=name: f"{name} {op} {k}", st.sampled_from([">", "<="]), st.integers(0, 3)),
            st.builds(lambda op, k, name=name: f"{name} {op} {k}", st.sampled_from(["==", "!="]), st.integers(0, 4)),
        )
        for name in ("i1", "i2")
    },
    "e1": st.one_of(
        st.builds(lambda op, v: f'e1 {op} "{v}"', st.sampled_from(["==", "!="]), st.sampled_from("甲乙丙")),
        st.builds(lambda op, v: f'e1 {op} {{"{v}", "丙"}}', st.sampled_from(["in", "not in"]), st.sampled_from("甲乙")),
    ),
    "s1": st.one_of(
        st.builds(lambda v: f'"{v}" in s1', st.sampled_from("子丑寅")),
        st.builds(lambda op, k: f"count(s1) {op} {k}", st.sampled_from(["<", ">="]), st.integers(1, 3)),
        st.builds(
            lambda f, v: f'{f}(s1, {{"{v}", "寅"}})', st.sampled_from(["overlaps", "includes"]), st.sampled_from("子丑")
        ),
        st.just('count({"子", "丑"} - s1) > 0'),
    ),
    "n1": st.builds(lambda op, k: f"n1 {op} {k}", _ORDER, st.sampled_from(["0.5", "1", "1.25"])),
    "d1": st.one_of(
        st.builds(lambda op, n: f"on {op} months_after(d1, {n})", _ORDER, st.integers(1, 12)),
        st.builds(lambda op, n: f"days_since(d1) {op} {n}", _ORDER, st.integers(1, 400)),
        st.builds(lambda op: f'd1 {op} date("2021-02-28")', _ORDER),
    ),
}
_TIED = st.builds(
    lambda pattern, op, k: pattern.format(op=op, k=k),
    st.sampled_from(
        ["i1 {op} i2", "i1 + i2 {op} {k}", "i1 * 2 {op} i2 + {k}", "i1 - i2 {op} {k}", "max(i1, i2) {op} {k}"]
    ),
    st.sampled_from(["<", "<=", ">", ">=", "==", "!="]),
    st.integers(0, 5),
)


def _joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds(
            lambda parts, word: "(" + f" {word} ".join(parts) + ")",
            st.lists(inner, min_size=2, max_size=3),
            st.sampled_from(["and", "or"]),
        ),
        st.builds(lambda part: f"(not {part})", inner),
    )


def conditions(names: tuple[str, ...] = tuple(FACTS), tied: bool = True) -> st.SearchStrategy[str]:
    """Conditions over the named facts; a fact may be used many times."""
    atoms = [_ATOMS[name] for name in names] + ([_TIED] if tied else [])
    return st.recursive(st.one_of(atoms), _joined, max_leaves=6)


@st.composite
def read_once(draw: st.DrawFn, names: tuple[str, ...] = FINITE) -> str:
    """A condition that uses each fact at most once."""
    chosen = draw(st.lists(st.sampled_from(names), min_size=1, max_size=5, unique=True))
    parts = [draw(_ATOMS[name]) for name in chosen]
    while len(parts) > 1:
        left, right = parts.pop(0), parts.pop(0)
        word = draw(st.sampled_from(["and", "or"]))
        denied = "not " if draw(st.booleans()) else ""
        parts.append(f"({denied}({left} {word} {right}))")
    return parts[0]


def known_facts(names: tuple[str, ...] = tuple(FACTS)) -> st.SearchStrategy[dict[str, Value]]:
    """Some of the facts with values of their domains; the others are not recorded."""
    values: dict[str, st.SearchStrategy[Value]] = {name: st.sampled_from(domain) for name, domain in DOMAINS.items()}
    values["n1"] = st.sampled_from([Decimal(text) for text in ("0", "0.5", "0.500000001", "1", "1.25", "2")])
    values["d1"] = st.dates(date(2019, 1, 1), date(2022, 12, 31))
    return st.fixed_dictionaries({}, optional={name: values[name] for name in names})


def completions_by_force(facts: Mapping[str, Value], unknown: tuple[str, ...]) -> Iterator[dict[str, Value]]:
    """Every way of filling in the unknown facts, all of them finite."""
    for combination in itertools.product(*(DOMAINS[name] for name in unknown)):
        yield {**facts, **dict(zip(unknown, combination, strict=True))}


def typed(manual: Manual, facts: Mapping[str, Any]) -> dict[str, Value]:
    """Raw values as the vocabulary types them."""
    return {name: fit(list(raw) if isinstance(raw, tuple) else raw, manual.types[name]) for name, raw in facts.items()}
