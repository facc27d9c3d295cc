"""An office's own Word form, filled from the same context as the templates. A name the context lacks is an error, never an empty place."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from ..errors import DocumentError, Place, Problem
from .context import Context
from .document import plain
from .environment import LONG_BLANK, mistakes, sandbox

if TYPE_CHECKING:
    from jinja2 import Undefined


def fill_form(form: Path, context: Context) -> bytes:
    """The form with its ``{{ … }}`` filled in; what is known but not filled in shows as ＿＿＿.

    Raises :class:`DocumentError` listing every name that is not known, and for a file that is no Word form.
    """
    try:
        from docxtpl import DocxTemplate
    except ImportError:
        hint = "pip install 'enforce-rules[docx]'"
        raise DocumentError(Problem("没有安装 docxtpl，不能填写 Word 表格", hint=hint)) from None
    place = Place(str(form))
    template = DocxTemplate(str(form))
    try:
        template.init_docx()
    except Exception:  # whatever a file that is none may raise: no archive, a part missing, broken XML
        raise DocumentError(Problem("不是可用的 Word 文件", place, "用 .docx 格式")) from None
    missing: dict[str, None] = {}
    environment = sandbox(undefined=_collecting(missing), autoescape=True, finalize=_printed)
    wrong: tuple[type[Exception], ...] = (*mistakes(), SyntaxError)
    try:
        template.render(plain(context), environment, autoescape=True)
    except wrong as failure:
        if not missing:
            raise DocumentError(Problem(f"表格里的模板语句有误：{failure}", place)) from None
    if missing:
        hint = f"可用的名称见 enforce-rules context {context.kind}"
        raise DocumentError([Problem(f"表格用到的 {name} 没有这个内容", place, hint) for name in missing])
    written = BytesIO()
    template.save(written)
    return _without_clock(written.getvalue())


def _printed(value: Any) -> Any:
    """What a form prints: a blank for nothing, and text in which docxtpl finds no marks of its own, such as {_{ for {{."""
    from markupsafe import Markup, escape

    if value in (None, ""):
        return LONG_BLANK
    if isinstance(value, str) and "_" in value and any(mark in value for mark in ("{_{", "}_}", "{_%", "%_}")):
        return Markup(str(escape(value)).replace("_", "&#95;"))
    return value


def _collecting(missing: dict[str, None]) -> type[Undefined]:
    """An undefined value that notes its name when it is used, so that all of them are told at once."""
    from jinja2 import ChainableUndefined

    class Collecting(ChainableUndefined):
        def _noted(self) -> str:
            missing[str(self._undefined_name)] = None
            return ""

        def __str__(self) -> str:
            return self._noted()

        def __html__(self) -> str:
            return self._noted()

        def __iter__(self) -> Iterator[Any]:
            self._noted()
            return iter(())

        def __bool__(self) -> bool:
            self._noted()
            return False

        def __eq__(self, other: object) -> bool:
            self._noted()
            return False

        def __hash__(self) -> int:
            self._noted()
            return id(type(self))

        def __len__(self) -> int:
            self._noted()
            return 0

        def __contains__(self, part: object) -> bool:
            self._noted()
            return False

    return Collecting


def _without_clock(content: bytes) -> bytes:
    """The same Word file without the time it was written, so that the same form and context give the same bytes."""
    packed = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(packed, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name), ZIP_DEFLATED)
    return packed.getvalue()
