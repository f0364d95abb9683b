"""`answers on|off`: whether somebody is told later what could not be answered when they asked.

It is a person's, on all their accounts and in every chat: who asks decides, not who runs a chat.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

from bot.answering.words import fold
from bot.commands.arguments import Incomplete
from bot.context import Act, Context
from bot.errors import DeskError
from bot.grammar.errors import shown
from bot.port import Reply

_CHOICES: Final = {"on": True, "off": False}


class NeitherOnNorOff(DeskError):
    """Something else than `on` or `off`. Field: `text`."""

    key = "later.neither"


def answers(text: str) -> Act:
    """Have who asks told later what was not known, or not.

    Raises:
        Incomplete, NeitherOnNorOff: it is not said which.
    """
    if not text.strip():
        raise Incomplete(given="")
    wants = _CHOICES.get(fold(text.strip()))
    if wants is None:
        raise NeitherOnNorOff(text=shown(text))
    return partial(_choose, wants=wants)


def _choose(context: Context, *, wants: bool) -> Reply:
    context.tx.people.set_wants_answers(context.person.id, wants=wants)
    reply = context.reply(context.say("later.on" if wants else "later.is-off"))
    # What was tapped stays: it says what is not known.
    return replace(reply, aside=bool(context.update.choice))
