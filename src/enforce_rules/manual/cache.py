"""Where precompiled manuals are kept: the one that comes in a wheel, and those of the user's cache folder.

A file of the cache folder is named by the digest of the rule files, the version of the library and the age of its code: any change
makes another file. It holds data only. Set ``ENFORCE_RULES_CACHE`` to another folder, or to ``off``.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from .._version import __version__

_KEPT = 8  # files of other versions that stay beside the current one
SHIPPED = "manual.jsonl"


def folder() -> Path | None:
    """Where precompiled manuals are kept, or None when caching is off or there is no home."""
    setting = os.environ.get("ENFORCE_RULES_CACHE")
    if setting == "off":
        return None
    if setting:
        return Path(setting)
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "enforce-rules"
    except RuntimeError:
        return None


def _file(digest: str) -> Path | None:
    where = folder()
    return where / f"{__version__}-{_checker()}-{digest[:32]}.jsonl" if where else None


@lru_cache(maxsize=1)
def _checker() -> str:
    """What tells one state of the code that reads and checks rules from another."""
    here = Path(__file__).parent
    newest = max(path.stat().st_mtime_ns for folder in (here, here.parent / "language") for path in folder.glob("*.py"))
    return f"{newest:x}"


def recall(digest: str) -> Iterator[bytes]:
    """What is kept for these rule files, or may be: the shipped manual first, which is compiled when the wheel is built."""
    shipped = Path(__file__).resolve().parent.parent / "data" / SHIPPED
    for path in (shipped, _file(digest)):
        if path is not None:
            with contextlib.suppress(OSError):
                yield path.read_bytes()


def keep(digest: str, content: bytes) -> None:
    """Keep a precompiled manual; quietly does nothing where that is not possible."""
    path = _file(digest)
    if path is None:
        return
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        os.replace(temporary, path)
        kept = sorted(path.parent.glob("*.json*"), key=lambda other: other.stat().st_mtime, reverse=True)
        for old in kept[_KEPT:]:
            old.unlink(missing_ok=True)
