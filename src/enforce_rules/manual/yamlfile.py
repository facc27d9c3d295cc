"""YAML as data from strangers: strict, bounded, every value with its place.

Read from the C parser's events. There are no tags, anchors or aliases, no duplicate keys, no second document; a scalar
is null, true/false, a whole or decimal number by YAML 1.2's core schema, else text (``no``, ``on`` and ``2020-12-01``
are text). Numbers with a point are Decimal, as written.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

import yaml

from ..errors import EnforceRulesError, Place, Problem, Problems, shorten

LARGEST = 4 * 1024 * 1024
"""The most bytes a file may have."""

DEEPEST = 24
"""The most levels data may be nested."""

Path_ = tuple[str | int, ...]

_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]{0,14})\.[0-9]{1,9}")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Source:
    """Parsed data together with the places its parts come from; ``root`` is where the data stands in its file."""

    file: str
    data: Any = None
    lines: list[str] = field(default_factory=list)
    marks: dict[Path_, tuple[int, int, str]] = field(default_factory=dict)  # line, column, style; from 0
    keys: dict[Path_, tuple[int, int]] = field(default_factory=dict)  # where the key of a value stands
    root: Path_ = ()

    def has(self, path: Path_) -> bool:
        """Whether the place of the value at ``path`` is known."""
        return (*self.root, *path) in self.marks

    def part(self, path: Path_, data: Any) -> Source:
        """A part of the data, or something made from it, that stands at ``path``."""
        return Source(self.file, data, self.lines, self.marks, self.keys, (*self.root, *path))

    def key_place(self, path: Path_) -> Place:
        """Where the key of the value at ``path`` stands; where the value stands when it has none."""
        place = self.place(path)
        whole = (*self.root, *path)
        if whole not in self.keys:
            return place
        line, column = self.keys[whole]
        return Place(self.file, line + 1, column + 1, place.path)

    def place(self, path: Path_ = (), column: int | None = None) -> Place:
        """Where the value at ``path`` stands, or its nearest parent that is there.

        ``column`` (from 1) points at a character within a text value, also a folded one.
        """
        path = (*self.root, *path)
        known = path
        while known and known not in self.marks:
            known = known[:-1]
        shown = ".".join(shorten(str(step)) for step in path)
        if known not in self.marks:
            return Place(self.file, path=shown)
        line, start, style = self.marks[known]
        if column is not None and known == path:
            line, start = self._within(line, start, style, column - 1)
        return Place(self.file, line + 1, start + 1, shown)

    def _within(self, line: int, start: int, style: str, offset: int) -> tuple[int, int]:
        if style in ("'", '"'):
            return line, start + 1 + offset
        begin = line + 1 if style in (">", "|") else line
        rest = offset
        for number in range(begin, len(self.lines)):
            text = self.lines[number] if number > line else self.lines[number][start:]
            indent = len(text) - len(text.lstrip())
            length = len(text.strip())
            if rest <= length:
                return number, (start if number == line else 0) + indent + rest
            rest -= length + 1
        return line, start


def read_yaml(text: str | bytes, file: str, error: type[EnforceRulesError]) -> Source:
    """The data of one YAML document. Raises ``error`` with every duplicate key and forbidden construct, or the syntax error."""
    decoded = _decode(text, file, error)
    source = Source(file, lines=decoded.splitlines())
    problems = Problems()
    try:
        _Builder(source, problems).build(decoded)
    except yaml.MarkedYAMLError as failure:
        mark = failure.problem_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        problems.add("不是可读的YAML", place, f"查看此处的括号、引号、缩进和冒号：{shorten(str(failure.problem), 80)}")
    except yaml.YAMLError as failure:
        problems.add("不是可读的YAML", Place(file), shorten(str(failure).replace("\n", " "), 80))
    except _Stop:
        pass
    problems.raise_as(error)
    return source


def read_json(text: str | bytes, file: str, error: type[EnforceRulesError], placed: bool = True) -> Source:
    """The data of one JSON document, with the same strictness. With ``placed`` its places are those of its YAML reading, where it
    has one; that takes longer than the rest.
    """
    decoded = _decode(text, file, error)
    problems = Problems()

    def no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                problems.add(f"键“{shorten(key, 40)}”重复", Place(file), "每个键只写一次")
            found[key] = value
        return found

    def no_constant(name: str) -> NoReturn:
        raise error(Problem(f"{name}不是可用的数", Place(file)))

    try:
        data = json.loads(
            decoded, object_pairs_hook=no_duplicates, parse_constant=no_constant, parse_float=_decimal(file, error)
        )
    except json.JSONDecodeError as failure:
        raise error(Problem("不是可读的JSON", Place(file, failure.lineno, failure.colno))) from None
    except (RecursionError, ValueError):
        raise error(Problem("不是可读的JSON：嵌套过深或者数过长", Place(file))) from None
    problems.raise_as(error)
    source = Source(file, data, decoded.splitlines())
    if placed:
        with suppress(EnforceRulesError):
            source = read_yaml(decoded, file, error).part((), data)
    if _depth(data) > DEEPEST:
        raise error(Problem("嵌套过深", Place(file), f"至多{DEEPEST}层"))
    return source


def read_file(path: Path, error: type[EnforceRulesError], shown: str | None = None) -> Source:
    """The data of a ``.yaml``, ``.yml`` or ``.json`` file. Raises ``error`` also when it cannot be read at all."""
    name = shown if shown is not None else str(path)
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as failure:
        raise error(Problem(f"读不了文件：{failure.strerror or failure}", Place(name))) from None
    return read_json(content, name, error) if path.suffix == ".json" else read_yaml(content, name, error)


def _decode(text: str | bytes, file: str, error: type[EnforceRulesError]) -> str:
    if len(text) > LARGEST:
        raise error(Problem("文件过大", Place(file), f"至多{LARGEST // 1024 // 1024} MiB"))
    if isinstance(text, str):
        return text
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        line = text[: failure.start].count(b"\n") + 1
        raise error(Problem("不是UTF-8文字", Place(file, line), "另存为UTF-8")) from None


def _decimal(file: str, error: type[EnforceRulesError]) -> Any:
    def parse(text: str) -> Decimal:
        if not _DECIMAL.fullmatch(text):
            raise error(
                Problem(f"数“{shorten(text, 30)}”不可用", Place(file), "整数部分至多15位，小数至多9位，不用指数")
            )
        return Decimal(text)

    return parse


def _depth(data: Any) -> int:
    depth, level = 0, [data]
    while level:
        depth += 1
        if depth > DEEPEST:
            break
        inner: list[Any] = []
        for value in level:
            if isinstance(value, dict):
                inner.extend(value.values())
            elif isinstance(value, list):
                inner.extend(value)
        level = inner
    return depth


class _Stop(Exception):
    """Reading cannot go on; the problem is recorded."""


class _Builder:
    """Builds the data from the parser's events, depth first, without recursion into aliases (there are none)."""

    def __init__(self, source: Source, problems: Problems) -> None:
        self.source = source
        self.problems = problems

    def build(self, text: str) -> None:
        self.events = yaml.parse(text, Loader=_LOADER)
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.wrong(event, "一个文件只能有一个YAML文档", "去掉第二个 ---")
                    raise _Stop
            elif isinstance(event, yaml.NodeEvent):
                self.source.data = self.node(event, (), 0)

    def wrong(self, event: Any, what: str, hint: str = "") -> None:
        mark = event.start_mark
        self.problems.add(what, Place(self.source.file, mark.line + 1, mark.column + 1), hint)

    def node(self, event: Any, path: Path_, depth: int) -> Any:
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            self.wrong(event, "不允许锚点和别名（& 和 *）", "把值直接写出")
            raise _Stop
        if getattr(event, "tag", None) not in (None, "!") or (
            event.tag == "!" and not isinstance(event, yaml.ScalarEvent)
        ):
            self.wrong(event, f"不允许标签“{shorten(str(event.tag), 40)}”", "只写普通的值")
            raise _Stop
        if depth > DEEPEST:
            self.wrong(event, "嵌套过深", f"至多{DEEPEST}层")
            raise _Stop
        mark = event.start_mark
        if isinstance(event, yaml.ScalarEvent):
            self.source.marks[path] = (mark.line, mark.column, event.style or "")
            return self.scalar(event)
        self.source.marks[path] = (mark.line, mark.column, "")
        if isinstance(event, yaml.SequenceStartEvent):
            members: list[Any] = []
            for inner in self.events:
                if isinstance(inner, yaml.SequenceEndEvent):
                    break
                members.append(self.node(inner, (*path, len(members)), depth + 1))
            return members
        return self.mapping(path, depth)

    def mapping(self, path: Path_, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_event in self.events:
            if isinstance(key_event, yaml.MappingEndEvent):
                break
            if not isinstance(key_event, yaml.ScalarEvent):
                self.wrong(key_event, "键应为文字")
                raise _Stop
            if key_event.anchor is not None or key_event.tag not in (None, "!"):
                self.wrong(key_event, "键不能带锚点或者标签")
                raise _Stop
            key = key_event.value
            if key in found:
                self.wrong(key_event, f"键“{shorten(key, 40)}”重复", "每个键只写一次")
            mark: Any = key_event.start_mark
            self.source.keys[(*path, key)] = (mark.line, mark.column)
            found[key] = self.node(next(self.events), (*path, key), depth + 1)
            if not isinstance(found[key], str | int | float | Decimal):
                self.source.marks[(*path, key)] = (mark.line, mark.column, "")
        return found

    def scalar(self, event: Any) -> Any:
        text = event.value
        if not event.implicit[0]:
            return text
        if text in ("", "~", "null"):
            return None
        if text in ("true", "false"):
            return text == "true"
        if _WHOLE.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text):
            return Decimal(text)
        return text
