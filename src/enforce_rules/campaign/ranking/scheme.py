"""A scheme of ranking: which indicators count with which weights. It is a file, so that an office may replace it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, TypeAdapter, ValidationError

from ...document.templates import shipped_templates
from ...errors import CampaignError, Place, Problem, Problems, did_you_mean, shorten
from ...facts.text import Line, Sentence
from ...manual.model import Model, Name
from ...manual.validation import validate
from ...manual.yamlfile import Source, read_file
from .figure import EACH_GROUP, FIGURES
from .indicator import Indicator, Weight

Missing = Literal["leave_out", "last"]

MISSING: dict[Missing, str] = {
    "leave_out": "没有的一项不计入该组得分，该组其余各项的权重按比例放大",
    "last": "没有的一项按0分计入",
}
"""What becomes of an indicator whose value a group does not have."""

WeightLike = int | Decimal | str
"""A weight as a caller may say it: a whole number, a decimal, or the text of one; no float, which is not exact."""

_WEIGHT: TypeAdapter[Decimal] = TypeAdapter(Weight)


class Scheme(Model):
    """A scheme of ranking as its file says it."""

    title: Line = Field(description="名称")
    note: Sentence | None = Field(default=None, description="说明，如 权重未公布；随排序结果印出")
    missing: Missing = Field(
        default="leave_out", description="缺项：leave_out 不计入，其余各项权重按比例放大；last 计0分"
    )
    ties: tuple[Name, ...] = Field(default=(), max_length=50, description="得分相同的，依次比较哪些指标")
    indicators: tuple[Indicator, ...] = Field(min_length=1, max_length=50, description="各项指标")

    @property
    def by_id(self) -> dict[str, Indicator]:
        """The indicators by id."""
        return {indicator.id: indicator for indicator in self.indicators}

    @property
    def weights(self) -> tuple[Fraction, ...]:
        """The weights in the order of the indicators, as they are written."""
        return tuple(Fraction(indicator.weight) for indicator in self.indicators)

    @property
    def shares(self) -> tuple[Fraction, ...]:
        """The weights as shares of their sum, from 0 to 1."""
        return tuple(weight / sum(self.weights) for weight in self.weights)

    def using(self, use: Mapping[str, str] | None = None, weights: Mapping[str, WeightLike] | None = None) -> Scheme:
        """The scheme with other denominators (``{"filing_rate": "units"}``) and other weights (``{"filing_rate": 20}``).

        Raises :class:`CampaignError` for unknown indicators or denominators, for weights that are none, and when no weight is left.
        """
        problems = Problems()
        changes: dict[str, dict[str, Any]] = {indicator.id: {} for indicator in self.indicators}
        for id, by in (use or {}).items():
            if self._knows(id, "use", problems):
                _known(by, self.by_id[id].per, f"{id}没有口径", Place(path=f"use.{id}"), problems)
                changes[id]["by"] = by
        for id, weight in (weights or {}).items():
            if self._knows(id, "weights", problems):
                changes[id]["weight"] = _weight(weight, Place(path=f"weights.{id}"), problems)
        problems.raise_as(CampaignError)
        changed = tuple(one.model_copy(update=changes[one.id]) for one in self.indicators)
        if not any(indicator.weight for indicator in changed):
            raise CampaignError(Problem("各项权重都是0，不能排序", Place(path="weights")))
        return self.model_copy(update={"indicators": changed})

    def _knows(self, id: str, path: str, problems: Problems) -> bool:
        return _known(id, self.by_id, "没有指标", Place(path=f"{path}.{shorten(id, 40)}"), problems)


def read_scheme(path: str | Path) -> Scheme:
    """The scheme of a YAML or JSON file. Raises :class:`CampaignError` with every problem and its place."""
    return _scheme(read_file(Path(path), CampaignError))


def scheme_from(data: Mapping[str, Any], source: str = "") -> Scheme:
    """The scheme of a mapping of the shape of its file. Raises :class:`CampaignError`."""
    return _scheme(Source(source, dict(data)))


def default_scheme() -> Scheme:
    """The scheme that comes with the library: the indicators of the public notice, equal weights (none were published)."""
    path = shipped_templates() / "campaign" / "ranking.yaml"
    return _scheme(read_file(path, CampaignError, shown=path.name))


def _scheme(source: Source) -> Scheme:
    problems = Problems()
    scheme = validate(source, Scheme, problems)
    if scheme is not None:
        _check(scheme, source, problems)
    problems.raise_as(CampaignError)
    assert scheme is not None
    return scheme


def _check(scheme: Scheme, source: Source, problems: Problems) -> None:
    counted = Counter(indicator.id for indicator in scheme.indicators)
    for index, indicator in enumerate(scheme.indicators):
        at = ("indicators", index)
        if counted[indicator.id] > 1:
            problems.add(f"指标 {indicator.id} 写了{counted[indicator.id]}次", source.place((*at, "id")))
        for number, name in enumerate(indicator.of):
            _known(name, FIGURES, "没有数据", source.place((*at, "of", number)), problems)
        for by, denominator in indicator.per.items():
            place = source.place((*at, "per", by, "figure"))
            _known(denominator.figure, (*FIGURES, EACH_GROUP), "没有数据", place, problems)
            if indicator.shown == "number" and denominator.unit is None:
                problems.add(f"口径 {by} 没有写单位", source.place((*at, "per", by)), "如 unit: 家/人")
        _known(indicator.by, indicator.per, "没有口径", source.place((*at, "by")), problems)
    for index, id in enumerate(scheme.ties):
        _known(id, counted, "没有指标", source.place(("ties", index)), problems)
    if not any(indicator.weight for indicator in scheme.indicators):
        problems.add("各项权重都是0，不能排序", source.place(("indicators",)))


def _known(name: str, known: Iterable[str], what: str, place: Place, problems: Problems) -> bool:
    known = list(known)
    if name not in known:
        hint = did_you_mean(name, known) or f"可用：{'、'.join(known[:30])}"
        problems.add(f"{what} {shorten(name, 40)}", place, hint)
    return name in known


def _weight(weight: WeightLike, place: Place, problems: Problems) -> Decimal:
    try:
        if isinstance(weight, bool | float):
            raise ValueError
        return _WEIGHT.validate_python(Decimal(weight), strict=True)
    except (InvalidOperation, ValidationError, ValueError, TypeError):
        hint = "0至1000000的整数或者小数，至多六位小数"
        problems.add(f"权重“{shorten(str(weight), 30)}”不可用", place, hint)
        return Decimal(0)
