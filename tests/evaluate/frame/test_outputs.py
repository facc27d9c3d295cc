"""Every output is what the inspections of the enterprises, one by one, say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enforce_rules import Inspection, Manual
from tests.evaluate.frame.kinds import DAY, KINDS, SMALL, SOME, Known, drawn, inspections, members_of
from tests.evaluate.tables import as_polars, table_of
from tests.small import ON, conditions, known_facts, small_manual

_SHAPES: dict[str, Callable[[pl.DataFrame], Any]] = {
    "at once": lambda table: table,
    "lazily": lambda table: table.lazy(),
    "duckdb": KINDS["duckdb"][0],
}


def _violations(found: Sequence[Inspection]) -> list[tuple[str, str, str, bool | None]]:
    return [
        (f"企业{number}", breach.item.id, breach.name, breach.major)
        for number, inspection in enumerate(found)
        for breach in inspection.violations
    ]


@pytest.mark.parametrize("shape", ["at once", "lazily"])
def test_violations_on_a_day(manual: Manual, shape: str) -> None:
    enterprises, days = drawn(manual, 40, 1, DAY)
    found = as_polars(manual.inspect_frame(_SHAPES[shape](table_of(enterprises, manual.types)), DAY, "violations"))
    expected = _violations(inspections(manual, enterprises, days))
    assert {major for *_, major in expected} == {True, False, None}
    assert found.rows() == expected


@pytest.mark.parametrize("shape", _SHAPES)
def test_violations_with_days(manual: Manual, shape: str) -> None:
    enterprises, days = drawn(manual, 60, 2)
    table = _SHAPES[shape](table_of(enterprises, manual.types, days))
    found = as_polars(manual.inspect_frame(table, "on", "violations"))
    expected = _violations(inspections(manual, enterprises, days))
    assert {major for *_, major in expected} == {True, False, None}
    assert sorted(found.drop("on").rows(), key=repr) == sorted(expected, key=repr)
    assert set(found.select("enterprise", "on").rows()) <= {(f"企业{n}", day) for n, day in enumerate(days)}


def _needed(manual: Manual, number: int, inspection: Inspection) -> list[tuple[str, str, int, int]]:
    """As ``ItemVerdict.needed`` has it, the facts that settle most first, then those that matter to most."""
    sets = [item.needed for item in inspection.having("undetermined")]
    items = Counter(name for needed in sets for name in needed)
    settles = Counter(needed[0] for needed in sets if len(needed) == 1)
    place = {name: position for position, name in enumerate(manual.types)}
    return [
        (f"企业{number}", name, items[name], settles[name])
        for name in sorted(items, key=lambda name: (-settles[name], -items[name], place[name]))
    ]


@pytest.mark.parametrize(("shape", "with_days"), [("at once", False), ("at once", True), ("lazily", True)])
def test_needed(manual: Manual, shape: str, with_days: bool) -> None:
    enterprises, days = drawn(manual, 20, 3, None if with_days else DAY)
    table = _SHAPES[shape](table_of(enterprises, manual.types, days if with_days else None))
    found = inspections(manual, enterprises, days)
    expected = [_needed(manual, number, inspection) for number, inspection in enumerate(found)]
    assert max(settles for rows in expected for *_, settles in rows) > 1
    for top in (None, 1, 3):
        needed = as_polars(manual.inspect_frame(table, "on" if with_days else DAY, "needed", top=top))
        rows = needed.drop("on").rows() if with_days else needed.rows()
        assert rows == [row for rows in expected for row in rows[:top]]


@settings(max_examples=40)
@given(st.lists(st.tuples(conditions(), conditions()), min_size=1, max_size=3), st.lists(known_facts(), max_size=4))
def test_needed_by_generated_rules(items: list[tuple[str, str]], enterprises: list[Known]) -> None:
    """Facts that conditions tie together, alone and in groups."""
    small = small_manual({f"TT-{n:02}": (applies, {"x": text}) for n, (applies, text) in enumerate(items)})
    found = inspections(small, enterprises, [ON] * len(enterprises))
    expected = [row for number, inspection in enumerate(found) for row in _needed(small, number, inspection)]
    assert small.inspect_frame(table_of(enterprises, small.types), ON, "needed").rows() == expected


_COUNTED = ("enterprises", "undetermined", "compliant", "violation", "not_applicable", "major")


def _counts(
    manual: Manual, found: Sequence[Inspection], groups: Sequence[Mapping[str, Any]], by: Sequence[str]
) -> dict[tuple[Any, ...], tuple[int, ...]]:
    """Row by row; an enterprise of several groups counts in each."""
    counted: dict[tuple[Any, ...], Counter[str]] = {}
    for inspection, group in zip(found, groups, strict=True):
        seen = set()
        for item in inspection.verdicts:
            own = {**group, "table": item.item.table, "item": item.item.id}
            key = tuple(own[name] for name in by)
            total = counted.setdefault(key, Counter())
            total[item.verdict] += 1
            total["major"] += item.major is True and item.verdict == "violation"
            if key not in seen:
                total["enterprises"] += 1
            seen.add(key)
    return {key: tuple(total[name] for name in _COUNTED) for key, total in counted.items()}


def _read(counts: Any, by: Sequence[str]) -> dict[tuple[Any, ...], tuple[int, ...]]:
    table = as_polars(counts)
    assert table.columns == [*by, *_COUNTED]
    rows = {row[: len(by)]: row[len(by) :] for row in table.rows()}
    assert len(rows) == table.height
    return rows


@pytest.mark.parametrize("shape", ["at once", "lazily"])
@pytest.mark.parametrize(
    "by",
    [
        ["table"],
        ["item"],
        [],
        ["county"],
        ["county", "table"],
        ["item", "dust_explosion_unit"],
        ["hazard_system"],
        ["on", "county"],
    ],
    ids=",".join,
)
def test_counts(manual: Manual, shape: str, by: list[str]) -> None:
    enterprises, days = drawn(manual, 30, 4)
    counties = [Random(number).choice(["A", "B", None]) for number in range(30)]
    table = table_of(enterprises, manual.types, days).with_columns(county=pl.Series(counties))
    groups = [
        {**dict.fromkeys(by), **facts, "county": county, "on": on}
        for facts, county, on in zip(enterprises, counties, days, strict=True)
    ]
    found = inspections(manual, enterprises, days)
    counted = _read(manual.inspect_frame(_SHAPES[shape](table), "on", "counts", by=by), by)
    assert counted == _counts(manual, found, groups, by)
    if not by:
        total = sum((Counter(inspection.counts) for inspection in found), Counter[str]())
        assert counted[()][1:] == tuple(total[name] for name in _COUNTED[1:])


@pytest.mark.parametrize("shape", _SHAPES)
@pytest.mark.parametrize("by", [["s1"], ["table", "s1"], ["s1", "item", "b1"], ["b1", "e1"]], ids=",".join)
def test_counts_by_facts(shape: str, by: list[str]) -> None:
    """An enterprise counts for every member that a set has, and for none where the set is empty or not recorded."""
    chance = Random(0)
    enterprises = [{**chance.choice(SOME), "b1": chance.random() < 0.5} for _ in range(20)] + [{}]
    pairs = [(facts, one) for facts in enterprises for one in ((members_of(facts) or []) if "s1" in by else [None])]
    groups = [{**dict.fromkeys(by), **facts, "s1": member} for facts, member in pairs]
    found = inspections(SMALL, [facts for facts, _ in pairs], [ON] * len(pairs))
    table = _SHAPES[shape](table_of(enterprises, SMALL.types))
    assert _read(SMALL.inspect_frame(table, ON, "counts", by=by), by) == _counts(SMALL, found, groups, by)
