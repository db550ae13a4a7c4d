"""How much memory a large file takes against a small one."""

from __future__ import annotations

import subprocess
import sys
from itertools import islice, product
from pathlib import Path

from tests.extractors.made_pdf import MadePage, Text, make

_READ = """
import resource, sys
from pathlib import Path
import pipeline.warm
from pipeline.read import read_report
records = read_report(Path(sys.argv[1]), shown_as="made.pdf", sha256="0" * 64, ocr="never")
print(records.report.pages, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
_MOST_GROWTH = 1.3


def _peak(folder: Path, count: int) -> float:
    """Most memory, in MB, that a process of its own had when it had read a file of so many pages."""
    lines = islice(product(["การ", "ตาม", "งาน", "มาตรการ"], repeat=6), 0, 4000, 300)
    texts = [Text(40, 800 - 24 * n, tuple("".join(line))) for n, line in enumerate(lines)]
    file = make(folder / f"{count}.pdf", [MadePage(texts)] * count)
    out = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", _READ, str(file)], capture_output=True, text=True, check=True
    )
    pages, peak = map(int, out.stdout.split())
    assert pages == count
    return peak / 1024


def test_a_file_of_2000_pages_takes_little_more_than_one_of_100(tmp_path: Path) -> None:
    small, large = _peak(tmp_path, 100), _peak(tmp_path, 2000)
    assert large <= _MOST_GROWTH * small, f"{large:.0f} MB after {small:.0f} MB"
