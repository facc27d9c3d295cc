"""The ledger of major hazards: what is required of each rectification, where each stands on which day, and what is overdue."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from pydantic import ValidationError

from enforce_rules.campaign.cube import Slice
from enforce_rules.campaign.hazard import STATES
from enforce_rules.campaign.ledger import Ledger, ledger_of
from enforce_rules.campaign.records.kinds import Record, RectificationPlan
from enforce_rules.campaign.snapshot import Snapshot
from enforce_rules.errors import CampaignError

from .counted import (
    Book,
    closing,
    day,
    document,
    filing,
    finding,
    notice,
    plan,
    review,
    seen,
    stored,
    suggestion,
    supervision,
    visit,
)

V1, M1 = visit("V1"), finding("F1", major=True)
PLANNED = [V1, M1, plan("P1", until="11-20")]
MENDED = [*PLANNED, review("R1", on="11-15")]
CLOSED = [*MENDED, closing("C1", "R1", on="11-16")]


@pytest.mark.parametrize("missing", ["content", "deadline", "responsible"])
def test_content_deadline_and_responsible_person_are_required(missing: str) -> None:
    told = plan("P1").model_dump()
    for absent in (
        {name: told[name] for name in told if name != missing},
        {**told, missing: None},
        {**told, missing: ""},
    ):
        with pytest.raises(ValidationError) as failure:
            RectificationPlan.model_validate(absent)
        assert {error["loc"][0] for error in failure.value.errors()} == {missing}


# Where a hazard stands


@pytest.mark.parametrize(
    ("records", "states"),
    [
        ([V1, M1], {"11-10": "unplanned", "12-31": "unplanned"}),
        (PLANNED, {"11-10": "unplanned", "11-11": "rectifying", "11-20": "rectifying", "11-21": "overdue", "12-31": "overdue"}),
        (MENDED, {"11-14": "rectifying", "11-15": "rectified", "12-31": "rectified"}),
        ([V1, M1, review("R1", on="11-10")], {"11-10": "rectified"}),
        (CLOSED, {"11-15": "rectified", "11-16": "closed", "12-31": "closed"}),
        # rectified late
        ([*PLANNED, review("R1", on="11-22")], {"11-21": "overdue", "11-22": "rectified"}),
        # not rectified on looking again
        (
            [*MENDED, review("R2", on="11-18", outcome="partly")],
            {"11-17": "rectified", "11-18": "rectifying", "11-20": "rectifying", "11-21": "overdue"},
        ),
        # struck off, found otherwise, rectified, struck off again
        (
            [*CLOSED, review("R2", on="11-18", outcome="not_rectified"), review("R3", on="11-25"), closing("C2", "R3", on="11-26")],
            {"11-17": "closed", "11-18": "returned", "11-24": "returned", "11-25": "rectified", "11-26": "closed"},
        ),
        # the deadline put off, before it was over and after
        ([*PLANNED, plan("P2", on="11-19", until="11-30")], {"11-21": "rectifying", "11-30": "rectifying", "12-01": "overdue"}),
        ([*PLANNED, plan("P2", on="11-23", until="11-30")], {"11-21": "overdue", "11-22": "overdue", "11-23": "rectifying"}),
    ],
)  # fmt: skip
def test_states_by_day(tmp_path: Path, records: Sequence[Record], states: dict[str, str]) -> None:
    store = stored(tmp_path, records)
    for on, state in states.items():
        ledger = ledger_of(Snapshot(store, day(on)))
        assert [hazard.state_on(day(on)) for hazard in ledger.hazards] == [state], on
        assert {name: count for name, count in ledger.counts.items() if count} == {state: 1}
        assert [hazard.finding.key for hazard in ledger.hazards] == ["F1"]
    whole = ledger_of(Snapshot(store, day("12-31")))
    assert [whole.hazards[0].state_on(day(on)) for on in states] == list(states.values())


def test_a_review_told_after_the_closing(tmp_path: Path) -> None:
    """Made on the day of the one on which the closing rests, and recorded later: the closing does not stand."""
    with stored(tmp_path, CLOSED, [review("R2", on="11-15", outcome="partly")]) as store:
        hazard = ledger_of(Snapshot(store, day("12-31"))).hazards[0]
        assert [hazard.state_on(day(on)) for on in ("11-15", "11-16", "12-31")] == [
            "rectifying",
            "returned",
            "returned",
        ]
        assert Snapshot(store, day("12-31"), 2).cube(["major_closed"]).sum("major_closed") == 1
        assert Snapshot(store, day("12-31")).cube(["major_closed"]).sum("major_closed") == 0


def test_every_state_has_words() -> None:
    assert list(STATES) == ["unplanned", "rectifying", "overdue", "rectified", "closed", "returned"]


def test_only_major_hazards_found_by_the_day(tmp_path: Path) -> None:
    records = [V1, finding("F3", on="11-12", major=True), M1, finding("F2"), finding("F4", major=None)]
    store = stored(tmp_path, records)
    found = {
        on: [h.finding.key for h in ledger_of(Snapshot(store, day(on))).hazards] for on in ("11-09", "11-10", "11-12")
    }
    assert found == {"11-09": [], "11-10": ["F1"], "11-12": ["F1", "F3"]}


# Overdue

SEVERAL = [
    V1,
    visit("V2", group=2, industry="钢铁"),
    *(finding(key, of, major=True) for key, of in (("F1", "V1"), ("F2", "V1"), ("F3", "V2"), ("F4", "V2"))),
    plan("P1", "F1", until="11-14"),
    plan("P2", "F2", until="11-13"),
    plan("P3", "F3", until="11-13"),
    plan("P3b", "F3", on="11-15", until="11-16"),
    review("R2", "F2", on="11-16"),
]


def test_overdue_by_day(tmp_path: Path) -> None:
    store = stored(tmp_path, SEVERAL)
    ledger = ledger_of(Snapshot(store, day("11-17")))
    by_day = ledger.overdue_by_day(day("11-12"))
    assert {f"{on:%m-%d}": [hazard.finding.key for hazard in late] for on, late in by_day.items()} == {
        "11-12": [],
        "11-13": [],
        "11-14": ["F2", "F3"],
        "11-15": ["F1", "F2"],
        "11-16": ["F1"],
        "11-17": ["F1", "F3"],
    }
    assert ledger.overdue_by_day(day("11-18")) == {}
    for on, late in by_day.items():
        then = ledger_of(Snapshot(store, on))
        assert set(then.overdue) == {
            hazard for hazard in then.hazards if hazard.finding in [one.finding for one in late]
        }


def test_the_longest_overdue_first(tmp_path: Path) -> None:
    ledger = ledger_of(seen(tmp_path, SEVERAL, "11-17"))
    assert [(hazard.finding.key, ledger.days_overdue(hazard)) for hazard in ledger.overdue] == [("F1", 3), ("F3", 1)]
    assert [ledger.days_overdue(hazard) for hazard in ledger.hazards] == [3, 0, 1, 0]
    assert [row["days_overdue"] for row in ledger.as_dicts()] == [3, 0, 1, 0]


@pytest.mark.parametrize("on", ["11-12", "11-13", "11-14", "11-15", "11-16", "11-17", "12-31"])
def test_what_is_late_alone_agrees_with_the_whole(tmp_path: Path, on: str) -> None:
    snapshot = seen(tmp_path, SEVERAL, on)
    whole, late = ledger_of(snapshot), ledger_of(snapshot, late=True)
    assert late.overdue == whole.overdue
    assert set(late.hazards) == set(whole.overdue)


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (Slice(), ["F1", "F2", "F3", "F4"]),
        (Slice(group=1), ["F1", "F2"]),
        (Slice(industry="钢铁"), ["F3", "F4"]),
        (Slice(group=1, industry="钢铁"), []),
        (Slice(phase=2), []),
    ],
)
def test_a_part_of_the_ledger(tmp_path: Path, part: Slice, expected: list[str]) -> None:
    ledger = ledger_of(seen(tmp_path, SEVERAL)).within(part)
    assert [hazard.finding.key for hazard in ledger.hazards] == expected


# Stage three


def test_stage_three_checks_each(tmp_path: Path) -> None:
    records = [
        *SEVERAL,
        review("K1", "F1", on="12-22", occasion="stage_three"),
        review("K2", "F2", on="12-23", outcome="not_rectified", occasion="stage_three"),
        review("K3", "F3", on="12-23", occasion="group"),
    ]
    store = stored(tmp_path, records)

    def unchecked(on: str) -> list[str]:
        return [hazard.finding.key for hazard in ledger_of(Snapshot(store, day(on))).unchecked]

    assert unchecked("12-21") == ["F1", "F2", "F3", "F4"]
    assert unchecked("12-22") == ["F2", "F3", "F4"]
    assert unchecked("12-31") == ["F3", "F4"]


# Closing


@pytest.mark.parametrize(
    ("records", "told"),
    [
        ([*PLANNED, closing("C1", "R1")], "没有记录"),
        ([*PLANNED, review("R1", outcome="partly"), closing("C1", "R1")], "不是已整改"),
        ([*PLANNED, finding("F2", major=True), review("R1", "F2"), closing("C1", "R1")], "另一项隐患"),
        ([*MENDED, closing("C1", "R1", on="11-14")], "早于复查日期"),
        ([*MENDED, review("R2", on="11-16", outcome="partly"), closing("C1", "R1", on="11-16")], "又复查为没有整改"),
        ([V1, finding("F1"), review("R1"), closing("C1", "R1")], "没有判定为重大事故隐患"),
    ],
)
def test_closing_only_after_a_recorded_review(tmp_path: Path, records: Sequence[Record], told: str) -> None:
    with stored(tmp_path) as store, pytest.raises(CampaignError, match=told):
        store.append(records, by="记录人")


# The rows


def test_a_row_with_everything(tmp_path: Path) -> None:
    records = [
        visit("V1", code="91410000MN00000001", county="某县", industry="钢铁"),
        finding("F1", major=True, item="MR-06", breach="no_manager"),
        plan("P1", until="11-20", content="更换设备", measures="停止使用", filed=True),
        supervision("U1"),
        review("R1", on="11-15", by="属地局"),
        notice("N1", on="11-25"),
        closing("C1", "R1", on="11-16"),
        suggestion("S1", acts=("MR-06.no_manager",)),
        suggestion("S2", acts=("MR-07.other",)),
        filing("L1", after="S1", number="立〔2020〕1号"),
        filing("L2", after="S2", number="立〔2020〕2号"),
        document("D1", number="责改〔2020〕1号"),
        document("D2"),
        review("K1", on="12-22", occasion="stage_three"),
    ]
    (row,) = ledger_of(seen(tmp_path, records)).as_dicts()
    assert row == {
        "hazard": "F1",
        "unit": "V1厂",
        "credit_code": "91410000MN00000001",
        "county": "某县",
        "industry": "钢铁",
        "description": "问题F1",
        "criteria": ["重大事故隐患判定标准第三条"],
        "found": day("11-10"),
        "group": 1,
        "phase": 1,
        "content": "更换设备",
        "deadline": day("11-20"),
        "responsible": "负责人",
        "measures": "停止使用",
        "plan_filed": True,
        "supervising_department": "乙市应急管理局",
        "supervising_person": "督办人",
        "rectified": True,
        "rectified_date": day("12-22"),
        "reviewed_by": "复查人",
        "notice": "某日报",
        "notice_date": day("11-25"),
        "closed": day("11-16"),
        "stage_three": "rectified",
        "stage_three_date": day("12-22"),
        "case_numbers": ["立〔2020〕1号"],
        "documents": ["责改〔2020〕1号"],
        "state": "closed",
        "days_overdue": 0,
    }


def test_what_is_not_known_is_null(tmp_path: Path) -> None:
    (row,) = ledger_of(seen(tmp_path, [V1, M1])).as_dicts()
    known = {name for name, value in row.items() if value not in (None, [])}
    assert known == {
        *("hazard", "unit", "industry", "description", "criteria", "found", "group", "phase"),
        *("rectified", "state", "days_overdue"),
    }
    assert (row["rectified"], row["state"]) == (False, "unplanned")


def test_an_empty_ledger(tmp_path: Path) -> None:
    ledger = ledger_of(seen(tmp_path, []))
    assert ledger == Ledger((), day("12-31"))
    assert ledger.overdue == ledger.unchecked == ()
    assert ledger.as_dicts() == []
    assert set(ledger.counts.values()) == {0}


# What was corrected


def test_a_step_withdrawn_and_recorded_of_another_finding(tmp_path: Path) -> None:
    """What a step belongs to is never corrected, so that no version of it counts for a finding that it left."""
    book = Book(stored(tmp_path))
    assert book.append(V1, M1, finding("F2"), review("R1", on="11-15"), plan("P1", until="11-12"))
    assert not book.append(review("R1", "F2", on="11-15"))
    assert book.withdraw(("review", "R1"))
    assert book.append(review("R2", "F2", on="11-15"))
    now, before = (ledger_of(Snapshot(book.store, day("12-31"), position)) for position in (4, 2))
    assert [hazard.reviews for hazard in now.hazards] == [()]
    assert [hazard.state_on(day("12-31")) for hazard in now.hazards] == ["overdue"]
    assert [hazard.state_on(day("12-31")) for hazard in before.hazards] == ["rectified"]


def test_a_hazard_that_was_none(tmp_path: Path) -> None:
    book = Book(stored(tmp_path))
    assert book.append(V1, M1)
    assert book.append(finding("F1"))
    assert [len(ledger_of(Snapshot(book.store, day("12-31"), position)).hazards) for position in (2, 3)] == [1, 0]
