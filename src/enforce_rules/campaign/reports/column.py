"""The columns of the tables: a figure, figures added up, or a rate of one to the other; each says what it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from ..cube import Cube, Slice
from ..figures import FIGURES
from ..rates import UNKNOWN, one_decimal

Value = int | Fraction | None


@dataclass(frozen=True)
class Column:
    """A column: ``figures`` added up; with ``over`` their share of those, a rate. ``heading`` stands above columns that belong together.

    ``today`` counts the day of the report alone. A rate of nothing is not known; it is not zero.
    """

    name: str
    label: str
    unit: str
    heading: str
    figures: tuple[str, ...]
    over: tuple[str, ...] = ()
    today: bool = False

    @property
    def printed(self) -> str:
        """Its label as a heading shows it: 当日发现 for the day of the report alone."""
        return f"{'当日' if self.today else ''}{self.label}"

    @property
    def definition(self) -> str:
        """How it is counted, in a sentence."""
        if self.over:
            return f"{_labels(self.figures)}÷{_labels(self.over)}"
        return "；".join(FIGURES[name].definition for name in self.figures)

    def value(self, cube: Cube, part: Slice) -> Value:
        """What stands in it for a part of the campaign."""
        whole = sum(cube.sum(name, part) for name in self.figures)
        if not self.over:
            return whole
        base = sum(cube.sum(name, part) for name in self.over)
        return Fraction(whole, base) if base else None

    def shown(self, value: Value) -> str:
        """A value as it is printed: money in 万元, a rate to one decimal."""
        if self.over:
            return one_decimal(value)
        return UNKNOWN if value is None else wan(int(value)) if self.unit == "万元" else str(value)

    def asks(self, part: Slice) -> tuple[str, ...]:
        """The questions that answer with its records: ``rectified?group=7&phase=1``."""
        part = replace(part, since=part.until) if self.today else part
        return tuple(f"{name}?{part}" for name in (*self.figures, *self.over))


def wan(yuan: int) -> str:
    """Yuan as 万元, exact: 16112000 as ``1611.2``."""
    whole, rest = divmod(yuan, 10_000)
    return f"{whole}.{rest:04d}".rstrip("0").rstrip(".") if rest else str(whole)


def _labels(names: tuple[str, ...]) -> str:
    return "、".join(FIGURES[name].label for name in names)


def _column(name: str, heading: str, label: str = "", unit: str = "") -> Column:
    figure = FIGURES[name]
    return Column(name, label or figure.label, unit or figure.unit, heading, (name,))


_UNITS, _HAZARDS, _MAJOR, _CASES, _FINES = "检查企业", "问题隐患", "重大隐患", "立案", "罚款"

_ALL = (
    _column("governments", "督导", "地方政府"),
    _column("departments", "督导", "政府部门"),
    _column("units", _UNITS, "企业"),
    _column("units_online", _UNITS, "上线"),
    Column("online_rate", "上线率", "%", _UNITS, ("units_online",), ("units_online_known",)),
    _column("dual_prevention_ok", _UNITS, "双重预防合格"),
    _column("hazards", _HAZARDS, "发现"),
    _column("rectified", _HAZARDS, "已整改"),
    Column("rectification_rate", "整改率", "%", _HAZARDS, ("rectified",), ("hazards",)),
    _column("major", _MAJOR, "发现"),
    _column("major_rectified", _MAJOR, "已整改"),
    Column("major_rate", "整改率", "%", _MAJOR, ("major_rectified",), ("major",)),
    _column("major_open", _MAJOR, "待定"),
    _column("major_planned", _MAJOR, "有整改方案"),
    _column("major_supervised", _MAJOR, "督办"),
    _column("major_notices", _MAJOR, "公示"),
    _column("major_closed", _MAJOR, "销号"),
    _column("major_checked", _MAJOR, "第三阶段核查"),
    _column("documents", "", "执法文书"),
    _column("suggested", _CASES, "建议立案"),
    _column("filed", _CASES, "属地立案"),
    _column("fines_decided", _FINES, "已罚", "万元"),
    _column("fines_proposed", _FINES, "拟罚", "万元"),
    Column("fines", "合计", "万元", _FINES, ("fines_decided", "fines_proposed")),
    _column("suspensions", "", "停产停业停建"),
)
COLUMNS: dict[str, Column] = {column.name: column for column in _ALL}
"""All columns, by name."""

STATISTICS = (
    "governments",
    "departments",
    "units",
    "units_online",
    "online_rate",
    "dual_prevention_ok",
    "hazards",
    "rectified",
    "rectification_rate",
    "major",
    "major_rectified",
    "major_rate",
    "documents",
    "suggested",
    "filed",
    "fines_decided",
    "fines_proposed",
    "fines",
    "suspensions",
)
"""The columns of 执法检查情况统计表."""

HAZARDS = (
    "major",
    "major_planned",
    "major_supervised",
    "major_rectified",
    "major_rate",
    "major_notices",
    "major_closed",
    "major_checked",
    "major_open",
)
"""The columns of 重大隐患统计表."""

DAILY = (
    "units",
    "hazards",
    "rectified",
    "major",
    "major_rectified",
    "documents",
    "suggested",
    "filed",
    "fines",
    "suspensions",
)
"""What the daily report tells of the day beside the total."""

DAILY_TABLE = (
    "governments",
    "departments",
    "units",
    "hazards",
    "rectified",
    "rectification_rate",
    "major",
    "major_rectified",
    "major_rate",
    "documents",
    "suggested",
    "filed",
    "fines",
    "suspensions",
)
"""The columns of the daily report's table."""


def of_the_day(name: str) -> Column:
    """A column that counts the day of the report alone."""
    return replace(COLUMNS[name], name=f"{name}_today", today=True)
