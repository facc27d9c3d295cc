"""An office's own Word form: fields and loops filled in, names it has wrong told all at once, strangers' words literal."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document as WordDocument
from hypothesis import given, settings
from hypothesis import strategies as st

from enforce_rules import DocumentError, Manual
from enforce_rules.document.context import Context
from enforce_rules.document.context.models import Party
from enforce_rules.document.form import fill_form
from enforce_rules.document.receipt import Request
from tests.conftest import ROOT

Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Makes a form of some paragraphs and of tables of rows of cells."""

    def form(*paragraphs: str, rows: tuple[tuple[str, ...], ...] = (), header: str = "", name: str = "form") -> Path:
        word = docx.Document()
        for text in paragraphs:
            word.add_paragraph(text)
        if rows:
            table = word.add_table(len(rows), len(rows[0]))
            for row, cells in enumerate(rows):
                for column, text in enumerate(cells):
                    table.cell(row, column).text = text
        word.sections[0].header.paragraphs[0].text = header
        path = tmp_path / f"{name}.docx"
        word.save(str(path))
        return path

    return form


def made(manual: Manual, kind: str = "rectification-order", year: str = "2020") -> Context:
    inspection = manual.inspect(ROOT / "examples" / "cases" / f"{year}.yaml")
    context = manual.document(kind, inspection, draft=True).context
    assert context is not None
    return context


@pytest.fixture(scope="module")
def context(manual: Manual) -> Context:
    return made(manual)


def opened(content: bytes) -> WordDocument:
    return docx.Document(BytesIO(content))


def paragraphs(content: bytes) -> list[str]:
    return [one.text for one in opened(content).paragraphs]


def rows(content: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in opened(content).tables[0].rows]


def refused(form: Path, context: Context) -> list[str]:
    with pytest.raises(DocumentError) as caught:
        fill_form(form, context)
    assert {problem.place.file for problem in caught.value.problems} == {str(form)}
    return [problem.what for problem in caught.value.problems]


# Filled in


def test_fields_in_paragraphs_tables_and_headers(make: Make, context: Context) -> None:
    form = make(
        "{{ title }}：{{ subject.name }}，{{ office.name }}",
        "{{ details.number }}　{{ date }}",
        "{{ law.review.value }}，{{ law.review.official }}",
        rows=(("单位", "{{ enterprise.name }}"), ("地址", "{{ enterprise.address }}")),
        header="{{ office.name }}",
    )
    content = fill_form(form, context)
    assert paragraphs(content) == [
        "责令限期整改指令书：郑州市某机械加工厂（虚构），郑州市应急管理局",
        "（郑）应急责改〔2020〕12号　2020年12月1日",
        f"60日，{context.law['review'].official}",
    ]
    assert rows(content) == [["单位", "郑州市某机械加工厂（虚构）"], ["地址", "郑州市某区某路1号"]]
    assert opened(content).sections[0].header.paragraphs[0].text == "郑州市应急管理局"


def test_loops_over_paragraphs_and_rows(make: Make, context: Context) -> None:
    form = make(
        "{%p for f in findings %}",
        "{{ f.number }}.{{ f.statement }}",
        "{%p endfor %}",
        "{% for one in inspection.inspectors %}{{ one.name }}（{{ one.certificate }}）{% endfor %}",
        rows=(
            ("序号", "问题"),
            ("{%tr for f in findings %}", ""),
            ("{{ f.number }}", "{{ f.statement }}"),
            ("{%tr endfor %}", ""),
        ),
    )
    content = fill_form(form, context)
    told = [f"{finding.number}.{finding.statement}" for finding in context.findings]
    assert len(told) > 3
    assert paragraphs(content) == [*told, "钱某（豫某某0001）孙某（豫某某0002）"]
    assert rows(content) == [["序号", "问题"], *([str(f.number), f.statement] for f in context.findings)]


def test_a_choice(make: Make, context: Context) -> None:
    form = make(
        "{% if subject.unit %}单位{% else %}个人{% endif %}{% if details.until %}至{{ details.until }}{% endif %}"
    )
    assert paragraphs(fill_form(form, context)) == ["单位"]


def test_the_filters_of_templates(make: Make, manual: Manual) -> None:
    context = made(manual, "reinspection")
    form = make("{{ details.order_date | day }}", "{{ details.until | day | blank }}")
    assert paragraphs(fill_form(form, context)) == ["2020年12月1日", "＿＿＿"]


def test_what_is_known_but_not_filled_in_shows(make: Make, manual: Manual) -> None:
    inspection = manual.inspect({"inspection": {"date": "2024-04-02"}, "facts": {"employees": 3}})
    context = manual.document("inspection-record", inspection, draft=True).context
    assert context is not None
    form = make("{{ enterprise.name }}", "{{ details.number }}", "{{ details.until }}", "{{ inspection.place }}号")
    assert paragraphs(fill_form(form, context)) == ["＿＿＿", "＿＿＿", "＿＿＿", "＿＿＿号"]


def test_nothing_and_false_are_no_blanks(make: Make, manual: Manual) -> None:
    inspection = manual.inspect({"inspection": {"date": "2024-04-02"}, "facts": {"employees": 3}})
    context = manual.document("inspection-record", inspection, draft=True).context
    assert context is not None
    form = make("{{ findings | length }}", "{{ draft }}", "{{ subject.unit and false }}")
    assert paragraphs(fill_form(form, context)) == ["0", "True", "False"]


# Names that are not known


def test_all_names_that_are_not_known_are_told_at_once(make: Make, context: Context) -> None:
    form = make(
        "{{ subject.nme }}，{{ subject.name }}，{{ nothing }}",
        "{% if other %}甲{% endif %}{% for x in several %}乙{% endfor %}",
        "{{ law.reveiw.value }}{{ deep.deeper.deepest }}",
        "{% if compared == '甲' %}丙{% endif %}{% if '甲' in held %}丁{% endif %}",
        "{{ counted | length }}{{ shouted | upper }}{{ joined | join('、') }}",
        rows=(("{{ in_a_cell }}", "{{ in_a_cell }}"),),
        header="{{ in_the_header }}",
    )
    named = ["nme", "nothing", "other", "several", "reveiw", "deep", "compared", "held", "counted", "shouted", "joined"]
    assert refused(form, context) == [
        f"表格用到的 {name} 没有这个内容" for name in [*named, "in_a_cell", "in_the_header"]
    ]


def test_a_name_that_is_not_known_is_told_before_what_goes_wrong_with_it(make: Make, context: Context) -> None:
    assert refused(make("{{ nothing }}{{ nothing + 1 }}"), context) == ["表格用到的 nothing 没有这个内容"]


def test_the_hint_says_where_the_names_are(make: Make, context: Context) -> None:
    with pytest.raises(DocumentError, match="可用的名称见 enforce-rules context rectification-order"):
        fill_form(make("{{ nothing }}"), context)


def test_what_may_be_missing_may_be_asked_for(make: Make, context: Context) -> None:
    form = make("{% if nothing is defined %}甲{% else %}乙{% endif %}{{ nothing | default('丙') }}")
    assert paragraphs(fill_form(form, context)) == ["乙丙"]


@pytest.mark.parametrize(
    "text",
    [
        "{% if %}",
        "{{ subject.name",
        "{% for f in findings %}",
        "{{ subject | nofilter }}",
        "{{ 1 / 0 }}",
        "{% for x in range(10 ** 9) %}甲{% endfor %}",
        "{{ 'a'.index('b') }}",
        "{% include 'other.docx' %}",
        "{{ details.model_dump() }}",
        "{{ subject.__class__.__mro__ }}",
        "{{ law.clear() }}",
        "{{ subject() }}",
    ],
)
def test_what_is_wrong_in_a_form_is_told(make: Make, context: Context, text: str) -> None:
    before = repr(context)
    (what,) = refused(make(text), context)
    assert what.startswith(("表格里的模板语句有误：", "表格用到的 "))
    assert repr(context) == before


# What strangers write

HOSTILE = [
    "<b>\"某厂\"</b> & 'Co.'",
    "</w:t></w:r></w:p><w:p><w:r><w:t>伪",
    "<w:tbl/>",
    "{{ subject.name }}",
    "{% for x in y %}",
    "{# 注 #}",
    "{_{ x }_}{_% x %_}",
    "_{_{_<_&_}_}_",
    "&lt;&#95;&amp;amp;",
    "]]>",
    "${x} %s \\n \\",
    "👨\u200d👩 \u200f甲",
    "甲　乙\u00a0丙  丁",
    "[[x]] «MERGEFIELD»",
    "第一段\n第二段",
]


@pytest.mark.parametrize("said", HOSTILE)
def test_strange_words_are_literal(make: Make, manual: Manual, said: str) -> None:
    context = made(manual)
    context.subject = Party(name=said)
    form = make(
        "{{ subject.name }}",
        "甲{{ subject.name }}乙",
        rows=(("{{ subject.name }}", "丙"),),
        header="{{ subject.name }}",
    )
    content = fill_form(form, context)
    assert paragraphs(content) == [said, f"甲{said}乙"]
    assert rows(content) == [[said, "丙"]]
    assert opened(content).sections[0].header.paragraphs[0].text == said


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    word = docx.Document()
    word.add_paragraph("{{ subject.name }}")
    word.add_paragraph("终")
    path = tmp_path_factory.mktemp("form") / "form.docx"
    word.save(str(path))
    return path


@settings(max_examples=40)
@given(
    said=st.lists(
        st.one_of(
            st.sampled_from([*HOSTILE, "{", "_", "}", "%", "{_"]),
            st.text(
                st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\u2028\u2029\ufffe\uffff"),
                min_size=1,
            ),
        ),
        min_size=1,
    ).map("".join)
)
def test_any_text_is_literal(form: Path, context: Context, said: str) -> None:
    told = replace(context, subject=Party(name=said))
    assert paragraphs(fill_form(form, told)) == [said, "终"]


# The file


def test_the_same_form_and_context_give_the_same_bytes(
    make: Make, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = make("{{ subject.name }}", "{%p for f in findings %}", "{{ f.statement }}", "{%p endfor %}")
    first = fill_form(form, context)
    monkeypatch.setattr(time, "time", lambda: 2e9)
    assert fill_form(form, context) == first
    with ZipFile(BytesIO(first)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert str(form).encode() not in b"".join(file.read(name) for name in file.namelist())


def test_the_same_bytes_in_another_process(make: Make, context: Context) -> None:
    form = make("{{ subject.name }}", "{% for name in law %}{{ name }}{% endfor %}")
    code = (
        "import sys\nfrom pathlib import Path\nfrom enforce_rules import load_manual\n"
        "from enforce_rules.document.form import fill_form\nmanual = load_manual()\n"
        "inspection = manual.inspect(sys.argv[1])\n"
        "context = manual.document('rectification-order', inspection, draft=True).context\n"
        "sys.stdout.buffer.write(fill_form(Path(sys.argv[2]), context))\n"
    )
    case = str(ROOT / "examples" / "cases" / "2020.yaml")
    again = subprocess.run([sys.executable, "-c", code, case, str(form)], check=True, capture_output=True).stdout
    assert again == fill_form(form, context)


def test_the_form_itself_is_not_written_to(make: Make, context: Context) -> None:
    form = make("{{ subject.name }}")
    before = form.read_bytes()
    fill_form(form, context)
    assert form.read_bytes() == before


def archive(path: Path, parts: dict[str, str]) -> Path:
    with ZipFile(path, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return path


def test_what_is_no_word_file(tmp_path: Path, make: Make, context: Context) -> None:
    good = make("{{ subject.name }}")
    with ZipFile(good) as file:
        parts: dict[str, Any] = {name: file.read(name) for name in file.namelist()}
    text = tmp_path / "text.docx"
    text.write_text("{{ subject.name }}", encoding="utf-8")
    empty = tmp_path / "empty.docx"
    empty.touch()
    broken = [
        tmp_path / "nowhere.docx",
        tmp_path,
        text,
        empty,
        archive(tmp_path / "a.docx", {}),
        archive(tmp_path / "b.docx", {"mimetype": "application/vnd.oasis.opendocument.text"}),
        archive(tmp_path / "c.docx", {"word/document.xml": "<w:document/>"}),
        archive(tmp_path / "d.docx", {**parts, "word/document.xml": "<w:document>"}),
        archive(tmp_path / "e.docx", {name: part for name, part in parts.items() if name != "word/document.xml"}),
    ]
    cut = tmp_path / "cut.docx"
    cut.write_bytes(good.read_bytes()[:-100])
    for form in (*broken, cut):
        assert refused(form, context) == ["不是可用的 Word 文件"], form
    assert paragraphs(fill_form(archive(tmp_path / "same.docx", parts), context))


def test_a_form_states_no_law_that_was_not_read(make: Make, manual: Manual) -> None:
    told = manual.read_facts(ROOT / "examples" / "cases" / "2026.yaml").as_dict()
    told["facts"]["confined_spaces_unidentified"] = 1
    inspection = manual.inspect(told)
    cites = "工贸企业有限空间作业安全规定(2023)第二十一条第（二）项、工贸企业有限空间作业安全规定(2023)第六条"
    for allowed in (False, True):
        request = Request("penalty-decision-unit", inspection.on, "docx", allow_unverified=allowed)
        with pytest.raises(DocumentError) as caught:  # nobody decided the fine for it either
            request.filled_form(inspection, make("{{ title }}"))
        unread = [problem.what for problem in caught.value.problems if "不能写入送达的文书" in problem.what]
        assert unread == ([] if allowed else [f"没有核对原文，不能写入送达的文书：{cites}"])
