"""A receipt makes its document again byte for byte, and says what has changed of rules, templates, facts and programs since."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from enforce_rules import DocumentError, FactsError, Manual, load_manual
from enforce_rules.document import FORMATS, shipped_templates
from enforce_rules.document.receipt import Request, content_of, receipt_for, written
from enforce_rules.document.templates import lines_of
from tests.conftest import ROOT

KIND = "rectification-order"
CASE = ROOT / "examples" / "cases" / "2020.yaml"
FURNITURE = ROOT / "examples" / "furniture-dust.yaml"


def special(on: str) -> dict[str, Any]:
    """Two persons who work without their certificates, and no circumstances."""
    return {
        "inspection": {"date": on},
        "case": {"circumstances": []},
        "facts": {"has_special_operations": True, "special_operators_uncertified": 2},
    }


def made(manual: Manual, facts: Path | dict[str, Any] = FURNITURE, kind: str = KIND, **asked: Any) -> tuple[str, bytes]:
    """A receipt as JSON, and the document it is of."""
    inspection = manual.inspect(facts)
    request = Request(kind, inspection.on, **asked)
    document = request.made_from(inspection)
    content = content_of(document, request)
    return written(receipt_for(document, content, request, inspection)), content


@pytest.fixture
def keep(tmp_path: Path) -> Callable[[str], Path]:
    def kept(text: str) -> Path:
        path = tmp_path / "receipt.json"
        path.write_text(text, encoding="utf-8")
        return path

    return kept


Keep = Callable[[str], Path]


# The same again


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_bytes_again(manual: Manual, keep: Keep, format: str) -> None:
    receipt, content = made(manual, format=format)
    again = manual.replay(keep(receipt))
    assert (again.same, again.changes) == (True, ())
    assert again.content == content
    assert json.loads(receipt)["sha256"] == hashlib.sha256(content).hexdigest()
    assert made(manual, format=format) == (receipt, content)


def test_the_same_bytes_in_another_process(manual: Manual, tmp_path: Path) -> None:
    """All formats in one, with another seed for its sets, another locale and another folder to work in."""
    contents = {}
    for format in FORMATS:
        receipt, contents[format] = made(manual, CASE, "inspection-record", format=format)
        (tmp_path / f"{format}.json").write_text(receipt, encoding="utf-8")
    code = (
        "from enforce_rules import load_manual\nfrom pathlib import Path\nmanual = load_manual()\n"
        f"for format in {FORMATS}:\n"
        "    again = manual.replay(f'{format}.json')\n"
        "    assert again.same and not again.changes, (format, again.changes)\n"
        "    Path(f'again.{format}').write_bytes(again.content)\n"
    )
    subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        cwd=tmp_path,
        env={"PYTHONHASHSEED": "7", "LC_ALL": "C", "TZ": "Asia/Shanghai", "ENFORCE_RULES_CACHE": str(tmp_path / "c")},
    )
    for format in FORMATS:
        assert (tmp_path / f"again.{format}").read_bytes() == contents[format]


@pytest.mark.parametrize(
    ("facts", "kind", "asked"),
    [
        (CASE, "inspection-plan", {}),
        (CASE, "case-report", {"draft": True}),
        (CASE, "penalty-decision-unit", {"draft": True, "allow_unverified": True}),
        (CASE, "penalty-decision-person", {"draft": True, "subject": "赵某"}),
        (special("2020-12-01"), "penalty-decision-unit", {"draft": True, "decided": date(2021, 1, 29)}),
        (special("2020-12-01"), "case-report", {"draft": True, "stage": "overdue"}),
    ],
)
def test_what_was_asked_for_is_asked_for_again(
    manual: Manual, keep: Keep, facts: Path | dict[str, Any], kind: str, asked: dict[str, Any]
) -> None:
    receipt, content = made(manual, facts, kind, **asked)
    told = json.loads(receipt)["request"]
    assert told["kind"] == kind
    assert {name: told[name] for name in asked} == {
        name: value.isoformat() if isinstance(value, date) else value for name, value in asked.items()
    }
    again = manual.replay(keep(receipt))
    assert (again.same, again.content, again.changes) == (True, content, ())


@pytest.mark.parametrize(("scheme", "on"), [("share-of-cap", "2024-04-02"), ("steps-by-number", "2020-12-01")])
def test_an_offices_scheme_is_in_the_receipt(manual: Manual, keep: Keep, scheme: str, on: str, tmp_path: Path) -> None:
    own = tmp_path / "scheme.yaml"
    shutil.copy(ROOT / "examples" / "discretion" / f"{scheme}.yaml", own)
    receipt, content = made(manual, special(on), "case-report", draft=True, scheme=manual.read_scheme(own))
    own.unlink()
    plain, without = made(manual, special(on), "case-report", draft=True)
    assert content != without, "or this scheme changes nothing, and the test shows nothing"
    assert json.loads(receipt)["request"]["scheme"]["id"] == scheme.replace("-", "_")
    assert json.loads(plain)["request"]["scheme"] is None
    again = manual.replay(keep(receipt))
    assert (again.same, again.content) == (True, content)


def test_facts_that_came_from_no_file(manual: Manual, keep: Keep) -> None:
    data = {
        "enterprise": {"name": '<b>"某厂"&\\n{{ 1 }}👨\u200d👩'},
        "inspection": {"date": "2024-04-02"},
        "facts": {"dust_explosion_unit": True, "dry_dust_collector": True, "dry_collected_dusts": ["木质"]},
    }
    receipt, content = made(manual, data, "inspection-record", draft=True)
    assert json.loads(receipt)["facts_file"] == ""
    again = manual.replay(keep(receipt))
    assert (again.same, again.content, again.changes) == (True, content, ())


def test_a_receipt_has_no_clock_and_no_folder_of_this_machine(manual: Manual, tmp_path: Path) -> None:
    folder = own_templates(tmp_path / "private-folder")
    for format in FORMATS:
        receipt, _ = made(manual, FURNITURE, format=format, templates=folder)
        assert "private-folder" not in receipt
        assert str(shipped_templates()) not in receipt
        today = datetime.now().astimezone()
        for day in (today, today - timedelta(days=1)):
            assert f"{day:%Y-%m-%d}" not in receipt
    assert set(json.loads(receipt)) == {
        "receipt", "library", "engine", "request", "manual", "templates", "verdicts",
        "facts_digest", "facts_file", "facts", "sha256",
    }  # fmt: skip


def test_the_bytes_of_a_document_tell_no_time_and_no_folder(manual: Manual) -> None:
    for format in FORMATS:
        _, content = made(manual, format=format)
        assert str(ROOT).encode() not in content


def test_what_writes_the_format_is_named(manual: Manual) -> None:
    engines = {format: json.loads(made(manual, format=format)[0])["engine"] for format in FORMATS}
    assert (engines["txt"], engines["html"]) == (None, None)
    assert engines["docx"].startswith("python-docx ")
    assert engines["pdf"].startswith("typst ")


# What has changed


def own_templates(folder: Path, **changes: tuple[str, str]) -> Path:
    """An office's own copy of the templates of the order, with changes by the name of the file."""
    for name in {file for file, _, _ in lines_of(f"documents/{KIND}.html.j2")}:
        text = (shipped_templates() / name).read_text(encoding="utf-8")
        if Path(name).stem.partition(".")[0] in changes:
            before, after = changes[Path(name).stem.partition(".")[0]]
            assert before in text
            text = text.replace(before, after)
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_changed_template_is_named(manual: Manual, keep: Keep, tmp_path: Path) -> None:
    receipt, content = made(manual)
    same = manual.replay(keep(receipt), templates=own_templates(tmp_path / "same"))
    assert (same.same, same.changes) == (True, ())
    changed = manual.replay(keep(receipt), templates=own_templates(tmp_path / "changed", base=("执法文书", "文书")))
    assert not changed.same
    assert changed.content != content
    assert changed.changes == ("模板：documents/base.html.j2 改了",)


def test_a_part_that_writes_no_block_of_its_own_is_named_too(manual: Manual, keep: Keep, tmp_path: Path) -> None:
    """A macro, and the style sheet of the page."""
    first, second = tmp_path / "first", tmp_path / "second"
    for folder, word in ((first, "甲"), (second, "乙")):
        (folder / "documents" / "part").mkdir(parents=True)
        (folder / "documents" / "part" / "word.j2").write_text(
            f"{{% macro word() %}}{word}{{% endmacro %}}", encoding="utf-8"
        )
        (folder / "documents" / "sampling.html.j2").write_text(
            '{% extends "documents/base.html.j2" %}{% from "documents/part/word.j2" import word %}'
            '{% block body %}<p data-block="a">{{ word() }}</p>{% endblock %}',
            encoding="utf-8",
        )
    receipt, _ = made(manual, FURNITURE, "sampling", draft=True, templates=first)
    assert {"documents/part/word.j2", "documents/page.css"} <= set(json.loads(receipt)["templates"])
    again = manual.replay(keep(receipt), templates=second)
    assert (again.same, again.changes) == (False, ("模板：documents/part/word.j2 改了",))


def test_the_page_of_a_pdf_is_a_template_of_it(manual: Manual) -> None:
    page = "print/document.typ"
    assert page in json.loads(made(manual, format="pdf")[0])["templates"]
    assert page not in json.loads(made(manual, format="docx")[0])["templates"]


def test_changed_rules_are_named(manual: Manual, keep: Keep, tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(ROOT / "rules", rules)

    def edit(name: str, before: str, after: str) -> None:
        text = (rules / name).read_text(encoding="utf-8")
        assert before in text
        (rules / name).write_text(text.replace(before, after, 1), encoding="utf-8")

    edit("items/DE/DE-06.yaml", "title: 锁气卸灰装置", "title: 锁气卸灰装置的设置")
    edit("statutes/work-safety-law.yaml", "title: 中华人民共和国安全生产法", "title: 中华人民共和国新安全生产法")
    edit("facts.yaml", "label: 从业人员\n", "label: 从业人员人数\n")
    edited = load_manual(rules)
    receipt, content = made(manual)
    again = edited.replay(keep(receipt))
    assert again.changes == (
        "规则变了",
        "规则：事项 DE-06 改了",
        "规则：法律 安全生产法 改了",
        "规则：事实 employees 改了",
    )
    assert not again.same
    assert "中华人民共和国新安全生产法" in again.content.decode()
    assert "中华人民共和国新安全生产法" not in content.decode()


def edited_manual(manual: Manual, **parts: Any) -> Manual:
    """The manual with other items, facts or statutes, in memory."""
    told = {"facts": manual.shared_facts, "items": manual.items, "statutes": manual.statutes, **parts}
    return Manual(
        manual.info,
        told["facts"],
        manual.terms,
        told["statutes"],
        told["items"],
        "f" * 64,
        manual.circumstances,
        manual.schemes,
    )


def test_a_change_elsewhere_is_named_and_the_document_stays(manual: Manual, keep: Keep) -> None:
    other = manual.items["MR-06"].model_copy(update={"title": "别的名称"})
    again = edited_manual(manual, items={**manual.items, "MR-06": other}).replay(keep(made(manual)[0]))
    assert (again.same, again.changes) == (True, ("规则变了", "规则：事项 MR-06 改了"))


def test_an_item_taken_out_and_a_verdict_that_turns_are_named(manual: Manual, keep: Keep) -> None:
    less = {id: item for id, item in manual.items.items() if id != "MR-06"}
    never = manual.items["DE-06"].model_copy(update={"applies": "false"})
    again = edited_manual(manual, items={**less, "DE-06": never}).replay(keep(made(manual)[0]))
    assert "规则：事项 MR-06 删去" in again.changes
    assert "结论：DE-06 violation → not_applicable" in again.changes
    assert not again.same


def test_facts_that_no_longer_fit_are_refused(manual: Manual, keep: Keep) -> None:
    less = {name: fact for name, fact in manual.shared_facts.items() if name != "dust_explosion_unit"}
    items = {
        id: item.model_copy(update={"applies": "false", "breaches": {}, "scenarios": []})
        for id, item in manual.items.items()
    }
    with pytest.raises(FactsError, match="dust_explosion_unit"):
        edited_manual(manual, facts=less, items=items).replay(keep(made(manual)[0]))


def test_a_changed_facts_file_is_named_and_the_receipts_facts_are_used(
    manual: Manual, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = FURNITURE.read_text(encoding="utf-8")
    Path("facts.yaml").write_text(text, encoding="utf-8")
    receipt, content = made(manual, Path("facts.yaml"))
    Path("receipt.json").write_text(receipt, encoding="utf-8")
    assert json.loads(receipt)["facts_file"] == "facts.yaml"
    assert manual.replay("receipt.json").changes == ()
    name = manual.read_facts("facts.yaml").enterprise.name
    changed = text.replace(f"name: {name}", "name: 另一家厂", 1).replace("dust_explosion_unit: true", "employees: 7", 1)
    assert changed.count("另一家厂") == changed.count("employees: 7") == 1
    Path("facts.yaml").write_text(changed, encoding="utf-8")
    again = manual.replay("receipt.json")
    assert (again.same, again.content) == (True, content)
    assert set(again.changes) == {
        f'事实文件：enterprise.name "{name}" → "另一家厂"',
        "事实文件：facts.dust_explosion_unit true → 没有",
        "事实文件：facts.employees 没有 → 7",
    }
    Path("facts.yaml").write_text("facts: [", encoding="utf-8")
    (change,) = manual.replay("receipt.json").changes
    assert change.startswith("事实文件 facts.yaml 现在读不了：")
    Path("facts.yaml").unlink()
    assert manual.replay("receipt.json").changes == ()


def test_the_facts_file_is_looked_for_beside_the_receipt(
    manual: Manual, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    monkeypatch.chdir(here)
    Path("facts.yaml").write_text(FURNITURE.read_text(encoding="utf-8"), encoding="utf-8")
    Path("receipt.json").write_text(made(manual, Path("facts.yaml"))[0], encoding="utf-8")
    monkeypatch.chdir(there)
    assert manual.replay(here / "receipt.json").changes == ()
    (here / "facts.yaml").write_text("facts: {employees: 3}", encoding="utf-8")
    assert "事实文件：facts.employees 没有 → 3" in manual.replay(here / "receipt.json").changes


def test_a_fact_with_evidence_left_out_is_the_same_value(manual: Manual, keep: Keep, tmp_path: Path) -> None:
    facts = tmp_path / "facts.json"
    plain = {"inspection": {"date": "2024-04-02"}, "facts": {"employees": 7}}
    facts.write_text(json.dumps(plain), encoding="utf-8")
    receipt, _ = made(manual, facts, "inspection-record", draft=True)
    facts.write_text(json.dumps({**plain, "facts": {"employees": {"value": 7}}}), encoding="utf-8")
    assert manual.replay(keep(receipt)).changes == ()


def test_another_version_of_the_programs_is_named(manual: Manual, keep: Keep) -> None:
    data = json.loads(made(manual, format="docx")[0])
    data |= {"library": "0.0.1", "engine": "python-docx 0.0"}
    first, second = manual.replay(keep(json.dumps(data))).changes
    assert first.startswith("enforce-rules 的版本：0.0.1 → ")
    assert second.startswith("制作程序：python-docx 0.0 → python-docx ")


# What is no receipt, or is one no more


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "不是可读的JSON"),
        ("{", "不是可读的JSON"),
        ("[]", "不是文书的回执"),
        ("{}", "不是文书的回执"),
        ('{"name": "foreign", "version": 1}', "不是文书的回执"),
        ('{"receipt": 2}', "不是文书的回执"),
        ('{"receipt": "1"}', "不是文书的回执"),
        ('{"receipt": 1, "receipt": 1}', "重复"),
    ],
)
def test_a_foreign_file_is_no_receipt(manual: Manual, keep: Keep, text: str, says: str) -> None:
    with pytest.raises(DocumentError, match=says):
        manual.replay(keep(text))


def test_a_file_that_is_not_there(manual: Manual, tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="读不了文件"):
        manual.replay(tmp_path / "nowhere.json")


def test_all_that_is_missing_is_said_at_once(manual: Manual, keep: Keep) -> None:
    with pytest.raises(DocumentError) as caught:
        manual.replay(keep('{"receipt": 1}'))
    told = {problem.what for problem in caught.value.problems}
    assert {"缺少 request", "缺少 facts", "缺少 sha256", "缺少 templates"} <= told


def without(data: dict[str, Any], *path: str) -> dict[str, Any]:
    if len(path) == 1:
        return {key: value for key, value in data.items() if key != path[0]}
    return {**data, path[0]: without(data[path[0]], *path[1:])}


def set_(data: dict[str, Any], value: Any, *path: str) -> dict[str, Any]:
    return {**data, path[0]: value if len(path) == 1 else set_(data[path[0]], value, *path[1:])}


TAMPERED: list[tuple[tuple[str, ...], Any]] = [
    (("request",), []),
    (("request", "on"), "2024-13-01"),
    (("request", "on"), 20240402),
    (("request", "decided"), "soon"),
    (("request", "stage"), "settled"),
    (("request", "format"), "odt"),
    (("request", "format"), None),
    (("request", "draft"), "no"),
    (("request", "allow_unverified"), 1),
    (("request", "subject"), 5),
    (("request", "kind"), 5),
    (("request", "kind"), "rectification-oder"),
    (("request", "subject"), "赵某"),
    (("request", "scheme"), "share_of_cap"),
    (("request", "scheme"), {"id": "a"}),
    (("request", "templates"), "/somewhere"),
    (("manual",), "digest"),
    (("manual", "parts"), ["事项 DE-06"]),
    (("manual", "digest"), None),
    (("templates",), ["documents/base.html.j2"]),
    (("templates",), {"documents/base.html.j2": 5}),
    (("verdicts",), {"DE-06": None}),
    (("facts_digest",), "0" * 64),
    (("facts_digest",), 0),
    (("facts",), {}),
    (("facts", "facts"), {"airlock": "正常"}),
    (("facts", "facts"), {"airlok": "正常"}),
    (("facts", "enterprise"), {"name": "另一家厂"}),
    (("facts", "case"), {"level": "乡级"}),
    (("facts_file",), None),
    (("sha256",), None),
    (("more",), 1),
]


@pytest.mark.parametrize(("path", "value"), TAMPERED)
def test_a_tampered_receipt_is_a_clear_error(manual: Manual, keep: Keep, path: tuple[str, ...], value: Any) -> None:
    data = json.loads(made(manual)[0])
    with pytest.raises((DocumentError, FactsError)) as caught:
        manual.replay(keep(json.dumps(set_(data, value, *path), ensure_ascii=False)))
    assert all(problem.what for problem in caught.value.problems)
    for problem in caught.value.problems:
        assert "Error" not in problem.what
        assert "validation" not in problem.what


def test_every_part_must_be_there(manual: Manual, keep: Keep) -> None:
    data = json.loads(made(manual)[0])
    paths = [(key,) for key in data if key != "receipt"] + [("request", key) for key in data["request"]]
    for path in paths:
        with pytest.raises(DocumentError, match=f"缺少 {path[-1]}"):
            manual.replay(keep(json.dumps(without(data, *path))))


def test_another_digest_of_the_document_is_not_the_same(manual: Manual, keep: Keep) -> None:
    data = json.loads(made(manual)[0])
    again = manual.replay(keep(json.dumps({**data, "sha256": "0" * 64})))
    assert (again.same, again.changes) == (False, ())


def test_a_document_that_may_not_be_issued_has_no_receipt(manual: Manual) -> None:
    with pytest.raises(DocumentError):
        made(manual, {"inspection": {"date": "2024-04-02"}, "facts": {}}, "inspection-record")
