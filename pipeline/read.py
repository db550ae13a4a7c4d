"""One file to its records: extract, normalise, structure, check. The list of stages stands here."""

from __future__ import annotations

from pathlib import Path

from corpus.records import About, Finding, Message, Report, ReportRecords
from extractors import extract
from extractors.document import Document
from pipeline.check import check
from pipeline.normalise import normalise
from pipeline.structure.build import structure

REPORT_ID_LENGTH = 16


def read_report(path: Path, *, shown_as: str, sha256: str) -> ReportRecords:
    """The records of one file. `shown_as` is its path as given.

    Raises `extractors.errors.NotRead` for a file that cannot be read.
    """
    document = normalise(extract(path))
    numbered = [p for p in document.pages if p.number is not None]
    report = Report(
        sha256[:REPORT_ID_LENGTH], shown_as, document.media_type, len(numbered) if numbered else None
    )
    records = structure(document, report)
    return check(records, _pages_not_read(document))


def _pages_not_read(document: Document) -> tuple[Finding, ...]:
    lost = [p.number for p in document.pages if not p.has_text and p.number is not None]
    if not lost:
        return ()
    listed = ", ".join(map(str, lost))
    return (
        Finding(
            "page_not_read",
            "error",
            Message(
                f"หน้า {listed} ไม่มีข้อความในไฟล์ (เป็นภาพ) จึงยังอ่านไม่ได้",
                f"pages {listed} hold no text (they are pictures) and were not read",
            ),
            tuple(About(page=n) for n in lost),
        ),
    )
