"""Several files of one report: its DOCX, the PDF made of it, a scan of the printed copy.

They are one report where agency, fiscal year and kind are the same and nearly the same words stand in their records.
All stay in the store; the one that is read best is preferred, the others say that they are the same as it.
"""

from __future__ import annotations

from collections.abc import Iterable

from corpus.records import ReportRecords
from normalizers.text import squeeze

_LETTERS = 8
"""So many characters make a shingle."""
SAME = 0.55
"""Share of the shingles of the shorter report that the other has as well, above which they are one report.

Different reports share 0.41 at most, readings with every twentieth letter wrong 0.67 at least: docs/store.md.
"""
_FEWEST = 50
"""Reports with fewer shingles say too little to be compared."""

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BY_FORMAT = {_DOCX: 0, "application/pdf": 1, "application/msword": 2}


def shingles(records: ReportRecords) -> frozenset[str]:
    """Eight letters in a row, wherever they stand in the texts of analyses and measures; scores of named agencies."""
    texts = [analysis.text for analysis in records.analyses]
    for measure in records.measures:
        texts += [measure.title, *measure.steps, *measure.activities]
        texts += filter(None, (measure.rationale, measure.progress, measure.outcome))
    runs = (squeeze(text) for text in texts)
    found = {run[i : i + _LETTERS] for run in runs for i in range(len(run) - _LETTERS + 1)}
    found |= {f"{squeeze(score.agency)} {score.value}" for score in records.scores if score.agency}
    return frozenset(found)


def shared(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the smaller set that the other has too; 0 where one says too little.

    >>> full = frozenset(map(str, range(100)))
    >>> shared(full, full - {"1"}), shared(full, frozenset())
    (1.0, 0.0)
    """
    fewest = min(len(one), len(other))
    return len(one & other) / fewest if fewest >= _FEWEST else 0.0


def same_as(reports: Iterable[ReportRecords]) -> dict[str, str | None]:
    """Report id -> the id of the better reading of the same report, None of the best or only one.

    The reports are of one agency, fiscal year and kind; their order does not matter.
    """
    ranked = sorted(reports, key=_rank)
    words = {records.report.report_id: shingles(records) for records in ranked}
    found: dict[str, str | None] = {}
    best: list[str] = []
    for records in ranked:
        id_ = records.report.report_id
        alike = [other for other in best if shared(words[id_], words[other]) >= SAME]
        found[id_] = alike[0] if alike else None
        if not alike:
            best.append(id_)
    return found


def _rank(records: ReportRecords) -> tuple[int, bool, int, int, str]:
    """Least first: all pages read, not recognised from images, DOCX before PDF before DOC, few doubts."""
    report = records.report
    unread = [finding for finding in records.findings if finding.code == "page_not_read"]
    doubts = [finding for finding in records.findings if finding.severity != "info"]
    return (
        len(unread),
        report.ocr,
        _BY_FORMAT.get(report.media_type, len(_BY_FORMAT)),
        len(doubts),
        report.report_id,
    )
