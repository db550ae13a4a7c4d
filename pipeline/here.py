"""The plainest executor: it calls at once, in this process and thread."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

from pipeline.timed import Timed


class Here(Executor):
    """An executor without workers, for a few files, tests, and programs that use Prongsai as a library."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Call `fn` now; the future is done. Ctrl-C and the like go through at once."""
        future = Timed()
        began = time.monotonic()
        try:
            result = fn(*args, **kwargs)
        except Exception as exc:
            future.seconds = time.monotonic() - began
            future.set_exception(exc)
        else:
            future.seconds = time.monotonic() - began
            future.set_result(result)
        return future
