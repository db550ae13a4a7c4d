"""What a database holds, read past the store."""

from __future__ import annotations

from sqlalchemy import create_engine, inspect, text


def url_of(db: object) -> str:
    return str(db) if "://" in str(db) else f"sqlite:///{db}"


def rows(db: object, query: str) -> list[tuple[object, ...]]:
    engine = create_engine(url_of(db))
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(query))]
    engine.dispose()
    return found


def execute(db: object, statement: str) -> None:
    engine = create_engine(url_of(db))
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def dump(db: object) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    engine = create_engine(url_of(db))
    tables = inspect(engine).get_table_names()
    engine.dispose()
    return {
        table: sorted(rows(db, f'SELECT * FROM "{table}"'), key=repr)  # noqa: S608
        for table in tables
    }
