"""Text to typed expression. The text is read with ``ast`` and never run; what the language does not have is an error.

All problems of a condition are found in one pass: an unknown name does not hide a wrong type further right.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ..errors import ExpressionError, Place, Problem, did_you_mean, shorten
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
from .functions import FUNCTIONS, MOST_DAYS, Function
from .types import BOOL, DATE, INT, KIND_NAMES, NUMBER, Kind, Type
from .values import EARLIEST, LATEST

LONGEST = 4_000
"""The most characters a condition may have."""

DEEPEST = 60
"""The most levels a condition may be nested."""

MOST = 10**15
"""The greatest number that may be written."""

_DECIMAL = re.compile(r"[0-9]{1,15}\.[0-9]{1,9}")
_COMPARISONS = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
_NUMBER_OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}
_SET_OPERATORS = {ast.Sub: "-", ast.BitOr: "|", ast.BitAnd: "&"}
_STRING = Type(Kind.ENUM)  # a string literal before it has met the list it is taken from


@dataclass(frozen=True)
class Vocabulary:
    """What a condition may name: facts with their types, and terms with their expressions."""

    facts: Mapping[str, Type]
    terms: Mapping[str, Expression]

    def known_names(self) -> list[str]:
        """Every name that may stand in a condition."""
        return [*self.facts, *self.terms, *FUNCTIONS, "on", "date", "and", "or", "not", "in"]


def parse(text: str, vocabulary: Vocabulary, expected: Kind = Kind.BOOL) -> Expression:
    """The typed expression of ``text``.

    Raises :class:`ExpressionError` with every problem; each place holds the 1-based character column within ``text``.
    """
    if len(text) > LONGEST:
        raise ExpressionError(
            Problem(f"条件过长：{len(text)}个字符", Place(column=1), f"至多{LONGEST}个字符，可拆成术语")
        )
    tree = _syntax(text)
    reader = _Reader(text, vocabulary)
    expression = reader.read(tree.body)
    if expression is not None and not reader.problems and expression.type.kind is not expected:
        reader.wrong(tree.body, f"条件应为{KIND_NAMES[expected]}，这里是{KIND_NAMES[expression.type.kind]}")
    if reader.problems:
        raise ExpressionError(reader.problems)
    assert expression is not None
    return expression


def _syntax(text: str) -> ast.Expression:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text.strip(), mode="eval")
    except SyntaxError as error:
        lead = len(text) - len(text.lstrip())
        column = (error.offset or 1) + lead
        piece = shorten(text[max(column - 1, 0) :] or text, 20)
        raise ExpressionError(Problem(f"不成条件：“{piece}”处无法读懂", Place(column=column))) from None
    except (ValueError, MemoryError, RecursionError):
        raise ExpressionError(Problem(f"不成条件：“{shorten(text, 20)}”", Place(column=1))) from None


class _Reader:
    """Reads one syntax tree. A part that cannot be read is None and leaves a problem behind."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.text = text.strip()
        self.lead = len(text) - len(text.lstrip())
        self.lines = self.text.splitlines() or [""]
        self.vocabulary = vocabulary
        self.problems: list[Problem] = []
        self.depth = 0

    def wrong(self, node: ast.AST, what: str, hint: str = "") -> None:
        """Record what is wrong with ``node``, quoting its text."""
        piece = ast.get_source_segment(self.text, node) or ""
        line, offset = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
        before = sum(len(passed) + 1 for passed in self.lines[: line - 1])
        within = len(self.lines[line - 1].encode()[:offset].decode(errors="replace"))
        shown = f"“{shorten(piece, 40)}”：" if piece else ""
        self.problems.append(Problem(shown + what, Place(column=self.lead + before + within + 1), hint))

    def read(self, node: ast.expr) -> Expression | None:
        """The expression of ``node``, or None after recording why there is none."""
        if self.depth >= DEEPEST:
            self.wrong(node, "条件嵌套过深", f"至多{DEEPEST}层，可拆成术语")
            return None
        self.depth += 1
        try:
            return self._read(node)
        finally:
            self.depth -= 1

    def _read(self, node: ast.expr) -> Expression | None:
        match node:
            case ast.Constant():
                return self._literal(node)
            case ast.Name():
                return self._name(node)
            case ast.BoolOp():
                return self._junction(node)
            case ast.UnaryOp(op=ast.Not()):
                operand = self._bool(node.operand)
                return operand and Not(operand)
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant()):
                literal = self.read(node.operand)
                if isinstance(literal, Literal) and isinstance(literal.value, int | Decimal) and literal.type.numeric:
                    return Literal(-literal.value, literal.type)
                self.wrong(node, "负号后面应为数")
                return None
            case ast.Compare():
                return self._comparison(node)
            case ast.BinOp():
                return self._arithmetic(node)
            case ast.Set():
                return self._set(node)
            case ast.Call():
                return self._call(node)
            case ast.Dict(keys=[]):
                self.wrong(node, "空集合不能这样写", "写 count(某事实) == 0")
            case _:
                self.wrong(node, "条件语言里没有这种写法", "可用 and or not、比较、in、+ - * 和几个函数")
        return None

    def _literal(self, node: ast.Constant) -> Expression | None:
        value = node.value
        if isinstance(value, bool):
            return Literal(value, BOOL)
        if isinstance(value, str):
            return Literal(value, _STRING)
        if isinstance(value, int) and value <= MOST:
            return Literal(value, INT)
        written = ast.get_source_segment(self.text, node) or ""
        if isinstance(value, float) and _DECIMAL.fullmatch(written):
            return Literal(Decimal(written), NUMBER)
        self.wrong(node, "不是可用的值", '可用 true/false 以外的整数、小数、带引号的文字、date("2021-09-01")')
        return None

    def _name(self, node: ast.Name) -> Expression | None:
        name = node.id
        if name == "on":
            return Day()
        if name in self.vocabulary.facts:
            return FactRef(name, self.vocabulary.facts[name])
        if name in self.vocabulary.terms:
            return TermRef(name, self.vocabulary.terms[name])
        if name in ("true", "false"):
            return Literal(name == "true", BOOL)
        if name in FUNCTIONS or name == "date":
            self.wrong(node, "函数后面要有括号")
        else:
            self.wrong(node, "没有这个事实或者术语", did_you_mean(name, self.vocabulary.known_names()))
        return None

    def _bool(self, node: ast.expr) -> Expression | None:
        expression = self.read(node)
        if expression is not None and expression.type.kind is not Kind.BOOL:
            self.wrong(node, f"这里应为条件，实为{KIND_NAMES[expression.type.kind]}", "与一个值比较")
            return None
        return expression

    def _junction(self, node: ast.BoolOp) -> Expression | None:
        operands = [self._bool(value) for value in node.values]
        whole = tuple(operand for operand in operands if operand is not None)
        if len(whole) < len(operands):
            return None
        return And(whole) if isinstance(node.op, ast.And) else Or(whole)

    def _comparison(self, node: ast.Compare) -> Expression | None:
        sides = [node.left, *node.comparators]
        parts = [
            self._compare_pair(node, operator, left, right)
            for left, operator, right in zip(sides, node.ops, sides[1:], strict=False)
        ]
        whole = tuple(part for part in parts if part is not None)
        if len(whole) < len(parts):
            return None
        return whole[0] if len(whole) == 1 else And(whole)

    def _compare_pair(self, node: ast.Compare, op: ast.cmpop, left: ast.expr, right: ast.expr) -> Expression | None:
        first, second = self.read(left), self.read(right)
        if first is None or second is None:
            return None
        if isinstance(op, ast.In | ast.NotIn):
            member = self._member(node, first, second)
            return Not(member) if member and isinstance(op, ast.NotIn) else member
        symbol = _COMPARISONS.get(type(op))
        if symbol is None:
            self.wrong(node, "没有这种比较", "可用 == != < <= > >= in")
            return None
        if not self._comparable(node, symbol, first, second):
            return None
        return Compare(symbol, first, second)

    def _comparable(self, node: ast.Compare, symbol: str, first: Expression, second: Expression) -> bool:
        kinds = {first.type.kind, second.type.kind}
        if first.type.numeric and second.type.numeric:
            return True
        if kinds == {Kind.DATE}:
            return True
        if kinds == {Kind.ENUM} and symbol in ("==", "!="):
            lists = [side.type.values for side in (first, second) if not isinstance(side, Literal)]
            if not lists:
                self.wrong(node, "两边都是写死的文字")
                return False
            if len(lists) == 2 and lists[0] != lists[1]:
                self.wrong(node, "两边不是同一个选项表")
                return False
            return all(
                self._listed(node, str(side.value), lists[0]) for side in (first, second) if isinstance(side, Literal)
            )
        if Kind.DATE in kinds and Kind.ENUM in kinds:
            self.wrong(node, "日期不能与文字比较", '日期写成 date("2021-09-01")')
        elif kinds == {Kind.BOOL}:
            self.wrong(node, "是否类事实不与值比较", "直接写它的名字，或者 not 加名字")
        elif Kind.SET in kinds:
            self.wrong(node, "集合不能这样比较", "用 in、overlaps、includes、count")
        elif kinds == {Kind.ENUM}:
            self.wrong(node, "选项没有大小", "用 == != in")
        else:
            names = "与".join(KIND_NAMES[side.type.kind] for side in (first, second))
            self.wrong(node, f"{names}不能比较")
        return False

    def _listed(self, node: ast.AST, value: str, values: tuple[str, ...]) -> bool:
        if value in values:
            return True
        self.wrong(
            node, f"选项表里没有“{shorten(value, 20)}”", did_you_mean(value, values) or f"可选：{'、'.join(values)}"
        )
        return False

    def _member(self, node: ast.Compare, item: Expression, container: Expression) -> Expression | None:
        if item.type.kind is not Kind.ENUM or container.type.kind is not Kind.SET:
            self.wrong(
                node, "in 的左边应为一个选项，右边应为集合", '如 "隔爆" in measures，或者 state in {"正常", "失效"}'
            )
            return None
        if isinstance(item, Literal) == isinstance(container, Literal):
            self.wrong(node, "in 的一边应为事实，另一边应为写出的值")
            return None
        if isinstance(item, Literal):
            return Member(item, container) if self._listed(node, str(item.value), container.type.values) else None
        assert isinstance(container, Literal)
        assert isinstance(container.value, frozenset)
        fits = [self._listed(node, value, item.type.values) for value in sorted(container.value)]
        return Member(item, container) if all(fits) else None

    def _set(self, node: ast.Set) -> Expression | None:
        values = [element.value for element in node.elts if isinstance(element, ast.Constant)]
        texts = [value for value in values if isinstance(value, str)]
        if len(texts) < len(node.elts):
            self.wrong(node, "集合里只能是带引号的文字")
            return None
        if len(set(texts)) < len(texts):
            self.wrong(node, "集合里有重复的项")
            return None
        return Literal(frozenset(texts), Type(Kind.SET))

    def _arithmetic(self, node: ast.BinOp) -> Expression | None:
        left, right = self.read(node.left), self.read(node.right)
        if left is None or right is None:
            return None
        number, sets = _NUMBER_OPERATORS.get(type(node.op)), _SET_OPERATORS.get(type(node.op))
        if number and left.type.numeric and right.type.numeric:
            if number == "*" and not (isinstance(left, Literal) or isinstance(right, Literal)):
                self.wrong(node, "乘法的一边应为写出的数")
                return None
            both_int = left.type.kind is right.type.kind is Kind.INT
            return Arithmetic(number, left, right, INT if both_int else NUMBER)
        if sets and left.type.kind is right.type.kind is Kind.SET and (fitted := self._fit_sets(node, left, right)):
            return Arithmetic(sets, *fitted, fitted[0].type)
        if not (left.type.kind is right.type.kind is Kind.SET):
            self.wrong(node, "两边不能这样计算", "数可用 + - *，集合可用 - | &；日期用 days_after、months_after")
        return None

    def _fit_sets(self, node: ast.AST, left: Expression, right: Expression) -> tuple[Expression, Expression] | None:
        """Both sets with one list: a written set takes the list of the fact beside it."""
        lists = [side.type.values for side in (left, right) if side.type.values]
        if not lists or any(values != lists[0] for values in lists):
            self.wrong(node, "两个集合不是同一个选项表")
            return None
        fits = [
            self._listed(node, value, lists[0])
            for side in (left, right)
            if isinstance(side, Literal) and isinstance(side.value, frozenset)
            for value in sorted(side.value)
        ]
        if not all(fits):
            return None
        first, second = (
            Literal(side.value, Type(Kind.SET, lists[0])) if isinstance(side, Literal) else side
            for side in (left, right)
        )
        return first, second

    def _call(self, node: ast.Call) -> Expression | None:
        if not isinstance(node.func, ast.Name) or node.keywords or any(isinstance(a, ast.Starred) for a in node.args):
            self.wrong(node, "函数只能按名字加括号调用")
            return None
        if node.func.id == "date":
            return self._date(node)
        function = FUNCTIONS.get(node.func.id)
        if function is None:
            self.wrong(node, "没有这个函数", did_you_mean(node.func.id, [*FUNCTIONS, "date"]))
            return None
        arguments = [self.read(argument) for argument in node.args]
        if len(arguments) != len(function.parameters):
            self.wrong(node, f"{function.name} 应有{len(function.parameters)}个参数，写了{len(arguments)}个")
            return None
        whole = [argument for argument in arguments if argument is not None]
        if len(whole) < len(arguments):
            return None
        for argument, kinds in zip(whole, function.parameters, strict=True):
            if argument.type.kind not in kinds:
                names = "或者".join(KIND_NAMES[kind] for kind in kinds)
                self.wrong(node, f"{function.name} 的参数应为{names}，这里是{KIND_NAMES[argument.type.kind]}")
                return None
        return self._typed_call(node, function, whole)

    def _typed_call(self, node: ast.Call, function: Function, arguments: list[Expression]) -> Expression | None:
        if function.name in ("overlaps", "includes"):
            fitted = self._fit_sets(node, *arguments)
            return Call(function, fitted, BOOL) if fitted else None
        if function.name in ("days_after", "months_after") and not _small(arguments[1]):
            self.wrong(node, f"天数、月数应为写出的整数，绝对值不超过{MOST_DAYS}")
            return None
        if isinstance(arguments[0], Literal) and function.name == "count":
            self.wrong(node, "count 的参数应为事实")
            return None
        result = function.result
        if result is None:
            result = INT if all(argument.type.kind is Kind.INT for argument in arguments) else NUMBER
        return Call(function, tuple(arguments), result)

    def _date(self, node: ast.Call) -> Expression | None:
        values = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
        try:
            if len(node.args) == 1 and isinstance(values[0], str) and len(values[0]) == 10:
                day = date.fromisoformat(values[0])
                if EARLIEST <= day <= LATEST:
                    return Literal(day, DATE)
                self.wrong(node, f"日期不在{EARLIEST}至{LATEST}之间")
                return None
        except (ValueError, IndexError):
            pass
        self.wrong(node, "日期写法不对", '写成 date("2021-09-01")')
        return None


def _small(expression: Expression) -> bool:
    match expression:
        case Literal(value=int() as value):
            return abs(value) <= MOST_DAYS
        case FactRef(type=Type(low=int() as low, high=int() as high)):
            return max(abs(low), abs(high)) <= MOST_DAYS
        case _:
            return False
