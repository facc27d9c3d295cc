"""YAML and JSON as data from strangers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from enforce_rules.errors import FactsError
from enforce_rules.manual.yamlfile import read_json, read_yaml


def read(text: str) -> object:
    return read_yaml(text, "f.yaml", FactsError).data


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("yes", "yes"),
        ("2020-12-01", "2020-12-01"),
        ("true", True),
        ("null", None),
        ("", None),
        ("~", None),
        ("12", 12),
        ("-3", -3),
        ("0123", "0123"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("1.50", Decimal("1.50")),
        (".nan", ".nan"),
        (".inf", ".inf"),
        ("1e9", "1e9"),
        ("'12'", "12"),
        ("True", "True"),
        ("=", "="),
    ],
)
def test_scalars(text: str, value: object) -> None:
    data = read(f"k: {text}")
    assert data == {"k": value}
    assert isinstance(data, dict)
    assert type(data["k"]) is type(value)


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("a: 1\na: 2", "f.yaml:2:1", "键“a”重复"),
        ("a: {b: 1, b: 2}", "f.yaml:1:11", "键“b”重复"),
        ("a: &x 1", "f.yaml:1:4", "锚点"),
        ("a: *x", "f.yaml:1:4", "锚点"),
        ("<<: *x", "f.yaml:1:5", "锚点"),
        ("a: !!python/object/apply:os.system ['true']", "f.yaml:1:4", "标签"),
        ("a: !!int 3", "f.yaml:1:4", "标签"),
        ("a: !x {}", "f.yaml:1:4", "标签"),
        ("? [1, 2]\n: 3", "f.yaml:1:3", "键应为文字"),
        ("a: 1\n---\nb: 2", "f.yaml:2:1", "一个YAML文档"),
        ("a: [1", "f.yaml:2:1", "不是可读的YAML"),
        ("a: \tb: c", "f.yaml:1:6", "不是可读的YAML"),
        ("[" * 60, "f.yaml:1:", "嵌套过深"),
    ],
)
def test_refused(text: str, place: str, says: str) -> None:
    with pytest.raises(FactsError) as caught:
        read(text)
    assert str(caught.value).startswith(place)
    assert says in str(caught.value)


def test_all_duplicates_are_listed() -> None:
    with pytest.raises(FactsError) as caught:
        read("a: 1\nb: {c: 1, c: 2}\na: 3")
    assert len(caught.value.problems) == 2


def test_nested_aliases_do_not_multiply() -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 11))
    with pytest.raises(FactsError, match="锚点"):
        read(bomb)


def test_not_utf8() -> None:
    with pytest.raises(FactsError, match="UTF-8"):
        read_yaml("名称: 某厂".encode("gbk"), "f.yaml", FactsError)


def test_too_large() -> None:
    with pytest.raises(FactsError, match="文件过大"):
        read_yaml(b"a" * (4 * 1024 * 1024 + 1), "f.yaml", FactsError)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"a": 1, "a": 2}', "键“a”重复"),
        ('{"a": NaN}', "不是可用的数"),
        ('{"a": -Infinity}', "不是可用的数"),
        ('{"a": 1e400}', "不可用"),
        ('{"a": ' + "[" * 100 + "]" * 100 + "}", "嵌套过深"),
        ('{"a": ' + "[" * 100_000, "不是可读的JSON"),
        ('{"a": ' + "9" * 5000 + "}", "不是可读的JSON"),
        ("{'a': 1}", "f.json:1:2"),
    ],
)
def test_json_is_as_strict(text: str, says: str) -> None:
    with pytest.raises(FactsError) as caught:
        read_json(text, "f.json", FactsError)
    assert says in str(caught.value)


def test_json_values_have_places_too() -> None:
    source = read_json('{\n  "facts": {\n    "employees": 3}}', "f.json", FactsError)
    assert str(source.place(("facts", "employees"))) == "f.json:3:18 facts.employees"


def test_a_place_within_folded_text() -> None:
    text = "k:\n  a: >-\n    first line\n    second wrong\n  b: plain wrong\n  c: 'quoted wrong'\n"
    source = read_yaml(text, "f.yaml", FactsError)
    data = source.data["k"]
    for key, place in (("a", "f.yaml:4:12"), ("b", "f.yaml:5:12"), ("c", "f.yaml:6:14")):
        column = data[key].index("wrong") + 1
        assert str(source.place(("k", key), column)).startswith(place)
