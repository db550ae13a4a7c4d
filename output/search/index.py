"""Brings the index up to date: texts of reports stored since it last was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    Text,
    and_,
    cast,
    delete,
    func,
    insert,
    select,
)

from corpus.records import Analysis, Indicator, Measure, ReportRecords
from output import schema
from output.search import tables
from output.search.tables import indexed_reports, passages
from output.search.words import indexed
from output.store import Store

_BATCH = 200
"""Reports in one transaction: what is lost when a run is stopped is made again by the next."""


def refresh(store: Store) -> int:
    """Index what was stored or corrected since the index was last brought up to date; returns how many reports."""
    done = 0
    while stale := list(_stale(store).items()):
        for start in range(0, len(stale), _BATCH):
            done += _index(store, dict(stale[start : start + _BATCH]))
    return done


def _index(store: Store, batch: Mapping[str, str]) -> int:
    """Index reports that have these stamps; what another program changed meanwhile is left for the next round."""
    with store.snapshot() as snapshot:
        rows = [row for records in snapshot.of(batch) for row in texts(records)]
    with store.writing() as connection:
        tables.prepare(connection)
        now = _found(connection, _stamps().where(schema.reports.c.report_id.in_(batch)))
        connection.execute(delete(passages).where(passages.c.report_id.in_(batch)))
        connection.execute(delete(indexed_reports).where(indexed_reports.c.report_id.in_(batch)))
        dialect = connection.dialect.name
        same = {report_id for report_id, stamp in batch.items() if now.get(report_id) == stamp}
        new = [{**row, "words": _words(dialect, row)} for row in rows if row["report_id"] in same]
        first = tables.fill(connection, new)
        if same:
            stamps = {report_id: stamp for report_id, stamp in batch.items() if report_id in same}
            connection.execute(insert(indexed_reports), list(_marks(stamps, new, first)))
    return len(same)


def _marks(
    stamps: Mapping[str, str], rows: Sequence[Mapping[str, Any]], first: int
) -> Iterator[dict[str, Any]]:
    """Rows of `indexed_reports`, given those of `passages` in the order of the reports and of `tables.KINDS`."""
    counts = Counter((row["report_id"], row["record"]) for row in rows)
    place = first
    for report_id, stamp in stamps.items():
        mark: dict[str, Any] = {"report_id": report_id, "stamp": stamp}
        for kind in tables.KINDS:
            mark[f"{kind}_from"] = place
            place += counts[report_id, kind]
        yield {**mark, "end": place}


def _stale(store: Store) -> dict[str, str]:
    """The reports that the index does not hold as they are, each with its stamp."""
    with store.snapshot() as snapshot:
        query = _stamps().order_by(schema.reports.c.report_id)
        if tables.is_ready(snapshot.connection):
            stamps = _stamps().subquery()
            held = and_(
                indexed_reports.c.report_id == stamps.c.report_id, indexed_reports.c.stamp == stamps.c.stamp
            )
            query = (
                select(stamps.c.report_id, stamps.c.stamp)
                .outerjoin(indexed_reports, held)
                .where(indexed_reports.c.report_id.is_(None))
                .order_by(stamps.c.report_id)
            )
        return _found(snapshot.connection, query)


def _found(connection: Connection, query: Select[Any, str]) -> dict[str, str]:
    return dict(connection.execute(query).all())


def _stamps() -> Select[Any, str]:
    """Each report with what changes whenever its records do: when it was last read, and what people did since."""
    files, corrections, report_id = schema.files.c, schema.corrections.c, schema.reports.c.report_id
    read = select(func.max(files.read_at)).where(files.report_id == report_id).scalar_subquery()
    applied = (
        select(func.count())
        .select_from(schema.corrections)
        .where(corrections.report_id == report_id, corrections.state == "applied")
        .scalar_subquery()
    )
    corrected = (
        select(func.max(corrections.corrected_at)).where(corrections.report_id == report_id).scalar_subquery()
    )
    stamp = _as_text(read) + " " + _as_text(corrected) + " " + _as_text(applied)
    for table in (schema.additions, schema.reshapes):
        here = (table.c.report_id == report_id, table.c.state == "applied")
        stands = select(func.count()).select_from(table).where(*here).scalar_subquery()
        latest = select(func.max(next(iter(table.primary_key)))).where(*here).scalar_subquery()
        stamp = stamp + " " + _as_text(stands) + " " + _as_text(latest)
    return select(report_id, stamp.label("stamp"))


def _as_text(value: ScalarSelect[Any]) -> ColumnElement[str]:
    return func.coalesce(cast(value, Text), "")


def _words(dialect: str, row: Mapping[str, Any]) -> str:
    words = indexed(row["text"])
    return tsvector(words) if dialect == "postgresql" else words


def tsvector(words: str) -> str:
    """Words as PostgreSQL writes a tsvector, each with its places.

    >>> tsvector("การ ป้องกัน การ")
    "'การ':1,3 'ป้องกัน':2"
    """
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words.split(" "), start=1):
        places.setdefault(word, []).append(min(place, 16383))  # the highest place it can hold
    return " ".join(
        f"{quoted(word)}:{','.join(map(str, dict.fromkeys(at)))}" for word, at in places.items() if word
    )


def quoted(word: str) -> str:
    """A word in a tsvector or tsquery."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def texts(records: ReportRecords) -> Iterator[dict[str, Any]]:
    """The texts of a report that can be found, as rows of `passages` without their words."""
    report_id = records.report.report_id

    def row(record: str, position: int | None, page: int | None, text: str) -> dict[str, Any]:
        return {"report_id": report_id, "record": record, "position": position, "page": page, "text": text}

    if records.report.title:
        source = records.report.source
        yield row("report", None, source.page if source else None, records.report.title)
    found: list[tuple[str, int, Indicator | Analysis | Measure, str]] = [
        *(("indicator", i, record, record.name) for i, record in enumerate(records.indicators)),
        *(("analysis", i, record, record.text) for i, record in enumerate(records.analyses)),
        *(("measure", i, record, _measure(record)) for i, record in enumerate(records.measures)),
    ]
    for kind, position, record, text in found:
        if text.strip():
            yield row(kind, position, record.source.page if record.source else None, text)


def _measure(measure: Measure) -> str:
    """All that a measure says, a line each."""
    parts = (
        measure.title,
        measure.rationale,
        *measure.activities,
        *measure.steps,
        *measure.responsible,
        measure.period,
        measure.monitoring,
        measure.progress,
        measure.outcome,
        measure.suggestion,
    )
    return "\n".join(part for part in parts if part)
