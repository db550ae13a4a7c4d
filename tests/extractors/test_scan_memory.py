"""Recognising many pages takes no more memory than recognising a few."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from extractors import scan

pytestmark = [
    pytest.mark.skipif(scan.missing() is not None, reason=f"recognition wants {scan.missing()}"),
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc"),
]

_PROGRAM = """
import numpy as np
from extractors import scan
from tests.extractors.made_pages import page_of_lines

def peak():
    return int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0]) / 1024

picture = np.array(page_of_lines())
for number in range(1, 7):
    picture[0, 0] = number  # another page to the cache
    scan.recognise_picture(picture, 200, number)
    if number in (2, 6):
        print(peak())
"""


def test_six_pages_take_no_more_than_two(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", _PROGRAM],
        env={**os.environ, "XDG_CACHE_HOME": str(tmp_path)},
        cwd=Path(__file__).parents[2],
        check=True,
        capture_output=True,
        text=True,
    )
    two, six = (float(line) for line in done.stdout.split())
    assert six < two + 8
