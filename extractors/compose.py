"""Lines and grids of a PDF's pages to paragraphs and tables, with what goes on over a page break put together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from statistics import median

from extractors.document import Block, Cell, Layer, Page, Paragraph, Role, Table, Word, confidence_of
from extractors.gap_rows import Columns
from extractors.layout import (
    Line,
    Measure,
    goes_on,
    is_full,
    join_text,
    mark_running,
    paragraphs,
    pitch_of,
    starts_with_mark,
)
from extractors.pdf_rules import Grid
from extractors.pdf_text import Run


class RawPage:
    """What was read of one page, before lines of the whole file are compared."""

    __slots__ = (
        "body",
        "cells",
        "ends_with",
        "grids",
        "has_text",
        "height",
        "layer",
        "number",
        "problem",
        "watermark",
        "width",
    )

    def __init__(self, number: int, width: float, height: float) -> None:
        self.number, self.width, self.height = number, width, height
        self.grids: list[Grid] = []
        self.body: list[Line] = []
        self.cells: list[list[Line]] = []
        self.has_text = True
        self.layer: Layer | None = None
        self.watermark: list[Run] = []
        self.problem: tuple[str, str] | None = None
        """Why it cannot be read, in Thai and English."""
        self.ends_with: Columns | None = None
        """The columns of a table without upright lines, where the page ends with one."""


@dataclass(frozen=True, slots=True)
class _LastParagraph:
    """The paragraph that a page ends with: where it stands, and its lines."""

    page: int
    block: int
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class _Set:
    """How the text of a cell is set: the lines of its paragraphs, and the column they stand in."""

    paragraphs: list[list[Line]]
    measure: Measure


@dataclass(frozen=True, slots=True)
class _LastTable:
    """The table that a page ends with: where it stands, and how the text of each of its cells ends."""

    page: int
    block: int
    table: Table
    cells: Sequence[_Set]


def compose(raw: list[RawPage]) -> list[Page]:
    """Pages with their blocks: running heads marked, paragraphs joined, also over pages."""
    for page, lines in zip(raw, mark_running([p.body for p in raw]), strict=True):
        page.body = lines
    body = [line for p in raw for line in p.body if line.role is Role.BODY]
    pitch = pitch_of(body, otherwise=pitch_of(*(cell for p in raw for cell in p.cells)))
    pages: list[Page] = []
    last: _LastParagraph | _LastTable | None = None
    previous_table: Table | None = None
    measures = {
        width: _measure(raw, page, pitch) for width, page in {page.width: page for page in raw}.items()
    }
    for raw_page in raw:
        measure = measures[raw_page.width]
        blocks: list[Block] = []
        first_body = True
        for item in _in_order(raw_page):
            if isinstance(item, Grid):
                table, cells = _table(item, raw_page, pitch)
                repeated = _repeated_rows(table, previous_table) if first_body else 0
                table = replace(table, repeated_rows=repeated) if repeated else table
                if first_body and isinstance(last, _LastTable):
                    _tell_cut_cells(pages, last, table, cells)
                blocks.append(table)
                last = _LastTable(len(pages), len(blocks) - 1, table, cells)
                previous_table, first_body = table, False
                continue
            for group in paragraphs(item, measure):
                paragraph = _paragraph(group, measure)
                if paragraph.role is not Role.BODY:
                    blocks.append(paragraph)
                    continue
                if (
                    first_body
                    and isinstance(last, _LastParagraph)
                    and _continues(pages, last, group, measure)
                ):
                    _append(pages, (last.page, last.block), paragraph)
                    last = replace(last, lines=[*last.lines, *group])
                else:
                    blocks.append(paragraph)
                    last = _LastParagraph(len(pages), len(blocks) - 1, group)
                first_body = False
        if raw_page.watermark:
            blocks.append(_under(raw_page))
        pages.append(
            Page(
                raw_page.number,
                raw_page.width,
                raw_page.height,
                tuple(blocks),
                raw_page.has_text,
                raw_page.layer,
                raw_page.problem,
            )
        )
        # Of a large file not both: its lines, and the blocks made of them.
        raw_page.body, raw_page.cells = [], []
    return pages


def _in_order(page: RawPage) -> list[Grid | list[Line]]:
    """Tables and the stretches of lines between them, from top to bottom."""
    out: list[Grid | list[Line]] = []
    rest = list(page.grids)
    for line in page.body:
        while rest and rest[0].bbox[1] < (line.top + line.bottom) / 2:
            out.append(rest.pop(0))
        if out and isinstance(out[-1], list):
            out[-1].append(line)
        else:
            out.append([line])
    return out + rest


def _measure(raw: list[RawPage], page: RawPage, pitch: float) -> Measure:
    """The body column of pages as wide as this one."""
    lines = [x for p in raw if abs(p.width - page.width) < 2 for x in p.body if x.role is Role.BODY]
    if not lines:
        return Measure(0.0, page.width, pitch)
    lefts = sorted(x.x0 for x in lines)
    left, right = lefts[len(lefts) // 20], max(x.x1 for x in lines)
    if len(lines) < _FEW_LINES:
        right = max(right, page.width - left)  # perhaps none of them reaches the right margin
    return Measure(left, right, pitch)


_FEW_LINES = 10
"""Lines of text on all pages; fewer need not show how wide the column is."""


def _paragraph(group: list[Line], measure: Measure) -> Paragraph:
    first = group[0]
    same_page = [x for x in group if x.page == first.page]
    bbox = (
        min([x.x0 for x in same_page]),
        min([x.top for x in same_page]),
        max([x.x1 for x in same_page]),
        max([x.bottom for x in same_page]),
    )
    middle = (first.x0 + first.x1) / 2
    indented = first.x0 - measure.left > 3 * first.size and not _BULLET.match(first.text)
    centred = indented and abs(middle - (measure.left + measure.right) / 2) < 1.5 * first.size
    return Paragraph(
        join_text([x.text for x in group]),
        first.page,
        bbox,
        first.role,
        None,
        round(first.size, 1),
        centred,
        is_full(group[-1], measure),
        confidence=confidence_of(words := _words(group)),
        words=words,
    )


def _words(lines: Sequence[Line]) -> tuple[Word, ...]:
    return tuple(chain.from_iterable([line.words for line in lines]))


_BULLET = re.compile(r"\s*[-–—•●▪■*]\s")


def _under(page: RawPage) -> Paragraph:
    """The words under a page's text, as one paragraph."""
    runs = page.watermark
    box = (
        min(r.x0 for r in runs),
        min(r.top for r in runs),
        max(r.x1 for r in runs),
        max(r.bottom for r in runs),
    )
    text = "\n".join(run.text.strip() for run in runs)
    return Paragraph(text, page.number, box, Role.WATERMARK, font_size=round(runs[0].size, 1))


def _continues(pages: list[Page], last: _LastParagraph, group: list[Line], measure: Measure) -> bool:
    """True where the last paragraph of the page before goes on in these lines."""
    before = pages[last.page].blocks[last.block]
    if not isinstance(before, Paragraph) or before.centred or _paragraph(group, measure).centred:
        return False
    first, end = group[0], last.lines[-1]
    to_the_right = end.x0 - measure.left > 0.35 * (measure.right - measure.left)
    indented = first.x0 - measure.left > 1.1 * first.size
    if to_the_right or (indented and not starts_with_mark(before.text)):
        return False
    return goes_on(list(last.lines), first, group[1] if len(group) > 1 else None, measure)


def _tell_cut_cells(pages: list[Page], last: _LastTable, table: Table, cells: Sequence[_Set]) -> None:
    """Say of the cells that the page before ends with whether their text goes on in the table on this page."""
    below = {
        cell.column: how.paragraphs[0]
        for cell, how in zip(table.cells, cells, strict=True)
        if cell.row == table.repeated_rows and how.paragraphs
    }
    told = []
    for cell, how in zip(last.table.cells, last.cells, strict=True):
        under = below.get(cell.column)
        at_end = cell.row + cell.row_span == last.table.n_rows
        if under and how.paragraphs and at_end and table.n_columns == last.table.n_columns:
            lines = how.paragraphs[-1]
            on = goes_on(lines, under[0], under[1] if len(under) > 1 else None, how.measure)
            cell = replace(cell, open_end=on and _reaches_down(cell, lines[-1], how.measure))
        told.append(cell)
    page = pages[last.page]
    blocks = list(page.blocks)
    blocks[last.block] = replace(last.table, cells=tuple(told))
    pages[last.page] = replace(page, blocks=tuple(blocks))


def _reaches_down(cell: Cell, line: Line, measure: Measure) -> bool:
    """True where under the line there is room for two more at most: a page that keeps its last lines
    together leaves so much. Text that ends higher in its cell has ended."""
    if cell.bbox is None:
        return True
    return cell.bbox[3] - line.baseline < (0.6 + 2 * measure.pitch) * line.size


def _append(pages: list[Page], at: tuple[int, int], tail: Paragraph) -> None:
    page = pages[at[0]]
    head = page.blocks[at[1]]
    assert isinstance(head, Paragraph)  # noqa: S101 - `at` only ever names paragraphs
    joined = Paragraph(
        join_text([head.text, tail.text]),
        head.page,
        head.bbox,
        head.role,
        head.style,
        head.font_size,
        head.centred,
        tail.open_end,
        confidence=confidence_of(words := (*head.words, *tail.words)),
        words=words,
    )
    blocks = (*page.blocks[: at[1]], joined, *page.blocks[at[1] + 1 :])
    pages[at[0]] = replace(page, blocks=blocks)


def _table(grid: Grid, page: RawPage, pitch: float) -> tuple[Table, list[_Set]]:
    """The table of a grid, and how the text of each of its cells is set."""
    offset = 0
    for other in page.grids:
        if other is grid:
            break
        offset += len(other.cells)
    per_cell = page.cells[offset : offset + len(grid.cells)]
    inside = [pitch_of(lines, otherwise=pitch) for lines in per_cell if len(lines) > 3]
    usual = min(inside, default=pitch)
    lefts = [min([x.x0 for x in lines], default=None) for lines in per_cell]
    pads = [left - cell.bbox[0] for cell, left in zip(grid.cells, lefts, strict=True) if left is not None]
    pad = min(max(median(pads), 1.0), 8.0) if pads else 5.4
    cells: list[Cell] = []
    how: list[_Set] = []
    for cell, lines, left in zip(grid.cells, per_cell, lefts, strict=True):
        right = max([cell.bbox[2] - pad, *[x.x1 for x in lines]])
        measure = Measure(cell.bbox[0] if left is None else left, right, usual)
        groups = paragraphs(lines, measure)
        how.append(_Set(groups, measure))
        cells.append(
            Cell(
                cell.row,
                cell.column,
                "\n".join([join_text([x.text for x in g]) for g in groups]),
                cell.row_span,
                cell.column_span,
                page.number,
                cell.bbox,
                bool(lines) and is_full(lines[-1], measure),
                tuple([x.text.strip() for x in lines]),
                confidence=confidence_of(words := _words(lines)),
                words=words,
            )
        )
    return Table(tuple(cells), page.number, grid.bbox), how


def _repeated_rows(table: Table, previous: Table | None) -> int:
    """How many rows at the table's top repeat the top of the table on the page before."""
    if previous is None or previous.n_columns != table.n_columns or table.page != (previous.page or 0) + 1:
        return 0
    n = 0
    while (
        n < min(table.n_rows, previous.n_rows) and _row(table, n) == _row(previous, n) and any(_row(table, n))
    ):
        n += 1
    return n if n < table.n_rows else 0


def _row(table: Table, row: int) -> list[str]:
    return ["".join(cell.text.split()) for cell in table.cells if cell.row == row]
