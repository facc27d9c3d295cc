"""How long hostile facts files take to be refused, the slowest first, beside an ordinary one."""

from __future__ import annotations

import contextlib
import tempfile
import time
from pathlib import Path

from tests.facts.test_hostile import FOUND, HEAD, REFUSED

from enforce_rules import FactsError, Manual, load_manual


def refused(manual: Manual, path: Path) -> float:
    """The time of one attempt, in seconds."""
    start = time.perf_counter()
    with contextlib.suppress(FactsError):
        manual.inspect(path)
    return time.perf_counter() - start


def main() -> None:
    """Print the times."""
    manual = load_manual()
    manual.inspect({"inspection": {"date": "2024-04-02"}, "facts": {}})
    times = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.yaml"
        path.write_text(HEAD + FOUND, encoding="utf-8")
        ordinary = refused(manual, path)
        for name, text in REFUSED.items():
            path.write_text(text, encoding="utf-8")
            times.append((refused(manual, path), name))
    print(f"{ordinary * 1e3:9.2f} ms      1.0 x  an ordinary file")
    for seconds, name in sorted(times, reverse=True):
        print(f"{seconds * 1e3:9.2f} ms {seconds / ordinary:8.1f} x  {name}")


if __name__ == "__main__":
    main()
