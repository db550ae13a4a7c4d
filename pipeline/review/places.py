"""Finds records in a text by their words, where no place of theirs is known: in Word files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.records import RECORD_LISTS, ReportRecords
from extractors.document import Bbox, Document, Paragraph, Role
from normalizers.text import squeeze

Ref = tuple[str, int | None]
"""Record and position: ("score", 3), ("report", None)."""

_SHORTEST = 6
"""Letters; fewer are looked for only as the whole of a block."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a cell."""

    text: str
    page: int
    box: Bbox | None
    cell: bool
    key: str
    """Its text as it is compared."""


def blocks_of(document: Document) -> tuple[Block, ...]:
    """The body of a document in reading order."""
    found = []
    for page in document.pages:
        for block in page.blocks:
            if isinstance(block, Paragraph):
                if block.role is Role.BODY:
                    found.append(_block(block.text, block.page, block.bbox, cell=False))
            else:
                found += [_block(cell.text, cell.page, cell.bbox, cell=True) for cell in block.cells]
    return tuple(block for block in found if block.key)


def _block(text: str, page: int | None, box: Bbox | None, *, cell: bool) -> Block:
    return Block(text, page or 1, box, cell, squeeze(text))


def found_by_words(
    records: ReportRecords, blocks: Sequence[Block]
) -> dict[Ref, tuple[int, tuple[Bbox, ...]]]:
    """Record -> its page and box, of those whose words stand somewhere.

    Records of a kind are in the order of the document, so each is looked for behind the one before it first.
    """
    return {ref: (blocks[n].page, _boxes(blocks[n])) for ref, n in indexes(records, blocks).items()}


def indexes(records: ReportRecords, blocks: Sequence[Block]) -> Mapping[Ref, int]:
    """Record -> the number of its block."""
    found: dict[Ref, int] = {}
    for record, name in RECORD_LISTS.items():
        last = 0
        for position, one in enumerate(getattr(records, name)):
            if one.source is not None:
                n = _index(one.source.text, blocks, last)
                if n is not None:
                    found[record, position] = last = n
    if records.report.source is not None:
        n = _index(records.report.source.text, blocks, 0)
        if n is not None:
            found["report", None] = n
    return found


def _index(text: str, blocks: Sequence[Block], after: int) -> int | None:
    """The block of those words: the first from `after` on, else the first of all; whole blocks before parts of one."""
    first, *_ = [*filter(None, text.splitlines()), ""]
    for wanted in dict.fromkeys((squeeze(text), squeeze(first))):
        if not wanted:
            continue
        whole = [n for n, block in enumerate(blocks) if block.key == wanted]
        part = []
        if len(wanted) >= _SHORTEST:
            part = [n for n, block in enumerate(blocks) if wanted in block.key]
        for places in (whole, part):
            if places:
                return next((n for n in places if n >= after), places[0])
    return None


def _boxes(block: Block) -> tuple[Bbox, ...]:
    return (block.box,) if block.box else ()
