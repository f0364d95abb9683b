"""What editors post, and where they may: channels and posts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _channels()
    _posts()
    _post_copies()


def _channels() -> None:
    op.create_table(
        "channels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name="fk_channels_author_id"),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_channels_chat_id"),
        sa.PrimaryKeyConstraint("id", name="pk_channels"),
        sa.UniqueConstraint("chat_id", name="uq_channels_chat_id"),
        sa.UniqueConstraint("name", name="uq_channels_name"),
    )


def _posts() -> None:
    op.create_table(
        "posts",
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("silent", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("preview", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name="fk_posts_author_id"),
        sa.ForeignKeyConstraint(["changed_by"], ["people.id"], name="fk_posts_changed_by"),
        sa.PrimaryKeyConstraint("number", name="pk_posts"),
    )


def _post_copies() -> None:
    op.create_table(
        "post_copies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["posts.number"], name="fk_post_copies_number"),
        sa.PrimaryKeyConstraint("id", name="pk_post_copies"),
        sa.UniqueConstraint("key", name="uq_post_copies_key"),
        sa.UniqueConstraint("number", "channel", name="uq_post_copies_number_channel"),
    )
