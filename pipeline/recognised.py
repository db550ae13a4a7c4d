"""How sure the records of recognised pages are: each as its least sure words, and what is doubtful as findings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from corpus.records import RECORD_TYPES, About, Finding, Message, ReportRecords, Score, Source
from extractors.document import Bbox, Cell, Document, Paragraph, Table, Word, confidence_of
from normalizers.numbers import to_arabic_digits

BAR = 0.9
"""A number below it is to be checked by eye, and so is every score that rests on one."""
WORD_BAR = 0.5
_NOT_FOUND = 0.5
"""Confidence of a score whose figure is no single word of its place: put together from parts, or inferred."""
_NAMED = 12
"""So many words of a page are named in a finding."""
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class _Place:
    page: int
    bbox: Bbox
    words: tuple[Word, ...]


def is_recognised(document: Document) -> bool:
    """True where text of the document was recognised from an image."""
    return any(True for _ in _places(document))


def with_confidence(records: ReportRecords, document: Document) -> ReportRecords:
    """The records with the confidence of their sources, and a finding for each page with doubtful words."""
    places = list(_places(document))
    if not places:
        return records
    changed: dict[str, Any] = {
        name: tuple(_sure(record, places) for record in getattr(records, name))
        for name in RECORD_TYPES
        if name != "findings"
    }
    changed["report"] = _sure(records.report, places)
    rated = replace(records, **changed)
    return replace(rated, findings=(*rated.findings, *_doubts(rated, document)))


def _places(document: Document) -> Iterator[_Place]:
    for holder in _holders(document):
        if holder.words and holder.page is not None and holder.bbox is not None:
            yield _Place(holder.page, holder.bbox, holder.words)


def _holders(document: Document) -> Iterator[Paragraph | Cell]:
    for block in document.blocks():
        if isinstance(block, Table):
            yield from block.cells
        else:
            yield block


def _sure(record: Any, places: list[_Place]) -> Any:
    source: Source | None = record.source
    if source is None or source.page is None or source.bbox is None:
        return record
    words = [word for place in places if _inside(place, source) for word in place.words]
    if not words:
        return record
    sure = _score(record, words) if isinstance(record, Score) else confidence_of(words)
    return replace(record, source=replace(source, confidence=sure))


def _inside(place: _Place, source: Source) -> bool:
    """True where the middle of a cell or paragraph lies in the record's source."""
    if place.page != source.page or source.bbox is None:
        return False
    x, y = (place.bbox[0] + place.bbox[2]) / 2, (place.bbox[1] + place.bbox[3]) / 2
    x0, top, x1, bottom = source.bbox
    return x0 - 1 <= x <= x1 + 1 and top - 1 <= y <= bottom + 1


def _score(record: Score, words: list[Word]) -> float:
    """As sure as its figure, and as the numbers and doubtful words beside it that say what it is of, and when."""
    own = [word.confidence for word in words if record.value in _figures(word)]
    doubtful = [word.confidence for word in words if word.number or word.confidence < WORD_BAR]
    return min([max(own, default=_NOT_FOUND), *doubtful])


def _figures(word: Word) -> set[Decimal]:
    """The numbers in a word; without its point where it is a list's mark."""
    if not word.number:
        return set()
    found = set()
    for figure in _FIGURE.findall(to_arabic_digits(word.text)):
        try:
            found.add(Decimal(figure))
        except InvalidOperation:
            continue
    return found


def _doubts(records: ReportRecords, document: Document) -> Iterator[Finding]:
    for page in document.pages:
        if page.number is None:
            continue
        words = [
            word
            for holder in _holders(replace(document, pages=(page,)))
            for word in holder.words
            if word.confidence < (BAR if word.number else WORD_BAR)
        ]
        about = tuple(
            About(record, n)
            for record, name in (("score", "scores"), ("measure", "measures"))
            for n, one in enumerate(getattr(records, name))
            if one.source
            and one.source.page == page.number
            and one.source.confidence is not None
            and one.source.confidence < BAR
        )
        if not words and not about:
            continue
        words.sort(key=lambda word: (not word.number, word.confidence))
        named = ", ".join(f"“{word.text}”" for word in words[:_NAMED])
        more = f" (+{len(words) - _NAMED})" if len(words) > _NAMED else ""
        yield Finding(
            "low_confidence",
            "warning",
            Message(
                f"หน้า {page.number} อ่านจากภาพ มีคำที่ไม่แน่ใจ ควรตรวจกับต้นฉบับ: {named}{more}",
                f"page {page.number} was recognised from a picture; words to check by eye: {named}{more}",
            ),
            (About(page=page.number), *about),
        )
