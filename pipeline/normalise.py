"""The Document with the text of every block as it was printed, whatever the file's maker did to it.

Blocks of one page are repaired together, so that the damage of the page tells how to read each of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.field import field_words
from extractors.document import Block, Cell, Document, Page, Paragraph, Table
from normalizers.recognised import mend
from normalizers.repair import SEPARATOR, Defect, Step, repair_together
from normalizers.text import COMBINING
from pipeline.alignment import changes, place_after

_WHITE = re.compile("[\\s\u00ad\u200b-\u200f\u2060\ufeff]+")


def _recognised(text: str) -> str:
    return mend(text, field_words())


RECOGNISED = Defect(
    "recognised",
    _recognised,
    "อ่านจากภาพผิด (ขันตอน, ตัวขี้วัด)",
    "letters and marks that recognition dropped or took for others (ขันตอน, ตัวขี้วัด)",
)
"""The one step that is for recognised pages alone, before all others."""


def normalise(document: Document) -> Document:
    """The Document with every text repaired; where that changed more than blanks, `printed` keeps the file's.

    A paragraph that goes on over a page belongs to the page it begins on. Sound pages stay as they are.
    """
    return replace(document, pages=tuple(normalise_page(page).page for page in document.pages))


@dataclass(frozen=True, slots=True)
class NormalisedPage:
    page: Page
    steps: tuple[Step, ...]
    """The steps of the repair that changed something: texts of all blocks, joined by the repair's SEPARATOR."""


def normalise_page(page: Page) -> NormalisedPage:
    """One page repaired, and how."""
    texts = [holder.text for holder in _holders(page)]
    seen: tuple[Step, ...] = ()
    if page.layer is not None and page.layer.recognised:
        read = [RECOGNISED.mend(text) for text in texts]
        if read != texts:
            seen = (Step(RECOGNISED.name, SEPARATOR.join(texts), SEPARATOR.join(read)),)
            texts = read
    repaired, steps = repair_together(texts)
    steps = (*seen, *steps)
    if not steps:
        return NormalisedPage(page, ())
    rest = iter(repaired)
    return NormalisedPage(replace(page, blocks=tuple(_block(block, rest) for block in page.blocks)), steps)


def _holders(page: Page) -> Iterator[Paragraph | Cell]:
    for block in page.blocks:
        if isinstance(block, Table):
            yield from block.cells
        else:
            yield block


def _block(block: Block, repaired: Iterator[str]) -> Block:
    """The block with the next of the repaired texts, a table with one for each of its cells."""
    if isinstance(block, Table):
        return replace(block, cells=tuple(_cell(cell, next(repaired)) for cell in block.cells))
    text = next(repaired)
    if _same(block.text, text):
        return block
    return replace(block, text=text, printed=block.text)


def _cell(cell: Cell, text: str) -> Cell:
    if _same(cell.text, text):
        return cell
    return replace(cell, text=text, printed=cell.text, lines=_lines(cell, text))


def _same(before: str, after: str) -> bool:
    """True where two texts differ in blanks alone, as `clean` makes them one."""
    return before == after or _WHITE.sub(" ", before).strip() == _WHITE.sub(" ", after).strip()


def _lines(cell: Cell, text: str) -> tuple[str, ...]:
    """The repaired text cut where the lines of the file's text end; its paragraphs where that cannot be told."""
    differ = changes(cell.text, text)
    cuts = [0]
    at = 0
    for line in cell.lines:
        for letter in line:
            if letter.isspace():
                continue
            while at < len(cell.text) and cell.text[at].isspace():
                at += 1
            if cell.text[at : at + 1] != letter:
                return tuple(part for part in text.split("\n") if part)
            at += 1
        cut = place_after(at, differ)
        while cut < len(text) and (text[cut] in COMBINING or text[cut] == "\u0e33"):
            cut += 1
        cuts.append(max(cut, cuts[-1]))
    cuts[-1] = len(text)
    return tuple(text[a:b].strip() for a, b in pairwise(cuts))
