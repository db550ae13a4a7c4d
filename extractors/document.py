"""The Document: what every extractor makes of a file, whatever its format.

Places are in PDF points (1/72 inch) from the upper left corner of the page as it is
shown. A format without pages (DOCX) gives one page without a number, and no boxes; pictures as large as a page
that stand in it are pages with a number, the first picture's 1, between pages without one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from extractors.limits import DEFAULT, Limits
from normalizers.quality import Quality

Bbox = tuple[float, float, float, float]
"""x0, top, x1, bottom in points from the upper left corner of the page."""


class Role(StrEnum):
    """What a block is on its page. Only `BODY` belongs to the report's text."""

    BODY = "body"
    HEADER = "header"
    """A running head: the same words at the top of the pages."""
    FOOTER = "footer"
    PAGE_NUMBER = "page_number"
    FOOTNOTE = "footnote"
    WATERMARK = "watermark"
    """The same words again and again, under the text of the page."""


class Ocr(StrEnum):
    """Which pages are recognised from their pictures."""

    AUTO = "auto"
    """Those without a text layer that can be read."""
    NEVER = "never"
    ALWAYS = "always"


DEFAULT_ENGINE = "tesseract"

OnPage = Callable[[int, int], None]
"""Told, before a page's picture is read, the page's number and how many pages there are."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """What an extractor is asked to recognise, within which limits, and who is told how far it is."""

    ocr: Ocr = Ocr.AUTO
    engine: str = DEFAULT_ENGINE
    """One of `extractors.engines.ENGINES`."""
    on_page: OnPage | None = None
    limits: Limits = DEFAULT
    passwords: tuple[str, ...] = field(default=(), repr=False)
    """Tried on encrypted PDFs, one after another."""

    def tell(self, page: int, of: int) -> None:
        """Say that this page's picture is read next."""
        if self.on_page is not None:
            self.on_page(page, of)


AUTO = Recognition()


@dataclass(frozen=True, slots=True)
class Word:
    """A word recognised from an image."""

    text: str
    """As it was recognised, before any repair."""
    confidence: float
    """0-1; of a number, that of its least sure digit."""
    number: bool = False
    """It holds a digit."""
    others: tuple[str, ...] = ()
    """Of a number: what it may be besides, the likeliest reading first."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, its lines joined as the reader would read them."""

    text: str
    """Printed text in reading order. A forced line break is a newline."""
    page: int | None = None
    """1-based number of the page it begins on; None where the format has no pages."""
    bbox: Bbox | None = None
    """Its box on that page (of its first part, where it goes on over the page)."""
    role: Role = Role.BODY
    style: str | None = None
    """Name of the paragraph style (DOCX), or None."""
    font_size: float | None = None
    """Size of its first letters in points, where known."""
    centred: bool = False
    open_end: bool = False
    """Its last line is full, so the text may go on in the next block."""
    printed: str | None = None
    """The text as the file has it, where it was damaged and `text` is the repaired one."""
    confidence: float | None = None
    """0-1 where it was recognised from an image: the least of its numbers and its doubtful words."""
    words: tuple[Word, ...] = ()
    """Its words, where it was recognised from an image."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; a merged cell is one cell with spans."""

    row: int
    """0-based."""
    column: int
    """0-based."""
    text: str
    """Its paragraphs, parted by newlines."""
    row_span: int = 1
    column_span: int = 1
    page: int | None = None
    bbox: Bbox | None = None
    open_end: bool = False
    """Its last line is full, so the text may go on in the row after a page break."""
    lines: tuple[str, ...] = ()
    """Its lines as they are set, where they are known: more of them than paragraphs."""
    printed: str | None = None
    """The text as the file has it, where it was damaged and `text` is the repaired one."""
    confidence: float | None = None
    """0-1 where it was recognised from an image: the least of its numbers and its doubtful words."""
    words: tuple[Word, ...] = ()
    """Its words, where it was recognised from an image."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table on one page. One that goes on over the page is several tables."""

    cells: tuple[Cell, ...]
    """In order of row, then column; every cell once, whatever its spans."""
    page: int | None = None
    bbox: Bbox | None = None
    repeated_rows: int = 0
    """So many rows at the top repeat the header of the table before the page break."""

    @property
    def n_rows(self) -> int:
        return max((c.row + c.row_span for c in self.cells), default=0)

    @property
    def n_columns(self) -> int:
        return max((c.column + c.column_span for c in self.cells), default=0)


Block = Paragraph | Table


def confidence_of(words: Sequence[Word]) -> float | None:
    """How sure a text is: as its least sure number, or as nine in ten of its words; None without words."""
    if not words:
        return None
    ranked = sorted(word.confidence for word in words)
    return min([ranked[len(ranked) // 10], *(word.confidence for word in words if word.number)])


@dataclass(frozen=True, slots=True)
class Layer:
    """A page's text layer: what read it, and how good its text is."""

    engine: str
    """`pdfium`, `pdfium+fonts` where the fonts' own programs say what the characters are, or, with its version
    and languages, the one that recognised the page's picture: `tesseract 5.3.0 tha+eng`."""
    quality: Quality
    picture: float = 0.0
    """The share of the page that its largest picture covers; looked at only where the page has few letters."""

    @property
    def recognised(self) -> bool:
        """True where the text was recognised from a picture."""
        return not self.engine.startswith("pdfium")


@dataclass(frozen=True, slots=True)
class Page:
    """The blocks of one page in reading order."""

    number: int | None
    """1-based; None for a format without pages."""
    width: float | None
    """Points."""
    height: float | None
    """Points."""
    blocks: tuple[Block, ...]
    has_text: bool = True
    """False where the page holds a picture and no text layer: it has yet to be recognised."""
    layer: Layer | None = None
    """None where there is no text layer, or the format has none (DOCX)."""
    problem: tuple[str, str] | None = None
    """Why its picture cannot be read, in Thai and English, where it is more than that none is read."""

    @property
    def readable(self) -> bool:
        """False where there is no text, or none that can be read, so that nothing may be concluded from it."""
        return self.has_text and (self.layer is None or self.layer.quality.usable)


@dataclass(frozen=True, slots=True)
class Document:
    """A file as its extractor read it."""

    media_type: str
    """MIME type as told by the bytes."""
    pages: tuple[Page, ...]
    engine: dict[str, str] = field(default_factory=dict)
    """Names and versions of what read it."""

    def blocks(self) -> Iterator[Block]:
        """All blocks of all pages in reading order."""
        for page in self.pages:
            yield from page.blocks

    def to_json(self) -> dict[str, Any]:
        """The Document as JSON values; tables and paragraphs carry a `type`."""

        def block(b: Block) -> dict[str, Any]:
            return {"type": type(b).__name__.lower(), **asdict(b)}

        return {
            "media_type": self.media_type,
            "engine": self.engine,
            "pages": [
                {
                    "number": p.number,
                    "width": p.width,
                    "height": p.height,
                    "has_text": p.has_text,
                    "layer": None if p.layer is None else asdict(p.layer),
                    "problem": p.problem,
                    "blocks": [block(b) for b in p.blocks],
                }
                for p in self.pages
            ],
        }
