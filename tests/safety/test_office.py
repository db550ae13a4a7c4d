"""LibreOffice is kept from the network, from endless files, and does not outlive who asked for it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from extractors import doc, office_guard
from pipeline.workers import Workers

_MAY_LEAVE = (
    any(
        subprocess.run(command, capture_output=True).returncode == 0  # noqa: S603
        for command in (["unshare", "-n", "true"], ["unshare", "-r", "-n", "true"])
    )
    if shutil.which("unshare")
    else False
)


def guarded(*command: str, most: int = 10**6) -> subprocess.CompletedProcess[bytes]:
    """Run a command as LibreOffice is run."""
    ours, theirs = os.pipe()
    try:
        return subprocess.run(  # noqa: S603
            [sys.executable, "-I", office_guard.__file__, str(most), *command],
            stdin=ours, capture_output=True, start_new_session=True, timeout=60,
        )  # fmt: skip
    finally:
        os.close(ours)
        os.close(theirs)


@pytest.mark.skipif(not _MAY_LEAVE, reason="this system lets nobody leave the network")
def test_there_is_no_network() -> None:
    """Not even to a service of this machine, which the same program reaches without the guard."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        program = f"import socket; socket.create_connection(('127.0.0.1', {port}), 5)"
        assert guarded(sys.executable, "-c", program).returncode != 0
        assert subprocess.run([sys.executable, "-c", program]).returncode == 0  # noqa: S603


def test_a_file_without_end_is_cut(tmp_path: Path) -> None:
    """At the limit; up to it nothing is in the way."""
    program = f"open({str(tmp_path / 'out')!r}, 'wb').write(bytes({{}}))"
    assert guarded(sys.executable, "-c", program.format(1000), most=1000).returncode == 0
    assert guarded(sys.executable, "-c", program.format(10**6), most=1000).returncode != 0
    assert (tmp_path / "out").stat().st_size == 1000


def test_what_the_command_says_and_how_it_ends_comes_out() -> None:
    """The message, and the exit code."""
    ended = guarded("sh", "-c", "echo Error: why >&2; exit 7")
    assert (ended.returncode, ended.stderr) == (7, b"Error: why\n")
    assert guarded("sh", "-c", "kill -TERM $$").returncode == 128 + signal.SIGTERM


def convert(folder: Path) -> None:
    """In a worker: a LibreOffice that hangs, with a child."""
    os.environ["PATH"] = f"{folder}/bin:{os.environ['PATH']}"
    tempfile.tempdir = str(folder / "tmp")
    (folder / "worker").write_text(str(os.getpid()))
    doc.extract(folder / "a.doc")


def test_it_goes_with_a_worker_that_is_killed_outright(tmp_path: Path) -> None:
    """By the kernel, say, for want of memory: no code of the worker runs any more."""
    for name in ("bin", "tmp"):
        (tmp_path / name).mkdir()
    office = tmp_path / "bin" / "soffice"
    office.write_text(f"#!/bin/sh\nsleep 600 &\necho $! > {tmp_path}/pid\nwait\n", encoding="utf-8")
    office.chmod(0o755)
    (tmp_path / "a.doc").write_bytes(b"old")
    with Workers(1, preload=("extractors.doc",)) as pool:
        future = pool.submit(convert, tmp_path)
        deadline = time.monotonic() + 60
        while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text().strip():
            assert time.monotonic() < deadline
            time.sleep(0.02)
        child = int((tmp_path / "pid").read_text())
        assert running(child)
        os.kill(int((tmp_path / "worker").read_text()), signal.SIGKILL)
        assert "SIGKILL" in str(future.exception(timeout=60))
    deadline = time.monotonic() + 10
    while running(child):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
