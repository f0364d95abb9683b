"""What left late, among all that was ever sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_SECONDS = "(julianday(sent_at) - julianday(coalesce(planned_at, created_at))) * 86400.0"
_ON_SQLITE = sa.text(f"state = 'sent' AND round({_SECONDS}, 3) > 600.0")
_ON_POSTGRES = sa.text(
    "state = 'sent' AND sent_at - coalesce(planned_at, created_at) > INTERVAL '10 minutes'"
)


def upgrade() -> None:
    """Make the index, of those alone that left more than ten minutes past their time."""
    op.create_index(
        "ix_deliveries_late",
        "deliveries",
        ["settled_at", "id"],
        unique=False,
        sqlite_where=_ON_SQLITE,
        postgresql_where=_ON_POSTGRES,
    )
