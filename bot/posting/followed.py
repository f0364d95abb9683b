"""Follows: a chat hears that something that it follows has changed, at once, and once.

A change plans one row for each chat that follows any of its facts, however many they are, so
that a file is one message too; a chat that awaits such a word already gets no second. What it
says is found when it leaves: each fact as it was before that change, and as it is now. So what
changed twice is told once, and what was taken back not at all. A version that begins later is
told when it is recorded, and not again on its day; digests list it then. Rewording is no news.

While a chat is quiet its row is planned anew for the end of that, which is its time from then
on. Who was told last what holds now, by a correction, a notice, or an answer to a question, is
not told it again; and what a chat may not see any more is not spoken of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from bot import calendar, texts
from bot.calendar import EVENT, STATE, TIME
from bot.port import Break, Kind, Message, Text, joined
from bot.posting import differences, digests, quiet
from bot.posting.differences import Difference
from bot.posting.occasions import Composed, Dropped, Moved, Occasion, Postponed, Verdict
from bot.posting.policies import POLICIES
from bot.posting.standing import View
from bot.showing import cards, wording
from bot.showing.cards import may_see
from storage.changes import TICK
from storage.content import Change, ChangeKind, Fact, Held
from storage.database import Transaction
from storage.deliveries import UNSETTLED, Delivery, Reason, State
from storage.plans import Planned

NAME: Final = str(Kind.FOLLOWED)
"""What the payload of such a word names as its composer."""

AFTER_CORRECTION: Final = timedelta(seconds=2)
"""How long is waited for a correction in the same chat, which goes first."""

MOST_LINES: Final = 8
"""Lines of one word; the rest is counted."""

_SILENT: Final = frozenset({ChangeKind.EDIT, ChangeKind.SUBJECT})
"""What changes no value."""

_MENDS: Final = frozenset({ChangeKind.CORRECT, ChangeKind.RETRACT, ChangeKind.UNDO})
"""What says that we were wrong."""


@dataclass(frozen=True, slots=True)
class _Window:
    """What is told of: everything since a change.

    Attributes:
        before, since: what we held before the change, and hold now, by fact.
        mended: the facts of which something was wrong.
        corrections: what tells this chat of that, as rows of the ledger.
    """

    change: Change
    before: Mapping[int, Sequence[Held]]
    since: Mapping[int, Sequence[Held]]
    mended: Collection[int]
    corrections: Sequence[Delivery]

    @property
    def corrected(self) -> frozenset[int]:
        """The facts of which the chat was told that they were wrong."""
        sent = (each for each in self.corrections if each.state is State.SENT)
        return frozenset(int(told[0]) for each in sent for told in each.payload.get("told", ()))


def plan(tx: Transaction, change: Change, facts: Collection[Fact]) -> None:
    """Plan a word for every chat that follows one of `facts`, and awaits none.

    Args:
        tx: open for writing, the change in it.
        change: what was done.
        facts: to which it was done.
    """
    if change.kind in _SILENT:
        return
    chats = tx.follows.at_once(facts)
    waits = tx.plans.awaited(Kind.FOLLOWED, None) if chats else frozenset()
    tx.plans.add(
        Kind.FOLLOWED,
        None,
        [_row(change.seq, chat, tx.now) for chat in chats if chat not in waits],
    )


def _row(seq: int, chat: int, due_at: datetime) -> Planned:
    rank = POLICIES[Kind.FOLLOWED].rank
    return Planned(f"{NAME}:{seq}:{chat}", chat, due_at, rank, {"compose": NAME, "seq": seq})


def compose(occasion: Occasion) -> Verdict:
    """Say what has changed of what the chat follows; nothing if all is as it was."""
    tx, seq, chat = occasion.tx, int(occasion.delivery.payload["seq"]), occasion.delivery.chat
    hours = quiet.of(occasion.chat.quiet)
    if hours and not occasion.insisted and hours.covers(occasion.now, occasion.zone):
        until = hours.ends(occasion.now, occasion.zone)
        return Moved(partial(tx.plans.add, Kind.FOLLOWED, None, [_row(seq, chat, until)]))
    follows = [each.what for each in tx.follows.of_chat(chat) if not each.with_digest]
    change = tx.changes.get(seq)
    if not follows or change is None:
        return Dropped(Reason.OFF)
    touched = tx.facts.get(tx.changes.since(seq - 1)).values()
    facts = [fact for fact in touched if any(each.covers(fact) for each in follows)]
    window = _window(tx, change, facts, chat)
    if any(each.state in UNSETTLED for each in window.corrections):
        return Postponed(AFTER_CORRECTION)
    facts = [fact for fact in facts if fact.id not in window.corrected]
    lines = list(_lines(View.of(occasion), window, facts))
    return Composed(_message(occasion.language, lines)) if lines else Dropped(Reason.EMPTY)


def _message(language: str, lines: Sequence[Message]) -> Message:
    shown = lines if len(lines) <= MOST_LINES else lines[: MOST_LINES - 1]
    left = len(lines) - len(shown)
    more = [texts.say(language, "digest.more", count=left)] if left else []
    return joined([texts.say(language, "followed.heading"), *shown, *more], Break())


def _window(tx: Transaction, change: Change, facts: Collection[Fact], chat: int) -> _Window:
    ids = [fact.id for fact in facts]
    changes = {
        each: [done for done in tx.changes.of(each) if done.seq >= change.seq] for each in ids
    }
    steps = {done.seq for each in changes.values() for done in each}
    corrections = tx.plans.named([f"{Kind.CORRECTION}:{seq}:{chat}" for seq in sorted(steps)])
    mended = {fact for fact, done in changes.items() if any(each.kind in _MENDS for each in done)}
    before = tx.facts.timelines(ids, change.recorded_at - TICK) if ids else {}
    since = tx.facts.timelines(ids) if ids else {}
    return _Window(change, before, since, mended, corrections)


def _lines(view: View, window: _Window, facts: Collection[Fact]) -> Iterator[Message]:
    """Yield a line for each fact that says something else, and for each that will."""
    events: set[int] = set()
    found = [(fact, _difference(view, window, fact)) for fact in facts]
    known = [(fact, each) for fact, each in found if each and not _has_heard(view, each)]
    for fact, each in sorted(known, key=lambda pair: (pair[1].change, pair[0].key)):
        if fact.subject.kind != EVENT or fact.attribute not in {TIME, STATE}:
            yield _with_beginning(view, each)
        elif fact.subject.id not in events:
            events.add(fact.subject.id)
            yield from _event(view, each)
    for fact in facts:
        if fact.attribute not in {TIME, STATE} or fact.subject.kind != EVENT:
            yield from _ahead(view, window, fact)


def _difference(view: View, window: _Window, fact: Fact) -> Difference | None:
    """Return what a fact says otherwise, if that may be told."""
    was = _at(window.before.get(fact.id, ()), window.change.recorded_at)
    now = _at(window.since.get(fact.id, ()), view.now)
    if now is not None and not may_see(view.audience, now):
        return None
    known = was if was is not None and may_see(view.audience, was) else None
    if differences.same(known, now, view.language):
        return None
    change = differences.Change.CHANGED
    if known is None:
        change = differences.Change.NEW
    elif fact.id in window.mended:
        change = differences.Change.CORRECTED
    return Difference(fact, change, known, now)


def _has_heard(view: View, each: Difference) -> bool:
    """Tell whether the chat was told last, by whatever message, what holds now, or will be."""
    occasion, fact = view.occasion, each.fact
    if occasion is None:
        return False
    if fact.subject.kind == EVENT and occasion.delivery.chat in view.tx.plans.awaited(
        Kind.NOTICE, fact.subject.id
    ):
        return True
    if each.now is None:
        return False
    told = view.tx.receipts.latest([fact.id], occasion.delivery.id, occasion.chat)[-1:]
    return any(each.now.version.id in last.versions for last in told)


def _with_beginning(view: View, each: Difference) -> Message:
    line = digests.fact_line(view, each)
    start = each.now.start if each.now else None
    if start is None or each.change is differences.Change.CORRECTED:
        return line
    return (*line, Text(" · "), Text(wording.since(start, view.language)))


def _event(view: View, each: Difference) -> Iterator[Message]:
    event = calendar.get(view.tx, each.fact.subject.id, view.audience, view.now)
    if event is not None and not calendar.is_over(event, view.now):
        yield digests.event_line(view, each, event)


def _ahead(view: View, window: _Window, fact: Fact) -> Iterator[Message]:
    """Yield what will hold from a time on that is still to come, as was not known before."""
    known = {(held.version.id, held.start) for held in window.before.get(fact.id, ())}
    for held in window.since.get(fact.id, ()):
        start = held.start
        if start is None or start.at <= view.now or (held.version.id, start) in known:
            continue
        if may_see(view.audience, held):
            claim = cards.claim(held, view.language, start.at)
            yield texts.say(
                view.language,
                "followed.ahead",
                what=digests.named(view, fact, held),
                since=wording.since(start, view.language),
                value=Text(cards.value_text(held.version.content, view.language), claim),
                source=cards.source_line(held.version.content, view.language),
            )


def _at(timeline: Sequence[Held], instant: datetime) -> Held | None:
    return next((held for held in timeline if held.covers(instant)), None)
