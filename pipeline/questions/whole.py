"""Whether a report gave what its kind promises: a layout that is not understood must not pass for an empty report."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.records import About, Finding, Message, ReportRecords

_EXPLAINED = frozenset({"not_ita_report", "page_not_read"})
"""Findings that say by themselves why there is nothing."""


def nothing_found(records: ReportRecords) -> Iterator[Finding]:
    """A plan or progress report without measures, and a report without any score, analysis or measure."""
    if records.measures or any(f.code in _EXPLAINED for f in records.findings):
        return
    if records.report.kind in ("measures", "progress"):
        th, en = "ชื่อเป็นรายงานมาตรการ แต่ไม่พบมาตรการ", "its title promises measures, but none was found"
    elif not records.scores and not records.analyses:
        th, en = "ไม่พบคะแนน การวิเคราะห์ หรือมาตรการ", "no score, analysis or measure was found"
    else:
        return
    yield Finding(
        "nothing_found",
        "warning",
        Message(
            f"{th} อาจเป็นรูปแบบที่ยังอ่านไม่เป็น ควรเปิดดูเอกสาร",
            f"{en}; perhaps its layout is not understood: look at it",
        ),
        (About("report"),),
    )
