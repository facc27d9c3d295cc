"""How unlike two cities are (差异度), from 0, the same, to 1: what pairing by similar scale and structure of industry goes by.

- Scale (规模差异): the mean, over the measures, of the relative difference |a - b| / max(a, b); 0 where both are 0.
- Structure (结构差异): the total variation distance of the industries' shares, half the sum of |share of a - share of b|:
  the part of one city's industry that would have to change its kind to be like the other's.
- Both are weighed and averaged; the weights are data.

Each part is symmetric, 0 for like cities, at most 1 and keeps the triangle inequality. All is computed in fractions,
without rounding; only what a solver adds up is rounded, to whole millionths.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..errors import CampaignError, Problem, shorten
from .cities import City

MILLION = 1_000_000
_WEIGHTS = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,6})?)\s*[:：]\s*([0-9]{1,6}(?:\.[0-9]{1,6})?)")


def _exact(weight: object) -> bool:
    return weight.is_finite() if isinstance(weight, Decimal) else isinstance(weight, int | Fraction)


@dataclass(frozen=True, slots=True)
class Weights:
    """What scale and structure count for; only their ratio matters. Raises :class:`CampaignError` unless finite, none
    negative and not both 0.
    """

    scale: int | Decimal | Fraction = 1
    structure: int | Decimal | Fraction = 1

    def __post_init__(self) -> None:
        both = (self.scale, self.structure)
        if not all(_exact(weight) and weight >= 0 for weight in both) or not any(both):
            raise CampaignError(
                Problem(f"权重 {self.scale}:{self.structure} 不可用", hint="规模、结构的权重为不小于0的数，不得都为0")
            )

    def __str__(self) -> str:
        return f"{self.scale}:{self.structure}"


EVEN = Weights()
"""Scale and structure count alike."""


def weights_from(text: str) -> Weights:
    """The weights of scale and structure written as a ratio, as 1:2. Raises :class:`CampaignError`."""
    written = _WEIGHTS.fullmatch(text.strip())
    if written is None:
        raise CampaignError(Problem(f"权重“{shorten(text, 30)}”不可用", hint="写 规模:结构，如 1:1、1:2"))
    return Weights(Decimal(written[1]), Decimal(written[2]))


@dataclass(frozen=True, slots=True)
class Dissimilarity:
    """How unlike two cities are, with its parts. All are exact, from 0 to 1.

    ``measures`` has the relative difference in each measure of scale, ``shares`` both cities' share of each industry.
    """

    value: Fraction
    scale: Fraction
    structure: Fraction
    measures: Mapping[str, Fraction]
    shares: Mapping[str, tuple[Fraction, Fraction]]

    @property
    def millionths(self) -> int:
        """The value in whole millionths, a half rounded up: what is added up for a ring."""
        return millionths(self.value)

    def turned(self) -> Dissimilarity:
        """The same from the side of the other city."""
        return replace(self, shares={name: (its, mine) for name, (mine, its) in self.shares.items()})

    def as_dict(self) -> dict[str, Any]:
        """For JSON, in numbers of six decimals; of an industry, half the difference of the shares: its part in ``structure``."""
        parts = {name: abs(own - other) / 2 for name, (own, other) in self.shares.items()}
        return {
            "value": _six(self.value),
            "scale": _six(self.scale),
            "structure": _six(self.structure),
            "measures": {name: _six(part) for name, part in self.measures.items()},
            "industries": {name: _six(part) for name, part in parts.items()},
        }


def dissimilarity(one: City, other: City, weights: Weights = EVEN) -> Dissimilarity:
    """How unlike two cities are. Raises :class:`CampaignError` for other measures or industries, or for none at all."""
    measures = {
        name: relative_difference(mine, its) for name, (mine, its) in _paired(one, other, "scale", "规模指标").items()
    }
    own, its = shares_of(one), shares_of(other)
    shares = {name: (own[name], its[name]) for name in _paired(one, other, "industries", "行业")}
    scale = sum(measures.values(), Fraction()) / len(measures)
    structure = sum((abs(mine - its) for mine, its in shares.values()), Fraction()) / 2
    by_scale, by_structure = Fraction(weights.scale), Fraction(weights.structure)
    value = (by_scale * scale + by_structure * structure) / (by_scale + by_structure)
    return Dissimilarity(value, scale, structure, measures, shares)


def relative_difference(one: Decimal, other: Decimal) -> Fraction:
    """|a - b| / max(a, b) of two amounts that are not negative: 0 when they are equal, 1 when only one is 0."""
    largest = max(one, other)
    return Fraction(abs(one - other)) / Fraction(largest) if largest else Fraction()


def shares_of(city: City) -> dict[str, Fraction]:
    """Each industry's share of the city's industry; together 1. Raises :class:`CampaignError` when all are 0."""
    whole = Fraction(sum(city.industries.values()))
    if not whole:
        raise CampaignError(Problem(f"{city.name}各行业全是0，算不出行业结构", hint="至少一个行业的数量大于0"))
    return {name: Fraction(amount) / whole for name, amount in city.industries.items()}


def explained(one: City, other: City, weights: Weights = EVEN) -> tuple[str, ...]:
    """The dissimilarity of two cities in Chinese, one line for the whole, for each measure and for each industry."""
    found = dissimilarity(one, other, weights)
    total = (
        f"{one.name}与{other.name}差异度{shown(found.value)}：规模差异{shown(found.scale)}、"
        f"结构差异{shown(found.structure)}，权重{weights}"
    )
    measures = (
        f"规模 {name}：{_plain(one.scale[name])}和{_plain(other.scale[name])}，相差{_percent(part)}"
        for name, part in found.measures.items()
    )
    industries = (
        f"行业 {name}：占{_percent(mine)}和{_percent(its)}，相差{_percent(abs(mine - its))}"
        for name, (mine, its) in found.shares.items()
    )
    return (total, *measures, *industries)


def millionths(value: Fraction) -> int:
    """A number that is not negative in whole millionths, a half rounded up."""
    return (2 * MILLION * value.numerator + value.denominator) // (2 * value.denominator)


def shown(value: Fraction) -> str:
    """A dissimilarity as people read it: three decimals, a half rounded up."""
    thousandths = (2000 * value.numerator + value.denominator) // (2 * value.denominator)
    return f"{thousandths // 1000}.{thousandths % 1000:03}"


def _paired(one: City, other: City, key: str, told: str) -> dict[str, tuple[Decimal, Decimal]]:
    """What both cities have of each measure or industry."""
    mine, its = getattr(one, key), getattr(other, key)
    if mine.keys() != its.keys():
        lacking = "、".join(sorted(mine.keys() ^ its.keys()))
        raise CampaignError(Problem(f"{one.name}和{other.name}的{told}不同：{lacking}", hint="各市写相同的指标和行业"))
    return {name: (amount, its[name]) for name, amount in mine.items()}


def _six(value: Fraction) -> float:
    return millionths(value) / MILLION


def _percent(value: Fraction) -> str:
    thousandths = (2000 * value.numerator + value.denominator) // (2 * value.denominator)
    return f"{thousandths // 10}.{thousandths % 10}%"


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}"
