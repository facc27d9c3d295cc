"""How a condition reads in Chinese, for the drafter who wrote it and the person who is told why."""

from __future__ import annotations

from datetime import date
from typing import Protocol

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

_SIGNS = {"==": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}
_OPERATORS = {"+": "＋", "-": "－", "*": "×", "|": "与", "&": "兼有"}


class Phrasebook(Protocol):
    """The words of a vocabulary: what a fact or term is called, and how a bool reads when true and when false."""

    def label(self, name: str) -> str:
        """The noun for a fact."""

    def unit(self, name: str) -> str:
        """The unit of a fact, or nothing."""

    def holds(self, name: str, truth: bool) -> str:
        """How a bool fact or a term reads when it is true, and when it is false."""


def day(value: date) -> str:
    """A date as official documents write it: 2021年9月1日."""
    return f"{value.year}年{value.month}月{value.day}日"


def show(value: Value, order: tuple[str, ...] = ()) -> str:
    """A value as a document prints it; the members of a set in the ``order`` of its list, joined with 、."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return day(value)
    if isinstance(value, frozenset):
        members = [name for name in order if name in value] or sorted(value)
        return "、".join(members) if members else "无"
    return str(value)


def render(expression: Expression, words: Phrasebook) -> str:
    """The condition in Chinese: ``从业人员 > 100 人 且 未设置安全生产管理机构``."""
    match expression:
        case Or(operands=operands):
            return " 或 ".join(_inner(operand, words, Or) for operand in operands)
        case And(operands=operands):
            return " 且 ".join(_inner(operand, words, And) for operand in operands)
        case Not(operand=operand):
            return _denied(operand, words)
        case FactRef(name=name, type=type_):
            return words.holds(name, True) if type_.kind == "bool" else words.label(name)
        case TermRef(name=name):
            return words.holds(name, True)
        case Day():
            return "检查日期"
        case Literal(value=bool() as truth):
            return "恒成立" if truth else "恒不成立"
        case Literal(value=value):
            return show(value, expression.type.values)
        case Compare():
            return _comparison(expression, words)
        case Member():
            return _membership(expression, words, "")
        case Arithmetic(op=op, left=left, right=right):
            if op == "-" and left.type.kind == "set":
                return f"{_operand(left, words)}中除去{_operand(right, words)}"
            return f"{_operand(left, words)} {_OPERATORS[op]} {_operand(right, words)}"
        case Call(function=function, arguments=arguments):
            return function.spoken.format(*(_operand(argument, words) for argument in arguments))


def _inner(operand: Expression, words: Phrasebook, outer: type) -> str:
    text = render(operand, words)
    return f"（{text}）" if isinstance(operand, And | Or) and not isinstance(operand, outer) else text


def _operand(operand: Expression, words: Phrasebook) -> str:
    text = render(operand, words)
    return f"（{text}）" if isinstance(operand, Arithmetic) else text


def _denied(operand: Expression, words: Phrasebook) -> str:
    match operand:
        case FactRef(name=name) | TermRef(name=name):
            return words.holds(name, False)
        case Member():
            return _membership(operand, words, "不")
        case Call(function=function) if function.name in ("overlaps", "includes"):
            return render(operand, words).replace("包括", "不包括", 1)
        case _:
            return f"并非（{render(operand, words)}）"


def _comparison(node: Compare, words: Phrasebook) -> str:
    left, right = node.left, node.right
    if isinstance(left, Day) and isinstance(right, Literal) and node.op in (">=", "<"):
        return f"{render(right, words)}{'起' if node.op == '>=' else '前'}"
    if node.left.type.kind == "enum":
        return f"{render(left, words)}{'为' if node.op == '==' else '不为'}“{render(right, words)}”"
    unit = next(
        (f" {words.unit(ref.name)}" for ref in (left, right) if isinstance(ref, FactRef) and words.unit(ref.name)), ""
    )
    both_facts = not isinstance(left, Literal) and not isinstance(right, Literal)
    return f"{render(left, words)} {_SIGNS[node.op]} {render(right, words)}{'' if both_facts else unit}"


def _membership(node: Member, words: Phrasebook, denial: str) -> str:
    if isinstance(node.item, Literal):
        return f"{render(node.container, words)}{denial}包括{render(node.item, words)}"
    assert isinstance(node.container, Literal)
    assert isinstance(node.container.value, frozenset)
    choices = show(node.container.value, node.item.type.values)
    return f"{render(node.item, words)}{denial}为“{choices}”之一"
