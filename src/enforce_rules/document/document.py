"""Making a document: the template rendered in a sandbox, read back into blocks, printed in a format."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import DocumentError, Problem
from ..evaluate import Inspection
from .context import context_for
from .html import Block, blocks_of, plain_text
from .kinds import DocumentKind, kind_of

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

FORMATS = ("txt", "html")


@dataclass(frozen=True)
class Rendered:
    """A filled template: HTML, and the same sentences as plain text."""

    html: str

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The paragraphs, each with its sources: item, breach, provisions, facts and template line."""
        return blocks_of(self.html)

    @property
    def text(self) -> str:
        """The document as plain text, made from the same blocks as the HTML."""
        return plain_text(self.blocks)

    def as_format(self, format: str) -> str:
        """The document as ``txt`` or ``html``. Raises :class:`DocumentError` for any other format."""
        if format not in FORMATS:
            raise DocumentError(f"没有 {format} 这种格式，可用：{'、'.join(FORMATS)}")
        return self.html if format == "html" else self.text


@dataclass(frozen=True)
class Document(Rendered):
    """One enforcement document. A draft has visible blanks and must not be issued; ``problems`` says why."""

    kind: DocumentKind
    draft: bool
    problems: tuple[Problem, ...] = ()


def make(kind: str, inspection: Inspection, *, draft: bool = False) -> Document:
    """The document ``kind`` from an inspection. Raises :class:`DocumentError` listing every missing field, unless ``draft``."""
    wanted = kind_of(kind)
    context, problems = context_for(wanted, inspection)
    if not draft:
        problems.raise_as(DocumentError)
    return Document(render(wanted.template, **context, draft=draft).html, wanted, draft, tuple(problems))


def render(template: str, **context: Any) -> Rendered:
    """A template filled in the sandbox. What the context lacks is an error, never an empty place."""
    return Rendered(_environment().get_template(template).render(**context))


def shipped_templates() -> Path:
    """The folder of the templates that come with the library."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "data" / "templates"
    return inside if inside.is_dir() else package.parent.parent / "templates"


@lru_cache(maxsize=1)
def _environment() -> ImmutableSandboxedEnvironment:
    from jinja2 import FunctionLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(
        loader=FunctionLoader(_numbered),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _numbered(name: str) -> str | None:
    """A template's source with the line number put into every block, so that a block knows where it was written."""
    path = shipped_templates() / name
    if not path.is_file():
        return None
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join(re.sub(r"data-block=", f'data-line="{n}" data-block=', line) for n, line in enumerate(lines, 1))
