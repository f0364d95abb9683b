"""`event move|cancel|undo`: an editor says that the plan is another, or none.

Each is an edit of the event's time or of its state, from now on: what was said before was
right when it was said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from bot import grammar
from bot.calendar import EVENT, STATE, TIME, Event
from bot.commands import echoing, embargoing, ordering, reaching, spans, typed
from bot.commands.arguments import Incomplete, Lacking
from bot.commands.echoing import Restated
from bot.commands.embargoing import NotToUndo
from bot.commands.event_telling import BLANK, as_it_is, asked_by, headed, in_full
from bot.commands.events import NoSuchEvent, NoSuchEventNear, meant, offer
from bot.commands.typed import WORDING, Typed
from bot.context import Act, Context
from bot.editing.draft import Draft
from bot.editing.errors import Unchanged
from bot.editing.event import latest_changed
from bot.editing.order import CANCEL_EVENT, SET, UNDO, Order
from bot.editing.recording import Outcome
from bot.errors import DeskError
from bot.grammar import Key
from bot.grammar.errors import shown
from bot.grammar.times import Times, take_times_at_end
from bot.port import Break, Code, Reply, Strike, joined
from bot.showing import cards, histories
from storage.content import Subject

_MOVE_LINES: Final = WORDING | {"reason"}
_CANCEL_LINES: Final = frozenset({"reason", "source", "embargo"})


class ReasonNeeded(Lacking):
    """A cancellation that does not say why. Field: `usage`, the command completed."""

    key = "event.reason-needed"


class NoDayNamed(Lacking):
    """Words without a day: one event, perhaps, whose new time is asked for. Field: `text`."""

    key = "event.no-day"


class IsCancelled(DeskError):
    """What is done to an event that is called off has no sense. Fields: `key`, `command`."""

    key = "event.is-cancelled"


@dataclass(frozen=True, slots=True)
class _Move:
    """Which event moves, to when, and the lines given."""

    named: str
    times: Times
    lines: Mapping[str, str]


def move(text: str) -> Act:
    """Say that an event has another time.

    Raises:
        Incomplete, NoDayNamed: an event or a time is missing.
    """
    fields = grammar.fields(text, _MOVE_LINES)
    typed.check(fields.head, _MOVE_LINES)
    found = take_times_at_end(fields.head)
    if found is None and len(fields.head.split()) > 1:
        raise NoDayNamed(text=shown(fields.head))
    named, times = found or (fields.head, None)
    if not named or times is None:
        raise Incomplete(given=named)
    asked = _Move(named, times, fields.fields)
    return echoing.first(
        partial(_move, asked=asked, text=text),
        partial(_restated, asked=asked),
        wordy=echoing.wordy(times, fields.fields),
    )


def cancel(text: str) -> Act:
    """Say that an event will not take place, and why.

    Raises:
        Incomplete: no event is named, or no reason.
    """
    fields = grammar.fields(text, _CANCEL_LINES)
    typed.check(fields.head, _CANCEL_LINES)
    if not fields.head or (len(fields.head.split()) == 1 and not fields.fields.get("reason")):
        raise Incomplete(given=fields.head)
    return partial(_cancel, head=fields.head, lines=fields.fields)


def undo(text: str) -> Act:
    """Take back the latest change of an event.

    Raises:
        Incomplete: none is named.
        NotToUndo: it is to wait for an hour.
    """
    if embargoing.is_told_in(text):
        raise NotToUndo
    if not text.strip():
        raise Incomplete(given="")
    return partial(_undo, named=text.strip())


def _move(context: Context, asked: _Move, text: str) -> Reply:
    rest = text.strip()[len(asked.named) :].strip()
    return _of_one(context, asked.named, f"move KEY {rest}", partial(_moved, asked=asked))


def _restated(context: Context, asked: _Move) -> Restated:
    event, *others = meant(context, asked.named)
    if others:
        return Restated("", ())
    zone = typed.zone(context, asked.lines)
    span = spans.moved(event.span, asked.times, zone, context.now)
    when, told = echoing.restated_times(context, asked.times, span, zone)
    lines, told_below = echoing.restated_lines(context, asked.lines, zone)
    return Restated(f"event move {event.key} {when}{lines}", [*told, *told_below])


def _moved(context: Context, event: Event, asked: _Move) -> Reply:
    _check_planned(event)
    zone = typed.zone(context, asked.lines)
    span = spans.moved(event.span, asked.times, zone, context.now)
    if span == event.span and not asked.lines:
        raise Unchanged(fact=event.fact.key)
    draft = typed.draft(context, Typed(Key(event.key, TIME), "", asked.lines))
    order = Order(SET, event.fact.key, spans.timed(draft, span), zone)
    return ordering.done(context, order, asked.lines, partial(_done_move, context, event))


def _done_move(context: Context, event: Event, outcome: Outcome) -> Reply:
    lines = [
        headed(context, "event.moved", event.subject),
        context.say("event.before", when=Strike(in_full(context, event.span))),
    ]
    lines += [context.say("event.now", when=now) for now in as_it_is(context, event.subject)]
    lines += reaching.heard(context, outcome.change)
    return context.reply(joined(lines, Break()))


def _cancel(context: Context, head: str, lines: Mapping[str, str]) -> Reply:
    reason = lines.get("reason", "")
    if reason:
        again = " | ".join(["cancel KEY", *(f"{name}: {text}" for name, text in lines.items())])
        act = partial(_cancelled, reason=reason, lines=lines)
        return _of_one(context, head, again, act)
    named, reason = head.split(maxsplit=1)
    return _cancelled(context, _by_key(context, named, head), reason=reason.strip(), lines=lines)


def _by_key(context: Context, named: str, head: str) -> Event:
    """Return the event whose KEY begins `head`; words would not tell where the reason begins."""
    context.tx.changes.lock()
    try:
        found = meant(context, named)
    except (NoSuchEvent, NoSuchEventNear):
        _check_reason(context, head)
        raise
    key = str(grammar.fold_key(named)) if grammar.looks_like_key(named) else ""
    if found[0].key != key:
        _check_reason(context, head)
        raise NoSuchEventNear(text=shown(named), nearest=found[0].key)
    return found[0]


def _check_reason(context: Context, head: str) -> None:
    """Ask for the reason where all that was typed are the words for one event."""
    try:
        found = meant(context, head)
    except (NoSuchEvent, NoSuchEventNear):
        return
    raise ReasonNeeded(usage=(Code(f"/event cancel {found[0].key} {BLANK}"),))


def _cancelled(context: Context, event: Event, reason: str, lines: Mapping[str, str]) -> Reply:
    _check_planned(event)
    key = Key(event.key, STATE)
    draft = replace(
        typed.draft(context, Typed(key, "", lines)),
        reason=reason,
        words=asked_by("event.words-state", {}),
        # Whoever may not know of the event may not hear that it is called off.
        audience=event.held.version.content.audience,
    )
    order = Order(CANCEL_EVENT, str(key), draft, context.zone)
    return ordering.done(context, order, lines, partial(_done_cancel, context, event))


def _done_cancel(context: Context, event: Event, outcome: Outcome) -> Reply:
    hint = context.say("event.undo-hint", command=Code(f"/event undo {event.key}"))
    return context.reply(
        joined(
            [
                headed(context, "event.done-cancel", event.subject),
                *as_it_is(context, event.subject),
                *reaching.heard(context, outcome.change),
                hint,
            ],
            Break(),
        )
    )


def _undo(context: Context, named: str) -> Reply:
    subject = _withdrawn(context, named)
    if subject is not None:
        return _undone(context, subject)
    return _of_one(
        context, named, "undo KEY", lambda context, event: _undone(context, event.subject)
    )


def _undone(context: Context, subject: Subject) -> Reply:
    context.tx.changes.lock()
    key = latest_changed(context.tx, subject)
    order = Order(UNDO, key, Draft(), context.zone)
    return ordering.done(context, order, {}, partial(_done_undo, context, subject))


def _done_undo(context: Context, subject: Subject, outcome: Outcome) -> Reply:
    lines = [context.say("event.done-undo", key=Code(subject.key))]
    if outcome.undone is not None:
        lines.append(histories.event(outcome.undone, context.language, context.zone))
    now = as_it_is(context, subject) or [context.say("edit.nothing-now")]
    reach = reaching.lines(context, outcome.change, [outcome.fact.id])
    return context.reply(joined([*lines, *now, *reach], Break()))


def _withdrawn(context: Context, named: str) -> Subject | None:
    """Return the event with that KEY, though it may have no time now."""
    if not grammar.looks_like_key(named):
        return None
    subject = context.tx.subjects.find(str(grammar.fold_key(named)))
    fact = context.tx.facts.find(f"{subject.key}.{TIME}") if subject else None
    if subject is None or fact is None or subject.kind != EVENT:
        return None
    history = context.tx.facts.history(fact.id)
    return subject if any(cards.may_see(context.audience, held) for held in history) else None


def _of_one(
    context: Context, named: str, again: str, act: Callable[[Context, Event], Reply]
) -> Reply:
    """Carry out `act` for the event that is named, or offer those that may be meant.

    A tap says `again`, with the KEY of the event in its place.
    """
    # What an edit reads, it reads when nobody else can change it.
    context.tx.changes.lock()
    found = meant(context, named)
    if len(found) > 1:
        lines = [f"event {again.replace('KEY', event.key, 1)}" for event in found]
        return offer(context, found, lines)
    return act(context, found[0])


def _check_planned(event: Event) -> None:
    if event.cancelled is not None:
        raise IsCancelled(key=event.key, command=(Code(f"/event undo {event.key}"),))
