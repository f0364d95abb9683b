"""The tables' revision: whether a store has the tables this program needs, and how it gets them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

REVISIONS: Final = tuple(f"{number:04}" for number in range(1, 18))
"""Every revision of the tables, oldest first. Named here because asking Alembic takes longer
than answering a question; a test keeps this equal to `migrations/versions`."""

NEEDED: Final = REVISIONS[-1]

_HERE: Final = Path(__file__).parent


def revision(connection: Connection) -> str | None:
    """Return the revision of the tables behind `connection`, or None where there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def is_foreign(connection: Connection) -> bool:
    """Tell whether there are tables behind `connection`, but none that this program made."""
    return revision(connection) is None and bool(inspect(connection).get_table_names())


def upgrade(connection: Connection) -> None:
    """Bring the tables behind `connection` to the revision this program needs.

    The caller's transaction holds the whole of it: it is done, or nothing was.
    """
    # Half a second, paid only by who needs it.
    from alembic import command  # noqa: PLC0415 - as said above
    from alembic.config import Config  # noqa: PLC0415 - as said above

    config = Config()
    # Alembic reads its options through ConfigParser, to which a percent sign is syntax.
    config.set_main_option("script_location", str(_HERE / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, NEEDED)
