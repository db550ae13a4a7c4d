"""No table changes: names whose place is called otherwise today are looked at again, as all are after an upgrade."""

from __future__ import annotations

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Nothing; see `output.database`."""
