"""Which enterprises to visit when not all can be visited: drawn by risk, with a seed, so that anybody can draw again.

The draw is weighted sampling without replacement by exponential keys: Efraimidis and Spirakis, *Weighted random sampling with a
reservoir*, Information Processing Letters 97 (2006), 181-185. There an enterprise of weight *w* gets the key *u* to the power
1/*w* of a uniform number *u*, and the largest keys are drawn. That is how the best of *w* lots (签) is distributed, and so an
enterprise here holds as many lots as its weight is, and counts with its best one, the smallest:

    lot = SHA-256 of "seed LF credit code LF number of the lot", a whole number of 256 bits

Whole numbers are compared, no logarithm and no rounding decides; equal lots, which nobody will see, go by the credit code. As a lot
hangs on nothing but the seed and the enterprise (a *permanent random number*, as survey statistics say), the order of the table does
not matter, and an enterprise that is added or struck leaves the order of the others as it is.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from ..errors import CampaignError, Problems, did_you_mean
from ..facts.text import Line
from ..manual.model import Model
from ..manual.validation import validate
from ..manual.yamlfile import Source, read_file
from .units import RISKS, Risk, Unit, digest_of, read_units, units_from

__all__ = [
    "Chosen",
    "Draw",
    "Minimum",
    "Sample",
    "SamplingScheme",
    "Unit",
    "drawn_again",
    "read_sampling",
    "read_units",
    "sample",
    "units_from",
]

METHOD = "按风险加权不放回抽样（Efraimidis-Spirakis 2006；签 = SHA-256(种子 LF 统一社会信用代码 LF 第几张签)，每户权重几即几张签，取最小）"

Weight = Annotated[int, Field(ge=1, le=100)] | Literal["all"]
Stratum = Literal["county", "industry", "risk"]


class Minimum(Model):
    """At least so many units of each county, industry or class of risk, or of those named."""

    by: Stratum = Field(description="county 县（市、区）、industry 行业、risk 风险等级")
    units: int = Field(ge=1, le=10_000, description="至少几户；不足的全部检查")
    of: tuple[Line, ...] = Field(default=(), max_length=500, description="只管这些；缺省为表中写明的全部")


class SamplingScheme(Model):
    """How much each class of risk weighs, ``all`` where every unit is visited; and the fewest of a stratum."""

    weights: dict[Risk, Weight] = Field(description="每个风险等级的权重：1至100的整数，或者 all 全部检查")
    at_least: tuple[Minimum, ...] = Field(default=(), max_length=50, description="各层至少检查的户数，依次满足")

    @property
    def digest(self) -> str:
        """The SHA-256, in hex, of what it says."""
        told = self.model_dump(mode="json")
        return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def read_sampling(path: str | Path) -> SamplingScheme:
    """The scheme of a YAML or JSON file. Raises :class:`CampaignError` with every problem and its place."""
    return _scheme(read_file(Path(path), CampaignError))


def sampling_from(data: Mapping[str, Any], source: str = "") -> SamplingScheme:
    """The scheme of a mapping of the shape of its file. Raises :class:`CampaignError`."""
    return _scheme(Source(source, dict(data)))


def _scheme(source: Source) -> SamplingScheme:
    problems = Problems()
    scheme = validate(source, SamplingScheme, problems)
    if scheme is not None:
        for risk in RISKS:
            if risk not in scheme.weights:
                hint = "风险没有评定的企业怎样抽，须写明" if risk == "未评定" else "1至100的整数，或者 all"
                problems.add(f"没有写{risk}的权重", source.place(("weights",)), hint)
    problems.raise_as(CampaignError)
    assert scheme is not None
    return scheme


@dataclass(frozen=True, slots=True)
class Chosen:
    """A unit with its place in the draw (from 1; None where it is visited in any case) and why it is visited."""

    unit: Unit
    weight: int | None
    place: int | None
    why: str

    def as_dict(self) -> dict[str, Any]:
        """The unit with its place and reason, as plain data."""
        return {**self.unit.as_dict(), "weight": self.weight or "all", "place": self.place, "why": self.why}


@dataclass(frozen=True, slots=True)
class Draw:
    """All that is needed to draw again, beside the table and the scheme, whose digests it holds."""

    seed: str
    number: int
    units: int
    table: str
    scheme: str
    closed: tuple[str, ...] = ()
    method: str = METHOD

    def as_dict(self) -> dict[str, Any]:
        """The record as plain data; :func:`drawn_again` reads it."""
        return {
            "seed": self.seed,
            "number": self.number,
            "units": self.units,
            "table": self.table,
            "scheme": self.scheme,
            "closed": list(self.closed),
            "method": self.method,
        }


@dataclass(frozen=True)
class Sample:
    """A draw: the units to visit, in order, those that stand in for one that has closed (替补), and the record of it."""

    chosen: tuple[Chosen, ...]
    reserve: tuple[Chosen, ...]
    record: Draw
    scheme: SamplingScheme

    def without(self, closed: Iterable[str]) -> Sample:
        """The sample when the units of these credit codes turn out, one after the other, to have closed.

        Those chosen stay; for each that is struck the next of the reserve comes in, of its own stratum where a minimum would be
        missed. Raises :class:`CampaignError` for a code that is not in the draw, and when the reserve is used up.
        """
        struck = tuple(dict.fromkeys(code.strip().upper() for code in closed))
        known = {one.unit.credit_code for one in (*self.chosen, *self.reserve)}
        problems = Problems()
        for code in struck:
            if code not in known:
                problems.add(f"抽样名单中没有 {code}", hint=did_you_mean(code, known))
        problems.raise_as(CampaignError)
        return reduce(Sample._without, struck, self)

    def _without(self, code: str) -> Sample:
        kept = [one for one in self.chosen if one.unit.credit_code != code]
        rest = [one for one in self.reserve if one.unit.credit_code != code]
        record = replace(self.record, closed=(*self.record.closed, code))
        if len(kept) == len(self.chosen):
            return replace(self, reserve=tuple(rest), record=record)
        if not rest:
            raise CampaignError(f"替补已经用完，{code} 没有替补")
        new = next(iter(_taken(rest, len(self.chosen), self.scheme.at_least, kept)))
        rest.remove(new)
        chosen = sorted([*kept, replace(new, why=f"替补，序号{new.place}")], key=_order)
        return Sample(tuple(chosen), tuple(rest), record, self.scheme)

    def as_dict(self) -> dict[str, Any]:
        """The draw as plain data for JSON."""
        return {
            "record": self.record.as_dict(),
            "chosen": [one.as_dict() for one in self.chosen],
            "reserve": [one.as_dict() for one in self.reserve],
        }


def sample(units: Iterable[Unit], number: int, seed: str | int, scheme: SamplingScheme) -> Sample:
    """Draw ``number`` units by the ``scheme``; the same ``seed`` (one printable line) draws the same units.

    First all of the classes of weight ``all``; then, in the order of the draw, what the minima still lack, one minimum after the other;
    then the next in the order of the draw. A stratum smaller than its minimum is taken whole. Raises :class:`CampaignError` where
    there are fewer units than asked for, where the classes ``all`` or the minima need more, and for a stratum that there is not.
    """
    table = tuple(units)
    told = _seed(seed)
    fixed = [Chosen(unit, None, None, "全部检查") for unit in table if scheme.weights[unit.risk] == "all"]
    order = _drawn(table, told, scheme)
    _enough(table, fixed, number, scheme)
    taken = _taken(order, number, scheme.at_least, fixed)
    if len(fixed) + len(taken) > number:
        raise CampaignError(f"要求检查{number}户，各层至少的户数连同全部检查的要{len(fixed) + len(taken)}户")
    codes = {one.unit.credit_code for one in taken}
    chosen = tuple(sorted([*fixed, *(_with_reason(one, number - len(fixed), taken[one]) for one in taken)], key=_order))
    reserve = tuple(one for one in order if one.unit.credit_code not in codes)
    return Sample(chosen, reserve, Draw(told, number, len(table), digest_of(table), scheme.digest), scheme)


def drawn_again(record: Mapping[str, Any], units: Iterable[Unit], scheme: SamplingScheme) -> Sample:
    """The draw of a record (:meth:`Draw.as_dict`) made again. Raises :class:`CampaignError` where table or scheme is another one."""
    table, problems = tuple(units), Problems()
    try:
        seed, number, closed = str(record["seed"]), int(record["number"]), [str(code) for code in record["closed"]]
        digests = str(record["table"]), str(record["scheme"])
    except (KeyError, TypeError, ValueError):
        raise CampaignError("不是抽样记录：应有 seed、number、table、scheme、closed") from None
    for told, found, what in zip(digests, (digest_of(table), scheme.digest), ("企业名单", "抽样办法"), strict=True):
        if told != found:
            problems.add(f"{what}不是抽样时的那一份", hint=f"记录为 {told[:12]}…，现为 {found[:12]}…")
    problems.raise_as(CampaignError)
    return sample(table, number, seed, scheme).without(closed)


# The draw


def lot(seed: str, credit_code: str, number: int) -> int:
    """The lot of a unit, by its number from 1: a whole number below 2 to the power 256."""
    return int.from_bytes(hashlib.sha256(f"{seed}\n{credit_code}\n{number}".encode()).digest())


def _drawn(units: Iterable[Unit], seed: str, scheme: SamplingScheme) -> list[Chosen]:
    """The units that are not visited in any case, in the order of the draw."""
    keyed = []
    for unit in units:
        weight = scheme.weights[unit.risk]
        if weight != "all":
            best = min(lot(seed, unit.credit_code, number) for number in range(1, weight + 1))
            keyed.append((best, unit.credit_code, unit, weight))
    return [
        Chosen(unit, weight, place, "替补") for place, (_, _, unit, weight) in enumerate(sorted(keyed, key=_key), 1)
    ]


def _key(keyed: tuple[int, str, Unit, int]) -> tuple[int, str]:
    return keyed[:2]


def _taken(
    order: Sequence[Chosen], number: int, minima: Iterable[Minimum], fixed: Sequence[Chosen]
) -> dict[Chosen, str]:
    """Who is taken from the order beside the ``fixed`` until there are ``number``: each with the minimum it was needed for, or none."""
    taken: dict[Chosen, str] = {}
    for minimum in minima:
        have = Counter(getattr(one.unit, minimum.by) for one in (*fixed, *taken))
        for one in order:
            name = getattr(one.unit, minimum.by)
            wanted = name in minimum.of if minimum.of else bool(name)
            if wanted and have[name] < minimum.units and one not in taken:
                taken[one] = f"为满足{name}至少{minimum.units}户"
                have[name] += 1
    for one in order:
        if len(fixed) + len(taken) >= number:
            break
        taken.setdefault(one, "")
    return taken


def _with_reason(one: Chosen, free: int, minimum: str) -> Chosen:
    """Why a unit was taken. What is among the first ``free`` of the draw would have been taken without any minimum."""
    assert one.place is not None
    drawn = one.place <= free or not minimum
    return replace(one, why=f"抽中，权重{one.weight}，序号{one.place}" if drawn else f"{minimum}，序号{one.place}")


def _order(one: Chosen) -> tuple[int, str]:
    """Those visited in any case by credit code, then the others as they were drawn."""
    return one.place or 0, one.unit.credit_code


def _seed(seed: str | int) -> str:
    told = str(seed).strip()
    if not told or not told.isprintable() or len(told) > 200:
        raise CampaignError("抽样的种子应为一行可以印出的文字，如公开摇出的号码")
    return told


def _enough(table: Sequence[Unit], fixed: Sequence[Chosen], number: int, scheme: SamplingScheme) -> None:
    problems = Problems()
    if len({unit.credit_code for unit in table}) < len(table):
        problems.add("企业名单中有重复的统一社会信用代码")
    if number < 1:
        problems.add(f"要求检查{number}户，至少1户")
    elif number > len(table):
        problems.add(f"要求检查{number}户，名单上只有{len(table)}户")
    elif number < len(fixed):
        classes = "、".join(risk for risk in RISKS if scheme.weights[risk] == "all")
        problems.add(
            f"要求检查{number}户，仅全部检查的（{classes}）就有{len(fixed)}户", hint=f"增加到{len(fixed)}户以上"
        )
    for minimum in scheme.at_least:
        known = sorted({getattr(unit, minimum.by) for unit in table} - {""})
        for name in minimum.of:
            if name not in known:
                problems.add(
                    f"at_least：名单上没有 {name}", hint=did_you_mean(name, known) or f"可用：{'、'.join(known[:20])}"
                )
    problems.raise_as(CampaignError)
