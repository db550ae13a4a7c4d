"""Databases: what a name or URL means, how each engine is set up, and its errors as `StoreError`.

SQLite: write-ahead log, foreign keys held, writers wait for each other. PostgreSQL: readers see one moment
(REPEATABLE READ), writers wait for each other by an advisory lock. So both behave alike.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    SQLAlchemyError,
)

from output import agency_rows, migrations
from output.errors import StoreError
from output.schema import SCHEMA_VERSION
from output.writer import Writer

_WRITE = "prongsai_write"
_WRITERS = 0x70726F6E
"""Key of the advisory lock that a writer holds."""


_CACHE_OF_WRITER = -8192
"""KiB; with 64 MiB, 20,000 reports took 3 to 7 % longer, side by side (`benchmarks.store`)."""
_PRAGMAS = (
    "busy_timeout=30000",
    "foreign_keys=ON",
    "page_size=8192",  # of a new file; twice SQLite's own: a report changes many pages, and each costs more than its bytes
    "journal_mode=WAL",
    "synchronous=NORMAL",  # a power cut may lose the last reports, which the next run reads again; never more
    "wal_autocheckpoint=20000",  # pages: a checkpoint every 160 MiB, as the same pages change again and again
    "cache_size=-65536",  # KiB
)


def _unknown(_: None) -> None:
    """NULL, as the driver has it."""


# Without it the driver asks each None whether it can adapt itself, by an exception: a tenth of the time of storing.
sqlite3.register_adapter(type(None), _unknown)


def open_engine(database: str | Path, *, create: bool) -> Engine:
    """The database at a URL or in an SQLite file, with its tables as this version wants them.

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
    else:
        event.listen(engine, "begin", _begin_postgresql)
    try:
        with translated(engine):
            _prepare(engine, create=create)
    except BaseException:
        engine.dispose()
        raise
    return engine


def writing(engine: Engine) -> Engine:
    """The engine for transactions that write: one at a time over all programs."""
    return engine.execution_options(**{_WRITE: True})


def connected(engine: Engine) -> Connection:
    """A connection of `writing`. It holds few pages: most of those that a report changes are not met again soon."""
    connection = engine.connect()
    if engine.dialect.name == "sqlite":
        connection.connection.cursor().execute(f"PRAGMA cache_size={_CACHE_OF_WRITER}")
    return connection


def reading(engine: Engine) -> Engine:
    """The engine for transactions that see the database as it is when they begin."""
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


@contextmanager
def translated(engine: Engine) -> Iterator[None]:
    """Errors of the database, SQLAlchemy's or the driver's own, as `StoreError`."""
    driver = engine.dialect.loaded_dbapi
    at_fault = (driver.DataError, driver.IntegrityError, driver.InterfaceError, driver.ProgrammingError)
    try:
        yield
    except (DBAPIError, driver.Error) as exc:
        why = exc.orig if isinstance(exc, DBAPIError) and exc.orig else exc
        if isinstance(why, at_fault):
            raise  # the records are at fault, not the database
        raise _cannot_use(engine.url, why) from exc


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
    """Make the tables in an empty database, bring older ones up; refuse a foreign database or a newer one."""
    with engine.begin() as connection:
        if migrations.version_of(connection) == SCHEMA_VERSION:
            return
    where = engine.url.render_as_string(hide_password=True)
    with writing(engine).begin() as connection:  # another program may be at it as well: look again
        version = migrations.version_of(connection)
        if version is None or (version == "" and not create):
            raise StoreError(
                f"{where} ไม่ใช่ฐานข้อมูลของ Prongsai ระบุฐานข้อมูลอื่นด้วย --db",
                f"{where} is not a database of Prongsai. Name another one with --db",
            )
        if version > SCHEMA_VERSION:
            raise StoreError(
                f"{where} มีโครงสร้างรุ่น {version} ใหม่กว่าที่โปรแกรมนี้รู้จัก ({SCHEMA_VERSION}) "
                "ปรับปรุงโปรแกรมเป็นรุ่นล่าสุด หรือระบุฐานข้อมูลอื่นด้วย --db",
                f"{where} has schema version {version}, newer than this program knows ({SCHEMA_VERSION}). "
                "Update the program, or name another database with --db",
            )
        if version == "":
            migrations.make(connection)
        elif version < SCHEMA_VERSION:
            migrations.upgrade(connection)
            agency_rows.settle_all(Writer(connection))


def _set_up_sqlite(dbapi_connection: Any, _: object) -> None:
    dbapi_connection.isolation_level = None  # transactions begin where SQLAlchemy says, see _begin_sqlite
    for pragma in _PRAGMAS:
        dbapi_connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # One that will write takes its lock at once: a reader that turns into a writer half way can only fail.
    write = connection.get_execution_options().get(_WRITE)
    connection.connection.cursor().execute("BEGIN IMMEDIATE" if write else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get(_WRITE):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")


def _cannot_use(url: URL, why: BaseException) -> StoreError:
    where = url.render_as_string(hide_password=True)
    return StoreError(
        f"ใช้ฐานข้อมูล {where} ไม่ได้ ({why}) ตรวจสอบไฟล์ สิทธิ์ และเนื้อที่ดิสก์ หรือระบุฐานข้อมูลอื่นด้วย --db",
        f"the database {where} cannot be used ({why}). Check the file, its permissions "
        "and the space on the disk, or name another one with --db",
    )
