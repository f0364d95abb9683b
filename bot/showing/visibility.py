"""What an audience may be shown: of which subjects, and of all that was ever said of a fact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.showing.cards import may_see
from storage.content import Audience, ChangeKind, Fact, Held, Subject, Version
from storage.folding import fold
from storage.transaction import Transaction

MOST_NAMED: Final = 5_000
"""Subjects whose names are compared with words: so many take half a second, whole names none."""


LOOKED_BACK: Final = 40
"""Changes, or things said, that are looked at for the last: who means an older one names it."""


def is_hidden(tx: Transaction, audience: Audience, key: str) -> bool:
    """Tell whether there is a subject with this key of which nothing may be said here."""
    if audience is Audience.DESK or tx.subjects.find(key) is None:
        return False
    return not tx.shown.has(audience, key)


def subjects(tx: Transaction, audience: Audience) -> Sequence[Subject]:
    """Return the subjects of which something may be said here, of very many the first by KEY.

    To the desk, of each. Who is called by a whole name is found by `called` among all there are.
    """
    if audience is Audience.DESK:
        return tx.subjects.all()
    return [subject for subject, _ in tx.shown.page(audience, MOST_NAMED)]


def called(tx: Transaction, audience: Audience, named: str) -> list[Subject]:
    """Return the subjects with that KEY, or that name, of which something may be said here."""
    named_so = tx.subjects.get({id_ for id_, _ in tx.subjects.called([named])})
    keyed = tx.subjects.find(fold(named).strip())
    found = {each.key: each for each in (*named_so.values(), *filter(None, [keyed]))}
    return [found[key] for key in sorted(found) if tx.shown.has(audience, key)]


def facts_of(tx: Transaction, audience: Audience, key: str) -> list[Fact]:
    """Return the facts of the subject with this key that hold something which may be seen here."""
    facts = tx.facts.by_subject(key)
    timelines = tx.facts.timelines([fact.id for fact in facts])
    return [
        fact
        for fact in facts
        if any(may_see(audience, held) for held in timelines.get(fact.id, ()))
    ]


def changed_last(tx: Transaction, audience: Audience, most: int) -> list[int]:
    """Return the ids of at most so many facts that were changed last, the latest first.

    To readers by what they see alone: what is for the desk, however much of it there is, neither
    brings a fact forward nor takes the place of another.
    """
    if audience is not Audience.DESK:
        return list(tx.shown.said_last(audience, LOOKED_BACK))[:most]
    latest = tx.changes.latest_seq()
    found: dict[int, None] = {}
    for seq in range(latest, max(latest - LOOKED_BACK, 0), -1):
        found |= dict.fromkeys(sorted(tx.changes.facts_of(seq)))
        if len(found) >= most:
            break
    return [*found][:most]


def seen(history: Sequence[Held], audience: Audience) -> list[Held]:
    """Return the periods that `audience` may be shown, in their order.

    Whoever makes a version one for the desk by rewording it takes it out of everybody's sight:
    what it reworded says the same.

    Args:
        history: every period ever recorded of one fact.
        audience: who reads.
    """
    reworded: dict[int | None, Held] = {
        held.version.parent: held
        for held in sorted(history, key=lambda each: each.version.id)
        if held.version.kind is ChangeKind.EDIT and held.version.parent is not None
    }
    believed = {held.version.id for held in history if held.superseded_at is None}
    return [
        held
        for held in history
        if may_see(audience, held)
        and (held.version.id in believed or may_see(audience, _last_wording(held, reworded)))
    ]


def _last_wording(held: Held, reworded: dict[int | None, Held]) -> Held:
    while held.version.id in reworded:
        held = reworded[held.version.id]
    return held


def same_claim(before: Version, after: Version) -> bool:
    """Tell whether two versions of a fact say the same: one rewords the other, or values agree."""
    reworded = after.kind is ChangeKind.EDIT and after.parent == before.id
    one, other = before.content, after.content
    return reworded or (one.value == other.value and one.span == other.span)
