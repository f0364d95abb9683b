"""`event add`: an editor says what will be, and when."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

from bot import grammar
from bot.calendar import EVENT, TIME
from bot.commands import echoing, ordering, solving, spans, typed
from bot.commands.arguments import Incomplete, Lacking, bare_hour
from bot.commands.echoing import Restated
from bot.commands.entry import NewInPrivate, everybody_reads
from bot.commands.event_telling import BLANK, as_it_is, asked_by, headed, is_over
from bot.commands.spans import NoDay
from bot.commands.typed import NAMES, WORDING, Typed
from bot.context import Act, Context
from bot.editing.order import ADD_EVENT, Order
from bot.editing.recording import Outcome
from bot.editing.subject import About
from bot.errors import DeskError
from bot.grammar import Key
from bot.grammar.errors import BadKey, MissingKey, shown
from bot.grammar.times import Times, take_times
from bot.port import Break, Code, Message, Reply, joined
from bot.showing import cards
from bot.texts import LANGUAGES
from storage.content import Subject

_LINES: Final = WORDING | NAMES | {"reason", "topic"}


class TitleNeeded(Lacking):
    """An event without a name. Field: `usage`, the command completed."""

    key = "event.title-needed"


class KeyTaken(DeskError):
    """The KEY of a new event is something else already. Fields: `key`, `name`."""

    key = "event.key-taken"


class EventThere(DeskError):
    """The KEY of a new event is an event's. Fields: `key`, `name`, `command`."""

    key = "event.key-taken-event"


def add(text: str) -> Act:
    """Add an event.

    Raises:
        Incomplete, BadKey, NoDay, TitleNeeded: its key, its time or its name is missing.
    """
    fields = grammar.fields(text, _LINES)
    key, rest = _new_key(fields.head)
    found = take_times(rest)
    if found is None:
        raise bare_hour(rest) or NoDay(text=shown(rest))
    times, title = found[0], " ".join(found[1].split())
    typed.check(title, _LINES)
    if not (title or any(fields.fields.get(f"name-{language}") for language in LANGUAGES)):
        given = " ".join(filter(None, (key, times.start, times.end)))
        raise TitleNeeded(usage=(Code(f"/event add {given} {BLANK}"),))
    read = Typed(Key(key), title, fields.fields)
    return echoing.first(
        partial(_add, read=read, times=times),
        partial(_restated, read=read, times=times),
        wordy=echoing.wordy(times, read.lines),
    )


def _restated(context: Context, read: Typed, times: Times) -> Restated:
    zone = typed.zone(context, read.lines)
    span = spans.span_of(times, zone, context.now)
    when, told = echoing.restated_times(context, times, span, zone)
    lines, told_below = echoing.restated_lines(context, read.lines, zone)
    head = f"event add {read.key.subject} {when} {read.value}".rstrip()
    return Restated(head + lines, [*told, *told_below])


def _new_key(head: str) -> tuple[str, str]:
    try:
        key, rest = grammar.take_key(head)
    except MissingKey:
        raise Incomplete(given="") from None
    if key.attribute:
        # The dot would make a fact of it, and an event has facts of its own.
        raise BadKey(text=shown(str(key)), suggestion=f"{key.subject}-{key.attribute}")
    if not rest:
        raise Incomplete(given=key.subject)
    return key.subject, rest


def _add(context: Context, read: Typed, times: Times) -> Reply:
    zone = typed.zone(context, read.lines)
    span = spans.span_of(times, zone, context.now)
    key = read.key.subject
    # Whether the key is free is only certain while nobody else can add anything.
    context.tx.changes.lock()
    _check_new(context, key, times)
    draft = spans.timed(typed.draft(context, replace(read, value="")), span)
    draft = replace(draft, words=asked_by("event.words-time", draft.words))
    about = _about(read, context.language)
    order = Order(ADD_EVENT, f"{key}.{TIME}", draft, zone, about)
    return ordering.done(context, order, read.lines, partial(_added, context))


def _added(context: Context, outcome: Outcome) -> Reply:
    subject = outcome.fact.subject
    lines = [headed(context, "event.added", subject), *as_it_is(context, subject)]
    if is_over(context, subject):
        lines.append(context.say("event.already-over"))
    lines += _missing_names(context, subject)
    solved, tells = solving.offered(context, outcome)
    return context.reply(joined([*lines, *solved], Break()), choices=tells)


def _check_new(context: Context, key: str, times: Times) -> None:
    """Refuse a KEY in use; an event whose time was taken back wholly may be added again.

    Raises:
        KeyTaken, EventThere: it is in use.
        NewInPrivate: it is new here, whether something hidden has it or nothing at all.
    """
    if everybody_reads(context) and not context.tx.shown.has(context.audience, key):
        raise NewInPrivate(private=context.private_link(f"event add {key}"))
    subject = context.tx.subjects.find(key)
    if subject is None:
        return
    fact = context.tx.facts.find(f"{key}.{TIME}")
    is_event = subject.kind == EVENT
    if is_event and not (fact and context.tx.facts.timeline(fact.id)):
        return
    name = cards.subject_name(subject, context.language)
    if not is_event:
        raise KeyTaken(key=key, name=name)
    given = " ".join(filter(None, (key, times.start, times.end)))
    raise EventThere(key=key, name=name, command=(Code(f"/event move {given}"),))


def _about(read: Typed, language: str) -> About:
    """Return what the event is called: a line goes before the title, which is then an alias."""
    about = typed.about(read.lines)
    if not read.value:
        return about
    given = about.names.get(language, ())
    named = bool(read.lines.get(f"name-{language}"))
    names = (*given[:1], read.value, *given[1:]) if named else (read.value, *given)
    return replace(about, names={**about.names, language: tuple(dict.fromkeys(names))})


def _missing_names(context: Context, subject: Subject) -> list[Message]:
    return [
        context.say(
            f"event.no-name-{language}",
            command=Code(f"/subject set {subject.key} | name-{language}: {BLANK}"),
        )
        for language in LANGUAGES
        if not subject.names.get(language)
    ]
