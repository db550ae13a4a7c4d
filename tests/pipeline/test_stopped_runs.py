"""Ctrl-C on `prongsai ingest`: it is gone soon, with all it started, and the next run goes on."""

from __future__ import annotations

import os
import pty
import shutil
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

_PRONGSAI = Path(sys.executable).parent / "prongsai"
_SAMPLE = next((Path(__file__).parents[2] / "corpus/samples/reports").glob("*/*.docx"))
_FILES = 12
_SOON = 2.0
"""Seconds."""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """One report many times; each file has bytes of its own."""
    folder = tmp_path / "คลัง"
    folder.mkdir()
    for number in range(_FILES):
        copy = shutil.copyfile(_SAMPLE, folder / f"{number:02}.docx")
        with zipfile.ZipFile(copy, "a") as package:
            package.comment = str(number).encode()
    return folder


def _stored(db: Path) -> int:
    with (
        suppress(sqlite3.OperationalError),
        closing(sqlite3.connect(f"file:{db}?mode=ro", uri=True)) as found,
    ):
        (count,) = found.execute("SELECT count(*) FROM files").fetchone()
        return int(count)
    return -1


def _left(session: int) -> list[str]:
    """Commands of the processes of that session that are still there."""
    left = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            state, _, _, of = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()[:4]
            if int(of) == session and state != "Z":
                left.append((folder / "cmdline").read_text(errors="replace"))
    return left


def _wait(happened: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("stored", "delay"), [(-1, 0.0), (0, 0.1), (0, 1.5), (1, 0.0), (4, 0.0)], ids=lambda value: str(value)
)
def test_control_c_on_a_terminal_stops_at_once(tree: Path, tmp_path: Path, stored: int, delay: float) -> None:
    """While it opens the database, while the workers are started, and among the files."""
    db = tmp_path / "s.db"
    child, terminal = pty.fork()
    if child == 0:
        os.execv(_PRONGSAI, ["prongsai", "ingest", str(tree), "--db", str(db), "-j", "2"])  # noqa: S606
    os.set_blocking(terminal, False)
    said = b""

    def listen() -> None:
        nonlocal said
        with suppress(OSError):
            said += os.read(terminal, 65536)

    def far_enough() -> bool:
        listen()
        return db.exists() if stored < 0 else _stored(db) >= stored

    def ended() -> bool:
        nonlocal status
        listen()
        done, status = os.waitpid(child, os.WNOHANG)
        return done == child

    status = 0
    _wait(far_enough)
    time.sleep(delay)
    os.write(terminal, b"\x03")
    begun = time.monotonic()
    _wait(ended)
    took = time.monotonic() - begun
    listen()
    os.close(terminal)
    shown = said.decode("utf-8", "replace")
    assert os.waitstatus_to_exitcode(status) == 130, shown
    assert took < _SOON
    assert "run again to go on" in shown
    assert "Traceback" not in shown
    _wait(lambda: not _left(child), 2)

    done = subprocess.run(  # noqa: S603
        [_PRONGSAI, "ingest", tree, "--db", db, "-j", "2"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert _stored(db) == _FILES
