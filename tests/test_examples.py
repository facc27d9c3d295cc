"""The real input of this release: a published case of 2024, and the same facts under the law of 2020."""

from __future__ import annotations

from datetime import date

import pytest

from enforce_rules import Inspection, Manual
from tests.conftest import ROOT

FURNITURE = ROOT / "examples" / "furniture-dust.yaml"


@pytest.fixture(scope="module")
def published(manual: Manual) -> Inspection:
    return manual.inspect(FURNITURE)


def test_the_published_case(published: Inspection) -> None:
    """Exactly the duties of the decision: 安全生产法第三十六条第一款, 粉尘防爆安全规定第十五条、第十七条第一款."""
    found = {breach.name: breach for item in published.having("violation") for breach in item.violations}
    assert list(found) == ["no_explosion_protection", "airlock_missing"]
    duties = {duty.citation for breach in found.values() for duty in breach.duties}
    assert duties == {
        "安全生产法(2021)第三十六条第一款",
        "工贸企业粉尘防爆安全规定(2021)第十五条第一款",
        "工贸企业粉尘防爆安全规定(2021)第十五条第二款",
        "工贸企业粉尘防爆安全规定(2021)第十七条第一款",
    }
    for breach in found.values():
        assert breach.major is True
        assert "安全生产法(2021)第九十九条第（二）项" in [penalty.citation for penalty in breach.penalties]
    criteria = [criterion.citation for breach in found.values() for criterion in breach.criteria]
    assert criteria == [
        "工贸企业重大事故隐患判定标准(2023)第十一条第（三）项",
        "工贸企业重大事故隐患判定标准(2023)第十一条第（六）项",
    ]


def test_the_fine_of_the_decision_lies_in_the_band(published: Inspection) -> None:
    """19,000 yuan under 安全生产法(2021)第九十九条第（二）项: at most 50,000 when found, and mandatory."""
    penalties = [
        p for p in published["DE-06"].violations[0].penalties if p.citation == "安全生产法(2021)第九十九条第（二）项"
    ]
    (sanction,) = [s for s in penalties[0].provision.sanctions if s.party == "unit" and s.stage == "found"]
    assert sanction.fine is not None
    low, high = sanction.fine
    assert low <= 19_000 <= high == 50_000
    assert sanction.mandatory


def test_the_same_facts_in_2020_cite_the_law_of_that_day(manual: Manual) -> None:
    inspection = manual.inspect(FURNITURE, on=date(2020, 12, 1))
    found = {breach.name: breach for item in inspection.having("violation") for breach in item.violations}
    assert list(found) == ["no_explosion_protection", "airlock_missing"]
    for breach in found.values():
        bases = [*breach.duties, *breach.penalties, *breach.criteria]
        assert all(basis.provision.edition.in_force(date(2020, 12, 1)) for basis in bases)
        assert not any("(2021)" in basis.citation or "(2023)" in basis.citation for basis in bases)
        assert "安全生产法(2014)第三十三条第一款" in [duty.citation for duty in breach.duties]
        assert "安全生产法(2014)第九十六条第（二）项" in [penalty.citation for penalty in breach.penalties]
        assert breach.major is True


def test_nothing_unrecorded_is_taken_for_false(published: Inspection) -> None:
    """Only what the record decides is decided; the rest is open and says what to ask."""
    assert published.counts["violation"] == 2
    for item in published.having("undetermined"):
        assert item.needed
        assert not set(item.needed) & set(published.facts.values)


def test_the_plant_of_2020(manual: Manual) -> None:
    inspection = manual.inspect(ROOT / "examples" / "machining-plant-2020.yaml")
    assert {item.item.table for item in inspection.having("violation")} == {"DP", "MR", "DE", "CS"}
    assert inspection.having("undetermined")
    shown = inspection["DE-03"]
    assert shown.verdict == "undetermined", "only isolation was no breach in 2020; other facts are still open"
    assert "only_isolation_protection" not in [breach.name for breach in shown.breaches]
