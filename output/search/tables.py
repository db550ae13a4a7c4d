"""The index of words: `passages`, one row for each text that can be found, and the engine's own index over it.

It is made of the records and can be dropped at any time: `prepare` makes it where it is missing or of another
version. SQLite: two FTS5 tables over `passages`, filled with it. PostgreSQL: `words` is a `tsvector`. Both hold the
same words in the same order, cut by us, since neither engine knows where a Thai word ends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    func,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

from output import schema

VERSION = "3"
"""Raised where the index would hold something else for the same records."""

metadata = MetaData()

KINDS = ("report", "indicator", "analysis", "measure")
"""Records whose texts can be found, in the order of a report's passages."""

passages = Table(
    "passages",
    metadata,
    Column("passage_id", Integer, primary_key=True),
    Column(
        "report_id", ForeignKey(schema.reports.c.report_id, ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("record", Text, nullable=False),  # report, indicator, analysis, measure
    Column("position", Integer),  # of that record in its table; NULL for the report itself
    Column("page", Integer),
    Column("text", Text, nullable=False),
    Column("words", Text().with_variant(TSVECTOR(), "postgresql"), nullable=False),
)

indexed_reports = Table(
    "indexed_reports",
    metadata,
    Column("report_id", ForeignKey(schema.reports.c.report_id, ondelete="CASCADE"), primary_key=True),
    Column("stamp", Text, nullable=False),  # changes with the report's records
    # Its passages have numbers in a row, those of a kind together: where those of each kind begin, and all end before.
    *(Column(f"{kind}_from", Integer, nullable=False) for kind in KINDS),
    Column("end", Integer, nullable=False),
)

index_version = Table("search_index", metadata, Column("version", Text, primary_key=True))

_POSTGRESQL = Index("ix_passages_words", passages.c.words, postgresql_using="gin").ddl_if(
    dialect="postgresql"
)

_SQLITE = (
    # Thai vowels and tone marks are marks (Mn), which the tokenizer would otherwise drop.
    """CREATE VIRTUAL TABLE passage_words USING fts5(words, content='passages', content_rowid='passage_id',
       tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'")""",
    """CREATE VIRTUAL TABLE passage_parts USING fts5(text, content='passages', content_rowid='passage_id',
       tokenize='trigram')""",
    """CREATE TRIGGER passages_removed AFTER DELETE ON passages BEGIN
       INSERT INTO passage_words(passage_words, rowid, words) VALUES ('delete', old.passage_id, old.words);
       INSERT INTO passage_parts(passage_parts, rowid, text) VALUES ('delete', old.passage_id, old.text);
       END""",
)


_SQLITE_FILL = (
    "INSERT INTO passage_words(rowid, words) SELECT passage_id, words FROM passages WHERE passage_id > :highest",
    "INSERT INTO passage_parts(rowid, text) SELECT passage_id, text FROM passages WHERE passage_id > :highest",
)


def fill(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
    """Index new passages, each with its words; returns the number of the first, the others follow it in a row."""
    highest = connection.execute(select(func.coalesce(func.max(passages.c.passage_id), 0))).scalar_one()
    if not rows:
        return int(highest) + 1
    connection.execute(
        insert(passages), [{**row, "passage_id": n} for n, row in enumerate(rows, highest + 1)]
    )
    if connection.dialect.name == "sqlite":
        # Not by a trigger: FTS5 then writes its index after each row, which takes several times as long.
        for statement in _SQLITE_FILL:
            connection.execute(text(statement), {"highest": highest})
    return int(highest) + 1


def is_ready(connection: Connection) -> bool:
    """Whether the index is there, in this version."""
    if not inspect(connection).has_table(index_version.name):
        return False
    return connection.execute(select(index_version.c.version)).scalar() == VERSION


def prepare(connection: Connection) -> None:
    """Make the index, empty, where it is not there in this version."""
    if is_ready(connection):
        return
    if connection.dialect.name == "sqlite":
        for table in ("passage_words", "passage_parts"):
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table}")
    metadata.drop_all(connection)
    metadata.create_all(connection)
    if connection.dialect.name == "sqlite":
        for statement in _SQLITE:
            connection.exec_driver_sql(statement)
    connection.execute(index_version.insert().values(version=VERSION))
