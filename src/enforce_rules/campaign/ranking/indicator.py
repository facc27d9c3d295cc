"""One indicator of a ranking: what is divided by what, which way is better, and how its values become marks from 0 to 1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from ...facts.text import Line
from ...manual.model import Model, Name
from ..rates import one_decimal, rounded
from .figure import EACH_GROUP

Better = Literal["higher", "lower"]
Normalise = Literal["minmax", "of_best"]
Shown = Literal["percent", "number"]

NONE = "无"
"""What stands for the value of an indicator that a group does not have."""

NORMALISE: dict[Normalise, str] = {
    "minmax": "极差法：最好的组得100分，最差的组得0分，中间的按距离折算；各组相同的都得100分",
    "of_best": "比例法：最好的组得100分，其他组按与最好的组之比折算；各组相同的都得100分",
}
"""How the values of all groups become marks; both are relative, and both compare only the groups whose value is known."""


def _number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ValueError("权重应为整数或者小数")
    return Decimal(str(value))


def _short(weight: Decimal) -> Decimal:
    if weight != round(weight, 6):
        raise ValueError("权重至多六位小数")
    return weight


Weight = Annotated[
    Decimal, Field(ge=0, le=1_000_000, allow_inf_nan=False), BeforeValidator(_number), AfterValidator(_short)
]
"""A weight: not negative, at most a million, with at most six decimals, so that it is exact as it is written."""


class Denominator(Model):
    """One way to define the denominator; ``says`` states the whole definition in plain words."""

    figure: Name = Field(description=f"分母用哪个数据；{EACH_GROUP} 为每组计一")
    says: Line = Field(description="口径，如 立案数÷建议立案数")
    unit: Line | None = Field(default=None, description="单位，如 家/人；百分率不写")


class Indicator(Model):
    """An indicator as its scheme says it."""

    id: Name = Field(description="编号")
    label: Line = Field(description="名称")
    of: tuple[Name, ...] = Field(min_length=1, max_length=8, description="分子：一个数据，或者几个数据之和")
    per: dict[Name, Denominator] = Field(min_length=1, max_length=8, description="分母的各种口径")
    by: Name = Field(description="采用哪一种口径")
    weight: Weight = Field(description="权重；各项权重之和不必是100")
    better: Better = Field(default="higher", description="higher 越高越好；lower 越低越好")
    shown: Shown = Field(description="percent 百分率；number 数，后接单位")
    decimals: int = Field(default=1, ge=0, le=4, description="小数位数；百分率为一位")
    normalise: Normalise = Field(
        default="minmax", description="minmax 极差法；of_best 与最好的组之比；各组相同的都得满分"
    )

    @property
    def denominator(self) -> Denominator:
        """The denominator that is used."""
        return self.per[self.by]

    def parts(self, figures: Mapping[str, int | None]) -> tuple[int | None, int | None]:
        """Numerator and denominator of a group; None where a figure that it needs is not known."""
        summands = [figures.get(name) for name in self.of]
        known = [value for value in summands if value is not None]
        numerator = sum(known) if len(known) == len(summands) else None
        name = self.denominator.figure
        return numerator, 1 if name == EACH_GROUP else figures.get(name)

    def written(self, value: Fraction | None) -> str:
        """A value as it is printed: ``73.8%``, ``12.6家/人``, ``无``."""
        if value is None:
            return NONE
        if self.shown == "percent":
            return one_decimal(value)
        return f"{rounded(value, self.decimals)}{self.denominator.unit or ''}"

    def marks(self, values: Sequence[Fraction | None]) -> tuple[Fraction | None, ...]:
        """The values as marks from 0 to 1, 1 for the best; None stays None. When all known values are equal, all marks are 1."""
        known = [value for value in values if value is not None]
        low, high = (min(known), max(known)) if known else (Fraction(0), Fraction(0))
        mark = {"minmax": self._between, "of_best": self._of_best}[self.normalise]
        return tuple(
            None if value is None else Fraction(1) if low == high else mark(value, low, high) for value in values
        )

    def _between(self, value: Fraction, low: Fraction, high: Fraction) -> Fraction:
        return (value - low if self.better == "higher" else high - value) / (high - low)

    def _of_best(self, value: Fraction, low: Fraction, high: Fraction) -> Fraction:
        if self.better == "higher":
            return value / high
        return low / value if value else Fraction(1)

    def goodness(self, value: Fraction | None) -> tuple[int, Fraction]:
        """A key that sorts better values before worse ones, and unknown ones last."""
        if value is None:
            return 1, Fraction(0)
        return 0, -value if self.better == "higher" else value
