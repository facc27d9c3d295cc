"""The kinds of documents: the 36 of the official set, and those an office adds in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from enforce_rules import DocumentError, Manual
from enforce_rules.document import DocumentKind, kind_of, kinds, shipped_templates
from enforce_rules.document.context.models import Context, label_of, looked_up
from enforce_rules.document.law import LAW
from enforce_rules.document.templates import law_named, template_file
from tests.conftest import ROOT

SHIPPED = kinds()
WITH_TEMPLATE = [kind for kind in SHIPPED.values() if kind.template]

PAGE = """\
{% extends "documents/base.html.j2" %}
{% block body %}
<p data-block="said">对{{ enterprise.name | blank }}的样品进行抽样。</p>
{% endblock %}
"""

GOOD = "{id: sample-label, name: 样品标签, abbr: 样, stage: 调查, to: none, about: enterprise, use: 贴在样品上, needs: [enterprise.name]}"


def own(folder: Path, entries: str = "", **templates: str) -> Path:
    """An office's own folder. The keys of ``templates`` are kinds, with _ for -."""
    (folder / "documents").mkdir(parents=True)
    if entries:
        (folder / "documents.yaml").write_text(entries, encoding="utf-8")
    for kind, text in templates.items():
        (folder / "documents" / f"{kind.replace('_', '-')}.html.j2").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def context(manual: Manual) -> Context:
    inspection = manual.inspect(ROOT / "examples" / "cases" / "2020.yaml")
    made = manual.document("inspection-record", inspection, draft=True).context
    assert made is not None
    return made


# The shipped set


def test_the_official_set_has_36_kinds_and_most_have_a_template() -> None:
    assert len(SHIPPED) == 36
    assert len({kind.name for kind in SHIPPED.values()}) == 36
    assert len(WITH_TEMPLATE) >= 20


@pytest.mark.parametrize("kind", SHIPPED.values(), ids=list(SHIPPED))
def test_a_kind_has_a_template_exactly_if_it_says_so(kind: DocumentKind) -> None:
    assert (shipped_templates() / kind.file).is_file() is kind.template


@pytest.mark.parametrize("kind", SHIPPED.values(), ids=list(SHIPPED))
def test_what_a_kind_needs_is_in_the_context_and_has_a_chinese_name(kind: DocumentKind, context: Context) -> None:
    assert len(set(kind.needs)) == len(kind.needs)
    for path in kind.needs:
        looked_up(context, path)
        label = label_of(path)
        assert label != path
        assert not set("；，\n") & set(label), "the name alone, without what the description adds"


@pytest.mark.parametrize("kind", WITH_TEMPLATE, ids=[kind.id for kind in WITH_TEMPLATE])
def test_the_rules_of_procedure_that_a_template_states_are_rules(kind: DocumentKind) -> None:
    assert set(law_named(kind.file)) <= set(LAW)


def test_what_is_done_to_somebody_names_him_and_says_where_to_complain() -> None:
    for kind in WITH_TEMPLATE:
        if kind.to in ("unit", "person", "party"):
            assert "subject.name" in kind.needs, kind.id
        if kind.decides:
            assert {"office.review_authority", "office.court", "details.number"} <= set(kind.needs), kind.id
            assert {"review", "suit"} <= set(law_named(kind.file)), kind.id


# One by its name


def test_a_kind_without_a_template_says_how_to_add_one(manual: Manual) -> None:
    for kind in SHIPPED.values():
        if kind.template:
            assert kind_of(kind.id) == kind
            continue
        with pytest.raises(DocumentError) as caught:
            kind_of(kind.id)
        (problem,) = caught.value.problems
        assert problem.what == f"没有提供{kind.name}（{kind.id}）的模板"
        assert f"documents/{kind.id}.html.j2" in problem.hint
        assert "--templates" in problem.hint


def test_an_unknown_kind_names_the_nearest_or_all_that_have_a_template() -> None:
    with pytest.raises(DocumentError, match="没有 penalty-notise 这种文书（是否为 penalty-notice？）"):
        kind_of("penalty-notise")
    with pytest.raises(DocumentError) as caught:
        kind_of("x")
    offered = caught.value.problems[0].hint.removeprefix("可用：").split("、")
    assert offered == [kind.id for kind in WITH_TEMPLATE]


# An office's own folder


def test_a_template_alone_makes_a_shipped_kind_work(manual: Manual, tmp_path: Path) -> None:
    folder = own(tmp_path / "own", sampling=PAGE)
    assert not kinds()["sampling"].template
    assert kinds(folder)["sampling"].template
    assert len(kinds(folder)) == 36
    document = manual.document(
        "sampling", manual.inspect({"enterprise": {"name": "某厂"}, "inspection": {"date": "2024-04-02"}}),
        draft=True, templates=folder,
    )  # fmt: skip
    assert "抽样取证凭证" in document.text
    assert "对某厂的样品进行抽样。" in document.text
    assert {block.template for block in document.blocks} == {
        "documents/base.html.j2",
        "documents/sampling.html.j2",
    }


def test_a_folder_adds_kinds_and_changes_shipped_ones(manual: Manual, tmp_path: Path) -> None:
    changed = GOOD.replace("sample-label", "sampling").replace("样品标签", "抽样单")
    folder = own(tmp_path / "own", f"- {GOOD}\n- {changed}\n", sample_label=PAGE, sampling=PAGE)
    assert len(kinds(folder)) == 37
    assert kinds(folder)["sampling"].name == "抽样单"
    inspection = manual.inspect({"inspection": {"date": "2024-04-02"}})
    with pytest.raises(DocumentError, match="缺少被检查单位名称"):
        manual.document("sample-label", inspection, templates=str(folder))
    document = manual.document("sample-label", inspection, draft=True, templates=folder)
    assert "对＿＿＿的样品进行抽样。" in document.text
    with pytest.raises(DocumentError, match="没有 sample-label 这种文书"):
        manual.document("sample-label", inspection, draft=True)


def test_own_templates_stand_before_shipped_ones_and_the_others_stay(manual: Manual, tmp_path: Path) -> None:
    folder = own(tmp_path / "own", interview_record=PAGE.replace("的样品进行抽样", "进行询问"))
    inspection = manual.inspect(ROOT / "examples" / "cases" / "2020.yaml")
    assert "进行询问。" in manual.document("interview-record", inspection, templates=folder).text
    same = manual.document("inspection-record", inspection)
    assert manual.document("inspection-record", inspection, templates=folder).html == same.html
    assert template_file("documents/base.html.j2", folder) == shipped_templates() / "documents" / "base.html.j2"


def test_a_kind_whose_template_is_not_there_names_the_file(manual: Manual, tmp_path: Path) -> None:
    folder = own(tmp_path / "own", f"- {GOOD}\n")
    with pytest.raises(DocumentError, match=r"documents/sample-label\.html\.j2"):
        manual.document("sample-label", manual.inspect({"inspection": {"date": "2024-04-02"}}), True, templates=folder)


def test_a_kind_may_need_what_only_some_documents_have(manual: Manual, tmp_path: Path) -> None:
    needy = GOOD.replace("[enterprise.name]", "[decision.evidence, procedure.notified]")
    folder = own(tmp_path / "own", f"- {needy}\n", sample_label=PAGE)
    document = manual.document(
        "sample-label", manual.inspect({"inspection": {"date": "2024-04-02"}}), True, templates=folder
    )
    told = {problem.what for problem in document.problems}
    assert {"缺少证据", "缺少行政处罚告知书或者听证告知书送达日期"} <= told


BAD = f"""\
- {GOOD}
- {{id: Sample, name: 样品标签, abbr: 样, stage: 调查, to: none, about: enterprise, use: 用}}
- {{id: b, abbr: 样, stage: 调查, to: none, about: enterprise, use: 用}}
- {{id: c, name: 丙, abbr: 样, stage: 调察, to: nobody, about: enterprise, use: 用}}
- {{id: d, name: 丁, abbr: 样, stage: 调查, to: none, about: enterprise, use: 用, law: [review]}}
- {{id: e, name: 戊, abbr: 样, stage: 调查, to: none, about: enterprise, use: 用, template: 1}}
- {{id: f, name: 己, abbr: 样, stage: 调查, to: none, about: enterprise, use: 用, needs: [enterprise]}}
- {{id: g, name: 庚, abbr: 样, stage: 调查, to: none, about: enterprise, use: 用, needs: [enterprise.name, enterprise.nme, law.review, details.model_fields]}}
- 文书
- {GOOD}
"""


def test_everything_wrong_in_the_list_is_said_at_once_with_its_place(tmp_path: Path) -> None:
    folder = own(tmp_path / "own", BAD)
    with pytest.raises(DocumentError) as caught:
        kinds(folder)
    problems = caught.value.problems
    assert {problem.place.file for problem in problems} == {str(folder / "documents.yaml")}
    assert [problem.place.line for problem in problems] == [2, 3, 4, 4, 5, 6, 7, 8, 8, 8, 9, 10]
    told = [problem.what for problem in problems]
    assert told[1] == "缺少 name"
    assert told[4] == "没有 law 这个键"
    assert told[7:10] == [
        f"文书的内容里没有 {path}" for path in ("enterprise.nme", "law.review", "details.model_fields")
    ]
    assert told[11] == "文书 sample-label 写了两次"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id: a\n", r"documents\.yaml:1:1: 应为文书种类的列表"),
        ("- {id: a, id: b}\n", r"documents\.yaml:1:11: 键“id”重复"),
        ("- {id: [\n", r"documents\.yaml:\d+:\d+: 不是可读的YAML"),
    ],
)
def test_what_is_no_list_of_kinds(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(DocumentError, match=says):
        kinds(own(tmp_path / "own", text))
