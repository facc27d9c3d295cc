"""The pictures of a ring: that they are made, say what they show, and are the same on every run."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest

from enforce_rules.campaign.cities import CityTable, cities_from, read_cities
from enforce_rules.campaign.ring import Ring, find_ring
from enforce_rules.campaign.ring_picture import (
    _beside,
    _colours,
    _on_circle,
    _on_map,
    ring_map,
    ring_map_png,
    ring_picture,
    ring_png,
)
from enforce_rules.errors import CampaignError
from tests.conftest import ROOT

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def example() -> CityTable:
    return read_cities(ROOT / "examples" / "campaign" / "cities.csv")


@pytest.fixture(scope="module")
def ring(example: CityTable) -> Ring:
    return find_ring(example)


def table_of(size: int, industries: tuple[str, ...] = ("钢铁", "其他"), **other: Any) -> CityTable:
    rows = [
        {"name": f"第{number}市", "scale": {"企业数": number}, "industries": dict.fromkeys(industries, 1 + number % 2)}
        for number in range(size)
    ]
    return cities_from({"cities": [row | other for row in rows]})


def test_a_picture_says_in_words_what_it_shows(example: CityTable, ring: Ring) -> None:
    for picture in (ring_picture(ring, example), ring_picture(ring, example, "table"), ring_map(ring, example)):
        element = ElementTree.fromstring(picture)
        assert element.tag == f"{SVG}svg"
        label = element.attrib["aria-label"]
        assert "→".join(ring.next_of) in label
        assert f"18个市，差异度合计{ring.total:.3f}（已证明最小）" in label


def test_a_picture_is_the_same_on_every_run(example: CityTable, ring: Ring) -> None:
    assert ring_picture(ring, example) == ring_picture(ring, example)
    assert ring_map(ring, example) == ring_map(ring, example)


def test_the_order_of_the_ring_and_that_of_the_table_differ(example: CityTable, ring: Ring) -> None:
    assert ring_picture(ring, example) != ring_picture(ring, example, "table")


def test_png(example: CityTable, ring: Ring) -> None:
    for picture in (ring_png(ring, example), ring_map_png(ring, example)):
        assert picture.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("told", "table"),
    [
        ("the fewest cities", table_of(3)),
        ("more cities than have room for figures", table_of(40)),
        ("one industry", table_of(4, ("钢铁",))),
        ("more industries than colours", table_of(4, tuple(f"行业{number}" for number in range(12)))),
        ("all cities in one place", table_of(4, longitude=113, latitude=34)),
    ],
)
def test_pictures_of_tables_of_all_kinds(told: str, table: CityTable) -> None:
    ring = find_ring(table)
    assert ring_picture(ring, table).startswith("<svg"), told
    if table.placed:
        assert ring_map(ring, table).startswith("<svg"), told


def test_a_ring_not_proven_says_how_far_it_may_be_off(example: CityTable, ring: Ring) -> None:
    unproven = Ring(ring.pairs, ring.total, ring.total / 2, False, ring.weights, ring.cities, 1.0)
    assert "相差不超过50.0%" in ring_picture(unproven, example)


def test_no_map_without_places() -> None:
    table = table_of(3)
    with pytest.raises(CampaignError, match="没有经度、纬度"):
        ring_map(find_ring(table), table)


def test_no_picture_of_another_table(example: CityTable, ring: Ring) -> None:
    with pytest.raises(CampaignError, match="配对和各市情况表的市不同"):
        ring_picture(ring, table_of(3))


def test_cities_lie_clockwise_and_apart_and_are_as_large_in_area_as_in_scale(example: CityTable) -> None:
    nodes = list(_on_circle(example.names, example).values())
    assert nodes[0].at == pytest.approx((0, 1))
    assert nodes[1].at[0] > 0
    for one, other in zip(nodes, nodes[1:] + nodes[:1], strict=True):
        apart = ((one.at[0] - other.at[0]) ** 2 + (one.at[1] - other.at[1]) ** 2) ** 0.5
        assert apart > one.radius + other.radius
    largest = max(nodes, key=lambda node: node.radius)
    assert largest.city.name == "甲市"


def test_on_the_map_north_is_up_and_a_degree_of_longitude_shorter() -> None:
    rows = [(113, 34), (114, 34), (113, 35)]
    table = cities_from(
        {
            "cities": [
                {"name": f"{x}-{y}", "scale": {"企业数": 1}, "industries": {"钢铁": 1}, "longitude": x, "latitude": y}
                for x, y in rows
            ]
        }
    )
    west, east, north = (node.at for node in _on_map(table).values())
    assert (west[1], west[0]) == pytest.approx((east[1], north[0]))
    assert north[1] - west[1] == pytest.approx(2)
    assert 0.8 < (east[0] - west[0]) / (north[1] - west[1]) < 0.84


def test_a_name_beside_a_city_does_not_touch_it(example: CityTable) -> None:
    for node in _on_map(example).values():
        assert not any(box.holds(node.at, node.radius * 0.99) for box in _beside(node)[:4])


@pytest.mark.parametrize(
    ("industries", "grey"),
    [
        (("钢铁", "其他"), ["其他"]),
        (tuple("一二三四五六七"), []),
        (tuple("一二三四五六七八"), ["八"]),
        (("其他", *"一二三四五六七八"), ["其他", "八"]),
    ],
)
def test_each_industry_has_a_colour_of_its_own(industries: tuple[str, ...], grey: list[str]) -> None:
    colours = _colours(table_of(3, industries))
    assert colours.keys() == set(industries)
    shades = [colour for name, colour in colours.items() if name not in grey]
    assert len(set(shades)) == len(shades)
    assert sorted(name for name, colour in colours.items() if colour == "#8a8a8a") == sorted(grey)


@pytest.mark.filterwarnings("error")
def test_a_dollar_in_a_name_is_a_dollar() -> None:
    """Words between two of them are no formula."""
    names = ("$x_$市", "$y^$市", "丙市")
    rows = [{"name": name, "scale": {"企业数": 1}, "industries": {"其他": 1}} for name in names]
    table = cities_from({"cities": rows})
    assert ring_picture(find_ring(table), table).startswith("<svg")
