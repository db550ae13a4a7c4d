"""One file to its records: extract, normalise, structure, check. The list of stages stands here."""

from __future__ import annotations

from dataclasses import replace
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
    records = structure(_readable(document), report)
    return check(records, _pages_not_read(document))


def _readable(document: Document) -> Document:
    """The Document without the blocks of pages whose text cannot be read: no record may come of them."""
    if all(page.readable for page in document.pages):
        return document
    return replace(
        document,
        pages=tuple(page if page.readable else replace(page, blocks=()) for page in document.pages),
    )


def _pages_not_read(document: Document) -> tuple[Finding, ...]:
    """One finding for pages without text, and one for pages whose text cannot be read."""
    numbered = [page for page in document.pages if page.number is not None and not page.readable]
    empty = [page.number for page in numbered if not page.has_text]
    damaged = [page.number for page in numbered if page.has_text]
    found = []
    if empty:
        listed = ", ".join(map(str, empty))
        found.append(
            _not_read(
                empty,
                f"หน้า {listed} ไม่มีข้อความในไฟล์ (เป็นภาพ) จึงยังอ่านไม่ได้",
                f"pages {listed} hold no text (they are pictures) and were not read",
            )
        )
    if damaged:
        listed = ", ".join(map(str, damaged))
        found.append(
            _not_read(
                damaged,
                f"ข้อความในหน้า {listed} เสียหายจนอ่านไม่ออก (ชั้นข้อความของไฟล์ไม่ตรงกับที่เห็น หรือเป็นภาพที่มีเพียงตราประทับ) จึงยังอ่านไม่ได้",
                f"the text layer of pages {listed} is unreadable (it is not what the page shows, or the page is a "
                "picture with a stamp for its only text); they were not read",
            )
        )
    return tuple(found)


def _not_read(pages: list[int | None], th: str, en: str) -> Finding:
    return Finding("page_not_read", "error", Message(th, en), tuple(About(page=n) for n in pages))
