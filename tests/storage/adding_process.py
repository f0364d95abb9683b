"""A process that adds subjects to a store: started twice by a test, under keys of its own.

Usage: adding_process.py URL KEY. For each line that it reads, a name, it adds what is called so,
and answers `added`, or `taken` where something is called so already.
"""

from __future__ import annotations

import sys

from bot.editing.carrying_out import carry_out
from bot.editing.draft import Draft, Editor
from bot.editing.errors import NameTaken
from bot.editing.order import ADD, Order
from bot.editing.subject import About
from storage.clock import system_clock
from storage.database import Database


def add(database: Database, key: str, name: str) -> str:
    """Add a fact on something new; tell what came of it."""
    order = Order(ADD, f"{key}.length", Draft(value={"en": "1"}), "UTC", About({"en": (name,)}))
    try:
        with database.write() as tx:
            carry_out(Editor(tx, None, "process", "UTC"), order)
    except NameTaken:
        return "taken"
    return "added"


def main(url: str, key: str) -> None:
    """Add until there are no more lines."""
    database = Database(url, system_clock)
    for number, line in enumerate(sys.stdin):
        sys.stdout.write(f"{add(database, f'{key}-{number}', line.strip())}\n")
        sys.stdout.flush()
    database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
