"""What is given a name is called as something else is: its editor is shown that, and asked.

Between the look at a form and its tap another editor may have added the same thing. It is the
same, then the fact goes to what is there; or another, and both have the name, as they have where
what is held is named so. Whoever asks by that name is offered both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.context import Button, Context
from bot.editing.errors import NameTaken
from bot.editing.order import ADD, Order
from bot.port import Break, Code, Message, Reply, Text, joined
from bot.showing import cards
from storage.choices import Choice as StoredChoice
from storage.content import Subject

MEANT: Final = "edit-meant"
"""What the buttons are called by which it is said what is meant."""

WITHIN: Final = timedelta(hours=1)
"""How long the buttons work."""

MOST_SHOWN: Final = 5
"""Facts of what is there that are shown: enough to know it by."""


def asked(context: Context, order: Order, key: str, embargo: str = "") -> Reply:
    """Show what has the name, and ask whether it is meant.

    Args:
        context: of who gave the order.
        order: adds a subject; nothing is done of it.
        key: of the subject that has the name.
        embargo: until when it is to be kept, as it was typed.
    """
    subject = context.tx.subjects.find(key)
    if subject is None:
        raise LookupError(key)
    name = cards.subject_name(subject, context.language)
    heading = context.say("edit.name-there", name=name, key=Code(key))
    lines = [heading, *_facts(context, subject), context.say("edit.name-which")]
    other = replace(order, namesake=True)
    buttons = [
        *_same(context, order, key, embargo),
        Button(context.phrase("edit.name-other"), _meant(other, embargo)),
    ]
    return _offered(context, lines, buttons)


def asked_of_name(context: Context, taken: NameTaken, both: StoredChoice) -> Reply:
    """Show what has a name that a subject is to have, and ask whether both are called so.

    Args:
        context: of who gave the name; nothing is done yet.
        taken: which name, and who has it.
        both: gives it all the same.
    """
    name, key = str(taken.fields["name"]), str(taken.fields["known"])
    subject = context.tx.subjects.find(key)
    if subject is None:
        raise LookupError(key)
    heading = context.say("subject.name-there", name=name, key=Code(key))
    lines = [heading, *_facts(context, subject), context.say("subject.name-which")]
    return _offered(context, lines, [Button(context.phrase("subject.name-both"), both)])


def _offered(context: Context, lines: Sequence[Message], buttons: Sequence[Button]) -> Reply:
    leave = Button(context.phrase("desk.leave-it"), StoredChoice("leave", {}))
    choices = context.offered([*buttons, leave], WITHIN, own=True)
    return context.reply(joined(lines, Break()), choices=choices)


def _same(context: Context, order: Order, key: str, embargo: str) -> Sequence[Button]:
    """Return the button by which a fact goes to what is there; an event is there already."""
    if order.operation != ADD:
        return ()
    attribute = order.target.rpartition(".")[2]
    there = replace(order, target=f"{key}.{attribute}", about=None)
    return (Button(context.phrase("edit.name-same"), _meant(there, embargo)),)


def _meant(order: Order, embargo: str) -> StoredChoice:
    return StoredChoice(MEANT, {"order": order.record(), "embargo": embargo})


def _facts(context: Context, subject: Subject) -> list[Message]:
    """Return what is held of a subject and may be seen here, a line each."""
    facts = context.tx.facts.by_subject(subject.key)
    timelines = context.tx.facts.timelines([fact.id for fact in facts])
    lines: list[Message] = []
    for fact in facts:
        held = cards.current(timelines.get(fact.id, ()), context.now, context.audience)
        if held is not None and cards.may_see(context.audience, held):
            attribute = cards.attribute_name(fact, context.language, held)
            value = cards.value_text(held.version.content, context.language)
            lines.append((Text(f"· {attribute}: {value}"),))
    return lines[:MOST_SHOWN]
