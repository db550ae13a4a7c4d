"""Pages of a report as pictures, and where its records stand on them.

PDFs and pictures are shown as they are, scans upright and straight as they were read, so that the boxes lie on
the words. A Word file has no pages of its own: LibreOffice makes a PDF of it, and records are found there by their words; without LibreOffice its
text is laid out. What was made is kept in the user's cache folder, named by the content of the file.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from corpus.records import RECORD_LISTS, Report, ReportRecords
from extractors.detect import DOC, DOCX, PDF
from extractors.document import Bbox
from extractors.errors import NotRead
from extractors.limits import DEFAULT
from pipeline.review.places import Block, Ref, blocks_of, found_by_words

if TYPE_CHECKING:
    from PIL import Image

DPI = 144
"""Of the pictures that are shown: sharp at twice the size of paper on a screen."""
_LONGEST = 3000
"""Pixels of a picture's longer side; only large sheets have more."""
_MOST_KEPT = 4000
"""Files in the cache; those used longest ago go first."""
_WORD = {DOCX: "MS Word 2007 XML", DOC: "MS Word 97"}
_SUFFIXES = {DOCX: ".docx", DOC: ".doc"}

_pdfium = Lock()
"""pdfium works for one thread at a time."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands."""

    page: int
    boxes: tuple[Bbox, ...] = ()
    """In points; none where only the page is known."""


@dataclass(frozen=True, slots=True)
class Shown:
    """How a report can be shown."""

    how: Literal["pages", "word", "text"]
    """Its own pages, those that LibreOffice made, or its text."""
    pages: int
    places: Mapping[Ref, Place]
    blocks: tuple[Block, ...] = ()
    """The text, where there are no pages."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page's picture."""

    file: Path
    width: float
    """Points."""
    height: float


@dataclass(slots=True)
class Pages:
    """Makes pictures and finds places, and keeps both."""

    cache: Path = field(default_factory=lambda: _folder())
    passwords: tuple[str, ...] = ()
    """Tried on PDFs that are encrypted."""
    _words: dict[str, tuple[int, tuple[Block, ...]]] = field(default_factory=dict)
    """Report id -> pages and blocks of the PDF that LibreOffice made, or of the file itself (no pages)."""
    _failed: dict[str, NotRead] = field(default_factory=dict)
    """Word files that nothing can be made of."""
    _lock: Lock = field(default_factory=Lock)

    def of(self, records: ReportRecords, path: Path) -> Shown:
        """How a report is shown. Raises `NotRead` where its file cannot be opened."""
        report = records.report
        if report.media_type not in _WORD:
            places = stated(records)
            known = max((place.page for place in places.values()), default=1)
            return Shown("pages", report.pages or known, places)
        with self._lock:
            if report.report_id in self._failed:
                raise self._failed[report.report_id]
            if report.report_id not in self._words:
                try:
                    self._words[report.report_id] = self._read(report, path)
                except NotRead as exc:
                    self._failed[report.report_id] = exc  # LibreOffice takes minutes to fail
                    raise
        pages, blocks = self._words[report.report_id]
        places = {ref: Place(page, boxes) for ref, (page, boxes) in found_by_words(records, blocks).items()}
        return Shown("word", pages, places) if pages else Shown("text", 1, places, blocks)

    def picture(self, report: Report, path: Path, page: int, *, recognised: bool) -> Picture:
        """A page's picture; that of one that was recognised as it was read. Raises `NotRead`, also where there is no such page."""
        straight = "-read" if recognised else ""
        file = self.cache / f"{report.report_id}-{page}-{DPI}{straight}.{'jpg' if recognised else 'png'}"
        if not file.is_file():
            image, scale = self._drawn(report, path, page, recognised)
            # The size in points goes into the file, so that it need not be drawn again to know it.
            self._keep(file, image, scale)
        os.utime(file)
        return Picture(file, *_size(file))

    def _drawn(self, report: Report, path: Path, page: int, recognised: bool) -> tuple[Image.Image, float]:
        """A page, and the pixels to a point."""
        if report.media_type in _WORD:
            path = self._pdf_of_word(report, path)
        elif report.media_type != PDF:
            return _of_pictures(path, page)
        return _of_pdf(path, page, recognised, self.passwords)

    def _read(self, report: Report, path: Path) -> tuple[int, tuple[Block, ...]]:
        from extractors import extract

        if _office() is None:
            return 0, blocks_of(extract(path, "never"))
        with _pdfium:
            document = extract(self._pdf_of_word(report, path), "never")
        return len(document.pages), blocks_of(document)

    def _pdf_of_word(self, report: Report, path: Path) -> Path:
        from extractors.doc import PDF_OF_WORD, TIME_LIMIT, convert

        file = self.cache / f"{report.report_id}.pdf"
        office = _office()
        if file.is_file() or office is None:
            return file
        with tempfile.TemporaryDirectory(prefix="prongsai-review-") as name:
            work = Path(name)
            source = work / f"input{_SUFFIXES[report.media_type]}"
            shutil.copyfile(path, source)
            made = convert(office, source, work, TIME_LIMIT, PDF_OF_WORD, _WORD[report.media_type])
            self._put(file, lambda part: shutil.copyfile(made, part))
        return file

    def _keep(self, file: Path, image: Image.Image, scale: float) -> None:
        dpi = (72.0 * scale, 72.0 * scale)
        if file.suffix == ".jpg":
            self._put(file, lambda part: image.save(part, "JPEG", quality=80, dpi=dpi))
        else:
            small = image.quantize(64) if image.mode == "RGB" and _is_plain(image) else image
            self._put(file, lambda part: small.save(part, "PNG", dpi=dpi))

    def _put(self, file: Path, write: Callable[[Path], Any]) -> None:
        self.cache.mkdir(parents=True, exist_ok=True)
        part = file.with_name(f".{file.name}.{os.getpid()}.part")
        write(part)
        part.replace(file)
        kept = [path for path in self.cache.iterdir() if not path.name.startswith(".")]
        if len(kept) > _MOST_KEPT:
            kept.sort(key=lambda path: path.stat().st_mtime)
            for path in kept[: _MOST_KEPT // 5]:
                path.unlink(missing_ok=True)


def stated(records: ReportRecords) -> dict[Ref, Place]:
    """The places that the records say themselves."""
    found: dict[Ref, Place] = {}
    for record, name in RECORD_LISTS.items():
        for position, one in enumerate(getattr(records, name)):
            about = [a.page for a in one.about if a.page] if record == "finding" else []
            page = (one.source.page if one.source else None) or next(iter(about), None) or 1
            boxes = (one.source.bbox,) if one.source and one.source.bbox else ()
            found[record, position] = Place(page, boxes)
    source = records.report.source
    found["report", None] = Place(
        (source.page if source else None) or 1, (source.bbox,) if source and source.bbox else ()
    )
    return found


def _folder() -> Path:
    """`prongsai/review` in the user's cache folder (XDG_CACHE_HOME, or ~/.cache)."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "prongsai" / "review"


def _office() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def _of_pdf(path: Path, page: int, recognised: bool, passwords: tuple[str, ...]) -> tuple[Image.Image, float]:
    from PIL import Image

    from extractors import pdf_open, scan, scan_image

    with _pdfium, pdf_open.Opened(path, DEFAULT, passwords) as pdf:
        if not 1 <= page <= len(pdf):
            raise NotRead(f"ไม่มีหน้า {page}", f"there is no page {page}")
        sheet = pdf.page(page)
        if recognised and scan.missing() is None:
            dpi = scan_image.native_dpi(sheet)
            gray = scan.as_read(scan_image.render(sheet, dpi), dpi, page)
            return _fitted(Image.fromarray(gray), dpi / 72.0)
        longest = max(sheet.get_size()) or 1.0
        scale = min(DPI / 72.0, _LONGEST / longest)
        return sheet.render(scale=scale).to_pil().convert("RGB"), scale


def _of_pictures(path: Path, page: int) -> tuple[Image.Image, float]:
    from PIL import Image

    from extractors import pictures, scan

    with pictures.opened(path, path.name) as found:
        if not 1 <= page <= len(found):
            raise NotRead(f"ไม่มีหน้า {page}", f"there is no page {page}")
        sheet = found.sheet(page - 1)
    gray = sheet.gray if scan.missing() else scan.as_read(sheet.gray, sheet.dpi, page)
    return _fitted(Image.fromarray(gray), sheet.dpi / 72.0)


def _fitted(image: Image.Image, scale: float) -> tuple[Image.Image, float]:
    """A picture no larger than is shown, and its pixels to a point."""
    by = min(1.0, DPI / 72.0 / scale, _LONGEST / max(image.size))
    size = (max(1, round(image.width * by)), max(1, round(image.height * by)))
    return image.resize(size), scale * size[0] / image.width


def _is_plain(image: Image.Image) -> bool:
    """Whether a picture has few colours, as text and rules have."""
    return image.getcolors(4096) is not None


def _size(file: Path) -> tuple[float, float]:
    """Points."""
    from PIL import Image

    with Image.open(file) as image:
        dpi = image.info.get("dpi", (DPI, DPI))[0]
        return image.width * 72.0 / dpi, image.height * 72.0 / dpi
