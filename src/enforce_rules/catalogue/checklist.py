"""A checklist for a kind of enterprise, to be printed and filled in by hand; the same questions as the Excel workbook."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from ..document import shipped_templates
from ..facts import questions_for
from ..manual import Rulebook

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment


def checklist_page(book: Rulebook, profiles: Iterable[str] = ()) -> str:
    """The checklist as HTML: each fact once, under the first item that asks for it, with room to write.

    Raises :class:`EnforceRulesError` for a profile that the manual does not have.
    """
    chosen = list(profiles)
    sections = groupby(questions_for(book, chosen), key=lambda question: question.item)
    return (
        _environment()
        .get_template("checklist.html.j2")
        .render(
            info=book.info,
            profiles=[book.info.profiles[name].label for name in chosen],
            sections=[(item, list(questions)) for item, questions in sections],
        )
    )


@lru_cache(maxsize=1)
def _environment() -> ImmutableSandboxedEnvironment:
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(shipped_templates()),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
