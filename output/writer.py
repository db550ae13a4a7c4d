"""Statements for writing, straight to the driver: a report has hundreds of rows, and building each by
SQLAlchemy's own means costs more than the database takes to store them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import Connection, Dialect, Double, String, Table
from sqlalchemy.types import TypeEngine

NUL = "\x00"
STANDS_FOR_NUL = "\ufffd"
"""PostgreSQL's text has no NUL, so neither engine gets one."""

Row = tuple[Any, ...]
Prepare = Callable[[Row], Iterable[Any]]
"""What makes of the values of a column, from all rows, those that the driver takes."""


class Writer:
    """One transaction that writes. Errors are the driver's own."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._dialect = connection.dialect
        self._cursor = connection.connection.cursor()

    def insert(self, table: Table, columns: tuple[str, ...], rows: Sequence[Row]) -> None:
        """Insert rows whose values are in the order of `columns`."""
        if not rows:
            return
        by_column = zip(columns, zip(*rows, strict=True), strict=True)
        # A column without a value is left out: the driver takes longer for a NULL than for a number.
        filled = [(name, values) for name, values in by_column if values.count(None) < len(values)]
        sql, prepare = _insert(self._dialect, table, tuple([name for name, _ in filled]))
        ready = [made(values) if made else values for made, (_, values) in zip(prepare, filled, strict=True)]
        if len(rows) == 1:
            self._cursor.execute(sql, next(zip(*ready, strict=True)))
        else:
            self._cursor.executemany(sql, list(zip(*ready, strict=True)))

    def put(self, table: Table, row: dict[str, Any], *, instead_of: str | None = None) -> None:
        """Insert a row; with `instead_of`, the name of its key, update that of the same key."""
        if instead_of is None:
            self.insert(table, tuple(row), [tuple(row.values())])
            return
        values = dict(zip(row, map(_storable, row.values()), strict=True))
        key = values.pop(instead_of)
        self.connection.execute(table.update().where(table.c[instead_of] == key).values(values))

    def run(self, sql: str, *values: Any) -> None:
        """A statement with a question mark for each of its values (plain ones: text and numbers)."""
        self._cursor.execute(_placed(self._dialect, sql), [_storable(value) for value in values])

    def first(self, sql: str, *values: Any) -> Row | None:
        """The first row that a query finds."""
        self.run(sql, *values)
        found: Row | None = self._cursor.fetchone()
        return found

    def all(self, sql: str, *values: Any) -> list[Row]:
        """All rows that a query finds."""
        self.run(sql, *values)
        return list(self._cursor.fetchall())


def _storable(value: Any) -> Any:
    """
    >>> _storable("ว่า\\x00") == "ว่า\\ufffd", _storable(None)
    (True, None)
    """
    return value.replace(NUL, STANDS_FOR_NUL) if isinstance(value, str) else value


def _storable_texts(values: Row) -> Iterable[Any]:
    """`_storable` of each; joined they are looked at in one go.

    >>> list(_storable_texts(("ว่า", None, "\\x00"))) == ["ว่า", None, "\\ufffd"]
    True
    """
    return map(_storable, values) if NUL in "".join(filter(None, values)) else values


@lru_cache(maxsize=512)
def _placed(dialect: Dialect, sql: str) -> str:
    return sql if dialect.paramstyle == "qmark" else sql.replace("?", "%s")


@lru_cache(maxsize=512)
def _insert(
    dialect: Dialect, table: Table, columns: tuple[str, ...]
) -> tuple[str, tuple[Prepare | None, ...]]:
    """The statement, and for each column what its values must go through, if anything."""
    quote = dialect.identifier_preparer.quote
    names = ", ".join(map(quote, columns))
    marks = ", ".join("?" * len(columns))
    prepare = tuple(_prepare(dialect, table.c[name].type.dialect_impl(dialect)) for name in columns)
    return _placed(dialect, f"INSERT INTO {quote(table.name)} ({names}) VALUES ({marks})"), prepare  # noqa: S608


def _prepare(dialect: Dialect, kind: TypeEngine[Any]) -> Prepare | None:
    if isinstance(kind, String):
        return _storable_texts
    process = None if isinstance(kind, Double) else kind.bind_processor(dialect)
    return partial(map, process) if process else None
