"""A rules folder is checked as a whole; what is wrong is found, placed, and listed together."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from enforce_rules import Manual, RuleError, load_manual
from enforce_rules.manual import cache, shipped_rules
from enforce_rules.manual.loader import load
from enforce_rules.manual.model import Deferred


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the shipped rules to plant faults in."""
    return Path(shutil.copytree(shipped_rules(), tmp_path / "rules"))


@pytest.fixture
def edit(copy: Path) -> Callable[[str, str, str], Path]:
    def change(file: str, old: str, new: str) -> Path:
        path = copy / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    return change


def problems(folder: Path) -> list[str]:
    with pytest.raises(RuleError) as caught:
        load_manual(folder)
    return [str(problem) for problem in caught.value.problems]


ITEM = "items/DE/DE-06.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (ITEM, "title: ", "titel: ", "没有 titel 这个键（是否为 title？）"),
        (ITEM, "content: ", "# content: ", "缺少 content"),
        (ITEM, "id: DE-06", "id: DE-66", "文件名与事项编号 DE-66 不同"),
        (ITEM, "table: DE", "table: DD", "manual.yaml 没有检查表 DD"),
        (
            ITEM,
            "applies: dust_explosion_unit",
            "applies: dust_explosion_unti",
            "没有这个事实或者术语（是否为 dust_explosion_unit？）",
        ),
        (ITEM, "applies: dust_explosion_unit", "applies: employees", "条件应为是否"),
        (ITEM, "values: device_state", "values: device_states", "没有选项表 device_states"),
        (ITEM, "安全生产法(2014)第三十三条第一款", "安全生产法(2014)第三十三条第九款", "该条只有2款"),
        (
            ITEM,
            "安全生产法(2014)第三十三条第一款",
            "安全生产法(2013)第三十三条第一款",
            "没有收录《安全生产法》2013年的版本",
        ),
        (ITEM, "安全生产法(2014)第三十三条第一款", "安全生产法第三十三条", "不是规范的法条引用"),
        (ITEM, "days: ", "days: -", "数不在允许的范围内"),
        (ITEM, "verdict: compliant", "verdict: complaint", "不是可用的值“complaint”"),
        (ITEM, "unknown: [", "unknown: [airlok, ", "没有 airlok 这个事实（是否为 airlock？）"),
        (
            ITEM,
            "breaches: [airlock_missing]",
            "breaches: [airlock_mising]",
            "没有 airlock_mising 这个违法行为（是否为 airlock_missing？）",
        ),
        (ITEM, "type: enum", "type: enumeration", "不是可用的值“enumeration”"),
        ("facts.yaml", "type: int", "type: bool", "bool 类事实没有单位和界限"),
        ("facts.yaml", "min: 0", "min: zero", "应为"),
        ("facts.yaml", "  employees:", "  Employees:", "名称的写法不对"),
        ("terms.yaml", "  key_unit:", "  employees:", "已在"),
        ("terms.yaml", "  key_unit:", "  count:", "是条件语言的词"),
        ("statutes/work-safety-law.yaml", "in_force_until: 2021-08-31", "in_force_until: 2021-09-01", "施行日期重叠"),
        ("statutes/work-safety-law.yaml", "in_force_until: 2021-08-31", "in_force_until: 2021-02-31", "应为日期"),
        ("statutes/work-safety-law.yaml", "rank: 法律", "rank: 法津", "不是可用的值“法津”"),
        ("statutes/work-safety-law.yaml", "party: unit", "party: company", "不是可用的值“company”"),
        ("statutes/dust-explosion-rules.yaml", "fine: [50000, 200000]", "fine: [500000, 200000]", "下限大于上限"),
        ("statutes/dust-explosion-rules.yaml", "fine: [50000, 200000]", "fine: [50000.5, 200000]", "应为整数"),
        ("statutes/dust-explosion-rules.yaml", "第十六条: {}", "第16条: {}", "条文的键“第16条”写法不对"),
        ("statutes/dust-explosion-rules.yaml", "verified: true", "verified: false", "未核的版本要写来源"),
        ("manual.yaml", "in_force_from: 2020-11-01", "in_force_from: on", "应为日期"),
    ],
)
def test_planted_fault(
    edit: Callable[[str, str, str], Path], copy: Path, file: str, old: str, new: str, says: str
) -> None:
    path = edit(file, old, new)
    found = [problem for problem in problems(copy) if says in problem]
    assert found, problems(copy)
    assert any(problem.startswith(str(path)) for problem in found)


def test_a_wrong_condition_is_placed_at_the_piece(copy: Path) -> None:
    path = copy / "items/MR/MR-06.yaml"
    text = path.read_text(encoding="utf-8").replace(
        "violated: employees > 100 and not has_safety", "violated: emploees > 100 and not has_safety", 1
    )
    path.write_text(text, encoding="utf-8")
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "emploees" in row)
    column = text.splitlines()[line - 1].index("emploees") + 1
    assert (
        problems(copy)
        == [
            f"{path}:{line}:{column} breaches.no_safety_department_or_manager.violated: "
            "“emploees”：没有这个事实或者术语（是否为 employees？）",
            f"{path}:{line + 1}:16 breaches.no_safety_department_or_manager.statement: 陈述写到的 employees 不是该条件用到的事实",
        ][:1]
    )


def test_statements_are_words_and_facts_only(edit: Callable[[str, str, str], Path], copy: Path) -> None:
    for number, statement in enumerate(
        [
            "{% for i in range(9) %}{{ i }}{% endfor %}",
            "{{ employees.__class__ }}",
            "{{ employees|string }}",
            "{{ range(3) }}",
            "{{ nothing }}",
            "{{ has_safety_department }}",
            "{{ key_unit + 1 }}",
            '{{ employees + "a" }}',
            "{{ industries - 1 }}",
            "{{ employees",
        ]
    ):
        path = copy / "items/MR/MR-06.yaml"
        original = path.read_text(encoding="utf-8")
        start = original.index("    statement: ")
        end = original.index("\n", start)
        path.write_text(original[:start] + f"    statement: '{statement}'" + original[end:], encoding="utf-8")
        found = problems(copy)
        assert any("陈述" in problem for problem in found), (number, found)
        path.write_text(original, encoding="utf-8")


def test_problems_of_all_files_are_listed_together(edit: Callable[[str, str, str], Path], copy: Path) -> None:
    edit(ITEM, "title: ", "titel: ")
    edit("items/DE/DE-01.yaml", "title: ", "titel: ")
    edit("terms.yaml", "label: ", "lable: ")
    edit("statutes/work-safety-law.yaml", "rank: 法律", "rank: 法津")
    assert len({problem.split(":")[0] for problem in problems(copy)}) == 4


def test_a_name_means_one_thing(copy: Path) -> None:
    path = copy / ITEM
    path.write_text(path.read_text(encoding="utf-8").replace("  airlock:\n", "  employees:\n", 1), encoding="utf-8")
    assert any("名称 employees 已在" in problem for problem in problems(copy))


def test_duplicate_keys_are_errors(copy: Path) -> None:
    path = copy / ITEM
    path.write_text(path.read_text(encoding="utf-8") + "title: 又一个\n", encoding="utf-8")
    assert any("键“title”重复" in problem for problem in problems(copy))


@pytest.mark.parametrize("folder", ["nowhere", "empty"])
def test_no_rules(tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(RuleError):
        load_manual(tmp_path / folder)


def test_the_precompiled_manual_is_the_manual(copy: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ENFORCE_RULES_CACHE", str(tmp_path / "cache"))
    first, second = load(copy, Manual), load(copy, Manual)
    assert list(cache.recall(first.digest))
    assert first.items == second.items
    assert first.facts == second.facts
    assert first.statutes == second.statutes
    assert (first.info, first.terms, first.digest) == (second.info, second.terms, second.digest)


def test_a_changed_file_is_read_again(copy: Path, edit: Callable[[str, str, str], Path]) -> None:
    before = load_manual(copy)
    edit(ITEM, "title: ", "title: 新的")
    after = load_manual(copy)
    assert after.digest != before.digest
    assert after.items["DE-06"].title == "新的" + before.items["DE-06"].title


def test_a_broken_cache_does_no_harm(copy: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    monkeypatch.setenv("ENFORCE_RULES_CACHE", str(folder))
    load_manual(copy)
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    for rubbish in (b"", b"{", b"[]", b'{"digest": 1}', whole[: len(whole) // 2], whole.replace(b'"id"', b'"di"')):
        file.write_bytes(rubbish)
        assert load_manual(copy).items
    monkeypatch.setenv("ENFORCE_RULES_CACHE", "/proc/nowhere/cache")
    assert load_manual(copy).items


def test_scenarios_are_read_when_they_are_asked_for(
    copy: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ENFORCE_RULES_CACHE", str(tmp_path / "cache"))
    read, kept = load(copy, Manual).items["DE-06"], load(copy, Manual).items["DE-06"]
    assert isinstance(kept.scenarios, Deferred)
    assert kept.scenarios == read.scenarios
    assert kept.scenarios[1:3] == read.scenarios[1:3]
    assert kept.scenarios != read.scenarios[1:]


def test_files_that_cannot_be_read_are_named_together(copy: Path) -> None:
    for name in ("statutes/folder.yaml", "items/DE/DE-99.yaml"):
        (copy / name).mkdir()
    with pytest.raises(RuleError) as error:
        load_manual(copy)
    assert [Path(problem.place.file).name for problem in error.value.problems] == ["DE-99.yaml", "folder.yaml"]
    assert all(problem.what.startswith("读不了文件") for problem in error.value.problems)
