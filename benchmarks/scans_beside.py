"""Pages that are pictures, read by us, by plain Tesseract and by OCRmyPDF, side by side.

``python -m benchmarks.scans_beside scan.pdf --truth report.pdf``, where report.pdf holds the same pages with a text
layer. Printed for each: processor seconds a page, likeness of the Thai letters, and the share of right digits. Plain
Tesseract is one process a page (tha+eng); OCRmyPDF is left out, with a line that says so, where it is not installed.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
from rapidfuzz.distance import LCSseq, Levenshtein

_NOT_LETTERS = re.compile("[^\u0e01-\u0e4e]")
_NOT_DIGITS = re.compile("[^0-9\u0e50-\u0e59]")
_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")
_DPI = 200


def texts_of(path: Path) -> list[str]:
    """The text layer of each page."""
    with pdfium.PdfDocument(path) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def ours(path: Path, pages: list[int]) -> list[str]:
    from extractors import scan

    with pdfium.PdfDocument(path) as pdf:
        read = [scan.recognise(pdf[n - 1], n) for n in pages]
    return ["\n".join(line.text for line in found.lines()) for found in read]


def tesseract(path: Path, pages: list[int]) -> list[str]:
    out = []
    with pdfium.PdfDocument(path) as pdf, tempfile.TemporaryDirectory() as folder:
        for n in pages:
            picture = Path(folder, f"{n}.png")
            pdf[n - 1].render(scale=_DPI / 72, grayscale=True).to_pil().save(picture, dpi=(_DPI, _DPI))
            command = ["tesseract", str(picture), "-", "-l", "tha+eng"]
            out.append(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603
    return out


def ocrmypdf(path: Path, pages: list[int]) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        sidecar = Path(folder, "text.txt")
        command = [
            "ocrmypdf",
            "-q",
            "-l",
            "tha+eng",
            "--output-type",
            "pdf",
            "--pages",
            ",".join(map(str, pages)),
        ]
        command += ["--jobs", "1", "--sidecar", str(sidecar), str(path), str(Path(folder, "out.pdf"))]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603
        read = sidecar.read_text(encoding="utf-8").split("\f")
    return read if len(read) <= len(pages) else [read[n - 1] for n in pages]


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
    name: str, read: Callable[[Path, list[int]], list[str]], path: Path, truth: list[str], pages: list[int]
) -> None:
    begin = processor()
    found = read(path, pages)
    seconds = (processor() - begin) / len(pages)
    likes = [likeness(truth[n - 1], text) for n, text in zip(pages, found, strict=False)]
    right, total = sum(like[1] for like in likes), sum(like[2] for like in likes)
    alike = sum(like[0] for like in likes) / max(len(likes), 1)
    print(
        f"{name:12} {seconds:8.2f} s a page  letters {alike:.4f}  digits {right / max(total, 1):.4f}",
        flush=True,
    )


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
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")
        show("ours", ours, args.file, truth, pages)
    for name, read in (("tesseract", tesseract), ("ocrmypdf", ocrmypdf)):
        if shutil.which(name) is None:
            print(f"{name:12} not installed")
        else:
            show(name, read, args.file, truth, pages)


if __name__ == "__main__":
    main()
