"""A picture file to Document: each of its pictures is a page, read like the page of a scanned PDF."""

from __future__ import annotations

from pathlib import Path

from extractors import detect, pictures, scan
from extractors.compose import RawPage, compose
from extractors.document import AUTO, Document, Recognition
from extractors.errors import Damaged


def extract(path: Path, how: Recognition = AUTO) -> Document:
    """The pages of a picture file, recognised where that is asked for and can be done.

    Raises `Damaged` where no picture can be decoded, and `TooLarge`.
    """
    media_type = detect.media_type(path) or ""
    with pictures.opened(path, path.name, how.limits) as found:
        raw = []
        damaged = None
        for index in range(len(found)):
            try:
                sheet = found.sheet(index)
            except Damaged as exc:
                damaged = exc
                raw.append(lost(index + 1))
                continue
            if scan.wanted(how):
                how.tell(index + 1, len(found))
            raw.append(read(sheet, index + 1, how))
    if damaged is not None and not any(page.width for page in raw):
        raise damaged
    engines = scan.engines(how.engine) if any(page.layer for page in raw) else {}
    return Document(media_type, tuple(compose(raw)), {"pillow": scan.version_of("pillow")} | engines)


def lost(number: int) -> RawPage:
    """A page of which nothing is to be had."""
    page = RawPage(number, 0.0, 0.0)
    page.has_text = False
    return page


def read(sheet: pictures.Sheet, number: int, how: Recognition) -> RawPage:
    """The page that a picture shows; without text where nothing is recognised."""
    height, width = (side * 72.0 / sheet.dpi for side in sheet.gray.shape)
    page = RawPage(number, width, height)
    page.has_text = False
    if not scan.wanted(how):
        return page
    found = scan.recognise_picture(sheet.gray, sheet.dpi, number, how.engine)
    if found.layer is not None:
        page.grids, page.body, page.cells, page.layer = found.grids, found.body, found.cells, found.layer
        page.width, page.height, page.has_text = found.width, found.height, True
    return page
