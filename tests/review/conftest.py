"""One browser for all tests of a process, one sample report that was read, and a page to look at it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from output.store import open_store
from pipeline.run import ingest
from tests.review.desk import browsing

SAMPLE = Path(__file__).parent.parent.parent / "corpus/samples/reports/huaikaeothip-2567/report.pdf"


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    with browsing() as started:
        yield started


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample report, read into a database. It says that its overall score is not the weighted sum; on its second
    page are two measures in one table."""
    folder = tmp_path_factory.mktemp("คลัง")
    shutil.copyfile(SAMPLE, folder / "รายงาน.pdf")
    with open_store(folder / "s.db") as store:
        ingest([folder / "รายงาน.pdf"], store)
    return folder


@pytest.fixture
def db(folder: Path, tmp_path: Path) -> Path:
    """The database, for one test to change."""
    shutil.copyfile(folder / "s.db", tmp_path / "s.db")
    return tmp_path / "s.db"


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page whose dialogs, errors and refused loads are failures."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 860})
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on(
        "console",
        lambda said: (
            wrong.append(said.text) if said.type == "error" and "Failed to load" not in said.text else None
        ),
    )
    yield opened
    context.close()
    assert wrong == []
