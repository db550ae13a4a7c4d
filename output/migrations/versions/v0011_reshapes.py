"""Measures that people joined or split, columns whose meaning they chose, and what tables were taken for."""

from __future__ import annotations

from alembic import op
from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKey, Integer, Text

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "reshapes",
        Column("reshape_id", Integer, primary_key=True),
        Column("report_id", Text, nullable=False),
        Column("how", Text, nullable=False),
        Column("position", Integer),
        Column("second", Integer),
        Column("parts", Text, nullable=False),
        Column("made", Text, nullable=False),
        Column("stood_at", Text, nullable=False),
        Column("set_aside", Text, nullable=False),
        Column("state", Text, nullable=False),
        Column("made_by", Text, nullable=False),
        Column("made_at", DateTime, nullable=False),
        Column("note", Text),
        CheckConstraint("how IN ('joined', 'split')", name="ck_reshapes_how"),
        CheckConstraint("state IN ('applied', 'confirmed', 'orphan', 'undone')", name="ck_reshapes_state"),
    )
    op.create_index("ix_reshapes_report_id", "reshapes", ["report_id"])
    op.create_table(
        "measures_read",
        Column("report_id", Text, primary_key=True),
        Column("measures", Text, nullable=False),
        Column("about", Text, nullable=False),
    )
    op.create_table(
        "column_choices",
        Column("choice_id", Integer, primary_key=True),
        Column("report_id", Text, nullable=False),
        Column("page", Integer),
        Column("table_number", Integer, nullable=False),
        Column("column_number", Integer, nullable=False),
        Column("heading", Text, nullable=False),
        Column("role", Text, nullable=False),
        Column("state", Text, nullable=False),
        Column("chosen_by", Text, nullable=False),
        Column("chosen_at", DateTime, nullable=False),
        Column("note", Text),
        CheckConstraint("state IN ('applied', 'replaced', 'undone')", name="ck_column_choices_state"),
    )
    op.create_index("ix_column_choices_report_id", "column_choices", ["report_id"])
    op.create_table(
        "tables_read",
        Column(
            "report_id",
            Text,
            ForeignKey("reports.report_id", name="fk_tables_read_report_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        Column("tables", Text, nullable=False),
    )
