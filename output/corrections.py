"""What people corrected: values beside those that were read, put in their place whenever a report is read again.

A correction knows its record by what the record is about, its *anchor*: the place of a score, an indicator or
an analysis in the frame, the title of a measure; and where several are about the same, by their order. A record
whose anchor is not there any more is looked for by its own words, first where it stood. A correction that fits
no record is kept as an orphan and comes back when one fits.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from corpus.records import Agency, ReportRecords
from normalizers.text import likeness, squeeze
from output.errors import CorrectionError
from output.field_values import AGENCY_FIELDS, RECORDS, Value, decode, from_text, to_text

State = Literal["applied", "confirmed", "orphan", "replaced", "undone"]

_ANCHORS = {
    "indicator": ("level", "instrument", "indicator", "sub_indicator", "item"),
    "score": (
        "level",
        "instrument",
        "indicator",
        "sub_indicator",
        "item",
        "statistic",
        "fiscal_year",
        "agency",
    ),
    "analysis": ("instrument", "indicator", "sub_indicator", "items"),
    "measure": ("title",),
}
_WORDS = {"indicator": "name", "score": "value", "analysis": "text", "measure": "title"}
"""The field that a record is known by where its anchor has changed."""
_ALIKE = 0.9
"""Wordings of another reading of the same words are more alike than this; those of two measures less."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A correction as a person asks for it."""

    report_id: str
    record: str
    """report, indicator, score, analysis or measure."""
    position: int | None
    """Place in the report's list of such records, from 0; None of the report itself."""
    field: str
    value: str
    by: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction as the store keeps it. Values are texts as `field_values` has them, None is unknown."""

    correction_id: int
    report_id: str
    record: str
    field: str
    value: str | None
    read_value: str | None
    """What the latest reading says."""
    state: State
    """applied; confirmed: the latest reading says so itself; orphan: no record fits; replaced by a later
    correction; undone."""
    position: int | None
    """Where its record stands now."""
    corrected_by: str
    corrected_at: dt.datetime
    """UTC."""
    note: str | None
    anchor: str
    """What its record is about, as JSON."""
    occurrence: int
    """Which of the records with that anchor, from 0."""
    among: int
    """How many had it."""
    stood_at: int | None
    """Where the record stood when it was corrected."""
    words: str | None
    """Its own words then."""

    @property
    def in_force(self) -> bool:
        return self.state not in ("replaced", "undone")


def asked(records: ReportRecords, request: Asked, at: dt.datetime) -> Correction:
    """The correction of these records, which are as they were read; `CorrectionError` where it makes no sense."""
    value = from_text(request.record, request.field, request.value)
    if request.record == "report" and request.position is not None:
        raise CorrectionError(
            "report ไม่มีลำดับ เขียน REPORT/report", "a report has no position: write REPORT/report"
        )
    read = value_of(records, request.record, request.position, request.field)
    if request.record == "report":
        anchor, occurrence, among, words = "[]", 0, 1, None
    else:
        of_kind = getattr(records, RECORDS[request.record][0])
        record = of_kind[request.position]
        if request.record == "score" and request.field in ("value", "statistic"):
            _check_score(record, request.field, value)
        anchor = _anchor(request.record, record)
        same = [i for i, other in enumerate(of_kind) if _anchor(request.record, other) == anchor]
        occurrence, among = same.index(request.position or 0), len(same)
        words = to_text(getattr(record, _WORDS[request.record]))
    return Correction(
        correction_id=0,
        report_id=request.report_id,
        record=request.record,
        field=request.field,
        value=to_text(value),
        read_value=to_text(read),
        state="applied",
        position=request.position,
        corrected_by=request.by,
        corrected_at=at,
        note=request.note,
        anchor=anchor,
        occurrence=occurrence,
        among=among,
        stood_at=request.position,
        words=words,
    )


def applied(
    records: ReportRecords, corrections: Iterable[Correction]
) -> tuple[ReportRecords, list[Correction]]:
    """The records as they were read with the corrections in force put in, and how each of these fares."""
    read, found = records, []
    for correction in sorted(corrections, key=lambda c: c.correction_id):
        if not correction.in_force:
            continue
        fits, position = place_in(read, correction)
        if correction.field in AGENCY_FIELDS and correction.field != "agency":
            fits = fits and records.report.agency is not None
        if not fits:
            found.append(replace(correction, state="orphan", position=None))
            continue
        was = value_of(read, correction.record, position, correction.field)
        value = decode(correction.record, correction.field, correction.value)
        state: State = "confirmed" if was == value else "applied"
        found.append(replace(correction, state=state, position=position, read_value=to_text(was)))
        if state == "applied":
            records = with_value(records, correction.record, position, correction.field, value)
    return records, found


def as_read(records: ReportRecords, corrections: Iterable[Correction]) -> ReportRecords:
    """Corrected records as they were before."""
    for correction in sorted(corrections, key=lambda c: c.correction_id, reverse=True):
        if correction.state == "applied":
            value = decode(correction.record, correction.field, correction.read_value)
            records = with_value(records, correction.record, correction.position, correction.field, value)
    return records


def value_of(records: ReportRecords, record: str, position: int | None, field: str) -> Value:
    """What stands in a field."""
    if record != "report":
        value: Value = getattr(_record(records, record, position), field)
        return value
    if field not in AGENCY_FIELDS:
        value = getattr(records.report, field)
        return value
    agency = records.report.agency
    value = getattr(agency, AGENCY_FIELDS[field]) if agency else None
    return value


def with_value(
    records: ReportRecords, record: str, position: int | None, field: str, value: Value
) -> ReportRecords:
    """The records with another value in a field."""
    if record != "report":
        name = RECORDS[record][0]
        changed = replace(_record(records, record, position), **{field: value})
        of_kind = list(getattr(records, name))
        of_kind[position or 0] = changed
        lists: Any = {name: tuple(of_kind)}
        return replace(records, **lists)
    report = records.report
    values: Any = {AGENCY_FIELDS.get(field, field): value}
    if field not in AGENCY_FIELDS:
        return replace(records, report=replace(report, **values))
    if field == "agency" and value is None:
        return replace(records, report=replace(report, agency=None))
    agency = replace(report.agency, **values) if report.agency else Agency(**{"name": "", **values})
    return replace(records, report=replace(report, agency=agency))


def _record(records: ReportRecords, record: str, position: int | None) -> Any:
    of_kind: Sequence[Any] = getattr(records, RECORDS[record][0])
    if position is None or not 0 <= position < len(of_kind):
        last = f"0-{len(of_kind) - 1}" if of_kind else "-"
        raise CorrectionError(
            f"รายงานนี้ไม่มี {record}/{position} มี {last}",
            f"this report has no {record}/{position}; it has {last}",
        )
    return of_kind[position]


def _check_score(score: Any, field: str, value: Any) -> None:
    number, statistic = {"value": score.value, "statistic": score.statistic, field: value}.values()
    if statistic != "change" and number < 0:
        raise CorrectionError(
            f"คะแนน {number} ต่ำกว่า 0 มีได้เฉพาะ statistic change", f"only a change can be below 0, not {number}"
        )


def _anchor(record: str, of: Any) -> str:
    values = [getattr(of, name) for name in _ANCHORS[record]]
    return json.dumps([squeeze(v) if record == "measure" else v for v in values], ensure_ascii=False)


def place_in(records: ReportRecords, correction: Correction) -> tuple[bool, int | None]:
    """Whether a record fits the correction, and where it stands."""
    if correction.record == "report":
        return True, None
    of_kind: Sequence[Any] = getattr(records, RECORDS[correction.record][0])
    same = [i for i, record in enumerate(of_kind) if _anchor(correction.record, record) == correction.anchor]
    if len(same) == correction.among:
        return True, same[correction.occurrence]
    if same:  # others of the kind came or went: the one that says the same, if it is one
        known = (correction.read_value, correction.value)
        fits = [i for i in same if to_text(getattr(of_kind[i], correction.field)) in known]
        return (True, fits[0]) if len(fits) == 1 else (False, None)
    alike = [i for i, record in enumerate(of_kind) if _alike(correction, record)]
    if correction.stood_at in alike:
        return True, correction.stood_at
    return (True, alike[0]) if len(alike) == 1 else (False, None)


def _alike(correction: Correction, record: Any) -> bool:
    words = to_text(getattr(record, _WORDS[correction.record]))
    if words is None or correction.words is None:
        return False
    if correction.record != "score":
        return likeness(words, correction.words) >= _ALIKE
    before = json.loads(correction.anchor)
    now = json.loads(_anchor("score", record))
    return words == correction.words and sum(a != b for a, b in zip(before, now, strict=True)) == 1
