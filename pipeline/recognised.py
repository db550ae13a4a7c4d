"""How sure the records of recognised pages are: each as its least sure words, and what is doubtful as findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from corpus.grounds import Grounds
from corpus.records import RECORD_TYPES, About, Finding, Message, ReportRecords, Score
from extractors.document import Document, Word, confidence_of
from pipeline.recognised_grounds import WORD_BAR, bounds
from pipeline.recognised_scores import bounded, vouched
from pipeline.recognised_words import Place, codes_beside, figures_of, holders, places_of, words_under

BAR = 0.9
"""A number below it is to be checked by eye, and so is every score that rests on one."""
_NOT_FOUND = 0.5
"""Confidence of a score whose figure is no single word of its place: put together from parts, or inferred."""
_FULL, _FULL_BAR = Decimal(100), 0.7
_OF_ANOTHER = 0.85
"""Confidence, at most, of a score of another agency whose name the report has but once."""
_OF_COUNTED_YEAR = 0.85
"""Confidence, at most, of scores of a report whose title was recognised without a year."""
_NAMED = 12
"""So many words of a page are named in a finding."""


def is_recognised(document: Document) -> bool:
    """True where text of the document was recognised from an image."""
    return any(holder.words for holder in holders(document))


def with_confidence(records: ReportRecords, document: Document) -> ReportRecords:
    """The records with the confidence of their sources, scores as arithmetic vouches for them, and findings.

    A finding for each score that was inferred, and one for each page with doubtful words.
    """
    places = places_of(document)
    if not places:
        return replace(records, grounds=Grounds())
    changed: dict[str, Any] = {
        name: tuple(_sure(record, places) for record in getattr(records, name))
        for name in RECORD_TYPES
        if name != "findings"
    }
    changed["report"] = _sure(records.report, places)
    most, doubted = bounds(records.grounds, records.report, document, places)
    rated, inferred = vouched(replace(records, **changed, grounds=Grounds()), places, most)
    rated = replace(rated, scores=tuple(_of_named(score, places) for score in rated.scores))
    if any(finding.code == "fiscal_year_inferred" for finding in rated.findings):
        rated = replace(rated, scores=tuple(bounded(score, min, _OF_COUNTED_YEAR) for score in rated.scores))
    return replace(rated, findings=(*rated.findings, *inferred, *doubted, *_doubts(rated, document)))


def _sure(record: Any, places: list[Place]) -> Any:
    words = words_under(record.source, places)
    if not words:
        return record
    if isinstance(record, Score):
        sure: float | None = _score(record, [*words, *codes_beside(record.source, places, record.item)])
    else:
        sure = confidence_of(words)
    return replace(record, source=replace(record.source, confidence=sure))


def _score(record: Score, words: list[Word]) -> float:
    """As sure as its figure, and as the numbers and doubtful words beside it, and the codes of its row, that say what it is of."""
    value = abs(record.value)
    own = [_of_figure(word, value) for word in words if word.number and value in figures_of(word.text)]
    doubtful = [_of_figure(word, value) for word in words if word.number or word.confidence < WORD_BAR]
    return min([max(own, default=_NOT_FOUND), *doubtful])


def _of_named(score: Score, places: list[Place]) -> Score:
    """The score, doubtful where one letter misread gives it to an agency that there is not: names are in no list."""
    source = score.source
    if not score.agency or source is None or source.confidence is None:
        return score
    name = score.agency.replace(" ", "")
    if sum(name in "".join(word.text for word in place.words) for place in places) > 1:
        return score
    return bounded(score, min, _OF_ANOTHER)


def _of_figure(word: Word, value: Decimal) -> float:
    """How sure a figure is. Of scores only the full one has three digits before its point: no other may be meant."""
    full = value == _FULL and figures_of(word.text) == [_FULL] and word.confidence >= _FULL_BAR
    return max(word.confidence, BAR) if full else word.confidence


def _doubts(records: ReportRecords, document: Document) -> Iterator[Finding]:
    for page in document.pages:
        if page.number is None:
            continue
        words = [
            word
            for holder in holders(replace(document, pages=(page,)))
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
        th = f"มีคำที่ไม่แน่ใจ ควรตรวจกับต้นฉบับ: {named}{more}"
        en = f"words to check by eye: {named}{more}"
        if not words:
            th = "คะแนนขึ้นกับหัวตาราง ปี หรือรหัสข้อที่ไม่แน่ใจ ควรตรวจกับต้นฉบับ"
            en = "scores to check by eye rest on headings, years or codes that are not sure"
        yield Finding(
            "low_confidence",
            "warning",
            Message(
                f"หน้า {page.number} อ่านจากภาพ {th}", f"page {page.number} was recognised from a picture; {en}"
            ),
            (About(page=page.number), *about),
        )
