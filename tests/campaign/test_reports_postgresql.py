"""The same figures, ledger and reports from PostgreSQL as from SQLite: the SQL is the same, the databases are not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from enforce_rules.campaign.cube import Cube, Slice
from enforce_rules.campaign.figures import FIGURES
from enforce_rules.campaign.ledger import ledger_of
from enforce_rules.campaign.measures import measures_of
from enforce_rules.campaign.records.store import Store
from enforce_rules.campaign.reports.daily import daily_of
from enforce_rules.campaign.reports.tables import hazards_of, statistics_of
from enforce_rules.campaign.snapshot import Snapshot
from tests.campaign.stores import Server

from .counted import SAMPLE, campaign, day, review, stored, visit

DAYS = ("11-10", "11-15", "11-20", "12-10", "12-15", "12-16", "12-31")
LATER = (review("R1b", on="12-12", outcome="not_rectified"), review("R1c", on="12-14"))
"""A relapse and its mending: the figures that compare reviews with each other."""


@pytest.fixture(scope="module")
def both(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    """The sample in both databases, with a correction and a withdrawal."""
    where = server.empty()
    with (
        stored(tmp_path_factory.mktemp("sqlite")) as sqlite,
        Store.create(where, campaign(), by="建立人") as postgresql,
    ):
        for store in (sqlite, postgresql):
            store.append(SAMPLE, by="甲")
            store.append(LATER, by="乙")
            store.append([visit("V2", "12-15", industry="钢铁", online=True)], by="乙", reason="写错", correct=True)
            store.withdraw([("document", "D2")], by="乙", reason="作废")
        yield sqlite, postgresql
    server.drop(where)


def told(cube: Cube) -> dict[str, list[tuple[object, ...]]]:
    return {name: sorted(map(tuple, cells), key=str) for name, cells in cube.cells.items()}


@pytest.mark.parametrize("until", DAYS)
def test_every_figure_is_the_same(both: tuple[Store, Store], until: str) -> None:
    for position in (2, 3, 5):
        one, other = (Snapshot(store, day(until), position) for store in both)
        assert told(one.figures) == told(other.figures)
        for name in FIGURES:
            for part in (Slice(), Slice(group=1), Slice(phase=2), Slice(industry="")):
                assert one.which(name, part) == other.which(name, part), (name, part)


@pytest.mark.parametrize("until", DAYS)
def test_the_ledger_and_the_reports_are_the_same(both: tuple[Store, Store], until: str) -> None:
    one, other = (Snapshot(store, day(until)) for store in both)
    assert ledger_of(one) == ledger_of(other)
    assert ledger_of(one, late=True) == ledger_of(other, late=True)
    assert measures_of(one) == measures_of(other)
    assert daily_of(one).document.text == daily_of(other).document.text
    assert statistics_of(one, crossed=True).as_dict() == statistics_of(other, crossed=True).as_dict()
    assert hazards_of(one).as_dict() == hazards_of(other).as_dict()


def test_written_to_a_workbook(both: tuple[Store, Store], tmp_path: Path) -> None:
    for number, store in enumerate(both):
        (tmp_path / f"{number}.xlsx").write_bytes(daily_of(Snapshot(store, day("12-16"))).workbook)
        assert not store.check()
