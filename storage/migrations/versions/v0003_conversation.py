"""What a conversation needs: inbox, ledger, receipts, and who may come in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and widen those of chats, accounts and people."""
    _chats()
    _people()
    _inbox()
    _deliveries()
    _receipts()
    _passes()


def _chats() -> None:
    # Added one by one: SQLite takes a new column as it is, and a table made anew would
    # have to be taken out of every foreign key that names it.
    for column in (
        sa.Column("title", sa.String(), nullable=False, server_default=""),
        sa.Column("gone", sa.String(), nullable=False, server_default=""),
        sa.Column("admitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
    ):
        op.add_column("chats", column)
    op.create_index("ix_chats_person_id", "chats", ["person_id"], unique=False)


def _people() -> None:
    op.add_column("people", sa.Column("admitted_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("accounts", sa.Column("handle", sa.String(), nullable=False, server_default=""))
    op.create_index("ix_accounts_handle", "accounts", ["handle"], unique=False)


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'claimed', 'handled', 'parked')", name=op.f("ck_inbox_state")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("platform", "event", name="uq_inbox_platform_event"),
    )
    unfinished = sa.text("state IN ('waiting', 'claimed')")
    op.create_index(
        "ix_inbox_lane_id",
        "inbox",
        ["lane", "id"],
        unique=False,
        sqlite_where=unfinished,
        postgresql_where=unfinished,
    )
    op.create_index("ix_inbox_arrived_at", "inbox", ["arrived_at"], unique=False)


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("answers", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("doubts", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message", sa.String(), nullable=False),
        sa.CheckConstraint(
            "state IN ('queued', 'sending', 'sent', 'in_doubt', 'held', 'failed', 'expired',"
            " 'dropped')",
            name=op.f("ck_deliveries_state"),
        ),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_deliveries_chat_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_deliveries_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("key", name="uq_deliveries_key"),
        sa.UniqueConstraint("number", name="uq_deliveries_number"),
    )
    unsettled = sa.text("state IN ('queued', 'sending', 'in_doubt')")
    op.create_index(
        "ix_deliveries_chat_id_id",
        "deliveries",
        ["chat_id", "id"],
        unique=False,
        sqlite_where=unsettled,
        postgresql_where=unsettled,
    )
    op.create_index("ix_deliveries_chat_id_answers", "deliveries", ["chat_id", "answers"])
    op.create_index("ix_deliveries_chat_id_message", "deliveries", ["chat_id", "message"])
    op.create_index("ix_deliveries_created_at", "deliveries", ["created_at"])
    op.create_index("ix_deliveries_person_id", "deliveries", ["person_id"])


def _receipts() -> None:
    op.create_table(
        "receipts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("node", sa.Integer(), nullable=False),
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("instant", sa.DateTime(timezone=True), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["delivery_id"], ["deliveries.id"], name="fk_receipts_delivery_id"),
        sa.ForeignKeyConstraint(
            ["version_id", "fact_id"],
            ["versions.id", "versions.fact_id"],
            name="fk_receipts_version_id_fact_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_receipts"),
        sa.UniqueConstraint("delivery_id", "node", name="uq_receipts_delivery_id_node"),
    )
    op.create_index("ix_receipts_fact_id", "receipts", ["fact_id"], unique=False)


def _passes() -> None:
    op.create_table(
        "passes",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("opens", sa.String(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("opens IN ('owner', 'reader')", name=op.f("ck_passes_opens")),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name="fk_passes_made_by"),
        sa.PrimaryKeyConstraint("digest", name="pk_passes"),
    )
