"""The statute files: time without gaps, and the structure of every verified provision as in the text of the law.

The texts are not part of this project. Where a folder of them is at hand (``ENFORCE_STATUTES``, by default
``../shared/statutes``), the articles, paragraphs and items that the files claim are counted there.
"""

from __future__ import annotations

import os
import re
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from enforce_rules import Manual, load_manual
from enforce_rules.manual import Edition
from tests.conftest import ROOT

TEXTS = Path(os.environ.get("ENFORCE_STATUTES", ROOT.parent / "shared" / "statutes"))
HORIZON = date(2020, 11, 1)

_BOOK = load_manual()
VERIFIED = [
    (statute.law, year)
    for statute in _BOOK.statutes.values()
    for year, edition in statute.editions.items()
    if edition.verified
]


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


@pytest.mark.parametrize(("law", "year"), VERIFIED)
def test_structure_is_that_of_the_text(manual: Manual, law: str, year: str) -> None:
    edition = manual.statutes[law].editions[year]
    if not TEXTS.is_dir():
        pytest.skip(f"no folder of statute texts at {TEXTS}")
    path = TEXTS / f"{edition.text}.md"
    assert path.is_file(), f"verified, but there is no {path.name}"
    articles = _articles(path.read_text(encoding="utf-8"))
    for key, provision in edition.provisions.items():
        if not key.endswith("条"):
            continue
        assert key in articles, f"{law}({year}) has no {key}"
        told = [paragraph.count for paragraph in provision.structure]
        assert told == articles[key], f"{law}({year}){key}"


def _articles(text: str) -> dict[str, list[int]]:
    """For each article the number of items of each of its paragraphs."""
    found: dict[str, list[int]] = {}
    current: list[int] | None = None
    for line in text.splitlines():
        start = re.match(r"(第[一二三四五六七八九十百千零]+条(?:之[一二三四五六七八九十]+)?)[　 ]", line)
        if start:
            current = found.setdefault(start[1], [])
            current.append(0)
        elif current is not None and re.match(r"（[一二三四五六七八九十百]+）", line):
            current[-1] += 1
        elif line.startswith("#") or not line.strip():
            current = None if line.startswith("#") else current
        elif current is not None:
            current.append(0)
    return found


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
