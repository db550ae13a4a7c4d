"""The real reports give the same text as PDF and as DOCX, and lose none of it."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from rapidfuzz.distance import Indel

from extractors import extract
from extractors.document import Block, Document, Paragraph, Role, Table

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
REPORTS = ["bangsaiyai-2568", "banpraeng-2565", "chanthaburi-2564", "samran-2568", "tonsai-2568"]
LEAST = 0.995
"""So many characters of both renderings are alike, white space aside."""

MARKS = re.compile(r"[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+")
"""Reports whose marks stand far behind their letters in the order of the content."""

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not (SHARED / "reports").is_dir(), reason="the real reports are not beside the repository"
    ),
    pytest.mark.parametrize("report", REPORTS),
]


@cache
def read(report: str, name: str) -> Document:
    return extract(SHARED / "reports" / report / name)


def solid(text: str) -> str:
    """The text without its white space."""
    return "".join(text.split())


def header_rows(table: Table, before: Table | None) -> int:
    """How many rows at the table's top repeat those of the table before it."""
    if before is None:
        return table.repeated_rows
    tops = [
        [[solid(c.text) for c in t.cells if c.row == row] for row in range(t.n_rows)] for t in (before, table)
    ]
    same = 0
    while same < min(len(t) for t in tops) and tops[0][same] == tops[1][same] and any(tops[0][same]):
        same += 1
    return max(table.repeated_rows, same)


Part = tuple[str, int]
"""Solid text and the number of the page it stands on, 0 where the format has no pages."""


def columns(tables: list[Table]) -> list[Part]:
    """The text of tables that follow each other, column after column.

    A page break parts a row of the PDF in two; within a column the order of the words stays.
    """
    by_column: dict[float, list[Part]] = {}
    before = None
    for table in tables:
        skip = header_rows(table, before)
        for cell in table.cells:
            if cell.row >= skip:
                edge = float(cell.column) if cell.bbox is None else cell.bbox[0]
                near = next((x for x in by_column if cell.bbox and abs(x - edge) < 4), edge)
                by_column.setdefault(near, []).append((solid(cell.text), cell.page or 0))
        before = before if before is not None and skip else table
    return [part for edge in sorted(by_column) for part in by_column[edge]]


def body(document: Document) -> list[Part]:
    """The report's own text: its paragraphs and, between them, its tables by columns.

    Rows at the top of a table that repeat the header of the table before it are left out.
    """
    parts: list[Part] = []
    tables: list[Table] = []
    for block in document.blocks():
        if isinstance(block, Table):
            tables.append(block)
        elif block.role is Role.BODY and solid(block.text):
            parts += [*columns(tables), (solid(block.text), block.page or 0)]
            tables = []
    return parts + columns(tables)


def texts(block: Block) -> list[str]:
    return [block.text] if isinstance(block, Paragraph) else [cell.text for cell in block.cells]


def joined(parts: list[Part]) -> str:
    return "".join(text for text, _ in parts)


def test_the_pdf_reads_like_the_docx(report: str) -> None:
    """Characters in the same order, white space aside, for 99.5 % and more of the file and each page."""
    parts = body(read(report, "report.pdf"))
    pages = [page for text, page in parts for _ in text]
    pdf, docx = joined(parts), joined(body(read(report, "report.docx")))
    changes = [step for step in Indel.opcodes(pdf, docx) if step.tag != "equal"]
    wrong: Counter[int] = Counter()
    for step in changes:
        here = min(step.src_start, len(pages) - 1)
        wrong[pages[here]] += step.src_end - step.src_start + step.dest_end - step.dest_start
    share = 1 - wrong.total() / (len(pdf) + len(docx))
    by_page = {page: 1 - wrong[page] / (2 * n) for page, n in Counter(pages).items()}
    worst = min(by_page, key=lambda page: by_page[page])
    print(f"{report}: {share:.3%} of {len(docx)} characters; worst is page {worst} with {by_page[worst]:.3%}")
    assert share >= LEAST
    assert by_page[worst] >= LEAST


def test_no_mark_slides_onto_the_next_letter(report: str) -> None:
    """No SARA A after SARA AM, and no vowel of the next syllable."""
    for block in read(report, "report.pdf").blocks():
        for text in texts(block):
            assert "กำา" not in text
            assert "ทเี่" not in text


def test_every_mark_stands_on_its_letter(report: str) -> None:
    """A vowel or tone mark that the DOCX has on one letter is on no other in the PDF."""
    pdf, docx = (joined(body(read(report, f"report.{kind}"))) for kind in ("pdf", "docx"))
    for step in Indel.opcodes(pdf, docx):
        changed = pdf[step.src_start : step.src_end] + docx[step.dest_start : step.dest_end]
        assert step.tag == "equal" or not MARKS.fullmatch(changed), pdf[
            step.src_start - 20 : step.src_end + 20
        ]


def test_every_printed_character_is_in_a_block(report: str) -> None:
    """As often as pdfium finds it, running heads and repeated rows too, up to the end of each page.

    A paragraph that goes on over a page break stands on its first page, so the pages before a break
    may hold more than is printed on them, never less.
    """
    document = read(report, "report.pdf")
    ours: Counter[str] = Counter()
    printed: Counter[str] = Counter()
    with pdfium.PdfDocument(SHARED / "reports" / report / "report.pdf") as pdf:
        for page, seen in zip(document.pages, pdf, strict=True):
            ours.update(solid("".join(t for block in page.blocks for t in texts(block))))
            printed.update(solid(seen.get_textpage().get_text_range().replace("\ufffe", "-")))
            assert printed - ours == Counter(), f"lost on page {page.number}"
    assert ours == printed
