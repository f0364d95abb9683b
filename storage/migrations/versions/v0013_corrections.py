"""Receipts of what a correction has struck out: that it no longer stands was told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tell what was shown from what was shown struck out."""
    op.add_column(
        "receipts",
        sa.Column("withdrawn", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
