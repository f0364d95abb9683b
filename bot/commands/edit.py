"""`fact add|set|correct|edit|retract|undo`: an editor changes what is known."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

from bot.calendar import EVENT, STATE, TIME
from bot.commands import echoing, embargoing, ordering, spans, typed
from bot.commands.arguments import BLANK, Incomplete, Lacking, fact_key
from bot.commands.browse import NoSuchFact, found
from bot.commands.echoing import Restated
from bot.commands.embargoing import NotToRetract, NotToUndo
from bot.commands.entry import NewInPrivate, everybody_reads
from bot.commands.typed import NAMES, PERIOD, VALUES, WORDING, WORDS, Typed
from bot.context import Act, Context
from bot.editing.draft import Draft
from bot.editing.errors import UnknownFact
from bot.editing.order import ADD, CORRECT, EDIT, RETRACT, SET, UNDO, Order
from bot.errors import DeskError
from bot.grammar import Key
from bot.grammar.errors import shown
from bot.grammar.times import Times, take_times_at_end
from bot.port import Code, Reply
from bot.showing.cards import may_see
from bot.texts import LANGUAGES
from storage.content import Span

ADD_LINES: Final = WORDING | VALUES | PERIOD | NAMES | {"reason", "topic"}
SET_LINES: Final = WORDING | VALUES | PERIOD | {"reason"}
CORRECT_LINES: Final = SET_LINES | {"on"}
EDIT_LINES: Final = WORDING | VALUES | {"on", "reason"}
_RETRACT_LINES: Final = frozenset({"on", "reason", "zone"})


class NamesNeeded(Lacking):
    """A new subject or attribute has to be named first. Field: `usage`, the command completed."""

    key = "edit.names-needed"


class WrongValue(DeskError):
    """Words where the command takes none, e.g. a value after `fact edit KEY`. Field: `text`."""

    key = "edit.no-value"


class EventTime(DeskError):
    """An event's time as a plain value: nothing could count down to it. Fields: `fact`, `key`."""

    key = "edit.event-time"


class EventState(DeskError):
    """An event's state by hand, where a command says it in one way. Fields: `fact`, `key`."""

    key = "edit.event-state"


def add(text: str) -> Act:
    """Add a fact."""
    read = typed.read(text, ADD_LINES)
    if not (read.value or read.gives(VALUES)):
        raise Incomplete(given=str(read.key))
    return _echoed("fact add", read, partial(_add, read=read, text=text))


def set_(text: str) -> Act:
    """Say that the world has changed."""
    read = typed.read(text, SET_LINES)
    if not (read.value or read.gives(VALUES | {"until"})):
        raise Incomplete(given=str(read.key))
    return _echoed("fact set", read, partial(_change, read=read, operation=SET))


def correct(text: str) -> Act:
    """Say that we were wrong."""
    read = typed.read(text, CORRECT_LINES)
    if not (read.value or read.gives(VALUES | PERIOD)):
        raise Incomplete(given=str(read.key))
    return _echoed("fact correct", read, partial(_correct, read=read))


def edit(text: str) -> Act:
    """Change the wording, the source or the words, and no value."""
    read = typed.read(text, EDIT_LINES)
    if read.value:
        raise WrongValue(text=shown(read.value))
    if not read.lines:
        raise Incomplete(given=str(read.key))
    return _echoed("fact edit", read, partial(_change, read=read, operation=EDIT))


def retract(text: str) -> Act:
    """Withdraw the version in force, for a reason.

    Raises:
        NotToRetract: it is to wait for an hour.
    """
    if embargoing.is_told_in(text):
        raise NotToRetract
    read = typed.read(text, _RETRACT_LINES)
    reason = read.value or read.lines.get("reason", "")
    if not reason:
        raise Incomplete(given=str(read.key))
    return _echoed("fact retract", read, partial(_retract, read=read, reason=reason))


def undo(text: str) -> Act:
    """Take back the latest change of a fact.

    Raises:
        NotToUndo: it is to wait for an hour.
    """
    if embargoing.is_told_in(text):
        raise NotToUndo
    key, rest = fact_key(text)
    if rest:
        raise WrongValue(text=shown(rest))
    return partial(_undo, key=key)


def _echoed(command: str, read: Typed, act: Act) -> Act:
    times = _times_of(read)
    restate = partial(_restated, command=command, read=read)
    return echoing.first(act, restate, wordy=echoing.wordy(times, read.lines))


def _times_of(read: Typed) -> Times | None:
    """Return START [END] where they are all of the VALUE, as they may be of an event's time."""
    found = take_times_at_end(read.value) if read.key.attribute == TIME else None
    return found[1] if found and not found[0] and not read.gives(VALUES) else None


def _restated(context: Context, command: str, read: Typed) -> Restated:
    zone = typed.zone(context, read.lines)
    lines, told = echoing.restated_lines(context, read.lines, zone)
    value, times = read.value, _times_of(read)
    if times is not None and _is_event(context, read.key):
        span = _corrected(context, read, times, zone)
        value, told_above = echoing.restated_times(context, times, span, zone)
        told = [*told_above, *told]
    return Restated(f"{command} {read.key} {value}".rstrip() + lines, told)


def _add(context: Context, read: Typed, text: str) -> Reply:
    _check_may_be_told(context, read.key)
    missing = _missing_names(context, read)
    if missing:
        kept = "\n".join(line for line in text.strip().split("\n") if not line.endswith(BLANK))
        whole = "\n".join([f"/fact add {kept}", *(f"{name}: {BLANK}" for name in missing)])
        raise NamesNeeded(usage=(Code(whole),))
    _check_by_hand(context, read)
    order = _order(context, read, ADD, typed.draft(context, read))
    return ordering.done(context, replace(order, about=typed.about(read.lines)), read.lines)


def _order(context: Context, read: Typed, operation: str, draft: Draft) -> Order:
    return Order(operation, str(read.key), draft, typed.zone(context, read.lines))


def _check_may_be_told(context: Context, key: Key) -> None:
    """Refuse to say whether a fact is there where it might be one that nobody here may know of.

    Raises:
        NewInPrivate: it is new here, whether it is held for the desk alone or not at all.
    """
    if not everybody_reads(context):
        return
    fact = context.tx.facts.find(str(key))
    held = context.tx.facts.timeline(fact.id) if fact else ()
    if not any(may_see(context.audience, each) for each in held):
        raise NewInPrivate(private=context.private_link(f"fact add {key}"))


def _missing_names(context: Context, read: Typed) -> list[str]:
    """Return the lines that must name a subject or an attribute never seen before."""
    needed: list[str] = []
    if context.tx.subjects.find(read.key.subject) is None:
        needed += [f"name-{language}" for language in LANGUAGES]
    if not context.tx.facts.has_attribute(read.key.attribute) and not read.gives(WORDS):
        needed.append("words")
    return [name for name in needed if read.lines.get(name, "") in {"", BLANK}]


def _check_by_hand(context: Context, read: Typed) -> None:
    """Refuse a plain value for what the commands of events say."""
    refusals = {TIME: EventTime, STATE: EventState}
    if not (read.value or read.gives(VALUES)) or read.key.attribute not in refusals:
        return
    if _is_event(context, read.key):
        raise refusals[read.key.attribute](fact=str(read.key), key=read.key.subject)


def _is_event(context: Context, key: Key) -> bool:
    subject = context.tx.subjects.find(key.subject)
    return subject is not None and subject.kind == EVENT


def _change(context: Context, read: Typed, operation: str) -> Reply:
    _check_known(context, read.key)
    _check_by_hand(context, read)
    order = _order(context, read, operation, typed.draft(context, read))
    alone = operation == CORRECT and not read.value and read.gives(VALUES)
    return ordering.done(context, replace(order, only_language=alone), read.lines)


def _correct(context: Context, read: Typed) -> Reply:
    """Correct a fact; of an event's time the value is START [END], as it is for `event move`."""
    times = _times_of(read)
    if times is None or not _is_event(context, read.key):
        return _change(context, read, CORRECT)
    _check_known(context, read.key)
    zone = typed.zone(context, read.lines)
    span = _corrected(context, read, times, zone)
    draft = spans.timed(typed.draft(context, replace(read, value="")), span)
    return ordering.done(context, _order(context, read, CORRECT, draft), read.lines)


def _corrected(context: Context, read: Typed, times: Times, zone: str) -> Span:
    wrong, now = _wrong_span(context, read), context.now
    return spans.moved(wrong, times, zone, now) if wrong else spans.span_of(times, zone, now)


def _wrong_span(context: Context, read: Typed) -> Span | None:
    """Return the time of an event that is to be corrected: that in force, or on the day `on:`."""
    on = typed.on(context, read.lines)
    fact = context.tx.facts.find(str(read.key))
    held = context.tx.facts.at(fact.id, on.at if on else context.now) if fact else None
    return held.version.content.span if held else None


def _retract(context: Context, read: Typed, reason: str) -> Reply:
    _check_known(context, read.key)
    draft = Draft(on=typed.on(context, read.lines), reason=reason)
    return ordering.done(context, _order(context, read, RETRACT, draft), read.lines)


def _undo(context: Context, key: Key) -> Reply:
    _check_known(context, key)
    return ordering.done(context, Order(UNDO, str(key), Draft(), context.zone), {})


def _check_known(context: Context, key: Key) -> None:
    try:
        found(context, str(key))
    except NoSuchFact:
        raise UnknownFact(fact=str(key)) from None
