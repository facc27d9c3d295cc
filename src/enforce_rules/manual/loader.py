"""From a rules folder to a rulebook. Everything that is wrong in any file is reported together."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from ..errors import Place, Problem, Problems, RuleError, did_you_mean
from . import cache, numerals
from .checks import Checker
from .fact import Fact, FactsFile, TermsFile
from .info import ManualInfo
from .item import Item
from .model import Model
from .rulebook import Rulebook
from .statute import Statute
from .validation import validate
from .yamlfile import LARGEST, Source, read_yaml

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
    kept = cache.recall(digest)
    if kept is not None:
        numerals.learn(kept["numerals"])
        return _assemble(kept, digest, kind)
    book, sources = _read(root, contents, digest, kind)
    problems = Problems()
    Checker(book, sources, problems).check()
    problems.raise_as(RuleError)
    cache.keep(digest, _dissolve(book))
    return book


def _contents(root: Path) -> dict[str, bytes]:
    if not root.is_dir():
        raise RuleError(Problem("没有这个规则文件夹", Place(str(root))))
    patterns = ("manual.yaml", "facts.yaml", "terms.yaml", "statutes/*.yaml", "items/**/*.yaml")
    files = sorted({file for pattern in patterns for file in root.glob(pattern)})
    contents = {}
    for file in files:
        with file.open("rb") as stream:
            contents[file.relative_to(root).as_posix()] = stream.read(LARGEST + 1)
    if "manual.yaml" not in contents:
        raise RuleError(Problem("规则文件夹里没有 manual.yaml", Place(str(root))))
    return contents


def _digest(contents: Mapping[str, bytes]) -> str:
    total = hashlib.sha256()
    for name, content in contents.items():
        total.update(f"{name}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def _read(root: Path, contents: Mapping[str, bytes], digest: str, kind: type[B]) -> tuple[B, dict[str, Source]]:
    problems = Problems()
    sources: dict[str, Source] = {}

    def one(name: str, model: type[M], key: str) -> M | None:
        shown = str(root / name)
        try:
            source = read_yaml(contents[name], shown, RuleError) if name in contents else Source(shown, {})
        except RuleError as error:
            problems.extend(error.problems)
            return None
        found = validate(source, model, problems)
        if found is not None:
            sources[key.format(getattr(found, "id", getattr(found, "law", "")))] = source
        return found

    info = one("manual.yaml", ManualInfo, "manual")
    shared = one("facts.yaml", FactsFile, "facts")
    terms = one("terms.yaml", TermsFile, "terms")
    statutes = _gather(contents, "statutes/", Statute, "statute:{}", one, root, problems)
    items = _gather(contents, "items/", Item, "item:{}", one, root, problems)
    problems.raise_as(RuleError)
    assert info is not None
    assert shared is not None
    assert terms is not None
    for name, item in items.items():
        _placed(name, item, info, root, problems)
    lists = shared.lists
    facts = {name: _listed(fact, lists, sources["facts"], name, problems) for name, fact in shared.facts.items()}
    whole = {}
    for item in items.values():
        source = sources[f"item:{item.id}"]
        own = {name: _listed(fact, lists, source, name, problems) for name, fact in item.facts.items()}
        whole[item.id] = item.model_copy(update={"facts": own})
    problems.raise_as(RuleError)
    by_law = {statute.law: statute for statute in statutes.values()}
    return kind(info, facts, terms.terms, by_law, _ordered(whole, info), digest), sources


def _gather(
    contents: Mapping[str, bytes], prefix: str, model: type[M], key: str, one: Any, root: Path, problems: Problems
) -> dict[str, M]:
    found: dict[str, M] = {}
    owners: dict[str, str] = {}
    for name in contents:
        if not name.startswith(prefix):
            continue
        part = one(name, model, key)
        if part is None:
            continue
        identity = str(getattr(part, "id", getattr(part, "law", "")))
        if identity in owners:
            problems.add(f"{identity} 已在 {owners[identity]} 定义", Place(str(root / name)))
        owners[identity] = name
        found[name] = part
    return found


def _placed(name: str, item: Item, info: ManualInfo, root: Path, problems: Problems) -> None:
    place = Place(str(root / name))
    if Path(name).stem != item.id:
        problems.add(f"文件名与事项编号 {item.id} 不同", place, f"{item.id}.yaml")
    if item.table not in info.tables:
        problems.add(f"manual.yaml 没有检查表 {item.table}", place, did_you_mean(item.table, info.tables))


def _listed(fact: Fact, lists: Mapping[str, tuple[str, ...]], source: Source, name: str, problems: Problems) -> Fact:
    """The fact with its named list put in place."""
    if not isinstance(fact.values, str):
        return fact
    if fact.values not in lists:
        problems.add(
            f"facts.yaml 没有选项表 {fact.values}",
            source.place(("facts", name, "values")),
            did_you_mean(fact.values, lists),
        )
        return fact
    return fact.model_copy(update={"values": lists[fact.values]})


def _ordered(items: Mapping[str, Item], info: ManualInfo) -> dict[str, Item]:
    tables = list(info.tables)
    order = sorted(items.values(), key=lambda item: (tables.index(item.table) if item.table in tables else 99, item.id))
    return {item.id: item for item in order}


def _dissolve(book: Rulebook) -> dict[str, Any]:
    def plain(model: Model) -> Any:
        return json.loads(model.model_dump_json(by_alias=True, exclude_defaults=True))

    return {
        "info": plain(book.info),
        "facts": plain(FactsFile(facts=book.shared_facts)),
        "terms": plain(TermsFile(terms=book.terms)),
        "statutes": [plain(statute) for statute in book.statutes.values()],
        "items": [plain(item) for item in book.items.values()],
        "numerals": numerals.learnt(),
    }


def _assemble(kept: Mapping[str, Any], digest: str, kind: type[B]) -> B:
    def model(content: Any, of: type[M]) -> M:
        return of.model_validate_json(json.dumps(content, ensure_ascii=False))

    statutes = [model(content, Statute) for content in kept["statutes"]]
    items = [model(content, Item) for content in kept["items"]]
    return kind(
        model(kept["info"], ManualInfo),
        model(kept["facts"], FactsFile).facts,
        model(kept["terms"], TermsFile).terms,
        {statute.law: statute for statute in statutes},
        {item.id: item for item in items},
        digest,
    )
