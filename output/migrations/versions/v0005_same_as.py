"""Several readings of one report."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Text

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("reports", Column("same_as", Text))
    op.create_index("ix_reports_agency_id_fiscal_year_kind", "reports", ["agency_id", "fiscal_year", "kind"])
