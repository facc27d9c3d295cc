"""The statute files: time without gaps, bases of the right rank on every day, bands that are bands.

Whether they say what the law says is tested in ``tests/quality/test_verify.py``.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from enforce_rules import Manual
from enforce_rules.manual import Edition

HORIZON = date(2020, 11, 1)


def test_editions_follow_one_another_without_gap(manual: Manual) -> None:
    for statute in manual.statutes.values():
        editions = sorted(statute.editions.values(), key=lambda edition: edition.in_force_from)
        for before, after in pairwise(editions):
            assert before.in_force_until == after.in_force_from - timedelta(days=1), statute.law


def test_every_unverified_provision_says_where_it_comes_from(manual: Manual) -> None:
    for statute in manual.statutes.values():
        for edition in statute.editions.values():
            for provision in edition.provisions.values():
                if not edition.verified or provision.verified is False:
                    assert provision.source or edition.source, statute.law


def test_a_criterion_is_never_a_penalty_basis(manual: Manual) -> None:
    for item, name, breach in manual.breaches():
        for basis in breach.penalties:
            assert manual.provision(basis.cite).statute.rank not in ("判定标准", "规范性文件"), (item.id, name)
        for basis in breach.major:
            assert manual.provision(basis.cite).statute.rank == "判定标准", (item.id, name)


def test_every_breach_has_its_law_on_each_day_or_says_why_not(manual: Manual) -> None:
    """On every day from the horizon on, at every date at which any edition or breach changes."""
    switches = {HORIZON, date(2026, 11, 24)}
    for statute in manual.statutes.values():
        for edition in statute.editions.values():
            switches.add(edition.in_force_from)
            if edition.in_force_until:
                switches.add(edition.in_force_until + timedelta(days=1))
    for on in sorted(day for day in switches if day >= HORIZON):
        for item in manual.items.values():
            for name, breach in item.breaches_on(on).items():
                duties, penalties = (
                    list(manual.in_force(breach.duties, on)),
                    list(manual.in_force(breach.penalties, on)),
                )
                assert duties or breach.no_duty, (on, item.id, name)
                assert penalties or breach.no_penalty, (on, item.id, name)


def test_amounts_are_whole_yuan_and_closed(manual: Manual) -> None:
    def editions() -> list[Edition]:
        return [edition for statute in manual.statutes.values() for edition in statute.editions.values()]

    bands = [
        sanction.fine
        for edition in editions()
        for provision in edition.provisions.values()
        for sanction in provision.all_sanctions
        if sanction.fine
    ]
    assert bands
    for low, high in bands:
        assert 0 <= low <= high
        assert low % 100 == high % 100 == 0, "no law here fines less than a hundred yuan"
