"""Pages that are pictures, read by us, by plain Tesseract and by OCRmyPDF, side by side.

``python -m benchmarks.scans_beside scan.pdf --truth report.pdf``, where report.pdf holds the same pages with a text
layer. Printed for each: processor seconds a page, seconds by the clock, how many times our processor seconds that is,
likeness of the Thai letters, and the share of right digits. Plain Tesseract is one process a page (tha+eng) that is given the picture which we read; it is run
as it comes, with as many threads as there are cores, and with one thread (OMP_THREAD_LIMIT=1), which costs it much less.
OCRmyPDF (a command of its own, MPL-2.0, no dependency of ours) is left out, with a line that says so, where it is not on
PATH.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
from rapidfuzz.distance import LCSseq, Levenshtein

from extractors.layout import Line
from extractors.scan import Recognised

_NOT_LETTERS = re.compile("[^\u0e01-\u0e4e]")
_NOT_DIGITS = re.compile("[^0-9\u0e50-\u0e59]")
_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")
_ONE_THREAD = "OMP_THREAD_LIMIT"


def texts_of(path: Path) -> list[str]:
    """The text layer of each page."""
    with pdfium.PdfDocument(path) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def ours(path: Path, pages: list[int]) -> list[str]:
    from extractors import scan

    with pdfium.PdfDocument(path) as pdf:
        read = [scan.recognise(pdf[n - 1], n) for n in pages]
    return ["\n".join(line.text for line in _in_order(found)) for found in read]


def _in_order(found: Recognised) -> list[Line]:
    """The lines from top to bottom, with each table in one piece."""
    parts = [(line.top, [line]) for line in found.body]
    cells = iter(found.cells)
    for grid in found.grids:
        parts.append((grid.bbox[1], [line for _ in grid.cells for line in next(cells)]))
    return [line for _, lines in sorted(parts, key=lambda part: part[0]) for line in lines]


def tesseract(path: Path, pages: list[int]) -> list[str]:
    from extractors import scan_image

    out = []
    with pdfium.PdfDocument(path) as pdf, tempfile.TemporaryDirectory() as folder:
        for n in pages:
            picture = Path(folder, f"{n}.png")
            dpi = scan_image.native_dpi(pdf[n - 1])
            pdf[n - 1].render(scale=dpi / 72, grayscale=True).to_pil().save(picture, dpi=(dpi, dpi))
            command = ["tesseract", str(picture), "-", "-l", "tha+eng"]
            out.append(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603
    return out


def ocrmypdf(path: Path, pages: list[int]) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        some, sidecar = Path(folder, "pages.pdf"), Path(folder, "text.txt")
        with pdfium.PdfDocument(path) as pdf, pdfium.PdfDocument.new() as picked:
            picked.import_pages(pdf, [n - 1 for n in pages])
            picked.save(some)
        command = ["ocrmypdf", "-q", "-l", "tha+eng", "--output-type", "pdf", "--jobs", "1"]
        command += ["--sidecar", str(sidecar), str(some), str(Path(folder, "out.pdf"))]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603
        return sidecar.read_text(encoding="utf-8").split("\f")[: len(pages)]


def likeness(truth: str, read: str) -> tuple[float, int, int]:
    """Of letters, and the digits that are right and that there are; SARA AM in its parts is SARA AM."""
    letters = [_NOT_LETTERS.sub("", _AM.sub("\\1\u0e33", text)) for text in (truth, read)]
    digits = [_NOT_DIGITS.sub("", text) for text in (truth, read)]
    return Levenshtein.normalized_similarity(*letters), LCSseq.similarity(*digits), len(digits[0])


def processor() -> float:
    """Seconds of this process and of those that it has run."""
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(use.ru_utime + use.ru_stime for use in spent)


def show(
    name: str,
    read: Callable[[Path, list[int]], list[str]],
    path: Path,
    truth: list[str],
    pages: list[int],
    ours: float | None = None,
) -> float:
    """Print how a reader does; its processor seconds a page."""
    began, begin = time.perf_counter(), processor()
    found = read(path, pages)
    seconds = (processor() - begin) / len(pages)
    wall = (time.perf_counter() - began) / len(pages)
    likes = [likeness(truth[n - 1], text) for n, text in zip(pages, found, strict=False)]
    right, total = sum(like[1] for like in likes), sum(like[2] for like in likes)
    alike = sum(like[0] for like in likes) / max(len(likes), 1)
    times = f"  {seconds / ours:.1f} x ours" if ours else ""
    print(
        f"{name:24} {seconds:8.2f} s a page ({wall:.2f} by the clock)  letters {alike:.4f}  digits {right / max(total, 1):.4f}{times}",
        flush=True,
    )
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path, help="a PDF of pictures")
    parser.add_argument("--truth", type=Path, required=True, help="the same pages with a text layer")
    parser.add_argument("--pages", type=int, nargs="*", help="numbers of pages; else all")
    args = parser.parse_args()
    truth = texts_of(args.truth)
    pages = args.pages or list(range(1, len(truth) + 1))
    with tempfile.TemporaryDirectory() as cache:
        os.environ["XDG_CACHE_HOME"] = cache
        ours(args.file, pages[:1])  # what is loaded once a process
        os.environ["XDG_CACHE_HOME"] = str(Path(cache, "own"))
        mine = show("ours", ours, args.file, truth, pages)
    for name, read in (("tesseract", tesseract), ("ocrmypdf", ocrmypdf)):
        if shutil.which(name) is None:
            print(f"{name:24} not on PATH")
            continue
        for limit, told in ((None, "as it comes"), ("1", "one thread")):
            os.environ.pop(_ONE_THREAD, None)
            if limit:
                os.environ[_ONE_THREAD] = limit
            show(f"{name}, {told}", read, args.file, truth, pages, mine)


if __name__ == "__main__":
    main()
