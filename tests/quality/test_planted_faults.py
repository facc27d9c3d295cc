"""Faults planted one at a time in a copy of the shipped manual: each is caught by the tool made for it, with its finding."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from enforce_rules.manual import Rulebook, load, survey
from enforce_rules.quality.lint import lint
from enforce_rules.quality.proofs import Proofs
from enforce_rules.quality.report import examine
from enforce_rules.quality.verify import verify
from tests.conftest import ROOT

TEXTS = Path(os.environ.get("ENFORCE_STATUTES", ROOT.parent / "shared" / "statutes"))
DE07 = "items/DE/DE-07.yaml"
LAW = "statutes/work-safety-law.yaml"

Tool = Callable[[Path], Iterator[str]]
"""A tool as it is asked here: for a rules folder, what it finds, each with its id in front."""


def scenarios(rules: Path) -> Iterator[str]:
    for result in examine(load(rules), ["DE-07"], ["scenarios"]).failed:
        yield from (f"{difference.what} {result.case.scenario.name}" for difference in result.differences)


def completeness(rules: Path) -> Iterator[str]:
    for item, missing in examine(load(rules), ["DE-07"], ["scenarios"]).gaps.items():
        yield from (f"{what} {item}" for what in missing)


def mutation(rules: Path) -> Iterator[str]:
    for survivor in examine(load(rules), ["DE-07"], ["mutation"]).survivors:
        assert survivor.scenario is not None
        yield f"{survivor.kind} {survivor.where} {survivor.before} {survivor.after} {survivor.scenario}"


def proofs(rules: Path) -> Iterator[str]:
    book: Rulebook = load(rules)
    proved = Proofs(book)
    for failure in (*proved.of_item(book.items["DE-07"]), *proved.of_whole()):
        yield f"{failure.id} {failure.subject} {failure.what}"


def findings(rules: Path) -> Iterator[str]:
    for finding in lint(survey(rules)):
        if finding.severity == "error":
            yield f"{finding.id} {finding}"


def law(rules: Path) -> Iterator[str]:
    if not TEXTS.is_dir():
        pytest.skip(f"no folder of statute texts at {TEXTS}")
    for problem in verify(load(rules), TEXTS).problems:
        yield f"{problem.id} {problem}"


@dataclass(frozen=True)
class Fault:
    """Where ``before`` becomes ``after`` (the first time it stands there), which tool finds it, and how what it finds begins."""

    name: str
    file: str
    before: str
    after: str
    tool: Tool
    finding: str


ZONE20 = "violated: zone20_not_explosion_proof > 0"

FAULTS = [
    # scenarios
    Fault("threshold off by one", DE07, ZONE20, "violated: zone20_not_explosion_proof > 1", scenarios, "结论"),
    Fault("comparison turned round", DE07, ZONE20, "violated: zone20_not_explosion_proof <= 0", scenarios, "结论"),
    Fault("item number wrong, but there", DE07, "      - 安全生产法(2021)第九十九条第（二）项\n    major:", "      - 安全生产法(2021)第九十九条第（三）项\n    major:", scenarios, "罚则"),
    Fault("criterion that was repealed", DE07, "      - 工贸企业重大事故隐患判定标准(2023)第十一条第（七）项\n    same_act", "      - 工贸行业重大生产安全事故隐患判定标准（2017版）(2017)一、（一）第7项\n    same_act", scenarios, "重大事故隐患"),
    Fault("edition in force a day late", LAW, "in_force_from: 2021-09-01", "in_force_from: 2021-09-02", scenarios, "违反的条款"),
    Fault("breach that begins a day late", DE07, "    violated: zone21_22_unsuitable > 0\n", "    violated: zone21_22_unsuitable > 0\n    from: 2021-09-02\n", scenarios, "结论"),
    # completeness
    Fault("dropped boundary scenario", DE07, "boundary: zone21_22_electrical_unsuitable, ", "", completeness, "没有刚好不构成 zone21_22_electrical_unsuitable"),
    Fault("dropped scenario of what is open", DE07, "  - {name: 20区未查, unknown: [zone20_not_explosion_proof], verdict: undetermined, needed: [zone20_not_explosion_proof]}\n  - {name: 是否粉尘涉爆未定, unknown: [dust_explosion_unit], verdict: undetermined, needed: [dust_explosion_unit]}\n", "", completeness, "没有结论为待查的场景"),
    # proofs
    Fault("unreachable breach", DE07, ZONE20, f"{ZONE20} and zone20_not_explosion_proof < 1", proofs, "breach-never-violated DE-07 zone20_electrical_not_explosion_proof"),
    Fault("inexact condition", DE07, ZONE20, f"{ZONE20} and (zone21_22_unsuitable > 0 or zone21_22_unsuitable < 1)", proofs, "inexact DE-07"),
    Fault("always violated", DE07, ZONE20, "violated: zone20_not_explosion_proof >= 0", proofs, "breach-never-complied DE-07"),
    Fault("fact that decides nothing", DE07, "violated: zone20_explosion_proof_unsuitable > 0", f"{ZONE20} and zone20_explosion_proof_unsuitable >= 0", proofs, "fact-without-effect DE-07"),
    Fault("wrong edition: no duty after the change", DE07, "      - 安全生产法(2021)第三十六条第一款\n      - 工贸企业粉尘防爆安全规定(2021)第十七条第二款\n    penalties:", "      - 安全生产法(2014)第三十六条第一款\n    penalties:", proofs, "duty-missing DE-07"),
    Fault("gap between editions", LAW, "in_force_until: 2021-08-31", "in_force_until: 2021-08-30", proofs, "edition-gap 《安全生产法》"),
    Fault("term that never holds", "terms.yaml", "      or hazchem_use_quantity_reached\n    source: [生产经营单位安全培训规定", "      or true\n    source: [生产经营单位安全培训规定", proofs, "term-constant 术语 training_unit"),
    # lint
    Fault("item number that the article does not have", DE07, "安全生产法(2021)第九十九条第（二）项", "安全生产法(2021)第九十九条第（十二）项", findings, "citation-misfit"),
    Fault("edition that does not exist", DE07, "安全生产法(2021)第九十九条第（二）项", "安全生产法(2020)第九十九条第（二）项", findings, "citation-unknown"),
    Fault("edition that was never in force with the breach", DE07, ZONE20, f"{ZONE20}\n    from: 2024-01-01", findings, "citation-not-in-force"),
    Fault("statement naming another fact", DE07, "{{ zone20_not_explosion_proof }}", "{{ zone21_22_unsuitable }}", findings, "statement-fact-unused"),
    Fault("remedy without days", DE07, "text: 立即停用并更换为符合20区要求的防爆电气设备, days: 7", "text: 立即停用并更换为符合20区要求的防爆电气设备", findings, "remedy-without-days"),
    Fault("term without source", "terms.yaml", "    source: [安全生产法(2014)第二十一条第一款, 安全生产法(2021)第二十四条第一款]\n", "", findings, "threshold-without-source"),
    # verify
    Fault("可以 added", LAW, "mandatory: true, fine: [0, 100000], other: [责令限期改正]", "mandatory: false, fine: [0, 100000], other: [责令限期改正]", law, "discretion-differs"),
    Fault("可以 lost", LAW, "mandatory: false, fine: [0, 50000], other: [责令限期改正]", "mandatory: true, fine: [0, 50000], other: [责令限期改正]", law, "discretion-differs"),
    Fault("band ten times too high", LAW, "stage: overdue, mandatory: true, fine: [50000, 100000]", "stage: overdue, mandatory: true, fine: [500000, 1000000]", law, "amount-wrong"),
    Fault("sanction left out", LAW, "          - {party: responsible, stage: overdue, mandatory: true, fine: [10000, 20000]}\n", "", law, "amount-missing"),
    Fault("stage wrong", LAW, "{party: unit, stage: overdue, mandatory: true, fine: [50000, 100000]", "{party: unit, stage: refused, mandatory: true, fine: [50000, 100000]", law, "stage-differs"),
    Fault("paragraph too many", LAW, "第十条: {paragraphs: 2}", "第十条: {paragraphs: 3}", law, "structure-differs"),
    Fault("article that is not in the text", LAW, "      第四条: {}\n", "      第四条: {}\n      第一百九十条: {}\n", law, "citation-missing"),
    Fault("text of another name", LAW, "text: 中华人民共和国安全生产法(2021-06-10)", "text: 中华人民共和国安全生产法(2021-06-11)", law, "text-missing"),
]  # fmt: skip


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped manual."""
    copy = tmp_path_factory.mktemp("sound") / "rules"
    shutil.copytree(ROOT / "rules", copy)
    return copy


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_it_is_caught(fault: Fault, sound: Path) -> None:
    file = sound / fault.file
    written = file.read_text(encoding="utf-8")
    assert fault.before in written, "the manual has changed: plant the fault elsewhere"
    file.write_text(written.replace(fault.before, fault.after, 1), encoding="utf-8")
    try:
        found = list(fault.tool(sound))
    finally:
        file.write_text(written, encoding="utf-8")
    assert [finding for finding in found if finding.startswith(fault.finding)], found


@pytest.mark.parametrize("tool", [scenarios, completeness, mutation, proofs, findings, law])
def test_without_a_fault_nothing_is_found(tool: Tool, sound: Path) -> None:
    assert list(tool(sound)) == []


def test_a_scenario_that_is_dropped_is_offered_again(sound: Path) -> None:
    """Without the scenario of the day on which the law changed, a shifted day survives, and the witness lies on that day."""
    file = sound / DE07
    written = file.read_text(encoding="utf-8")
    start = written.index("  - {name: 2023年5月14日有20区非防爆电气设备")
    end = written.find("\n  - {", start + 1)
    file.write_text(written[:start] + (written[end + 1 :] if end > 0 else ""), encoding="utf-8")
    try:
        survivors = examine(load(sound), ["DE-07"], ["mutation"]).survivors
    finally:
        file.write_text(written, encoding="utf-8")
    assert {survivor.kind for survivor in survivors} == {"施行日期"}
    assert all("on: 2023-05-14" in (survivor.scenario or "") for survivor in survivors)
