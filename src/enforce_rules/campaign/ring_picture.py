"""A ring as pictures: its cities on a circle, and, where the table says where they lie, on a map of points.

A city is a pie of its industries, as large in area as its scale. An arrow leads from the city that inspects to the city
inspected, darker and wider the more unlike they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, cos, degrees, hypot, pi, radians, sin, sqrt
from typing import TYPE_CHECKING, Literal

from ..errors import CampaignError, Problem
from .chart import GREY, INK, PALETTE, drawing, png_of, svg_of
from .cities import City, CityTable
from .dissimilarity import shares_of, shown
from .ring import Pair, Ring

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Order = Literal["ring", "table"]
"""The cities on the circle in the order of the ring, each beside whom it inspects, or in that of the table, with chords."""

Point = tuple[float, float]

Curve = tuple[Point, Point, Point]
"""A quadratic curve: its start, the point that it is drawn towards, its end."""

REST = "其他"
"""The industry that is drawn grey; industries beyond the colours there are, the smallest ones, are drawn with it."""

_WIDTH, _HEIGHT = 9.0, 10.2  # inches
_LETTER = 0.046  # the width of a character of a name, in units of the axes
_CIRCLE_REACH, _MAP_REACH = 1.3, 1.2  # how far the axes reach from the middle: room for names
_FIGURED = 36  # on a circle of more cities there is no room for figures beside the arrows, and names stand radially


@dataclass(frozen=True, slots=True)
class _Node:
    """A city on the picture: where and how large, in units of the axes."""

    city: City
    at: Point
    radius: float


def ring_picture(ring: Ring, table: CityTable, order: Order = "ring") -> str:
    """The ring on a circle as an ``svg`` element. Raises :class:`CampaignError` without matplotlib, and for another table."""
    with _circle(ring, table, order) as figure:
        return svg_of(figure, _words(ring))


def ring_png(ring: Ring, table: CityTable, order: Order = "ring") -> bytes:
    """The same as PNG. Raises :class:`CampaignError` as :func:`ring_picture`."""
    with _circle(ring, table, order) as figure:
        return png_of(figure)


def ring_map(ring: Ring, table: CityTable) -> str:
    """The ring on a map of points as an ``svg`` element. Raises :class:`CampaignError` also for a table without coordinates."""
    with _map(ring, table) as figure:
        return svg_of(figure, _words(ring))


def ring_map_png(ring: Ring, table: CityTable) -> bytes:
    """The same as PNG. Raises :class:`CampaignError` as :func:`ring_map`."""
    with _map(ring, table) as figure:
        return png_of(figure)


def _words(ring: Ring) -> str:
    way = "→".join([*ring.next_of, ring.pairs[0].city])
    return f"推磨式检查示意图，箭头从检查的市指向被检查的市：{way}。{_summary(ring)}"


def _summary(ring: Ring) -> str:
    proven = "已证明最小" if ring.optimal else f"与下界{ring.lower_bound:.3f}相差不超过{ring.gap:.1%}"
    return f"{len(ring.pairs)}个市，差异度合计{ring.total:.3f}（{proven}）"


@contextmanager
def _circle(ring: Ring, table: CityTable, order: Order) -> Iterator[Figure]:
    with _canvas(ring, table, "推磨式检查：哪个市检查哪个市", _CIRCLE_REACH) as (figure, axes):
        nodes = _on_circle(tuple(ring.next_of) if order == "ring" else table.names, table)
        for pair in ring.pairs:
            one, other = nodes[pair.city], nodes[pair.inspects]
            _arrow(axes, ring, pair, _bent(one, other, 0.0) if order == "ring" else _chord(one, other))
            if order == "ring" and len(nodes) <= _FIGURED:
                _figure_inside(axes, pair, _between(one.at, other.at))
        for node in nodes.values():
            _pie(axes, node, _colours(table))
            _name_outside(axes, node, len(nodes))
        yield figure


@contextmanager
def _map(ring: Ring, table: CityTable) -> Iterator[Figure]:
    if not table.placed:
        raise CampaignError(Problem("各市情况表没有经度、纬度，画不了地图", hint="各市都写经度和纬度"))
    with _canvas(ring, table, "推磨式检查：各市的位置和检查方向", _MAP_REACH) as (figure, axes):
        nodes = _on_map(table)
        curves = [_round(nodes[pair.city], nodes[pair.inspects], tuple(nodes.values())) for pair in ring.pairs]
        for pair, curve in zip(ring.pairs, curves, strict=True):
            _arrow(axes, ring, pair, curve)
        for node in sorted(nodes.values(), key=lambda node: -node.radius):
            _pie(axes, node, _colours(table))
        _names_apart(axes, tuple(nodes.values()), [point for curve in curves for point in _along(curve)])
        yield figure


@contextmanager
def _canvas(ring: Ring, table: CityTable, title: str, reach: float) -> Iterator[tuple[Figure, Axes]]:
    """Axes from -reach to reach in both directions, with the title above and the legends below."""
    if set(ring.cities) != set(table.names):
        raise CampaignError(Problem("配对和各市情况表的市不同", hint="用求得配对的那张表"))
    with drawing(_WIDTH, _HEIGHT) as figure:
        rows = figure.add_gridspec(3, 1, height_ratios=(_WIDTH, 0.5, 0.5))
        axes, arrows, pies = (figure.add_subplot(rows[row]) for row in range(3))
        axes.set(aspect="equal", xlim=(-reach, reach), ylim=(-reach, reach))
        for part in (axes, arrows, pies):
            part.set_axis_off()
        figure.suptitle(f"{title}\n{_summary(ring)}", x=0.02, ha="left", fontsize=12, linespacing=1.5)
        _arrow_legend(arrows, ring)
        _pie_legend(pies, table)
        yield figure, axes


def _arrow_legend(axes: Axes, ring: Ring) -> None:
    from matplotlib.lines import Line2D

    least, most = _range(ring)
    levels = [least + (most - least) * step / 4 for step in range(5)] if most > least else [least]
    lines = [Line2D([], [], color=_shade(ring, level), linewidth=_width(ring, level)) for level in levels]
    title = "箭头从检查的市指向被检查的市；颜色越深、线越粗，两市的差异度越大"
    axes.legend(lines, [f"{level:.3f}" for level in levels], title=title, loc="center", ncols=5, frameon=False)


def _pie_legend(axes: Axes, table: CityTable) -> None:
    from matplotlib.patches import Patch

    labels = {colour: industry if colour != GREY else REST for industry, colour in _colours(table).items()}
    axes.legend(
        [Patch(color=colour) for colour in labels],
        list(labels.values()),
        title="圆的面积表示规模，扇形表示行业结构",
        loc="center",
        ncols=len(labels),
        frameon=False,
        handlelength=1.0,
        columnspacing=1.2,
    )


def _sizes(table: CityTable, largest: float) -> dict[str, float]:
    """The radius of each city: its area is its scale, the mean of its measures, each as a part of the largest city's.

    The smallest stay large enough to be seen: a tenth of the largest one's area.
    """
    most = {name: max(city.scale[name] for city in table.cities) for name in table.measures}
    scale = {
        city.name: sum(float(amount / (most[name] or 1)) for name, amount in city.scale.items()) / len(most)
        for city in table.cities
    }
    whole = max(scale.values()) or 1.0
    return {name: largest * max(0.3, sqrt(part / whole)) for name, part in scale.items()}


def _on_circle(names: tuple[str, ...], table: CityTable) -> dict[str, _Node]:
    """The cities clockwise from the top, on a circle of radius 1."""
    radii = _sizes(table, min(0.13, 2.0 / len(names)))
    turns = {name: pi / 2 - 2 * pi * index / len(names) for index, name in enumerate(names)}
    return {name: _Node(table.by_name[name], (cos(turn), sin(turn)), radii[name]) for name, turn in turns.items()}


def _on_map(table: CityTable) -> dict[str, _Node]:
    """The cities where they lie, a degree of longitude as short as it is there, within a square from -1 to 1."""
    places = {city.name: (float(city.longitude or 0), float(city.latitude or 0)) for city in table.cities}
    east, north = (_middle([at[axis] for at in places.values()]) for axis in (0, 1))
    flat = {name: ((x - east) * cos(radians(north)), y - north) for name, (x, y) in places.items()}
    reach = max(max(abs(x), abs(y)) for x, y in flat.values()) or 1.0
    radii = _sizes(table, min(0.095, 0.4 / sqrt(len(flat))))
    return {name: _Node(table.by_name[name], (x / reach, y / reach), radii[name]) for name, (x, y) in flat.items()}


def _middle(values: list[float]) -> float:
    return (min(values) + max(values)) / 2


def _between(one: Point, other: Point) -> Point:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def _curve(one: _Node, other: _Node, pull: Point) -> Curve:
    """From the rim of one node to the rim of the other."""
    return _towards(one, pull, 0.006), pull, _towards(other, pull, 0.01)


def _bent(one: _Node, other: _Node, bend: float, inward: float = 1.0) -> Curve:
    """To the right of the straight way by a part ``bend`` of its length; ``inward`` of 1 draws it nearer to the middle."""
    x, y = _between(one.at, other.at)
    along, up = other.at[0] - one.at[0], other.at[1] - one.at[1]
    return _curve(one, other, (x * inward + bend * up, y * inward - bend * along))


def _chord(one: _Node, other: _Node) -> Curve:
    """Across the circle, the nearer to the middle the farther apart the two are."""
    return _bent(one, other, 0.06, 1 - hypot(one.at[0] - other.at[0], one.at[1] - other.at[1]) / 4)


def _round(one: _Node, other: _Node, nodes: tuple[_Node, ...]) -> Curve:
    """Past the other nodes as far as a gentle bend to either side can."""
    bends = (0.12, -0.12, 0.2, -0.2, 0.04, -0.04, 0.28, -0.28)
    between = [node for node in nodes if node not in (one, other)]
    return min((_bent(one, other, bend) for bend in bends), key=lambda curve: _hits(curve, between))


def _hits(curve: Curve, nodes: list[_Node]) -> int:
    """How many points of a curve lie on nodes or close to them."""
    points = _along(curve)
    return sum(hypot(node.at[0] - x, node.at[1] - y) < node.radius + 0.02 for node in nodes for x, y in points)


def _towards(node: _Node, point: Point, clear: float) -> Point:
    """The point ``clear`` of the node's rim in the direction of another point."""
    x, y = point[0] - node.at[0], point[1] - node.at[1]
    part = (node.radius + clear) / (hypot(x, y) or 1.0)
    return node.at[0] + x * part, node.at[1] + y * part


def _along(curve: Curve) -> list[Point]:
    """Points of a quadratic curve, close to each other."""
    (ax, ay), (bx, by), (cx, cy) = curve
    steps = [step / 24 for step in range(25)]
    return [
        (
            (1 - t) ** 2 * ax + 2 * t * (1 - t) * bx + t * t * cx,
            (1 - t) ** 2 * ay + 2 * t * (1 - t) * by + t * t * cy,
        )
        for t in steps
    ]


def _arrow(axes: Axes, ring: Ring, pair: Pair, curve: Curve) -> None:
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.path import Path

    value = float(pair.dissimilarity.value)
    axes.add_patch(
        FancyArrowPatch(
            path=Path(list(curve), [Path.MOVETO, Path.CURVE3, Path.CURVE3]),
            arrowstyle="-|>,head_length=5,head_width=2.6",
            mutation_scale=_slim(ring) + _width(ring, value) / 4,
            color=_shade(ring, value),
            linewidth=_width(ring, value),
            capstyle="butt",
            joinstyle="miter",
        )
    )


def _figure_inside(axes: Axes, pair: Pair, middle: Point) -> None:
    """The dissimilarity beside the middle of its arrow, within the circle."""
    inward = 1 - 0.085 / hypot(*middle)
    x, y = middle[0] * inward, middle[1] * inward
    axes.text(x, y, shown(pair.dissimilarity.value), ha="center", va="center", fontsize=8)


def _range(ring: Ring) -> tuple[float, float]:
    values = [float(pair.dissimilarity.value) for pair in ring.pairs]
    return min(values), max(values)


def _part(ring: Ring, value: float) -> float:
    """Where a value lies between the least and the greatest of the ring, from 0 to 1."""
    least, most = _range(ring)
    return (value - least) / (most - least) if most > least else 0.0


def _width(ring: Ring, value: float) -> float:
    """The width of an arrow, in points."""
    return (1.0 + 2.4 * _part(ring, value)) * _slim(ring)


def _slim(ring: Ring) -> float:
    """How much thinner arrows are where there are many."""
    return min(1.0, 30 / len(ring.pairs))


def _shade(ring: Ring, value: float) -> tuple[float, float, float, float]:
    """From orange through red to a dark purple: told apart also in grey."""
    from matplotlib import colormaps

    return colormaps["magma_r"](0.25 + 0.6 * _part(ring, value))


def _colours(table: CityTable) -> dict[str, str]:
    """A colour for each industry; grey for 其他 and, when there are more industries than colours, for the smallest ones."""
    named = [name for name in table.industries if name != REST]
    by_size = sorted(named, key=lambda name: -sum(city.industries[name] for city in table.cities))
    coloured = [name for name in named if name in by_size[: len(PALETTE)]]
    found = dict(zip(coloured, PALETTE, strict=False))
    return found | {name: GREY for name in table.industries if name not in found}


def _pie(axes: Axes, node: _Node, colours: Mapping[str, str]) -> None:
    from matplotlib.patches import Circle, Wedge

    shares = shares_of(node.city)
    turns = [90.0]
    for industry in colours:
        turns.append(turns[-1] - 360 * float(shares[industry]))
    for (start, end), colour in zip(pairwise(turns), colours.values(), strict=True):
        if start > end:
            axes.add_patch(Wedge(node.at, node.radius, end, start, facecolor=colour, linewidth=0, zorder=3))
    axes.add_patch(Circle(node.at, node.radius, fill=False, edgecolor=INK, linewidth=0.8, zorder=3))


def _name_outside(axes: Axes, node: _Node, among: int) -> None:
    """The name of a city on the circle, away from the middle."""
    x, y = node.at
    far = 1 + node.radius + 0.03
    place, side = (x * far, y * far), "left" if x >= 0 else "right"
    if among <= _FIGURED:
        level = "center" if abs(y) < 0.9 else "bottom" if y > 0 else "top"
        axes.text(*place, node.city.name, ha="center" if abs(x) < 0.1 else side, va=level, fontsize=11)
    else:
        turn = degrees(_turn(x, y))
        axes.text(*place, node.city.name, ha=side, va="center", rotation=turn, rotation_mode="anchor", fontsize=7)


def _turn(x: float, y: float) -> float:
    """The turn of a radial line of text that is never upside down, in radians."""
    return atan2(y, x) if x >= 0 else atan2(-y, -x)


@dataclass(frozen=True, slots=True)
class _Box:
    """The place of a name, by its middle and its half width and height."""

    at: Point
    wide: float
    high: float

    def meets(self, other: _Box) -> bool:
        return (
            abs(self.at[0] - other.at[0]) < self.wide + other.wide
            and abs(self.at[1] - other.at[1]) < self.high + other.high
        )

    def holds(self, point: Point, clear: float = 0.0) -> bool:
        """Whether a point is in the box or not ``clear`` of it."""
        x, y = (max(0.0, abs(point[axis] - self.at[axis]) - half) for axis, half in ((0, self.wide), (1, self.high)))
        return hypot(x, y) <= clear


def _names_apart(axes: Axes, nodes: tuple[_Node, ...], lines: list[Point]) -> None:
    """The names of cities on a map, each beside its city where it covers the least of cities, names and arrows."""
    from matplotlib.patheffects import withStroke

    boxes = {node.city.name: _beside(node)[0] for node in nodes}
    for _ in range(3):  # each anew, now that the others stand where they do
        for node in nodes:
            others = [box for name, box in boxes.items() if name != node.city.name]
            boxes[node.city.name] = min(_beside(node), key=lambda box: _covered(box, others, nodes, lines))
    for name, box in boxes.items():
        white = [withStroke(linewidth=2.5, foreground="white")]
        axes.text(*box.at, name, ha="center", va="center", fontsize=11, zorder=4, path_effects=white)


def _beside(node: _Node) -> list[_Box]:
    """The places that a name may have: right, left, above, below, and between these."""
    wide, high = _LETTER * len(node.city.name) / 2 + 0.01, 0.026
    far_x, far_y = node.radius + wide, node.radius + high
    around = ((1, 0), (-1, 0), (0, 1), (0, -1), (0.75, 0.85), (-0.75, 0.85), (0.75, -0.85), (-0.75, -0.85))
    return [_Box((node.at[0] + x * far_x, node.at[1] + y * far_y), wide, high) for x, y in around]


def _covered(box: _Box, others: list[_Box], nodes: tuple[_Node, ...], lines: list[Point]) -> int:
    """How much a name covers there: names and cities count more than any arrows, and so does the edge of the picture."""
    names = sum(box.meets(other) for other in others)
    cities = sum(box.holds(node.at, node.radius * 0.98) for node in nodes)
    outside = abs(box.at[0]) + box.wide > _MAP_REACH
    return 1000 * (names + cities + outside) + sum(box.holds(point) for point in lines)
