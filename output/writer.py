"""Statements for writing, straight to the driver: a report has hundreds of rows, and building each by
SQLAlchemy's own means costs more than the database takes to store them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, CursorResult, Dialect, Double, Table

NUL = "\x00"
STANDS_FOR_NUL = "\ufffd"
"""PostgreSQL's text has no NUL, so neither engine gets one."""

Process = Callable[[Any], Any]


class Writer:
    """One transaction that writes."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._dialect = connection.dialect

    def insert(self, table: Table, columns: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> None:
        """Insert rows whose values are in the order of `columns`."""
        if not rows:
            return
        sql, processes = _insert(self._dialect, table, columns)
        values = [tuple(map(storable, row)) for row in rows]
        for i, process in processes:
            values = [(*row[:i], process(row[i]), *row[i + 1 :]) for row in values]
        self.connection.exec_driver_sql(sql, values)

    def put(self, table: Table, row: dict[str, Any], *, instead_of: str | None = None) -> None:
        """Insert a row; with `instead_of`, the name of its key, update that of the same key."""
        columns = tuple(row)
        if instead_of is None:
            self.insert(table, columns, [tuple(row.values())])
            return
        key = table.c[instead_of]
        values = {name: storable(value) for name, value in row.items()}
        self.connection.execute(table.update().where(key == values.pop(instead_of)).values(values))

    def run(self, sql: str, *values: Any) -> CursorResult[Any]:
        """A statement with a question mark for each of its values (plain ones: text and numbers)."""
        return self.connection.exec_driver_sql(_placed(self._dialect, sql), tuple(map(storable, values)))


def storable(value: Any) -> Any:
    """
    >>> storable("ว่า\\x00") == "ว่า\\ufffd", storable(1), storable(None)
    (True, 1, None)
    """
    return value.replace(NUL, STANDS_FOR_NUL) if value.__class__ is str and NUL in value else value


def _placed(dialect: Dialect, sql: str) -> str:
    return sql if dialect.paramstyle == "qmark" else sql.replace("?", "%s")


@lru_cache(maxsize=256)
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
