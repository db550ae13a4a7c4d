"""Statements for writing, straight to the driver: a report has hundreds of rows, and building each by
SQLAlchemy's own means costs more than the database takes to store them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Double, Table

NUL = "\x00"
STANDS_FOR_NUL = "\ufffd"
"""PostgreSQL's text has no NUL, so neither engine gets one."""

Row = tuple[Any, ...]
Process = Callable[[Any], Any]


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
        sql, processes = _insert(self._dialect, table, columns)
        rows = _storable(rows)
        for i, process in processes:
            rows = [(*row[:i], process(row[i]), *row[i + 1 :]) for row in rows]
        if len(rows) == 1:
            self._cursor.execute(sql, rows[0])
        else:
            self._cursor.executemany(sql, rows)

    def put(self, table: Table, row: dict[str, Any], *, instead_of: str | None = None) -> None:
        """Insert a row; with `instead_of`, the name of its key, update that of the same key."""
        if instead_of is None:
            self.insert(table, tuple(row), [tuple(row.values())])
            return
        values = dict(zip(row, _storable([tuple(row.values())])[0], strict=True))
        key = values.pop(instead_of)
        self.connection.execute(table.update().where(table.c[instead_of] == key).values(values))

    def run(self, sql: str, *values: Any) -> None:
        """A statement with a question mark for each of its values (plain ones: text and numbers)."""
        self._cursor.execute(_placed(self._dialect, sql), _storable([values])[0])

    def first(self, sql: str, *values: Any) -> Row | None:
        """The first row that a query finds."""
        self.run(sql, *values)
        found: Row | None = self._cursor.fetchone()
        return found

    def all(self, sql: str, *values: Any) -> list[Row]:
        """All rows that a query finds."""
        self.run(sql, *values)
        return list(self._cursor.fetchall())


def _storable(rows: Sequence[Row]) -> Sequence[Row]:
    """
    >>> _storable([("ว่า\\x00", 1, None)]) == [("ว่า\\ufffd", 1, None)]
    True
    """
    texts = "".join([value for row in rows for value in row if value.__class__ is str])
    if NUL not in texts:
        return rows
    return [tuple(v.replace(NUL, STANDS_FOR_NUL) if v.__class__ is str else v for v in row) for row in rows]


@lru_cache(maxsize=512)
def _placed(dialect: Dialect, sql: str) -> str:
    return sql if dialect.paramstyle == "qmark" else sql.replace("?", "%s")


@lru_cache(maxsize=512)
def _insert(
    dialect: Dialect, table: Table, columns: tuple[str, ...]
) -> tuple[str, Iterable[tuple[int, Process]]]:
    """The statement, and the columns (by place) whose values the driver does not take as they are."""
    quote = dialect.identifier_preparer.quote
    names = ", ".join(map(quote, columns))
    marks = ", ".join("?" * len(columns))
    types = [table.c[name].type.dialect_impl(dialect) for name in columns]
    found = [None if isinstance(kind, Double) else kind.bind_processor(dialect) for kind in types]
    processes = [(i, process) for i, process in enumerate(found) if process]
    return _placed(dialect, f"INSERT INTO {quote(table.name)} ({names}) VALUES ({marks})"), processes  # noqa: S608
