"""What a form comes to, shown before anything is saved: it is carried out, looked at, and undone.

So what is shown is what will be: the same command refuses the same things, and readers will see
the very words. Its claims are taken out, as nothing of it holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from bot import cards, grammar
from bot.commands import reaching
from bot.context import Context
from bot.editing import misled
from bot.editing.misled import Reach
from bot.errors import DeskError
from bot.forms.form import Filled, Form
from bot.port import Break, Message, Reply, Strong, joined
from bot.texts import LANGUAGES
from storage.content import Fact

MANY: Final = 20
"""Messages edited and chats notified from which on a second tap is asked for."""


class NothingGiven(DeskError):
    """Every field was passed over."""

    key = "form.nothing-given"


@dataclass(frozen=True, slots=True)
class Preview:
    """What a form comes to.

    Attributes:
        revision: that of the fact as it stands; None where there is none yet.
        many: it reaches more than anybody tells by one tap.
    """

    message: Message
    revision: int | None
    many: bool


def preview(context: Context, form: Form, filled: Filled) -> Preview:
    """Return what readers will see in each language.

    Raises:
        DeskError: the command refuses it.
    """
    before = _fact(context, form, filled)
    parts, reach = context.tx.rehearse(partial(_looked_at, context, form, filled, before))
    said = joined([context.say("form.preview"), *parts], Break(paragraph=True))
    many = max(reach.messages, reach.chats) > MANY
    return Preview(said, before.revision if before else None, many)


def _looked_at(
    context: Context, form: Form, filled: Filled, before: Fact | None
) -> tuple[list[Message], Reach]:
    """Carry a form out; return what is seen of it, and how far its correction reaches."""
    carry_out(context, form.line(filled.answers))
    parts = [*_seen(context, form, filled)]
    if before is None:
        return parts, Reach()
    return [*parts, *_reached(context, before)], misled.reach(context.tx, [before.id])


def _reached(context: Context, fact: Fact) -> Iterator[Message]:
    """Yield how many messages are edited, and how many chats are told."""
    made = context.tx.changes.latest_for(fact.id)
    lines = reaching.lines(context, made, [fact.id]) if made else []
    if lines:
        yield joined(lines, Break())


def _seen(context: Context, form: Form, filled: Filled) -> Iterator[Message]:
    """Yield what readers see in each language."""
    for language in LANGUAGES:
        seen = form.seen(replace(context, language=language), filled.answers)
        yield joined([context.say(f"form.readers-{language}"), seen], Break())


def carry_out(context: Context, line: str) -> Reply:
    """Have the command do what `line` says, without its `/`.

    Raises:
        DeskError: it refuses.
    """
    names = [command.name for command in context.commands]
    found = grammar.first_words(line, names)
    if found is None:
        raise LookupError(line)
    name, rest = found
    command = next(each for each in context.commands if each.name == name)
    try:
        return command.parse(rest)(context)
    except DeskError as error:
        # Short of something it shows itself completed; whoever passed every field over knows.
        if error.key == "arguments.incomplete":
            raise NothingGiven from None
        raise


def changed_since(context: Context, form: Form, filled: Filled) -> Message:
    """Return what became of the fact since it was shown; nothing if it is as it was."""
    context.tx.changes.lock()
    fact = _fact(context, form, filled)
    if fact is None or fact.revision == filled.revision:
        return ()
    held = cards.current(context.tx.facts.timeline(fact.id), context.tx.now, context.audience)
    if held is None:
        return context.say("form.changed-gone")
    value = Strong(cards.value_text(held.version.content, context.language))
    return context.say("form.changed-since", value=value)


def _fact(context: Context, form: Form, filled: Filled) -> Fact | None:
    key = form.target(filled.answers)
    return context.tx.facts.find(key) if key else None
