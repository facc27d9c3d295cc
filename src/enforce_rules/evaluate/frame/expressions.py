"""A typed condition as a column of truth: the evaluator for a whole table at once.

Only comparisons, whole-number arithmetic and and, or, not are used, so that every engine behind narwhals computes the same. What
an engine could not compute exactly is refused when the condition is compiled.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any

from ...errors import EnforceRulesError, Problem
from ...language import Expression, Kind, Value, facts_of, truth_of
from ...language.expression import And, Arithmetic, Call, Compare, FactRef, Literal, Member, Not, Or, TermRef, walk
from ...language.expression import Day as TheDay
from ...language.functions import MOST_DAYS
from ...language.kleene import COMPARISONS
from ...language.values import LARGEST
from .columns import MOST_DIGITS, Columns
from .dates import Day, day_of_number, turning_day
from .planes import Column, Plane, and_, integers, is_column, not_, or_, where, words_of

MOST_WHOLE = 2**62
"""No whole number that arithmetic gives may be larger: the engines count in 64 bits."""

_ORDERED = ("<", "<=", ">", ">=")


class Writer:
    """Writes conditions over the columns of one table. ``day`` is the day of all rows, or the column with the day of each."""

    def __init__(self, columns: Columns, day: date | Column) -> None:
        self.columns = columns
        self.day = day
        self._written: dict[Expression, Plane] = {}

    def truth(self, node: Expression) -> Plane:
        """The truth of a condition for every row."""
        if node not in self._written:
            self._written[node] = self._truth(node)
        return self._written[node]

    def _truth(self, node: Expression) -> Plane:
        match node:
            case Literal(value=bool() as value):
                return value
            case TermRef(body=body):
                return self.truth(body)
            case Not(operand=operand):
                return not_(self.truth(operand))
            case And(operands=operands):
                return and_(self.truth(operand) for operand in operands)
            case Or(operands=operands):
                return or_(self.truth(operand) for operand in operands)
            case FactRef(name=name):
                return self.columns.of_fact(name)
            case Compare():
                return self._comparison(node)
            case Member(item=item, container=Literal(value=frozenset() as members)):
                return or_(_compared("==", self._value(item), member) for member in sorted(members))
            case Member(item=Literal(value=str() as member), container=container):
                return self._of_sets(node, lambda members: members(container)[member])
            case Call(function=function, arguments=(left, right)) if function.name == "overlaps":
                return self._of_sets(node, lambda members: _overlaps(members(left), members(right)))
            case Call(function=function, arguments=(whole, part)) if function.name == "includes":
                return self._of_sets(node, lambda members: _includes(members(whole), members(part)))
            case _:
                raise AssertionError(f"not a condition: {node!r}")

    # comparisons

    def _comparison(self, node: Compare) -> Plane:
        facts = [part for part in walk(node) if isinstance(part, FactRef)]
        if isinstance(self.day, date) and node.op in _ORDERED and [fact.type.kind for fact in facts] == [Kind.DATE]:
            return self._turning(node, facts[0].name, self.day)
        if node.left.type.kind is Kind.DATE:
            return self._of_days(node)
        counted = _any_of(node)
        if counted is not None:  # with some member known, more can be said than that the number is unknown
            some = self._of_sets(node, lambda members: or_(members(counted).values()))
            return some if node.op == ">" else not_(some)
        return _compared(node.op, self._value(node.left), self._value(node.right))

    def _of_days(self, node: Compare) -> Plane:
        if isinstance(node.left, FactRef | Literal | TheDay) and isinstance(node.right, FactRef | Literal | TheDay):
            return _compared(node.op, self._value(node.left), self._value(node.right))
        if any(isinstance(part, Call) and part.function.name == "days_after" for part in walk(node)):
            return _compared(node.op, self._number_of_day(node.left), self._number_of_day(node.right))
        left, right = self._day(node.left), self._day(node.right)
        return None if left is None or right is None else _compared(node.op, left.key, right.key)

    def _turning(self, node: Compare, fact: str, on: date) -> Plane:
        """A comparison that uses one date once: each side only grows with it, or only falls, so it turns on one day."""
        column = self.columns.of_fact(fact)
        if column is None:
            return None
        turn = turning_day(lambda day: truth_of(node, {fact: day}, on) is True)
        if isinstance(turn, bool):
            return where(~column.is_null(), turn)
        starts = truth_of(node, {fact: turn}, on)
        return column >= turn if starts else column < turn

    # values

    def _value(self, node: Expression) -> Any:
        """The value of an expression that is no condition: a constant, a column, or None where it is unknown for all."""
        match node:
            case Literal(value=value):
                return _exact(value)
            case FactRef(name=name):
                return self.columns.of_fact(name)
            case TheDay():
                return self.day
            case Arithmetic(op=op, left=left, right=right):
                _fits_64_bits(node)
                return _computed(_ARITHMETIC[op], self._whole(left), self._whole(right))
            case Call(function=function, arguments=arguments):
                return self._call(function.name, arguments)
            case _:
                raise AssertionError(f"not a value: {node!r}")

    def _call(self, name: str, arguments: tuple[Expression, ...]) -> Any:
        match name:
            case "days_since":
                return _computed(operator.sub, self._number_of_day(TheDay()), self._number_of_day(arguments[0]))
            case "days_until":
                return _computed(operator.sub, self._number_of_day(arguments[0]), self._number_of_day(TheDay()))
            case "count":
                members = list(self._members(arguments[0]).values())
                known = and_(_known(member) for member in members)
                return _guarded(known, reduce(operator.add, (_one(member) for member in members)))
            case "ceil" | "floor":
                return self._rounded(name, arguments[0])
            case "min" | "max":
                left, right = (self._value(argument) for argument in arguments)
                return _computed(least if name == "min" else greatest, left, right)
        raise AssertionError(f"not a value: {name}")

    def _rounded(self, name: str, argument: Expression) -> Any:
        value = self._value(argument)
        if argument.type.kind is Kind.INT or not is_column(value):
            return value
        return integers(value.ceil() if name == "ceil" else value.floor())

    def _whole(self, node: Expression) -> Any:
        value = self._value(node)
        return integers(value) if is_column(value) else value

    def _number_of_day(self, node: Expression) -> Any:
        match node:
            case Call(function=function, arguments=(day, days)) if function.name == "days_after":
                return _computed(operator.add, self._number_of_day(day), self._whole(days))
            case _:
                whole = self._day(node)
                return None if whole is None else whole.number

    def _day(self, node: Expression) -> Day | None:
        if isinstance(node, Call) and node.function.name == "months_after":
            whole, added = self._day(node.arguments[0]), self._whole(node.arguments[1])
            return None if whole is None or added is None else whole.later(added, least)
        if isinstance(node, Call):
            number = self._number_of_day(node)
            return None if number is None else day_of_number(number)
        value = self._value(node)
        if is_column(value):
            year, month, day = (integers(part) for part in (value.dt.year(), value.dt.month(), value.dt.day()))
            return Day(year, month, day)
        return None if value is None else Day(value.year, value.month, value.day)

    # sets

    def _members(self, node: Expression) -> dict[str, Plane]:
        """For each value of the list whether the set has it."""
        values = node.type.values
        match node:
            case FactRef(name=name):
                return {value: self.columns.of_member(name, value) for value in values}
            case _:
                return _members(node, self._members)

    def _of_sets(self, node: Expression, ask: Callable[[Callable[[Expression], dict[str, Plane]]], Plane]) -> Plane:
        """A condition on sets, asked member by member, and unknown wherever a whole set is, as the language has it."""
        facts = facts_of(node)
        plane = ask(self._members)
        open_ = ask(_nothing_known)
        if len(facts) == 1 and open_ is None:  # one member can decide it only where it is known
            return plane
        known = and_(
            _known(self.columns.of_member(name, value)) for name, type_ in facts.items() for value in type_.values
        )
        return where(known, plane)


def _members(node: Expression, of: Callable[[Expression], dict[str, Plane]]) -> dict[str, Plane]:
    match node:
        case Literal(value=frozenset() as members):
            return {value: value in members for value in node.type.values or members}
        case Arithmetic(op=op, left=left, right=right):
            here, there = of(left), of(right)
            return {value: _JOINED[op](here[value], there.get(value, False)) for value in here}
        case _:
            raise AssertionError(f"not a set: {node!r}")


def _nothing_known(node: Expression) -> dict[str, Plane]:
    if isinstance(node, FactRef):
        return dict.fromkeys(node.type.values)
    return _members(node, _nothing_known)


def _overlaps(left: Mapping[str, Plane], right: Mapping[str, Plane]) -> Plane:
    return or_(and_((left[value], right[value])) for value in left if value in right)


def _includes(whole: Mapping[str, Plane], part: Mapping[str, Plane]) -> Plane:
    return and_(or_((not_(part[value]), whole[value])) for value in part)


def _any_of(node: Compare) -> Expression | None:
    """The set of which it is asked whether it has any member: ``count(set) > 0`` or ``count(set) == 0``."""
    match node:
        case Compare(op=">" | "==", left=Call(function=function, arguments=(counted,)), right=Literal(value=0)):
            return counted if function.name == "count" else None
        case _:
            return None


def _known(plane: Plane) -> Plane:
    return ~plane.is_null() if is_column(plane) else plane is not None


def _one(plane: Plane) -> Any:
    return integers(plane) if is_column(plane) else int(plane is True)


def _guarded(known: Plane, number: Any) -> Any:
    if known is True:
        return number
    return words_of(known).when(known).then(number) if is_column(known) else None


_JOINED: dict[str, Callable[[Plane, Plane], Plane]] = {
    "|": lambda left, right: or_((left, right)),
    "&": lambda left, right: and_((left, right)),
    "-": lambda left, right: and_((left, not_(right))),
}
_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {"+": operator.add, "-": operator.sub, "*": operator.mul}


def _compared(op: str, left: Any, right: Any) -> Plane:
    plane: Plane = _computed(COMPARISONS[op], left, right)
    return plane


def _computed(function: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:
    return None if left is None or right is None else function(left, right)


def least(left: Any, right: Any) -> Any:
    """The smaller of two numbers or columns; unknown where either is."""
    return _chosen(left, right, left <= right)


def greatest(left: Any, right: Any) -> Any:
    """The greater of two numbers or columns; unknown where either is."""
    return _chosen(left, right, left >= right)


def _chosen(left: Any, right: Any, first: Any) -> Any:
    if not is_column(first):
        return left if first else right
    when = words_of(first).when
    return when(first).then(left).otherwise(when(~first).then(right))


def _exact(value: Value) -> Any:
    """A written value as the engines take it."""
    if not isinstance(value, Decimal):
        return value
    if len(value.normalize().as_tuple().digits) > MOST_DIGITS:
        raise EnforceRulesError(
            Problem(f"{value} 的位数过多，数据表中不能准确比较", hint=f"至多{MOST_DIGITS}位有效数字")
        )
    return float(value)


def _fits_64_bits(node: Arithmetic) -> None:
    if node.type.kind is not Kind.INT:
        raise EnforceRulesError(Problem("小数的运算在数据表中不能准确计算", hint="改用整数的事实，或者逐个企业检查"))
    if max(map(abs, _bounds(node))) > MOST_WHOLE:
        raise EnforceRulesError(Problem("运算的结果可能超过64位整数", hint="给事实写明上限，或者逐个企业检查"))


def _bounds(node: Expression) -> tuple[int, int]:
    """Between which whole numbers the value lies."""
    match node:
        case Literal(value=int() | Decimal() as value):
            return int(value), int(value)
        case Arithmetic(op=op, left=left, right=right):
            corners = [_ARITHMETIC[op](a, b) for a in _bounds(left) for b in _bounds(right)]
            return min(corners), max(corners)
        case Call(function=function, arguments=arguments) if function.name in ("min", "max", "ceil", "floor"):
            ends = [end for argument in arguments for end in _bounds(argument)]
            return min(ends) - 1, max(ends) + 1
        case Call(function=function) if function.name in ("days_since", "days_until"):
            return -4 * MOST_DAYS, 4 * MOST_DAYS  # the calendar of the language has 110,000 days
        case _:
            low, high = node.type.low, node.type.high
            return -LARGEST if low is None else int(low), LARGEST if high is None else int(high)
