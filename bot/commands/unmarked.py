"""A line without its mark: the command that it is word for word, else a question.

What would change what others see is asked about first.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Final

from bot import grammar
from bot.commands import ask
from bot.commands.arguments import Incomplete, usage
from bot.context import Act, Button, Command, Context
from bot.errors import DeskError
from bot.port import Code, Reply
from storage.choices import Choice as StoredChoice

CONFIRM_WITHIN: Final = timedelta(hours=1)
"""How long a question of ours waits for its tap, as long as an offer does (contract, 1)."""

Spellings = Mapping[tuple[str, ...], Command]
"""Every way to write the name of a command."""


def said(context: Context, text: str, spellings: Spellings) -> Reply:
    """Carry out a line as if it was typed in private, without a slash."""
    act = _command(context, text, spellings) or partial(ask.answer, question=text)
    return act(context)


def _command(context: Context, text: str, spellings: Spellings) -> Act | None:
    found = grammar.first_words(text, spellings)
    if found is None or not context.may(spellings[found[0]]):
        return None
    command, rest = spellings[found[0]], found[1]
    try:
        act = command.parse(rest)
    except Incomplete:
        return None if rest else partial(_completed, command=command)
    except DeskError:
        return None
    return partial(_confirm, text=text) if command.changes else act


def _completed(context: Context, command: Command) -> Reply:
    whole = usage(command, "", context.language)
    return context.reply(context.say("arguments.incomplete", usage=Code(whole)))


def _confirm(context: Context, text: str) -> Reply:
    buttons = (
        Button(context.phrase("desk.do-it"), StoredChoice("run", {"text": text})),
        Button(context.phrase("desk.leave-it"), StoredChoice("leave", {})),
    )
    choices = context.offered(buttons, CONFIRM_WITHIN, own=True)
    return context.reply(context.say("desk.confirm", text=Code(f"/{text}")), choices=choices)
