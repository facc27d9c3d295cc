"""Making documents: a 20-finding order as text, with a source for every sentence, beside plain Jinja; the same as Word and PDF.

The peer is the shortest plain template that prints the same words from ready strings, without escaping, sandbox or sources.
``python -m benchmarks.documents [--pdf N]``; N PDF orders are made one after another in one process, 1000 by default.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from collections.abc import Callable
from typing import Any

from jinja2 import Environment

from enforce_rules import load_manual
from enforce_rules.document.document import Rendered, made, plain
from enforce_rules.document.environment import filled

KIND = "rectification-order"
FINDINGS = 20
RUNS = 300
PLAIN = "{% for line in lines %}{{ indent[loop.index0] }}{{ line }}\n{% endfor %}"


def millis(work: Callable[[], Any], runs: int = RUNS) -> float:
    """The median time of a run, in milliseconds."""
    work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def main() -> None:
    """Print the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pdf", type=int, default=1000, help="how many PDF orders")
    wanted = parser.parse_args().pdf
    manual = load_manual()
    inspection = manual.inspect("examples/machining-plant-2020.yaml")
    kind, _, result = made(KIND, inspection)
    found = result.context.findings
    result.context.findings = [found[number % len(found)] for number in range(FINDINGS)]
    for number, finding in enumerate(result.context.findings, 1):
        finding.number = number

    def rendered() -> Rendered:
        return Rendered(filled(kind.file, plain(result.context)), kind.file, kind.name)

    order = rendered()
    lines = [block.text for block in order.blocks]
    peer = Environment().from_string(PLAIN)
    indent = ["　　" if block.layout == "paragraph" else "" for block in order.blocks]
    jinja = millis(lambda: peer.render(lines=lines, indent=indent))
    text = millis(lambda: rendered().text)
    print(f"{FINDINGS}-finding order, {len(order.blocks)} blocks, {sum(map(len, lines))} characters")
    print(f"text with sources {text:.3f} ms : plain Jinja {jinja:.3f} ms = {text / jinja:.1f} x")
    print(f"  its context from the inspection {millis(lambda: made(KIND, inspection)):.3f} ms")
    print(f"html {millis(rendered):.3f} ms")
    print(f"docx {millis(lambda: rendered().docx, 50):.1f} ms")
    print(f"pdf, one process: {wanted} orders of {FINDINGS} findings, each different")
    order.pdf()
    start = time.perf_counter()
    for number in range(wanted):
        result.context.enterprise.name = f"某市第{number}机械厂（虚构）"
        rendered().pdf()
    spent = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {spent:.1f} s, {spent / wanted * 1000:.1f} ms each; peak memory {peak:.0f} MB")


if __name__ == "__main__":
    main()
