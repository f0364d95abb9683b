"""How a form speaks in a conversation: a question with its buttons, what it comes to, a choice.

Whatever is asked puts the form down; its buttons are of this step alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.context import Button, Context
from bot.forms.form import Field, Filled, Form
from bot.grammar.errors import shown
from bot.port import Break, Choice, Message, Reply, joined
from storage.choices import Choice as StoredChoice

NAME: Final = "form"
"""What each button of a form is called."""

OPENS: Final = "form."
"""What the token of a button begins with that opens a window."""

WITHIN: Final = timedelta(hours=1)
"""How long a form waits for the next answer, as long as whatever else we ask."""


def ask(
    context: Context,
    filled: Filled,
    field: Field,
    notes: Sequence[Message],
    keys: Iterable[str] = (),
) -> Reply:
    """Ask for one field.

    Args:
        context: of whoever fills the form in.
        filled: the form as far as it is.
        field: what is asked for.
        notes: what is said before.
        keys: answers that are offered besides those of the field.
    """
    turn = _put_down(context, filled)
    options = [(key, key) for key in keys] or [
        (option.label, option.value) for option in field.options(context, filled.answers)
    ]
    buttons = [_button(turn, label, "answer", value) for label, value in options]
    if field.skip:
        buttons.append(_button(turn, context.phrase(f"form.skip-{field.skip}"), "skip", field.name))
    said = joined([*notes, field.asks(context)], Break(paragraph=True))
    return _asked(context, said, [*buttons, *_ways_out(context, turn, filled)])


def window(context: Context, filled: Filled, said: Message) -> Reply:
    """Offer, below `said`, the button that opens the form in a window.

    It works as often as it is tapped: a window is easily closed.
    """
    choices = openings(context, [(context.phrase("form.open"), filled)], WITHIN)
    return replace(context.reply(said, choices=choices), asks=True)


def openings(
    context: Context, labelled: Iterable[tuple[str, Filled]], lasts: timedelta
) -> list[Choice]:
    """Return buttons that open forms, each by its label: in a window, or in the conversation."""
    buttons = [
        Button(label, StoredChoice(NAME, {"filled": filled.record()})) for label, filled in labelled
    ]
    choices = context.offered(buttons, lasts, own=True)
    if not context.update.has_windows:
        return list(choices)
    return [replace(each, token=f"{OPENS}{each.token}") for each in choices]


def which(context: Context, form: Form, filled: Filled, said: Message, *, refused: bool) -> Reply:
    """Offer every field to be changed, below `said` and what was answered.

    What the command has `refused` as it is leads back to nothing.
    """
    turn = _put_down(context, filled)
    fields = [each for page in form.pages(context, filled.answers) for each in page]
    buttons = [_button(turn, each.label(context), "change", each.name) for each in fields]
    parts = filter(None, [said, answers(context, form, filled)])
    back = [] if refused else [_button(turn, context.phrase("form.back"), "look")]
    cancel = _button(turn, context.phrase("form.cancel"), "cancel")
    return _asked(context, joined(parts, Break(paragraph=True)), [*buttons, *back, cancel])


def answers(context: Context, form: Form, filled: Filled) -> Message:
    """Return what was answered, a line each."""
    fields = [each for page in form.pages(context, filled.answers) for each in page]
    return joined(filter(None, (_answered(context, each, filled) for each in fields)), Break())


def save(context: Context, filled: Filled, said: Message) -> Reply:
    """Ask whether what is shown in `said` is to be saved."""
    turn = _put_down(context, filled)
    buttons = [
        _button(turn, context.phrase("form.save"), "save"),
        _button(turn, context.phrase("form.change"), "change"),
    ]
    return _asked(context, said, [*buttons, *_ways_out(context, turn, filled)])


def _answered(context: Context, field: Field, filled: Filled) -> Message:
    said = filled.answers.get(field.name)
    if not said:
        return ()
    labels = {each.value: each.label for each in field.options(context, filled.answers)}
    text = shown(labels.get(said, said))
    return context.say("form.answered", label=field.label(context), text=text)


def _put_down(context: Context, filled: Filled) -> str:
    return context.tx.forms.keep(context.chat_id, context.person.id, filled.record())


def _ways_out(context: Context, turn: str, filled: Filled) -> list[Button]:
    """Return [Back], where there is something behind, and [Cancel]."""
    back = [_button(turn, context.phrase("form.back"), "back")]
    cancel = _button(turn, context.phrase("form.cancel"), "cancel")
    return [*(back if filled.answers else []), cancel]


def _button(turn: str, label: str, does: str, value: str = "") -> Button:
    return Button(label, StoredChoice(NAME, {"turn": turn, "does": does, "value": value}))


def _asked(context: Context, said: Message, buttons: Sequence[Button]) -> Reply:
    choices = context.offered(buttons, WITHIN, own=True)
    return replace(context.reply(said, choices=choices), asks=True)
