"""The table of cities (各市情况表): of each city its scale and the structure of its industry, from which groups are paired.

As CSV, one city a row::

    市,规模:规上工业企业数,规模:从业人员,行业:危险化学品,行业:钢铁,经度,纬度
    甲市,812,96500,45,12,113.2,34.6

or as YAML or JSON: ``cities``, a list of ``name``, ``scale``, ``industries`` and, if wished, ``longitude`` and ``latitude``.
A blank is unknown, never zero, and is refused: what a city has not is written 0.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from ..errors import CampaignError, Place, Problem, Problems, did_you_mean, shorten
from ..facts.text import Line
from ..manual.model import Model
from ..manual.validation import validate
from ..manual.yamlfile import Path_, Source, read_file
from .csvfile import read_records

MOST_CITIES = 300
"""The most cities of a table."""

SCALE, INDUSTRY = "规模:", "行业:"
"""How the titles of the columns of measures begin; the full-width colon does as well."""

_KEYS = {"市": "name", "经度": "longitude", "纬度": "latitude"}
_TITLES = {key: title for title, key in _KEYS.items()}
_PREFIXES = {"scale": SCALE, "industries": INDUSTRY}
_BLANK = "空白是不知道，不是零：查清后填写，没有的写0"
_DIGITS, _DECIMALS = 15, 6
_WRONG = f"应为数，至多{_DIGITS}位，其中小数至多{_DECIMALS}位；不写千分位、单位、百分号和指数"
_NUMBER = re.compile(rf"[-+]?(?=[0-9.]{{1,{_DIGITS + 1}}}$)[0-9]{{1,{_DIGITS}}}(\.[0-9]{{1,{_DECIMALS}}})?")


def _number(value: object) -> Decimal:
    """A number as written, exact. Raises ValueError in words."""
    if value is None:
        raise ValueError(_BLANK)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ValueError(_WRONG)
    number = Decimal(str(value))
    _, digits, exponent = number.as_tuple()
    exact = number.is_finite() and int(exponent) >= -_DECIMALS and len(digits) <= _DIGITS
    if not exact or abs(number) >= 10**_DIGITS:
        raise ValueError(_WRONG)
    return number


def _between(least: int, most: int | None, told: str) -> Callable[[object], Decimal]:
    def number(value: object) -> Decimal:
        found = _number(value)
        if found < least or (most is not None and found > most):
            raise ValueError(told)
        return found

    return number


Amount = Annotated[Decimal, BeforeValidator(_between(0, None, "不能为负数"))]
"""A number that is not negative, exact, of at most 15 digits."""

Longitude = Annotated[Decimal, BeforeValidator(_between(-180, 180, "经度应在-180和180之间"))]
Latitude = Annotated[Decimal, BeforeValidator(_between(-90, 90, "纬度应在-90和90之间"))]


class City(Model):
    """A city: its name, its scale in any measures, its industry in any counts (usually of enterprises), and where it lies."""

    name: Line = Field(description="市")
    scale: dict[Line, Amount] = Field(min_length=1, description="规模：各项指标及其数值，单位写在指标名称里")
    industries: dict[Line, Amount] = Field(min_length=1, description="行业结构：各行业的企业数或者其他数量，单位相同")
    longitude: Longitude | None = Field(default=None, description="经度，度；画地图用")
    latitude: Latitude | None = Field(default=None, description="纬度，度；画地图用")


class CityTable(Model):
    """The cities of a campaign, all with the same measures and industries."""

    note: Line | None = Field(default=None, description="说明，如 模拟数据")
    cities: tuple[City, ...] = Field(description="各市，至少一个")

    @cached_property
    def by_name(self) -> dict[str, City]:
        """The cities by name, in the order of the table."""
        return {city.name: city for city in self.cities}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the cities, in the order of the table."""
        return tuple(city.name for city in self.cities)

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures of scale, in the order of the table."""
        return tuple(self.cities[0].scale)

    @property
    def industries(self) -> tuple[str, ...]:
        """The industries, in the order of the table."""
        return tuple(self.cities[0].industries)

    @property
    def placed(self) -> bool:
        """Whether the table says where the cities lie."""
        return all(city.longitude is not None and city.latitude is not None for city in self.cities)


def read_cities(path: str | Path) -> CityTable:
    """The table of a ``.csv`` (UTF-8), ``.yaml``, ``.yml`` or ``.json`` file.

    Raises :class:`CampaignError` with every problem and its place.
    """
    path = Path(path)
    ending = path.suffix.lower()
    if ending == ".csv":
        return _read_csv(path)
    if ending in (".yaml", ".yml", ".json"):
        return _table(read_file(path, CampaignError), Problems())
    raise CampaignError(
        Problem(f"不认识的文件类型“{shorten(ending, 20)}”", Place(str(path)), "用 .csv、.yaml、.yml 或者 .json")
    )


def cities_from(data: Mapping[str, Any], source: str = "") -> CityTable:
    """The table of a mapping of the shape of its YAML file. Raises :class:`CampaignError`."""
    return _table(Source(source, dict(data)), Problems())


def _table(source: Source, problems: Problems) -> CityTable:
    """The table of parsed data, checked; ``problems`` brings what was found before."""
    names = _names(source.data)
    _doubled(names, source, problems)
    if len(names) > MOST_CITIES:
        problems.add(f"有{len(names)}个市", source.place(("cities",)), f"至多{MOST_CITIES}个")
    table = validate(source, CityTable, problems)
    if table is not None and not table.cities:
        problems.add("没有一个市", source.place(("cities",)), "每个市写一项")
    elif table is not None:
        _same_columns(table, source, problems)
        _places(table, source, problems)
        for index, city in enumerate(table.cities):
            if not any(city.industries.values()):
                told = f"{city.name}各行业全是0，算不出行业结构"
                problems.add(told, source.place(("cities", index, "industries")), "至少一个行业的数量大于0")
    problems.raise_as(CampaignError)
    assert table is not None
    return table


def _names(data: Any) -> list[str]:
    cities = data.get("cities") if isinstance(data, dict) else None
    rows = cities if isinstance(cities, list | tuple) else []
    return [str(row.get("name") or "").strip() if isinstance(row, dict) else "" for row in rows]


def _doubled(names: list[str], source: Source, problems: Problems) -> None:
    counted = Counter(names)
    for index, name in enumerate(names):
        if name and counted[name] > 1:
            told = f"{shorten(name, 40)} 写了{counted[name]}次"
            problems.add(told, source.place(("cities", index, "name")), "每个市只写一次")


def _same_columns(table: CityTable, source: Source, problems: Problems) -> None:
    """Every city has every measure and every industry that any city has."""
    for key, kind in (("scale", "规模指标"), ("industries", "行业")):
        known = dict.fromkeys(name for city in table.cities for name in getattr(city, key))
        for index, city in enumerate(table.cities):
            own = getattr(city, key)
            for name in known:
                if name not in own:
                    place = source.place(("cities", index, key))
                    hint = did_you_mean(name, [other for other in own if other != name]) or _BLANK
                    problems.add(f"{city.name}没有写{kind} {name}", place, hint)


def _places(table: CityTable, source: Source, problems: Problems) -> None:
    """Longitude and latitude are written for all cities or for none."""
    if all(city.longitude is None and city.latitude is None for city in table.cities):
        return
    for index, city in enumerate(table.cities):
        for key in ("longitude", "latitude"):
            if getattr(city, key) is None:
                told = f"{city.name}没有写{_TITLES[key]}"
                problems.add(told, source.place(("cities", index)), "经度和纬度各市都写，或者都不写")


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a CSV table: its title as written, and where its cells go: a key of the city, or a name within one."""

    title: str
    path: Path_


@dataclass
class _Rows(Source):
    """A CSV table in the shape of the YAML file; ``starts`` are the lines of its rows, ``titles`` those of its columns."""

    starts: list[int] = field(default_factory=list)
    titles: dict[Path_, str] = field(default_factory=dict)

    def place(self, path: Path_ = (), column: int | None = None) -> Place:
        """The line of the row, and the title of the column in the place of the path of keys."""
        if len(path) < 2 or not isinstance(path[1], int):
            return Place(self.file, 1)
        return Place(self.file, self.starts[path[1]], path=self.titles.get(path[2:], ""))


def _read_csv(path: Path) -> CityTable:
    problems = Problems()
    lines = read_records(path)
    first, header = next(lines, (1, []))
    columns = _columns(header, Place(str(path), first), problems)
    rows = _rows(lines, columns, str(path), problems)
    if not rows.starts:
        problems.add("没有一个市", Place(str(path), first), "第一行是列名，以下每行一个市")
    if not rows.starts or not columns:
        problems.raise_as(CampaignError)
    return _table(rows, problems)


def _columns(header: list[str], place: Place, problems: Problems) -> list[_Column | None]:
    """The columns, None for one that is not known; no columns at all, after recording it, when some are missing."""
    found = [_column(title) for title in header]
    for title, column in zip(header, found, strict=True):
        if column is None:
            told = f"列名“{shorten(title, 40)}”不可用" if title else "有一列没有列名"
            hint = did_you_mean(title, _KEYS) or "列名为：市、规模:……、行业:……、经度、纬度"
            problems.add(told, place, hint)
    for path, times in Counter(column.path for column in found if column).items():
        if times > 1:
            problems.add(f"列“{_title(path)}”写了{times}次", place, "每列只写一次")
    missing = _missing({column.path for column in found if column})
    for told, hint in missing:
        problems.add(told, place, hint)
    return [] if missing else found


def _column(title: str) -> _Column | None:
    if title in _KEYS:
        return _Column(title, (_KEYS[title],))
    for key, prefix in _PREFIXES.items():
        name = title[len(prefix) :].strip()
        if title[: len(prefix)].replace("：", ":") == prefix and 0 < len(name) <= 200 and name.isprintable():
            return _Column(title, (key, name))
    return None


def _title(path: Path_) -> str:
    return f"{_PREFIXES[str(path[0])]}{path[1]}" if len(path) > 1 else _TITLES[str(path[0])]


def _missing(paths: Iterable[Path_]) -> list[tuple[str, str]]:
    """The columns that the table lacks, each with what would be right."""
    keys = {path[0] for path in paths}
    found = []
    if "name" not in keys:
        found.append(("缺少列“市”", "每行一个市，写市的名称"))
    if "scale" not in keys:
        found.append(("没有规模列", "至少一列，如 规模:规上工业企业数"))
    if "industries" not in keys:
        found.append(("没有行业列", "至少一列，如 行业:危险化学品"))
    if len(keys & {"longitude", "latitude"}) == 1:
        found.append(("经度和纬度只有一列", "两列都写，或者都不写"))
    return found


def _rows(
    lines: Iterator[tuple[int, list[str]]], columns: list[_Column | None], file: str, problems: Problems
) -> _Rows:
    cities: list[dict[str, Any]] = []
    rows = _Rows(file, {"cities": cities}, titles={column.path: column.title for column in columns if column})
    for start, cells in lines:
        if columns and len(cells) != len(columns):
            problems.add(f"此行有{len(cells)}格", Place(file, start), f"应有{len(columns)}格，与第一行的列数相同")
            cells = [*cells, *[""] * len(columns)][: len(columns)]
        rows.starts.append(start)
        cities.append(_row(cells, columns))
    return rows


def _row(cells: list[str], columns: list[_Column | None]) -> dict[str, Any]:
    row: dict[str, Any] = {"scale": {}, "industries": {}}
    for cell, column in zip(cells, columns, strict=False):
        if column is None:
            continue
        if len(column.path) > 1:
            row[str(column.path[0])][column.path[1]] = _cell(cell)
        else:
            key = str(column.path[0])
            row[key] = cell if key == "name" else _cell(cell)
    return row


def _cell(text: str) -> int | Decimal | str | None:
    """A cell that should be a number: the number, None when blank, else its text, for the model to refuse."""
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        return text
    return Decimal(text) if "." in text else int(text)
