"""What the unanswered have in common, and who no longer wants to hear."""

from __future__ import annotations

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Leave the tables as they are."""
