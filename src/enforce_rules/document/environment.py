"""Where templates run: a sandbox that reads plain fields only, knows no undefined name, and prints nothing that is missing."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from ..errors import DocumentError, Place, Problem
from ..evaluate.inspection import BLANK
from ..language.chinese import day
from .templates import template_file

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

LONG_BLANK = BLANK + "＿"
"""What stands for a field that is not filled in."""


def filled(template: str, context: dict[str, Any], folder: Path | None = None) -> str:
    """A template filled with a context. Raises :class:`DocumentError` for what it names and the context lacks."""
    try:
        return environment(folder).get_template(template).render(context)
    except mistakes() as failure:
        raise DocumentError(_told(failure, template)) from None


def mistakes() -> tuple[type[Exception], ...]:
    """What a mistake in a template may raise: 1 / 0, a range too long for the sandbox, a file that includes itself."""
    from jinja2 import TemplateError

    return TemplateError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError


def _told(failure: Exception, template: str) -> Problem:
    """What went wrong in a template, with the file and the line where it did."""
    from jinja2 import TemplateNotFound

    place, trace = Place(template), failure.__traceback__
    while trace is not None:
        if "__jinja_exception__" in trace.tb_frame.f_globals:  # a line of a template, not of Python
            place = Place(trace.tb_frame.f_code.co_filename, trace.tb_lineno)
        trace = trace.tb_next
    what = f"没有 {failure.message} 这个文件" if isinstance(failure, TemplateNotFound) else str(failure)
    return Problem(f"模板有误：{what}", place, "模板可用的内容见 enforce-rules context KIND")


@lru_cache(maxsize=8)
def environment(folder: Path | None = None) -> ImmutableSandboxedEnvironment:
    """The environment for the shipped templates, with those of an office's own ``folder`` before them."""
    from jinja2 import FunctionLoader, StrictUndefined

    return sandbox(
        loader=FunctionLoader(_Loader(folder)),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printed,
        auto_reload=False,
    )


def sandbox(**options: Any) -> ImmutableSandboxedEnvironment:
    """A sandboxed environment that reads the fields of the context, and calls no methods of it; with the filters of templates."""
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from markupsafe import Markup

    class Plain(ImmutableSandboxedEnvironment):
        def getattr(self, obj: Any, attribute: str) -> Any:
            known = _FIELDS.get(obj.__class__) or _fields(obj.__class__)
            if known:
                return getattr(obj, attribute) if attribute in known else self.undefined(obj=obj, name=attribute)
            if isinstance(obj, dict) and attribute in obj:  # also where it is named like a method: extra.items
                return obj[attribute]
            return super().getattr(obj, attribute)

        def getitem(self, obj: Any, argument: Any) -> Any:
            if isinstance(argument, str) and _fields(obj.__class__):
                return self.getattr(obj, argument)
            return super().getitem(obj, argument)

    made = Plain(**options)
    made.filters["blank"] = lambda value: value if value or value == 0 else Markup(LONG_BLANK)
    made.filters["day"] = lambda value: day(value) if value is not None else ""
    made.filters["lines"] = lambda value: [line for line in (value or "").split("\n") if line.strip()]
    return made


def _printed(value: Any) -> Any:
    if value is None:
        raise TypeError("要印的内容没有填写，用 | blank 或者 {% if %}")
    return value


_FIELDS: dict[Any, frozenset[str]] = {}


def _fields(kind: Any) -> frozenset[str]:
    """The fields that a template may read of a type of the context; none of other types, for which the sandbox decides."""
    if kind not in _FIELDS and is_dataclass(kind):
        own = {name for name, value in vars(kind).items() if isinstance(value, property)}
        _FIELDS[kind] = frozenset({*(field.name for field in fields(kind)), *own})
    elif kind not in _FIELDS and issubclass(kind, BaseModel):
        _FIELDS[kind] = frozenset(kind.model_fields)
    return _FIELDS.get(kind, frozenset())


_BLOCK = re.compile(r"(?=data-block=)")


class _Loader:
    """Reads a template with its name and line put into every block, so that a block knows where it was written."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def __call__(self, name: str) -> tuple[str, str, None] | None:
        path = template_file(name, self.folder)
        if path is None:
            return None
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        marked = (_BLOCK.sub(f'data-at="{name}:{number}" ', line) for number, line in enumerate(lines, 1))
        return _TABLE.sub(_with_columns, "".join(marked)), name, None


_TABLE = re.compile(r'<table[^>]*data-widths="([0-9 ]+)"[^>]*>')


def _with_columns(table: re.Match[str]) -> str:
    """A table with the widths of its columns as a browser reads them."""
    widths = [int(width) for width in table[1].split()]
    columns = "".join(f'<col style="width: {100 * width / sum(widths):.1f}%">' for width in widths)
    return f"{table[0]}<colgroup>{columns}</colgroup>"
