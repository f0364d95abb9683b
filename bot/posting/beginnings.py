"""Beginnings: what was recorded ahead of its time is followed when its time comes.

An event may be given another time or state from a day on that is still to come. Nothing is edited
on that day, and so whoever looks at the clock looks for what has begun since: then reminders move
and notices go out, as after an edit. To plan twice is to plan once, so that each process may do it,
and a start looks further back than any program is down.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot import calendar
from bot.posting import notices, reminders
from storage.database import Transaction

LOOKS_BACK: Final = timedelta(days=7)
"""How far a start looks back."""

OVERLAP: Final = timedelta(minutes=1)
"""How far each look reaches back before the last: the clocks of two processes differ."""


def follow(tx: Transaction, looked_at: datetime | None) -> None:
    """Plan what has to leave because an event is otherwise from now on.

    Args:
        tx: open for writing.
        looked_at: when this process looked last; None if it never did.
    """
    since = tx.now - LOOKS_BACK if looked_at is None else looked_at - OVERLAP
    begun = tx.news.begun(since, tx.now, calendar.EVENT, (calendar.TIME, calendar.STATE))
    for subject, change in begun:
        reminders.plan(tx, subject)
        notices.plan(tx, subject, change)
