"""Every kind of document of the two example cases, word for word.

To accept a change after reading it: ``pytest tests/document/test_snapshots.py --snapshot-update``.
"""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion

from enforce_rules import Manual
from enforce_rules.document import kinds
from enforce_rules.document.context import subjects
from tests.conftest import ROOT

WITH_TEMPLATE = [kind.id for kind in kinds().values() if kind.template]


@pytest.mark.parametrize("year", ["2020", "2026"])
@pytest.mark.parametrize("kind", WITH_TEMPLATE)
def test_document(manual: Manual, kind: str, year: str, snapshot: SnapshotAssertion) -> None:
    inspection = manual.inspect(ROOT / "examples" / "cases" / f"{year}.yaml")
    penalties = manual.penalties(inspection)
    for subject in subjects(kinds()[kind], inspection, penalties):
        made = manual.document(kind, inspection, draft=True, subject=subject.name, penalties=penalties)
        assert made.text == snapshot(name=subject.name)


def test_twenty_kinds_have_a_template() -> None:
    assert len(WITH_TEMPLATE) >= 20
