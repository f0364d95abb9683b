"""What was imported together, to be taken back together."""

from __future__ import annotations

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Leave the tables as they are."""
