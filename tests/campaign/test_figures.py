"""Every figure as a table: these records, and what is counted by the end of these days."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from enforce_rules.campaign.cube import Slice
from enforce_rules.campaign.figures import FIGURES
from enforce_rules.campaign.records.kinds import Record
from enforce_rules.campaign.snapshot import Snapshot
from enforce_rules.errors import CampaignError

from .counted import (
    Book,
    closing,
    day,
    document,
    filing,
    finding,
    fine,
    notice,
    plan,
    review,
    seen,
    stored,
    suggestion,
    supervision,
    suspension,
    visit,
)

V1, F1, M1, S1 = visit("V1"), finding("F1"), finding("F1", major=True), suggestion("S1")
MENDED, L1 = review("R1"), filing("L1")
CHECKS = [review(f"R{n}", on=f"12-2{n}", outcome="partly", occasion="stage_three") for n in (2, 3)]
CLOSED = [V1, M1, MENDED, closing("C1", "R1")]

TABLE: list[tuple[str, str, Sequence[Record], dict[str, int]]] = [
    ("governments", "a government", [visit("V1", target="government")], {"11-09": 0, "11-10": 1}),
    ("governments", "a department is none", [visit("V1", target="department")], {"11-10": 0}),
    ("departments", "a department", [visit("V1", target="department"), visit("V2")], {"11-09": 0, "11-10": 1}),
    (
        "departments",
        "one supervised twice counts once",
        [visit("V1", target="department", name="甲局"), visit("V2", "11-12", target="department", name="甲局")],
        {"11-10": 1, "11-12": 1},
    ),
    ("units", "each on its day", [V1, visit("V2", "11-12")], {"11-09": 0, "11-10": 1, "11-11": 1, "11-12": 2}),
    ("units", "visited twice counts once", [visit("V1", name="甲厂"), visit("V2", "11-12", name="甲厂")], {"11-12": 1}),
    ("units", "the code tells units apart", [visit("V1", name="甲厂", code="A"), visit("V2", name="甲厂", code="B")], {"11-12": 2}),
    ("units", "and holds them together", [visit("V1", name="甲厂", code="A"), visit("V2", name="甲公司", code="A")], {"11-12": 1}),
    ("units", "again in another phase", [visit("V1", name="甲厂"), visit("V2", "12-16", phase=2, name="甲厂")], {"12-16": 2}),
    ("units", "again by another group", [visit("V1", name="甲厂"), visit("V2", group=2, name="甲厂")], {"11-10": 2}),
    ("visits", "every visit", [visit("V1", name="甲厂"), visit("V2", "11-12", name="甲厂")], {"11-10": 1, "11-12": 2}),
    ("visits", "to units alone", [V1, visit("V2", target="government")], {"11-10": 1}),
    ("units_online", "online", [visit("V1", online=True), visit("V2", online=False), visit("V3")], {"11-10": 1}),
    ("units_online_known", "unknown is not “not online”", [visit("V1", online=True), visit("V2", online=False), visit("V3")], {"11-10": 2}),
    (
        "units_online",
        "online at any of its visits",
        [visit("V1", name="甲厂", online=False), visit("V2", "11-12", name="甲厂", online=True)],
        {"11-10": 0, "11-12": 1},
    ),
    ("units_online", "of units alone", [visit("V1", target="department", online=True)], {"11-10": 0}),
    ("dual_prevention_ok", "sound", [visit("V1", dual_prevention=True), visit("V2", dual_prevention=False), visit("V3")], {"11-10": 1}),
    ("hazards", "on the day found", [V1, F1, finding("F2", on="11-11")], {"11-09": 0, "11-10": 1, "11-11": 2}),
    ("hazards", "major or not, and at departments", [visit("V1", target="department"), M1, finding("F2", major=None)], {"11-10": 2}),
    ("rectified", "on the day of the review", [V1, F1, MENDED], {"11-14": 0, "11-15": 1}),
    ("rectified", "partly is not", [V1, F1, review("R1", outcome="partly")], {"11-15": 0}),
    ("rectified", "once, however often reviewed", [V1, F1, MENDED, review("R2", on="11-16")], {"11-15": 1, "11-16": 1}),
    (
        "rectified",
        "a later review finds otherwise, one after that finds it rectified",
        [V1, F1, MENDED, review("R2", on="11-18", outcome="not_rectified"), review("R3", on="11-20")],
        {"11-15": 1, "11-17": 1, "11-18": 0, "11-19": 0, "11-20": 1},
    ),
    ("rectified", "on one day the one written later", [V1, F1, MENDED, review("R2", outcome="partly")], {"11-15": 0}),
    ("rectified", "by a review written late", [V1, F1, review("R2", on="11-18", outcome="partly"), MENDED], {"11-15": 1, "11-18": 0}),
    ("major", "major unknown is not major", [V1, M1, finding("F2", major=None), finding("F3")], {"11-09": 0, "11-10": 1}),
    ("major_open", "not judged yet", [V1, M1, finding("F2", major=None), finding("F3")], {"11-09": 0, "11-10": 1}),
    ("major_rectified", "of the major", [V1, M1, finding("F2"), MENDED, review("R2", "F2")], {"11-14": 0, "11-15": 1}),
    (
        "major_rectified",
        "found otherwise",
        [V1, M1, MENDED, review("R2", on="11-18", outcome="partly")],
        {"11-17": 1, "11-18": 0},
    ),
    ("major_planned", "once, by the first plan", [V1, M1, plan("P1"), plan("P2", on="11-20", until="11-30")], {"11-10": 0, "11-11": 1, "11-20": 1}),
    ("major_supervised", "once", [V1, M1, supervision("U1"), supervision("U2", on="11-13")], {"11-11": 0, "11-13": 1}),
    ("major_notices", "once", [V1, M1, notice("N1"), notice("N2", on="11-26")], {"11-24": 0, "11-25": 1, "11-26": 1}),
    ("major_closed", "struck off", CLOSED, {"11-15": 0, "11-16": 1}),
    (
        "major_closed",
        "reopened, rectified, struck off again",
        [*CLOSED, review("R2", on="11-18", outcome="partly"), review("R3", on="11-20"), closing("C2", "R3", on="11-22")],
        {"11-17": 1, "11-18": 0, "11-20": 0, "11-21": 0, "11-22": 1},
    ),
    ("major_closed", "a review before the closing, written late", [*CLOSED, review("R2", on="11-15", outcome="partly")], {"11-16": 0}),
    ("major_closed", "rectified still", [*CLOSED, review("R2", on="11-18")], {"11-16": 1, "11-18": 1}),
    ("major_checked", "in stage three", [V1, M1, MENDED, review("R2", on="12-22", occasion="stage_three")], {"12-21": 0, "12-22": 1}),
    ("major_checked", "whatever it found, once", [V1, M1, *CHECKS], {"12-22": 1, "12-23": 1}),
    ("major_checked", "of the major", [V1, F1, review("R2", on="12-22", occasion="stage_three")], {"12-22": 0}),
    ("documents", "each", [V1, document("D1"), document("D2", on="11-12", form="rectification-order")], {"11-09": 0, "11-10": 1, "11-12": 2}),
    ("suggested", "is not filed", [V1, S1], {"11-09": 0, "11-10": 1}),
    ("filed", "is not suggested", [V1, S1], {"11-20": 0}),
    ("filed", "after a suggestion and without", [V1, S1, filing("L1", after="S1"), filing("L2", on="11-21")], {"11-19": 0, "11-20": 1, "11-21": 2}),
    ("fines_decided", "decided", [V1, L1, fine("A1", "decided", 500)], {"11-24": 0, "11-25": 500}),
    ("fines_decided", "proposed is not decided", [V1, L1, fine("A1", "proposed", 500)], {"11-25": 0}),
    ("fines_proposed", "proposed", [V1, L1, fine("A1", "proposed", 500)], {"11-24": 0, "11-25": 500}),
    (
        "fines_proposed",
        "until one is decided in the case for the party",
        [V1, L1, fine("A1", "proposed", 500), fine("A2", "decided", 400, on="11-28")],
        {"11-25": 500, "11-27": 500, "11-28": 0},
    ),
    (
        "fines_proposed",
        "not for another party",
        [V1, L1, fine("A1", "proposed", 500), fine("A2", "proposed", 50, party="张三"), fine("A3", "decided", 400, on="11-28")],
        {"11-27": 550, "11-28": 50},
    ),
    (
        "fines_proposed",
        "not in another case",
        [V1, L1, filing("L2"), fine("A1", "proposed", 500), fine("A2", "decided", 400, of="L2")],
        {"11-25": 500},
    ),
    ("suspensions", "once a unit", [V1, suspension("T1"), suspension("T2", on="11-12", measure="停止建设")], {"11-09": 0, "11-10": 1, "11-12": 1}),
    (
        "suspensions",
        "also over two visits",
        [visit("V1", name="甲厂"), visit("V2", "11-12", name="甲厂"), suspension("T1"), suspension("T2", "V2", "11-12")],
        {"11-12": 1},
    ),
    ("suspensions", "two units", [V1, visit("V2"), suspension("T1"), suspension("T2", "V2")], {"11-10": 2}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("figure", "records", "expected"), [pytest.param(f, r, e, id=f"{f}: {t}") for f, t, r, e in TABLE]
)
def test_figure(tmp_path: Path, figure: str, records: Sequence[Record], expected: dict[str, int]) -> None:
    store = stored(tmp_path, records)
    for until, number in expected.items():
        snapshot = Snapshot(store, day(until))
        assert snapshot.cube([figure]).sum(figure) == number, until
        assert sum(one.amount for one in snapshot.which(figure)) == number


def test_every_figure_is_in_the_table() -> None:
    assert {figure for figure, *_ in TABLE} == set(FIGURES)


@pytest.mark.parametrize(
    ("figure", "records", "expected"),
    [
        ("units", [visit("V2", "11-12", name="甲厂"), visit("V1", name="甲厂")], [("visit", "V1", "11-10", 1)]),
        ("rectified", [V1, F1, MENDED, review("R2", on="11-16")], [("finding", "F1", "11-15", 1)]),
        ("major_closed", [*CLOSED, closing("C2", "R1", on="11-19")], [("finding", "F1", "11-19", 1)]),
        ("fines_decided", [V1, L1, fine("A1", "decided", 500)], [("fine", "A1", "11-25", 500)]),
        ("suspensions", [V1, suspension("T2", on="11-12"), suspension("T1")], [("suspension", "T1", "11-10", 1)]),
    ],
)
def test_the_record_and_the_day_that_count(
    tmp_path: Path, figure: str, records: Sequence[Record], expected: list[tuple[str, str, str, int]]
) -> None:
    found = seen(tmp_path, records).which(figure)
    assert [(one.kind, one.key, f"{one.day:%m-%d}", one.amount) for one in found] == expected


def test_a_record_tells_where_it_belongs(tmp_path: Path) -> None:
    records = [
        visit("V1", "12-15", group=2, phase=2, industry="钢铁"),
        document("D1", on="12-15", form="rectification-order"),
    ]
    (found,) = seen(tmp_path, records).which("documents")
    assert (found.group, found.phase, found.industry, found.part, found.unit) == (
        2,
        2,
        "钢铁",
        "rectification-order",
        "V1厂",
    )


@pytest.mark.parametrize(
    ("figure", "records", "parts"),
    [
        ("documents", [V1, document("D1"), document("D2"), document("D3", form="复查意见书")], {"inspection-record": 2, "复查意见书": 1}),
        ("filed", [V1, S1, filing("L1", after="S1"), filing("L2")], {"按建议立案": 1, "属地自行立案": 1}),
        ("suspensions", [V1, suspension("T1"), visit("V2"), suspension("T2", "V2", measure="停止建设")], {"停止使用": 1, "停止建设": 1}),
        ("hazards", [V1, F1], {None: 1}),
    ],
)  # fmt: skip
def test_figures_by_their_parts(tmp_path: Path, figure: str, records: Sequence[Record], parts: dict[str, int]) -> None:
    snapshot = seen(tmp_path, records)
    assert snapshot.cube([figure]).by(figure, "part") == parts
    for part, number in parts.items():
        assert len(snapshot.which(figure, Slice(part=part))) == number


def test_what_was_corrected_and_withdrawn(tmp_path: Path) -> None:
    book = Book(stored(tmp_path))
    assert book.append(V1, M1, finding("F2"), MENDED)
    assert book.append(finding("F2", major=True))
    assert book.withdraw(("review", "R1"))
    assert book.append(review("R2", "F2", "11-15"))
    told = {
        position: {
            name: Snapshot(book.store, day("12-31"), position).cube([name]).sum(name)
            for name in ("major", "major_rectified")
        }
        for position in range(1, 6)
    }
    assert [one["major"] for one in told.values()] == [0, 1, 2, 2, 2]
    assert [one["major_rectified"] for one in told.values()] == [0, 1, 1, 0, 1]
    assert [one.key for one in Snapshot(book.store, day("12-31")).which("major_rectified")] == ["F2"]


@pytest.mark.parametrize("position", [0, -1, 3, 1000])
def test_a_position_that_there_is_not(tmp_path: Path, position: int) -> None:
    with pytest.raises(CampaignError, match="1至2"):
        Snapshot(stored(tmp_path, [V1]), day("11-10"), position)


def test_a_figure_that_there_is_not(tmp_path: Path) -> None:
    snapshot = seen(tmp_path, [])
    for ask in (snapshot.which, lambda name: snapshot.cube([name])):
        with pytest.raises(CampaignError, match="hazards"):
            ask("hazard")
