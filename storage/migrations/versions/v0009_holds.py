"""What keeps back what leaves, and who polls: holds and leases; and when a message was settled."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_UNSETTLED = sa.text("state IN ('queued', 'sending', 'in_doubt')")
_LISTED = sa.text(
    "settled_at IS NOT NULL AND NOT (state = 'sent' AND kind IN ('answer', 'offer', 'reply'))"
)
_FAILED = sa.text("state IN ('failed', 'expired')")
_PLANNED = sa.text("planned_at IS NOT NULL")


def upgrade() -> None:
    """Make the tables, and what editors read the ledger by."""
    _holds()
    _leases()
    _deliveries()


def _holds() -> None:
    op.create_table(
        "holds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("chat_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_holds_chat_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_holds_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_holds"),
        sa.UniqueConstraint("name", name="uq_holds_name"),
    )
    op.create_index("ix_holds_chat_id", "holds", ["chat_id"], unique=False)


def _leases() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
    )


def _deliveries() -> None:
    op.add_column("deliveries", sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True))
    # Of what was settled before this was noted the nearest to it that is known.
    op.execute(
        "UPDATE deliveries SET settled_at = COALESCE(sent_at, planned_at, created_at)"
        " WHERE state NOT IN ('queued', 'sending', 'in_doubt')"
    )
    _index(["due_at", "id", "planned_at", "kind", "subject_id"], _UNSETTLED)
    _index(["settled_at", "id"], _LISTED)
    _index(["state", "settled_at"], _FAILED)
    _index(["planned_at", "kind", "subject_id"], _PLANNED)


def _index(columns: list[str], where: sa.TextClause) -> None:
    op.create_index(
        f"ix_deliveries_{'_'.join(columns)}",
        "deliveries",
        columns,
        unique=False,
        sqlite_where=where,
        postgresql_where=where,
    )
