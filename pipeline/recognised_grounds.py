"""How sure recognised scores are at most: as the least sure of what they rest on besides their own words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.grounds import Ground, Grounds
from corpus.records import About, Finding, Message, Report, Source
from extractors.document import Cell, Document, Paragraph, Role, Word
from normalizers.dates import FoundYear, find_fiscal_years
from pipeline.recognised_words import Place, figures_of, holders, words_under

DOUBTED = 0.85
"""Confidence, at most, of scores whose year, or the heading of whose column, is doubtful."""
WORD_BAR = 0.5
"""Words without digits count where they are less sure than this."""
_COMPARED = re.compile(r"เทียบ\D{0,40}$")
_RESULTS = re.compile("คะแนน|ประเมิน|ITA")
_PLANS = re.compile("มาตรการ|แผน|แนวทาง|โครงการ")
"""What is done for the next year names it oftener than a report its own."""


def bounds(
    grounds: Grounds, report: Report, document: Document, places: Sequence[Place]
) -> tuple[list[float], tuple[Finding, ...]]:
    """The confidence that each score has at most, and a finding where the report's year is doubtful.

    A score that several places state is as sure as the surest of them. What does not stand on a recognised page
    bounds nothing.
    """
    of_year, found = _of_year(grounds, report, document, places)
    known: dict[Source, float] = {} if grounds.year is None else {grounds.year: of_year}

    def sure(source: Source) -> float:
        if source not in known:
            known[source] = _least(words_under(source, places))
        return known[source]

    def bound(ground: Ground) -> float:
        least = min((sure(source) for source in ground.places), default=1.0)
        return min(least, DOUBTED if ground.doubtful else 1.0, of_year if ground.of_report_year else 1.0)

    return [max(map(bound, own), default=1.0) for own in grounds.scores], found


def _least(words: Sequence[Word]) -> float:
    """The least sure number of a heading, or word that is hardly a word."""
    return min((w.confidence for w in words if w.number or w.confidence < WORD_BAR), default=1.0)


def _of_year(
    grounds: Grounds, report: Report, document: Document, places: Sequence[Place]
) -> tuple[float, tuple[Finding, ...]]:
    """How sure the report's year is: as its figure, and doubtful where the document says it otherwise."""
    year, source = report.fiscal_year, grounds.year
    words = words_under(source, places)
    if year is None or source is None or not words:
        return 1.0, ()
    named = list(_named(document))
    others = _others_named(year, source, grounds.is_title, named)
    if others is not None:
        return min(_of_figure(year, words), DOUBTED), (_finding(year, others, source),)
    counts = _counts(named)
    if all(counts[year] > n for y, n in counts.items() if y != year):
        own = (_of_figure(year, holder.words) for holder, years in named if _names(years, year))
        return max(own, default=0.0), ()
    return _of_figure(year, words), ()


def _of_figure(year: int, words: Sequence[Word]) -> float:
    """How sure the word is that says a year; where none says it, it was put together."""
    own = (w.confidence for w in words if any(int(f) in (year, year % 100) for f in figures_of(w.text)))
    return max(own, default=DOUBTED)


_Named = tuple[Paragraph | Cell, list[FoundYear]]


def _named(document: Document) -> Iterator[_Named]:
    """The places that name years."""
    for holder in holders(document):
        body = isinstance(holder, Cell) or holder.role is Role.BODY
        if body and (years := find_fiscal_years(holder.text)):
            yield holder, years


def _counts(named: Sequence[_Named]) -> Counter[int]:
    """How many places name each year."""
    return Counter(year for _, years in named for year in {y.year for y in years})


def _names(years: Sequence[FoundYear], year: int) -> bool:
    return any(y.year == year for y in years)


def _others_named(year: int, source: Source, is_title: bool, named: Sequence[_Named]) -> list[int] | None:
    """Years that the report's may be instead; None where it is not doubtful.

    Those above a line below the title that gives it, or above a title behind the first page, all others where that line only compares with it, and those
    that results are oftener named of where one place alone names it.
    """
    at = next((n for n, (h, _) in enumerate(named) if (h.page, h.bbox) == (source.page, source.bbox)), None)
    # A title behind other pages that name years may be a chapter's.
    if at is not None and not (is_title and named[at][0].page == named[0][0].page):
        holder, years = named[at]
        above = {y.year for _, others in named[:at] for y in others if not _names(years, y.year)}
        if above:
            return sorted(above)
        own = [y for y in years if y.year == year]
        if own and all(_COMPARED.search(holder.text[: y.start]) for y in own):
            return sorted(_counts(named).keys() - {year})
    if _counts(named)[year] > 1:
        return None
    of_results = _counts([(h, y) for h, y in named if _RESULTS.search(h.text) and not _PLANS.search(h.text)])
    return sorted(y for y, n in of_results.items() if y != year and n > 1) or None


def _finding(year: int, others: Sequence[int], source: Source) -> Finding:
    listed = ", ".join(map(str, others))
    th = f"เอกสารระบุปี {listed} ด้วย" if others else "กล่าวถึงเพียงเพื่อเปรียบเทียบ"
    en = f"the document also names {listed}" if others else "it is only compared with"
    return Finding(
        "low_confidence",
        "warning",
        Message(
            f"ปีของรายงานอ่านจากภาพได้ {year} แต่{th} ควรตรวจกับต้นฉบับ",
            f"the report's year was recognised as {year}, but {en}: check it by eye",
        ),
        (About("report"),),
        source,
    )
