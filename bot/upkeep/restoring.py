"""What a store that comes from a backup is made ready by, before anybody serves it.

Everything is on hold until an editor has looked. What the desk did after the backup was made the
store does not know, so whatever was due since is in doubt or left to an editor
(`storage/copied.py`), and nothing is sent twice. What comes again and again is planned up to now,
and so is doubted with the rest.
"""

from __future__ import annotations

from typing import Final

from bot.posting import standing
from storage.audit import Entry
from storage.copied import Doubtful
from storage.database import Transaction
from storage.holds import EVERYTHING

MOST_LOOKS: Final = 1_000
"""Times that schedules are looked at; each moves all of them beyond now that it finds."""


def prepare(tx: Transaction, reason: str, place: str) -> Doubtful:
    """Put everything on hold, and take nothing for granted that was due until now.

    Args:
        tx: of the store, which nobody serves.
        reason: of the hold, in words for editors.
        place: where it was asked for, for the audit.
    """
    tx.take_time()
    tx.holds.put(EVERYTHING, None, reason, None)
    for _ in range(MOST_LOOKS):
        if not tx.schedules.due(tx.now, 1):
            break
        standing.plan(tx)
    found = tx.copied.doubt()
    details = {"asked": found.asked, "held": found.held, "aside": found.aside}
    tx.audit.add(Entry(None, "restore", EVERYTHING, place, details))
    return found
