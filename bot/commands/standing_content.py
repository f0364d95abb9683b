"""CONTENT of a standing post as typed: what is posted again and again, and of what.

digest [TOPIC] · countdown EVENT · fact KEY · text TEXT
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from bot import calendar, cards, grammar
from bot.answering.words import fold
from bot.calendar import Event
from bot.commands.browse import NotNow, found
from bot.commands.events import meant
from bot.commands.remind import Cancelled, Over
from bot.context import Context
from bot.errors import DeskError
from bot.grammar.errors import shown
from bot.port import Message
from bot.posting import countdowns, digests, repeated
from bot.posting.standing import View
from storage.database import Transaction
from storage.schedules import Content

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


def topic(tx: Transaction, named: str) -> str:
    """Return a topic as its subjects have it.

    Raises:
        NoTopic, NoTopicNear: no subject has it.
    """
    topics = {fold(subject.topic): subject.topic for subject in tx.subjects.all() if subject.topic}
    if fold(named) in topics:
        return topics[fold(named)]
    near = grammar.nearest(fold(named), topics)
    if near:
        raise NoTopicNear(text=shown(named), nearest=topics[near[0]])
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
            return repeated.words(about)


def _topic(context: Context, named: str) -> str:
    return topic(context.tx, named) if named else ""


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
