"""A process that edits a store: started twice by a test, to see what they do to each other.

Usage: editing_process.py URL NAME. Makes one edit for each line that it reads, and answers with
an empty line. Every second edit adds one to the shared fact `shared.count`, made on the revision
that was read and tried again if that has become stale; the others are of a fact of its own.
"""

from __future__ import annotations

import sys

from bot.editing.change import Draft, Editor, set_value
from bot.editing.errors import StaleFact
from storage.clock import system_clock
from storage.database import Database


def count_up(database: Database) -> bool:
    """Add one to the shared fact; tell whether nobody else did meanwhile."""
    with database.read() as tx:
        fact = tx.facts.find("shared.count")
        if fact is None:
            raise LookupError("shared.count")
        held = tx.facts.at(fact.id, tx.now)
        value = 0 if held is None else int(held.version.content.value["lv"])
    try:
        edit(database, "shared.count", str(value + 1), fact.revision)
    except StaleFact:
        return False
    return True


def edit(database: Database, key: str, value: str, revision: int | None = None) -> None:
    """Set a fact from now."""
    with database.write() as tx:
        editor = Editor(tx, None, "process", "Europe/Riga")
        set_value(editor, key, Draft(value={"lv": value}), revision)


def main(url: str, name: str) -> None:
    """Edit until there are no more lines."""
    database = Database(url, system_clock)
    for n, _ in enumerate(sys.stdin):
        if n % 2:
            edit(database, f"{name}.count", str(n))
        else:
            while not count_up(database):
                pass
        sys.stdout.write("\n")
        sys.stdout.flush()
    database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
