"""What is posted again and again: standing posts and digests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_ACTIVE = sa.text("state = 'active'")
_OWN = sa.text("own")
_DIGEST = sa.text("kind = 'digest'")
_BELIEVED = sa.text("superseded_at IS NULL")
_TIMED = sa.text("span_start IS NOT NULL")


def upgrade() -> None:
    """Make the tables, and what a digest is found by."""
    _schedules()
    _index("deliveries", ["chat_id", "planned_at"], _DIGEST)
    _index("periods", ["valid_from"], _BELIEVED)
    _index("periods", ["valid_to"], _BELIEVED)
    _index("versions", ["span_start"], _TIMED)


def _schedules() -> None:
    op.create_table(
        "schedules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("cron", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("own", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "content IN ('digest', 'countdown', 'fact', 'text')",
            name=op.f("ck_schedules_content"),
        ),
        sa.CheckConstraint(
            "state IN ('active', 'paused', 'over')", name=op.f("ck_schedules_state")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name="fk_schedules_author_id"),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_schedules_chat_id"),
        sa.PrimaryKeyConstraint("id", name="pk_schedules"),
        sa.UniqueConstraint("number", name="uq_schedules_number"),
    )
    _index("schedules", ["next_at", "id"], _ACTIVE)
    _index("schedules", ["chat_id"])
    _index("schedules", ["chat_id", "about"], _OWN, unique=True)


def _index(
    table: str, columns: list[str], where: sa.TextClause | None = None, *, unique: bool = False
) -> None:
    op.create_index(
        f"ix_{table}_{'_'.join(columns)}",
        table,
        columns,
        unique=unique,
        sqlite_where=where,
        postgresql_where=where,
    )
