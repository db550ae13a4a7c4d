"""PDF with a text layer: pdfium reads characters and lines, pdfplumber's geometry finds the cells."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as c

from extractors import scan
from extractors.borderless import borderless
from extractors.boundary import translated
from extractors.compose import RawPage, compose
from extractors.document import (
    AUTO,
    Document,
    Layer,
    Ocr,
    Recognition,
)
from extractors.errors import Damaged, TooLarge
from extractors.gap_rows import Columns
from extractors.layout import (
    join_text,
    lines_of,
    part_watermark,
)
from extractors.limits import Limits
from extractors.pdf_bulk import Things, address, objects
from extractors.pdf_chars import Chars, Frame, letters_of, where
from extractors.pdf_open import Opened
from extractors.pdf_rules import Grid, edges_of, grids_of, locate, most_cells
from extractors.pdf_text import Run, read_chars, runs
from extractors.pictures import LOWEST_DPI
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

    Raises `Encrypted`, `Unsupported`, `TooLarge`, or `Damaged` where no page can be read.
    """
    with Opened(path, how.limits, how.passwords) as pdf:
        raw: list[RawPage] = []
        for number in range(1, len(pdf) + 1):
            raw.append(_read_page(pdf, number, how.limits, raw[-1].ends_with if raw else None))
        if not any(page.width for page in raw):
            raise _no_page(path, raw[0])
        for page in raw:
            if _wanted(page, how):
                how.tell(page.number, len(raw))
                before = raw[page.number - 2].ends_with if page.number > 1 else None
                _recognise(pdf, page, how, before)
    return Document(MEDIA_TYPE, tuple(compose(raw)), _engines(raw, how.engine))


def _wanted(page: RawPage, how: Recognition) -> bool:
    """True where the page's picture is to be read."""
    readable = page.has_text and (page.layer is None or page.layer.quality.usable)
    if page.width == 0 or (readable and how.ocr is not Ocr.ALWAYS):
        return False
    return scan.wanted(how)  # last: it loads what recognises


def _recognise(pdf: Opened, raw: RawPage, how: Recognition, above: Columns | None) -> None:
    """Put what its picture says in the place of the page's text layer; `above` as for `_read_page`."""
    page = pdf.page(raw.number)
    try:
        with translated(how.limits.nesting):
            _refuse_large(page, how.limits.pixels)
            found = scan.recognise(page, raw.number, how.engine, above)
    except (Damaged, TooLarge) as exc:
        raw.problem = raw.problem if raw.has_text else (exc.reason_th, exc.reason_en)
        return
    finally:
        page.close()
    if found.layer is None:
        return
    raw.grids, raw.body, raw.cells, raw.layer = found.grids, found.body, found.cells, found.layer
    raw.width, raw.height = found.width, found.height
    raw.has_text, raw.watermark, raw.ends_with = True, [], found.ends_with


def _engines(pages: list[RawPage], engine: str) -> dict[str, str]:
    """What read the file, by name and version."""
    fonts = any(page.layer is not None and page.layer.engine == WITH_FONTS for page in pages)
    names = ["pypdfium2", "pdfplumber", *(["fonttools"] if fonts else [])]
    recognised = any(page.layer is not None and page.layer.recognised for page in pages)
    return {name: scan.version_of(name) for name in names} | (scan.engines(engine) if recognised else {})


def _no_page(path: Path, first: RawPage) -> Damaged:
    th, en = first.problem or ("", "")
    return Damaged(
        f"{path.name}: ไม่มีหน้าใดที่อ่านได้ หน้าแรก: {th}", f"{path.name}: no page can be read; the first: {en}"
    )


def _refuse_large(page: pdfium.PdfPage, most: int) -> None:
    """Raise where the page, or a picture on it, has more pixels than that."""
    width, height = page.get_size()
    sizes = [image.get_px_size() for image in page.get_objects(filter=[c.FPDF_PAGEOBJ_IMAGE], max_depth=3)]
    per_point = LOWEST_DPI / 72.0
    for across, down in (*sizes, (round(width * per_point), round(height * per_point))):
        if across * down > most:
            raise TooLarge.of(
                "pixels",
                most,
                f"ภาพใหญ่ {across:,} × {down:,} จุด",
                f"a picture of {across:,} × {down:,} pixels",
            )


def _read_page(pdf: Opened, number: int, limits: Limits, above: Columns | None = None) -> RawPage:
    """What a page says; `above` are the columns of a table that the page before ends with.

    A page that is damaged, or beyond a limit, comes without text, and says why.
    """
    try:
        with translated(limits.nesting):
            return _read_sound_page(pdf, number, limits, above)
    except (Damaged, TooLarge) as exc:
        lost = RawPage(number, 0.0, 0.0)
        lost.has_text = False
        lost.problem = exc.reason_th, exc.reason_en
        return lost


def _read_sound_page(pdf: Opened, number: int, limits: Limits, above: Columns | None) -> RawPage:
    page = pdf.page(number)
    try:
        frame = Frame(page)
        out = RawPage(number, frame.width, frame.height)
        textpage = page.get_textpage()
        by_region: dict[int, list[Run]] = {}
        try:
            count = textpage.count_chars()
            if count > limits.page_characters:
                th, en = f"หน้ามี {count:,} ตัวอักษร", f"a page of {count:,} characters"
                raise TooLarge.of("page_characters", limits.page_characters, th, en)
            content = objects(address(page.raw))
            chars = read_chars(textpage, frame, content)
            if not chars.text.strip():
                out.has_text = not any(True for _ in page.get_objects(max_depth=2))
                return out
            edges = edges_of(content, frame)
            if (cells := most_cells(edges)) > limits.table_cells:
                th, en = f"หน้ามีตารางถึง {cells:,} เซลล์", f"a page with tables of up to {cells:,} cells"
                raise TooLarge.of("table_cells", limits.table_cells, th, en)
            ruled = grids_of(edges)
            found = borderless(chars, ruled, edges, above)
            out.ends_with = found.ends_with
            out.grids = sorted([*ruled, *found.grids], key=lambda g: (g.bbox[1], g.bbox[0]))
            text, out.watermark, out.layer = _read_layer(page, textpage, chars, frame, content, out.grids)
            for run in text:
                by_region.setdefault(run.region, []).append(run)
        finally:
            textpage.close()
        place = (number, frame.width, frame.height)
        out.body = lines_of(by_region.pop(-1, []), *place)
        n_cells = sum(len(g.cells) for g in out.grids)
        out.cells = [lines_of(by_region[i], *place) if i in by_region else [] for i in range(n_cells)]
        return out
    finally:
        page.close()


def _read_layer(
    page: pdfium.PdfPage,
    textpage: pdfium.PdfTextPage,
    chars: Chars,
    frame: Frame,
    content: Things,
    tables: list[Grid],
) -> tuple[list[Run], list[Run], Layer]:
    """The runs of a page's text and of its watermark, and how good the text is, by what reads it best.

    pdfium alone reads nearly all pages. Where characters come out as codes that are no letters, their fonts are
    asked, and the better of the two texts is taken.
    """

    def placed(chars: Chars) -> tuple[list[Run], list[Run]]:
        seen = where(letters_of(chars.text))
        x, y = (chars.x0 + chars.x1)[seen] / 2, (chars.top + chars.bottom)[seen] / 2
        return part_watermark(runs(chars, seen, locate(tables, x, y), textpage, frame))

    found, under = placed(chars)
    quality, engine = _judged(found), "pdfium"
    if quality.unreadable or quality.foreign:
        from extractors.pdf_fonts import glyph_names  # fontTools is slow to load and seldom needed

        names = glyph_names(textpage)
        if names:
            named, named_under = placed(read_chars(textpage, frame, content, names))
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
