"""The gate: the shipped manual passes everything that a manual can be put to. Its scenarios also run one by one, from rules/."""

from __future__ import annotations

from collections import Counter

from enforce_rules import Manual
from enforce_rules.quality.report import examine


def test_it_passes_everything(manual: Manual) -> None:
    report = examine(manual)
    assert [line for result in report.failed for line in result.lines()] == []
    assert report.gaps == {}
    assert [f"{survivor}\n{survivor.scenario}" for survivor in report.survivors] == []
    assert [str(failure) for failure in report.failures] == []
    assert report.passed
    assert set(report.seconds) == {"scenarios", "mutation", "proofs"}
    assert report.scenarios == sum(len(item.scenarios) for item in manual.items.values())
    assert report.mutants > report.equivalent > 0
    assert report.proved == report.claims > 10 * len(manual.items)


def test_one_process_finds_the_same_as_several(manual: Manual) -> None:
    items = ["DE-07", "CS-01", "MR-12"]
    one, several = examine(manual, items, jobs=1), examine(manual, items, jobs=2)
    assert (one.mutants, one.equivalent, one.proved) == (several.mutants, several.equivalent, several.proved)


def test_the_manual_is_whole(manual: Manual) -> None:
    """123 items in eight tables, as the public notice of 2020 counts them."""
    counts = Counter(item.table for item in manual.items.values())
    assert counts == {"DP": 16, "MR": 32, "NM": 24, "HC": 18, "ST": 10, "DE": 10, "AL": 7, "CS": 6}
    mines = Counter(item.split("-")[1] for item in manual.items if item.startswith("NM"))
    assert mines == {"OP": 8, "UG": 10, "TD": 6}
    assert list(counts) == list(manual.info.tables)
