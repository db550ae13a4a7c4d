"""The database of records: one transaction a report, and back out of it as a stream.

`open_store` takes a file name or a database URL. All errors that a user can meet are `StoreError`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    Table,
    create_engine,
    delete,
    event,
    exists,
    func,
    insert,
    inspect,
    make_url,
    select,
    update,
)
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    ProgrammingError,
    SQLAlchemyError,
)

from corpus.records import Finding, ReportRecords
from output import rows, schema
from output.errors import StoreError
from output.selection import Selection
from output.snapshot import Counts, Failure, FileFacts, KnownFile, Snapshot

__all__ = ["Counts", "Failure", "FileFacts", "KnownFile", "Snapshot", "Store", "open_store"]

_WRITE = "prongsai_write"


class Store:
    """A database of records. Use it as a context manager, or `close` it."""

    def __init__(self, engine: Engine) -> None:
        self._reading = engine
        self._writing = engine.execution_options(**{_WRITE: True})

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._reading.dispose()

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """The store at this moment, for reading several things that belong together."""
        with _translated(self._reading.url), self._reading.begin() as connection:
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

    def failure(self, path: str) -> Failure | None:
        """Why the file at that absolute path was not read."""
        with self.snapshot() as snapshot:
            return snapshot.failure(path)

    def copies(self, sha256: str) -> list[KnownFile]:
        """The files with these bytes that were read, the latest reading first."""
        with self.snapshot() as snapshot:
            return snapshot.copies(sha256)

    def save(self, records: ReportRecords, file: FileFacts) -> None:
        """Store a report whole, in place of what was there of it and of its file, in one transaction."""
        report_id = records.report.report_id
        with self._transaction() as connection:
            _put_report(connection, records)
            for kind in rows.RECORD_TABLES:
                new: list[dict[str, Any]] = []
                children: dict[Table, list[dict[str, Any]]] = defaultdict(list)
                for position, record in enumerate(getattr(records, kind.name)):
                    new.append(rows.record_row(kind, record, report_id, position))
                    for field, child in kind.lists.items():
                        values = getattr(record, field)
                        children[child] += rows.list_rows(child, values, report_id, position)
                _insert(connection, kind.table, new)
                for child, entries in children.items():
                    _insert(connection, child, entries)
            new, about = [], []
            for position, finding in enumerate(records.findings):
                finding_id = f"{report_id}-{position}"
                new.append(rows.finding_row(finding, finding_id, position, report_id=report_id))
                about += rows.about_rows(finding, finding_id)
            _insert(connection, schema.findings, new)
            _insert(connection, schema.finding_about, about)
            _put_file(connection, file, report_id=report_id)

    def attach(self, report_id: str, file: FileFacts) -> None:
        """Say that this file has the bytes of a report that is there already."""
        reports = schema.reports
        with self._transaction() as connection:
            query = select(reports.c.media_type).where(reports.c.report_id == report_id)
            media_type = connection.execute(query).scalar()
            _put_file(connection, replace(file, media_type=media_type), report_id=report_id)

    def restamp(self, file: FileFacts) -> None:
        """Say that a file has another time of change, but the bytes it had."""
        with self._transaction() as connection:
            of_file = update(schema.files).where(schema.files.c.path == file.path)
            connection.execute(of_file.values(size=file.size, mtime_ns=file.mtime_ns))

    def save_failure(self, file: FileFacts, finding: Finding, reason: str) -> None:
        """Store that a file could not be read, and why. The same failure again changes nothing."""
        with self._transaction() as connection:
            before = Snapshot(connection).failure(file.path)
            if before and (before.file.facts, before.file.reason, before.finding) == (file, reason, finding):
                return
            _put_file(connection, file, reason=reason)
            finding_id = "file-" + hashlib.sha256(file.path.encode()).hexdigest()[:16]
            _insert(connection, schema.findings, [rows.finding_row(finding, finding_id, 0, path=file.path)])

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with _translated(self._writing.url), self._writing.begin() as connection:
            yield connection


def open_store(database: str | Path, *, create: bool = True) -> Store:
    """The store at a database URL or in an SQLite file; an empty database gets its tables.

    With `create=False` a database that is not there is a `StoreError`.
    """
    url = _url(database)
    if url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:"):
        _check_file(Path(url.database), create=create)
    try:
        engine = create_engine(url)
    except (ImportError, SQLAlchemyError) as exc:
        raise _cannot_use(url, exc) from exc
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    try:
        with _translated(url):
            _prepare(engine, create=create)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine)


def _url(database: str | Path) -> URL:
    text = str(database)
    if "://" not in text:
        return URL.create("sqlite", database=text)
    try:
        url = make_url(text)
        url.get_backend_name()
    except (ArgumentError, ValueError) as exc:
        raise StoreError(
            f"ที่อยู่ฐานข้อมูลไม่ถูกต้อง: {text} ใช้ชื่อไฟล์ เช่น prongsai.db หรือ sqlite:///prongsai.db",
            f"not a database URL: {text}. Give a file name such as prongsai.db, or sqlite:///prongsai.db",
        ) from exc
    return url


def _check_file(path: Path, *, create: bool) -> None:
    """Refuse what cannot be an SQLite file before SQLite makes an empty one of it."""
    if path.is_dir():
        raise StoreError(
            f"{path} เป็นโฟลเดอร์ ไม่ใช่ไฟล์ฐานข้อมูล ระบุชื่อไฟล์ด้วย --db",
            f"{path} is a folder, not a database file. Name a file with --db",
        )
    if not create and not path.exists():
        raise StoreError(
            f"ไม่พบฐานข้อมูล {path} สั่ง prongsai ingest ก่อน หรือระบุไฟล์ที่มีอยู่ด้วย --db",
            f"there is no database {path}. Run prongsai ingest first, or name the one you mean with --db",
        )
    if create and not path.parent.is_dir():
        raise StoreError(
            f"ไม่มีโฟลเดอร์ {path.parent} สำหรับฐานข้อมูล สร้างโฟลเดอร์ก่อน หรือระบุที่อื่นด้วย --db",
            f"the database's folder {path.parent} does not exist. Make it, or name another file with --db",
        )


def _prepare(engine: Engine, *, create: bool) -> None:
    """Make the tables in an empty database; refuse a foreign one, and one of another version."""
    where = engine.url.render_as_string(hide_password=True)
    with engine.execution_options(**{_WRITE: create}).begin() as connection:
        tables = inspect(connection).get_table_names()
        if not tables and create:
            schema.metadata.create_all(connection)
            connection.execute(insert(schema.schema_version).values(version=schema.SCHEMA_VERSION))
            return
        if schema.schema_version.name not in tables or schema.reports.name not in tables:
            raise StoreError(
                f"{where} ไม่ใช่ฐานข้อมูลของ Prongsai ระบุฐานข้อมูลอื่นด้วย --db",
                f"{where} is not a database of Prongsai. Name another one with --db",
            )
        version = connection.execute(select(func.max(schema.schema_version.c.version))).scalar()
    if version != schema.SCHEMA_VERSION:
        raise StoreError(
            f"{where} มีโครงสร้างรุ่น {version} แต่โปรแกรมนี้ใช้รุ่น {schema.SCHEMA_VERSION} "
            "ใช้โปรแกรมรุ่นที่สร้างฐานข้อมูลนี้ หรืออ่านรายงานใหม่ลงฐานข้อมูลใหม่ (prongsai ingest … --db ใหม่.db)",
            f"{where} has schema version {version}, and this program works with {schema.SCHEMA_VERSION}. "
            "Use the program that made it, or ingest into a new database (prongsai ingest … --db new.db)",
        )


def _set_up_sqlite(dbapi_connection: Any, _: object) -> None:
    dbapi_connection.isolation_level = None  # transactions begin where SQLAlchemy says, see _begin_sqlite
    for pragma in ("busy_timeout=30000", "foreign_keys=ON", "journal_mode=WAL", "synchronous=NORMAL"):
        dbapi_connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # One that will write takes its lock at once: a reader that turns into a writer half way can only fail.
    write = connection.get_execution_options().get(_WRITE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


@contextmanager
def _translated(url: URL) -> Iterator[None]:
    """Errors of the database as `StoreError`."""
    try:
        yield
    except (DataError, IntegrityError, InterfaceError, ProgrammingError):
        raise  # the records are at fault, not the database
    except DBAPIError as exc:
        raise _cannot_use(url, exc.orig or exc) from exc


def _cannot_use(url: URL, why: BaseException) -> StoreError:
    where = url.render_as_string(hide_password=True)
    return StoreError(
        f"ใช้ฐานข้อมูล {where} ไม่ได้ ({why}) ตรวจสอบไฟล์ สิทธิ์ และเนื้อที่ดิสก์ หรือระบุฐานข้อมูลอื่นด้วย --db",
        f"the database {where} cannot be used ({why}). Check the file, its permissions "
        "and the space on the disk, or name another one with --db",
    )


def _put_report(connection: Connection, records: ReportRecords) -> None:
    """The report's own row, new or in place of the old one, and nothing below it."""
    report = records.report
    report_id = report.report_id
    before = connection.execute(
        select(schema.reports.c.agency_id).where(schema.reports.c.report_id == report_id)
    ).first()
    if report.agency:
        agency = rows.agency_row(report.agency)
        known = exists().where(schema.agencies.c.agency_id == agency["agency_id"])
        if not connection.execute(select(known)).scalar():
            connection.execute(insert(schema.agencies).values(agency))
    row = rows.report_row(report)
    if before is None:
        connection.execute(insert(schema.reports).values(row))
        return
    connection.execute(update(schema.reports).where(schema.reports.c.report_id == report_id).values(row))
    for table in [
        schema.findings,
        *(kind.table for kind in rows.RECORD_TABLES),
    ]:  # children follow by CASCADE
        connection.execute(delete(table).where(table.c.report_id == report_id))
    _drop_unused_agency(connection, before.agency_id)


def _put_file(
    connection: Connection, file: FileFacts, *, report_id: str | None = None, reason: str | None = None
) -> None:
    """The file's row; what an earlier content of the same file left behind goes."""
    before = Snapshot(connection).file(file.path)
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
        "read_at": dt.datetime.now(dt.UTC).replace(tzinfo=None),
    }
    if before is None:
        connection.execute(insert(schema.files).values(row))
        return
    connection.execute(delete(schema.findings).where(schema.findings.c.path == file.path))
    connection.execute(update(schema.files).where(schema.files.c.path == file.path).values(row))
    if before.report_id not in (None, report_id):
        _let_go(connection, before.report_id, before.facts.file)


def _let_go(connection: Connection, report_id: str, file: str) -> None:
    """`file` is no longer this report: delete it, or name it after another file that still is."""
    reports, files = schema.reports, schema.files
    other = connection.execute(select(func.min(files.c.file)).where(files.c.report_id == report_id)).scalar()
    report = connection.execute(
        select(reports.c.file, reports.c.agency_id).where(reports.c.report_id == report_id)
    ).one()
    if other is None:
        connection.execute(delete(reports).where(reports.c.report_id == report_id))
        _drop_unused_agency(connection, report.agency_id)
    elif report.file == file:
        connection.execute(update(reports).where(reports.c.report_id == report_id).values(file=other))


def _drop_unused_agency(connection: Connection, agency_id: str | None) -> None:
    used = exists().where(schema.reports.c.agency_id == agency_id)
    connection.execute(delete(schema.agencies).where(schema.agencies.c.agency_id == agency_id, ~used))


def _insert(connection: Connection, table: Table, new: list[dict[str, Any]]) -> None:
    if new:
        connection.execute(insert(table), new)
