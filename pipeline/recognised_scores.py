"""Scores of recognised pages: what else each may say, which reading the arithmetic of ITA leaves, and the findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from corpus.records import About, Finding, Message, ReportRecords, Score
from extractors.document import Word
from pipeline.inferred import Decided, decide
from pipeline.recognised_words import Place, figures_of, words_under
from pipeline.relations import relations_of

DOUBTED = 0.6
"""Confidence, at most, of a score that was inferred, is out of form, or that arithmetic speaks against."""
VOUCHED = 0.95
"""Confidence, at least, of a score that arithmetic finds right as it was recognised."""
_FULL = Decimal(100)
_DECIMALS = 2
_ENOUGH = 4
"""So many scores show how many decimals a report prints."""
_FORM = (
    "คะแนนในคอลัมน์เดียวกันมีทศนิยมสองตำแหน่ง",
    "the scores of its column have two decimals",
)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one score may be."""

    values: tuple[Decimal, ...]
    """The recognised one first."""
    pointless: str | None = None
    """What was recognised, where that lacked its point."""


def vouched(
    records: ReportRecords, places: Sequence[Place], most: Sequence[float] = ()
) -> tuple[ReportRecords, tuple[Finding, ...]]:
    """The records with doubtful scores as arithmetic decides them, and a finding for each that it changes.

    Scores that it speaks against, and those out of form, are given as doubtful, and those that it vouches for as sure. A score that comes to be the same
    record as another goes. None is surer than `most` says of its place: arithmetic tells no year.
    """
    own = [_reading(score, words_under(score.source, places)) for score in records.scores]
    mended = {n for n, reading in enumerate(own) if reading.pointless is not None}
    decided = decide([reading.values for reading in own], relations_of(records), mended)
    odd = _out_of_form(records.scores)
    scores, found = [], []
    for n, (score, reading) in enumerate(zip(records.scores, own, strict=True)):
        taken = decided.taken.get(n)
        if taken is not None:
            found.append(_finding(n, score, reading, taken[0], taken[1].named))
            score = replace(score, value=taken[0])
        elif reading.pointless is not None:
            found.append(_finding(n, score, reading, score.value, _FORM))
        if _recognised(score) and (taken or n in mended or n in odd or n in decided.doubted):
            score = bounded(score, min, DOUBTED)
        elif _recognised(score) and n in decided.vouched:
            score = bounded(score, max, VOUCHED)
        if n < len(most):
            score = bounded(score, min, most[n])
        scores.append(score)
    changed = replace(records, scores=tuple(scores))
    return _without_repeats(changed, tuple(found), decided)


def _recognised(score: Score) -> bool:
    return score.source is not None and score.source.confidence is not None


def bounded(score: Score, bound: Callable[[float, float], float], confidence: float) -> Score:
    """The score with a confidence of no more (`min`) or no less (`max`) than that."""
    if score.source is None or score.source.confidence is None:
        return score
    sure = bound(score.source.confidence, confidence)
    return replace(score, source=replace(score.source, confidence=sure))


def _reading(score: Score, words: Sequence[Word]) -> _Reading:
    value = abs(score.value)
    numbers = [word for word in words if word.number]
    holding = [word for word in numbers if value in figures_of(word.text)]
    if len(holding) == 1:
        others = (_at_same_place(holding[0].text, other, value) for other in holding[0].others)
        sign = -1 if score.value < 0 else 1
        fitting = (other * sign for other in others if other is not None and other <= _FULL)
        return _Reading(tuple(dict.fromkeys((score.value, *fitting))))
    if not holding:
        digits = str(value).replace(".", "")
        for word in numbers:
            if [str(figure) for figure in figures_of(word.text)] == [digits] and digits != str(value):
                return _Reading((score.value,), word.text)
    return _Reading((score.value,))


def _at_same_place(text: str, other: str, value: Decimal) -> Decimal | None:
    """The figure of another reading of a word that stands where `value` does, if it has its form."""
    before, after = figures_of(text), figures_of(other)
    if len(before) != len(after):
        return None
    found = after[before.index(value)]
    return found if found.as_tuple().exponent == value.as_tuple().exponent else None


def _out_of_form(scores: Sequence[Score]) -> set[int]:
    """Scores outside 0-100, of no year or item, and those with another number of decimals than most have."""
    out = {
        n
        for n, score in enumerate(scores)
        if abs(score.value) > _FULL
        or score.fiscal_year is None
        or (score.level == "item" and score.item is None)
    }
    stated = [
        n
        for n, score in enumerate(scores)
        if score.statistic not in ("target", "highest") and score.value not in (0, _FULL)
    ]
    short = {n for n in stated if scores[n].value.as_tuple().exponent != -_DECIMALS}
    if len(stated) >= _ENOUGH and len(short) * 2 < len(stated):
        out |= short
    return out


def _finding(n: int, score: Score, reading: _Reading, value: Decimal, relation: tuple[str, str]) -> Finding:
    read = reading.pointless or str(score.value)
    return Finding(
        "inferred_value",
        "warning",
        Message(
            f"อ่านจากภาพได้ “{read}” แต่ใช้ {value} ซึ่งเป็นค่าเดียวที่เป็นไปได้ เพราะ{relation[0]}",
            f"recognised as “{read}”, taken as {value}, the only possible reading, since {relation[1]}",
        ),
        (About("score", n),),
        score.source,
    )


def _without_repeats(
    records: ReportRecords, found: tuple[Finding, ...], decided: Decided
) -> tuple[ReportRecords, tuple[Finding, ...]]:
    """The records without scores that were misread and are now the same record as another."""
    kept: list[Score] = []
    place: dict[int, int] = {}
    first: dict[tuple[object, ...], int] = {}
    for n, score in enumerate(records.scores):
        place_of = (score.level, score.instrument, score.indicator, score.sub_indicator, score.item)
        key = (*place_of, score.statistic, score.fiscal_year, score.agency, score.value)
        same = first.get(key)
        if same is not None and (n in decided.taken or same in decided.taken):
            place[n] = place[same]
            continue
        first.setdefault(key, n)
        place[n] = len(kept)
        kept.append(score)
    moved = tuple(_moved(records.findings, place))
    return replace(records, scores=tuple(kept), findings=moved), tuple(_moved(found, place))


def _moved(findings: Sequence[Finding], place: dict[int, int]) -> Iterator[Finding]:
    for finding in findings:
        about = (
            replace(one, index=place[one.index]) if one.record == "score" and one.index is not None else one
            for one in finding.about
        )
        yield replace(finding, about=tuple(dict.fromkeys(about)))
