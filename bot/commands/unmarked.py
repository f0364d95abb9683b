"""A line without its mark: the command that it is word for word, else a question.

What would change what others see is asked about first. What ends in a question mark is a
question, but for `ask`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Final

from bot import grammar
from bot.commands import ask
from bot.commands.arguments import Incomplete, usage
from bot.context import Act, Button, Command, Context, Harmless
from bot.errors import DeskError
from bot.port import Code, Reply
from storage.choices import Choice as StoredChoice

CONFIRM_WITHIN: Final = timedelta(hours=1)
"""How long a question of ours waits for its tap, as long as an offer does (contract, 1)."""

Spellings = Mapping[tuple[str, ...], Command]
"""Every way to write the name of a command."""


def said(context: Context, text: str, spellings: Spellings) -> Reply:
    """Carry out a line that bears no slash."""
    return act(context, text, spellings)(context)


def act(context: Context, text: str, spellings: Spellings) -> Act:
    """Return what a line that bears no slash asks for: a command as it stands, or an answer."""
    return _command(context, text, spellings) or partial(ask.answer, question=text)


def parsed(command: Command, rest: str) -> Act:
    """Return what a command with `rest` behind its name does; short of something, shows it whole.

    Raises:
        DeskError: what stands behind it does not fit.
    """
    try:
        return command.parse(rest)
    except Incomplete as error:
        return partial(completed, command=command, given=str(error.fields["given"]))


def _command(context: Context, text: str, spellings: Spellings) -> Act | None:
    found = grammar.first_words(text, spellings)
    if found is None or not context.may(spellings[found[0]]):
        return None
    command, rest = spellings[found[0]], found[1]
    if rest.endswith("?") and command.parse is not ask.ask:
        return None
    try:
        carried_out = command.parse(rest)
    except Incomplete:
        return None if rest else parsed(command, rest)
    except DeskError:
        return None
    asks = command.changes and not isinstance(carried_out, Harmless)
    return partial(_confirm, text=text) if asks else carried_out


def completed(context: Context, command: Command, given: str) -> Reply:
    """Show a command that lacks something as it would be whole, ready to be edited."""
    whole = usage(command, given, context.language)
    shown = context.reply(context.say("arguments.incomplete", usage=Code(whole)))
    return replace(shown, failed=True)


def _confirm(context: Context, text: str) -> Reply:
    buttons = (
        Button(context.phrase("desk.do-it"), StoredChoice("run", {"text": text})),
        Button(context.phrase("desk.leave-it"), StoredChoice("leave", {})),
    )
    choices = context.offered(buttons, CONFIRM_WITHIN, own=True)
    return context.reply(context.say("desk.confirm", text=Code(f"/{text}")), choices=choices)
