"""The questions that are put to a report, and the findings that come of them.

A question is a function from records to findings; it stands in `pipeline/questions` and is named here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from corpus.records import Finding, ReportRecords
from pipeline.questions.means import indicator_not_item_mean, instrument_not_indicator_mean
from pipeline.questions.results import Results, results_of
from pipeline.questions.scores import change_not_difference, conflicting_scores, value_out_of_range
from pipeline.questions.sums import overall_not_weighted_sum, rating_not_of_score
from pipeline.questions.texts import duplicate_text, unknown_code
from pipeline.questions.whole import nothing_found

QUESTIONS_OF_RESULTS: tuple[Callable[[Results, ReportRecords], Iterator[Finding]], ...] = (
    indicator_not_item_mean,
    instrument_not_indicator_mean,
    overall_not_weighted_sum,
    rating_not_of_score,
)
"""Asked of the scores of each agency and each year."""

QUESTIONS: tuple[Callable[[ReportRecords], Iterator[Finding]], ...] = (
    value_out_of_range,
    conflicting_scores,
    change_not_difference,
    unknown_code,
    duplicate_text,
    nothing_found,
)
"""Asked of the whole report."""


def check(records: ReportRecords, more: tuple[Finding, ...] = ()) -> ReportRecords:
    """The records with the findings of all questions added after their own and `more`."""
    asked: list[Finding] = []
    for results in results_of(records):
        for question in QUESTIONS_OF_RESULTS:
            asked += question(results, records)
    told = replace(records, findings=(*records.findings, *more))
    for ask in QUESTIONS:
        asked += ask(told)
    return replace(told, findings=(*told.findings, *asked))
