"""The kinds of enforcement documents: id, official name, stage, when one is used, whom it is for, and what it needs."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from ..errors import DocumentError, Problem, Problems, did_you_mean
from ..manual.model import Model, Text
from ..manual.validation import validate
from ..manual.yamlfile import read_file
from .templates import shipped_templates

To = Literal["none", "enterprise", "unit", "person", "party", "authority"]
About = Literal["enterprise", "record", "order", "measures", "case", "penalty", "exempt", "transfer"]

KindId = Annotated[str, StringConstraints(pattern=r"^[a-z]+(-[a-z]+)*$", max_length=60)]
Path_ = Annotated[str, StringConstraints(pattern=r"^[a-z_]+\.[a-z_]+$", max_length=80)]


class DocumentKind(Model):
    """One kind of document. ``needs`` are paths of the context."""

    id: KindId
    name: Text = Field(description="名称")
    abbr: Text = Field(description="文号里的简称")
    stage: Literal["检查", "处理", "强制", "调查", "处罚", "执行", "移送", "结案", "通用"] = Field(description="阶段")
    use: Text = Field(description="何时使用")
    to: To = Field(description="写给谁")
    about: About = Field(description="写什么")
    template: bool = Field(default=True, description="是否有模板")
    decides: Literal["penalty", "on_the_spot", "no_penalty"] | None = Field(
        default=None, description="作出什么决定：penalty 普通程序的处罚，on_the_spot 当场处罚，no_penalty 不予处罚"
    )
    needs: tuple[Path_, ...] = Field(default=(), description="必须有的内容")

    @property
    def file(self) -> str:
        """The name of its template, in the folder of templates."""
        return f"documents/{self.id}.html.j2"

    @property
    def only_tells(self) -> bool:
        """Whether it tells what happened and leaves it to others to find what law was broken."""
        return self.about in ("record", "transfer")

    @property
    def penal(self) -> bool:
        """Whether it rests on what is proposed as penalties."""
        return self.about in ("case", "penalty", "exempt")


@lru_cache(maxsize=8)
def kinds(folder: Path | None = None) -> dict[str, DocumentKind]:
    """All kinds by id: those that are shipped, and over them those of an office's own ``folder``.

    An own folder has a ``documents.yaml`` of the same shape, or only templates for kinds that are shipped without one.
    Raises :class:`DocumentError` with every problem and its place.
    """
    if folder is not None and not folder.is_dir():
        raise DocumentError(Problem(f"没有 {folder} 这个模板文件夹"))
    found = _read(shipped_templates())
    if folder is not None:
        own = _read(folder) if (folder / "documents.yaml").is_file() else {}
        found = {**found, **own}
        found = {
            id: kind
            if kind.template or not (folder / kind.file).is_file()
            else kind.model_copy(update={"template": True})
            for id, kind in found.items()
        }
    return found


def _read(folder: Path) -> dict[str, DocumentKind]:
    from .context.models import known

    source = read_file(folder / "documents.yaml", DocumentError)
    problems = Problems()
    entries: Any = source.data
    if not isinstance(entries, list):
        problems.add("应为文书种类的列表", source.place())
        problems.raise_as(DocumentError)
    found: dict[str, DocumentKind] = {}
    for number, entry in enumerate(entries):
        part = source.part((number,), entry)
        kind = validate(part, DocumentKind, problems)
        if kind is None:
            continue
        if kind.id in found:
            problems.add(f"文书 {kind.id} 写了两次", part.place(("id",)))
        found[kind.id] = kind
        for at, path in enumerate(kind.needs):
            if not known(path):
                problems.add(
                    f"文书的内容里没有 {path}", part.place(("needs", at)), "可用的内容见 enforce-rules context"
                )
    problems.raise_as(DocumentError)
    return found


def kind_of(name: str, folder: Path | None = None, *, form: bool = False) -> DocumentKind:
    """The kind with an id, which has a template unless a ``form`` takes its place.

    Raises :class:`DocumentError` naming the nearest, or saying how to add a template.
    """
    known = kinds(folder)
    if name not in known:
        hint = did_you_mean(name, known) or f"可用：{'、'.join(id for id, kind in known.items() if kind.template)}"
        raise DocumentError(Problem(f"没有 {name} 这种文书", hint=hint))
    if not known[name].template and not form:
        hint = f"写一个 {known[name].file}，用 --templates 指定它的文件夹，见 docs/documents.md"
        raise DocumentError(Problem(f"没有提供{known[name].name}（{name}）的模板", hint=hint))
    return known[name]
