"""Files are read in processes that can be killed: a file that hangs, crashes or outgrows its limits costs only itself.

`Workers` is a `concurrent.futures.Executor`. What its limits and crashes do to a file comes out of the future as
`extractors.errors.NotRead`; errors of the function come out as they are.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import multiprocessing
import os
import resource
import signal
import socket
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import Any

from pebble import ProcessExpired, ProcessPool

from extractors.errors import Crashed, NotRead, OutOfMemory, OutOfTime

_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take."""

    seconds: float = 1800.0
    """Wall-clock time of a file. A scan of some hundred pages takes many minutes; its recognised pages are cached,
    so that the next run goes on from there."""
    memory: int = 3 * 2**30
    """Bytes of data that a worker, or a program that it starts, may hold (`RLIMIT_DATA`)."""
    files: int = 200
    """A worker is replaced after so many files, so that what libraries leak does not add up."""


class Workers(Executor):
    """A pool of killable processes. Leaving it as a context manager waits for them; after an error it ends them."""

    def __init__(
        self,
        count: int | None = None,
        limits: Limits | None = None,
        on_message: Callable[[Any], None] | None = None,
    ) -> None:
        """`count`: processes; None for one a core that this process may use.

        `on_message` is called, in a thread of its own, with what functions in the workers `tell`.
        """
        self.count = count or _cores()
        self._limits = limits or Limits()
        self._mouth: socket.socket | None = None
        if on_message:
            # Datagrams need no lock, which a worker that is killed would take with it.
            ear, self._mouth = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
            threading.Thread(target=_listen, args=(ear, on_message), daemon=True).start()
        self._pool = ProcessPool(
            max_workers=self.count,
            max_tasks=self._limits.files,
            initializer=_start,
            initargs=(self._limits.memory, self._mouth),
            context=_context(),
        )

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Call `fn` in a worker. Arguments and result are pickled."""
        outside: Future[Any] = Future()
        inside = self._pool.schedule(fn, args=args, kwargs=kwargs, timeout=self._limits.seconds)

        def hand_over(done: Future[Any]) -> None:
            if done.cancelled():
                outside.cancel()
            elif error := done.exception():
                outside.set_exception(_translated(error, self._limits))
            else:
                outside.set_result(done.result())

        inside.add_done_callback(hand_over)
        return outside

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the pool: after what is under way, or at once with `cancel_futures`."""
        if cancel_futures:
            self._pool.stop()
        else:
            self._pool.close()
        if wait or cancel_futures:
            self._pool.join()
            if self._mouth:
                self._mouth.send(b"")  # the thread that listens ends
                self._mouth.close()
                self._mouth = None

    def __exit__(self, kind: Any, value: Any, traceback: Any) -> None:
        self.shutdown(cancel_futures=kind is not None)


def _listen(ear: socket.socket, on_message: Callable[[Any], None]) -> None:
    with ear:
        while said := ear.recv(65536):
            on_message(json.loads(said))


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _context() -> Any:
    """Workers are forked from a server that has loaded the dictionaries and no more; elsewhere they are spawned.

    Forking the run itself would copy its threads' locks and its database connection.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pipeline.warm"])
    return context


_mouth: socket.socket | None = None
"""In a worker: what it tells the run by."""


def tell(message: Any) -> None:
    """From a function in a worker, to the `on_message` of its pool. JSON; lost where nobody listens or none has time."""
    if _mouth is not None:
        with contextlib.suppress(OSError):
            _mouth.send(json.dumps(message).encode(), socket.MSG_DONTWAIT)


def _start(memory: int, mouth: socket.socket | None) -> None:
    """Set up a worker: Ctrl-C is the run's business, and a worker does not outlive it."""
    global _mouth
    _mouth = mouth
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    allowed = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    with contextlib.suppress(ValueError, OSError):  # a system without that limit
        resource.setrlimit(resource.RLIMIT_DATA, (allowed, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _translated(error: BaseException, limits: Limits) -> BaseException:
    """What went wrong, as an error about the file where it is one."""
    match error:
        case NotRead():
            return error
        case TimeoutError():
            minutes = f"{limits.seconds / 60:g}"
            return OutOfTime(
                f"ใช้เวลาเกิน {minutes} นาที จึงหยุดอ่าน สั่งใหม่พร้อม --timeout ที่มากกว่านี้",
                f"reading took more than {minutes} minutes and was stopped: run again with a larger --timeout",
            )
        case MemoryError():
            return out_of_memory(limits.memory)
        case ProcessExpired():
            how = _signal_name(-error.exitcode) if error.exitcode < 0 else f"exit {error.exitcode}"
            return Crashed(
                f"ส่วนอ่านไฟล์หยุดทำงานกลางคัน ({how}) ไฟล์อาจเสียหาย ลองเปิดแล้วบันทึกใหม่",
                f"the reader ended while it read this file ({how}): the file may be damaged; open it and save it anew",
            )
    return error


def out_of_memory(limit: int) -> OutOfMemory:
    """The error of a file that takes more than `limit` bytes."""
    size = f"{limit / 2**30:.2g} GiB"
    return OutOfMemory(
        f"ต้องใช้หน่วยความจำเกิน {size} จึงหยุดอ่าน สั่งใหม่พร้อม --memory ที่มากกว่านี้",
        f"reading it takes more than {size} of memory and was stopped: run again with a larger --memory",
    )


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
