"""Identities of agencies, and each of their names as printed."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKey, Text

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "agency_names",
        Column("name_id", Text, primary_key=True),
        Column(
            "agency_id",
            Text,
            ForeignKey("agencies.agency_id", name="fk_agency_names_agency_id"),
            nullable=False,
        ),
        Column("name", Text, nullable=False),
        Column("kind", Text),
        Column("district", Text),
        Column("province", Text),
        Column("province_code", Text),
        Column("plain_kind", Text),
        Column("plain_province", Text),
        Column("joined_by", Text),
        Column("apart", Text),
    )
    op.create_index("ix_agency_names_agency_id", "agency_names", ["agency_id"])
    op.create_index(
        "ix_agency_names_plain_province_plain_kind", "agency_names", ["plain_province", "plain_kind"]
    )
    op.execute(
        "INSERT INTO agency_names (name_id, agency_id, name, kind, district, province, province_code)"
        " SELECT agency_id, agency_id, name, kind, district, province, province_code FROM agencies"
    )
    op.execute(
        "ALTER TABLE reports ADD COLUMN agency_name_id TEXT CONSTRAINT fk_reports_agency_name_id"
        " REFERENCES agency_names (name_id)"
    )
    op.execute("UPDATE reports SET agency_name_id = agency_id")
    op.create_index("ix_reports_agency_name_id", "reports", ["agency_name_id"])
