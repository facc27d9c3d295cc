"""Times, peaks of memory, and measurements in processes of their own, so that the peak of one is not that of another."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np


def seconds(work: Callable[[], object]) -> float:
    """The time of one run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def start_peak() -> float:
    """Count the peak of memory from here on; the memory in use now, in MB. Linux only: elsewhere the peak is the process's."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
        return _status("VmRSS")
    except OSError:
        return peak()


def peak() -> float:
    """The peak of memory since it was last counted anew, in MB."""
    try:
        return _status("VmHWM")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _status(field: str) -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{field}:"))


def child(module: str, *arguments: object, **environment: str) -> dict[str, Any]:
    """What a module prints as its last line, a JSON object, when it is run with some arguments in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{module} {arguments}:\n{done.stderr[-3000:]}")
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def digest(columns: Iterable[Any]) -> int:
    """A number that tells columns of codes apart."""
    found = 0
    for column in columns:
        found = zlib.crc32(np.ascontiguousarray(column, np.int8).tobytes(), found)
    return found


def versions(*packages: str) -> str:
    """The versions of Python and of some packages."""
    return ", ".join([f"Python {sys.version.split()[0]}", *(f"{package} {version(package)}" for package in packages)])
