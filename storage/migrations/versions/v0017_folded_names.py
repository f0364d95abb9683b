"""Names of subjects as they are looked for: folded, by an index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.folding import fold

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_NAMES = sa.table(
    "subject_names", sa.column("id", sa.Integer()), *map(sa.column, ("text", "folded"))
)


def upgrade() -> None:
    """Add the column, filled with what is held, and the index."""
    op.add_column("subject_names", sa.Column("folded", sa.String(), nullable=True))
    _fill()
    with op.batch_alter_table("subject_names") as table:
        table.alter_column("folded", existing_type=sa.String(), nullable=False)
    op.create_index("ix_subject_names_folded", "subject_names", ["folded"], postgresql_using="hash")


def _fill() -> None:
    connection = op.get_bind()
    rows = connection.execute(sa.select(_NAMES.c.id, _NAMES.c.text)).all()
    if rows:
        fill = _NAMES.update().where(_NAMES.c.id == sa.bindparam("named"))
        given = [{"named": row.id, "folded": fold(row.text)} for row in rows]
        connection.execute(fill, given)
