"""Laws of the figures: every number is the sum of its records, adds up over whatever it is parted by, and agrees with plain counting."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enforce_rules.campaign.cube import WHOLE, Cube, Slice
from enforce_rules.campaign.figures import FIGURES
from enforce_rules.campaign.ledger import ledger_of
from enforce_rules.campaign.records.content import Name, name_of
from enforce_rules.campaign.records.kinds import INDUSTRIES, Record
from enforce_rules.campaign.snapshot import Snapshot

from .counted import (
    Amount,
    Book,
    closing,
    day,
    document,
    filing,
    finding,
    fine,
    notice,
    oracle,
    plan,
    review,
    seen,
    stored,
    suggestion,
    supervision,
    suspension,
    visit,
    within,
)

Draw = Any
FORMS = ("inspection-record", "rectification-order")
MEASURES = ("停止使用", "停止建设")
OUTCOMES = ("rectified", "rectified", "partly", "not_rectified")
few = settings(max_examples=8)


def _later(draw: Draw, than: date, most: int = 5) -> str:
    """The same day or a few days later, within the year."""
    return f"{min(than + timedelta(days=draw(st.integers(0, most))), day('12-31')):%m-%d}"


def _records(draw: Draw) -> list[Record]:
    """Records that keep to the rules, with many that are almost the same."""
    some, maybe = st.integers(0, 2), st.sampled_from((True, False, None))
    records: list[Record] = []
    for number in range(draw(st.integers(1, 4))):
        target = draw(st.sampled_from(("unit", "unit", "unit", "department", "government")))
        phase = draw(st.sampled_from((1, 1, 2)))
        more = {"industry": draw(st.sampled_from(INDUSTRIES[:2]))} if target == "unit" else {"target": target}
        more |= {"name": draw(st.sampled_from("子丑")), "online": draw(maybe), "dual_prevention": draw(maybe)}
        on = _later(draw, day("12-15") if phase == 2 else day("12-10"))
        records.append(visit(f"V{number}", on, draw(st.integers(1, 3)), phase, **more))
    for v in list(records):
        records += _of_visit(draw, v, some, maybe)
    for f in [one for one in records if one.kind == "finding"]:
        records += _of_finding(draw, f, some)
    return records


def _of_visit(draw: Draw, of: Any, some: Any, maybe: Any) -> Iterator[Record]:
    key = of.key
    for n in range(draw(some)):
        yield finding(f"{key}F{n}", key, _later(draw, of.date, 2), draw(maybe))
    for n in range(draw(some)):
        yield document(f"{key}D{n}", key, _later(draw, of.date), draw(st.sampled_from(FORMS)))
    for n in range(draw(some)):
        yield suspension(f"{key}T{n}", key, _later(draw, of.date), draw(st.sampled_from(MEASURES)))
    asked = [suggestion(f"{key}S{n}", key, _later(draw, of.date, 1)) for n in range(draw(some))]
    yield from asked
    for n in range(draw(some)):
        after = draw(st.sampled_from([None, *(one.key for one in asked)]))
        case = filing(f"{key}L{n}", key, _later(draw, of.date + timedelta(days=1)), after)
        yield case
        for m in range(draw(some)):
            stage, party = draw(st.sampled_from(("proposed", "decided"))), draw(st.sampled_from(("unit", "张三")))
            amount = draw(st.integers(1, 99)) * 100
            yield fine(f"{case.key}A{m}", stage, amount, case.key, _later(draw, case.date), party)


def _of_finding(draw: Draw, of: Any, some: Any) -> Iterator[Record]:
    key = of.key
    reviews = [
        review(
            f"{key}R{n}",
            key,
            _later(draw, of.date),
            draw(st.sampled_from(OUTCOMES)),
            occasion=draw(st.sampled_from(("local", "stage_three"))),
        )
        for n in range(draw(st.integers(0, 3)))
    ]
    yield from reviews
    if of.major:
        for n in range(draw(some)):
            on = _later(draw, of.date)
            yield plan(f"{key}P{n}", key, on, _later(draw, day(on)))
        for n in range(draw(some)):
            yield supervision(f"{key}U{n}", key, _later(draw, of.date))
            yield notice(f"{key}N{n}", key, _later(draw, of.date))


def _changed(draw: Draw, record: Any) -> Any:
    """A record corrected: its day and what it says."""
    kind = record.kind
    changes: dict[str, Any] = {"date": record.date + timedelta(days=draw(st.integers(0, 2)))}
    if kind == "visit":
        changes |= {"group": draw(st.integers(1, 3)), "online": draw(st.booleans())}
    elif kind == "finding":
        changes["major"] = draw(st.sampled_from((True, False, None)))
        changes["criteria"] = ("判定标准",)
    elif kind == "review":
        changes["outcome"] = draw(st.sampled_from(OUTCOMES))
    return type(record).model_validate({**record.model_dump(), **changes})


@contextmanager
def booked(draw: Draw) -> Iterator[Book]:
    """A random campaign, written, then corrected and withdrawn here and there; what the store refuses is left out."""
    with tempfile.TemporaryDirectory() as folder, stored(Path(folder)) as store:
        book = Book(store)
        records = _records(draw)
        assert book.append(*records)
        for f in [one for one in records if getattr(one, "major", None) is True]:
            good = [
                r for r in records if getattr(r, "finding", None) == f.key and getattr(r, "outcome", "") == "rectified"
            ]
            if good and draw(st.booleans()):
                on: Any = draw(st.sampled_from(good))
                book.append(closing(f"{f.key}C", on.key, f.key, _later(draw, on.date)))
                if draw(st.booleans()):  # a review that comes in late
                    book.append(review(f"{f.key}R9", f.key, _later(draw, on.date), draw(st.sampled_from(OUTCOMES))))
        for _ in range(draw(st.integers(0, 4))):
            standing = book.records(max(book.standing))
            if not standing:
                break
            one = draw(st.sampled_from(standing))
            if draw(st.integers(0, 3)):
                book.append(_changed(draw, one))
            else:
                book.withdraw(*_with_those_that_rest_on(one, standing))
        yield book


def _with_those_that_rest_on(one: Record, standing: list[Record]) -> list[Name]:
    gone = [one]
    for other in standing * 3:
        named = {getattr(other, field, None) for field in ("visit", "finding", "filing", "suggestion", "review")}
        if other not in gone and any(parent.key in named for parent in gone):
            gone.append(other)
    return [name_of(record) for record in gone]


slices = st.builds(
    Slice,
    group=st.sampled_from((None, None, 1, 2)),
    phase=st.sampled_from((None, None, 1, 2)),
    industry=st.sampled_from((None, None, "", INDUSTRIES[0])),
    since=st.sampled_from((None, None, day("12-12"))),
    until=st.sampled_from((None, None, day("12-16"))),
)
untils = st.sampled_from([day("12-10"), day("12-14"), day("12-15"), day("12-17"), day("12-31")])


def told(snapshot: Snapshot, name: str, part: Slice = WHOLE) -> Counter[Amount]:
    """What the answer to a question says of each record."""
    found = snapshot.which(name, part)
    assert all(one.kind == FIGURES[name].events.kind for one in found)
    assert [one.day for one in found] == sorted(one.day for one in found)
    return Counter(Amount(one.key, one.day, one.amount, one.group, one.phase, one.industry, one.part) for one in found)


@few
@given(st.data(), untils, slices)
def test_numbers_and_their_records_agree_with_plain_counting(data: st.DataObject, until: date, part: Slice) -> None:
    with booked(data.draw) as book:
        snapshot = Snapshot(book.store, until)
        expected = oracle(book.records(snapshot.view.position), until)
        for name in FIGURES:
            assert told(snapshot, name) == Counter(expected[name]), name
            kept = within(expected[name], part)
            assert snapshot.figures.sum(name, part) == sum(one.amount for one in kept), name
        name = data.draw(st.sampled_from(list(FIGURES)))
        assert told(snapshot, name, part) == Counter(within(expected[name], part))


@few
@given(st.data(), untils)
def test_figures_add_up(data: st.DataObject, until: date) -> None:
    with booked(data.draw) as book:
        snapshot = Snapshot(book.store, until)
        by_day, last_day = snapshot.figures, snapshot.cube(by_day=False)
    for name in FIGURES:
        whole, today = by_day.sum(name), by_day.sum(name, Slice(since=until))
        for dimension in ("group", "phase", "industry", "day", "part"):
            assert sum(by_day.by(name, dimension).values()) == whole
            for value, number in by_day.by(name, dimension).items():
                if dimension != "day" and value is not None:
                    assert by_day.sum(name, Slice(**{dimension: value})) == number
        assert all(cell.day <= until for cell in by_day.cells[name])
        assert last_day.sum(name) == whole
        assert last_day.sum(name, Slice(since=until)) == today
        for dimension in ("group", "phase", "industry", "part"):
            assert _known(last_day.by(name, dimension)) == _known(by_day.by(name, dimension))


def _known(numbers: dict[Any, int]) -> dict[Any, int]:
    return {key: number for key, number in numbers.items() if number}


@few
@given(st.data(), untils)
def test_earlier_positions_give_the_earlier_numbers(data: st.DataObject, until: date) -> None:
    with booked(data.draw) as book:
        for position in book.standing:
            cube = Snapshot(book.store, until, position).figures
            expected = oracle(book.records(position), until)
            assert {name: cube.sum(name) for name in FIGURES} == {
                name: sum(one.amount for one in amounts) for name, amounts in expected.items()
            }


@few
@given(st.data(), untils)
def test_the_ledger_agrees_with_the_figures(data: st.DataObject, until: date) -> None:
    with booked(data.draw) as book:
        position = data.draw(st.sampled_from(sorted(book.standing)))
        snapshot = Snapshot(book.store, until, position)
        whole, late = ledger_of(snapshot), ledger_of(snapshot, late=True)
        count = snapshot.figures.sum
    hazards = whole.hazards
    assert len(hazards) == count("major")
    assert sum(whole.counts.values()) == count("major")
    assert whole.counts["closed"] == count("major_closed")
    assert whole.counts["closed"] + whole.counts["rectified"] == count("major_rectified")
    assert sum(hazard.plan_on(until) is not None for hazard in hazards) == count("major_planned")
    assert sum(bool(hazard.supervisions) for hazard in hazards) == count("major_supervised")
    assert sum(bool(hazard.notices) for hazard in hazards) == count("major_notices")
    assert len(hazards) - len(whole.unchecked) == count("major_checked")
    assert late.overdue == whole.overdue
    assert set(late.hazards) == set(whole.overdue) == set(whole.overdue_by_day(until)[until])
    assert set(whole.having("overdue")) <= set(whole.overdue)


@pytest.mark.parametrize(
    ("part", "question"),
    [
        (WHOLE, ""),
        (Slice(group=7, phase=1), "group=7&phase=1"),
        (Slice(industry="", until=day("12-15")), "industry=&until=2020-12-15"),
    ],
)
def test_a_part_as_it_is_asked_for(part: Slice, question: str) -> None:
    assert str(part) == question


def test_an_empty_campaign_counts_nothing(tmp_path: Path) -> None:
    snapshot = seen(tmp_path, [])
    for cube in (snapshot.figures, snapshot.cube(by_day=False)):
        assert {cube.sum(name) for name in FIGURES} == {0}
        assert cube.days == []
    assert not any(snapshot.which(name) for name in FIGURES)


def test_only_what_is_asked_for_is_counted(tmp_path: Path) -> None:
    cube: Cube = seen(tmp_path, [visit("V1")]).cube(["units"])
    assert list(cube.cells) == ["units"]
    assert cube.days == [day("11-10")]
