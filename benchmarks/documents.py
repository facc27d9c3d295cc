"""Making documents: 20-finding orders as text, with a source for every sentence, beside plain Jinja; then as Word and PDF.

The orders differ: each has 20 findings drawn from all that the scenarios of the manual commit. The peer is the shortest plain
template that prints the same words from ready strings, without escaping, sandbox, line breaks or sources.
``python -m benchmarks.documents [--pdf N]``: N PDF orders are made one after another in one process, 1000 by default.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from jinja2 import Environment

from enforce_rules import Manual, load_manual
from enforce_rules.document.context import Context
from enforce_rules.document.context.findings import findings, limits
from enforce_rules.document.context.models import Finding
from enforce_rules.document.document import Rendered, made, plain
from enforce_rules.document.environment import filled
from enforce_rules.errors import Problems

KIND, ON = "rectification-order", date(2024, 4, 2)
FINDINGS, ORDERS = 20, 300
PLAIN = "{% for line in lines %}{{ indent[loop.index0] }}{{ line }}\n{% endfor %}"


def millis(works: Iterable[Callable[[], Any]]) -> float:
    """The median time of the runs, in milliseconds."""
    times = []
    for work in works:
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def pool(manual: Manual) -> list[Finding]:
    """The findings of every scenario that commits a breach on the day."""
    found: dict[tuple[str, str], Finding] = {}
    for item in manual.items.values():
        for scenario in item.scenarios:
            facts = {name: list(v) if isinstance(v, tuple) else v for name, v in scenario.facts.items()}
            inspection = manual.inspect(
                {"facts": {**dict(item.baseline.facts if item.baseline else {}), **facts}}, on=ON
            )
            for finding in findings(inspection.look_at(item).violations, ON, {}, Problems()):
                found.setdefault((finding.item, finding.breach), finding)
    return list(found.values())


def orders(context: Context, drawn: list[Finding]) -> list[Context]:
    """Contexts of orders with 20 findings each, no two alike."""
    chance = random.Random(1)
    told = []
    for number in range(ORDERS):
        chosen = [replace(finding, number=n) for n, finding in enumerate(chance.sample(drawn, FINDINGS), 1)]
        enterprise = replace(context.enterprise, name=f"某市第{number}机械厂（虚构）")
        told.append(replace(context, enterprise=enterprise, findings=chosen, limits=limits(chosen)))
    return told


def main() -> None:
    """Print the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pdf", type=int, default=1000, help="how many PDF orders")
    wanted = parser.parse_args().pdf
    manual = load_manual()
    inspection = manual.inspect("examples/machining-plant-2020.yaml")
    kind, _, result = made(KIND, inspection)
    drawn = pool(manual)
    contexts = orders(result.context, drawn)

    def rendered(context: Context) -> Rendered:
        return Rendered(filled(kind.file, plain(context)), kind.file, kind.name)

    peer = Environment().from_string(PLAIN)

    def written(order: Rendered) -> Callable[[], str]:
        lines = [block.text for block in order.blocks]
        indent = ["　　" if block.layout == "paragraph" else "" for block in order.blocks]
        return lambda: peer.render(lines=lines, indent=indent)

    rendered(contexts[0])
    first = rendered(contexts[1])
    print(f"{ORDERS} orders of {FINDINGS} findings out of {len(drawn)}, e.g. {len(first.blocks)} blocks,")
    print(f"{sum(len(block.text) for block in first.blocks)} characters; medians")
    text = millis([partial(lambda one: rendered(one).text, context) for context in contexts])
    jinja = millis([written(rendered(context)) for context in contexts])
    print(f"text with sources {text:.3f} ms : plain Jinja {jinja:.3f} ms = {text / jinja:.1f} x")
    print(
        f"  context of the example's order from its inspection {millis([partial(made, KIND, inspection)] * 100):.3f} ms"
    )
    print(f"html {millis([partial(rendered, context) for context in contexts]):.3f} ms")
    print(f"docx {millis([partial(lambda one: rendered(one).docx, context) for context in contexts[:50]]):.1f} ms")
    first.pdf()
    start = time.perf_counter()
    for number in range(wanted):
        rendered(contexts[number % ORDERS]).pdf()
    spent = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{wanted} pdf orders in one process {spent:.1f} s, {spent / wanted * 1000:.1f} ms each; peak memory {peak:.0f} MB"
    )


if __name__ == "__main__":
    main()
