"""What all charts share: fonts with Chinese, colours told apart without colour vision, SVG that is the same on every run.

Drawn with matplotlib's objects, never with pyplot, so that nothing is kept between charts.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ..document.fonts import SANS, packaged_fonts
from ..errors import CampaignError, Problem

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INK, GREY, PALE = "#1b1b1b", "#8a8a8a", "#d9d9d9"
BLUE, ORANGE, GREEN, RED, PURPLE, SKY, YELLOW = (
    "#0072b2",
    "#e69f00",
    "#009e73",
    "#d55e00",
    "#7a4f9a",
    "#56b4e9",
    "#c9b800",
)
PALETTE = (BLUE, ORANGE, GREEN, RED, PURPLE, SKY, YELLOW)
"""Okabe and Ito's colours, the yellow and the purple darkened for white paper."""

_STYLE: Any = {
    "font.family": [SANS, "DejaVu Sans"],
    "font.size": 10,
    "axes.edgecolor": GREY,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 12,
    "axes.titlelocation": "left",
    "axes.unicode_minus": False,
    "xtick.color": INK,
    "ytick.color": INK,
    "text.parse_math": False,  # a $ in a name is a $
    "svg.fonttype": "path",  # the page needs no fonts of the reader's
    "svg.hashsalt": "enforce-rules",
}


@contextmanager
def drawing(width: float, height: float) -> Iterator[Figure]:
    """A figure of ``width`` by ``height`` inches to draw on; saved by :func:`svg_of` or :func:`png_of` inside the block.

    Raises :class:`CampaignError` without the extra ``campaign``.
    """
    try:
        import matplotlib
        from matplotlib.figure import Figure
    except ImportError:
        raise CampaignError(Problem("画图要用 matplotlib", hint="pip install 'enforce-rules[campaign]'")) from None
    _add_fonts()
    with matplotlib.rc_context(_STYLE):
        yield Figure(figsize=(width, height), layout="constrained")


@lru_cache(maxsize=1)
def _add_fonts() -> None:
    from matplotlib import font_manager

    for folder in packaged_fonts():
        for file in sorted(folder.glob("NotoSansCJK*.otf")):
            font_manager.fontManager.addfont(str(file))


def svg_of(figure: Figure, label: str) -> str:
    """The figure as an ``svg`` element to stand in a page, as wide as its place; ``label`` says in words what it shows."""
    from html import escape

    stream = io.StringIO()
    figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    text = stream.getvalue()
    element = text[text.index("<svg") :]
    element = re.sub(r'^<svg([^>]*?) (?:width|height)="[^"]*"([^>]*?) (?:width|height)="[^"]*"', r"<svg\1\2", element)
    return element.replace("<svg", f'<svg role="img" aria-label="{escape(label)}"', 1)


def png_of(figure: Figure) -> bytes:
    """The figure as PNG, 150 dots an inch."""
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=150, metadata={"Software": None})
    return stream.getvalue()
