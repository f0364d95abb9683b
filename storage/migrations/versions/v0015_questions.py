"""What the unanswered have in common, where each was asked, and who no longer wants to hear."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_WAITS = sa.text("closed_at IS NULL")


def upgrade() -> None:
    """Add what questions are gathered and answered by; each that there is begins a group."""
    _add("group_number", sa.Integer(), "0")
    for name in ("gist", "message", "thread"):
        _add(name, sa.String(), "")
    _add("alone", sa.Boolean(), sa.false())
    op.add_column("questions", sa.Column("latest_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE questions SET group_number = number")
    _index("group_number")
    _index("gist")
    op.add_column(
        "people",
        sa.Column("wants_answers", sa.Boolean(), nullable=False, server_default=sa.true()),
    )


def _add(name: str, type_: sa.types.TypeEngine[Any], default: Any) -> None:  # noqa: ANN401 - as Alembic takes it
    column = sa.Column(name, type_, nullable=False, server_default=default)
    op.add_column("questions", column)


def _index(column: str) -> None:
    op.create_index(
        f"ix_questions_{column}",
        "questions",
        [column],
        unique=False,
        sqlite_where=_WAITS,
        postgresql_where=_WAITS,
    )
