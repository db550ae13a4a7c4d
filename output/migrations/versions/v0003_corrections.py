"""What people corrected."""

from __future__ import annotations

from alembic import op
from sqlalchemy import CheckConstraint, Column, DateTime, Integer, Text

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "corrections",
        Column("correction_id", Integer, primary_key=True),
        Column("report_id", Text, nullable=False),
        Column("record", Text, nullable=False),
        Column("position", Integer),
        Column("field", Text, nullable=False),
        Column("value", Text),
        Column("read_value", Text),
        Column("state", Text, nullable=False),
        Column("corrected_by", Text, nullable=False),
        Column("corrected_at", DateTime, nullable=False),
        Column("note", Text),
        Column("anchor", Text, nullable=False),
        Column("occurrence", Integer, nullable=False),
        Column("among", Integer, nullable=False),
        Column("stood_at", Integer),
        Column("words", Text),
        CheckConstraint(
            "state IN ('applied', 'confirmed', 'orphan', 'replaced', 'undone')", name="ck_corrections_state"
        ),
    )
    op.create_index("ix_corrections_report_id", "corrections", ["report_id"])
