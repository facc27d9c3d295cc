"""Every public name says what it is; the package offers what it lists."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

import enforce_rules


def _modules() -> Iterator[ModuleType]:
    yield enforce_rules
    for found in pkgutil.walk_packages(enforce_rules.__path__, "enforce_rules."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def _public(module: ModuleType) -> Iterator[tuple[str, Any]]:
    for name, value in vars(module).items():
        if name.startswith("_") or getattr(value, "__module__", None) != module.__name__:
            continue
        if inspect.isfunction(value) or inspect.isclass(value):
            yield f"{module.__name__}.{name}", value
        if inspect.isclass(value):
            for member, attribute in list(vars(value).items()):
                function = attribute.fget if isinstance(attribute, property) else getattr(attribute, "func", attribute)
                if (
                    not member.startswith("_")
                    and inspect.isfunction(function)
                    and function.__module__ == module.__name__
                ):
                    yield f"{module.__name__}.{name}.{member}", function


@pytest.mark.parametrize("module", list(_modules()), ids=lambda module: module.__name__)
def test_docstrings(module: ModuleType) -> None:
    assert module.__doc__
    internal = ("handle_starttag", "handle_endtag", "handle_data")
    bare = [name for name, value in _public(module) if not value.__doc__ and name.rsplit(".", 1)[-1] not in internal]
    assert not [name for name in bare if "._" not in name], bare


def test_all_is_there() -> None:
    for name in enforce_rules.__all__:
        assert getattr(enforce_rules, name).__doc__
    with pytest.raises(AttributeError):
        _ = enforce_rules.nothing
