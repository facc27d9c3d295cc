"""How long it takes to start: the command line's help, and loading the manual with and without its precompiled copy."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = 9
LOAD = """
import time
from enforce_rules.api import load_manual
start = time.perf_counter()
load_manual()
print(time.perf_counter() - start)
"""


def run(*command: str, cache: str) -> tuple[float, str]:
    """The wall time of a process, and what it printed."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *command],
        env={**os.environ, "ENFORCE_RULES_CACHE": cache},
        check=True,
        capture_output=True,
        text=True,
    )
    return time.perf_counter() - start, done.stdout


def main() -> None:
    """Print the medians."""
    with tempfile.TemporaryDirectory() as cache:
        run("-c", LOAD, cache=cache)
        bare = statistics.median(run("-c", "pass", cache=cache)[0] for _ in range(ROUNDS))
        start = statistics.median(run("-m", "enforce_rules", "--help", cache=cache)[0] for _ in range(ROUNDS))
        warm = statistics.median(float(run("-c", LOAD, cache=cache)[1]) for _ in range(ROUNDS))
        cold = statistics.median(float(run("-c", LOAD, cache="off")[1]) for _ in range(3))
    print(f"python alone                        {bare:6.3f} s")
    print(f"enforce-rules --help                {start:6.3f} s   {start / bare:5.1f} x python alone")
    print(f"load_manual(), precompiled          {warm:6.3f} s")
    print(f"load_manual(), YAML read and checked {cold:5.3f} s   {cold / warm:5.1f} x precompiled")


if __name__ == "__main__":
    main()
