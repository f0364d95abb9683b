"""What became of a fact since somebody saw it: nothing, where it holds what it held then.

A revision is counted by changes, and one that was taken back is two of them. Whoever has seen the
fact before those has seen what holds.
"""

from __future__ import annotations

from storage.changes import TICK
from storage.content import Change, ChangeKind, Fact, Held
from storage.database import Transaction


def since(tx: Transaction, fact: Fact, revision: int) -> tuple[Change, ...]:
    """Return the changes of a fact after it was at `revision`, oldest first."""
    # Each change of its timeline is one revision; one of its subject is none.
    timeline = [each for each in tx.changes.of(fact.id) if each.kind is not ChangeKind.SUBJECT]
    return tuple(timeline[revision:])


def before(tx: Transaction, fact: Fact, later: tuple[Change, ...]) -> tuple[Held, ...]:
    """Return what was held of a fact before the first of some changes, by start."""
    return tx.facts.timeline(fact.id, later[0].recorded_at - TICK)


def is_as_seen(tx: Transaction, fact: Fact, revision: int) -> bool:
    """Tell whether a fact holds just what it held at `revision`, for all of time."""
    later = () if revision == fact.revision else since(tx, fact, revision)
    if not later:
        return True
    was, now = before(tx, fact, later), tx.facts.timeline(fact.id)
    return list(map(_placed, was)) == list(map(_placed, now))


def _placed(held: Held) -> tuple[object, ...]:
    return held.version.id, held.start, held.end
