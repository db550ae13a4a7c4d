"""The tables' history: steps that bring those of earlier versions up; an empty database gets them as they are now.

A step is a module in `versions/`, in plain Alembic, with `revision` counted up from "0001"; what it needs of
the tables is written in it and not taken from `output.schema`, which moves on. A new one raises
`schema.SCHEMA_VERSION`. The version of a database stands in its table `alembic_version`; those of version 1
have a table `schema_version` instead.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, PrimaryKeyConstraint, String, Table, insert, inspect

from output.schema import SCHEMA_VERSION, SCORE_FACTS, metadata

_OF_ALEMBIC = "alembic_version"
_OF_FIRST = "schema_version"


def version_of(connection: Connection) -> str | None:
    """The version of the tables: "" of an empty database, None of one that is not ours."""
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return ""
    if not {"reports", "files"} <= tables or tables.isdisjoint({_OF_ALEMBIC, _OF_FIRST}):
        return None
    if _OF_ALEMBIC in tables:
        return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())
    first = connection.exec_driver_sql("SELECT max(version) FROM schema_version").scalar()
    return f"{first:04}"


def make(connection: Connection) -> None:
    """The tables of `SCHEMA_VERSION` in an empty database: what all steps would make, in a tenth of the time."""
    metadata.create_all(connection)
    connection.exec_driver_sql(SCORE_FACTS)
    version = Table(
        _OF_ALEMBIC,
        MetaData(),
        Column("version_num", String(32), nullable=False),
        PrimaryKeyConstraint("version_num", name=f"{_OF_ALEMBIC}_pkc"),
    )
    version.create(connection)
    connection.execute(insert(version).values(version_num=SCHEMA_VERSION))


def upgrade(connection: Connection) -> None:
    """Bring the tables to `SCHEMA_VERSION`, inside the connection's transaction: all steps or none."""
    from alembic.config import Config  # here, because most runs find the tables as they should be
    from alembic.runtime.environment import EnvironmentContext
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    if _OF_FIRST in inspect(connection).get_table_names():
        MigrationContext.configure(connection).stamp(scripts, "0001")
        connection.exec_driver_sql("DROP TABLE schema_version")
    with EnvironmentContext(
        config, scripts, fn=lambda version, _: scripts._upgrade_revs(SCHEMA_VERSION, version)
    ) as environment:
        environment.configure(connection=connection)
        environment.run_migrations()
