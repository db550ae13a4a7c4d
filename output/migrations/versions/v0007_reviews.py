"""What people looked at and found right or wrong."""

from __future__ import annotations

from alembic import op
from sqlalchemy import CheckConstraint, Column, DateTime, Integer, Text

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "reviews",
        Column("review_id", Integer, primary_key=True),
        Column("report_id", Text, nullable=False),
        Column("record", Text, nullable=False),
        Column("position", Integer),
        Column("decision", Text, nullable=False),
        Column("state", Text, nullable=False),
        Column("reviewed_by", Text, nullable=False),
        Column("reviewed_at", DateTime, nullable=False),
        Column("note", Text),
        Column("content", Text, nullable=False),
        Column("occurrence", Integer, nullable=False),
        CheckConstraint("decision IN ('accepted', 'wrong')", name="ck_reviews_decision"),
        CheckConstraint("state IN ('applied', 'orphan', 'replaced', 'undone')", name="ck_reviews_state"),
    )
    op.create_index("ix_reviews_report_id", "reviews", ["report_id"])
