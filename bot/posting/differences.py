"""Differences: what somebody who knew what held a while ago does not know now.

Each fact that may differ is asked on both axes. What held then, as believed then; what holds for
then, as believed now; what holds now. Where the first two differ we were wrong, and that is a
correction; where the last differs from what held then, the world has changed. What was changed
and taken back in between is no difference, nor is what began to hold and ended; and what somebody
may not see any more is none that is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from bot import calendar
from bot.posting.standing import View
from bot.showing import cards
from bot.showing.cards import may_see
from storage.content import ChangeKind, Fact, Held
from storage.follows import Followed

MOST_READ = 500
"""Facts that are looked at, the newest of them: nobody reads of more."""


class Change(IntEnum):
    """What became of a fact, in the order in which it is told."""

    CORRECTED = 1
    CHANGED = 2
    NEW = 3


@dataclass(frozen=True, slots=True)
class Past:
    """Up to where somebody knows.

    Attributes:
        seq: the last change that they know of.
        instant: when that was, aware, UTC.
    """

    seq: int
    instant: datetime


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact that says something else.

    Attributes:
        was: what it held, as was believed then; None if nothing that may be seen.
        now: what it holds; None if nothing.
    """

    fact: Fact
    change: Change
    was: Held | None
    now: Held | None


def since(
    view: View, past: Past, topic: str = "", besides: Collection[Followed] = ()
) -> list[Difference]:
    """Return what differs from what was known, corrections first, each by its KEY.

    A fact that only a file brought is not told of: who fills a store tells no news.

    Args:
        view: who reads, and when.
        past: what they know.
        topic: of subjects that are looked at; empty: of all.
        besides: what else is looked at, of whatever topic.
    """
    ids = view.tx.news.facts(past.seq, past.instant, view.now)
    some = sorted(ids, reverse=True)[:MOST_READ]
    known = view.tx.facts.get(some)
    facts = [
        fact
        for fact in known.values()
        if topic in {"", fact.subject.topic} or any(each.covers(fact) for each in besides)
    ]
    return sorted(_of(view, past, facts), key=lambda each: (each.change, each.fact.key))


def _of(view: View, past: Past, facts: Collection[Fact]) -> Iterator[Difference]:
    ids = [fact.id for fact in facts]
    seen = view.tx.changes.get(past.seq)
    believed = view.tx.facts.timelines(ids, seen.recorded_at) if seen and ids else {}
    believed_now = view.tx.facts.timelines(ids) if ids else {}
    for fact in facts:
        was = _at(believed.get(fact.id, ()), past.instant)
        timeline = believed_now.get(fact.id, ())
        told = _difference(view, fact, was, _at(timeline, past.instant), _at(timeline, view.now))
        if told is not None:
            yield told


def _difference(
    view: View, fact: Fact, was: Held | None, instead: Held | None, now: Held | None
) -> Difference | None:
    """Return what a fact says otherwise, if that may be told.

    Args:
        view: who reads.
        fact: of which is told.
        was: what held then, as was believed then.
        instead: what held then, as is believed now.
        now: what holds now.
    """
    audience = view.audience
    if any(each is not None and not may_see(audience, each) for each in (instead, now)):
        return None
    known = was if was is not None and may_see(audience, was) else None
    if known is not None and not same(known, instead, view.language):
        return Difference(fact, Change.CORRECTED, known, now)
    if same(known, now, view.language):
        return None
    if known is None:
        brought = now is not None and now.version.kind is ChangeKind.IMPORT
        return None if brought else Difference(fact, Change.NEW, None, now)
    return Difference(fact, Change.CHANGED, known, now)


def _at(timeline: Sequence[Held], instant: datetime) -> Held | None:
    return next((held for held in timeline if held.covers(instant)), None)


def same(one: Held | None, other: Held | None, language: str) -> bool:
    """Tell whether both say the same in a language; of an event called off, that it is."""
    if one is None or other is None:
        return one is other
    if calendar.is_cancelled(one) or calendar.is_cancelled(other):
        return calendar.is_cancelled(one) and calendar.is_cancelled(other)
    contents = one.version.content, other.version.content
    said = {cards.value_text(content, language) for content in contents}
    return len(said) == 1
