"""Typed expression to text: the condition as a drafter writes it. Reading the text gives the expression back."""

from __future__ import annotations

from datetime import date

from .expression import (
    And,
    Arithmetic,
    Call,
    Compare,
    Day,
    Expression,
    FactRef,
    Literal,
    Member,
    Not,
    Or,
    TermRef,
)
from .types import Value

_OR, _AND, _NOT, _COMPARE, _BITOR, _BITAND, _SUM, _PRODUCT, _ATOM = range(9)
_RANKS = {"|": _BITOR, "&": _BITAND, "+": _SUM, "-": _SUM, "*": _PRODUCT}


def write(expression: Expression) -> str:
    """The text of a condition or of a part of one."""
    match expression:
        case Literal(value=value):
            return _value(value, expression.type.values)
        case FactRef(name=name) | TermRef(name=name):
            return name
        case Day():
            return "on"
        case Not(operand=Member() as operand):
            return _member(operand, "not in")
        case Not(operand=operand):
            return f"not {_inner(operand, _NOT)}"
        case And(operands=operands):
            return " and ".join(_inner(operand, _NOT) for operand in operands)
        case Or(operands=operands):
            return " or ".join(_inner(operand, _AND) for operand in operands)
        case Compare(op=op, left=left, right=right):
            return f"{_inner(left, _BITOR)} {op} {_inner(right, _BITOR)}"
        case Member():
            return _member(expression, "in")
        case Arithmetic(op=op, left=left, right=right):
            return f"{_inner(left, _RANKS[op])} {op} {_inner(right, _RANKS[op] + 1)}"
        case Call(function=function, arguments=arguments):
            return f"{function.name}({', '.join(write(argument) for argument in arguments)})"


def _member(node: Member, word: str) -> str:
    container = node.container
    written = _value(container.value, node.item.type.values) if isinstance(container, Literal) else ""
    return f"{_inner(node.item, _BITOR)} {word} {written or _inner(container, _BITOR)}"


def _rank(expression: Expression) -> int:
    match expression:
        case Or():
            return _OR
        case And():
            return _AND
        case Not(operand=Member()):
            return _COMPARE
        case Not():
            return _NOT
        case Compare() | Member():
            return _COMPARE
        case Arithmetic(op=op):
            return _RANKS[op]
        case _:
            return _ATOM


def _inner(expression: Expression, least: int) -> str:
    text = write(expression)
    return text if _rank(expression) >= least else f"({text})"


def _value(value: Value, order: tuple[str, ...]) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case date():
            return f'date("{value.isoformat()}")'
        case str():
            return _quoted(value)
        case frozenset():
            members = [name for name in order if name in value] or sorted(value)
            return "{" + ", ".join(_quoted(member) for member in members) + "}"
        case _:
            return format(value, "f") if not isinstance(value, int) else str(value)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
