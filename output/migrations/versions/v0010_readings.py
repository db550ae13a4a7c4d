"""What readings of one report are known by. The table fills itself."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKey, LargeBinary, Text

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "reading_shingles",
        Column("report_id", Text, ForeignKey("reports.report_id", ondelete="CASCADE"), primary_key=True),
        Column("rank", Text, nullable=False),
        Column("shingles", LargeBinary, nullable=False),
    )
