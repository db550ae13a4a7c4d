"""Scores in recognised tables whose point was not seen, or not as a point: 8673, 86,73, 86 .73."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from extractors.document import Cell, Document, Page, Table
from normalizers.numbers import to_arabic_digits

_SCORE = re.compile(r"\W*(?:100|\d{1,2})\.\d{2}\W*")
_LOST = re.compile(r"(100|\d{2})(\d{2})")
_OTHER_SIGN = re.compile(r"(100|\d{1,2})(?: ?[.,:;·-] ?| )(\d{2})")
_YEAR = range(2500, 2600)
"""Four digits that are a year rather than a score."""


def with_points(document: Document) -> Document:
    """The Document with the points of such scores in recognised tables; `printed` keeps what was recognised.

    Only in columns where most figures are scores with two decimals, and never where a year may be meant.
    """
    return replace(document, pages=tuple(_page(page) for page in document.pages))


def _page(page: Page) -> Page:
    if page.layer is None or not page.layer.recognised:
        return page
    blocks = tuple(_table(block) if isinstance(block, Table) else block for block in page.blocks)
    return page if blocks == page.blocks else replace(page, blocks=blocks)


def _table(table: Table) -> Table:
    columns: dict[int, list[Cell]] = defaultdict(list)
    for cell in table.cells:
        if any(word.number for word in cell.words):
            columns[cell.column].append(cell)
    of_scores = {
        column
        for column, cells in columns.items()
        if sum(_SCORE.fullmatch(to_arabic_digits(cell.text)) is not None for cell in cells) * 2 > len(cells)
    }
    if not of_scores:
        return table
    return replace(
        table, cells=tuple(_cell(cell) if cell.column in of_scores else cell for cell in table.cells)
    )


def _cell(cell: Cell) -> Cell:
    if not cell.words:
        return cell
    mended = with_point(cell.text)
    if mended is None:
        return cell
    return replace(cell, text=mended, lines=(mended,), printed=cell.printed or cell.text)


def with_point(text: str) -> str | None:
    """A score with its point, from what was recognised of it; None where nothing has to be mended.

    >>> with_point("๘๖๗๓"), with_point("86,73"), with_point("100 .00"), with_point("๑๐๐๐๐")
    ('๘๖.๗๓', '86.73', '100.00', '๑๐๐.๐๐')
    >>> with_point("๒๕๖๘"), with_point("86.73"), with_point("873"), with_point("12345")
    (None, None, None, None)
    """
    text = text.strip()
    digits = to_arabic_digits(text)
    if _SCORE.fullmatch(digits):
        return None
    found = _LOST.fullmatch(digits)
    if found and int(digits) in _YEAR:
        return None
    found = found or _OTHER_SIGN.fullmatch(digits)
    return f"{text[: found.end(1)]}.{text[found.start(2) :]}" if found else None
