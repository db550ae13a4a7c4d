"""The engines that the store is tested on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

ENGINES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[object]:
    """One server for all tests of a process; without its programs they are skipped, except in CI."""
    import postgres_server

    programs = postgres_server.binaries()
    if programs is None:
        why = "PostgreSQL is not installed (apt install postgresql)"
        pytest.fail(why) if os.environ.get("CI") == "true" else pytest.skip(why)
    with postgres_server.running(programs) as server:
        yield server


@pytest.fixture(scope="module", params=ENGINES)
def one_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """An empty database that the tests of a module share, in each engine."""
    return _empty(request, tmp_path_factory.mktemp("store"))


@pytest.fixture(params=ENGINES)
def db(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of a test's own, in each engine."""
    return _empty(request, tmp_path)


def _empty(request: pytest.FixtureRequest, folder: Path) -> str:
    if request.param == "sqlite":
        return str(folder / "ฐานข้อมูล.db")
    url: str = request.getfixturevalue("postgresql").new_database()
    return url
