"""CONTENT of a standing post as typed: what is posted again and again, and of what.

digest [TOPIC] · countdown EVENT · fact KEY · text TEXT

Below it stand lines: where it goes, and of a text what another language has in its place. Such a
text is kept as it was typed, with those lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot import calendar, grammar
from bot.answering.words import fold
from bot.calendar import Event
from bot.commands.browse import NotNow, found
from bot.commands.events import meant
from bot.commands.post_reading import TextTwice, hidden_lines
from bot.commands.remind import Cancelled, Over
from bot.context import Context
from bot.errors import DeskError
from bot.grammar.errors import shown
from bot.port import Message
from bot.posting import countdowns, digests, repeated
from bot.posting.standing import View
from bot.showing import cards, wording
from bot.texts import LANGUAGES
from storage.schedules import Content, Order

WORDS: Final[Mapping[str, Content]] = {
    "digest": Content.DIGEST,
    "apkopojums": Content.DIGEST,
    "apkopojumu": Content.DIGEST,
    "countdown": Content.COUNTDOWN,
    "atskaite": Content.COUNTDOWN,
    "atskaiti": Content.COUNTDOWN,
    "fact": Content.FACT,
    "fakts": Content.FACT,
    "faktu": Content.FACT,
    "text": Content.TEXT,
    "teksts": Content.TEXT,
    "tekstu": Content.TEXT,
}
"""What may be posted, by the word that asks for it, folded."""


TO: Final = "to"
_TEXT_LINES: Final = frozenset({TO, *LANGUAGES})
"""What stands below a text; below anything else only where it goes."""

_GOES: Final = re.compile(rf"(?<!\|)[ ](?={TO}[ ]?:)", re.IGNORECASE)
"""Before where it goes, on the same line: no KEY, event or topic goes on like that."""


class WhichContent(DeskError):
    """Nothing that may be posted is named. Field: `text`."""

    key = "schedule.which-content"


class NoTopic(DeskError):
    """No subject has that topic. Field: `text`."""

    key = "schedule.no-topic"


class NoTopicNear(DeskError):
    """The same, where one is near. Fields: `text`, `nearest`."""

    key = "schedule.no-topic-near"


class SeveralEvents(DeskError):
    """Words for several events. Field: `keys`."""

    key = "schedule.several-events"


class NothingAbout(DeskError):
    """Words are missing behind what is to be posted. Field: `content`."""

    key = "schedule.nothing-about"


class NoneBefore(DeskError):
    """An event is over before it would first be counted down to. Field: `name`."""

    key = "schedule.none-before"


@dataclass(frozen=True, slots=True)
class Typed:
    """What is to be posted, as typed; `about` is not looked up yet."""

    content: Content
    about: str


def read(text: str) -> Typed:
    """Return what `text` asks to be posted.

    Raises:
        WhichContent: its first word is none of `WORDS`.
        NothingAbout: something has to follow it.
    """
    word, *more = text.split(maxsplit=1)
    content = WORDS.get(fold(word))
    if content is None:
        raise WhichContent(text=shown(text))
    about = more[0].strip() if more else ""
    if not about and content is not Content.DIGEST:
        raise NothingAbout(content=word)
    return Typed(content, about)


def read_with_lines(text: str) -> tuple[Typed, tuple[str, ...]]:
    """Return what `text` asks to be posted, and the channels that a line below it names.

    Raises:
        WhichContent, NothingAbout: as `read`, or nothing stands above the lines.
        UnknownField, RepeatedField: a line cannot be read.
        TextTwice: a text stands above one for each language.
    """
    word = WORDS.get(fold(text.split(maxsplit=1)[0]))
    is_text = word is Content.TEXT
    if is_text:
        lines = grammar.text_fields(text, _TEXT_LINES)
    else:
        lines = grammar.fields(_GOES.sub("\n", text), {TO})
    if not lines.head:
        raise WhichContent(text=shown(text))
    named = (name.strip() for name in lines.fields.get(TO, "").split(","))
    head = _in_languages(lines) if is_text else lines.head
    return read(head), tuple(name for name in named if name)


def _in_languages(lines: grammar.Fields) -> str:
    """Return a text with what other languages have in its place; without one, theirs is it."""
    given = {name: lines.fields[name] for name in LANGUAGES if lines.fields.get(name)}
    word, *typed = lines.head.split(maxsplit=1)
    if typed and given.keys() == set(LANGUAGES):
        raise TextTwice
    first = typed or [given.pop(name) for name in list(given)[:1]]
    below = "\n".join(f"{name}: {said}" for name, said in given.items())
    return "\n\n".join(filter(None, [" ".join([word, *first]), below]))


def warned(context: Context, about: str) -> Iterator[Message]:
    """Yield what an editor is to know of a text before it is kept."""
    hidden = hidden_lines(grammar.text_fields(about, LANGUAGES).head, _TEXT_LINES)
    if hidden:
        names = ", ".join(f"{name}:" for name in hidden)
        known = ", ".join(f"{name}:" for name in sorted(_TEXT_LINES))
        yield context.say("post.lines-hint", names=names, known=known)
    yield context.say("schedule.free-text")


def ending(context: Context, order: Order, last: datetime) -> Iterator[Message]:
    """Yield with what a standing post ends, if that is before `last` (aware)."""
    if order.content is not Content.COUNTDOWN:
        return
    event = calendar.find(context.tx, order.about, context.audience, context.now)
    if event is not None and event.span.end.at <= last:
        when = wording.in_full(event.span.start, event.span.end, context.language)
        yield context.say("schedule.ends", when=when)


def check_comes(context: Context, order: Order, first: datetime) -> None:
    """Refuse to count down at times of which none is before the event is over.

    Raises:
        NoneBefore: `first` (aware), the first of them, is not.
    """
    if order.content is not Content.COUNTDOWN:
        return
    event = calendar.find(context.tx, order.about, context.audience, context.now)
    if event is not None and event.span.end.at <= first:
        raise NoneBefore(name=cards.subject_name(event.subject, context.language))


def looked_up(context: Context, typed: Typed) -> str:
    """Return what it is about as a schedule keeps it: a topic, a KEY, or the text.

    Raises:
        DeskError: there is no such topic, event or fact, or nothing to say of it.
    """
    finders: dict[Content, Callable[[Context, str], str]] = {
        Content.DIGEST: _topic,
        Content.COUNTDOWN: _event,
        Content.FACT: _fact,
    }
    find = finders.get(typed.content)
    return find(context, typed.about) if find else typed.about


def topic(context: Context, named: str) -> str:
    """Return a topic as its subjects have it.

    Raises:
        NoTopic, NoTopicNear: no subject has it of which may be spoken here.
    """
    known = {fold(each): each for each in context.tx.shown.topics(context.audience)}
    if fold(named) in known:
        return known[fold(named)]
    near = grammar.nearest(fold(named), known)
    if near:
        raise NoTopicNear(text=shown(named), nearest=known[near[0]])
    raise NoTopic(text=shown(named))


def told(view: View, content: Content, about: str, until: digests.Period | None) -> Message:
    """Return what would be said now; nothing where there is nothing to say.

    Args:
        view: who would read it.
        content: what is posted.
        about: of what.
        until: of a digest, of when it would tell.
    """
    match content:
        case Content.DIGEST:
            return digests.words(view, until) if until else ()
        case Content.COUNTDOWN:
            event = calendar.find(view.tx, about, view.audience, view.now)
            return countdowns.words(view, event) if event else ()
        case Content.FACT:
            fact = repeated.held(view, about)
            return repeated.card(view, *fact) if fact else ()
        case Content.TEXT:
            return repeated.words(about, view.language)


def _topic(context: Context, named: str) -> str:
    return topic(context, named) if named else ""


def _event(context: Context, named: str) -> str:
    events = meant(context, named)
    if len(events) > 1:
        raise SeveralEvents(keys=", ".join(event.key for event in events))
    _check_ahead(context, events[0])
    return events[0].key


def _check_ahead(context: Context, event: Event) -> None:
    name = cards.subject_name(event.subject, context.language)
    if event.cancelled is not None:
        raise Cancelled(name=name)
    if event.span.start.at <= context.now:
        raise Over(name=name)


def _fact(context: Context, named: str) -> str:
    fact = found(context, named)
    if cards.current(context.tx.facts.timeline(fact.id), context.now, context.audience) is None:
        raise NotNow(key=fact.key)
    return fact.key
