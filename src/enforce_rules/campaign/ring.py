"""The ring (推磨式): every city inspects one other and is inspected by one other, and all lie on one circle.

Of all such rings one of the least total dissimilarity is found, and that it is the least is proven: a travelling
salesman's tour, solved by OR-tools' CP-SAT with the circuit constraint. The search runs on one thread from a fixed
seed, so that a search that ends gives the same ring on every run of the same version of OR-tools. A search that runs
out of time gives the best ring so far, its lower bound and the gap between them; that ring depends on the machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import combinations
from math import ceil, isfinite
from typing import Any

from ..errors import CampaignError, Problem, Problems, did_you_mean, shorten
from .cities import CityTable
from .dissimilarity import EVEN, MILLION, Dissimilarity, Weights, dissimilarity

Inspection = tuple[str, str]
"""The city that inspects, and the city that is inspected."""

FEWEST = 3
"""The fewest cities of a ring: two would inspect each other."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One city inspects another; how unlike they are."""

    city: str
    inspects: str
    dissimilarity: Dissimilarity

    def as_dict(self) -> dict[str, Any]:
        """For JSON: the two cities, the dissimilarity and its parts."""
        return {"city": self.city, "inspects": self.inspects, "dissimilarity": self.dissimilarity.as_dict()}


@dataclass(frozen=True)
class Ring:
    """A ring: its pairs in its order, from the first city of the table on, each city inspecting the next.

    ``total`` and ``lower_bound`` are in dissimilarity, exact sums of each pair's whole millionths; no ring has a total below
    the bound. ``seconds`` is how long the search took; equality does not regard it.
    """

    pairs: tuple[Pair, ...]
    total: Decimal
    lower_bound: Decimal
    optimal: bool
    weights: Weights
    cities: tuple[str, ...]
    seconds: float = field(compare=False)

    @property
    def gap(self) -> Decimal:
        """The part of the total by which it may lie above the least one, from 0 (proven the least) to 1, to six decimals up."""
        if not self.total:
            return Decimal(0)
        excess, whole = (int(number * MILLION) for number in (self.total - self.lower_bound, self.total))
        return Decimal(-(-excess * MILLION // whole)) / MILLION

    @cached_property
    def next_of(self) -> dict[str, str]:
        """Whom each city inspects, in the order of the ring."""
        return {pair.city: pair.inspects for pair in self.pairs}

    def groups(self) -> list[dict[str, Any]]:
        """The groups of a campaign's file: number and city by the order of the table, and the city inspected."""
        return [
            {"number": number, "city": city, "inspects": self.next_of[city]}
            for number, city in enumerate(self.cities, start=1)
        ]

    def as_dict(self) -> dict[str, Any]:
        """For JSON: the pairs with the parts of their dissimilarity, the total, its bound, and how it was found."""
        return {
            "pairs": [pair.as_dict() for pair in self.pairs],
            "total": float(self.total),
            "lower_bound": float(self.lower_bound),
            "gap": float(self.gap),
            "optimal": self.optimal,
            "weights": {"scale": float(self.weights.scale), "structure": float(self.weights.structure)},
            "seconds": round(self.seconds, 3),
        }


def find_ring(
    table: CityTable,
    weights: Weights = EVEN,
    fixed: Iterable[Inspection] = (),
    forbidden: Iterable[Inspection] = (),
    seconds: float = 60.0,
) -> Ring:
    """A ring of the least total dissimilarity that has all the ``fixed`` inspections and none of the ``forbidden`` ones.

    Both are directed: (甲市, 乙市) is 甲市 inspecting 乙市. The search ends after ``seconds`` of wall time with the best ring so far.
    Where a ring and its reversal are both allowed, that one is given whose first city inspects the earlier of its two
    neighbours in the table. Raises :class:`CampaignError` with everything that contradicts itself, when no ring has and has
    not what is asked, when none was found in time, and without OR-tools.
    """
    # no pair twice, in a fixed order
    fixed, forbidden = tuple(dict.fromkeys(fixed)), tuple(dict.fromkeys(forbidden))
    _check(table, fixed, forbidden, seconds)
    costs = _costs(table, weights)
    allowed = _allowed(table, fixed, forbidden)
    found = _solved(len(table.cities), {pair: costs[pair].millionths for pair in allowed}, seconds)
    tour = _turned(found.tour, allowed)
    names = table.names
    return Ring(
        pairs=tuple(
            Pair(names[one], names[other], costs[one, other])
            for one, other in zip(tour, tour[1:] + tour[:1], strict=True)
        ),
        total=Decimal(found.total) / MILLION,
        lower_bound=Decimal(found.bound) / MILLION,
        optimal=found.bound == found.total,
        weights=weights,
        cities=names,
        seconds=found.seconds,
    )


def _check(table: CityTable, fixed: tuple[Inspection, ...], forbidden: tuple[Inspection, ...], seconds: float) -> None:
    """Whatever can be told to be wrong before a search, all at once."""
    problems = Problems()
    if len(table.cities) < FEWEST:
        problems.add(f"只有{len(table.cities)}个市，围不成圈", hint=f"至少{FEWEST}个市：两个市只能互相检查")
    if not isfinite(seconds) or seconds <= 0:
        problems.add(f"求解时限 {seconds} 不可用", hint="大于0的秒数")
    _strangers(table, fixed + forbidden, problems)
    for city, inspected in fixed:
        if city == inspected:
            problems.add(f"固定了{city}检查自己", hint="不得检查自己")
        if (city, inspected) in forbidden:
            problems.add(f"{city}检查{inspected}既固定又禁止", hint="只留其一")
    _fixed_once(fixed, problems)
    _fixed_loops(table, fixed, problems)
    if not problems:
        _somebody_left(table, fixed, forbidden, problems)
    problems.raise_as(CampaignError)


def _strangers(table: CityTable, pairs: tuple[Inspection, ...], problems: Problems) -> None:
    for name in dict.fromkeys(name for pair in pairs for name in pair):
        if name not in table.by_name:
            problems.add(f"没有{shorten(name, 40)}这个市", hint=did_you_mean(name, table.names) or "按各市情况表写")


def _fixed_once(fixed: tuple[Inspection, ...], problems: Problems) -> None:
    """Nobody inspects two cities, nobody is inspected by two."""
    for city, times in Counter(city for city, _ in fixed).items():
        if times > 1:
            others = "、".join(inspected for one, inspected in fixed if one == city)
            problems.add(f"固定了{city}检查{times}个市：{others}", hint="一个市只检查一个市")
    for inspected, times in Counter(inspected for _, inspected in fixed).items():
        if times > 1:
            others = "、".join(city for city, one in fixed if one == inspected)
            problems.add(f"固定了{times}个市检查{inspected}：{others}", hint="一个市只由一个市检查")


def _fixed_loops(table: CityTable, fixed: tuple[Inspection, ...], problems: Problems) -> None:
    """No fixed inspections go round in a circle that leaves cities out."""
    next_of = dict(fixed)
    told: set[str] = set()
    for start in next_of:
        walked = [start]
        while (city := next_of.get(walked[-1], start)) not in walked:
            walked.append(city)
        closed = next_of.get(walked[-1]) == start
        if not closed or len(walked) in (1, len(table.cities)) or told.intersection(walked):
            continue
        told.update(walked)
        if len(walked) == 2:
            problems.add(f"固定了{walked[0]}和{walked[1]}互相检查", hint="推磨式检查不得互查")
        else:
            circle = "→".join([*walked, start])
            problems.add(f"固定的配对自成一圈：{circle}", hint=f"全部{len(table.cities)}个市要围成一圈")


def _somebody_left(
    table: CityTable, fixed: tuple[Inspection, ...], forbidden: tuple[Inspection, ...], problems: Problems
) -> None:
    """Every city has a city left that it may inspect, and one that may inspect it."""
    allowed = _allowed(table, fixed, forbidden)
    inspecting, inspected = {one for one, _ in allowed}, {other for _, other in allowed}
    for index, name in enumerate(table.names):
        if index not in inspecting:
            problems.add(f"{name}没有可以检查的市", hint="减少禁止的配对")
        if index not in inspected:
            problems.add(f"没有可以检查{name}的市", hint="减少禁止的配对")


def _allowed(
    table: CityTable, fixed: tuple[Inspection, ...], forbidden: tuple[Inspection, ...]
) -> list[tuple[int, int]]:
    """The inspections a ring may have, by the places of the cities in the table: a fixed one rules out its rivals."""
    refused = set(forbidden)
    inspects, inspected_by = dict(fixed), {inspected: city for city, inspected in fixed}
    return [
        (one, other)
        for one, city in enumerate(table.names)
        for other, inspected in enumerate(table.names)
        if one != other
        and (city, inspected) not in refused
        and inspects.get(city, inspected) == inspected
        and inspected_by.get(inspected, city) == city
    ]


def _costs(table: CityTable, weights: Weights) -> dict[tuple[int, int], Dissimilarity]:
    there = {
        (one, other): dissimilarity(table.cities[one], table.cities[other], weights)
        for one, other in combinations(range(len(table.cities)), 2)
    }
    return there | {(other, one): found.turned() for (one, other), found in there.items()}


def _turned(tour: list[int], allowed: Iterable[tuple[int, int]]) -> list[int]:
    """The tour from city 0 on, in that of its allowed directions in which 0 is followed by the earlier of its neighbours."""
    start = tour.index(0)
    tour = tour[start:] + tour[:start]
    back = tour[:1] + tour[:0:-1]
    reversible = set(zip(back, back[1:] + back[:1], strict=True)) <= set(allowed)
    return back if reversible and back[1] < tour[1] else tour


@dataclass(frozen=True, slots=True)
class _Found:
    tour: list[int]
    total: int
    bound: int
    seconds: float


def _solved(size: int, costs: Mapping[tuple[int, int], int], seconds: float) -> _Found:
    """A circuit through all places of the least total cost over the arcs that have one."""
    try:
        from ortools.sat.python import cp_model
    except ImportError:
        raise CampaignError(Problem("配对要用 OR-tools", hint="pip install 'enforce-rules[campaign]'")) from None
    model = cp_model.CpModel()
    taken = {arc: model.new_bool_var(f"{arc[0]}-{arc[1]}") for arc in costs}
    model.add_circuit([(one, other, literal) for (one, other), literal in taken.items()])
    model.minimize(cp_model.LinearExpr.weighted_sum(list(taken.values()), list(costs.values())))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1  # more would race for the ring, and another run might give another
    solver.parameters.random_seed = 0
    solver.parameters.linearization_level = 2  # cuts that join the parts of a tour: the proof rests on them
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        raise CampaignError(Problem("固定和禁止的配对合起来围不成一圈", hint="减少固定或者禁止的配对"))
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise CampaignError(Problem(f"{seconds:g}秒内没有找到配对", hint="延长求解时限"))
    next_of = {one: other for (one, other), literal in taken.items() if solver.boolean_value(literal)}
    tour = [0]
    while len(tour) < size:
        tour.append(next_of[tour[-1]])
    total = sum(costs[arc] for arc in next_of.items())
    bound = total if status == cp_model.OPTIMAL else max(0, ceil(solver.best_objective_bound - 1e-6))
    return _Found(tour, total, bound, solver.wall_time)
