"""The case section of a facts file: what it may say, and what is wrong with one that says it wrongly."""

from __future__ import annotations

from pathlib import Path

import pytest

from enforce_rules import FactsError, Manual

CASE = """\
inspection: {date: 2020-12-01}
case:
  decided: 2021-02-01
  level: 县级
  stage: overdue
  circumstances: [harm_removed_or_reduced]
  persons:
    - {party: principal, name: 赵某, annual_income: 120000}
  earlier:
    - {date: 2020-03-01, breach: MR-06.no_safety_manager_at_all, fine: 10000}
  acts:
    MR-06.no_safety_department_or_manager:
      ended: 2020-12-20
      circumstances: {intentional: true, merit: false, evidence_hidden: }
      reduce: true
facts: {employees: 121}
"""

BAD = """\
case:
  decided: 2021-13-01
  level: 乡级
  stage: found
  circumstances: [harm_removed]
  illegal_income: 12.5
  persons: [{party: director}]
  earlier: [{date: 2020-03-01, breach: MR-06.no_manager}]
  acts:
    MR-60.no_safety_department_or_manager: {}
    MR-06.no_safety_department_or_manager: {end: 2020-12-20, reduce: 1}
"""


def test_a_case_is_read_as_it_stands(manual: Manual, tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text(CASE, encoding="utf-8")
    case = manual.read_facts(path).case
    act = case.acts["MR-06.no_safety_department_or_manager"]
    assert (case.level, case.stage, case.circumstances) == ("县级", "overdue", ("harm_removed_or_reduced",))
    assert act.circumstances == {"intentional": True, "merit": False, "evidence_hidden": None}
    assert (str(act.ended), act.reduce) == ("2020-12-20", True)
    assert case.persons[0].annual_income == 120_000


def test_the_case_is_part_of_the_digest(manual: Manual) -> None:
    facts = {"facts": {"employees": 121}}
    assert manual.facts_from(facts).digest != manual.facts_from({**facts, "case": {"stage": "overdue"}}).digest


def test_everything_wrong_in_the_shape_is_said_at_once(manual: Manual, tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text(BAD, encoding="utf-8")
    with pytest.raises(FactsError) as raised:
        manual.read_facts(path)
    lines = {problem.place.line for problem in raised.value.problems}
    assert lines == {2, 3, 6, 7, 11}


def test_names_that_do_not_exist_are_said_with_the_nearest(manual: Manual) -> None:
    case = {
        "circumstances": ["harm_removed"],
        "earlier": [{"date": "2020-03-01", "breach": "MR-06.no_safety_manager"}],
        "acts": {
            "MR-60.no_safety_department_or_manager": {},
            "MR-06.no_safety_department": {"circumstances": ["intentonal"]},
        },
    }
    with pytest.raises(FactsError) as raised:
        manual.facts_from({"case": case})
    told = "\n".join(map(str, raised.value.problems))
    for name in (
        "harm_removed_or_reduced",
        "no_safety_manager_at_all",
        "no_safety_department_or_manager",
        "intentional",
    ):
        assert f"是否为 {name}？" in told
    assert "没有 MR-60 这个检查事项（是否为 MR-" in told
    assert len(raised.value.problems) == 5


def test_a_number_is_not_true(manual: Manual) -> None:
    with pytest.raises(FactsError):
        manual.facts_from({"case": {"serious": 1}})
    with pytest.raises(FactsError):
        manual.facts_from({"case": {"illegal_income": True}})
    with pytest.raises(FactsError):
        manual.facts_from({"case": {"circumstances": {"intentional": 1}}})


def test_of_two_shapes_only_the_one_that_was_meant_is_spoken_of(manual: Manual) -> None:
    with pytest.raises(FactsError) as raised:
        manual.facts_from({"case": {"circumstances": {"intentional": "yes"}}})
    assert [problem.what for problem in raised.value.problems] == ["应为 true 或者 false"]
