"""Conditions as z3 formulas: the evaluator for what can happen at all.

Every construct of the language has its encoding; one that has none is an error when it is met, never a guess. A fact has
a value and a mark that it is recorded; a condition has the two planes "is true" and "is false", as in the compiled
evaluator, and on facts that are all recorded they are each other's opposite.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import z3

from ..language import Expression, Kind, Type, Value, facts_of
from ..language.expression import And, Arithmetic, Call, Compare, Day, FactRef, Literal, Member, Not, Or, TermRef
from ..language.values import PLACES
from .calendar import Moment

Formula = Any  # z3 has no types: a z3 formula
Term = Any  # an arithmetic term; for a date a Moment; for a set one formula for each member of its list

TRUE, FALSE = z3.BoolVal(True), z3.BoolVal(False)
_SCALE = 10**PLACES


class Symbols:
    """The variables of one enterprise on one day, and conditions over them as formulas.

    ``suffix`` keeps apart the variables of two enterprises in one formula; ``day`` may be shared between them.
    """

    def __init__(self, suffix: str = "", day: Moment | None = None) -> None:
        self.suffix = suffix
        self.types: dict[str, Type] = {}
        self.values: dict[str, Term] = {}
        self.domain: list[Formula] = []  # what holds of every enterprise: bounds, and the definitions of dates
        self.day = Moment.variable("on", self.domain) if day is None else day
        self._true: dict[Expression, Formula] = {}
        self._false: dict[Expression, Formula] = {}
        self._holds: dict[Expression, Formula] = {}

    # variables

    def known(self, name: str) -> Formula:
        """The mark that a fact is recorded."""
        return z3.Bool(f"known {name}{self.suffix}")

    def fact(self, name: str, type_: Type) -> Term:
        """The value of a fact, within its domain."""
        if name not in self.values:
            self.types[name] = type_
            self.values[name] = self._variable(f"{name}{self.suffix}", type_)
        return self.values[name]

    def _variable(self, name: str, type_: Type) -> Term:
        match type_.kind:
            case Kind.BOOL:
                return z3.Bool(name)
            case Kind.SET:
                return tuple(z3.Bool(f"{name} {member}") for member in type_.values)
            case Kind.ENUM:
                return self._within(z3.Int(name), 0, len(type_.values) - 1)
            case Kind.DATE:
                return Moment.variable(name, self.domain)
            case Kind.INT:
                return self._within(z3.Int(name), type_.low, type_.high)
            case Kind.NUMBER:
                grains = z3.Int(name)
                self._within(grains, _grains(type_.low), _grains(type_.high))
                return z3.ToReal(grains) / _SCALE

    def _within(self, variable: Any, low: Any, high: Any) -> Any:
        if low is not None:
            self.domain.append(variable >= low)
        if high is not None:
            self.domain.append(variable <= high)
        return variable

    def equals(self, name: str, value: Value) -> Formula:
        """That a fact has a value."""
        type_ = self.types[name]
        term = self.fact(name, type_)
        if type_.kind is Kind.BOOL:
            return term if value else z3.Not(term)
        if type_.kind is Kind.SET:
            assert isinstance(value, frozenset)
            return z3.And(
                [part if member in value else z3.Not(part) for member, part in zip(type_.values, term, strict=True)]
            )
        if type_.kind is Kind.NUMBER:
            assert isinstance(value, int | Decimal)
            return term == z3.RatVal(_grains(value), _SCALE)
        if type_.kind is Kind.DATE:
            return term.same(self._constant(value, type_))
        return term == self._constant(value, type_)

    def alike(self, name: str, value: Value) -> dict[str, Formula]:
        """That a fact has a value; of a set, member by member."""
        if self.types[name].kind is not Kind.SET:
            return {name: self.equals(name, value)}
        assert isinstance(value, frozenset)
        pairs = zip(self.types[name].values, self.values[name], strict=True)
        return {f"{name} {member}": part if member in value else z3.Not(part) for member, part in pairs}

    def but_for(self, name: str, types: Mapping[str, Type]) -> Symbols:
        """The same enterprise on the same day, except that one fact may have another value; its domain is that fact's alone."""
        other = Symbols(" other", self.day)
        for shared, type_ in types.items():
            if shared != name:
                other.types[shared], other.values[shared] = type_, self.fact(shared, type_)
        return other

    def on_day(self, on: date) -> Symbols:
        """The same enterprise on a given day."""
        other = Symbols(self.suffix, Moment.of(on, self.domain))
        other.types, other.values, other.domain = self.types, self.values, self.domain
        return other

    def same(self, name: str, other: Symbols) -> Formula:
        """That a fact has the same value here and there."""
        here, there = self.fact(name, self.types[name]), other.fact(name, self.types[name])
        if isinstance(here, tuple):
            return z3.And([a == b for a, b in zip(here, there, strict=True)])
        return here.same(there) if isinstance(here, Moment) else here == there

    def read(self, model: Any, name: str) -> Value:
        """The value of a fact in a model."""
        type_, term = self.types[name], self.values[name]
        if type_.kind is Kind.BOOL:
            return bool(z3.is_true(model.eval(term, model_completion=True)))
        if type_.kind is Kind.SET:
            return frozenset(
                member
                for member, part in zip(type_.values, term, strict=True)
                if z3.is_true(model.eval(part, model_completion=True))
            )
        if isinstance(term, Moment):
            return term.read(model)
        found = model.eval(term, model_completion=True)
        if type_.kind is Kind.NUMBER:
            exact = Decimal(found.numerator_as_long()) / Decimal(found.denominator_as_long())
            return exact.quantize(Decimal(1).scaleb(-PLACES)).normalize() + 0
        number: int = found.as_long()
        return type_.values[number] if type_.kind is Kind.ENUM else number

    # conditions

    def holds(self, condition: Expression) -> Formula:
        """The condition for an enterprise whose facts are all recorded."""
        if condition not in self._holds:
            self._holds[condition] = self._plane(condition, self.holds, lambda inner: z3.Not(self.holds(inner)), {})
        return self._holds[condition]

    def true(self, condition: Expression) -> Formula:
        """The plane "is true": it holds whatever the facts that are not recorded are, as far as Kleene's tables tell."""
        if condition not in self._true:
            known = {name: self.known(name) for name in facts_of(condition)}
            self._true[condition] = self._plane(condition, self.true, self.false, known)
        return self._true[condition]

    def false(self, condition: Expression) -> Formula:
        """The plane "is false"."""
        if condition in self._false:
            return self._false[condition]
        match condition:
            case TermRef(body=body):
                formula = self.false(body)
            case Not(operand=operand):
                formula = self.true(operand)
            case And(operands=operands):
                formula = z3.Or([self.false(operand) for operand in operands])
            case Or(operands=operands):
                formula = z3.And([self.false(operand) for operand in operands])
            case _:
                known = [self.known(name) for name in facts_of(condition)]
                formula = z3.And([*known, z3.Not(self._atom(condition))])
        self._false[condition] = formula
        return formula

    def _plane(self, condition: Expression, plane: Any, opposite: Any, known: Mapping[str, Formula]) -> Formula:
        match condition:
            case TermRef(body=body):
                return plane(body)
            case Not(operand=operand):
                return opposite(operand)
            case And(operands=operands):
                return z3.And([plane(operand) for operand in operands])
            case Or(operands=operands):
                return z3.Or([plane(operand) for operand in operands])
            case _:
                atom = self._atom(condition)
                return z3.And([*known.values(), atom]) if known else atom

    def _atom(self, atom: Expression) -> Formula:
        match atom:
            case Literal(value=bool() as value):
                return TRUE if value else FALSE
            case FactRef(name=name, type=type_):
                return self.fact(name, type_)
            case Compare(op=op, left=left, right=right):
                return self._comparison(op, left, right)
            case Member(item=Literal(value=str() as member), container=container):
                return self.term(container)[container.type.values.index(member)]
            case Member(item=item, container=Literal(value=frozenset() as members)):
                index = self.term(item)
                return z3.Or([index == item.type.values.index(member) for member in sorted(members)])
            case Call(function=function, arguments=(left, right)) if function.name in ("overlaps", "includes"):
                pairs = list(zip(self.term(left), self.term(right), strict=True))
                if function.name == "overlaps":
                    return z3.Or([z3.And(a, b) for a, b in pairs])
                return z3.And([z3.Implies(b, a) for a, b in pairs])
            case _:
                raise NotImplementedError(f"no encoding of the condition {atom!r}")

    def _comparison(self, op: str, left: Expression, right: Expression) -> Formula:
        lists = [side.type.values for side in (left, right) if side.type.values]
        a, b = (
            z3.IntVal(lists[0].index(side.value)) if lists and isinstance(side, Literal) else self.term(side)
            for side in (left, right)
        )
        if isinstance(a, Moment):
            return _of_days(op, a, b)
        match op:
            case "==":
                return a == b
            case "!=":
                return a != b
            case "<":
                return a < b
            case "<=":
                return a <= b
            case ">":
                return a > b
            case ">=":
                return a >= b
        raise NotImplementedError(f"no encoding of the comparison {op}")

    def term(self, expression: Expression) -> Term:
        """The value of an expression that is not a condition."""
        match expression:
            case Literal(value=value, type=type_):
                return self._constant(value, type_)
            case FactRef(name=name, type=type_):
                return self.fact(name, type_)
            case Day():
                return self.day
            case Arithmetic(op=op, left=left, right=right):
                a, b = self.term(left), self.term(right)
                if isinstance(a, tuple):
                    return tuple(_SETS[op](x, y) for x, y in zip(a, b, strict=True))
                return a + b if op == "+" else a - b if op == "-" else a * b
            case Call(function=function, arguments=arguments):
                return self._call(function.name, [self.term(argument) for argument in arguments])
            case _:
                raise NotImplementedError(f"no encoding of the value {expression!r}")

    def _call(self, name: str, arguments: list[Term]) -> Term:
        first = arguments[0]
        match name:
            case "days_since":
                return self.day.number - first.number
            case "days_until":
                return first.number - self.day.number
            case "days_after":
                return Moment(self.domain, number=first.number + arguments[1])
            case "months_after":
                return first.later(arguments[1])
            case "count":
                return z3.Sum([z3.If(part, 1, 0) for part in first])
            case "floor":
                return z3.ToInt(first) if first.is_real() else first
            case "ceil":
                return -z3.ToInt(-first) if first.is_real() else first
            case "min":
                return z3.If(arguments[1] < first, arguments[1], first)
            case "max":
                return z3.If(arguments[1] > first, arguments[1], first)
        raise NotImplementedError(f"no encoding of the function {name}")

    def _constant(self, value: Value, type_: Type) -> Term:
        match value:
            case bool():
                return TRUE if value else FALSE
            case int():
                return z3.IntVal(value)
            case Decimal():
                numerator, denominator = value.as_integer_ratio()
                return z3.RatVal(numerator, denominator)
            case date():
                return Moment.of(value, self.domain)
            case str():
                return z3.IntVal(type_.values.index(value))
            case frozenset():
                return tuple(TRUE if member in value else FALSE for member in type_.values)


_SETS = {"|": z3.Or, "&": z3.And, "-": lambda a, b: z3.And(a, z3.Not(b))}


def _grains(value: int | Decimal | None) -> int | None:
    return None if value is None else int(value * _SCALE)


def _of_days(op: str, a: Moment, b: Moment) -> Formula:
    match op:
        case "==":
            return a.same(b)
        case "!=":
            return z3.Not(a.same(b))
        case "<":
            return a.before(b)
        case "<=":
            return z3.Not(b.before(a))
        case ">":
            return b.before(a)
        case ">=":
            return z3.Not(a.before(b))
    raise NotImplementedError(f"no encoding of the comparison {op}")
