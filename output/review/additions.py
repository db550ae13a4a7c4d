"""Records that a person added because the reading missed them.

They stand behind the records that were read, and are put there again whenever the report is read. One that a later
reading finds by itself is not put there twice.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from sqlalchemy import Connection, select

from corpus.records import ReportRecords, Score, Source
from output import correction_rows, schema
from output.corrections import as_read
from output.errors import CorrectionError, ReviewError
from output.field_values import RECORDS, decode, fields_of, from_text, to_text
from output.snapshot import Snapshot
from output.writer import Writer

_TABLE = schema.additions

State = Literal["applied", "confirmed", "orphan", "undone"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A record as a person asks for it."""

    report_id: str
    record: str
    """indicator, score, analysis or measure."""
    fields: Mapping[str, str]
    """Field -> text, as `prongsai correct` takes it; fields that are left out are unknown."""
    page: int | None
    words: str
    """As printed."""
    by: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Addition:
    """A record that was added, as the store keeps it."""

    addition_id: int
    report_id: str
    record: str
    position: int | None
    """Where it stands now; None where the report is gone, or a person joined or split it since."""
    fields: str
    """Its fields, as JSON."""
    page: int | None
    words: str
    state: State
    """applied; confirmed: the latest reading has it itself; orphan: the report is gone; undone."""
    added_by: str
    added_at: dt.datetime
    """UTC."""
    note: str | None


def load(connection: Connection, report_id: str) -> Iterator[Addition]:
    """The additions to a report that are in force, in the order they were made."""
    query = select(_TABLE).where(_TABLE.c.report_id == report_id, _TABLE.c.state != "undone")
    for row in connection.execute(query.order_by(_TABLE.c.addition_id)).mappings():
        yield Addition(**row)


def put_in(writer: Writer, records: ReportRecords) -> ReportRecords:
    """Records that were just read, with what people added to them."""
    report_id = records.report.report_id
    if not writer.first("SELECT 1 FROM additions WHERE report_id = ? LIMIT 1", report_id):
        return records
    for addition in list(load(writer.connection, report_id)):
        name = RECORDS[addition.record][0]
        of_kind: Sequence[Any] = getattr(records, name)
        record = _record_of(addition)
        position = next(
            (n for n, one in enumerate(of_kind) if replace(one, source=None) == replace(record, source=None)),
            None,
        )
        state: State = "applied" if position is None else "confirmed"
        if position is None:
            position = len(of_kind)
            records = _with(records, name, (*of_kind, record))
        _note(writer, addition.addition_id, state, position)
    return records


def add(writer: Writer, asked: Asked) -> ReportRecords:
    """Note a record and return the report with it. `CorrectionError` where a value may not stand in its field."""
    before = Snapshot(writer.connection).report(asked.report_id)
    if before is None or asked.record not in RECORDS:
        raise CorrectionError(
            f"ไม่มีรายงาน {asked.report_id} หรือระเบียนชนิด {asked.record}",
            f"there is no report {asked.report_id}, or no records {asked.record}",
        )
    values = {
        name: from_text(asked.record, name, asked.fields.get(name, "")) for name in fields_of(asked.record)
    }
    record: Any = RECORDS[asked.record][1](**values, source=Source(asked.words, asked.page))
    if isinstance(record, Score) and record.statistic != "change" and record.value < 0:
        raise CorrectionError(
            f"คะแนน {record.value} ต่ำกว่า 0 มีได้เฉพาะ statistic change",
            f"only a change can be below 0, not {record.value}",
        )
    name = RECORDS[asked.record][0]
    of_kind: Sequence[Any] = getattr(before, name)
    row = {
        "report_id": asked.report_id,
        "record": asked.record,
        "position": len(of_kind),
        "fields": json.dumps({name: to_text(value) for name, value in values.items()}, ensure_ascii=False),
        "page": asked.page,
        "words": asked.words,
        "state": "applied",
        "added_by": asked.by,
        "added_at": dt.datetime.now(dt.UTC).replace(tzinfo=None),
        "note": asked.note,
    }
    writer.connection.execute(_TABLE.insert().values(row))
    return _with(before, name, (*of_kind, record))


def take_out(writer: Writer, addition_id: int) -> ReportRecords | None:
    """Undo an addition and return the report without it; None where it does not stand in it. `ReviewError` where it is not in force."""
    row = (
        writer.connection.execute(select(_TABLE).where(_TABLE.c.addition_id == addition_id))
        .mappings()
        .first()
    )
    if row is None or row["state"] == "undone":
        raise ReviewError(f"ไม่มีระเบียนที่เพิ่ม {addition_id}", f"no addition {addition_id} is in force")
    addition = Addition(**row)
    if addition.state == "applied" and addition.position is None:
        raise ReviewError(
            "ระเบียนนี้ถูกรวมหรือแยกแล้ว ย้อนการรวมหรือแยกก่อน", "it was joined or split since: undo that first"
        )
    before = Snapshot(writer.connection).report(addition.report_id)
    _note(writer, addition_id, "undone", None)
    if before is None or addition.state != "applied" or addition.position is None:
        return None
    read = as_read(before, correction_rows.load(writer.connection, addition.report_id))
    name = RECORDS[addition.record][0]
    of_kind = list(getattr(read, name))
    del of_kind[addition.position]
    moved = "UPDATE additions SET position = position - 1 WHERE report_id = ? AND record = ? AND state = ? AND position > ?"
    writer.run(moved, addition.report_id, addition.record, "applied", addition.position)
    return correction_rows.put_in(writer, _with(read, name, tuple(of_kind)))


def let_go(writer: Writer, report_id: str) -> None:
    """Say that a report is gone."""
    gone = "UPDATE additions SET state = 'orphan', position = NULL WHERE report_id = ? AND state IN (?, ?)"
    writer.run(gone, report_id, "applied", "confirmed")


def _record_of(addition: Addition) -> Any:
    kind = RECORDS[addition.record][1]
    stored = json.loads(addition.fields)
    known = {f.name for f in fields(kind)}
    values = {name: decode(addition.record, name, text) for name, text in stored.items() if name in known}
    return kind(**values, source=Source(addition.words, addition.page))


def _with(records: ReportRecords, name: str, of_kind: tuple[Any, ...]) -> ReportRecords:
    lists: Any = {name: of_kind}
    return replace(records, **lists)


def _note(writer: Writer, addition_id: int, state: State, position: int | None) -> None:
    noted = "UPDATE additions SET state = ?, position = ? WHERE addition_id = ?"
    writer.run(noted, state, position, addition_id)
