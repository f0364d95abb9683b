"""Changes that wait for their hour or for a second pair of eyes, and what editors last saw."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_WAITS = sa.text("closed_at IS NULL")


def upgrade() -> None:
    """Make the tables, and what a proposal carries besides its change."""
    _proposals()
    _approvals()
    _sights()


def _proposals() -> None:
    for name in ("place", "held"):
        column = sa.Column(name, sa.String(), server_default="", nullable=False)
        op.add_column("pending_changes", column)
    for name in ("chat_id", "approved_by"):
        op.add_column("pending_changes", sa.Column(name, sa.Integer(), nullable=True))
    op.create_index(
        "ix_pending_changes_due_at",
        "pending_changes",
        ["due_at"],
        unique=False,
        sqlite_where=_WAITS,
        postgresql_where=_WAITS,
    )


def _approvals() -> None:
    op.create_table(
        "approvals",
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["subject_id"], ["subjects.id"], name="fk_approvals_subject_id"),
        sa.PrimaryKeyConstraint("subject_id", name="pk_approvals"),
    )


def _sights() -> None:
    names = ("person_id", "chat_id", "fact_id")
    op.create_table(
        "sights",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in names),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_sights_person_id"),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_sights_chat_id"),
        sa.ForeignKeyConstraint(["fact_id"], ["facts.id"], name="fk_sights_fact_id"),
        sa.PrimaryKeyConstraint(*names, name="pk_sights"),
    )
    op.create_index("ix_sights_seen_at", "sights", ["seen_at"], unique=False)
