"""A hostile facts file is refused or printed literally: nothing is executed.

How long each takes is measured, not tested: ``python -m benchmarks.hostile``.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from enforce_rules import FactsError, Manual

HEAD = "inspection: {date: 2024-04-02}\n"
FOUND = "facts: {dust_explosion_unit: true, dry_collected_dusts: [木质], dry_dust_collector: true, airlock: 未设置}\n"


def _bomb() -> str:
    return "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 11)
    )


REFUSED = {
    "aliases nested ten deep": _bomb(),
    "merge keys": HEAD + "base: &b {employees: 1}\nfacts: {<<: *b}\n",
    "a python tag": HEAD + "facts: {employees: !!python/object/apply:os.system ['touch /tmp/owned']}\n",
    "duplicate keys": HEAD + "facts: {employees: 1, employees: 2}\n",
    "not a number": HEAD + "facts: {employees: .nan}\n",
    "infinity": HEAD + "facts: {employees: .inf}\n",
    "year zero": "inspection: {date: 0000-01-01}\nfacts: {}\n",
    "year 9999": "inspection: {date: 9999-12-31}\nfacts: {}\n",
    "a megabyte of name": f"enterprise: {{name: {'某' * 350_000}}}\n" + HEAD + FOUND,
    "a megabyte of value": HEAD + f"facts: {{airlock: {'x' * 1_000_000}}}\n",
    "a megabyte of fact name": HEAD + f"facts: {{? {'x' * 1_000_000} : 1}}\n",
    "a hundred thousand brackets": HEAD + "facts: " + "[" * 100_000,
    "a hundred thousand nested maps": HEAD + "facts: " + "{a: " * 100_000,
    "a very long number": HEAD + f"facts: {{employees: {'9' * 100_000}}}\n",
    "a terminal escape": 'enterprise: {name: "\\e[2J厂"}\n' + HEAD + FOUND,
    "a line break in a name": 'enterprise: {name: "甲\\n乙"}\n' + HEAD + FOUND,
    "a text that runs backwards": 'enterprise: {name: "甲\\u202e乙"}\n' + HEAD + FOUND,
    "a lone surrogate": 'enterprise: {name: "\\ud800"}\n' + HEAD + FOUND,
    "a second document": HEAD + "---\n" + FOUND,
    "a null byte": HEAD + "facts: {a\0b: 1}\n",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_refused(manual: Manual, tmp_path: Path, text: str) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FactsError) as caught:
        manual.inspect(path)
    assert len(str(caught.value)) < 2_000, "the message quotes the input, but not all of it"


@pytest.mark.parametrize("text", ['{"facts": {"employees": NaN}}', '{"facts": {"a": 1, "a": 1}}', '{"a": ' * 100_000])
def test_hostile_json(manual: Manual, tmp_path: Path, text: str) -> None:
    path = tmp_path / "facts.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FactsError):
        manual.inspect(path)


NAMES = [
    "{{7*7}}厂",
    "<script>alert(1)</script>厂",
    "{% for x in y %}厂",
    "[bold red]厂[/]",
    "$(touch x)厂",
    "%s%n厂",
    "' OR 1=1 --厂",
]


@pytest.mark.parametrize("name", NAMES)
def test_printed_literally(manual: Manual, tmp_path: Path, name: str) -> None:
    from html import unescape

    place = name.replace("厂", "车间")
    data = {
        "enterprise": {"name": name},
        "inspection": {"date": "2024-04-02"},
        "facts": {
            "dust_explosion_unit": True,
            "dry_collected_dusts": ["木质"],
            "dry_dust_collector": True,
            "airlock": {"value": "未设置", "place": place},
        },
    }
    inspection = manual.inspect(data)
    document = manual.document("rectification-order", inspection, draft=True)
    text = document.text.replace("\n", "")
    assert name in text
    assert place in text
    assert "<script>" not in document.html
    assert name in unescape(document.html)
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "enforce_rules", "inspect", str(path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert name in run.stdout.splitlines()[0]
    assert list(tmp_path.iterdir()) == [path]
