"""`facts`: everything that is known, by subject, a page at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from itertools import chain
from typing import Any, Final, TypeAlias

from bot import calendar, cards
from bot.answering.document import Document
from bot.answering.words import fold
from bot.commands.browse import NoSuchFact
from bot.context import Act, Button, Context
from bot.errors import DeskError
from bot.grammar.errors import shown
from bot.naming import Wanted
from bot.port import Break, Choice, Code, Message, Reply, Strong, Text, joined
from storage.choices import Choice as StoredChoice

PAGE: Final = 10
"""Lines a page: what a telephone shows without scrolling."""

PAGE_LASTS: Final = timedelta(hours=1)


class NothingYet(DeskError):
    """The store is empty."""

    key = "facts.empty"


Line: TypeAlias = Callable[[Context], Message]
"""A line of a list, read from the store only if its page is shown."""


def facts(text: str) -> Act:
    """List the subjects, or the facts of those that `text` names."""
    return partial(_page, payload={"words": text.strip(), "page": 0})


def turn(context: Context, payload: Mapping[str, Any]) -> Reply:
    """Show the page that a button asks for."""
    return _page(context, payload)


def _page(context: Context, payload: Mapping[str, Any]) -> Reply:
    words, page = str(payload["words"]), int(payload["page"])
    lines = _facts_of(context, words) if words else _subjects(context)
    if not lines:
        raise NoSuchFact(text=shown(words)) if words else NothingYet
    part = lines[page * PAGE : (page + 1) * PAGE]
    left = len(lines) - (page + 1) * PAGE
    heading = context.say("facts.found" if words else "facts.subjects", count=len(lines))
    return context.reply(
        joined([heading, *(line(context) for line in part)], Break()),
        choices=_more(context, words, page, left) if left > 0 else (),
    )


def _more(context: Context, words: str, page: int, left: int) -> Sequence[Choice]:
    again = StoredChoice("page", {"words": words, "page": page + 1})
    label = context.phrase("facts.more", count=left)
    return context.offered([Button(label, again)], PAGE_LASTS)


def _subjects(context: Context) -> list[Line]:
    """Return a line for each subject, by name."""
    found = context.documents
    counts = Counter(document.subject for document in found)
    names = {document.subject: _name(document, context.language) for document in found}
    return [
        partial(_subject_line, name=name, key=key, count=counts[key])
        for key, name in sorted(names.items(), key=lambda item: (fold(item[1]), item[0]))
    ]


def _facts_of(context: Context, words: str) -> list[Line]:
    """Return a line for each fact that every one of `words` leads to, by key.

    The first of a subject, and of a page, has the subject's name above it.
    """
    wanted = Wanted.of(words)
    found = [each for each in context.documents if wanted.leads_to(_texts(each))]
    lines: list[Line] = []
    above = ""
    for document in sorted(found, key=lambda document: document.key):
        heads = document.subject != above or len(lines) % PAGE == 0
        lines.append(partial(_fact_line, document=document, heads=heads))
        above = document.subject
    return lines


def _texts(document: Document) -> Iterable[str]:
    names, words = document.names.values(), document.words.values()
    return (document.topic, document.key, *chain(*names, *words))


def _name(document: Document, language: str) -> str:
    names = document.names
    return (names.get(language) or names.get(cards.OTHER[language]) or (document.subject,))[0]


def _subject_line(context: Context, name: str, key: str, count: int) -> Message:
    told = context.say("facts.of-subject", count=count)
    return (Strong(name), Text(" — "), *told, Text(" "), Code(key))


def _fact_line(context: Context, document: Document, *, heads: bool) -> Message:
    head = (Strong(_name(document, context.language)), Break()) if heads else ()
    attribute = (document.words.get(context.language) or (document.attribute.replace("-", " "),))[0]
    value = _value(context, document.fact_id)
    return (*head, Text(f"{attribute}: "), *value, Text(" "), Code(document.key))


def _value(context: Context, fact_id: int) -> Message:
    """Return what a fact holds now; of an event that is called off, that it is."""
    language, now = context.language, context.now
    held = cards.current(context.tx.facts.timeline(fact_id), now, context.audience)
    if held is None:
        return (Text(context.phrase("facts.nothing-now")),)
    fact = context.tx.facts.get([fact_id])[fact_id]
    event = calendar.called_off(context.tx, fact, held, context.audience, now)
    if event is not None:
        return calendar.when(event, language, now)
    value = shown(cards.value_text(held.version.content, language))
    return (Text(value, cards.claim(held, language, now)),)
