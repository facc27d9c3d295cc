"""The table of enterprises that a sample is drawn from: each with its county, its industry and how risky it was rated."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast

from pydantic import TypeAdapter, ValidationError

from ..errors import CampaignError, Place, Problem, Problems, did_you_mean, shorten
from ..facts.text import Line
from ..manual.yamlfile import read_file
from .csvfile import read_records

Risk = Literal["重大", "较大", "一般", "低", "未评定"]

RISKS: tuple[Risk, ...] = ("重大", "较大", "一般", "低", "未评定")
"""The classes of risk, the highest first. An enterprise that nobody rated is a class of its own, never a low one."""

UNRATED: Risk = "未评定"

COLUMNS = {
    "credit_code": "统一社会信用代码",
    "name": "企业名称",
    "county": "县（市、区）",
    "industry": "行业",
    "risk": "风险等级",
}
"""The columns of the table, by field. Other columns may stand beside them and are not read."""

LARGEST = 64 * 1024 * 1024
"""The most bytes a table may have."""

_LINE: TypeAdapter[str] = TypeAdapter(Line)


@dataclass(frozen=True, slots=True)
class Unit:
    """One enterprise. ``credit_code`` tells it from all others; ``county`` and ``industry`` are empty where not written."""

    credit_code: str
    name: str
    county: str = ""
    industry: str = ""
    risk: Risk = UNRATED

    def as_dict(self) -> dict[str, str]:
        """The enterprise as plain data."""
        return asdict(self)


class _Row(NamedTuple):
    """A row as it was read: its cells by field, and where it stands."""

    cells: Mapping[str, Any]
    place: Place


def read_units(path: str | Path) -> tuple[Unit, ...]:
    """The enterprises of a table: ``.csv`` (UTF-8, its first line the columns), or a list in ``.yaml`` or ``.json``.

    The columns, or keys, are :data:`COLUMNS`, in Chinese or by field name; county, industry and risk may be blank. Raises
    :class:`CampaignError` with every problem and its line: an identity twice, a name that is missing, a risk that there is not.
    """
    path, problems = Path(path), Problems()
    rows = _csv_rows if path.suffix.lower() == ".csv" else _listed_rows
    return _units(rows(path, problems), problems)


def units_from(rows: Iterable[Mapping[str, Any]], source: str = "") -> tuple[Unit, ...]:
    """The enterprises of mappings with the keys of the table; ``source`` names them in messages. Raises :class:`CampaignError`."""
    placed = (_Row(_by_field(row), Place(source, path=str(number))) for number, row in enumerate(rows))
    return _units(placed, Problems())


def digest_of(units: Iterable[Unit]) -> str:
    """The SHA-256, in hex, of what the table says; the order of its rows and columns does not matter."""
    told = sorted(list(asdict(unit).values()) for unit in units)
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


# Reading


def _csv_rows(path: Path, problems: Problems) -> Iterator[_Row]:
    records = read_records(path)
    _, header = next(records, (1, []))
    fields = _fields(header, str(path))
    for line, cells in records:
        place = Place(str(path), line)
        if any(cells[len(fields) :]):
            problems.add(f"这一行有{len(cells)}格，表头只有{len(fields)}格", place, "有逗号的内容放在引号里")
        else:
            yield _Row({name: cell for name, cell in zip(fields, cells, strict=False) if name}, place)


def _fields(header: list[str], file: str) -> list[str]:
    """The field of each column, empty for those that are not read."""
    fields = [_field(title) for title in header]
    problems, place = Problems(), Place(file, 1)
    for name, title in COLUMNS.items():
        if name not in fields:
            problems.add(f"没有“{title}”这一列", place, did_you_mean(title, header))
        elif fields.count(name) > 1:
            problems.add(f"“{title}”有{fields.count(name)}列", place)
    problems.raise_as(CampaignError)
    return fields


def _field(title: str) -> str:
    title = title.strip()
    return title if title in COLUMNS else next((name for name, told in COLUMNS.items() if told == title), "")


def _listed_rows(path: Path, problems: Problems) -> Iterator[_Row]:
    source = read_file(path, CampaignError)
    if not isinstance(source.data, list):
        raise CampaignError(Problem("应为企业的列表", source.place(), f"每户写{'、'.join(COLUMNS.values())}"))
    for number, row in enumerate(source.data):
        place = source.place((number,))
        if not isinstance(row, Mapping):
            problems.add("每户企业应为一组键和值", place)
        else:
            yield _Row(_by_field(row), place)


def _by_field(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for title, value in row.items() if (name := _field(str(title)))}


# Checking


def _units(rows: Iterable[_Row], problems: Problems) -> tuple[Unit, ...]:
    found: dict[str, tuple[Unit, Place]] = {}
    for row in rows:
        unit = _unit(row, problems)
        if unit.credit_code in found:
            first, place = found[unit.credit_code]
            where = f"第{place.line}行" if place.line else "前面"
            problems.add(f"{COLUMNS['credit_code']} {unit.credit_code} 重复，{where}是{first.name}", row.place)
        elif unit.credit_code:
            found[unit.credit_code] = unit, row.place
    if not found and not len(problems):
        problems.add("表中没有企业")
    problems.raise_as(CampaignError)
    return tuple(unit for unit, _ in found.values())


def _unit(row: _Row, problems: Problems) -> Unit:
    cells = {name: _cell(name, row, problems) for name in COLUMNS}
    for name in ("credit_code", "name"):
        if not cells[name] and not _written(row.cells.get(name)):
            problems.add(f"没有写{COLUMNS[name]}", row.place)
    risk = cells["risk"] or UNRATED
    if risk not in RISKS:
        hint = did_you_mean(risk, RISKS) or f"可用：{'、'.join(RISKS)}；没有评定的留空"
        problems.add(f"没有“{shorten(risk, 20)}”这个风险等级", row.place, hint)
    return Unit(cells["credit_code"].upper(), cells["name"], cells["county"], cells["industry"], cast(Risk, risk))


def _cell(name: str, row: _Row, problems: Problems) -> str:
    """A cell as one printable line; empty where it is blank, or cannot be used."""
    value = row.cells.get(name)
    if not _written(value):
        return ""
    try:
        return _LINE.validate_python(str(value) if isinstance(value, int) and not isinstance(value, bool) else value)
    except ValidationError:
        problems.add(f"{COLUMNS[name]}“{shorten(value, 20)}”应为至多200字的一行文字", row.place)
        return ""


def _written(value: Any) -> bool:
    return value is not None and (not isinstance(value, str) or bool(value.strip()))
