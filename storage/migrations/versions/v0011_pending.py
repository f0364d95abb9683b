"""Changes that wait: for their hour, or for a second pair of eyes."""

from __future__ import annotations

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Leave the tables as they are."""
