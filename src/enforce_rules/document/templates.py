"""The files of templates: where one is found, what it includes, and which rules of procedure it states."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

_INCLUDES = re.compile(r"""{%-?\s*(?:include|extends|import|from)\s+["']([^"']+)["']""")
_LAW = re.compile(r"""\blaw(?:\.|\[["'])([a-z_]+)""")


def shipped_templates() -> Path:
    """The folder of the templates that come with the library."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "data" / "templates"
    return inside if inside.is_dir() else package.parent.parent / "templates"


def template_file(name: str, folder: Path | None = None) -> Path | None:
    """The file of a template: in an office's own ``folder``, else among the shipped ones; None where there is none."""
    for root in (folder, shipped_templates()):
        if root is not None:
            path = root / name
            if path.resolve().is_relative_to(root.resolve()) and path.is_file():
                return path
    return None


@lru_cache(maxsize=256)
def lines_of(name: str, folder: Path | None = None) -> tuple[tuple[str, int, str], ...]:
    """The lines of a template and of all that it includes, each with its file and number."""
    found: list[tuple[str, int, str]] = []
    open_, seen = [name], {name}
    while open_:
        file = open_.pop(0)
        path = template_file(file, folder)
        text = path.read_text(encoding="utf-8") if path else ""
        found += [(file, number, line) for number, line in enumerate(text.splitlines(), 1)]
        included = [other for other in _INCLUDES.findall(text) if other not in seen]
        seen.update(included)
        open_ += included
    return tuple(found)


@lru_cache(maxsize=256)
def law_named(name: str, folder: Path | None = None) -> tuple[str, ...]:
    """The rules of procedure that a template states, as ``law.review``, with those of what it includes."""
    return tuple(dict.fromkeys(rule for _, _, line in lines_of(name, folder) for rule in _LAW.findall(line)))
