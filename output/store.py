"""The database of records: one transaction a report, and back out of it as a stream.

`open_store` takes a file name or a database URL. All errors that a user can meet are `StoreError`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, Engine

from corpus.columns_read import ChosenRole, ColumnAt
from corpus.records import Finding, ReportRecords
from output import agency_rows, correction_rows, reading_rows, rows, schema
from output.corrections import Asked, Correction
from output.database import connected, open_engine, reading, translated, writing
from output.errors import CorrectionError
from output.review import additions, columns, decisions, reshapes
from output.selection import Selection
from output.snapshot import Counts, Failure, FileFacts, KnownFile, Snapshot
from output.writer import Writer

__all__ = ["Counts", "Failure", "FileFacts", "KnownFile", "Snapshot", "Store", "open_store"]


class Store:
    """A database of records. Use it as a context manager, or `close` it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reading = reading(engine)
        self._writing = writing(engine)
        # To write with: to take one from the pool costs more than a begin and a commit.
        self._idle: list[Connection] = []

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()
        self._engine.dispose()

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """The store at this moment, for reading several things that belong together."""
        with translated(self._engine), self._reading.begin() as connection:
            yield Snapshot(connection)

    def reports(self, selection: Selection | None = None) -> Iterator[ReportRecords]:
        """The reports selected, streaming."""
        with self.snapshot() as snapshot:
            yield from snapshot.reports(selection)

    def report(self, report_id: str) -> ReportRecords | None:
        with self.snapshot() as snapshot:
            return snapshot.report(report_id)

    def failures(self) -> Iterator[Failure]:
        """The files that were not read, streaming."""
        with self.snapshot() as snapshot:
            yield from snapshot.failures()

    def counts(self) -> Counts:
        with self.snapshot() as snapshot:
            return snapshot.counts()

    def find(self, report: str) -> list[KnownFile]:
        with self.snapshot() as snapshot:
            return snapshot.find(report)

    def file(self, path: str) -> KnownFile | None:
        """What the store knows of the file at that absolute path."""
        with self.snapshot() as snapshot:
            return snapshot.file(path)

    def known(self, paths: Iterable[str]) -> dict[str, KnownFile]:
        """What the store knows of the files at those absolute paths, by path."""
        with self.snapshot() as snapshot:
            return snapshot.known(paths)

    def failure(self, path: str) -> Failure | None:
        """Why the file at that absolute path was not read."""
        with self.snapshot() as snapshot:
            return snapshot.failure(path)

    def copies(self, sha256: str) -> list[KnownFile]:
        """The files with these bytes that were read, the latest reading first."""
        with self.snapshot() as snapshot:
            return snapshot.copies(sha256)

    def digests(self) -> set[str]:
        """SHA-256 of every file that was read."""
        with self.snapshot() as snapshot:
            return snapshot.digests()

    def save(self, records: ReportRecords, file: FileFacts) -> None:
        """Store a report whole, in place of what was there of it and of its file, in one transaction."""
        with self._transaction() as writer:
            tables = records.tables
            records = reshapes.put_in(writer, records)
            _put_whole(writer, records)
            columns.keep(writer, records.report.report_id, tables)
            _put_file(writer, file, report_id=records.report.report_id)

    def attach(self, report_id: str, file: FileFacts) -> None:
        """Say that this file has the bytes of a report that is there already, named after the first of its files."""
        with self._transaction() as writer:
            found = writer.first("SELECT media_type FROM reports WHERE report_id = ?", report_id)
            media_type = found[0] if found else None
            _put_file(writer, replace(file, media_type=media_type), report_id=report_id)
            named = "UPDATE reports SET file = ? WHERE report_id = ? AND file > ?"
            writer.run(named, file.file, report_id, file.file)

    def restamp(self, file: FileFacts) -> None:
        """Say that a file has another time of change, but the bytes it had."""
        with self._transaction() as writer:
            restamped = "UPDATE files SET size = ?, mtime_ns = ? WHERE path = ?"
            writer.run(restamped, file.size, file.mtime_ns, file.path)

    def save_failure(self, file: FileFacts, finding: Finding, reason: str) -> None:
        """Store that a file could not be read, and why. The same failure again changes nothing."""
        with self._transaction() as writer:
            before = Snapshot(writer.connection).failure(file.path)
            if before and (before.file.facts, before.file.reason, before.finding) == (file, reason, finding):
                return
            _put_file(writer, file, reason=reason)
            finding_id = "file-" + hashlib.sha256(file.path.encode()).hexdigest()[:16]
            row = rows.finding_row(finding, finding_id, 0, path=file.path)
            writer.insert(schema.findings, rows.FINDING_COLUMNS, [row])

    def forget(self, path: str) -> None:
        """Drop what is known of a file which is none any more, with its report where no other file has its bytes."""
        with self._transaction() as writer:
            before = writer.first("SELECT report_id, file FROM files WHERE path = ?", path)
            writer.run("DELETE FROM findings WHERE path = ?", path)
            writer.run("DELETE FROM files WHERE path = ?", path)
            if before is not None and before[0] is not None:
                _let_go(writer, *before)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes, for what lies beside the records; programs that write wait for each other."""
        with translated(self._engine):
            connection = self._idle.pop() if self._idle else connected(self._writing)
            try:
                with connection.begin():
                    yield connection
            except BaseException:
                connection.close()
                raise
            self._idle.append(connection)

    def correct(self, requests: Iterable[Asked]) -> list[Correction]:
        """Make these corrections, all or none; those that are there already change nothing.

        Returns the new ones, and those that follow from them. `CorrectionError` where one cannot be made.
        """
        made: list[Correction] = []
        with self._transaction() as writer:
            for request in requests:
                if change := _made(writer, request):
                    records, new = change
                    _put_whole(writer, records)
                    made += new
        return made

    def preferred(self, correction: Correction) -> correction_rows.Preferred | None:
        """The same record in the reading that tables show; None where the correction is of that reading."""
        with self.snapshot() as snapshot:
            return correction_rows.preferred(snapshot.connection, correction)

    def undo(self, correction_id: int) -> Correction:
        """Take a correction back: what was read stands again."""
        with self._transaction() as writer:
            records, correction = correction_rows.take_back(writer, correction_id)
            if records is not None:
                _put_whole(writer, records)
        return correction

    def add(self, asked: additions.Asked) -> None:
        """Add a record that the reading missed, behind those of its kind. `CorrectionError` where it cannot be."""
        with self._transaction() as writer:
            _put_whole(writer, additions.add(writer, asked))

    def take_out(self, addition_id: int) -> None:
        """Undo an addition. `ReviewError` where it is not in force."""
        with self._transaction() as writer:
            records = additions.take_out(writer, addition_id)
            if records is not None:
                _put_whole(writer, records)

    def reshape(self, asked: reshapes.Asked) -> None:
        """Join or split measures. `CorrectionError` where that cannot be."""
        with self._transaction() as writer:
            _put_whole(writer, reshapes.make(writer, asked))

    def shape_back(self, reshape_id: int) -> None:
        """Undo a join or a split. `ReviewError` where it is not in force."""
        with self._transaction() as writer:
            records = reshapes.take_back(writer, reshape_id)
            if records is not None:
                _put_whole(writer, records)

    def chosen_roles(self, report_id: str) -> dict[ColumnAt, ChosenRole]:
        """What people chose that columns of a report's tables hold."""
        with self.snapshot() as snapshot:
            return columns.roles(snapshot.connection, report_id)

    def corrections(self, *, in_force: bool = True) -> list[Correction]:
        """The corrections in the order they were made; with `in_force=False` also those taken back."""
        with self.snapshot() as snapshot:
            return list(correction_rows.load(snapshot.connection, in_force=in_force))

    def agencies(self) -> list[agency_rows.Listed]:
        """The agencies with their years, reports and printed names."""
        with self.snapshot() as snapshot:
            return list(agency_rows.listed(snapshot.connection))

    @contextmanager
    def _transaction(self) -> Iterator[Writer]:
        with self.writing() as connection:
            yield Writer(connection)


def open_store(database: str | Path, *, create: bool = True) -> Store:
    """The store at a database URL or in an SQLite file; an empty database gets its tables.

    With `create=False` a database that is not there is a `StoreError`.
    """
    return Store(open_engine(database, create=create))


def _made(writer: Writer, request: Asked) -> tuple[ReportRecords, list[Correction]] | None:
    try:
        return correction_rows.make(writer, request)
    except CorrectionError as exc:
        place = "" if request.position is None else f"/{request.position}"
        what = f"{request.report_id}/{request.record}{place} {request.field}"
        raise CorrectionError(f"{what}: {exc.reason_th}", f"{what}: {exc.reason_en}") from exc


def _put_whole(writer: Writer, records: ReportRecords) -> None:
    """A report with all its records, in place of what was there of it, linked with its other readings."""
    left = reading_rows.group_of(writer, records.report.report_id)
    _put_report(writer, records)
    _put_records(writer, records)
    reading_rows.link(writer, records, left)
    decisions.put_in(writer, records)


def _put_report(writer: Writer, records: ReportRecords) -> None:
    """The report's own row, new or in place of the old one, and nothing below it."""
    report = records.report
    before = writer.first("SELECT agency_name_id FROM reports WHERE report_id = ?", report.report_id)
    name_id, agency_id = agency_rows.put(writer, report.agency) if report.agency else (None, None)
    row = rows.report_row(report, name_id, agency_id)
    if before is None:
        writer.put(schema.reports, row)
        return
    writer.put(schema.reports, row, instead_of="report_id")
    for table in (*(kind.name for kind in rows.RECORD_TABLES), "findings"):  # children follow by CASCADE
        writer.run(f"DELETE FROM {table} WHERE report_id = ?", report.report_id)  # noqa: S608
    if before[0] != name_id:
        agency_rows.drop_unused(writer, before[0])


def _put_records(writer: Writer, records: ReportRecords) -> None:
    """All that hangs on a report which has nothing of the kind."""
    report_id = records.report.report_id
    for kind in rows.RECORD_TABLES:
        of_kind = getattr(records, kind.name)
        writer.insert(kind.table, rows.record_columns(kind), rows.record_rows(kind, of_kind, report_id))
        for field, child in kind.lists.items():
            writer.insert(child, tuple(child.c.keys()), rows.list_rows(field, of_kind, report_id))
    found, about = [], []
    for position, finding in enumerate(records.findings):
        finding_id = f"{report_id}-{position}"
        found.append(rows.finding_row(finding, finding_id, position, report_id=report_id))
        about += rows.about_rows(finding, finding_id)
    writer.insert(schema.findings, rows.FINDING_COLUMNS, found)
    writer.insert(schema.finding_about, rows.ABOUT_COLUMNS, about)


def _put_file(
    writer: Writer, file: FileFacts, *, report_id: str | None = None, reason: str | None = None
) -> None:
    """The file's row; what an earlier content of the same file left behind goes."""
    before = writer.first("SELECT report_id, file FROM files WHERE path = ?", file.path)
    row = {
        "path": file.path,
        "file": file.file,
        "sha256": file.sha256,
        "size": file.size,
        "mtime_ns": file.mtime_ns,
        "media_type": file.media_type,
        "outcome": "not_read" if report_id is None else "read",
        "reason": reason,
        "report_id": report_id,
        "extraction_version": file.extraction_version,
        "settings": file.settings,
        "engines": file.engines,
        "read_at": dt.datetime.now(dt.UTC).replace(tzinfo=None),
    }
    if before is None:
        writer.put(schema.files, row)
        return
    writer.run("DELETE FROM findings WHERE path = ?", file.path)
    writer.put(schema.files, row, instead_of="path")
    if before[0] not in (None, report_id):
        _let_go(writer, *before)


def _let_go(writer: Writer, report_id: str, file: str) -> None:
    """`file` is no longer this report: delete it, or name it after another file that still is."""
    (other,) = writer.first("SELECT min(file) FROM files WHERE report_id = ?", report_id) or (None,)
    report = writer.first("SELECT file, agency_name_id FROM reports WHERE report_id = ?", report_id)
    if report is None:
        return
    if other is None:
        group = reading_rows.group_of(writer, report_id)
        writer.run("DELETE FROM reports WHERE report_id = ?", report_id)
        reading_rows.let_go(writer, report_id, group)
        correction_rows.let_go(writer, report_id)
        decisions.let_go(writer, report_id)
        additions.let_go(writer, report_id)
        reshapes.let_go(writer, report_id)
        agency_rows.drop_unused(writer, report[1])
    elif report[0] == file:
        writer.run("UPDATE reports SET file = ? WHERE report_id = ?", other, report_id)
