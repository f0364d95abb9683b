"""What a form comes to, shown before anything is saved: it is carried out, looked at, and undone.

So what is shown is what will be: the same command refuses the same things, and readers will see
the very words. Its claims are taken out, as nothing of it holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from bot import cards, grammar
from bot.context import Context
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


class _LookedAtError(Exception):
    """Ends what is to be undone."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a form comes to.

    Attributes:
        revision: that of the fact as it stands; None where there is none yet.
    """

    message: Message
    revision: int | None


def preview(context: Context, form: Form, filled: Filled) -> Preview:
    """Return what readers will see in each language.

    Raises:
        DeskError: the command refuses it.
    """
    line, before = form.line(filled.answers), _fact(context, form, filled)
    parts: list[Message] = []
    try:
        with context.tx.undoable():
            carry_out(context, line)
            parts += _seen(context, form, filled)
            raise _LookedAtError  # noqa: TRY301 - what it ends is undone by its passing
    except _LookedAtError:
        said = joined([context.say("form.preview"), *parts], Break(paragraph=True))
    return Preview(said, before.revision if before else None)


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


def reaches_many(context: Context, form: Form, filled: Filled) -> Message:
    """Return how many will hear of it, where that is many; else nothing."""
    del context, form, filled
    return ()


def _fact(context: Context, form: Form, filled: Filled) -> Fact | None:
    key = form.target(filled.answers)
    return context.tx.facts.find(key) if key else None
