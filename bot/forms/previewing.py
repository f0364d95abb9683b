"""What a form comes to, shown before anything is saved: it is carried out, looked at, and undone.

So what is shown is what will be: the same command refuses the same things, and readers will see
the very words. Its claims are taken out, as nothing of it holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from bot import calendar, grammar
from bot.commands import reaching
from bot.commands.event_telling import in_full
from bot.context import Context
from bot.errors import DeskError
from bot.forms.form import Filled, Form
from bot.port import Break, Message, Reply, joined
from bot.texts import LANGUAGES
from bot.waiting import askers
from storage.content import Fact


class NothingGiven(DeskError):
    """Every field was passed over."""

    key = "form.nothing-given"


@dataclass(frozen=True, slots=True)
class Preview:
    """What a form comes to.

    Attributes:
        seen: it tells what readers will see; else it waits for somebody.
        asks: the command shows it itself, and asks.
    """

    message: Message
    seen: bool = False
    asks: bool = False


def preview(context: Context, form: Form, filled: Filled) -> Preview:
    """Return what readers will see in each language; nothing of it stays.

    Raises:
        DeskError: the command refuses it.
    """
    return context.tx.rehearse(partial(_looked_at, context, form, filled))


def _looked_at(context: Context, form: Form, filled: Filled) -> Preview:
    seq = context.tx.changes.latest_seq()
    reply = carry_out(replace(context, sure=True), form.line(filled.answers))
    if context.tx.changes.latest_seq() == seq:
        # It waits for its hour or has been overtaken, which its command tells; or for somebody.
        return Preview(context.say("form.takes-two"), asks=bool(reply.choices))
    parts = [context.say("form.preview"), *_dated(context, filled), *_seen(context, form, filled)]
    parts += _reached(context, seq, filled.question, target_of(context, form, filled))
    return Preview(joined(parts, Break(paragraph=True)), seen=True)


def _dated(context: Context, filled: Filled) -> Iterator[Message]:
    """Yield when an event is, with its weekday: a wrong day is seen by its name first."""
    key = filled.answers.get("event") or filled.answers.get("key") or ""
    event = calendar.find(context.tx, key, context.audience, context.tx.now)
    if event is not None and filled.answers.get("times"):
        yield context.say("event.now", when=in_full(context, event.span))


def _reached(context: Context, seq: int, question: int, fact: Fact | None) -> Iterator[Message]:
    """Yield how many messages are edited, how many chats are told, and who is answered."""
    lines = reaching.all_lines(context, seq)
    if question and fact is not None:
        parted = askers.parted(context.tx, question, fact, context.zone)
        lines.append(askers.told(askers.reach_of(context.tx, parted.fitting), context.language))
        lines += filter(None, [askers.otherwise(parted, context.language)])
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


def target_of(context: Context, form: Form, filled: Filled) -> Fact | None:
    """Return the fact that a form changes; None where there is none yet."""
    key = form.target(filled.answers)
    return context.tx.facts.find(key) if key else None


def opened_on(context: Context, form: Form, filled: Filled) -> Filled:
    """Return a form with the revision of the fact that it changes, as it is first shown."""
    if filled.revision is not None:
        return filled
    fact = target_of(context, form, filled)
    return filled if fact is None else replace(filled, revision=fact.revision)
