"""How an editor is told of an event that they add, move or call off.

Its time is shown with the day of the week and the zone, because a wrong day is seen by its
name first; what readers see of it from now on is shown as they see it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot import calendar, texts
from bot.context import Context
from bot.editing.draft import Editor
from bot.port import Code, Message, Strong, Text
from bot.showing import cards, wording
from bot.texts import LANGUAGES
from storage.content import Span, Subject

BLANK: Final = "…"
"""What stands in a command completed by us where something is to be filled in."""


def headed(context: Context, key: str, subject: Subject) -> Message:
    """Return the first line of a reply, the sentence `key` with the name and KEY of the event."""
    name = cards.subject_name(subject, context.language)
    return context.say(key, name=Strong(name), key=Code(subject.key))


def as_it_is(context: Context, subject: Subject) -> list[Message]:
    """Return when an event is from now on; nothing if that may not be seen here, or is not held."""
    event = calendar.get(context.tx, subject.id, context.audience, context.tx.now)
    if event is None:
        return []
    told, *left = calendar.when(event, context.language, context.tx.now)
    if event.cancelled is not None or not isinstance(told, Text):
        return [(told, *left)]
    return [(Strong(in_full(context, event.span), told.claim), *left)]


def is_over(context: Context, subject: Subject) -> bool:
    """Tell whether what was planned has passed already."""
    event = calendar.get(context.tx, subject.id, context.audience, context.tx.now)
    return event is not None and calendar.is_over(event, context.now)


def in_full(context: Context, span: Span) -> str:
    """Return a time with its days of the week and its zone."""
    return wording.in_full(span.start, span.end, context.language)


def asked_by(key: str, given: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return how people ask for what the sentence `key` lists, and with the words `given`."""
    usual = {language: texts.phrase(language, key).split(", ") for language in LANGUAGES}
    return {
        language: tuple(dict.fromkeys((*words, *given.get(language, ()))))
        for language, words in usual.items()
    }


def editor(context: Context, zone: str) -> Editor:
    """Return who edits here, with days counted in `zone`."""
    return Editor(context.tx, context.person.id, str(context.update.chat), zone)
