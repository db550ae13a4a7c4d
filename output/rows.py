"""Records as rows of the tables, and back: what `output.schema` looks like to `output.store`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from decimal import Decimal
from typing import Any

from sqlalchemy import RowMapping, Table

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

    def plain_fields(self) -> list[str]:
        """Fields that are columns of the same name."""
        return [f.name for f in fields(self.record) if f.name not in self.lists and f.name != "source"]


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


def record_row(kind: RecordTable, record: Any, report_id: str, position: int) -> dict[str, Any]:
    row = {name: getattr(record, name) for name in kind.plain_fields()}
    if kind.table is schema.scores:
        row["value_stated"] = str(row["value"])
        row["value"] = float(row["value"])
    return {"report_id": report_id, "position": position, **row, **source_columns(record.source)}


def list_rows(child: Table, values: Sequence[Any], report_id: str, owner: int) -> list[dict[str, Any]]:
    _, owner_column, _, value_column = (c.name for c in child.columns)
    return [
        {"report_id": report_id, owner_column: owner, "position": i, value_column: value}
        for i, value in enumerate(values)
    ]


def record_of(kind: RecordTable, row: Row, lists: Mapping[str, tuple[Any, ...]]) -> Any:
    values = {name: row[name] for name in kind.plain_fields()}
    if kind.table is schema.scores:
        values["value"] = Decimal(row["value_stated"])
    return kind.record(**values, **lists, source=source_of(row))


def source_columns(source: Source | None) -> dict[str, Any]:
    x0, top, x1, bottom = (source.bbox if source else None) or (None, None, None, None)
    return {
        "source_text": source.text if source else None,
        "source_page": source.page if source else None,
        "source_x0": x0,
        "source_top": top,
        "source_x1": x1,
        "source_bottom": bottom,
        "source_confidence": source.confidence if source else None,
    }


def source_of(row: Row) -> Source | None:
    if row["source_text"] is None:
        return None
    bbox = (row["source_x0"], row["source_top"], row["source_x1"], row["source_bottom"])
    return Source(
        text=row["source_text"],
        page=row["source_page"],
        bbox=None if None in bbox else bbox,
        confidence=row["source_confidence"],
    )


def agency_row(agency: Agency) -> dict[str, Any]:
    """An agency's row; its key is a hash of all that is said of it, so equal agencies are one row."""
    content = json.dumps(astuple(agency), ensure_ascii=False)
    key = hashlib.sha256(content.encode()).hexdigest()[:16]
    return {"agency_id": key, **{f.name: getattr(agency, f.name) for f in fields(Agency)}}


def report_row(report: Report) -> dict[str, Any]:
    return {
        "report_id": report.report_id,
        "file": report.file,
        "media_type": report.media_type,
        "pages": report.pages,
        "ocr": report.ocr,
        "title": report.title,
        "kind": report.kind,
        "agency_id": agency_row(report.agency)["agency_id"] if report.agency else None,
        "fiscal_year": report.fiscal_year,
        "issued": report.issued,
        **source_columns(report.source),
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


def finding_row(
    finding: Finding, finding_id: str, position: int, *, report_id: str | None = None, path: str | None = None
) -> dict[str, Any]:
    return {
        "finding_id": finding_id,
        "report_id": report_id,
        "path": path,
        "position": position,
        "code": finding.code,
        "severity": finding.severity,
        "message_th": finding.message.th,
        "message_en": finding.message.en,
        **source_columns(finding.source),
    }


def about_rows(finding: Finding, finding_id: str) -> list[dict[str, Any]]:
    return [
        {
            "finding_id": finding_id,
            "position": i,
            "record": about.record,
            "record_index": about.index,
            "page": about.page,
        }
        for i, about in enumerate(finding.about)
    ]


def finding_of(row: Row, about: Sequence[Row]) -> Finding:
    return Finding(
        code=row["code"],
        severity=row["severity"],
        message=Message(th=row["message_th"], en=row["message_en"]),
        about=tuple(About(a["record"], a["record_index"], a["page"]) for a in about),
        source=source_of(row),
    )
