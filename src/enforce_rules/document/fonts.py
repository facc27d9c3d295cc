"""The fonts of a printed page, and the characters that no page can hold. No package is imported, no file opened.

The system's fonts are never used, so that the same document looks the same on every machine. What is always there is
Noto Serif CJK for 仿宋 and 宋体, and Noto Sans CJK for 黑体; an office with its own fonts gives the folder they lie in.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable
from pathlib import Path

from ..errors import DocumentError, Problem
from .block import Block

Family = str | dict[str, str]
"""The name of a font family, or the name with the characters it is for, as Typst reads it."""

SERIF, SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"
LAST = ("DejaVu Sans", "Last Resort High-Efficiency")
"""For what the others lack: arrows and common emoji, and at the end a visible sign for every character there is."""

_PACKAGED = {
    "mplfonts": ("fonts", ("NotoSerifCJKsc-Regular.otf", "NotoSansCJKsc-Regular.otf")),
    "matplotlib": ("mpl-data/fonts/ttf", ("DejaVuSans.ttf", "LastResortHE-Regular.ttf")),
}

_OFFICE = {
    "title": re.compile("小标宋|xiao ?biao ?song|xbs", re.I),
    "fang": re.compile("仿宋|fang ?song", re.I),
    "hei": re.compile("黑|hei", re.I),
    "song": re.compile("宋|song|simsun", re.I),
}
"""What an office's own families are for, told by their names; the first that fits holds."""

_WESTERN = "times new roman"

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def packaged_fonts() -> tuple[Path, ...]:
    """The folders of the fonts that come with the extra ``pdf``. Raises :class:`DocumentError` when they are missing."""
    folders = []
    for package, (inside, files) in _PACKAGED.items():
        spec = importlib.util.find_spec(package)
        homes = (spec.submodule_search_locations or ()) if spec else ()
        holding = [
            Path(home) / inside for home in homes if all((Path(home) / inside / name).is_file() for name in files)
        ]
        if not holding:
            raise DocumentError(
                Problem(f"没有 {package} 的字体，不能制作 pdf", hint="pip install 'enforce-rules[pdf]'")
            )
        folders.append(holding[0])
    return tuple(folders)


def families(office: Iterable[str] = ()) -> dict[str, list[Family]]:
    """For each use of a font the families to try in turn: the office's own for that use, and then the packaged ones.

    The uses are ``fang`` (仿宋), ``song`` (宋体), ``hei`` (黑体) and ``title`` (小标宋). The office's other families
    stand behind: they give the rare characters that the packaged fonts lack.
    """
    known = sorted(office, key=lambda name: (len(name), name))
    use = {name: next((use for use, names in _OFFICE.items() if names.search(name)), "") for name in known}
    western: list[Family] = [{"name": name, "covers": "latin-in-cjk"} for name in known if name.lower() == _WESTERN]

    def tried(*uses: str, packaged: str) -> list[Family]:
        own = [name for wanted in uses for name in known if use[name] == wanted]
        behind = [name for name in known if name not in own]
        return [*western, *own, packaged, *behind, *LAST]

    return {
        "fang": tried("fang", packaged=SERIF),
        "song": tried("song", packaged=SERIF),
        "hei": tried("hei", packaged=SANS),
        "title": tried("title", "song", packaged=SERIF),
    }


def refuse_unprintable(blocks: Iterable[Block], title: str) -> None:
    """Raise :class:`DocumentError` for a character that XML cannot hold or that ends a line: a block is one line."""
    for text in (title, *(block.text for block in blocks)):
        if found := _UNPRINTABLE.search(text):
            around = _UNPRINTABLE.sub("�", text[max(0, found.start() - 10) : found.end() + 10])
            raise DocumentError(f"文书中有不能印出的字符 U+{ord(found.group()):04X}：{around}")
