"""What read a file, and with which settings."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Text

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("files", Column("settings", Text, nullable=False, server_default=""))
    op.add_column("files", Column("engines", Text, nullable=False, server_default=""))
