"""Forms that somebody is amid."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "forms",
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.String(), nullable=False),
        sa.Column("filled", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_forms_chat_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_forms_person_id"),
        sa.PrimaryKeyConstraint("chat_id", "person_id", name="pk_forms"),
    )
    op.create_index("ix_forms_at", "forms", ["at"], unique=False)
