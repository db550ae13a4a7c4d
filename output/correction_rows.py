"""Corrections in the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace

from sqlalchemy import Connection, select

from corpus.records import ReportRecords
from output import schema
from output.corrections import Asked, Correction, applied, as_read, asked, place_in
from output.errors import CorrectionError
from output.field_values import AGENCY_FIELDS, decode, follow_ups
from output.snapshot import Snapshot
from output.writer import Writer

_TABLE = schema.corrections


@dataclass(frozen=True, slots=True)
class Preferred:
    """The same record in the reading that stands for a report in tables."""

    report_id: str
    fits: bool
    """False where it has no such record, or several."""
    position: int | None


def load(
    connection: Connection, report_id: str | None = None, *, in_force: bool = True
) -> Iterator[Correction]:
    """The corrections of a report, or of all, in the order they were made."""
    query = select(_TABLE).order_by(_TABLE.c.correction_id)
    if report_id is not None:
        query = query.where(_TABLE.c.report_id == report_id)
    if in_force:
        query = query.where(_TABLE.c.state.not_in(("replaced", "undone")))
    for row in connection.execute(query).mappings():
        yield Correction(**row)


def put_in(writer: Writer, records: ReportRecords) -> ReportRecords:
    """Records that were just read, with the corrections there are for them; their states are noted."""
    report_id = records.report.report_id
    if not writer.first("SELECT 1 FROM corrections WHERE report_id = ? LIMIT 1", report_id):
        return records
    records, after = applied(records, load(writer.connection, report_id))
    _note(writer, after)
    return records


def let_go(writer: Writer, report_id: str) -> None:
    """Say that a report is gone, so that its corrections fit nothing."""
    gone = "UPDATE corrections SET state = 'orphan', position = NULL WHERE report_id = ? AND state IN (?, ?)"
    writer.run(gone, report_id, "applied", "confirmed")


def make(writer: Writer, request: Asked) -> tuple[ReportRecords, list[Correction]] | None:
    """Note a correction and what follows from it; returns the report as it is now, and the new corrections.

    None where the correction is there already. `CorrectionError` where it cannot be made.
    """
    before = Snapshot(writer.connection).stored(request.report_id, CorrectionError)
    if before.report.agency is None and request.field in AGENCY_FIELDS and request.field != "agency":
        raise CorrectionError(
            "รายงานนี้ยังไม่มีชื่อหน่วยงาน แก้ช่อง agency ก่อน",
            "this report has no agency yet: correct its field agency first",
        )
    present = list(load(writer.connection, request.report_id))
    read = as_read(before, present)
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    new = asked(read, request, now)
    if any(_same(new, other) and new.value == other.value for other in present):
        return None
    wanted = [new]
    value = decode(new.record, new.field, new.value)
    for field, text in follow_ups(request.record, request.field, value).items():
        wanted.append(asked(read, replace(request, field=field, value=text), now))
    made = []
    for correction in wanted:
        for other in present:
            if _same(correction, other):
                writer.run(
                    "UPDATE corrections SET state = 'replaced' WHERE correction_id = ?", other.correction_id
                )
        made.append(_insert(writer, correction))
    records, after = applied(read, load(writer.connection, request.report_id))
    _note(writer, after)
    numbers = {correction.correction_id for correction in made}
    return records, [c for c in after if c.correction_id in numbers]


def preferred(connection: Connection, correction: Correction) -> Preferred | None:
    """Where to correct the same in the preferred reading; None where the correction is of that one.

    Tables leave out the other readings of a report, so what is corrected in them alone does not reach these.
    """
    reports = schema.reports.c
    query = select(reports.same_as).where(reports.report_id == correction.report_id)
    id_ = connection.execute(query).scalar()
    records = Snapshot(connection).report(id_) if id_ else None
    if records is None:
        return None
    present = load(connection, records.report.report_id)
    return Preferred(records.report.report_id, *place_in(as_read(records, present), correction))


def take_back(writer: Writer, correction_id: int) -> tuple[ReportRecords | None, Correction]:
    """Undo a correction; returns the report as it is now (None where it is gone) and the correction."""
    query = select(_TABLE).where(_TABLE.c.correction_id == correction_id)
    row = writer.connection.execute(query).mappings().first()
    if row is None or not (correction := Correction(**row)).in_force:
        what = (
            ("ไม่มีการแก้ไข", "there is no correction") if row is None else ("เลิกใช้แล้ว:", "no longer in force:")
        )
        raise CorrectionError(
            f"{what[0]} {correction_id} ดูรายการด้วย prongsai corrections list",
            f"{what[1]} {correction_id}; see prongsai corrections list",
        )
    before = Snapshot(writer.connection).report(correction.report_id)
    present = list(load(writer.connection, correction.report_id))
    writer.run("UPDATE corrections SET state = 'undone' WHERE correction_id = ?", correction_id)
    undone = replace(correction, state="undone")
    if before is None:
        return None, undone
    kept = [other for other in present if other.correction_id != correction_id]
    records, after = applied(as_read(before, present), kept)
    _note(writer, after)
    return records, undone


def _same(one: Correction, other: Correction) -> bool:
    """Whether both correct the same field of the same record."""
    where = (one.record, one.field, one.position)
    return other.state != "orphan" and where == (other.record, other.field, other.position)


def _insert(writer: Writer, correction: Correction) -> Correction:
    values = {name: value for name, value in asdict(correction).items() if name != "correction_id"}
    found = writer.connection.execute(_TABLE.insert().values(values)).inserted_primary_key
    return replace(correction, correction_id=found[0] if found else 0)


def _note(writer: Writer, corrections: Iterable[Correction]) -> None:
    noted = "UPDATE corrections SET state = ?, position = ?, read_value = ? WHERE correction_id = ?"
    for c in corrections:
        writer.run(noted, c.state, c.position, c.read_value, c.correction_id)
