"""What the missing facts can still change: the verdicts that remain possible, and the facts that matter.

The unrecorded facts of an item are put into groups that its atoms tie together. Each group has cells: the different ways
its atoms can come out. The item's verdict is then a decision diagram over the groups, reduced so that a group stands in
it exactly when the verdict depends on it. A fact matters when two points that differ in it alone lie in cells that the
diagram tells apart (DESIGN section 4, ``needed``).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ..language import Expression, Truth, Type, Value, facts_of
from ..language.expression import FALSE, TRUE, Literal
from ..language.kleene import truth_of
from ..language.partial import Atom, atoms_of, fold, substitute
from .compiled import predicate
from .conditions import ItemConditions, Verdict, judge
from .points import Point, values_of

MOST_POINTS = 40_000
"""The most joint points that are looked at for one group of facts."""


@dataclass(frozen=True)
class Completions:
    """The verdicts that some filling-in of the missing facts gives, and the missing facts that matter, in order of use."""

    verdicts: frozenset[Verdict]
    needed: tuple[str, ...]


@dataclass(frozen=True)
class _Group:
    """Facts tied together by atoms, the cells as truths of those atoms, and the points with the cell of each."""

    facts: dict[str, Type]
    atoms: tuple[Atom, ...]
    cells: tuple[tuple[bool, ...], ...]
    points: tuple[tuple[Point, int], ...]


def completions(conditions: ItemConditions, facts: Mapping[str, Value], on: date) -> Completions:
    """What the facts missing from ``facts`` can still do to the verdict of one item."""
    return completions_of(conditions.applies, conditions.violated, facts, on)


def completions_of(applies: Expression, violated: Expression, facts: Mapping[str, Value], on: date) -> Completions:
    """The same for an item by its two conditions."""
    applies = substitute(applies, facts, on)
    violated = substitute(violated, facts, on)
    groups = tuple(_groups(applies, violated, on))
    diagram = _Diagram(groups)
    root = diagram.build(applies, violated, 0)
    verdicts = frozenset(diagram.leaves(root))
    return Completions(verdicts, tuple(_needed(diagram, root)))


def _groups(applies: Expression, violated: Expression, on: date) -> Iterator[_Group]:
    atoms = tuple({**atoms_of(applies), **atoms_of(violated)})
    leader: dict[str, str] = {}

    def find(name: str) -> str:
        while leader.setdefault(name, name) != name:
            name = leader[name]
        return name

    for atom in atoms:
        names = list(facts_of(atom))
        for name in names[1:]:
            leader[find(name)] = find(names[0])
    members: dict[str, list[Atom]] = {}
    for atom in atoms:
        members.setdefault(find(next(iter(facts_of(atom)))), []).append(atom)
    for tied in members.values():
        yield _group(tuple(tied), on)


def _group(atoms: tuple[Atom, ...], on: date) -> _Group:
    facts = facts_of(*atoms)
    tables = {atom: _Table(atom, on) for atom in atoms}
    values = _distinct(values_of(facts, atoms, on), tables)
    cells: dict[tuple[bool, ...], int] = {}
    points = []
    for combination in itertools.islice(itertools.product(*values.values()), MOST_POINTS):
        point = dict(zip(values, combination, strict=True))
        truths = tuple(tables[atom].truth(point) for atom in atoms)
        points.append((point, cells.setdefault(truths, len(cells))))
    return _Group(facts, atoms, tuple(cells), tuple(points))


class _Table:
    """The truth of one atom by the values of its own facts, each worked out once."""

    def __init__(self, atom: Atom, on: date) -> None:
        self.atom = atom
        self.on = on
        self.names = tuple(facts_of(atom))
        self.known: dict[tuple[Value, ...], bool] = {}
        self.ask = predicate(atom) if len(self.names) > 1 else None

    def truth(self, point: Mapping[str, Value]) -> bool:
        key = tuple(point[name] for name in self.names)
        if key not in self.known:
            truth = self.ask(point, self.on) if self.ask else truth_of(self.atom, point, self.on)
            self.known[key] = truth is True
        return self.known[key]


def _distinct(values: dict[str, list[Value]], tables: Mapping[Atom, _Table]) -> dict[str, list[Value]]:
    """One value for each way the atoms of a fact can come out, whatever the other facts are."""
    for name in values:
        mine = [table for table in tables.values() if name in table.names]
        seen: dict[tuple[bool, ...], Value] = {}
        for value in values[name]:
            told = tuple(
                table.truth({name: value, **dict(zip(others, rest, strict=True))})
                for table in mine
                for others in [tuple(other for other in table.names if other != name)]
                for rest in itertools.product(*(values[other] for other in others))
            )
            seen.setdefault(told, value)
        values[name] = list(seen.values())
    return values


@dataclass(frozen=True)
class _Node:
    """A choice between the cells of one group; ``branches`` holds, for each cell, the number of the node it leads to."""

    group: int
    branches: tuple[int, ...]


class _Diagram:
    """A reduced, ordered decision diagram; equal parts are one node."""

    def __init__(self, groups: tuple[_Group, ...]) -> None:
        self.groups = groups
        self.nodes: list[_Node | Verdict] = []
        self._numbers: dict[_Node | Verdict, int] = {}
        self._built: dict[tuple[Expression, Expression, int], int] = {}

    def build(self, applies: Expression, violated: Expression, group: int) -> int:
        """The node for what remains of an item from ``group`` on."""
        if isinstance(applies, Literal) and (applies == FALSE or isinstance(violated, Literal)):
            return self._number(judge(_truth(applies), _truth(violated)))
        key = (applies, violated, group)
        if key not in self._built:
            branches = tuple(self._branches(applies, violated, group))
            same = len(set(branches)) == 1
            self._built[key] = branches[0] if same else self._number(_Node(group, branches))
        return self._built[key]

    def _branches(self, applies: Expression, violated: Expression, group: int) -> Iterator[int]:
        atoms = self.groups[group].atoms
        present = {**atoms_of(applies), **atoms_of(violated)}
        if not any(atom in present for atom in atoms):
            yield self.build(applies, violated, group + 1)
            return
        for cell in self.groups[group].cells:
            truths = dict(zip(atoms, cell, strict=True))

            def decide(atom: Atom, truths: dict[Atom, bool] = truths) -> Expression:
                return atom if atom not in truths else TRUE if truths[atom] else FALSE

            yield self.build(fold(applies, decide), fold(violated, decide), group + 1)

    def _number(self, node: _Node | Verdict) -> int:
        if node not in self._numbers:
            self._numbers[node] = len(self.nodes)
            self.nodes.append(node)
        return self._numbers[node]

    def reachable(self, root: int) -> set[int]:
        """The numbers of all nodes below ``root``, with it."""
        found, front = {root}, [root]
        while front:
            node = self.nodes[front.pop()]
            fresh = set(node.branches) - found if isinstance(node, _Node) else set()
            found |= fresh
            front.extend(fresh)
        return found

    def leaves(self, root: int) -> Iterator[Verdict]:
        """The verdicts that can be reached."""
        for number in self.reachable(root):
            node = self.nodes[number]
            if not isinstance(node, _Node):
                yield node

    def told_apart(self, root: int, group: int) -> set[tuple[int, int]]:
        """The pairs of cells of a group that lead to different verdicts somewhere."""
        pairs: set[tuple[int, int]] = set()
        for number in self.reachable(root):
            node = self.nodes[number]
            if isinstance(node, _Node) and node.group == group:
                cells = range(len(node.branches))
                pairs |= {(a, b) for a in cells for b in cells if node.branches[a] != node.branches[b]}
        return pairs


def _needed(diagram: _Diagram, root: int) -> Iterator[str]:
    for number, group in enumerate(diagram.groups):
        pairs = diagram.told_apart(root, number)
        if not pairs:
            continue
        if len(group.facts) == 1:
            yield from group.facts
            continue
        for name in group.facts:
            lines: dict[frozenset[tuple[str, Value]], set[int]] = {}
            for point, cell in group.points:
                rest = frozenset((other, value) for other, value in point.items() if other != name)
                lines.setdefault(rest, set()).add(cell)
            if any((a, b) in pairs for cells in lines.values() for a in cells for b in cells):
                yield name


def _truth(expression: Expression) -> Truth:
    return bool(expression.value) if isinstance(expression, Literal) else None
