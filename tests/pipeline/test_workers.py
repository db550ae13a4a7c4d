"""Workers with functions that do what bad files do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from pathlib import Path

import pytest

from extractors import doc
from extractors.errors import Crashed, Damaged, NotRead, OutOfMemory, OutOfTime
from extractors.limits import Limits
from pipeline.worker import tell
from pipeline.workers import Workers


def add(a: int, b: int) -> int:
    return a + b


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def allocate(size: int) -> int:
    return len(bytearray(size))


def abort() -> None:
    os.abort()


def leave() -> None:
    os._exit(3)


def damaged() -> None:
    raise Damaged("ไฟล์เสีย", "damaged")


def fault() -> None:
    raise ZeroDivisionError("a fault of ours")


def talk(count: int) -> None:
    for number in range(count):
        tell(["รายงาน.pdf", number])


def pid() -> int:
    return os.getpid()


def say_pid_and_sleep() -> None:
    print(os.getpid(), flush=True)
    time.sleep(600)


def sleep_long() -> None:
    time.sleep(600)


def ignore_the_end() -> None:
    """As native code does: no handler of Python's runs meanwhile."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    time.sleep(600)


def convert(folder: Path) -> None:
    os.environ["PATH"] = f"{folder}/bin:{os.environ['PATH']}"
    tempfile.tempdir = str(folder / "tmp")
    doc.extract(folder / "a.doc")


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(2, Limits(seconds=1.0, memory=2**30)) as pool:
        yield pool


def test_a_result_comes_back_from_another_process(workers: Workers) -> None:
    assert workers.submit(add, 1, b=2).result() == 3
    assert workers.submit(pid).result() != os.getpid()


def test_map_keeps_the_order(workers: Workers) -> None:
    assert list(workers.map(add, range(5), range(5))) == [0, 2, 4, 6, 8]


@pytest.mark.parametrize(
    ("function", "arguments", "error", "says"),
    [
        (sleep, (60.0,), OutOfTime, "minutes"),
        (allocate, (2 * 2**30,), OutOfMemory, "1 GiB"),
        (abort, (), Crashed, "SIGABRT"),
        (leave, (), Crashed, "exit 3"),
        (damaged, (), Damaged, "damaged"),
    ],
)
def test_what_a_file_does_to_its_worker_is_an_error_of_the_file(
    workers: Workers, function: object, arguments: tuple[object, ...], error: type[NotRead], says: str
) -> None:
    with pytest.raises(error) as caught:
        workers.submit(function, *arguments).result(timeout=30)  # type: ignore[arg-type]
    assert says in str(caught.value)
    assert caught.value.reason_th
    assert workers.submit(add, 1, 1).result(timeout=30) == 2, "the pool goes on"


def test_an_error_of_the_program_comes_out_as_it_is(workers: Workers) -> None:
    with pytest.raises(ZeroDivisionError, match="a fault of ours"):
        workers.submit(fault).result(timeout=30)


def test_a_worker_is_replaced_after_so_many_files() -> None:
    with Workers(1, Limits(files=2)) as pool:
        seen = [pool.submit(pid).result(timeout=30) for _ in range(4)]
    assert len(set(seen)) == 2


@pytest.mark.parametrize("function", [sleep_long, ignore_the_end])
def test_workers_are_ended_at_once_whatever_they_do(function: Callable[[], None]) -> None:
    with Workers(1) as pool:
        assert pool.submit(add, 1, 1).result(timeout=60) == 2
        future = pool.submit(function)
        time.sleep(0.3)
        begun = time.monotonic()
        pool.shutdown(cancel_futures=True)
        assert time.monotonic() - begun < 2
    with pytest.raises(CancelledError):
        future.result(timeout=1)
    with pytest.raises(RuntimeError):
        pool.submit(add, 1, 1)


def test_a_libreoffice_that_hangs_goes_with_its_worker(tmp_path: Path) -> None:
    """So does the folder it works in."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "tmp").mkdir()
    office = tmp_path / "bin" / "soffice"
    office.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec sleep 600\n", encoding="utf-8")
    office.chmod(0o755)
    (tmp_path / "a.doc").write_bytes(b"old")
    with Workers(1) as pool:
        pool.submit(convert, tmp_path)
        deadline = time.monotonic() + 60
        while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
            assert time.monotonic() < deadline
            time.sleep(0.02)
        process = int((tmp_path / "pid").read_text())
        assert _state(process) == "S"
        assert len(list((tmp_path / "tmp").iterdir())) == 1
        pool.shutdown(cancel_futures=True)
    assert _state(process) == "Z"
    assert list((tmp_path / "tmp").iterdir()) == []


def test_idle_workers_that_are_killed_cost_nothing() -> None:
    with Workers(2) as pool:
        for _ in range(3):
            os.kill(pool.submit(pid).result(timeout=60), signal.SIGKILL)
        assert list(pool.map(add, range(20), range(20))) == list(range(0, 40, 2))


def test_an_error_in_the_run_ends_what_is_under_way() -> None:
    begun = time.monotonic()
    with pytest.raises(RuntimeError), Workers(1) as pool:
        pool.submit(sleep, 60.0)
        raise RuntimeError("stop")
    assert time.monotonic() - begun < 20


_PARENT = """
import sys, time
from pipeline.workers import Workers
from tests.pipeline.test_workers import say_pid_and_sleep

if __name__ == "__main__":
    pool = Workers(1)
    pool.submit(say_pid_and_sleep)
    time.sleep(600)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="a worker dies with its run on Linux only")
def test_busy_workers_do_not_outlive_a_run_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(_PARENT, encoding="utf-8")
    root = Path(__file__).parents[2]
    with subprocess.Popen(  # noqa: S603
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    ) as parent:
        assert parent.stdout
        worker = int(parent.stdout.readline())
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()
    deadline = time.monotonic() + 10
    while Path(f"/proc/{worker}").exists() and "Z" not in _state(worker):
        assert time.monotonic() < deadline, "the worker is still there"
        time.sleep(0.05)


def _state(process: int) -> str:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def test_what_a_worker_tells_arrives_in_its_order() -> None:
    heard: list[object] = []
    with Workers(1, on_message=heard.append) as pool:
        pool.submit(talk, 3).result(timeout=30)
        deadline = time.monotonic() + 10
        while len(heard) < 3 and time.monotonic() < deadline:
            time.sleep(0.01)
    assert heard == [["รายงาน.pdf", number] for number in range(3)]


def test_where_nobody_listens_telling_costs_nothing(workers: Workers) -> None:
    assert workers.submit(talk, 100_000).exception(timeout=30) is None
