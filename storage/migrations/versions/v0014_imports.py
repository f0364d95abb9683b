"""What was imported together, to be taken back together; and files that wait for a word."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; what was imported before gets its numbers."""
    op.create_table(
        "imports",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("subjects", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["changes.seq"], name="fk_imports_seq"),
        sa.PrimaryKeyConstraint("number", name="pk_imports"),
        sa.UniqueConstraint("seq", name="uq_imports_seq"),
    )
    op.create_table(
        "brought_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_brought_files_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_brought_files"),
    )
    for column in ("person_id", "expires_at"):
        op.create_index(f"ix_brought_files_{column}", "brought_files", [column], unique=False)
    _number_the_old()


def _number_the_old() -> None:
    bind = op.get_bind()
    changes = sa.table("changes", sa.column("seq"), sa.column("kind"))
    counter = sa.table("number_counter", sa.column("last"))
    imports = sa.table(
        "imports", sa.column("number"), sa.column("seq"), sa.column("subjects", sa.JSON())
    )
    old = sa.select(changes.c.seq).where(changes.c.kind == "import").order_by(changes.c.seq)
    last = bind.execute(sa.select(counter.c.last)).scalar() or 0
    seqs = bind.execute(old).scalars().all()
    rows = [
        {"number": number, "seq": seq, "subjects": {}} for number, seq in enumerate(seqs, last + 1)
    ]
    if rows:
        op.bulk_insert(imports, rows)
        bind.execute(counter.update().values(last=last + len(rows)))
