"""The keeping time: words older than it are forgotten, a part at a time.

That something was asked or sent stays known; what was said does not. Facts, their
versions and the audit are the memory itself, and never swept.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.posting import belated
from bot.showing.overtaken import SEEN_WITHIN
from storage.database import Transaction

MOST: Final = 500
"""Messages a call: some milliseconds of the one writer that SQLite has."""

_UPDATES_COME_AGAIN: Final = timedelta(days=2)
"""Platforms bring an update again for up to a day; twice that, to know it then in any case."""


_ANSWERS_ARE_JUDGED: Final = timedelta(days=7)
"""Who comes back to an answer, to say whether it helped, does so within days."""

_FORMS_ARE_MISSED: Final = timedelta(days=7)
"""Who comes back to a form that they left is told that it has expired, within days."""


def sweep(tx: Transaction, keep_days: int) -> bool:
    """Forget what is older than `keep_days`; tell whether more is left for another call.

    Buttons, passes and brought files go when their own time is over, and what was answered after
    a week.
    """
    kept = timedelta(days=keep_days)
    tx.inbox.sweep(tx.now - max(kept, _UPDATES_COME_AGAIN))
    tx.questions.sweep(tx.now - kept)
    tx.choices.sweep()
    tx.sights.sweep(tx.now - SEEN_WITHIN)
    tx.brought.sweep()
    tx.forms.sweep(tx.now - _FORMS_ARE_MISSED)
    tx.talks.sweep(tx.now - min(kept, _ANSWERS_ARE_JUDGED))
    tx.passes.sweep()
    old = tx.ledger.settled_before(tx.now - kept, MOST)
    belated.give_up(tx, old)
    tx.receipts.remove(old)
    tx.ledger.blank(old)
    return len(old) == MOST
