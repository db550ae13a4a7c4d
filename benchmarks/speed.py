"""How fast reports are read, and in how much memory, against other readers of PDF.

    python -m benchmarks.speed FOLDER
    python -m benchmarks.speed FOLDER --rounds 5 --without-memory

Reads every `report.pdf` under a folder, in one process. Each round runs all readers one after another, so that they
share what else the machine does, and without what was kept of the texts of earlier rounds; the figure of each is its
least CPU time. PyMuPDF and camelot are measured where
somebody has installed them; neither is a dependency (PyMuPDF is under the AGPL). Memory is the most that a process
of its own had, for files of 100 and 2,000 pages made of the folder's pages.

The exit code is 1 where a bar of `BARS`, `MOST_GROWTH` or `MOST_MEMORY` is not reached.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import _lru_cache_wrapper
from importlib import import_module
from importlib.util import find_spec
from itertools import cycle
from pathlib import Path

import pdfplumber
import pypdfium2 as pdfium

from extractors import extract
from normalizers.repair import repair
from normalizers.tokens import load
from output.store import FileFacts, open_store
from pipeline.read import read_report
from pipeline.version import EXTRACTION_VERSION

Reader = Callable[[list[Path]], object]

BARS = (
    ("extract", "pdfplumber", 15.0),
    ("extract", "pdfium's text", 0.25),
    ("to the store", "pdfplumber", 6.0),
)
"""The first is at least so many times as fast as the second."""
MOST_GROWTH, MOST_MEMORY = 1.3, 350.0
"""For 2,000 pages: the peak against that for 100, and in MB."""

_OURS = ("corpus", "extractors", "normalizers", "output", "pipeline")

_READ = """
import resource, sys
from pathlib import Path
import pipeline.warm
from pipeline.read import read_report
read_report(Path(sys.argv[1]), shown_as="made.pdf", sha256="0" * 64, ocr="never")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def main() -> int:
    options = _options()
    files = sorted(options.folder.rglob("report.pdf"))
    if not files:
        print(f"no report.pdf under {options.folder}", file=sys.stderr)
        return 2
    reached = _speed(files, options.rounds)
    _thai(files)
    if not options.without_memory:
        reached = _memory(files) and reached
    return 0 if reached else 1


def _speed(files: list[Path], rounds: int) -> bool:
    pages = sum(map(_pages, files))
    readers: dict[str, Reader] = {
        "extract": _extract,
        "to the store": _to_the_store,
        "pdfium's text": _pdfium,
        "pdfplumber": _pdfplumber,
    }
    for name, module, reader in (("PyMuPDF", "pymupdf", _pymupdf), ("camelot", "camelot", _camelot)):
        if find_spec(module):
            readers[name] = reader
        else:
            print(f"{name}: not installed, left out")
    _to_the_store(files)  # what is loaded at first need is not measured
    least = {
        name: min(times)
        for name, times in zip(
            readers,
            zip(*([_cpu(reader, files) for reader in readers.values()] for _ in range(rounds)), strict=True),
            strict=True,
        )
    }
    for name, seconds in least.items():
        print(
            f"{name:15} {pages / seconds:8.1f} pages/s   {seconds / least['extract']:6.2f} × extract's time"
        )
    reached = True
    for ours, other, bar in BARS:
        ratio = least[other] / least[ours]
        reached = reached and ratio >= bar
        print(f"{ours} / {other}: {ratio:.2f} × as fast (bar {bar:g}) {_said(ratio >= bar)}")
    return reached


def _cpu(reader: Reader, files: list[Path]) -> float:
    _forget()
    before = time.process_time()
    reader(files)
    return time.process_time() - before


def _forget() -> None:
    """Empty the caches of what texts were found to be: that a file was read in the round before must not help."""
    ours = [module for name, module in sys.modules.items() if name.partition(".")[0] in _OURS]
    for thing in [thing for module in ours for thing in vars(module).values()]:
        if isinstance(thing, _lru_cache_wrapper) and thing.cache_parameters()["maxsize"] is not None:
            thing.cache_clear()


def _pages(file: Path) -> int:
    with pdfium.PdfDocument(file) as pdf:
        return len(pdf)


def _extract(files: list[Path]) -> None:
    for file in files:
        extract(file, "never")


def _to_the_store(files: list[Path]) -> None:
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder, "records.sqlite")) as store:
        for file in files:
            digest = hashlib.sha256(file.read_bytes()).hexdigest()
            records = read_report(file, shown_as=file.name, sha256=digest, ocr="never")
            store.save(records, FileFacts(str(file), file.name, EXTRACTION_VERSION, sha256=digest))


def _pdfium(files: list[Path]) -> None:
    for file in files:
        with pdfium.PdfDocument(file.read_bytes()) as pdf:
            for page in pdf:
                text = page.get_textpage()
                text.get_text_range()
                text.close()
                page.close()


def _pdfplumber(files: list[Path]) -> None:
    for file in files:
        with pdfplumber.open(file) as pdf:
            for page in pdf.pages:
                page.extract_text()
                page.extract_tables()
                page.close()


def _pymupdf(files: list[Path]) -> None:
    pymupdf = import_module("pymupdf")
    for file in files:
        with pymupdf.open(file) as pdf:
            for page in pdf:
                page.get_text()
                page.find_tables()


def _camelot(files: list[Path]) -> None:
    camelot = import_module("camelot")
    for file in files:
        camelot.read_pdf(str(file), pages="all", flavor="lattice")


def _thai(files: list[Path]) -> None:
    """Thai tokens and characters of repair a second, on the pages' own text."""
    texts = []
    for file in files:
        with pdfium.PdfDocument(file) as pdf:
            texts += [page.get_textpage().get_text_range() for page in pdf]
    letters, cut = sum(map(len, texts)), load()
    before = time.process_time()
    tokens = sum(len(cut(text)) for text in texts)
    cutting = time.process_time() - before
    damaged = [text.replace("ำ", " า") for text in texts]
    for text in (*texts, *damaged[:5]):
        repair(text)  # loads what repair needs
    times = []
    for some in (texts, damaged):
        before = time.process_time()
        for text in some:
            repair(text)
        times.append(time.process_time() - before)
    print(f"Thai words: {tokens / cutting:,.0f} tokens/s")
    print(f"repair: {letters / times[0]:,.0f} characters/s as they are, {letters / times[1]:,.0f} damaged")


def _memory(files: list[Path]) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        small, large = (_peak(_copied(files, Path(folder, f"{n}.pdf"), n)) for n in (100, 2000))
    growth = large / small
    print(f"memory for 100 pages: {small:.0f} MB; for 2,000: {large:.0f} MB (bar {MOST_MEMORY:g})", end=" ")
    print(_said(large <= MOST_MEMORY))
    print(f"growth: {growth:.2f} × (bar {MOST_GROWTH:g}) {_said(growth <= MOST_GROWTH)}")
    return large <= MOST_MEMORY and growth <= MOST_GROWTH


def _copied(files: list[Path], to: Path, count: int) -> Path:
    """A file of so many pages, those of the files again and again."""
    with pdfium.PdfDocument.new() as made:
        for file in cycle(files):
            with pdfium.PdfDocument(file) as pdf:
                made.import_pages(pdf, list(range(min(len(pdf), count - len(made)))))
            if len(made) >= count:
                break
        made.save(to)
    return to


def _peak(file: Path) -> float:
    """Most memory, in MB, of a process that reads the file."""
    out = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", _READ, str(file)], capture_output=True, text=True, check=True
    )
    return int(out.stdout) / 1024


def _said(reached: bool) -> str:
    return "reached" if reached else "NOT REACHED"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3, help="how often each reader reads the files (3)")
    parser.add_argument("--without-memory", action="store_true", help="leave out the files of 2,000 pages")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
