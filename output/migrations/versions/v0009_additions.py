"""Records that people added."""

from __future__ import annotations

from alembic import op
from sqlalchemy import CheckConstraint, Column, DateTime, Integer, Text

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "additions",
        Column("addition_id", Integer, primary_key=True),
        Column("report_id", Text, nullable=False),
        Column("record", Text, nullable=False),
        Column("position", Integer),
        Column("fields", Text, nullable=False),
        Column("page", Integer),
        Column("words", Text, nullable=False),
        Column("state", Text, nullable=False),
        Column("added_by", Text, nullable=False),
        Column("added_at", DateTime, nullable=False),
        Column("note", Text),
        CheckConstraint("state IN ('applied', 'confirmed', 'orphan', 'undone')", name="ck_additions_state"),
    )
    op.create_index("ix_additions_report_id", "additions", ["report_id"])
