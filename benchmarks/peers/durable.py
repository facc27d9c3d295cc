"""The rules for durable-rules: one wide fact an item, one rule for where it does not apply, and one rule a breach.

An item for which nothing fires is complied with, so every fact must be known. A member of a set is a bool property and the size
of a set a number; what the engine cannot compute (a span of months, arithmetic) is put into the fact as a bool. The engine takes
no fact of more than 255 properties, hence one an item. Facts are asserted: a posted event is consumed by the first rule that
matches, and conditions over two facts can crash the process.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any

from durable.engine import Host, MessageNotHandledException, MessageObservedException
from durable.lang import m, ruleset, when_all

from benchmarks.peers.rules import Rule, Rules
from benchmarks.peers.vector import written
from enforce_rules.evaluate.conditions import VERDICTS
from enforce_rules.language import Expression, Kind, Value, facts_of, truth_of
from enforce_rules.language.expression import And, Call, Compare, FactRef, Literal, Member, Not, Or, TermRef
from enforce_rules.language.partial import atoms_of

NOT_APPLICABLE, VIOLATION, COMPLIANT, _ = range(len(VERDICTS))
ITEMS_A_SET = 20
"""All rules of a set are looked through, so small sets answer faster."""

OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


class QuietHost(Host):  # type: ignore[misc]
    """A host without the two threads that look for timers and fire rules on their own."""

    def _run(self) -> None:
        pass


class Session:
    """The rules, registered once; the facts of enterprises are asserted and retracted one after another."""

    def __init__(self, rules: Rules, name: str = "enforcement") -> None:
        self.rules = rules
        self.derived: dict[Expression, str] = {}
        self.host = QuietHost()
        self.fired: set[str] = set()
        self.serial = 0
        self.sets: list[str] = []
        definitions = {}
        for start in range(0, len(rules.items), ITEMS_A_SET):
            book = ruleset(f"{name}_{start}")
            with book:
                for number, item in enumerate(rules.items[start : start + ITEMS_A_SET]):
                    self._rules(item, number)
            title, definition = book.define()
            definitions[title] = definition
            self.sets += [title] * len(rules.items[start : start + ITEMS_A_SET])
        self.host.register_rulesets(definitions)

    def codes(self, messages: list[dict[str, Any]]) -> list[int]:
        """The code of every item, from its wide fact."""
        codes = []
        for name, message in zip(self.sets, messages, strict=True):
            self.fired.clear()
            if self._asserted(name, message):
                self.host.retract_fact(name, message)
            codes.append(
                NOT_APPLICABLE if "outside" in self.fired else VIOLATION if "breach" in self.fired else COMPLIANT
            )
        return codes

    def _asserted(self, name: str, message: dict[str, Any]) -> bool:
        """Whether a rule matched: a fact that none matches is refused, and so is one whose hash is that of another."""
        while True:
            self.serial += 1
            message["id"] = self.serial
            try:
                self.host.assert_fact(name, message)
            except MessageNotHandledException:
                return False
            except MessageObservedException:
                continue
            return True

    def messages(self, facts: Mapping[str, Value]) -> list[dict[str, Any]]:
        """One wide fact an item, with what its rules ask."""
        return [
            {"item": number % ITEMS_A_SET, **self._message(item, facts)} for number, item in enumerate(self.rules.items)
        ]

    def _message(self, item: Rule, facts: Mapping[str, Value]) -> dict[str, Any]:
        told: dict[str, Any] = {}
        for name, type_ in facts_of(item.applies, item.violated).items():
            value = facts[name]
            if isinstance(value, frozenset):
                told[f"{name}__count"] = len(value)
                told |= {f"{name}__{number}": one in value for number, one in enumerate(type_.values)}
            elif not isinstance(value, date):
                told[name] = float(value) if isinstance(value, Decimal) else value
        atoms = atoms_of(item.applies) | atoms_of(item.violated)
        return told | {
            self.derived[atom]: truth_of(atom, facts, self.rules.on) for atom in atoms if atom in self.derived
        }

    def _rules(self, item: Rule, number: int) -> None:
        """One rule for where the item does not apply, and one a breach."""
        own = m.item == number
        if not item.always:
            when_all(own & self.false(item.applies))(lambda _: self.fired.add("outside"))
        for breach in item.violated.operands if isinstance(item.violated, Or) else (item.violated,):
            when_all(own & self.true(breach))(lambda _: self.fired.add("breach"))

    def true(self, node: Expression) -> Any:
        """The plane "is true"."""
        match node:
            case TermRef(body=body):
                return self.true(body)
            case Not(operand=operand):
                return self.false(operand)
            case And(operands=operands):
                return _all(map(self.true, operands))
            case Or(operands=operands):
                return _some(map(self.true, operands))
            case _:
                return self.atom(node, truth=True)

    def false(self, node: Expression) -> Any:
        """The plane "is false"."""
        match node:
            case TermRef(body=body):
                return self.false(body)
            case Not(operand=operand):
                return self.true(operand)
            case And(operands=operands):
                return _some(map(self.false, operands))
            case Or(operands=operands):
                return _all(map(self.false, operands))
            case _:
                return self.atom(node, truth=False)

    def atom(self, node: Expression, truth: bool) -> Any:
        """An atom, or its opposite."""
        match node:
            case FactRef(name=name):
                return getattr(m, name) == truth
            case Compare(op=op, left=FactRef(name=name) as left, right=Literal(value=value)) if (
                left.type.kind is not Kind.DATE
            ):
                return COMPARISONS[op if truth else OPPOSITE[op]](getattr(m, name), written(value))
            case Compare(op=op, left=Call(arguments=(FactRef(name=name),)) as call, right=Literal(value=value)) if (
                call.function.name == "count"
            ):
                return COMPARISONS[op if truth else OPPOSITE[op]](getattr(m, f"{name}__count"), value)
            case Member(item=FactRef(name=name), container=Literal(value=frozenset() as values)):
                parts = (COMPARISONS["==" if truth else "!="](getattr(m, name), value) for value in sorted(values))
                return _some(parts) if truth else _all(parts)
            case Member(item=Literal(value=str() as value), container=FactRef(name=name, type=type_)):
                return getattr(m, f"{name}__{type_.values.index(value)}") == truth
            case Call(arguments=(FactRef(name=name, type=type_), Literal(value=frozenset() as values))) if (
                node.function.name == "overlaps"
            ):
                places = [number for number, value in enumerate(type_.values) if value in values]
                parts = (getattr(m, f"{name}__{number}") == truth for number in places)
                return _some(parts) if truth else _all(parts)
            case _:
                return getattr(m, self.derived.setdefault(node, f"derived_{len(self.derived)}")) == truth


def _all(parts: Any) -> Any:
    return reduce(lambda left, right: left & right, parts)


def _some(parts: Any) -> Any:
    return reduce(lambda left, right: left | right, parts)
