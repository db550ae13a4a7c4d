"""How well the text of real documents is read, against what their text layers hold.

    python -m benchmarks.real_documents FOLDER
    python -m benchmarks.real_documents FOLDER --pages 5 --without-pdfplumber

For every PDF and DOCX in a folder: the share of Thai letters that stand in words of the dictionary, in the
text of pdfium, of pdfplumber's `extract_text`, of our extractor, and of our extractor after repair; then what
read the pages and how their text layers were graded.

The share is `normalizers.quality.known_letters`, the same for all columns: the text is cut into words by
PyThaiNLP's dictionary; words of Thai letters count by their letters, those of the dictionary (names of
districts too) as known; a single letter is no word. Numbers, Latin and signs do not count. Lines are joined as
Thai is read, without a blank, since a word may go on in the next line. It does not tell a wrong word from the
right one, and names that no dictionary has are unknown however well they are read. A share is left out where
there are fewer than `FEWEST` Thai letters.

All columns are of the same pages: those whose text layer is usable, among the first `--pages`. A file without
such a page stands in the table with its grades and without shares. The exit code is 1 where a file came out
worse than pdfium's bare text, or the median does not reach `BAR`.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pypdfium2 as pdfium
from rich.console import Console
from rich.table import Table as Grid

from extractors import extract
from extractors.document import Document, Page, Paragraph
from extractors.errors import NotRead
from normalizers.quality import known_letters
from pipeline.normalise import normalise

FEWEST = 50
"""Thai letters: the share of fewer says nothing."""
BAR = 0.95
SLACK = 0.0005
"""A file is worse where its share fell by more: less is how the table is printed."""

_LINE_END = re.compile(r"[ \t]*[\r\n]+[ \t]*")
_BETWEEN_THAI = re.compile(r"(?<=[\u0e01-\u0e5b])[ \t]*[\r\n]+[ \t]*(?=[\u0e01-\u0e5b])")


@dataclass(frozen=True, slots=True)
class Row:
    """One file: shares by column, None where there are too few letters to tell."""

    name: str
    pages: int
    read: int
    """Pages that the shares are of."""
    shares: tuple[float | None, ...]
    grades: Counter[str]
    engines: Counter[str]
    error: str = ""


COLUMNS = ("pdfium", "pdfplumber", "extracted", "repaired")


def main() -> int:
    options = _options()
    files = sorted(f for f in options.folder.iterdir() if f.suffix.lower() in (".pdf", ".docx"))
    if not files:
        print(f"no PDF or DOCX in {options.folder}", file=sys.stderr)
        return 2
    with ProcessPoolExecutor(options.jobs) as pool:
        jobs = [pool.submit(measure, f, options.pages, not options.without_pdfplumber) for f in files]
        rows = [job.result() for job in jobs]
    worse = [row for row in rows if is_worse(row)]
    medians = [_median(row.shares[i] for row in rows) for i in range(len(COLUMNS))]
    _print(rows, worse, medians)
    reached = medians[-1] is not None and medians[-1] >= BAR
    return 1 if worse or not reached else 0


def measure(file: Path, most: int, with_pdfplumber: bool) -> Row:
    """Read one file, at most its first pages, in every way."""
    if file.suffix.lower() == ".docx":
        return _measure_docx(file)
    try:
        with pdfium.PdfDocument(file.read_bytes()) as pdf, tempfile.TemporaryDirectory() as folder:
            whole = len(pdf)
            if whole > most:
                file_read = Path(folder, file.name)
                with pdfium.PdfDocument.new() as short:
                    short.import_pages(pdf, list(range(most)))
                    short.save(file_read)
            else:
                file_read = file
            document = extract(file_read, "never")
            usable = [page for page in document.pages if page.readable and page.layer is not None]
            numbers = [page.number or 1 for page in usable]
            bare = [pdf[n - 1].get_textpage().get_text_range() for n in numbers]
            other = _pdfplumber(file_read, numbers) if with_pdfplumber else []
    except (NotRead, pdfium.PdfiumError) as exc:
        return Row(file.name, 0, 0, (None,) * len(COLUMNS), Counter(), Counter(), str(exc))
    shares = (share(bare), share(other), _share_of(document, usable), _share_of(normalise(document), usable))
    grades = Counter(_grade(page) for page in document.pages)
    engines = Counter(page.layer.engine for page in document.pages if page.layer is not None)
    return Row(file.name, whole, len(usable), shares, grades, engines)


def share(texts: Iterable[str]) -> float | None:
    """The share of Thai letters in known words over several texts.

    >>> share(["ผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงาน"])
    1.0
    >>> share(["ผลการประเมิน"]) is None
    True
    """
    known = total = 0
    for text in texts:
        a, b = known_letters(_LINE_END.sub(" ", _BETWEEN_THAI.sub("", text)))
        known, total = known + a, total + b
    return known / total if total >= FEWEST else None


def is_worse(row: Row) -> bool:
    """True where the repaired text has fewer known words than pdfium's.

    >>> is_worse(Row("a.pdf", 1, 1, (0.9, None, 0.95, 0.89), Counter(), Counter()))
    True
    """
    bare, ours = row.shares[0], row.shares[-1]
    return bare is not None and (ours is None or ours < bare - SLACK)


def _measure_docx(file: Path) -> Row:
    try:
        document = extract(file, "never")
    except NotRead as exc:
        return Row(file.name, 0, 0, (None,) * len(COLUMNS), Counter(), Counter(), str(exc))
    pages = list(document.pages)
    shares = (None, None, _share_of(document, pages), _share_of(normalise(document), pages))
    return Row(file.name, len(pages), len(pages), shares, Counter(), Counter())


def _share_of(document: Document, pages: Iterable[Page]) -> float | None:
    numbers = {page.number for page in pages}
    blocks = [block for page in document.pages if page.number in numbers for block in page.blocks]
    return share(
        text
        for block in blocks
        for text in ([block.text] if isinstance(block, Paragraph) else [cell.text for cell in block.cells])
    )


def _pdfplumber(file: Path, numbers: list[int]) -> list[str]:
    import pdfplumber

    with pdfplumber.open(file) as pdf:
        return [pdf.pages[n - 1].extract_text() or "" for n in numbers]


def _grade(page: Page) -> str:
    if page.layer is not None:
        return page.layer.quality.grade.value
    return "blank" if page.has_text else "picture"


def _median(shares: Iterable[float | None]) -> float | None:
    known = [x for x in shares if x is not None]
    return median(known) if known else None


def _print(rows: list[Row], worse: list[Row], medians: list[float | None]) -> None:
    table = Grid()
    for name in ("file", "pages"):
        table.add_column(name)
    for name in COLUMNS:
        table.add_column(name, justify="right")
    for name in ("engines", "grades"):
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(
            row.name + (" ↓" if row in worse else ""),
            f"{row.read}/{row.pages}",
            *(_number(x) for x in row.shares),
            _counts(row.engines),
            row.error or _counts(row.grades),
        )
    table.add_section()
    table.add_row("median", "", *(_number(x) for x in medians))
    console = Console(width=140)
    console.print(table)
    grades: Counter[str] = Counter()
    for row in rows:
        grades += row.grades
    console.print(f"pages by grade: {_counts(grades)}")
    console.print(
        f"{len(worse)} of {len(rows)} files worse than pdfium's bare text; median {_number(medians[-1])}"
        f" (bar {BAR:.2f}, pdfium {_number(medians[0])})"
    )


def _number(x: float | None) -> str:
    return "–" if x is None else f"{x:.3f}"


def _counts(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {n}" for name, n in counts.most_common())


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.real_documents", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=15, help="at most so many first pages of a file (15)")
    parser.add_argument("--jobs", type=int, default=2, help="files read at the same time (2)")
    parser.add_argument("--without-pdfplumber", action="store_true", help="leave out the slowest column")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
