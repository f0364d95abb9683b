"""What reminders need: rules, paces, and what the ledger says of a planned message."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and widen that of deliveries."""
    _deliveries()
    _rules()
    _paces()


def _deliveries() -> None:
    for column in (
        sa.Column("rank", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("alone", sa.Boolean(), nullable=False, server_default=sa.false()),
    ):
        op.add_column("deliveries", column)
    queued = sa.text("state = 'queued'")
    op.create_index(
        "ix_deliveries_rank_due_at_id",
        "deliveries",
        ["rank", "due_at", "id"],
        unique=False,
        sqlite_where=queued,
        postgresql_where=queued,
    )
    op.create_index(
        "ix_deliveries_subject_id_kind_chat_id",
        "deliveries",
        ["subject_id", "kind", "chat_id"],
        unique=False,
        sqlite_where=queued,
        postgresql_where=queued,
    )


def _rules() -> None:
    op.create_table(
        "rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("offsets", sa.JSON(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('reminder')", name=op.f("ck_rules_kind")),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name="fk_rules_author_id"),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_rules_chat_id"),
        sa.ForeignKeyConstraint(["subject_id"], ["subjects.id"], name="fk_rules_subject_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rules"),
        sa.UniqueConstraint(
            "kind", "chat_id", "subject_id", name="uq_rules_kind_chat_id_subject_id"
        ),
    )
    op.create_index("ix_rules_subject_id", "rules", ["subject_id"], unique=False)


def _paces() -> None:
    op.create_table(
        "paces",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("busy_since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_paces"),
        sa.UniqueConstraint("scope", name="uq_paces_scope"),
    )
