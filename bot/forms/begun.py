"""A form as it begins: what was typed behind its command, read field by field."""

from __future__ import annotations

from dataclasses import replace

from bot import grammar
from bot.context import Command, Context
from bot.errors import DeskError
from bot.forms.apart import Unclear
from bot.forms.form import Answers, Filled, Form
from bot.port import Message


def begun(
    context: Context, command: Command, text: str, given: Answers | None = None
) -> tuple[Filled, list[Message]]:
    """Return the form of a command with what was typed behind it, and what was wrong with that.

    Args:
        context: of whoever may call the command.
        command: one that has a form.
        text: what was typed behind it.
        given: answers that are known besides.
    """
    form, notes = context.forms[command.name], list[Message]()
    try:
        typed = form.begun(context, text)
    except Unclear as error:
        typed = error.answers
        notes.append(error.said(context.language))
    filled, wrong = _taken(context, form, Filled(command.words), {**typed, **(given or {})})
    return filled, notes + wrong


def _taken(
    context: Context, form: Form, filled: Filled, begun: Answers
) -> tuple[Filled, list[Message]]:
    """Take what was typed already, field by field; what is wrong of it is said."""
    waiting, notes = dict(begun), list[Message]()
    while waiting:
        pages = form.pages(context, filled.answers)
        field = next((each for page in pages for each in page if each.name in waiting), None)
        if field is None:
            break
        said = waiting.pop(field.name)
        if field.name in filled.answers:
            continue
        try:
            filled = filled.given(field.read(context, said, filled.answers))
        except DeskError as error:
            notes.append(error.said(context.language))
            break
    # What no field asks for was meant all the same; the command will read it.
    return replace(filled, answers={**filled.answers, **_unasked(waiting, filled)}), notes


def _unasked(waiting: Answers, filled: Filled) -> Answers:
    return {
        name: said
        for name, said in waiting.items()
        if name in grammar.LINE_NAMES and name not in filled.answers
    }
