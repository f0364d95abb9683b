"""A process that plans standing posts: started twice by a test, to see what they do to each other.

Usage: planning_process.py URL. For each line that it reads, an instant, it plans what is due soon
then, and answers with an empty line.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from bot.posting import standing
from storage.database import Database


def main(url: str) -> None:
    """Plan until there are no more lines."""
    now = datetime.now(UTC)
    database = Database(url, lambda: now)
    for line in sys.stdin:
        now = datetime.fromisoformat(line.strip())
        with database.write() as tx:
            standing.plan(tx)
        sys.stdout.write("\n")
        sys.stdout.flush()
    database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
