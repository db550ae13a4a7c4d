"""PDF with a text layer: pdfium reads characters and lines, pdfplumber's geometry finds the cells."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as c

from extractors import scan
from extractors.document import (
    AUTO,
    Block,
    Cell,
    Document,
    Layer,
    Ocr,
    Page,
    Paragraph,
    Recognition,
    Role,
    Table,
    confidence_of,
)
from extractors.errors import Damaged, Encrypted
from extractors.layout import (
    Line,
    Measure,
    is_full,
    join_text,
    lines_of,
    mark_running,
    paragraphs,
    part_watermark,
    pitch_of,
    starts_with_mark,
)
from extractors.pdf_chars import Chars, Frame
from extractors.pdf_rules import Grid, grids, locate
from extractors.pdf_text import Run, base_index, read_chars, runs
from normalizers.quality import Grade, Quality, judge

MEDIA_TYPE = "application/pdf"

WITH_FONTS = "pdfium+fonts"

PICTURE = 0.7
"""A picture over so much of the page is the page: a scan, or a slide saved as a picture."""
FEW_LETTERS = 60
"""Signs of text on such a page that are a stamp, a page number or a signature's box, not what it says. Slides
over a background picture have 80 and more."""


def extract(path: Path, how: Recognition = AUTO) -> Document:
    """Read a PDF's text layer and ruled tables, and the pictures of pages without a text that can be read.

    Raises `Encrypted` where a password is needed, `Damaged` where pdfium cannot open it.
    """
    try:
        # From bytes: pdfium takes a path in the locale's encoding, which may know no Thai.
        pdf = pdfium.PdfDocument(path.read_bytes())
    except pdfium.PdfiumError as exc:
        raise _not_opened(path, exc) from exc
    with pdf:
        if len(pdf) == 0:
            raise Damaged(f"{path.name}: ไฟล์ PDF ไม่มีหน้า", f"{path.name}: the PDF has no pages")
        raw = [_read_page(pdf, number) for number in range(1, len(pdf) + 1)]
        for page in raw:
            if _wanted(page, how.ocr):
                how.tell(page.number, len(raw))
                _recognise(pdf, page)
    return Document(MEDIA_TYPE, tuple(compose(raw)), _engines(raw))


def _wanted(page: RawPage, ocr: Ocr) -> bool:
    """True where the page's picture is to be read."""
    if page.width == 0 or not scan.wanted(ocr):
        return False
    readable = page.has_text and (page.layer is None or page.layer.quality.usable)
    return ocr is Ocr.ALWAYS or (not readable)


def _recognise(pdf: pdfium.PdfDocument, raw: RawPage) -> None:
    """Put what its picture says in the place of the page's text layer."""
    page = pdf[raw.number - 1]
    try:
        found = scan.recognise(page, raw.number)
    finally:
        page.close()
    if found.layer is None:
        return
    raw.grids, raw.body, raw.cells, raw.layer = found.grids, found.body, found.cells, found.layer
    raw.width, raw.height = found.width, found.height
    raw.has_text, raw.watermark = True, []


def _engines(pages: list[RawPage]) -> dict[str, str]:
    """What read the file, by name and version."""
    fonts = any(page.layer is not None and page.layer.engine == WITH_FONTS for page in pages)
    names = ["pypdfium2", "pdfplumber", *(["fonttools"] if fonts else [])]
    recognised = any(page.layer is not None and page.layer.recognised for page in pages)
    return {name: scan.version_of(name) for name in names} | (scan.engines() if recognised else {})


def _not_opened(path: Path, exc: pdfium.PdfiumError) -> Exception:
    if getattr(exc, "err_code", None) == c.FPDF_ERR_PASSWORD or "password" in str(exc).lower():
        return Encrypted(
            f"{path.name}: ไฟล์ PDF ถูกเข้ารหัส กรุณาบันทึกใหม่โดยไม่ใส่รหัสผ่าน",
            f"{path.name}: the PDF is encrypted; save it again without a password",
        )
    return Damaged(
        f"{path.name}: เปิดไฟล์ PDF ไม่ได้ ไฟล์เสียหาย กรุณาขอไฟล์ใหม่",
        f"{path.name}: the PDF cannot be opened, it is damaged ({exc}); get a new copy",
    )


class RawPage:
    """What was read of one page, before lines of the whole file are compared."""

    __slots__ = ("body", "cells", "grids", "has_text", "height", "layer", "number", "watermark", "width")

    def __init__(self, number: int, width: float, height: float) -> None:
        self.number, self.width, self.height = number, width, height
        self.grids: list[Grid] = []
        self.body: list[Line] = []
        self.cells: list[list[Line]] = []
        self.has_text = True
        self.layer: Layer | None = None
        self.watermark: list[Run] = []


def _read_page(pdf: pdfium.PdfDocument, number: int) -> RawPage:
    try:
        page = pdf[number - 1]
    except pdfium.PdfiumError:
        lost = RawPage(number, 0.0, 0.0)
        lost.has_text = False
        return lost
    try:
        frame = Frame(page)
        out = RawPage(number, frame.width, frame.height)
        textpage = page.get_textpage()
        by_region: dict[int, list[Run]] = {}
        try:
            chars = read_chars(textpage, frame)
            if not chars.text.strip():
                out.has_text = not any(True for _ in page.get_objects(max_depth=2))
                return out
            out.grids = grids(page, frame)
            found, out.watermark, out.layer = _read_layer(page, textpage, chars, frame, out.grids)
            for run in found:
                by_region.setdefault(run.region, []).append(run)
        finally:
            textpage.close()
        place = (number, frame.width, frame.height)
        out.body = lines_of(by_region.pop(-1, []), *place)
        n_cells = sum(len(g.cells) for g in out.grids)
        out.cells = [lines_of(by_region.get(i, []), *place) for i in range(n_cells)]
        return out
    finally:
        page.close()


def _read_layer(
    page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, chars: Chars, frame: Frame, tables: list[Grid]
) -> tuple[list[Run], list[Run], Layer]:
    """The runs of a page's text and of its watermark, and how good the text is, by what reads it best.

    pdfium alone reads nearly all pages. Where characters come out as codes that are no letters, their fonts are
    asked, and the better of the two texts is taken.
    """

    def placed(chars: Chars) -> tuple[list[Run], list[Run]]:
        x, y = (chars.x0 + chars.x1) / 2, (chars.top + chars.bottom) / 2
        return part_watermark(runs(chars, locate(tables, x, y)[base_index(chars.text)], textpage, frame))

    found, under = placed(chars)
    quality, engine = _judged(found), "pdfium"
    if quality.unreadable or quality.foreign:
        from extractors.pdf_fonts import glyph_names  # fontTools is slow to load and seldom needed

        names = glyph_names(textpage)
        if names:
            named, named_under = placed(read_chars(textpage, frame, names))
            better = _judged(named)
            if better.badness < quality.badness:
                found, under, quality, engine = named, named_under, better, WITH_FONTS
    picture = _largest_picture(page, frame) if quality.signs < FEW_LETTERS else 0.0
    if picture > PICTURE:
        quality = replace(quality, grade=Grade.UNUSABLE)
    return found, under, Layer(engine, quality, picture)


def _judged(found: list[Run]) -> Quality:
    return judge(join_text([run.text for run in found]))


def _largest_picture(page: pdfium.PdfPage, frame: Frame) -> float:
    """The share of the page that its largest picture covers."""
    largest = 0.0
    for image in page.get_objects(filter=[c.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = (np.array([v]) for v in image.get_bounds())
        x0, upper, x1, lower = (float(v[0]) for v in frame.boxes(left, bottom, right, top))
        across = max(0.0, min(x1, frame.width) - max(x0, 0.0))
        down = max(0.0, min(lower, frame.height) - max(upper, 0.0))
        largest = max(largest, across * down / (frame.width * frame.height))
    return largest


def compose(raw: list[RawPage]) -> list[Page]:
    """Pages with their blocks: running heads marked, paragraphs joined, also over pages."""
    for page, lines in zip(raw, mark_running([p.body for p in raw]), strict=True):
        page.body = lines
    body = [line for p in raw for line in p.body if line.role is Role.BODY]
    pitch = pitch_of(body, otherwise=pitch_of(*(cell for p in raw for cell in p.cells)))
    pages: list[Page] = []
    open_paragraph: tuple[int, int] | None = None  # page index and block index it may be joined to
    previous_table: Table | None = None
    for raw_page in raw:
        measure = _measure(raw, raw_page, pitch)
        blocks: list[Block] = []
        first_body = True
        for item in _in_order(raw_page):
            if isinstance(item, Grid):
                table = _table(item, raw_page, pitch)
                repeated = _repeated_rows(table, previous_table) if first_body else 0
                table = Table(table.cells, table.page, table.bbox, repeated)
                blocks.append(table)
                previous_table, open_paragraph, first_body = table, None, False
                continue
            for group in paragraphs(item, measure):
                paragraph = _paragraph(group, measure)
                if paragraph.role is not Role.BODY:
                    blocks.append(paragraph)
                    continue
                if (
                    first_body
                    and open_paragraph is not None
                    and _continues(pages, open_paragraph, group, measure)
                ):
                    _append(pages, open_paragraph, paragraph)
                else:
                    blocks.append(paragraph)
                    open_paragraph = (len(pages), len(blocks) - 1)
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
            )
        )
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
    return Measure(lefts[len(lefts) // 20], max(x.x1 for x in lines), pitch)


def _paragraph(group: list[Line], measure: Measure) -> Paragraph:
    first = group[0]
    same_page = [x for x in group if x.page == first.page]
    bbox = (
        min(x.x0 for x in same_page),
        min(x.top for x in same_page),
        max(x.x1 for x in same_page),
        max(x.bottom for x in same_page),
    )
    middle = (first.x0 + first.x1) / 2
    indented = first.x0 - measure.left > 3 * first.size
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
        confidence=confidence_of(words := tuple(word for line in group for word in line.words)),
        words=words,
    )


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


def _continues(pages: list[Page], at: tuple[int, int], group: list[Line], measure: Measure) -> bool:
    """True where the last paragraph of the page before goes on in these lines."""
    before = pages[at[0]].blocks[at[1]]
    if not isinstance(before, Paragraph) or not before.open_end or before.centred:
        return False
    first = group[0]
    indented = first.x0 - measure.left > 1.1 * first.size
    alike = before.font_size is None or abs(before.font_size - first.size) <= 0.15 * first.size
    hanging = starts_with_mark(before.text)
    return alike and not starts_with_mark(first.text) and (hanging or not indented)


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


def _table(grid: Grid, page: RawPage, pitch: float) -> Table:
    offset = 0
    for other in page.grids:
        if other is grid:
            break
        offset += len(other.cells)
    per_cell = page.cells[offset : offset + len(grid.cells)]
    inside = [pitch_of(lines, otherwise=pitch) for lines in per_cell if len(lines) > 3]
    usual = min(inside, default=pitch)
    pads = [
        min(x.x0 for x in lines) - cell.bbox[0]
        for cell, lines in zip(grid.cells, per_cell, strict=True)
        if lines
    ]
    pad = float(np.clip(np.median(pads), 1.0, 8.0)) if pads else 5.4
    cells = []
    for cell, lines in zip(grid.cells, per_cell, strict=True):
        left = min((x.x0 for x in lines), default=cell.bbox[0])
        right = max([cell.bbox[2] - pad, *(x.x1 for x in lines)])
        measure = Measure(left, right, usual)
        groups = paragraphs(lines, measure)
        cells.append(
            Cell(
                cell.row,
                cell.column,
                "\n".join(join_text([x.text for x in g]) for g in groups),
                cell.row_span,
                cell.column_span,
                page.number,
                cell.bbox,
                bool(lines) and is_full(lines[-1], measure),
                tuple(x.text.strip() for x in lines),
                confidence=confidence_of(words := tuple(word for line in lines for word in line.words)),
                words=words,
            )
        )
    return Table(tuple(cells), page.number, grid.bbox)


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
    return [re.sub(r"\s", "", cell.text) for cell in table.cells if cell.row == row]
