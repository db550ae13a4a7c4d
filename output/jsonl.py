"""JSON Lines: one report object a line, and a line for each file that was not read.

A line is `ReportRecords.to_json()`, or of it the record types that are wanted: numbers that must stay as
printed are strings, dates ISO, unknown keys left out. All readings of a report have their lines, whatever the selection
says of them: in `report.same_as` the others name the one that is preferred. Where people corrected values, `corrected` says which
fields of which records, and `reviewed` which records they found right or wrong. A file that was not read has `report.file` (and `report_id`, `media_type` where known), empty lists,
and the finding.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import select

from corpus.records import RECORD_TYPES, Report, ReportRecords
from output import schema
from output.beside import written_beside
from output.selection import Selection
from output.store import Failure, Snapshot, Store
from output.wanted import Wanted

_SAME_AS = select(schema.reports.c.report_id, schema.reports.c.same_as).where(
    schema.reports.c.same_as.is_not(None)
)
_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False)
# Legal in JSON, but many readers split lines at them.
_LINE_ENDS = {"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def export(store: Store, dest: Path, wanted: Wanted | None = None) -> list[Path]:
    """Write what is wanted to the file `dest`, which is replaced as a whole. Returns the files written."""
    with (
        store.snapshot() as snapshot,
        written_beside([dest]) as (part,),
        part.open("w", encoding="utf-8", newline="\n") as out,
    ):
        write(snapshot, out, wanted)
    return [dest]


def write(snapshot: Snapshot, out: TextIO, wanted: Wanted | None = None) -> None:
    """Write what is wanted to an open stream.

    Files that were not read come where no filter is set, and findings are wanted.
    """
    wanted = wanted or Wanted()
    lists = wanted.records or frozenset(RECORD_TYPES)
    selection = replace(wanted.selection, all_readings=True)
    same_as = dict(snapshot.connection.execute(_SAME_AS).all())
    for document in snapshot.documents(selection):
        report = _only(document, lists)
        report_id = report["report"]["report_id"]
        if preferred := same_as.get(report_id):
            report["report"]["same_as"] = preferred
        if corrected := snapshot.corrected(report_id):
            report["corrected"] = [
                {"record": record, "index": index, "fields": sorted(names)}
                for (record, index), names in sorted(corrected.items(), key=str)
            ]
        if reviewed := snapshot.reviewed(report_id):
            report["reviewed"] = [
                {"record": record, "index": index, "decision": decision}
                for (record, index), decision in sorted(reviewed.items(), key=str)
            ]
        out.write(line(report))
    if selection == Selection(all_readings=True) and "findings" in lists:
        for failure in snapshot.failures():
            out.write(line(_only(failure_json(failure), lists)))


def line(value: dict[str, Any]) -> str:
    text = _ENCODER.encode(value)
    for end, escaped in _LINE_ENDS.items():
        if end in text:
            text = text.replace(end, escaped)
    return text + "\n"


def _only(report: dict[str, Any], lists: Collection[str]) -> dict[str, Any]:
    """The report with those of its lists alone; its own facts stay, since records do not say whose they are."""
    return {name: value for name, value in report.items() if name == "report" or name in lists}


def failure_json(failure: Failure) -> dict[str, Any]:
    """A file that was not read, in the shape of a report."""
    facts = failure.file.facts
    report = Report(report_id=(facts.sha256 or "")[:16], file=facts.file, media_type=facts.media_type or "")
    value = ReportRecords(report, findings=(failure.finding,)).to_json()
    value["report"] = {key: known for key, known in value["report"].items() if known not in ("", False)}
    return value
