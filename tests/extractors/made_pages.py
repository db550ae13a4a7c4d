"""Pages as pictures, white but for a few lines of a sample report, so that recognising them is quick."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

from extractors import extract
from extractors.document import Document, Paragraph, Table

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples" / "reports"
A4 = (8.27, 11.69)
_LINES = 110.0
"""Points of the page that are taken."""


@cache
def _place() -> tuple[Path, int, float, str]:
    """Where in the samples there is a stretch of text without a table: file, page, top, and what it says."""
    for source in sorted(SAMPLES.glob("*/report.pdf")):
        for page in extract(source, "never").pages:
            blocks = [b for b in page.blocks if isinstance(b, Paragraph) and b.bbox is not None]
            if len(blocks) != len(page.blocks) or page.number is None:
                continue
            for n, first in enumerate(blocks):
                assert first.bbox is not None
                top = first.bbox[1] - 5
                inside = [b for b in blocks[n:] if b.bbox and b.bbox[3] < top + _LINES]
                text = "\n".join(b.text for b in inside)
                if len(text) > 250 and blocks[n + len(inside)].bbox[1] > top + _LINES:  # type: ignore[index]
                    return source, page.number, top, text
    raise AssertionError("no such stretch of text in the samples")


def page_of_lines(dpi: int = 200) -> Image.Image:
    """An A4 page with some lines of text."""
    source, number, top, _ = _place()
    with pdfium.PdfDocument(source) as pdf:
        page = pdf[number - 1]
        picture = page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
        page.close()
    lines = picture.crop((0, round(top * dpi / 72), picture.width, round((top + _LINES) * dpi / 72)))
    sheet = Image.new("L", (round(A4[0] * dpi), round(A4[1] * dpi)), 255)
    sheet.paste(lines, (0, dpi))
    return sheet


def said() -> str:
    """What the lines say."""
    return _place()[3]


def text_of(document: Document) -> str:
    """The text of a Document, block by block."""
    texts = []
    for block in document.blocks():
        texts += [c.text for c in block.cells] if isinstance(block, Table) else [block.text]
    return "\n".join(texts)
