"""From a rules folder to a rulebook. Everything that is wrong in any file is reported together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from ..errors import Place, Problem, Problems, RuleError, did_you_mean
from . import cache
from .checks import CIRCUMSTANCES, FACTS, TERMS, Checker
from .circumstance import CircumstancesFile
from .discretion import Scheme
from .fact import Fact, FactsFile, TermsFile
from .info import ManualInfo
from .item import Item
from .model import Model
from .precompiled import assemble, dissolve
from .rulebook import Rulebook
from .statute import Statute
from .validation import validate
from .yamlfile import LARGEST, Source, read_file, read_yaml

MANUAL = "manual.yaml"
M = TypeVar("M", bound=Model)
B = TypeVar("B", bound=Rulebook)


def shipped_rules() -> Path:
    """The folder of the manual that comes with the library: beside the package in a wheel, in place in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "data" / "rules"
    return inside if inside.is_dir() else package.parent.parent / "rules"


def load(path: Path | None = None, kind: type[B] = Rulebook) -> B:  # type: ignore[assignment]
    """The rulebook of the folder ``path``, by default the shipped manual. Raises :class:`RuleError` with every problem."""
    root = shipped_rules() if path is None else path
    contents = _contents(root)
    digest = _digest(contents)
    for kept in cache.recall(digest):
        book = assemble(kept, digest, kind)
        if book is not None:
            return book
    book = _read(root, contents, digest, kind).sound
    cache.keep(digest, dissolve(book))
    return book


@dataclass(frozen=True)
class Survey(Generic[B]):
    """A rules folder read as far as that goes: what is wrong with it, and where everything stands.

    ``book`` is None when the files could not even be put together; with ``problems`` it must not be used to judge.
    ``sources`` are by file name, by law and by item id.
    """

    book: B | None
    sources: Mapping[str, Source]
    problems: tuple[Problem, ...]

    @property
    def sound(self) -> B:
        """The rulebook. Raises :class:`RuleError` with every problem when there are any."""
        if self.problems or self.book is None:
            raise RuleError(self.problems)
        return self.book


def survey(path: Path | None = None, kind: type[B] = Rulebook) -> Survey[B]:  # type: ignore[assignment]
    """Read a rules folder, by default the shipped manual, with the places of everything, and never from the cache."""
    root = shipped_rules() if path is None else path
    contents = _contents(root)
    return _read(root, contents, _digest(contents), kind)


def read_scheme(path: Path, book: Rulebook) -> Scheme:
    """A scheme of discretion in a file of its own, checked against ``book``. Raises :class:`RuleError` with every problem."""
    source = read_file(path, RuleError)
    problems = Problems()
    scheme = validate(source, Scheme, problems)
    if scheme is not None:
        Checker(book, {scheme.id: source}, problems).scheme(scheme)
    problems.raise_as(RuleError)
    assert scheme is not None
    return scheme


def _contents(root: Path) -> dict[str, bytes]:
    if not root.is_dir():
        raise RuleError(Problem("没有这个规则文件夹", Place(str(root))))
    patterns = (MANUAL, FACTS, TERMS, CIRCUMSTANCES, "statutes/*.yaml", "discretion/*.yaml", "items/**/*.yaml")
    files = sorted({file for pattern in patterns for file in root.glob(pattern)})
    contents, problems = {}, Problems()
    for file in files:
        try:
            with file.open("rb") as stream:
                contents[file.relative_to(root).as_posix()] = stream.read(LARGEST + 1)
        except OSError as failure:
            problems.add(f"读不了文件：{failure.strerror or failure}", Place(str(file)))
    problems.raise_as(RuleError)
    if MANUAL not in contents:
        raise RuleError(Problem("规则文件夹里没有 manual.yaml", Place(str(root))))
    return contents


def _digest(contents: Mapping[str, bytes]) -> str:
    total = hashlib.sha256()
    for name, content in contents.items():
        total.update(f"{name}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


class _Reader:
    """Reads the files of one rules folder into models. ``sources`` are kept by file name, by law and by item id."""

    def __init__(self, root: Path, contents: Mapping[str, bytes]) -> None:
        self.root = root
        self.contents = contents
        self.problems = Problems()
        self.sources: dict[str, Source] = {}

    def place(self, name: str) -> Place:
        """A file as messages name it."""
        return Place(str(self.root / name))

    def file(self, name: str, model: type[M], identity: Callable[[M], str] | None = None) -> M | None:
        """The model of one file, a missing file being an empty one; None after recording what is wrong."""
        shown = self.place(name).file
        try:
            source = read_yaml(self.contents[name], shown, RuleError) if name in self.contents else Source(shown, {})
        except RuleError as error:
            self.problems.extend(error.problems)
            return None
        found = validate(source, model, self.problems)
        if found is not None:
            self.sources[identity(found) if identity else name] = source
        return found

    def files(self, prefix: str, model: type[M], identity: Callable[[M], str]) -> dict[str, tuple[str, M]]:
        """The models of all files under a folder with their names, by an identity that each must have alone."""
        found: dict[str, tuple[str, M]] = {}
        for name in self.contents:
            part = self.file(name, model, identity) if name.startswith(prefix) else None
            if part is None:
                continue
            if identity(part) in found:
                first = found[identity(part)][0]
                self.problems.add(f"{identity(part)} 已在 {first} 定义", self.place(name), id="duplicate-id")
            found[identity(part)] = (name, part)
        return found

    def listed(self, facts: Mapping[str, Fact], lists: Mapping[str, tuple[str, ...]], owner: str) -> dict[str, Fact]:
        """The facts with the named lists put in their place."""
        return {name: self._listed(name, fact, lists, self.sources[owner]) for name, fact in facts.items()}

    def _listed(self, name: str, fact: Fact, lists: Mapping[str, tuple[str, ...]], source: Source) -> Fact:
        if not isinstance(fact.values, str):
            return fact
        if fact.values not in lists:
            place = source.place(("facts", name, "values"))
            self.problems.add(f"facts.yaml 没有选项表 {fact.values}", place, did_you_mean(fact.values, lists))
            return fact
        return fact.model_copy(update={"values": lists[fact.values]})

    def placed(self, name: str, item: Item, tables: Mapping[str, str]) -> None:
        """An item lies in the file of its name and belongs to a table of the manual."""
        if Path(name).stem != item.id:
            self.problems.add(f"文件名与事项编号 {item.id} 不同", self.place(name), f"{item.id}.yaml")
        if item.table not in tables:
            hint = did_you_mean(item.table, tables)
            self.problems.add(f"manual.yaml 没有检查表 {item.table}", self.place(name), hint)


def _read(root: Path, contents: Mapping[str, bytes], digest: str, kind: type[B]) -> Survey[B]:
    """The files parsed; when each by itself is right, put together and checked as a whole."""
    reader = _Reader(root, contents)
    info = reader.file(MANUAL, ManualInfo)
    shared = reader.file(FACTS, FactsFile)
    terms = reader.file(TERMS, TermsFile)
    weighed = reader.file(CIRCUMSTANCES, CircumstancesFile)
    schemes = reader.files("discretion/", Scheme, lambda scheme: scheme.id)
    statutes = reader.files("statutes/", Statute, lambda statute: statute.law)
    items = reader.files("items/", Item, lambda item: item.id)
    if reader.problems or info is None or shared is None or terms is None or weighed is None:
        return Survey(None, reader.sources, tuple(reader.problems.in_order))
    for name, item in items.values():
        reader.placed(name, item, info.tables)
    facts = reader.listed(shared.facts, shared.lists, FACTS)
    whole = {
        item.id: item.model_copy(update={"facts": reader.listed(item.facts, shared.lists, item.id)})
        for _, item in items.values()
    }
    if reader.problems:
        return Survey(None, reader.sources, tuple(reader.problems.in_order))
    by_law = {law: statute for law, (_, statute) in statutes.items()}
    by_id = {id: scheme for id, (_, scheme) in schemes.items()}
    book = kind(info, facts, terms.terms, by_law, _ordered(whole, info), digest, weighed.circumstances, by_id)
    Checker(book, reader.sources, reader.problems).check()
    return Survey(book, reader.sources, tuple(reader.problems.in_order))


def _ordered(items: Mapping[str, Item], info: ManualInfo) -> dict[str, Item]:
    tables = list(info.tables)
    order = sorted(items.values(), key=lambda item: (tables.index(item.table), item.id))
    return {item.id: item for item in order}
