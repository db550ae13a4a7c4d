"""Files are read in processes that can be killed: a file that hangs, crashes or outgrows its limits costs only itself.

`Workers` is a `concurrent.futures.Executor`. What its limits and crashes do to a file comes out of the future as
`extractors.errors.NotRead`; errors of the function come out as they are.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Executor, Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from multiprocessing import forkserver, resource_tracker
from queue import Empty, SimpleQueue
from typing import Any

from pebble import CONSTS, ProcessExpired, ProcessPool

from extractors.errors import Crashed, NotRead, OutOfMemory, OutOfTime
from extractors.limits import Limits
from pipeline import worker
from pipeline.timed import Timed

_PATIENCE = 1.5
"""Seconds that ending at once may take."""
CONSTS.term_timeout = 1  # seconds between SIGTERM and SIGKILL


class Workers(Executor):
    """A pool of killable processes. Leaving it as a context manager waits for them; after an error it ends them."""

    def __init__(
        self,
        count: int | None = None,
        limits: Limits | None = None,
        on_message: Callable[[Any], None] | None = None,
        preload: Sequence[str] = ("pipeline.warm",),
    ) -> None:
        """`count`: processes; None for one a core that this process may use. None is started before its first file.

        `on_message` is called, in a thread of its own, with what functions in the workers `tell`. `preload` are the
        modules that workers share; the first pool of a program decides.
        """
        self.count = count or _cores()
        limits = limits or Limits()
        self._mouth: socket.socket | None = None
        if on_message:
            # Datagrams need no lock, which a worker that is killed would take with it.
            ear, self._mouth = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
            threading.Thread(target=_listen, args=(ear, on_message), daemon=True).start()
        self._lock = threading.Lock()
        self._ended = False
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._slots: list[_Slot] = []
        start = (limits.memory, self._mouth)
        self._new_slot = partial(_Slot, self._jobs, limits, partial(_new_pool, limits.files, start, preload))

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Call `fn` in a worker. Arguments and result are pickled."""
        job = _Job(Timed(), fn, args, kwargs)
        with self._lock:
            if self._ended:
                raise RuntimeError("the workers have been ended")
            self._jobs.put(job)
            if len(self._slots) < self.count:
                self._slots.append(self._new_slot())
                self._slots[-1].start()
        return job.future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the pool: after what is under way, or at once with `cancel_futures`."""
        with self._lock:
            self._ended = True
        if cancel_futures:
            with contextlib.suppress(Empty):
                while job := self._jobs.get_nowait():
                    job.future.cancel()
            for slot in self._slots:
                slot.stop()
        for _ in self._slots:
            self._jobs.put(None)
        if wait or cancel_futures:
            if cancel_futures:
                self._hurry()
            for slot in self._slots:
                slot.join()
            if self._mouth:
                self._mouth.send(b"")  # the thread that listens ends
                self._mouth.close()
                self._mouth = None

    def _hurry(self) -> None:
        """Give the slots their time; those that hang wait for the server of workers, which loads its modules."""
        deadline = time.monotonic() + _PATIENCE
        for slot in self._slots:
            slot.join(max(0.0, deadline - time.monotonic()))
        server = getattr(forkserver._forkserver, "_forkserver_pid", None)
        if server and any(slot.is_alive() for slot in self._slots):
            with contextlib.suppress(ProcessLookupError):
                os.kill(server, signal.SIGKILL)

    def __exit__(self, kind: Any, value: Any, traceback: Any) -> None:
        self.shutdown(cancel_futures=kind is not None)


@dataclass(frozen=True, slots=True)
class _Job:
    future: Timed
    fn: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]


class _Slot(threading.Thread):
    """Hands jobs to one worker, and to another once that one is gone.

    Each worker has a pool of its own: processes of one pool share its pipes and their locks, and one that is killed
    with such a lock, or half an answer in the pipe, would hold up all the others.
    """

    def __init__(
        self, jobs: SimpleQueue[_Job | None], limits: Limits, new_pool: Callable[[], ProcessPool]
    ) -> None:
        super().__init__(daemon=True)
        self._jobs = jobs
        self._limits = limits
        self._new_pool = new_pool
        self._pool: ProcessPool | None = None
        self._ending = threading.Event()
        self._inside: Future[Any] | None = None

    def run(self) -> None:
        resource_tracker.ensure_running()  # unblocks the signal when it starts
        # Inherited by the server of workers, the workers and what they start: Ctrl-C is the run's business.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        while (job := self._jobs.get()) is not None:
            if not job.future.set_running_or_notify_cancel():
                continue
            began = time.monotonic()
            try:
                result = self._call(job)
            except BaseException as error:
                job.future.seconds = time.monotonic() - began
                job.future.set_exception(_translated(error, self._limits))
            else:
                job.future.seconds = time.monotonic() - began
                job.future.set_result(result)
        if self._pool:
            _end(self._pool)

    def stop(self) -> None:
        """Give up the job under way; the thread ends when it is told so."""
        self._ending.set()
        if self._inside:
            self._inside.cancel()

    def _call(self, job: _Job) -> Any:
        """What the worker makes of the job. One that is gone before it took the job costs nothing."""
        for attempts_left in reversed(range(_ATTEMPTS)):
            try:
                return self._schedule(job).result()
            except BrokenProcessPool:
                self._drop_pool()
                if not attempts_left:
                    raise
            except ProcessExpired:
                self._drop_pool()
                raise
        raise AssertionError

    def _schedule(self, job: _Job) -> Future[Any]:
        if self._ending.is_set():
            raise CancelledError
        if self._pool is None:
            self._pool = self._new_pool()
        args = (job.fn, job.args, job.kwargs)
        try:
            self._inside = self._pool.schedule(worker.call, args=args, timeout=self._limits.seconds)
        except RuntimeError as error:  # an idle worker is gone, and its pool with it
            raise BrokenProcessPool from error
        if self._ending.is_set():
            self._inside.cancel()
        return self._inside

    def _drop_pool(self) -> None:
        if self._pool:
            threading.Thread(target=_end, args=(self._pool,), daemon=True).start()
            self._pool = None


_ATTEMPTS = 5
"""So many workers in a row are gone before they took a job: then something is wrong with the machine."""


def _new_pool(files: int, start: tuple[int, socket.socket | None], preload: Sequence[str]) -> ProcessPool:
    return ProcessPool(
        max_workers=1, max_tasks=files, initializer=worker.start, initargs=start, context=_context(preload)
    )


def _end(pool: ProcessPool) -> None:
    pool.stop()
    pool.join()


def _listen(ear: socket.socket, on_message: Callable[[Any], None]) -> None:
    with ear:
        while said := ear.recv(65536):
            on_message(json.loads(said))


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _context(preload: Sequence[str]) -> Any:
    """Workers are forked from a server that has loaded the dictionaries and no more; elsewhere they are spawned.

    Forking the run itself would copy its threads' locks and its database connection.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(preload))
    return context


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
        case ProcessExpired() if error.exitcode == -signal.SIGKILL:
            return Crashed(
                "ส่วนอ่านไฟล์ถูกสั่งหยุดจากภายนอก (SIGKILL) มักเพราะหน่วยความจำของเครื่องหมด สั่งใหม่ โดยลด --workers",
                "the reader was ended from outside (SIGKILL), mostly because the machine had no memory left: "
                "run again, with fewer --workers",
            )
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
