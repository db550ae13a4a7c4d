"""A desk that was started as a person starts it, and a browser before it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
WITHOUT = CHROMIUM is None and os.environ.get("CI") != "true"
WHY = "Chromium is not installed (apt install chromium)"

_QUIET = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def started(db: Path) -> Iterator[str]:
    """The address with the key of a desk over that database, on a free port; its cache is its own."""
    command = [sys.executable, "-m", "pipeline.cli", "review", "--db", str(db), "--port", "0", "--no-browser"]
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "XDG_CACHE_HOME": cache}
        with subprocess.Popen(  # noqa: S603
            [*command, "--by", "สมศรี"], stderr=subprocess.PIPE, text=True, encoding="utf-8", env=environment
        ) as server:
            try:
                assert server.stderr
                found = re.search(r"http://127\.0\.0\.1:\d+/\?key=\S+", server.stderr.readline())
                assert found, "it says where it is"
                yield found[0]
            finally:
                server.send_signal(signal.SIGINT)
        assert server.returncode == 0


@contextmanager
def browsing() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_QUIET)
        yield browser
        browser.close()
