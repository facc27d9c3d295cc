"""The same rules for zen-engine: each item as one expression of a decision, translated from the typed expression."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from benchmarks.peers.rules import Rule
from enforce_rules.language import Expression, Value
from enforce_rules.language.expression import (
    And,
    Arithmetic,
    Call,
    Compare,
    Day,
    FactRef,
    Literal,
    Member,
    Not,
    Or,
    TermRef,
)


def decision(items: Iterable[tuple[str, Rule]]) -> str:
    """A decision (JDM) with one expression node: for each item its verdict as text."""
    expressions = [
        {
            "id": key,
            "key": key,
            "value": f"{source(item.applies)} ? ({source(item.violated)} ? 'violation' : 'compliant') : 'not_applicable'",
        }
        for key, item in items
    ]
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode"},
        {"id": "rules", "name": "rules", "type": "expressionNode", "content": {"expressions": expressions}},
        {"id": "out", "name": "out", "type": "outputNode"},
    ]
    edges = [
        {"id": "e1", "sourceId": "in", "targetId": "rules", "type": "edge"},
        {"id": "e2", "sourceId": "rules", "targetId": "out", "type": "edge"},
    ]
    return json.dumps({"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges})


def source(node: Expression) -> str:
    """An expression in zen's language. zen has no unknown: every fact must be there."""
    match node:
        case Literal(value=value):
            return _literal(value)
        case FactRef(name=name, type=type_):
            return f"d({name})" if type_.kind == "date" else name
        case Day():
            return "d(on)"
        case TermRef(body=body):
            return source(body)
        case Not(operand=operand):
            return f"not ({source(operand)})"
        case And(operands=operands):
            return "(" + " and ".join(map(source, operands)) + ")"
        case Or(operands=operands):
            return "(" + " or ".join(map(source, operands)) + ")"
        case Compare(op=op, left=left, right=right):
            return f"({source(left)} {op} {source(right)})"
        case Member(item=item, container=container):
            return f"({source(item)} in {source(container)})"
        case Arithmetic(op="-", left=left, right=right) if left.type.kind == "set":
            return f"filter({source(left)}, not (# in {source(right)}))"
        case Arithmetic(op=op, left=left, right=right):
            return f"({source(left)} {op} {source(right)})"
        case Call(function=function, arguments=arguments):
            return _call(function.name, [source(argument) for argument in arguments])


def _call(name: str, arguments: list[str]) -> str:
    match name:
        case "overlaps":
            return f"some({arguments[0]}, # in {arguments[1]})"
        case "includes":
            return f"all({arguments[1]}, # in {arguments[0]})"
        case "count":
            return f"len({arguments[0]})"
        case "months_after":
            return f"{arguments[0]}.add({arguments[1]}, 'month')"
        case "days_after":
            return f"{arguments[0]}.add({arguments[1]}, 'day')"
        case _:
            raise NotImplementedError(f"{name} has no counterpart here; add it when a rule uses it")


def _literal(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return f"d('{value.isoformat()}')"
    if isinstance(value, frozenset):
        return "[" + ", ".join(map(_literal, sorted(value))) + "]"
    return f"'{value}'" if isinstance(value, str) else str(value)


def context(facts: dict[str, Value], on: date) -> dict[str, Any]:
    """Facts as zen takes them: plain JSON values."""
    plain: dict[str, Any] = {"on": on.isoformat()}
    for name, value in facts.items():
        if isinstance(value, date):
            plain[name] = value.isoformat()
        elif isinstance(value, Decimal):
            plain[name] = float(value)
        else:
            plain[name] = sorted(value) if isinstance(value, frozenset) else value
    return plain
