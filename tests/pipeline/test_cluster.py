"""A run on a Dask cluster: a scheduler and workers in processes of their own on this machine."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from zipfile import ZipFile

import pytest

from corpus.records import ReportRecords
from extractors.limits import Limits
from output.store import open_store
from pipeline.cluster_error import ClusterError
from pipeline.run import ingest
from tests.pipeline.killed_run import read

pytest.importorskip("distributed", reason="the extra dask is not installed")

from pipeline.cluster import Cluster

_ROOT = Path(__file__).parents[2]
_DASK = Path(sys.executable).parent / "dask"


@contextmanager
def _dask(*arguments: object) -> Iterator[subprocess.Popen[bytes]]:
    environment = {
        **os.environ,
        "PYTHONPATH": f"{_ROOT}:{Path(__file__).parent}",
        "DASK_DISTRIBUTED__WORKER__MEMORY__TERMINATE": "False",
    }
    with subprocess.Popen(  # noqa: S603
        [_DASK, *map(str, arguments)],
        cwd="/",
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


@contextmanager
def _scheduler(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Its address."""
    told = folder / "scheduler.json"
    options = ("--host", "127.0.0.1", "--port", 0, "--no-dashboard", "--scheduler-file", told)
    with _dask("scheduler", *options) as process:
        deadline = time.monotonic() + 60
        while not told.exists() or not told.read_text(encoding="utf-8"):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield json.loads(told.read_text(encoding="utf-8"))["address"], process


def _worker(address: str, folder: Path, *more: object) -> AbstractContextManager[subprocess.Popen[bytes]]:
    options = ("--nthreads", 1, "--no-dashboard", "--local-directory", folder, "--host", "127.0.0.1")
    return _dask("worker", address, *options, *more)


def _wait_for_workers(address: str, count: int) -> None:
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(count, timeout=60)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("dask")
    with ExitStack() as stack:
        address, _ = stack.enter_context(_scheduler(folder))
        for _number in range(2):
            stack.enter_context(_worker(address, folder, "--no-nanny"))
        _wait_for_workers(address, 2)
        yield address


def read_or_die(path: Path, *, shown_as: str, sha256: str) -> ReportRecords:
    word = path.read_text(encoding="utf-8").split("\n")[1]
    if word == "ล่ม":
        os.abort()
    if word == "ช้า":
        time.sleep(600)
    return read(path, shown_as=shown_as, sha256=sha256)


def _tree(folder: Path, *words: str) -> Path:
    folder.mkdir()
    for number, word in enumerate(words):
        (folder / f"{number:02}.pdf").write_text(f"%PDF-\n{word}\n", encoding="utf-8")
    return folder


def test_a_cluster_gives_what_one_process_gives(
    cluster: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By names relative to where the run was started, which is not where the Dask workers are."""
    _tree(tmp_path / "คลัง", *(f"เล่ม{number}" for number in range(30)), "เล่ม3", "เสีย")
    monkeypatch.chdir(tmp_path)
    tree = Path("คลัง")
    with open_store(tmp_path / "one.db") as one, open_store(tmp_path / "two.db") as two:
        alone = ingest([tree], one, read=read)
        with Cluster(cluster) as pool:
            assert pool.count == 2
            spread = ingest([tree], two, read=read, executor=pool, at_once=4)
        assert list(one.reports()) == list(two.reports())
        assert [f.finding for f in one.failures()] == [f.finding for f in two.failures()]
    assert spread == alone
    assert (spread.read, spread.copies, len(spread.failed)) == (30, 1, 1)


def test_a_cluster_fetches_files_and_unpacks_archives_itself(cluster: str, tmp_path: Path) -> None:
    """From an address, which fsspec's `local` makes of a folder of this disk, and from an archive that all can see."""
    pytest.importorskip("fsspec", reason="the extra remote is not installed")
    far = _tree(tmp_path / "ไกล", *(f"เล่ม{number}" for number in range(6)), "เสีย")
    near = tmp_path / "ใกล้.zip"
    with ZipFile(near, "w") as archive:
        for number in range(4, 9):
            archive.writestr(f"{number}.pdf", f"%PDF-\nเล่ม{number}\n")
    with open_store(tmp_path / "s.db") as store, Cluster(cluster) as pool:
        summary = ingest([f"local://{far}", near], store, read=read, executor=pool, at_once=4)
        titles = sorted(records.report.title or "" for records in store.reports())
    assert titles == [f"เล่ม{number}" for number in range(9)]
    assert (summary.read, summary.copies) == (9, 2)
    assert [(failed.file, failed.kind) for failed in summary.failed] == [(f"local://{far}/06.pdf", "damaged")]


def test_a_file_that_hangs_or_crashes_costs_itself_there_too(cluster: str, tmp_path: Path) -> None:
    tree = _tree(tmp_path / "คลัง", "ดี", "ล่ม", "ช้า", "ดีมาก")
    with open_store(tmp_path / "s.db") as store, Cluster(cluster, Limits(seconds=2)) as pool:
        summary = ingest([tree], store, read=read_or_die, executor=pool, at_once=4)
    assert [(Path(f.file).name, f.kind) for f in summary.failed] == [
        ("01.pdf", "crashed"),
        ("02.pdf", "out_of_time"),
    ]
    assert summary.read == 2


def test_a_cluster_that_is_lost_stops_the_run_and_the_next_goes_on(tmp_path: Path) -> None:
    tree = _tree(tmp_path / "คลัง", *(f"เล่ม{number}" for number in range(60)))
    with open_store(tmp_path / "s.db") as store:
        with _scheduler(tmp_path) as (address, scheduler), _worker(address, tmp_path, "--no-nanny"):
            _wait_for_workers(address, 1)

            def lose(step: object) -> None:
                if store.counts().reports == 20:
                    scheduler.kill()

            with pytest.raises(ClusterError, match="was lost"), Cluster(address) as pool:
                ingest([tree], store, read=read, executor=pool, at_once=2, on_progress=lose)
        stored = store.counts()
        assert 20 <= stored.reports < 60
        assert stored.files_not_read == 0
        assert ingest([tree], store, read=read).read == 60 - stored.reports


def test_workers_that_may_have_no_children_are_refused(tmp_path: Path) -> None:
    with _scheduler(tmp_path) as (address, _), _worker(address, tmp_path):
        _wait_for_workers(address, 1)
        with pytest.raises(ClusterError, match="--no-nanny"):
            Cluster(address)


def test_a_scheduler_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.cluster._PATIENCE", 1)
    done = subprocess.run(  # noqa: S603
        [
            _DASK.parent / "prongsai",
            "ingest",
            tmp_path,
            "--db",
            tmp_path / "s.db",
            "--scheduler",
            "nonsense://x",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "does not answer" in done.stderr
    with pytest.raises(ClusterError, match="does not answer"):
        Cluster("tcp://127.0.0.1:1")
