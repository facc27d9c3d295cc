"""The small faults a drafter makes: every way in which a condition, a period or the days of an edition can be slightly wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from ..language import Expression, Kind, Type, write
from ..language.expression import (
    And,
    Arithmetic,
    Call,
    Compare,
    FactRef,
    Literal,
    Member,
    Not,
    Or,
    TermRef,
    children,
    walk,
    with_children,
)
from ..language.functions import FUNCTIONS
from ..language.types import BOOL
from ..language.values import EARLIEST, LATEST
from .rule import KINDS, BreachRule, ItemRule, Span

ORDER = ("<", "<=", "==", "!=", ">=", ">")
_OTHER_SET_OPERATOR = {"-": "&", "&": "|", "|": "&"}
_OTHER_SIGN = {"+": "-", "-": "+"}
_OTHER_FUNCTION = {
    "ceil": "floor",
    "floor": "ceil",
    "min": "max",
    "max": "min",
    "overlaps": "includes",
    "includes": "overlaps",
}
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Change:
    """A condition with one thing changed: which kind of fault, and the part before and after as text."""

    kind: str
    before: str
    after: str
    condition: Expression


@dataclass(frozen=True)
class Mutant:
    """Rules with one fault planted. ``rules`` are the items that it touches, by id; ``part`` says what it touches in them.

    ``part`` is the name of a breach and a kind of basis, ("", "") for the item as a whole and (name, "") for a breach.
    """

    where: str
    kind: str
    before: str
    after: str
    rules: Mapping[str, ItemRule]
    part: tuple[str, str] = ("", "")

    def __str__(self) -> str:
        return f"{self.where}：{self.before} → {self.after}（{self.kind}）"


def mutants_of(rule: ItemRule) -> Iterator[Mutant]:
    """Every mutant of one item; its terms are left as they are, they have mutants of their own."""
    pool = rule.facts
    for change in changes_of(rule.applies, pool):
        yield _mutant(rule, "applies", change, replace(rule, applies=change.condition))
    for span, before, after in _spans(rule.span):
        yield Mutant(rule.id, "日期", before, after, {rule.id: replace(rule, span=span)})
    for breach in rule.breaches:
        where = f"breaches.{breach.name}"
        for change in changes_of(breach.violated, pool):
            changed = _with_breach(rule, replace(breach, violated=change.condition))
            yield _mutant(rule, f"{where}.violated", change, changed, (breach.name, ""))
        for span, before, after in _spans(breach.span):
            changed = _with_breach(rule, replace(breach, span=span))
            yield Mutant(f"{rule.id} {where}", "日期", before, after, {rule.id: changed}, (breach.name, ""))
        yield from _of_bases(rule, breach, pool)
    yield from _of_editions(rule)


def _mutant(rule: ItemRule, where: str, change: Change, changed: ItemRule, part: tuple[str, str] = ("", "")) -> Mutant:
    return Mutant(f"{rule.id} {where}", change.kind, change.before, change.after, {rule.id: changed}, part)


def _of_bases(rule: ItemRule, breach: BreachRule, pool: Mapping[str, Type]) -> Iterator[Mutant]:
    for kind in KINDS:
        for index, basis in enumerate(breach.bases[kind]):
            for change in changes_of(basis.when, pool):
                bases = list(breach.bases[kind])
                bases[index] = replace(basis, when=change.condition)
                changed = _with_breach(rule, replace(breach, bases={**breach.bases, kind: tuple(bases)}))
                where = f"breaches.{breach.name}.{kind}.{index}.when"
                yield _mutant(rule, where, change, changed, (breach.name, kind))


def _of_editions(rule: ItemRule) -> Iterator[Mutant]:
    """An edition that is in force a day longer or shorter, for all the item's citations of it."""
    editions = {
        (basis.law, basis.edition): basis.in_force
        for breach in rule.breaches
        for kind in KINDS
        for basis in breach.bases[kind]
    }
    for (law, edition), in_force in editions.items():
        for span, before, after in _spans(in_force):
            breaches = tuple(
                replace(
                    breach,
                    bases={
                        kind: tuple(
                            replace(basis, in_force=span) if (basis.law, basis.edition) == (law, edition) else basis
                            for basis in breach.bases[kind]
                        )
                        for kind in KINDS
                    },
                )
                for breach in rule.breaches
            )
            changed = replace(rule, breaches=breaches)
            yield Mutant(f"{rule.id} {law}({edition})", "施行日期", before, after, {rule.id: changed}, ("", "editions"))


def mutants_of_term(
    name: str, body: Expression, rules: Mapping[str, ItemRule], pool: Mapping[str, Type]
) -> Iterator[Mutant]:
    """Every mutant of a term, each with all the items that use it."""
    using = {item: rule for item, rule in rules.items() if any(_uses(condition, name) for condition in rule.conditions)}
    for change in changes_of(body, pool):
        changed = {item: _with_term(rule, name, change.condition) for item, rule in using.items()}
        yield Mutant(f"terms.{name}", change.kind, change.before, change.after, changed, ("", "terms"))


def _with_term(rule: ItemRule, name: str, body: Expression) -> ItemRule:
    breaches = tuple(
        replace(
            breach,
            violated=_put(breach.violated, name, body),
            bases={
                kind: tuple(replace(basis, when=_put(basis.when, name, body)) for basis in breach.bases[kind])
                for kind in KINDS
            },
        )
        for breach in rule.breaches
    )
    return replace(rule, applies=_put(rule.applies, name, body), breaches=breaches)


def _uses(condition: Expression, term: str) -> bool:
    return any(isinstance(node, TermRef) and node.name == term for node in walk(condition))


def _put(condition: Expression, name: str, body: Expression) -> Expression:
    if isinstance(condition, TermRef) and condition.name == name:
        return TermRef(name, body)
    return with_children(condition, tuple(_put(part, name, body) for part in children(condition)))


def _with_breach(rule: ItemRule, changed: BreachRule) -> ItemRule:
    breaches = tuple(changed if breach.name == changed.name else breach for breach in rule.breaches)
    return replace(rule, breaches=breaches)


def _spans(span: Span) -> Iterator[tuple[Span, str, str]]:
    for step in (DAY, -DAY):
        if span.since is not None:
            yield replace(span, since=span.since + step), f"自{span.since}起", f"自{span.since + step}起"
        if span.until is not None:
            yield replace(span, until=span.until + step), f"至{span.until}止", f"至{span.until + step}止"


# Changes of one condition.


def changes_of(condition: Expression, pool: Mapping[str, Type]) -> Iterator[Change]:
    """The condition with one small thing changed, in every way; ``pool`` holds the facts that may be mistaken for another."""
    seen = {condition}
    for kind, before, after, changed in _changed(condition, pool):
        if changed not in seen:
            seen.add(changed)
            yield Change(kind, write(before), write(after), changed)


def _changed(node: Expression, pool: Mapping[str, Type]) -> Iterator[tuple[str, Expression, Expression, Expression]]:
    """(kind, part before, part after, the whole node changed)."""
    for kind, after in _variants(node, pool):
        yield kind, node, after, after
    if isinstance(node, TermRef):
        return
    parts = children(node)
    for index, part in enumerate(parts):
        for kind, before, after, changed in _changed(part, pool):
            whole = with_children(node, (*parts[:index], changed, *parts[index + 1 :]))
            yield kind, before, after, whole


def _variants(node: Expression, pool: Mapping[str, Type]) -> Iterator[tuple[str, Expression]]:
    match node:
        case And(operands=operands) | Or(operands=operands):
            yield "且或", Or(operands) if isinstance(node, And) else And(operands)
            for index in range(len(operands)):
                rest = (*operands[:index], *operands[index + 1 :])
                yield "漏写一项", rest[0] if len(rest) == 1 else with_children(node, rest)
        case Not(operand=operand):
            yield "漏写 not", operand
        case Compare():
            yield from _of_comparison(node)
        case Member(item=Literal(value=member), container=container):
            yield "多写 not", Not(node)
            for other in container.type.values:
                if other != member:
                    yield "选项", Member(Literal(other, node.item.type), container)
        case Member(item=item, container=Literal() as written):
            yield "多写 not", Not(node)
            for members in _sets(written, item.type.values):
                yield "选项", Member(item, members)
        case Call(function=function, arguments=arguments):
            if function.name in _OTHER_FUNCTION:
                yield "函数", Call(FUNCTIONS[_OTHER_FUNCTION[function.name]], arguments, node.type)
            if node.type.kind is Kind.BOOL:
                yield "多写 not", Not(node)
            yield from _of_parts(node)
        case Arithmetic(op=op):
            others = _OTHER_SET_OPERATOR if node.type.kind is Kind.SET else _OTHER_SIGN
            if op in others:
                yield "运算", Arithmetic(others[op], node.left, node.right, node.type)
            yield from _of_parts(node)
        case TermRef():
            yield "多写 not", Not(node)
        case FactRef(name=name, type=type_):
            if type_ == BOOL:
                yield "多写 not", Not(node)
            for other, other_type in pool.items():
                if other != name and type_.alike(other_type):
                    yield "事实", FactRef(other, other_type)


def _of_comparison(node: Compare) -> Iterator[tuple[str, Expression]]:
    listed = node.left.type.kind is Kind.ENUM
    for op in ("==", "!=") if listed else ORDER:
        if op != node.op:
            yield "比较", Compare(op, node.left, node.right)
    sides = (node.left, node.right)
    for index, (side, other) in enumerate((sides, sides[::-1])):
        if isinstance(side, Literal):
            for near in _near(side, other.type):
                yield "界限", Compare(node.op, *((near, other) if index == 0 else (other, near)))


def _of_parts(node: Call | Arithmetic) -> Iterator[tuple[str, Expression]]:
    """A written value among the arguments of a function or the sides of a sum."""
    parts = children(node)
    for index, part in enumerate(parts):
        if isinstance(part, Literal):
            changed = _sets(part, part.type.values) if part.type.kind is Kind.SET else _near(part, part.type)
            for near in changed:
                kind = "选项" if part.type.kind is Kind.SET else "界限"
                yield kind, with_children(node, (*parts[:index], near, *parts[index + 1 :]))


def _near(literal: Literal, other: Type) -> Iterator[Literal]:
    """A bound by one unit: a day, one, the last decimal place that is written, or another member of the list."""
    value = literal.value
    match value:
        case bool():
            return
        case date():
            yield from (Literal(day, literal.type) for day in (value + DAY, value - DAY) if EARLIEST <= day <= LATEST)
        case str():
            yield from (Literal(member, literal.type) for member in other.values if member != value)
        case int() | Decimal():
            step = Decimal(1).scaleb(int(value.as_tuple().exponent)) if isinstance(value, Decimal) else 1
            yield from (Literal(near, literal.type) for near in (value + step, value - step))


def _sets(literal: Literal, values: tuple[str, ...]) -> Iterator[Literal]:
    """A written set with one member less or one more."""
    members = literal.value
    assert isinstance(members, frozenset)
    for member in values:
        changed = members ^ {member}
        if changed:
            yield Literal(changed, literal.type)
