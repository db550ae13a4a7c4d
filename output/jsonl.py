"""JSON Lines: one report object a line, and a line for each file that was not read.

A line is `ReportRecords.to_json()`: numbers that must stay as printed are strings, dates ISO, unknown keys
left out. A file that was not read has `report.file` (and `report_id`, `media_type` where known), empty lists,
and the finding.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TextIO

from corpus.records import Report, ReportRecords
from output.beside import written_beside
from output.store import Failure, Snapshot, Store

# Legal in JSON, but many readers split lines at them.
_LINE_ENDS = str.maketrans({"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def export(store: Store, dest: Path) -> list[Path]:
    """Write all of the store to the file `dest`, which is replaced as a whole. Returns the files written."""
    with (
        store.snapshot() as snapshot,
        written_beside([dest]) as (part,),
        part.open("w", encoding="utf-8", newline="\n") as out,
    ):
        write(snapshot, out)
    return [dest]


def write(snapshot: Snapshot, out: TextIO) -> None:
    """Write all of the store to an open stream."""
    for records in snapshot.reports():
        out.write(line(records.to_json()))
    for failure in snapshot.failures():
        out.write(line(failure_json(failure)))


def line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False).translate(_LINE_ENDS) + "\n"


def failure_json(failure: Failure) -> dict[str, Any]:
    """A file that was not read, in the shape of a report."""
    facts = failure.file.facts
    report = Report(report_id=(facts.sha256 or "")[:16], file=facts.file, media_type=facts.media_type or "")
    value = ReportRecords(report, findings=(failure.finding,)).to_json()
    value["report"] = {key: known for key, known in value["report"].items() if known not in ("", False)}
    return value
