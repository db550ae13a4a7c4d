"""A run over scanned files: the page is shown while it is read, and a second reading is cheap."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from PIL import Image

from extractors import scan
from output.store import open_store
from pipeline.reader import PageProgress, read_file
from pipeline.run import ingest
from tests.extractors.made_pages import page_of_lines

pytestmark = pytest.mark.skipif(scan.missing() is not None, reason=f"recognition wants {scan.missing()}")
PRONGSAI = Path(sys.executable).parent / "prongsai"


@pytest.fixture
def scans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one scan of two pages, one of them empty."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "คลัง"
    folder.mkdir()
    empty = Image.new("L", (1654, 2339), 255)
    page_of_lines().save(folder / "scan.tif", save_all=True, append_images=[empty], dpi=(200, 200))
    return folder


def test_pages_are_told_and_a_second_reading_recognises_nothing(
    scans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the cache come the same records."""
    from extractors import scan_text

    told: list[PageProgress] = []
    read = partial(read_file, on_page=told.append)
    with open_store(tmp_path / "s.db") as store:
        summary = ingest([scans], store, read=read)
        assert (summary.read, summary.pages_not_read) == (1, {f"{scans}/scan.tif": (2,)})
        assert [(Path(t.file).name, t.page, t.pages) for t in told] == [
            ("scan.tif", 1, 2),
            ("scan.tif", 2, 2),
        ]
        first = [records.to_json() for records in store.reports()]
        assert first[0]["report"]["ocr"]
        assert ingest([scans], store, read=read).unchanged == 1
        with monkeypatch.context() as without:
            without.setattr(scan_text, "read_regions", None)
            assert ingest([scans], store, read=read, force=True).read == 1
        assert [records.to_json() for records in store.reports()] == first


def test_the_terminal_shows_the_page(scans: Path, tmp_path: Path) -> None:
    """Beside the bar, while its picture is read."""
    master, slave = pty.openpty()
    command = [PRONGSAI, "ingest", scans, "--db", tmp_path / "s.db"]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "150"}
    with subprocess.Popen(command, stderr=slave, stdout=slave, env=environment) as process:  # noqa: S603
        os.close(slave)
        shown = b""
        try:
            while data := os.read(master, 65536):
                shown += data
        except OSError:  # the other end was closed
            pass
        assert process.wait() == 0
    os.close(master)
    assert "scan.tif: page 1 of 2" in shown.decode()
