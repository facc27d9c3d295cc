"""Another manual drops in: the government's own duties, judged by the same engine, without penalties."""

from __future__ import annotations

from datetime import date

import pytest

from enforce_rules import Manual, load_manual
from enforce_rules.catalogue import catalogue
from enforce_rules.manual import survey
from enforce_rules.quality.lint import lint
from enforce_rules.quality.report import examine
from tests.conftest import ROOT

FOLDER = ROOT / "rules-government"


@pytest.fixture(scope="module")
def government() -> Manual:
    return load_manual(FOLDER)


def test_it_holds_twelve_matters_without_penalties(government: Manual) -> None:
    assert list(government.items) == [f"GV-{number:02}" for number in range(1, 13)]
    for _, _, breach in government.breaches():
        assert breach.measure in ("反馈", "督办", "移交线索")
        assert not breach.penalties
        assert breach.duties
        assert breach.no_penalty


def test_it_meets_the_standard_of_the_first(government: Manual) -> None:
    assert [str(finding) for finding in lint(survey(FOLDER)) if finding.severity == "error"] == []
    report = examine(government)
    assert report.passed, report.as_dict()


def test_it_is_inspected_like_an_enterprise(government: Manual) -> None:
    facts = {
        "major_hazards_unsupervised": 2,
        "criminal_cases_not_transferred": 1,
        "government_last_drill": "2022-03-01",
    }
    inspection = government.inspect({"facts": facts}, on=date(2024, 4, 2))
    found = {breach.name: breach for item in inspection.having("violation") for breach in item.violations}
    assert {name: breach.breach.measure for name, breach in found.items()} == {
        "major_hazards_not_supervised": "督办",
        "criminal_cases_kept_back": "移交线索",
        "government_drill_overdue": "反馈",
    }
    assert found["major_hazards_not_supervised"].statement == "有2处重大事故隐患没有督办"
    assert [duty.citation for duty in found["criminal_cases_kept_back"].duties] == ["行政处罚法(2021)第二十七条第一款"]
    assert inspection["GV-01"].verdict == "not_applicable", "the three-year campaign ended with 2022"


def test_it_can_be_read(government: Manual) -> None:
    pages = catalogue(government)
    assert len(pages) == 12 + 3
    assert "- 处理：督办" in pages["GV-05.md"]
    assert government.info.statement in pages["README.md"]
