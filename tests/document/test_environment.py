"""The sandbox: templates of strangers read the fields of the context and nothing else, and what is missing is never passed over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from enforce_rules import DocumentError, Manual
from enforce_rules.document.context import Context
from enforce_rules.document.document import plain
from enforce_rules.document.environment import filled
from enforce_rules.errors import Problem
from tests.conftest import ROOT

OWN = "documents/own1.html.j2"
Fill = Callable[..., str]


@pytest.fixture(scope="module")
def context(manual: Manual) -> Context:
    inspection = manual.inspect(ROOT / "examples" / "cases" / "2020.yaml")
    made = manual.document("penalty-decision-unit", inspection, draft=True).context
    assert made is not None
    return made


@pytest.fixture
def fill(tmp_path: Path, context: Context) -> Fill:
    """Fills a template of an office's own folder from the context of a decision, and what else is given."""
    folder = tmp_path / "office" / "templates"
    (folder / "documents").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("机密", encoding="utf-8")
    (tmp_path / "office" / "secret.txt").write_text("机密", encoding="utf-8")
    (folder / "documents" / "link.j2").symlink_to(tmp_path / "secret.txt")
    (folder / "inside.j2").write_text("可以", encoding="utf-8")

    numbers = count(1)

    def filled_with(text: str, **more: Any) -> str:
        name = f"documents/own{next(numbers)}.html.j2"  # a template is read once
        (folder / name).write_text(text, encoding="utf-8")
        return filled(name, {**plain(context), **more}, folder)

    return filled_with


def refused(fill: Fill, text: str, **more: Any) -> Problem:
    with pytest.raises(DocumentError) as caught:
        fill(text, **more)
    (problem,) = caught.value.problems
    return problem


# What may be read


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("{{ subject.name }}", "郑州市某机械加工厂（虚构）"),
        ('{{ subject["name"] }}', "郑州市某机械加工厂（虚构）"),
        ("{{ subject | attr('name') }}", "郑州市某机械加工厂（虚构）"),
        ("{{ decision.acts[0].items }}", "MR-"),
        ("{{ decision.acts | map(attribute='number') | join('、') }}", "1、2"),
        ("{{ law.review.value }}", "60日"),
        ("{{ procedure.discussion.members | first }}", "李某"),
        ("{{ case.filed }}", "2020年12月3日"),
        ("{% for x in range(3) %}{{ loop.index }}{% endfor %}", "123"),
        ('{% include "inside.j2" %}', "可以"),
        ("{% set who = subject %}{{ who.unit }}", "True"),
        ("{{ details.number | default('没有') }}", "（郑）应急罚〔2020〕31号"),
        ("{{ nothing | default('没有') }}{% if nothing is defined %}!{% endif %}", "没有"),
    ],
)
def test_fields_are_read(fill: Fill, text: str, printed: str) -> None:
    assert fill(text).startswith(printed)


def test_filters(fill: Fill) -> None:
    assert fill("{{ a | blank }}|{{ b | blank }}|{{ c | blank }}|{{ d | blank }}", a="", b=None, c=0, d="甲") == (
        "＿＿＿|＿＿＿|0|甲"
    )
    assert fill("{{ a | day }}|{{ b | day | blank }}", a=date(2020, 12, 1), b=None) == "2020年12月1日|＿＿＿"
    assert fill("{{ a | lines | join('/') }}|{{ b | lines | length }}", a="甲\n\n 乙\n", b=None) == "甲/ 乙|0"


def test_what_is_printed_is_text_and_no_markup(fill: Fill) -> None:
    said = "<b>\"'&{{ 1 }}"
    escaped = "&lt;b&gt;&#34;&#39;&amp;{{ 1 }}"
    assert fill('<p title="{{ x }}">{{ x }}</p>{{ [x, x] | join(x) }}', x=said) == (
        f'<p title="{escaped}">{escaped}</p>{escaped * 3}'
    )
    assert fill("{% set y %}{{ x }}{% endset %}{{ y }}{{ '<i>' ~ x }}", x=said) == escaped + "&lt;i&gt;" + escaped
    assert fill("{% macro m(y) %}{{ y }}{% endmacro %}{{ m(x) }}", x=said) == escaped


def test_a_key_that_strangers_chose_is_read_before_a_method(fill: Fill) -> None:
    extra = {"items": "甲", "values": "乙", "update": "丙", "get": "丁"}
    assert fill("{{ x.items }}{{ x.values }}{{ x.update }}{{ x['get'] }}", x=extra) == "甲乙丙丁"


# What may not


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ subject.__class__ }}",
        '{{ subject["__class__"] }}',
        "{{ subject | attr('__class__') }}",
        "{{ subject.__init__.__globals__ }}",
        "{{ subject.__dataclass_fields__ }}",
        "{{ [subject] | map(attribute='__class__') | first }}",
        "{{ details.__dict__ }}",
        "{{ details.__fields__ }}",
        "{{ details.model_fields }}",
        "{{ details.model_dump() }}",
        "{{ details.model_copy() }}",
        "{{ details.copy() }}",
        "{{ (details | attr('model_dump'))() }}",
        "{{ procedure.statement.model_dump_json() }}",
        '{{ "{0.__class__}".format(subject) }}',
        '{{ "{0.model_fields}".format(details) }}',
        '{{ "%s" | format(subject.__module__) }}',
        "{{ cycler.__init__.__globals__ }}",
        "{{ self.__init__.__globals__ }}",
        "{{ self._TemplateReference__context }}",
        "{{ lipsum.__globals__ }}",
        "{{ range.__self__ }}",
        "{{ date.fromisoformat.__self__ }}",
        "{{ law.review.__slots__ }}",
        "{{ law.review.__hash__() }}",
        "{{ case.filed.__class__ }}",
        "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    ],
)
def test_nothing_behind_the_fields_is_reached(fill: Fill, text: str) -> None:
    assert refused(fill, text).place.line == 1


@pytest.mark.parametrize(
    "text",
    [
        '{% import "os" as os %}{{ os }}',
        '{% from "os" import system %}',
        '{% include "../secret.txt" %}',
        '{% include "../../secret.txt" %}',
        '{% include "documents/../../secret.txt" %}',
        '{% include "documents/link.j2" %}',
        '{% include "/etc/hostname" %}',
        '{% include "documents" %}',
        '{% include "inside.j2\x00" %}',
        '{% extends "../secret.txt" %}',
        "{% include subject.name %}",
    ],
)
def test_no_file_outside_of_the_folder_is_read(fill: Fill, text: str) -> None:
    assert "机密" not in str(refused(fill, text))


@pytest.mark.parametrize(
    "text",
    [
        '{% set subject.name = "乙厂" %}',
        '{% set details.number = "1" %}',
        '{{ details.extra.update({"a": "b"}) }}',
        "{{ inspection.inspectors.append(1) }}",
        "{{ inspection.inspectors.pop() }}",
        "{{ decision.acts.clear() }}",
        "{{ decision.acts.sort() }}",
        "{{ law.popitem() }}",
        '{{ law.setdefault("a", 1) }}',
        "{% do law.clear() %}",
        "{{ subject.__setattr__('name', '乙厂') }}",
    ],
)
def test_the_context_cannot_be_written(fill: Fill, context: Context, text: str) -> None:
    before = repr(context)
    refused(fill, text)
    assert repr(context) == before


def test_a_name_set_in_a_template_stays_in_it(fill: Fill, context: Context) -> None:
    assert fill('{% set subject = "乙厂" %}{{ subject }}') == "乙厂"
    assert fill("{{ subject.name }}") == context.subject.name


# What is missing


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("甲\n{{ nothing }}", 2, "'nothing' is undefined"),
        ("甲\n\n{{ subject.nme }}", 3, "nme"),
        ("{% if nothing %}甲{% endif %}", 1, "'nothing' is undefined"),
        ("甲\n{% if nothing == 1 %}甲{% endif %}", 2, "'nothing' is undefined"),
        ("甲\n{% for x in nothing %}甲{% endfor %}", 2, "'nothing' is undefined"),
        ("甲\n{{ nothing | blank }}", 2, "'nothing' is undefined"),
        ("甲\n{{ nothing | length }}", 2, "'nothing' is undefined"),
        ("甲\n{{ details.extra.other }}", 2, "other"),
        ("甲\n{{ law.other.value }}", 2, "other"),
        ("甲\n{{ decision.acts[99].number }}", 2, "99"),
        ("甲\n{{ empty }}", 2, "没有填写"),
        ("甲\n{{ [empty] | first }}", 2, "没有填写"),
        ("甲\n{% if %}", 2, "模板有误"),
        ("甲\n{{ subject.name", 2, "模板有误"),
        ("甲\n{{ subject | nofilter }}", 2, "nofilter"),
    ],
)
def test_what_is_missing_is_an_error_with_its_line(fill: Fill, text: str, line: int, says: str) -> None:
    problem = refused(fill, text, empty=None)
    assert (problem.place.file, problem.place.line) == (OWN, line)
    assert says in problem.what


def test_a_blank_says_so_where_it_is_meant(fill: Fill) -> None:
    assert fill("{{ empty | day | blank }}{{ empty | blank }}", empty=None) == "＿＿＿" * 2


@pytest.mark.parametrize(
    "text",
    [
        "{% for x in range(10 ** 9) %}甲{% endfor %}",
        "{{ 1 / 0 }}",
        "{{ 1 % 0 }}",
        "{{ 1 + 'a' }}",
        "{{ 'a'.index('b') }}",
        "{{ '{}'.format() }}",
        "{{ '%d' | format('a') }}",
        "{{ [1, 'a'] | sort }}",
        "{{ subject() }}",
        "{{ (10.0 ** 300) ** 10 }}",
    ],
)
def test_whatever_else_goes_wrong_is_told_with_its_line(fill: Fill, text: str) -> None:
    problem = refused(fill, f"甲\n{text}")
    assert (problem.place.file, problem.place.line) == (OWN, 2)
    assert problem.what.startswith("模板有误：")


def test_a_template_that_includes_itself_comes_to_an_end(fill: Fill) -> None:
    assert refused(fill, f'{{% include "{OWN}" %}}').place.file == OWN


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("丁\n{{ nothing }}", "undefined"),
        ("丁\n{{ empty }}", "没有填写"),
        ("丁\n{{ 1 / 0 }}", "zero"),
        ("丁\n{% if %}", "Expected"),
        ('丁\n{% include "documents/third.j2" %}', "没有 documents/third.j2 这个文件"),
    ],
)
def test_an_error_in_a_part_names_the_part(tmp_path: Path, context: Context, text: str, says: str) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "second.j2").write_text(text, encoding="utf-8")
    (tmp_path / OWN).write_text('甲\n乙\n丙\n{% include "documents/second.j2" %}\n', encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        filled(OWN, {**plain(context), "empty": None}, tmp_path)
    (problem,) = caught.value.problems
    assert str(problem.place) == "documents/second.j2:2"
    assert says in problem.what


def test_a_template_that_is_not_there_is_named(context: Context, tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"没有 documents/nowhere\.html\.j2 这个文件"):
        filled("documents/nowhere.html.j2", plain(context), tmp_path)
