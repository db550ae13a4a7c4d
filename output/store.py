"""The database of records: one transaction a report, and back out of it as a stream.

`open_store` takes a file name or a database URL. All errors that a user can meet are `StoreError`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    Engine,
    RowMapping,
    Table,
    create_engine,
    delete,
    event,
    exists,
    func,
    insert,
    inspect,
    make_url,
    or_,
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

from corpus.records import Agency, Finding, ReportRecords
from output import rows, schema
from output.errors import StoreError

_BATCH = 200
"""So many reports are in memory at once while the store is read."""
_WRITE = "prongsai_write"


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file as it was found on the disk."""

    path: str
    """Absolute: what makes it the same file in the next run."""
    file: str
    """As the run was given it."""
    extraction_version: str
    sha256: str | None = None
    """None where not even its bytes could be had."""
    size: int | None = None
    mtime_ns: int | None = None
    media_type: str | None = None


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file that the store has seen."""

    facts: FileFacts
    report_id: str | None
    """None where it was not read."""
    reason: str | None
    """The kind of failure where it was not read: encrypted, damaged …"""
    read_at: dt.datetime
    """UTC."""

    @property
    def outcome(self) -> str:
        return "not_read" if self.report_id is None else "read"


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that was not read, and the finding that says why."""

    file: KnownFile
    finding: Finding


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the store holds."""

    reports: int
    records: Mapping[str, int]
    """Rows of indicators, scores, analyses, measures and findings."""
    severities: Mapping[str, int]
    """Findings by severity."""
    files_read: int
    files_not_read: int


class Snapshot:
    """The store as it is at one moment, whatever is written meanwhile. Streams."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def reports(self) -> Iterator[ReportRecords]:
        """All reports in the order of their files' names, a batch of them in memory at a time."""
        query = select(schema.reports.c.report_id).order_by(schema.reports.c.file, schema.reports.c.report_id)
        found = self._connection.execute(query.execution_options(yield_per=_BATCH))
        for batch in found.scalars().partitions(_BATCH):
            yield from self._load(batch)

    def report(self, report_id: str) -> ReportRecords | None:
        """The report of that id."""
        return next(self._load([report_id]), None)

    def failures(self) -> Iterator[Failure]:
        """The files that were not read, in the order of their names."""
        query = (
            select(schema.findings, *(c.label(f"file_{c.name}") for c in schema.files.c))
            .join(schema.files, schema.files.c.path == schema.findings.c.path)
            .order_by(schema.files.c.file, schema.files.c.path)
        )
        for row in self._connection.execute(query.execution_options(yield_per=_BATCH)).mappings():
            file = {c.name: row[f"file_{c.name}"] for c in schema.files.c}
            yield Failure(_known_file(file), rows.finding_of(row, ()))

    def files(self) -> Iterator[KnownFile]:
        """Every file seen, in the order of their names."""
        query = select(schema.files).order_by(schema.files.c.file, schema.files.c.path)
        for row in self._connection.execute(query.execution_options(yield_per=_BATCH)).mappings():
            yield _known_file(row)

    def counts(self) -> Counts:
        def rows_of(table: Table) -> int:
            return self._connection.execute(select(func.count()).select_from(table)).scalar_one()

        def by(column: Any) -> dict[str, int]:
            found = self._connection.execute(select(column, func.count()).group_by(column).order_by(column))
            return {row[0]: row[1] for row in found}

        outcomes = by(schema.files.c.outcome)
        tables = [*(kind.table for kind in rows.RECORD_TABLES), schema.findings]
        return Counts(
            reports=rows_of(schema.reports),
            records={table.name: rows_of(table) for table in tables},
            severities=by(schema.findings.c.severity),
            files_read=outcomes.get("read", 0),
            files_not_read=outcomes.get("not_read", 0),
        )

    def find(self, report: str) -> list[KnownFile]:
        """The files that a person means by a report's id, its beginning, or a file's path, its end or name.

        The first of these readings that finds something counts: whole id, path, end of the path, beginning
        of the id. One file stands for a report, even where several have the same bytes.
        """
        c = schema.files.c
        exact = [c.report_id == report, or_(c.file == report, c.path == report)]
        end = "%" + report.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
        for condition in exact:
            if found := self._files_where(condition):
                return found
        ends = or_(c.file.like(end, escape="\\"), c.path.like(end, escape="\\"))
        if report and (found := [f for f in self._files_where(ends) if _names(f, report)]):
            return found
        if report and set(report.lower()) <= set("0123456789abcdef"):
            return self._files_where(c.report_id.startswith(report.lower()))
        return []

    def _files_where(self, condition: ColumnElement[bool]) -> list[KnownFile]:
        """Files in the order of their names; one for a report, even where several have the same bytes."""
        query = select(schema.files).where(condition).order_by(schema.files.c.file, schema.files.c.path)
        found = [_known_file(row) for row in self._connection.execute(query).mappings()]
        one_each = {f.report_id or f.facts.path: f for f in reversed(found)}
        return list(reversed(one_each.values()))

    def _load(self, ids: Iterable[str]) -> Iterator[ReportRecords]:
        """Those reports whole, in the order of `ids`."""
        ids = list(ids)
        agency_columns = [c.label(f"agency_{c.name}") for c in schema.agencies.c]
        query = (
            select(schema.reports, *agency_columns)
            .outerjoin(schema.agencies, schema.agencies.c.agency_id == schema.reports.c.agency_id)
            .where(schema.reports.c.report_id.in_(ids))
        )
        found = {row["report_id"]: row for row in self._connection.execute(query).mappings()}
        records: dict[str, dict[str, list[Any]]] = {id_: defaultdict(list) for id_ in found}
        for kind in rows.RECORD_TABLES:
            lists = {field: self._lists(child, ids) for field, child in kind.lists.items()}
            for row in self._of_reports(kind.table, ids):
                place = (row["report_id"], row["position"])
                values = {field: tuple(lists[field].get(place, ())) for field in lists}
                records[row["report_id"]][kind.name].append(rows.record_of(kind, row, values))
        about: dict[str, list[RowMapping]] = defaultdict(list)
        about_query = (
            select(schema.finding_about)
            .join(schema.findings, schema.findings.c.finding_id == schema.finding_about.c.finding_id)
            .where(schema.findings.c.report_id.in_(ids))
            .order_by(schema.finding_about.c.finding_id, schema.finding_about.c.position)
        )
        for row in self._connection.execute(about_query).mappings():
            about[row["finding_id"]].append(row)
        for row in self._of_reports(schema.findings, ids):
            records[row["report_id"]]["findings"].append(rows.finding_of(row, about[row["finding_id"]]))
        for id_ in ids:
            if id_ in found:
                report = rows.report_of(found[id_], _agency(found[id_]))
                yield ReportRecords(report, **{name: tuple(r) for name, r in records[id_].items()})

    def _of_reports(self, table: Table, ids: list[str]) -> Iterable[RowMapping]:
        c = table.c
        query = select(table).where(c.report_id.in_(ids)).order_by(c.report_id, c.position)
        return self._connection.execute(query).mappings()

    def _lists(self, child: Table, ids: list[str]) -> dict[tuple[str, int], list[Any]]:
        report_id, owner, position, value = child.columns
        query = select(report_id, owner, value).where(report_id.in_(ids)).order_by(report_id, owner, position)
        values: dict[tuple[str, int], list[Any]] = defaultdict(list)
        for of_report, of_record, entry in self._connection.execute(query):
            values[of_report, of_record].append(entry)
        return values


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

    def reports(self) -> Iterator[ReportRecords]:
        """All reports as they were saved, streaming."""
        with self.snapshot() as snapshot:
            yield from snapshot.reports()

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
            row = _file_row(snapshot._connection, path)
        return _known_file(row) if row else None

    def failure(self, path: str) -> Failure | None:
        """Why the file at that absolute path was not read."""
        with self.snapshot() as snapshot:
            return _failure(snapshot._connection, path)

    def report_of(self, sha256: str, extraction_version: str) -> str | None:
        """The report that was made of these bytes by this version, from whichever path."""
        c = schema.files.c
        query = select(c.report_id).where(
            c.sha256 == sha256, c.extraction_version == extraction_version, c.report_id.is_not(None)
        )
        with self.snapshot() as snapshot:
            return snapshot._connection.execute(query.limit(1)).scalar()

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
            before = _failure(connection, file.path)
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
    before = _file_row(connection, file.path)
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
    if before["report_id"] not in (None, report_id):
        _let_go(connection, before["report_id"], before["file"])


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


def _file_row(connection: Connection, path: str) -> rows.Row | None:
    return connection.execute(select(schema.files).where(schema.files.c.path == path)).mappings().first()


def _failure(connection: Connection, path: str) -> Failure | None:
    file = _file_row(connection, path)
    query = select(schema.findings).where(schema.findings.c.path == path)
    finding = connection.execute(query).mappings().first()
    return Failure(_known_file(file), rows.finding_of(finding, ())) if file and finding else None


def _known_file(row: rows.Row) -> KnownFile:
    facts = FileFacts(
        path=row["path"],
        file=row["file"],
        extraction_version=row["extraction_version"],
        sha256=row["sha256"],
        size=row["size"],
        mtime_ns=row["mtime_ns"],
        media_type=row["media_type"],
    )
    return KnownFile(facts, row["report_id"], row["reason"], row["read_at"])


def _agency(row: rows.Row) -> Agency | None:
    if row["agency_agency_id"] is None:
        return None
    names = ("name", "kind", "district", "province", "province_code")
    return Agency(**{name: row[f"agency_{name}"] for name in names})


def _names(file: KnownFile, wanted: str) -> bool:
    """Whether `wanted` is the end of the file's path, whole parts of it."""
    paths = (file.facts.file.replace("\\", "/"), file.facts.path.replace("\\", "/"))
    return any(("/" + path).endswith("/" + wanted.replace("\\", "/")) for path in paths)
