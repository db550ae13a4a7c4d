"""Records as rows of the tables, and back: what `output.schema` looks like to `output.store`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cache
from operator import attrgetter, itemgetter
from typing import Any

from sqlalchemy import Date, RowMapping, Table

from corpus.records import (
    RECORD_TYPES,
    About,
    Agency,
    Finding,
    Message,
    Report,
    Source,
)
from output import schema

Row = Mapping[str, Any] | RowMapping


@dataclass(frozen=True, slots=True)
class RecordTable:
    """How one type of record lies in the database."""

    name: str
    """Of the list in `ReportRecords` and of the table."""
    record: type
    table: Table
    lists: Mapping[str, Table]
    """Field that holds a list -> its child table; the value is that table's last column."""

    def plain_fields(self) -> tuple[str, ...]:
        """Fields that are columns of the same name."""
        return _plain_fields(self.record)


@cache
def _plain_fields(record: type) -> tuple[str, ...]:
    kind = next(kind for kind in RECORD_TABLES if kind.record is record)
    return tuple(f.name for f in fields(record) if f.name not in kind.lists and f.name != "source")


RECORD_TABLES = (
    RecordTable("indicators", RECORD_TYPES["indicators"], schema.indicators, {}),
    RecordTable("scores", RECORD_TYPES["scores"], schema.scores, {}),
    RecordTable("analyses", RECORD_TYPES["analyses"], schema.analyses, {"items": schema.analysis_items}),
    RecordTable(
        "measures",
        RECORD_TYPES["measures"],
        schema.measures,
        {
            "indicators": schema.measure_indicators,
            "items": schema.measure_items,
            "activities": schema.measure_activities,
            "steps": schema.measure_steps,
            "responsible": schema.measure_responsible,
        },
    ),
)
"""The tables whose rows are (report_id, position). Findings, which a file can have too, are apart."""


def record_columns(kind: RecordTable) -> tuple[str, ...]:
    """The columns of `record_rows`."""
    extra = ("value_stated",) if kind.table is schema.scores else ()
    return ("report_id", "position", *kind.plain_fields(), *SOURCE_COLUMNS, *extra)


def record_rows(kind: RecordTable, records: Sequence[Any], report_id: str) -> list[tuple[Any, ...]]:
    """The rows of one report's records of one type."""
    get = attrgetter(*kind.plain_fields())
    rows = [(report_id, i, *get(r), *source_values(r.source)) for i, r in enumerate(records)]
    if kind.table is not schema.scores:
        return rows
    at = record_columns(kind).index("value")
    return [(*row[:at], float(row[at]), *row[at + 1 :], str(row[at])) for row in rows]


def list_rows(field: str, records: Sequence[Any], report_id: str) -> list[tuple[Any, ...]]:
    """The rows of a child table: one field of one report's records of one type, in the table's columns."""
    return [
        (report_id, owner, i, value)
        for owner, record in enumerate(records)
        for i, value in enumerate(getattr(record, field))
    ]


def record_of(kind: RecordTable, row: Sequence[Any], lists: Mapping[str, tuple[Any, ...]]) -> Any:
    """The record of a row with the columns `record_columns`."""
    names = kind.plain_fields()
    end = 2 + len(names)
    values = dict(zip(names, row[2:end], strict=True))
    source = _source(*row[end : end + len(SOURCE_COLUMNS)])
    if kind.table is schema.scores:
        values["value"] = Decimal(row[-1])
    return kind.record(**values, **lists, source=source)


def record_json(
    kind: RecordTable, row: Sequence[Any], lists: Mapping[str, tuple[Any, ...]]
) -> dict[str, Any]:
    """What `ReportRecords.to_json` has of `record_of`: made of the row itself, which takes a third of the time."""
    names, values, dates = _json_plan(kind.name)
    start = 2 + len(kind.plain_fields())
    source = _source_json(row[start : start + len(SOURCE_COLUMNS)])
    found = {
        name: value
        for name, value in zip(names, values((*row, *lists.values(), source)), strict=True)
        if value or (value is not None and value != ())
    }
    for name in dates:
        if name in found:
            found[name] = found[name].isoformat()
    return found


@cache
def _json_plan(
    name: str,
) -> tuple[tuple[str, ...], Callable[[Sequence[Any]], tuple[Any, ...]], tuple[str, ...]]:
    """Of a record table: its fields; what takes their values out of a row, its lists and source; the dates."""
    kind = next(kind for kind in RECORD_TABLES if kind.name == name)
    columns = record_columns(kind)
    at = {column: place for place, column in enumerate((*columns, *kind.lists, "source"))}
    if "value_stated" in at:
        at["value"] = at["value_stated"]
    names = tuple(f.name for f in fields(kind.record))
    dates = tuple(n for n in names if n in kind.table.c and isinstance(kind.table.c[n].type, Date))
    return names, itemgetter(*(at[name] for name in names)), dates


def _source_json(values: Sequence[Any]) -> dict[str, Any] | None:
    text, page, *box, confidence = values
    if text is None:
        return None
    found: dict[str, Any] = {"text": text}
    if page is not None:
        found["page"] = page
    if None not in box:
        found["bbox"] = box
    if confidence is not None:
        found["confidence"] = confidence
    return found


SOURCE_COLUMNS = (
    "source_text",
    "source_page",
    "source_x0",
    "source_top",
    "source_x1",
    "source_bottom",
    "source_confidence",
)


def source_values(source: Source | None) -> tuple[Any, ...]:
    """What stands in `SOURCE_COLUMNS`."""
    if source is None:
        return (None,) * len(SOURCE_COLUMNS)
    return (source.text, source.page, *(source.bbox or (None, None, None, None)), source.confidence)


def source_of(row: Row) -> Source | None:
    return _source(*(row[name] for name in SOURCE_COLUMNS))


def _source(
    text: str | None,
    page: int | None,
    x0: float | None,
    top: float | None,
    x1: float | None,
    bottom: float | None,
    confidence: float | None,
) -> Source | None:
    if text is None:
        return None
    if x0 is None or top is None or x1 is None or bottom is None:
        return Source(text, page, None, confidence)
    return Source(text, page, (x0, top, x1, bottom), confidence)


AGENCY_FIELDS = tuple(field.name for field in fields(Agency))
agency_values: Callable[[Agency], tuple[str | None, ...]] = attrgetter(*AGENCY_FIELDS)


def agency_row(agency: Agency) -> dict[str, Any]:
    """A printed name's row; its key is a hash of all that is said of it, so equal names are one row."""
    values = agency_values(agency)
    content = json.dumps(values, ensure_ascii=False)
    key = hashlib.sha256(content.encode()).hexdigest()[:16]
    return {"name_id": key, **dict(zip(AGENCY_FIELDS, values, strict=True))}


def report_row(report: Report, name_id: str | None, agency_id: str | None) -> dict[str, Any]:
    return {
        "report_id": report.report_id,
        "file": report.file,
        "media_type": report.media_type,
        "pages": report.pages,
        "ocr": report.ocr,
        "title": report.title,
        "kind": report.kind,
        "agency_id": agency_id,
        "agency_name_id": name_id,
        "fiscal_year": report.fiscal_year,
        "issued": report.issued,
        **dict(zip(SOURCE_COLUMNS, source_values(report.source), strict=True)),
    }


def report_of(row: Row, agency: Agency | None) -> Report:
    return Report(
        report_id=row["report_id"],
        file=row["file"],
        media_type=row["media_type"],
        pages=row["pages"],
        ocr=row["ocr"],
        title=row["title"],
        kind=row["kind"],
        agency=agency,
        fiscal_year=row["fiscal_year"],
        issued=row["issued"],
        source=source_of(row),
    )


FINDING_COLUMNS = (
    "finding_id",
    "report_id",
    "path",
    "position",
    "code",
    "severity",
    "message_th",
    "message_en",
    *SOURCE_COLUMNS,
)


def finding_row(
    finding: Finding, finding_id: str, position: int, *, report_id: str | None = None, path: str | None = None
) -> tuple[Any, ...]:
    """What stands in `FINDING_COLUMNS`."""
    message = finding.message
    what = (finding.code, finding.severity, message.th, message.en)
    return (finding_id, report_id, path, position, *what, *source_values(finding.source))


ABOUT_COLUMNS = ("finding_id", "position", "record", "record_index", "page")


def about_rows(finding: Finding, finding_id: str) -> list[tuple[Any, ...]]:
    """What stands in `ABOUT_COLUMNS`."""
    return [(finding_id, i, about.record, about.index, about.page) for i, about in enumerate(finding.about)]


def finding_of(row: Row, about: Sequence[Row]) -> Finding:
    return Finding(
        code=row["code"],
        severity=row["severity"],
        message=Message(th=row["message_th"], en=row["message_en"]),
        about=tuple(About(a["record"], a["record_index"], a["page"]) for a in about),
        source=source_of(row),
    )
