"""The proofs of schemes of discretion: the shipped ones hold, and each kind of fault is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from enforce_rules import Manual, RuleError
from enforce_rules.quality.discretion import SchemeProofs
from tests.conftest import ROOT
from tests.test_cli import run

GOOD = {
    "light": '{name: 轻, when: lighter and not heavier, share: ["0", "1/2"]}',
    "plain": "{name: 平, when: (lighter and heavier) or (not lighter and not heavier)}",
    "heavy": '{name: 重, when: heavier and not lighter, share: ["1/2", "1"]}',
}


def scheme(tiers: dict[str, str], more: str = "") -> str:
    lines = "\n".join(f"  - {tier}" for tier in tiers.values())
    return f"id: tried\ntitle: 试\nin_force_from: 2021-09-01\nsource: 试\nverified: false\n{more}tiers:\n{lines}\n"


def failures(manual: Manual, tmp_path: Path, text: str) -> set[str]:
    path = tmp_path / "scheme.yaml"
    path.write_text(text, encoding="utf-8")
    return {id for holds, id, *_ in SchemeProofs(manual, manual.read_scheme(path)).claims() if not holds}


def test_the_shipped_schemes_are_proved(manual: Manual) -> None:
    for one in manual.schemes.values():
        assert [said for said in SchemeProofs(manual, one).claims() if not said[0]] == []


@pytest.mark.parametrize("path", sorted((ROOT / "examples" / "discretion").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_examples_are_proved(manual: Manual, path: Path) -> None:
    assert all(holds for holds, *_ in SchemeProofs(manual, manual.read_scheme(path)).claims())


def test_a_good_scheme_has_no_failure(manual: Manual, tmp_path: Path) -> None:
    assert failures(manual, tmp_path, scheme(GOOD)) == set()


A97_7 = "provisions: [安全生产法(2021)第九十七条第（七）项]\nparty: unit\nstage: found\n"
FAULTS = {
    "a case in no tier": (
        GOOD | {"heavy": '{name: 重, when: heavier and intentional and not lighter, share: ["1/2", "1"]}'},
        "",
        {"tiers-cover"},
    ),
    "a case in two tiers": (GOOD | {"plain": "{name: 平, when: not heavier}"}, "", {"tiers-overlap", "tiers-cover"}),
    "a gap between the parts": (
        GOOD | {"heavy": '{name: 重, when: heavier and not lighter, share: ["3/5", "1"]}'},
        "",
        {"tiers-tile"},
    ),
    "parts that overlap": (
        GOOD | {"heavy": '{name: 重, when: heavier and not lighter, share: ["2/5", "1"]}'},
        "",
        {"tiers-tile"},
    ),
    "the cap is not reached": (
        GOOD | {"heavy": '{name: 重, when: heavier and not lighter, of_cap: ["1/2", "9/10"]}'},
        "",
        {"tiers-tile", "tiers-monotone"},
    ),
    "heavier is cheaper": (
        {
            "heavy": '{name: 重, when: heavier and not lighter, share: ["0", "1/2"]}',
            "light": '{name: 轻, when: not heavier or lighter, share: ["1/2", "1"]}',
        },
        "",
        {"tiers-monotone"},
    ),
    "amounts that leave a yuan out": (
        {
            "one": "{name: 一人, when: special_operators_uncertified <= 1, amounts: [0, 20000]}",
            "more": "{name: 多人, when: special_operators_uncertified > 1, amounts: [20001, 100000]}",
        },
        A97_7,
        {"tiers-tile"},
    ),
    "a number between the steps": (
        {
            "one": "{name: 一人, when: special_operators_uncertified < 2, amounts: [0, 20000]}",
            "more": "{name: 多人, when: special_operators_uncertified > 2, amounts: [20000, 100000]}",
        },
        A97_7,
        {"tiers-cover"},
    ),
}


@pytest.mark.parametrize(("tiers", "more", "expected"), FAULTS.values(), ids=FAULTS.keys())
def test_each_fault_is_found(
    manual: Manual, tmp_path: Path, tiers: dict[str, str], more: str, expected: set[str]
) -> None:
    assert failures(manual, tmp_path, scheme(tiers, more)) == expected


def test_all_that_is_wrong_with_a_scheme_is_said_at_once(manual: Manual, tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    tiers = {
        "one": '{name: 轻, when: lightr, share: ["0", "1"], amounts: [0, 10]}',
        "two": "{name: 重, when: heavier, amounts: [0, 10], bases: [安全生产法(2021)第九百条]}",
    }
    path.write_text(scheme(tiers, "in_force_until: 2020-01-01\n"), encoding="utf-8")
    with pytest.raises(RuleError) as raised:
        manual.read_scheme(path)
    told = [str(problem) for problem in raised.value.problems]
    assert [(problem.place.line, problem.place.path) for problem in raised.value.problems] == [
        (6, "in_force_until"),
        (8, "tiers.0"),
        (8, "tiers.0.when"),
        (8, "tiers.0.amounts"),
        (9, "tiers.1.amounts"),
        (9, "tiers.1.bases.0"),
    ]
    assert "是否为 lighter？" in "".join(told)


def test_prove_on_the_command_line(tmp_path: Path) -> None:
    good = ROOT / "examples" / "discretion" / "share-of-cap.yaml"
    assert run("prove", "--scheme", str(good)).returncode == 0
    bad = tmp_path / "bad.yaml"
    bad.write_text(good.read_text(encoding="utf-8").replace('["7/10", "1"]', '["8/10", "1"]'), encoding="utf-8")
    found = run("prove", "--scheme", str(bad))
    assert found.returncode == 1
    assert "tiers-tile" in found.stdout
