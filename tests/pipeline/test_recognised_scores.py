"""Scores of recognised pages: inferred where arithmetic decides, marked where it does not."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from corpus.frame import load_frame
from corpus.records import About, Finding, Message, Report, ReportRecords, Score, Source
from extractors.document import Word
from pipeline.questions.results import codes_of
from pipeline.recognised_scores import DOUBTED, VOUCHED, vouched
from pipeline.recognised_words import Place

YEAR = 2568
INDICATOR = load_frame(YEAR).indicators[0]
CODES = codes_of(INDICATOR)
REPORT = Report("0" * 16, "scan.pdf", "application/pdf", ocr=True)


def word(text: str, *others: str, confidence: float | None = None) -> Word:
    sure = 0.5 if others and confidence is None else 0.99
    return Word(text, confidence if confidence is not None else sure, True, others)


def made(*words: Word, values: list[str] | None = None) -> tuple[ReportRecords, list[Place]]:
    """The first indicator's score and its items', each recognised in a cell of its own."""
    scores, places = [], []
    for n, read in enumerate(words):
        box = (100.0, 20.0 * n, 150.0, 20.0 * n + 15)
        places.append(Place(1, box, (read,)))
        value = Decimal(values[n] if values else read.text)
        source = Source(read.text, 1, box, read.confidence)
        item = CODES[n - 1] if n else None
        level = "item" if n else "indicator"
        place = (INDICATOR.instrument, INDICATOR.number, None, item)
        scores.append(Score(level, value, "score", *place, YEAR, source=source))  # type: ignore[arg-type]
    return ReportRecords(REPORT, scores=tuple(scores)), places


def test_the_frame_has_an_indicator_of_three_items() -> None:
    assert INDICATOR.mean_of == "items" and len(CODES) == 3


def test_a_doubtful_digit_is_taken_as_the_mean_has_it() -> None:
    records, found = vouched(
        *made(word("90.00"), word("85.00"), word("96.00"), word("39.00", "89.00", "99.00"))
    )
    score = records.scores[3]
    assert score.value == Decimal("89.00")
    assert score.source is not None and score.source.text == "39.00" and score.source.confidence == 0.5
    (finding,) = found
    assert (finding.code, finding.severity, finding.about) == (
        "inferred_value",
        "warning",
        (About("score", 3),),
    )
    for text in (finding.message.th, finding.message.en):
        assert "39.00" in text and "89.00" in text and CODES[0] in text


def test_thai_digits_are_read_as_numbers() -> None:
    words = (word("๙๐.๐๐"), word("๘๕.๐๐"), word("๙๖.๐๐"), word("๓๙.๐๐", "๘๙.๐๐"))
    records, found = vouched(*made(*words, values=["90.00", "85.00", "96.00", "39.00"]))
    assert records.scores[3].value == Decimal("89.00") and len(found) == 1


def test_what_stays_open_stays_as_read() -> None:
    records, found = vouched(
        *made(word("90.00"), word("85.00"), word("96.00"), word("89.06", "89.01", "89.00"))
    )
    assert records.scores[3].value == Decimal("89.06")
    assert found == ()


@pytest.mark.parametrize("other", ["189.00", "8.900", "89", "189.0"])
def test_a_reading_out_of_form_is_none(other: str) -> None:
    records, found = vouched(*made(word("90.00"), word("85.00"), word("96.00"), word("39.00", other)))
    assert records.scores[3].value == Decimal("39.00")
    assert found == ()


def test_scores_that_the_mean_speaks_against_are_doubted_also_where_recognition_is_sure() -> None:
    records, found = vouched(*made(word("90.00"), word("85.00"), word("96.00"), word("39.00")))
    assert found == ()
    assert all(score.source and score.source.confidence == DOUBTED for score in records.scores)


def test_scores_that_fit_stay_as_sure_as_they_were() -> None:
    given = made(word("90.00"), word("85.00"), word("96.00"), word("89.00"))
    records, found = vouched(*given)
    assert (records, found) == (given[0], ())


def test_a_lost_point_is_told_with_the_relation_that_vouches_for_it() -> None:
    words = (word("90.00"), word("85.00"), word("96.00"), word("8900"))
    records, (finding,) = vouched(*made(*words, values=["90.00", "85.00", "96.00", "89.00"]))
    assert records.scores[3].value == Decimal("89.00")
    assert "8900" in finding.message.en and "mean" in finding.message.en
    source = records.scores[3].source
    assert source is not None and source.text == "8900" and source.confidence == DOUBTED


def test_a_lost_point_that_nothing_vouches_for_is_told_by_its_form() -> None:
    records, (finding,) = vouched(*made(word("90.00"), word("8900"), values=["90.00", "89.00"]))
    assert "decimals" in finding.message.en and "ทศนิยม" in finding.message.th
    assert records.scores[1].source is not None and records.scores[1].source.confidence == DOUBTED


def test_a_score_out_of_range_or_short_of_a_digit_is_doubted() -> None:
    texts = ["978.50", "90.10", "90.20", "90.30", "90.4", *(f"91.{n}" for n in range(10, 30))]
    records, _ = made(*(word(text) for text in texts[:4]))
    more = [Score("item", Decimal(text), source=Source(text, 1, (0, 0, 1, 1), 0.99)) for text in texts[4:]]
    rated, _ = vouched(ReportRecords(REPORT, scores=(*records.scores, *more)), [])
    doubted = [str(s.value) for s in rated.scores if s.source and s.source.confidence == DOUBTED]
    assert doubted[0] == "978.50" and "90.4" in doubted


def test_a_misread_repeat_of_a_score_goes_and_findings_follow() -> None:
    records, places = made(word("90.00"), word("89.00", "88.00"))
    again = records.scores[0]
    box = (300.0, 300.0, 350.0, 315.0)
    other = Score("indicator", Decimal("96.00"), "score", again.instrument, again.indicator, None, None, YEAR)
    misread = Score(
        *(getattr(other, name) for name in ("level", "value", "statistic", "instrument", "indicator")),
        None,
        None,
        YEAR,
        source=Source("96.00", 2, box, 0.4),
    )
    note = Finding("code_resolved", "info", Message("ก", "a"), (About("score", 2),))
    given = ReportRecords(REPORT, scores=(misread, *records.scores), findings=(note,))
    changed, found = vouched(given, [*places, Place(2, box, (word("96.00", "90.00", confidence=0.4),))])
    assert [str(score.value) for score in changed.scores] == ["90.00", "89.00"]
    assert changed.findings[0].about == (About("score", 1),)
    assert found[0].about == (About("score", 0),)


def test_pages_with_a_text_layer_are_left_alone() -> None:
    score = Score(
        "indicator", Decimal("39.00"), "score", "IIT", 1, None, None, YEAR, source=Source("39.00", 1)
    )
    records = ReportRecords(REPORT, scores=(score,))
    assert vouched(records, []) == (records, ())


def of_items(year: int, number: int) -> tuple[list[Score], list[Place], list[str]]:
    """An indicator of OIT and its items, all 100 and none surely recognised."""
    frame = load_frame(year)
    indicator = next(one for one in frame.indicators if one.number == number)
    codes = codes_of(indicator)
    scores, places = [], []
    for n, item in enumerate([None, *codes]):
        box = (100.0, 20.0 * n, 150.0, 20.0 * n + 15)
        places.append(Place(1, box, (Word("100.00", 0.7, True),)))
        source = Source("100.00", 1, box, 0.7)
        place = (indicator.instrument, number, None, item)
        level = "item" if item else "indicator"
        scores.append(Score(level, Decimal(100), "score", *place, year, source=source))  # type: ignore[arg-type]
    return scores, places, codes


def confidences(scores: list[Score], places: list[Place]) -> set[float | None]:
    records, found = vouched(ReportRecords(REPORT, scores=tuple(scores)), places)
    assert not found
    return {score.source.confidence for score in records.scores if score.source}


def test_items_vouch_for_an_indicator_whose_sub_indicators_are_not_stated() -> None:
    assert load_frame(2564).indicators[8].mean_of == "sub_indicators"
    scores, places, codes = of_items(2564, 9)
    assert len(codes) > 5
    assert confidences(scores, places) == {VOUCHED}
    scores[3] = replace(scores[3], value=Decimal(0))
    assert confidences(scores, places) == {DOUBTED}
    assert confidences(scores[:-1], places) == {0.7}


def test_full_scores_vouch_for_each_other_whatever_the_weights() -> None:
    assert load_frame(2567).indicators[8].mean_of is None
    scores, places, _ = of_items(2567, 9)
    assert confidences(scores, places) == {VOUCHED}
    assert confidences(scores[:-1], places) == {0.7}
    scores[3] = replace(scores[3], value=Decimal(0))
    assert confidences(scores, places) == {0.7}
