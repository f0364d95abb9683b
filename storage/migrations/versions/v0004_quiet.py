"""The quiet hours that a chat has chosen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Widen the table of chats."""
    op.add_column("chats", sa.Column("quiet", sa.String(), nullable=True))
