"""What runs inside a worker of `pipeline.workers`: how it is set up, called, ended, and how it tells the run."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable
from multiprocessing import forkserver
from typing import Any

_PR_SET_PDEATHSIG = 1
_YOUNG = 10_000
"""Objects that a worker makes before it looks for dead ones. A report is tens of thousands that all live to its end."""

_mouth: socket.socket | None = None
"""In a worker: what it tells the run by."""


def tell(message: Any) -> None:
    """From a function in a worker, to the `on_message` of its pool. JSON; lost where nobody listens or none has time."""
    if _mouth is not None:
        with contextlib.suppress(OSError):
            _mouth.send(json.dumps(message).encode(), socket.MSG_DONTWAIT)


class _Stopped(BaseException):
    """Goes through a function that is ended, so that its temporary files go, and LibreOffice with them."""


_busy = False


def _stop(number: int, _: object) -> None:
    signal.signal(number, signal.SIG_IGN)
    if _busy:
        raise _Stopped
    os._exit(128 + number)


def call(fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """In a worker: call the function, and end the process where it was told to."""
    global _busy
    _busy = True
    try:
        return fn(*args, **kwargs)
    except _Stopped:
        os._exit(128 + signal.SIGTERM)
    finally:
        _busy = False


def start(memory: int, mouth: socket.socket | None) -> None:
    """Set up a worker; it does not outlive the run."""
    global _mouth
    _mouth = mouth
    gc.set_threshold(_YOUNG)
    signal.signal(signal.SIGTERM, _stop)
    # Each worker holds the pipe whose end tells the server of workers to go: a busy one would keep it, and so itself.
    alive = getattr(forkserver._forkserver, "_forkserver_alive_fd", None)
    if alive is not None:
        os.close(alive)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    allowed = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    with contextlib.suppress(ValueError, OSError):  # a system without that limit
        resource.setrlimit(resource.RLIMIT_DATA, (allowed, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
