"""Making a document: the template filled, read back into blocks, and written in a format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from ..errors import CitationError, DocumentError, Place, Problem, did_you_mean
from ..evaluate import Inspection
from ..manual import Rulebook
from ..penalty import Penalties, propose
from .block import Block
from .context import Context, Made, Subject, chosen, context_for, subjects
from .context.obstacles import ALLOW
from .environment import filled
from .kinds import DocumentKind, kind_of, kinds
from .law import LAW
from .reader import blocks_of
from .templates import law_named
from .text import plain_text

FORMATS = ("txt", "html", "docx", "pdf")


@dataclass(frozen=True)
class Rendered:
    """A filled template: HTML, and the same sentences in every other format."""

    html: str
    template: str = ""
    title: str = ""
    draft: bool = False

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The paragraphs, each with its sources: item, breach, provisions, facts and template line."""
        return blocks_of(self.html, self.template)

    @property
    def text(self) -> str:
        """The document as plain text."""
        return plain_text(self.blocks)

    @property
    def docx(self) -> bytes:
        """The document as a Word file. Raises :class:`DocumentError` without the extra ``docx``."""
        from .docx import to_docx

        return to_docx(self.blocks, self.title, self.draft)

    def pdf(self, fonts: Path | None = None) -> bytes:
        """The document as PDF, with an office's own ``fonts`` first. Raises :class:`DocumentError` without the extra ``pdf``."""
        from .pdf import to_pdf

        return to_pdf(self.blocks, self.title, self.draft, fonts)

    def as_format(self, format: str, fonts: Path | None = None) -> str | bytes:
        """The document in one of :data:`FORMATS`: text for ``txt`` and ``html``, bytes for the others."""
        match format:
            case "txt":
                return self.text
            case "html":
                return self.html
            case "docx":
                return self.docx
            case "pdf":
                return self.pdf(fonts)
            case _:
                raise DocumentError(f"没有 {format} 这种格式，可用：{'、'.join(FORMATS)}")


@dataclass(frozen=True)
class Document(Rendered):
    """One enforcement document. A draft has visible blanks and must not be issued; ``problems`` says why, ``notes`` what else to know.

    ``subject`` is whom it is for: ``unit``, a person or an authority.
    """

    kind: DocumentKind | None = None
    subject: str = ""
    issued: date | None = None
    context: Context | None = None
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


def made(
    kind: str,
    inspection: Inspection,
    *,
    subject: str | None = None,
    penalties: Penalties | None = None,
    allow_unverified: bool = False,
    templates: Path | None = None,
    form: bool = False,
) -> tuple[DocumentKind, Subject, Made]:
    """The context of a document before it is filled in; see :func:`make`. For a ``form`` with all rules of procedure."""
    wanted = kind_of(kind, templates, form=form)
    _known(inspection, templates)
    if penalties is None and wanted.penal:
        penalties = propose(inspection)
    whom = chosen(wanted, subjects(wanted, inspection, penalties), subject)
    return (
        wanted,
        whom,
        context_for(
            wanted,
            whom,
            inspection,
            penalties,
            allow_unverified,
            tuple(LAW) if form else law_named(wanted.file, templates),
        ),
    )


def make(
    kind: str,
    inspection: Inspection,
    *,
    draft: bool = False,
    subject: str | None = None,
    penalties: Penalties | None = None,
    allow_unverified: bool = False,
    templates: Path | None = None,
) -> Document:
    """The document ``kind`` from an inspection.

    ``subject`` says whom it is for where there are several; ``penalties`` are proposed unless given; ``templates`` is an office's own
    folder. Raises :class:`DocumentError` listing everything that keeps it from being issued, unless it is a ``draft``.
    """
    wanted, whom, result = made(
        kind,
        inspection,
        subject=subject,
        penalties=penalties,
        allow_unverified=allow_unverified,
        templates=templates,
    )
    result.context.draft = draft
    try:
        html = filled(wanted.file, plain(result.context), templates)
    except DocumentError:
        if not draft:
            result.problems.raise_as(DocumentError)  # a template may stumble over what is missing
        raise
    blocks = blocks_of(html, wanted.file)
    _sourced(blocks, inspection.book)
    if not allow_unverified:
        stated = (cite for block in blocks for cite in block.sources.provisions)
        result.problems.extend(unread(wanted, stated, inspection.book))
    if not draft:
        result.problems.raise_as(DocumentError)
    return Document(
        html,
        wanted.file,
        wanted.name,
        draft,
        wanted,
        whom.name,
        result.issued,
        result.context,
        tuple(result.problems.in_order),
        tuple(dict.fromkeys(result.notes)),
    )


def unread(kind: DocumentKind, cites: Iterable[str], book: Rulebook) -> list[Problem]:
    """No paper that is served may state a provision whose text was not read."""
    found = [cite for cite in dict.fromkeys(cites) if not book.provision(cite).verified]
    if kind.to == "none" or not found:
        return []
    return [Problem(f"没有核对原文，不能写入送达的文书：{'、'.join(found)}", hint=ALLOW)]


def _sourced(blocks: tuple[Block, ...], book: Rulebook) -> None:
    """Raise :class:`DocumentError` for a source that a template names and that is not there."""
    problems = []
    for block in blocks:
        place = Place(block.template, block.line)
        for cite in block.sources.provisions:
            try:
                book.provision(cite)
            except CitationError as error:
                problems.append(Problem(f"data-provisions：{error.problems[0].what}", place, error.problems[0].hint))
        for name in block.sources.facts:
            if name not in book.facts:
                problems.append(Problem(f"data-facts：没有 {name} 这个事实", place, did_you_mean(name, book.facts)))
    if problems:
        raise DocumentError(problems)


def plain(context: Context) -> dict[str, Any]:
    """The names that a template may use."""
    return {one.name: getattr(context, one.name) for one in fields(context)}


def _known(inspection: Inspection, templates: Path | None) -> None:
    """Details of a kind that does not exist are a problem, not ignored."""
    known = kinds(templates)
    source = inspection.facts.source
    problems = [
        Problem(f"没有 {name} 这种文书", Place(source, path=f"inspection.documents.{name}"), did_you_mean(name, known))
        for name in inspection.facts.inspection.documents
        if name not in known
    ]
    if problems:
        raise DocumentError(problems)


def render(template: str, title: str = "", **context: Any) -> Rendered:
    """A template filled in the sandbox. What the context lacks is an error, never an empty place."""
    return Rendered(filled(template, context), template, title)
