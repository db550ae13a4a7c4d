"""A run that is killed, at moments drawn by a seed: after the next run the store is as if nothing had happened."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from signal import SIGKILL
from typing import Any

import pytest

from corpus.records import ReportRecords
from extractors.errors import Crashed
from output.store import open_store
from pipeline.run import ingest
from tests.pipeline.killed_run import read

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

_ROOT = Path(__file__).parents[2]
_FILES = 300


@dataclass(frozen=True, slots=True)
class Whole:
    """The files, and what an undisturbed run over them leaves."""

    tree: Path
    state: dict[str, Any]
    pages: int
    """Of the database."""
    log: int
    """Bytes of its write-ahead log."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    folder = tmp_path_factory.mktemp("whole")
    tree, db = folder / "คลัง", folder / "whole.db"
    tree.mkdir()
    for number in range(_FILES):
        word = f"เล่ม{number}"
        if number % 10 == 3:
            word = f"เล่ม{number - 1} อีกฉบับ"  # another reading of the one before
        elif number % 10 == 5:
            word = f"เล่ม{number - 1}"  # the same bytes
        elif number % 30 == 8:
            word = "เสีย"
        (tree / f"{number:03}.pdf").write_text(f"%PDF-\n{word}\n", encoding="utf-8")
    with open_store(db) as store:
        summary = ingest([tree], store, read=read)
        log = Path(f"{db}-wal").stat().st_size
    assert (summary.read, summary.copies, len(summary.failed)) == (260, 30, 10)
    with closing(sqlite3.connect(db)) as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
    return Whole(tree, _state(db), pages, log)


def _state(db: Path) -> dict[str, Any]:
    """All that the store holds, without the times of reading and the numbers that count rows."""
    with open_store(db, create=False) as store, store.snapshot() as snapshot:
        files = [(file.facts, file.report_id, file.reason) for file in snapshot.files()]
        failures = [(failure.file.facts, failure.finding) for failure in snapshot.failures()]
        reports = list(snapshot.reports())
    with closing(sqlite3.connect(db)) as connection:
        same = "SELECT report_id, same_as FROM reports ORDER BY report_id"
        state = {
            "files": files,
            "failures": failures,
            "reports": reports,
            "same": connection.execute(same).fetchall(),
            "findings": connection.execute("SELECT count(*) FROM findings").fetchone(),
            "sound": connection.execute("PRAGMA integrity_check").fetchall(),
            "keys": connection.execute("PRAGMA foreign_key_check").fetchall(),
        }
    return state


@contextmanager
def _run(whole: Whole, db: Path, *options: object) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.pipeline.killed_run", whole.tree, db, *options]
    with subprocess.Popen(  # noqa: S603
        list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=_ROOT
    ) as run:
        try:
            yield run
        finally:
            run.kill()


def _wait_for(run: subprocess.Popen[str], done: int) -> None:
    """Until the run has stored so many files."""
    assert run.stdout
    for line in run.stdout:
        if not line.strip().isdigit() or int(line) >= done:
            return


def _workers(run: subprocess.Popen[str]) -> list[int]:
    """They are children of the server of workers, which is a child of the run."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            stat = (folder / "stat").read_text(encoding="utf-8", errors="replace")
            parents[int(folder.name)] = int(stat.rpartition(")")[2].split()[1])
    return [process for process, parent in parents.items() if parents.get(parent) == run.pid]


def _kill_the_run(whole: Whole, db: Path, rng: Random) -> None:
    with _run(whole, db) as run:
        done = rng.randrange(-60, _FILES - 20)
        if done < 0:
            time.sleep(rng.uniform(0, 1.5))  # while it starts, or makes the database
        else:
            _wait_for(run, done)
            time.sleep(rng.uniform(0, 0.02))
        os.kill(run.pid, SIGKILL)
        assert run.wait(10) == -SIGKILL


def _kill_workers(whole: Whole, db: Path, rng: Random) -> None:
    killed = 0
    with _run(whole, db) as run:
        for done in sorted(rng.sample(range(_FILES - 40), 3)):
            _wait_for(run, done)
            time.sleep(rng.uniform(0, 0.02))
            for worker in rng.sample(found := _workers(run), min(len(found), rng.randint(1, 2))):
                with suppress(ProcessLookupError):
                    os.kill(worker, SIGKILL)
                    killed += 1
        said, _ = run.communicate(timeout=60)
        assert run.returncode == 0, said
    assert killed
    assert int(said.rpartition("crashed:")[2]) <= killed, "a worker costs its own file"


def _fill_the_disk(whole: Whole, db: Path, rng: Random) -> None:
    """SQLite's own limit gives the error of a full disk; a limit on the size of files cuts a write in two."""
    if rng.random() < 0.5:
        option = ("--most-pages", rng.randrange(whole.pages // 3, whole.pages))
    else:
        option = ("--most-bytes", rng.randrange(whole.log // 10, whole.log))
    with _run(whole, db, *option) as run:
        said, _ = run.communicate(timeout=60)
    assert run.returncode == 3, said
    assert "cannot be used" in said


def _lock_the_database(whole: Whole, db: Path, rng: Random) -> None:
    with _run(whole, db, "--patience", 200) as run:
        _wait_for(run, rng.randrange(_FILES - 60))
        with closing(sqlite3.connect(db, isolation_level=None, timeout=30)) as other:
            other.execute("BEGIN IMMEDIATE")
            said, _ = run.communicate(timeout=60)
    assert run.returncode == 3, said
    assert "locked" in said


_Harm = Callable[[Whole, Path, Random], None]
_HARMS: tuple[_Harm, ...] = (_kill_the_run, _kill_workers, _fill_the_disk, _lock_the_database)


@pytest.mark.parametrize("seed", range(20))
def test_after_the_next_run_the_store_is_that_of_an_undisturbed_run(
    whole: Whole, tmp_path: Path, seed: int
) -> None:
    db = tmp_path / "harmed.db"
    _HARMS[seed % len(_HARMS)](whole, db, Random(seed))  # noqa: S311
    with open_store(db) as store:
        ingest([whole.tree], store, read=read)
    state = _state(db)
    for what, expected in whole.state.items():
        assert state[what] == expected, what


def test_a_copy_that_was_read_in_place_of_a_crash_gives_the_name_back(tmp_path: Path) -> None:
    """A report is named after the first of its files, whichever of them was read."""
    for name in ("ก.pdf", "ข.pdf"):
        (tmp_path / name).write_text("%PDF-\nเล่ม\n", encoding="utf-8")

    def crash(path: Path, *, shown_as: str, sha256: str) -> ReportRecords:
        if path.name == "ก.pdf":
            raise Crashed("ล่ม", "gone")
        return read(path, shown_as=shown_as, sha256=sha256)

    with open_store(tmp_path / "s.db") as store:
        ingest([tmp_path], store, read=crash)
        assert [report.report.file for report in store.reports()] == [str(tmp_path / "ข.pdf")]
        summary = ingest([tmp_path], store, read=read)
        assert (summary.copies, summary.failed) == (1, ())
        assert [report.report.file for report in store.reports()] == [str(tmp_path / "ก.pdf")]
