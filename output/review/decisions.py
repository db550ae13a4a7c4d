"""Records that a person looked at and found right (`accepted`) or wrong.

A decision is on what was seen: it knows its record by a hash of the record's content, so it survives a new reading
that says the same, wherever the record stands by then; where the reading or a correction changes the record, the
decision fits nothing, is kept, and the record is to be looked at again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from sqlalchemy import Connection, select

from corpus.records import RECORD_LISTS, ReportRecords
from output import schema
from output.errors import ReviewError
from output.snapshot import Snapshot
from output.writer import Writer

if TYPE_CHECKING:
    from output.store import Store

Word = Literal["accepted", "wrong"]
State = Literal["applied", "orphan", "replaced", "undone"]

_OF_REPORT = ("title", "kind", "agency", "fiscal_year", "issued")
"""What a person sees of the report itself; its file may be named otherwise and be the same."""

_TABLE = schema.reviews


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as the store keeps it."""

    review_id: int
    report_id: str
    record: str
    """report, indicator, score, analysis, measure or finding."""
    position: int | None
    """Where its record stands now; None of a report, and where no record fits."""
    decision: Word
    state: State
    """applied; orphan: no record says what was seen; replaced by a later decision; undone."""
    reviewed_by: str
    reviewed_at: dt.datetime
    """UTC."""
    note: str | None
    content: str
    """A hash of what was seen."""
    occurrence: int
    """Which of the records with that content, from 0."""


def decide(
    store: Store,
    report_id: str,
    record: str,
    position: int | None,
    word: Word,
    by: str,
    note: str | None = None,
) -> Decision:
    """Note a decision on a record as it is now, in place of an earlier one. `ReviewError` where there is no such record."""
    if word not in get_args(Word):
        raise ReviewError(f"ไม่มีการตัดสิน {word}", f"there is no decision {word}")
    with store.writing() as connection:
        places = _places(Snapshot(connection).stored(report_id, ReviewError))
        if (record, position) not in places:
            raise ReviewError(f"รายงานนี้ไม่มี {record}/{position}", f"this report has no {record}/{position}")
        same = _of(report_id, record, position)
        connection.execute(_TABLE.update().where(*same, _TABLE.c.state == "applied").values(state="replaced"))
        content, occurrence = places[record, position]
        values = {
            "report_id": report_id,
            "record": record,
            "position": position,
            "decision": word,
            "state": "applied",
            "reviewed_by": by,
            "reviewed_at": dt.datetime.now(dt.UTC).replace(tzinfo=None),
            "note": note,
            "content": content,
            "occurrence": occurrence,
        }
        made = connection.execute(_TABLE.insert().values(values)).inserted_primary_key
    return Decision(review_id=made[0] if made else 0, **values)  # type: ignore[arg-type]


def take_back(store: Store, review_id: int) -> None:
    """Undo a decision: the record is to be looked at again. `ReviewError` where it is not in force."""
    with store.writing() as connection:
        done = connection.execute(
            _TABLE.update()
            .where(_TABLE.c.review_id == review_id, _TABLE.c.state.in_(("applied", "orphan")))
            .values(state="undone")
        )
        if not done.rowcount:
            raise ReviewError(f"ไม่มีการตัดสิน {review_id} ที่ใช้อยู่", f"no decision {review_id} is in force")


def of_report(connection: Connection, report_id: str) -> Iterator[Decision]:
    """The decisions on a report and its records that are in force, in the order they were made."""
    query = select(_TABLE).where(_TABLE.c.report_id == report_id, _TABLE.c.state == "applied")
    for row in connection.execute(query.order_by(_TABLE.c.review_id)).mappings():
        yield Decision(**row)


def put_in(writer: Writer, records: ReportRecords) -> None:
    """Say of a report that was just stored where the records stand that were decided on."""
    report_id = records.report.report_id
    if not writer.first("SELECT 1 FROM reviews WHERE report_id = ? LIMIT 1", report_id):
        return
    at = {(record, *content): position for (record, position), content in _places(records).items()}
    kept = (
        "SELECT review_id, record, content, occurrence FROM reviews WHERE report_id = ? AND state IN (?, ?)"
    )
    moved = "UPDATE reviews SET state = ?, position = ? WHERE review_id = ?"
    for review_id, record, content, occurrence in writer.all(kept, report_id, "applied", "orphan"):
        key = (record, content, occurrence)
        writer.run(moved, "applied" if key in at else "orphan", at.get(key), review_id)


def let_go(writer: Writer, report_id: str) -> None:
    """Say that a report is gone, so that its decisions fit nothing."""
    gone = "UPDATE reviews SET state = 'orphan', position = NULL WHERE report_id = ? AND state = ?"
    writer.run(gone, report_id, "applied")


def _of(report_id: str, record: str, position: int | None) -> tuple[Any, ...]:
    where = _TABLE.c.position == position if position is not None else _TABLE.c.position.is_(None)
    return (_TABLE.c.report_id == report_id, _TABLE.c.record == record, where)


def _places(records: ReportRecords) -> dict[tuple[str, int | None], tuple[str, int]]:
    """(record, position) -> its content's hash, and which of the records with that content it is."""
    as_json = records.to_json()
    report = {name: as_json["report"].get(name) for name in _OF_REPORT}
    found: dict[tuple[str, int | None], tuple[str, int]] = {("report", None): (_hash(report), 0)}
    for record, name in RECORD_LISTS.items():
        seen: Counter[str] = Counter()
        for position, values in enumerate(as_json[name]):
            content = _hash(_said(record, values))
            found[record, position] = (content, seen[content])
            seen[content] += 1
    return found


def _said(record: str, values: dict[str, Any]) -> dict[str, Any]:
    """What a person sees of a record, wherever it stands. A finding's words name its records; their numbers change."""
    without = ("source", "about") if record == "finding" else ("source",)
    return {name: value for name, value in values.items() if name not in without}


def _hash(value: dict[str, Any]) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
