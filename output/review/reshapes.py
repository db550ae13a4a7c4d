"""Measures that people joined or split, in the database; and the way of a reading through all that people did.

A report that was read gets, in this order, what people added, what they joined or split, and what they corrected.
The store holds what comes of it, so that whatever reads the store need not know; of a report with joined or split
measures it keeps beside them what the reading said, so that everything can be taken back.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from corpus.records import About, Finding, Measure, Message, ReportRecords
from output import correction_rows, schema
from output.corrections import as_read
from output.errors import CorrectionError, ReviewError
from output.field_values import RECORDS, fields_of, from_text
from output.review import additions
from output.review.reshaping import (
    How,
    Reshape,
    Standing,
    about_now,
    from_json,
    reshaped,
    to_json,
)
from output.snapshot import Snapshot
from output.writer import Writer

_TABLE, _READ = schema.reshapes, schema.measures_read


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person wants joined or split."""

    report_id: str
    positions: tuple[int, ...]
    """Of the measures: two to be joined, or one to be split."""
    made: tuple[Mapping[str, str], ...]
    """Field -> text, as `prongsai correct` takes it, of the one or the two that come of it; what is left out is unknown."""
    by: str
    note: str | None = None


def load(connection: Connection, report_id: str) -> Iterator[Reshape]:
    """What was joined or split in a report and is in force, in the order it was done."""
    query = select(_TABLE).where(_TABLE.c.report_id == report_id, _TABLE.c.state != "undone")
    for row in connection.execute(query.order_by(_TABLE.c.reshape_id)).mappings():
        yield _reshape(dict(row))


def put_in(writer: Writer, read: ReportRecords) -> ReportRecords:
    """Records that were just read, with all that people added, joined, split and corrected."""
    report_id = read.report.report_id
    if not writer.first("SELECT 1 FROM reshapes WHERE report_id = ? LIMIT 1", report_id):
        return correction_rows.put_in(writer, additions.put_in(writer, read))
    reshapes = list(load(writer.connection, report_id))
    _keep(writer, read, bool(reshapes))
    whole = additions.put_in(writer, read)
    standing = [Standing(measure, frozenset([i])) for i, measure in enumerate(whole.measures)]
    after = []
    for reshape in reshapes:
        standing, fares = reshaped(standing, reshape)
        after.append(fares)
    at = {s.by: position for position, s in enumerate(standing) if s.by}
    for before, r in zip(reshapes, after, strict=True):
        _note(
            writer, before, replace(r, position=at.get((r.reshape_id, 0)), second=at.get((r.reshape_id, 1)))
        )
    _move_additions(writer, report_id, standing)
    findings = [replace(f, about=about_now(f.about, standing)) for f in whole.findings]
    findings += [_lost(r) for r in after if r.state == "orphan"]
    records = replace(whole, measures=tuple(s.measure for s in standing), findings=tuple(findings))
    return correction_rows.put_in(writer, records)


def make(writer: Writer, asked: Asked) -> ReportRecords:
    """Join or split measures and return the report. `CorrectionError` where a value may not stand in its field."""
    now = Snapshot(writer.connection).stored(asked.report_id, CorrectionError)
    how: How = "joined" if len(asked.positions) > 1 else "split"
    places = tuple(sorted(asked.positions))
    if not places or len(set(places)) != len(places) or not all(0 <= p < len(now.measures) for p in places):
        raise CorrectionError(
            f"รายงานนี้ไม่มีมาตรการลำดับ {list(asked.positions)}",
            f"this report has no measures {list(asked.positions)}",
        )
    made = tuple(_measure(fields) for fields in asked.made)
    present = list(correction_rows.load(writer.connection, asked.report_id))
    read = as_read(now, present)
    parts = tuple(read.measures[p] for p in places)
    own = [c.correction_id for c in present if c.record == "measure" and c.position in places]
    row = {
        "report_id": asked.report_id,
        "how": how,
        "parts": to_json(parts),
        "made": to_json(made),
        "stood_at": json.dumps(places),
        "set_aside": json.dumps(own),
        "state": "orphan",  # until it has found its parts, a few lines below
        "made_by": asked.by,
        "made_at": dt.datetime.now(dt.UTC).replace(tzinfo=None),
        "note": asked.note,
    }
    before = _machine_read(writer, read)
    writer.connection.execute(_TABLE.insert().values(row))
    return put_in(writer, before)


def take_back(writer: Writer, reshape_id: int) -> ReportRecords | None:
    """Undo a join or a split and return the report; None where it is gone. `ReviewError` where it is not in force."""
    row = (
        writer.connection.execute(select(_TABLE).where(_TABLE.c.reshape_id == reshape_id)).mappings().first()
    )
    if row is None or row["state"] == "undone":
        raise ReviewError(
            f"ไม่มีการรวมหรือแยก {reshape_id} ที่ใช้อยู่", f"nothing joined or split {reshape_id} is in force"
        )
    reshape = _reshape(dict(row))
    now = Snapshot(writer.connection).report(reshape.report_id)
    before = None
    if now is not None:
        present = correction_rows.load(writer.connection, reshape.report_id)
        before = _machine_read(writer, as_read(now, present))
    _note(writer, reshape, replace(reshape, state="undone", position=None, second=None))
    return put_in(writer, before) if before is not None else None


def let_go(writer: Writer, report_id: str) -> None:
    """Say that a report is gone."""
    for reshape in list(load(writer.connection, report_id)):
        _note(writer, reshape, replace(reshape, state="orphan", position=None, second=None))
    writer.run("DELETE FROM measures_read WHERE report_id = ?", report_id)


def _measure(texts: Mapping[str, str]) -> Measure:
    values: dict[str, Any] = {n: from_text("measure", n, texts.get(n, "")) for n in fields_of("measure")}
    return Measure(**values)


def _machine_read(writer: Writer, records: ReportRecords) -> ReportRecords:
    """Records without corrections as the reading gave them: without additions, and as they were before any reshape."""
    report_id = records.report.report_id
    added = Counter(a.record for a in additions.load(writer.connection, report_id) if a.state == "applied")
    lists: dict[str, Any] = {}
    for record, (name, _) in RECORDS.items():
        of_kind: Sequence[Any] = getattr(records, name)
        lists[name] = of_kind[: len(of_kind) - added[record]]
    kept = writer.first("SELECT measures, about FROM measures_read WHERE report_id = ?", report_id)
    if kept is not None:
        lists["measures"] = from_json(kept[0])
        about = [tuple(About(*one) for one in of) for of in json.loads(kept[1])]
        lists["findings"] = tuple(
            replace(f, about=of) for f, of in zip(records.findings, about, strict=False)
        )  # those behind them say what was not applied
    return replace(records, **lists)


def _keep(writer: Writer, read: ReportRecords, needed: bool) -> None:
    """Keep what the reading says of what a reshape changes."""
    report_id = read.report.report_id
    writer.run("DELETE FROM measures_read WHERE report_id = ?", report_id)
    if needed:
        about = [[(a.record, a.index, a.page) for a in f.about] for f in read.findings]
        row = (report_id, to_json(read.measures), json.dumps(about))
        writer.insert(_READ, ("report_id", "measures", "about"), [row])


def _note(writer: Writer, before: Reshape, r: Reshape) -> None:
    """How a reshape fares. Corrections of its parts rest while what was made of them stands."""
    noted = "UPDATE reshapes SET state = ?, position = ?, second = ?, parts = ?, stood_at = ? WHERE reshape_id = ?"
    writer.run(noted, r.state, r.position, r.second, to_json(r.parts), json.dumps(r.stood_at), r.reshape_id)
    stood, stands = (one.state in ("applied", "confirmed") for one in (before, r))
    if stands == stood:
        return
    rest = "UPDATE corrections SET state = ? WHERE correction_id = ?"
    for correction_id in r.set_aside:
        writer.run(
            rest, "replaced" if stands else "orphan", correction_id
        )  # orphan: until it finds its record again


def _move_additions(writer: Writer, report_id: str, standing: Sequence[Standing]) -> None:
    """Where added measures stand; nowhere, where one became a part of another."""
    at = {next(iter(s.of)): n for n, s in enumerate(standing) if s.by is None}
    mine = "SELECT addition_id, position FROM additions WHERE report_id = ? AND record = ? AND position IS NOT NULL"
    moved = "UPDATE additions SET position = ? WHERE addition_id = ?"
    for addition_id, position in writer.all(mine, report_id, "measure"):
        writer.run(moved, at.get(position), addition_id)


def _lost(reshape: Reshape) -> Finding:
    titles = ", ".join(f"“{part.title}”" for part in reshape.parts)
    th, en = ("รวม", "joined") if reshape.how == "joined" else ("แยก", "split")
    pages = dict.fromkeys(p.source.page for p in reshape.parts if p.source and p.source.page)
    return Finding(
        "reshape_not_applied",
        "warning",
        Message(
            f"คนเคย{th}มาตรการ {titles} แต่การอ่านครั้งล่าสุดไม่ตรงกับเดิม จึงไม่ได้{th} ควรตรวจอีกครั้ง",
            f"a person {en} the measures {titles}, but the latest reading has them otherwise, so it was not done: look again",
        ),
        tuple(About(page=page) for page in pages),
    )


def _reshape(row: Mapping[str, Any]) -> Reshape:
    values = dict(row)
    return Reshape(
        **{
            **values,
            "parts": from_json(values["parts"]),
            "made": from_json(values["made"]),
            "stood_at": tuple(json.loads(values["stood_at"])),
            "set_aside": tuple(json.loads(values["set_aside"])),
        }
    )
