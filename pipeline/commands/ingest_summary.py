"""What `prongsai ingest` says at its end."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from pipeline.terminal import Language, clean, say

if TYPE_CHECKING:
    from rich.console import Console

    from output.store import Counts
    from pipeline.summary import Summary

_SKIPPED = {
    "hidden": ("hidden", "ไฟล์ซ่อน"),
    "office_lock": ("lock files of Word", "ไฟล์ล็อกของ Word"),
    "symlink": ("links", "ลิงก์"),
    "not_regular": ("pipes or devices", "ไฟล์พิเศษ"),
    "not_a_document": ("other files", "ไฟล์อื่น"),
    "small_picture": ("small pictures", "รูปภาพขนาดเล็ก"),
    "unreadable_folder": ("folders that cannot be listed", "โฟลเดอร์ที่เปิดไม่ได้"),
}


def print_summary(err: Console, summary: Summary, counts: Counts, db: str, lang: Language | None) -> None:
    """On standard error: counts, and a line for each file with something to say of it."""
    if not summary.files and not summary.failed:
        say(
            "ไม่พบรายงานในที่ที่ระบุ (อ่านไฟล์ PDF, DOCX, DOC และรูปภาพหน้าเอกสาร)",
            "No report was found there (PDF, DOCX, DOC files and pictures of pages are read).",
        )
        _print_skipped(summary)
        return
    from rich.table import Table

    table = Table(show_edge=False, pad_edge=False)
    table.add_column("")
    table.add_column("this run / ครั้งนี้", justify="right")
    table.add_column("in the database / ในฐานข้อมูล", justify="right")
    table.add_row("reports / รายงาน", str(summary.read), str(counts.reports))
    thai = {"indicators": "ตัวชี้วัด", "scores": "คะแนน", "analyses": "การวิเคราะห์", "measures": "มาตรการ"}
    for name, th in thai.items():
        table.add_row(f"{name} / {th}", str(summary.records.get(name, 0)), str(counts.records[name]))
    for severity, th in (("error", "ข้อผิดพลาด"), ("warning", "ควรตรวจ"), ("info", "ทราบ")):
        this_run = sum(summary.findings.get(severity, {}).values())
        if severity == "error":
            this_run += sum(not f.known for f in summary.failed)
        table.add_row(f"findings: {severity} / {th}", str(this_run), str(counts.severities.get(severity, 0)))
    table.add_row("files not read / อ่านไม่ได้", str(len(summary.failed)), str(counts.files_not_read))
    err.print(table)
    if not summary.read and not any(not f.known for f in summary.failed):
        say(
            f"ไม่มีอะไรใหม่: {summary.unchanged + summary.copies} ไฟล์อ่านไว้แล้ว",
            f"Nothing new: {summary.unchanged + summary.copies} files were read before.",
        )
    elif summary.unchanged or summary.copies:
        say(
            f"ไม่เปลี่ยน {summary.unchanged} ไฟล์ ซ้ำกับไฟล์อื่น {summary.copies} ไฟล์",
            f"{summary.unchanged} files unchanged, {summary.copies} with the same bytes as another.",
        )
    for file, pages in summary.pages_not_read.items():
        _say_one(lang, f"ไม่มีข้อความในหน้า {_ranges(pages)}", f"no text on pages {_ranges(pages)}", file)
    for failed in summary.failed:
        _say_one(lang, failed.reason_th, failed.reason_en, failed.file)
    _print_skipped(summary)
    if "://" not in db:  # a URL may hold a password
        print(clean(f"database / ฐานข้อมูล: {db}"), file=sys.stderr)


def _say_one(lang: Language | None, th: str, en: str, file: str) -> None:
    """One line about one file, in the language asked for, or in both."""
    said = {Language.th: th, Language.en: en}.get(lang) if lang else f"{en} / {th}"
    print(clean(f"{file} — {said}").replace("\n", " "), file=sys.stderr)


def _print_skipped(summary: Summary) -> None:
    if summary.skipped:
        en = ", ".join(f"{n} {_SKIPPED[why][0]}" for why, n in summary.skipped.items())
        th = ", ".join(f"{_SKIPPED[why][1]} {n}" for why, n in summary.skipped.items())
        say(f"ข้าม: {th}", f"Passed over: {en}")


def _ranges(numbers: tuple[int, ...]) -> str:
    """
    >>> _ranges((1, 2, 3, 7))
    '1-3, 7'
    """
    runs: list[list[int]] = []
    for n in numbers:
        if runs and runs[-1][-1] == n - 1:
            runs[-1][1:] = [n]
        else:
            runs.append([n])
    return ", ".join("-".join(map(str, run)) for run in runs)
