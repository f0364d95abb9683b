"""What follows from a change, in its own transaction: who has to hear of it, and what moves.

Whoever was told what is wrong gets a correction. An event whose time or state changed takes its
reminders along, and whoever was told otherwise gets a notice, unless they get a correction.
Whoever follows what changed hears of it. Every way to change facts comes by here: edits, undoing,
files.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot import calendar
from bot.posting import corrections, followed, notices, reminders
from storage.content import Change, Fact
from storage.database import Transaction


def follow(tx: Transaction, change: Change, facts: Iterable[Fact]) -> None:
    """Plan what has to leave because `facts` changed."""
    changed = tuple(facts)
    events = {
        fact.subject.id
        for fact in changed
        if fact.subject.kind == calendar.EVENT and fact.attribute in {calendar.TIME, calendar.STATE}
    }
    corrected = corrections.plan(tx, change, changed)
    for event in sorted(events):
        reminders.plan(tx, event)
        notices.plan(tx, event, change.seq, besides=corrected)
    followed.plan(tx, change, changed)
