"""How Alembic runs here: on the connection it is given, inside the caller's transaction."""

from __future__ import annotations

from alembic import context

from storage.table import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite changes a table by making it anew.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
