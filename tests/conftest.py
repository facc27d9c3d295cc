"""Shared fixtures: the shipped manual, loaded once, and a way to build a small one in memory."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from enforce_rules import Manual, load_manual
from tests.small import small_manual

ROOT = Path(__file__).parent.parent

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session", autouse=True)
def _own_cache() -> Iterator[None]:
    """Tests keep precompiled manuals to themselves."""
    before = os.environ.get("ENFORCE_RULES_CACHE")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ENFORCE_RULES_CACHE"] = folder
        yield
    if before is None:
        del os.environ["ENFORCE_RULES_CACHE"]
    else:
        os.environ["ENFORCE_RULES_CACHE"] = before


@pytest.fixture(scope="session")
def manual() -> Manual:
    return load_manual()


@pytest.fixture(scope="session")
def build() -> Callable[..., Manual]:
    return small_manual
