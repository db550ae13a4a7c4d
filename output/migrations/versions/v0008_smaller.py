"""Less to write for each report: lists lie in their keys' order alone, and two indexes that nothing asks are gone."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"

_LISTS = (
    "analysis_items",
    "measure_indicators",
    "measure_items",
    "measure_activities",
    "measure_steps",
    "measure_responsible",
    "finding_about",
)


def upgrade() -> None:
    op.drop_index("ix_scores_fiscal_year_indicator", table_name="scores")
    op.drop_index("ix_reports_agency_id", table_name="reports")  # another begins with the same column
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return
    for table in _LISTS:
        made = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE name = ?", (table,)
        ).scalar_one()
        connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO before_0008")
        connection.exec_driver_sql(f"{made} WITHOUT ROWID")
        connection.exec_driver_sql(f"INSERT INTO {table} SELECT * FROM before_0008 ORDER BY 1, 2, 3")  # noqa: S608
        connection.exec_driver_sql("DROP TABLE before_0008")
