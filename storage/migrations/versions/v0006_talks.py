"""What a conversation needs: the answers of late, and what people think of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _talks()
    _votes()


def _talks() -> None:
    op.create_table(
        "talks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("thread", sa.String(), nullable=False),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("chosen_for", sa.String(), nullable=False),
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("queued", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_talks_chat_id"),
        sa.ForeignKeyConstraint(["fact_id"], ["facts.id"], name="fk_talks_fact_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_talks_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_talks"),
        sa.UniqueConstraint("token", name="uq_talks_token"),
    )
    op.create_index("ix_talks_at", "talks", ["at"], unique=False)
    op.create_index("ix_talks_chat_id_id", "talks", ["chat_id", "id"], unique=False)


def _votes() -> None:
    op.create_table(
        "votes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("good", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["fact_id"], ["facts.id"], name="fk_votes_fact_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_votes_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_votes"),
        sa.UniqueConstraint("fact_id", "person_id", name="uq_votes_fact_id_person_id"),
    )
    op.create_index("ix_votes_person_id", "votes", ["person_id"], unique=False)
