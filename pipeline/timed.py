"""A future that knows how long its call took."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any


class Timed(Future[Any]):
    """`seconds` of the call itself, without its time in a queue; None before its end, and where nobody took the time."""

    seconds: float | None = None
