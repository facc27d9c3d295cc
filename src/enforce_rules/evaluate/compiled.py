"""The default evaluator: one generated Python function for the items of a manual in a span of days.

Three-valued logic without a third value at run time: a condition is compiled into two planes, "is true" and "is false",
each an ordinary Python expression; what is in neither is unknown. The code holds no text of a rule: facts, constants and
functions are numbered names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from ..language import Expression, Value, facts_of
from ..language.expression import (
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
from ..language.partial import Atom
from ..manual import Rulebook, facts_by_item
from .conditions import VERDICTS, Calendar, Verdict, conditions_on, under_law_of
from .explain import Reading, reading

Judge = Callable[[Mapping[str, Value], date], tuple[int, ...]]
"""Known facts and a day in; for each item in the order of the manual, the position of its verdict in ``VERDICTS``."""

_NOT_APPLICABLE, _VIOLATION, _COMPLIANT, _UNDETERMINED = range(len(VERDICTS))


KEPT = 20_000
"""How many conditions under the law of a day are kept; more than a manual has on a handful of days."""


class CompiledRulebook:
    """Judges whole enterprises. A function is generated for a span of days when it is first needed, and kept."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.items = tuple(book.items)
        self._judges: dict[int, Judge] = {}
        self._readings: dict[str, Reading] = {}
        self._under_law: dict[tuple[str, date], Expression] = {}

    @cached_property
    def _calendar(self) -> Calendar:
        return Calendar(self.book)

    @cached_property
    def items_of(self) -> dict[str, tuple[str, ...]]:
        """For each fact the items whose conditions use it."""
        used = facts_by_item(self.book)
        return {name: tuple(item for item, names in used.items() if name in names) for name in self.book.facts}

    def reading(self, text: str) -> Reading:
        """How a condition of the manual reads; worked out when it is first asked for, and kept."""
        if text not in self._readings:
            self._readings[text] = reading(self.book.condition(text), self.book)
        return self._readings[text]

    def under_law(self, text: str, law: date) -> Expression:
        """A condition of the manual under the law of a day (:func:`under_law_of`); kept for a while."""
        key = text, law
        if key not in self._under_law:
            if len(self._under_law) >= KEPT:
                self._under_law.clear()
            self._under_law[key] = under_law_of(self.book.condition(text), law)
        return self._under_law[key]

    def judge_on(self, on: date) -> Judge:
        """The generated function for the span that holds ``on``; it must be called with a day of that span."""
        span = self._calendar.span(on)
        if span not in self._judges:
            self._judges[span] = generate(self.book, on)
        return self._judges[span]

    def judge(self, facts: Mapping[str, Value], on: date) -> tuple[int, ...]:
        """The verdict of every item, as positions in ``VERDICTS``. ``facts`` holds the known facts only."""
        return self.judge_on(on)(facts, on)

    def verdicts(self, facts: Mapping[str, Value], on: date) -> dict[str, Verdict]:
        """The verdict of every item by its id."""
        return {item: VERDICTS[code] for item, code in zip(self.items, self.judge(facts, on), strict=True)}


def generate(book: Rulebook, on: date) -> Judge:
    """The function that judges all items of ``book`` on ``on`` and on every day with the same conditions."""
    writer = _Writer()
    rows = []
    for item in book.items.values():
        conditions = conditions_on(book, item, on)
        applies = under_law_of(conditions.applies, on)
        violated = under_law_of(conditions.violated, on)
        rows.append(writer.verdict(applies, violated))
    return writer.function(rows)


def predicate(atom: Atom) -> Callable[[Mapping[str, Value], date], bool]:
    """An atom as a generated function of facts that are all known and a day; for work that asks it very often."""
    writer = _Writer()
    judge = writer.function([writer.true(atom)])
    return lambda facts, on: bool(judge(facts, on)[0])


class _Writer:
    """Writes conditions as Python source over numbered names."""

    def __init__(self) -> None:
        self.facts: dict[str, str] = {}
        self.constants: dict[tuple[type, Any], str] = {}
        self.namespace: dict[str, Any] = {}

    def function(self, rows: list[str]) -> Judge:
        """The compiled function that returns one code for each row."""
        loads = "".join(f" {local} = get({self.constant(name)})\n" for name, local in self.facts.items())
        results = "".join(f"  {row},\n" for row in rows)
        source = f"def judge(facts, on):\n get = facts.get\n{loads} return (\n{results} )\n"
        exec(compile(source, "<enforce-rules>", "exec"), self.namespace)  # the source is made of numbered names only
        judge: Judge = self.namespace["judge"]
        return judge

    def verdict(self, applies: Expression, violated: Expression) -> str:
        """The expression for one item's verdict code."""
        inner = (
            f"{_VIOLATION} if {self.true(violated)} else {_COMPLIANT} if {self.false(violated)} else {_UNDETERMINED}"
        )
        if applies == Literal(True, applies.type):
            return inner
        outer = f"{_NOT_APPLICABLE} if {self.false(applies)} else {_UNDETERMINED}"
        return f"({inner}) if {self.true(applies)} else {outer}"

    def true(self, node: Expression) -> str:
        """The plane "is true"."""
        match node:
            case Literal(value=value):
                return str(value)
            case TermRef(body=body):
                return self.true(body)
            case Not(operand=operand):
                return self.false(operand)
            case And(operands=operands):
                return "(" + " and ".join(self.true(operand) for operand in operands) + ")"
            case Or(operands=operands):
                return "(" + " or ".join(self.true(operand) for operand in operands) + ")"
            case FactRef():
                return self.value(node)
            case Compare(op="==", left=FactRef() as left, right=Literal() as right) if left.type.kind == "enum":
                return f"{self.value(left)} == {self.value(right)}"
            case Member(item=FactRef() as item):
                return f"{self.value(item)} in {self.value(node.container)}"
            case _:
                return f"({self.known(node)}{self.value(node)})"

    def false(self, node: Expression) -> str:
        """The plane "is false"."""
        match node:
            case Literal(value=value):
                return str(not value)
            case TermRef(body=body):
                return self.false(body)
            case Not(operand=operand):
                return self.true(operand)
            case And(operands=operands):
                return "(" + " or ".join(self.false(operand) for operand in operands) + ")"
            case Or(operands=operands):
                return "(" + " and ".join(self.false(operand) for operand in operands) + ")"
            case FactRef():
                return f"{self.value(node)} is False"
            case Compare() if node.op in _OPPOSITE:
                return f"({self.known(node)}{self.value(Compare(_OPPOSITE[node.op], node.left, node.right))})"
            case _:
                return f"({self.known(node)}not {self.value(node)})"

    def known(self, node: Expression) -> str:
        """The guard that every fact of an atom is recorded."""
        return "".join(f"{self.fact(name)} is not None and " for name in facts_of(node))

    def value(self, node: Expression) -> str:
        """The value of an expression whose facts are known."""
        match node:
            case Literal(value=value):
                return self.constant(value)
            case FactRef(name=name):
                return self.fact(name)
            case Day():
                return "on"
            case Compare(op=op, left=left, right=right) | Arithmetic(op=op, left=left, right=right):
                return f"({self.value(left)} {op} {self.value(right)})"
            case Member(item=item, container=container):
                return f"({self.value(item)} in {self.value(container)})"
            case Call(function=function, arguments=arguments):
                values = [self.value(argument) for argument in arguments]
                if function.needs_day:
                    values.insert(0, "on")
                if function.name == "overlaps":
                    return f"(not {values[0]}.isdisjoint({values[1]}))"
                if function.name == "includes":
                    return f"({values[1]} <= {values[0]})"
                if function.name == "count":
                    return f"len({values[0]})"
                return f"{self.constant(function.compute)}({', '.join(values)})"
            case _:
                raise AssertionError(f"not a value: {node!r}")

    def fact(self, name: str) -> str:
        """The local variable of a fact."""
        return self.facts.setdefault(name, f"f{len(self.facts)}")

    def constant(self, value: Any) -> str:
        """The name, or for a small whole number the text, of a constant."""
        if isinstance(value, bool) or (isinstance(value, int) and not isinstance(value, Decimal)):
            return f"({value})" if value < 0 else str(value)
        key = (type(value), value)
        if key not in self.constants:
            name = f"c{len(self.constants)}"
            self.constants[key] = name
            self.namespace[name] = value
        return self.constants[key]


_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
