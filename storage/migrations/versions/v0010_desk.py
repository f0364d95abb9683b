"""What a chat follows, which chat is the editors', and which facts are to be looked at when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_IS_DESK = sa.text("is_desk")
_REVIEWED = sa.text("review IS NOT NULL")


def upgrade() -> None:
    """Make the table, the mark of the editors' chat, and what review days are found by."""
    _follows()
    op.add_column(
        "chats", sa.Column("is_desk", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    _index("chats", "is_desk", _IS_DESK, unique=True)
    _index("versions", "review", _REVIEWED)


def _follows() -> None:
    op.create_table(
        "follows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("with_digest", sa.Boolean(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('fact', 'subject', 'topic')", name=op.f("ck_follows_kind")),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name="fk_follows_author_id"),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_follows_chat_id"),
        sa.PrimaryKeyConstraint("id", name="pk_follows"),
        sa.UniqueConstraint("chat_id", "kind", "target", name="uq_follows_chat_id_kind_target"),
    )
    op.create_index("ix_follows_kind_target", "follows", ["kind", "target"], unique=False)


def _index(table: str, column: str, where: sa.TextClause, *, unique: bool = False) -> None:
    op.create_index(
        f"ix_{table}_{column}",
        table,
        [column],
        unique=unique,
        sqlite_where=where,
        postgresql_where=where,
    )
