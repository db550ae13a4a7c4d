"""CSV: a folder with one file a record type, for spreadsheets and statistics.

UTF-8 with a byte order mark (so that Excel shows Thai), commas, quotes where needed and CRLF (RFC 4180).
The entries of a list are lines of one cell. An empty cell means unknown. `columns.csv` beside the data says
what each column is.

A text that a spreadsheet would run as a formula (it begins with = + - @, a tab or a carriage return, perhaps
after blanks, or with their full-width forms) gets an apostrophe in front; printed texts often begin with
"- ", so this is common in measures. Columns of numbers stay numbers when they are negative.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import Any

from corpus.records import About, Agency, Finding, ReportRecords, Source
from output.beside import written_beside
from output.errors import ExportError
from output.store import Failure, KnownFile, Store

Value = str | int | float | Decimal | bool | dt.date | Sequence[str] | Sequence[int] | None
Line = dict[str, Value]

_STARTS_FORMULA = tuple("=+-@＝＋－＠")

_OF_REPORT = {
    "report_id": ("Report, as in reports.csv", "รหัสรายงาน ตรงกับ reports.csv"),
    "position": ("Place in the report, from 0", "ลำดับในรายงาน เริ่มที่ 0"),
    "agency": ("Agency of the report", "หน่วยงานเจ้าของรายงาน"),
    "province": ("Its province", "จังหวัดของหน่วยงาน"),
    "report_year": ("Fiscal year of the report (B.E.)", "ปีงบประมาณของรายงาน (พ.ศ.)"),
}
_PLACE = {
    "instrument": ("IIT, EIT or OIT (EIT1, EIT2)", "แบบวัด IIT, EIT หรือ OIT (EIT1, EIT2)"),
    "indicator": ("Number of the indicator, 1-10", "เลขตัวชี้วัด 1-10"),
    "sub_indicator": ("Number of the sub-indicator: 10.1", "เลขตัวชี้วัดย่อย เช่น 10.1"),
    "item": ("Code of the item: I1, E1, O1", "รหัสข้อคำถาม เช่น I1, E1, O1"),
}
_SOURCE = {
    "page": ("Page of the file, from 1", "หน้าในไฟล์ เริ่มที่ 1"),
    "confidence": ("0-1 where recognised from an image", "ความมั่นใจ 0-1 ถ้าอ่านจากภาพ"),
    "source_text": ("The printed words it rests on", "ข้อความในเอกสารที่เป็นที่มา"),
}

COLUMNS: dict[str, dict[str, tuple[str, str]]] = {
    "reports": {
        "report_id": ("First 16 hex digits of the file's SHA-256", "16 หลักแรกของ SHA-256 ของไฟล์"),
        "file": ("Path as given", "ตำแหน่งไฟล์ตามที่ระบุ"),
        "media_type": ("MIME type", "ชนิดไฟล์ (MIME)"),
        "pages": ("Number of pages", "จำนวนหน้า"),
        "ocr": ("true where text was recognised from images", "true ถ้าอ่านข้อความจากภาพ"),
        "title": ("Title on the cover", "ชื่อรายงานบนปก"),
        "kind": (
            "analysis, measures, progress or results",
            "ประเภท: analysis, measures, progress หรือ results",
        ),
        "agency": ("Agency", "หน่วยงาน"),
        "agency_kind": ("Kind of agency", "ประเภทหน่วยงาน"),
        "district": ("District", "อำเภอ"),
        "province": ("Province", "จังหวัด"),
        "province_code": ("ISO 3166-2 code", "รหัสจังหวัด ISO 3166-2"),
        "fiscal_year": ("Fiscal year that is reported on (B.E.)", "ปีงบประมาณที่รายงาน (พ.ศ.)"),
        "issued": ("Date of the document (ISO)", "วันที่ของเอกสาร (ค.ศ. แบบ ISO)"),
        **_SOURCE,
    },
    "indicators": {
        **_OF_REPORT,
        "level": ("indicator, sub_indicator or item", "ระดับ: indicator, sub_indicator หรือ item"),
        **_PLACE,
        "name": ("Name or question as the report words it", "ชื่อหรือข้อคำถามตามรายงาน"),
        **_SOURCE,
    },
    "scores": {
        "report_id": _OF_REPORT["report_id"],
        "position": _OF_REPORT["position"],
        "file": ("Path of the report", "ตำแหน่งไฟล์ของรายงาน"),
        "agency": ("Agency whose score it is", "หน่วยงานเจ้าของคะแนน"),
        "agency_kind": ("Kind of agency; empty for another's", "ประเภทหน่วยงาน ว่างถ้าเป็นของหน่วยงานอื่น"),
        "district": ("District; empty for another's", "อำเภอ ว่างถ้าเป็นของหน่วยงานอื่น"),
        "province": ("Province; empty for another's", "จังหวัด ว่างถ้าเป็นของหน่วยงานอื่น"),
        "province_code": ("ISO 3166-2 code; empty for another's", "รหัสจังหวัด ว่างถ้าเป็นของหน่วยงานอื่น"),
        "report_kind": ("Kind of the report", "ประเภทของรายงาน"),
        "fiscal_year": ("Year the score is of (B.E.)", "ปีงบประมาณของคะแนน (พ.ศ.)"),
        "level": ("overall, instrument, indicator, sub_indicator or item", "ระดับของสิ่งที่ได้คะแนน"),
        "instrument": _PLACE["instrument"],
        "indicator": _PLACE["indicator"],
        "indicator_name": ("Its name in this report", "ชื่อตัวชี้วัดในรายงานนี้"),
        "sub_indicator": _PLACE["sub_indicator"],
        "item": _PLACE["item"],
        "item_name": ("Its question in this report", "ข้อคำถามในรายงานนี้"),
        "statistic": ("score, highest, target, change or weighted", "ชนิดของตัวเลข"),
        "value": ("Figure as stated", "ตัวเลขตามที่รายงาน"),
        "rating": ("Rating of the overall score as printed", "ระดับผลการประเมินตามที่พิมพ์"),
        **_SOURCE,
    },
    "analyses": {
        **_OF_REPORT,
        "finding": ("strength, weakness, improvement or general", "จุดแข็ง ข้อบกพร่อง ควรพัฒนา หรือทั่วไป"),
        "instrument": _PLACE["instrument"],
        "indicator": _PLACE["indicator"],
        "sub_indicator": _PLACE["sub_indicator"],
        "items": ("Items, one a line", "ข้อคำถาม บรรทัดละข้อ"),
        "text": ("What the report says", "ข้อความวิเคราะห์"),
        **_SOURCE,
    },
    "measures": {
        **_OF_REPORT,
        "title": ("Name of the measure", "ชื่อมาตรการ โครงการ หรือกิจกรรม"),
        "indicators": ("Indicators, one a line", "ตัวชี้วัด บรรทัดละข้อ"),
        "items": ("Items, one a line", "ข้อคำถาม บรรทัดละข้อ"),
        "fiscal_year": ("Year it is for (B.E.)", "ปีงบประมาณที่ดำเนินการ (พ.ศ.)"),
        "rationale": ("Result that calls for it", "ผลการวิเคราะห์ที่เป็นเหตุผล"),
        "activities": ("Activities, one a line", "กิจกรรม บรรทัดละข้อ"),
        "steps": ("Steps, in order", "ขั้นตอนหรือวิธีการดำเนินการ ตามลำดับ"),
        "responsible": ("Units or posts, one a line", "ผู้รับผิดชอบ บรรทัดละหน่วย"),
        "period": ("Period as printed", "ระยะเวลาตามที่พิมพ์"),
        "start": ("First day (ISO)", "วันเริ่ม (ค.ศ. แบบ ISO)"),
        "end": ("Last day (ISO)", "วันสิ้นสุด (ค.ศ. แบบ ISO)"),
        "monitoring": ("How it is followed up", "การติดตามผล"),
        "progress": ("What was done", "ผลการดำเนินการ"),
        "outcome": ("What came of it", "ผลลัพธ์หรือผลสัมฤทธิ์"),
        "suggestion": ("Suggestions", "ข้อเสนอแนะ"),
        **_SOURCE,
    },
    "findings": {
        "report_id": ("Report; empty for a file that was not read", "รหัสรายงาน ว่างถ้าอ่านไฟล์ไม่ได้"),
        "position": _OF_REPORT["position"],
        "file": ("Path of the file", "ตำแหน่งไฟล์"),
        "code": ("What was found", "รหัสข้อสังเกต"),
        "severity": ("error, warning or info", "ความรุนแรง"),
        "message_th": ("In Thai", "ข้อความภาษาไทย"),
        "message_en": ("In English", "ข้อความภาษาอังกฤษ"),
        "about": ("Records or pages, one a line: score 3", "ระเบียนหรือหน้าที่เกี่ยวข้อง บรรทัดละรายการ"),
        **_SOURCE,
    },
    "files": {
        "file": ("Path as given", "ตำแหน่งไฟล์ตามที่ระบุ"),
        "sha256": ("SHA-256 of its bytes", "SHA-256 ของไฟล์"),
        "size": ("Bytes", "ขนาด (ไบต์)"),
        "media_type": ("MIME type", "ชนิดไฟล์ (MIME)"),
        "outcome": ("read or not_read", "อ่านได้หรือไม่ได้"),
        "reason": ("Kind of failure", "สาเหตุที่อ่านไม่ได้"),
        "report_id": ("Report in it", "รหัสรายงาน"),
        "extraction_version": ("Version of the reading", "รุ่นของการอ่าน"),
        "read_at": ("When it was read (UTC)", "เวลาที่อ่าน (UTC)"),
    },
}
"""File -> column -> what it is, in English and Thai. The order here is the order in the file."""


def export(store: Store, dest: Path) -> list[Path]:
    """Write the store into the folder `dest`, each file replaced as a whole. Returns the files written."""
    if dest.exists() and not dest.is_dir():
        raise ExportError(
            f"{dest} เป็นไฟล์ แต่ CSV ต้องส่งออกเป็นโฟลเดอร์ ระบุชื่อโฟลเดอร์",
            f"{dest} is a file, but CSV is exported into a folder. Name a folder",
        )
    names = [*COLUMNS, "columns"]
    targets = [dest / f"{name}.csv" for name in names]
    with store.snapshot() as snapshot, written_beside(targets) as parts, ExitStack() as stack:
        sheets: dict[str, _Sheet] = {}
        for name, part in zip(names, parts, strict=True):
            out = stack.enter_context(part.open("w", encoding="utf-8-sig", newline=""))
            columns = COLUMNS.get(name) or ("file", "column", "meaning_en", "meaning_th")
            sheets[name] = _Sheet(csv.writer(out), tuple(columns))
        for file, meanings in COLUMNS.items():
            for column, (en, th) in meanings.items():
                sheets["columns"].add({"file": file, "column": column, "meaning_en": en, "meaning_th": th})
        for records in snapshot.reports():
            for name, line in report_lines(records):
                sheets[name].add(line)
        for failure in snapshot.failures():
            sheets["findings"].add(_failure(failure))
        for known in snapshot.files():
            sheets["files"].add(_file(known))
    return targets


def report_lines(records: ReportRecords) -> Iterator[tuple[str, Line]]:
    """The lines of one report, each with the name of its file."""
    report = records.report
    agency = report.agency
    yield (
        "reports",
        {
            "report_id": report.report_id,
            "file": report.file,
            "media_type": report.media_type,
            "pages": report.pages,
            "ocr": report.ocr,
            "title": report.title,
            "kind": report.kind,
            **_agency(agency),
            "fiscal_year": report.fiscal_year,
            "issued": report.issued,
            **_source(report.source),
        },
    )
    indicator_names, item_names = _names(records)
    lists: Mapping[str, Sequence[Any]] = {
        "indicators": records.indicators,
        "scores": records.scores,
        "analyses": records.analyses,
        "measures": records.measures,
        "findings": records.findings,
    }
    for name, entries in lists.items():
        for position, record in enumerate(entries):
            line: Line = {"report_id": report.report_id, "position": position, "file": report.file}
            if name == "scores":
                line |= _agency(agency if record.agency is None else Agency(record.agency))
                line["report_kind"] = report.kind
                line["indicator_name"] = indicator_names.get(record.indicator)
                line["item_name"] = item_names.get(record.item)
            else:
                line["agency"] = agency.name if agency else None
                line["province"] = agency.province if agency else None
                line["report_year"] = report.fiscal_year
            line |= _finding(record) if isinstance(record, Finding) else {}
            for column in COLUMNS[name]:
                if column not in line and hasattr(record, column):
                    line[column] = getattr(record, column)
            yield name, {**line, **_source(record.source)}


def cell(value: Value) -> str | int | float | Decimal:
    """What is written for a value.

    >>> cell("=1+1"), cell("- อบรม"), cell(Decimal("-3.99")), cell(("a", "b")), cell(None)
    ("'=1+1", "'- อบรม", '-3.99', 'a\\nb', '')
    """
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value, "f")
        case int() | float():
            return value
        case dt.datetime():
            return value.isoformat(timespec="seconds")
        case dt.date():
            return value.isoformat()
        case str():
            return harmless(value)
        case _:
            return harmless("\n".join(map(str, value)))


def harmless(text: str) -> str:
    """The text so that no spreadsheet runs it as a formula.

    >>> harmless("=HYPERLINK(1)"), harmless(" ＝1"), harmless("ก-ข")
    ("'=HYPERLINK(1)", "' ＝1", 'ก-ข')
    """
    start = text
    while start and (start[0] == " " or not start[0].isprintable()):  # blanks and what cannot be seen
        start = start[1:]
    return "'" + text if start.startswith(_STARTS_FORMULA) or text.startswith(("\t", "\r")) else text


class _Sheet:
    """One CSV file being written."""

    def __init__(self, writer: Any, columns: tuple[str, ...]) -> None:
        self._writer = writer
        self._columns = columns
        writer.writerow(columns)

    def add(self, line: Line) -> None:
        self._writer.writerow([cell(line.get(column)) for column in self._columns])


def _agency(agency: Agency | None) -> Line:
    return {
        "agency": agency.name if agency else None,
        "agency_kind": agency.kind if agency else None,
        "district": agency.district if agency else None,
        "province": agency.province if agency else None,
        "province_code": agency.province_code if agency else None,
    }


def _source(source: Source | None) -> Line:
    return {
        "page": source.page if source else None,
        "confidence": source.confidence if source else None,
        "source_text": source.text if source else None,
    }


def _names(records: ReportRecords) -> tuple[dict[int | None, str], dict[str | None, str]]:
    """The report's own names of indicators and items; the first where one is named twice."""
    indicators: dict[int | None, str] = {}
    items: dict[str | None, str] = {}
    for record in records.indicators:
        if record.level == "indicator" and record.indicator is not None:
            indicators.setdefault(record.indicator, record.name)
        if record.level == "item" and record.item is not None:
            items.setdefault(record.item, record.name)
    return indicators, items


def _finding(finding: Finding) -> Line:
    return {
        "message_th": finding.message.th,
        "message_en": finding.message.en,
        "about": [_about(about) for about in finding.about],
    }


def _about(about: About) -> str:
    """`score 3`, `page 7`, `file`.

    >>> _about(About("score", 3)), _about(About("score", 3, 7)), _about(About())
    ('score 3', 'score 3 page 7', 'file')
    """
    parts = [about.record or "", "" if about.index is None else str(about.index)]
    parts.append("" if about.page is None else f"page {about.page}")
    return " ".join(filter(None, parts)) or "file"


def _failure(failure: Failure) -> Line:
    return {
        "file": failure.file.facts.file,
        "position": 0,
        "code": failure.finding.code,
        "severity": failure.finding.severity,
        **_finding(failure.finding),
    }


def _file(known: KnownFile) -> Line:
    facts = known.facts
    return {
        "file": facts.file,
        "sha256": facts.sha256,
        "size": facts.size,
        "media_type": facts.media_type,
        "outcome": known.outcome,
        "reason": known.reason,
        "report_id": known.report_id,
        "extraction_version": facts.extraction_version,
        "read_at": known.read_at,
    }
