"""The published totals go through records, ledger and reports and come out as they were printed; and the laws of the simulation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from enforce_rules import Manual
from enforce_rules.campaign.cube import Slice
from enforce_rules.campaign.ledger import ledger_of
from enforce_rules.campaign.question import question_of
from enforce_rules.campaign.reports.daily import daily_of
from enforce_rules.campaign.reports.sent import check_file
from enforce_rules.campaign.reports.tables import hazards_of, statistics_of
from enforce_rules.campaign.simulation import Simulation, Totals, read_totals, simulate
from enforce_rules.campaign.simulation import simulation as simulation_module
from enforce_rules.campaign.simulation.chance import chosen, day_between, split, uneven
from enforce_rules.campaign.simulation.enterprises import Enterprises
from enforce_rules.campaign.snapshot import Snapshot
from enforce_rules.errors import CampaignError
from tests.conftest import ROOT

from .counted import campaign, day, stored

PUBLISHED = ROOT / "examples" / "campaign" / "published-2020.yaml"
STAGE_ONE = {
    "governments": 0, "departments": 670, "units": 2209, "hazards": 27878, "rectified": 18882, "major": 207, "major_rectified": 117,
    "documents": 4655, "suggested": 787, "filed": 581, "fines": 16_112_000, "suspensions": 125,
}  # fmt: skip
STAGE_TWO = {"governments": 18, "departments": 98, "units": 413, "hazards": 1892, "rectified": 0, "major": 0}
ENDS = (day("12-15"), day("12-20"))


@pytest.fixture(scope="module", autouse=True)
def _enterprises() -> Iterator[None]:
    """What can be wrong with enterprises by the law of a day is worked out once for all simulations."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(simulation_module, "Enterprises", cache(Enterprises))
        yield


@pytest.fixture(scope="module")
def whole(manual: Manual) -> Simulation:
    return Simulation.draw(manual, campaign(18), read_totals(PUBLISHED), seed=2020)


@pytest.fixture(scope="module")
def first(whole: Simulation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """The campaign at the end of stage one."""
    with stored(tmp_path_factory.mktemp("simulated"), groups=18) as store:
        whole.write(store)
        yield Snapshot(store, ENDS[0])


# The published totals


def test_stage_one_in_the_sentences_of_the_daily_report(first: Snapshot) -> None:
    texts = {block.kind: block.text for block in daily_of(first).document.blocks}
    assert texts["total"] == (
        "截至2020年12月15日，累计督导政府部门670个，检查企业2209家，发现问题隐患27878条，已整改18882条，整改率67.7%；"
        "其中重大隐患207项，已整改117项，整改率56.5%。"
    )
    before, _, after = texts["enforcement"].partition("（现场检查记录")
    assert before == "制作执法文书4655份"
    assert "建议立案787起，属地立案581起，罚款（含拟罚款）1611.2万元" in after
    assert after.endswith("停产停业停建125家。")


def test_stage_one_in_the_tables(first: Snapshot) -> None:
    statistics = statistics_of(first, crossed=True)
    assert len(statistics.first.rows) == 18
    for table in statistics.tables.values():
        assert {name: table.total.values[name] for name in STAGE_ONE} == STAGE_ONE
        shown = table.as_dict()["total"]["shown"]
        assert (shown["rectification_rate"], shown["major_rate"], shown["fines"]) == ("67.7%", "56.5%", "1611.2")
        assert sum(int(row.values["hazards"] or 0) for row in table.rows) == 27878
    assert all(row.values["units"] for row in statistics.first.rows)


def test_stage_two(first: Snapshot) -> None:
    second, part = Snapshot(first.store, ENDS[1]), Slice(phase=2)
    for table in statistics_of(second, part).tables.values():
        assert {name: table.total.values[name] for name in STAGE_TWO} == STAGE_TWO
    stages = statistics_of(second).tables["阶段"]
    assert [[row.values[name] for name in ("units", "hazards")] for row in stages.rows] == [
        [2209, 27878],
        [413, 1892],
        [0, 0],
    ]
    assert {
        name: stages.rows[0].values[name] for name in STAGE_ONE
    } == STAGE_ONE  # nothing came to stage one after its end
    assert second.cube(["hazards"]).sum("hazards") == 27878 + 1892


def test_every_total_answers_with_its_records(first: Snapshot) -> None:
    for table in (statistics_of(first).first, hazards_of(first).first):
        for column in table.columns:
            if not column.over:
                answers = [first.which(*question_of(question)) for question in column.asks(table.total.part)]
                assert sum(one.amount for found in answers for one in found) == table.total.values[column.name]
                assert len({one.key for found in answers for one in found}) == sum(map(len, answers))


def test_the_ledger_of_the_published_totals(first: Snapshot) -> None:
    ledger = ledger_of(first)
    assert len(ledger.hazards) == 207
    assert ledger.counts["closed"] + ledger.counts["rectified"] == 117
    assert all(hazard.plan_on(first.until) for hazard in ledger.hazards)
    assert ledger_of(first, late=True).overdue == ledger.overdue != ()
    assert len(ledger.unchecked) == 207
    last = Snapshot(first.store, day("12-31"))
    assert ledger_of(last).unchecked == ()
    assert last.cube(["major_notices"]).sum("major_notices") == 90  # made public the day after


def test_the_workbook_adds_up(first: Snapshot, tmp_path: Path) -> None:
    (tmp_path / "sent.xlsx").write_bytes(statistics_of(first).workbook)
    found = check_file(tmp_path / "sent.xlsx")
    assert (found.wrong, found.unusual) == ((), ())


def test_every_day_adds_up_to_the_total(first: Snapshot) -> None:
    cube = first.figures
    for name in ("hazards", "rectified", "documents", "filed", "units"):
        assert sum(cube.by(name, "day").values()) == STAGE_ONE[name]
    assert cube.days[0] >= day("11-05")
    assert {cell.day <= ENDS[0] for cell in cube.cells["hazards"]} == {True}


def test_the_records_are_sound(first: Snapshot, whole: Simulation) -> None:
    assert first.store.check() == []
    assert sum(len(records) for _, _, records in whole.batches) > 60_000
    assert len(first.store.entries()) == 1 + len(whole.batches)


def test_some_of_everything_is_not_known(first: Snapshot) -> None:
    cube = first.figures
    assert 0 < cube.sum("units_online") < cube.sum("units_online_known") < cube.sum("units")
    assert 0 < cube.sum("fines_decided") < 16_112_000
    assert set(cube.by("filed", "part")) == {"按建议立案", "属地自行立案"}


# Chance

SMALL: dict[str, Any] = {
    "source": "试",
    "phases": {
        1: {
            "as_of": date(2020, 12, 15), "departments": 4, "units": 12, "hazards": 90, "rectified": 61, "major": 5, "major_rectified": 3,
            "major_notices": 2, "documents": 30, "suggested": 6, "filed": 5, "fines": 50_000, "suspensions": 2,
        }
    },
}  # fmt: skip


COUNTED = tuple(name for name in SMALL["phases"][1] if name != "as_of")


def small(**changes: Any) -> Totals:
    phase = {**SMALL["phases"][1], **changes}
    return Totals.model_validate({**SMALL, "phases": {1: phase}})


def counts(snapshot: Snapshot, totals: Totals) -> dict[str, int]:
    cube = snapshot.figures
    found = {
        name: cube.sum(name)
        for name in totals.phases[1].model_dump()
        if name not in ("as_of", "fines", "major_notices")
    }
    return {**found, "fines": cube.sum("fines_decided") + cube.sum("fines_proposed")}


def test_the_same_seed_draws_the_same(manual: Manual) -> None:
    draw = [Simulation.draw(manual, campaign(), small(), seed) for seed in (1, 1, 2)]
    assert draw[0].batches == draw[1].batches
    assert draw[0].batches != draw[2].batches


@pytest.mark.parametrize(
    ("seed", "changes"),
    [
        (1, {}),
        ("二", {"filed": 12, "suggested": 0, "fines": 0}),  # all filed by the local authorities on their own
        (3, {**dict.fromkeys(COUNTED, 1), "documents": 2, "departments": 0, "major_notices": 0, "fines": 5000}),
        (4, dict.fromkeys(COUNTED, 0)),
        (5, {"as_of": date(2020, 11, 5)}),
    ],
)  # fmt: skip
def test_whatever_the_seed_it_adds_up(tmp_path: Path, manual: Manual, seed: int | str, changes: dict[str, Any]) -> None:
    totals = small(**changes)
    steps: list[tuple[int, int]] = []
    with stored(tmp_path) as store:
        simulation = simulate(store, manual, totals, seed, told=lambda done, of: steps.append((done, of)))
        snapshot = Snapshot(store, totals.phases[1].as_of)
        expected = totals.phases[1].model_dump()
        assert counts(snapshot, totals) == {name: expected[name] for name in counts(snapshot, totals)}
        assert Snapshot(store, day("12-31")).cube(["major_notices"]).sum("major_notices") == expected["major_notices"]
        assert store.check() == []
        daily_of(snapshot)
    assert steps == [(number, len(simulation.batches)) for number in range(1, len(simulation.batches) + 1)]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"documents": 49}, "第1阶段的49份文书模拟不出"),
        ({"as_of": date(2020, 11, 4)}, "没有检查的日子"),
    ],
)
def test_what_cannot_be_drawn(manual: Manual, changes: dict[str, Any], told: str) -> None:
    with pytest.raises(CampaignError, match=told):
        Simulation.draw(manual, campaign(), small(**changes), 1)


def test_phases_that_the_campaign_does_not_have(manual: Manual) -> None:
    phase = SMALL["phases"][1]
    for number, told in ((4, "没有第4阶段"), (2, "第2阶段到统计截止日期2020-12-15没有检查的日子")):
        with pytest.raises(CampaignError, match=told):
            Simulation.draw(manual, campaign(), Totals.model_validate({**SMALL, "phases": {number: phase}}), 1)


weights = st.lists(st.integers(0, 50), min_size=1, max_size=12)


@given(st.integers(0, 10_000), weights, st.integers(0, 5))
def test_split_adds_up_in_proportion(rest: int, given_weights: list[int], least: int) -> None:
    total = rest + least * len(given_weights)
    parts = split(total, given_weights, least)
    assert sum(parts) == total
    assert min(parts) >= least
    whole = sum(given_weights)
    for part, weight in zip(parts, given_weights, strict=True):
        assert abs((part - least) * (whole or len(parts)) - rest * (weight if whole else 1)) < (whole or len(parts))
    assert split(total, given_weights, least) == parts


@given(weights, st.integers(1, 5))
def test_split_refuses_what_is_too_little(given_weights: Sequence[int], least: int) -> None:
    with pytest.raises(ValueError, match="cannot be split"):
        split(least * len(given_weights) - 1, given_weights, least)


@given(st.integers(), st.integers(0, 40), st.data())
def test_chance(seed: int, number: int, data: st.DataObject) -> None:
    chance = Random(seed)
    among = list(range(number))
    some = chosen(chance, among, data.draw(st.integers(0, number)))
    assert some == sorted(set(some))
    assert set(some) <= set(among)
    assert all(weight >= 1 for weight in uneven(chance, number))
    last = data.draw(st.dates(day("11-05"), day("12-31")))
    assert day("11-05") <= day_between(chance, day("11-05"), last) <= last
    assert day_between(chance, last, day("11-05")) == last


# Totals


def written(folder: Path, text: str) -> Path:
    (folder / "totals.yaml").write_text(text, encoding="utf-8")
    return folder / "totals.yaml"


def test_the_published_totals_are_read() -> None:
    totals = read_totals(PUBLISHED)
    one, two = totals.phases[1], totals.phases[2]
    assert {name: getattr(one, name) for name in STAGE_ONE} == STAGE_ONE
    assert {name: getattr(two, name) for name in STAGE_TWO} == STAGE_TWO
    assert (one.as_of, two.as_of) == ENDS
    assert one.major_notices == 90


@pytest.mark.parametrize(
    ("changes", "at", "told"),
    [
        ({"rectified": 91}, "rectified", "rectified 91 多于 hazards 90"),
        ({"major": 13}, "major", "major 13 多于 units 12"),
        ({"major_rectified": 6}, "major_rectified", "major_rectified 6 多于 major 5"),
        ({"suspensions": 13}, "suspensions", "suspensions 13 多于 units 12"),
        ({"filed": 13}, "filed", "filed 13 多于 units 12"),
        ({"rectified": 89}, "rectified", "重大隐患以外已整改86条，多于发现85条"),
        ({"major_notices": 3}, "major_notices", "公示的多于没有整改的"),
        ({"fines": 50_500}, "fines", "罚款按千元分给各案"),
        ({"fines": 4_000}, "fines", "每案至少一千元"),
        ({"filed": 0}, "fines", "有罚款没有立案"),
        ({"units": -1}, "units", "不在允许的范围内"),
        ({"unit": 3}, "unit", "units"),
        ({"units": 2.5}, "units", "整数"),
    ],
)
def test_totals_that_cannot_be(tmp_path: Path, changes: dict[str, Any], at: str, told: str) -> None:
    phase = {**SMALL["phases"][1], **changes}
    text = yaml.safe_dump({**SMALL, "phases": {1: phase}}, allow_unicode=True, sort_keys=False)
    with pytest.raises(CampaignError) as failure:
        read_totals(written(tmp_path, text))
    line = 1 + next(number for number, line in enumerate(text.splitlines()) if line.strip().startswith(f"{at}:"))
    assert any(told in str(problem) and problem.place.line == line for problem in failure.value.problems), str(
        failure.value
    )


def test_problems_without_units(tmp_path: Path) -> None:
    text = "source: 试\nphases:\n  1: {as_of: 2020-12-15, hazards: 3}\n"
    with pytest.raises(CampaignError, match="有问题隐患没有检查企业"):
        read_totals(written(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "told"),
    [("", "totals.yaml"), ("source: 试", "phases"), ("phases: {1: {}}", "as_of"), ("- 1", "totals.yaml")],
)
def test_files_that_are_no_totals(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(CampaignError, match=told):
        read_totals(written(tmp_path, text))
    with pytest.raises(CampaignError):
        read_totals(tmp_path / "none.yaml")


def test_cases_without_fines(tmp_path: Path) -> None:
    text = "source: 试\nphases:\n  1: {as_of: 2020-12-15, units: 3, filed: 2}\n"
    assert read_totals(written(tmp_path, text)).phases[1].fines == 0


def test_a_manual_without_scenarios_cannot_be_simulated_with(manual: Manual, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another manual may have nothing to break enterprises with; that is told, not stumbled over."""
    enterprises = Enterprises(manual, day("11-05"))
    monkeypatch.setattr(enterprises, "faults", lambda industry: ())
    header = {"inspection": {"date": day("11-05")}}
    assert not enterprises.draw(Random(1), "钢铁", 5, False, header).violations
    with pytest.raises(CampaignError, match="用这本手册模拟不出有一项重大隐患、至多5项违法行为的钢铁企业"):
        enterprises.draw(Random(1), "钢铁", 5, True, header)
