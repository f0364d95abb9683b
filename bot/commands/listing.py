"""`facts`: everything that is known, by subject, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, Final

from bot import calendar
from bot.answering.words import fold
from bot.commands.browse import NoSuchFact
from bot.context import Act, Button, Context
from bot.errors import DeskError
from bot.grammar.errors import shown
from bot.port import Break, Choice, Code, Message, Reply, Strong, Text, joined
from bot.showing import cards
from storage.choices import Choice as StoredChoice
from storage.content import Fact, Held, Subject

PAGE: Final = 10
"""Lines a page: what a telephone shows without scrolling."""

PAGE_LASTS: Final = timedelta(hours=1)

MOST_BY_NAME: Final = 10_000
"""Subjects that are sorted by name for a page: the store itself only knows their keys' order."""


class NothingYet(DeskError):
    """The store is empty."""

    key = "facts.empty"


def facts(text: str) -> Act:
    """List the subjects, or the facts of those that `text` names."""
    return partial(_page, payload={"words": text.strip(), "page": 0})


def turn(context: Context, payload: Mapping[str, Any]) -> Reply:
    """Show the page that a button asks for."""
    return _page(context, payload)


def _page(context: Context, payload: Mapping[str, Any]) -> Reply:
    words, page = str(payload["words"]), int(payload["page"])
    count, lines = _facts_of(context, words, page) if words else _subjects(context, page)
    if not count:
        raise NoSuchFact(text=shown(words)) if words else NothingYet
    left = count - (page + 1) * PAGE
    heading = context.say("facts.found" if words else "facts.subjects", count=count)
    return context.reply(
        joined([heading, *lines], Break()),
        choices=_more(context, words, page, left) if left > 0 else (),
    )


def _more(context: Context, words: str, page: int, left: int) -> Sequence[Choice]:
    again = StoredChoice("page", {"words": words, "page": page + 1})
    label = context.phrase("facts.more", count=left)
    return context.offered([Button(label, again)], PAGE_LASTS)


def _subjects(context: Context, page: int) -> tuple[int, list[Message]]:
    """Return how many subjects there are, and a page of them: by name, of very many by key."""
    audience, shown_here = context.audience, context.tx.shown
    count = shown_here.subjects(audience)
    if count > MOST_BY_NAME:
        found = shown_here.page(audience, PAGE, page * PAGE)
    else:
        every = shown_here.page(audience, MOST_BY_NAME)
        by_name = sorted(every, key=lambda each: _place(each[0], context.language))
        found = by_name[page * PAGE : (page + 1) * PAGE]
    return count, [_subject_line(context, subject, facts) for subject, facts in found]


def _facts_of(context: Context, words: str, page: int) -> tuple[int, list[Message]]:
    """Return how many facts every one of `words` leads to, and a page of them, by key.

    The first of a subject, and of a page, has the subject's name above it.
    """
    found = context.answerer.find(context.tx, words, context.audience)
    ids = found[page * PAGE : (page + 1) * PAGE]
    facts, timelines = context.tx.facts.get(ids), context.tx.facts.timelines(ids)
    lines: list[Message] = []
    above = ""
    for fact_id in ids:
        fact = facts[fact_id]
        held = [
            each for each in timelines.get(fact_id, ()) if cards.may_see(context.audience, each)
        ]
        lines.append(_fact_line(context, fact, held, heads=fact.subject.key != above))
        above = fact.subject.key
    return len(found), lines


def _place(subject: Subject, language: str) -> tuple[str, str]:
    return fold(cards.subject_name(subject, language)), subject.key


def _subject_line(context: Context, subject: Subject, count: int) -> Message:
    name = cards.subject_name(subject, context.language)
    told = context.say("facts.of-subject", count=count)
    return (Strong(name), Text(" – "), *told, Text(" "), Code(subject.key))


def _fact_line(context: Context, fact: Fact, held: Sequence[Held], *, heads: bool) -> Message:
    name = cards.subject_name(fact.subject, context.language)
    head = (Strong(name), Break()) if heads else ()
    called = (
        word for each in held for word in each.version.content.words.get(context.language, ())
    )
    attribute = next(called, fact.attribute.replace("-", " "))
    value = _value(context, fact, held)
    return (*head, Text(f"{attribute}: "), *value, Text(" "), Code(fact.key))


def _value(context: Context, fact: Fact, timeline: Sequence[Held]) -> Message:
    """Return what a fact holds now; of an event that is called off, that it is."""
    language, now = context.language, context.now
    held = cards.current(timeline, now, context.audience)
    if held is None:
        return (Text(context.phrase("facts.nothing-now")),)
    event = calendar.called_off(context.tx, fact, held, context.audience, now)
    if event is not None:
        return calendar.when(event, language, now)
    value = shown(cards.value_text(held.version.content, language))
    return (Text(value, cards.claim(held, language, now)),)
