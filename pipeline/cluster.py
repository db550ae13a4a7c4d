"""A run over many machines: files are read on a Dask cluster, their records come back to the one that stores them.

Each file is read in a killable child of the Dask worker that has it (`pipeline.workers`), so the limits hold there
too. The workers have Prongsai installed, in this version, and see the files under the same absolute paths.
"""

from __future__ import annotations

import multiprocessing
import pickle
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future
from typing import Any, cast

from extractors.errors import Crashed, NotRead
from extractors.limits import Limits
from pipeline.cluster_error import ClusterError
from pipeline.version import EXTRACTION_VERSION
from pipeline.workers import Workers

_PATIENCE = 15
"""Seconds in which the scheduler must answer."""


class Cluster(Executor):
    """The threads of a Dask cluster, a child process for each."""

    def __init__(self, scheduler: str, limits: Limits | None = None) -> None:
        """`scheduler`: its address, `tcp://host:8786`. Raises `ClusterError`."""
        try:
            from distributed import Client
        except ImportError as error:
            raise ClusterError(
                "--scheduler ต้องใช้ Dask: pip install 'prongsai[dask]'",
                "--scheduler needs Dask: pip install 'prongsai[dask]'",
            ) from error
        self._limits = limits or Limits()
        try:
            self._client = Client(scheduler, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            raise ClusterError(
                f"ติดต่อ {scheduler} ไม่ได้ ตรวจสอบที่อยู่และว่า dask scheduler ทำงานอยู่",
                f"{scheduler} does not answer: check the address, and that dask scheduler runs there",
            ) from error
        try:
            self.count = self._checked()
        except BaseException:
            self._client.close()
            raise
        self._executor = self._client.get_executor(pure=False)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Call `fn` in a child of a Dask worker. It is named by its module there, which must have it."""
        outside: Future[Any] = Future()
        inside = self._executor.submit(_in_child, self._limits, fn, args, kwargs)

        def hand_over(done: Future[Any]) -> None:
            try:
                result = pickle.loads(done.result())  # noqa: S301 - from our own workers
            except BaseException as error:
                outside.set_exception(_translated(error))
            else:
                outside.set_result(result)

        inside.add_done_callback(hand_over)
        return outside

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster, which goes on. With `cancel_futures`, what workers have begun they finish for nobody."""
        self._executor.shutdown(wait=wait and not cancel_futures)
        self._client.close()

    def __exit__(self, kind: Any, value: Any, traceback: Any) -> None:
        self.shutdown(cancel_futures=kind is not None)

    def _checked(self) -> int:
        """How many files the cluster reads at once, if its workers can read any."""
        threads = int(sum(self._client.nthreads().values()))
        if not threads:
            raise ClusterError(
                "คลัสเตอร์ไม่มี worker เริ่มด้วย dask worker ADDRESS --no-nanny",
                "the cluster has no worker: start some with dask worker ADDRESS --no-nanny",
            )
        try:
            workers = self._client.run(_about)
        except Exception as error:
            raise ClusterError(
                f"worker ของคลัสเตอร์เรียก Prongsai ไม่ได้ ({error}) ติดตั้ง prongsai[dask] รุ่นเดียวกันทุกเครื่อง",
                f"the cluster's workers cannot call Prongsai ({error}): install the same prongsai[dask] on each",
            ) from error
        for address, (version, daemon) in workers.items():
            if version != EXTRACTION_VERSION:
                raise ClusterError(
                    f"{address} มี Prongsai รุ่นอื่น (การอ่านรุ่น {version} ที่นี่รุ่น {EXTRACTION_VERSION}) ติดตั้งรุ่นเดียวกัน",
                    f"{address} has another Prongsai (version {version} of the reading, here {EXTRACTION_VERSION}): "
                    "install the same one",
                )
            if daemon:
                raise ClusterError(
                    f"{address} สร้างโพรเซสลูกไม่ได้ เริ่ม worker ด้วย --no-nanny",
                    f"{address} may not start processes: start the worker with --no-nanny, "
                    "or with distributed.worker.daemon set to False",
                )
        return threads


def _translated(error: BaseException) -> BaseException:
    from distributed import KilledWorker
    from distributed.comm.core import CommClosedError

    match error:
        case NotRead():
            return error
        case KilledWorker():
            return Crashed(
                "Dask worker ที่อ่านไฟล์นี้หยุดทำงานซ้ำหลายครั้ง ดูบันทึกของ worker",
                "several Dask workers ended while they had this file: see their logs",
            )
        case CancelledError() | CommClosedError():
            return ClusterError(
                "ขาดการติดต่อกับ Dask scheduler ที่อ่านแล้วอยู่ครบ สั่งใหม่เพื่อทำต่อ",
                "the Dask scheduler was lost. What was read is kept; run again to go on",
            )
    return error


def _about() -> tuple[str, bool]:
    """On a Dask worker: its version of the reading, and whether it may have no children."""
    return EXTRACTION_VERSION, multiprocessing.current_process().daemon


_lock = threading.Lock()
_pools: dict[Limits, Workers] = {}
"""On a Dask worker: its children."""


def _in_child(limits: Limits, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> bytes:
    """On a Dask worker, in one of its threads: call the function in a child. Its result comes pickled by the child, so
    that neither the Dask worker nor the scheduler takes it apart and puts it together again."""
    from distributed import get_worker

    with _lock:
        if limits not in _pools:
            _pools[limits] = Workers(get_worker().state.nthreads, limits)
        pool = _pools[limits]
    return cast("bytes", pool.submit(_pickled, fn, args, kwargs).result())


def _pickled(fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> bytes:
    """In a child of a Dask worker."""
    return pickle.dumps(fn(*args, **kwargs), protocol=pickle.HIGHEST_PROTOCOL)
