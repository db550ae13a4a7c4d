"""The tables' history: every way to this version's tables ends at the same ones."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from databases import dump, execute, rows, url_of
from record_strategies import an_example
from sqlalchemy import Connection, Table, create_engine

from output import migrations, schema
from output.errors import StoreError
from output.store import Store, open_store


def first(tmp_path: Path) -> Path:
    """A database that the program of schema version 1 has made."""
    db = tmp_path / "first.db"
    with sqlite3.connect(db) as raw:
        raw.executescript((Path(__file__).parent / "store_v1.sql").read_text(encoding="utf-8"))
    return db


@pytest.mark.parametrize("way", [migrations.make, migrations.upgrade])
def test_all_ways_end_at_the_tables_of_the_schema(db: str, way: Callable[[Connection], None]) -> None:
    """Made new or by the steps: nothing of the schema is missing, and nothing is there besides."""
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    engine = create_engine(url_of(db))
    with engine.begin() as connection:
        way(connection)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, schema.metadata) == []
    engine.dispose()
    assert rows(db, "SELECT version_num FROM alembic_version") == [(schema.SCHEMA_VERSION,)]


def test_the_view_is_that_of_the_schema(tmp_path: Path) -> None:
    db = tmp_path / "new.db"
    open_store(db).close()
    ((view,),) = rows(db, "SELECT sql FROM sqlite_master WHERE name = 'score_facts'")
    assert str(view).split() == schema.SCORE_FACTS.split()


def test_a_database_of_version_1_is_brought_up_without_loss(tmp_path: Path) -> None:
    """Its reports, files and failures are there, and its tables are those of a new database."""
    db = first(tmp_path)
    before = dump(db)
    with open_store(db, create=False) as store:
        assert list(store.reports()) == [an_example()]
        assert [f.finding.message.en for f in store.failures()] == ["damaged"]
        assert [f.facts.file for f in store.find("00112233445566aa")] == ["ซ้ำ.pdf"]
        counts = store.counts()
    assert (counts.reports, counts.files_read, counts.files_not_read) == (1, 2, 1)
    after = dump(db)
    for table in ("scores", "measures", "measure_steps", "findings", "finding_about"):
        assert [row[: len(before[table][0])] for row in after[table]] == before[table]
    new = tmp_path / "new.db"
    open_store(new).close()
    assert columns(db) == columns(new)
    assert (
        without_rowid(db)
        == without_rowid(new)
        == [t.name for t in schema.metadata.sorted_tables if is_list(t)]
    )


def is_list(table: Table) -> bool:
    return ("position" in table.primary_key and len(table.primary_key) == 3) or table.name == "finding_about"


def without_rowid(db: Path) -> list[object]:
    """The tables whose rows lie in the order of their keys."""
    found = {name for (name,) in rows(db, "SELECT name FROM pragma_table_list WHERE wr")}
    return [table.name for table in schema.metadata.sorted_tables if table.name in found]


def columns(db: Path) -> set[tuple[object, ...]]:
    return set(
        rows(
            db,
            'SELECT m.type, m.name, c.name, c.type, c."notnull", c.pk FROM sqlite_master m'
            " LEFT JOIN pragma_table_info(m.name) c ON m.type IN ('table', 'view')",
        )
    )


def test_a_newer_database_is_refused(db: str) -> None:
    """The message says which version it has and what to do; nothing is changed."""
    open_store(db).close()
    execute(db, "UPDATE alembic_version SET version_num = '9999'")
    before = dump(db)
    with pytest.raises(StoreError, match=r"schema version 9999.*Update the program"):
        open_store(db)
    assert dump(db) == before


def test_a_step_that_fails_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    """All steps or none."""
    db = first(tmp_path)
    execute(db, "ALTER TABLE files ADD COLUMN engines TEXT")  # in the way of the second step
    before = dump(db)
    with pytest.raises(StoreError):
        open_store(db)
    assert dump(db) == before


def test_programs_that_open_a_new_database_together_all_get_it(db: str) -> None:
    """One makes the tables, the others wait for it."""

    def opened(_: int) -> Store:
        return open_store(db)

    with ThreadPoolExecutor(4) as threads:
        for store in threads.map(opened, range(4)):
            assert store.counts().reports == 0
            store.close()
