"""The receipt of a document: what it was made from, so that it can be made again and anyone can see what has changed since.

It holds the facts whole, and of everything else a digest. It has no clock: the same document has the same receipt.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from .._version import __version__
from ..errors import DocumentError, EnforceRulesError, Place, Problem, Problems
from ..evaluate import Inspection
from ..facts import Facts, facts_from_dict, read_facts
from ..facts.case import CaseStage
from ..manual import Rulebook
from ..manual.discretion import Scheme
from ..manual.model import Day, Model
from ..manual.statute import Stage
from ..manual.validation import validate
from ..manual.yamlfile import read_file
from ..penalty import propose
from .context import Made
from .context.notes import OF_LAW
from .document import Document, made, make, unread
from .form import fill_form
from .templates import lines_of, template_file

VERSION = 1
PAGE = "print/document.typ"
"""What lays out the pages of a PDF, among the templates."""


@dataclass(frozen=True)
class Request:
    """What was asked for: the document, whom it is for, in which format, by the law of which days."""

    kind: str
    on: date
    format: str = "txt"
    subject: str | None = None
    draft: bool = False
    allow_unverified: bool = False
    decided: date | None = None
    stage: Stage | None = None
    scheme: Scheme | None = None
    templates: Path | None = None
    fonts: Path | None = None

    def made_from(self, inspection: Inspection) -> Document:
        """The document that was asked for. Raises :class:`DocumentError` as :func:`make` does."""
        penalties = propose(inspection, self.decided, self.stage, self.scheme)
        return make(
            self.kind,
            inspection,
            draft=self.draft,
            subject=self.subject,
            penalties=penalties,
            allow_unverified=self.allow_unverified,
            templates=self.templates,
        )

    def filled_form(self, inspection: Inspection, form: Path) -> tuple[bytes, Made]:
        """An office's own Word form filled instead of a template. Raises :class:`DocumentError` as :func:`make` does."""
        penalties = propose(inspection, self.decided, self.stage, self.scheme)
        kind, _, result = made(
            self.kind,
            inspection,
            subject=self.subject,
            penalties=penalties,
            allow_unverified=self.allow_unverified,
            templates=self.templates,
            form=True,
        )
        if not self.allow_unverified:
            result.problems.extend(unread(kind, result.context.sources, inspection.book))
        result.context.draft = self.draft
        result.notes = [
            note for note in result.notes if not note.startswith(OF_LAW)
        ]  # of rules the form need not state
        if not self.draft:
            result.problems.raise_as(DocumentError)
        return fill_form(form, result.context), result

    def as_dict(self) -> dict[str, Any]:
        """The request as plain data for JSON, without folders of this machine."""
        return {
            "kind": self.kind,
            "subject": self.subject,
            "format": self.format,
            "draft": self.draft,
            "allow_unverified": self.allow_unverified,
            "on": self.on.isoformat(),
            "decided": self.decided.isoformat() if self.decided else None,
            "stage": self.stage,
            "scheme": self.scheme.model_dump(mode="json", by_alias=True, exclude_unset=True) if self.scheme else None,
        }


def content_of(document: Document, request: Request) -> bytes:
    """The bytes of a document in the format asked for."""
    content = document.as_format(request.format, request.fonts)
    return content.encode() if isinstance(content, str) else content


def receipt_for(document: Document, content: bytes, request: Request, inspection: Inspection) -> dict[str, Any]:
    """The receipt of a document and the bytes that were written of it."""
    return {
        "receipt": VERSION,
        "library": __version__,
        "engine": engine(request.format),
        "request": request.as_dict(),
        "manual": {"id": inspection.book.info.id, "digest": inspection.book.digest, "parts": parts(inspection.book)},
        "templates": _templates(document, request),
        "verdicts": {verdict.item.id: verdict.verdict for verdict in inspection.verdicts},
        "facts_digest": inspection.facts.digest,
        "facts_file": inspection.facts.source,
        "facts": inspection.facts.as_dict(),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def engine(format: str) -> str | None:
    """What writes a format, with its version, where its bytes depend on one."""
    if format == "pdf":
        from .pdf import pdf_engine

        return pdf_engine()
    if format == "docx":
        from importlib.metadata import version

        return f"python-docx {version('python-docx')}"
    return None


@lru_cache(maxsize=8)
def parts(book: Rulebook) -> dict[str, str]:
    """A digest of each part of a manual by its name: items, statutes, terms, facts. Tells which rules changed; scenarios are none."""
    named: dict[str, Any] = {f"事项 {id}": item for id, item in book.items.items()}
    named |= {f"法律 {law}": statute for law, statute in book.statutes.items()}
    named |= {f"事实 {name}": fact for name, fact in book.facts.items()}
    named |= {f"术语 {name}": term for name, term in book.terms.items()}
    named |= {f"情节 {name}": one for name, one in book.circumstances.items()}
    named |= {f"裁量基准 {name}": one for name, one in book.schemes.items()}
    named["手册"] = book.info
    return {name: _digest(part.model_dump_json(exclude={"scenarios"})) for name, part in named.items()}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _templates(document: Document, request: Request) -> dict[str, str]:
    """A digest of each template that the document was made from: its own, all that it includes, and the page of a PDF."""
    names = {block.template for block in document.blocks}
    names |= {name for name, _, _ in lines_of(document.template, request.templates)}
    paths = {name: template_file(name, request.templates) for name in names}
    if request.format == "pdf":
        paths[PAGE] = template_file(PAGE)
    return {name: _digest(path.read_text(encoding="utf-8")) for name, path in sorted(paths.items()) if path}


def written(receipt: Mapping[str, Any]) -> str:
    """A receipt as JSON. Raises :class:`DocumentError` for a number that JSON readers would not give back exactly."""
    numbers: dict[str, str] = {}

    def exact(value: Any) -> str:
        if not isinstance(value, Decimal) or Decimal(repr(float(value))) != value:
            raise DocumentError(f"{value} 的位数过多，不能写进回执")
        stands_for = f"\0{len(numbers)}\0"  # no text in a receipt holds that character
        numbers[json.dumps(stands_for)] = f"{value:f}"
        return stands_for

    text = json.dumps(receipt, ensure_ascii=False, indent=1, default=exact) + "\n"
    for stands_for, number in numbers.items():
        text = text.replace(stands_for, number)
    return text


@dataclass(frozen=True)
class Replayed:
    """A document made again from its receipt. ``same`` says whether its bytes are those of the receipt; ``changes``, what changed since."""

    document: Document
    content: bytes
    same: bool
    changes: tuple[str, ...]


def replay(
    path: Path,
    book: Rulebook,
    inspect: Callable[[Facts, date], Inspection],
    templates: Path | None = None,
    fonts: Path | None = None,
) -> Replayed:
    """The document of a receipt, made again from the facts in it and the rules at hand.

    Raises :class:`DocumentError` for a file that is no receipt, :class:`FactsError` where its facts no longer fit the manual.
    """
    receipt = _read(path)
    request = receipt.request.again(templates, fonts)
    facts = facts_from_dict(receipt.facts, book, receipt.facts_file)
    if facts.digest != receipt.facts_digest:
        what = "回执里的事实与 facts_digest 不符，回执被改动过"
        raise DocumentError(Problem(what, Place(str(path), path="facts_digest"), "用没有改动的回执，或者重新制作文书"))
    inspection = inspect(facts, request.on)
    document = request.made_from(inspection)
    content = content_of(document, request)
    again = receipt_for(document, content, request, inspection)
    changes = [*_changed(receipt, again), *_facts_changed(receipt, path, book)]
    return Replayed(document, content, again["sha256"] == receipt.sha256, tuple(changes))


class _Asked(Model):
    """The request as a receipt holds it."""

    kind: str
    subject: str | None
    format: Literal["txt", "html", "docx", "pdf"]
    draft: bool
    allow_unverified: bool
    on: Day
    decided: Day | None
    stage: CaseStage | None
    scheme: Scheme | None

    def again(self, templates: Path | None, fonts: Path | None) -> Request:
        """The request on this machine, with folders of its own."""
        told = {name: getattr(self, name) for name in _Asked.model_fields}
        return Request(**told, templates=templates, fonts=fonts)


class _Manual(Model):
    id: str
    digest: str
    parts: dict[str, str]


class _Receipt(Model):
    """A receipt as it is read."""

    receipt: Literal[1]
    library: str
    engine: str | None
    request: _Asked
    manual: _Manual
    templates: dict[str, str]
    verdicts: dict[str, str]
    facts_digest: str
    facts_file: str
    facts: dict[str, Any]
    sha256: str


def _read(path: Path) -> _Receipt:
    source = read_file(path, DocumentError)
    if not isinstance(source.data, dict) or source.data.get("receipt") != VERSION:
        raise DocumentError(Problem("不是文书的回执", Place(str(path)), f'应有 "receipt": {VERSION}'))
    problems = Problems()
    receipt = validate(source, _Receipt, problems)
    problems.raise_as(DocumentError)
    assert receipt is not None
    return receipt


def _changed(old: _Receipt, new: Mapping[str, Any]) -> Iterator[str]:
    """What of the library, the rules and the templates is not as it was."""
    if old.library != new["library"]:
        yield f"enforce-rules 的版本：{old.library} → {new['library']}"
    if old.engine != new["engine"]:
        yield f"制作程序：{old.engine} → {new['engine']}"
    if old.manual.digest != new["manual"]["digest"]:
        yield "规则变了"
    yield from _differences(old.manual.parts, new["manual"]["parts"], "规则：{}")
    yield from _differences(old.templates, new["templates"], "模板：{}")
    for item, verdict in new["verdicts"].items():
        before = old.verdicts.get(item)
        if before != verdict:
            yield f"结论：{item} {before or '没有'} → {verdict}"


def _differences(old: Mapping[str, str], new: Mapping[str, str], words: str) -> Iterator[str]:
    for name in dict.fromkeys([*old, *new]):
        if old.get(name) != new.get(name):
            how = "新增" if name not in old else "删去" if name not in new else "改了"
            yield words.format(f"{name} {how}")


def _facts_changed(receipt: _Receipt, path: Path, book: Rulebook) -> Iterator[str]:
    """What the facts file says otherwise now, where it is still there; the receipt's own facts are what is used."""
    file = Path(receipt.facts_file)
    file = file if file.is_absolute() or file.is_file() else path.parent / file
    if not receipt.facts_file or not file.is_file():
        return
    try:
        now = json.loads(written(read_facts(file, book).as_dict()))
    except EnforceRulesError as error:
        yield f"事实文件 {file} 现在读不了：{error.problems[0]}"
        return
    yield from _unequal(_flat(receipt.facts), _flat(now))


def _unequal(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for name in dict.fromkeys([*old, *new]):
        if old.get(name) != new.get(name):
            yield f"事实文件：{name} {_shown(old.get(name))} → {_shown(new.get(name))}"


def _shown(value: Any) -> str:
    return "没有" if value is None else json.dumps(value, ensure_ascii=False, default=str)


def _flat(data: Any, path: str = "") -> dict[str, Any]:
    """Nested data as one mapping from paths to values; a value alone is the same as one with its evidence left out."""
    if not isinstance(data, Mapping):
        return {path: data}
    found: dict[str, Any] = {}
    for name, value in data.items():
        at = path if name == "value" and path.startswith("facts.") else f"{path}.{name}".lstrip(".")
        found |= _flat(value, at)
    return found
