"""One browser for all tests of a process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.review.desk import browsing


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    with browsing() as started:
        yield started
