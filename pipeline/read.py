"""One file to its records: extract, normalise, structure, check. The list of stages stands here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from corpus.records import About, Finding, Message, Report, ReportRecords
from extractors import extract
from extractors.detect import DOC, DOCX
from extractors.document import DEFAULT_ENGINE, Document, Ocr, OnPage
from extractors.limits import DEFAULT, Limits
from extractors.scan import missing
from pipeline.check import check
from pipeline.chosen import chosen_told
from pipeline.normalise import normalise
from pipeline.recognised import is_recognised, with_confidence
from pipeline.recognised_points import with_points
from pipeline.source import report_id_of
from pipeline.structure.build import structure
from pipeline.structure.roles import Roles

_ADVICE = {
    "never": (
        " (สั่งไว้ว่าไม่ให้อ่านภาพ: --ocr never)",
        ", as no picture was to be read (--ocr never)",
    ),
    "packages": (
        " ติดตั้งส่วนอ่านภาพ: pip install 'prongsai[ocr]'",
        ": to read pictures, pip install 'prongsai[ocr]'",
    ),
    "languages": (
        " ติดตั้งข้อมูลภาษาไทยของ Tesseract: apt install tesseract-ocr-tha (หรือตั้ง TESSDATA_PREFIX)",
        ": to read pictures, install Tesseract's Thai data: apt install tesseract-ocr-tha (or set TESSDATA_PREFIX)",
    ),
    "rapidocr": (
        " ติดตั้งส่วนอ่านภาพ: pip install 'prongsai[ocr,rapidocr]'",
        ": to read pictures with RapidOCR, pip install 'prongsai[ocr,rapidocr]'",
    ),
    "weights": (
        " ดาวน์โหลดแบบจำลองภาษาไทยของ RapidOCR ครั้งเดียว: python -m extractors.rapid",
        ": to read pictures with RapidOCR, fetch its Thai model once: python -m extractors.rapid",
    ),
    None: ("", ""),
}
"""What to do about pages that were not read, by what is missing."""


def read_report(
    path: Path,
    *,
    shown_as: str,
    sha256: str,
    ocr: str = "auto",
    engine: str = DEFAULT_ENGINE,
    on_page: OnPage | None = None,
    limits: Limits = DEFAULT,
    passwords: Sequence[str] = (),
    roles: Roles | None = None,
) -> ReportRecords:
    """The records of one file. `shown_as` is its path as given, `ocr` a value of `extractors.document.Ocr`, `engine` one of
    `extractors.engines.ENGINES`, `passwords` are tried where it is encrypted, `roles` are what people chose that
    columns hold.

    `on_page` is told each page before its picture is read: its number, and how many pages there are.

    Raises `extractors.errors.NotRead` for a file that cannot be read.
    """
    document = extract(path, ocr, engine=engine, on_page=on_page, limits=limits, passwords=passwords)
    document = with_points(normalise(document))
    numbered = [p for p in document.pages if p.number is not None]
    report = Report(
        report_id_of(sha256),
        shown_as,
        document.media_type,
        len(numbered) if len(numbered) == len(document.pages) else None,
        is_recognised(document),
    )
    readable = _readable(document)
    records = structure(readable, report)
    if roles:
        records = chosen_told(structure(readable, report, roles), records, roles)
    records = with_confidence(records, document)
    checked = check(records, _pages_not_read(document, ocr, engine))
    return replace(
        checked, read_by=", ".join(f"{name} {version}" for name, version in document.engine.items())
    )


def _readable(document: Document) -> Document:
    """The Document without the blocks of pages whose text cannot be read: no record may come of them."""
    if all(page.readable for page in document.pages):
        return document
    return replace(
        document,
        pages=tuple(page if page.readable else replace(page, blocks=()) for page in document.pages),
    )


def _pages_not_read(document: Document, ocr: str, engine: str) -> tuple[Finding, ...]:
    """One finding for pages without text, and one for pages whose text cannot be read."""
    numbered = [page for page in document.pages if page.number is not None and not page.readable]
    if not numbered:
        return ()
    empty = [page.number for page in numbered if not page.has_text and page.problem is None]
    damaged = [page.number for page in numbered if page.has_text]
    pictures = document.media_type in (DOCX, DOC)
    what = ("ภาพขนาดเต็มหน้าลำดับที่", "page-sized pictures") if pictures else ("หน้า", "pages")
    why: dict[tuple[str, str], list[int | None]] = {}
    for page in numbered:
        if page.problem is not None:
            why.setdefault(page.problem, []).append(page.number)
    found = []
    for (th, en), pages in why.items():
        th_pages, en_pages = _listed(pages, what)
        found.append(_not_read(pages, f"{th_pages}: {th}", f"{en_pages}: {en}"))
    th, en = _ADVICE["never" if ocr == Ocr.NEVER else missing(engine)]
    th_pages, en_pages = _listed(empty, what)
    if empty and not en:
        found.append(
            _not_read(
                empty,
                f"{th_pages} เป็นภาพที่ไม่พบข้อความ: เป็นหน้าว่าง หรืออ่านไม่ออก ควรเปิดดู",
                f"no text was found in the pictures of {en_pages}: they are blank, or cannot be read; look at them",
            )
        )
    elif empty:
        found.append(
            _not_read(
                empty,
                f"{th_pages} ไม่มีข้อความในไฟล์ (เป็นภาพ) จึงยังอ่านไม่ได้{th}",
                f"{en_pages} hold no text (they are pictures) and were not read{en}",
            )
        )
    if damaged:
        th_pages, en_pages = _listed(damaged, what)
        found.append(
            _not_read(
                damaged,
                f"ข้อความใน{th_pages} เสียหายจนอ่านไม่ออก (ชั้นข้อความของไฟล์ไม่ตรงกับที่เห็น หรือเป็นภาพที่มีเพียงตราประทับ) จึงยังอ่านไม่ได้{th}",
                f"the text layer of {en_pages} is unreadable (it is not what the page shows, or the page is a "
                f"picture with a stamp for its only text); they were not read{en}",
            )
        )
    return tuple(found)


def _listed(pages: list[int | None], what: tuple[str, str]) -> tuple[str, str]:
    """Those pages in Thai and English; `what` they are called."""
    numbers = ", ".join(map(str, pages))
    return f"{what[0]} {numbers}", f"{what[1]} {numbers}"


def _not_read(pages: list[int | None], th: str, en: str) -> Finding:
    return Finding("page_not_read", "error", Message(th, en), tuple(About(page=n) for n in pages))
