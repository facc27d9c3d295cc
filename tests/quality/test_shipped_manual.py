"""The gate: the shipped manual passes everything that a manual can be put to. Its scenarios also run one by one, from rules/."""

from __future__ import annotations

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


def test_the_items_of_this_release(manual: Manual) -> None:
    tables = {table: [item.id for item in manual.items.values() if item.table == table] for table in manual.info.tables}
    assert tables["DE"] == [f"DE-{n:02d}" for n in range(1, 11)]
    assert tables["CS"] == [f"CS-{n:02d}" for n in range(1, 7)]
    assert tables["MR"] == [f"MR-{n:02d}" for n in (5, 6, 8, 10, 12, 13, 16, 17, 18, 19, 25, 29, 30)]
    assert tables["DP"] == ["DP-02", "DP-03", "DP-12"]
