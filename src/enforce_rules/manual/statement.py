"""The sentence a breach puts on paper: a Jinja template, but only words and ``{{ fact }}``.

Rule files come from strangers, so a statement can name facts, add and subtract them, and nothing more: no loops, no
attributes, no calls. What it names and cannot find is an error, never an empty place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ..errors import Problem, RuleError, shorten

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.sandbox import ImmutableSandboxedEnvironment


@lru_cache(maxsize=1)
def _environment() -> ImmutableSandboxedEnvironment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    environment.globals.clear()
    return environment


@lru_cache(maxsize=4096)
def _template(statement: str) -> Template:
    return _environment().from_string(statement)


@dataclass(frozen=True)
class Named:
    """The facts a statement names, in order; ``computed`` are those it adds or subtracts."""

    facts: tuple[str, ...]
    computed: tuple[str, ...]


@lru_cache(maxsize=4096)
def named_in(statement: str) -> Named:
    """The facts a statement names. Raises :class:`RuleError` when it is more than words and facts."""
    from jinja2 import TemplateSyntaxError, nodes

    try:
        tree = _environment().parse(statement)
    except TemplateSyntaxError as error:
        what = f"陈述不是可用的模板：{shorten(str(error.message), 60)}"
        raise RuleError(Problem(what, hint="只用文字和 {{ 事实 }}")) from None
    allowed = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Add, nodes.Sub, nodes.Const)
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, allowed) or (isinstance(node, nodes.Const) and type(node.value) is not int):
            raise RuleError(Problem(f"陈述里不能用 {type(node).__name__}", hint="只用文字、{{ 事实 }} 和事实的加减"))
    sums = [name for part in tree.find_all((nodes.Add, nodes.Sub)) for name in part.find_all(nodes.Name)]
    return Named(_names(tree.find_all(nodes.Name)), _names(sums))


def _names(found: Iterable[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(node.name for node in found))


def fill(statement: str, values: Mapping[str, Any]) -> str:
    """The sentence for ``values``: ready-made text for what is printed as it is, numbers where they are computed with."""
    return statement if "{" not in statement else _template(statement).render(values)
