"""The words that were recognised on a page, and those that a record rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from corpus.records import Source
from extractors.document import Bbox, Cell, Document, Paragraph, Table, Word
from normalizers.numbers import to_arabic_digits

_RINGS = ("๐", "0", "o", "O")
_CODE = re.compile("[iIeEoO๐0][๐-๙0-9]")
_STROKE = re.compile("[1๑]")
"""What the letter i of a code is read as where it stands apart."""
_WHOLE = re.compile("[๐-๙0-9]")
_WHOLES = re.compile("[๐-๙0-9]{1,2}")
_SPLIT = 0.6
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Place:
    """A cell or a paragraph of a recognised page."""

    page: int
    bbox: Bbox
    words: tuple[Word, ...]


def places_of(document: Document) -> list[Place]:
    return [
        Place(holder.page, holder.bbox, holder.words)
        for holder in holders(document)
        if holder.words and holder.page is not None and holder.bbox is not None
    ]


def holders(document: Document) -> Iterator[Paragraph | Cell]:
    """Whatever holds text: cells and paragraphs."""
    for block in document.blocks():
        if isinstance(block, Table):
            yield from block.cells
        else:
            yield block


def words_under(source: Source | None, places: Iterable[Place]) -> list[Word]:
    """The words of the cells and paragraphs whose middle lies in a record's source."""
    if source is None or source.page is None or source.bbox is None:
        return []
    return [word for place in places if _inside(place, source) for word in place.words]


def codes_beside(source: Source | None, places: Iterable[Place], item: str | None = None) -> list[Word]:
    """The numbers without decimals in what lies left of a record's source: they may say what it is of.

    Without rings by themselves, the letter of a code that stands apart: these say no number. `item` is the code of the
    item that the record is of.
    """
    if source is None or source.page is None or source.bbox is None:
        return []
    x0, top, _, bottom = source.bbox
    return [
        word
        for place in places
        if place.page == source.page
        and place.bbox[2] <= x0 + 2
        and top <= (place.bbox[1] + place.bbox[3]) / 2 <= bottom
        for word in _with_split_codes(place.words, item)
        if word.number and "." not in word.text.rstrip(".") and word.text not in _RINGS
    ]


def _with_split_codes(words: Sequence[Word], item: str | None) -> Iterator[Word]:
    """The words; a code that a whole number follows is doubtful, and so is a lone stroke that one follows.

    The number may be the code's second half (e1 1 for e11), the stroke its letter (1 22 for i22), as which it was
    taken where `item` has that number.
    """
    for word, after in zip(words, [*words[1:], None], strict=True):
        split = after is not None and (
            (_CODE.fullmatch(word.text) and _WHOLE.fullmatch(after.text))
            or (
                _STROKE.fullmatch(word.text)
                and _WHOLES.fullmatch(after.text)
                and (item is None or int(item[1:]) != int(after.text))
            )
        )
        yield replace(word, confidence=min(word.confidence, _SPLIT)) if split else word


def _inside(place: Place, source: Source) -> bool:
    if place.page != source.page or source.bbox is None:
        return False
    x, y = (place.bbox[0] + place.bbox[2]) / 2, (place.bbox[1] + place.bbox[3]) / 2
    x0, top, x1, bottom = source.bbox
    return x0 - 1 <= x <= x1 + 1 and top - 1 <= y <= bottom + 1


def figures_of(text: str) -> list[Decimal]:
    """The numbers in a word, in Thai or Arabic digits; without its point where it is a list's mark.

    >>> figures_of("๘๖.๗๓"), figures_of("i๑๐"), figures_of("ข้อ")
    ([Decimal('86.73')], [Decimal('10')], [])
    """
    return [Decimal(figure) for figure in _FIGURE.findall(to_arabic_digits(text))]
