"""The commands that make documents, as their users meet them: output, files, errors on standard error, exit status."""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import docx
import pytest

from enforce_rules import Manual, load_manual
from enforce_rules.cli import main
from enforce_rules.document import kinds
from enforce_rules.document.context.schema import context_schema
from enforce_rules.document.trace import trace_of
from tests.conftest import ROOT

ORDER = "rectification-order"
CASE = str(ROOT / "examples" / "cases" / "2020.yaml")
FURNITURE = str(ROOT / "examples" / "furniture-dust.yaml")


@dataclass(frozen=True)
class Result:
    returncode: int
    stdout: str
    stderr: str


_loaded = cache(load_manual)


def call(*arguments: str) -> Result:
    """The command line in this process, with the manual that it has loaded before."""
    out, err = io.StringIO(), io.StringIO()
    with (
        patch("enforce_rules.api.load_manual", _loaded),
        patch.object(sys, "argv", ["enforce-rules", *arguments]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as ended:
            code = ended.code
            status = code if isinstance(code, int) else 0 if code is None else 1
        else:
            status = 0
    return Result(status, out.getvalue(), err.getvalue())


def told(*arguments: str) -> Any:
    result = call(*arguments)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def refused(*arguments: str) -> str:
    """What is said of a command that is refused: on standard error alone, with status 2."""
    result = call(*arguments)
    assert result.returncode == 2
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    return result.stderr


def words(*arguments: str) -> str:
    """What a command prints, without spaces and line ends."""
    result = call(*arguments)
    assert result.returncode == 0, result.stderr
    return "".join(result.stdout.split())


# documents


def test_documents() -> None:
    found = told("documents", "--json")
    assert [kind["id"] for kind in found] == list(kinds())
    keys = {"id", "name", "abbr", "stage", "use", "to", "template", "needs", "law"}
    assert all(set(kind) == keys for kind in found)
    order = next(kind for kind in found if kind["id"] == ORDER)
    assert order["name"] == "责令限期整改指令书"
    assert order["needs"]["details.number"] == "文号"
    assert "review" in order["law"]
    assert order["template"] is True
    text = call("documents").stdout
    assert "rectification-order  责令限期整改指令书（处理）：检查发现违法行为" in text
    assert "须有：被检查单位名称、执法机关全称、文号" in text
    assert text.count("没有提供模板") == len([kind for kind in found if not kind["template"]])


def test_documents_of_an_office(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "sampling.html.j2").write_text(
        '<body><p data-block="a">{{ law.review.value }}</p></body>', encoding="utf-8"
    )
    found = told("documents", "--json", "--templates", str(tmp_path))
    sampling = next(kind for kind in found if kind["id"] == "sampling")
    assert (sampling["template"], sampling["law"]) == (True, ["review"])
    bad = tmp_path / "documents" / "documents.yaml"
    bad.write_text("- {id: a}\n", encoding="utf-8")
    errors = refused("documents", "--templates", str(bad.parent)).splitlines()
    assert len(errors) > 3
    assert all(line.startswith(f"{bad}:1") for line in errors)


# document


def test_a_document_goes_to_standard_output_and_notes_to_standard_error(manual: Manual) -> None:
    document = manual.document(ORDER, manual.inspect(CASE))
    result = call("document", ORDER, CASE)
    assert (result.returncode, result.stdout) == (0, document.text)
    assert result.stderr == "".join(f"{note}\n" for note in document.notes)
    assert document.notes
    assert call("document", ORDER, CASE, "--format", "html").stdout == document.html


@pytest.mark.parametrize("format", ["txt", "html", "docx", "pdf"])
def test_a_document_goes_to_a_file(manual: Manual, tmp_path: Path, format: str) -> None:
    out = tmp_path / f"order.{format}"
    result = call("document", ORDER, FURNITURE, "--format", format, "--out", str(out))
    assert (result.returncode, result.stdout) == (0, "")
    made = manual.document(ORDER, manual.inspect(FURNITURE)).as_format(format)
    assert out.read_bytes() == (made.encode() if isinstance(made, str) else made)
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize("format", ["docx", "pdf"])
def test_what_is_no_text_needs_a_file(format: str) -> None:
    assert "docx、pdf 要写到文件（加 --out" in refused("document", ORDER, FURNITURE, "--format", format)


def test_a_refusal_lists_everything(tmp_path: Path) -> None:
    facts = tmp_path / "facts.yaml"
    facts.write_text(
        "inspection: {date: 2024-04-02}\nfacts: {has_special_operations: true, special_operators_uncertified: 2}\n",
        encoding="utf-8",
    )
    out = tmp_path / "order.txt"
    errors = refused("document", ORDER, str(facts), "--out", str(out))
    for path, what in (
        ("enterprise.name", "缺少被检查单位名称"),
        ("inspection.authority", "缺少执法机关全称"),
        ("inspection.inspectors", "执法人员应不少于2人"),
        (f"inspection.documents.{ORDER}.number", "缺少文号"),
        ("office.review_authority", "缺少行政复议机关"),
        ("office.court", "缺少有管辖权的人民法院"),
    ):
        assert f"{facts} {path}: {what}" in errors
    assert len(errors.splitlines()) == 6
    assert not out.exists()


def test_a_draft_is_made_and_says_what_it_lacks(tmp_path: Path) -> None:
    facts = tmp_path / "facts.yaml"
    facts.write_text("inspection: {date: 2024-04-02}\nfacts: {hazards_concealed: 1}\n", encoding="utf-8")
    result = call("document", ORDER, str(facts), "--draft")
    assert result.returncode == 0
    assert "草稿" in result.stdout
    assert "＿＿＿" in result.stdout
    assert f"草稿缺少：{facts} enterprise.name: 缺少被检查单位名称" in result.stderr


def test_whom_it_is_for() -> None:
    assert "可用：unit、赵某" in refused("document", "hearing-notice", CASE)
    assert "不能写给“李四”" in refused("document", "hearing-notice", CASE, "--for", "李四")
    unit = words("document", "hearing-notice", CASE, "--for", "unit")
    person = words("document", "hearing-notice", CASE, "--for", "赵某")
    assert "你单位有下列违法行为" in unit
    assert "你作为该单位主要负责人，有下列违法行为" in person


def test_law_that_was_not_read_must_be_allowed() -> None:
    errors = refused("document", "penalty-decision-unit", CASE)
    assert "没有核对原文" in errors
    assert "用 --allow-unverified 明确允许" in errors
    assert call("document", "penalty-decision-unit", CASE, "--allow-unverified").returncode == 0


def test_the_day_the_stage_and_the_scheme_are_those_asked_for(tmp_path: Path) -> None:
    facts = tmp_path / "facts.yaml"
    facts.write_text(
        "inspection: {date: 2020-12-01}\ncase: {circumstances: []}\n"
        "facts: {has_special_operations: true, special_operators_uncertified: 2}\n",
        encoding="utf-8",
    )
    report = ("document", "case-report", str(facts), "--draft")
    assert "罚款人民币贰万伍仟元整（25000元）" in words(*report)
    scheme = str(ROOT / "examples" / "discretion" / "steps-by-number.yaml")
    assert "罚款人民币壹万元整（10000元）" in words(*report, "--scheme", scheme)
    assert "责令停产停业整顿" in words(*report, "--stage", "overdue")
    assert "安全生产法》第九十七条" in words(*report, "--on", "2024-04-02")
    decision = ("document", "penalty-decision-unit", str(facts), "--draft", "--decided", "2021-01-29")
    assert words(*decision).endswith("2021年1月29日本文书一式两份，一份由本机关存档，一份交被处罚单位。")


def test_a_trace_stands_beside_the_document(manual: Manual, tmp_path: Path) -> None:
    out = tmp_path / "order.html"
    assert call("document", ORDER, FURNITURE, "--format", "html", "--out", str(out), "--trace").returncode == 0
    inspection = manual.inspect(FURNITURE)
    trace = json.loads((tmp_path / "order.html.trace.json").read_text(encoding="utf-8"))
    expected = trace_of(manual.document(ORDER, inspection), inspection)
    assert trace == json.loads(json.dumps(expected, default=str))
    assert "--trace 写在文书旁边" in refused("document", ORDER, FURNITURE, "--trace")


def test_nothing_is_written_where_a_file_is_in_the_way(tmp_path: Path) -> None:
    out, receipt, trace = tmp_path / "a.txt", tmp_path / "r.json", tmp_path / "a.txt.trace.json"
    arguments = ("document", ORDER, FURNITURE, "--out", str(out), "--trace", "--receipt", str(receipt))
    for taken in (out, receipt, trace):
        taken.write_text("别动", encoding="utf-8")
        assert f"{taken} 已经存在（换一个文件名，或者加 --force）" in refused(*arguments)
        assert list(tmp_path.iterdir()) == [taken]
        assert taken.read_text(encoding="utf-8") == "别动"
        taken.unlink()
    assert call(*arguments).returncode == 0
    assert set(tmp_path.iterdir()) == {out, receipt, trace}
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    out.write_text("旧", encoding="utf-8")
    assert call(*arguments, "--force").returncode == 0
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert "不能写到同一个文件" in refused("document", ORDER, FURNITURE, "--out", str(tmp_path / "b"), "--receipt", str(tmp_path / "b"))  # fmt: skip


def test_a_form_of_an_office(tmp_path: Path) -> None:
    form, out = tmp_path / "form.docx", tmp_path / "filled.docx"
    word = docx.Document()
    word.add_paragraph("{{ enterprise.name }}：{{ details.number }}")
    word.save(str(form))
    assert call("document", ORDER, CASE, "--form", str(form), "--out", str(out)).returncode == 0
    assert [one.text for one in docx.Document(str(out)).paragraphs] == [
        "郑州市某机械加工厂（虚构）：（郑）应急责改〔2020〕12号"
    ]
    assert "要写到文件" in refused("document", ORDER, CASE, "--form", str(form))
    more = ("document", ORDER, CASE, "--form", str(form), "--out", str(tmp_path / "new.docx"))
    assert "没有来源" in refused(*more, "--trace")
    assert "没有来源" in refused(*more, "--receipt", str(tmp_path / "r.json"))
    assert "不是可用的 Word 文件" in refused("document", ORDER, CASE, "--form", CASE, "--out", str(tmp_path / "n.docx"))
    own = tmp_path / "own.docx"
    assert call("document", "sampling", CASE, "--form", str(form), "--out", str(own), "--draft").returncode == 0
    assert "不能写成 pdf" in refused(*more, "--format", "pdf")
    word.add_paragraph("{{ nothing }}{{ subject.nme }}")
    word.save(str(form))
    errors = refused(*more)
    assert [line.split()[2] for line in errors.splitlines()] == ["nothing", "nme"]
    assert not (tmp_path / "new.docx").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("document", "rectification-oder", FURNITURE), "是否为 rectification-order？"),
        (("document", "sampling", FURNITURE), "没有提供抽样取证凭证（sampling）的模板"),
        (("document", ORDER, FURNITURE, "--format", "odt"), "没有 odt 这种格式"),
        (("document", ORDER, "nowhere.yaml"), "读不了文件"),
        (("document", ORDER, FURNITURE, "--on", "2024-13-01"), "2024-13-01"),
        (("document", ORDER, FURNITURE, "--stage", "settled"), "settled"),
        (("document", ORDER, FURNITURE, "--scheme", "nowhere.yaml"), "读不了文件"),
        (("document", ORDER, FURNITURE, "--out", "/nowhere/x.txt"), "写不了"),
        (("document", "on-site-measures", str(ROOT / "examples" / "published" / "P08.yaml")), "没有属于本机关处理的"),
        (("replay", "nowhere.json"), "读不了文件"),
        (("replay", FURNITURE), "不是文书的回执"),
        (("context", "rectification-oder"), "是否为 rectification-order？"),
        (("where", "安全生产法第九十九条"), "不是规范的法条引用"),
        (("where", "安全生产法(2020)第九十九条"), "收录的有：2014、2021"),
        (("case", FURNITURE, "--out", "/nowhere/x", "--format", "odt"), "没有 odt 这种格式"),
        (("case", FURNITURE), "--out"),
    ],
)
def test_errors_are_plain_and_have_status_2(arguments: tuple[str, ...], says: str) -> None:
    assert says in refused(*arguments)


# receipt and replay


def test_a_receipt_is_replayed(tmp_path: Path) -> None:
    out, receipt, again = (str(tmp_path / name) for name in ("order.docx", "order.json", "again.docx"))
    made = call("document", ORDER, FURNITURE, "--format", "docx", "--out", out, "--receipt", receipt)
    assert made.returncode == 0
    same = call("replay", receipt, "--out", again)
    assert (same.returncode, same.stdout) == (0, "与回执逐字节一致\n")
    assert Path(again).read_bytes() == Path(out).read_bytes()
    assert "已经存在" in refused("replay", receipt, "--out", again)
    elsewhere = subprocess.run(
        [sys.executable, "-m", "enforce_rules", "replay", receipt],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=True,
    )
    assert elsewhere.stdout == "与回执逐字节一致\n"


def test_a_receipt_that_no_longer_holds_has_status_1(tmp_path: Path) -> None:
    receipt = tmp_path / "order.json"
    assert call("document", ORDER, FURNITURE, "--receipt", str(receipt)).returncode == 0
    templates = tmp_path / "templates"
    (templates / "documents").mkdir(parents=True)
    base = (ROOT / "templates" / "documents" / "base.html.j2").read_text(encoding="utf-8")
    (templates / "documents" / "base.html.j2").write_text(base.replace("行政执法文书", "文书"), encoding="utf-8")
    changed = call("replay", str(receipt), "--templates", str(templates))
    assert changed.returncode == 1
    assert changed.stdout == "模板：documents/base.html.j2 改了\n与回执不一致\n"
    data = json.loads(receipt.read_text(encoding="utf-8"))
    receipt.write_text(json.dumps({**data, "facts_digest": "0" * 64}), encoding="utf-8")
    assert "被改动过" in refused("replay", str(receipt))


# context and where


def test_the_context_of_a_kind_and_of_a_case(manual: Manual) -> None:
    schema = told("context", ORDER)
    assert schema == json.loads(json.dumps(context_schema(kinds()[ORDER])))
    assert schema["needs"]["enterprise.name"] == "被检查单位名称"
    assert told("context", "sampling")["properties"]["law"]["required"] == []  # a form for it may use any rule
    assert told("context", "sampling", CASE)["law"]["review"]["value"] == "60日"
    content = told("context", ORDER, CASE)
    assert content["enterprise"]["name"] == "郑州市某机械加工厂（虚构）"
    assert content["law"]["review"]["value"] == "60日"
    assert content["details"]["number"] == "（郑）应急责改〔2020〕12号"
    person = told("context", "hearing-notice", CASE, "--for", "赵某")
    assert person["subject"]["name"] == "赵某"
    assert person["decision"]["hearing"] is True
    assert "可用：unit、赵某" in refused("context", "hearing-notice", CASE)


def test_where_a_provision_is_used() -> None:
    cite = "安全生产法(2021)第九十九条第（二）项"
    found = told("where", cite, "--json")
    assert found["citation"] == cite
    assert {"item": "DE-06", "breach": "airlock_missing", "role": "处罚", "citation": cite} in found["breaches"]
    assert {place["kind"] for place in found["documents"]} >= {"penalty-decision-unit", "case-report"}
    text = call("where", cite).stdout
    assert f"DE-06 airlock_missing　处罚：{cite}\n" in text
    lines = call("where", "行政复议法(2023)第二十条第一款").stdout
    assert "rectification-order 责令限期整改指令书　程序：review　documents/part/relief.html.j2:" in lines
    assert call("where", "安全生产法(2021)第一百一十九条").stdout == "没有检查事项和文书用到\n"


# case


def test_a_case_is_made_in_the_format_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = call("case", FURNITURE, "--out", str(out), "--draft", "--format", "html")
    assert result.returncode == 0
    names = sorted(path.name for path in out.iterdir())
    assert names[:2] == ["01现场检查记录.html", "02责令限期整改指令书.html"]
    assert names[-1] == "index.html"
    assert f"{out}：{len(names) - 1} 份文书" in result.stdout
    assert "01 现场检查记录：已制作\n" in result.stderr
