"""The pictures: the right numbers in words that can be read, the same bytes on every run, and nothing to show is no failure."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest

from enforce_rules.campaign import chart
from enforce_rules.campaign.cube import Cube, Slice
from enforce_rules.campaign.reports import pictures
from enforce_rules.campaign.reports.tables import statistics_of

from .counted import SAMPLE, campaign, day, seen

UNTIL = day("12-16")
FORMS = {"inspection-record": "现场检查记录", "rectification-order": "责令限期整改指令书"}
DRAWN: dict[str, Callable[[Cube], str]] = {
    "trend": lambda cube: pictures.trend(cube, UNTIL),
    "by_group": lambda cube: pictures.by_group(cube, campaign(), UNTIL),
    "by_industry": lambda cube: pictures.by_industry(cube, UNTIL),
    "funnel": lambda cube: pictures.funnel(cube, UNTIL),
    "documents": lambda cube: pictures.documents(cube, FORMS, UNTIL),
}


@pytest.fixture(scope="module")
def cube(tmp_path_factory: pytest.TempPathFactory) -> Cube:
    return seen(tmp_path_factory.mktemp("sample"), SAMPLE, "12-16").cube(pictures.USED)


@pytest.fixture(autouse=True)
def _no_warnings() -> Iterator[None]:
    """A glyph that no font has is told as a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """The words of a picture, drawn as text that can be read back in the place of outlines."""
    monkeypatch.setitem(chart._STYLE, "svg.fonttype", "none")
    return lambda svg: [unescape(one).strip() for one in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]


@pytest.mark.parametrize("name", DRAWN)
def test_it_is_the_same_on_every_run(cube: Cube, name: str) -> None:
    first = DRAWN[name](cube)
    assert first == DRAWN[name](cube)
    assert first.startswith("<svg")
    assert first.rstrip().endswith("</svg>")
    assert re.search('^<svg role="img" aria-label="[^"]*(2020-12-16|12月16日)', first)


@pytest.mark.parametrize("name", DRAWN)
def test_nothing_to_show(tmp_path: Path, name: str) -> None:
    assert DRAWN[name](seen(tmp_path, []).cube(pictures.USED)).startswith("<svg")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        # problems and major hazards of each group, with the share rectified
        ("by_group", ["1　甲市", "2　乙市", "3　丙市", "4（50.0%）", "2（50.0%）", "0", "2（50.0%）", "0", "0"]),
        ("by_industry", ["危险化学品", "粉尘涉爆", "政府和部门", "1（0.0%）", "3（66.7%）", "1（100.0%）", "1（0.0%）"]),
        ("funnel", ["重大隐患", "2项", "2项（100.0%）", "1项（50.0%）", "1项（50.0%）", "1项（50.0%）", "0项（0.0%）"]),
        ("documents", ["现场检查记录", "责令限期整改指令书", "2", "1"]),
        ("trend", ["6", "3", "11月10日", "12月16日"]),
    ],
)  # fmt: skip
def test_the_numbers_that_it_shows(cube: Cube, words: Callable[[str], list[str]], name: str, shown: list[str]) -> None:
    found = words(DRAWN[name](cube))
    for one in shown:
        assert one in found, found
        found.remove(one)


def test_the_bars_are_as_long_as_the_numbers(cube: Cube, monkeypatch: pytest.MonkeyPatch) -> None:
    bars: list[tuple[str | None, list[float]]] = []

    def kept(axes: object, at: object, heights: list[float], name: str, colour: str, aside: float) -> None:
        bars.append((name, list(heights)))

    monkeypatch.setattr(pictures, "_bars", kept)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # without bars there is nothing for the legend to name
        pictures.trend(cube, UNTIL)
    assert [name for name, _ in bars] == ["发现", "已整改"]
    found, mended = (heights for _, heights in bars)
    days = (UNTIL - day("11-10")).days + 1
    assert len(found) == len(mended) == days
    assert {offset: number for offset, number in enumerate(found) if number} == {0: 3, days - 2: 1, days - 1: 2}
    assert {offset: number for offset, number in enumerate(mended) if number} == {5: 1, days - 1: 2}


def test_a_part_of_the_campaign(cube: Cube, words: Callable[[str], list[str]]) -> None:
    assert "4（50.0%）" not in words(pictures.by_industry(cube, UNTIL, Slice(group=2)))
    assert words(pictures.funnel(cube, UNTIL, Slice(group=2))).count("0项（—）") == 5
    assert [one for one in words(pictures.documents(cube, FORMS, UNTIL, Slice(group=2))) if one] == [
        "制作的执法文书（份）"
    ]


def test_the_page_of_a_part_shows_the_part(tmp_path: Path, words: Callable[[str], list[str]]) -> None:
    snapshot = seen(tmp_path, SAMPLE, "12-16")
    whole, part = (words(statistics_of(snapshot, one).page) for one in (Slice(), Slice(group=2)))
    assert "3（66.7%）" in whole
    assert "3（66.7%）" not in part
    assert "2" in part


@pytest.mark.parametrize("name", ["$a_b$", "$\\frac$", "<b>&", "{x}", "\\alpha"])
def test_names_are_drawn_as_they_are(cube: Cube, words: Callable[[str], list[str]], name: str) -> None:
    assert name in words(pictures.documents(cube, {"inspection-record": name}, UNTIL))
    there = campaign(arrangement="free", groups=1)
    named = there.model_copy(update={"groups": (there.groups[0].model_copy(update={"city": name}),)})
    assert f"1　{name}" in words(pictures.by_group(cube, named, UNTIL))
