"""A line that its author changed after it was answered: its answer changes with it.

A command that was sent stays as it was: it has been carried out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Final

from bot import grammar
from bot.commands import ask
from bot.context import Act, Command, Context
from bot.errors import DeskError
from bot.port import Kind, Reply

EDITS_WITHIN: Final = timedelta(minutes=10)
"""How long a changed question changes its answer (contract, 1)."""


class EditedCommand(DeskError):
    """A command that was sent, and then changed: it has been carried out as it was."""

    key = "desk.edited-command"


def edited(context: Context, spellings: Mapping[tuple[str, ...], Command]) -> Act:
    """Read what somebody made of a line that was answered before.

    Args:
        context: in which it was changed.
        spellings: every way to write the name of a command.

    Raises:
        EditedCommand: it is a command, or was one.
    """
    answered = context.tx.ledger.answers_to(context.chat_id, context.update.message)
    latest = answered[-1] if answered else None
    if latest is None or context.now - latest.created_at > EDITS_WITHIN:
        return Context.silent
    question = _question(context.update.text, spellings)
    # What was said first tells what was sent: the latest may be the word that a command stays.
    if not question or answered[0].kind == Kind.REPLY:
        raise EditedCommand
    return partial(_answer_anew, question=question, edits=answered[0].message)


def _question(text: str, spellings: Mapping[tuple[str, ...], Command]) -> str:
    """Return what a line asks, with `/ask` before it or without; nothing if it is a command."""
    line = grammar.typed(text)
    found = grammar.first_words(line.text, spellings) if line.slash else None
    if found is not None:
        return found[1] if spellings[found[0]].parse is ask.ask else ""
    return line.text if line.ours or not line.slash else ""


def _answer_anew(context: Context, question: str, edits: str) -> Reply:
    return replace(ask.answer(context, question), edits=edits)
