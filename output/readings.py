"""Several files of one report: its DOCX, the PDF made of it, a scan of the printed copy.

They are one report where agency, fiscal year and kind are the same and nearly the same words stand in their records.
All stay in the store; the one that is read best is preferred, the others say that they are the same as it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.records import ReportRecords
from normalizers.text import squeeze

if TYPE_CHECKING:  # loaded where reports are compared: most runs compare none
    import numpy as np
    from numpy.typing import NDArray

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

_BETWEEN = "\0"
_STEP, _MIX = 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93
"""Odd numbers with as many ones as noughts, that spread the letters of a shingle over its number."""

Shingles = bytes
"""The numbers of shingles, each once, in order; four bytes each, the lowest first."""
_NUMBER = "<u4"


@dataclass(frozen=True, slots=True)
class Reading:
    """What of a report tells whether it is another reading of one, and which is the better.

    It is kept in the store: where the same records would give another one, a migration empties its table.
    """

    report_id: str
    rank: str
    """The least is the best."""
    shingles: Shingles


def reading(records: ReportRecords) -> Reading:
    """
    >>> from corpus.records import Report
    >>> reading(ReportRecords(Report("1f", "ก.pdf", "application/pdf", ocr=True))).rank
    '000000 1 1 000000 1f'
    """
    return Reading(records.report.report_id, _rank(records), shingles(records))


def shingles(records: ReportRecords) -> Shingles:
    """Eight letters in a row, wherever they stand in the texts of analyses and measures; scores of named agencies."""
    import numpy as np

    texts = [analysis.text for analysis in records.analyses]
    for measure in records.measures:
        texts += [measure.title, *measure.steps, *measure.activities]
        texts += filter(None, (measure.rationale, measure.progress, measure.outcome))
    scores = [f"{squeeze(score.agency)} {score.value}" for score in records.scores if score.agency]
    of_scores = np.array([zlib.crc32(score.encode("utf-8", "replace")) for score in scores], np.uint32)
    return np.unique(np.concatenate([_numbers(map(squeeze, texts)), of_scores])).astype(_NUMBER).tobytes()


def _numbers(runs: Iterable[str]) -> NDArray[np.uint32]:
    """The number of each shingle of the runs.

    >>> len(_numbers(["กขคงจฉชซ", "สั้น", "กขคงจฉชซฌ"])), len(_numbers([]))
    (3, 0)
    """
    import numpy as np

    letters = np.frombuffer(_BETWEEN.join(runs).encode("utf-32-le", "replace"), np.uint32)
    count = max(0, len(letters) - _LETTERS + 1)
    found = np.zeros(count, np.uint64)
    whole = np.ones(count, np.bool_)
    for place in range(_LETTERS):
        here = letters[place : place + count]
        found = found * np.uint64(_STEP) + here
        whole &= here != ord(_BETWEEN)
    half = np.uint64(32)
    found = (found[whole] >> half ^ found[whole]) * np.uint64(_MIX)
    return (found >> half).astype(np.uint32)


def shared(one: Shingles, other: Shingles) -> float:
    """The share of the smaller set that the other has too; 0 where one says too little.

    >>> full = b"".join(number.to_bytes(4, "little") for number in range(100))
    >>> shared(full, full[4:]), shared(full, full[:200]), shared(full, b"")
    (1.0, 1.0, 0.0)
    """
    import numpy as np

    few, many = sorted((np.frombuffer(one, _NUMBER), np.frombuffer(other, _NUMBER)), key=len)
    if len(few) < _FEWEST:
        return 0.0
    places = np.searchsorted(many, few)
    return int(np.count_nonzero(many[np.minimum(places, len(many) - 1)] == few)) / len(few)


def alike(one: Reading, other: Reading) -> bool:
    """Whether two reports of one agency, fiscal year and kind are readings of the same one."""
    return shared(one.shingles, other.shingles) >= SAME


def same_as(readings: Iterable[Reading]) -> dict[str, str | None]:
    """Report id -> the id of the better reading of the same report, None of the best or only one.

    The reports are of one agency, fiscal year and kind; their order does not matter.
    """
    found: dict[str, str | None] = {}
    best: list[Reading] = []
    for one in sorted(readings, key=lambda one: one.rank):
        other = next((other for other in best if alike(one, other)), None)
        found[one.report_id] = other.report_id if other else None
        if not other:
            best.append(one)
    return found


def _rank(records: ReportRecords) -> str:
    """Least first: all pages read, not recognised from images, DOCX before PDF before DOC, few doubts."""
    report = records.report
    unread = sum(finding.code == "page_not_read" for finding in records.findings)
    doubts = sum(finding.severity != "info" for finding in records.findings)
    form = _BY_FORMAT.get(report.media_type, len(_BY_FORMAT))
    return f"{unread:06} {report.ocr:d} {form} {doubts:06} {report.report_id}"
